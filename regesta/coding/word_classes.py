"""Word classes at a sixth of the time: what the parser's attribute ruler says, remembered by kind of word.

The ruler reads 179 patterns at each word, to give it a part of speech, morphology and seldom a lemma. All but a few
patterns are of one word, by its tag, its place in the parse and, for some words, the word itself: what it said of one
such word holds for all. A text with a word that may begin a longer pattern ("let 's", "there are") goes to the ruler.
"""

from collections.abc import Mapping
from typing import Any, Final

from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

Kind = tuple[int, int, int, int]
"""Tag, place in the parse, the word in lower case where a pattern names it, else 0, and whether it is white space."""


class WordClasses:
    """Stands in the pipeline for its ruler, and gives the same."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self._ruler = ruler
        self._vocab = ruler.vocab
        self._firsts = Matcher(ruler.vocab)
        self._named: set[int] = {self._vocab.strings.add(word) for word in _BY_EXPRESSION}
        for row in ruler.patterns:
            for pattern in row["patterns"]:
                self._named.update(self._vocab.strings.add(w) for word in pattern for w in _words_of(word))
                if len(pattern) > 1:
                    self._firsts.add("first", [pattern[:1]])
        self._known: dict[Kind, dict[int, int] | None] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with the ruler's attributes set."""
        found = []
        for i, (tag, dep, lower, space) in enumerate(doc.to_array([TAG, DEP, LOWER, IS_SPACE]).tolist()):
            kind = (tag, dep, lower if lower in self._named else 0, space)
            if kind not in self._known:
                self._known[kind] = self._asked(doc, i)
            attributes = self._known[kind]
            if attributes is None:
                return self._ruler(doc)
            found.append(attributes)
        for token, attributes in zip(doc, found, strict=True):
            set_token_attrs(token, attributes)
        return doc

    def _asked(self, doc: Doc, i: int) -> dict[int, int] | None:
        """What the ruler says of a word by itself; None where it may begin a pattern of more than one."""
        token = doc[i]
        alone = Doc(self._vocab, words=[token.text], tags=[token.tag_], deps=[token.dep_], heads=[0])
        if self._firsts(alone, allow_missing=True):
            return None
        attributes: dict[int, int] = {}
        for number, *_ in self._ruler.match(alone):  # in order: a later pattern has the last word
            attributes.update(self._ruler.attrs[number])
        return attributes


_BY_EXPRESSION: Final = ("y", "y'")  # words that a longer pattern begins with, given there by a regular expression


def _words_of(word: Mapping[str, Any]) -> list[str]:
    """The words that a pattern names at one place."""
    lower = word.get("LOWER", [])
    if isinstance(lower, str):
        return [lower]
    return list(lower.get("IN", ())) if isinstance(lower, dict) else []
