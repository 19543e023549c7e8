"""Which candidates are events, and how each is told: status, claim, what is told twice.

Everything that weighs a candidate by rules is here; how sure a model is of it, and which reading stands, in `weighing`
and `settling`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Span

from regesta.coding.coded import Told
from regesta.coding.deeds.arguments import after, doers, done_to
from regesta.coding.deeds.belonging import belongs, is_official
from regesta.coding.deeds.context import TROOPS, type_in_context
from regesta.coding.deeds.frames import COOPERATION, HOSTILE, Candidate, without
from regesta.coding.deeds.modality import Tone, tone_of
from regesta.coding.deeds.reach import reached
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.triggers import is_target
from regesta.coding.deeds.workbench import WAR
from regesta.knowledge import codes
from regesta.schema import Mention, Modality, Polarity, Statement, Status


@dataclass(frozen=True, slots=True)
class Decided:
    """A candidate that is an event, or may be one."""

    candidate: Candidate
    type: str
    mode: str | None
    modality: Modality
    polarity: Polarity
    status: Status
    background: bool
    confidence: float
    why: str = ""  # what a model says of its word and sides
    on_trial: bool = False  # the words alone do not make it sure

    @property
    def by_rule(self) -> bool:
        """Whether the rules alone make it an event."""
        return bool(self.candidate.rule) and not self.on_trial


def decide(scene: Scene, candidate: Candidate, *, on_trial: bool = False) -> Decided | None:
    """Whether a candidate is an event, and how it is told.

    `on_trial` asks for less: what the words alone do not make sure, for the relation model to confirm.
    """
    tone = tone_of(candidate.tone)
    candidate = _alone_at_arms(scene, _without_press(scene, _stationed(scene, candidate)))
    candidate = _reaching(scene, candidate)
    if tone.purpose and _is_errand(candidate):
        tone, candidate = replace(tone, purpose=False), replace(candidate, planned=True)
    if tone.purpose and not _is_said(candidate):
        return None
    if not (candidate.actors or candidate.recipients if on_trial else _has_parties(scene, candidate)):
        return None
    if candidate.possible:
        tone = replace(tone, modality="hypothetical")
    if candidate.is_nominal and candidate.is_bare and tone.modality != "asserted" and candidate.tone.dep_ != "dobj":
        return None
    one_sided = not candidate.actors or not (candidate.recipients or candidate.mutual)
    if tone.modality == "hypothetical" and (one_sided or _is_advice(candidate)):
        return None
    event_type, mode, modality = *type_in_context(scene, candidate), tone.modality
    polarity: Polarity = "negative" if candidate.failed else tone.polarity
    if tone.will or candidate.planned:
        modality = "planned"
        changed = (event_type, mode) if candidate.rule.endswith("patrol") else future(event_type, mode, polarity)
        if changed is None:
            return None
        if changed[0] != event_type:
            if polarity == "negative" or tone.promised:  # a refusal or a promise is made by saying it
                modality = "asserted"
            polarity = "positive"
        event_type, mode = changed
        if candidate.mutual and event_type == "REJECT":
            candidate = _sided(scene, candidate)
        if event_type == "THREATEN" and not candidate.recipients:
            candidate = replace(candidate, recipients=_warned(scene, candidate))
    status = _status(candidate, tone, modality, polarity)
    confidence = _confidence(candidate, tone)
    return Decided(candidate, event_type, mode, modality, polarity, status, tone.background, confidence,
                   on_trial=on_trial)  # fmt: skip


def _reaching(scene: Scene, candidate: Candidate) -> Candidate:
    """With whom it reaches, where it has nobody; words that need a recipient must be more than one common verb."""
    if candidate.recipients or candidate.mutual or not candidate.actors:
        return candidate
    needs = codes.types()[candidate.type].recipient_required and not candidate.is_bare
    if not needs and not _has_parties(scene, candidate):
        return candidate
    return replace(candidate, recipients=reached(scene, candidate))


def _sided(scene: Scene, candidate: Candidate) -> Candidate:
    """Who will not meet is the actor, whom he will not meet the recipient; both of both where they stand together."""
    subjects = {m.id for m in scene.doing(doers(candidate.tone))} if candidate.tone.pos_ in ("VERB", "AUX") else set()
    actors = tuple(m for m in candidate.actors if m.id in subjects) or candidate.actors
    others = without(scene, candidate.actors, actors) or (actors if len(actors) > 1 else ())
    return replace(candidate, actors=actors, recipients=others, mutual=False)


def _warned(scene: Scene, candidate: Candidate) -> tuple[Mention, ...]:
    """Whom a conditional threat is meant for: 'would impose sanctions if Moscow invaded'."""
    clauses = [
        c
        for c in candidate.tone.children
        if c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children)
    ]
    found = [m for c in clauses for m in scene.doing(doers(c))]
    return tuple(m for m in found if not any(scene.same(m, a) for a in candidate.actors))


def _stationed(scene: Scene, candidate: Candidate) -> Candidate:
    """Who sends men to a force in a country reaches the country; one's own forces are no recipient."""
    if candidate.type not in _MOVES or candidate.recipients == candidate.actors:
        return candidate
    reached_ones: list[Mention] = []
    for mention in candidate.recipients:
        if not _FORCE.search(mention.exact):
            reached_ones.append(mention)
            continue
        head = scene.parsed.token_at(mention.head_char)
        where = scene.parties(after(head, "in", "to", "from")) if head is not None else ()
        if where and candidate.type in ("AID", "AGREE", "MOBILIZE"):
            reached_ones.extend(where)
        elif not _OWN.match(mention.exact):
            reached_ones.append(mention)
    if candidate.type == "AGREE":
        reached_ones = [m for m in reached_ones if not _OWN.match(m.exact)]
    return replace(candidate, recipients=tuple(without(scene, reached_ones, candidate.actors)))


