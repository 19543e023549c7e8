"""Files, folders, archives and standard input -> reports, and a Problem for each that cannot be read.

    >>> for found in read(["my-reports/"]):
    ...     print(found.source, found.published if isinstance(found, Report) else found.message)

The day of a report is, in this order: given by the user, metadata of the format, a stamp, a dateline. A day is never
taken from the file system or from today's date.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final

from regesta.reading.dates import (
    Date,
    DayMonth,
    DayMonthUnknownError,
    NotADateError,
    contradicting_words,
    date_of,
    day_month_order,
    nearest_year,
)
from regesta.reading.encodings import clean
from regesta.reading.formats import TOO_LONG, Entry, entries, split_text
from regesta.reading.languages import foreign_language, is_english_code
from regesta.reading.preambles import Preamble, headline, preambles
from regesta.reading.sources import UNREADABLE, Source, check_paths, open_sources, problem
from regesta.schema import Problem, PublishedFrom, Report, content_id

_LOOK_AHEAD: Final = 5_000  # rows read ahead to learn whether '4/5/2017' has the month or the day first
_DATELINE_APART: Final = 31  # days between a dateline and the publication beyond which one of them is wrong
_STAMP_APART: Final = 3  # the same for a stamp: a page may be stamped when it was changed


def read(
    paths: Iterable[str | Path], *, published: dt.date | None = None, publisher: str | None = None
) -> Iterator[Report | Problem]:
    """The reports behind the paths, in their order, each followed by the problems that concern it.

    A path is a file, a folder or '-' for standard input. `published` and `publisher` hold for all reports and go before
    what the files say. A file that is named twice is read once, and a Problem says so; two files of the same words are
    two reports, with the same id where publisher and day are the same too. Raises ReadError, before anything is read,
    when a path does not exist or may not be read; what fails inside a folder or an archive is a Problem.
    """
    paths = list(paths)
    check_paths(paths)
    found = chain.from_iterable(_entries(s) if isinstance(s, Source) else [s] for s in open_sources(paths))
    return _reports(found, _Given(published=published, publisher=publisher))


def read_text(
    text: str, *, source: str = "text", published: dt.date | None = None, publisher: str | None = None
) -> Iterator[Report | Problem]:
    """The reports of a text in memory, as `read` gives those of a text file."""
    decoded = clean(text)
    found = split_text(decoded.text, source, doubt=decoded.doubt, doubt_line=decoded.line)
    return _reports(found, _Given(published=published, publisher=publisher))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    published: dt.date | None
    publisher: str | None


def _entries(source: Source) -> Iterator[Entry | Problem]:
    """The entries of one source with dates in one order of day and month; a Problem when the source breaks off."""
    try:
        yield from _in_one_order(entries(source))
    except UNREADABLE as error:
        yield problem(source.name, "unreadable", f"cannot be read to its end: {error}")


def _in_one_order(found: Iterator[Entry | Problem]) -> Iterator[Entry | Problem]:
    """The same entries, 'published' a Date wherever a row of the file proves the order of day and month."""
    order: DayMonth | None = None
    waiting: list[Entry | Problem] = []
    for entry in found:
        if isinstance(entry, Entry) and order is None:
            order = day_month_order(entry.published)
            if order is None and (waiting or _is_open(entry.published)) and len(waiting) < _LOOK_AHEAD:
                waiting.append(entry)
                continue
        if waiting:
            yield from (_ordered(w, order) for w in waiting)
            waiting = []
        yield _ordered(entry, order)
    yield from (_ordered(w, order) for w in waiting)


def _is_open(value: object) -> bool:
    try:
        date_of(value)
    except DayMonthUnknownError:
        return True
    except NotADateError:
        pass
    return False


def _ordered(entry: Entry | Problem, order: DayMonth | None) -> Entry | Problem:
    if isinstance(entry, Problem) or order is None or not isinstance(entry.published, str):
        return entry
    try:
        day = date_of(entry.published, order)
    except NotADateError:
        return entry
    return replace(entry, published=day)


def _reports(found: Iterable[Entry | Problem], given: _Given) -> Iterator[Report | Problem]:
    for entry in found:
        if isinstance(entry, Problem):
            yield entry
            continue
        report, problems = _report(entry, given)
        if report:
            yield report
        yield from problems


def _report(entry: Entry, given: _Given) -> tuple[Report | None, list[Problem]]:
    """The report of an entry, None where there is nothing to code, and the problems that concern it."""
    if refusal := _refusal(entry):
        return None, [refusal]
    before = preambles(entry.text)
    headers = {p.field: p.value for p in reversed(before) if p.field}
    publisher = given.publisher or entry.publisher or headers.get("publisher")
    dating = _date(entry, given, before)
    day = dating.date.day if dating.date else None
    report = Report(
        id=content_id("report", publisher, day, entry.text),
        source=_place(entry),
        start_char=entry.start_char,
        publisher=publisher,
        url=entry.url or headers.get("url"),
        title=entry.title or headline(entry.text),
        text=entry.text,
        published=day,
        published_at=dating.date.moment if dating.date else None,
        published_from=dating.basis if day else None,
    )
    doubts = [("date", message) for message in [*dating.doubts, *_contradictions(report, before)]]
    if entry.doubt:
        doubts.insert(0, ("encoding", entry.doubt))
    problems = [
        problem(
            entry.source,
            kind,
            message,
            report=report.id,
            line=entry.doubt_line if kind == "encoding" and entry.doubt_line else entry.line,
        )
        for kind, message in doubts
    ]
    return report, problems


def _place(entry: Entry) -> str:
    return entry.source if entry.line is None or entry.start_char else f"{entry.source}:{entry.line}"


def _refusal(entry: Entry) -> Problem | None:
    """Why the entry is no report: nothing in it, too much, or not in English."""
    if not any(map(str.isalnum, entry.text[:100_000])):
        return problem(entry.source, "empty", "no words in the text", line=entry.line)
    if len(entry.text) > TOO_LONG:
        message = f"{len(entry.text):,} characters: more than {TOO_LONG:,} are not one report; not coded"
        return problem(entry.source, "too long", message, line=entry.line)
    declared = entry.language
    if declared and not is_english_code(declared):
        return problem(
            entry.source,
            "language",
            f"the file says the language is {declared!r}: only English is coded",
            line=entry.line,
        )
    if language := foreign_language(entry.text):
        return problem(entry.source, "language", f"the text is {language}: only English is coded", line=entry.line)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dating:
    """The date of a report, what says so, and what is doubtful about it."""

    date: Date | None
    basis: PublishedFrom | None
    doubts: tuple[str, ...] = ()


def _date(entry: Entry, given: _Given, before: list[Preamble]) -> _Dating:
    """The first date that is one, in the order given, metadata, stamp, dateline."""
    doubts: list[str] = []
    stated: list[tuple[Date, PublishedFrom]] = []
    if given.published:
        stated.append((date_of(given.published), "given"))
    values: list[tuple[object, PublishedFrom]] = [(entry.published, "metadata")] if entry.published is not None else []
    values += [(p.value, "metadata") for p in before if p.field == "published"]
    values += [(p.value, "stamp") for p in before if p.kind == "stamp"]
    for value, basis in values:
        try:
            stated.append((value if isinstance(value, Date) else date_of(value), basis))
        except NotADateError as error:
            if not any(date.day for date, _ in stated):  # an unclear stamp does no harm below a clear date
                doubts.append(f"{basis}: {error}")
    years = [date.year for date, _ in stated if date.year]
    dateline = next((p for p in before if p.kind == "dateline" and (p.day or p.month_day)), None)
    if dateline and dateline.day:
        stated.append((Date(day=dateline.day, year=dateline.day.year), "dateline"))
    elif dateline and dateline.month_day and years and (day := _safe_day(years[0], *dateline.month_day)):
        stated.append((Date(day=day, year=day.year), "dateline"))
    for date, basis in stated:
        if date.day:
            return _Dating(date=date, basis=basis, doubts=tuple(doubts + _weekday_doubt(date, before)))
        doubts.append(f"{basis}: names no day")
    return _Dating(date=None, basis=None, doubts=tuple(doubts))


def _safe_day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _weekday_doubt(date: Date, before: list[Preamble]) -> list[str]:
    """A stamp whose own day name is not that of its date."""
    for stamp in before:
        if stamp.kind == "stamp" and stamp.day and stamp.weekday is not None and stamp.weekday != stamp.day.weekday():
            return [f"the stamp {stamp.value!r} contradicts itself: {stamp.day} is a {stamp.day:%A}"]
    if date.day and date.weekday is not None and date.weekday != date.day.weekday():
        return [f"the day name does not fit: {date.day} is a {date.day:%A}"]
    return []


def _contradictions(report: Report, before: list[Preamble]) -> list[str]:
    """What speaks against the day of publication: the calendar, the stamp, the dateline, day names in the text."""
    day = report.published
    if day is None:
        return []
    doubts: list[str] = []
    if day > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):  # it may be tomorrow already where the publisher is
        doubts.append(f"{day} ({report.published_from}) lies in the future; kept as given")
    for piece in before:
        if piece.kind == "stamp" and piece.day and abs((piece.day - day).days) > _STAMP_APART:
            doubts.append(f"published {day} ({report.published_from}), but the stamp in the text says {piece.day}")
        if piece.kind == "dateline":
            filed = piece.day or (nearest_year(*piece.month_day, day) if piece.month_day else None)
            if filed and not -1 <= (day - filed).days <= _DATELINE_APART:
                doubts.append(f"published {day} ({report.published_from}), but the dateline says {filed:%d %B}")
    if words := contradicting_words(report.text, day):
        doubts.append(f"published {day} ({report.published_from}), but the text says {' '.join(words.split())!r}")
    return doubts
