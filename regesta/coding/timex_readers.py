"""How the words of a match are read: each function turns the words that one rule found into drafts.

A reader gives None where the words are no time after all, so that other rules get their turn at the next word, and
an empty list where they are to be passed over altogether (an age, an amount).
"""

import re
from collections.abc import Callable

from regesta.coding.timex_draft import Draft, Found, Narrow, duration_value, quantity
from regesta.coding.timex_words import (
    CARDINALS,
    DECADE_NAMES,
    DEICTICS,
    FEASTS,
    PART_VALUES,
    RATES,
    SEASON_VALUES,
    month_number,
    ordinal,
    unit_of,
    weekday_number,
)


def _direction(found: Found) -> int | None:
    for name, _ in found:
        if name == "LAST":
            return -1
        if name == "NEXT":
            return 1
        if name in {"THIS", "LATEST"}:
            return 0
    return None


def _narrow(found: Found) -> Narrow:
    for name, word in found:
        if name == "EARLY":
            return "early" if word == "early" else "late"
        if name == "MID":
            return "mid"
        if name == "EARLIER":
            return "before"
        if name == "LATER":
            return "after"
        if name == "EDGE":
            return "late" if word in {"end", "close"} else "early"
    return ""


def _clock_of(found: Found) -> str:
    """TIMEX3 time of day from the words, '' without one."""
    number = half = None
    zone = ""
    for name, word in found:
        if name == "CLOCK":
            number = word.replace(".", ":")
        elif name == "AMPM":
            half = word.strip()[0]
        elif name == "ZONE" and word in {"gmt", "utc"}:
            zone = "Z"
        elif name in {"PART", "SOLE"} and number is None:
            return PART_VALUES[word]
        elif name == "DEICTIC" and word == "tonight":
            return "TNI"
    if number is None:
        hours = [word for name, word in found if name in {"DAY", "CARD", "YEAR", "NUM"}]
        if half is None or not hours:
            return ""
        number = str(CARDINALS.get(hours[0], hours[0]))
    hour, _, rest = number.partition(":")
    value = int(hour)
    if half == "p" and value < 12:
        value += 12
    if half == "a" and value == 12:
        value = 0
    if value > 24:
        return ""
    return f"T{value:02d}:{rest or '00'}{zone}"


def _year(found: Found) -> int | None:
    """The year said in digits or in words ('nineteen ninety-six', 'two thousand ten')."""
    if digits := found.first("YEAR"):
        return int(digits)
    return _spelled_year([w for n, w in found if n in {"CENT", "CARD", "THOUSAND"}])


def _spelled_year(words: list[str]) -> int | None:
    numbers = [CARDINALS[w] for w in words]
    if len(numbers) >= 2 and 17 <= numbers[0] <= 20 and numbers[1] not in {100, 1000}:
        return numbers[0] * 100 + sum(numbers[1:])
    if len(numbers) >= 2 and numbers[0] == 2 and numbers[1] == 1000:
        return 2000 + sum(numbers[2:])
    return None


def iso(found: Found) -> Draft:
    """'2022-03-05', '2022-03-05T18:00'."""
    value = found.text[found.start : found.end]
    return found.draft("TIME" if "T" in value else "DATE", "fixed", value=value)


def slash(found: Found) -> Draft:
    """'7/8/07': which is the month is decided later."""
    return found.draft("DATE", "numeric", value=found.words.lower[found.low])


def month_day(found: Found) -> Draft | None:
    """A month and a day, with or without a year."""
    day = next((ordinal(w) if n == "ORD" else int(w) for n, w in found if n in {"DAY", "ORD"}), 0)
    if not 1 <= day <= 31:
        return None
    number = month_number(found.first("MONTH", "MABBR") or "may")
    year = _year(found)
    clock = _clock_of(found.part(cut)) if (cut := _clock_at(found)) else ""
    timex = "TIME" if clock else "DATE"
    if year:
        return found.draft(timex, "fixed", value=f"{year}-{number:02d}-{day:02d}{clock}")
    if shift := found.first("UNIT"):
        assert shift
        return found.draft(timex, "day", month=number, day=day, direction=_direction(found), unit="Y", clock=clock)
    weekday = found.first("WEEKDAY", "WABBR")
    return found.draft(
        timex, "day", month=number, day=day, clock=clock, weekday=weekday_number(weekday) if weekday else 0
    )


