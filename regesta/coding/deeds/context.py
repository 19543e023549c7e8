"""What the type of a deed owes to those who take part: troops that march do not demonstrate, whom the police capture is
arrested, a town that rebels capture is assaulted.

    type_in_context(scene, "The rebels captured the town") -> ASSAULT
    type_in_context(scene, "The smuggler was captured") -> COERCE/arrest
"""

import re
from typing import Final

from regesta.coding.deeds.arguments import doers, done_to, unwrapped
from regesta.coding.deeds.frames import Candidate
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.triggers import VERBAL, is_target
from regesta.schema import Mention

Kind = tuple[str, str | None]


def type_in_context(scene: Scene, candidate: Candidate) -> Kind:
    """Type and mode of a candidate, seen who does it to whom."""
    rule = candidate.rule.rpartition(" > ")[2]
    if rule != "protest against" and (candidate.type == "MOBILIZE" or (candidate.type, candidate.mode) in _OF_CROWDS):
        return _moving(candidate)
    if rule == "liberate" and candidate.type == "AID":
        by_force = any(in_arms(m) for m in candidate.actors) and all(_is_place(scene, m) for m in candidate.recipients)
        return ("ASSAULT", None) if by_force else (candidate.type, candidate.mode)
    if rule in _CAPTURES:
        return _captured(scene, candidate)
    if rule == "clash with":
        return ("PROTEST", "riot") if _is_crowd(candidate) or _is_policed(candidate) else ("ASSAULT", None)
    if rule in ("protest", "protest against"):
        return ("ACCUSE", "disapprove") if _is_state(scene, candidate) else ("PROTEST", "demo")
    if candidate.type == "ASSAULT" and (_is_of_words(candidate) or _is_quarrel(scene, candidate)):
        return "ACCUSE", "disapprove"
    return candidate.type, candidate.mode


_OF_CROWDS: Final = frozenset({("PROTEST", "demo"), ("CONSULT", "visit")})
_CAPTURES: Final = frozenset({"capture", "seize", "raid", "occupy", "seize:control", "take:control", "gain:control",
                              "regain:control"})  # fmt: skip


def _moving(candidate: Candidate) -> Kind:
    """Troops that keep a peace are aid, as in CAMEO 074; troops that march do not demonstrate."""
    of_troops = bool(candidate.actors) and all(TROOPS.search(m.exact) for m in candidate.actors)
    if candidate.rule.startswith("march") and candidate.type == "MOBILIZE" and _is_crowd(candidate):
        return "PROTEST", "demo"
    if not of_troops and candidate.type != "MOBILIZE":
        return candidate.type, candidate.mode
    if candidate.rule.endswith("patrol"):
        is_peace = bool(candidate.actors) and all(_PEACEKEEPING.search(m.exact) for m in candidate.actors)
        return ("AID", None) if is_peace and candidate.recipients else (candidate.type, candidate.mode)
    if candidate.recipients and _PEACEKEEPING.search(candidate.trigger.sent.text):
        return "AID", None
    return (candidate.type, candidate.mode) if candidate.type == "MOBILIZE" else ("MOBILIZE", "troops")


def _captured(scene: Scene, candidate: Candidate) -> Kind:
    """A person is arrested, if not by an armed group; a place is taken by force, if by arms."""
    by_arms = any(ARMED.search(m.exact) for m in candidate.actors)
    objects = done_to(candidate.trigger) if candidate.trigger.pos_ in VERBAL else []
    of_things = any(is_target(t) and unwrapped(t).lemma_ not in _MEN for t in objects)
    of_things |= candidate.rule.endswith(":control")
    if candidate.rule.endswith("capture"):
        by_police = any(_POLICE.search(m.exact) for m in candidate.actors)
        unknown = not candidate.actors or by_police  # then a name that is no known place is somebody's
        persons = [m for m in candidate.recipients if not _is_place(scene, m) or (unknown and not scene.country(m)
                   and m.form == "name" and m.id in scene.stages)]  # fmt: skip
        return ("COERCE", "arrest") if persons and not by_arms and not of_things else ("ASSAULT", None)
    of_places = of_things or (bool(candidate.recipients) and all(_is_place(scene, m) for m in candidate.recipients))
    is_force = by_arms or any(_MILITARY.search(m.exact) for m in candidate.actors)
    if candidate.trigger.pos_ in VERBAL:  # "Peru's troops"
        is_force |= any(_MILITARY.search(t.text) for t in doers(candidate.trigger))
    if of_places and (by_arms if candidate.rule.endswith("raid") else is_force):
        return "ASSAULT", None
    return candidate.type, candidate.mode


