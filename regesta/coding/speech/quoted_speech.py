"""Quotations and their cues: what the parse did not join, the marks and the order of the sentences do."""

import re
from dataclasses import replace
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.coded import Attribution
from regesta.coding.parser import Parsed
from regesta.coding.speech.quotes import Quotation, Quoted
from regesta.coding.speech.voice import beside, noun_phrase, source_of, span_of_tokens
from regesta.knowledge.cues import cue_frames


def with_texts_set_out(parsed: Parsed, drafts: list[Attribution], quoted: Quoted) -> list[Attribution]:
    """Add statements that are set out below their cue without quotation marks, as ministries publish them.

    "The minister said:" at the end of a paragraph has the paragraphs below as its content, as far as the next such
    line, a line of another kind ("Notes to editors") or the end.
    """
    ends = [s for s in parsed.sentences if _COLON_AT_END.match(parsed.report.text, s.end_char - 1)]
    found = []
    for number, sentence in enumerate(ends):
        cue = _last_cue(sentence)
        below = _COLON_AT_END.match(parsed.report.text, sentence.end_char - 1)
        if sentence.start_char > _LATEST_START or len(parsed.report.text) > _LONGEST_REPORT:
            continue
        if cue is None or below is None or quoted.at(below.end()) is not None or quoted.at(cue.idx) is not None:
            continue
        limit = ends[number + 1].start_char if number + 1 < len(ends) else len(parsed.report.text)
        end = _end_of_text(parsed, below.end(), limit)
        source = source_of(cue, "par")
        if end - below.end() < _SHORTEST_TEXT or source is None:
            continue
        cue_span = (cue.idx, cue.idx + len(cue))
        drafts = [d for d in drafts if d.cue != cue_span]
        found.append(Attribution(span_of_tokens(parsed.doc, source), cue_span, ((below.end(), end),), SET_OUT, 0.8))
    return drafts + found


SET_OUT: Final = "rule:set out"
_COLON_AT_END: Final = re.compile(r":[ \t\u00a0]*\n\s*(?=\S)")
_LATEST_START: Final = 800  # code points: official statements come to their point; later ":" lines are of the press
_LONGEST_REPORT: Final = 6000
_SHORTEST_TEXT: Final = 60  # code points; less is a list or a name
_OTHER_MATTER: Final = re.compile(
    r"^(?:further information|notes? (?:to|for) editors|media (?:enquiries|contact)|background\b|follow us|ends?\b)",
    re.IGNORECASE | re.MULTILINE,
)


def _last_cue(sentence: Span) -> Token | None:
    """The cue of saying that ends a sentence, but for its adverbs: "…, the minister said today:"."""
    for token in reversed(sentence[max(0, len(sentence) - 6) :]):
        if token.pos_ == "VERB" and "par" in cue_frames(token.lemma_, "VERB"):
            return token
    return None


def _end_of_text(parsed: Parsed, start: int, limit: int) -> int:
    other = _OTHER_MATTER.search(parsed.report.text, start, limit)
    end = other.start() if other else limit
    while end > start and parsed.report.text[end - 1].isspace():
        end -= 1
    return end


def with_bare_quotations(parsed: Parsed, drafts: list[Attribution], quoted: Quoted) -> list[Attribution]:
    """Add attributions for quotations that stand beside a cue which the parse did not join to them."""
    taken = [span for d in drafts for span in d.content]
    for q in quoted.outer:
        if any(start < q.end and q.start < end for start, end in taken) or not _is_speech(parsed, q):
            continue
        cue = _cue_beside(parsed, q, quoted)
        if cue is None:
            continue
        source = _quoted_one(cue) or source_of(cue, "par") or beside(cue)
        drafts = [d for d in drafts if d.cue is None or not d.cue[0] <= cue.idx < d.cue[1]]
        drafts.append(Attribution(
            span_of_tokens(parsed.doc, source) if source else None, (cue.idx, cue.idx + len(cue)), ((q.start, q.end),),
            "rule:quotation", 0.7,
        ))  # fmt: skip
    return drafts


def _quoted_one(cue: Token) -> frozenset[int] | None:
    """Whose words somebody quotes: "The paper quotes *the minister*: …"."""
    who = next((c for c in cue.children if c.dep_ == "dobj"), None) if cue.lemma_ == "quote" else None
    return frozenset(noun_phrase(who)) if who is not None else None


def _is_speech(parsed: Parsed, q: Quotation) -> bool:
    """Whether a quotation is somebody's sentence, not a title or a word held with tongs."""
    return parsed.text(q.start, q.end).count(" ") >= 3


_FINITE: Final = ("VBD", "VBZ")
_REACH: Final = 8  # tokens between a quotation and its cue


