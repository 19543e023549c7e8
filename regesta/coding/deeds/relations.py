"""The learned answer to "what do the actors of this sentence do to each other", and which words tell it.

The network reads a sentence once, with all its actors marked (training/relations). It judges any of their ordered
pairs, and each word: the event that it tells, and which actors do and suffer that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from regesta.coding.deeds.relation_pieces import Span, encode
from regesta.coding.models import Model, load
from regesta.schema import Status

NAME: Final = "relations"
NONE: Final = "none"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of a sentence, as probabilities.

    `pairs` [pairs, labels] and `words` [words, labels] add up to 1 a row, as do `statuses` [words, statuses], said
    where the word tells an event; `sides` [words, actors, 2] say whether the actor does, and whether it suffers,
    what the word tells. Of what lies beyond what is read of a long sentence 'none' is sure, and nobody takes part.
    """

    pairs: Floats
    words: Floats
    statuses: Floats
    sides: Floats


class Relations(Protocol):
    """What the coder asks of a relation model."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The types and 'none', in the order of the scores."""
        ...

    @property
    def statuses(self) -> tuple[Status, ...]:
        """What an event may be, in the order of the scores."""
        ...

    def read(
        self, text: str, actors: Sequence[Span], pairs: Sequence[tuple[int, int]], words: Sequence[int] = ()
    ) -> Reading:
        """What it says of a sentence: `actors` are spans in its code points, `pairs` indices of them or NOBODY, `words`
        the first code point of each."""
        ...


@dataclass(frozen=True)
class RelationModel:
    """The loaded network and the names of its classes; see `Relations`."""

    model: Model
    labels: tuple[str, ...]
    statuses: tuple[Status, ...]

    def read(
        self, text: str, actors: Sequence[Span], pairs: Sequence[tuple[int, int]], words: Sequence[int] = ()
    ) -> Reading:
        """See `Relations.read`."""
        pieces = encode(self.model.tokenizer, text, actors)
        known = [i for i, (a, b) in enumerate(pairs) if pieces.place(a) and pieces.place(b)]
        ends = [_numbers([pieces.place(pairs[i][side]) for i in known]) for side in (0, 1)]
        seen = [i for i, place in enumerate(pieces.places) if place]
        inputs: dict[str, NDArray[Any]] = {
            "ids": np.array([pieces.ids], dtype=np.int64), "features": np.array([pieces.features], dtype=np.int64),
            "a": ends[0], "b": ends[1], "actors": _numbers([pieces.places[i] for i in seen]),
        }  # fmt: skip
        by_pair, by_word, by_status, by_side = self.model.run(inputs)
        at = [pieces.piece_at(start) for start in words]
        reading = _blank(len(pairs), len(words), len(actors), self.labels, self.statuses)
        reading.pairs[known] = shares(by_pair)
        if read := [i for i, k in enumerate(at) if k is not None]:
            found = [k for k in at if k is not None]
            reading.words[read] = shares(by_word[found])
            reading.statuses[read] = shares(by_status[found])
            reading.sides[np.ix_(read, seen)] = 1 / (1 + np.exp(-by_side[found]))
        return reading


def _blank(pairs: int, words: int, actors: int, labels: Sequence[str], statuses: Sequence[str]) -> Reading:
    """The reading of what was cut off."""
    reading = Reading(
        pairs=np.zeros((pairs, len(labels)), dtype=np.float32),
        words=np.zeros((words, len(labels)), dtype=np.float32),
        statuses=np.full((words, len(statuses)), 1 / len(statuses), dtype=np.float32),
        sides=np.zeros((words, actors, 2), dtype=np.float32),
    )
    reading.pairs[:, labels.index(NONE)] = reading.words[:, labels.index(NONE)] = 1
    return reading


def _numbers(places: Sequence[tuple[int, int] | None]) -> NDArray[np.int64]:
    return np.array(places, dtype=np.int64).reshape(-1, 2)


def shares(logits: Floats) -> Floats:
    """Softmax over the last axis."""
    chances: Floats = np.exp(logits - logits.max(axis=-1, keepdims=True))
    total: Floats = chances.sum(axis=-1, keepdims=True)
    return chances / total


@lru_cache(maxsize=1)
def relation_model() -> RelationModel:
    """The model that ships with the package, loaded once a process; raises ModelError when it is not intact."""
    model = load(NAME)
    return RelationModel(model, tuple(model.settings["labels"]), tuple(model.settings["statuses"]))
