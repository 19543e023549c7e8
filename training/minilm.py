"""The MiniLM-L6 encoder in plain torch, shared by the training scripts: pieces in, one vector a piece out."""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

HIDDEN, HEADS, LAYERS, INNER = 384, 12, 6, 1536
NAMES = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
         "down": "output.dense", "norm2": "output.LayerNorm"}  # ours: theirs  # fmt: skip


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
        kept = (torch.rand(x.shape[1:]) >= self.share).to(x.dtype) / (1 - self.share)
        return x * kept


class Layer(nn.Module):
    """One layer of the encoder."""

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
            if mask is not None and (torch.jit.is_tracing() or not mask.all()):
                scores = scores + (1.0 - mask.to(q.dtype))[:, None, None, :] * -1e4
            return (torch.softmax(scores, dim=-1) @ v).transpose(1, 2).reshape(batch, length, HIDDEN)


class Encoder(nn.Module):
    """Word, position and feature embeddings, then the layers; `features` are small integers a piece, 0 for none."""

    def __init__(self, features: int, dropout: float = 0.1):
        super().__init__()
        self.words = nn.Embedding(30522, HIDDEN)
        self.words.weight.requires_grad_(
            False
        )  # little data teaches few words, and its steps cost as much as a layer's
        self.positions = nn.Embedding(512, HIDDEN)
        self.features = nn.Embedding(features, HIDDEN)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def load(self, path: Path) -> None:
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
                for a, b in NAMES.items():
                    mine[f"{here}{a}.{kind}"] = w[f"{theirs}{b}.{kind}"]
        missing, unexpected = self.load_state_dict(mine, strict=False)
        own = {"words", "positions", "norm", "layers"}
        assert not unexpected and not own & {name.split(".")[0] for name in missing}, (missing, unexpected)

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """[rows, pieces, HIDDEN]; mask is 1 where there is a piece, None when all are."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(positions) + self.features(features)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x
