"""Everything known of one row, each field beside its words: what `regesta show` prints."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Protocol

import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from regesta.errors import SettingsError
from regesta.record import queries
from regesta.schema import (
    NOUNS,
    Correction,
    Entity,
    Event,
    Evidence,
    Member,
    Mention,
    Office,
    Participant,
    Report,
    Run,
    table_name,
)

_HIDDEN: Final = frozenset({"id", "run", "report", "text", "signature"})
_BY_NAME: Final = {noun.__name__: noun for noun in NOUNS}
_SHORTEST: Final = 4  # hex digits; fewer would match by chance


class Reading(Protocol):
    """What is looked into: a `Record`."""

    def current(self, noun: type) -> ir.Table:
        """The rows of the noun that hold now."""

    def fetch(self, query: ir.Table) -> pa.Table:
        """The rows that the expression gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One line: a field, its value, and the words behind it with their place in the text; '' where there are none."""

    field: str
    value: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the record with all that hangs on it. `text` is the report's, for a report only."""

    noun: str
    id: str
    lines: tuple[Shown, ...]
    text: str | None = None


def look_up(record: Reading, key: str) -> Row:
    """The row whose id begins with `key`, of whatever table.

    Raises SettingsError when there is none, or when several begin so.
    """
    key = key.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{4,16}", key):
        raise SettingsError(f"id: expected {_SHORTEST} to 16 hex digits as the tables show them, got {key!r}")
    found = {(noun, row["id"]): row for noun in NOUNS if noun is not Member for row in _beginning(record, noun, key)}
    if not found:
        raise SettingsError(f"id: the record has no row that begins with {key}")
    if len(found) > 1:
        some = ", ".join(f"{table_name(noun)} {i}" for noun, i in list(found)[:5])
        raise SettingsError(f"id: several rows begin with {key}: {some}; give more digits")
    ((noun, identity), row), = found.items()  # fmt: skip
    lines = (
        *_fields(record, noun, row),
        *_parts(record, row),
        *_rest(record, noun, row),
        *_tellings(record, noun, row),
        *_origin(record, row),
    )
    return Row(noun=table_name(noun), id=identity, lines=lines, text=row["text"] if noun is Report else None)


