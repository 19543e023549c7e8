"""The model's word on what the rules decided: whether it is an event at all, how sure, and, seldom, of another type.

All numbers were chosen on sentences of running text that the model was not trained on: docs/explanation/events.md.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.judgement import Judgement, Scores
from regesta.coding.deeds.relations import NONE

CONFIRM: Final = 0.5  # the model's score of the type of a doubtful candidate, to make it an event
KEEP: Final = 0.18  # the confidence from which an event is kept; one that is only possible was learned as neither
SURE: Final = 0.7  # the model's score of its own type, to overrule
IMPROBABLE: Final = 0.1  # its score of the rule's type, to be overruled
# Log-odds that type and both sides are right, fitted on held-out events: constant, and see `features`.
COEFFICIENTS: Final = (-2.93, 3.05, 1.2)


def confirmed(judgement: Judgement, on_trial: Sequence[Decided]) -> list[Decided]:
    """Those of doubtful candidates of which the model has its doubts least: it gives their own type CONFIRM or more."""
    found = []
    for one in on_trial:
        scores = scores_of(judgement, one)
        if scores is not None and scores[one.type] >= CONFIRM:
            found.append(one)
    return found


def weigh(judgement: Judgement, decided: Sequence[Decided]) -> list[Decided]:
    """The same events with the model's confidence, those that were judged; without those that it makes improbable."""
    weighed = [_weighed(one, scores) if (scores := scores_of(judgement, one)) else one for one in decided]
    return [one for one in weighed if one.confidence >= KEEP or one.modality == "hypothetical"]


def scores_of(judgement: Judgement, one: Decided) -> Scores | None:
    """The scores of the first actor and the first recipient, or of two who act together; None when not judged.

    Where one side is not told, those of the other one with nobody.
    """
    actors, others = one.candidate.actors, one.candidate.recipients
    if not others and one.candidate.mutual:
        others = actors[1:]
    return judgement.of(next(iter(actors), None), next(iter(others), None)) if actors or others else None


def _weighed(one: Decided, scores: Scores) -> Decided:
    best = max(scores, key=lambda label: scores[label])
    if best != one.type and _overrules(one, best, scores):
        one = replace(one, type=best, mode=None)
    odds = sum(c * f for c, f in zip(COEFFICIENTS, (1.0, *features(one, scores)), strict=True))
    return replace(one, confidence=round(1 / (1 + math.exp(-odds)), 2), why=_told(scores))


def features(one: Decided, scores: Scores) -> tuple[float, float]:
    """What the confidence rests on: the model's score of the type, and whether (1 or 0) a rule found the event.

    The score of 'none', the main clause and whether both sides are told add nothing to these.
    """
    return scores[one.type], float(bool(one.candidate.rule))


def _overrules(one: Decided, best: str, scores: Scores) -> bool:
    """Whether the model's best type takes the place of the rule's.

    Never where the rule read an operator ("called for > talks": the model takes that for the talks), and not where the
    benchmark that the model learned from departs from the code book (it has sanctions as COERCE).
    """
    by_operator = ">" in one.candidate.rule
    by_benchmark = (one.type, best) == ("SANCTION", "COERCE")
    sure = scores[best] > SURE and scores[one.type] < IMPROBABLE
    return sure and best != NONE and one.status == "happened" and not by_operator and not by_benchmark


def _told(scores: Scores) -> str:
    """The two best answers: 'model: ACCUSE 0.91, REJECT 0.05'."""
    best = sorted(scores, key=lambda label: -scores[label])[:2]
    return "model: " + ", ".join(f"{label} {scores[label]:.2f}" for label in best)
