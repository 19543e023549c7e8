"""Who passes on what another says: "according to X", "was quoted by X as saying", "in remarks carried by X".

"It is over," Berg told Holm, according to a palace statement.      a palace statement
Berg said in a letter seen by Reuters that it was over.             Reuters
"""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from regesta.coding.speech.channels import is_medium
from regesta.coding.speech.phrases import (
    Chars,
    Free,
    by_whom,
    is_people,
    is_person_like,
    is_somebody,
    object_of,
    prepositions,
)
from regesta.coding.speech.voice import SPOKEN_FOR

PASSES_ON: Final = frozenset(
    "report quote carry cite relay publish release broadcast air distribute circulate obtain see post issue leak "
    "translate translated read hear record print reprint syndicate disseminate".split()
)
_SURELY: Final = frozenset("report quote carry cite relay publish release".split())


def relay_of(cue: Token, source: Chars | None, channel: Token | None, free: Free) -> Token | None:
    """The head word of whoever passes the statement on, from the cue's sentence; None where nobody is named."""
    for who in _candidates(cue, channel, free):
        if who is not None and not (source and source[0] <= who.idx < source[1]):
            return who
    for document in (c for c in cue.children if c.dep_ == "nsubj" and not is_somebody(c)):
        for child in document.children:  # "a memo obtained by the Herald says"
            if child.dep_ == "acl" and child.lemma_ in PASSES_ON and (who := by_whom(child)) is not None:
                return who if is_medium(who) else None
    return None


def _candidates(cue: Token, channel: Token | None, free: Free) -> Iterator[Token | None]:
    if cue.lower_ != "according":
        said_by = (t for t in cue.sent if t.lower_ == "according" and free(t) and _is_of(t, cue))
        yield from (object_of(to_of(t)) for t in said_by)
    for verb in (cue, *_above(cue)):
        if verb.lemma_.lower() in ("quote", "cite") and verb.pos_ == "VERB":
            yield (
                by_whom(verb)
                or by_whom(cue)
                or next((c for c in reversed(list(verb.lefts)) if c.dep_ == "nsubj"), None)
            )
    for child in cue.children:
        if child.dep_ in ("advcl", "acl", "prep") and child.lemma_ in _SURELY and child.tag_ == "VBN":
            yield by_whom(child)
    for child in (c for t in cue.children if t.dep_ in ("nsubj", "dobj", "npadvmod") for c in t.children):
        if child.dep_ == "acl" and child.lemma_ in ("quote", "cite") and child.tag_ == "VBN":
            yield by_whom(child)  # "Lind, quoted by Tass, said"
    for child in channel.subtree if channel is not None else ():
        if child.dep_ in ("acl", "relcl") and child.lemma_ in PASSES_ON and child.tag_ == "VBN":
            yield by_whom(child)  # "in remarks carried by Tass", "a letter to the council seen by Reuters"
    yield from _as_reported(cue, free)
    yield from _spokesmen(cue, free)


def _as_reported(cue: Token, free: Free) -> Iterator[Token | None]:
    """Of "as quoted by Tass", wherever the parse hung it."""
    for token in cue.sent:
        if (
            token.tag_ == "VBN"
            and token.lemma_ in _SURELY
            and token.i
            and token.nbor(-1).lower_ == "as"
            and free(token)
        ):
            who = by_whom(token)
            yield who if who is not None and (is_medium(who) or is_person_like(who)) else None


def _spokesmen(cue: Token, free: Free) -> Iterator[Token | None]:
    """Of "said through her lawyer"."""
    for preposition in prepositions(cue):
        who = object_of(preposition) if preposition.lower_ in ("through", "via") and free(preposition) else None
        if who is not None and free(who) and (who.lemma_.lower() in SPOKEN_FOR and is_people(who)):
            yield who


def _is_of(according: Token, cue: Token) -> bool:
    """Whether "according to X" is of the cue's clause: at an end of its sentence, or above it in the parse."""
    sentence, head = according.sent, according.head
    rest = sentence.doc[according.right_edge.i + 1 : sentence.end]
    ends = according.i <= sentence.start + 1 or not any(t.is_alpha for t in rest)
    return ends or head.i == cue.i or head.is_ancestor(cue)


def to_of(according: Token) -> Token | None:
    """The "to" of "according to", wherever the parse hangs it."""
    held = next((c for c in according.children if c.lower_ == "to"), None)
    if held is None and according.i + 1 < len(according.doc) and according.nbor().lower_ == "to":
        held = according.nbor()
    return held


def _above(token: Token) -> Iterator[Token]:
    for _ in range(3):
        if token.head.i == token.i:
            return
        token = token.head
        yield token
