"""By what channel something is said: in a letter, at a news conference, on Twitter, by a statement that speaks.

    In an interview with the paper, Berg said …          an interview with the paper
    Berg issued a statement saying …                     a statement
    A ministry statement said …                          A ministry statement

The parse is asked first; where it hung the words elsewhere, those beside the cue are read in their order.
"""

import re
from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from regesta.coding.parser import Parsed
from regesta.coding.speech.phrases import Chars, Free, by_whom, head_of, is_people, object_of, prepositions, span_of
from regesta.knowledge.cues import cue_frames
from regesta.knowledge.speech_words import speech_words

_PREPOSITIONS: Final = frozenset("in on at during via through by over with".split())
_ON: Final = frozenset("on via through over".split())
_QUANTITIES: Final = frozenset("series pair string number flurry couple set part excerpt copy text version".split())
_MODIFIES: Final = frozenset("compound poss nmod amod".split())


def channel_of(parsed: Parsed, cue: Token, source: Chars | None, free: Free) -> tuple[Chars, Token] | None:
    """The words of the channel and their head; None where the text tells none."""
    noun = _by_preposition(cue, free) or _issued(cue, free)
    if noun is not None:
        return span_of(parsed, noun), noun
    beside = _beside(cue, free) or _in_front(cue, free)
    if beside is not None:
        return (beside[0].idx, beside[-1].idx + len(beside[-1])), beside[-1]
    head = head_of(parsed, source) if source else None
    if source and head is not None and speaks_for_its_maker(head):
        return source, head  # "a ministry statement said": the ministry speaks, by a statement
    if cue.lemma_.lower() in ("tweet", "retweet"):
        return (cue.idx, cue.idx + len(cue)), cue
    return None


def is_medium(token: Token) -> bool:
    """Whether a word is a medium of news: "the newspaper", "Reuters"."""
    return (
        token.lower_ in speech_words("platform")
        or token.lemma_.lower() in speech_words("medium")
        or (token.lower_ in speech_words("press") and token.pos_ == "PROPN")
    )


# By a preposition: "said in a statement", "Speaking at a forum, she said"


def _by_preposition(cue: Token, free: Free) -> Token | None:
    for preposition in prepositions(cue):
        if preposition.lower_ not in _PREPOSITIONS or not free(preposition):
            continue
        for noun in preposition.children:
            if noun.dep_ == "pobj" and noun.i != cue.i and free(noun):
                found = _means(preposition, noun, cue)
                if found is not None:
                    return found
    return None


def _means(preposition: Token, noun: Token, cue: Token) -> Token | None:
    """The noun of a channel under a preposition, if it is one there: "on Twitter", "in a series of tweets"."""
    how, lemma = preposition.lower_, noun.lemma_.lower()
    if lemma in _QUANTITIES:
        part = object_of(next((c for c in noun.children if c.lower_ == "of"), None))
        return noun if part is not None and part.lemma_.lower() in speech_words("channel") else None
    if how == "over":
        return noun if lemma in ("phone", "telephone", "radio") else None
    if how == "with":
        return noun if lemma in _ANSWERS and not any(noun.rights) else None
    if lemma in speech_words("channel"):
        return noun
    if how in _ON and _is_platform(noun):
        return noun
    if how == "in" and is_medium(noun) and noun.pos_ == "PROPN" and {cue.lemma_, preposition.head.lemma_} & _WRITING:
        return noun
    return None


_ANSWERS: Final = frozenset("statement tweet letter message post video email".split())  # "responded *with a tweet*"
_WRITING: Final = frozenset("write publish argue".split())


def _is_platform(noun: Token) -> bool:
    """Whether a noun, or a name before it, is a platform: "on Twitter", "on NBC's Today", "on Twitter Friday"."""
    platforms = speech_words("platform")
    if noun.lower_ in platforms:
        return True
    before = any(c.lower_ in platforms and c.dep_ in _MODIFIES for c in noun.lefts)
    return before and not is_people(noun)


# By a noun that is issued or held: "issued a statement saying", "giving a news conference, she said"

_ISSUES: Final = frozenset(
    "issue release publish post write send give deliver hold address circulate record make sign file air broadcast "
    "put use read begin open conclude end pen tweet share upload dispatch distribute draft".split()
)


def _issued(cue: Token, free: Free) -> Token | None:
    for noun in _objects_near(cue):
        if noun.lemma_.lower() in speech_words("channel") and noun.lemma_.lower() not in _NO_WORK and free(noun):
            return noun
    return None


_NO_WORK: Final = frozenset("remark comment call appearance disclosure conversation television radio".split())


