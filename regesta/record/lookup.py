"""Everything known of one row, each field beside its words: what `regesta show` prints."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import ibis.expr.types as ir
from ibis import _

from regesta.errors import SettingsError
from regesta.record import queries
from regesta.record.corrections import find_actor
from regesta.record.profiles import about_actor
from regesta.record.reasons import reasons
from regesta.record.record import Record
from regesta.record.shown import Shown
from regesta.schema import NOUNS, Entity, Event, Evidence, Member, Mention, Participant, Report, Run, table_name

_HIDDEN: Final = frozenset({"id", "run", "report", "text", "signature"})
_BY_NAME: Final = {noun.__name__: noun for noun in NOUNS}
_SHORTEST: Final = 4  # hex digits; fewer would match by chance
_SHORT_ID: Final = 8  # as the tables show them; no name is so long and of these letters alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the record with all that hangs on it, and why it is so. `text` is the report's, for a report only."""

    noun: str
    id: str
    lines: tuple[Shown, ...]
    why: tuple[Shown, ...] = ()
    text: str | None = None


def look_up(record: Record, key: str) -> Row:
    """The row whose id begins with `key`, of whatever table, or the actor of that name.

    Raises SettingsError when there is none, or when several begin so.
    """
    digits = key.strip().lower()
    is_id = re.fullmatch(r"[0-9a-f]{4,16}", digits) is not None
    found = _with_id(record, digits) if is_id else {}
    if not found:
        try:
            found = _with_id(record, find_actor(record, key).id)
        except SettingsError as error:
            if is_id and len(digits) >= _SHORT_ID:
                raise SettingsError(f"id: the record has no row that begins with {digits}") from error
            raise SettingsError(f"id: expected {_SHORTEST} to 16 hex digits, or an actor's name; {error}") from error
    if len(found) > 1:
        some = ", ".join(f"{table_name(noun)} {i}" for noun, i in list(found)[:5])
        raise SettingsError(f"id: several rows begin with {digits}: {some}; give more digits")
    ((noun, identity), row), = found.items()  # fmt: skip
    if noun is Entity:
        return Row(noun=table_name(noun), id=identity, lines=tuple(about_actor(record, identity)))
    fields_shown = (*_fields(record, noun, row), *_parts(record, row))
    models = _rows(record, record.current(Run).filter(_["id"] == row.get("run")).select("models"))
    why = reasons(row, fields_shown, models[0]["models"] if models else ())
    lines = (*fields_shown, *_tellings(record, noun, row), *_origin(record, row))
    return Row(noun=table_name(noun), id=identity, lines=lines, why=tuple(why),
               text=row["text"] if noun is Report else None)  # fmt: skip


def _with_id(record: Record, digits: str) -> dict[tuple[type, str], dict[str, Any]]:
    nouns = (noun for noun in NOUNS if noun is not Member)
    return {(noun, row["id"]): row for noun in nouns for row in _beginning(record, noun, digits)}


def _rows(record: Record, query: ir.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = record.fetch(query).to_pylist()
    return found


def _beginning(record: Record, noun: type, key: str) -> list[dict[str, Any]]:
    return _rows(record, record.current(noun).filter(_["id"].startswith(key)).limit(50))


def _evidence(record: Record, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    evidence = record.current(Evidence)
    return _rows(record, evidence.filter(evidence["owner"] == row["id"]).order_by("field", "rank", "start_char"))


def _at(row: Mapping[str, Any]) -> str:
    return f"“{' '.join(row['exact'].split())}” [{row['start_char']}:{row['end_char']}]"


def _fields(record: Record, noun: type, row: Mapping[str, Any]) -> Iterator[Shown]:
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


def _what_it_is(record: Record, noun: type, key: str, row: Mapping[str, Any]) -> str:
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


def _parts(record: Record, row: Mapping[str, Any]) -> Iterator[Shown]:
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


def _tellings(record: Record, noun: type, row: Mapping[str, Any]) -> Iterator[Shown]:
    """Who else tells the event."""
    if noun is not Event:
        return
    told = queries.events(record)
    group = told.filter(told["id"] == row["id"]).select("group")
    others = told.semi_join(group, "group").filter(_["id"] != row["id"])
    for other in _rows(record, others.order_by("published", "id")):
        who = " ".join(str(v) for v in (other["publisher"], other["published"]) if v)
        yield Shown(field="told again", value=f"{other['id']} {who}", words=f"“{other['words']}”")


def _origin(record: Record, row: Mapping[str, Any]) -> Iterator[Shown]:
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
