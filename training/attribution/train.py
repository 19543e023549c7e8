"""Fine-tune the encoder as a tagger of attributions.

    python training/attribution/train.py --train train.jsonl --dev dev.jsonl --base MiniLM/ --out run/ --seed 1

`--base` is a folder with model.safetensors and tokenizer.json of all-MiniLM-L6-v2. Writes run/network.pt, the average
of the weights over the last steps (EMA) of the best epoch on `--dev`, and run/log.jsonl. `--data` adds training rows.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from minilm import tokenizer_of
from network import Network
from prepare import IGNORE, OUTSIDE, Row, Window, batches, epoch_of, padded, paragraphs_of, rows_of
from tokenizers import Tokenizer

from evaluation.annotations import load, outermost
from regesta.coding.coded import Attribution
from regesta.coding.speech.pieces import CLS, FEATURES, SEP
from regesta.coding.tagger import Decoding, Score, cues_of, find_in


def main() -> None:
    """Train, measure after each epoch, keep the best."""
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    luck = random.Random(args.seed)
    tokenizer = tokenizer_of(args.base)
    train, dev = rows_of(args.train, *args.data), rows_of(args.dev)
    if args.own:
        train += [row | {"attributions": outermost(row["attributions"])} for row in load("statements_training")]
    if args.limit:
        train = train[: args.limit]
    network = Network(FEATURES)
    if args.start:
        network.load_state_dict(torch.load(args.start))
    else:
        network.load(args.base / "model.safetensors")
    average = {k: v.clone() for k, v in network.state_dict().items()}
    moving = [k for k, v in network.named_parameters() if v.requires_grad]
    args.out.mkdir(parents=True, exist_ok=True)
    per_epoch = len(batches(epoch_of(train, tokenizer, args.window - 2, random.Random(0), 0.0), args.batch, luck))
    steps = per_epoch * args.epochs
    optimizer = torch.optim.AdamW(
        groups(network, args.rate, args.head_rate, args.decay), betas=(0.9, 0.98), eps=1e-6, fused=True
    )
    begun = time.time()
    rates = [group["lr"] for group in optimizer.param_groups]
    best, done, progress = -1.0, 0, 0.0
    for epoch in range(args.epochs):
        started, total = time.time(), 0.0
        network.train()
        for group in batches(epoch_of(train, tokenizer, args.window - 2, luck, args.restyle), args.batch, luck):
            with torch.autocast("cpu", torch.bfloat16, enabled=args.bf16):
                loss = loss_of(network, group, luck)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            progress = max(done / steps, (time.time() - begun) / (60 * args.minutes))
            for rate, one in zip(rates, optimizer.param_groups, strict=True):
                one["lr"] = rate * min((done + 1) / args.warm_up, max(0.0, 1 - progress))
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            done += 1
            total += float(loss.detach())
            keep = min(args.ema, (done + 1) / (done + 10))
            with torch.no_grad():
                now = network.state_dict()
                torch._foreach_lerp_([average[k] for k in moving], [now[k] for k in moving], 1 - keep)
            if progress >= 1:
                break
            if done % 50 == 0:
                print(
                    f"step {done}/{steps} loss {float(loss.detach()):.4f} {(time.time() - started):.0f} s", flush=True
                )
        kept = {k: v.clone() for k, v in network.state_dict().items()}
        network.load_state_dict(average)
        result = measure(network, dev, tokenizer, args) if epoch + 1 >= args.measure_from else {}
        joint = result.get("all", {}).get("joint", {}).get("f1", 0.0)
        line = {"epoch": epoch + 1, "loss": total / per_epoch, "seconds": round(time.time() - started), "joint": joint,
                "by": {k: result[k]["joint"] for k in ("all", "direct", "mixed", "indirect") if k in result},
                "token": {k: v["f1"] for k, v in result.get("token", {}).items()}}  # fmt: skip
        print(json.dumps(line), flush=True)
        with (args.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        if joint >= best:
            best = joint
            torch.save(average, args.out / "network.pt")
        if progress >= 1 or epoch + 1 == args.stop_after:
            break
        network.load_state_dict(kept)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--data", type=Path, nargs="*", default=[], help="more rows to train on")
    parser.add_argument("--own", action="store_true", help="train on this project's own annotations too")
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a network.pt to go on from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, help="statements.py; without it the last epoch is kept")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--stop-after", type=int, help="epochs; the rate falls as if there were more to come")
    parser.add_argument("--minutes", type=float, default=1e9, help="the rate falls to nothing by then at the latest")
    parser.add_argument("--warm-up", type=int, default=200, help="steps")
    parser.add_argument("--measure-from", type=int, default=1, help="first epoch measured on dev")
    parser.add_argument("--window", type=int, default=192)
    parser.add_argument("--batch", type=int, default=2048, help="pieces")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.9, help="of the rate, a layer down")
    parser.add_argument("--ema", type=float, default=0.998)
    parser.add_argument("--restyle", type=float, default=0.15, help="share of texts with other quotation marks")
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0)
    return parser.parse_args()


def groups(network: Network, rate: float, head_rate: float, decay: float) -> list[dict[str, object]]:
    """Parameters with their rates: smaller further down, no weight decay for biases and norms."""
    found = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        top = name.split(".")[0]
        if top == "layers":
            lr = rate * decay ** (5 - int(name.split(".")[1]))
        elif top in ("positions", "norm"):
            lr = rate * decay**6
        elif top == "features":
            lr = head_rate * 0.3
        else:
            lr = head_rate
        weight_decay = 0.01 if parameter.dim() > 1 and top != "near" else 0.0
        found.append({"params": [parameter], "lr": lr, "weight_decay": weight_decay})
    return found


def loss_of(network: Network, group: list[Window], luck: random.Random) -> Tensor:
    """Cross-entropy of tags, of each piece's choice of a cue, and of the ends of sources."""
    length = padded(group)
    ids = torch.zeros(len(group), length, dtype=torch.long)
    features = torch.zeros_like(ids)
    mask = torch.zeros(len(group), length)
    tags = torch.full((len(group), 3, length), IGNORE)
    for row, w in enumerate(group):
        n = len(w.ids)
        ids[row, : n + 2] = torch.from_numpy(np.concatenate(([CLS], w.ids, [SEP])))
        features[row, 1 : n + 1] = torch.from_numpy(w.features)
        mask[row, : n + 2] = 1
        tags[row, :, 1 : n + 1] = torch.from_numpy(w.tags)
    tagged, links = network(ids, features, mask)
    tagged = tagged.float()
    by_kind = tagged.view(len(group), length, 3, 3)
    weigh = torch.tensor([3.0, 0.5, 0.5])
    if not (tags != IGNORE).any():
        return tagged.sum() * 0.0  # nothing here was annotated
    loss = sum(weigh[k] * F.cross_entropy(by_kind[:, :, k].flatten(0, 1), tags[:, k].flatten(), ignore_index=IGNORE)
               for k in range(3))  # fmt: skip
    first, last, source, owner = cues_for(group, by_kind[:, :, 0].detach(), length, luck)
    if first.shape[1] == 0:
        return loss
    scores = network.scores(links, first, last).masked_fill(mask[:, None, None] == 0, -1e4)
    valid = first > 0
    choice = torch.cat(
        [torch.zeros(len(group), 1, length), scores[:, :, 2].masked_fill(~valid[..., None], -1e4)], dim=1
    )
    if (owner != IGNORE).any():
        loss = loss + 2.0 * F.cross_entropy(choice, owner, ignore_index=IGNORE)
    for relation in (0, 1):
        target = source[:, :, relation].flatten()
        if (target != IGNORE).any():
            loss = loss + 0.5 * F.cross_entropy(scores[:, :, relation].flatten(0, 1), target, ignore_index=IGNORE)
    return loss


