"""What a TIMEX3 value means in days, and the arithmetic of days, weeks, months and quarters.

    >>> interval("1989-Q3")
    Interval(earliest=datetime.date(1989, 7, 1), latest=datetime.date(1989, 9, 30), grain='quarter')

Weeks are ISO 8601 weeks, Monday to Sunday; seasons are those of the northern half of the Earth.
"""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Final

from regesta.schema import Grain


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day that an expression can mean; None where it is open."""

    earliest: dt.date | None
    latest: dt.date | None
    grain: Grain


FIRST_YEAR, LAST_YEAR = 1000, 2999  # years outside are not years of news
_SEASONS: Final = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month of the three
_UNIT_GRAIN: Final[dict[str, Grain]] = {
    "Y": "year", "M": "month", "W": "week", "D": "day", "Q": "quarter", "E": "decade", "C": "century", "L": "century",
    "TH": "hour", "TM": "minute", "TS": "second",
}  # fmt: skip
_DURATION = re.compile(r"P(T?)(?:[\d.]+|X)([YMWDQECLHS])")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(.*))?$")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)$")


def interval(value: str) -> Interval:
    """The days that a TIMEX3 value covers; open where the value leaves the year unsaid or is no date."""
    if found := _DAY.match(value):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return Interval(day, day, _clock_grain(found[4]) if day else "day")
    if found := _WEEK.match(value):
        return _week(int(found[1]), int(found[2]), weekend=bool(found[3]))
    if found := _PART.match(value):
        return _part(int(found[1]), found[2])
    if found := re.match(r"(\d{4})-(\d\d)$", value):
        return month(int(found[1]), int(found[2]))
    if found := re.match(r"(?:FY)?(\d{2,4})$", value):
        return _years(found[1])
    return Interval(None, None, _grain_of_open(value))


def _years(digits: str) -> Interval:
    missing = 4 - len(digits)
    first, last = int(digits + "0" * missing), int(digits + "9" * missing)
    if first < 1:
        return Interval(None, None, "open")
    grain: Grain = "century" if missing == 2 else "decade" if missing else "year"
    return Interval(dt.date(first, 1, 1), dt.date(last, 12, 31), grain)


def _clock_grain(clock: str | None) -> Grain:
    if not clock:
        return "day"
    if clock[0].isalpha():
        return "part"
    return "minute" if ":" in clock else "hour"


def _week(year: int, week: int, *, weekend: bool) -> Interval:
    try:
        monday = dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        return Interval(None, None, "week")
    return Interval(monday + dt.timedelta(days=5 if weekend else 0), monday + dt.timedelta(days=6), "week")


def _part(year: int, part: str) -> Interval:
    if part[0] == "Q":
        first = 3 * int(part[1]) - 2
        return Interval(dt.date(year, first, 1), _last_day(year, first + 2), "quarter")
    if part[0] == "H":
        first = 6 * int(part[1]) - 5
        return Interval(dt.date(year, first, 1), _last_day(year, first + 5), "season")
    if part == "WI":  # "the winter of 1994" can be the one that began in 1993 or the one that began in 1994
        return Interval(dt.date(year - 1, 12, 1), _last_day(year + 1, 2), "season")
    return Interval(dt.date(year, _SEASONS[part], 1), _last_day(year, _SEASONS[part] + 2), "season")


def _last_day(year: int, number: int) -> dt.date:
    return dt.date(year, number, monthrange(year, number)[1])


def month(year: int, number: int) -> Interval:
    """One month."""
    if not (1 <= number <= 12 and year >= 1):
        return Interval(None, None, "month")
    return Interval(dt.date(year, number, 1), _last_day(year, number), "month")


def _grain_of_open(value: str) -> Grain:
    """The grain of a value that has no days: a duration, a day without a year, a reference to 'now'."""
    if found := _DURATION.match(value):
        return _UNIT_GRAIN.get(found[1] + found[2], _UNIT_GRAIN.get(found[2], "open"))
    for pattern, grain in _OPEN_GRAINS:
        if pattern.match(value):
            return grain
    return "open"


_OPEN_GRAINS: Final[tuple[tuple[re.Pattern[str], Grain], ...]] = (
    (re.compile(r"....-..-..T\d\d:"), "minute"), (re.compile(r"....-..-..T\d"), "hour"),
    (re.compile(r"XXXX-WXX-\dT[A-Z]|....-..-..T"), "part"),
    (re.compile(r"....-W..-\d|....-..-..$"), "day"),
    (re.compile(r"....-W"), "week"), (re.compile(r"....-Q"), "quarter"),
    (re.compile(r"....-(SP|SU|FA|WI|H)"), "season"), (re.compile(r"....-..$"), "month"),
    (re.compile(r"XXXX$"), "year"),
)  # fmt: skip


def day_of_news(day: dt.date | None) -> dt.date | None:
    """The day, None where its year cannot be that of a report (a placeholder such as 0001-01-01)."""
    return day if day is not None and FIRST_YEAR < day.year < LAST_YEAR else None


def date(year: int, number: int, day: int) -> dt.date | None:
    """The day, None where the calendar has no such day."""
    try:
        return dt.date(year, number, day)
    except ValueError:
        return None


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of another month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, number = index // 12, index % 12 + 1
    year = min(max(year, 1), 9999)
    return dt.date(year, number, min(day.day, monthrange(year, number)[1]))


def week_value(day: dt.date) -> str:
    """The ISO week of a day, as a TIMEX3 value."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def quarter_of(day: dt.date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def season_of(day: dt.date) -> tuple[int, str]:
    """Year and season of a day; January belongs to the winter that began the year before, under its own year."""
    return day.year, ("WI", "WI", "SP", "SP", "SP", "SU", "SU", "SU", "FA", "FA", "FA", "WI")[day.month - 1]


