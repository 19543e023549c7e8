"""The filters of every question: who, what, when, where, from whom. One object, the same meaning everywhere."""

import datetime as dt
import re
import typing
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Final, Literal

import ibis
import ibis.expr.types as ir
from ibis import _

from regesta.errors import SettingsError
from regesta.knowledge import codes
from regesta.knowledge.actors import NON_STATES, countries, find_names
from regesta.knowledge.cues import ACTS
from regesta.record.near import circle, inside
from regesta.schema import Stance, Status

STATUSES = typing.get_args(Status)
STANCES: Final = typing.get_args(Stance)
Dates = Literal["possible", "certain"]
_REACH = 365  # days; "has visited": news seldom means what is longer ago without saying so


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to keep. None keeps everything; each filter that is set must be met.

    `actor` acts, speaks or holds the position; `with_` is the other side. Both take a name or a part of one, in any
    spelling that the reports use and with or without accents, a country or its code, or an id. `type` is a PLOVER
    type, a mode or `TYPE/mode`, the act of a statement or a stance. `issue` is a phrase of the words. `since` and
    `until` keep what can have happened in those days, with `dates="certain"` only what must have; what has no date at
    all is left out as soon as one of them is set. `place` is a name of the place, its region or its country, a
    country code, or a circle: "Kharkiv 50km", "50.0,36.2 50km". `min_confidence` keeps events and statements of at
    least that confidence, from 0 to 1.
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
        if self.type is not None and not _is_a_type(self.type):
            raise SettingsError(f"type: expected {_types_near(self.type)}; got {self.type!r}")
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


# Latin letters with marks -> the letter; other apostrophes and hyphens -> the plain ones; at last what is left out.
_MARKED: Final = {
    c: plain
    for c in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    if (plain := unicodedata.normalize("NFKD", c)[0]).isascii() and plain.isalpha()
} | dict(zip("øØłŁđĐðıħß’‘‑–", "oOlLdDdihs''--", strict=True))
_LEFT_OUT: Final = "".join(map(chr, (*range(0x300, 0x370), 0xAD, *range(0x200B, 0x2010), 0xFEFF)))
_FROM, _TO = "".join(_MARKED) + _LEFT_OUT, "".join(_MARKED.values())
_PLAIN: Final = str.maketrans(_FROM[: len(_TO)], _TO, _LEFT_OUT)


def names(column: ir.StringValue, phrase: str) -> ir.BooleanValue:
    """Whether the column holds the phrase as whole words, in any case of letters, with accents or without."""
    words = re.split(r"[\s-]+", phrase.strip().translate(_PLAIN))
    pattern = r"[\s-]+".join(map(re.escape, words))
    return column.fill_null("").translate(_FROM, _TO).re_search(rf"(?i)(^|\W){pattern}(\W|$)")


def is_actor(parts: ir.Table, who: str, called: ir.Table) -> ir.BooleanValue:
    """Which participants are the actor: by country code or a word for the country, by name or part of it, by id.

    'China', 'Chinese', 'Beijing' and 'CHN' are all of China's: its government, ministers and forces. `called` has
    the actors (`entity`) that somewhere are called so.
    """
    code = country_of(who)
    if code:
        return parts["country"] == code
    if re.fullmatch(r"[0-9a-f]{8,16}", who.strip()):
        return parts["entity"].startswith(who.strip())
    return names(parts["name"], who) | parts["entity"].isin(called["entity"]).fill_null(False)


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


def _is_a_type(kind: str) -> bool:
    """Whether that is a PLOVER type, mode or pair, an act or a stance."""
    of_type, slash, mode = kind.strip().partition("/")
    if slash:
        return codes.is_code(of_type.upper(), mode.lower())
    return of_type.upper() in codes.types() or of_type.lower() in (*_modes(), *ACTS, *STANCES)


def _modes() -> Collection[str]:
    return {mode for _type, mode in codes.modes() if mode}


def _types_near(kind: str) -> str:
    """What may be meant, or where the types are listed."""
    of_type, _slash, mode = kind.strip().partition("/")
    if of_type.upper() in codes.types():
        of_this = sorted(m for t, m in codes.modes() if t == of_type.upper() and m)
        return f"a mode of {of_type.upper()} ({', '.join(of_this) or 'it has none'})"
    words = [*(t.lower() for t in codes.types()), *_modes(), *ACTS, *STANCES]
    near = get_close_matches((mode or of_type).lower(), words, cutoff=0.75)
    said = " (" + " or ".join(w.upper() if w.upper() in codes.types() else w for w in near) + "?)" if near else ""
    return f"a PLOVER type ({', '.join(codes.types())}), a mode, TYPE/mode, an act or a stance{said}"


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
