"""The grammar of time expressions: words -> drafts that say what is meant, not yet which day that is.

Each rule is a regular expression over categories of words (`timex_words`) and a function that reads the words
found. "last Tuesday" is one draft (weekday 2, direction -1) whatever day the report was published; `times` turns
drafts into days. Rules are tried in order, so the longer and surer ones stand first.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from regesta.coding.timex_words import (
    CARDINALS,
    DECADE_NAMES,
    DEICTICS,
    FEASTS,
    PART_VALUES,
    RATES,
    SEASON_VALUES,
    Words,
    category_name,
    compile_rule,
    lex,
    month_number,
    ordinal,
    unit_of,
    weekday_number,
)

Kind = Literal[
    "fixed", "duration", "set", "ref", "day", "month", "weekday", "part", "shift", "the", "clock", "affair", "numeric", "feast",
]  # fmt: skip
Narrow = Literal["", "early", "mid", "late", "before", "after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A time expression as read from the words alone.

    `kind` says which of the other fields count: 'fixed' has a value; 'day' a month and a day; 'weekday' a number
    from 1; 'part' a part of a year (Q3, SU, H1) as value; 'shift' is n units from the publication, or from the time
    told before when `told`; 'the' a unit known from the context ("the quarter"); 'clock' only a time of day.
    """

    start: int
    end: int
    timex: str
    kind: Kind
    value: str = ""
    month: int = 0
    day: int = 0
    weekday: int = 0
    unit: str = ""
    n: int = 0
    told: bool = False
    direction: int | None = None  # -1 last, 0 this, +1 next; None when the words do not say
    narrow: Narrow = ""
    clock: str = ""  # TIMEX3 suffix: 'TMO', 'T18:00'
    ranged: bool = False  # the first half of a range whose second half follows


class Found:
    """The words of one match: look-ups by category."""

    __slots__ = ("high", "low", "text", "words")

    def __init__(self, text: str, words: Words, low: int, high: int) -> None:
        self.text, self.words, self.low, self.high = text, words, low, high

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for i in range(self.low, self.high):
            yield category_name(self.words.categories[i]), self.words.lower[i]

    def all(self, *names: str) -> list[str]:
        """The words of these categories, in order."""
        return [word for name, word in self if name in names]

    def first(self, *names: str) -> str | None:
        """The first word of these categories."""
        return next(iter(self.all(*names)), None)

    def before(self, steps: int = 1) -> str:
        """The word that stands so many words before the match; '' at the beginning."""
        at = self.low - steps
        return self.words.lower[at] if at >= 0 else ""

    def after(self, steps: int = 1) -> str:
        """The word that stands so many words after the match; '' at the end."""
        at = self.high + steps - 1
        return self.words.lower[at] if at < len(self.words.lower) else ""

    def part(self, low: int, high: int | None = None) -> "Found":
        """Some of the words, counted from the first of the match."""
        end = self.high if high is None else self.low + high
        return Found(self.text, self.words, self.low + low, end)

    @property
    def start(self) -> int:
        return self.words.spans[self.low][0]

    @property
    def end(self) -> int:
        return self.words.spans[self.high - 1][1]

    def draft(self, timex: str, kind: Kind, **fields: object) -> Draft:
        return Draft(start=self.start, end=self.end, timex=timex, kind=kind, **fields)  # type: ignore[arg-type]


# --- numbers ---------------------------------------------------------------------------------------------------


def quantity(found: Found) -> str:
    """The number in words or digits as TIMEX3 writes it: '2', '2.5', 'X' for 'several' or for none."""
    total = current = 0.0
    seen = False
    previous = ""
    for name, word in found:
        if name == "FEW" or (name == "UNITS" and not seen):
            return "X"
        if name == "COUPLE":
            return "2"
        if name == "HALF":
            current, seen = (current + 0.5 if seen else 0.5), True
        elif name in {"DAY", "NUM", "YEAR"} and word[0].isdigit():
            number = float(word.replace(",", ""))
            if previous == "BAR" and number:  # "2 1/2": the 1 was added, now it becomes a half
                current += 1 / number - 1
            else:
                current = number if previous == "A" else current + number
            seen = True
        elif name in {"CARD", "CENT", "THOUSAND"}:
            number = CARDINALS[word]
            if previous == "A" and number not in {12, 100, 1000}:
                current = 0.0  # "a two-week crisis": the article counts nothing
            current = max(current, 1) * number if number in {12, 100, 1000} else current + number
            seen = True
        elif name == "A" and not seen:
            current, seen = 1.0, True
        elif name in {"OR", "TO"} or (name == "DASH" and seen and previous in {"DAY", "NUM"} and current > 0):
            if any(n in {"DAY", "NUM", "CARD"} for n, _ in _rest(found, name)):
                break  # a range: its first number
        previous = name
    total += current
    if not seen:
        return "X"
    return f"{total:g}" if total != int(total) else str(int(total))


