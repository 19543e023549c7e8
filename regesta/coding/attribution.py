"""Who is said to have said or thought what: attributions found by rules.

A cue (a verb, noun or adjective of the lexicon in `knowledge/cues.py`) is looked up in the parse together with the
frame in which it stands; the frame says which words are the content, the parse says whose they are. Quotation marks
correct the parse: a content that touches a quotation takes the whole of it, and a quotation without a clause around
it looks for its cue beside the marks. The conventions are PolNeAR's (Newell, Margolin and Ruths, LREC 2018): the
source is the noun phrase with its apposition, `None` in an agentless passive; the content keeps its "that".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc, Span, Token

from regesta.coding.coded import Attribution
from regesta.coding.parser import Parsed
from regesta.coding.speech.complements import complements, is_infinitive
from regesta.coding.speech.phrases import is_people, is_somebody
from regesta.coding.speech.quoted_speech import with_bare_quotations, with_continuations, with_texts_set_out
from regesta.coding.speech.quotes import Quoted, find_quotations
from regesta.coding.speech.relays import to_of
from regesta.coding.speech.voice import SAID_IN, is_tail, only_names_a_source, source_of, span_of_tokens, subtree
from regesta.knowledge.cues import act_of, cue_frames
from regesta.knowledge.speech_words import speech_words

MIN_RATE: Final = 0.30  # of a word's frame, see data/README.md; best F1 on PolNeAR train, flat from 0.25 to 0.35
SURER_RATE: Final = 0.40  # below it, right in 0.50 of uses by people and 0.40 of those by things (PolNeAR train)
OWNED_RATE: Final = 0.66  # of a noun with its owner: "Moscow's argument that …"
NESTED_RATE: Final = 0.50  # a cue inside another's content must be a sure one


@dataclass(frozen=True, slots=True)
class _Found:
    """A cue with the tokens of its content; all numbers are of tokens in the Doc."""

    cue: Token
    frame: str
    content: frozenset[int]
    rate: float
    source: frozenset[int] | None = None
    preposition: Token | None = None


def find_attributions(parsed: Parsed, contents: Sequence[tuple[int, int]] = ()) -> list[Attribution]:
    """The attributions of a report by rules, in the order of their contents.

    One inside another's content is given too where its cue is a sure one ("Putin said that Zelensky had promised …").
    `contents` are spans known to be contents from elsewhere: speech in speech is looked for in them too.
    """
    quoted = Quoted(find_quotations(parsed.report.text))
    found = [f for sentence in parsed.sentences for f in _in_sentence(sentence, quoted)]
    drafts = [_draft(parsed, f, quoted) for f in _without_rivals(found, parsed.doc)]
    drafts = [d for d in drafts if d.content]
    drafts.extend(_headline(parsed))
    drafts = with_texts_set_out(parsed, drafts, quoted)
    drafts = with_bare_quotations(parsed, drafts, quoted)
    drafts = with_continuations(parsed, drafts, quoted)
    told = {d.cue: d for d in _told_of(parsed, drafts, contents, quoted)}
    drafts = [d for d in drafts if d.cue not in told] + list(told.values())
    return sorted(_outermost_or_sure(parsed, drafts), key=lambda a: (a.content[0][0], a.content[-1][1]))


# Candidates: a cue word in one of its frames


def _in_sentence(sentence: Span, quoted: Quoted) -> Iterator[_Found]:
    for token in sentence:
        if token.lower_ == "according":
            if not quoted.at(token.idx):
                yield from _according(token)
        elif token.pos_ in _CUE_POS and not quoted.at(token.idx):
            yield from _frames(token, quoted)


_CUE_POS: Final = frozenset(("VERB", "NOUN", "ADJ"))


def _frames(word: Token, quoted: Quoted) -> Iterator[_Found]:
    """The best frame of a word that the lexicon takes for a cue, if any."""
    known = cue_frames(word.lemma_, word.pos_)
    if not known or (word.lemma_ in ("cite", "quote") and only_names_a_source(word)):
        return
    best: _Found | None = None
    for frame, heads, preposition in complements(word):
        entry = known.get(frame)
        if frame == "obj" and word.lemma_ == "call" and not any(c.dep_ in ("oprd", "prep") for c in word.children):
            continue
        if entry is None or entry.rate < MIN_RATE:
            continue
        if best is None or _RANK.get(frame.split(":")[0], 5) < _RANK.get(best.frame.split(":")[0], 5):
            tokens = frozenset(i for h in heads for i in subtree(h)) - {word.i} - _asides(heads, quoted)
            if frame == "inf":
                tokens -= _finite_conjuncts(heads)
            if frame in ("par", "as"):
                tokens -= frozenset(subtree(word))
            best = _Found(word, frame, tokens, entry.rate, preposition=preposition)
    if best is None and "par" in known:
        best = _parenthesis(word, known["par"].rate) or _misread(word, known["par"].rate)
    if best is None:
        return
    source = source_of(word, best.frame)
    if not _likely(word, best, source):
        return
    if best.frame == "that" and any(c.dep_ == "poss" for c in word.children):
        best = replace(best, rate=max(best.rate, OWNED_RATE))
    if source is not None:
        source = source - best.content if source - best.content else source
        best = replace(best, source=source, content=best.content - source)
    yield best


def _parenthesis(word: Token, rate: float) -> _Found | None:
    """A cue between commas that the parse joined to nothing: "The deal, Berg said on television, was dead"."""
    sentence, doc = word.sent, word.doc
    subject = max((c for c in word.lefts if c.dep_ == "nsubj"), key=lambda c: c.i, default=None)
    if subject is None or subject.left_edge.i - 1 <= sentence.start or doc[subject.left_edge.i - 1].text != ",":
        return None
    closing = next((i for i in range(word.i + 1, min(word.i + 9, sentence.end)) if doc[i].text == ","), None)
    if closing is None:
        return None
    follows = doc[closing + 1] if closing + 1 < sentence.end else None
    if sentence[0].pos_ in ("ADP", "SCONJ") or (follows is not None and follows.pos_ not in ("VERB", "AUX", "PUNCT")):
        return None
    content = [*range(sentence.start, subject.left_edge.i - 1), *range(closing + 1, sentence.end)]
    return _Found(word, "par", frozenset(content), rate)


def _misread(word: Token, rate: float) -> _Found | None:
    """A cue that the parse took for a participle of its subject: "The envoy, Maria Lind, *tweeted* she was ready"."""
    noun, main = word.head, word.head.head
    if word.dep_ != "acl" or word.tag_ not in ("VBD", "VBN") or noun.dep_ != "nsubj" or main.i < word.i:
        return None
    if not any(c.dep_ == "nsubj" and word.i < c.i < main.i for c in main.lefts):
        return None
    content = frozenset(subtree(main)) - frozenset(subtree(noun))
    return _Found(word, "par", content, rate)


def _finite_conjuncts(heads: list[Token]) -> set[int]:
    """Verbs that the parse joins to an infinitive but that stand beside its cue: "vowed to talk *and threatened* …"."""
    loose: set[int] = set()
    for head in heads:
        if head.tag_ == "VB":
            for child in head.children:
                if child.dep_ == "conj" and child.tag_ in ("VBD", "VBZ"):
                    loose.update(subtree(child))
                    loose.update(c.i for c in head.children if c.dep_ == "cc" and c.i < child.i)
    return loose


def _likely(word: Token, found: _Found, source: frozenset[int] | None) -> bool:
    """Whether a cue with that source attributes: "it was announced", "fears that …"; not "to announce" by nobody.

    Things and reports do by unsure words what people say by them ("the talks offered a chance"): they need a surer one.
    """
    kind = found.frame.removeprefix("pass+").split(":")[0]
    if source is None:
        passive = found.frame.startswith("pass") and (kind != "prep" or found.rate >= SURER_RATE)
        return passive if word.pos_ == "VERB" else found.frame == "that"
    return found.rate >= SURER_RATE or kind not in ("obj", "inf", "prep") or _is_somebody(word.doc, source)


def _is_somebody(doc: Doc, tokens: frozenset[int]) -> bool:
    """Whether a phrase names people or a body of people."""
    return any(
        doc[i].ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or doc[i].pos_ == "PRON" or is_people(doc[i])
        for i in tokens
    )


_RANK: Final = {"that": 0, "pass+that": 0, "par": 1, "inf": 2, "pass+inf": 2, "obj": 3, "oprd": 4, "as": 6}


def _asides(heads: list[Token], quoted: Quoted) -> frozenset[int]:
    """Tokens of the content by the parse that tell of the statement itself: "according to X", "in an interview"."""
    aside: set[int] = set()
    for token in (t for h in heads for t in h.subtree):
        if token.pos_ not in ("ADP", "VERB", "SCONJ") or quoted.at(token.idx):
            continue
        how = token.lower_ in ("in", "during", "at", "on", "via") and _tells_how(token)
        if how or token.lower_ == "according" or is_tail(token) or _while_another_says(token):
            aside.update(subtree(token))
    return frozenset(aside)


def _while_another_says(verb: Token) -> bool:
    """Whether a verb of the content is the cue of the next speaker: "… *, while* the chancellor urged …"."""
    if verb.dep_ != "advcl" or not cue_frames(verb.lemma_, "VERB"):
        return False
    mark = next((c for c in verb.lefts if c.dep_ == "mark" and c.lower_ in ("while", "whereas")), None)
    return mark is not None and mark.i > 0 and verb.doc[mark.i - 1].text == ","


def _tells_how(preposition: Token) -> bool:
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if noun is None or noun.lemma_.lower() not in SAID_IN:
        return False
    return any(c.lower_ in ("a", "an", "twitter") for c in noun.lefts) or noun.lower_ == "twitter"


def _according(token: Token) -> Iterator[_Found]:
    """Content and source around "according to", wherever in the sentence it stands."""
    to = to_of(token)
    who = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if to is None or who is None:
        return
    source = frozenset(subtree(who))
    anchor = token.head if token.head.i != token.i else token
    last = max(source) >= token.sent.end - 2  # at the end of a sentence it is about the whole of it
    while anchor.head.i != anchor.i and (last or anchor.pos_ not in ("VERB", "AUX") or anchor.dep_ == "conj"):
        anchor = anchor.head
    content = frozenset(subtree(anchor)) - frozenset(subtree(token)) - source - {token.i, to.i}
    yield _Found(token, "according", content, 0.85, source, to)


_HEADLINE: Final = re.compile(r"^((?:[A-Z][\w.’'-]+[ ,]*){1,6}): +(\S.*\S)$", re.DOTALL)


def _headline(parsed: Parsed) -> Iterator[Attribution]:
    """A headline whose colon stands for "says": "Lind: Border Will Stay Closed"."""
    if parsed.headline is None:
        return
    start = parsed.headline.start_char
    found = _HEADLINE.match(parsed.text(start, parsed.headline.end_char))
    if found and any(
        e.label_ in ("PERSON", "ORG") for e in parsed.headline.ents if e.start_char < start + found.end(1)
    ):
        a, b = (start + found.start(1), start + found.end(1)), (start + found.start(2), start + found.end(2))
        yield Attribution(a, (a[1], a[1] + 1), (b,), "rule:headline", 0.6)


# Rivals: one word of the text is the cue of one attribution


def _without_rivals(found: list[_Found], doc: Doc) -> list[_Found]:
    """Drop cues that are only part of another cue's words: "declined to *comment on* the plan"."""
    kept = []
    by_cue = {f.cue.i: f for f in found}
    for f in found:
        head = by_cue.get(f.cue.head.i)
        if head is not None and f.cue.dep_ == "xcomp" and f.cue.i in head.content and f.rate <= head.rate:
            continue
        kept.append(f)
    return kept


