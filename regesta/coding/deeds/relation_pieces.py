"""A sentence and the actors in it, as the pieces that the relation model reads."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

LONGEST: Final = 192  # pieces, about 140 words; of a longer sentence what begins shortly before its first actor
_BEFORE: Final = 40  # pieces kept before the first actor then

FIRST, INSIDE = 1, 2  # features: the first piece of an actor, a further one; 0 is no actor
FEATURES: Final = 3
_CLS, _SEP = 101, 102
NOBODY: Final = -1  # in a pair: the side that a sentence does not tell

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RelationPieces:
    """Piece numbers, their features, of each actor its first and last piece, None where it was cut off, and where the
    pieces between the first and the last one, which are no words, stand in the sentence."""

    ids: tuple[int, ...]
    features: tuple[int, ...]
    places: tuple[tuple[int, int] | None, ...]
    spans: tuple[Span, ...]

    def place(self, actor: int) -> tuple[int, int] | None:
        """Of an actor by its index; NOBODY stands at the first piece, which is no word."""
        return (0, 0) if actor == NOBODY else self.places[actor]

    def piece_at(self, start: int) -> int | None:
        """The piece that holds a character, so the first one of a word that begins there; None where it was cut off."""
        i = bisect_right(self.spans, start, key=lambda span: span[1])
        return i + 1 if i < len(self.spans) and self.spans[i][0] <= start else None


def encode(tokenizer: Any, text: str, actors: Sequence[Span]) -> RelationPieces:
    """Pieces of the sentence with the actors' spans (code points of `text`) marked by features."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = encoding.offsets
    starts, ends = [start for start, _ in offsets], [end for _, end in offsets]
    spans = [_pieces(starts, ends, span) for span in actors]
    start = 0
    if len(encoding.ids) > LONGEST - 2:
        first = min((a for a, _ in spans), default=0)
        start = max(0, min(first - _BEFORE, len(encoding.ids) - (LONGEST - 2)))
    end = min(len(encoding.ids), start + LONGEST - 2)
    features = [0] * (end - start + 2)
    places: list[tuple[int, int] | None] = []
    for a, b in spans:
        inside = start <= a and b < end
        places.append((a - start + 1, b - start + 1) if inside else None)
    for place in sorted((p for p in places if p), key=lambda p: p[0] - p[1]):  # the longest first
        features[place[0] : place[1] + 1] = [FIRST, *[INSIDE] * (place[1] - place[0])]
    return RelationPieces(
        (_CLS, *encoding.ids[start:end], _SEP), tuple(features), tuple(places), tuple(encoding.offsets[start:end])
    )


def _pieces(starts: Sequence[int], ends: Sequence[int], span: Span) -> tuple[int, int]:
    """The first and the last piece that share a character with the span; the last piece of all when none does."""
    first, last = bisect_right(ends, span[0]), bisect_left(starts, span[1]) - 1
    return (first, last) if first <= last else (max(0, len(starts) - 1),) * 2