def _rest(found: Found, stop: str) -> list[tuple[str, str]]:
    pairs = list(found)
    names = [name for name, _ in pairs]
    return pairs[names.index(stop) + 1 :]


def duration_value(number: str, unit: str) -> str:
    """'P2Y', 'PT3H', 'PXD'; decades and centuries become years, a quarter three months."""
    factor, letters = (re.match(r"(\d*)(.*)", unit) or re.match("", "")).groups()  # type: ignore[union-attr]
    if letters == "Q" and number != "X":
        factor, letters = "3", "M"
    if letters == "TH" and number == "24":
        return "P1D"
    if factor and number != "X":
        product = float(number) * int(factor)
        number = f"{product:g}"
    if letters[0] == "T" and number == "0.5":
        return {"TH": "PT30M", "TM": "PT30S"}.get(letters, "PT0.5S")
    if number == "0.5" and letters == "Y":
        return "P6M"
    return f"PT{number}{letters[1:]}" if letters[0] == "T" else f"P{number}{letters}"


# --- readers: words of a match -> drafts ---------------------------------------------------------------------------


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


def _iso(found: Found) -> Draft:
    value = found.text[found.start : found.end]
    return found.draft("TIME" if "T" in value else "DATE", "fixed", value=value)


def _slash(found: Found) -> Draft:
    return found.draft("DATE", "numeric", value=found.words.lower[found.low])


def _month_day(found: Found) -> Draft | None:
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


def _feast(found: Found) -> Draft:
    """'Christmas Day', 'Easter 2014': the month is 0 for days counted from Easter."""
    number, day = FEASTS[(found.first("FEAST") or "easter").replace("’", "'")]
    if found.first("YEAR"):
        return found.draft("DATE", "feast", month=number, day=day, n=_year(found) or 0)
    return found.draft("DATE", "feast", month=number, day=day, direction=_direction(found))


def _clock_and_day(found: Found) -> Draft | None:
    """'10 p.m. Wednesday', '5 p.m. EST Nov. 9', 'noon Thursday', 'mid-afternoon yesterday'."""
    cut = next((i for i, (name, _) in enumerate(found) if name in {"WEEKDAY", "MONTH", "MABBR", "DEICTIC"}), None)
    if cut is None:
        return None
    days = found.part(cut)
    name, word = next(iter(days))
    clock = _clock_of(found.part(0, cut)) or ("TMI" if found.first("MID") else "")
    if name == "WEEKDAY":
        return found.draft("TIME", "weekday", weekday=weekday_number(word), clock=clock, direction=_direction(found))
    if name == "DEICTIC":
        return found.draft("TIME", "shift", unit="D", n=DEICTICS[word], clock=clock)
    day = _month_day(days)
    if day is None:
        return None
    if day.kind == "fixed":
        return found.draft("TIME", "fixed", value=day.value + clock)
    return found.draft("TIME", "day", month=day.month, day=day.day, clock=clock)


def _day_range(found: Found) -> list[Draft]:
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


def _month(found: Found) -> Draft | None:
    """A month, with or without a year: 'March 2014', 'early March', 'last May', 'June last year'."""
    word = found.first("MONTH", "MABBR") or "may"
    number = month_number(word)
    narrow = _narrow(found)
    if year := _year(found):
        return found.draft("DATE", "fixed", value=f"{year}-{number:02d}", narrow=narrow)
    if found.first("UNIT"):
        return found.draft("DATE", "month", month=number, direction=_direction(found), unit="Y", narrow=narrow)
    return found.draft("DATE", "month", month=number, direction=_direction(found), narrow=narrow)


