"""The user's own lists of actors: what `dictionaries` reads, as entries that the coder looks names up in."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, get_args

from regesta.knowledge.actors import countries, folded, gender_of
from regesta.knowledge.dictionaries import DatedCode, Fault, Listed, read_dictionary
from regesta.schema import Entry, EntryKind, content_id

_IN_ARMS: Final = frozenset(("REB", "PRM", "UAF"))


def read_list(path: Path, *, at: dt.datetime | None = None) -> tuple[list[Entry], list[Fault]]:
    """The entries of a list, one for each name and code of it, and what was wrong with it."""
    at = at or dt.datetime.now(dt.UTC).replace(tzinfo=None)
    listed, faults = read_dictionary(path)
    found = {e.id: e for one in listed for e in _entries(one, path.name, at)}
    return list(found.values()), [*faults, *_two_in_one_office(str(path), list(found.values()))]


def _entries(listed: Listed, name: str, at: dt.datetime) -> list[Entry]:
    kind = kind_of(listed)
    return [
        Entry(
            id=content_id("entry", name, listed.name, listed.title, code.country, *code.sectors, code.first_day,
                          code.last_day),
            list_name=name, line=listed.line, name=listed.name, aliases=listed.aliases, kind=kind,
            country=code.country, sectors=code.sectors, title=listed.title or None, first_day=code.first_day,
            last_day=code.last_day, at=at,
        )
        for code in listed.codes or (DatedCode(None, ()),)
    ]  # fmt: skip


def kind_of(listed: Listed) -> EntryKind:
    """What an actor of a list is: as the list says, else by its codes, days and first word."""
    for kind in get_args(EntryKind):
        if listed.kind == kind:
            return kind  # type: ignore[no-any-return]
    if listed.agent:
        return "role"
    if listed.title:
        return "person"
    if any(
        folded(listed.name) == folded(countries()[c.country].name) for c in listed.codes if c.country in countries()
    ):
        return "country"
    has_given_name = " " in listed.name and bool(gender_of(listed.name.split()[0]))
    if not has_given_name and any(_IN_ARMS & set(code.sectors) for code in listed.codes):
        return "group"
    dated = any(code.first_day or code.last_day for code in listed.codes)
    return "person" if dated or has_given_name else "organisation"


def _two_in_one_office(source: str, entries: Sequence[Entry]) -> list[Fault]:
    """Two people in one office on one day: both are kept, and the user is told."""
    held: dict[tuple[str, str | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.title:
            held[entry.title.lower(), entry.country].append(entry)
    faults = []
    for (title, country), holders in held.items():
        holders.sort(key=lambda e: (e.first_day or dt.date.min, e.line))
        for one, next_one in pairwise(holders):
            until = one.last_day or dt.date.max
            since = next_one.first_day or dt.date.min
            if one.name != next_one.name and since < until:  # the day of the handover may be both's
                office = ", ".join(filter(None, (title, country)))
                day = max(since, one.first_day or since)
                when = f"on {day}" if day > dt.date.min else "with no day that tells them apart"
                both = f"{next_one.name} and {one.name} (line {one.line}) both hold the office {office} {when}"
                faults.append(Fault(source, next_one.line, f"{both}: both are kept"))
    return faults
