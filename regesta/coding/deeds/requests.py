"""Requests: 'called for talks', 'urged it to end the war', 'said that Peru must negotiate', 'at Ukraine's request'."""

from dataclasses import replace
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.deeds.arguments import after, datives, doers, done_to, is_infinitive, opened
from regesta.coding.deeds.frames import HOSTILE, Candidate, union, without
from regesta.coding.deeds.triggers import NOMINAL, VERBAL, Operator
from regesta.coding.deeds.workbench import MODE_OF_CONTENT, WAR, Workbench, made, speakers
from regesta.schema import Mention


def _asked(token: Token) -> list[Token]:
    """Whom a request goes to."""
    found = after(token, "on", "upon", "to") if token.lemma_ in ("call", "appeal", "plead", "prevail") else []
    found = found or after(token, "from") or datives(token)
    if not found and token.pos_ in VERBAL:
        clauses = [c for c in token.children if c.dep_ in ("ccomp", "xcomp")]
        found = [s for c in clauses for s in c.children if s.dep_ in ("nsubj", "nsubjpass")]
        if not found and (clauses or after(token, "for", "to", "over", "into")):
            found = done_to(token)
    if not found and token.pos_ in NOMINAL:
        found = after(token, "to", "on", "for")
    return opened(found)


def request(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """Who asks whom for what; the call for a penalty against somebody is an accusation."""
    if _is_question(token) or (token.lemma_ == "tell" and not any(is_infinitive(c) for c in token.children)):
        return None
    scene = bench.scene
    actors = speakers(bench, token)
    asked = without(scene, scene.parties(_asked(token)), actors)
    if inner is not None and inner.rule in WAR:
        return None
    if inner is None:
        return _plain_request(bench, token, operator, actors, asked)
    if inner.type in HOSTILE | {"ACCUSE"} and not asked and inner.recipients:
        return made(inner, "ACCUSE", "investigate" if inner.mode == "investigate" else "disapprove", actors,
                     without(scene, inner.recipients, actors), token)  # fmt: skip
    is_negated = any(c.dep_ == "neg" for c in inner.trigger.children)
    mode = "change" if is_negated else MODE_OF_CONTENT.get(inner.type, "change")
    others = union(inner.actors, inner.recipients) if mode == "meet" else inner.actors or inner.recipients
    return made(inner, "REQUEST", mode, actors, asked or without(scene, others, actors), token)


def _plain_request(bench: Workbench, token: Token, operator: Operator, actors: tuple[Mention, ...],
                   asked: tuple[Mention, ...]) -> Candidate | None:  # fmt: skip
    """A request whose content is no event of the lexicon."""
    if token.pos_ in NOMINAL:
        if token.lemma_ == "request" and token.dep_ == "pobj" and token.head.lower_ == "at":
            occasion = made(None, "REQUEST", _mode_of_occasion(bench, token), actors, asked, token)
            return replace(occasion, is_bare=False)
        return None
    if (known := bench.take(token)) is not None and known.type == "REQUEST" and not known.is_bare:
        return None
    if operator.kind == "request" and ((token.lemma_ in _ADDRESSED and asked) or token.lemma_ == "demand"):
        return replace(made(None, "REQUEST", "change", actors, asked, token), is_bare=False)
    return None


_ADDRESSED: Final = frozenset(
    "tell urge ask call appeal request implore beseech exhort encourage order instruct direct press pressure push beg "
    "demand "
    "petition".split()
)


def _is_question(verb: Token) -> bool:
    """'asked whether', 'asked about', 'asked: why …' asks for words, not for deeds."""
    if verb.lemma_ != "ask":
        return False
    clauses = [c for c in verb.children if c.dep_ == "ccomp"]
    return any(c.lower_ in _ASKING for c in verb.children) or any(not is_infinitive(c) for c in clauses)


_ASKING: Final = frozenset({"about", "whether", "if", "why", "how", "what", "when"})


def _mode_of_occasion(bench: Workbench, noun: Token) -> str | None:
    """'a conversation which took place at Ukraine's request' was asked for: the mode comes from what took place."""
    verb = noun.head.head
    occasions = [verb, *(doers(verb) if verb.pos_ in VERBAL else ()), *(done_to(verb) if verb.pos_ in VERBAL else ())]
    types = [c.type for t in occasions if (c := bench.take(t)) is not None]
    return MODE_OF_CONTENT.get(types[0]) if types else None


def oblige(bench: Workbench, sentence: Span) -> None:
    """'Wang said that the United States must negotiate with Russia' is a request by Wang."""
    for modal in sentence:
        if modal.lower_ not in ("must", "should") or modal.dep_ != "aux" or modal.head.pos_ not in VERBAL:
            continue
        if any(c.lower_ == "have" and c.dep_ == "aux" for c in modal.head.children):  # regret, not a request
            continue
        verb = modal.head
        clause = verb
        while clause.dep_ == "conj" and clause.head.pos_ in VERBAL:
            clause = clause.head
        says = clause.head
        if (
            clause.dep_ != "ccomp"
            or says.lemma_ not in SAYS
            or any(c.lower_ in ("if", "whether") for c in clause.children)
        ):
            continue
        actors = bench.scene.parties(doers(says))
        asked = without(bench.scene, _obliged(bench, verb), actors)
        asked = tuple(m for m in asked if m.exact.lower() not in ("we", "us", "i", "you", "one"))
        inner = bench.take(verb)
        if not actors or (not asked and inner is None):
            continue
        if inner is not None:
            bench.drop(inner)
        mode = MODE_OF_CONTENT.get(inner.type, "change") if inner else "change"
        asked = asked or (without(bench.scene, inner.actors, actors) if inner else ())
        bench.found[verb.i] = replace(made(inner, "REQUEST", mode, actors, asked, verb), tone=says, is_bare=False,
                                      rule=f"must > {inner.rule}" if inner else "must")  # fmt: skip


def _obliged(bench: Workbench, verb: Token) -> tuple[Mention, ...]:
    """Who must do it: an actor, not what only belongs to one ('exports must double'), unless that is a deed."""
    subjects = doers(verb) or done_to(verb)
    if any(bench.take(s) is not None for s in subjects) or not doers(verb):
        return bench.scene.parties(subjects)
    return bench.scene.direct(subjects)


SAYS: Final = frozenset(
    "say assure insist stress state add declare tell believe emphasize emphasise argue maintain note warn".split()
)