# From tokens to spans


def _draft(parsed: Parsed, found: _Found, quoted: Quoted) -> Attribution:
    doc = parsed.doc
    source = span_of_tokens(doc, found.source) if found.source else None
    cue = _cue_span(doc, found)
    pieces = [_trimmed(parsed, start, end) for start, end in _runs(doc, found.content, {found.cue.i})]
    pieces = _whole_quotations([p for p in pieces if p[0] < p[1]], quoted, cue, source)
    return Attribution(source, cue, tuple(pieces), f"rule:{found.frame}", found.rate)


def _runs(doc: Doc, tokens: frozenset[int], cut: set[int]) -> Iterator[tuple[int, int]]:
    """The tokens as spans of characters; a gap of punctuation alone does not cut."""
    numbers = sorted(tokens)
    start = previous = None
    for i in numbers:
        if start is None or previous is None:
            start = previous = i
            continue
        if all(doc[k].is_punct or doc[k].is_space for k in range(previous + 1, i)):
            previous = i
            continue
        yield doc[start].idx, doc[previous].idx + len(doc[previous])
        start = previous = i
    if start is not None and previous is not None:
        yield doc[start].idx, doc[previous].idx + len(doc[previous])


_EDGE: Final = re.compile(r"^[\s,;:.\-–—)\]]+")
_TAIL: Final = re.compile(r"(?:[\s,;:\-–—(\[]|\s(?:and|or|but)\b)+$")


