"""When did it happen: which expression dates the event or statement whose trigger is given.

First the parse is asked: a time that hangs on the trigger, on its clause, on the verb that it is conjoined with or
on the noun at its side ("in a statement on Friday"). Then the discourse: a sentence that goes on from one with a
date ("During this conversation ...") takes over that date, basis 'anchor'. Else the tense: a past or present verb
of news is dated by the dateline or the publication, basis 'dateline' or 'publication', from the day before to the
day itself, for what a paper prints happened yesterday or today; a future verb lies after publication, a perfect or
a past perfect somewhere before it, both with one end open and grain 'open'.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.parser import Parsed
from regesta.coding.timex.calendar import day_of_news
from regesta.coding.timex.tenses import direction_of_verb, governing_verb
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
    here = _times_in(sentence, times)
    if (day := _whose_day(trigger, here, parsed)) is not None:
        return When(day.earliest, day.latest, day.grain, "text", day.id)
    told = _attached(trigger, here, parsed)
    if told is not None and (told.value or "").endswith("_REF"):
        return _vague(told, trigger, parsed)
    if told is not None:
        return _dated(told, here, trigger, parsed)
    return _continued(trigger, sentence, times, parsed) or _by_tense(trigger, parsed)


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


def _times_in(sentence: Span, times: Sequence[Time]) -> list[Time]:
    """The dates of a sentence; durations and repetitions date nothing."""
    low = bisect_left(times, sentence.start_char, key=lambda t: t.start_char)
    high = bisect_left(times, sentence.end_char, key=lambda t: t.start_char)
    return [t for t in times[low:high] if t.timex in {"DATE", "TIME"}]


# --- the time that hangs on the trigger ----------------------------------------------------------------------------


def _attached(trigger: Token, times: Sequence[Time], parsed: Parsed) -> Time | None:
    """The time nearest to the trigger in the parse; one that only says 'now' or 'recently' stands back."""
    best: tuple[int, int, int] | None = None
    found = None
    if not times:
        return None
    chain = _chain(trigger)
    direction = direction_of_verb(trigger) if trigger.pos_ == "VERB" else 0
    for time in times:
        if _contrary(time, direction, day_of_news(parsed.report.published)):
            continue
        steps = _steps(chain, time, trigger, parsed)
        if steps is None:
            continue
        vague = int((time.value or "").endswith("_REF"))
        rank = (vague, steps, abs(time.start_char - trigger.idx))
        if best is None or rank < best:
            best, found = rank, time
    return found or _opening(chain, trigger.sent, times)


def _contrary(time: Time, direction: int, published: dt.date | None) -> bool:
    """A day to come beside a past verb ('called a strike for tomorrow'): it dates something else."""
    return direction < 0 and bool(published and time.earliest and time.earliest > published)


def _opening(chain: dict[int, int], sentence: Span, times: Sequence[Time]) -> Time | None:
    """The time that opens the sentence dates its main clause, whatever the parse ('From 3 to 5 March they met')."""
    first = times[0]
    if first.start_char - sentence.start_char > _OPENING or sentence.root.i not in chain:
        return None
    return first


_OPENING: Final = 12  # code points: room for "From", "Between", "But on"


def _chain(trigger: Token) -> dict[int, int]:
    """Tokens whose times are also the trigger's, with a distance: its clause, conjuncts, the verb it completes."""
    chain = {trigger.i: 0}
    token = trigger
    for step in range(1, 7):
        head = token.head
        if head.i == token.i or not _shares_time(token, head):
            break
        chain[head.i] = step
        token = head
    return chain


_ARGUMENTS: Final = {"nsubj", "nsubjpass", "dobj", "obj", "attr", "oprd", "pobj", "prep", "agent", "dative", "compound",
                     "conj", "xcomp", "aux", "auxpass", "pcomp", "poss", "nmod", "appos"}  # fmt: skip
_SAYING: Final = {
    "say", "tell", "announce", "report", "state", "add", "warn", "promise", "vow", "agree", "plan", "expect", "decide",
    "threaten", "urge", "call", "demand", "ask", "order", "want", "refuse", "offer", "pledge", "propose",
    "hope", "intend",
}  # fmt: skip


def _shares_time(token: Token, head: Token) -> bool:
    """Does what dates the head also date the token?"""
    if token.dep_ == "xcomp":
        return head.lemma_ not in _SAYING
    if token.dep_ == "advcl":  # "..., killing five": the same time; "after meeting him": another one
        return _same_time(token)
    if token.dep_ == "prep" and token.lower_ in _OTHER_TIME:
        return False
    return token.dep_ in _ARGUMENTS


_OTHER_TIME: Final = {"after", "before", "since", "until", "despite", "following", "about", "over"}


