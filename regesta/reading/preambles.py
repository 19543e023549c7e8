"""Date stamps, datelines and header lines: what stands before the first sentence and says when, where and by whom.

    >>> preambles(" date 2022-03-06 China on Saturday called for talks.")[0].day
    datetime.date(2022, 3, 6)
    >>> preambles("BEIJING, March 5 (Xinhua) -- China called for talks.")[0].month_day
    (3, 5)

They stay in the text but are not coded as part of a sentence. A stamp inside a text begins another report.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from regesta.reading.dates import DAY_NAME, DAY_NAMES, MONTH, MONTHS, NotADateError, date_of

HeaderField = Literal["title", "publisher", "url", "published", "author"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preamble:
    """Words before the running text; it stays in the text, but is not coded as part of a sentence."""

    start: int  # code points of the text
    end: int
    kind: Literal["stamp", "dateline", "header", "byline"]
    day: dt.date | None = None  # a dateline often names no year; None also for a stamp that is no date
    month_day: tuple[int, int] | None = None  # of a dateline without a year
    weekday: int | None = None  # of a stamp that names one, 0 = Monday
    place: str | None = None  # of a dateline, as written
    agency: str | None = None
    field: HeaderField | None = None  # of a header line
    value: str | None = None  # of a header line; of a stamp, the date as written


_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_FULL_DATE = (
    r"(?:\d{4}[-/.]\d\d[-/.]\d\d"
    rf"|(?:{DAY_NAME},?\s+)?(?:{_NUMBER}[ \-]+{MONTH}[,\-]?[ \-]?\d{{4}}|{MONTH}[ ]+{_NUMBER},?[ ]+\d{{4}})"
    r"|\d{1,2}(?P<sep>[./\-])\d{1,2}(?P=sep)\d{4})(?!\d)"
)
_CLOCK = (
    r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|[,;]?[ ]+(?:at[ ]+|[-–|][ ]*)?(?:\d{1,2}[:.]\d\d(?:[:.]\d\d)?|(?<=at )\d{4})(?:[ ]?[ap]\.?m\b\.?)?"
    r"(?:[ ]*\(?(?:GMT|UTC|EST|EDT|CET|CEST|BST|MSK|[A-Z]{3,4}T|[+-]\d\d:?\d\d)\b\)?(?:[+-]\d{1,2})?)?)?"
)
_KEY = (
    r"(?:date of publication|publication date|release date|first published|published|posted|issued|dated?|"
    r"last (?:updated|modified)|updated)(?:[ ]+(?:on|at))?[:\s]\s*"
)
# What may follow: a line end, a dash, a sentence.
_NEXT = r"(?=\s*+\Z|[ \t]*+\n|[ \t]*+[-–—|:][ \t]|\s++[\"“‘'(\[]?[A-Z0-9À-Þ])"
_OWN_LINE = r"(?=[ \t]*+(?:\n|\Z)|[ \t]*+[-–—|][ \t])"
_STAMP_TEXT = rf"[\[(]?(?P<key>{_KEY})?(?P<date>{_FULL_DATE}){_CLOCK}[\])]?"

_HEAD_STAMP = re.compile(_STAMP_TEXT + r"(?:\(updated[^)\n]{0,40}\))?" + f"(?-i:{_NEXT})", re.IGNORECASE)
_LINE_STAMP = re.compile(_STAMP_TEXT + f"(?-i:{_OWN_LINE})", re.IGNORECASE)
_POSTED = re.compile(rf"{_KEY}(?P<date>{_FULL_DATE})(?=\s+(?-i:by\s+[A-Z]))", re.IGNORECASE)
_AGENCIES = (
    "Reuters|AP|AFP|Xinhua|TASS|SANA|IRNA|NNA|DPA|dpa|ANI|PTI|UPI|EFE|ANSA|Anadolu|AA|Interfax|RIA|Kyodo|Yonhap|KCNA|UNI|APP|"
    "MENA|WAFA|SPA|WAM|QNA|KUNA|Petra|IANS|CNN|BBC|Bloomberg|AFP/Reuters|Agencies"
)
# 'Headline AFP Tuesday 5 Jul 2016 Body': a page whose line ends were lost
_FLAT_STAMP = re.compile(
    rf"(?<=\s)(?P<agency>{_AGENCIES})\s+(?P<date>(?:(?i:{DAY_NAME})),?\s+\d{{1,2}}\s+(?i:{MONTH})\s+\d{{4}})(?=\s+[\"“A-Z0-9])"
)

_CAPS = "A-ZÀ-ÖØ-ÞŁŚŽŠČĆĐİĞŞŻŹŘŇÉ"
_CAPITALS = rf"[{_CAPS}][{_CAPS}'’.]*(?:[ /\-][{_CAPS}][{_CAPS}'’.]*){{0,4}}"
_NAME = rf"[{_CAPS}][\w.'’/\-]*(?:[ ][{_CAPS}][\w.'’\-]*){{0,3}}"
_REGION = rf"(?:,[ ](?!(?:{MONTH})[ ]\d){_NAME}){{0,2}}"
_DAY_MONTH = rf"(?P<md>(?:{MONTH})[ ]+\d{{1,2}}|\d{{1,2}}[ ]+(?:{MONTH}))(?:,?[ ]+(?P<year>\d{{4}}))?"
_AGENCY = rf"(?:\((?P<agency>[{_CAPS}a-z][^()\n]{{1,50}})\)|/(?P<slashed>[A-Z][\w\- ]{{1,20}})/\.?)"
_BARE = rf"(?P<bare>{_AGENCIES})\b"  # without brackets: only with a dash after it
_DASH = r"(?:[ ]*--+|[ ]*[–—―]|[ ]+-(?=\s)|-[ ]|[ ]+_)"
_OPENS = rf"(?=[\"“‘'«(\[]*[{_CAPS}0-9])"  # a sentence begins


def _dateline(words: str) -> re.Pattern[str]:
    """The pattern of a dateline, whose month names count in any case; all else is as written."""
    return re.compile(words.replace(MONTH, f"(?i:{MONTH})"))


_DATELINES: Final = (
    # LONDON, Feb 26 -   BEIJING, March 5 (Xinhua) --   MOSCOW, March 5. /TASS/.   Tehran, 5 March 2022 (IRNA) –
    _dateline(
        rf"(?P<place>{_NAME}){_REGION}[,.]?[ ]+{_DAY_MONTH}[,.]?[ ]*"
        rf"(?:{_AGENCY}{_DASH}?|{_BARE}{_DASH}|{_DASH}|:(?=\s))\s*"
    ),
    # GENEVA (Reuters) -   BEIRUT, Lebanon (AP) —   Damascus, SANA –
    _dateline(rf"(?P<place>{_NAME}){_REGION},?[ ]+(?:{_AGENCY}|{_BARE})(?:[ ]*:(?=\s)|{_DASH})\s*"),
    # March 5 (Reuters) -   (Reuters) -   (CNN) —
    _dateline(rf"{_DAY_MONTH},?[ ]+{_AGENCY}(?:[ ]*:(?=\s)|{_DASH})\s*"),
    _dateline(rf"\((?P<agency>{_AGENCIES})\){_DASH}\s*"),
    # (CNN) The army said
    _dateline(rf"\((?P<agency>{_AGENCIES})\)\s+{_OPENS}"),
    # MOSCOW —   BEIRUT, Lebanon —   NEW DELHI:
    _dateline(rf"(?P<place>{_CAPITALS}){_REGION}(?:{_DASH}|:(?=\s))\s*{_OPENS}"),
    # Kyiv, Ukraine –
    _dateline(rf"(?P<place>{_NAME}),[ ]{_NAME}(?:[ ][–—-])\s+{_OPENS}"),
)
_NO_PLACE: Final = frozenset(
    "UN EU US USA UK UAE NATO OPEC IMF IAEA ASEAN OSCE WHO WTO G7 G20 BRICS ISIS ISIL PKK YPG IRA SDF FSA DPRK ROK PRC"
    " CIA FBI BREAKING UPDATE EXCLUSIVE FACTBOX ANALYSIS INTERVIEW OPINION NOTE VIDEO LIVE EXPLAINER CORRECTED FILE TOP"
    " LOOK WATCH The By On In At Since Until Before After From".split()
)

_HEADER = re.compile(
    r"(?P<key>title|headline|publisher|source|url|link|date|published|publication date|published on|author|byline|by)"
    r"[ \t]{0,9}:[ \t]{0,9}(?P<value>\S[^\n]*)",
    re.IGNORECASE,
)
_HEADER_FIELDS: Final[dict[str, HeaderField]] = {
    "title": "title", "headline": "title", "publisher": "publisher", "source": "publisher", "url": "url", "link": "url",
    "date": "published", "published": "published", "publication date": "published", "published on": "published",
    "author": "author", "byline": "author", "by": "author",
}  # fmt: skip
_BYLINE = re.compile(rf"By[ ]+{_NAME}(?:(?:,| and|, and)[ ]+{_NAME}){{0,4}}(?:[ ]in[ ]{_NAME})?[ \t]*(?=\n)")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
HEADLINE_LENGTH: Final = 200  # code points; no headline is longer
_LINES = 8  # non-empty lines among which a preamble is looked for


def preambles(text: str) -> list[Preamble]:
    """The header lines, stamp, byline and dateline before the first sentence, in text order; empty when there are none.

    They may stand below a headline, which is not part of them.
    """
    found: list[Preamble] = []
    at = _skip_space(text, 0)
    lines = 0
    while at < len(text) and lines < _LINES:
        lines += 1
        next_one = _preamble_at(text, at, found)
        if next_one:
            found.append(next_one)
            at = _skip_space(text, next_one.end)
            if next_one.kind == "dateline":
                break
            continue
        if flat := _flat_stamp(text, at) if not found else None:
            found.append(flat)
            break
        line_end = text.find("\n", at, at + HEADLINE_LENGTH + 2)
        if line_end < 0 or _SENTENCE_END.search(text[at:line_end].rstrip()):
            break
        at = _skip_space(text, line_end)  # a headline, perhaps
    return _without_lone_headers(found)


def headline(text: str) -> str | None:
    """The first line below the header lines and the stamp, if it is a headline: short, apart, without a full stop."""
    before = preambles(text)
    for piece in before:
        if piece.field == "title":
            return piece.value
    at = _skip_space(text, 0)
    for piece in before:
        if at <= piece.start < _skip_space(text, at) + 1:
            at = _skip_space(text, piece.end)
    if any(piece.kind == "dateline" and piece.end >= at > piece.start for piece in before):
        return None
    end = text.find("\n", at, at + HEADLINE_LENGTH + 2)
    words = text[at:end].strip() if end > 0 else ""
    below = text[end:] if end > 0 else ""
    apart = re.match(r"[ \t]*\n[ \t\u00a0]*\n\s*\S", below) is not None or any(
        piece.kind != "header" and piece.start == _skip_space(text, end) for piece in before
    )
    return words if words and apart and not _SENTENCE_END.search(words) else None


def starts_of_reports(text: str) -> list[int]:
    """Where the reports of a text begin: 0, and each stamp inside with the headline and the header lines above it."""
    starts = [0]
    own_stamp = next((p for p in preambles(text) if p.kind == "stamp" or p.field == "published"), None)
    first_style = _style(text[own_stamp.start : own_stamp.end]) if own_stamp else None
    for stamp_at, stamp_end in _inner_stamps(text):
        if own_stamp and stamp_at <= own_stamp.start:
            continue
        keyed = _KEY_AT.match(text, stamp_at) is not None
        if not keyed and _style(text[stamp_at:stamp_end]) != first_style:
            continue  # a date on a line of its own, as in a chronology
        start = _with_headline(text, starts[-1], stamp_at)
        enough = len(text[starts[-1] : start].strip()) >= _SHORTEST or (len(starts) > 1 or own_stamp is not None)
        if (
            start > starts[-1]
            and enough
            and _has_words(text, starts[-1], start)
            and _has_words(text, stamp_end, len(text))
        ):
            starts.append(start)
    return starts


_SHORTEST: Final = 200  # code points before the first stamp: less is no report but a headline and its summary
_KEY_AT = re.compile(rf"[ \t]*+[\[(]?(?:{_KEY})", re.IGNORECASE)
_INNER_LINE = re.compile(
    rf"^[ \t]*+(?![\[(]?(?:last )?(?:updated|modified))({_STAMP_TEXT})(?-i:{_NEXT})", re.IGNORECASE | re.MULTILINE
)
_INNER_DATE = re.compile(r"(?<=[.!?\"”’)])[ \t]++(date[:\s]+\d{4}-\d\d-\d\d)\b(?=\s+[\"“‘(\[]?[A-Z0-9])")


def _inner_stamps(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what looks like a stamp at a line's start, after a blank line or a finished sentence."""
    found = [(m.start(), m.end()) for m in _INNER_LINE.finditer(text) if _ended_before(text, m.start())]
    found += [(m.start(1), m.end(1)) for m in _INNER_DATE.finditer(text)]
    yield from sorted(set(found))


