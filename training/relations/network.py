"""The network of the relation model: the encoder, and a small head that judges pairs of actors.

A sentence is read once, with a feature on the pieces of every actor in it; then each ordered pair of actors is
judged from the states at the first and last pieces of both and the mean of all pieces.
"""

import sys
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from encoder import MINILM, Encoder, Shape, shape_of
from prepare import TYPES

from regesta.coding.deeds.relation_pieces import FEATURES


class Network(nn.Module):
    """Sentences with their actors -> scores over TYPES for each pair asked about."""

    def __init__(self, dropout: float = 0.1, inner: int = 256, shape: Shape = MINILM):
        super().__init__()
        self.encoder = Encoder(features=FEATURES, dropout=dropout, shape=shape)
        self.dropout = nn.Dropout(0.2)
        self.pair = nn.Linear(5 * shape.hidden, inner)
        self.head = nn.Linear(inner, len(TYPES))

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor, row: Tensor, a: Tensor, b: Tensor) -> Tensor:
        """[pairs, 17]. ids, features and mask are [sentences, pieces]; mask is 1 where there is a piece.

        `row` [pairs] is a pair's sentence, `a` and `b` [pairs, 2] the first and last pieces of its actors.
        """
        x = self.encoder.encode(ids, features, mask)
        weight = mask.to(x.dtype)[..., None]
        mean = (x * weight).sum(1) / weight.sum(1)
        parts = [mean[row], x[row, a[:, 0]], x[row, a[:, 1]], x[row, b[:, 0]], x[row, b[:, 1]]]
        return self.head(self.dropout(F.gelu(self.pair(self.dropout(torch.cat(parts, dim=-1))))))


def loaded(path: Path) -> Network:
    """The trained network of that file, of the shape that it has, ready to be asked."""
    state = torch.load(path)
    network = Network(shape=shape_of(state["encoder.words.weight"]))
    network.load_state_dict(state)
    return network.eval()
