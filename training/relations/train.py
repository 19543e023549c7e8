"""Fine-tune the encoder to say what one marked actor does to another in a sentence.

    python training/relations/train.py --plv plv/train.jsonl --aw aw/train.jsonl --base MiniLM/ --out run/ --seed 1
    python training/relations/train.py … --fold 0 --of 5        trains without one fold of both, scores it

`--base` is a folder with model.safetensors and tokenizer.json of all-MiniLM-L6-v2. Writes run/network.pt and, of a
fold, run/fold.json with the scores of its rows.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from minilm import HIDDEN, Encoder
from prepare import TYPES, Row, aw, folds, plv, reversed_rows, written
from tokenizers import Tokenizer

from regesta.coding.deeds.relation_pieces import encode

INDEX = {t: i for i, t in enumerate(TYPES)}


class Network(nn.Module):
    """Mean of the pieces and the states at both actors' opening marks -> scores over TYPES."""

    def __init__(self, dropout: float = 0.1):
        super().__init__()
        self.encoder = Encoder(features=3, dropout=dropout)
        self.dropout = nn.Dropout(0.2)
        self.head = nn.Linear(3 * HIDDEN, len(TYPES))

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor, a: Tensor, b: Tensor) -> Tensor:
        """[rows, 17]; a and b are the pieces at which the two actors' opening marks stand."""
        x = self.encoder.encode(ids, features, mask)
        rows = torch.arange(x.shape[0], device=x.device)
        weight = mask.to(x.dtype)[..., None]
        mean = (x * weight).sum(1) / weight.sum(1)
        return self.head(self.dropout(torch.cat([mean, x[rows, a], x[rows, b]], dim=-1)))


def batch_of(rows: list[Row], tokenizer: Tokenizer) -> tuple[Tensor, ...]:
    coded = [encode(tokenizer, r.text, r.a, r.b) for r in rows]
    width = max(len(c.ids) for c in coded)
    pad = lambda xs: torch.tensor([list(x) + [0] * (width - len(x)) for x in xs])  # noqa: E731
    return (pad([c.ids for c in coded]), pad([c.features for c in coded]), pad([[1] * len(c.ids) for c in coded]),
            torch.tensor([c.a for c in coded]), torch.tensor([c.b for c in coded]))  # fmt: skip


def loss_of(logits: Tensor, rows: list[Row], smoothing: float) -> Tensor:
    """Minus the log of the probability of the row's set of types, and a little label smoothing."""
    logs = F.log_softmax(logits.float(), dim=-1)
    wanted = torch.full_like(logs, -1e4)
    for i, row in enumerate(rows):
        wanted[i, [INDEX[t] for t in row.targets]] = 0.0
    weights = torch.tensor([r.weight for r in rows])
    right = -torch.logsumexp(logs + wanted, dim=-1)
    return ((1 - smoothing) * right * weights - smoothing * logs.mean(-1) * weights).sum() / weights.sum()


