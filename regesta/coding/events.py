"""Who did what to whom: events of PLOVER 2.0 with their status, time, place and words.

`candidates` proposes, this module decides: which candidates are events, whether they happened, who claims it.
A model that scores pairs of actors is to be merged in `_decide`, where a candidate, its tone and its participants
are at hand and nothing is written yet.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.arguments import done_to
from regesta.coding.candidates import COOPERATION, HOSTILE, Candidate, find_candidates
from regesta.coding.coded import Cast, Told, evidence_of, participants_of
from regesta.coding.modality import Tone, tone_of
from regesta.coding.parser import Parsed, parse
from regesta.coding.scene import Scene
from regesta.coding.struck import stage
from regesta.coding.when import day_of, in_sentence, place_of
from regesta.knowledge import codes
from regesta.schema import Event, Mention, Modality, Place, Polarity, Report, Statement, Status, Time, content_id

NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Relation:
    """What one actor does to another in a sentence: the type or 'none', its mode, and a score for each type and 'none'."""

    type: str
    mode: str | None
    scores: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Decided:
    """A candidate that is an event."""

    candidate: Candidate
    type: str
    mode: str | None
    modality: Modality
    polarity: Polarity
    status: Status
    background: bool
    confidence: float


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
    scene = Scene(parsed, stage(cast, places))
    contents = [(start, end, s) for s in statements for start, end in s.spans("content")]
    told: list[Told[Event]] = []
    for sentence in parsed.sentences:
        decided = [d for c in find_candidates(scene, sentence) if (d := _decide(scene, c)) is not None]
        if not decided:
            continue
        timed, placed = in_sentence(parsed, sentence, times), in_sentence(parsed, sentence, places)
        for one in _distinct(scene, decided):
            claim = _claim_of(one.candidate.trigger, contents)
            told.append(_told(scene, sentence, _claimed(scene, one, claim), claim, timed, placed))
    return told


# Deciding


def _decide(scene: Scene, candidate: Candidate) -> _Decided | None:
    """Whether a candidate is an event, and how it is told."""
    tone = tone_of(candidate.tone)
    candidate = replace(candidate, recipients=tuple(m for m in candidate.recipients if m not in candidate.actors))
    if tone.purpose and not _is_said(candidate) or not _has_parties(scene, candidate):
        return None
    if candidate.possible:
        tone = replace(tone, modality="hypothetical")
    if candidate.is_nominal and candidate.is_bare and tone.modality != "asserted" and candidate.tone.dep_ != "dobj":
        return None
    event_type, mode, modality = *_type_in_context(candidate), tone.modality
    polarity: Polarity = "negative" if candidate.failed else tone.polarity
    if tone.will or candidate.planned:
        modality = "planned"
        changed = _future(event_type, mode, polarity)
        if changed is None:
            return None
        if changed[0] != event_type:
            polarity = "positive"
        event_type, mode = changed
    status = _status(candidate, tone, modality, polarity)
    return _Decided(candidate, event_type, mode, modality, polarity, status, tone.background, _confidence(candidate, tone))


def _type_in_context(candidate: Candidate) -> tuple[str, str | None]:
    """Troops that keep a peace are aid, as in CAMEO 074."""
    if candidate.type == "MOBILIZE" and candidate.recipients and "peace" in candidate.trigger.sent.text:
        if re.search(r"peace-?keep|peace mission|peace force", candidate.trigger.sent.text, re.IGNORECASE):
            return "AID", None
    return candidate.type, candidate.mode


def _future(event_type: str, mode: str | None, polarity: Polarity) -> tuple[str, str | None] | None:
    """PLOVER codes a plain future by what it means now: a commitment, a refusal or a threat."""
    if event_type in COOPERATION:
        if polarity == "negative":
            return "REJECT", {"AID": "assist", "COOPERATE": "assist", "CONSULT": "meet", "AGREE": "meet"}.get(event_type, "yield")
        return "AGREE", None
    if event_type in HOSTILE:
        if polarity == "negative":
            return None
        threats = {"ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations"}
        return "THREATEN", threats.get(event_type)
    return event_type, mode


def _is_said(candidate: Candidate) -> bool:
    """'called him to congratulate him': what is done by the very act of saying it."""
    return candidate.type in ("SUPPORT", "ACCUSE", "REQUEST", "THREATEN") and candidate.tone.head.lemma_ in _SPEAKING


_SPEAKING: Final = frozenset("call phone telephone write meet summon issue release send tweet email".split())
_ONE_SIDE_IS_ENOUGH: Final = frozenset({"ASSAULT", "COERCE", "RETREAT", "PROTEST", "CONCEDE", "ACCUSE", "SANCTION"})


def _has_parties(scene: Scene, candidate: Candidate) -> bool:
    """Enough participants for the type, the fewer the clearer the words are."""
    actors, recipients = len(candidate.actors), len(candidate.recipients)
    if candidate.mutual:
        actors = len({m.entity or m.id for m in candidate.actors} | {f for m in candidate.actors for f in _members(scene, m)})
        return actors >= (2 if candidate.is_nominal or candidate.is_bare else 1)
    if codes.types()[candidate.type].recipient_required and not recipients:
        return False
    if candidate.is_bare and not candidate.is_nominal and not recipients and candidate.type not in ("ASSAULT", "PROTEST"):
        if done_to(candidate.trigger):  # what it is done to is a thing, not an actor
            return False
    if candidate.is_nominal and candidate.is_bare or candidate.is_bare and candidate.type not in _ONE_SIDE_IS_ENOUGH:
        return bool(actors and recipients)
    return bool(actors) or bool(recipients) and candidate.type in _ONE_SIDE_IS_ENOUGH


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


def _distinct(scene: Scene, decided: Sequence[_Decided]) -> list[_Decided]:
    """One event a type and pair of sides in a sentence: 'held talks and discussed' is told once."""
    kept: list[_Decided] = []
    for one in decided:
        twin = next((k for k in kept if _is_twin(scene, k, one)), None)
        if twin is None:
            kept.append(one)
        elif _weight(one) > _weight(twin):
            kept[kept.index(twin)] = one
    return kept


def _weight(one: _Decided) -> tuple[int, bool, bool]:
    return len(one.candidate.actors) + len(one.candidate.recipients), one.mode is not None, not one.candidate.is_nominal


def _is_twin(scene: Scene, one: _Decided, other: _Decided) -> bool:
    if one.type != other.type or one.status != other.status:
        return False
    return _covers(scene, one, other) or _covers(scene, other, one)


def _covers(scene: Scene, one: _Decided, other: _Decided) -> bool:
    def inside(few: Sequence[Mention], many: Sequence[Mention]) -> bool:
        return all(any(scene.same(f, m) for m in many) for f in few)

    return inside(other.candidate.actors, one.candidate.actors) and inside(other.candidate.recipients, one.candidate.recipients)


# Claims


def _claim_of(trigger: Token, contents: Sequence[tuple[int, int, Told[Statement]]]) -> Told[Statement] | None:
    """The innermost statement whose content holds the trigger."""
    around = [(end - start, start, s) for start, end, s in contents if start <= trigger.idx < end]
    return min(around, key=lambda a: a[:2])[2] if around else None


_CLAIMING: Final = frozenset({"claim", "allege", "accuse", "suspect", "blame", "believe", "charge", "think"})


def _claimed(scene: Scene, one: _Decided, claim: Told[Statement] | None) -> _Decided:
    """What a party says of another one's deeds is alleged; of its own deeds, or what it says by saying it, happened."""
    if claim is None or one.status not in ("happened", "alleged"):
        return one
    if claim.row.act == "deny" and not one.background:
        return replace(one, status="denied")
    if claim.row.act in _CLAIMING:
        return replace(one, status="alleged")
    if one.type not in HOSTILE or one.status == "alleged":
        return one
    speakers = claim.who("speaker")
    countries = {p.country for p in speakers if p.country} | {p.entity for p in speakers if p.entity}
    doers = {scene.country(m) for m in one.candidate.actors} | {m.entity for m in one.candidate.actors}
    return one if countries & doers else replace(one, status="alleged")


