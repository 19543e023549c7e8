"""Who did what to whom: events of PLOVER 2.0 with their status, time, place and words.

`candidates` proposes, `decisions` decides which are events and whether they happened, `claims` by whose word;
this module writes them.

    "European officials warned China of the risks and urged it to end the war."
    THREATEN  European officials -> China    REQUEST  European officials -> it
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Span

from regesta.coding.coded import Cast, Told, evidence_of, participants_of
from regesta.coding.dating import is_background, when_done
from regesta.coding.deeds.candidates import find_candidates
from regesta.coding.deeds.claims import claim_of, claimed
from regesta.coding.deeds.decisions import Decided, decide, distinct, postponed, told_once
from regesta.coding.deeds.frames import Candidate
from regesta.coding.deeds.judgement import Judgement, actors_in, judge
from regesta.coding.deeds.one_sided import propose_one_sided
from regesta.coding.deeds.proposals import propose
from regesta.coding.deeds.relating import Relation, relate
from regesta.coding.deeds.relations import Relations
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.sides import sided
from regesta.coding.deeds.sufferers import everybody
from regesta.coding.deeds.triggers import VERBAL
from regesta.coding.deeds.weighing import confirmed, weigh
from regesta.coding.parser import Parsed
from regesta.coding.where import where
from regesta.knowledge import codes
from regesta.schema import Event, Mention, Place, Role, Statement, Time, content_id

__all__ = ["Relation", "find_events", "relate"]


def find_events(
    parsed: Parsed,
    cast: Cast,
    statements: Sequence[Told[Statement]],
    times: Sequence[Time],
    places: Sequence[Place],
    model: Relations | None = None,
) -> list[Told[Event]]:
    """The events that a report tells, in text order; without a model by rules alone.

    An event inside the content of a statement has it as `claimed_in`. Meetings and calls have all participants as
    actors. An event whose participants are no actors of the cast is not coded.
    """
    staged = everybody(parsed, cast, places)
    known = {m.id for m in cast.mentions}
    scene = Scene(parsed, staged, frozenset(m.id for m in staged.mentions if m.id not in known))
    contents = [(start, end, s) for s in statements for start, end in s.spans("content")]
    found: list[tuple[Span, Decided, Told[Statement] | None]] = []
    for sentence in parsed.sentences:
        judgement, kept = drafted(scene, sentence, model)
        if model is not None:
            kept = sorted(weigh(judgement, kept), key=lambda one: one.candidate.trigger.i)
        for one in kept:
            claim = claim_of(one.candidate.trigger, contents)
            found.append((sentence, claimed(scene, one, claim), claim))
    return [_told(scene, sentence, one, claim, times, places) for sentence, one, claim in told_once(scene, found)]


def drafted(scene: Scene, sentence: Span, model: Relations | None) -> tuple[Judgement, list[Decided]]:
    """What the model says of the actors of a sentence, and its events before they are weighed.

    These are the events of the rules, those of their candidates refused for want of parties that the model confirms,
    and those that only it sees. A sentence without any word of the lexicon is not put before the model: these take a
    third of its time, and one in 400 of them told an event. Nor is one actor of whom the rules read nothing.
    """
    tried = [(c, decide(scene, c)) for c in find_candidates(scene, sentence)]
    decided = distinct(scene, [one for _, one in tried if one is not None])
    if model is None or not any(scene.entry(token) for token in sentence):
        return Judgement(), decided
    on_trial = [d for c, one in tried if one is None and (d := decide(scene, c, on_trial=True)) is not None]
    if not (decided or on_trial) and len(actors_in(scene, sentence)) < 2:
        return Judgement(), decided
    judgement = judge(model, scene, sentence)
    decided = distinct(scene, sided(scene, judgement, [*decided, *confirmed(judgement, on_trial)]))
    return judgement, distinct(scene, propose_one_sided(scene, judgement, propose(scene, judgement, decided)))


# Writing


def _told(
    scene: Scene,
    sentence: Span,
    one: Decided,
    claim: Told[Statement] | None,
    times: Sequence[Time],
    places: Sequence[Place],
) -> Told[Event]:
    parsed, candidate = scene.parsed, one.candidate
    report = parsed.report
    start, end = _trigger_span(candidate)
    told = candidate.tone if candidate.trigger.pos_ in VERBAL else candidate.trigger  # who must do it is told by "said"
    day, place = when_done(parsed, told.idx, told.idx + len(told), times), where(parsed, start, end, places)
    if day and day.basis == "text" and day.earliest and report.published and day.earliest > report.published:
        one = postponed(one)
    contexts = codes.contexts_of(report.text[sentence.start_char : sentence.end_char])
    owner = content_id("event", report.id, one.type, one.mode, start, end,
                       *(m.id for m in candidate.actors), "to", *(m.id for m in candidate.recipients))  # fmt: skip
    row = Event(
        id=owner, report=report.id, type=one.type, mode=one.mode, contexts=contexts,
        cameo=codes.cameo(one.type, one.mode, contexts), quad=codes.quad(one.type),
        score=codes.score(one.type, one.mode), status=one.status, modality=one.modality, polarity=one.polarity,
        background=one.background or is_background(day, report.published), claimed_in=claim.row.id if claim else None,
        earliest=day.earliest if day else None, latest=day.latest if day else None, grain=day.grain if day else None,
        date_basis=day.basis if day else None, time=day.time_id if day else None, place=place.id if place else None,
        coder=_coder(one), confidence=one.confidence,
    )  # fmt: skip
    sides: dict[Role, tuple[Mention, ...]] = {"actor": candidate.actors, "recipient": candidate.recipients}
    participants = [
        replace(p, sectors=()) if p.mention in scene.stages else p  # what is struck in a town need not be a government
        for role, side in sides.items()
        for p in participants_of(report, owner, role, scene.cast, side)
    ]
    evidence = [
        *evidence_of(report, owner, "trigger", [(start, end)]),
        *evidence_of(report, owner, "sentence", [(sentence.start_char, sentence.end_char)]),
    ]
    return Told(row=row, participants=tuple(participants), evidence=tuple(evidence))


def _coder(one: Decided) -> str:
    """'rule:condemn; model: ACCUSE 0.91, REJECT 0.05', either part alone where only one had a say."""
    rule = f"rule:{one.candidate.rule}" if one.candidate.rule else ""
    return "; ".join(filter(None, (rule, one.why)))


def _trigger_span(candidate: Candidate) -> tuple[int, int]:
    """The word that decides, with its particle or the words before the noun that belong to it."""
    token = candidate.trigger
    first = last = token
    for child in token.children:
        if child.dep_ == "prt" and child.i == last.i + 1:
            last = child
        elif child.dep_ == "compound" and token.pos_ == "NOUN" and child.i == first.i - 1:
            first = child
    return first.idx, last.idx + len(last)
