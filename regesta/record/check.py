"""Prove a record: every span says what the text says, every reference leads somewhere, every code and date can be.

The rules are read off the nouns: a field whose unit is `Entity.id` must name an entity of the same report, a field of
a closed set must hold one of its words. Rows are read a few reports at a time. Nothing is repaired.
"""

import re
import typing
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final, Literal, Protocol

import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from regesta.knowledge import codes
from regesta.schema import NOUNS, Correction, Entry, Event, Evidence, Link, Member, Problem, Report, Run, table_name

FindingKind = Literal["span", "twice", "orphan", "code", "date"]
REPORTS_AT_ONCE: Final = 500  # reports whose rows are held in memory together
_OF_REPORTS: Final = tuple(n for n in NOUNS if any(f.name == "report" for f in fields(n)))
_BY_NAME: Final = {noun.__name__: noun for noun in NOUNS}
_INTERVALS: Final = (("earliest", "latest"), ("first_day", "last_day"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in the record that cannot be right. `place` is table, id and report."""

    kind: FindingKind
    place: str
    message: str


class Reading(Protocol):
    """What is checked: a `Record`."""

    def current(self, noun: type) -> ir.Table:
        """The rows of the noun that hold now."""

    def fetch(self, query: ir.Table) -> pa.Table:
        """The rows that the expression gives."""


Row = Mapping[str, Any]


def findings(record: Reading) -> Iterator[Finding]:
    """Everything that is wrong with the current rows; nothing when the record is sound."""
    runs = set(_rows(record, record.current(Run).select("id"), "id"))
    ids = sorted(_rows(record, record.current(Report).select("id"), "id"))
    for twice, n in Counter(ids).items():
        if n > 1:
            yield Finding(kind="twice", place=f"report {twice}", message=f"{n} rows have this id")
    for at in range(0, len(ids), REPORTS_AT_ONCE):
        yield from _of_reports(record, ids[at], ids[min(at + REPORTS_AT_ONCE, len(ids)) - 1], runs)
    for noun in (Link, Member, Correction, Entry):
        for row in record.fetch(record.current(noun)).to_pylist():
            yield from _unknown_words(noun, row)


def _rows(record: Reading, query: ir.Table, column: str) -> list[Any]:
    found: list[Any] = record.fetch(query).column(column).to_pylist()
    return found


def _of_reports(record: Reading, first: str, last: str, runs: set[str]) -> Iterator[Finding]:
    """What is wrong with the rows of the reports from the first id to the last."""
    rows: dict[type, list[dict[str, Any]]] = {}
    for noun in _OF_REPORTS:
        rows[noun] = record.fetch(record.current(noun).filter(_["report"].between(first, last))).to_pylist()
    reports = record.fetch(record.current(Report).filter(_["id"].between(first, last))).to_pylist()
    texts = {row["id"]: row["text"] for row in reports}
    there = {noun: {(row["report"], row["id"]) for row in found} for noun, found in rows.items()}
    anything = set().union(*(keys for noun, keys in there.items() if noun is not Evidence))
    for noun, found in [(Report, reports), *rows.items()]:
        named = {
            column: (targets or (), anything if targets is None else set().union(*(there[t] for t in targets)))
            for column, targets in _references(noun).items()
        }
        times_told = Counter((row["report"], row["id"]) for row in found) if noun is not Report else Counter()
        for (report, key), n in times_told.items():
            if n > 1:
                yield _finding("twice", noun, {"id": key, "report": report}, f"{n} rows have this id")
        for row in found:
            yield from _wrong_span(noun, row, texts)
            yield from _unknown_words(noun, row)
            yield from _impossible_dates(noun, row)
            if row["run"] not in runs:
                yield _finding("orphan", noun, row, f"run is {row['run']}, and there is no such run")
            for column, (targets, keys) in named.items():
                for key in _each(row[column]):
                    if (row["report"], key) not in keys:
                        names = " or ".join(table_name(t) for t in targets) or "row"
                        yield _finding("orphan", noun, row, f"{column} is {key}, and there is no such {names}")
            if noun is Event:
                yield from _unknown_codes(row)


def _finding(kind: FindingKind, noun: type, row: Row, message: str) -> Finding:
    report = f" of report {row['report']}" if row.get("report") else ""
    return Finding(kind=kind, place=f"{table_name(noun)} {row.get('id', '')}{report}", message=message)


def _each(value: str | Sequence[str] | None) -> Sequence[str]:
    return () if value is None else (value,) if isinstance(value, str) else value


@lru_cache(maxsize=32)
def _references(noun: type) -> dict[str, tuple[type, ...] | None]:
    """The columns that name rows of the same report, and of which nouns; None for rows of any noun."""
    found: dict[str, tuple[type, ...] | None] = {}
    for field in fields(noun):
        targets = tuple(_BY_NAME[name] for name in re.findall(r"(\w+)\.id", field.metadata["unit"]))
        if noun is Evidence and field.name == "owner":
            found[field.name] = None
        elif targets and not {Report, Run} & set(targets) and noun is not Problem:
            found[field.name] = targets
    return found


def _wrong_span(noun: type, row: Row, texts: Mapping[str, str]) -> Iterator[Finding]:
    if "exact" not in row:
        return
    start, end, text = row["start_char"], row["end_char"], texts[row["report"]]
    if not 0 <= start < end <= len(text) or text[start:end] != row["exact"]:
        words = text[max(0, start) : max(0, end)][:60]
        yield _finding("span", noun, row, f"{start}–{end} of the text is {words!r}, not {row['exact'][:60]!r}")


def _unknown_words(noun: type, row: Row) -> Iterator[Finding]:
    """Values outside the closed set of their field."""
    for name, words in _closed_sets(noun).items():
        if row[name] is not None and row[name] not in words:
            yield _finding("code", noun, row, f"{name} is {row[name]!r}, none of: {', '.join(words)}")


@lru_cache(maxsize=32)
def _closed_sets(noun: type) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, hint in typing.get_type_hints(noun).items():
        options = [hint, *typing.get_args(hint)]
        words = [w for option in options if typing.get_origin(option) is Literal for w in typing.get_args(option)]
        if words:
            found[name] = tuple(words)
    return found


def _impossible_dates(noun: type, row: Row) -> Iterator[Finding]:
    for first, last in _INTERVALS:
        if first in row and row[first] and row[last] and row[first] > row[last]:
            yield _finding("date", noun, row, f"{first} {row[first]} is after {last} {row[last]}")


def _unknown_codes(row: Row) -> Iterator[Finding]:
    """Type, mode and contexts that the code book does not have."""
    if not codes.is_code(row["type"], row["mode"]):
        pair = "/".join(filter(None, (row["type"], row["mode"])))
        yield _finding("code", Event, row, f"{pair} is not in {codes.CODEBOOK}")
    for context in row["contexts"] or ():
        if context not in codes.contexts():
            yield _finding("code", Event, row, f"context {context!r} is not in {codes.CODEBOOK}")
