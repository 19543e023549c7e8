"""A report's text as the word pieces that a model reads, in windows of whole paragraphs.

    text -> Pieces (ids, features, and the characters behind each piece) -> windows (slices of the pieces)

Every paragraph is led by a break piece, so that a window shows where paragraphs end; a break has no characters.
The pieces are lower-cased; what that loses, and whether a piece stands inside quotation marks, is its feature.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

CLS: Final = 101
SEP: Final = 102
BREAK: Final = 2  # [unused1] of the vocabulary: a paragraph begins
QUOTED: Final = 4
FEATURES: Final = 9  # quoted (0, QUOTED) + case (0 no letter, 1 lower, 2 first letter upper, 3 all upper); 8 = a break

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The pieces of one text, in text order: `ids` and `features` for the model, characters `starts[i]:ends[i]`."""

    ids: Ints
    features: Ints
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.ids)


_MARK = re.compile(r"[“”\"«»„]")
_OPENING: Final = "“«„"
_CLOSING: Final = "”»"


def quoted(text: str, start: int, end: int) -> list[int]:
    """Positions between which a paragraph is inside and outside of quotation marks, in turn: in, out, in, out …

    A straight mark opens when none is open. A mark that is never closed ends with its paragraph. A German „ is closed
    by “, which opens otherwise.
    """
    changes: list[int] = []
    german = False
    for found in _MARK.finditer(text, start, end):
        mark, inside = found.group(), len(changes) % 2 == 1
        if inside and (mark in _CLOSING or mark == '"' or (mark == "“" and german)):
            changes.append(found.start())
        elif not inside and (mark in _OPENING or mark == '"'):
            changes.append(found.end())
            german = mark == "„"
    return changes


def is_quoted(feature: int) -> bool:
    """Whether a piece with that feature stands inside quotation marks."""
    return QUOTED <= feature < FEATURES - 1


def pieces_of(text: str, paragraphs: Iterable[tuple[int, int]], tokenizer: Tokenizer) -> Pieces:
    """The pieces of those paragraphs (spans of characters, in text order)."""
    ids: list[int] = []
    features: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    bounds = list(paragraphs)
    encodings = tokenizer.encode_batch([text[a:b] for a, b in bounds], add_special_tokens=False)
    for (start, end), encoding in zip(bounds, encodings, strict=True):
        changes = quoted(text, start, end)
        ids.append(BREAK)
        features.append(FEATURES - 1)
        starts.append(start)
        ends.append(start)
        ids.extend(encoding.ids)
        for a, b in encoding.offsets:
            piece = text[start + a : start + b]
            case = (
                0
                if not piece[:1].isalpha()
                else 1
                if piece[0].islower()
                else 3
                if len(piece) > 1 and piece.isupper()
                else 2
            )
            features.append(case + QUOTED * (bisect_right(changes, start + a) % 2))
            starts.append(start + a)
            ends.append(start + b)
    return Pieces(*(np.asarray(x, dtype=np.int64) for x in (ids, features, starts, ends)))


def windows(pieces: Pieces, longest: int) -> list[tuple[int, int]]:
    """Slices of at most `longest` pieces: as many whole paragraphs as fit, a longer one cut at a sentence end."""
    breaks = [int(i) for i in np.flatnonzero(pieces.ids == BREAK)]
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(pieces):
        end = min(at + longest, len(pieces))
        if end < len(pieces):
            i = bisect_right(breaks, end) - 1
            end = breaks[i] if breaks[i] > at else _sentence_end(pieces, at, end)
        found.append((at, end))
        at = end
    return found


_FULL_STOPS: Final = (1012, 1029, 999)  # . ? !


def _sentence_end(pieces: Pieces, start: int, end: int) -> int:
    """Just before the last sentence that begins in the second half of the slice, or its end."""
    for i in range(end - 1, start + (end - start) // 2, -1):
        if pieces.ids[i - 1] in _FULL_STOPS and pieces.features[i] % 4 >= 2:
            return i
    return end