def _trimmed(parsed: Parsed, start: int, end: int) -> tuple[int, int]:
    words = parsed.text(start, end)
    if not any(c.isalnum() for c in words):
        return start, start
    head, tail = _EDGE.match(words), _TAIL.search(words)
    return start + (head.end() if head else 0), end - (len(words) - tail.start() if tail else 0)


def _whole_quotations(
    pieces: list[tuple[int, int]], quoted: Quoted, cue: tuple[int, int], source: tuple[int, int] | None
) -> list[tuple[int, int]]:
    """Let each piece take the whole of the quotations that it touches, unless the cue or source is in them."""
    grown = []
    for start, end in pieces:
        for q in quoted.within(start, end):
            if not any(part and part[0] < q.end and q.start < part[1] for part in (cue, source)):
                start, end = min(start, q.start), max(end, q.end)
        grown.append((start, end))
    grown.sort()
    merged: list[tuple[int, int]] = []
    for start, end in grown:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cue_span(doc: Doc, found: _Found) -> tuple[int, int]:
    """The cue with its auxiliaries and adverbs, and the preposition that goes with it."""
    blocked = found.content | (found.source or frozenset())
    first = last = found.cue.i
    while first - 1 not in blocked and first > 0 and doc[first - 1].head.i in range(first, last + 1):
        if doc[first - 1].dep_ not in ("aux", "auxpass", "neg", "advmod"):
            break
        first -= 1
    while last + 1 < len(doc) and last + 1 not in blocked and doc[last + 1].head.i in range(first, last + 1):
        if doc[last + 1].dep_ not in ("prt", "advmod", "neg") and doc[last + 1] != found.preposition:
            break
        last += 1
    return doc[first].idx, doc[last].idx + len(doc[last])


