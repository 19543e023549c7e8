"""Who says it: from the words of a source to the mentions of the speakers.

In order: the mention that the source's head word is, a name set beside it ("the minister, Maria Lind"), whom "who"
stands for, the body that a spokesman or a statement speaks for. A "he" is whom the cast makes of it, unless the
speech goes on.
"""

from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.coded import Attribution, Cast
from regesta.coding.parser import Parsed
from regesta.coding.speech.circumstances import Circumstances
from regesta.coding.speech.phrases import Chars, head_of, is_somebody, span_of
from regesta.coding.speech.voice import SPOKEN_FOR
from regesta.knowledge.speech_words import speech_words
from regesta.schema import Mention

GOES_ON: Final = frozenset("add continue conclude go".split())  # the speaker is the last one, whoever was named since


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement in the making: an attribution with what was made of it."""

    attribution: Attribution
    cue: Token | None
    id: str
    speakers: tuple[Mention, ...]
    around: Circumstances
    relay: tuple[Mention, ...] = ()  # the source's own mention where it cites somebody as the speaker
    head: Token | None = None  # of the source


def speakers_of(
    parsed: Parsed, attribution: Attribution, cue: Token | None, cast: Cast, before: list[Draft]
) -> tuple[Mention, ...]:
    """The mentions of the speakers; several when several speak ("Paris and Berlin said")."""
    if attribution.source is None:
        return ()
    origin = origin_of(parsed, cue, cast, attribution.source)
    if origin is not None:
        return (origin,)
    head = head_of(parsed, attribution.source)
    if head is None:
        return ()
    if head.lower_ in ("i", "we"):
        return _who_says_i(head, before)
    if head.lemma_.lower() in speech_words("document") and (authors := _authors_before(parsed, head, before)):
        return authors
    named = tuple(dict.fromkeys(m for h in _heads(head) if (m := mention_of(parsed, h, attribution.source, cast))))
    if head.pos_ != "PRON" or head.lower_ not in _HE_OR_SHE:
        return named or _only_person(parsed, attribution.source, cast)
    said = [*(span for d in before for span in d.attribution.content), *attribution.content]
    goes_on = cue is not None and cue.lemma_.lower() in GOES_ON
    last = _last_speaker(before, cast, head)
    if last is None or not (goes_on or not named or _only_spoken_of(named[0], last, head, cast, said)):
        return named
    return last.speakers


def _only_person(parsed: Parsed, source: Chars, cast: Cast) -> tuple[Mention, ...]:
    """The one person named in a source whose head word the cast does not know; not of "friends of Lind"."""
    people = [m for m in cast.inside(*source) if m.form == "name" and (e := cast.entity(m)) and e.kind == "person"]
    if len(people) != 1:
        return ()
    token = parsed.token_at(people[0].head_char)
    dependent = token is None or token.dep_ == "poss" or token.head.pos_ == "ADP"
    return () if dependent else (people[0],)


def _authors_before(parsed: Parsed, document: Token, before: list[Draft]) -> tuple[Mention, ...]:
    """Whose "the statement" is that was told of before as the channel of somebody's words."""
    if not any(c.lower_ in ("the", "this", "that") for c in document.lefts) or any(document.rights):
        return ()
    for draft in reversed(before):
        channel = draft.around.channel
        if draft.speakers and channel and document.lemma_.lower() in parsed.text(*channel).lower():
            return draft.speakers
    return ()


def _who_says_i(pronoun: Token, before: list[Draft]) -> tuple[Mention, ...]:
    """The speakers of the statement in which somebody says "I" or "we"; the reporter himself is nobody."""
    around = [(end - start, d) for d in before for start, end in d.attribution.content if start <= pronoun.idx < end]
    return min(around, key=lambda pair: pair[0])[1].speakers if around else ()


_HE_OR_SHE: Final = {"he": ("he", "his", "him", "himself"), "she": ("she", "her", "hers", "herself")}


def _last_speaker(before: list[Draft], cast: Cast, pronoun: Token) -> Draft | None:
    """The last statement by a person for whom the pronoun can stand, leaving out what is said within statements."""
    said = [span for d in before for span in d.attribution.content]
    for draft in reversed(before):
        if not draft.speakers or draft.cue is None or _held(draft.cue.idx, said):
            continue
        entity = cast.entity(draft.speakers[0])
        if entity is None or entity.kind != "person":
            return None
        other = _HE_OR_SHE["she" if pronoun.lower_ == "he" else "he"]
        called = {m.exact.lower() for m in cast.mentions if m.entity == entity.id and m.form == "pronoun"}
        return None if called & set(other) and not called & set(_HE_OR_SHE[pronoun.lower_]) else draft
    return None


def _only_spoken_of(named: Mention, last: Draft, pronoun: Token, cast: Cast, said: list[Chars]) -> bool:
    """Whether the person that a pronoun was taken for is, since the last statement, named in what is said alone.

    "Berg insisted that Holm had lied. He said: …": whoever speaks is a person of the story, not of a quotation.
    """
    if named.entity is None or any(m.entity == named.entity for m in last.speakers):
        return False
    since = min(m.start_char for m in last.speakers)
    return all(
        _held(m.head_char, said)
        for m in cast.mentions
        if m.entity == named.entity and m.form != "pronoun" and since <= m.head_char < pronoun.idx
    )


def _held(char: int, contents: list[Chars]) -> bool:
    """Whether a position lies in one of the contents."""
    return any(start <= char < end for start, end in contents)


