"""Which of several readings of a deed stands: the rules', the rules' with the model's sides, or the model's own.

"Norway arrested ten men, Denmark said."
rules  COERCE  Norway -> ten men    with the model's sides  COERCE  Norway -> Denmark    the surer one stands
"""

from collections.abc import Sequence
from typing import Final

from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.sides import words_of
from regesta.schema import Mention

KEEP: Final = 0.18  # the confidence from which an event of the rules is kept; what is only possible always is
ALONE: Final = 0.5  # from which one is that the rules alone do not make an event


def settled(scene: Scene, drafts: Sequence[Decided]) -> list[Decided]:
    """The surest reading of each deed, in text order; none that is improbable."""
    kept: list[Decided] = []
    for one in sorted(drafts, key=lambda x: -x.confidence):
        if one.confidence < (KEEP if one.by_rule else ALONE) and one.modality != "hypothetical":
            continue
        if not any(_same_deed(scene, one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.candidate.trigger.i)


def _same_deed(scene: Scene, one: Decided, other: Decided) -> bool:
    """Whether two readings tell the same: by the same word, or with the same type and sides.

    One word may tell two events by two rules, "accused of killing"; by two readings of a rule it tells one.
    """
    a, b = one.candidate, other.candidate
    by_rules = bool(a.rule and b.rule)
    if a.trigger.i == b.trigger.i and not (by_rules and one.type != other.type):
        return True
    if one.type != other.type:
        return False
    if not by_rules and words_of(one) & words_of(other):
        return True
    return _meet(scene, a.actors, b.actors) and _meet(scene, a.recipients, b.recipients)


def _meet(scene: Scene, some: Sequence[Mention], others: Sequence[Mention]) -> bool:
    """Whether two sides have somebody in common, or are both empty."""
    if not some or not others:
        return not some and not others
    return any(scene.same(s, o) or (s.start_char < o.end_char and o.start_char < s.end_char)
               for s in some for o in others)  # fmt: skip
