"""The network: an encoder, tags for each piece, and vectors by which pieces choose the cue that they belong to.

For each piece the network gives `tags` (begin, inside, outside of an outermost cue, the same of sources and contents,
which only help it learn, and of cues inside another's content) and `links`: a query as first and as last piece of a
cue, and a key, for each of the relations of `regesta/coding/tagger.py` (a source starts here, ends here, content, …).
The score of a relation between a cue and a piece is

    (query_first[first piece of the cue] + query_last[last piece]) . key[piece] + bias[piece] + near[distance]

which is linear on purpose: the package computes it with numpy for the few cues that a window has.
"""

import math
import sys
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from encoder import MINILM, Encoder, Shape, shape_of

from regesta.coding.speech.pieces import FEATURES
from regesta.coding.tagger import CONTENT, INNER_CONTENT, RELATIONS

KINDS = 4  # of tags: cue, source, content, cue inside another's content
TAGS = 3 * KINDS  # begin, inside, outside of each
NEAR = 33  # buckets of distance, see `bucket`


class Network(Encoder):
    """The encoder with a head of tags and a head of links."""

    def __init__(self, features: int, width: int = 96, dropout: float = 0.1, shape: Shape = MINILM):
        super().__init__(features, dropout, shape)
        self.width = width
        self.mix = nn.Linear(shape.hidden, shape.hidden)
        self.tag = nn.Linear(shape.hidden, TAGS)
        self.link = nn.Linear(shape.hidden, RELATIONS * (3 * width + 1))
        self.near = nn.Parameter(torch.zeros(RELATIONS, NEAR))

    def grow(self, state: dict[str, Tensor]) -> None:
        """Start from the weights of a network like this, or of one that knows no more than outermost statements.

        For the latter, what stands inside another's content starts as what does not; addressees and the like keep their
        random start.
        """
        mine = self.state_dict()
        for name, value in state.items():
            mine[name][tuple(slice(0, n) for n in value.shape)] = value
        if state["tag.bias"].shape != mine["tag.bias"].shape:
            for name, rows, first, last in (("tag", 3, 0, KINDS - 1),
                                            ("link", 3 * self.width + 1, CONTENT, INNER_CONTENT)):  # fmt: skip
                for kind in ("weight", "bias"):
                    values = mine[f"{name}.{kind}"]
                    values[last * rows : (last + 1) * rows] = values[first * rows : (first + 1) * rows].clone()
            mine["near"][INNER_CONTENT] = mine["near"][CONTENT]
        self.load_state_dict(mine)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """`tags` [windows, pieces, TAGS], `links` [windows, pieces, RELATIONS * (3 * width + 1)]; mask 0 = no piece."""
        x = self.encode(ids, features, mask)
        x = self.dropout(F.gelu(self.mix(x)) + x)
        return self.tag(x), self.link(x)

    def scores(self, links: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """[windows, cues, RELATIONS, pieces] for cues given by their first and last piece [windows, cues]."""
        batch, length, _ = links.shape
        links = links.float().view(batch, length, RELATIONS, 3 * self.width + 1)
        as_first, as_last, key, bias = links.split([self.width] * 3 + [1], dim=-1)
        rows = torch.arange(batch, device=links.device)[:, None]
        query = as_first[rows, first] + as_last[rows, last]
        score = torch.einsum("bkrd,btrd->bkrt", query, key) / math.sqrt(self.width)
        at = torch.arange(length, device=links.device)[None, None]
        distance = bucket(at - first[..., None], at - last[..., None])
        return score + bias[..., 0].transpose(1, 2)[:, None] + self.near[:, distance].permute(1, 2, 0, 3)


def loaded(path: Path) -> Network:
    """The trained network of that file, of the shape that it has, ready to be asked."""
    state = torch.load(path)
    network = Network(FEATURES, shape=shape_of(state["words.weight"]))
    network.load_state_dict(state)
    return network.eval()


def bucket(from_first: Tensor, from_last: Tensor) -> Tensor:
    """16 inside the cue; below for pieces before it, above for those after, finer when near."""
    far = torch.where(from_first < 0, -from_first, torch.where(from_last > 0, from_last, 0)).float()
    step = torch.where(far <= 6, far, torch.clamp(6 + torch.log2(far.clamp(min=6) / 6) * 2, max=16)).long()
    return torch.where(from_first < 0, 16 - step, 16 + step)
