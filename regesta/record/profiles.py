"""What the record knows of an actor, with the words: what `regesta show ACTOR` prints.

Merged actors are one; offices and names are those of all reports, each with a report and place that has it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ibis import _

from regesta.record import queries
from regesta.record.corrections import group_ids, office_value, verdicts_on_offices
from regesta.record.record import Record
from regesta.record.shown import Shown
from regesta.schema import Correction, Entity, Mention, Office, Report

_MOST_NAMES: Final = 10
_MOST_EVENTS: Final = 5


def about_actor(record: Record, actor: str) -> Iterator[Shown]:
    """Names, country and sectors, counts, first and last seen, corrections, offices, words for it, its last events."""
    ids = group_ids(record, actor)
    yield from _summary(record, ids)
    yield from _corrections(record, ids)
    yield from _offices(record, ids)
    yield from _names(record, ids)
    yield from _last_events(record, ids)


def _rows(record: Record, query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = record.fetch(query).to_pylist()
    return found


def _summary(record: Record, ids: list[str]) -> Iterator[Shown]:
    counted = _rows(record, queries.actors(record).filter(_["id"].isin(ids)))
    row = counted[0] if counted else _rows(record, record.current(Entity).filter(_["id"].isin(ids)).limit(1))[0]
    for field in ("name", "kind", "country"):
        if row[field]:
            yield Shown(field=field, value=row[field])
    if row["sectors"]:
        yield Shown(field="sectors", value=", ".join(row["sectors"]))
    if counted:
        seen = f"published {_days(row['first_seen'], row['last_seen'])}" if row["first_seen"] else ""
        yield Shown(field="reports", value=str(row["n_reports"]), words=seen)
        yield Shown(field="events", value=str(row["n_events"]), words="as actor or recipient")
        yield Shown(field="statements", value=str(row["n_statements"]), words="as speaker")


def _days(first: Any, last: Any) -> str:
    return str(first) if first == last else f"{first or '?'} – {last or ''}".rstrip()


def _corrections(record: Record, ids: list[str]) -> Iterator[Shown]:
    others = record.current(Entity).filter(_["id"].isin(ids)).select("id", "name").distinct().order_by("name")
    if len(ids) > 1:
        for row in _rows(record, others):
            yield Shown(field="one of", value=row["name"], words=row["id"])
    for word in _rows(record, record.current(Correction).filter(_["owner"].isin(ids)).order_by("at", "id")):
        what = word["value"] if word["verdict"] == "yes" else f"not {word['value']}"
        yield Shown(field=f"corrected {word['field']}", value=what, words=f"by {word['by']} on {word['at']:%Y-%m-%d}")


def _offices(record: Record, ids: list[str]) -> Iterator[Shown]:
    """Each office once, unless refused: its days, what says so, and the words of a report that tells it."""
    days = record.current(Report).select(of="id", published="published")
    offices = record.current(Office).filter(_["entity"].isin(ids)).left_join(days, [("report", "of")])
    rows = _rows(record, offices.order_by("title", _["published"].asc(nulls_first=False), "id"))
    held: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        held.setdefault(office_value(row), []).append(row)
    verdicts = {office: verdict for (actor, office), verdict in verdicts_on_offices(record).items() if actor in ids}
    for office, same in held.items():
        if verdicts.get(office) == "no":
            continue
        tenures = dict.fromkeys((r["first_day"], r["last_day"]) for r in same if r["first_day"] or r["last_day"])
        known = "on a list" if tenures or any(r["basis"] != "text" for r in same) else "proposed"
        state = "confirmed" if verdicts.get(office) == "yes" else known
        when = ", ".join(f"{first or '?'} – {last or ''}".rstrip() for first, last in tenures) or "days not known"
        told = [r for r in same if r["basis"] == "text"]
        seen = [r["published"] for r in told if r["published"]]
        times = f"told {_times(len(told))}" + (f", {_days(seen[0], seen[-1])}" if seen else "") if told else ""
        parts = (when, state, times, f"id {(told or same)[0]['id'][:8]}", _said(record, ids, told))
        yield Shown(field="office", value=office, words=" · ".join(filter(None, parts)))


def _said(record: Record, ids: list[str], told: Iterable[Mapping[str, Any]]) -> str:
    """The first words for the actor that say the office, in the reports that tell it."""
    for row in told:
        mentions = record.current(Mention).filter(_["report"] == row["report"], _["entity"].isin(ids))
        named = mentions.filter(_["exact"].lower().contains(row["title"].lower())).order_by("start_char").limit(1)
        for mention in _rows(record, named):
            return _at(mention)
    return ""


def _names(record: Record, ids: list[str]) -> Iterator[Shown]:
    """The words that stand for the actor, names first, each with one place."""
    mentions = record.current(Mention).filter(_["entity"].isin(ids))
    days = record.current(Report).select(of="id", published="published")
    first = [_["published"].asc(nulls_first=False), _["report"], _["start_char"]]
    counted = mentions.left_join(days, [("report", "of")]).group_by(key=_["exact"].lower()).agg(
        n=_.count(), is_name=(_["form"] == "name").max(), exact=_["exact"].first(order_by=first),
        report=_["report"].first(order_by=first), start_char=_["start_char"].first(order_by=first),
        end_char=_["end_char"].first(order_by=first),
    )  # fmt: skip
    in_order = counted.order_by(_["is_name"].desc(), _["n"].desc(), "exact").limit(_MOST_NAMES)
    for mention in _rows(record, in_order):
        yield Shown(field="named", value=_times(mention["n"]), words=_at(mention))


def _last_events(record: Record, ids: list[str]) -> Iterator[Shown]:
    parts = queries.participants(record).filter(_["entity"].isin(ids))
    events = queries.timeline(record)
    told = queries.events(record).semi_join(parts, [("id", "owner")]).select("group").distinct()
    last = events.semi_join(told, [("id", "group")]).filter(_["latest"].notnull())
    for row in _rows(record, last.order_by(_["latest"].desc(), _["id"]).limit(_MOST_EVENTS)):
        kind = "/".join(filter(None, (row["type"], row["mode"])))
        value = f"{_days(row['earliest'], row['latest'])} {row['status']} {kind}"
        yield Shown(field="last events", value=value, words=f"“{row['words']}” {row['id'][:8]}")


def _at(mention: Mapping[str, Any]) -> str:
    words = " ".join(mention["exact"].split())
    return f"“{words}” [{mention['start_char']}:{mention['end_char']}] of report {mention['report'][:8]}"


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"
