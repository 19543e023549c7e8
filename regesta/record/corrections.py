"""What a user says of actors: these are one, these are not, this is its name, this is so, this is not.

Each word is a row (`Link` of kind 'entity', `Correction`) that outlives coding anew; what is shown is computed from
them. A word that contradicts an older one is refused, with the older ones named, and nothing is written.

    merge(record, "Dmitro Kuleba", "Dmytro Kuleba", by="ana")      # shown as 'Dmitro Kuleba' from now on
"""

import datetime as dt
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, Literal

from ibis import _

from regesta.errors import SettingsError
from regesta.knowledge.actors import folded
from regesta.record.linking import Linked, link
from regesta.record.record import Record
from regesta.schema import Correction, Entity, Link, Office, content_id

_NEARLY: Final = 0.8  # of difflib's ratio: two letters of ten may differ


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor that the user means: one of its ids, and the name that it is shown under."""

    id: str
    name: str


def find_actor(record: Record, key: str) -> Actor:
    """The actor with that id, with an id that begins so, or with that name in any case of letters.

    Raises SettingsError when there is none, or when several are meant.
    """
    names = _names(record)
    key = key.strip()
    found = {i for i in names if re.fullmatch(r"[0-9a-f]{4,16}", key.lower()) and i.startswith(key.lower())}
    found = found or {i for i, (_shown, own) in names.items() if folded(key) in map(folded, own)}
    found = found or {i for i, (shown, _own) in names.items() if folded(key) == folded(shown)}
    if not found:
        like = sorted({(i[:8], shown) for i, (shown, own) in names.items() if any(_alike(key, n) for n in own)})
        hint = "is it " + " or ".join(f"{shown} ({i})" for i, shown in like[:5]) + "?" if like else ""
        raise SettingsError(
            f"actor: the record knows none with the name or id {key!r}; {hint or '`regesta actors` lists them'}"
        )
    groups = _groups(record)
    if len({groups.get(i, i) for i in found}) > 1:
        some = ", ".join(f"{i} {names[i][0]}" for i in sorted(found)[:5])
        raise SettingsError(f"actor: {key!r} may be any of {some}; give the id")
    one = min(found)
    return Actor(one, names[one][0])


def _alike(key: str, name: str) -> bool:
    """Whether the key is a part of the name, or nearly the name: 'Erdogan', 'Dmytro Kulba'."""
    one, other = folded(key), folded(name)
    return f" {one} " in f" {other} " or bool(get_close_matches(one, [other], cutoff=_NEARLY))


def merge(record: Record, one: str, other: str, *, by: str, at: dt.datetime | None = None) -> Linked:
    """Make two actors one, shown under the name of the first. Raises SettingsError where that cannot be."""
    at = at or _now()
    left, right = find_actor(record, one), find_actor(record, other)
    verdicts = _verdicts(record)
    if left.id == right.id:
        raise SettingsError(f"{left.name} ({left.id}) is one actor already")
    if chain := _chain(verdicts, left.id, right.id):
        raise SettingsError(f"{one} and {other} are one already: {_told(record, chain)}")
    for apart in verdicts:
        ends = (apart["left"], apart["right"])
        if apart["verdict"] == "no" and set(ends) != {left.id, right.id} and _joins(verdicts, left.id, right.id, ends):
            raise SettingsError(
                f"{one} and {other} cannot be one: {_told(record, [apart])}; "
                f"merge these two first, or split what ties them"
            )
    named = _named_by(record, left)
    record.judge("entity", left.id, right.id, "yes", by=by, at=at)
    record.keep([_correction(named, "name", left.name, "yes", by, at)])
    return link(record)


def split(record: Record, one: str, other: str, *, by: str, at: dt.datetime | None = None) -> Linked:
    """Hold two actors apart. Raises SettingsError where others still tie them together."""
    left, right = find_actor(record, one), find_actor(record, other)
    if left.id == right.id:
        raise SettingsError(f"{left.name} has one id ({left.id}): the reports call both by this name")
    verdicts = [v for v in _verdicts(record) if {v["left"], v["right"]} != {left.id, right.id}]
    if chain := _chain(verdicts, left.id, right.id):
        raise SettingsError(
            f"{one} and {other} cannot be told apart while {_told(record, chain)}; split one of these first"
        )
    record.judge("entity", left.id, right.id, "no", by=by, at=at or _now())
    return link(record)


def rename(record: Record, actor: str, name: str, *, by: str, at: dt.datetime | None = None) -> Actor:
    """Show the actor under that name. Returns it as it was."""
    if not name.strip():
        raise SettingsError("name: expected one, got nothing")
    found = find_actor(record, actor)
    record.keep([_correction(found.id, "name", " ".join(name.split()), "yes", by, at or _now())])
    return found


def judge(
    record: Record, key: str, verdict: Literal["yes", "no"], *, by: str, at: dt.datetime | None = None
) -> str:  # fmt: skip
    """Confirm or refuse an office (by its id) or an actor (by id or name). Returns what was judged, in words."""
    at = at or _now()
    offices = _offices(record, key)
    if len(offices) > 1:
        some = ", ".join(f"{o['id']} {o['title']}" for o in offices.values())
        raise SettingsError(f"id: several offices begin with {key}: {some}; give more digits")
    if offices:
        (office,) = offices.values()
        held = office_value(office)
        record.keep([_correction(office["entity"], "office", held, verdict, by, at)])
        return f"{held} of {_names(record)[office['entity']][0]}"
    found = find_actor(record, key)
    record.keep([_correction(found.id, "known", found.name, verdict, by, at)])
    link(record)  # who takes part decides what is one event
    return found.name


def office_value(office: Mapping[str, Any]) -> str:
    """An office as corrections name it: 'foreign minister, CHN'."""
    return ", ".join(filter(None, (office["title"], office["country"])))


def verdicts_on_offices(record: Record) -> dict[tuple[str, str], str]:
    """(actor, office) -> yes or no, of those that a user judged; a word on one of merged actors counts for all."""
    groups = _groups(record)
    rows = record.fetch(record.current(Correction).filter(_["field"] == "office").order_by("at")).to_pylist()
    return {(groups.get(r["owner"], r["owner"]), r["value"]): r["verdict"] for r in rows}


def group_ids(record: Record, actor: str) -> list[str]:
    """All ids under which that actor stands, itself included."""
    groups = _groups(record)
    one = groups.get(actor, actor)
    return sorted({one, actor, *(i for i, group in groups.items() if group == one)})


def _named_by(record: Record, actor: Actor) -> str:
    """The id of those that the actor is one with whose own name all are shown under, so that a split gives it back."""
    names = _names(record)
    return next((i for i in group_ids(record, actor.id) if actor.name in names.get(i, ("", set()))[1]), actor.id)


def _offices(record: Record, key: str) -> dict[tuple[str, str], dict[str, Any]]:
    if not re.fullmatch(r"[0-9a-f]{4,16}", key.strip().lower()):
        return {}
    rows = record.fetch(record.current(Office).filter(_["id"].startswith(key.strip().lower()))).to_pylist()
    return {(row["entity"], office_value(row)): row for row in rows}


def _correction(
    owner: str, field: Literal["name", "known", "office"], value: str, verdict: Literal["yes", "no"], by: str,
    at: dt.datetime,
) -> Correction:  # fmt: skip
    identity = content_id("correction", owner, field, value if field == "office" else None)
    return Correction(id=identity, owner=owner, field=field, value=value, verdict=verdict, by=by, at=at)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def _verdicts(record: Record) -> list[dict[str, Any]]:
    links = record.current(Link)
    judged = links.filter(links["kind"] == "entity", links["verdict"] != "auto").order_by("at", "id")
    found: list[dict[str, Any]] = record.fetch(judged).to_pylist()
    return found


def _groups(record: Record) -> dict[str, str]:
    """Actor -> the smallest id of those that it is one with."""
    verdicts = _verdicts(record)
    ids = sorted({i for v in verdicts if v["verdict"] == "yes" for i in (v["left"], v["right"])})
    return {i: next(other for other in ids if other == i or _chain(verdicts, other, i)) for i in ids}


def _names(record: Record) -> dict[str, tuple[str, set[str]]]:
    """Actor -> the name it is shown under, and its own: those of the reports, and the one that a user gave it."""
    others: dict[str, set[str]] = defaultdict(set)
    for row in record.fetch(record.current(Entity).select("id", "name").distinct()).to_pylist():
        others[row["id"]].add(row["name"])
    groups, given = _groups(record), dict[str, str]()
    rows = record.fetch(record.current(Correction).filter(_["field"] == "name").order_by("at", "id")).to_pylist()
    for row in rows:
        given[groups.get(row["owner"], row["owner"])] = row["value"]
        others[row["owner"]].add(row["value"])
    return {
        i: (given.get(groups.get(i, i)) or max(sorted(names), key=len), names) for i, names in others.items()
    }  # fmt: skip


def _chain(verdicts: Iterable[Mapping[str, Any]], start: str, end: str) -> list[Mapping[str, Any]]:
    """The verdicts of yes that lead from one actor to the other, the fewest; none when they are two."""
    ties: dict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    for verdict in verdicts:
        if verdict["verdict"] == "yes":
            ties[verdict["left"]].append((verdict["right"], verdict))
            ties[verdict["right"]].append((verdict["left"], verdict))
    ways: dict[str, list[Mapping[str, Any]]] = {start: []}
    waiting = deque([start])
    while waiting and end not in ways:
        here = waiting.popleft()
        for there, verdict in ties[here]:
            if there not in ways:
                ways[there] = [*ways[here], verdict]
                waiting.append(there)
    return ways.get(end, [])


def _joins(verdicts: list[dict[str, Any]], left: str, right: str, apart: tuple[str, str]) -> bool:
    """Would the merge of left and right bring those two together?"""

    def one(a: str, b: str) -> bool:
        return a == b or bool(_chain(verdicts, a, b))

    return any(one(left, a) and one(right, b) for a, b in (apart, apart[::-1]))


def _told(record: Record, verdicts: Iterable[Mapping[str, Any]]) -> str:
    """'Ana = Anna (said ben on 2026-01-02)', for each verdict."""
    rows = record.fetch(record.current(Entity).select("id", "name").distinct()).to_pylist()
    names = {r["id"]: r["name"] for r in rows}
    return ", ".join(
        f"{names.get(v['left'], v['left'])} {'=' if v['verdict'] == 'yes' else '≠'} "
        f"{names.get(v['right'], v['right'])} (said {v['by']} on {v['at']:%Y-%m-%d})"
        for v in verdicts
    )
