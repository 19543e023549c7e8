"""Whose word it is that something was done: the statement around an event, and what that makes of its status."""

import re
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
    """What a party says of another one's deeds is alleged; of its own deeds, or what it says by saying it, happened.

    So is what police, monitors, doctors, witnesses, agencies or papers report, unless they claim or suspect it.
    """
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
    if _is_presupposed(one.candidate.tone) or claim.row.act == "condemn":  # whoever condemns a deed takes it for done
        return one
    if _is_doubted(scene, claim):
        return replace(one, status="alleged")
    if one.type not in HOSTILE or not _is_party(claim) or _is_speakers(scene, one, claim):
        return one
    return replace(one, status="alleged")


_THINKING: Final = frozenset({"believe", "think", "feel", "fear", "expect", "predict", "hope", "doubt", "suspect"})


_PARTIES: Final = frozenset(("GOV", "MIL", "REB", "OPP", "SPY", "PRM", "LEG", "PTY"))


def _is_party(claim: Told[Statement]) -> bool:
    """Whether the speaker governs, fights or contends for power; the United Nations only report."""
    return any(p.country != "UNO" and not _PARTIES.isdisjoint(p.sectors) for p in claim.who("speaker"))


def _is_speakers(scene: Scene, one: Decided, claim: Told[Statement]) -> bool:
    """Whether it is the speaker's own deed, or one of his side in his country: its state, or who fights it."""
    speakers, doing = claim.who("speaker"), [e for m in one.candidate.actors if (e := scene.cast.entity(m))]
    if {p.entity for p in speakers if p.entity} & {e.id for e in doing}:
        return True
    own = {(p.country, _REBELS.isdisjoint(p.sectors)) for p in speakers if p.country}
    return not own.isdisjoint((e.country, _REBELS.isdisjoint(e.sectors)) for e in doing)


_REBELS: Final = frozenset(("REB", "OPP", "PRM"))


def _is_doubted(scene: Scene, claim: Told[Statement]) -> bool:
    """Whether it is said with a word that leaves open whether it is so."""
    cue = " ".join(scene.parsed.report.text[a:b] for a, b in claim.spans("cue"))
    return claim.row.act in _CLAIMING or _CLAIMS.search(cue) is not None


_CLAIMS: Final = re.compile(r"\b(claim|alleg|purport|suspect|insinuat)", re.I)


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