def _is_place(scene: Scene, mention: Mention) -> bool:
    head = scene.parsed.token_at(mention.head_char)
    if head is None:
        return False
    entity = scene.cast.entity(mention)
    if mention.form in ("name", "nominal") and entity is not None and entity.kind == "country":
        return head.tag_ not in ("NNPS", "NNS") or mention.id in scene.stages
    if mention.form == "name" and mention.id in scene.stages:
        return head.ent_type_ in ("GPE", "LOC", "FAC")
    return head.lemma_ in _LANDS or (is_target(unwrapped(head)) and head.lemma_ not in _MEN)


_LANDS: Final = frozenset({"country", "state", "nation", "capital", "kilometer", "kilometre"})
_MEN: Final = frozenset({"crowd", "fighter", "force", "patrol", "police", "platoon", "tribe", "villager", "carrier"})
ARMED: Final = re.compile(
    r"\b(?:rebels?|militants?|insurgents?|gunm[ae]n|terrorists?|guerrill?as?|jihadists?|jihadis?|taliban|isis|isil|"
    r"daesh|islamic state|al[- ]?qaeda|militia(?:s|men)?|fighters?|pirates?|separatists?|partisans?|extremists?|"
    r"kidnappers?|attackers?|hamas|hezbollah|boko haram|al-shabaab|front|jets?|warplanes?|aircraft|planes?)\b",
    re.IGNORECASE,
)
_MILITARY: Final = re.compile(
    r"\b(?:army|troops|forces?|soldiers|military|brigades?|division|battalions?|marines|navy|units?|tanks)\b",
    re.IGNORECASE,
)


def in_arms(mention: Mention) -> bool:
    """Whether its words name those who fight: soldiers, rebels."""
    return bool(ARMED.search(mention.exact) or _MILITARY.search(mention.exact))


def _is_crowd(candidate: Candidate) -> bool:
    return any(_CROWD.search(m.exact) for m in (*candidate.actors, *candidate.recipients))


def _is_policed(candidate: Candidate) -> bool:
    """The police against those who bear no arms."""
    sides = (*candidate.actors, *candidate.recipients)
    others = [m for m in sides if not _POLICE.search(m.exact)]
    return len(others) < len(sides) and not any(ARMED.search(m.exact) or _MILITARY.search(m.exact) for m in others)


_POLICE: Final = re.compile(r"\b(?:police(?:m[ae]n)?|officers?|security forces)\b", re.IGNORECASE)


def _is_state(scene: Scene, candidate: Candidate) -> bool:
    """Whether a government protests, as one does by a note; a name that nobody knows may be one."""
    if _is_crowd(candidate):
        return False
    for mention in candidate.actors:
        if (entity := scene.cast.entity(mention)) is not None:
            return entity.kind == "country" or entity.sectors[:1] == ("GOV",)
    return bool(candidate.actors) and all(m.form in ("name", "metonym") for m in candidate.actors)


def _is_of_words(candidate: Candidate) -> bool:
    """'launched an attack on the minister, calling him a liar' strikes with words."""
    if not candidate.rule.endswith("attack") or candidate.mode:
        return False
    return any(c.dep_ == "advcl" and c.lower_ in _BY_SAYING for c in candidate.tone.children)


def _is_quarrel(scene: Scene, candidate: Candidate) -> bool:
    """'Her attacks on Clinton': what one known person does to another with words."""
    if candidate.rule.rpartition(" > ")[2] not in ("attack", "assault") or candidate.mode:
        return False
    sides = (candidate.actors, candidate.recipients)
    return all(side and all(_is_somebody(scene, m) for m in side) for side in sides)


def _is_somebody(scene: Scene, mention: Mention) -> bool:
    entity = scene.cast.entity(mention)
    return mention.form in ("name", "title", "pronoun") and entity is not None and entity.kind == "person"


_BY_SAYING: Final = frozenset("calling accusing describing saying branding labelling labeling arguing".split())
_CROWD: Final = re.compile(
    r"\b(?:people|protest[eo]rs?|demonstrators?|workers|students|teachers|farmers|residents|crowds?|thousands|hundreds|"
    r"dozens|activists|marchers|prisoners|inmates|strikers|supporters|rioters|looters|mobs?|youths?|villagers)\b",
    re.IGNORECASE,
)
TROOPS: Final = re.compile(
    r"\b(?:troops|peacekeepers|soldiers|army|forces|tanks|paratroopers|marines|guards)\b", re.IGNORECASE
)
_PEACEKEEPING: Final = re.compile(r"peace-?keep|peace (?:mission|force)", re.IGNORECASE)
