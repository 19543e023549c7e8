"""Who takes part, by the relation model: beside what the parse says, which long sentences lead astray."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.judgement import Judgement, Scores
from regesta.coding.deeds.scene import Scene
from regesta.schema import Mention

TAKES_PART: Final = 0.4  # that an actor does it, or suffers it

Sides = tuple[tuple[Mention, ...], tuple[Mention, ...]]


def with_other_sides(scene: Scene, judgement: Judgement, decided: Sequence[Decided]) -> list[Decided]:
    """Events of the rules once more, with the sides that the model sees at their word, where it sees any.

    Not what is only possible: of this the model has learned nothing.
    """
    found = []
    for one in (one for one in decided if one.modality != "hypothetical"):
        candidate = one.candidate
        actors, recipients = sides_at(scene, judgement, word_of(judgement, one), mutual=candidate.mutual)
        if actors or recipients:
            found.append(replace(one, candidate=replace(candidate, actors=actors, recipients=recipients)))
    return found


def sides_at(scene: Scene, judgement: Judgement, word: int, *, mutual: bool) -> Sides:
    """Who does and who suffers what a word tells (its number); in what is mutual all are actors.

    A place does nothing, and nobody does it to himself.
    """
    actors: list[Mention] = []
    recipients: list[Mention] = []
    for mention, (does, suffers) in zip(judgement.actors, judgement.sides.get(word, ()), strict=False):
        if max(does, suffers) < TAKES_PART:
            continue
        if mutual or (does >= suffers and mention.id not in scene.stages):
            actors.append(mention)
        elif suffers >= TAKES_PART:
            recipients.append(mention)
    return tuple(actors), tuple(r for r in recipients if not any(scene.same(r, a) for a in actors))


def word_of(judgement: Judgement, one: Decided) -> int:
    """The number of the word that tells an event most probably, of those that may."""
    return max(sorted(words_of(one)), key=lambda i: told(judgement.words.get(i), one))


def told(scores: Scores | None, one: Decided) -> float:
    """The score of an event's type; of one that is planned also that of the deed: 'will attack' is a THREATEN to the
    code book, and a planned ASSAULT to the model."""
    types = {one.type, one.candidate.type} if one.modality == "planned" else {one.type}
    return max(scores[label] for label in types) if scores else 0.0


def words_of(one: Decided) -> set[int]:
    """The numbers of the words that may tell an event: its trigger, the word whose tense counts, and those that belong
    to the trigger, as the object in "launched an attack"."""
    trigger = one.candidate.trigger
    return {trigger.i, one.candidate.tone.i, *(c.i for c in trigger.children if c.dep_ in _TELL_WITH_IT)}


_TELL_WITH_IT: Final = frozenset({"dobj", "prt", "pobj", "prep", "xcomp", "attr", "acomp"})
