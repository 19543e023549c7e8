"""What the record has no place for though its words tell an event: deeds of firms among themselves, accidents, private
acts, dangers that are nobody's threat.

    belongs(scene, "Acme agreed to buy shares of Bolt Inc") -> False
"""

import re
from typing import Final

from regesta.coding.deeds.arguments import after, doers, done_to
from regesta.coding.deeds.frames import Candidate
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.triggers import is_condition, is_misfortune
from regesta.schema import Mention

OFFICIAL: Final = frozenset({"GOV", "MIL", "LEG", "ELI", "JUD", "PTY", "OPP", "REB", "SPY", "COP"})


def belongs(scene: Scene, candidate: Candidate) -> bool:
    """Whether a candidate is of public life and somebody's deed."""
    if _is_commerce(scene, candidate) or _is_private(scene, candidate):
        return False
    return not _is_accident(candidate) and not _is_a_state(candidate) and not _is_a_contest(candidate)


def is_official(scene: Scene, mention: Mention) -> bool:
    """Somebody whose journeys are visits of state."""
    entity = scene.cast.entity(mention)
    return mention.form == "title" or bool(entity and (entity.kind == "country" or OFFICIAL & set(entity.sectors)))


def _is_commerce(scene: Scene, candidate: Candidate) -> bool:
    """Deals of firms among themselves: nobody has a country, and the words or the parties are those of business."""
    if candidate.type in ("ASSAULT", "PROTEST", "MOBILIZE", "ACCUSE"):
        return False
    sides = (*candidate.actors, *candidate.recipients)
    entities = [e for m in sides if (e := scene.cast.entity(m)) is not None]
    if any(e.country or not OFFICIAL.isdisjoint(e.sectors[:1]) for e in entities):
        return False
    of_firms = any(e.sectors[:1] == ("BUS",) for e in entities)
    return of_firms or bool(_BUSINESS.search(candidate.trigger.sent.text))


_BUSINESS: Final = re.compile(
    r"\b(?:shares?|(?:share|stock)holders?|stake|takeover|merger|tender|buy-?out|dividend|acquisitions?|acquire|"
    r"subsidiary|stocks?|cash offer|bankers?|lenders?|inc|corp|ltd|plc)\b|<[A-Z.]+>",
    re.IGNORECASE,
)


def _is_private(scene: Scene, candidate: Candidate) -> bool:
    """'I met my wife', 'she decided to help': nobody in it stands for more than himself."""
    if candidate.type not in ("CONSULT", "AGREE", "AID", "SUPPORT", "COOPERATE", "RETREAT"):
        return False
    sides = (*candidate.actors, *candidate.recipients)
    return bool(sides) and all(_is_private_person(scene, m) for m in sides)


def _is_private_person(scene: Scene, mention: Mention) -> bool:
    """A pronoun or description of somebody without a country and without an office."""
    if mention.form not in ("pronoun", "nominal") or mention.exact.lower() in ("we", "us"):
        return False
    entity = scene.cast.entity(mention)
    return entity is None or (entity.kind == "person" and not entity.country and entity.sectors[:1] in ((), ("CVL",)))


def _is_a_state(candidate: Candidate) -> bool:
    """'The drought threatens the lives of millions': a danger, not somebody's threat."""
    if candidate.rule not in ("threaten", "menace") or candidate.trigger.pos_ not in ("VERB", "AUX"):
        return False
    return any(is_condition(t) for t in done_to(candidate.trigger))


def _is_a_contest(candidate: Candidate) -> bool:
    """'Cruz captured Texas', 'beat them to the title': won with votes or goals."""
    if candidate.type not in ("ASSAULT", "COERCE") or candidate.rule not in _OF_CONTESTS:
        return False
    return bool(_CONTEST.search(candidate.trigger.sent.text))


_OF_CONTESTS: Final = frozenset("capture beat crush fight battle seize strike hit take over".split())
_CONTEST: Final = re.compile(
    r"\b(?:primar(?:y|ies)|caucus(?:es)?|nomination|nominee|delegates|polls|match-?ups?|voters|tournament|seasons?|"
    r"championships?|medals?|titles?|troph(?:y|ies)|innings|wickets?|leagues?|coach|runner-up|finals?|playoffs?|"
    r"grand prix|tie-?break(?:er)?)\b",
    re.IGNORECASE,
)


def _is_accident(candidate: Candidate) -> bool:
    """'The blaze destroyed ten houses', 'were killed in a crash': nobody did it."""
    if candidate.type != "ASSAULT" or candidate.trigger.pos_ not in ("VERB", "AUX"):
        return False
    causes = [*doers(candidate.trigger), *after(candidate.trigger, "in", "by", "from", "during")]
    return any(is_misfortune(t) for t in causes)
