"""A time expression as read from its words alone, and the words that it was read from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from regesta.coding.timex.words import CARDINALS, PART_VALUES, Words, category_name, unit_of

Kind = Literal[
    "fixed", "duration", "set", "ref", "day", "month", "weekday", "part", "shift", "the",
    "clock", "affair", "numeric", "feast",
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
        """First character."""
        return self.words.spans[self.low][0]

    @property
    def end(self) -> int:
        """Character after the last."""
        return self.words.spans[self.high - 1][1]

    def draft(self, timex: str, kind: Kind, **fields: object) -> Draft:
        """A draft of these words."""
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
        elif (
            seen
            and (name in {"OR", "TO"} or (name == "DASH" and previous in {"DAY", "NUM"}))
            and _has_number(found, name)
        ):
            break  # a range: its first number
        previous = name
    total += current
    if not seen:
        return "X"
    return f"{total:g}" if total != int(total) else str(int(total))


def _has_number(found: Found, after: str) -> bool:
    """Does a number follow the first word of that category?"""
    names = [name for name, _ in found]
    return bool({"DAY", "NUM", "CARD"} & set(names[names.index(after) + 1 :]))


def duration_value(number: str, unit: str) -> str:
    """'P2Y', 'PT3H', 'PXD'; decades and centuries become years, a quarter three months."""
    factor, letters = (re.match(r"(\d*)(.*)", unit) or re.match("", "")).groups()  # type: ignore[union-attr]
    if letters == "Q" and number != "X":
        factor, letters = "3", "M"
    if factor and number != "X":
        product = float(number) * int(factor)
        number = f"{product:g}"
    if letters[0] == "T" and number == "0.5":
        return {"TH": "PT30M", "TM": "PT30S"}.get(letters, "PT0.5S")
    if number == "0.5" and letters == "Y":
        return "P6M"
    return f"PT{number}{letters[1:]}" if letters[0] == "T" else f"P{number}{letters}"


# --- what the words say ---------------------------------------------------------------------------------------


def said_direction(found: Found) -> int | None:
    """-1 for last, 0 for this, +1 for next; None when the words do not say."""
    for name, _ in found:
        if name == "LAST":
            return -1
        if name == "NEXT":
            return 1
        if name in {"THIS", "LATEST"}:
            return 0
    return None


def said_narrow(found: Found) -> Narrow:
    """Which part of the time is meant: 'early', 'mid', 'late', 'before' or 'after'."""
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


def said_clock(found: Found) -> str:
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
        if not hours:
            return ""
        if half is None:  # "1130 GMT"
            return (
                f"T{hours[0][:2]}:{hours[0][2:]}{zone}" if re.fullmatch(r"(?:[01]\d|2[0-3])[0-5]\d", hours[0]) else ""
            )
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


def said_year(found: Found) -> int | None:
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


def said_unit(found: Found) -> str:
    """TIMEX3 unit of the words: 'W', 'TH', '10Y', 'Q'."""
    return "Q" if found.first("QUARTER") else unit_of(found.first("UNIT", "UNITS") or "year")