def _cue_beside(parsed: Parsed, q: Quotation, quoted: Quoted) -> Token | None:
    """The cue of saying just after a quotation (", said the minister"), else just before it ("He said: …")."""
    doc, text = parsed.doc, parsed.report.text
    last = parsed.token_at(q.end - 1)
    if last is None:
        return None
    inner, following = text[q.start : q.end].rstrip("\"'”’»“"), text[q.end : q.end + 2].lstrip()
    ended = inner.endswith(".") and not inner.endswith("..") and not following[:1].islower()
    spoken = inner.endswith((",", "?", "!")) or following.startswith(",")  # whatever verb comes, it is one of saying
    for i in range(last.i + 1, last.i + 1 if ended else min(len(doc), last.i + 1 + _REACH)):
        token = doc[i]
        if "\n" in token.text or token.text in ".?!" or quoted.at(token.idx):
            break
        if token.pos_ == "VERB" and ("par" in cue_frames(token.lemma_, "VERB") or (spoken and token.tag_ in _FINITE)):
            return token
    first = parsed.token_at(q.start)
    for i in range(first.i - 1 if first else -1, max(-1, (first.i if first else 0) - 1 - _REACH), -1):
        token = doc[i]
        if token.text in (".", "?", "!") or quoted.at(token.idx):
            break
        if text.count("\n", token.idx, q.start) > 2:
            break
        if token.pos_ == "VERB" and token.dep_ != "amod" and _leads_to_words(token):
            return token
    return None


def with_continuations(parsed: Parsed, drafts: list[Attribution], quoted: Quoted) -> list[Attribution]:
    """Join a quotation that goes on, in a sentence without a cue of its own, to the attribution before it."""
    text = parsed.report.text
    result = sorted(drafts, key=lambda d: d.content[0][0])
    taken = sorted(span for d in drafts for span in d.content)
    for q in quoted.outer:
        if any(start < q.end and q.start < end for start, end in taken) or not _is_speech(parsed, q):
            continue
        before = [k for k, d in enumerate(result) if _last(d) <= q.start]
        if not before:
            continue
        k = max(before, key=lambda k: _last(result[k]))
        colon = text[_last(result[k]) : q.start].strip() == ":"
        if not _has_quotation(result[k], quoted) and not colon:
            continue
        start, end = _with_sentence(parsed, q)
        between = text[_last(result[k]) : start]
        if colon or (_last(result[k]) <= start and not _SENTENCES_BETWEEN.search(between)):
            piece = (q.start, q.end) if colon else (start, end)
            result[k] = replace(result[k], content=tuple(sorted((*result[k].content, piece))))
    return _with_beginnings(parsed, result, quoted)


def _leads_to_words(verb: Token) -> bool:
    """Whether a quotation after a verb is what it says."""
    return verb.lemma_ == "quote" or "that" in cue_frames(verb.lemma_, "VERB")


def _with_beginnings(parsed: Parsed, drafts: list[Attribution], quoted: Quoted) -> list[Attribution]:
    """Join paragraphs of a quotation that runs on to its end, where the cue stands: "“One.¶ “Two,” she said"."""
    result = list(drafts)
    for q, following in reversed(list(zip(quoted.outer, quoted.outer[1:], strict=False))):
        if not q.runs_on or any(a < q.end and q.start < b for d in result for a, b in d.content):
            continue
        for k, draft in enumerate(result):
            if any(a < following.end and following.start < b for a, b in draft.content):
                result[k] = replace(draft, content=((q.start, q.end), *draft.content))
                break
    return result


def _with_sentence(parsed: Parsed, q: Quotation) -> tuple[int, int]:
    """The quotation, with the rest of its sentence where it is a part of one: "They are “not ready” to talk"."""
    first, last = parsed.token_at(q.start), parsed.token_at(q.end - 1)
    if first is None or last is None:
        return q.start, q.end
    words = first.sent
    if any(cue_frames(t.lemma_, "VERB") for t in words if t.pos_ == "VERB" and not q.start <= t.idx < q.end):
        return q.start, q.end
    end = last.sent.end_char
    while parsed.text(end - 1, end).isspace():
        end -= 1
    return min(q.start, words.start_char), max(q.end, end)


_SENTENCES_BETWEEN: Final = re.compile(r"[.!?][\"”’»]*\s+\w.*\w|:\s*$|\w{3}.{120}", re.DOTALL)


def _last(draft: Attribution) -> int:
    """Where the words of an attribution end."""
    ends = [end for _, end in draft.content]
    return max([*ends, draft.cue[1] if draft.cue else 0, draft.source[1] if draft.source else 0])


def _has_quotation(draft: Attribution, quoted: Quoted) -> bool:
    return any(quoted.within(start, end) for start, end in draft.content)
