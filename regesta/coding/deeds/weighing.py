"""How sure an event is: what the relation model says of its word, its sides and the two of them together.

All numbers were chosen on sentences of running text that the model was not trained on: docs/explanation/events.md.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.judgement import Judgement, Scores
from regesta.coding.deeds.sides import told, word_of
from regesta.schema import Mention

# Log-odds that type and both sides are right, fitted on held-out events: constant, and see `features`.
COEFFICIENTS: Final = (-1.46, 0.32, 0.17, 0.14, 0.24, 0.19)
_LEAST: Final = 0.01  # the model is never surer than that
_HALF: Final = 0.5  # of what lies beyond what the model reads of a sentence


def weighed(
    judgement: Judgement, decided: Sequence[Decided], coefficients: Sequence[float] = COEFFICIENTS
) -> list[Decided]:
    """The same events with the model's confidence, those that were judged."""
    return [_weighed(judgement, one, coefficients) for one in decided]


def _weighed(judgement: Judgement, one: Decided, coefficients: Sequence[float]) -> Decided:
    known = features(judgement, one)
    if known is None:
        return one
    odds = sum(c * f for c, f in zip(coefficients, terms(known), strict=True))
    pair, word, actor, recipient, _ = known
    why = f"model: {one.type} word {word:.2f} pair {pair:.2f} actor {actor:.2f} recipient {recipient:.2f}"
    return replace(one, confidence=round(1 / (1 + math.exp(-odds)), 2), why=why)


def features(judgement: Judgement, one: Decided) -> tuple[float, float, float, float, float] | None:
    """What the confidence rests on, None where the sides were not judged: the model's scores of the type for the two
    sides and for the word; how well each side suits that word; whether (1 or 0) a rule found the event."""
    scores = _of_sides(judgement, one)
    if scores is None:
        return None
    candidate, at = one.candidate, word_of(judgement, one)
    word = told(judgement.words.get(at), one)
    suits = [_suits(judgement, at, side, which, candidate.mutual)
             for which, side in enumerate((candidate.actors, candidate.recipients))]  # fmt: skip
    return told(scores, one), word, suits[0], suits[1], float(bool(candidate.rule))


def terms(known: Sequence[float]) -> tuple[float, ...]:
    """What the coefficients are of: a constant, the log-odds of the scores, and whether a rule found the event."""
    *scores, by_rule = known
    return (1.0, *(math.log((score + _LEAST) / (1 - score + _LEAST)) for score in scores), by_rule)


def _of_sides(judgement: Judgement, one: Decided) -> Scores | None:
    """The scores of the first actor and the first recipient, or of two who act together.

    Where one side is not told, those of the other one with nobody.
    """
    actors, others = one.candidate.actors, one.candidate.recipients
    if not others and one.candidate.mutual:
        others = actors[1:]
    return judgement.of(next(iter(actors), None), next(iter(others), None)) if actors or others else None


def _suits(judgement: Judgement, word: int, side: Sequence[Mention], which: int, mutual: bool) -> float:
    """How probably the best of a side takes part in what a word tells; where nobody does, how probably nobody does."""
    chances = [max(one) if mutual else one[which] for one in judgement.sides.get(word, ())]
    if not side:
        return 1.0 if mutual else 1.0 - max(chances, default=0.0)
    known = [chances[i] for m in side if (i := judgement.index(m)) is not None and i < len(chances)]
    return max(known, default=_HALF)
