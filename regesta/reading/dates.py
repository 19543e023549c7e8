"""Dates as publishers write them: days, moments, and the order of day and month in a file.

    >>> date_of("26-FEB-1987 15:01:01.79").day
    datetime.date(1987, 2, 26)

"4/5/2017" alone is not a date: only its file, or somebody who knows, can tell the month from the day.
"""

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final, Literal

DayMonth = Literal["day first", "month first"]

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
DAY_NAMES: Final = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat",
         "sunday sun"))
    for name in names.split()
}  # fmt: skip

MONTH: Final = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"  # a regular expression
DAY_NAME: Final = "(?:" + "|".join(sorted(DAY_NAMES, key=len, reverse=True)) + r")\b\.?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """What a date says. `day` is None when it names no single day; then `year` may still be known."""

    day: dt.date | None
    moment: dt.datetime | None = None  # UTC, without tzinfo; None unless the time and its zone are given
    year: int | None = None
    weekday: int | None = None  # as written, 0 = Monday; it may contradict the day


class NotADateError(ValueError):
    """The words are no date; the message says why."""


class DayMonthUnknownError(NotADateError):
    """The words are a date in either order of day and month: '4/5/2017'."""


_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d\d)\b")
_WORDS = re.compile(
    rf"(?:(?P<name>{DAY_NAME}),?\s+)?(?:the\s+)?"
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\s\-]+(?:of\s+)?(?P<m1>{MONTH})[,\s\-]*|(?P<m2>{MONTH})[\s\-]*(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s*)"
    r"(?P<y>\d{4})(?P<rest>\D.*)?$",
    re.IGNORECASE | re.DOTALL,
)
_ISO = re.compile(r"(\d{4})([-/.]?)(\d\d)\2(\d\d)(?!\d)")
_MONTH_ONLY = re.compile(rf"(?:(\d{{4}})-(\d\d)|(?:{MONTH}),?\s+(\d{{4}})|(\d{{4}}))$", re.IGNORECASE)


def date_of(value: object, order: DayMonth | None = None) -> Date:
    """The date that a value of a file means: text, a number of seconds since 1970, a date, a date with time.

    The day is that of the publisher's own clock, as written. `order` reads '4/5/2017'; without it DayMonthUnknownError
    is raised. A year or a month alone gives a Date without a day. Raises NotADateError for all else that is no date.
    """
    if isinstance(value, dt.datetime):
        return _from_moment(value)
    if isinstance(value, dt.date):
        return Date(day=value, year=value.year)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if not isinstance(value, str):
        raise NotADateError(f"not a date: {value!r:.80}")
    text = " ".join(value.split())
    try:
        return _from_text(text, order)
    except DayMonthUnknownError:
        raise
    except (ValueError, OverflowError) as error:
        raise NotADateError(f"not a date: {value[:80]!r}") from error


def day_month_order(value: object) -> DayMonth | None:
    """The order that a value proves: '4/19/2017' has the month first; None when it proves nothing."""
    found = _NUMERIC.match(value.strip()) if isinstance(value, str) else None
    if not found or found[2] == ".":
        return None
    first, second = int(found[1]), int(found[3])
    if 12 < first <= 31 and 1 <= second <= 12:
        return "day first"
    return "month first" if 12 < second <= 31 and 1 <= first <= 12 else None


def _from_moment(value: dt.datetime) -> Date:
    try:
        moment = value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else None
    except OverflowError:  # the first or the last day of the calendar
        moment = None
    return Date(day=value.date(), moment=moment, year=value.year)


_FIRST_SECOND, _LAST_SECOND = 86_400_000, 4_102_444_800  # 1972-09 … 2100: a smaller number is no date in seconds


def _from_number(value: float) -> Date:
    if 19_000_101 <= value <= 21_001_231 and value == int(value):  # 20170405
        return date_of(str(int(value)))
    seconds = value / 1000 if value >= _LAST_SECOND else value
    if not _FIRST_SECOND <= seconds < _LAST_SECOND:
        raise NotADateError(f"not a date: {value!r}")
    return _from_moment(dt.datetime.fromtimestamp(seconds, dt.UTC))


def _from_text(text: str, order: DayMonth | None) -> Date:
    if found := _ISO.match(text):
        return _from_iso(text, found)
    if found := _NUMERIC.match(text):
        return _from_numeric(found, order)
    if found := _WORDS.match(text):
        return _from_words(text, found)
    if found := _MONTH_ONLY.match(text):
        year = int(next(y for y in (found[1], found[3], found[4]) if y))
        if found[2] and not 1 <= int(found[2]) <= 12:
            raise NotADateError(text)
        return Date(day=None, year=year)
    return _from_moment(parsedate_to_datetime(text))


def _from_iso(text: str, found: re.Match[str]) -> Date:
    day = dt.date(int(found[1]), int(found[3]), int(found[4]))
    clock = text[found.end() :].strip().replace(",", ".")
    zone = re.sub(r"\s*(?:Z|UTC|GMT)$", "+00:00", clock.lstrip("T "))
    if not clock:
        return Date(day=day, year=day.year)
    try:
        return _from_moment(dt.datetime.fromisoformat(f"{day.isoformat()}T{zone.replace(' ', '')}"))
    except ValueError:
        if not re.match(r"T?\d\d?:\d\d|[^\w]", clock):
            raise
        return Date(day=day, year=day.year)  # a clock that is not ISO: the day stands all the same


def _from_numeric(found: re.Match[str], order: DayMonth | None) -> Date:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        year += 1900 if year >= 69 else 2000  # POSIX
    if found[2] == ".":
        order = "day first"  # nobody writes months first with full stops
    elif first != second and max(first, second) <= 12 and order is None:
        raise DayMonthUnknownError(f"day or month first? {found[0]!r}")
    order = order or day_month_order(found[0]) or "day first"
    day, month = (first, second) if order == "day first" else (second, first)
    return Date(day=dt.date(year, month, day), year=year)


def _from_words(text: str, found: re.Match[str]) -> Date:
    month = MONTHS[(found["m1"] or found["m2"]).rstrip(".").lower()]
    day = dt.date(int(found["y"]), month, int(found["d1"] or found["d2"]))
    weekday = DAY_NAMES[found["name"].rstrip(".").lower()] if found["name"] else None
    moment = None
    if found["rest"] and re.search(r"[+\-]\d{4}$|\b(?:GMT|UTC|Z)$", found["rest"].strip()):
        moment = _clock(day, found["rest"])
    return Date(day=day, moment=moment, year=day.year, weekday=weekday)


_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*(?:([+\-])(\d\d)(\d\d)|GMT|UTC|Z)$")


def _clock(day: dt.date, words: str) -> dt.datetime | None:
    """The moment, where the words after the date are a clock time with a zone."""
    found = _CLOCK.search(words.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    moment = dt.datetime(day.year, day.month, day.day, int(found[1]), int(found[2]), int(found[3] or 0))
    if found[4]:
        shift = dt.timedelta(hours=int(found[5]), minutes=int(found[6]))
        moment = moment - shift if found[4] == "+" else moment + shift
    return moment


_NAMED = re.compile(
    rf"\b(?P<name>{DAY_NAME}),?\s+\(?(?:the\s+)?(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{MONTH})|(?P<m2>{MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b)"
    r"(?!,?\s+\d{4})",
    re.IGNORECASE,
)


def contradicting_words(text: str, published: dt.date) -> str | None:
    """Words such as 'Tuesday, April 5' whose day name is wrong in every year near the publication; None if all fit.

    The date is taken in the year that brings it nearest to the day of publication; dates with a year say nothing of it.
    """
    for found in _NAMED.finditer(text):
        month = MONTHS[(found["m1"] or found["m2"]).rstrip(".").lower()]
        number = int(found["d1"] or found["d2"])
        days = [d for year in (-1, 0, 1) if (d := _day(published.year + year, month, number))]
        if not days:
            continue
        nearest = min(days, key=lambda d: abs(d - published))
        if nearest.weekday() != DAY_NAMES[found["name"].rstrip(".").lower()]:
            return found.group().rstrip(".")
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def nearest_year(month: int, day: int, published: dt.date) -> dt.date | None:
    """The day of that month and number which is nearest to the publication; None for 30 February."""
    days = [d for year in (-1, 0, 1) if (d := _day(published.year + year, month, day))]
    return min(days, key=lambda d: abs(d - published)) if days else None
