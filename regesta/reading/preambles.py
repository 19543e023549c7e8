"""Date stamps and datelines: what stands before the first sentence of a report and says when and where.

    >>> preambles(" date 2022-03-06 China on Saturday called for talks.")[0].day
    datetime.date(2022, 3, 6)
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Preamble:
    """A stamp or a dateline at the head of a text; it stays in the text, but is not coded as part of a sentence."""

    start: int  # code points of the text
    end: int
    kind: Literal["stamp", "dateline"]
    day: dt.date | None  # a dateline often names no year
    month_day: tuple[int, int] | None = None  # of a dateline without a year
    place: str | None = None
    agency: str | None = None


_STAMP = re.compile(r"\s*\bdate[:\s]+(\d{4})-(\d\d)-(\d\d)\b\s*", re.IGNORECASE)


def preambles(text: str) -> list[Preamble]:
    """The stamps and datelines before the first sentence, in text order; empty when there are none."""
    found = _STAMP.match(text)
    if not found:
        return []
    try:
        day = dt.date(*map(int, found.groups()))
    except ValueError:
        return []
    return [Preamble(start=found.start(), end=found.end(), kind="stamp", day=day)]
