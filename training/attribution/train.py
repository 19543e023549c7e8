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
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from encoder import shape_in, shape_of, tokenizer_of
from network import KINDS, Network, loaded
from prepare import (
    CUE,
    IGNORE,
    INNER_CUE,
    OUTSIDE,
    Link,
    Row,
    Window,
    batches,
    epoch_of,
    padded,
    paragraphs_of,
    rows_of,
    with_own,
)
from teaching import HARD, add_options, unlike, weights_of
from tokenizers import Tokenizer

from regesta.coding.coded import Attribution
from regesta.coding.speech.pieces import CLS, FEATURES, SEP
from regesta.coding.tagger import CONTENT, END_RELATIONS, INNER_CONTENT, Decoding, Score, cues_of, find_in

NEVER = 2.0  # a probability that nothing reaches: PolNeAR has no statement inside another
INIT = 1  # all seeds start from the same heads, so that their weights can be averaged


def main() -> None:
    """Train, measure after each epoch, keep the best."""
    args = arguments()
    torch.set_num_threads(args.threads)
    luck = random.Random(args.seed)
    tokenizer = tokenizer_of(args.base)
    train, dev = list({row["id"]: row for row in rows_of(args.train, *args.data)}.values()), rows_of(args.dev)
    if args.own:
        train = with_own(train, args.own)
    if args.limit:
        train = train[: args.limit]
    state = torch.load(args.start) if args.start else None
    torch.manual_seed(INIT)
    network = Network(FEATURES, shape=shape_of(state["words.weight"]) if state else shape_in(weights_of(args)))
    torch.manual_seed(args.seed)
    if state:
        network.grow(state)
    else:
        network.load(weights_of(args))
    network.to(args.device)
    taught = [loaded(path).to(args.device) for path in args.teacher]
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
            with torch.autocast(args.device, torch.bfloat16, enabled=args.bf16):
                loss = loss_of(network, group, luck, taught)
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
            torch.save({k: v.cpu() for k, v in average.items()}, args.out / "network.pt")
        if progress >= 1 or epoch + 1 == args.stop_after:
            break
        network.load_state_dict(kept)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--train", type=Path, required=True, help="PolNeAR's articles; an empty file trains on our own texts alone"
    )
    parser.add_argument(
        "--data", type=Path, nargs="*", default=[], help="more rows, in the place of those of the same id"
    )
    parser.add_argument(
        "--own", type=int, default=0, help="times that each of our own annotated texts is read an epoch"
    )
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    add_options(parser)
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
            lr = rate * decay ** (network.shape.layers - 1 - int(name.split(".")[1]))
        elif top in ("positions", "norm", "distances"):
            lr = rate * decay**network.shape.layers
        elif top == "features":
            lr = head_rate * 0.3
        else:
            lr = head_rate
        weight_decay = 0.01 if parameter.dim() > 1 and top != "near" else 0.0
        found.append({"params": [parameter], "lr": lr, "weight_decay": weight_decay})
    return found


def loss_of(network: Network, group: list[Window], luck: random.Random, taught: Sequence[Network] = ()) -> Tensor:
    """Cross-entropy of tags, of each piece's choice of a cue, and of the ends of sources and other parts.

    With networks that teach: half of it with what was annotated, half with what these say on average.
    """
    batch = batch_of(group, next(network.parameters()).device)
    tagged, links = network(batch.ids, batch.features, batch.mask)
    with torch.no_grad():
        lessons = [teacher(batch.ids, batch.features, batch.mask) for teacher in taught]
    real = batch.mask > 0
    loss = tagged.float().sum() * 0.0
    for kind, weight in enumerate(TAG_WEIGHTS):
        of = slice(3 * kind, 3 * kind + 3)
        guessed = [tags[..., of] for tags, _ in lessons]
        loss = loss + weight * choice_loss(tagged[..., of], batch.tags[:, kind], guessed, real)
    asked = cues_for(group, tagged.detach().float().cpu(), luck).to(tagged.device)
    if asked.cue.shape[1] == 0:
        return loss
    first, last = asked.cue.unbind(-1)
    scores = network.scores(links, first, last)
    with torch.no_grad():
        guessed = [teacher.scores(links, first, last) for teacher, (_, links) in zip(taught, lessons, strict=True)]
    for layer, relation in enumerate((CONTENT, INNER_CONTENT)):
        given, *others = (owners(x[:, :, relation], asked.layer == layer) for x in (scores, *guessed))
        told = real & (asked.layer == layer).any(1, keepdim=True)
        loss = loss + LAYER_WEIGHTS[layer] * choice_loss(given, batch.owner[:, layer], others, told)
    for relation, target in asked.ends.items():
        given, *others = (x[:, :, relation].masked_fill(~real[:, None], -1e4) for x in (scores, *guessed))
        loss = loss + END_WEIGHT * choice_loss(given, target, others, asked.layer >= 0)
    return loss


@dataclass(frozen=True)
class Batch:
    """Windows as tensors, padded to one length; IGNORE where nothing is known or nothing stands."""

    ids: Tensor  # [windows, pieces]
    features: Tensor
    mask: Tensor  # 1 where there is a piece
    tags: Tensor  # [windows, KINDS, pieces]
    owner: Tensor  # [windows, 2, pieces]