def cues_for(
    group: list[Window], tagged: Tensor, length: int, luck: random.Random
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Cues to link in training: those annotated, sometimes with the bounds now predicted, and false ones now predicted.

    First and last piece [windows, cues] (0 where there is none), source [windows, cues, 2], owner [windows, pieces].
    """
    chances = torch.log_softmax(tagged, dim=-1).numpy()
    lists: list[list[tuple[int, int, int, int]]] = []
    for row, w in enumerate(group):
        predicted = cues_of(chances[row, 1 : len(w.ids) + 1], 0.3)
        cues = []
        for (a, b), (s, e) in zip(w.cues, w.sources, strict=True):
            over = [(i, j - 1) for i, j in predicted if i <= b and j - 1 >= a]
            if len(over) == 1 and luck.random() < 0.5:
                a, b = over[0]
            cues.append((a + 1, b + 1, s + 1 if s >= -1 else IGNORE, e + 1 if e >= -1 else IGNORE))
        false = [(i, j - 1) for i, j in predicted if all(w.tags[0, i:j] == OUTSIDE)]
        if w.ids.size > 8:
            at = luck.randrange(len(w.ids))
            if w.tags[0, at] == OUTSIDE:
                false.append((at, at))
        cues.extend((i + 1, j + 1, IGNORE, IGNORE) for i, j in false)
        lists.append(cues)
    most = max((len(x) for x in lists), default=0)
    first = torch.zeros(len(group), most, dtype=torch.long)
    last = torch.zeros_like(first)
    source = torch.full((len(group), most, 2), IGNORE)
    owner = torch.full((len(group), length), IGNORE)
    for row, (w, cues) in enumerate(zip(group, lists, strict=True)):
        owner[row, 1 : len(w.ids) + 1] = torch.from_numpy(w.owner)
        if cues:
            first[row, : len(cues)] = torch.tensor([c[0] for c in cues])
            last[row, : len(cues)] = torch.tensor([c[1] for c in cues])
            source[row, : len(cues)] = torch.tensor([c[2:] for c in cues])
    return first, last, source, owner


def scorer_of(network: Network, bf16: bool) -> Score:
    """The network as the function that the package decodes with."""

    def score(ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            tags, links = network(torch.from_numpy(ids)[None], torch.from_numpy(features)[None])
        return tags[0].float().numpy(), links[0].float().numpy()

    return score


def near_of(network: Network) -> tuple[tuple[float, ...], ...]:
    """The bias by distance, as the package keeps it."""
    return tuple(tuple(round(float(x), 6) for x in row) for row in network.near.detach())


def as_lines(rows: list[Row], found: list[list[Attribution]]) -> list[dict[str, object]]:
    """The rows as coding objects with nothing but statements."""

    def as_json(span: tuple[int, int] | None) -> dict[str, int] | None:
        return {"start": span[0], "end": span[1]} if span else None

    def statement(a: Attribution) -> dict[str, object]:
        return {"source": as_json(a.source), "cue": as_json(a.cue), "content": [as_json(c) for c in a.content]}

    return [{"report": {"source": f"/{row['id']}.txt"}, "statements": [statement(a) for a in attributions]}
            for row, attributions in zip(rows, found, strict=True)]  # fmt: skip


def measure(network: Network, dev: list[Row], tokenizer: Tokenizer, args: argparse.Namespace) -> dict:
    """What the scorer says of the network on dev; empty without a scorer."""
    if args.scorer is None:
        return {}
    network.eval()
    how = Decoding(near=near_of(network), window=args.window)
    texts = [(r["text"], list(paragraphs_of(r["text"]))) for r in dev]
    lines = as_lines(dev, find_in(texts, tokenizer, scorer_of(network, args.bf16), how))
    path = args.out / "dev.jsonl"
    path.write_text("".join(json.dumps(x) + "\n" for x in lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, args.scorer, args.dev, path, "--json"], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
