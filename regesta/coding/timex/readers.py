"""How years, parts of years, amounts and repetitions are read: from the words that one rule found to drafts.

A reader gives None where the words are no time after all, so that other rules get their turn at the next word, and
an empty list where they are to be passed over altogether (an age, an amount).
"""

import re
from collections.abc import Callable

from regesta.coding.timex.draft import (
    Draft,
    Found,
    Narrow,
    duration_value,
    quantity,
    said_direction,
    said_narrow,
    said_unit,
    said_year,
)
from regesta.coding.timex.words import (
    CARDINALS,
    DECADE_NAMES,
    PART_VALUES,
    RATES,
    SEASON_VALUES,
    month_number,
    ordinal,
    unit_of,
    weekday_number,
)


def year_alone(found: Found) -> Draft | None:
    """'2014', 'late 2009', 'the year two thousand'."""
    year = said_year(found)
    return found.draft("DATE", "fixed", value=str(year), narrow=said_narrow(found)) if year else None


def year_range(found: Found) -> list[Draft]:
    """'2009-10', '1914/18', '2011-2013'."""
    first = found.words.lower[found.low]
    last = found.words.lower[found.high - 1]
    full = last if len(last) == 4 else first[: 4 - len(last)] + last
    if not full.isdecimal() or int(full) <= int(first):  # "2016-27.7"
        return []
    return [
        found.part(0, 1).draft("DATE", "fixed", value=first, ranged=True),
        found.part(found.high - found.low - 1).draft("DATE", "fixed", value=full),
    ]


def decade(found: Found) -> Draft | None:
    """'the 1990s', 'the early 1980s', 'the nineties'."""
    if word := found.first("NINETIES"):
        value = "19" + DECADE_NAMES[word]
    else:
        digits = re.sub(r"\D", "", found.first("DECADE") or "90")
        if len(digits) == 2 and found.first("THE", "APOS") is None:
            return None  # "in his 20s"
        value = digits[:3] if len(digits) == 4 else "19" + digits[0]
    return found.draft("DATE", "fixed", value=value, narrow=said_narrow(found))


def century(found: Found) -> Draft | None:
    """'the 19th century'."""
    if found.first("UNIT") != "century":
        return None
    number = ordinal(found.first("ORD") or "20th")
    return found.draft("DATE", "fixed", value=f"{number - 1:02d}", narrow=said_narrow(found))


def fiscal_year(found: Found) -> Draft:
    """'fiscal 1989', 'the current fiscal year'."""
    year = said_year(found)
    if year:
        return found.draft("DATE", "fixed", value=str(year), narrow=said_narrow(found))
    return found.draft("DATE", "shift", unit="Y", n=said_direction(found) or 0, narrow=said_narrow(found))


def quarter(found: Found) -> Draft | None:
    """'the third quarter', 'third-quarter', 'the first quarter of 2014', 'Q3 2014', "next year's first quarter"."""
    number = ordinal(word) if (word := found.first("ORD")) else int((found.first("QN") or "q1")[1])
    if not 1 <= number <= 4:
        return None
    if year := said_year(found):
        return found.draft("DATE", "fixed", value=f"{year}-Q{number}")
    direction = said_direction(found)
    if found.first("AGO", "EARLIER"):
        return found.draft("DATE", "part", value=f"Q{number}", direction=-1, unit="Y")
    if found.first("UNIT") and direction is not None:
        return found.draft("DATE", "part", value=f"Q{number}", direction=direction, unit="Y", narrow=said_narrow(found))
    return found.draft("DATE", "part", value=f"Q{number}", narrow=said_narrow(found))


def half(found: Found) -> Draft | None:
    """'the first half of 2020', 'the last half of the 1980s'."""
    first = found.first("ORD", "LAST", "LATEST") or "first"
    part = "H1" if first in {"first", "1st"} else "H2"
    narrow: Narrow = "early" if part == "H1" else "late"
    if decade := found.first("DECADE"):
        digits = re.sub(r"\D", "", decade)
        return found.draft("DATE", "fixed", value=digits[:3] if len(digits) == 4 else "19" + digits[0], narrow=narrow)
    if year := said_year(found):
        return found.draft("DATE", "fixed", value=f"{year}-{part}")
    directions = [name for name, _ in found if name in {"LAST", "NEXT", "THIS"}]
    direction = {"LAST": -1, "NEXT": 1, "THIS": 0}[directions[-1]] if found.first("UNIT") and directions else None
    if first in {"last", "past"} and directions == ["LAST"]:
        direction = None
    return found.draft("DATE", "part", value=part, direction=direction, unit="Y" if direction is not None else "")


def season(found: Found) -> Draft:
    """'last summer', 'the winter of 1994'."""
    part = SEASON_VALUES[found.first("SEASON") or "summer"]
    narrow = said_narrow(found)
    if year := said_year(found):
        return found.draft("DATE", "fixed", value=f"{year}-{part}", narrow=narrow)
    direction = said_direction(found)
    unit = "Y" if found.first("UNIT") else ""
    return found.draft("DATE", "part", value=part, direction=direction, unit=unit, narrow=narrow)