def _weekday(found: Found) -> Draft:
    word = found.first("WEEKDAY") or "monday"
    clock = PART_VALUES[part] if (part := found.first("PART")) else ""
    return found.draft("TIME" if clock else "DATE", "weekday", weekday=weekday_number(word), clock=clock,
                       direction=_direction(found), told=found.first("LAST") in {"previous", "preceding"})  # fmt: skip


def _weekdays(found: Found) -> Draft:
    words = found.all("WEEKDAYS", "WEEKDAY")
    return found.draft("SET", "set", value=f"XXXX-WXX-{weekday_number(words[0])}", unit="W")


def _deictic(found: Found) -> Draft:
    word = found.first("DEICTIC") or "today"
    clock = PART_VALUES[part] if (part := found.first("PART")) else ("TNI" if word == "tonight" else "")
    return found.draft("TIME" if clock else "DATE", "shift", unit="D", n=DEICTICS[word], clock=clock)


def _day_part(found: Found) -> Draft:
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


def _at_part(found: Found) -> Draft | None:
    """'at noon', 'by midnight', 'at dawn'; 'at night' says no day."""
    word = found.first("PART") or "night"
    return None if word == "night" else found.draft("TIME", "clock", clock=PART_VALUES[word])


def _clock(found: Found) -> Draft | None:
    clock = _clock_of(found)
    return found.draft("TIME", "clock", clock=clock) if clock else None


def _year_alone(found: Found) -> Draft | None:
    year = _year(found)
    return found.draft("DATE", "fixed", value=str(year), narrow=_narrow(found)) if year else None


def _year_range(found: Found) -> list[Draft]:
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


def _decade(found: Found) -> Draft | None:
    if word := found.first("NINETIES"):
        value = "19" + DECADE_NAMES[word]
    else:
        digits = re.sub(r"\D", "", found.first("DECADE") or "90")
        if len(digits) == 2 and found.first("THE", "APOS") is None:
            return None  # "in his 20s"
        value = digits[:3] if len(digits) == 4 else "19" + digits[0]
    return found.draft("DATE", "fixed", value=value, narrow=_narrow(found))


def _century(found: Found) -> Draft | None:
    if found.first("UNIT") != "century":
        return None
    number = ordinal(found.first("ORD") or "20th")
    return found.draft("DATE", "fixed", value=f"{number - 1:02d}", narrow=_narrow(found))


def _fiscal_year(found: Found) -> Draft:
    year = _year(found)
    if year:
        return found.draft("DATE", "fixed", value=str(year), narrow=_narrow(found))
    return found.draft("DATE", "shift", unit="Y", n=_direction(found) or 0, narrow=_narrow(found))


def _quarter(found: Found) -> Draft | None:
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


def _half(found: Found) -> Draft | None:
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


def _season(found: Found) -> Draft:
    part = SEASON_VALUES[found.first("SEASON") or "summer"]
    narrow = _narrow(found)
    if year := _year(found):
        return found.draft("DATE", "fixed", value=f"{year}-{part}", narrow=narrow)
    direction = _direction(found)
    unit = "Y" if found.first("UNIT") else ""
    return found.draft("DATE", "part", value=part, direction=direction, unit=unit, narrow=narrow)


def _relative(found: Found) -> Draft:
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
    if word in {"past"} and unit in {"D", "W", "M"}:
        return found.draft("DURATION", "duration", value=f"P1{unit}", direction=-1)
    return found.draft("DATE", "shift", unit=unit, n=n, told=told, narrow=_narrow(found))


def _ago(found: Found) -> Draft | None:
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


def _earlier(found: Found) -> Draft:
    """'a month earlier', 'three days later', 'the day before': from the time told before."""
    unit = _unit(found)
    number = quantity(found) if found.first("A", "DAY", "NUM", "CARD", "FEW", "COUPLE", "UNITS") else "1"
    sign = 1 if found.first("LATER", "AFTER") else -1
    if number == "X":
        value = duration_value("X", unit)
        return found.draft("DURATION", "duration", value=value)
    return found.draft("DATE", "shift", unit=unit, n=sign * round(float(number)), told=True)


def _year_ago(found: Found) -> Draft:
    """'the year-ago quarter', 'year-earlier', 'the corresponding period last year'."""
    piece = found if found.first("A") is None or found.first("THE") else found.part(1)
    return piece.draft("DATE", "shift", unit="Y", n=-1, told=True)


