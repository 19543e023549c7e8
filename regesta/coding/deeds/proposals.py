"""Events that the rules do not see and the relation model is sure of.

The model says which actor does what to which; the parse gives the word that tells it, and so tense, negation and
claim. A rule's event that lacks its recipient is completed rather than told again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from regesta.coding.deeds.arguments import after, doers, done_to, owners
from regesta.coding.deeds.belonging import is_official
from regesta.coding.deeds.decisions import Decided, is_press
from regesta.coding.deeds.frames import Candidate, without
from regesta.coding.deeds.judgement import Judgement, Scores
from regesta.coding.deeds.modality import tone_of
from regesta.coding.deeds.relation_pieces import NOBODY
from regesta.coding.deeds.relations import NONE
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.triggers import NOMINAL, VERBAL, entry_of, types_of_verb
from regesta.schema import Mention

SURE: Final = 0.6  # of the type, to propose an event
_CHARGES: Final = frozenset("responsibility accusation allegation charge claim suggestion report".split())
_SPEECH: Final = frozenset("say tell add report explain note write state quote cite describe".split())


def propose(scene: Scene, judgement: Judgement, decided: Sequence[Decided]) -> list[Decided]:
    """The events of a sentence with those added that only the model sees, at most one for each two actors."""
    result = list(decided)
    told = {pair for one in decided for pair in _pairs(judgement, one)}
    for score, label, a, b in _answers(judgement):
        if score < SURE or frozenset((a, b)) in told:
            continue
        actor, other = judgement.actors[a], judgement.actors[b]
        if scene.same(actor, other) or actor.id in scene.stages:
            continue
        made = _made(scene, label, score, actor, other)
        if made is None or is_used_up(made.candidate.trigger, decided):
            continue
        told.add(frozenset((a, b)))
        join(scene, result, made)
    return result


def _answers(judgement: Judgement) -> list[tuple[float, str, int, int]]:
    """(score, type, actor, other) of each ordered pair of which something may surely be told, the surest first."""

    def best(scores: Scores) -> tuple[float, str]:
        return max((score, label) for label, score in scores.items() if label != NONE)

    pairs = ((*best(scores), a, b) for (a, b), scores in judgement.scores.items()
             if NOBODY not in (a, b) and scores.get(NONE, 0.0) < SURE)  # fmt: skip
    return sorted(pairs, key=lambda x: (-x[0], x[2:]))


def _pairs(judgement: Judgement, one: Decided) -> Iterator[frozenset[int | None]]:
    actors, others = one.candidate.actors, one.candidate.recipients
    for actor in actors:
        for other in others or (actors if one.candidate.mutual else ()):
            yield frozenset((judgement.index(actor), judgement.index(other)))


def _made(scene: Scene, label: str, score: float, actor: Mention, other: Mention) -> Decided | None:
    """The event of two actors, told by the word between them; None where no word tells it as done."""
    trigger = _word(scene, label, actor, other)
    if trigger is None or _is_talk(trigger) or (label == "CONSULT" and not _confers(scene, trigger, actor, other)):
        return None
    mutual = label == "CONSULT"  # an agreement or a deal may be one side's, so the other is its recipient
    return told_by(trigger, label, score, (actor, other) if mutual else (actor,), () if mutual else (other,))


def is_used_up(trigger: Token, decided: Sequence[Decided]) -> bool:
    """Whether an operator has made another event of what the word tells: the talks in "called for talks"."""
    return any(
        one.candidate.rule.rpartition(" > ")[2].rpartition(":")[2] == trigger.lemma_.lower()
        and any(a.i == one.candidate.trigger.i for a in trigger.ancestors)
        for one in decided
        if " > " in one.candidate.rule
    )


def told_by(
    trigger: Token | None, label: str, score: float, actors: tuple[Mention, ...], recipients: tuple[Mention, ...]
) -> Decided | None:
    """The event told by that word, unless the word tells it as not done or only possible."""
    if trigger is None:
        return None
    tone = tone_of(trigger)
    if tone.purpose or tone.modality == "hypothetical" or (tone.polarity == "negative" and label != "REJECT"):
        return None
    if tone.will and label not in ("AGREE", "THREATEN", "REJECT"):
        return None
    entry = entry_of(trigger)
    candidate = Candidate(
        trigger=trigger, tone=trigger, type=label, mode=entry.mode if entry and entry.type == label else None,
        actors=actors, recipients=recipients, mutual=label == "CONSULT", rule="", is_bare=False,
    )  # fmt: skip
    return Decided(candidate, label, candidate.mode, "asserted", "positive", "alleged" if tone.alleged else "happened",
                   tone.background, round(score, 2))  # fmt: skip


def _is_talk(trigger: Token) -> bool:
    """Who claims responsibility or rejects an accusation does nothing by it: PLOVER has no such act."""
    return any(t.lemma_ in _CHARGES for t in done_to(trigger))


def _confers(scene: Scene, trigger: Token, actor: Mention, other: Mention) -> bool:
    """Neither talk to the press nor a private journey is a consultation."""
    return trigger.lemma_ not in _SPEECH and is_official(scene, actor) and not is_press(scene, other)


def join(scene: Scene, events: list[Decided], made: Decided) -> None:
    """Add the event, or its actors to the one that the same word tells already."""
    new = made.candidate
    for i, old in enumerate(events):
        known = old.candidate
        if old.type != made.type or known.trigger.i != new.trigger.i:
            continue
        actors = (*known.actors, *without(scene, new.actors, known.actors))
        recipients = (*known.recipients, *without(scene, new.recipients, (*known.recipients, *known.actors)))
        events[i] = replace(old, candidate=replace(known, actors=actors, recipients=recipients))
        return
    events.append(made)


def _word(scene: Scene, label: str, actor: Mention, other: Mention) -> Token | None:
    """The verb or noun that tells it: the actor does it by the parse, and the other stands in its own clause.

    Of several the one that the lexicon has with this type, else the outermost.
    """
    heads = (scene.parsed.token_at(m.head_char) for m in (actor, other))
    ways = [[h, *h.ancestors] for h in heads if h is not None]
    top = next((t for t in ways[0] if t in ways[1]), None)
    if top is None:
        return None
    ups = [w[: w.index(top)] for w in ways]
    inside = [t for t in (*ups[0], *ups[1], top) if not any(m.start_char <= t.idx < m.end_char for m in (actor, other))]
    words = [t for t in inside if tells(scene, t, label) and acts(scene, t, actor) and _reaches(t, ways[1])]
    known = [t for t in words if (entry := scene.entry(t)) is not None and entry.type == label]
    return next(iter(known or words[::-1]), None)


def tells(scene: Scene, word: Token, label: str) -> bool:
    """Whether a word can tell an event of that type: a verb of doing, or a noun of a deed.

    A noun that the lexicon does not have names somebody or something: 'the city', 'their daughter', 'efforts'.
    """
    if word.pos_ in VERBAL:
        return word.lemma_ not in _NO_DEEDS
    if word.pos_ not in NOMINAL:
        return False
    entry = scene.entry(word)
    if entry is not None:
        return entry.type == label
    return word.lower_.endswith("ing") or label in types_of_verb(word.lemma_.lower())  # "their fight against rebels"


_NO_DEEDS: Final = frozenset(
    "believe think record experience suggest count know station lay underline seem appear consider expect hear learn "
    "mean show become remain live stay stand understand".split()
)


def acts(scene: Scene, word: Token, actor: Mention) -> bool:
    """Whether the actor is who does what the word says, or has somebody who does."""
    tokens = doers(word) if word.pos_ in VERBAL else [*owners(word), *after(word, "by", "between", "of")]
    return any(
        (actor.start_char <= m.start_char and m.end_char <= actor.end_char) or m.id == actor.id
        for m in scene.doing(tokens)
    )


def _reaches(word: Token, way: Sequence[Token]) -> bool:
    """Whether the way up from the other actor comes to the word without leaving a clause of its own."""
    if word not in way:
        return False
    return not any(t.dep_ in _CLOSED for t in way[: way.index(word)])


_CLOSED: Final = frozenset({"relcl", "advcl", "parataxis", "ccomp"})
