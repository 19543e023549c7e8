"""The learned answer to "what does this actor do to that one in this sentence": scores over the 16 types and 'none'.

The network reads the sentence with marks around both actors (training/relations). Its scores are probabilities that add
up to 1; a pair of which nothing is told has most of them on 'none'.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from regesta.coding.deeds.relation_pieces import RelationPieces, encode
from regesta.coding.models import Model, load

Pair = tuple[str, tuple[int, int], tuple[int, int]]
"""A sentence and the spans of its two actors, in code points of the sentence."""

NAME: Final = "relations"


@dataclass(frozen=True, slots=True)
class RelationModel:
    """The loaded network and the names of its classes."""

    model: Model
    labels: tuple[str, ...]

    def scores(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """float32, pairs x labels: probabilities, each row adding up to 1.

        The network reads one pair at a time: in eight bits a result would depend on the other pairs of its batch.
        """
        result = np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        for i, pair in enumerate(pairs):
            logits = self.model.run(_inputs(encode(self.model.tokenizer, *pair)))[0][0]
            chances = np.exp(logits - logits.max())
            result[i] = chances / chances.sum()
        return result


@lru_cache(maxsize=1)
def relation_model() -> RelationModel:
    """The model that ships with the package, loaded once a process; raises ModelError when it is not intact."""
    model = load(NAME)
    return RelationModel(model, tuple(model.settings["labels"]))


def _inputs(row: RelationPieces) -> dict[str, NDArray[np.generic]]:
    return {
        "ids": np.array([row.ids], dtype=np.int64),
        "features": np.array([row.features], dtype=np.int64),
        "mask": np.ones((1, len(row.ids)), dtype=np.float32),
        "a": np.array([row.a], dtype=np.int64),
        "b": np.array([row.b], dtype=np.int64),
    }