def _clock_at(found: Found) -> int:
    """Where the time of day begins after a date ('March 5 at 10 p.m.'); 0 without one."""
    names = [name for name, _ in found]
    if "AMPM" in names:
        return names.index("AMPM") - 1
    return names.index("CLOCK") if "CLOCK" in names else 0


def nine_eleven(found: Found) -> Draft | None:
    """'9/11', the one day that goes by its numbers."""
    words = [word for _, word in found]
    return found.draft("DATE", "fixed", value="2001-09-11") if words == ["9", "/", "11"] else None


def feast(found: Found) -> Draft:
    """'Christmas Day', 'Easter 2014': the month is 0 for days counted from Easter."""
    number, day = FEASTS[(found.first("FEAST") or "easter").replace("’", "'")]
    if found.first("YEAR"):
        return found.draft("DATE", "feast", month=number, day=day, n=_year(found) or 0)
    return found.draft("DATE", "feast", month=number, day=day, direction=_direction(found))


def clock_and_day(found: Found) -> Draft | None:
    """'10 p.m. Wednesday', '5 p.m. EST Nov. 9', 'noon Thursday', 'mid-afternoon yesterday'."""
    cut = _day_at([name for name, _ in found])
    days = found.part(cut)
    name, word = next(iter(days))
    clock = _clock_of(found.part(0, cut)) or ("TMI" if found.first("MID") else "")
    if name == "WEEKDAY":
        return found.draft("TIME", "weekday", weekday=weekday_number(word), clock=clock, direction=_direction(found))
    if name == "DEICTIC":
        return found.draft("TIME", "shift", unit="D", n=DEICTICS[word], clock=clock)
    day = month_day(days)
    if day is None:
        return None
    if day.kind == "fixed":
        return found.draft("TIME", "fixed", value=day.value + clock)
    return found.draft("TIME", "day", month=day.month, day=day.day, clock=clock)


def _day_at(names: list[str]) -> int:
    """Where the day begins after a time of day: at its weekday, its month, or at the number before its month."""
    at = next(i for i, name in enumerate(names) if name in {"WEEKDAY", "MONTH", "MABBR", "DEICTIC"})
    if names[at] in {"MONTH", "MABBR"} and not {"DAY", "ORD"} & set(names[at:]):
        return max(i for i, name in enumerate(names[:at]) if name in {"DAY", "ORD"})
    return at


def week_of_month(found: Found) -> Draft | None:
    """'the first week of August': early, middle or late in the month."""
    if found.first("UNIT") != "week":
        return None
    number = ordinal(word) if (word := found.first("ORD")) else 4
    part: Narrow = "early" if number == 1 else "late" if number > 3 else "mid"
    value = month_number(found.first("MONTH", "MABBR") or "may")
    if year := _year(found):
        return found.draft("DATE", "fixed", value=f"{year}-{value:02d}", narrow=part)
    return found.draft("DATE", "month", month=value, narrow=part)


def day_range(found: Found) -> list[Draft]:
    """'March 3-5, 2014', 'from 3 to 5 March': two days, the first marked as the beginning of a range."""
    whole = list(found)
    days = [i for i, (name, _) in enumerate(whole) if name in {"DAY", "ORD"}]
    number = month_number(found.first("MONTH", "MABBR") or "may")
    year = _year(found)
    month_at = next(i for i, (name, _) in enumerate(whole) if name in {"MONTH", "MABBR"})
    first = found.part(min(month_at, days[0]) if month_at < days[0] else days[0], days[0] + 1)
    second = found.part(days[1])
    drafts = []
    for piece, at, ranged in ((first, days[0], True), (second, days[1], False)):
        name, word = whole[at]
        day = ordinal(word) if name == "ORD" else int(word)
        if not 1 <= day <= 31:
            return []
        if year:
            drafts.append(piece.draft("DATE", "fixed", value=f"{year}-{number:02d}-{day:02d}", ranged=ranged))
        else:
            drafts.append(piece.draft("DATE", "day", month=number, day=day, ranged=ranged))
    return drafts