def _span_of_units(found: Found) -> Draft:
    """'the past two months', 'the next few days', 'the first nine months'."""
    value = duration_value(quantity(found), _unit(found))
    if next(iter(found)) == ("LAST", "last") and found.before() not in _BEFORE_LAST:
        return found.part(1).draft("DURATION", "duration", value=value)  # the verb: "should last two weeks"
    return found.draft("DURATION", "duration", value=value, direction=_direction(found))


_BEFORE_LAST = {"in", "over", "during", "for", "within", "s", "than", "since", "and", "about", "nearly"}


def _units_ref(found: Found) -> Draft:
    """'recent weeks', 'coming months', 'past years', 'these days'."""
    unit = _unit(found)
    if found.first("THESE"):
        return found.draft("DATE", "ref", value="PRESENT_REF")
    if found.first("NEXT", "FUTURE"):
        return found.draft("DATE", "ref", value="FUTURE_REF")
    if unit in {"W", "M", "Q"}:
        return found.draft(
            "DURATION", "duration", value=duration_value("X", "M" if unit == "Q" else unit), direction=-1
        )
    return found.draft("DATE", "ref", value="PAST_REF")


def _duration(found: Found) -> Draft | list[Draft]:
    unit = _unit(found)
    if unit == "Q" and found.after() in {"of", "to", "final", "finals", "-", "the", "mile", "century"}:
        return []  # a fourth part of something
    if any("," in word for name, word in found if name == "NUM"):
        return []  # "773,729 Year": a table
    number = quantity(found)
    if (
        found.first("A")
        and list(found)[0][0] == "A"
        and list(found)[1][0] in {"CARD", "DAY", "NUM", "FEW"}
        and number != "100"
    ):
        if not found.first("FEW") or found.first("DASH"):
            found = found.part(1)
    timex = "DURATION"
    if found.first("A") and not found.first("HALF", "FEW", "COUPLE", "CARD") and _is_rate(found):
        timex = "SET"
    return found.draft(timex, "set" if timex == "SET" else "duration", value=duration_value(number, unit))


def _is_rate(found: Found) -> bool:
    """'four flights a week', '15 a year': what stands before is a number or a thing counted."""
    previous = found.before()
    return previous[:1].isdigit() or previous in {"times", "twice", "once"} or (previous.endswith("s") and previous.isalpha()
                                                             and previous not in _NOT_COUNTED)  # fmt: skip


_NOT_COUNTED = {"is", "was", "has", "as", "its", "his", "lasts", "takes", "plus", "this", "us", "less", "perhaps"}


def _every(found: Found) -> Draft:
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


def _rate(found: Found) -> Draft:
    return found.draft("SET", "set", value=RATES[found.first("RATE") or "daily"])


def _ref(value: str) -> Callable[[Found], Draft]:
    return lambda found: found.draft("DATE", "ref", value=value)


def _the_unit(found: Found) -> Draft:
    """'the quarter', 'the week', 'the weekend', 'that day', 'the latest period': known from the context."""
    unit = "WE" if found.first("WEEKEND") else "P" if found.first("PERIOD") else _unit(found)
    year = _year(found)
    if year:
        return found.draft("DATE", "the", unit=unit, value=str(year))
    return found.draft("DATE", "the", unit=unit, narrow=_narrow(found), told=bool(found.first("THAT", "SAME")))


def _bare_units(found: Found) -> Draft | None:
    """'within weeks', 'for years', 'over the years': only after these words."""
    plain = found.first("THE") is None
    if found.before() not in ({"within", "for", "in", "over", "after"} if plain else {"over"}) or found.after() == "of":
        return None
    return found.draft("DURATION", "duration", value=duration_value("X", _unit(found)))


def _bare_unit(found: Found) -> Draft | None:
    """'the year', 'the week', 'that day'; 'the year ended Sept. 30' is a duration."""
    unit = _unit(found)
    if found.first("THAT"):
        return _the_unit(found) if unit in {"D", "W", "M", "Y"} else None
    if unit not in {"W", "M", "Y"} or found.after() in {"of", "when", "that", "before", "after", "old", "s", "in"}:
        return None
    if found.after() in {"ended", "ending", "through", "to"}:
        return found.draft("DURATION", "duration", value=f"P1{unit}")
    return _the_unit(found)