_MOVES: Final = frozenset({"AID", "AGREE", "MOBILIZE", "SANCTION", "REJECT", "RETREAT", "THREATEN"})
_OWN: Final = re.compile(r"(?:its|their|his|her|our)\b", re.IGNORECASE)
_FORCE: Final = re.compile(
    r"\b(?:peace-?keep(?:ing|ers?)|(?:security|stabili[sz]ation|assistance|multinational|interim) (?:force|mission)|"
    r"(?:its|their|his|her|our) .*(?:troops|forces?|mission|soldiers|army|police|contingent))\b",
    re.IGNORECASE,
)


def _alone_at_arms(scene: Scene, candidate: Candidate) -> Candidate:
    """Exercises of one side are a show of force, not cooperation."""
    if candidate.type != "COOPERATE" or _sides(scene, candidate) != 1 or not _EXERCISES.search(candidate.rule):
        return candidate
    things = [candidate.trigger, *done_to(candidate.trigger)]
    near = scene.parties(t for thing in things for t in after(thing, "around", "near", "off", "against", "along"))
    return replace(candidate, type="MOBILIZE", mode="troops", mutual=False, recipients=near)


_EXERCISES: Final = re.compile(r"exercise|drill|mano?eu?ver|game")


def future(event_type: str, mode: str | None, polarity: Polarity) -> tuple[str, str | None] | None:
    """PLOVER codes a plain future by what it means now: a commitment, a refusal or a threat."""
    if event_type in COOPERATION:
        if polarity == "negative":
            return "REJECT", {"AID": "assist", "COOPERATE": "assist", "CONSULT": "meet", "AGREE": "meet"}.get(
                event_type, "yield"
            )
        return "AGREE", None
    if event_type in HOSTILE:
        if polarity == "negative":
            return None
        if event_type == "SANCTION" and mode is None:
            return "THREATEN", "restrict"
        threats = {"ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations"}
        return "THREATEN", threats.get(event_type)
    return event_type, mode


def _without_press(scene: Scene, candidate: Candidate) -> Candidate:
    """An interview is no consultation: those who only report do not take part in it."""
    if candidate.type != "CONSULT":
        return candidate
    return replace(candidate, actors=tuple(m for m in candidate.actors if not is_press(scene, m)),
                   recipients=tuple(m for m in candidate.recipients if not is_press(scene, m)))  # fmt: skip


def is_press(scene: Scene, mention: Mention) -> bool:
    """Somebody who only reports."""
    entity = scene.cast.entity(mention)
    return bool(entity and entity.sectors[:1] == ("JRN",)) or bool(_PRESS.search(mention.exact))


_PRESS: Final = re.compile(
    r"\b(?:reporters?|journalists?|BBC|CNN|Guardian|Reuters|newspaper|radio|television|TV|press|agency)\b", re.I
)
_CONDEMNS: Final = frozenset("condemn denounce deplore decry criticize criticise slam blast protest".split())
_TRAVEL: Final = frozenset({"travel to", "fly to", "arrive in"})


