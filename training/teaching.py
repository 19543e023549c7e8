"""What the training scripts share where larger networks teach a smaller one, see docs/decisions/0010."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

HARD = 0.5  # the share of what was annotated in the loss, where other networks teach


def add_options(parser: argparse.ArgumentParser) -> None:
    """Which encoder to begin with, which networks to learn from, on which device."""
    parser.add_argument("--encoder", type=Path, help="a folder with another encoder's model.safetensors, to teach")
    parser.add_argument("--teacher", type=Path, nargs="*", default=[], help="network.pt files to learn from besides")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])


def weights_of(options: argparse.Namespace) -> Path:
    """The weights of the encoder to begin with."""
    folder: Path = options.encoder or options.base
    return folder / "model.safetensors"


def unlike(logs: Tensor, guessed: Sequence[Tensor]) -> Tensor:
    """Cross-entropy of log-probabilities [..., options] with the mean of what the scores `guessed` hold likely."""
    mean = torch.stack([F.softmax(x.float(), dim=-1) for x in guessed]).mean(0)
    return -(mean * logs).sum(-1)
