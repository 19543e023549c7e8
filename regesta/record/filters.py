"""The filters of every question: who, what, when, where, from whom. One object, the same meaning everywhere."""

import datetime as dt
import re
import typing
from dataclasses import dataclass, fields
from typing import Literal

import ibis
import ibis.expr.types as ir
from ibis import _

from regesta.errors import SettingsError
from regesta.knowledge.actors import NON_STATES, countries, find_names
from regesta.record.near import circle, inside
from regesta.schema import Status

STATUSES = typing.get_args(Status)
Dates = Literal["possible", "certain"]
_REACH = 365  # days; "has visited": news seldom means what is longer ago without saying so


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to keep. None keeps everything; each filter that is set must be met.

    `actor` acts, speaks or holds the position; `with_` is the other side. Both take a name, a part of one, or a
    country code. `type` is a PLOVER type, a mode or `TYPE/mode`, the act of a statement or a stance. `issue` is a
    phrase of the words. `since` and `until` keep what can have happened in those days, with `dates="certain"` only
    what must have; what has no date at all is left out as soon as one of them is set. `place` is a name of the place,
    its region or its country, a country code, or a circle: "Kharkiv 50km", "50.0,36.2 50km". `min_confidence` keeps
    events and statements of at least that confidence, from 0 to 1.
    """

    actor: str | None = None
    with_: str | None = None
    type: str | None = None
    status: str | None = None
    issue: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    place: str | None = None
    publisher: str | None = None
    dates: Dates = "possible"
    min_confidence: float | None = None

    def __post_init__(self) -> None:
        if self.status is not None and self.status not in STATUSES:
            raise SettingsError(f"status: expected one of {', '.join(STATUSES)}; got {self.status!r}")
        if self.since and self.until and self.since > self.until:
            raise SettingsError(f"since {self.since} is after until {self.until}")
        if self.dates not in typing.get_args(Dates):
            raise SettingsError(f"dates: expected possible or certain; got {self.dates!r}")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise SettingsError(f"min-confidence: expected a number from 0 to 1; got {self.min_confidence}")
        if self.place is not None:
            circle(self.place)  # says so here if there is no such place

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) is not None for f in fields(self) if f.name != "dates")


ALL = Filters()


def names(column: ir.Value, phrase: str) -> ir.BooleanValue:
    """Whether the column holds the phrase as whole words, in any case of letters."""
    return column.fill_null("").re_search(rf"(?i)(^|\W){re.escape(phrase.strip())}(\W|$)")


def is_actor(parts: ir.Table, who: str) -> ir.BooleanValue:
    """Which participants are the actor: by country code or a word for the country, by name or part of it, by id.

    'China', 'Chinese', 'Beijing' and 'CHN' are all of China's: its government, ministers and forces.
    """
    code = country_of(who)
    if code:
        return parts["country"] == code
    return (parts["entity"] == who.strip()) | names(parts["name"], who)


def country_of(who: str) -> str | None:
    """The code of the country that the words stand for; None for anybody else."""
    words = who.strip()
    if words.upper() in countries() or words.upper() in NON_STATES:
        return words.upper()
    for spelling in (words, words.title(), words.upper()):
        for found in find_names(spelling):
            if found.known and found.known.kind == "country" and (found.start, found.end) == (0, len(spelling)):
                return found.known.country
    return None


def is_type(rows: ir.Table, kind: str) -> ir.BooleanValue:
    """Which events are of the type, the mode or the pair 'TYPE/mode'."""
    of_type, slash, mode = kind.strip().partition("/")
    if slash:
        return (rows["type"] == of_type.upper()) & (rows["mode"].fill_null("") == mode.lower())
    return (rows["type"] == of_type.upper()) | (rows["mode"].fill_null("") == of_type.lower())


def in_days(rows: ir.Table, filters: Filters) -> ir.Table:
    """The rows that can have happened in [since, until], and `match`: 'certain' or 'possible', NULL when none is set.

    Certain is an interval [earliest, latest] that lies inside as a whole, possible one that shares a day with it. An
    open end reaches as far as the words may mean ("since 2014"), a year where only the tense left it open.
    """
    if not (filters.since or filters.until):
        return rows.mutate(match=ibis.null("string"))
    rows = rows.filter(_["earliest"].notnull() | _["latest"].notnull())
    whole: ir.Value = ibis.literal(True)
    by_words: ir.Value = ibis.literal(True)
    if "date_basis" in rows.columns:
        by_words = ~rows["date_basis"].isin(["dateline", "publication"]).fill_null(False)
    if filters.since:
        rows = rows.filter(
            (_["latest"] >= filters.since).fill_null(by_words | (_["earliest"] >= _moved(filters.since, -_REACH)))
        )
        whole = whole & (_["earliest"] >= filters.since).fill_null(False)
    if filters.until:
        rows = rows.filter(
            (_["earliest"] <= filters.until).fill_null(by_words | (_["latest"] <= _moved(filters.until, _REACH)))
        )
        whole = whole & (_["latest"] <= filters.until).fill_null(False)
    rows = rows.mutate(match=ibis.ifelse(whole, "certain", "possible"))
    return rows.filter(_["match"] == "certain") if filters.dates == "certain" else rows


def _moved(day: dt.date, days: int) -> dt.date:
    """The day so many days on; the first or the last of the calendar where it would lie outside."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def at_place(rows: ir.Table, place: str) -> ir.BooleanValue:
    """Which rows are at the place: by its name or the words for it, its region, its country, or inside the circle."""
    if around := circle(place):
        return inside(rows, around)
    named = names(rows["place"], place) | names(rows["place_words"], place) | names(rows["admin1"], place)
    code = country_named(place)
    return (named | (rows["place_country"] == code)) if code else named


def country_named(place: str) -> str | None:
    """The code of the country of that name or code; unlike `country_of` not by its capital or its people."""
    words = place.strip()
    if words.upper() in countries():
        return words.upper()
    for spelling in (words, words.title(), words.upper()):
        for found in find_names(spelling):
            if found.known and found.known.kind == "country" and found.known.use == "name" and (
                found.start, found.end) == (0, len(spelling)):  # fmt: skip
                return found.known.country
    return None