def _ended_before(text: str, at: int) -> bool:
    above = text[max(0, at - 400) : at]
    kept = above.rstrip()
    if not kept or above[len(kept) :].count("\n") > 1 or _SENTENCE_END.search(kept[-4:]):
        return True
    return _HEADER.match(kept.rpartition("\n")[2].lstrip()) is not None


def _style(stamp: str) -> str:
    """The shape of a stamp: key or none, day name or none, digits or words."""
    shape = re.sub(DAY_NAME, "D", stamp.strip().lower())
    shape = re.sub(MONTH, "M", shape)
    return re.sub(r"[\s\d:,]+", "9", re.sub(r"(?<=\d{4}).*$", "", shape))


def _with_headline(text: str, floor: int, stamp_at: int) -> int:
    """The start of the report whose stamp is at `stamp_at`: above it may stand header lines and a headline."""
    start = text.rfind("\n", floor, stamp_at) + 1 if not text[floor:stamp_at].endswith((" ", "\t")) else stamp_at
    start = max(start, floor)
    while True:
        above = text[floor:start].rstrip()
        line_at = floor + above.rfind("\n") + 1
        line = text[line_at : floor + len(above)]
        is_header = _HEADER.match(line.strip()) is not None
        apart = text[floor:line_at].rstrip("\t ").endswith("\n\n") or _SENTENCE_END.search(
            text[floor:line_at].rstrip()[-4:]
        )
        if not line or line_at <= floor or len(line) > HEADLINE_LENGTH:
            return start
        if not is_header and (_SENTENCE_END.search(line) or not apart):
            return start
        start = line_at
        if not is_header:
            return start


