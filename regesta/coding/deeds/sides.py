"""The model's word on who takes part in an event of the rules: a side that they miss, or one that it finds improbable.

The rules give the type and the word; the parse, long sentences above all, may hang the sides on it wrongly.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.judgement import Judgement
from regesta.coding.deeds.scene import Scene
from regesta.schema import Mention

ADD: Final = 0.6  # the model's score of the event with a side, to add the side where there is none
REPLACE: Final = 0.7  # to put it in the place of the rules'
IMPROBABLE: Final = 0.1  # its score of the event with the rules' side, to be replaced


def sided(scene: Scene, judgement: Judgement, decided: Sequence[Decided]) -> list[Decided]:
    """The same events, some with a side added or replaced."""
    return [_sided(scene, judgement, one) for one in decided]


def _sided(scene: Scene, judgement: Judgement, one: Decided) -> Decided:
    candidate = one.candidate
    if candidate.mutual or not judgement.scores:
        return one
    actors, recipients = candidate.actors, candidate.recipients
    if actors and recipients:
        if _score(judgement, one.type, actors[0], recipients[0]) >= IMPROBABLE:
            return one
        bar = REPLACE
    else:
        bar = ADD
    free = [m for m in judgement.actors if not _among(scene, m, (*actors, *recipients))]
    if actors:
        score, other = _best(judgement, one.type, [(actors[0], m) for m in free])
        if other is not None and score >= bar:
            return replace(one, candidate=replace(candidate, recipients=(other[1],)))
    if recipients:
        doers = [m for m in free if m.id not in scene.stages]
        score, other = _best(judgement, one.type, [(m, recipients[0]) for m in doers])
        if other is not None and score >= bar:
            return replace(one, candidate=replace(candidate, actors=(other[0],)))
    return one


def _best(
    judgement: Judgement, label: str, pairs: Sequence[tuple[Mention, Mention]]
) -> tuple[float, tuple[Mention, Mention] | None]:
    return max(((_score(judgement, label, a, b), (a, b)) for a, b in pairs), key=lambda x: x[0], default=(0.0, None))


def _score(judgement: Judgement, label: str, actor: Mention | None, other: Mention | None) -> float:
    scores = judgement.of(actor, other)
    return scores[label] if scores else 1.0


def _among(scene: Scene, mention: Mention, sides: Sequence[Mention]) -> bool:
    return any(scene.same(mention, one) or _overlap(mention, one) for one in sides)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start_char < other.end_char and other.start_char < one.end_char
