"""Affairs with a known first day, so that "the 10th day of the conflict" is a date.

The table is `data/dated_events.csv`; users add their own affairs to a file of the same columns. An affair is
recognised by a noun ("conflict") and by a word that the report must contain ("Ukrain" at the start of a word).
"""

import codecs
import csv
import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from regesta.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Affair:
    """An affair that reports count the days of; its first day is day 1."""

    name: str
    first_day: dt.date
    nouns: frozenset[str]  # in small letters: 'war', 'conflict'
    about: re.Pattern[str]  # a report on the affair contains it


_COLUMNS: Final = ("name", "first_day", "nouns", "about")


def own_affairs(path: str | Path) -> str:
    """The text of a user's own table of affairs, checked, for `Settings.affairs`.

    Raises SettingsError, with file and line, for what cannot be read or understood.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        raise SettingsError(
            f"{path}:1: expected a CSV file in UTF-8, got UTF-16 or a binary file: save it as CSV UTF-8"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{path}:{line}: expected a CSV file in UTF-8, got other bytes: save it as CSV UTF-8"
        ) from error
    read_affairs(text, str(path))
    return text


def read_affairs(text: str, source: str = "affairs") -> tuple[Affair, ...]:
    """The affairs of a CSV table with the columns name, first_day, nouns, about; several words are set apart by '|'.

    Commas, semicolons or tabs separate the columns. Raises SettingsError that names the source and the line.
    """
    header = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    columns = [column.strip().lower() for column in next(rows, [])]
    if missing := [column for column in _COLUMNS if column not in columns]:
        raise SettingsError(f"{source}:1: expected the columns {', '.join(_COLUMNS)}; without {', '.join(missing)}")
    found = []
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                row = {c: cell.strip() for c, cell in zip(columns, cells, strict=False)}
                found.append(_affair(row, f"{source}:{rows.line_num}"))
    except csv.Error as error:
        raise SettingsError(f"{source}:{rows.line_num}: not a row of a CSV table: {error}") from error
    return tuple(found)


def _affair(row: Mapping[str, str], place: str) -> Affair:
    words = {column: tuple(w.strip() for w in row.get(column, "").split("|") if w.strip()) for column in _COLUMNS}
    for column in _COLUMNS:
        if not words[column]:
            raise SettingsError(f"{place}: {column} is empty")
    try:
        first_day = dt.date.fromisoformat(row["first_day"])
    except ValueError as error:
        raise SettingsError(
            f"{place}: first_day: expected a day such as 2022-02-24, got {row['first_day']!r}"
        ) from error
    about = re.compile(rf"\b(?:{'|'.join(map(re.escape, words['about']))})")
    return Affair(row["name"], first_day, frozenset(w.lower() for w in words["nouns"]), about)


@lru_cache(maxsize=4)
def affairs(own: str = "") -> tuple[Affair, ...]:
    """The affairs of the package, after those of the user's own table (`own_affairs`), which therefore come first."""
    shipped = files("regesta.knowledge").joinpath("data/dated_events.csv").read_text(encoding="utf-8")
    return (read_affairs(own) if own else ()) + read_affairs(shipped, "dated_events.csv")


def affair_of(words: str, text: str, day: dt.date | None, known: Sequence[Affair]) -> Affair | None:
    """The affair that the words ("of the conflict in Eastern Europe") mean in a report with that text.

    Of several that fit, the one that began last before `day`; without a day there must be only one.
    """
    nouns = set(re.findall(r"[a-z]+", words.lower()))
    fitting = [a for a in known if nouns & a.nouns and a.about.search(text) and (day is None or a.first_day <= day)]
    if not fitting or (day is None and len(fitting) > 1):
        return None
    return max(fitting, key=lambda a: a.first_day)