# Writing


def _told(
    scene: Scene,
    sentence: Span,
    one: _Decided,
    claim: Told[Statement] | None,
    times: Sequence[tuple[Token, Time]],
    places: Sequence[tuple[Token, Place]],
) -> Told[Event]:
    parsed, candidate = scene.parsed, one.candidate
    report = parsed.report
    start, end = _trigger_span(candidate)
    is_news = one.status == "happened" and not one.background and not candidate.is_nominal
    day = day_of(parsed, candidate.tone, times, is_news=is_news)
    contexts = codes.contexts_of(report.text[sentence.start_char : sentence.end_char])
    owner = content_id("event", report.id, one.type, one.mode, start, end,
                       *(m.id for m in candidate.actors), "to", *(m.id for m in candidate.recipients))  # fmt: skip
    row = Event(
        id=owner, report=report.id, type=one.type, mode=one.mode, contexts=contexts,
        cameo=codes.cameo(one.type, one.mode, contexts), quad=codes.quad(one.type), score=codes.score(one.type, one.mode),
        status=one.status, modality=one.modality, polarity=one.polarity, background=one.background,
        claimed_in=claim.row.id if claim else None, earliest=day.earliest, latest=day.latest, grain=day.grain,
        date_basis=day.basis, time=day.time, place=place_of(candidate.tone, places), coder=f"rule:{candidate.rule}",
        confidence=one.confidence,
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


def _decide_pair(scene: Scene, candidate: Candidate, one: Mention, other: Mention) -> tuple[str, float, str | None] | None:
    """(type, score, mode) of a candidate for the pair; None when it says nothing of it."""
    tone = tone_of(candidate.tone)
    event_type, mode = candidate.type, candidate.mode
    if tone.will or candidate.planned:
        changed = _future(event_type, mode, tone.polarity)
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
