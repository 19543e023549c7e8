"""Encoders of the BERT family in plain torch, shared by the training scripts: pieces in, one vector a piece out.

The small one is what ships; the large one only teaches it. Both read the pieces of the small one's tokenizer.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

PIECES, LONGEST = 30522, 512  # of the vocabulary; of a text
PAD, CLS, SEP = 0, 101, 102


@dataclass(frozen=True)
class Shape:
    """The sizes of an encoder, and how its makers named the parts of a layer."""

    hidden: int
    heads: int
    layers: int
    inner: int
    eps: float
    names: dict[str, str]  # ours: theirs
    buckets: int = 0  # of the distance between two pieces, which then has a bias of its own; 0 = positions tell it


MINILM = Shape(384, 12, 6, 1536, 1e-12, {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
    "down": "output.dense", "norm2": "output.LayerNorm"})  # fmt: skip
MPNET = Shape(768, 12, 12, 3072, 1e-5, {
    "query": "attention.attn.q", "key": "attention.attn.k", "value": "attention.attn.v",
    "out": "attention.attn.o", "norm1": "attention.LayerNorm", "up": "intermediate.dense",
    "down": "output.dense", "norm2": "output.LayerNorm"}, buckets=32)  # fmt: skip
_BY_WIDTH = {shape.hidden: shape for shape in (MINILM, MPNET)}


def shape_of(words: Tensor) -> Shape:
    """The shape of the encoder that has these vectors of words."""
    return _BY_WIDTH[words.shape[1]]


def shape_in(path: Path) -> Shape:
    """The shape of the encoder whose weights are in that file (safetensors with the names of `transformers`)."""
    return shape_of(load_file(path)["embeddings.word_embeddings.weight"])


def tokenizer_of(base: Path) -> Tokenizer:
    """The tokenizer of the encoder, without the padding and truncation that its makers set."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class Dropout(nn.Module):
    """The same numbers in all windows of a batch: drawing them is a tenth of the work otherwise."""

    def __init__(self, share: float):
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.share == 0:
            return x
        kept = (torch.rand(x.shape[1:], device=x.device) >= self.share).to(x.dtype) / (1 - self.share)
        return x * kept


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, shape: Shape, dropout: float):
        super().__init__()
        self.heads = shape.heads
        self.scale = (shape.hidden // shape.heads) ** -0.5
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.norm1 = nn.LayerNorm(shape.hidden, eps=shape.eps)
        self.up = nn.Linear(shape.hidden, shape.inner)
        self.down = nn.Linear(shape.inner, shape.hidden)
        self.norm2 = nn.LayerNorm(shape.hidden, eps=shape.eps)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        mixed = self.attend(x, bias)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))

    def attend(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """`bias` is added to the scores, [rows or 1, heads or 1, pieces or 1, pieces]."""
        batch, length, hidden = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        if x.is_cuda:
            shared = None if bias is None else bias.to(q.dtype)
            return F.scaled_dot_product_attention(q, k, v, shared).transpose(1, 2).reshape(batch, length, hidden)
        # on a CPU its backward takes three times as long
        with torch.autocast("cpu", enabled=False):  # which would make the largest tensor of all twice as large
            scores = (q * self.scale) @ k.transpose(-1, -2)
            if bias is not None:
                scores = scores + bias.to(scores.dtype)
            return (torch.softmax(scores, dim=-1) @ v).transpose(1, 2).reshape(batch, length, hidden)


class Encoder(nn.Module):
    """Word, position and feature embeddings, then the layers; `features` are small integers a piece, 0 for none."""

    def __init__(self, features: int, dropout: float = 0.1, shape: Shape = MINILM):
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(PIECES, shape.hidden)
        self.words.weight.requires_grad_(
            False
        )  # little data teaches few words, and its steps cost as much as a layer's
        self.positions = nn.Embedding(LONGEST, shape.hidden)
        self.features = nn.Embedding(features, shape.hidden)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(shape.hidden, eps=shape.eps)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        if shape.buckets:
            self.distances = nn.Embedding(shape.buckets, shape.heads)

    def load(self, path: Path) -> None:
        """Start from the weights of an encoder of this shape (safetensors with the names of `transformers`)."""
        w = load_file(path)
        words, positions = w["embeddings.word_embeddings.weight"], w["embeddings.position_embeddings.weight"]
        if self.shape.buckets:  # theirs begins with <s>, <pad>, </s>, <unk>, and no piece stands at their first two
            special, words = words[:3], words[4 : 4 + PIECES].clone()  # places
            words[[CLS, PAD, SEP]] = special
            positions = positions[2:]
        else:
            positions = positions + w["embeddings.token_type_embeddings.weight"][0]
        mine: dict[str, Tensor] = {"words.weight": words, "positions.weight": positions}
        if self.shape.buckets:
            mine["distances.weight"] = w["encoder.relative_attention_bias.weight"]
        for kind in ("weight", "bias"):
            mine[f"norm.{kind}"] = w[f"embeddings.LayerNorm.{kind}"]
            for i in range(self.shape.layers):
                theirs = {a: w[f"encoder.layer.{i}.{b}.{kind}"] for a, b in self.shape.names.items()}
                mine[f"layers.{i}.qkv.{kind}"] = torch.cat([theirs.pop(n) for n in ("query", "key", "value")])
                mine |= {f"layers.{i}.{name}.{kind}": value for name, value in theirs.items()}
        missing, unexpected = self.load_state_dict(mine, strict=False)
        own = {"words", "positions", "norm", "layers", "distances"}
        assert not unexpected and not own & {name.split(".")[0] for name in missing}, (missing, unexpected)

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """[rows, pieces, hidden]; mask is 1 where there is a piece, None when all are."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(positions) + self.features(features)
        x = self.dropout(self.norm(x))
        bias = self._bias(ids.shape[1], mask)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def _bias(self, length: int, mask: Tensor | None) -> Tensor | None:
        """What is added to the score of each two pieces: by their distance, and nearly nothing to what is no piece."""
        bias = None
        if mask is not None and (torch.jit.is_tracing() or not mask.all()):
            bias = (1.0 - mask)[:, None, None, :] * -1e4
        if self.shape.buckets:
            at = torch.arange(length, device=self.distances.weight.device)
            near = self.distances(bucket(at[None] - at[:, None], self.shape.buckets)).permute(2, 0, 1)[None]
            bias = near if bias is None else bias + near
        return bias


def bucket(distance: Tensor, buckets: int, longest: int = 128) -> Tensor:
    """The number of the bucket of a signed distance in pieces: one each when near, wider ones further off."""
    half = buckets // 2
    far, exact = distance.abs(), half // 2
    wide = exact + (torch.log(far.clamp(min=1) / exact) / math.log(longest / exact) * (half - exact)).long()
    return torch.where(far < exact, far, wide.clamp(max=half - 1)) + (distance > 0) * half
