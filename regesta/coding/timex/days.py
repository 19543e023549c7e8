"""How days, months and times of day are read: from the words that one rule found to drafts.

A reader gives None where the words are no time after all, so that other rules get their turn at the next word, and
an empty list where they are to be passed over altogether (an age, an amount).
"""

from regesta.coding.timex.draft import (
    Draft,
    Found,
    Narrow,
    said_clock,
    said_direction,
    said_narrow,
    said_year,
)
from regesta.coding.timex.words import (
    DEICTICS,
    FEASTS,
    PART_VALUES,
    month_number,
    ordinal,
    weekday_number,
)


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
    year = said_year(found)
    clock = said_clock(found.part(cut)) if (cut := _clock_at(found)) else ""
    timex = "TIME" if clock else "DATE"
    if year:
        return found.draft(timex, "fixed", value=f"{year}-{number:02d}-{day:02d}{clock}")
    if shift := found.first("UNIT"):
        assert shift
        return found.draft(timex, "day", month=number, day=day, direction=said_direction(found), unit="Y", clock=clock)
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
        return found.draft("DATE", "feast", month=number, day=day, n=said_year(found) or 0)
    return found.draft("DATE", "feast", month=number, day=day, direction=said_direction(found))


def clock_and_day(found: Found) -> Draft | None:
    """'10 p.m. Wednesday', '5 p.m. EST Nov. 9', 'noon Thursday', 'mid-afternoon yesterday'."""
    cut = _day_at([name for name, _ in found])
    days = found.part(cut)
    name, word = next(iter(days))
    clock = said_clock(found.part(0, cut)) or ("TMI" if found.first("MID") else "")
    if name == "WEEKDAY":
        return found.draft(
            "TIME", "weekday", weekday=weekday_number(word), clock=clock, direction=said_direction(found)
        )
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
    if year := said_year(found):
        return found.draft("DATE", "fixed", value=f"{year}-{value:02d}", narrow=part)
    return found.draft("DATE", "month", month=value, narrow=part)


def day_range(found: Found) -> list[Draft]:
    """'March 3-5, 2014', 'from 3 to 5 March': two days, the first marked as the beginning of a range."""
    whole = list(found)
    days = [i for i, (name, _) in enumerate(whole) if name in {"DAY", "ORD"}]
    number = month_number(found.first("MONTH", "MABBR") or "may")
    year = said_year(found)
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
    narrow = said_narrow(found)
    if year := said_year(found):
        return found.draft("DATE", "fixed", value=f"{year}-{number:02d}", narrow=narrow)
    if found.first("UNIT"):
        return found.draft("DATE", "month", month=number, direction=said_direction(found), unit="Y", narrow=narrow)
    return found.draft("DATE", "month", month=number, direction=said_direction(found), narrow=narrow)


def weekday(found: Found) -> Draft:
    """'Tuesday', 'last Friday', 'early Monday', 'Saturday night'."""
    word = found.first("WEEKDAY") or "monday"
    clock = PART_VALUES[part] if (part := found.first("PART")) else ""
    told = found.first("LAST") in {"previous", "preceding"}
    return found.draft("TIME" if clock else "DATE", "weekday", weekday=weekday_number(word), clock=clock,
                       direction=said_direction(found), told=told)  # fmt: skip


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
    clock = said_clock(found)
    return found.draft("TIME", "clock", clock=clock) if clock else None
