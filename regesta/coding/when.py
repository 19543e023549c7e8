"""When and where an event happened, as far as its own sentence says it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from spacy.tokens import Span, Token

from regesta.coding.parser import Parsed
from regesta.schema import DateBasis, Grain, Place, Time

_FAR: Final = 8  # of `_distance`; what is further away belongs to something else
_LOCATIVE: Final = frozenset("in at near on outside inside around over off from to into along".split())


Located = TypeVar("Located", Time, Place)


@dataclass(frozen=True, slots=True)
class Day:
    """When: the interval, what it rests on, and the expression that says it."""

    earliest: dt.date | None = None
    latest: dt.date | None = None
    grain: Grain | None = None
    basis: DateBasis | None = None
    time: str | None = None


def day_of(parsed: Parsed, trigger: Token, times: Sequence[tuple[Token, Time]], *, is_news: bool) -> Day:
    """The time expression nearest to the trigger in the parse; for news without one, the day of publication, named so.

    `times` are those of the trigger's sentence with their tokens.
    """
    near = [(_distance(trigger, token), abs(token.i - trigger.i), i) for i, (token, _) in enumerate(times)]
    if near and min(near)[0] <= _FAR:
        time = times[min(near)[2]][1]
        basis: DateBasis = "text" if time.anchor in (None, "text") else "anchor"
        return Day(time.earliest, time.latest, time.grain, basis, time.id)
    published = parsed.report.published
    if is_news and published is not None:
        return Day(None, published, "day", "publication", None)
    return Day()


def place_of(trigger: Token, places: Sequence[tuple[Token, Place]]) -> str | None:
    """The place named nearest to the trigger in the parse, if it stands after a preposition of place."""
    near = [
        (_distance(trigger, token), abs(token.i - trigger.i), place.id) for token, place in places
        if not place.metonym and _is_locative(token)
    ]  # fmt: skip
    return min(near)[2] if near and min(near)[0] <= _FAR else None


def in_sentence(parsed: Parsed, sentence: Span, rows: Iterable[Located]) -> list[tuple[Token, Located]]:
    """The rows that lie in the sentence, each with the token that heads it."""
    start, end = sentence.start_char, sentence.end_char
    return [(parsed.span(r.start_char, r.end_char).root, r) for r in rows if start <= r.start_char < end]


def _is_locative(token: Token) -> bool:
    for _ in range(4):
        if token.dep_ == "pobj":
            return token.head.lower_ in _LOCATIVE
        token = token.head
    return False


def _distance(trigger: Token, other: Token) -> int:
    """How far a word is from the trigger in the parse.

    What hangs on the trigger is nearest, then what hangs on its clause (however deep in it the trigger stands: nouns on
    the way up count little), then what hangs on the clauses above; other branches are out of reach.
    """
    above = {trigger.i: 0}
    token, cost, verbs = trigger, 0, int(trigger.pos_ in ("VERB", "AUX"))
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            cost += 3 if verbs else 1
            verbs += 1
        elif not verbs:
            cost = min(cost + 1, 3)
        above[token.i] = cost
    token, steps = other, 0
    while token.i not in above:
        if token.head.i == token.i:
            return _FAR + 1
        token, steps = token.head, steps + 1
    return above[token.i] + steps