def _has_words(text: str, start: int, end: int) -> bool:
    return sum(map(str.isalpha, text[start : min(end, start + 400)])) >= 20


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _preamble_at(text: str, at: int, before: list[Preamble]) -> Preamble | None:
    """The header line, stamp, byline or dateline that begins at a line's start."""
    if header := _HEADER.match(text, at):
        return Preamble(start=at, end=header.end(), kind="header", value=header["value"].strip(),
                        field=_HEADER_FIELDS[header["key"].lower()], day=_day_of(header))  # fmt: skip
    first = not any(p.kind == "stamp" for p in before)
    if first and (posted := _POSTED.match(text, at)):
        return _stamp(posted, 0 if not text[:at].strip() else at)
    pattern = _HEAD_STAMP if (first and not text[:at].strip()) or _KEY_AT.match(text, at) else _LINE_STAMP
    if first and (stamp := pattern.match(text, at) or _weekday_stamp(text, at)):
        return _stamp(stamp, 0 if not text[:at].strip() else at)
    if byline := _BYLINE.match(text, at):
        return Preamble(start=at, end=byline.end(), kind="byline", value=byline.group())
    return _find_dateline(text, at)


_WEEKDAY = re.compile(DAY_NAME, re.IGNORECASE)


def _weekday_stamp(text: str, at: int) -> re.Match[str] | None:
    """A stamp with a day name may be followed by the sentence on its own line, wherever it stands."""
    return _HEAD_STAMP.match(text, at) if _WEEKDAY.match(text, at) else None


