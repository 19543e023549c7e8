"""When did it happen: which expression dates the event or statement whose trigger is given.

First the parse is asked: a time that hangs on the trigger, on its clause, on the verb that it is conjoined with or
on the noun at its side ("in a statement on Friday"). Then the discourse: a sentence that goes on from one with a
date ("During this conversation ...") takes over that date, basis 'anchor'. Else the tense: a past or present verb
of news is dated by the dateline or the publication, basis 'dateline' or 'publication', from the day before to the
day itself, for what a paper prints happened yesterday or today; a future verb lies after publication, a perfect or
a past perfect somewhere before it, both with one end open and grain 'open'.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from spacy.tokens import Token

from regesta.coding.attached_times import attached, is_perfect, looks_back, same_time, times_in
from regesta.coding.narrative import continued, frame, is_history, told_before
from regesta.coding.parser import Parsed
from regesta.coding.timex.calendar import day_of_news
from regesta.coding.timex.tenses import direction_of_verb, governing_verb, is_under_way
from regesta.reading.preambles import preambles
from regesta.schema import DateBasis, Grain, Time

BACKGROUND_DAYS: Final = 30  # what ended longer before publication is told as history, not as news
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """The days on which something can have happened, and what says so; an end that is not known is None."""

    earliest: dt.date | None
    latest: dt.date | None
    grain: Grain
    basis: DateBasis
    time_id: str | None = None


def when(parsed: Parsed, trigger_start: int, trigger_end: int, times: Sequence[Time]) -> When | None:
    """When the event or statement with that trigger or cue (positions in the report's text) took place.

    `times` are those of `find_times`, in text order. None when neither the text nor a publication day says anything.
    """
    trigger = parsed.span(trigger_start, trigger_end).root
    sentence = trigger.sent
    here = times_in(sentence, times)
    if (day := _whose_day(trigger, here, parsed)) is not None:
        return When(day.earliest, day.latest, day.grain, "text", day.id)
    told = attached(trigger, here, parsed)
    if told is not None and (told.value or "").endswith("_REF"):
        return _vague(told, trigger, parsed)
    if told is not None:
        return _dated(told, here, trigger, parsed)
    if (
        told := continued(trigger, sentence, times, parsed) or told_before(trigger, sentence, times, parsed)
    ) is not None:
        return When(told.earliest, told.latest, "day", "anchor", told.id)
    if (told := frame(trigger, sentence, here, parsed)) is not None:
        return When(told.earliest, told.latest, told.grain, "text", told.id)
    return _by_tense(trigger, parsed)


def when_done(parsed: Parsed, trigger_start: int, trigger_end: int, times: Sequence[Time]) -> When | None:
    """`when` of an event: what a passage of history tells is not of the day of publication, though it is said then."""
    found = when(parsed, trigger_start, trigger_end, times)
    if found is None or found.grain != "day" or found.basis not in {"publication", "dateline"}:
        return found
    trigger = parsed.span(trigger_start, trigger_end).root
    is_old = is_history(trigger, trigger.sent, times, parsed)
    return When(None, found.latest, "open", found.basis) if is_old else found


def _whose_day(trigger: Token, times: Sequence[Time], parsed: Parsed) -> Time | None:
    """The time before its own clause: 'by Friday, when she visits Rome'."""
    if trigger.dep_ not in {"relcl", "advcl"} or not any(c.lower_ == "when" for c in trigger.children):
        return None
    first = trigger.left_edge.idx
    return next((t for t in times if t.end_char <= first and not parsed.text(t.end_char, first).strip(" ,")), None)


def _vague(time: Time, trigger: Token, parsed: Parsed) -> When:
    """'now', 'recently', 'soon': no day, but a side of publication; of 'now' the tense says which."""
    if time.value == "PRESENT_REF" and (found := _by_tense(trigger, parsed)) is not None:
        return When(found.earliest, found.latest, found.grain, "text", time.id)
    return When(time.earliest, time.latest, "open", "text", time.id)


def is_background(found: When | None, published: dt.date | None) -> bool:
    """Told as history: it ended long before publication."""
    return bool(found and found.latest and published and (published - found.latest).days > BACKGROUND_DAYS)


# --- what the expression says of the day ----------------------------------------------------------------------------


def _dated(time: Time, here: Sequence[Time], trigger: Token, parsed: Parsed) -> When:
    """The interval of a time, with the words before it: since, until, by, before, after, from ... to."""
    earliest, latest = time.earliest, time.latest
    signal = _signal(time, parsed)
    published = day_of_news(parsed.report.published)
    if signal in {"since", "from", "after"}:
        pair = _pair(time, here, parsed)
        if pair is not None:
            latest = pair.latest
        else:
            earliest = time.latest + _DAY if signal == "after" and time.latest else time.earliest
            latest = published if published and earliest and earliest <= published else None
    elif signal == "between" and (pair := _pair(time, here, parsed)) is not None:
        latest = pair.latest
    elif signal in {"until", "till", "by", "before"}:
        latest = time.earliest - _DAY if signal == "before" and time.earliest else time.latest
        future = bool(published and latest and latest > published)
        earliest = published if future else None
    if earliest and latest and earliest > latest:
        earliest = latest
    return When(earliest, latest, time.grain, "text", time.id)


def _signal(time: Time, parsed: Parsed) -> str:
    token = parsed.token_at(time.start_char)
    if token is None or token.i == 0:
        return ""
    return token.nbor(-1).lower_ if token.nbor(-1).lower_ in _SIGNALS else ""


_SIGNALS: Final = {"since", "from", "after", "between", "until", "till", "by", "before"}


def _pair(time: Time, here: Sequence[Time], parsed: Parsed) -> Time | None:
    """The other end of 'from X to Y', 'between X and Y'."""
    following = next((t for t in here if t.start_char >= time.end_char), None)
    if following is None or following.start_char - time.end_char > 12:
        return None
    between = parsed.text(time.end_char, following.start_char).strip(" ,").lower()
    return following if between in {"to", "and", "until", "through", "till", "-", "–"} else None


# --- no time of its own --------------------------------------------------------------------------------------------


def _by_tense(trigger: Token, parsed: Parsed) -> When | None:
    """By the tense of the verb and the day of the dateline or of publication; None without one."""
    basis: DateBasis = "publication"
    day = day_of_news(parsed.report.published)
    line = _dateline_day(parsed.report.text)
    if line is not None and (day is None or abs((day - line).days) <= _DATELINE_DAYS):
        basis, day = "dateline", line
    if day is None:
        return None
    verb = trigger if trigger.pos_ in {"VERB", "AUX"} else governing_verb(trigger)
    headline = parsed.headline is not None and trigger.i < parsed.headline.end
    if trigger.pos_ == "NOUN" and (_comes_after(trigger) or not (headline or _is_news(trigger, parsed))):
        return When(None, day, "open", basis)
    if verb is not None and not headline and not is_under_way(verb):
        if direction_of_verb(verb) > 0:
            return When(day, None, "open", basis)
        if is_perfect(verb) or not _main_line(verb):
            return When(None, day, "open", basis)
    return When(day - _DAY, day, "day", basis)


def _comes_after(noun: Token) -> bool:
    """'After the start of the war he fled': what the noun names was before the verb."""
    token = noun
    for _ in range(6):
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return False
        if token.lower_ in {"after", "since", "following", "despite"} or looks_back(token):
            return True
    return False


def _is_news(noun: Token, parsed: Parsed) -> bool:
    """Whether a noun tells what its sentence reports: in the lead, or as what came, was done or did something."""
    if noun.sent.start <= parsed.sentences[min(_LEAD, len(parsed.sentences)) - 1].start:
        return True
    if noun.dep_ in {"nsubj", "nsubjpass", "ROOT"}:
        return True
    verb = noun.head if noun.dep_ != "pobj" or noun.head.lower_ not in _MIDST else noun.head.head
    return verb.pos_ == "VERB" and (verb.lemma_ in _CARRY_OUT or (noun.dep_ == "pobj" and noun.head.i != verb.i))


_LEAD: Final = 2  # sentences
_MIDST: Final = {"in", "by", "during", "with", "amid"}
_CARRY_OUT: Final = frozenset(
    "launch carry stage hold conduct mount open begin start make suffer see have take give do wage stop halt end "
    "resume continue commit lead join attend sign reach break announce declare impose lift issue deliver send".split()
)


def _main_line(verb: Token) -> bool:
    """Is it what the sentence tells as news? What stands in a 'who' or 'after' clause happened some time before."""
    for _ in range(8):
        if verb.dep_ in {"relcl", "acl", "pcomp"} or (verb.dep_ == "advcl" and not same_time(verb)):
            return False
        if verb.head.i == verb.i:
            return True
        verb = verb.head
    return True


@lru_cache(maxsize=16)  # asked for each event of a report
def _dateline_day(text: str) -> dt.date | None:
    return next((p.day for p in preambles(text) if p.kind == "dateline" and p.day), None)


_DATELINE_DAYS: Final = 3  # an older dateline is of another report