def _objects_near(cue: Token) -> Iterator[Token]:
    """Nouns that the cue hangs on, and objects of verbs of issuing around it."""
    if cue.dep_ in ("acl", "relcl") and cue.tag_ == "VBG" and cue.head.dep_ in ("dobj", "pobj"):
        yield cue.head
    verb = cue
    for _ in range(3):
        if verb.dep_ not in ("advcl", "conj", "xcomp", "acl", "pcomp", "prep", "dobj", "pobj") or verb.head.i == verb.i:
            break
        after = verb.tag_ == "VBG" or verb.pos_ == "ADP" or verb.head.lemma_ == "use"  # "used a speech to warn"
        verb = verb.head
        if verb.lemma_ in _ISSUES and after:
            yield from (c for c in verb.children if c.dep_ == "dobj")
    if cue.lemma_ in _ISSUES:  # a cue of several words: "issued a statement saying"
        yield from (c for c in cue.children if c.dep_ == "dobj" and _goes_on_saying(c))
    participles = [c for c in cue.children if c.dep_ == "advcl"]
    participles += [c for s in cue.children if s.dep_ == "nsubj" for c in s.children if c.dep_ == "acl"]
    for other in participles:
        if other.lemma_ in _ISSUES and other.tag_ == "VBG":
            yield from (c for c in other.children if c.dep_ == "dobj")


def _goes_on_saying(noun: Token) -> bool:
    return any(t.tag_ == "VBG" and t.dep_ == "acl" and "that" in cue_frames(t.lemma_, "VERB") for t in noun.subtree)


# By the order of the words, where the parse hung them elsewhere

_REACH: Final = 12  # tokens from the cue to the noun of a channel
_IN_A_NAME: Final = frozenset(("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON", "PUNCT", "SYM"))
_BEFORE_A_CHANNEL: Final = frozenset(("in", "on", "at", "during", "via"))


def _beside(cue: Token, free: Free) -> list[Token] | None:
    """Words after the cue, before the content goes on: "said Monday *in a pair of tweets*"."""
    doc = cue.doc
    for i in range(cue.i + 1, min(cue.i + _REACH, cue.sent.end)):
        token = doc[i]
        if free(token) and (token.pos_ in ("VERB", "AUX", "CCONJ") or token.text in ';:()“"'):
            return None
        if token.lower_ in _BEFORE_A_CHANNEL and free(token):
            found = _named_after(token, free)
            if found is not None:
                return found
    return None


def _in_front(cue: Token, free: Free) -> list[Token] | None:
    """Words at the start of the cue's sentence: "*In a later interview last week*, she said"."""
    first = next((t for t in cue.sent if not (t.is_punct or t.is_space) and t.pos_ not in ("CCONJ", "ADV")), None)
    if first is None or first.i >= cue.i or first.lower_ not in _BEFORE_A_CHANNEL or not free(first):
        return None
    comma = next((t for t in cue.doc[first.i : cue.i] if t.text == "," and not _in_a_date(t)), None)
    if comma is not None and any(t.pos_ in ("VERB", "AUX") and t.tag_ != "VBN" for t in cue.doc[comma.i : cue.i]):
        return None  # another verb stands between
    return _named_after(first, free)


def _in_a_date(comma: Token) -> bool:
    return comma.i + 1 < len(comma.doc) and bool(comma.nbor().like_num and comma.nbor(-1).like_num)


def _named_after(preposition: Token, free: Free) -> list[Token] | None:
    """The phrase after a preposition up to its last noun of a channel; None where there is none."""
    doc, end = preposition.doc, None
    i = preposition.i + 1
    while i < min(preposition.i + 9, preposition.sent.end):
        token = doc[i]
        if not free(token) or token.pos_ not in _IN_A_NAME or (token.text in ",;:()" and not _in_a_date(token)):
            break
        named = token.lemma_.lower() in speech_words("channel") and token.pos_ in ("NOUN", "PROPN")
        if named or (preposition.lower_ in _ON and token.lower_ in speech_words("platform") and token.pos_ == "PROPN"):
            end = i
        i += 1
    if end is None or (end + 1 < i and doc[end + 1].pos_ == "NOUN" and doc[end + 1].ent_type_ not in ("DATE", "TIME")):
        return None  # "on a message board": the channel's noun only modifies another
    words = list(doc[preposition.i + 1 : end + 1])
    return words if words[0].text not in "“\"'" else words[1:] or None


# A document that speaks


def speaks_for_its_maker(document: Token) -> bool:
    """Whether a document tells in its own phrase whose it is: "a ministry statement", "a report by the council"."""
    known = document.lemma_.lower() in speech_words("document")
    return known and any(_owns(c) for c in document.children)


def _owns(word: Token) -> bool:
    """Whether a word under "statement" says whose it is."""
    if word.dep_ in ("compound", "nmod", "amod"):
        named = word.dep_ != "amod" and (word.pos_ == "PROPN" or is_people(word))
        return named or word.ent_type_ in ("ORG", "NORP", "GPE", "PERSON")
    if word.dep_ in ("acl", "relcl") and word.lemma_ in _MADE:
        return by_whom(word) is not None
    if word.lower_ in ("by", "from", "of"):
        maker = object_of(word)
        return maker is not None and (maker.pos_ in ("PROPN", "PRON") or word.lower_ != "of" or is_people(maker))
    return bool(word.dep_ == "poss")


_MADE: Final = frozenset(
    "issue release publish sign write circulate draft prepare compile post commission file".split()
)

DAY_AT_END: Final = re.compile(
    r",? (?:on )?(?:(?:last|this|late|early) )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|year|today|"
    r"yesterday)(?: (?:morning|afternoon|evening|night))?$"
)
