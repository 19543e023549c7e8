"""Whose words they are: from a cue to the tokens of its source, by the parse."""

from collections.abc import Iterable, Iterator
from typing import Final

from spacy.tokens import Doc, Token

from regesta.knowledge.cues import cue_frames
from regesta.knowledge.speech_words import speech_words

MAX_STEPS: Final = 6  # up a chain of conjuncts, participles and infinitives

# Verbs whose object is the one spoken to; those of judging ("accused Moscow of …") are not among them.
TELL: Final = frozenset(
    "tell inform notify assure reassure remind warn urge ask advise brief caution press order instruct beg implore "
    "invite encourage request exhort beseech lobby pressure lecture persuade convince promise thank congratulate "
    "admonish alert counsel address question petition".split()
)


def source_of(cue: Token, frame: str) -> frozenset[int] | None:
    """The tokens of the source of a cue, None when the text names none (an agentless passive, an order)."""
    if cue.pos_ == "NOUN":
        who = _owner(cue)
    elif cue.pos_ == "ADJ":
        who = _subject(cue.head) if cue.dep_ in ("acomp", "oprd", "conj") else cue.head if cue.dep_ == "amod" else None
    elif frame == "as" and cue.tag_ == "VBN" and not any(c.dep_ == "nsubj" for c in cue.children):
        who = _agent(cue)  # "as reported by the ministry"
    elif frame.startswith("pass"):  # whatever the participle hangs on is whom it is done to
        who = _agent(cue)
    else:
        who = _subject(cue) or _inverted(cue, frame)
    if who is None or (cue.lemma_.lower() in ("fear", "hope", "doubt") and cue.pos_ == "NOUN" and who.dep_ == "nsubj"):
        return None  # "the visit raised fears": nobody in particular has them
    phrase = frozenset(_with_name_after(noun_phrase(who), cue.doc))
    if cue.pos_ == "VERB" and cue.i in phrase:  # of "a statement saying …" only "a statement" is the source
        phrase -= frozenset(subtree(cue))
    return phrase or None


def beside(cue: Token) -> frozenset[int] | None:
    """The noun phrase that touches the cue, where the parse knows no subject: ", said Maria Lind, half joking"."""
    doc = cue.doc
    before = cue.i - 1 - (cue.i > 1 and doc[cue.i - 1].text == ",")
    for number in (before, cue.i + 1):
        if not 0 <= number < len(doc):
            continue
        token = doc[number]
        for _ in range(MAX_STEPS):
            if token.dep_ not in _MODIFIES or token.head.i == cue.i:
                break
            token = token.head
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.i != cue.i:
            phrase = frozenset(i for i in noun_phrase(token) if (i < cue.i) == (token.i < cue.i))
            return phrase - {cue.i}
    return None


_MODIFIES: Final = frozenset("det compound amod poss nummod nmod quantmod appos".split())


def subtree(token: Token) -> Iterator[int]:
    """Numbers of the tokens under one, itself included."""
    return (t.i for t in token.subtree)


# Nouns that speak for a body: what they say, it says.
SPOKEN_FOR: Final = frozenset(
    "spokesman spokeswoman spokesperson official source statement report representative office aide readout letter "
    "announcement communique document summary release poll survey officer member account website page newspaper "
    "diplomat analyst lawyer attorney ally expert agency".split()
)

# Under a noun these begin a remark of the reporter's, not a part of the name.
_LOOSE: Final = frozenset(("relcl", "advcl", "parataxis", "ccomp", "dep"))


def noun_phrase(head: Token) -> list[int]:
    """The noun with what belongs to its name: title, apposition, "of …", conjuncts; no loose clauses."""
    tokens = [head.i]
    for child in head.children:
        before = child.dep_ in ("prep", "npadvmod") and child.i < head.i  # "On Sunday, the rebels": a slip of the parse
        remark = child.i > head.i + 8 or child.lemma_ in ("quote", "cite") or any(c.dep_ == "mark" for c in child.lefts)
        clause = child.dep_ == "acl" and remark
        if child.dep_ in _LOOSE or before or clause or _tells_in_what(child):
            continue
        if child.dep_ in ("appos", "conj"):
            tokens.extend(noun_phrase(child))
        else:
            tokens.extend(subtree(child))
    if head.dep_ == "nsubj" and head.left_edge.i > 0:  # "the news agency Tass" as two subjects
        twin = head.doc[head.left_edge.i - 1]
        if twin.dep_ == "nsubj" and twin.head.i == head.head.i:
            tokens.extend(subtree(twin))
    return sorted(tokens)


def _tells_in_what(preposition: Token) -> bool:
    """Whether words that the parse hung on a speaker are of the cue: "said the ministry *in a statement*"."""
    if preposition.dep_ != "prep" or preposition.lower_ not in ("in", "at", "on", "during", "via"):
        return False
    if preposition.head.lemma_.lower() in SAID_IN:  # "a message on Twitter"
        return False
    return any(c.dep_ == "pobj" and c.lemma_.lower() in SAID_IN for c in preposition.children)


SAID_IN: Final = frozenset(
    "interview statement tweet conversation conference briefing message post twitter facebook email letter "
    "speech".split()
)


