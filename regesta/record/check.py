"""Prove a record: every span says what the text says, every reference leads somewhere, every code and date can be.

The rules are read off the nouns: a field whose unit is `Entity.id` must name a row of entity, a field of a closed
set must hold one of its words. Nothing is repaired.
"""

import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final, Literal, Protocol

import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from regesta.knowledge import codes
from regesta.schema import (
    NOUNS,
    Event,
    Evidence,
    Link,
    Member,
    Office,
    Report,
    Run,
    Statement,
    Time,
    table_name,
)

FindingKind = Literal["span", "twice", "orphan", "code", "date"]
REPORTS_AT_ONCE: Final = 200  # texts held in memory together
_BY_NAME: Final = {noun.__name__: noun for noun in NOUNS}
_WITH_SPAN: Final = tuple(n for n in NOUNS if {"start_char", "end_char", "exact"} <= {f.name for f in fields(n)})
_INTERVALS: Final = ((Event, "earliest", "latest"), (Statement, "earliest", "latest"), (Time, "earliest", "latest"),
                     (Office, "first_day", "last_day"))  # fmt: skip


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


def findings(record: Reading) -> Iterator[Finding]:
    """Everything that is wrong with the current rows, table by table; nothing when the record is sound."""
    yield from _wrong_spans(record)
    for noun in NOUNS:
        yield from _told_twice(record, noun)
        yield from _orphans(record, noun)
        yield from _unknown_words(record, noun)
    yield from _unknown_codes(record)
    for noun, first, last in _INTERVALS:
        rows = record.current(noun)
        for row in _rows(record, rows.filter(_[first] > _[last]).select("id", "report", first, last)):
            yield _finding("date", noun, row, f"{first} {row[first]} is after {last} {row[last]}")


def _finding(kind: FindingKind, noun: type, row: Mapping[str, Any], message: str) -> Finding:
    report = f" of report {row['report']}" if row.get("report") else ""
    return Finding(kind=kind, place=f"{table_name(noun)} {row.get('id', '')}{report}", message=message)


def _rows(record: Reading, query: ir.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = record.fetch(query).to_pylist()
    return found


def _wrong_spans(record: Reading) -> Iterator[Finding]:
    """Spans whose words are not those of the text, read a few reports at a time."""
    reports = record.current(Report)
    ids = [row["id"] for row in _rows(record, reports.select("id").order_by("id"))]
    for at in range(0, len(ids), REPORTS_AT_ONCE):
        some = ids[at : at + REPORTS_AT_ONCE]
        texts = {r["id"]: r["text"] for r in _rows(record, reports.filter(_["id"].isin(some)).select("id", "text"))}
        for noun in _WITH_SPAN:
            spans = record.current(noun).filter(_["report"].isin(some))
            columns = record.fetch(spans.select("id", "report", "start_char", "end_char", "exact")).to_pydict()
            for key, report, start, end, exact in zip(*columns.values(), strict=True):
                text = texts[report]
                if not 0 <= start < end <= len(text) or text[start:end] != exact:
                    words = text[max(0, start) : max(0, end)][:60]
                    message = f"{start}–{end} of the text is {words!r}, not {exact[:60]!r}"
                    yield _finding("span", noun, {"id": key, "report": report}, message)


def _told_twice(record: Reading, noun: type) -> Iterator[Finding]:
    key = ["kind", "id"] if noun is Member else ["id"]
    rows = record.current(noun)
    if noun not in (Report, Run, Member, Link) and "report" in rows.columns:
        key.append("report")  # an entity has a row in each report that names it
    twice = rows.group_by(key).agg(n=_.count()).filter(_["n"] > 1)
    for row in _rows(record, twice):
        yield _finding("twice", noun, row, f"{row['n']} rows have this id")


def _orphans(record: Reading, noun: type) -> Iterator[Finding]:
    """Rows that name another row which is not there."""
    rows = record.current(noun)
    for field in fields(noun):
        targets = [_BY_NAME[name] for name in re.findall(r"(\w+)\.id", field.metadata["unit"])]
        if noun is Evidence and field.name == "owner":
            targets = [n for n in NOUNS if n is not Report and {"id", "report"} <= {f.name for f in fields(n)}]
        if not targets or noun in (Link, Member):
            continue
        named = rows.select("id", *(["report"] if "report" in rows.columns else []), key=field.name)
        if rows[field.name].type().is_array():
            named = named.unnest("key")
        named = named.filter(_["key"].notnull())
        if noun is not Run and field.name == "run":
            named = named.filter(_["key"] != "")
        for target in targets:
            in_report = "report" in named.columns and target not in (Report, Run)
            there = record.current(target).select(of="id", **({"of_report": "report"} if in_report else {})).distinct()
            named = named.anti_join(there, [("key", "of"), *([("report", "of_report")] if in_report else [])])
        for row in _rows(record, named):
            names = " or ".join(table_name(t) for t in targets) if len(targets) < 4 else "row"
            yield _finding("orphan", noun, row, f"{field.name} is {row['key']}, and there is no such {names}")


def _unknown_words(record: Reading, noun: type) -> Iterator[Finding]:
    """Values outside the closed set of their field."""
    for name, words in _closed_sets(noun).items():
        rows = record.current(noun)
        shown = ["id", name, *(["report"] if "report" in rows.columns else [])]
        for row in _rows(record, rows.filter(_[name].notnull(), _[name].notin(words)).select(*shown)):
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


def _unknown_codes(record: Reading) -> Iterator[Finding]:
    """Events whose type, mode or contexts the code book does not have."""
    rows = record.current(Event)
    pairs = rows.select("type", "mode").distinct()
    for row in _rows(record, pairs):
        if not codes.is_code(row["type"], row["mode"]):
            like = rows.filter((_["type"] == row["type"]) & (_["mode"].fill_null("") == (row["mode"] or "")))
            for event in _rows(record, like.select("id", "report")):
                yield _finding("code", Event, event, f"{row['type']}/{row['mode']} is not in {codes.CODEBOOK}")
    contexts = rows.select("id", "report", context="contexts").unnest("context")
    for row in _rows(record, contexts.filter(_["context"].notin(codes.contexts()))):
        yield _finding("code", Event, row, f"context {row['context']!r} is not in {codes.CODEBOOK}")
