"""Who did what to whom: events of PLOVER 2.0 with their status, time, place and words.

`candidates` and `decisions` read them by rules, `proposals` by a model; `settling` says which reading of a deed stands,
`claims` by whose word it happened; this module writes them.

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
from regesta.coding.deeds.judgement import Judgement, judge
from regesta.coding.deeds.proposals import propose
from regesta.coding.deeds.relating import Relation, relate
from regesta.coding.deeds.relations import Relations
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.settling import settled
from regesta.coding.deeds.sides import with_other_sides
from regesta.coding.deeds.sufferers import everybody
from regesta.coding.deeds.triggers import VERBAL, operators_of
from regesta.coding.deeds.weighing import weighed
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
    scene = scene_of(parsed, cast, places)
    contents = [(start, end, s) for s in statements for start, end in s.spans("content")]
    found: list[tuple[Span, Decided, Told[Statement] | None]] = []
    for sentence in parsed.sentences:
        judgement, read = readings(scene, sentence, model)
        for one in settled(scene, weighed(judgement, read)) if model is not None else read:
            claim = claim_of(one.candidate.trigger, contents)
            found.append((sentence, claimed(scene, one, claim), claim))
    return [_told(scene, sentence, one, claim, times, places) for sentence, one, claim in told_once(scene, found)]


def scene_of(parsed: Parsed, cast: Cast, places: Sequence[Place]) -> Scene:
    """Where events are looked for: the actors of a report, and whom and what violence may hit besides."""
    staged = everybody(parsed, cast, places)
    known = {m.id for m in cast.mentions}
    return Scene(parsed, staged, frozenset(m.id for m in staged.mentions if m.id not in known))


def readings(scene: Scene, sentence: Span, model: Relations | None) -> tuple[Judgement, list[Decided]]:
    """What the model says of a sentence, and the events in it by the rules and by the model; several may be one deed.

    They are the rules' events and their candidates that lack parties, both once more with the sides that the model
    sees, and what only it reads. Without a model the rules' events alone, and where no word of the lexicon or no actor
    stands in the sentence: a fifth of the time went into asking about such, for little.
    """
    tried = [(c, decide(scene, c)) for c in find_candidates(scene, sentence)]
    decided = distinct(scene, [one for _, one in tried if one is not None])
    if model is None or not any(scene.entry(t) or operators_of(t) for t in sentence):
        return Judgement(), decided
    judgement = judge(model, scene, sentence)
    if not judgement.actors:
        return judgement, decided
    on_trial = [d for c, one in tried if one is None and (d := decide(scene, c, on_trial=True)) is not None]
    ruled = [*decided, *on_trial]
    return judgement, [*ruled, *with_other_sides(scene, judgement, ruled), *propose(scene, judgement, sentence, ruled)]


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
    """'rule:condemn; model: ACCUSE word 0.97 …', either part alone where only one had a say."""
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