def _is_advice(candidate: Candidate) -> bool:
    """'The US should push Turkey': what somebody ought to say has not been said."""
    if candidate.type not in ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONSULT"):
        return False
    clause = candidate.tone
    while clause.dep_ == "conj" and clause.head.pos_ in ("VERB", "AUX") and clause.tag_ in ("VB", "VBN"):
        clause = clause.head
    return any(c.dep_ == "aux" and c.lower_ in ("should", "must", "ought") for c in clause.children)


def postponed(one: Decided) -> Decided:
    """The same of an event that the text dates after its publication: 'visits Bonn next week'."""
    changed = future(one.type, one.mode, one.polarity)
    if one.status != "happened" or one.type == "AGREE" or changed is None or changed[0] == one.type:
        return one
    return replace(one, type=changed[0], mode=changed[1], modality="planned", status="planned")


_SEVERAL: Final = re.compile(r"(?:the )?(?:two|both|three|four|five)\b", re.IGNORECASE)


def _is_errand(candidate: Candidate) -> bool:
    """'will leave on Monday to hold talks with Baker'"""
    clause = candidate.tone
    while clause.dep_ == "conj":
        clause = clause.head
    return candidate.type == "CONSULT" and clause.head.lemma_ in _ERRANDS


_ERRANDS: Final = frozenset("leave travel fly arrive go come return head visit depart".split())


def _is_said(candidate: Candidate) -> bool:
    """'called him to congratulate him': what is done by the very act of saying it."""
    return candidate.type in ("SUPPORT", "ACCUSE", "REQUEST", "THREATEN") and candidate.tone.head.lemma_ in _SPEAKING


_SPEAKING: Final = frozenset(
    "call phone telephone write meet summon issue release send tweet email demonstrate march rally protest".split()
)
_ONE_SIDE_IS_ENOUGH: Final = frozenset({"ASSAULT", "COERCE", "RETREAT", "PROTEST", "CONCEDE", "ACCUSE", "SANCTION"})


def _is_done_to_a_thing(scene: Scene, candidate: Candidate) -> bool:
    """One common verb whose object is no actor: 'released a report', 'arrested the decline'."""
    if candidate.is_nominal:
        return False
    objects = done_to(candidate.trigger)
    if candidate.rule in _OFTEN_FIGURATIVE and objects:  # "took over her account", "hit the economy of Chad"
        return not any(is_target(t) or scene.heads(t) for t in objects)
    if candidate.recipients or not candidate.is_bare:
        return False
    if candidate.type == "ASSAULT":
        return not any(is_target(t) for t in objects) if objects else candidate.rule not in _WITHOUT_OBJECT
    return bool(objects) and candidate.rule not in ("boycott", "patrol")


_OFTEN_FIGURATIVE: Final = frozenset(
    {"take over", "hit", "strike", "capture", "target", "crush", "beat", "harm", "fight", "battle", "penetrate"}
)
_WITHOUT_OBJECT: Final = frozenset("attack fight battle clash retaliate shell bomb bombard intervene loot".split())


def _has_parties(scene: Scene, candidate: Candidate) -> bool:
    """Enough participants for the type, the fewer the clearer the words are."""
    actors, recipients = len(candidate.actors), len(candidate.recipients)
    if not belongs(scene, candidate):
        return False
    if candidate.rule.endswith("> strike") and not recipients:
        return False  # of gold, of oil, of luck
    of_troops = bool(actors) and all(TROOPS.search(m.exact) for m in candidate.actors)
    if candidate.rule.split(" > ")[-1] == "leave" and not (recipients and of_troops):
        return False
    if candidate.rule in _TRAVEL and not any(is_official(scene, m) for m in candidate.actors):
        return False
    if candidate.mutual:
        actors = _sides(scene, candidate)
        alone = candidate.type != "CONSULT" or candidate.rule.startswith(("attend", "join"))
        return actors >= (1 if alone and not candidate.is_nominal and not candidate.is_bare else 2)
    if codes.types()[candidate.type].recipient_required and not recipients and not _is_clear_alone(scene, candidate):
        return False
    if actors and candidate.rule in _CONDEMNS:
        return True
    if _is_done_to_a_thing(scene, candidate):
        return False
    if candidate.is_nominal and candidate.rule in WAR:
        return False
    if candidate.is_nominal and " > " not in candidate.rule and candidate.type != "REQUEST":
        return bool(recipients and (actors or candidate.type == "ASSAULT"))
    if candidate.is_bare and candidate.type not in _ONE_SIDE_IS_ENOUGH and candidate.rule != "patrol":
        return bool(actors and recipients)
    return bool(actors) or (bool(recipients) and candidate.type in _ONE_SIDE_IS_ENOUGH)