# One inside another


def _told_of(
    parsed: Parsed, drafts: list[Attribution], contents: Sequence[tuple[int, int]], quoted: Quoted
) -> Iterator[Attribution]:
    """What a speaker tells of others' words and thoughts: "“My neighbours *say that* it burns,” said Lind".

    Pronouns are left out: in a quotation they are too often the speaker's own way of talking ("I hope").
    """
    spans = [*contents, *((start, end) for d in drafts for start, end in d.content)]
    for sentence in parsed.sentences:
        around = [(a, b) for a, b in spans if a < sentence.end_char and sentence.start_char < b]
        for word in sentence if around else ():
            if word.pos_ not in ("VERB", "NOUN") or not any(a <= word.idx < b for a, b in around):
                continue
            for found in _of_others(word, quoted):
                draft = _draft(parsed, found, quoted)
                if (
                    found.frame == "par"
                ):  # beside the inner words may stand the outer cue: "…, Berg said, Tass reported"
                    pieces = [p for p in draft.content if any(a <= p[0] and p[1] <= b for a, b in around)]
                    draft = replace(draft, content=tuple(pieces))
                if sum(parsed.text(*p).count(" ") + 1 for p in draft.content) < 2:
                    continue  # "the limits that Iceland announced"
                whole = [p for p in (*draft.content, draft.cue, draft.source) if p]
                first, last = min(a for a, _ in whole), max(b for _, b in whole)
                if draft.content and any(a <= first and last <= b for a, b in around):
                    yield replace(draft, coder=TOLD_OF + found.frame)


