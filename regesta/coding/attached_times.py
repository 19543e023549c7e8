"""The time that hangs on a verb or noun: on itself, its clause, the verb that it completes, a verb joined to it.

"The army took the town and closed the border in March."    took, closed -> March
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.deeds.arguments import is_infinitive
from regesta.coding.parser import Parsed
from regesta.coding.timex.calendar import day_of_news
from regesta.coding.timex.tenses import direction_of_verb
from regesta.schema import Time


def times_in(sentence: Span, times: Sequence[Time]) -> list[Time]:
    """The dates of a sentence; durations and repetitions date nothing."""
    low = bisect_left(times, sentence.start_char, key=lambda t: t.start_char)
    high = bisect_left(times, sentence.end_char, key=lambda t: t.start_char)
    return [t for t in times[low:high] if t.timex in {"DATE", "TIME"}]


def attached(trigger: Token, times: Sequence[Time], parsed: Parsed) -> Time | None:
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
    return found or _opening(chain, trigger.sent, times) or _passed_on(chain, times, parsed)


def _contrary(time: Time, direction: int, published: dt.date | None) -> bool:
    """A day to come beside a past verb ('called a strike for tomorrow'): it dates something else."""
    return direction < 0 and bool(published and time.earliest and time.earliest > published)


def _passed_on(chain: dict[int, int], times: Sequence[Time], parsed: Parsed) -> Time | None:
    """The time after what was done with it: 'took the town and closed | the border in May'."""
    published = day_of_news(parsed.report.published)
    for i in chain:
        verb = parsed.doc[i]
        if verb.pos_ != "VERB" or direction_of_verb(verb) >= 0 or is_perfect(verb):
            continue
        for below in _done_with(verb):
            for time in times:
                past = not published or (time.latest is not None and time.latest <= published)
                if past and time.start_char > below.idx and _steps({below.i: 0}, time, below, parsed) is not None:
                    return time
    return None


def _done_with(verb: Token) -> Iterator[Token]:
    """The verbs joined to it that have its subject and no time of their own beside it, and what it was done for."""
    for child in verb.children:
        alone = not any(c.dep_ in {"nsubj", "nsubjpass", "aux"} or c.lower_ in _LATER for c in child.children)
        if child.dep_ == "conj" and child.tag_ in {"VBD", "VBN"} and child.lemma_ not in _SAYING and alone:
            yield child
            yield from _done_with(child)
    if verb.lemma_ not in _SAYING:
        for holder in (verb, *(c for c in verb.children if c.dep_ == "dobj")):
            yield from (c for c in holder.children if c.dep_ in {"xcomp", "advcl", "acl", "relcl"} and is_infinitive(c))


_LATER: Final = {"later", "then", "since", "now", "subsequently", "eventually", "finally", "soon", "still"}


def _opening(chain: dict[int, int], sentence: Span, times: Sequence[Time]) -> Time | None:
    """The time that opens the sentence dates its main clause, whatever the parse ('From 3 to 5 March they met')."""
    first = times[0]
    return first if opens(first, sentence) and sentence.root.i in chain else None


def opens(time: Time, sentence: Span) -> bool:
    """Whether the sentence begins with the time."""
    return bool(time.start_char - sentence.start_char <= _OPENING)


_OPENING: Final = 12  # code points: room for "From", "Between", "But on", "During the"


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
        return same_time(token)
    if token.dep_ == "prep" and (token.lower_ in _OTHER_TIME or looks_back(token)):
        return False
    return token.dep_ in _ARGUMENTS


def looks_back(preposition: Token) -> bool:
    """'hanged for the killing', 'in revenge for the raid': what follows was before."""
    return preposition.lower_ == "for" and preposition.head.lemma_ in _REQUITE


_REQUITE: Final = frozenset(
    "accuse apologise apologize apology arrest blame charge condemn convict criticise criticize detain execute fine "
    "hang imprison indict jail penalty praise prosecute punish punishment responsibility responsible retaliation "
    "revenge sanction sentence sue thank trial try reprisal vengeance wanted".split()
)
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


def same_time(verb: Token) -> bool:
    """'..., killing five' and 'when a bomb went off' are of the time of the main verb; 'after meeting him' is not."""
    before = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"} and c.i < verb.i}
    if verb.tag_ == "VBG":
        return not any(c.dep_ in {"mark", "prep"} and c.i < verb.i for c in verb.children)
    return (
        verb.i > verb.head.i
        and bool(before & {"when", "as", "while"})
        and {verb.tag_, verb.head.tag_} <= {"VBD", "VBN"}
        and not is_perfect(verb)
    )


def is_perfect(verb: Token) -> bool:
    """'has refused', 'had offered': some time before, nobody says when."""
    return any(c.dep_ in {"aux", "auxpass"} and c.lower_ in {"has", "have", "had", "'ve", "’ve"} for c in verb.children)