def relative(found: Found) -> Draft | list[Draft]:
    """'last week', 'later this year', 'the end of next month', 'this weekend', 'the following day'."""
    unit = "WE" if found.first("WEEKEND") else "Q" if found.first("QUARTER") else unit_of(found.first("UNIT") or "year")
    word = found.first("LAST", "NEXT", "THIS", "LATEST") or "this"
    n = said_direction(found) or 0
    told = word in {"previous", "preceding", "following", "subsequent", "ensuing", "prior"}
    told = told or (word == "next" and unit == "D" and found.first("THE") is not None)
    if unit.endswith("Y") and len(unit) > 1:  # the past decade, the last century
        value = duration_value("1", unit) if word in {"past", "coming"} else ""
        if value:
            return found.draft("DURATION", "duration", value=value, direction=n)
    if unit in {"TM", "TS"}:
        return []  # "at the last minute"
    if word in {"past"} and unit in {"D", "W", "M"}:
        return found.draft("DURATION", "duration", value=f"P1{unit}", direction=-1)
    return found.draft("DATE", "shift", unit=unit, n=n, told=told, narrow=said_narrow(found))


def ago(found: Found) -> Draft | None:
    """'two weeks ago', 'nearly four years ago', 'several years ago', 'months ago'."""
    unit = said_unit(found)
    number = quantity(found)
    if any("," in word for name, word in found if name == "NUM"):
        return None  # "157,000 week ago": a table
    if number == "X":
        return found.draft("DATE", "ref", value="PAST_REF", unit=unit)
    return found.draft("DATE", "shift", unit=unit, n=-round(float(number)), told=unit == "Y" and number == "1",
                       value="ago")  # fmt: skip


def earlier(found: Found) -> Draft:
    """'a month earlier', 'three days later', 'the day before': from the time told before."""
    unit = said_unit(found)
    number = quantity(found) if found.first("A", "DAY", "NUM", "CARD", "FEW", "COUPLE", "UNITS") else "1"
    sign = 1 if found.first("LATER", "AFTER") else -1
    if number == "X":
        value = duration_value("X", unit)
        return found.draft("DURATION", "duration", value=value)
    return found.draft("DATE", "shift", unit=unit, n=sign * round(float(number)), told=True)


def year_ago(found: Found) -> Draft:
    """'the year-ago quarter', 'year-earlier', 'the corresponding period last year'."""
    piece = found if found.first("A") is None or found.first("THE") else found.part(1)
    return piece.draft("DATE", "shift", unit="Y", n=-1, told=True)


def span_of_units(found: Found) -> Draft:
    """'the past two months', 'the next few days', 'the first nine months'."""
    value = duration_value(quantity(found), said_unit(found))
    if next(iter(found)) == ("LAST", "last") and found.before() not in _BEFORE_LAST:
        return found.part(1).draft("DURATION", "duration", value=value)  # the verb: "should last two weeks"
    return found.draft("DURATION", "duration", value=value, direction=said_direction(found))


_BEFORE_LAST = {"in", "over", "during", "for", "within", "s", "than", "since", "and", "about", "nearly"}


def units_ref(found: Found) -> Draft:
    """'recent weeks', 'coming months', 'past years', 'these days'."""
    unit = said_unit(found)
    if found.first("THESE"):
        return found.draft("DATE", "ref", value="PRESENT_REF")
    if found.first("NEXT") in {"following", "subsequent", "ensuing"}:
        return found.draft("DURATION", "duration", value=duration_value("X", unit))
    if found.first("NEXT", "FUTURE"):
        return found.draft("DATE", "ref", value="FUTURE_REF")
    if unit in {"W", "M", "Q"}:
        return found.draft(
            "DURATION", "duration", value=duration_value("X", "M" if unit == "Q" else unit), direction=-1
        )
    return found.draft("DATE", "ref", value="PAST_REF")


def duration(found: Found) -> Draft | list[Draft]:
    """'three weeks', 'two-hour', 'at least 30 days', 'half an hour'; 'a week' after a count is a rate."""
    unit = said_unit(found)
    if unit == "Q" and found.after() in {"of", "to", "final", "finals", "-", "the", "mile", "century"}:
        return []  # a fourth part of something
    if any("," in word for name, word in found if name == "NUM"):
        return []  # "773,729 Year": a table
    if found.before() in {"aged", "age"}:
        return []
    number = quantity(found)
    names = [name for name, _ in found]
    if names[0] == "A" and _is_article_only(names, number):
        number = "X" if names[1] == "UNITS" else number
        found = found.part(1)
    timex = "DURATION"
    if found.first("A") and not found.first("HALF", "FEW", "COUPLE", "CARD") and _is_rate(found):
        timex = "SET"
    return found.draft(timex, "set" if timex == "SET" else "duration", value=duration_value(number, unit))


