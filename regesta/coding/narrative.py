"""What the sentences around say of the day of an event that has no time of its own.

"Talabani began his studies in 1953. He joined the rebels."    joined: history, no news of today
"A raid on Monday hit the town. Ten people died in the raid."  died -> Monday
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.attached_times import attached, is_perfect, opens, times_in
from regesta.coding.deeds.triggers import entry_of
from regesta.coding.parser import Parsed
from regesta.coding.timex.calendar import day_of_news
from regesta.coding.timex.tenses import direction_of_verb, governing_verb
from regesta.schema import Time

HISTORY_DAYS: Final = 30  # a passage whose last time ended longer before publication tells history, not news
_BACK: Final = 3  # sentences without a time over which a passage still tells history
_TOLD: Final = 6  # sentences back in which "the raid" was told with its day


def continued(trigger: Token, sentence: Span, times: Sequence[Time], parsed: Parsed) -> Time | None:
    """The day of the sentence before, where this one goes on telling of it."""
    verb = trigger if trigger.pos_ == "VERB" else governing_verb(trigger)
    if verb is None or verb.tag_ not in {"VBD", "VBG", "VBN", "VB"} or direction_of_verb(verb) > 0 or is_perfect(verb):
        return None
    if sentence.start == 0 or not _goes_on(sentence) or any(t.latest for t in times_in(sentence, times)):
        return None
    before = trigger.doc[sentence.start - 1].sent
    if before.text.isspace() and before.start:  # a blank line between paragraphs
        before = trigger.doc[before.start - 1].sent
    days = [t for t in times_in(before, times) if t.earliest and t.earliest == t.latest]
    return attached(before.root, days, parsed)


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


def told_before(trigger: Token, sentence: Span, times: Sequence[Time], parsed: Parsed) -> Time | None:
    """The day of what was told with it before: 'the raid', 'was killed in the raid', 'the raid killed'."""
    verb = trigger if trigger.pos_ == "VERB" else governing_verb(trigger)
    if verb is None or direction_of_verb(verb) >= 0 or is_perfect(verb):
        return None
    nouns = [trigger] if trigger.pos_ == "NOUN" else _deeds_beside(verb)
    known = [n for n in nouns if any(c.dep_ == "det" and c.lower_ in {"the", "this", "that"} for c in n.children)]
    for noun in known:
        for before in _sentences_before(parsed, sentence, _TOLD):
            here = [t for t in times_in(before, times) if t.earliest and t.earliest == t.latest]
            named = [t for t in before if t.lemma_ == noun.lemma_] if here else []
            if found := next((time for t in named if (time := attached(t, here, parsed)) is not None), None):
                return found
    return None


def _deeds_beside(verb: Token) -> list[Token]:
    """The nouns of deeds in or by which it was done."""
    nouns = [c for c in verb.children if c.dep_ == "nsubj"]
    nouns += [
        n for c in verb.children if c.lower_ in {"in", "during", "by", "at"} for n in c.children if n.dep_ == "pobj"
    ]
    return [n for n in nouns if n.pos_ == "NOUN" and entry_of(n) is not None]


def frame(trigger: Token, sentence: Span, here: Sequence[Time], parsed: Parsed) -> Time | None:
    """The month or year that opens the sentence, alone in it: all that it tells in the past was then."""
    if len(here) != 1 or here[0].grain not in {"month", "year", "quarter", "season"}:
        return None
    verb = trigger if trigger.pos_ == "VERB" else governing_verb(trigger)
    is_past = verb is not None and direction_of_verb(verb) < 0 and not is_perfect(verb)
    return here[0] if is_past and sentence[0].lower_ in _OPENERS and opens(here[0], sentence) else None


_OPENERS: Final = {"in", "during", "earlier", "late", "last", "early"}


def is_history(trigger: Token, sentence: Span, times: Sequence[Time], parsed: Parsed) -> bool:
    """Whether the passage is of long ago: the last time told, in the sentence or shortly before it, is."""
    published = day_of_news(parsed.report.published)
    if published is None:
        return False
    inside = {t.i for t in trigger.subtree}
    own = [t for t in times_in(sentence, times) if (token := parsed.token_at(t.start_char)) and token.i not in inside]
    verdict = _is_old(own, parsed, published)
    for before in _sentences_before(parsed, sentence, _BACK):
        if verdict is not None:
            break
        verdict = _is_old(times_in(before, times), parsed, published)
        if verdict is None and (before.root.tag_ in {"VBZ", "VBP"} or is_perfect(before.root)):
            return False
    return bool(verdict)


def _is_old(here: Sequence[Time], parsed: Parsed, published: dt.date) -> bool | None:
    """Whether the times that date what a sentence tells all ended long before publication; None where none does."""
    days: list[dt.date] = [t.latest for t in here if t.latest is not None and _dates_a_clause(t, parsed)]
    return max(days) < published - dt.timedelta(days=HISTORY_DAYS) if days else None


def _dates_a_clause(time: Time, parsed: Parsed) -> bool:
    """'they met in 1953'; not 'the 1953 accord', nor 'the accord signed in 1953'."""
    token = parsed.span(time.start_char, time.end_char).root
    while token.dep_ in {"pobj", "prep", "npadvmod", "advmod", "pcomp"} and token.head.pos_ not in {"VERB", "AUX"}:
        token = token.head
    return bool(token.head.pos_ in {"VERB", "AUX"} and token.head.dep_ not in {"relcl", "acl"})


def _sentences_before(parsed: Parsed, sentence: Span, most: int) -> list[Span]:
    """Up to that many sentences of running text before it, the nearest first."""
    at = bisect_right(parsed.sentences, sentence.start, key=lambda s: s.end)
    return list(reversed(parsed.sentences[max(0, at - most) : at]))
