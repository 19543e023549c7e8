"""Events of one party that only the relation model sees: who does it, or to whom it is done, is not told.

"Five villagers were gunned down."    ASSAULT    nobody -> Five villagers
"""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Token

from regesta.coding.deeds.arguments import after, done_to, owners
from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.judgement import Judgement
from regesta.coding.deeds.proposals import acts, is_used_up, join, tells, told_by
from regesta.coding.deeds.relation_pieces import NOBODY
from regesta.coding.deeds.relations import NONE
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.triggers import VERBAL
from regesta.schema import Mention

ALONE: Final = 0.85  # the model's score of the type, to propose an event


def propose_one_sided(scene: Scene, judgement: Judgement, decided: Sequence[Decided]) -> list[Decided]:
    """The events of a sentence with those added, at most one of a type for each actor."""
    result = list(decided)
    busy = {(judgement.index(m), one.type) for one in decided for m in _parties(one)}
    for (a, b), scores in judgement.scores.items():
        if (a == NOBODY) == (b == NOBODY) or scores.get(NONE, 0.0) >= ALONE:
            continue
        label = max((x for x in scores if x != NONE), key=lambda x: scores[x])
        mention = judgement.actors[max(a, b)]
        done_by_it = b == NOBODY
        if scores[label] < ALONE or (max(a, b), label) in busy or (done_by_it and mention.id in scene.stages):
            continue
        sides = ((mention,), ()) if done_by_it else ((), (mention,))
        made = told_by(_word(scene, label, mention, done_by_it), label, scores[label], *sides)
        if made is not None and not is_used_up(made.candidate.trigger, decided):
            busy.add((max(a, b), label))
            join(scene, result, made)
    return result


def _parties(one: Decided) -> tuple[Mention, ...]:
    return (*one.candidate.actors, *one.candidate.recipients)


def _word(scene: Scene, label: str, mention: Mention, done_by_it: bool) -> Token | None:
    """The word above an actor that tells what it does or suffers; one that the lexicon has with that type first."""
    head = scene.parsed.token_at(mention.head_char)
    takes_part = acts if done_by_it else _suffers
    above = list(head.ancestors) if head is not None else []
    words = [t for t in above if tells(scene, t, label) and not _in(mention, t) and takes_part(scene, t, mention)]
    known = [t for t in words if (entry := scene.entry(t)) is not None and entry.type == label]
    return next(iter(known or words), None)


def _suffers(scene: Scene, word: Token, mention: Mention) -> bool:
    """Whether something is done to the actor by the parse: object, subject of a passive, "the killing of X"."""
    tokens = done_to(word) if word.pos_ in VERBAL else [*owners(word), *after(word, "of", "on", "against", "at")]
    return any(_in(mention, t) for token in tokens for t in (token, *token.conjuncts))


def _in(mention: Mention, token: Token) -> bool:
    return bool(mention.start_char <= token.idx < mention.end_char)