def train(rows: list[Row], options: argparse.Namespace, tokenizer: Tokenizer) -> Network:
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    network = Network()
    network.encoder.load(Path(options.base) / "model.safetensors")
    heads = [p for n, p in network.named_parameters() if n.startswith(("head", "encoder.features"))]
    body = [
        p for n, p in network.named_parameters() if p.requires_grad and not n.startswith(("head", "encoder.features"))
    ]
    groups = [{"params": body, "lr": options.rate}, {"params": heads, "lr": 1e-3}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    per_epoch = (len(rows) + int(options.written * 294)) // options.batch
    total = per_epoch * options.epochs
    ramp = lambda s: min(s / (0.1 * total), max(0.0, (total - s) / (0.9 * total)))  # noqa: E731
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, ramp)
    averaged: dict[str, Tensor] | None = None
    step = 0
    for epoch in range(options.epochs):
        begin, lost = time.time(), 0.0
        epoch_rows = rows + list(written(rng, options.written))
        rng.shuffle(epoch_rows)
        blocks = [epoch_rows[i : i + 64 * options.batch] for i in range(0, len(epoch_rows), 64 * options.batch)]
        batches = [s[i : i + options.batch] for block in blocks for s in [sorted(block, key=lambda r: len(r.text))]
                   for i in range(0, len(s), options.batch)]  # fmt: skip
        rng.shuffle(batches)
        network.train()
        for batch in batches:
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(*batch_of(batch, tokenizer))
            loss = loss_of(logits, batch, 0.05)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(body + heads, 1.0)
            optimiser.step()
            if step < total - 1:
                schedule.step()
            step += 1
            lost += float(loss)
            if step > 0.7 * total and step % 5 == 0:
                averaged = _blend(averaged, network, 0.95)
        print(f"epoch {epoch + 1} loss {lost / len(batches):.3f} {time.time() - begin:.0f} s", flush=True)
    if averaged:
        network.load_state_dict(averaged)
    return network


def _blend(averaged: dict[str, Tensor] | None, network: Network, keep: float) -> dict[str, Tensor]:
    state = {k: v.detach().clone() for k, v in network.state_dict().items()}
    return state if averaged is None else {k: keep * averaged[k] + (1 - keep) * v for k, v in state.items()}


@torch.no_grad()
def scores(network: Network, rows: list[Row], tokenizer: Tokenizer) -> list[list[float]]:
    network.eval()
    out: list[list[float]] = []
    for i in range(0, len(rows), 32):
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(*batch_of(rows[i : i + 32], tokenizer))
        out += F.softmax(logits.float(), dim=-1).tolist()
    return out


def macro_f1(gold: list[str], given: list[str]) -> float:
    labels = sorted(set(gold))
    parts = [
        2 * sum(g == p == x for g, p in zip(gold, given, strict=True)) / (gold.count(x) + given.count(x) or 1)
        for x in labels
    ]
    return sum(parts) / len(parts)


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
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--written", type=int, default=1, help="fillings of each of our own phrases in an epoch")
    parser.add_argument("--reversed", type=float, default=0.5, help="weight of a reversed row")
    options = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    first, second = plv(options.plv), aw(options.aw)
    fold = folds(first + second, options.of, seed=1)
    kept = [r for r in first + second if options.fold is None or fold[r.group] != options.fold]
    rng = random.Random(options.seed)
    turned = reversed_rows([r for r in kept if r.group.startswith("plv")], options.reversed)
    kept += rng.sample(turned, len(turned) // 3)
    network = train(kept, options, tokenizer)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), options.out / "network.pt")
    if options.fold is not None:
        report(network, [r for r in first + second if fold[r.group] == options.fold], tokenizer, options)


def report(network: Network, rows: list[Row], tokenizer: Tokenizer, options: argparse.Namespace) -> None:
    """Print and keep the scores of the rows left out."""
    given = scores(network, rows, tokenizer)
    (options.out / "fold.json").write_text(json.dumps([
        {"text": r.text, "a": r.a, "b": r.b, "targets": sorted(r.targets), "group": r.group, "scores": s}
        for r, s in zip(rows, given, strict=True)
    ]))  # fmt: skip
    gold, found = [], []
    for row, s in zip(rows, given, strict=True):
        if row.group.startswith("plv"):
            merged = dict(zip(TYPES, s, strict=True))
            merged.pop("none")
            merged["YIELD"] = merged.pop("CONCEDE") + merged.pop("RETREAT")
            gold.append("YIELD" if row.targets <= {"CONCEDE", "RETREAT"} else next(iter(row.targets)))
            found.append(max(merged, key=lambda k: merged[k]))
    right = sum(map(str.__eq__, gold, found)) / len(gold)
    print(f"fold {options.fold}: PLV macro-F1 {macro_f1(gold, found):.3f}, accuracy {right:.3f}")


if __name__ == "__main__":
    main()