def month(found: Found) -> Draft | None:
    """A month, with or without a year: 'March 2014', 'early March', 'last May', 'June last year'."""
    word = found.first("MONTH", "MABBR") or "may"
    number = month_number(word)
    narrow = _narrow(found)
    if year := _year(found):
        return found.draft("DATE", "fixed", value=f"{year}-{number:02d}", narrow=narrow)
    if found.first("UNIT"):
        return found.draft("DATE", "month", month=number, direction=_direction(found), unit="Y", narrow=narrow)
    return found.draft("DATE", "month", month=number, direction=_direction(found), narrow=narrow)


def weekday(found: Found) -> Draft:
    """'Tuesday', 'last Friday', 'early Monday', 'Saturday night'."""
    word = found.first("WEEKDAY") or "monday"
    clock = PART_VALUES[part] if (part := found.first("PART")) else ""
    return found.draft("TIME" if clock else "DATE", "weekday", weekday=weekday_number(word), clock=clock,
                       direction=_direction(found), told=found.first("LAST") in {"previous", "preceding"})  # fmt: skip


def weekdays(found: Found) -> Draft:
    """'Mondays'."""
    words = found.all("WEEKDAYS", "WEEKDAY")
    if found.after().isalpha() and found.after() not in _AFTER_WEEKDAYS:  # "Wednesdays blast": the apostrophe is lost
        return found.draft("DATE", "weekday", weekday=weekday_number(words[0]))
    return found.draft("SET", "set", value=f"XXXX-WXX-{weekday_number(words[0])}", unit="W")


_AFTER_WEEKDAYS = {"and", "or", "at", "from", "in", "to", "until", "are", "were", "is", "for", "when", "as", "but"}


def deictic(found: Found) -> Draft:
    """'today', 'late yesterday', 'tomorrow morning', 'tonight'."""
    word = found.first("DEICTIC") or "today"
    clock = PART_VALUES[part] if (part := found.first("PART")) else ("TNI" if word == "tonight" else "")
    return found.draft("TIME" if clock else "DATE", "shift", unit="D", n=DEICTICS[word], clock=clock)


def day_part(found: Found) -> Draft:
    """'this morning', 'last night', 'that evening', 'overnight', 'the morning'."""
    word = found.first("PART", "SOLE") or "night"
    clock = PART_VALUES[word]
    name = next(iter(found))[0]
    if name == "SOLE":  # last night into today
        return found.draft("TIME", "clock", clock=clock, n=-1)
    if name in {"LATER", "EARLIER", "EARLY"}:
        name = list(found)[1][0]
    if name == "THIS":
        return found.draft("TIME", "shift", unit="D", n=0, clock=clock)
    if name == "LAST":
        return found.draft("TIME", "shift", unit="D", n=-1, clock=clock)
    if name == "NEXT" or (found.first("LAST", "NEXT")):
        return found.draft("TIME", "shift", unit="D", n=1 if found.first("NEXT") else -1, told=True, clock=clock)
    return found.draft("TIME", "clock", clock=clock)


def at_part(found: Found) -> Draft | None:
    """'at noon', 'by midnight', 'at dawn'; 'at night' says no day."""
    word = found.first("PART") or "night"
    return None if word == "night" else found.draft("TIME", "clock", clock=PART_VALUES[word])


def clock(found: Found) -> Draft | None:
    """'10:30 a.m.', '18:00 GMT', '5 p.m.'."""
    clock = _clock_of(found)
    return found.draft("TIME", "clock", clock=clock) if clock else None


def year_alone(found: Found) -> Draft | None:
    """'2014', 'late 2009', 'the year two thousand'."""
    year = _year(found)
    return found.draft("DATE", "fixed", value=str(year), narrow=_narrow(found)) if year else None


