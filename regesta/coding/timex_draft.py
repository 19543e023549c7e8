"""A time expression as read from its words alone, and the words that it was read from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from regesta.coding.timex_words import CARDINALS, Words, category_name

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
