"""Where operators work: the candidates of one sentence, and what is needed to make one of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from regesta.coding.deeds.arguments import after, doers, done_to, owners
from regesta.coding.deeds.frames import Candidate
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.triggers import NOMINAL, VERBAL, operators_of
from regesta.schema import Mention


@dataclass(slots=True)
class Workbench:
    """The candidates of one sentence while operators work on them, by token number."""

    scene: Scene
    found: dict[int, Candidate]

    def take(self, token: Token) -> Candidate | None:
        """The candidate that a word has, None if it has none."""
        return self.found.get(token.i)

    def drop(self, candidate: Candidate) -> None:
        """Take it off: it has been used up."""
        for i in [i for i, c in self.found.items() if c is candidate]:
            del self.found[i]


WAR: Final = frozenset({"war", "conflict", "violence", "bloodshed"})  # a state, and an event only when it is begun
MODE_OF_CONTENT: Final = {
    "CONSULT": "meet", "AGREE": "meet", "SUPPORT": "change", "AID": "assist", "COOPERATE": "assist", "RETREAT": "yield",
    "CONCEDE": "yield",
}  # fmt: skip


def made(inner: Candidate | None, event_type: str, mode: str | None, actors: tuple[Mention, ...],
         recipients: tuple[Mention, ...], token: Token) -> Candidate:  # fmt: skip
    """What an operator makes of its content; it stands on one word alone where there is none."""
    return Candidate(
        trigger=token, tone=token, type=event_type, mode=mode, actors=actors, recipients=recipients, mutual=False,
        rule="", is_bare=inner is None,
    )  # fmt: skip


def nothing(token: Token) -> Candidate:
    """Marks content that is used up without an event: 'considered sending troops'."""
    return Candidate(trigger=token, tone=token, type="", mode=None, actors=(), recipients=(), mutual=False, rule="",
                     is_bare=True)  # fmt: skip


def speakers(bench: Workbench, token: Token) -> tuple[Mention, ...]:
    """Who asks, refuses …: the subject of a verb, the owner of a noun or the subject of the verb it belongs to."""
    if token.pos_ in VERBAL:
        return bench.scene.doing(doers(token))
    if token.pos_ == "ADJ":
        return bench.scene.doing(doers(token.head)) if token.head.pos_ in VERBAL else ()
    own = bench.scene.parties(
        [*owners(token), *after(token, "by", "from", *(["of"] if token.lemma_ == "request" else []))]
    )
    if all(m.form == "pronoun" for m in own) and token.dep_ in ("dobj", "pobj", "attr"):
        verb = token.head if token.head.pos_ in VERBAL else token.head.head
        if verb.pos_ in VERBAL and any(o.kind in ("begin", "request") for o in operators_of(verb)):
            own = bench.scene.doing(doers(verb)) or own
    return own


def is_none(noun: Token) -> bool:
    """'no plans to ease', 'held no talks'"""
    return noun.pos_ in NOMINAL and any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)


def placed(bench: Workbench, token: Token, prepositions: Sequence[str]) -> tuple[Mention, ...]:
    """The parties after the first of these prepositions that has any, on the verb or on its object."""
    for preposition in prepositions:
        for word in (token, *done_to(token)):
            if found := bench.scene.parties(after(word, preposition)):
                return found
    return ()
