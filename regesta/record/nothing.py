"""Why an answer may be empty: which of the filters names somebody or something that the record does not know."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from regesta.knowledge.actors import folded
from regesta.record import queries
from regesta.record.filters import Filters, at_place, country_of
from regesta.record.near import circle
from regesta.record.record import Record
from regesta.schema import Place, Report

_MOST: Final = 3  # names that are offered
_NEARLY: Final = 0.75  # of difflib's ratio


def unknown(record: Record, filters: Filters) -> Iterator[str]:
    """'no actor is called Kuleva (Kuleba?)', for each filter that nothing in the record fits."""
    for who in (filters.actor, filters.with_):
        if who and not record.fetch(queries.actors(record, Filters(actor=who)).limit(1)).num_rows:
            called = record.fetch(queries.actors(record).select("name")).column("name").to_pylist()
            yield _missing("no actor is of" if country_of(who) else "no actor is called", who, called)
    if filters.publisher:
        publishers = record.fetch(record.current(Report).select("publisher").distinct()).column("publisher").to_pylist()
        if not record.fetch(queries.reports(record, Filters(publisher=filters.publisher)).limit(1)).num_rows:
            yield _missing("no publisher is called", filters.publisher, [p for p in publishers if p])
    if filters.place and circle(filters.place) is None:
        places = record.current(Place).select("country", "admin1", place="name", place_words="exact")
        there = places.rename(place_country="country").filter(lambda t: at_place(t, filters.place or ""))
        if not record.fetch(there.limit(1)).num_rows:
            yield _missing("no place is called", filters.place, record.fetch(places)["place"].to_pylist())


def _missing(what: str, name: str, there: list[str]) -> str:
    plain = {folded(word): one for one in there for word in (one, *one.split())}
    near = get_close_matches(folded(name), list(plain), n=_MOST, cutoff=_NEARLY)
    offered = ", ".join(dict.fromkeys(plain[word] for word in near))
    return f"{what} {name!r}" + (f" ({offered}?)" if offered else "")