def _affair_day(found: Found) -> Draft | None:
    """'the 10th day of the conflict', 'day 10 of the war'."""
    unit = _unit(found)
    words = list(found)
    numbers = [
        ordinal(w) if n == "ORD" else int(CARDINALS.get(w, w)) for n, w in words if n in {"ORD", "DAY", "NUM", "CARD"}
    ]
    if unit not in {"D", "W", "M"} or not numbers:
        return None
    return found.draft("DATE", "affair", unit=unit, n=numbers[0], told=bool(found.first("OF")))


def _age(found: Found) -> Draft | list[Draft]:
    """'37 years old' is no time; 'an 8-month-old truce' is a duration."""
    return [] if _unit(found) == "Y" else _duration(found)


Reader = Callable[[Found], Draft | list[Draft] | None]

_N1 = "(DAY|NUM|YEAR|CARD|CENT|THOUSAND)"
_NUMBER = f"(A? FEW|A? COUPLE OF?|DAY DAY BAR DAY|(A|{_N1}) (DASH? AND? (CARD|THOUSAND|A? HALF))*)"
_RANGE = f"({_NUMBER} (TO|OR|DASH) {_NUMBER}|{_NUMBER})"
_ABOUT = "(ABOUT|AT LEAST|MORE THAN|UP TO)*"
_M = "(MONTH|MABBR DOT?)"
_W = "((WEEKDAY|WABBR DOT?) COMMA?)"
_D = "(DAY|ORD)"
_ANYUNIT = "(UNITS|UNIT|QUARTER)"
_SPELLED = "(CENT CARD (DASH? CARD)?|CARD THOUSAND (AND? CARD)?)"
_Y = f"(YEAR|{_SPELLED})"
_EDGE = "(THE EDGE OF|THE MID OF|EARLY DASH?|MID DASH?|EARLIER|LATER|SOME)"
_WHICH = "(THIS|LAST|NEXT)"
_TIMEOFDAY = "((CLOCK|DAY|CARD) AMPM|PART|MID DASH? PART|CLOCK)"

