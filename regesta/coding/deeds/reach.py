"""Whom an event reaches where its frame finds nobody: the nearest party after the words that tell it.

"agreed to set up a hospital in Gao" has no recipient by the frame of `agree`; the deed reaches Mali. Only the words of
the same clause count, and only for types that are done to somebody or somewhere:

    reached(scene, agreed) -> (Gao,)
"""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from regesta.coding.deeds.arguments import doers, done_to, is_infinitive, is_joint, with_conjuncts
from regesta.coding.deeds.frames import HOSTILE, Candidate, struck, without
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.triggers import VERBAL, entry_of
from regesta.schema import Mention

# What happens at a place reaches it: these may take a place that is no actor as their recipient.
_AT_A_PLACE: Final = frozenset({"AGREE", "AID", "ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN"})
_OTHERS: Final = frozenset({"ACCUSE", "CONCEDE", "REJECT", "REQUEST", "RETREAT", "SUPPORT"})
# Phrases that tell when, why or by whose word it was done, not to whom.
_ASIDE: Final = frozenset(
    "after before since during amid despite following because by according as like without within under until due "
    "based over through than while when unless except".split()
)
_CLAUSES: Final = frozenset({"relcl", "ccomp", "advcl", "parataxis", "conj", "csubj"})


def reached(scene: Scene, candidate: Candidate) -> tuple[Mention, ...]:
    """The nearest party after the trigger in its clause, or the one whose deed is waited for; empty without one."""
    is_mediation = candidate.mode == "third-party"
    if candidate.type == "REQUEST" and not candidate.rule.startswith("demand"):
        return ()  # "pushed for reforms of the state's law" asks nobody by name
    if candidate.rule.endswith("patrol") or candidate.rule.startswith("protest"):
        return ()
    if not (candidate.type in _AT_A_PLACE | _OTHERS or is_mediation) or _is_of_violence(candidate):
        return ()
    for token in _within(candidate.tone):
        if candidate.type == "ASSAULT" and _is_means_or_cause(token, candidate.tone):
            continue
        mention = scene.mention_of(token)
        if mention is None or mention.form == "pronoun" or _is_means(token, candidate):
            continue
        if mention.id in scene.stages and candidate.type not in _AT_A_PLACE:
            continue
        together = [m for t in with_conjuncts(token) if (m := scene.mention_of(t)) is not None]
        others = struck if candidate.type in HOSTILE else without
        if found := others(scene, together, candidate.actors):
            return found
    return _awaited(scene, candidate)


def _is_of_violence(candidate: Candidate) -> bool:
    """'condemned the attack on a church': who is condemned are its authors, whom the words do not tell."""
    if candidate.type != "ACCUSE" or candidate.trigger.pos_ not in VERBAL:
        return False
    return any((entry := entry_of(t)) is not None and entry.type == "ASSAULT" for t in done_to(candidate.trigger))


def _is_means(token: Token, candidate: Candidate) -> bool:
    """What is used or moved, not whom it is done to: 'sent | troops', 'declared | a state of siege', 'its forces'."""
    if any(c.dep_ == "poss" and c.tag_ == "PRP$" for c in token.children):
        return True
    if token.dep_ != "dobj":
        return False
    return ":" in candidate.rule or candidate.type == "MOBILIZE" or entry_of(token) is not None


def _is_means_or_cause(token: Token, deed: Token) -> bool:
    """'struck | with helicopters', 'from helicopters', 'attacked | to save the king': none of these is hit."""
    for _ in range(6):
        head = token.head
        if token.dep_ in ("dobj", "pobj") and head.pos_ == "VERB" and head.lemma_ in _FOR_GOOD and head.i != deed.i:
            return True
        if head.i == deed.i:
            return token.dep_ == "prep" and token.lower_ in ("with", "from", "out")
        if head.i == token.i:
            return False
        token = head
    return False


_FOR_GOOD: Final = frozenset(
    "save protect defend support help rescue aid assist back shield safeguard relieve prop".split()
)


def _within(word: Token) -> Iterator[Token]:
    """The nouns of a clause after its head, in text order, those of its aims and of what it is about included."""
    for child in word.children:
        if (child.i < word.i and child.dep_ != "poss") or child.dep_ in ("punct", "npadvmod") or _is_aside(child):
            continue
        if child.lower_ == "with" and is_joint(word):  # "in a joint effort with Peru"
            continue
        if child.pos_ in ("NOUN", "PROPN"):
            yield child
        yield from _within(child)


def _is_aside(child: Token) -> bool:
    if child.dep_ in ("prep", "agent", "mark") and child.lower_ in _ASIDE:
        return True
    if child.dep_ not in _CLAUSES or child.pos_ not in ("VERB", "AUX"):
        return False
    return not is_infinitive(child)


def _awaited(scene: Scene, candidate: Candidate) -> tuple[Mention, ...]:
    """Whose deed is the condition: 'will not end the strike until | the ministry | pays'."""
    clauses = [c for c in candidate.tone.children if c.dep_ == "advcl"
               and any(m.lower_ in ("if", "unless", "until", "before") for m in c.children)]  # fmt: skip
    return without(scene, [m for c in clauses for m in scene.doing(doers(c))], candidate.actors)
