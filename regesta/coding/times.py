"""When: the time expressions of a report as TIMEX3 values and as intervals of days that admit ignorance.

`timex_patterns` reads the words; this module decides which day they mean: by the day of publication, by the tense
of the verb ("will arrive Tuesday"), by the time told before ("a month earlier"), or by a dated affair ("the 10th
day of the conflict"). Without a publication day nothing is guessed: "Tuesday" stays 'XXXX-WXX-2' with open ends.

Conventions are those of TIMEX3 as in TimeBank and TempEval-3: weeks are ISO weeks, a decade is '199', the 20th
century '19', "the third quarter" '1989-Q3', "now" PRESENT_REF.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from regesta.coding.parser import Parsed
from regesta.coding.timex.calendar import (
    Interval,
    date,
    day_of_news,
    easter,
    interval,
    moved,
    nearest,
    season_of,
    season_start,
    shifted,
    thirds,
    unknown,
    week_value,
    winter_near,
)
from regesta.coding.timex.checks import plausible
from regesta.coding.timex.draft import Draft
from regesta.coding.timex.patterns import find_drafts
from regesta.coding.timex.tenses import direction_of, is_announced
from regesta.coding.timex.words import ordinal
from regesta.knowledge.affairs import Affair, affair_of, affairs
from regesta.schema import Problem, Time, content_id

PUBLICATION: Final = "publication"


def find_times(parsed: Parsed, *, own_affairs: str = "") -> list[Time]:
    """The time expressions of a report, in text order, each with its TIMEX3 value and the days it can mean.

    `own_affairs` is the text of a CSV table of dated affairs beside those of the package. Expressions that cannot be
    resolved are kept with an open interval. Left out: ages ("25-year-old"), amounts that are no times, stamps and
    datelines.
    """
    context = _Context(parsed, affairs(own_affairs))
    times: list[Time] = []
    for draft in find_drafts(parsed.report.text):
        if not any(a <= draft.start < b for a, b in parsed.skipped) and plausible(draft, parsed):
            times.append(context.resolve(_fitted(draft, parsed)))
    return times


def began(time: Time) -> dt.date | None:
    """First day of the affair that a numbered day implies: 'the 10th day' on 2022-03-05 began on 2022-02-24."""
    number = re.match(r"(?:the\s+)?(\d+(?:st|nd|rd|th)|\w+)\s+day\b", time.exact, re.IGNORECASE)
    if number is None or time.earliest is None or time.earliest != time.latest:
        return None
    try:
        return time.earliest - dt.timedelta(days=ordinal(number[1].lower()) - 1)
    except ValueError:
        return None  # "that day"


def contradictions(parsed: Parsed, times: Sequence[Time], *, own_affairs: str = "") -> list[Problem]:
    """What the dates of a report say against each other: a numbered day against a weekday or against publication."""
    return [
        Problem(id=content_id("problem", parsed.report.id, "times", message), report=parsed.report.id,
                source=parsed.report.source, stage="times", kind="contradiction", message=message)
        for message in _contradictions(parsed, times, {a.name for a in affairs(own_affairs)})
    ]  # fmt: skip


def _contradictions(parsed: Parsed, times: Sequence[Time], names: set[str]) -> Iterator[str]:
    published = day_of_news(parsed.report.published)
    for time in times:
        if time.anchor not in names or time.earliest is None:
            continue
        said = f"{time.exact!r} is {time.earliest} by the first day of {time.anchor!r}"
        if published and time.earliest > published + dt.timedelta(days=1):
            yield f"{said}, after publication on {published}"
        for other in times:
            if other is not time and _beside(parsed, time, other) and _differs(time.earliest, other):
                yield f"{said}, but {other.exact!r} beside it is {other.earliest or 'another day of the week'}"


def _beside(parsed: Parsed, a: Time, b: Time) -> bool:
    """In one sentence, as far as full stops tell; the dot inside '10th day. of' is one of the expression itself."""
    first, second = sorted((a, b), key=lambda t: t.start_char)
    gap = parsed.text(first.end_char, max(first.end_char, second.start_char))
    return len(gap) < _BESIDE and ". " not in gap and "\n\n" not in gap


def _differs(day: dt.date, other: Time) -> bool:
    """Another day? One day off is let pass: some count the first day as day 0, some papers date by time zone."""
    if other.grain not in {"day", "part"}:
        return False
    if other.earliest is not None:
        return other.earliest == other.latest and abs((other.earliest - day).days) > 1
    weekday = re.match(r"XXXX-WXX-(\d)", other.value or "")
    return weekday is not None and (int(weekday[1]) - day.isoweekday()) % 7 not in {0, 1, 6}


_BESIDE = 300  # code points; farther apart the two need not be about one day


def _fitted(draft: Draft, parsed: Parsed) -> Draft:
    """The draft without the article where the time is only part of a longer phrase: 'the [1990] sanctions'."""
    text = parsed.report.text
    lead = re.match(r"(?:the|its|his|her|their|a|an)\s+", text[draft.start : draft.end], re.IGNORECASE)
    if lead is None or (draft.kind in {"duration", "set"} and not lead.group().lower().startswith("the")):
        return draft
    last = parsed.token_at(draft.end - 1)
    if last is not None and last.dep_ in _INSIDE and last.head.i > last.i and last.head.pos_ in {"NOUN", "PROPN"}:
        return replace(draft, start=draft.start + lead.end())
    return draft


_INSIDE = {"compound", "amod", "nmod", "nummod"}


@dataclass(frozen=True, slots=True)
class _Told:
    """A time resolved before, to which 'a year earlier' can refer."""

    id: str
    value: str
    interval: Interval
    start: int


class _Context:
    """What resolution needs of the report: the day of publication, and the times told so far."""

    def __init__(self, parsed: Parsed, known: Sequence[Affair]) -> None:
        self.parsed = parsed
        self.published = day_of_news(parsed.report.published)
        self.known = known
        self.day: _Told | None = None  # last day, month or year told
        self.quarter: _Told | None = None  # last quarter, half or nine months told

    def resolve(self, draft: Draft) -> Time:
        """The expression with value, interval and anchor."""
        if draft.kind == "affair":
            draft, value, anchor = self._affair(draft)
            narrowed = interval(value)
        else:
            value, anchor = _RESOLVERS[draft.kind](self, draft)
            narrowed = self._interval(draft, value)
        compared = draft.kind == "shift" and draft.told and draft.unit == "Y"  # "a year earlier" is no new main quarter
        time = Time(
            id=content_id("time", self.parsed.report.id, draft.start, draft.end), report=self.parsed.report.id,
            start_char=draft.start, end_char=draft.end, exact=self.parsed.text(draft.start, draft.end),
            timex="DATE" if value.endswith("_REF") else draft.timex, value=value,
            earliest=narrowed.earliest, latest=narrowed.latest, grain=narrowed.grain,
            anchor=anchor,
        )  # fmt: skip
        if not compared:
            self._remember(time)
        return time

    # --- by the words alone ----------------------------------------------------------------------------------------

    def fixed(self, draft: Draft) -> tuple[str, str | None]:
        words = self.parsed.text(draft.start, draft.end).lower()
        if words == "one day" and self._direction(draft) > 0:  # "it will end one day"
            return "FUTURE_REF", None
        return draft.value, None

    def ref(self, draft: Draft) -> tuple[str, str | None]:
        return draft.value, PUBLICATION if self.published else None

    # --- by publication and tense ----------------------------------------------------------------------------------

    def weekday(self, draft: Draft) -> tuple[str, str | None]:
        """The nearest such weekday before publication, or after it where the verb is of the future."""
        if draft.told and self.day and self.day.interval.earliest:
            day = _weekday_before(self.day.interval.earliest - dt.timedelta(days=1), draft.weekday)
            return f"{day}{draft.clock}", self.day.id
        if self.published is None:
            return f"XXXX-WXX-{draft.weekday}{draft.clock}", None
        ago = (self.published.isoweekday() - draft.weekday) % 7
        last, following = self.published - dt.timedelta(days=ago), self.published + dt.timedelta(days=(7 - ago) % 7)
        if draft.direction == -1:
            day = last if ago else last - dt.timedelta(days=7)
        elif draft.direction == 1:
            day = last + dt.timedelta(days=7)
        else:
            day = following if self._direction(draft) > 0 else last
        return f"{day}{draft.clock}", PUBLICATION

    def month_day(self, draft: Draft) -> tuple[str, str | None]:
        """A day without a year: before publication for a past verb, else the nearest."""
        if self.published is None:
            return f"XXXX-{draft.month:02d}-{draft.day:02d}{draft.clock}", None
        if draft.unit == "Y":
            year = self.published.year + (draft.direction or 0)
            return f"{year}-{draft.month:02d}-{draft.day:02d}{draft.clock}", PUBLICATION
        if (draft.month, draft.day) == (9, 11) and _ATTACKS.match(self.parsed.report.text, draft.end):
            return "2001-09-11", None
        around = range(self.published.year - 1, self.published.year + 2)
        days = [d for year in around if (d := date(year, draft.month, draft.day))]
        if draft.weekday and (named := [d for d in days if d.isoweekday() == draft.weekday]):
            days = named
        if not days:  # 29 February, no leap year near
            return f"XXXX-{draft.month:02d}-{draft.day:02d}{draft.clock}", None
        direction = self._direction(draft) if draft.direction is None else draft.direction
        return f"{nearest(days, self.published, direction)}{draft.clock}", PUBLICATION

    def month(self, draft: Draft) -> tuple[str, str | None]:
        """A month without a year."""
        if self.published is None:
            return f"XXXX-{draft.month:02d}", None
        here, year = self.published.month, self.published.year
        if draft.unit == "Y":
            year += draft.direction or 0
        elif draft.direction == -1:
            year -= draft.month >= here
        elif draft.direction == 1:
            year += draft.month <= here
        elif draft.direction is None:
            firsts = [dt.date(y, draft.month, 15) for y in (year - 1, year, year + 1)]
            year = nearest(firsts, self.published.replace(day=15), self._direction(draft) or -1, months=True).year
        return f"{year}-{draft.month:02d}", PUBLICATION

    def part(self, draft: Draft) -> tuple[str, str | None]:
        """A quarter, half or season without a year."""
        if self.published is None:
            return f"XXXX-{draft.value}", None
        year = self.published.year
        if draft.unit == "Y":
            return f"{year + (draft.direction or 0)}-{draft.value}", PUBLICATION
        if draft.value[0] in "QH":
            size = 3 if draft.value[0] == "Q" else 6
            begins = dt.date(year, (int(draft.value[1]) - 1) * size + 1, 1)
        else:
            begins = season_start(year, draft.value)
        direction = self._direction(draft) if draft.direction is None else draft.direction
        if draft.direction == -1:
            now = season_of(self.published)[1] == draft.value
            year -= begins > self.published or now
        elif draft.direction == 1:
            year += begins <= self.published
        elif direction <= 0 and begins > self.published and (draft.value[0] == "Q" or direction < 0):
            year -= 1
        return f"{year}-{draft.value}", PUBLICATION

    def shift(self, draft: Draft) -> tuple[str, str | None]:
        """n units from publication, or from the time told before."""
        base, anchor = self.published, PUBLICATION
        if draft.told:
            told = self._told_before(draft)
            if told is not None and told.interval.earliest is not None:
                if draft.unit == "Y" and draft.n == -1 and told.interval.grain == "quarter":
                    return f"{int(told.value[:4]) - 1}{told.value[4:]}", told.id
                base, anchor = told.interval.earliest, told.id
        if base is None:
            return unknown(draft.unit) + draft.clock, None
        return shifted(base, draft.unit, draft.n) + draft.clock, anchor

    def the(self, draft: Draft) -> tuple[str, str | None]:
        """'the quarter', 'that day': the one told before, else the one of publication."""
        if draft.value:
            return self._period_of(int(draft.value))
        told = self.quarter if draft.unit in {"Q", "P"} else self.day
        if draft.told and draft.unit == "D" and (told is None or told.interval.earliest != told.interval.latest):
            return unknown(draft.unit), None
        if told and (draft.unit in {"Q", "P"} or draft.told):
            return (told.value if draft.unit in {"Q", "P"} or told.interval.grain == "day" else
                    _containing(told, draft.unit)), told.id  # fmt: skip
        if self.published is None:
            return unknown("Q" if draft.unit == "P" else draft.unit), None
        if draft.unit == "WE":
            back = self.published.isoweekday() <= 5 and self._direction(draft) <= 0
            return week_value(self.published - dt.timedelta(days=7 * back)) + "-WE", PUBLICATION
        if draft.unit in {"Q", "P"}:
            return shifted(self.published, "Q", -1), PUBLICATION
        return shifted(self.published, draft.unit, 0), PUBLICATION

    def clock(self, draft: Draft) -> tuple[str, str | None]:
        """A time of day: of the day told in the same sentence, else of publication."""
        told = self.day
        shift = dt.timedelta(days=draft.n)
        if told and told.interval.grain in {"day", "part", "minute", "hour"} and told.interval.earliest:
            return f"{told.interval.earliest + shift}{draft.clock}", told.id
        if self.published is None:
            return f"XXXX-XX-XX{draft.clock}", None
        return f"{self.published + shift}{draft.clock}", PUBLICATION

    def feast(self, draft: Draft) -> tuple[str, str | None]:
        """A feast of a fixed day, or one counted from Easter."""
        if draft.n:
            return str(_feast(draft, draft.n)), None
        if self.published is None:
            return f"XXXX-{draft.month:02d}-{draft.day:02d}" if draft.month else "XXXX-XX-XX", None
        year = self.published.year
        days = [_feast(draft, y) for y in (year - 1, year, year + 1)]
        if draft.direction is None:
            direction = self._direction(draft)
            past = [d for d in days if d <= self.published]
            return str(max(past) if direction < 0 else nearest(days, self.published, direction)), PUBLICATION
        if draft.direction == 0:
            return str(days[1]), PUBLICATION
        later = [d for d in days if d > self.published]
        return str(later[0] if draft.direction > 0 else max(d for d in days if d < self.published)), PUBLICATION

    def numeric(self, draft: Draft) -> tuple[str, str | None]:
        """7/8/07: month first or day first, whichever is a day and nearer to publication."""
        a, b, c = map(int, draft.value.split("/"))
        year = c if c > 99 else 2000 + c if c < 50 else 1900 + c
        days = [d for d in (date(year, a, b), date(year, b, a)) if d]
        if not days:
            return f"{year:04d}", None
        published = self.published or days[0]
        return str(min(days, key=lambda d: abs((d - published).days))), None

    # --- helpers -----------------------------------------------------------------------------------------------------

    def _direction(self, draft: Draft) -> int:
        token, last = self.parsed.token_at(draft.start), self.parsed.token_at(draft.end - 1)
        if token is None or last is None:
            return 0
        if draft.kind in {"day", "month"} and last.dep_ in _INSIDE and last.head.i > last.i:
            return -1  # "a June agreement"
        headline = self.parsed.headline is not None and token.i < self.parsed.headline.end
        return direction_of(token, last) or int(draft.kind == "weekday" and not headline and is_announced(token))

    def _told_before(self, draft: Draft) -> _Told | None:
        """The time that 'earlier' refers to: the last quarter or day told, if it is not too far back."""
        near = [t for t in (self.quarter, self.day) if t and draft.start - t.start < _REACH]
        if draft.unit == "Y" and self.quarter in near:
            return self.quarter
        return self.day if self.day in near else None

    def _period_of(self, year: int) -> tuple[str, str | None]:
        if self.quarter and self.quarter.interval.grain == "quarter":
            return f"{year}{self.quarter.value[4:]}", self.quarter.id
        return str(year), None

    def _interval(self, draft: Draft, value: str) -> Interval:
        known = interval(value)
        if draft.kind == "part" and value.endswith("-WI") and self.published:
            known = winter_near(known, self.published)
        if draft.kind == "ref" and self.published:
            return Interval(self.published if value == "FUTURE_REF" else None,
                            None if value == "FUTURE_REF" else self.published, "open")  # fmt: skip
        if draft.timex == "DURATION" and draft.direction and self.published:
            if draft.direction > 0 and self._direction(draft) < 0:
                return known  # "he spent the next three months in jail"
            return self._reach(value, draft.direction, known)
        if draft.narrow in {"early", "mid", "late"} and known.grain not in {"day", "part", "hour", "minute"}:
            return thirds(known, draft.narrow)
        if draft.narrow and self.published and known.earliest and known.latest and known.grain != "day":
            if draft.narrow == "before" and known.earliest <= self.published <= known.latest:
                return replace(known, latest=self.published)
            if draft.narrow == "after" and known.earliest <= self.published <= known.latest:
                return replace(known, earliest=self.published)
        return known

    def _reach(self, value: str, direction: int, known: Interval) -> Interval:
        """'the past two months' and 'the next two weeks' reach from publication back or on."""
        if hours := re.match(r"PT(\d+)H$", value):
            value = f"P{-(-int(hours[1]) // 24)}D"
        found = re.match(r"P(\d+)([DWMY])$", value)
        if not found or self.published is None:
            return known
        other = moved(self.published, found[2], direction * int(found[1]))
        return Interval(min(other, self.published), max(other, self.published), known.grain)

    def _remember(self, time: Time) -> None:
        if time.value is None:
            return
        told = _Told(time.id, time.value, Interval(time.earliest, time.latest, time.grain), time.start_char)
        if time.grain == "quarter" and time.earliest:
            self.quarter = told
        elif time.timex == "DURATION" and re.match(r"P\d+M$", time.value):
            self.quarter = None  # after "the nine months", "a year earlier" is a year
        elif (
            time.timex in {"DATE", "TIME"}
            and time.earliest
            and time.grain in {"day", "part", "minute", "hour", "month", "year", "week"}
        ):
            self.day = told

    def _affair(self, draft: Draft) -> tuple[Draft, str, str | None]:
        """'the 10th day of the conflict': by the table of affairs, else the day that the sentence is about."""
        text = self.parsed.report.text
        phrase, end = _affair_phrase(text, draft)
        draft = replace(draft, end=end)
        affair = affair_of(phrase, text, self.published, self.known)
        if affair is not None:
            day = moved(affair.first_day, draft.unit, draft.n - 1)
            named = affair.about.search(text, draft.start, min(len(text), end + _NAME_REACH)) is not None
            if self._may_count(day, named=named):
                return draft, str(day) if draft.unit == "D" else shifted(day, draft.unit, 0), affair.name
        token = self.parsed.token_at(draft.start)
        sentence = token.sent.start_char if token else draft.start
        if self.day and self.day.interval.grain == "day" and self.day.start >= sentence:
            return draft, self.day.value, self.day.id
        if (
            self.published is None or draft.n == 1 or affair is not None
        ):  # "since the first day of the war": no day of publication
            return draft, unknown(draft.unit), None
        return draft, shifted(self.published, draft.unit, 0), PUBLICATION

    def _may_count(self, day: dt.date, *, named: bool) -> bool:
        """Can the report mean this day? News counts days as they pass; of days long ago it says whose they are."""
        if self.published is None:
            return True
        ago = (self.published - day).days
        return -7 <= ago <= (_COUNTED_DAYS if not named else 36_500)


_ATTACKS = re.compile(r"\s+(?:\d{4}\s+)?(?:terror(?:ist)?\s+)?(?:attacks?|hijack\w+)", re.IGNORECASE)
_NAME_REACH = 40  # code points after "the war" in which "in Ukraine" may stand
_COUNTED_DAYS = 45
_REACH = 600  # code points; a time told longer ago is no longer what "earlier" counts from
_RESOLVERS = {
    "fixed": _Context.fixed, "duration": _Context.fixed, "set": _Context.fixed, "ref": _Context.ref,
    "day": _Context.month_day, "month": _Context.month, "weekday": _Context.weekday, "part": _Context.part,
    "shift": _Context.shift, "the": _Context.the, "clock": _Context.clock, "numeric": _Context.numeric,
    "feast": _Context.feast,
}  # fmt: skip
_AFFAIR_NOUN = (
    r"war|conflict|invasion|offensive|operation|fighting|hostilities|campaign|intervention|siege|battle|bombing|"
    r"bombardment|crisis|strikes?|clashes|protests?|uprising|strife|assault|blockade|truce|ceasefire|cease-fire"
)
_AFFAIR_PHRASE = re.compile(
    rf"\s*\.?\s*(?:of|since)\s+(?!an?\b)(?:[\w’'.-]+\s+){{0,6}}?(?:{_AFFAIR_NOUN})\b", re.IGNORECASE
)


def _affair_phrase(text: str, draft: Draft) -> tuple[str, int]:
    """The words that name the affair, and where the expression ends: after the noun that they hang on."""
    found = _AFFAIR_PHRASE.match(text, draft.end)
    if not found:
        return "", draft.end
    return found.group(), found.end()


def _weekday_before(day: dt.date, weekday: int) -> dt.date:
    return day - dt.timedelta(days=(day.isoweekday() - weekday) % 7)


def _feast(draft: Draft, year: int) -> dt.date:
    return dt.date(year, draft.month, draft.day) if draft.month else easter(year) + dt.timedelta(days=draft.day)


def _containing(told: _Told, unit: str) -> str:
    """The week, month or year around a time told before; the time itself where that is no day."""
    return shifted(told.interval.earliest, unit, 0) if told.interval.earliest else told.value
