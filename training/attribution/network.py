"""The network: a MiniLM encoder, tags for each piece, and vectors by which pieces choose the cue that they belong to.

For each piece the network gives `tags` (begin, inside, outside of a cue, and the same of sources and contents, which
only help it learn) and `links`: a query as first and as last piece of a cue, and a key, for each of three relations
(a source starts here, ends here, content). The score of a relation between a cue and a piece is

    (query_first[first piece of the cue] + query_last[last piece]) . key[piece] + bias[piece] + near[distance]

which is linear on purpose: the package computes it with numpy for the few cues that a window has.
"""

import math
import sys
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from minilm import HIDDEN, Encoder

RELATIONS = 3  # source start, source end, content
TAGS = 9  # (begin, inside, outside) x (cue, source, content)
NEAR = 33  # buckets of distance, see `bucket`


class Network(Encoder):
    """The encoder with a head of tags and a head of links."""

    def __init__(self, features: int, width: int = 96, dropout: float = 0.1):
        super().__init__(features, dropout)
        self.width = width
        self.mix = nn.Linear(HIDDEN, HIDDEN)
        self.tag = nn.Linear(HIDDEN, TAGS)
        self.link = nn.Linear(HIDDEN, RELATIONS * (3 * width + 1))
        self.near = nn.Parameter(torch.zeros(RELATIONS, NEAR))

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
        rows = torch.arange(batch)[:, None]
        query = as_first[rows, first] + as_last[rows, last]
        score = torch.einsum("bkrd,btrd->bkrt", query, key) / math.sqrt(self.width)
        distance = bucket(
            torch.arange(length)[None, None] - first[..., None], torch.arange(length)[None, None] - last[..., None]
        )
        return score + bias[..., 0].transpose(1, 2)[:, None] + self.near[:, distance].permute(1, 2, 0, 3)


def bucket(from_first: Tensor, from_last: Tensor) -> Tensor:
    """16 inside the cue; below for pieces before it, above for those after, finer when near."""
    far = torch.where(from_first < 0, -from_first, torch.where(from_last > 0, from_last, 0)).float()
    step = torch.where(far <= 6, far, torch.clamp(6 + torch.log2(far.clamp(min=6) / 6) * 2, max=16)).long()
    return torch.where(from_first < 0, 16 - step, 16 + step)
