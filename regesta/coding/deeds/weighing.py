"""How sure an event is: what the relation model says of its word, its sides and the two of them together.

All numbers were chosen on sentences of running text that the model was not trained on: docs/explanation/events.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.judgement import Judgement, Scores
from regesta.coding.deeds.sides import told, word_of
from regesta.schema import Mention

# Log-odds that type and both sides are right, fitted on held-out events: see `Features.terms`.
COEFFICIENTS: Final = (-2.51, 0.16, 0.32, 0.15, 0.21, 0.36, 0.47, 1.01)
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
    odds = sum(c * term for c, term in zip(coefficients, known.terms(), strict=True))
    return replace(one, confidence=round(1 / (1 + math.exp(-odds)), 2), why=f"model: {one.type} {known}")


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence rests on: the model's scores of the type for the word and for the two sides, how well either
    side suits the word, and whether a rule found the event, an actor is told, and a recipient."""

    word: float
    pair: float
    actor: float
    recipient: float
    by_rule: bool
    told_actor: bool
    told_recipient: bool

    def __str__(self) -> str:
        return f"word {self.word:.2f} pair {self.pair:.2f} actor {self.actor:.2f} recipient {self.recipient:.2f}"

    def terms(self) -> tuple[float, ...]:
        """What the coefficients are of: a constant, the log-odds of the scores, then 1 or 0 for each of the others."""
        scores = (self.word, self.pair, self.actor, self.recipient)
        odds = (math.log((score + _LEAST) / (1 - score + _LEAST)) for score in scores)
        return (1.0, *odds, float(self.by_rule), float(self.told_actor), float(self.told_recipient))


def features(judgement: Judgement, one: Decided) -> Features | None:
    """None where the sides were not judged. Where both sides act together the other one counts as told."""
    scores = _of_sides(judgement, one)
    if scores is None:
        return None
    candidate, at = one.candidate, word_of(judgement, one)
    actor, recipient = (
        _suits(judgement, at, side, which, candidate.mutual)
        for which, side in enumerate((candidate.actors, candidate.recipients))
    )
    return Features(
        word=told(judgement.words.get(at), one), pair=told(scores, one), actor=actor, recipient=recipient,
        by_rule=one.by_rule, told_actor=bool(candidate.actors),
        told_recipient=candidate.mutual or bool(candidate.recipients),
    )  # fmt: skip


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
