"""What a user confirmed of what reports teach, as entries that later runs look names up in.

A confirmed office makes its holder known by name, with country and sectors, from the first report on that tells it. It
names the holder ("the Icelandic foreign minister") only where the code book knows nobody in that office since then.
"""

import datetime as dt
from collections import defaultdict
from typing import Any, Final

from ibis import _

from regesta.knowledge.actors import countries, held_since, office_of, tenures
from regesta.record.corrections import group_ids, office_value
from regesta.record.record import Record
from regesta.schema import Correction, Entity, Entry, Office, Report, content_id

LIST_NAME: Final = "confirmed offices"


def confirmed(record: Record) -> tuple[Entry, ...]:
    """One entry for each confirmed office that neither the code book nor a list of the user has."""
    words = record.current(Correction).filter(_["field"] == "office", _["verdict"] == "yes").order_by("at", "id")
    listed = {(e.name, office_of(e.title or "")) for e in record.entries()}
    found: dict[str, Entry] = {}
    for word in record.fetch(words).to_pylist():
        ids = group_ids(record, word["owner"])
        told = [row for row in _told(record, ids) if office_value(row) == word["value"]]
        names = _names(record, ids)
        if not told or not names:
            continue
        office, name = told[0], names[0]
        known = any(office_of(t.title) == office_of(office["title"]) and t.country == office["country"]
                    for t in tenures(name))  # fmt: skip
        if known or (name, office_of(office["title"])) in listed:
            continue
        entry = _entry(name, tuple(names[1:]), office, word["at"])
        found[entry.id] = entry
    return tuple(found.values())


def _entry(name: str, aliases: tuple[str, ...], office: dict[str, Any], at: dt.datetime) -> Entry:
    title, country, since = office["title"], office["country"], office["published"]
    taken = country in countries() and held_since(title, country, since)
    return Entry(
        id=content_id("entry", LIST_NAME, name, title, country, since), list_name=LIST_NAME, line=0, name=name,
        aliases=aliases, kind="person", country=country, sectors=tuple(office["sectors"] or ()),
        title=None if taken else title, first_day=None if taken else since, at=at,
    )  # fmt: skip


def _told(record: Record, ids: list[str]) -> list[dict[str, Any]]:
    """The offices that reports tell of the actor, the first told first."""
    days = record.current(Report).select(of="id", published="published")
    offices = record.current(Office).filter(_["entity"].isin(ids)).left_join(days, [("report", "of")])
    found: list[dict[str, Any]] = record.fetch(
        offices.order_by(_["published"].asc(nulls_first=False), "id")
    ).to_pylist()
    return found


def _names(record: Record, ids: list[str]) -> list[str]:
    """The names of actors that are one, the name of most reports first."""
    times: dict[str, int] = defaultdict(int)
    for row in record.fetch(record.current(Entity).filter(_["id"].isin(ids)).select("name")).to_pylist():
        times[row["name"]] += 1
    return sorted(times, key=lambda name: (-times[name], name))
