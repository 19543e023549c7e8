"""The model's word on what the rules decided: how sure an event is, and, seldom, another type.

The model was trained on the main relation of a sentence, so it is asked about every pair but overrules only the rule of
the main clause, when it is sure of another type and finds the rule's improbable. Measured on the training half of PLV,
each sentence by the network of the fold that had not seen it: docs/explanation/events.md.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Span

from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.relations import Pair, RelationModel

NONE: Final = "none"
SURE: Final = 0.7  # the model's score of its own type, to overrule
IMPROBABLE: Final = 0.1  # its score of the rule's type, to be overruled
# Log-odds that type and both sides are right, fitted on 901 held-out events: constant, score of the type, main clause.
COEFFICIENTS: Final = (-2.49, 3.58, 1.39)


def weigh(model: RelationModel, text: str, sentence: Span, decided: Sequence[Decided]) -> list[Decided]:
    """The same events, those of a pair with the model's confidence; each pair is asked about once."""
    known: dict[Pair, dict[str, float]] = {}
    result: list[Decided] = []
    for one in decided:
        pair = _pair(text, sentence, one)
        if pair is None:
            result.append(one)
            continue
        if pair not in known:
            row = model.scores([pair])[0]
            known[pair] = {label: float(score) for label, score in zip(model.labels, row, strict=True)}
        result.append(_weighed(one, known[pair]))
    return result


def _pair(text: str, sentence: Span, one: Decided) -> Pair | None:
    """The first actor and the first recipient, or two who act together; None when the sentence lacks one of them."""
    actors, others = one.candidate.actors, one.candidate.recipients
    if not others and one.candidate.mutual:
        others = actors[1:]
    if not actors or not others:
        return None
    start, end = sentence.start_char, sentence.end_char
    a, b = ((m.start_char - start, m.end_char - start) for m in (actors[0], others[0]))
    if min(a[0], b[0]) < 0 or max(a[1], b[1]) > end - start or (a[0] < b[1] and b[0] < a[1]):
        return None
    return text[start:end], a, b


def _weighed(one: Decided, scores: dict[str, float]) -> Decided:
    is_main = one.candidate.tone.dep_ == "ROOT"
    best = max(scores, key=lambda label: scores[label])
    if is_main and best != one.type and _overrules(one, best, scores):
        one = replace(one, type=best, mode=None)
    features = (1.0, scores[one.type], float(is_main))
    odds = sum(c * f for c, f in zip(COEFFICIENTS, features, strict=True))
    return replace(one, confidence=round(1 / (1 + math.exp(-odds)), 2), why=_told(scores))


def _overrules(one: Decided, best: str, scores: dict[str, float]) -> bool:
    """Whether the model's best type takes the place of the rule's.

    Never where the rule read an operator ("called for > talks": the model takes that for the talks), and not where the
    benchmark that the model learned from departs from the code book (it has sanctions as COERCE).
    """
    by_operator = ">" in one.candidate.rule
    by_benchmark = (one.type, best) == ("SANCTION", "COERCE")
    sure = scores[best] > SURE and scores[one.type] < IMPROBABLE
    return sure and best != NONE and one.status == "happened" and not by_operator and not by_benchmark


def _told(scores: dict[str, float]) -> str:
    """The two best answers: 'model: ACCUSE 0.91, REJECT 0.05'."""
    best = sorted(scores, key=lambda label: -scores[label])[:2]
    return "model: " + ", ".join(f"{label} {scores[label]:.2f}" for label in best)
