"""Places that something is done to: 'an attack on the Gaza Strip', 'withdrew from Sinai', 'a visit to Montevideo'.

A place in the plain sense is no actor, so the cast does not have it. Where an event is done to it, it stands for its
country: `stage` is the cast with all such places.
"""

from collections.abc import Iterable

from regesta.coding.coded import Cast
from regesta.knowledge.actors import countries
from regesta.schema import Entity, Mention, Place, content_id


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
    nations = {nation.id: nation for nation in map(_nation, {p.country: p for p in places if p.country}.values())}
    mentions = sorted((*cast.mentions, *found), key=lambda m: (m.start_char, m.end_char))
    entities = (*cast.entities, *(e for i, e in nations.items() if i not in known))
    return Cast(mentions=tuple(mentions), entities=entities, offices=cast.offices)


def _mention(place: Place) -> Mention:
    words = place.exact.split()
    head = place.start_char + len(place.exact) - len(words[-1]) if words else place.start_char
    return Mention(
        id=content_id("mention", place.report, place.start_char, place.end_char), report=place.report,
        start_char=place.start_char, end_char=place.end_char, exact=place.exact, head_char=head, form="name",
        entity=standing_for(place),
    )  # fmt: skip


def standing_for(place: Place) -> str | None:
    """The id of the country that a place stands for, None where it is not known."""
    return _nation(place).id if place.country else None


def _nation(place: Place) -> Entity:
    """The country that a place lies in, with the id that `entities` gives to a country."""
    code = place.country or ""
    known = countries().get(code)
    return Entity(id=content_id("entity", "country", code), report=place.report, name=known.name if known else code,
                  kind="country", country=code, sectors=("GOV",))  # fmt: skip
