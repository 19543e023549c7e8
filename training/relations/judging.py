"""Trained networks as the relation model that the coder asks, before they are exported."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from network import Network
from prepare import NONE, TYPES, Pair, Sample, Span
from tokenizers import Tokenizer
from train import scores


def averaged(runs: Sequence[Path]) -> Network:
    """The network whose weights are the means of those of several runs, which began with the same head."""
    states = [torch.load(run / "network.pt") for run in runs]
    network = Network()
    network.load_state_dict({k: torch.stack([s[k].float() for s in states]).mean(0) for k in states[0]})
    network.eval()
    return network


class FoldModel:
    """Answers as the relation model does, each sentence by the network of its fold; one network answers all."""

    labels = TYPES

    def __init__(self, networks: Sequence[Network], fold_of: dict[str, int], tokenizer: Tokenizer):
        self.networks, self.fold_of, self.tokenizer = networks, fold_of, tokenizer
        self.known: dict[Sample, np.ndarray] = {}

    def scores(self, text: str, actors: Sequence[Span], pairs: Sequence[tuple[int, int]]) -> np.ndarray:
        sample = Sample(text, tuple(actors), tuple(Pair(a, b, NONE, 1.0) for a, b in pairs))
        if sample not in self.known:
            self.known[sample] = np.array(scores(self.networks[self._fold(text)], [sample], self.tokenizer)[0])
        return self.known[sample]

    def _fold(self, text: str) -> int:
        if len(self.networks) == 1:
            return 0
        if text in self.fold_of:
            return self.fold_of[text]
        return next(fold for whole, fold in self.fold_of.items() if text in whole)