def _is_article_only(names: list[str], number: str) -> bool:
    """Does the article count nothing, as in 'a two-week truce' and 'a decades-long feud', not in 'a hundred days'?"""
    return (
        names[1] == "UNITS"
        or (names[1] in {"CARD", "DAY", "NUM"} and number != "100")
        or (names[1] == "FEW" and "DASH" in names)
    )


def _is_rate(found: Found) -> bool:
    """'four flights a week', '15 a year': what stands before is a number or a thing counted."""
    previous = found.before()
    counted = previous.endswith("s") and previous.isalpha() and previous not in _NOT_COUNTED
    return counted or previous[:1].isdigit() or previous in {"times", "twice", "once"}


_NOT_COUNTED = {"is", "was", "has", "as", "its", "his", "lasts", "takes", "plus", "this", "us", "less", "perhaps"}


def every(found: Found) -> Draft:
    """'every week', 'each Thursday', 'every two years', 'each July'."""
    if word := found.first("WEEKDAY"):
        return found.draft("SET", "set", value=f"XXXX-WXX-{weekday_number(word)}")
    if word := found.first("MONTH"):
        return found.draft("SET", "set", value=f"XXXX-{month_number(word):02d}")
    if found.first("FEAST"):
        return found.draft("SET", "set", value="P1Y")
    if word := found.first("SEASON"):
        return found.draft("SET", "set", value=f"XXXX-{SEASON_VALUES[word]}")
    if word := found.first("PART"):
        return found.draft("SET", "set", value=f"XXXX-XX-XX{PART_VALUES[word]}")
    number = quantity(found) if found.first("CARD", "DAY", "NUM", "FEW") else "1"
    unit = said_unit(found)
    return found.draft("SET", "set", value="P1Q" if unit == "Q" and number == "1" else duration_value(number, unit))


def rate(found: Found) -> Draft:
    """'daily', 'annually'."""
    return found.draft("SET", "set", value=RATES[found.first("RATE") or "daily"])


def ref(value: str) -> Callable[[Found], Draft]:
    """A reader of words that only point: to now, before or after."""
    return lambda found: found.draft("DATE", "ref", value=value)


def the_unit(found: Found) -> Draft:
    """'the quarter', 'the week', 'the weekend', 'that day', 'the latest period': known from the context."""
    unit = "WE" if found.first("WEEKEND") else "P" if found.first("PERIOD") else said_unit(found)
    year = said_year(found)
    if year:
        return found.draft("DATE", "the", unit=unit, value=str(year))
    return found.draft("DATE", "the", unit=unit, narrow=said_narrow(found), told=bool(found.first("THAT", "SAME")))


def bare_units(found: Found) -> Draft | None:
    """'within weeks', 'for years', 'over the years': only after these words."""
    plain = found.first("THE") is None
    if found.before() not in ({"within", "for", "in", "over", "after"} if plain else {"over"}) or found.after() == "of":
        return None
    return found.draft("DURATION", "duration", value=duration_value("X", said_unit(found)))


def bare_unit(found: Found) -> Draft | None:
    """'the year', 'the week', 'that day'; 'the year ended Sept. 30' is a duration."""
    unit = said_unit(found)
    if found.first("THAT"):
        return the_unit(found) if unit in {"D", "W", "M", "Y"} else None
    if unit not in {"W", "M", "Y"} or found.after() in {"of", "when", "that", "before", "after", "old", "s", "in"}:
        return None
    if found.after() in {"ended", "ending", "through", "to"}:
        return found.draft("DURATION", "duration", value=f"P1{unit}")
    return the_unit(found)


def affair_day(found: Found) -> Draft | None:
    """'the 10th day of the conflict', 'day 10 of the war'."""
    unit = said_unit(found)
    words = list(found)
    numbers = [
        ordinal(w) if n == "ORD" else int(CARDINALS.get(w, w)) for n, w in words if n in {"ORD", "DAY", "NUM", "CARD"}
    ]
    if unit not in {"D", "W", "M"} or not numbers:
        return None
    return found.draft("DATE", "affair", unit=unit, n=numbers[0], told=bool(found.first("OF")))


def age(found: Found) -> Draft | list[Draft]:
    """'37 years old' is no time; 'an 8-month-old truce' is a duration."""
    if said_unit(found) == "Y" or found.after() in _CHILDREN:
        return []
    first = next(iter(found))[0]
    return duration(found.part(1) if first in {"THE", "HIS", "A"} else found)


_CHILDREN = {"boy", "girl", "son", "daughter", "baby", "child", "infant", "toddler", "twins", "grandson"}


def the_past(found: Found) -> Draft | None:
    """'in the past'; not 'in the past of the country' and not 'in the last round'."""
    return found.part(1).draft("DATE", "ref", value="PAST_REF") if found.first("LAST") == "past" else None


def moment(found: Found) -> Draft | None:
    """'at the moment', 'at that time', 'at the time'."""
    now = found.first("MOMENT") == "moment"
    return found.part(1).draft("DATE", "ref", value="PRESENT_REF" if now or found.first("THIS") else "PAST_REF")
