"""Phrases around a cue: their spans, heads and objects, and whether they are people; asked by several modules."""

from collections.abc import Callable, Iterator
from typing import Final

from spacy.tokens import Token

from regesta.coding.parser import Parsed
from regesta.coding.speech.voice import noun_phrase
from regesta.knowledge.speech_words import speech_words

Chars = tuple[int, int]
Free = Callable[[Token], bool]  # outside the content and the source


def span_of(parsed: Parsed, head: Token) -> Chars:
    """The characters of the noun phrase of a head, without punctuation at its ends."""
    tokens = noun_phrase(head)
    doc = parsed.doc
    first = head.i
    members = set(tokens)
    while first - 1 in members:
        first -= 1
    last = head.i
    while last + 1 in members:
        last += 1
    while last > head.i and (doc[last].is_space or (doc[last].is_punct and doc[last].text not in _CLOSING)):
        last -= 1
    while first < head.i and (doc[first].is_punct or doc[first].is_space):
        first += 1
    return doc[first].idx, doc[last].idx + len(doc[last])


_CLOSING: Final = ("”", '"', "'", "’", "»", ")", "''")


def head_of(parsed: Parsed, span: Chars) -> Token | None:
    """The word of a span that the others hang on; of several, the subject. None for an empty or odd span."""
    if span[0] >= span[1] or span[1] > len(parsed.report.text):
        return None
    tokens = parsed.span(*span)
    tops = [t for t in tokens if not tokens.start <= t.head.i < tokens.end or t.head.i == t.i]
    subjects = [t for t in tops if t.dep_ in ("nsubj", "nsubjpass")]
    words = subjects[-1:] or [t for t in tops if not (t.is_punct or t.is_space or t.pos_ in ("ADP", "DET"))]
    return (words or tops or [tokens[0]])[0]


def object_of(preposition: Token | None) -> Token | None:
    """The noun that a preposition governs."""
    children = preposition.children if preposition is not None else ()
    return next((c for c in children if c.dep_ == "pobj"), None)


def by_whom(participle: Token) -> Token | None:
    """The agent after "by": "carried *by Tass*"."""
    by = next((c for c in participle.children if c.dep_ in ("agent", "prep") and c.lower_ == "by"), None)
    return object_of(by)


def with_later_conjuncts(token: Token) -> list[Token]:
    """The token with those strung on to it after it."""
    return [token, *(c for c in token.conjuncts if c.i > token.i)]


def is_people(token: Token) -> bool:
    """Whether a word is in the list of people and bodies of people."""
    return token.lemma_.lower() in speech_words("people")


def is_person_like(token: Token) -> bool:
    """Whether a word can stand for somebody: a name, a pronoun, a noun of people."""
    return token.pos_ in ("PROPN", "PRON") or token.ent_type_ in _WHO or is_people(token)


_WHO: Final = ("PERSON", "ORG", "GPE", "NORP")


def is_somebody(token: Token) -> bool:
    """Whether a head word is somebody who can speak, not a thing or a document."""
    if token.lemma_.lower() in speech_words("document") or token.ent_type_ in ("LAW", "WORK_OF_ART", "DATE", "EVENT"):
        return False
    if token.pos_ == "PRON":
        return token.lower_ not in _THINGS
    of = next(
        (object_of(c) for c in token.children if c.lower_ == "of"), None
    )  # "one of the officials", "a lot of people"
    return (
        is_person_like(token)
        or any(c.dep_ == "relcl" and _has_who(c) for c in token.children)
        or (of is not None and (is_people(of) or of.ent_type_ in ("NORP", "PERSON")))
    )


def _has_who(clause: Token) -> bool:
    return any(c.tag_ == "WP" and c.dep_ in ("nsubj", "nsubjpass") for c in clause.lefts)


_THINGS: Final = frozenset("it this that these those which what there something anything nothing everything".split())


def prepositions(cue: Token) -> Iterator[Token]:
    """The prepositions of the cue's clause: under the cue and its nouns, then under the verbs that it hangs on."""
    verb = cue
    for _ in range(4):
        for child in verb.children:
            if child.pos_ in ("ADP", "SCONJ"):
                yield child
            elif child.dep_ == "advcl" and child.lemma_.lower() in SPEAKING:  # "Speaking at a forum, she said"
                yield from (c for c in child.children if c.pos_ in ("ADP", "SCONJ"))
            elif child.pos_ in ("NOUN", "PROPN", "PRON"):
                yield from (c for c in child.children if c.lower_ in _OF_THE_CLAUSE)
        if verb.dep_ in _SAME_CLAUSE and verb.head.i != verb.i:
            verb = verb.head
        else:
            return


SPEAKING: Final = frozenset("speak write talk testify appear comment post tweet ask respond reply reach".split())
_OF_THE_CLAUSE: Final = frozenset("in during at on via through by".split())  # the parse often hangs these on a noun
_SAME_CLAUSE: Final = frozenset("conj xcomp advcl acl pcomp dobj pobj prep attr".split())
