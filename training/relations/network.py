"""The network of the relation model: the encoder, and three small heads.

A sentence is read once, with a feature on the pieces of every actor in it. Then

- each ordered pair of actors is judged from the states at the first and last pieces of both and the mean of all pieces;
- each piece is judged: whether its word tells an event, of which type, and whether that happened;
- each actor is judged beside each piece: whether it does, or suffers, what that word tells.
"""

import sys
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from encoder import MINILM, Encoder, Shape, shape_of
from prepare import STATUSES, TYPES

from regesta.coding.deeds.relation_pieces import FEATURES


class Network(nn.Module):
    """`states` reads sentences; `pairs`, `words` and `sides` judge what stands in them."""

    def __init__(self, dropout: float = 0.1, inner: int = 256, narrow: int = 192, shape: Shape = MINILM):
        super().__init__()
        self.encoder = Encoder(features=FEATURES, dropout=dropout, shape=shape)
        self.dropout = nn.Dropout(0.2)
        self.pair = nn.Linear(5 * shape.hidden, inner)
        self.head = nn.Linear(inner, len(TYPES))
        self.word = nn.Linear(shape.hidden, narrow)
        self.word_head = nn.Linear(narrow, len(TYPES) + len(STATUSES))
        self.deed = nn.Linear(shape.hidden, narrow)
        self.party = nn.Linear(2 * shape.hidden, narrow)
        self.part = nn.Linear(narrow, narrow)
        self.side_head = nn.Linear(narrow, 2)

    def states(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """[sentences, pieces, hidden]. All three are [sentences, pieces]; mask is 1 where there is a piece."""
        return self.encoder.encode(ids, features, mask)

    def pairs(self, x: Tensor, mask: Tensor, row: Tensor, a: Tensor, b: Tensor) -> Tensor:
        """[pairs, 17] over TYPES: what actor a does to actor b.

        `row` [pairs] is a pair's sentence, `a` and `b` [pairs, 2] the first and last pieces of its actors.
        """
        weight = mask.to(x.dtype)[..., None]
        mean = (x * weight).sum(1) / weight.sum(1)
        parts = [mean[row], x[row, a[:, 0]], x[row, a[:, 1]], x[row, b[:, 0]], x[row, b[:, 1]]]
        return self.head(self.dropout(F.gelu(self.pair(self.dropout(torch.cat(parts, dim=-1))))))

    def words(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """[…, 17] over TYPES, [..., 6] over STATUSES for states [..., hidden]: what event the word tells, and how."""
        both = self.word_head(self.dropout(F.gelu(self.word(self.dropout(x)))))
        return both[..., : len(TYPES)], both[..., len(TYPES) :]

    def sides(self, word: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """[…, 2], does it and suffers it, for the state of a word and those of an actor's first and last pieces.

        The states of words and of actors may be [n, hidden] each, or [pieces, 1, hidden] and [1, actors, hidden].
        """
        both = self.deed(self.dropout(word)) + self.party(self.dropout(torch.cat([first, last], dim=-1)))
        return self.side_head(self.dropout(F.gelu(self.part(self.dropout(F.gelu(both))))))


class OneSentence(nn.Module):
    """The network as it ships: one sentence, unpadded, any number of its pairs, and every word beside every actor."""

    def __init__(self, network: Network):
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, features: Tensor, a: Tensor, b: Tensor, actors: Tensor) -> tuple[Tensor, ...]:
        mask = torch.ones_like(ids, dtype=torch.float32)
        states = self.network.states(ids, features, mask)
        pairs = self.network.pairs(states, mask, torch.zeros_like(a[:, 0]), a, b)
        x = states[0]
        words, statuses = self.network.words(x)
        sides = self.network.sides(x[:, None], x[None, actors[:, 0]], x[None, actors[:, 1]])
        return pairs, words, statuses, sides


def loaded(path: Path) -> Network:
    """The trained network of that file, of the shape that it has, ready to be asked."""
    state = torch.load(path)
    network = Network(shape=shape_of(state["encoder.words.weight"]))
    network.load_state_dict(state)
    return network.eval()
