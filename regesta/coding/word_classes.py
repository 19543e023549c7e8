"""Word classes at a sixth of the time: what the parser's attribute ruler says, remembered by kind of word.

The ruler reads 179 patterns at each word, to give it a part of speech, morphology and seldom a lemma. All but a few
patterns are of one word, by its tag, its place in the parse and, for some words, the word itself: what it said of one
such word holds for all. Where a word may begin a longer pattern ("let 's", "there are") the ruler reads these words.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Span
from spacy.tokens._retokenize import set_token_attrs

Attributes = dict[int, int]
Kind = tuple[int, int, int, int]
"""Tag, place in the parse, the word in lower case where a pattern names it, else 0, and whether it is white space."""


class WordClasses:
    """Stands in the pipeline for its ruler, and gives the same."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self._ruler = ruler
        self._vocab = ruler.vocab
        self._firsts = Matcher(ruler.vocab)
        self._longest = 1
        self._named: set[int] = {self._vocab.strings.add(word) for word in _BY_EXPRESSION}
        for row in ruler.patterns:
            for pattern in row["patterns"]:
                self._named.update(self._vocab.strings.add(w) for word in pattern for w in _words_of(word))
                if len(pattern) > 1:
                    self._firsts.add("first", [pattern[:1]])
                self._longest = max(self._longest, len(pattern))
        self._known: dict[Kind, Attributes | None] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with the ruler's attributes set."""
        found = [self._of(doc, i, kind) for i, kind in enumerate(self._kinds(doc))]
        for token, attributes in zip(doc, found, strict=True):
            if attributes is not None:
                set_token_attrs(token, attributes)
        for start, end in self._unclear(found):
            self._ask(doc[start:end])
        return doc

    def _kinds(self, doc: Doc) -> Iterator[Kind]:
        for tag, dep, lower, space in doc.to_array([TAG, DEP, LOWER, IS_SPACE]).tolist():
            yield tag, dep, lower if lower in self._named else 0, space

    def _of(self, doc: Doc, i: int, kind: Kind) -> Attributes | None:
        """What the ruler says of a word of that kind by itself; None where it may begin a pattern of more than one."""
        if kind not in self._known:
            token = doc[i]
            alone = Doc(self._vocab, words=[token.text], tags=[token.tag_], deps=[token.dep_], heads=[0])
            self._known[kind] = None if self._firsts(alone, allow_missing=True) else self._said(alone)
        return self._known[kind]

    def _said(self, alone: Doc) -> Attributes:
        """In order: a later pattern has the last word."""
        attributes: Attributes = {}
        for number, *_ in self._ruler.match(alone):
            attributes.update(self._ruler.attrs[number])
        return attributes

    def _unclear(self, found: Sequence[Attributes | None]) -> Iterator[tuple[int, int]]:
        """Slices of the words that can be in a longer pattern together."""
        firsts = [i for i, attributes in enumerate(found) if attributes is None]
        while firsts:
            start = end = firsts[0]
            while firsts and firsts[0] <= end:
                end = firsts.pop(0) + self._longest - 1
            yield start, min(end + 1, len(found))

    def _ask(self, words: Span) -> None:
        """Let the ruler itself set the attributes of these words."""
        for number, _, start, end in self._ruler.match(words):
            set_token_attrs(words[start:end][self._ruler.indices[number]], self._ruler.attrs[number])


_BY_EXPRESSION: Final = ("y", "y'")  # words that a longer pattern begins with, given there by a regular expression


def _words_of(word: Mapping[str, Any]) -> list[str]:
    """The words that a pattern names at one place."""
    lower = word.get("LOWER", [])
    if isinstance(lower, str):
        return [lower]
    return list(lower.get("IN", ())) if isinstance(lower, dict) else []
