"""Who did what to whom: events of PLOVER 2.0 with their status, time, place and words.

`candidates` proposes, `decisions` decides which are events and whether they happened, this module writes them.

    "European officials warned China of the risks and urged it to end the war."
    THREATEN  European officials -> China    REQUEST  European officials -> it
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Span

from regesta.coding.candidates import find_candidates
from regesta.coding.coded import Cast, Told, evidence_of, participants_of
from regesta.coding.dating import is_background, when
from regesta.coding.decisions import Decided, claim_of, claimed, decide, distinct, future, postponed, told_once
from regesta.coding.frames import Candidate
from regesta.coding.modality import tone_of
from regesta.coding.parser import Parsed, parse
from regesta.coding.scene import Scene
from regesta.coding.struck import stage
from regesta.coding.where import where
from regesta.knowledge import codes
from regesta.schema import Event, Mention, Place, Report, Statement, Time, content_id

NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Relation:
    """What one actor does to another in a sentence: a type or 'none', its mode, a score for each type and 'none'."""

    type: str
    mode: str | None
    scores: dict[str, float] = field(default_factory=dict)


def find_events(
    parsed: Parsed,
    cast: Cast,
    statements: Sequence[Told[Statement]],
    times: Sequence[Time],
    places: Sequence[Place],
) -> list[Told[Event]]:
    """The events that a report tells, in text order.

    An event inside the content of a statement has it as `claimed_in`. Meetings and calls have all participants as
    actors. An event whose participants are no actors of the cast is not coded.
    """
    staged = stage(cast, places)
    known = {m.id for m in cast.mentions}
    scene = Scene(parsed, staged, frozenset(m.id for m in staged.mentions if m.id not in known))
    contents = [(start, end, s) for s in statements for start, end in s.spans("content")]
    found: list[tuple[Span, Decided, Told[Statement] | None]] = []
    for sentence in parsed.sentences:
        decided = [d for c in find_candidates(scene, sentence) if (d := decide(scene, c)) is not None]
        for one in distinct(scene, decided):
            claim = claim_of(one.candidate.trigger, contents)
            found.append((sentence, claimed(scene, one, claim), claim))
    return [_told(scene, sentence, one, claim, times, places) for sentence, one, claim in told_once(scene, found)]


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
    day, place = when(parsed, start, end, times), where(parsed, start, end, places)
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
        coder=f"rule:{candidate.rule}", confidence=one.confidence,
    )  # fmt: skip
    participants = [
        *participants_of(report, owner, "actor", scene.cast, candidate.actors),
        *participants_of(report, owner, "recipient", scene.cast, candidate.recipients),
    ]
    evidence = [
        *evidence_of(report, owner, "trigger", [(start, end)]),
        *evidence_of(report, owner, "sentence", [(sentence.start_char, sentence.end_char)]),
    ]
    return Told(row=row, participants=tuple(participants), evidence=tuple(evidence))


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


# The smaller question


def relate(pairs: Sequence[tuple[str, tuple[int, int], tuple[int, int]]]) -> list[Relation]:
    """What the first actor does to the second in each sentence: (text, span of the first, span of the second).

    By rules: the best event in which the first is an actor and the second a recipient, or both take part in what is
    mutual; 'none' when there is none.
    """
    reports = [Report(id=content_id("relate", i, text), source="", text=text) for i, (text, _, _) in enumerate(pairs)]
    return [_relation(parsed, pair[1], pair[2]) for parsed, pair in zip(parse(reports), pairs, strict=True)]


def _relation(parsed: Parsed, source: tuple[int, int], target: tuple[int, int]) -> Relation:
    one, other = _stand_in(parsed, "source", source), _stand_in(parsed, "target", target)
    scene = Scene(parsed, Cast(mentions=(one, other)))
    best: dict[str, tuple[float, str | None]] = {}
    for sentence in parsed.sentences:
        for candidate in find_candidates(scene, sentence):
            decided = _decide_pair(scene, candidate, one, other)
            if decided is not None and decided[1] > best.get(decided[0], (0.0, None))[0]:
                best[decided[0]] = (decided[1], decided[2])
    if not best:
        return Relation(NONE, None, {**dict.fromkeys(codes.types(), 0.0), NONE: 1.0})
    total = sum(score for score, _ in best.values()) + 0.2
    scores = {t: round(best[t][0] / total, 4) if t in best else 0.0 for t in codes.types()}
    scores[NONE] = round(0.2 / total, 4)
    first = max(best, key=lambda t: best[t][0])
    return Relation(first, best[first][1], scores)


def _stand_in(parsed: Parsed, name: str, span: tuple[int, int]) -> Mention:
    start, end = span
    head = parsed.span(start, end).root if end > start else None
    return Mention(id=name, report=parsed.report.id, start_char=start, end_char=end, exact=parsed.text(start, end),
                   head_char=head.idx if head is not None else start, form="name")  # fmt: skip


def _decide_pair(
    scene: Scene, candidate: Candidate, one: Mention, other: Mention
) -> tuple[str, float, str | None] | None:
    """(type, score, mode) of a candidate for the pair; None when it says nothing of it."""
    tone = tone_of(candidate.tone)
    event_type, mode = candidate.type, candidate.mode
    if tone.will or candidate.planned:
        changed = future(event_type, mode, tone.polarity)
        if changed is None:
            return None
        event_type, mode = changed
    acts, suffers = one in candidate.actors, other in candidate.recipients
    if candidate.mutual and acts and other in candidate.actors:
        return event_type, 1.0, mode
    if acts and suffers:
        return event_type, 1.0, mode
    if other in candidate.actors or one in candidate.recipients:
        return None
    if acts or suffers:
        return event_type, 0.5, mode
    return event_type, 0.1, mode