def _with_name_after(tokens: list[int], doc: Doc) -> list[int]:
    """The phrase with a person's name set off by commas after it, which the parse often hangs elsewhere."""
    last = max(tokens)
    if last + 2 < len(doc) and doc[last + 1].text == "," and doc[last + 2].ent_type_ == "PERSON":
        name = next((e for e in doc[last + 2 : last + 8].ents if e.start == last + 2), None)
        if name is not None and name.end < len(doc) and doc[name.end].text in (",", "."):
            return [*tokens, *range(last + 1, name.end)]
    return tokens


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, its own or inherited from the verb, noun or participle that it hangs on."""
    for _ in range(MAX_STEPS):
        own = [c for c in verb.children if c.dep_ in ("nsubj", "csubj", "nsubjpass") and c.ent_type_ not in _NOBODY]
        if own:  # of two, the one next to the verb: "The deal, Berg said, was dead"
            return _named_last(min(own, key=lambda c: abs(c.i - verb.i)))
        dep, head = verb.dep_, _reporting_verb(verb)
        if head.i == verb.i:
            return None
        if dep == "xcomp":
            thing = next((c for c in head.children if c.dep_ in ("dobj", "dative") and c.i < verb.i), None)
            if thing is not None:
                return thing
        if dep == "pcomp" and head.lower_ == "as":  # "quoted him as saying"
            thing = next((c for c in head.head.children if c.dep_ == "dobj"), None)
            if thing is not None:
                return thing
        if dep in ("acl", "relcl"):
            return head
        if dep in _INHERITS and head.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "ADJ"):
            verb = head
            continue
        return None
    return None


def _reporting_verb(verb: Token) -> Token:
    """The verb whose subject a verb takes over: its head, but not one that stands inside the words reported.

    "The ministry denied that talks were held, *saying* …" and "agreed to talk and *offered* …" go on with the ministry.
    """
    head = verb.head
    if verb.dep_ == "conj" and verb.tag_ in ("VBD", "VBZ") and head.tag_ == "VB" and head.dep_ in ("xcomp", "ccomp"):
        return head.head
    while is_tail(verb) and head.dep_ in ("ccomp", "conj", "xcomp") and head.head.pos_ == "VERB":
        head = head.head
    return head


def is_tail(verb: Token) -> bool:
    """Whether a verb is the participle of a reporting verb after a comma: ", adding that …"."""
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or verb.i == 0 or verb.doc[verb.i - 1].text != ",":
        return False
    return "par" in cue_frames(verb.lemma_, "VERB")


def _named_last(subject: Token) -> Token:
    """Of two persons side by side the one next to the verb: "after the row with the minister, Lind, Berg said"."""
    if subject.ent_type_ == "PERSON":
        last = next((c for c in subject.rights if c.dep_ == "appos" and c.ent_type_ == "PERSON"), None)
        return subject if last is None else last
    return subject


_NOBODY: Final = frozenset(("DATE", "TIME", "MONEY"))  # "as early as Monday announce": a slip of the parse
_INHERITS: Final = frozenset("conj xcomp advcl pcomp prep ccomp dep parataxis acomp".split())
_VERBS: Final = frozenset(("VERB", "AUX"))


def _inverted(verb: Token, frame: str) -> Token | None:
    """The subject after the verb that the parser took for an object: "…, added the foreign minister"."""
    if frame not in ("par", "that", "quotation"):
        return None
    return next((c for c in verb.rights if c.dep_ in ("dobj", "attr", "npadvmod", "oprd") and c.i - verb.i <= 6), None)


def _agent(verb: Token) -> Token | None:
    by = next((c for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None


_LIGHT: Final = frozenset(
    "make issue have express give repeat voice release publish reject raise deliver offer share hold face reiterate "
    "face draw defend file send post provide use withdraw announce advance push adopt convey transfer transmit".split()
)


def _owner(noun: Token) -> Token | None:
    """Whose a noun is: "Moscow's argument", "a call by Paris", "Paris issued a warning"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
            who = next((c for c in child.children if c.dep_ == "pobj"), None)
            if who is not None:
                return who
    for child in noun.lefts:
        if child.dep_ in ("amod", "compound", "nmod") and child.ent_type_ in ("NORP", "GPE", "ORG", "PERSON"):
            return child
    if noun.dep_ in ("dobj", "pobj", "attr", "acomp"):
        verb = noun.head if noun.dep_ != "pobj" else noun.head.head
        if verb.pos_ in _VERBS and (noun.dep_ != "dobj" or verb.lemma_ in _LIGHT):
            return _subject(verb)
    return None


def span_of_tokens(doc: Doc, tokens: Iterable[int]) -> tuple[int, int]:
    """From the first to the last of the tokens, without punctuation or white space at the ends."""
    numbers = sorted(tokens)
    while len(numbers) > 1 and (doc[numbers[-1]].is_punct or doc[numbers[-1]].is_space):
        numbers.pop()
    while len(numbers) > 1 and (doc[numbers[0]].is_punct or doc[numbers[0]].is_space):
        numbers.pop(0)
    last = doc[numbers[-1]]
    return doc[numbers[0]].idx, last.idx + len(last)


def only_names_a_source(word: Token) -> bool:
    """Whether "cite" or "quote" only names whose words they are: "reported, citing …", "quoted him as saying"."""
    named = next((c for c in word.children if c.dep_ in ("dobj", "nsubjpass")), None)
    if named is None:
        return False
    if any(c.lower_ == "as" and any(p.dep_ == "pcomp" for p in c.children) for c in word.children):
        return True
    cited = named.ent_type_ in ("PERSON", "ORG", "NORP", "GPE") or named.lemma_.lower() in SPOKEN_FOR
    cited = cited or named.lemma_.lower() in speech_words("people")
    colon = word.lemma_ == "quote" and any(t.text == ":" for t in word.sent[word.i - word.sent.start :])
    return cited and (word.dep_ == "advcl" or colon)