def _rows(record: Reading, query: ir.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = record.fetch(query).to_pylist()
    return found


def _beginning(record: Reading, noun: type, key: str) -> list[dict[str, Any]]:
    return _rows(record, record.current(noun).filter(_["id"].startswith(key)).limit(50))


def _evidence(record: Reading, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    evidence = record.current(Evidence)
    return _rows(record, evidence.filter(evidence["owner"] == row["id"]).order_by("field", "rank", "start_char"))


def _at(row: Mapping[str, Any]) -> str:
    return f"“{' '.join(row['exact'].split())}” [{row['start_char']}:{row['end_char']}]"


def _fields(record: Reading, noun: type, row: Mapping[str, Any]) -> Iterator[Shown]:
    """The row's own fields; a reference is shown by what it leads to."""
    words = _evidence(record, row)
    for field in fields(noun):
        value = row[field.name]
        if field.name in _HIDDEN or value in (None, []):
            continue
        behind = "  ".join(_at(e) for e in words if e["field"] == field.name)
        target = re.fullmatch(r"(\w+)\.id", field.metadata["unit"])
        if target and isinstance(value, str):
            behind = behind or _what_it_is(record, _BY_NAME[target.group(1)], value, row)
        yield Shown(field=field.name, value=_plain(value), words=behind)
    own = {field.name for field in fields(noun)}
    for piece in words:
        if piece["field"] not in own:
            yield Shown(field=piece["field"], value="", words=_at(piece))


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "yes" if value is True else "no" if value is False else str(value)


def _what_it_is(record: Reading, noun: type, key: str, row: Mapping[str, Any]) -> str:
    """The words of another row: its own, or those of its cue, or its name."""
    names = {f.name for f in fields(noun)}
    found = _rows(record, record.current(noun).filter(_["id"] == key).limit(1))
    if not found:
        return ""
    if "exact" in names:
        return _at(found[0])
    if "name" in names:
        return str(found[0]["name"])
    return "  ".join(_at(e) for e in _evidence(record, found[0]) if e["field"] in ("cue", "content", "trigger"))


def _parts(record: Reading, row: Mapping[str, Any]) -> Iterator[Shown]:
    """Who takes part, each with the words that name it."""
    parts = record.current(Participant).filter(_["owner"] == row["id"])
    mentions = record.current(Mention).select(m_id="id", exact="exact", start_char="start_char", end_char="end_char")
    entities = record.current(Entity).select(e_id="id", e_report="report", name="name")
    query = parts.left_join(mentions, [("mention", "m_id")])
    query = query.left_join(entities, [("entity", "e_id"), ("report", "e_report")])
    for part in _rows(record, query.order_by("role", "rank", "id")):
        codes = ", ".join(filter(None, [part["country"], *(part["sectors"] or [])]))
        value = (part["name"] or "not known") + (f" ({codes})" if codes else "")
        yield Shown(field=part["role"], value=value, words=_at(part) if part["exact"] else "")


def _rest(record: Reading, noun: type, row: Mapping[str, Any]) -> Iterator[Shown]:
    """What else the record knows of an actor: its offices, and the words that name it."""
    if noun is not Entity:
        return
    ids = _one_with(record, row["id"])
    for other in ids:
        if other != row["id"]:
            yield Shown(field="one with", value=other, words=_what_it_is(record, Entity, other, row))
    for word in _rows(record, record.current(Correction).filter(_["owner"].isin(ids)).order_by("at", "id")):
        what = word["value"] if word["verdict"] == "yes" else f"not {word['value']}"
        yield Shown(field=f"corrected {word['field']}", value=what, words=f"by {word['by']} on {word['at']:%Y-%m-%d}")
    yield from _offices(record, ids)
    mentions = record.current(Mention).filter(_["entity"].isin(ids))
    days = record.current(Report).select(of="id", published="published")
    counted = mentions.left_join(days, [("report", "of")]).group_by("exact").agg(
        n=_.count(), first=_["published"].min(), last=_["published"].max()
    )  # fmt: skip
    for mention in _rows(record, counted.order_by(_["n"].desc(), "exact").limit(10)):
        seen = f", {mention['first']} – {mention['last']}" if mention["first"] else ""
        words = f"“{' '.join(mention['exact'].split())}”"
        yield Shown(field="named", value=f"{mention['n']} times{seen}", words=words)


def _one_with(record: Reading, actor: str) -> list[str]:
    """The ids of all actors that a reviewer calls one with this one, and its own."""
    members = record.current(Member).filter(_["kind"] == "entity")
    found = _rows(record, members.filter(_["group"].isin(members.filter(_["id"] == actor)["group"])))
    return sorted({actor, *(row["id"] for row in found)})


def _offices(record: Reading, ids: list[str]) -> Iterator[Shown]:
    """The offices of an actor: those of the code book, and those that reports tell of unless a reviewer refused."""
    offices = record.current(Office).filter(_["entity"].isin(ids))
    days = record.current(Report).select(of="id", published="published")
    rows = _rows(record, offices.left_join(days, [("report", "of")]).order_by("title", "published", "id"))
    judged = {
        word["value"]: word["verdict"]
        for word in _rows(record, record.current(Correction).filter(_["owner"].isin(ids), _["field"] == "office"))
    }
    mentions = record.current(Mention).filter(_["entity"].isin(ids))
    told: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        told.setdefault((row["title"], row["country"], row["first_day"], row["last_day"], row["basis"]), []).append(row)
    for (title, country, first_day, last_day, basis), same in told.items():
        held = ", ".join(filter(None, (title, country)))
        verdict = judged.get(held)
        if verdict == "no":
            continue
        known = "confirmed" if verdict == "yes" else "proposed" if basis == "text" else ""
        seen = [str(row["published"]) for row in same if row["published"]]
        named = mentions.filter(_["exact"].lower().contains(title.lower())).order_by("report", "start_char").limit(1)
        said = [_at(mention) for mention in _rows(record, named)] if basis == "text" else []
        told_on = f"told {len(same)} time{'s' * (len(same) > 1)}" + (f", {seen[0]} – {seen[-1]}" if seen else "")
        since = f"{first_day or '?'} – {last_day or ''}"
        state = ", ".join(filter(None, (basis, known, told_on, f"id {same[0]['id'][:8]}")))
        yield Shown(field="office", value=held, words="  ".join((f"{since} ({state})", *said)))


def _tellings(record: Reading, noun: type, row: Mapping[str, Any]) -> Iterator[Shown]:
    """Who else tells the event."""
    if noun is not Event:
        return
    told = queries.events(record)
    group = told.filter(told["id"] == row["id"]).select("group")
    others = told.semi_join(group, "group").filter(_["id"] != row["id"])
    for other in _rows(record, others.order_by("published", "id")):
        who = " ".join(str(v) for v in (other["publisher"], other["published"]) if v)
        yield Shown(field="told again", value=f"{other['id']} {who}", words=f"“{other['words']}”")


def _origin(record: Reading, row: Mapping[str, Any]) -> Iterator[Shown]:
    """Which report the row was read from, and by which run."""
    report = row.get("report")
    for r in _rows(record, queries.reports(record).filter(_["id"] == report)) if report else ():
        title = " ".join(str(v) for v in (r["publisher"], r["published"]) if v)
        yield Shown(field="report", value=f"{r['id']} {title}", words=f"“{r['title']}” {r['source']}")
    if row.get("run"):
        for run in _rows(record, record.current(Run).filter(_["id"] == row["run"])):
            yield Shown(
                field="run", value=run["id"], words=f"Regesta {run['version']}, {run['started']:%Y-%m-%d %H:%M} UTC"
            )