def year_range(found: Found) -> list[Draft]:
    """'2009-10', '1914/18', '2011-2013'."""
    first = found.words.lower[found.low]
    last = found.words.lower[found.high - 1]
    full = last if len(last) == 4 else first[: 4 - len(last)] + last
    if int(full) <= int(first):
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
    return found.draft("DATE", "fixed", value=value, narrow=_narrow(found))


def century(found: Found) -> Draft | None:
    """'the 19th century'."""
    if found.first("UNIT") != "century":
        return None
    number = ordinal(found.first("ORD") or "20th")
    return found.draft("DATE", "fixed", value=f"{number - 1:02d}", narrow=_narrow(found))


def fiscal_year(found: Found) -> Draft:
    """'fiscal 1989', 'the current fiscal year'."""
    year = _year(found)
    if year:
        return found.draft("DATE", "fixed", value=str(year), narrow=_narrow(found))
    return found.draft("DATE", "shift", unit="Y", n=_direction(found) or 0, narrow=_narrow(found))


def quarter(found: Found) -> Draft | None:
    """'the third quarter', 'third-quarter', 'the first quarter of 2014', 'Q3 2014', "next year's first quarter"."""
    number = ordinal(word) if (word := found.first("ORD")) else int((found.first("QN") or "q1")[1])
    if not 1 <= number <= 4:
        return None
    if year := _year(found):
        return found.draft("DATE", "fixed", value=f"{year}-Q{number}")
    direction = _direction(found)
    if found.first("AGO", "EARLIER"):
        return found.draft("DATE", "part", value=f"Q{number}", direction=-1, unit="Y")
    if found.first("UNIT") and direction is not None:
        return found.draft("DATE", "part", value=f"Q{number}", direction=direction, unit="Y", narrow=_narrow(found))
    return found.draft("DATE", "part", value=f"Q{number}", narrow=_narrow(found))


def half(found: Found) -> Draft | None:
    """'the first half of 2020', 'the last half of the 1980s'."""
    first = found.first("ORD", "LAST", "LATEST") or "first"
    part = "H1" if first in {"first", "1st"} else "H2"
    narrow: Narrow = "early" if part == "H1" else "late"
    if decade := found.first("DECADE"):
        digits = re.sub(r"\D", "", decade)
        return found.draft("DATE", "fixed", value=digits[:3] if len(digits) == 4 else "19" + digits[0], narrow=narrow)
    if year := _year(found):
        return found.draft("DATE", "fixed", value=f"{year}-{part}")
    directions = [name for name, _ in found if name in {"LAST", "NEXT", "THIS"}]
    direction = {"LAST": -1, "NEXT": 1, "THIS": 0}[directions[-1]] if found.first("UNIT") and directions else None
    if first in {"last", "past"} and directions == ["LAST"]:
        direction = None
    return found.draft("DATE", "part", value=part, direction=direction, unit="Y" if direction is not None else "")


def season(found: Found) -> Draft:
    """'last summer', 'the winter of 1994'."""
    part = SEASON_VALUES[found.first("SEASON") or "summer"]
    narrow = _narrow(found)
    if year := _year(found):
        return found.draft("DATE", "fixed", value=f"{year}-{part}", narrow=narrow)
    direction = _direction(found)
    unit = "Y" if found.first("UNIT") else ""
    return found.draft("DATE", "part", value=part, direction=direction, unit=unit, narrow=narrow)


def relative(found: Found) -> Draft | list[Draft]:
    """'last week', 'later this year', 'the end of next month', 'this weekend', 'the following day'."""
    unit = "WE" if found.first("WEEKEND") else "Q" if found.first("QUARTER") else unit_of(found.first("UNIT") or "year")
    word = found.first("LAST", "NEXT", "THIS", "LATEST") or "this"
    n = _direction(found) or 0
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
    return found.draft("DATE", "shift", unit=unit, n=n, told=told, narrow=_narrow(found))