_RULES: Final[tuple[tuple[str, Reader], ...]] = (
    ("ISO", _iso),
    ("SLASH", _slash),
    # days of a month
    (f"ABOUT? {_TIMEOFDAY} ZONE? COMMA? ON? {_W}? {_M} {_D} (COMMA? YEAR)?", _clock_and_day),
    (f"{_M} DAY (DASH|TO|AND) DAY (COMMA? YEAR)?", _day_range),
    (f"(FROM|BETWEEN)? {_D} (DASH|TO|AND) {_D} OF? {_M} (COMMA? YEAR)?", _day_range),
    (f"ABOUT? (THIS|NEXT|LAST)* {_W}? {_M} THE? {_D} (COMMA? YEAR|COMMA? {_WHICH} UNIT)? (AT? (CLOCK|DAY) AMPM)?", _month_day),
    (f"{_W}? THE? {_D} OF? {_M} (COMMA? YEAR|COMMA? {_WHICH} UNIT)?", _month_day),
    # clock times with their day
    (f"ABOUT? {_TIMEOFDAY} ZONE? COMMA? (ON|OF)? LAST? (WEEKDAY|DEICTIC)", _clock_and_day),
    # months
    (f"{_EDGE}? {_M} (COMMA|OF)? {_Y}", _month),
    (f"{_EDGE}? {_M} (COMMA|OF)? {_WHICH} UNIT", _month),
    ("EVERY MONTH", _every),
    (f"{_EDGE}? {_WHICH}? MONTH", _month),
    # quarters, halves and other parts of years
    (f"{_WHICH} UNIT APOS S FISCAL? ORD DASH? QUARTER", _quarter),
    ("THE? UNIT DASH? (AGO|EARLIER) FISCAL? ORD DASH? QUARTER", _quarter),
    (f"THE? (LATEST|FISCAL)? DASH? (YEAR)? FISCAL? ORD DASH? QUARTER (OF? FISCAL? (THE|{_WHICH})? (YEAR|UNIT))?", _quarter),
    (f"QN (OF? {_Y})?", _quarter),
    (f"THE? (ORD|LAST) HALF OF (THE|{_WHICH})? (APOS? DECADE|YEAR|UNIT)", _half),
    (f"{_EDGE}? (THE|{_WHICH}|A)? SEASON (OF? (YEAR|{_SPELLED}|{_WHICH} UNIT))", _season),
    ("EVERY (SEASON|FEAST)", _every),
    (f"({_WHICH}|THE)? FEAST (COMMA? YEAR)?", _feast),
    (f"{_EDGE}? {_WHICH} {_WHICH}? SEASON", _season),
    ("(THE EARLY|THE) SEASON", _season),
    # ages, then amounts of time from a point
    (f"(THE|HIS|A)? {_RANGE} DASH? {_ANYUNIT} DASH? OLD", _age),
    (f"{_ABOUT} {_RANGE} {_ANYUNIT} (OR SO)? AGO", _ago),
    ("UNITS AGO", _ago),
    ("(THE|A)? UNIT DASH (AGO|EARLIER) (QUARTER|PERIOD|CARD UNITS)?", _year_ago),
    ("THE (QUARTER|PERIOD) A UNIT (AGO|EARLIER)", _year_ago),
    (f"{_ABOUT} {_RANGE} {_ANYUNIT} (EARLIER|LATER|BEFORE (?=DOT|COMMA))", _earlier),
    ("THE UNIT (BEFORE|AFTER|EARLIER|LATER) (?=DOT|COMMA|AND)", _earlier),
    # numbered days of an affair
    ("THE? ORD DASH? UNIT DOT? (?=OF|UNTIL)", _affair_day),
    # last, this, next
    (f"{_ABOUT} (EVERY OF)? (THE|HIS|THESE)? (LAST|NEXT|LATEST|ORD|FULL) {_ABOUT} {_RANGE} {_ANYUNIT} (OR SO)?", _span_of_units),
    (f"{_EDGE}? (THE|HIS)? {_WHICH}+ (FISCAL UNIT|UNIT|WEEKEND|QUARTER) (OR SO)?", _relative),
    (f"{_EDGE}? THE? LATEST (FISCAL UNIT|QUARTER|PERIOD|UNIT)", _the_unit),
    ("THE? UNIT DASH EDGE", _the_unit),
    ("UNIT (APOS S|DASH)? EDGE", _the_unit),
    (f"{_EDGE} (IN|OF)? THE (FISCAL UNIT|UNIT|QUARTER|WEEKEND)", _the_unit),
    ("THE YEAR (QUARTER|PERIOD)", _the_unit),
    ("THE FULL? (QUARTER|WEEKEND|FULL UNIT)", _the_unit),
    # sets
    (f"EVERY (OTHER|{_NUMBER})? (UNITS|UNIT|WEEKDAY|SEASON|PART|QUARTER)", _every),
    ("PER (UNIT)", _every),
    ("WEEKDAYS", _weekdays),
    ("RATE", _rate),
    # weekdays and deictic days
    (f"(EARLY|EARLIER|LATER)? THE? {_WHICH}* WEEKDAY PART?", _weekday),
    ("(EARLY|EARLIER|LATER|MID DASH? PART)? DEICTIC (DASH? PART)?", _deictic),
    ("(LATER|EARLIER|EARLY)? (THIS|LAST|THAT) PART", _day_part),
    ("THE (NEXT|LAST) PART", _day_part),
    ("(THE|MID DASH?) PART", _day_part),
    ("SOLE", _day_part),
    ("(?<=AT|UNTIL) PART", _at_part),
    # clock
    ("ABOUT? (CLOCK|DAY|CARD) AMPM ZONE?", _clock),
    ("ABOUT? (CLOCK|YEAR|NUM) ZONE", _clock),
    ("(?<=AT|TO) CLOCK", _clock),
    # decades, centuries
    ("(THE)? (EARLY|MID)? DASH? APOS? DECADE", _decade),
    ("THE (EARLY|MID)? DASH? NINETIES", _decade),
    ("THE? (EARLY|MID)? DASH? ORD DASH? UNIT", _century),
    # years
    (f"THE? {_WHICH}? FISCAL UNIT (YEAR)?", _fiscal_year),
    ("FISCAL YEAR", _fiscal_year),
    ("THE UNIT CARD THOUSAND (AND? CARD)?", _year_alone),
    ("CENT CARD (DASH CARD)?", _year_alone),
    ("YEAR (DASH|BAR) (YEAR|DAY|NUM)", _year_range),
    (f"{_EDGE}? YEAR", _year_alone),
    # amounts
    ("(A DASH? HALF DASH? UNIT|HALF DASH? A DASH? UNIT|HALF DASH UNIT)", _duration),
    (f"{_ABOUT} (A|CARD|DAY) UNIT AND A HALF", _duration),
    (f"{_ABOUT} THE? {_RANGE} MORE? DASH? {_ANYUNIT}", _duration),
    ("(RECENT|THESE|FUTURE|NEXT|LAST) UNITS (AND UNITS)?", _units_ref),
    ("THE ORD UNITS", _span_of_units),
    ("(THE)? UNITS (OR UNITS)?", _bare_units),
    ("(THE|THAT) UNIT (?!DASH)", _bare_unit),
    ("THAT QUARTER", _the_unit),
    ("(THE|THAT) SAME (UNIT|QUARTER|WEEKEND)", _the_unit),
    ("(RECENT|FUTURE|NEXT) QUARTER", _units_ref),
    # references to now
    ("NOWREF", _ref("PRESENT_REF")),
    ("(MORE)? PASTREF", _ref("PAST_REF")),
    ("FUTUREREF", _ref("FUTURE_REF")),
    ("THE NEAR? FUTURE", _ref("FUTURE_REF")),
)  # fmt: skip


