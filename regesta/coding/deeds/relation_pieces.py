"""A sentence with two marked actors, as the pieces that the relation model reads."""

from dataclasses import dataclass
from typing import Any, Final

LONGEST: Final = 128  # pieces; a longer sentence is cut around the two actors

# Unused entries of the vocabulary, given a meaning in training: the marks around both actors.
_OPEN_A, _CLOSE_A, _OPEN_B, _CLOSE_B = 1, 2, 3, 4
_CLS, _SEP = 101, 102


@dataclass(frozen=True, slots=True)
class RelationPieces:
    """Piece numbers, features (0 none, 1 in the first actor, 2 in the second), and the pieces of the opening marks."""

    ids: tuple[int, ...]
    features: tuple[int, ...]
    a: int
    b: int


def encode(tokenizer: Any, text: str, a: tuple[int, int], b: tuple[int, int]) -> RelationPieces:
    """Pieces of the sentence with marks around the actors' spans (code points of `text`).

    Where the two overlap, only the pieces of the first carry its feature, and both have their marks.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids: list[int] = [_CLS]
    features: list[int] = [0]
    marks = [(_first(encoding.offsets, a), _last(encoding.offsets, a), _OPEN_A, _CLOSE_A),
             (_first(encoding.offsets, b), _last(encoding.offsets, b), _OPEN_B, _CLOSE_B)]  # fmt: skip
    for i, piece in enumerate(encoding.ids):
        for first, _, opening, _ in marks:
            if i == first:
                ids.append(opening)
                features.append(0)
        inside = next((k + 1 for k, (first, last, _, _) in enumerate(marks) if first <= i <= last), 0)
        ids.append(piece)
        features.append(inside)
        for _, last, _, closing in reversed(marks):
            if i == last:
                ids.append(closing)
                features.append(0)
    ids.append(_SEP)
    features.append(0)
    return _cut(ids, features)


def _first(offsets: list[tuple[int, int]], span: tuple[int, int]) -> int:
    """The first piece that shares a character with the span; the last piece when none does."""
    return next((i for i, (start, end) in enumerate(offsets) if end > span[0]), len(offsets) - 1)


def _last(offsets: list[tuple[int, int]], span: tuple[int, int]) -> int:
    found = [i for i, (start, _) in enumerate(offsets) if start < span[1]]
    return max(found[-1] if found else 0, _first(offsets, span))


def _cut(ids: list[int], features: list[int]) -> RelationPieces:
    """At most LONGEST pieces, the marks always among them where they fit."""
    a, b = ids.index(_OPEN_A), ids.index(_OPEN_B)
    if len(ids) > LONGEST:
        middle = (min(a, b) + max(ids.index(_CLOSE_A), ids.index(_CLOSE_B))) // 2
        start = max(1, min(middle - (LONGEST - 2) // 2, len(ids) - LONGEST + 1))
        start = min(start, a, b)
        kept = slice(start, start + LONGEST - 2)
        ids, features = [_CLS, *ids[kept], _SEP], [0, *features[kept], 0]
        a, b = (min(ids.index(mark) if mark in ids else LONGEST - 2, LONGEST - 2) for mark in (_OPEN_A, _OPEN_B))
    return RelationPieces(tuple(ids), tuple(features), a, b)