def batch_of(group: list[Window], device: torch.device) -> Batch:
    length = padded(group)
    ids = torch.zeros(len(group), length, dtype=torch.long)
    features = torch.zeros_like(ids)
    mask = torch.zeros(len(group), length)
    tags = torch.full((len(group), KINDS, length), IGNORE)
    owner = torch.full((len(group), 2, length), IGNORE)
    for row, w in enumerate(group):
        n = len(w.ids)
        ids[row, : n + 2] = torch.from_numpy(np.concatenate(([CLS], w.ids, [SEP])))
        features[row, 1 : n + 1] = torch.from_numpy(w.features)
        mask[row, : n + 2] = 1
        tags[row, :, 1 : n + 1] = torch.from_numpy(w.tags)
        owner[row, :, 1 : n + 1] = torch.from_numpy(w.owner)
    return Batch(*(x.to(device) for x in (ids, features, mask, tags, owner)))


def owners(scores: Tensor, in_layer: Tensor) -> Tensor:
    """Of each piece the scores of the cues of a layer to own it, no cue first: [windows, pieces, 1 + cues]."""
    scores = scores.masked_fill(~in_layer[..., None], -1e4)
    return F.pad(scores, (0, 0, 1, 0)).transpose(1, 2)


def choice_loss(given: Tensor, target: Tensor, guessed: Sequence[Tensor], told: Tensor) -> Tensor:
    """Cross-entropy of choices [..., options] with a target each, and with the mean of what was guessed.

    `told`: where the guesses count.
    """
    logs = F.log_softmax(given.float(), dim=-1)
    known = target != IGNORE
    hard = F.nll_loss(logs.flatten(0, -2), target.flatten(), ignore_index=IGNORE, reduction="sum") / known.sum().clamp(
        1
    )
    if not guessed:
        return hard
    soft = (unlike(logs, guessed) * told).sum() / told.sum().clamp(1)
    return HARD * hard + (1 - HARD) * soft


TAG_WEIGHTS = (3.0, 0.5, 0.5, 1.0)
LAYER_WEIGHTS = (2.0, 0.7)
END_WEIGHT = 0.5


@dataclass
class Asked:
    """The cues that are linked in training; 0 and -1 stand for a row's missing cues."""

    cue: Tensor  # [windows, cues, 2]: first and last piece
    layer: Tensor  # [windows, cues]: 0 outermost, 1 inside another's content, -1 no cue
    ends: dict[int, Tensor]  # relation -> the piece wanted [windows, cues], 0 = there is none, IGNORE

    def to(self, device: torch.device) -> "Asked":
        return Asked(self.cue.to(device), self.layer.to(device), {k: v.to(device) for k, v in self.ends.items()})


def cues_for(group: list[Window], tagged: Tensor, luck: random.Random) -> Asked:
    """Those annotated, sometimes with the bounds now predicted, and false ones now predicted.

    `tagged` [windows, pieces, TAGS]
    """
    by_kind = tagged.unflatten(-1, (KINDS, 3))[:, :, [CUE, INNER_CUE]]
    chances = torch.log_softmax(by_kind, dim=-1).numpy()
    lists = [_cues_of_window(w, chances[row, 1 : len(w.ids) + 1], luck) for row, w in enumerate(group)]
    most = max((len(x) for x in lists), default=0)
    cue = torch.zeros(len(group), most, 2, dtype=torch.long)
    layer = torch.full((len(group), most), -1)
    ends = {relation: torch.full((len(group), most), IGNORE) for pair in END_RELATIONS for relation in pair}
    for row, links in enumerate(lists):
        for k, link in enumerate(links):
            cue[row, k] = torch.tensor(link.cue) + 1
            layer[row, k] = int(link.is_inner)
            for pair, wanted in zip(END_RELATIONS, (link.source, *link.parts), strict=True):
                for relation, piece in zip(pair, wanted, strict=True):
                    ends[relation][row, k] = piece + 1 if piece >= -1 else IGNORE
    return Asked(cue, layer, ends)


NOT_KNOWN = ((IGNORE, IGNORE),) * 3


def _cues_of_window(w: Window, chances: np.ndarray, luck: random.Random) -> list[Link]:
    """In the order of `w.links`, as `w.owner` counts them; then the false ones."""
    predicted = [[(i, j - 1) for i, j in cues_of(chances[:, layer], 0.3)] for layer in (0, 1)]
    links = []
    for link in w.links:
        over = [(i, j) for i, j in predicted[link.is_inner] if i <= link.cue[1] and j >= link.cue[0]]
        moved = over[0] if len(over) == 1 and luck.random() < 0.5 else link.cue
        links.append(replace(link, cue=moved))
    for layer, kind in enumerate((CUE, INNER_CUE)):
        false = [(i, j) for i, j in predicted[layer] if all(w.tags[kind, i : j + 1] == OUTSIDE)]
        at = luck.randrange(len(w.ids))
        if layer == 0 and len(w.ids) > 8 and w.tags[kind, at] == OUTSIDE:
            false.append((at, at))
        links += [Link(cue, bool(layer), (IGNORE, IGNORE), NOT_KNOWN) for cue in false]
    return links


def scorer_of(network: Network, bf16: bool) -> Score:
    """The network as the function that the package decodes with."""

    device = next(network.parameters()).device

    def score(ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16, enabled=bf16):
            tags, links = network(torch.from_numpy(ids)[None].to(device), torch.from_numpy(features)[None].to(device))
        return tags[0].float().cpu().numpy(), links[0].float().cpu().numpy()

    return score


def near_of(network: Network) -> tuple[tuple[float, ...], ...]:
    """The bias by distance, as the package keeps it."""
    return tuple(tuple(round(float(x), 6) for x in row) for row in network.near.detach().cpu())


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
    how = Decoding(near=near_of(network), window=args.window, inner_cue=NEVER)
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