def _steps(chain: dict[int, int], time: Time, trigger: Token, parsed: Parsed) -> int | None:
    """How far the time is from the trigger: 0 hangs on it; None when it dates something else."""
    token = parsed.span(time.start_char, time.end_char).root
    first = token
    for step in range(8):
        head = token.head
        if head.i in chain:
            own = chain[head.i] == 0  # "the Feb. 23 attack" dates the attack, not what is done about it
            return step + 2 * chain[head.i] if own or _dates(token, head, first) else None
        if head.i == token.i:
            return None
        if head.pos_ in {"VERB", "AUX"} and head.dep_ not in {"aux", "auxpass"}:
            return None  # another clause
        if not _dates(token, head, first):
            return None
        token = head
    return None


def _dates(token: Token, head: Token, first: Token) -> bool:
    """Is the way from a time up to its head one on which a date travels? Not from before a noun: 'the 1991 accord'."""
    if token.dep_ in {"amod", "compound", "nummod", "poss", "nmod"} and token.i < head.i:
        return (
            token is first
            and head.pos_ in {"NOUN", "PROPN"}
            and head.dep_ not in {"dobj", "pobj", "nsubj", "nsubjpass"}
        )
    if token.dep_ == "prep" and token.lower_ == "of":  # "one of the worst massacres of the century"
        return False
    return token.dep_ not in {"relcl", "acl", "ccomp", "advcl", "nsubj", "nsubjpass", "dobj"} or token is first


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


def _continued(trigger: Token, sentence: Span, times: Sequence[Time], parsed: Parsed) -> When | None:
    """The day of the sentence before, where this one goes on telling of it."""
    verb = trigger if trigger.pos_ == "VERB" else governing_verb(trigger)
    if verb is None or verb.tag_ not in {"VBD", "VBG", "VBN", "VB"} or direction_of_verb(verb) > 0 or _is_perfect(verb):
        return None
    if sentence.start == 0 or not _goes_on(sentence):
        return None
    before = trigger.doc[sentence.start - 1].sent
    if before.text.isspace() and before.start:  # a blank line between paragraphs
        before = trigger.doc[before.start - 1].sent
    days = [t for t in _times_in(before, times) if t.earliest and t.earliest == t.latest]
    told = _attached(before.root, days, parsed)
    if told is None:
        return None
    return When(told.earliest, told.latest, "day", "anchor", told.id)


_ANAPHORS: Final = {"this", "that", "these", "those", "it", "he", "she", "they"}


def _goes_on(sentence: Span) -> bool:
    """'During this conversation ...', 'They also agreed ...': about what the sentence before told."""
    opening = [t for t in sentence[:6] if not t.is_punct and not t.is_space]
    if not opening:
        return False
    if opening[0].lower_ in {"he", "she", "they", "it", "both"}:
        return True
    return opening[0].lower_ in {"during", "at", "in", "this", "the"} and any(
        t.lower_ in {"this", "that", "these", "same"} for t in opening[:3]
    )


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
    if trigger.pos_ == "NOUN" and _comes_after(trigger):
        return When(None, day, "open", basis)
    if verb is not None and not headline:
        if direction_of_verb(verb) > 0:
            return When(day, None, "open", basis)
        if _is_perfect(verb) or not _main_line(verb):
            return When(None, day, "open", basis)
    return When(day - _DAY, day, "day", basis)


def _comes_after(noun: Token) -> bool:
    """'After the start of the war he fled': what the noun names was before the verb."""
    token = noun
    for _ in range(6):
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return False
        if token.lower_ in {"after", "since", "following", "despite"}:
            return True
    return False


def _main_line(verb: Token) -> bool:
    """Is it what the sentence tells as news? What stands in a 'who' or 'after' clause happened some time before."""
    for _ in range(8):
        if verb.dep_ in {"relcl", "acl", "pcomp"} or (verb.dep_ == "advcl" and not _same_time(verb)):
            return False
        if verb.head.i == verb.i:
            return True
        verb = verb.head
    return True


def _same_time(verb: Token) -> bool:
    """'..., killing five' is of the time of the main verb; 'after meeting him' is not."""
    return verb.tag_ == "VBG" and not any(c.dep_ in {"mark", "prep"} and c.i < verb.i for c in verb.children)


@lru_cache(maxsize=16)  # asked for each event of a report
def _dateline_day(text: str) -> dt.date | None:
    return next((p.day for p in preambles(text) if p.kind == "dateline" and p.day), None)


_DATELINE_DAYS: Final = 3  # an older dateline is of another report


def _is_perfect(verb: Token) -> bool:
    """'has refused', 'had offered': some time before, nobody says when."""
    return any(c.dep_ in {"aux", "auxpass"} and c.lower_ in {"has", "have", "had", "'ve", "’ve"} for c in verb.children)
