"""Trained networks as the relation model that the coder asks, before they are exported."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from network import Network, OneSentence
from numpy.typing import NDArray
from prepare import STATUSES, TYPES, Span
from tokenizers import Tokenizer

from regesta.coding.deeds.relations import Reading, RelationModel


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
    statuses = STATUSES

    def __init__(self, networks: Sequence[Network], fold_of: dict[str, int], tokenizer: Tokenizer):
        self.networks, self.fold_of, self.tokenizer = networks, fold_of, tokenizer
        self.known: dict[tuple[object, ...], Reading] = {}

    def read(
        self, text: str, actors: Sequence[Span], pairs: Sequence[tuple[int, int]], words: Sequence[int] = ()
    ) -> Reading:
        asked = (text, tuple(actors), tuple(pairs), tuple(words))
        if asked not in self.known:
            network = Exported(self.networks[self._fold(text)], self.tokenizer)
            self.known[asked] = RelationModel(network, TYPES, STATUSES).read(*asked)
        return self.known[asked]

    def _fold(self, text: str) -> int:
        if len(self.networks) == 1:
            return 0
        if text in self.fold_of:
            return self.fold_of[text]
        return next(fold for whole, fold in self.fold_of.items() if text in whole)


class Exported:
    """A network in torch, asked as if it were the one that ships."""

    def __init__(self, network: Network, tokenizer: Tokenizer):
        self.network, self.tokenizer = OneSentence(network), tokenizer

    @torch.no_grad()
    def run(self, inputs: Mapping[str, NDArray[Any]]) -> Sequence[NDArray[np.float32]]:
        with torch.autocast("cpu", torch.bfloat16):
            given = self.network(**{name: torch.from_numpy(value) for name, value in inputs.items()})
        return [x.float().numpy() for x in given]