def _of_others(word: Token, quoted: Quoted) -> Iterator[_Found]:
    """A cue whose source is somebody else than the one who talks, or a thing that shows something."""
    if word.tag_ == "VB":
        return
    found = next(_frames(word, quoted), None) or _thinking(word)
    if found is None or found.source is None or found.rate < _TOLD_OF_RATES.get(_kind(found.frame, word), 2):
        return
    if found.frame == "par" and not _ends_its_clause(word):
        return
    source = [word.doc[i] for i in found.source]
    head = next((t for t in source if t.head.i not in found.source), source[0])
    if word.pos_ == "NOUN" and head.dep_ == "poss" and head.pos_ == "PRON":
        return
    shows = head.lemma_.lower() in speech_words("evidence") and act_of(word.lemma_, word.pos_, found.frame) == "show"
    if head.pos_ != "PRON" and (is_somebody(head) or shows):
        yield found


def _ends_its_clause(word: Token) -> bool:
    """Whether no words of its own follow a verb that stands beside its content: "…, Berg said" and ", said Berg"."""
    subject_after = any(c.dep_ == "nsubj" for c in word.rights)
    return subject_after or word.i + 1 >= len(word.doc) or word.nbor().is_punct


def _thinking(word: Token) -> _Found | None:
    """Verbs that are too often no attribution elsewhere, with a clause and a subject: "think", "yell"."""
    if word.lemma_.lower() not in _THINKING or word.pos_ != "VERB":
        return None
    subject = next((c for c in word.lefts if c.dep_ == "nsubj"), None)
    clause = next((c for c in word.rights if c.dep_ == "ccomp" and not is_infinitive(c)), None)
    if subject is None or clause is None:
        return None
    source, content = frozenset(subtree(subject)), frozenset(subtree(clause))
    return _Found(word, "that", content - source, OWNED_RATE, source)


_THINKING: Final = frozenset("think believe yell shout scream".split())
TOLD_OF: Final = "rule:told of "
_TOLD_OF_RATES: Final = {"that": 0.5, "par": 0.6, "inf": 0.6, "obj": 0.6, "prep": 0.6, "noun": 0.5}


def _kind(frame: str, word: Token) -> str:
    return "noun" if word.pos_ == "NOUN" else frame.removeprefix("pass+").split(":")[0]


def _outermost_or_sure(parsed: Parsed, drafts: list[Attribution]) -> list[Attribution]:
    """Drop an attribution whose cue lies in the content of another, unless its cue is a sure one."""
    spans = [(start, end, d) for d in drafts for start, end in d.content]
    kept = []
    for d in drafts:
        assert d.cue is not None
        inside = any(start <= d.cue[0] < end and other is not d for start, end, other in spans)
        if not inside or d.coder.startswith(TOLD_OF) or _sure(parsed, d):
            kept.append(d)
    return kept


def _sure(parsed: Parsed, draft: Attribution) -> bool:
    """Whether somebody, not some thing, says it by a sure word."""
    if draft.confidence < NESTED_RATE or draft.source is None:
        return False
    source = parsed.span(*draft.source)
    return _is_somebody(parsed.doc, frozenset(range(source.start, source.end)))
