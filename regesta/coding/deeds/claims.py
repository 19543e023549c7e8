"""Whose word it is that something was done: the statement around an event, and what that makes of its status."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from regesta.coding.coded import Told
from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.frames import HOSTILE
from regesta.coding.deeds.scene import Scene
from regesta.schema import Statement


def claim_of(trigger: Token, contents: Sequence[tuple[int, int, Told[Statement]]]) -> Told[Statement] | None:
    """The innermost statement whose content holds the trigger."""
    around = [(end - start, start, s) for start, end, s in contents if start <= trigger.idx < end]
    return min(around, key=lambda a: a[:2])[2] if around else None


_CLAIMING: Final = frozenset({"claim", "allege", "accuse", "suspect", "blame", "believe", "charge", "think"})


def claimed(scene: Scene, one: Decided, claim: Told[Statement] | None) -> Decided:
    """What a party says of another one's deeds is alleged; of its own deeds, or what it says by saying it, happened."""
    if claim is None:
        return one
    if one.status == "planned" and claim.row.act in _THINKING and not _is_speakers(scene, one, claim):
        return replace(one, modality="hypothetical", status="hypothetical")
    if one.status not in ("happened", "alleged"):
        return one
    if _is_reporters(one, claim):
        return one
    if claim.row.act == "deny" and not one.background:
        return replace(one, status="denied")
    if _is_presupposed(one.candidate.tone):
        return one
    if claim.row.act in _CLAIMING:
        return replace(one, status="alleged")
    if one.type not in HOSTILE or one.status == "alleged":
        return one
    return one if _is_speakers(scene, one, claim) else replace(one, status="alleged")


_THINKING: Final = frozenset({"believe", "think", "feel", "fear", "expect", "predict", "hope", "doubt", "suspect"})


def _is_speakers(scene: Scene, one: Decided, claim: Told[Statement]) -> bool:
    """Whether it is the speaker's own deed, or one of the speaker's country."""
    speakers = claim.who("speaker")
    own = {p.country for p in speakers if p.country} | {p.entity for p in speakers if p.entity}
    doing = {scene.country(m) for m in one.candidate.actors} | {m.entity for m in one.candidate.actors}
    return not own.isdisjoint(doing)


def _is_reporters(one: Decided, claim: Told[Statement]) -> bool:
    """'She said the jet, | which the army shot down on Monday, | was …': an aside of who reports the words."""
    if claim.row.manner != "indirect":
        return False
    clause = one.candidate.tone
    while clause.head.i != clause.i and clause.dep_ != "relcl":
        clause = clause.head
    first = clause.left_edge.i
    return bool(clause.dep_ == "relcl" and first > 0 and clause.doc[first - 1].text == ",")


def _is_presupposed(verb: Token) -> bool:
    """'refused to condemn its ally for invading Ukraine': whoever says so, the invasion is taken for granted."""
    return verb.dep_ == "pcomp" and verb.head.lower_ == "for" and verb.head.head.lemma_ not in _CLAIMING
