"""The circumstances of a statement, from the words around its cue: to whom, by what channel, who relays it.

    "We encourage talks," Wang told Blinken in a phone call, according to a ministry statement.
                                    addressee   channel                      via

Everything is read from the parse and from closed lists of words, and works on any span that is given as a cue.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.coded import Attribution
from regesta.coding.parser import Parsed
from regesta.coding.speech.channels import DAY_AT_END, channel_of
from regesta.coding.speech.phrases import (
    SPEAKING,
    Chars,
    Free,
    head_of,
    is_person_like,
    object_of,
    prepositions,
    span_of,
    with_later_conjuncts,
)
from regesta.coding.speech.relays import relay_of
from regesta.coding.speech.voice import TELL
from regesta.knowledge.speech_words import speech_words

_MEET: Final = frozenset("meet speak talk confer converse phone telephone call consult".split())
_WITH: Final = frozenset(("with", "between"))
_SENT_TO: Final = frozenset(("call", "phone", "telephone"))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Spans of characters; None where the text tells nothing. Heads are the tokens to look up in the cast."""

    channel: Chars | None = None
    via: Chars | None = None
    via_head: Token | None = None
    addressee: Chars | None = None
    addressee_heads: tuple[Token, ...] = ()
    conversation: Token | None = None  # the noun or verb of a conversation in which it was said


def circumstances(parsed: Parsed, cue: Token, source: Chars | None, content: tuple[Chars, ...]) -> Circumstances:
    """Addressee, channel and relay of the statement with that cue, from the cue's sentence."""

    def free(token: Token) -> bool:
        """Outside the content and the source."""
        return not any(a <= token.idx < b for a, b in content) and not (source and source[0] <= token.idx < source[1])

    addressees = [t for t in _addressees(cue) if not (source and source[0] <= t.idx < source[1])]
    addressees = [t for t in addressees if t.i > cue.i or free(t) or t.dep_ == "nsubjpass"]  # not "“Bread?” he asked"
    conversation, partners = _conversation(cue, free)
    channel = channel_of(parsed, cue, source, free)
    heads = tuple(addressees or partners or _readers(channel[1] if channel else None) or _audience(cue, free))
    if channel is None and addressees and addressees[0].lemma_.lower() in _AUDIENCES:
        channel = span_of(parsed, addressees[0]), addressees[0]
    relay = relay_of(cue, source, channel[1] if channel else None, free)
    return Circumstances(
        channel=_clear_of(parsed, channel[0], content) if channel else None,
        via=span_of(parsed, relay) if relay is not None else None, via_head=relay,
        addressee=span_of(parsed, heads[0]) if heads else None, addressee_heads=heads, conversation=conversation,
    )  # fmt: skip


def completed(parsed: Parsed, around: Circumstances, found: Attribution) -> Circumstances:
    """What the rules read from the words around the cue, with the model's parts where they read nothing."""
    if around.addressee is None and found.addressee and (head := head_of(parsed, found.addressee)) is not None:
        around = replace(around, addressee=found.addressee, addressee_heads=tuple(with_later_conjuncts(head)))
    if around.channel is None and found.channel:
        around = replace(around, channel=found.channel)
    if around.via is None and found.relay and (head := head_of(parsed, found.relay)) is not None:
        around = replace(around, via=found.relay, via_head=head)
    return around


_AUDIENCES: Final = frozenset("conference briefing rally hearing forum summit panel session show programme".split())


def _clear_of(parsed: Parsed, span: Chars, content: tuple[Chars, ...]) -> Chars:
    """The span as far as the content, which the parse may have hung on it ("a statement *that the deal was dead*")."""
    start, end = span
    for a, b in content:
        if start < a < end <= b and parsed.text(start, a).strip().lower() not in ("the", "a", "an"):
            end = start + len(parsed.text(start, a).rstrip(" ,:"))
    day = DAY_AT_END.search(parsed.report.text, start, end)
    return start, day.start() if day else end


# To whom


def _addressees(cue: Token) -> list[Token]:
    """Whom the cue itself names: "told X", "urged X to", "called on X to", "said to X", "a warning to X"."""
    lemma = cue.lemma_.lower()
    wanted: tuple[str, ...] = ()
    who: Token | None = None
    if cue.pos_ == "VERB":
        who = _told_one(cue) if lemma in TELL else None
        wanted = ("to", "on", "upon", "with") if lemma in _CALL_ON else ("to",) if lemma in _SPEAK_TO else ()
    elif cue.pos_ == "NOUN" and lemma in _NOUN_TO:
        wanted = ("to", "on")
    for child in cue.children:
        if who is None and child.dep_ in ("prep", "dative") and child.lower_ in wanted and child.i > cue.i:
            named = object_of(child)
            who = named if named is not None and is_person_like(named) else None
    return with_later_conjuncts(who) if who is not None else []