def _stamp(found: re.Match[str], start: int) -> Preamble:
    words = found["date"]
    end = found.end()
    while end < len(found.string) and found.string[end] in " \t|-–—:":
        end += 1
    named = _WEEKDAY.match(words)
    try:
        day = date_of(words).day
    except NotADateError:
        day = None
    return Preamble(start=start, end=end, kind="stamp", day=day, value=words, agency=found.groupdict().get("agency"),
                    weekday=DAY_NAMES[named.group().rstrip(".").lower()] if named else None)  # fmt: skip


def _flat_stamp(text: str, at: int) -> Preamble | None:
    found = _FLAT_STAMP.search(text, at, at + 300)
    return _stamp(found, found.start()) if found and "\n" not in text[at : found.end()] else None


def _day_of(header: re.Match[str]) -> dt.date | None:
    if _HEADER_FIELDS[header["key"].lower()] != "published":
        return None
    try:
        return date_of(header["value"]).day
    except NotADateError:
        return None


def _find_dateline(text: str, at: int) -> Preamble | None:
    for pattern in _DATELINES:
        found = pattern.match(text, at, at + 200)
        if found and found.end() < len(text):
            groups = found.groupdict()
            place = groups.get("place")
            if place and (
                place.split()[0].strip(".,") in _NO_PLACE or (sum(map(str.isalpha, place)) < 4 and not groups.get("md"))
            ):
                continue
            day, month_day = _dateline_day(groups.get("md"), groups.get("year"))
            agency = groups.get("agency") or groups.get("slashed") or groups.get("bare")
            return Preamble(start=at, end=found.end(), kind="dateline", day=day, month_day=month_day,
                            place=place, agency=agency)  # fmt: skip
    return None


def _dateline_day(words: str | None, year: str | None) -> tuple[dt.date | None, tuple[int, int] | None]:
    if not words:
        return None, None
    name, number = sorted(words.split(), key=lambda w: w[0].isdigit())
    month_day = (MONTHS[name.rstrip(".").lower()], int(number))
    try:
        return (dt.date(int(year), *month_day), None) if year else (None, month_day)
    except ValueError:
        return None, None


def _without_lone_headers(found: list[Preamble]) -> list[Preamble]:
    """Two header lines, or one with a stamp or a dateline, are a header.

    Alone, a date line is a stamp, and 'Source: …' or 'By: …' is running text.
    """
    headers = [p for p in found if p.kind == "header"]
    if len(headers) != 1:
        return found
    (lone,) = headers
    if lone.field != "published" and len(found) > 1:
        return found
    if lone.field != "published" or not lone.day:
        return [p for p in found if p is not lone]
    stamp = replace(lone, kind="stamp", field=None)
    return [stamp if p is lone else p for p in found]
