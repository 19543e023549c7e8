"""Fine-tune an encoder to say what the actors of a sentence do to each other.

    python training/relations/train.py --plv plv/train.jsonl --aw aw/train.jsonl --base MiniLM/ --out run/ --seed 1
    python training/relations/train.py … --fold 0 --of 5        trains without one fold of both: crossed.py judges it

`--base` is a folder with model.safetensors and tokenizer.json of all-MiniLM-L6-v2. Writes run/network.pt.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from encoder import shape_in, shape_of, tokenizer_of
from network import Network, loaded
from prepare import (
    NONE,
    STATUSES,
    TYPES,
    Annotated,
    Read,
    Sample,
    Span,
    Telling,
    annotated,
    aw,
    folds,
    mentions_of,
    overlap,
    plv,
    read,
    running,
    written,
)
from teaching import HARD, add_options, unlike, weights_of
from tokenizers import Tokenizer

from regesta.coding.deeds.relation_pieces import RelationPieces, encode

INDEX = {t: i for i, t in enumerate(TYPES)}
SMOOTHING = 0.05
WORDS = 0.5  # of the loss of words, beside that of pairs
INIT = 1  # all seeds start from the same head, so that their weights can be averaged


@dataclass(frozen=True)
class Batch:
    """Sentences as the network reads them, and those of their pairs that were not cut off."""

    samples: Sequence[Sample]
    coded: Sequence[RelationPieces]
    sentences: tuple[Tensor, Tensor, Tensor]  # pieces, features, mask
    kept: Sequence[tuple[int, int]]  # of each pair the sample, and which of its pairs
    places: tuple[Tensor, Tensor, Tensor]  # of each pair the sample, and the first and last pieces of its actors

    def scores(self, network: Network, states: Tensor) -> Tensor:
        """[pairs, 17]"""
        return network.pairs(states, self.sentences[2], *self.places)


def batch_of(samples: Sequence[Sample], tokenizer: Tokenizer, device: str = "cpu") -> Batch:
    coded = [encode(tokenizer, s.text, s.spans) for s in samples]
    width = max(len(c.ids) for c in coded)
    pad = lambda xs: torch.tensor([list(x) + [0] * (width - len(x)) for x in xs], device=device)  # noqa: E731
    kept = [(i, k) for i, s in enumerate(samples) for k, p in enumerate(s.pairs)
            if coded[i].place(p.a) and coded[i].place(p.b)]  # fmt: skip
    ends = [torch.tensor([coded[i].place(getattr(samples[i].pairs[k], side)) for i, k in kept]).view(-1, 2)
            for side in ("a", "b")]  # fmt: skip
    rows = torch.tensor([i for i, _ in kept], dtype=torch.long)
    sentences = (pad([c.ids for c in coded]), pad([c.features for c in coded]), pad([[1] * len(c.ids) for c in coded]))
    return Batch(samples, coded, sentences, kept, (rows.to(device), ends[0].to(device), ends[1].to(device)))


def loss_of(logits: Tensor, batch: Batch, guessed: Sequence[Tensor] = ()) -> Tensor:
    """Minus the log of the probability of a pair's set of types, and a little label smoothing.

    With the scores that networks that teach give the same pairs: half of it, and half the cross-entropy with their
    mean; of a pair of which nothing is known only the latter.
    """
    pairs = [batch.samples[i].pairs[k] for i, k in batch.kept]
    logs = F.log_softmax(logits.float(), dim=-1)
    wanted = torch.stack([_allowed(p.targets) for p in pairs]).to(logs.device)
    weights = torch.tensor([p.weight for p in pairs], device=logs.device)
    each = (1 - SMOOTHING) * _unlikely(logs, wanted) - SMOOTHING * logs.mean(-1)
    hard = (each * weights).sum() / weights.sum().clamp(min=1e-6)
    if not guessed:
        return hard
    weights = torch.tensor([max(p.weight, LEAST) for p in pairs], device=logs.device)
    soft = (unlike(logs, guessed) * weights).sum() / weights.sum()
    return HARD * hard + (1 - HARD) * soft


LEAST = 0.15  # weight of a pair that is only guessed


def loss_of_words(network: Network, states: Tensor, batch: Batch) -> Tensor:
    """Of the sentences all of whose events are known, a sum each, then their mean: whether a word tells an event,
    whether that happened, and whether an actor does or suffers it."""
    known = [i for i, s in enumerate(batch.samples) if s.told is not None]
    if not known:
        return states.new_zeros(())
    wanted = torch.stack([_telling(batch, i) for i in known]).to(states.device)
    logs = F.log_softmax(network.words(states[known])[0].float(), dim=-1)
    lost = (_unlikely(logs, wanted) * batch.sentences[2][known]).sum()
    if told := [(i, k, STATUSES.index(one.status)) for i in known for k, one in _first_pieces(batch, i)]:
        row, word, status = torch.tensor(told, device=states.device).unbind(1)
        given = network.words(states[row, word])[1].float()
        lost = lost + F.cross_entropy(given, status, reduction="sum")
    asked = [one for i in known for one in _sides(batch, i)]
    if asked:
        row, word, first, last, does, suffers = torch.tensor(asked, device=states.device).unbind(1)
        given = network.sides(states[row, word], states[row, first], states[row, last]).float()
        right = torch.stack([does, suffers], dim=1).float()
        lost = lost + F.binary_cross_entropy_with_logits(given, right, reduction="sum")
    return lost / len(known)


def _telling(batch: Batch, i: int) -> Tensor:
    """Of each piece of a sentence the types that are right: [pieces, 17] booleans."""
    wanted = _allowed(NONE).repeat(batch.sentences[0].shape[1], 1)
    for one in batch.samples[i].told or ():
        for k in _pieces(batch.coded[i], one.words):
            wanted[k, INDEX["none"]] &= "none" in one.targets
            wanted[k] |= _allowed(one.targets)
    return wanted


def _sides(batch: Batch, i: int) -> Iterator[tuple[int, int, int, int, bool, bool]]:
    """Sentence, piece of a word that tells an event, first and last piece of an actor, whether it does, suffers it."""
    for word, one in _first_pieces(batch, i):
        for actor, place in enumerate(batch.coded[i].places):
            if place is not None:
                yield i, word, *place, actor in one.does, actor in one.suffers


def _first_pieces(batch: Batch, i: int) -> Iterator[tuple[int, Telling]]:
    """The events of a sentence with the first piece that tells each, those that were not cut off."""
    for one in batch.samples[i].told or ():
        for piece in _pieces(batch.coded[i], one.words)[:1]:
            yield piece, one


def _pieces(coded: RelationPieces, words: Span) -> list[int]:
    return [k for k, span in enumerate(coded.spans, 1) if overlap(span, words)]


def _allowed(targets: frozenset[str]) -> Tensor:
    return torch.tensor([t in targets for t in TYPES])


def _unlikely(logs: Tensor, wanted: Tensor) -> Tensor:
    """Minus the log of the probability of all that is wanted; the last dimension goes."""
    return -torch.logsumexp(logs.masked_fill(~wanted, -1e4), dim=-1)


@dataclass(frozen=True)
class Material:
    """The sentences of every epoch, and those of which each epoch draws a number."""

    always: list[Annotated]
    read: list[Read]
    read_drawn: int
    pool: list[Sample]
    drawn: int
    a_phrase: int

    def epoch(self, luck: random.Random) -> list[Sample]:
        samples = [one.sample(luck) for one in self.always] + list(written(luck, self.a_phrase))
        samples += [one.sample(luck) for one in luck.sample(self.read, min(self.read_drawn, len(self.read)))]
        samples += luck.sample(self.pool, min(self.drawn, len(self.pool)))
        luck.shuffle(samples)
        return samples


def batches_of(samples: list[Sample], size: int, luck: random.Random) -> list[list[Sample]]:
    """Batches of like length, in random order."""
    blocks = [samples[i : i + 64 * size] for i in range(0, len(samples), 64 * size)]
    batches = [s[i : i + size] for block in blocks for s in [sorted(block, key=lambda r: len(r.text))]
               for i in range(0, len(s), size)]  # fmt: skip
    luck.shuffle(batches)
    return batches


def train(stuff: Material, options: argparse.Namespace, tokenizer: Tokenizer) -> Network:
    state = torch.load(options.start) if options.start else None
    torch.manual_seed(INIT)
    network = Network(shape=shape_of(state["encoder.words.weight"]) if state else shape_in(weights_of(options)))
    if state:
        network.load_state_dict(state)
    else:
        network.encoder.load(weights_of(options))
    network.to(options.device)
    taught = [loaded(path).to(options.device) for path in options.teacher]
    torch.manual_seed(options.seed)
    luck = random.Random(options.seed)
    moving = {n: p for n, p in network.named_parameters() if p.requires_grad}
    new = ("head", "pair", "word", "deed", "part", "side_head", "encoder.features")
    heads = [p for n, p in moving.items() if n.startswith(new)]
    body = [p for n, p in moving.items() if not n.startswith(new)]
    groups = [{"params": body, "lr": options.rate}, {"params": heads, "lr": options.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    rates = [group["lr"] for group in optimiser.param_groups]
    total = len(batches_of(stuff.epoch(random.Random(0)), options.batch, luck)) * options.epochs
    averaged: dict[str, Tensor] | None = None
    started, step, progress = time.time(), 0, 0.0
    for epoch in range(options.epochs):
        begin, lost = time.time(), 0.0
        batches = batches_of(stuff.epoch(luck), options.batch, luck)
        network.train()
        for samples in batches:
            batch = batch_of([s.asked() for s in samples] if taught else samples, tokenizer, options.device)
            with torch.autocast(options.device, torch.bfloat16):
                states = network.states(*batch.sentences)
                logits = batch.scores(network, states)
                with torch.no_grad():
                    guessed = [batch.scores(teacher, teacher.states(*batch.sentences)) for teacher in taught]
                words = loss_of_words(network, states, batch)
            loss = loss_of(logits, batch, guessed) + WORDS * words
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(body + heads, 1.0)
            for rate, one in zip(rates, optimiser.param_groups, strict=True):
                one["lr"] = rate * min(progress / 0.1, (1 - progress) / 0.9)
            optimiser.step()
            step += 1
            progress = min(1.0, max(step / total, (time.time() - started) / (60 * options.minutes)))
            lost += float(loss.detach())
            if progress > 0.7 and step % 5 == 0:
                averaged = _blend(averaged, network, 0.95)
            if progress >= 1:
                break
        print(f"epoch {epoch + 1} loss {lost / len(batches):.3f} {time.time() - begin:.0f} s", flush=True)
        if progress >= 1:
            break
    if averaged:
        network.load_state_dict(averaged)
    return network


def _blend(averaged: dict[str, Tensor] | None, network: Network, keep: float) -> dict[str, Tensor]:
    state = {k: v.detach().clone() for k, v in network.state_dict().items()}
    return state if averaged is None else {k: keep * averaged[k] + (1 - keep) * v for k, v in state.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plv", type=Path, required=True)
    parser.add_argument("--aw", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fold", type=int, default=None)
    parser.add_argument("--of", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=1e9, help="the rate falls to nothing by then at the latest")
    parser.add_argument("--batch", type=int, default=16, help="sentences")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--written", type=int, default=1, help="fillings of each of our own phrases in an epoch")
    parser.add_argument("--running", type=Path, help="what running.py wrote")
    parser.add_argument("--read-drawn", type=int, default=1500, help="of our annotated sentences in an epoch")
    parser.add_argument("--trunk", action="store_true", help="without the benchmarks: what all folds may start from")
    parser.add_argument("--start", type=Path, help="the network.pt of such a run")
    add_options(parser)
    parser.add_argument(
        "--mentions", type=Path, help="what a run found in the benchmarks' sentences; made if not there"
    )
    parser.add_argument("--drawn", type=int, default=1000, help="of these sentences in an epoch")
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = plv(options.plv) + aw(options.aw)
    fold = folds(rows, options.of, seed=1)
    seen = [r for r in rows if not options.trunk and (options.fold is None or fold[r.group] != options.fold)]
    kept = annotated(seen, mentions_of(rows, options.mentions))
    pool = running(options.running) if options.running else []
    stuff = Material(kept, read(), options.read_drawn, pool, options.drawn, options.written)
    network = train(stuff, options, tokenizer_of(options.base))
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.cpu().state_dict(), options.out / "network.pt")


if __name__ == "__main__":
    main()
