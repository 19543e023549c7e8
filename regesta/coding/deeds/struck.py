"""Places that something is done to: 'an attack on the Gaza Strip', 'withdrew from Sinai', 'a visit to Montevideo'.

A place in the plain sense is no actor, so the cast does not have it. Where an event is done to it, it stands for its
country: find_events looks at `stage`, the cast with all such places; `complete` gives the cast those that took part.
"""

from collections.abc import Iterable, Sequence

from regesta.coding.coded import Cast, Told
from regesta.knowledge.actors import countries
from regesta.schema import Entity, Event, Mention, Place, content_id


def stage(cast: Cast, places: Iterable[Place]) -> Cast:
    """The cast with a mention for each named place that is no mention yet."""
    taken = {c for m in cast.mentions if m.form in ("name", "metonym") for c in range(m.start_char, m.end_char)}
    found = [
        _mention(place) for place in places
        if not place.metonym and taken.isdisjoint(range(place.start_char, place.end_char))
    ]  # fmt: skip
    if not found:
        return cast
    known = {e.id for e in cast.entities}
    nations = {_nation(p).id: _nation(p) for p in places if p.country}
    mentions = sorted((*cast.mentions, *found), key=lambda m: (m.start_char, m.end_char))
    entities = (*cast.entities, *(e for i, e in nations.items() if i not in known))
    return Cast(mentions=tuple(mentions), entities=entities, offices=cast.offices)


def complete(cast: Cast, places: Sequence[Place], events: Iterable[Told[Event]]) -> Cast:
    """The cast with the mentions and countries of those places that take part in an event."""
    known = {m.id for m in cast.mentions}
    used = {p.mention for told in events for p in told.participants} - known
    if not used:
        return cast
    larger = stage(cast, places)
    mentions = tuple(m for m in larger.mentions if m.id in known or m.id in used)
    meant = {m.entity for m in mentions} | {e.id for e in cast.entities}
    return Cast(mentions=mentions, entities=tuple(e for e in larger.entities if e.id in meant), offices=cast.offices)


def _mention(place: Place) -> Mention:
    words = place.exact.split()
    head = place.start_char + len(place.exact) - len(words[-1]) if words else place.start_char
    return Mention(
        id=content_id("mention", place.report, place.start_char, place.end_char), report=place.report,
        start_char=place.start_char, end_char=place.end_char, exact=place.exact, head_char=head, form="name",
        entity=_nation(place).id if place.country else None,
    )  # fmt: skip


def _nation(place: Place) -> Entity:
    """The country that a place lies in, with the id that `entities` gives to a country."""
    code = place.country or ""
    known = countries().get(code)
    return Entity(id=content_id("entity", "country", code), report=place.report, name=known.name if known else code,
                  kind="country", country=code, sectors=("GOV",))  # fmt: skip
