"""The learned answer to "what does this actor do to that one in this sentence": scores over the 16 types and 'none'.

The network reads the sentence with marks around both actors (training/relations). Its scores are probabilities that add
up to 1; a pair of which nothing is told has most of them on 'none'.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from regesta.coding.models import Model, load
from regesta.coding.relation_pieces import RelationPieces, encode

Pair = tuple[str, tuple[int, int], tuple[int, int]]
"""A sentence and the spans of its two actors, in code points of the sentence."""

NAME: Final = "relations"
_PIECES_A_BATCH: Final = 4096


@dataclass(frozen=True, slots=True)
class RelationModel:
    """The loaded network and the names of its classes."""

    model: Model
    labels: tuple[str, ...]

    def scores(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """float32, pairs x labels: probabilities, each row adding up to 1."""
        coded = [encode(self.model.tokenizer, *pair) for pair in pairs]
        result = np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        for numbers in _batches(coded):
            logits = self.model.run(_inputs([coded[i] for i in numbers]))[0]
            shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
            result[numbers] = shifted / shifted.sum(axis=1, keepdims=True)
        return result


@lru_cache(maxsize=1)
def relation_model() -> RelationModel:
    """The model that ships with the package, loaded once a process; raises ModelError when it is not intact."""
    model = load(NAME)
    return RelationModel(model, tuple(model.settings["labels"]))


def _batches(coded: Sequence[RelationPieces]) -> Iterator[list[int]]:
    """Numbers of rows of like length, at most _PIECES_A_BATCH pieces together."""
    group: list[int] = []
    for i in sorted(range(len(coded)), key=lambda i: len(coded[i].ids)):
        if group and (len(group) + 1) * len(coded[i].ids) > _PIECES_A_BATCH:
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def _inputs(rows: Sequence[RelationPieces]) -> dict[str, NDArray[np.generic]]:
    width = max(len(r.ids) for r in rows)
    ids = np.zeros((len(rows), width), dtype=np.int64)
    features = np.zeros_like(ids)
    mask = np.zeros((len(rows), width), dtype=np.float32)
    for i, row in enumerate(rows):
        n = len(row.ids)
        ids[i, :n], features[i, :n], mask[i, :n] = row.ids, row.features, 1.0
    first, second = (np.array([getattr(r, side) for r in rows], dtype=np.int64) for side in ("a", "b"))
    return {"ids": ids, "features": features, "mask": mask, "a": first, "b": second}