def relay_of(parsed: Parsed, attribution: Attribution, cue: Token | None, cast: Cast) -> tuple[Mention, ...]:
    """The mention of a source that only cites another speaker; empty for a source that speaks for itself."""
    head = head_of(parsed, attribution.source) if attribution.source else None
    if head is None or attribution.source is None or origin_of(parsed, cue, cast, attribution.source) is None:
        return ()
    mention = mention_of(parsed, head, attribution.source, cast)
    return (mention,) if mention is not None else ()


def with_the_quoted(parsed: Parsed, attribution: Attribution, words: Span) -> Attribution:
    """The attribution of whom a medium quotes: in "the paper quotes *the minister*: …" the words are the minister's."""
    verb = next((t for t in words if t.lemma_ == "quote" and t.pos_ == "VERB"), None)
    who = next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None) if verb is not None else None
    if verb is None or who is None or not is_somebody(who):
        return attribution
    saying = [*(c for c in verb.children if c.lower_ == "as"), *(c for c in who.children if c.tag_ == "VBG")]
    if any(c.i > words[-1].i for c in saying):
        return attribution  # "quoted him as saying …": saying is the cue of his words
    start, end = span_of(parsed, who)
    source = attribution.source
    if source is not None and source[0] < end and start < source[1]:
        return attribution
    pieces: list[Chars] = []
    for a, b in attribution.content:
        cut = [(a, b)] if b <= start or end <= a else [(a, start), (end, b)]
        pieces.extend(p for p in (_without_ties(parsed, *c) for c in cut) if p)
    return replace(attribution, source=(start, end), content=tuple(pieces)) if pieces else attribution


def _without_ties(parsed: Parsed, start: int, end: int) -> Chars | None:
    """The span without white space, commas and colons at its ends; None when nothing is left."""
    while start < end and parsed.text(start, start + 1) in " ,:;\n":
        start += 1
    while start < end and parsed.text(end - 1, end) in " ,:;\n":
        end -= 1
    return (start, end) if start < end else None


def origin_of(parsed: Parsed, cue: Token | None, cast: Cast, source: Chars) -> Mention | None:
    """Whom a source only cites: "Xinhua reported, citing an official" are the official's words."""
    if cue is None or cue.pos_ != "VERB":
        return None
    near = [c for c in cue.children if c.dep_ in ("advcl", "prep")]
    near += [c for s in cue.children if s.dep_ == "nsubj" for c in s.children if c.dep_ in ("acl", "advcl")]
    near += [
        t for t in cue.sent if t.lower_ in _CITING and t.i > cue.i and t.nbor(-1).text == "," and cue.is_ancestor(t)
    ]
    citing = next((c for c in near if c.lower_ in _CITING), None)
    citing = cue if citing is None and cue.lemma_ == "quote" else citing
    who = next((c for c in citing.children if c.dep_ in ("dobj", "pobj")), None) if citing is not None else None
    if who is None or source[0] <= who.idx < source[1] or not is_somebody(who):
        return None
    return mention_of(parsed, who, span_of(parsed, who), cast)


_CITING: Final = ("citing", "quoting")


def _heads(head: Token) -> list[Token]:
    return [head, *(c for c in head.conjuncts if c.i > head.i and c.pos_ in ("NOUN", "PROPN"))]


_RELATIVE: Final = ("WP", "WDT")


def mention_of(parsed: Parsed, head: Token, source: Chars, cast: Cast) -> Mention | None:
    """The mention that a source's head word stands for.

    In order: the mention with that head, its apposition's, the antecedent of "who"; for a spokesman, an official or a
    document without an entity of its own, the body it speaks for.
    """
    own = cast.with_head(head.idx)
    if head.tag_ in _RELATIVE:
        clause = next((a for a in head.ancestors if a.dep_ in ("relcl", "acl")), None)
        antecedent = clause.head if clause is not None else head.doc[max(0, head.i - 2)]
        return cast.with_head(antecedent.idx) or own
    by_name = own is not None and own.form in ("name", "metonym", "pronoun")
    for other in head.children:
        named = cast.with_head(other.idx) if other.dep_ == "appos" and not by_name else None
        if named is not None and named.entity and named.form == "name":
            return named
    inside = [m for m in cast.inside(*source) if m.entity is not None]
    people = [m for m in inside if (e := cast.entity(m)) is not None and e.kind == "person" and m.form == "name"]
    if people and not by_name and _is_title_of(head, people, parsed):
        return people[0]
    if own is not None and own.entity is not None:
        return own
    author = _author(head) if head.lemma_.lower() in SPOKEN_FOR else None
    if author is not None and (named := cast.with_head(author.idx)) is not None and named.entity:
        return named
    bodies = [m for m in inside if (e := cast.entity(m)) is not None and e.kind != "person"]
    if bodies and head.lemma_.lower() in SPOKEN_FOR:
        return bodies[0]
    return own or next((m for m in inside if m.head_char == head.idx), None)


def _author(document: Token) -> Token | None:
    """Whose a document is: "a statement *by the minister*"."""
    by = next((c for c in document.children if c.lower_ in ("by", "from") and c.dep_ in ("prep", "agent")), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None


def _is_title_of(head: Token, people: list[Mention], parsed: Parsed) -> bool:
    """Whether a person named in the source is its head under another word: "the head of diplomacy, Josep Borrell"."""
    for person in people:
        token = parsed.token_at(person.head_char)
        if token is not None and token.head.i == head.i and token.dep_ in ("compound", "nmod", "flat"):
            return True
        if token is not None and token.dep_ in ("appos", "npadvmod", "ROOT", "dep", "conj"):
            return True
    return False