def _readers(channel: Token | None) -> list[Token]:
    """Whom a channel is addressed to: "in a statement *to the press*", "a letter *addressed to the council*"."""
    if channel is None or channel.lemma_.lower() not in _ADDRESSED:
        return []
    holders = [channel, *(c for c in channel.children if c.dep_ == "acl" and c.lemma_ in ("address", "send", "write"))]
    to = next((c for h in holders for c in h.children if c.dep_ in ("prep", "dative") and c.lower_ == "to"), None)
    who = object_of(to)
    return with_later_conjuncts(who) if who is not None else []


def _audience(cue: Token, free: Free) -> list[Token]:
    """Whom somebody speaks to while he says it: "Speaking *to reporters*, she said", "Addressing *parliament*, …"."""
    participles = [c for c in cue.children if c.dep_ == "advcl" and c.tag_ == "VBG"]
    participles += [c for s in cue.children if s.dep_ == "nsubj" for c in s.children if c.dep_ == "acl"]
    for verb in participles:
        if verb.lemma_ == "address":
            who = next((c for c in verb.children if c.dep_ == "dobj"), None)
        elif verb.lemma_ in SPEAKING | {"brief", "tell"}:
            to = next((c for c in verb.children if c.lower_ in ("to", "with") and c.dep_ in ("prep", "dative")), None)
            who = object_of(to) or next((c for c in verb.children if c.dep_ == "dobj" and verb.lemma_ in TELL), None)
        else:
            continue
        if who is not None and free(who) and is_person_like(who):
            return with_later_conjuncts(who)
    return []


_ADDRESSED: Final = frozenset("statement letter message speech address remark email e-mail memo comment note".split())


def _told_one(cue: Token) -> Token | None:
    """The object of a verb of telling, or the subject of "to act" where the parse makes "urge X to act" a clause."""
    for child in cue.children:
        if child.dep_ == "nsubjpass" and child.lower_ == "it":
            continue
        if child.dep_ in ("dobj", "dative", "nsubjpass") and child.pos_ in ("NOUN", "PROPN", "PRON"):
            if cue.lemma_.lower() not in _ASK_FOR_THINGS or is_person_like(child):
                return child
        elif child.dep_ == "ccomp" and any(a.lower_ == "to" and a.dep_ == "aux" for a in child.lefts):
            subject = next((s for s in child.lefts if s.dep_ == "nsubj"), None)
            if subject is not None:
                return subject
    return None


_CALL_ON: Final = frozenset("call appeal plead prevail".split())
_SPEAK_TO: Final = frozenset(
    "say add explain write speak talk complain announce suggest propose report confirm reply respond promise repeat "
    "admit confess stress hint indicate reveal declare apologize express convey state insist offer pledge vow".split()
)
_NOUN_TO: Final = frozenset(
    "warning message letter appeal call plea statement promise pledge offer threat apology".split()
)
_ASK_FOR_THINGS: Final = frozenset("press question address request order promise urge".split())


def _conversation(cue: Token, free: Free) -> tuple[Token | None, list[Token]]:
    """The conversation in which it was said, and with whom: "in his conversation with Blinken, Wang said"."""
    for preposition in prepositions(cue):
        if preposition.lower_ not in ("in", "during", "at", "after", "following", "on", "over"):
            continue
        for noun in preposition.children:
            if noun.dep_ == "pobj" and noun.lemma_.lower() in speech_words("conversation") and free(noun):
                return noun, partners_of(noun)
    return None, []


def partners_of(noun: Token) -> list[Token]:
    """Those whom a noun or verb of conversation joins: "with X", "between X and Y", "X's call with Y"."""
    found: list[Token] = []
    for child in noun.children:
        joins = child.lower_ in _WITH or (child.lower_ == "to" and noun.lemma_.lower() in _SENT_TO)
        who = object_of(child) if child.dep_ == "prep" and joins else None
        if who is not None:
            found.extend(with_later_conjuncts(who))
            found.extend(a for a in who.children if a.dep_ == "appos")
    return found + [c for c in noun.children if c.dep_ == "poss" and c.pos_ != "PRON"]


def conversations(sentence: Span) -> Iterator[tuple[Token, list[Token]]]:
    """The conversations that a sentence tells of, with the tokens of those who take part."""
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.pos_ in ("NOUN", "PROPN") and lemma in speech_words("conversation"):
            if found := partners_of(token):
                yield token, found
        elif token.pos_ == "VERB" and lemma in _MEET:
            sides = [c for c in token.children if c.dep_ in ("nsubj", "dobj", "nsubjpass")]
            means = [o for c in token.children if c.dep_ == "prep" and (o := object_of(c)) is not None]
            withs = [c for holder in (token, *means) for c in holder.children if c.lower_ == "with"]
            sides += [w for c in withs if (w := object_of(c)) is not None]
            if sides:
                yield token, [x for s in sides for x in with_later_conjuncts(s)]
