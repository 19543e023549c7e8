"""The two functions for people who write Python: code a text, read files."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from regesta.coding.coded import Coded
from regesta.coding.pipeline import code as code_reports
from regesta.errors import SettingsError
from regesta.reading import reader
from regesta.schema import Problem, Report
from regesta.settings import Settings


def code(text: str, *, published: dt.date | str | None = None, publisher: str | None = None,
         settings: Settings | None = None) -> Coded:  # fmt: skip
    """What one text says. `published` is a date or an ISO date; without it day names stay unresolved.

    Raises SettingsError when `published` is not a date, and when `text` is no running English text.
    """
    found = reader.read_text(text, source="text", published=_day(published), publisher=publisher)
    reports = [r for r in found if isinstance(r, Report)]
    if not reports:
        raise SettingsError("; ".join(p.message for p in found if isinstance(p, Problem)) or "the text is empty")
    return next(code_reports(reports[:1], settings))


def read(path: str | Path, *, published: dt.date | str | None = None, publisher: str | None = None) -> Iterator[
    Report | Problem
]:  # fmt: skip
    """Reports, and problems where one cannot be read, from a file, a folder or a zip of text, HTML, JSON Lines,
    CSV or Parquet. Raises ReadError when the path itself cannot be read."""
    return reader.read([path], published=_day(published), publisher=publisher)


def _day(value: dt.date | str | None) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise SettingsError(f"published: expected a date like 2022-03-06, got {value!r}") from error
