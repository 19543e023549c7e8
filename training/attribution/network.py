"""The network: a MiniLM encoder, tags for each piece, and vectors by which pieces choose the cue that they belong to.

For each piece the network gives `tags` (begin, inside, outside of a cue, and the same of sources and contents, which
only help it learn) and `links`: a query as first and as last piece of a cue, and a key, for each of three relations
(a source starts here, ends here, content). The score of a relation between a cue and a piece is

    (query_first[first piece of the cue] + query_last[last piece]) . key[piece] + bias[piece] + near[distance]

which is linear on purpose: the package computes it with numpy for the few cues that a window has.
"""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

HIDDEN, HEADS, LAYERS, INNER = 384, 12, 6, 1536
RELATIONS = 3  # source start, source end, content
TAGS = 9  # (begin, inside, outside) x (cue, source, content)
NEAR = 33  # buckets of distance, see `bucket`


class Dropout(nn.Module):
    """The same numbers in all windows of a batch: drawing them is a tenth of the work otherwise."""

    def __init__(self, share: float):
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.share == 0:
            return x
        kept = (torch.rand(x.shape[1:]) >= self.share).to(x.dtype) / (1 - self.share)
        return x * kept


class Layer(nn.Module):
    def __init__(self, dropout: float):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        mixed = self.attend(x, mask)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))

    def attend(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        # not scaled_dot_product_attention: its backward on a CPU takes three times as long
        with torch.autocast("cpu", enabled=False):  # which would make the largest tensor of all twice as large
            scores = (q * (1 / math.sqrt(HIDDEN // HEADS))) @ k.transpose(-1, -2)
            if mask is not None and not mask.all():
                scores = scores + (1.0 - mask.to(q.dtype))[:, None, None, :] * -1e4
            return (torch.softmax(scores, dim=-1) @ v).transpose(1, 2).reshape(batch, length, HIDDEN)


class Network(nn.Module):
    def __init__(self, features: int, width: int = 96, dropout: float = 0.1):
        super().__init__()
        self.width = width
        self.words = nn.Embedding(30522, HIDDEN)
        self.words.weight.requires_grad_(False)  # 840 texts teach few words, and its steps cost as much as a layer's
        self.positions = nn.Embedding(512, HIDDEN)
        self.features = nn.Embedding(features, HIDDEN)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.mix = nn.Linear(HIDDEN, HIDDEN)
        self.tag = nn.Linear(HIDDEN, TAGS)
        self.link = nn.Linear(HIDDEN, RELATIONS * (3 * width + 1))
        self.near = nn.Parameter(torch.zeros(RELATIONS, NEAR))

    def load_encoder(self, path: Path) -> None:
        """Start from the weights of a BERT of this shape (safetensors with the names of `transformers`)."""
        w = load_file(path)
        mine: dict[str, Tensor] = {
            "words.weight": w["embeddings.word_embeddings.weight"],
            "positions.weight": w["embeddings.position_embeddings.weight"]
            + w["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": w["embeddings.LayerNorm.weight"], "norm.bias": w["embeddings.LayerNorm.bias"],
        }  # fmt: skip
        for i in range(LAYERS):
            theirs, here = f"encoder.layer.{i}.", f"layers.{i}."
            for kind in ("weight", "bias"):
                mine[f"{here}qkv.{kind}"] = torch.cat(
                    [w[f"{theirs}attention.self.{n}.{kind}"] for n in ("query", "key", "value")])  # fmt: skip
                for a, b in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                             ("up", "intermediate.dense"), ("down", "output.dense"),
                             ("norm2", "output.LayerNorm")):  # fmt: skip
                    mine[f"{here}{a}.{kind}"] = w[f"{theirs}{b}.{kind}"]
        missing, unexpected = self.load_state_dict(mine, strict=False)
        assert not unexpected and all(m.split(".")[0] in {"features", "mix", "tag", "link", "near"} for m in missing)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """`tags` [windows, pieces, TAGS], `links` [windows, pieces, RELATIONS * (3 * width + 1)]; mask 0 = no piece."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(positions) + self.features(features)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
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