def ago(found: Found) -> Draft | None:
    """'two weeks ago', 'nearly four years ago', 'several years ago', 'months ago'."""
    unit = _unit(found)
    number = quantity(found)
    if any("," in word for name, word in found if name == "NUM"):
        return None  # "157,000 week ago": a table
    if number == "X":
        return found.draft("DATE", "ref", value="PAST_REF", unit=unit)
    return found.draft("DATE", "shift", unit=unit, n=-round(float(number)), told=unit == "Y" and number == "1",
                       value="ago")  # fmt: skip


def _unit(found: Found) -> str:
    return "Q" if found.first("QUARTER") else unit_of(found.first("UNIT", "UNITS") or "year")


def earlier(found: Found) -> Draft:
    """'a month earlier', 'three days later', 'the day before': from the time told before."""
    unit = _unit(found)
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
    value = duration_value(quantity(found), _unit(found))
    if next(iter(found)) == ("LAST", "last") and found.before() not in _BEFORE_LAST:
        return found.part(1).draft("DURATION", "duration", value=value)  # the verb: "should last two weeks"
    return found.draft("DURATION", "duration", value=value, direction=_direction(found))


_BEFORE_LAST = {"in", "over", "during", "for", "within", "s", "than", "since", "and", "about", "nearly"}


def units_ref(found: Found) -> Draft:
    """'recent weeks', 'coming months', 'past years', 'these days'."""
    unit = _unit(found)
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
    unit = _unit(found)
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
    unit = _unit(found)
    return found.draft("SET", "set", value="P1Q" if unit == "Q" and number == "1" else duration_value(number, unit))


def rate(found: Found) -> Draft:
    """'daily', 'annually'."""
    return found.draft("SET", "set", value=RATES[found.first("RATE") or "daily"])


def ref(value: str) -> Callable[[Found], Draft]:
    """A reader of words that only point: to now, before or after."""
    return lambda found: found.draft("DATE", "ref", value=value)


def the_unit(found: Found) -> Draft:
    """'the quarter', 'the week', 'the weekend', 'that day', 'the latest period': known from the context."""
    unit = "WE" if found.first("WEEKEND") else "P" if found.first("PERIOD") else _unit(found)
    year = _year(found)
    if year:
        return found.draft("DATE", "the", unit=unit, value=str(year))
    return found.draft("DATE", "the", unit=unit, narrow=_narrow(found), told=bool(found.first("THAT", "SAME")))


def bare_units(found: Found) -> Draft | None:
    """'within weeks', 'for years', 'over the years': only after these words."""
    plain = found.first("THE") is None
    if found.before() not in ({"within", "for", "in", "over", "after"} if plain else {"over"}) or found.after() == "of":
        return None
    return found.draft("DURATION", "duration", value=duration_value("X", _unit(found)))


def bare_unit(found: Found) -> Draft | None:
    """'the year', 'the week', 'that day'; 'the year ended Sept. 30' is a duration."""
    unit = _unit(found)
    if found.first("THAT"):
        return the_unit(found) if unit in {"D", "W", "M", "Y"} else None
    if unit not in {"W", "M", "Y"} or found.after() in {"of", "when", "that", "before", "after", "old", "s", "in"}:
        return None
    if found.after() in {"ended", "ending", "through", "to"}:
        return found.draft("DURATION", "duration", value=f"P1{unit}")
    return the_unit(found)


def affair_day(found: Found) -> Draft | None:
    """'the 10th day of the conflict', 'day 10 of the war'."""
    unit = _unit(found)
    words = list(found)
    numbers = [
        ordinal(w) if n == "ORD" else int(CARDINALS.get(w, w)) for n, w in words if n in {"ORD", "DAY", "NUM", "CARD"}
    ]
    if unit not in {"D", "W", "M"} or not numbers:
        return None
    return found.draft("DATE", "affair", unit=unit, n=numbers[0], told=bool(found.first("OF")))


def age(found: Found) -> Draft | list[Draft]:
    """'37 years old' is no time; 'an 8-month-old truce' is a duration."""
    if _unit(found) == "Y" or found.after() in _CHILDREN:
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