def season_start(year: int, season: str) -> dt.date:
    """First day of a season of the year; winter starts with the year."""
    return dt.date(year, 1 if season == "WI" else _SEASONS[season], 1)


def easter(year: int) -> dt.date:
    """Easter Sunday of the western churches (the anonymous Gregorian algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    return dt.date(year, (h + k - 7 * m + 114) // 31, (h + k - 7 * m + 114) % 31 + 1)


def thirds(span: Interval, part: str) -> Interval:
    """The early, middle or late third of an interval ('late 2014': September to December)."""
    if span.earliest is None or span.latest is None:
        return span
    index = ("early", "mid", "late").index(part)
    if span.grain == "year":
        first = 1 + 4 * index
        return Interval(dt.date(span.earliest.year, first, 1), _last_day(span.earliest.year, first + 3), span.grain)
    length = (span.latest - span.earliest).days + 1
    low = span.earliest + dt.timedelta(days=length * index // 3)
    high = span.earliest + dt.timedelta(days=length * (index + 1) // 3 - 1)
    return Interval(low, max(low, high), span.grain)


def winter_near(span: Interval, day: dt.date) -> Interval:
    """The one winter of a year that a report of that day means: the one going on or just past, else the coming one."""
    if span.earliest is None or span.latest is None:
        return span
    year = span.latest.year - 1
    if day <= _last_day(year, 8):
        return Interval(span.earliest, _last_day(year, 2), span.grain)
    return Interval(dt.date(year, 12, 1), span.latest, span.grain)


def nearest(days: list[dt.date], published: dt.date, direction: int, *, months: bool = False) -> dt.date:
    """The nearest of the days, where a day on the side that the verb does not speak of counts as farther away."""
    # News leaves the year out for days near publication; of a past month more often than of a past day.
    ahead, back = {-1: (8 if months else 4, 1), 0: (1, 1), 1: (1, 4)}[direction]
    return min(days, key=lambda d: (d - published).days * ahead if d > published else (published - d).days * back)


def moved(day: dt.date, unit: str, n: int) -> dt.date:
    """The day n units later; the months of a longer unit count, not its days."""
    found = re.match(r"(\d*)(.*)", unit)
    assert found is not None
    n *= int(found[1] or 1)
    months = {"M": 1, "Q": 3, "Y": 12}.get(found[2])
    if months is not None:
        return add_months(day, months * n)
    days = {"W": 7, "WE": 7, "D": 1}.get(found[2], 0)
    try:
        return day + dt.timedelta(days=days * n)
    except OverflowError:
        return day


def shifted(base: dt.date, unit: str, n: int) -> str:
    """TIMEX3 value of the unit that lies n units from a day."""
    day = moved(base, unit, n)
    if unit.endswith("Y"):
        if unit.startswith("100"):
            return f"{day.year:04d}"[:2]
        return f"{day.year:04d}"[:3] if unit.startswith("10") else f"{day.year:04d}"
    if unit == "Q":
        return f"{day.year}-Q{quarter_of(day)}"
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit in {"W", "2W"}:
        return week_value(day)
    if unit == "WE":
        return week_value(day) + "-WE"
    return str(day)


def unknown(unit: str) -> str:
    """The value of a unit whose year is not known."""
    return {"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "Q": "XXXX-QX"}.get(unit, "XXXX-XX-XX")
