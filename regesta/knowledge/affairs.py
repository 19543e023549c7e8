"""Affairs with a known first day, so that "the 10th day of the conflict" is a date.

The table is `data/dated_events.csv`; users add their own affairs to a file of the same columns. An affair is
recognised by a noun ("conflict") and by a word that the report must contain ("Ukrain" at the start of a word).
"""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Affair:
    """An affair that reports count the days of; its first day is day 1."""

    name: str
    first_day: dt.date
    nouns: frozenset[str]  # in small letters: 'war', 'conflict'
    about: re.Pattern[str]  # a report on the affair contains it


def read_affairs(lines: Iterable[str]) -> tuple[Affair, ...]:
    """The affairs of a CSV file with the columns name, first_day, nouns, about; several words are set apart by '|'.

    Raises ValueError for a first day that is no ISO date and KeyError for a missing column.
    """
    return tuple(
        Affair(
            row["name"], dt.date.fromisoformat(row["first_day"]), frozenset(row["nouns"].lower().split("|")),
            re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in row['about'].split('|'))})"),
        )
        for row in csv.DictReader(lines)
    )  # fmt: skip


@lru_cache(maxsize=4)
def affairs(extra: Path | None = None) -> tuple[Affair, ...]:
    """The affairs of the package, after those of the user's own file, which therefore come first."""
    shipped = files("regesta.knowledge").joinpath("data/dated_events.csv").read_text(encoding="utf-8")
    own = read_affairs(extra.read_text(encoding="utf-8").splitlines()) if extra else ()
    return own + read_affairs(shipped.splitlines())


def affair_of(words: str, text: str, day: dt.date | None, known: Sequence[Affair]) -> Affair | None:
    """The affair that the words ("of the conflict in Eastern Europe") mean in a report with that text.

    Of several that fit, the one that began last before `day`; without a day there must be only one.
    """
    nouns = set(re.findall(r"[a-z]+", words.lower()))
    fitting = [a for a in known if nouns & a.nouns and a.about.search(text) and (day is None or a.first_day <= day)]
    if not fitting or (day is None and len(fitting) > 1):
        return None
    return max(fitting, key=lambda a: a.first_day)