def _is_clear_alone(scene: Scene, candidate: Candidate) -> bool:
    """Without a recipient: two sides that do it together, or a state that ends its part in something."""
    if candidate.type == "COOPERATE":
        return len(candidate.actors) > 1
    if candidate.type == "SANCTION" and _sides(scene, candidate) > 1:
        return True
    return (
        candidate.type == "SANCTION" and not candidate.is_bare and any(is_official(scene, m) for m in candidate.actors)
    )


def _sides(scene: Scene, candidate: Candidate) -> int:
    """How many act: 'the two presidents' are more than one, names of the same actor are not."""
    known = {m.entity or m.id for m in candidate.actors} | {f for m in candidate.actors for f in _members(scene, m)}
    return len(known) + sum(bool(_SEVERAL.match(m.exact)) for m in candidate.actors)


def _members(scene: Scene, mention: Mention) -> tuple[str, ...]:
    entity = scene.cast.entity(mention)
    return entity.members if entity else ()


def _status(candidate: Candidate, tone: Tone, modality: Modality, polarity: Polarity) -> Status:
    if candidate.denied:
        return "denied"
    if polarity == "negative":
        return "did not happen"
    if modality != "asserted":
        return modality
    return "alleged" if candidate.alleged or tone.alleged else "happened"


def _confidence(candidate: Candidate, tone: Tone) -> float:
    """A first estimate: more words and both sides named make a rule surer. Read off 200 sentences of the news."""
    value = 0.45 + 0.15 * bool(candidate.recipients or candidate.mutual) + 0.15 * bool(candidate.actors)
    value += 0.1 * (not candidate.is_bare) - 0.1 * (tone.modality == "hypothetical")
    return round(value, 2)


def distinct(scene: Scene, decided: Sequence[Decided]) -> list[Decided]:
    """One event a type and pair of sides in a sentence: 'held talks and discussed' is told once."""
    kept: list[Decided] = []
    for one in decided:
        twin = next((k for k in kept if _is_twin(scene, k, one)), None)
        if twin is None:
            kept.append(one)
        elif _weight(one) > _weight(twin):
            kept[kept.index(twin)] = one
    return kept


def _weight(one: Decided) -> tuple[int, bool, bool]:
    return len(one.candidate.actors) + len(one.candidate.recipients), one.mode is not None, not one.candidate.is_nominal


def _is_twin(scene: Scene, one: Decided, other: Decided) -> bool:
    if one.type != other.type or one.status != other.status:
        return False
    return _covers(scene, one, other) or _covers(scene, other, one)


def _covers(scene: Scene, one: Decided, other: Decided) -> bool:
    def inside(few: Sequence[Mention], many: Sequence[Mention]) -> bool:
        return all(any(scene.same(f, m) for m in many) for f in few)

    return inside(other.candidate.actors, one.candidate.actors) and inside(
        other.candidate.recipients, one.candidate.recipients
    )


Found = tuple[Span, Decided, Told[Statement] | None]


def told_once(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """Without what the headline says again, and without nouns that only refer back: 'during this conversation'."""
    headline = scene.parsed.headline
    kept: list[Found] = []
    for i, (sentence, one, claim) in enumerate(found):
        refers = one.candidate.is_nominal and one.candidate.is_bare
        if headline is not None and sentence.start == headline.start:
            others = [o for s, o, _ in found if s.start != headline.start]
        else:
            others = [o for s, o, _ in found[:i] if s.start != sentence.start] if refers else []
        if not any(o.type == one.type and (_covers(scene, o, one) or _recalls(scene, one, o)) for o in others):
            kept.append((sentence, one, claim))
    return kept


def _recalls(scene: Scene, later: Decided, earlier: Decided) -> bool:
    """'in his conversation with Blinken' after a conversation of Blinken was told."""
    if not any(m.form == "pronoun" for m in later.candidate.actors):
        return False
    return any(scene.same(a, b) for a in later.candidate.actors for b in earlier.candidate.actors)