def _the_past(found: Found) -> Draft | None:
    """'in the past'; not 'in the past of the country' and not 'in the last round'."""
    return found.part(1).draft("DATE", "ref", value="PAST_REF") if found.first("LAST") == "past" else None


def _moment(found: Found) -> Draft | None:
    """'at the moment', 'at that time', 'at the time'."""
    now = found.first("MOMENT") == "moment"
    return found.part(1).draft("DATE", "ref", value="PRESENT_REF" if now or found.first("THIS") else "PAST_REF")


_STARTERS = (
    "WEEKDAY WEEKDAYS WABBR MONTH MABBR YEAR DAY NUM ORD CARD CENT THOUSAND A FEW COUPLE UNIT UNITS QUARTER QN HALF SEASON "
    "DECADE APOS PART SOLE DEICTIC LAST NEXT THIS THESE THAT LATEST EARLIER LATER EARLY MID EDGE THE HIS IN CLOCK ISO SLASH FEAST SAME "
    "EVERY PER FROM BETWEEN FISCAL ABOUT AT MORE UP RATE RECENT SOME FULL PASTREF NOWREF FUTUREREF FUTURE"
)
_IDLE = (
    "THE A HIS ABOUT AT MORE UP THIS THAT THESE IN LAST NEXT ORD EARLIER LATER FEW APOS FULL EDGE"  # before any word
)
_ALL_RULES = (
    *_RULES,
    (
        "IN THE LAST (?!UNIT|UNITS|QUARTER|WEEKEND|FEW|COUPLE|CARD|DAY|NUM|SEASON|PART|CENT|HALF|DECADE|ABOUT|AT|MORE)",
        _the_past,
    ),
    ("AT (THE|THIS|THAT) MOMENT", _moment),
)
_RULE_READERS: Final = tuple(reader for _, reader in _ALL_RULES)
_GRAMMAR = re.compile(
    compile_rule(f"(?=[{_STARTERS}])(?![{_IDLE}]OTHER)")
    + "(?:" + "|".join(f"(?P<r{i}>{compile_rule(rule)})" for i, (rule, _) in enumerate(_ALL_RULES)) + ")"
)  # fmt: skip


def find_drafts(text: str) -> list[Draft]:
    """The time expressions of a text, in order, without overlaps; what the words alone can tell of each."""
    words = lex(text)
    drafts: list[Draft] = []
    at = 0
    while match := _GRAMMAR.search(words.categories, at):
        low, high = match.span()
        reader = _RULE_READERS[int(_rule_name(match)[1:])]
        read = reader(Found(text, words, low, high))
        at = high
        if read is None:
            at = low + 1
        elif isinstance(read, Draft):
            drafts.append(read)
        else:
            drafts.extend(read)
    return drafts


def _rule_name(match: re.Match[str]) -> str:
    """The name of the rule that matched: the outermost group, which is the only named one."""
    name = match.lastgroup
    assert name is not None
    return name
