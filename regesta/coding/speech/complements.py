"""What can be the content of a cue: the words under it in the parse, each with the frame in which they stand.

The frames are those of `knowledge/cues.py`: `that`, `inf`, `obj`, `prep:for`, `pass+that` …
"""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from regesta.coding.speech.voice import TELL

Complement = tuple[str, list[Token], Token | None]
"""(frame, heads of the content, the preposition that belongs to the cue)."""

OBJECT_PREPOSITIONS: Final = frozenset(("for", "of", "as", "over"))  # "criticised her for …", "described it as …"


def complements(word: Token) -> Iterator[Complement]:
    """(frame, heads of the content, preposition) for each way in which the words under a cue can be its content."""
    children = list(word.children)
    if word.pos_ != "VERB":
        yield from _noun_complements(children)
        return
    subject = [c for c in children if c.dep_ in ("nsubjpass", "csubjpass")]
    passive = bool(subject) or any(c.dep_ == "auxpass" for c in children) or _reduced(word, children)
    mark = "pass+" if passive else ""
    bare = passive
    for child in children:
        dep = child.dep_
        if dep == "ccomp":
            bare = False
            yield mark + ("inf" if is_infinitive(child) else "that"), [child], None
        elif dep == "xcomp":
            bare = False
            frame = "inf" if is_infinitive(child) else "ing" if child.tag_ == "VBG" else "xcomp"
            more = [c for c in children if c.dep_ == "conj" and c.tag_ == "VB" and frame == "inf"]  # "to stay, avoid …"
            yield mark + frame, [child, *more, *subject], None
        elif dep == "dobj":
            if word.lemma_.lower() in TELL and (clause := _told_to(child)) is not None:
                yield mark + "that", [clause], None
            yield mark + "obj", [child, *_beside_object(word, child, children)], None
        elif dep == "oprd":
            yield mark + "oprd", [child, *subject], None
        elif dep == "prep":
            objects = [o for o in child.children if o.dep_ in ("pobj", "pcomp")]
            if objects:
                judged = child.lower_ in OBJECT_PREPOSITIONS and word.lemma_.lower() not in TELL
                said_of = [c for c in children if c.dep_ == "dobj"] if judged else []
                yield mark + "prep:" + child.lower_, [*objects, *said_of, *subject], child
            if (clause := _hung_on_noun(objects)) is not None and not any(c.dep_ == "ccomp" for c in children):
                yield mark + "that", [clause], None
    if bare and subject:
        yield "pass", subject, None
    if word.dep_ == "parataxis" and word.head.i != word.i:
        yield "par", [word.head], None
    elif word.dep_ == "advcl" and any(c.lower_ == "as" and c.dep_ in ("mark", "advmod") for c in word.lefts):
        yield "as", [word.head], None


def _hung_on_noun(objects: list[Token]) -> Token | None:
    """The clause of "said in a statement that …" where the parse hangs it on the noun."""
    for noun in (n for o in objects for n in (o, *(p for c in o.children if c.dep_ == "prep" for p in c.children))):
        for clause in noun.rights:
            told = any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.lefts)
            if told and clause.dep_ in ("relcl", "acl", "ccomp") and clause.tag_ != "VBG":
                return clause
    return None


def _told_to(person: Token) -> Token | None:
    """The clause of "told a friend that he was ill" where the parse makes it one about the friend."""
    for clause in person.rights:
        if clause.dep_ in ("relcl", "acl") and any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.lefts):
            return clause if any(c.dep_ in ("nsubj", "nsubjpass") for c in clause.lefts) else None
    return None


def _reduced(word: Token, children: list[Token]) -> bool:
    """A passive without its auxiliary: "a man accused of spying", "Asked about it, he laughed"."""
    if word.tag_ != "VBN" or word.dep_ not in ("acl", "advcl", "ROOT"):
        return False
    return not any(c.dep_ in ("aux", "nsubj", "dobj", "agent") for c in children)


def _noun_complements(children: list[Token]) -> Iterator[Complement]:
    for child in children:
        if child.dep_ in ("acl", "ccomp", "xcomp"):
            if is_infinitive(child):
                yield "inf", [child], None
            elif any(c.dep_ in ("mark", "nsubj", "nsubjpass") for c in child.lefts):
                yield "that", [child], None
        elif child.dep_ == "relcl" and any(c.lower_ == "that" and c.dep_ in ("mark", "dobj") for c in child.lefts):
            yield "that", [child], None
        elif child.dep_ == "prep":
            objects = [o for o in child.children if o.dep_ in ("pobj", "pcomp")]
            if objects:
                yield "prep:" + child.lower_, objects, child


def is_infinitive(clause: Token) -> bool:
    """Whether a clause begins with "to"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.lefts)


def _beside_object(word: Token, thing: Token, children: list[Token]) -> list[Token]:
    """What belongs to the content beside the object: "criticised her *for voting*", "called it *illegal*"."""
    after = [c for c in children if c.i > thing.i]
    return [c for c in after if c.dep_ == "oprd" or (c.dep_ == "prep" and c.lower_ in OBJECT_PREPOSITIONS)]
