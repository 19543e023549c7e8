"""The learned answer to "what do the actors of this sentence do to each other": scores over the 16 types and 'none'.

The network reads a sentence once, with all its actors marked, and judges any of their ordered pairs
(training/relations). Its scores are probabilities that add up to 1; a pair of which nothing is told has most of them
on 'none'.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from regesta.coding.deeds.relation_pieces import Span, encode
from regesta.coding.models import Model, load

NAME: Final = "relations"
NONE: Final = "none"


class Relations(Protocol):
    """What the coder asks of a relation model."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The types and 'none', in the order of the scores."""
        ...

    def scores(self, text: str, actors: Sequence[Span], pairs: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        """float32, pairs x labels, for pairs of indices into `actors` (spans in code points of the sentence) or NOBODY.

        Each row adds up to 1. Of a pair beyond what the network reads of a long sentence 'none' is sure.
        """
        ...


@dataclass(frozen=True)
class RelationModel:
    """The loaded network and the names of its classes; see `Relations`."""

    model: Model
    labels: tuple[str, ...]

    def scores(self, text: str, actors: Sequence[Span], pairs: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        """See `Relations.scores`."""
        result = np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        result[:, self.labels.index(NONE)] = 1
        pieces = encode(self.model.tokenizer, text, actors)
        known = [i for i, (a, b) in enumerate(pairs) if pieces.place(a) and pieces.place(b)]
        if not known:
            return result
        ends = [np.array([pieces.place(pairs[i][side]) for i in known], dtype=np.int64) for side in (0, 1)]
        ids, features = (np.array([x], dtype=np.int64) for x in (pieces.ids, pieces.features))
        logits = self.model.run({"ids": ids, "features": features, "a": ends[0], "b": ends[1]})[0]
        chances = np.exp(logits - logits.max(axis=1, keepdims=True))
        result[known] = chances / chances.sum(axis=1, keepdims=True)
        return result


@lru_cache(maxsize=1)
def relation_model() -> RelationModel:
    """The model that ships with the package, loaded once a process; raises ModelError when it is not intact."""
    model = load(NAME)
    return RelationModel(model, tuple(model.settings["labels"]))
