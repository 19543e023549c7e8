"""The model's word on what the rules decided: how sure an event is, and, seldom, another type.

The model was trained on the main relation of a sentence, so it overrules only the rule of the main clause, when it is
sure of another type and finds the rule's improbable. Measured on the training half of PLV, each sentence by the network
of the fold that had not seen it: docs/explanation/events.md.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.judgement import Judgement, Scores
from regesta.coding.deeds.relations import NONE

SURE: Final = 0.7  # the model's score of its own type, to overrule
IMPROBABLE: Final = 0.1  # its score of the rule's type, to be overruled
# Log-odds that type and both sides are right, fitted on held-out events: constant, and see `features`.
COEFFICIENTS: Final = (-3.9, 3.78, 1.5, 1.97)


def weigh(judgement: Judgement, decided: Sequence[Decided]) -> list[Decided]:
    """The same events, those of a pair that was judged with the model's confidence."""
    return [_weighed(one, scores) if (scores := scores_of(judgement, one)) else one for one in decided]


def scores_of(judgement: Judgement, one: Decided) -> Scores | None:
    """The scores of the first actor and the first recipient, or of two who act together; None when not judged."""
    actors, others = one.candidate.actors, one.candidate.recipients
    if not others and one.candidate.mutual:
        others = actors[1:]
    return judgement.of(actors[0], others[0]) if actors and others else None


def _weighed(one: Decided, scores: Scores) -> Decided:
    best = max(scores, key=lambda label: scores[label])
    if best != one.type and _overrules(one, best, scores):
        one = replace(one, type=best, mode=None)
    odds = sum(c * f for c, f in zip(COEFFICIENTS, (1.0, *features(one, scores)), strict=True))
    return replace(one, confidence=round(1 / (1 + math.exp(-odds)), 2), why=_told(scores))


def features(one: Decided, scores: Scores) -> tuple[float, float, float]:
    """What the confidence rests on: the score of the type, whether in the main clause, whether a rule found it."""
    return scores[one.type], float(one.candidate.tone.dep_ == "ROOT"), float(bool(one.candidate.rule))


def _overrules(one: Decided, best: str, scores: Scores) -> bool:
    """Whether the model's best type takes the place of the rule's.

    Never where the rule read an operator ("called for > talks": the model takes that for the talks), and not where the
    benchmark that the model learned from departs from the code book (it has sanctions as COERCE).
    """
    by_operator = ">" in one.candidate.rule
    by_benchmark = (one.type, best) == ("SANCTION", "COERCE")
    is_main = one.candidate.tone.dep_ == "ROOT"
    sure = scores[best] > SURE and scores[one.type] < IMPROBABLE
    return is_main and sure and best != NONE and one.status == "happened" and not by_operator and not by_benchmark


def _told(scores: Scores) -> str:
    """The two best answers: 'model: ACCUSE 0.91, REJECT 0.05'."""
    best = sorted(scores, key=lambda label: -scores[label])[:2]
    return "model: " + ", ".join(f"{label} {scores[label]:.2f}" for label in best)
