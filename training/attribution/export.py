"""Turn a trained network into the files that ship: ONNX in eight bits, its thresholds, its calibration.

    python training/attribution/export.py --network a/network.pt b/network.pt --dev dev.jsonl --base MiniLM/ \
        --scorer statements.py --out regesta/coding/weights

Several networks that went on from the same one are averaged, weight by weight. Thresholds are chosen and the confidence
is calibrated on `--dev`, with the eight-bit network; those of statements inside others, which `--dev` does
not have, on those of our own annotated texts that are kept from training (`--train` has the
articles of some). Prints the figures of the full-precision network beside those of the one that ships; `--trial` writes
nothing but them.
"""

import argparse
import dataclasses
import hashlib
import importlib.util
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from encoder import tokenizer_of
from logistic import logistic
from network import Network
from prepare import PARTS, Row, development, paragraphs_of, rows_of
from train import NEVER, as_lines, near_of, scorer_of

from regesta.coding.coded import Attribution
from regesta.coding.speech.pieces import FEATURES
from regesta.coding.tagger import Decoding, Score, find_in, log_odds, scored_in

GRID: dict[str, tuple[float, ...]] = {
    "none": (-2.0, -1.6, -1.2, -0.8, -0.4, 0.0),
    "switch": (0.5, 1.0, 1.5, 2.0, 3.0),
    "cue": (0.35, 0.4, 0.45, 0.5),
    "keep": (0.0, 0.25, 0.3, 0.35, 0.4),
}


def main() -> None:
    """Export, quantise, tune, calibrate, write."""
    args = arguments()
    torch.set_num_threads(1)
    tokenizer = tokenizer_of(args.base)
    dev = rows_of(args.dev)
    scorer = module_of(args.scorer)
    network = Network(FEATURES)
    states = [torch.load(path) for path in args.network]
    network.load_state_dict({k: torch.stack([s[k] for s in states]).mean(0) for k in states[0]})
    network.eval()
    how = Decoding(near=near_of(network), window=args.window, inner_cue=NEVER)
    with tempfile.TemporaryDirectory() as folder:
        full, small = Path(folder) / "full.onnx", Path(folder) / "attribution.onnx"
        to_onnx(network, full)
        quantise(full, small, args.reduce_range)
        eight = remembered(session_score(small))
        how = tuned(dev, tokenizer, eight, how, scorer)
        how = tuned_inside(development(rows_of(args.train)), tokenizer, eight, how)
        how = dataclasses.replace(how, **dict(args.given))
        outermost = dataclasses.replace(how, inner_cue=NEVER)
        for name, score in (("float", scorer_of(network, bf16=False)), ("int8", eight)):
            print(name, figures(scorer, dev, find(dev, tokenizer, score, outermost)), flush=True)
        print(
            f"{small.stat().st_size / 1e6:.1f} MB",
            json.dumps({k: v for k, v in dataclasses.asdict(how).items() if k != "near"}),
        )
        if not args.trial:
            write(args.out, args.base, small, how)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--window", type=int, default=192)
    parser.add_argument("--reduce-range", action=argparse.BooleanOptionalAction, default=True,
                        help="seven-bit weights: exact on processors without VNNI too")  # fmt: skip
    parser.add_argument("--given", type=threshold, nargs="*", default=[], metavar="NAME=VALUE",
                        help="thresholds chosen otherwise, with the whole program say")  # fmt: skip
    parser.add_argument("--trial", action="store_true")
    return parser.parse_args()


def threshold(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    return name, float(value)


def module_of(path: Path) -> ModuleType:
    """The scorer, imported from its file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def to_onnx(network: Network, path: Path) -> None:
    ids = torch.randint(1000, 2000, (1, 12))
    axes = {name: {0: "windows", 1: "pieces"} for name in ("ids", "features", "tags", "links")}
    torch.onnx.export(network, (ids, torch.zeros_like(ids)), str(path), input_names=["ids", "features"],
                      output_names=["tags", "links"], dynamic_axes=axes, opset_version=17, dynamo=False)  # fmt: skip


def quantise(full: Path, small: Path, reduce_range: bool) -> None:
    ready = full.with_name("ready.onnx")
    quant_pre_process(str(full), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(str(ready), str(small), weight_type=QuantType.QInt8, per_channel=True, reduce_range=reduce_range)


def session_score(path: Path) -> Score:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def score(ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        tags, links = session.run(None, {"ids": ids[None], "features": features[None]})
        return tags[0], links[0]

    return score


def remembered(score: Score) -> Score:
    """The function with its results kept: tuning asks for the same windows again and again."""
    kept: dict[bytes, tuple[np.ndarray, np.ndarray]] = {}

    def ask(ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        key = hashlib.sha256(ids.tobytes()).digest()
        if key not in kept:
            kept[key] = score(ids, features)
        return kept[key]

    return ask


def find(dev: list[Row], tokenizer: Any, score: Score, how: Decoding) -> list[list[Attribution]]:
    return find_in([(r["text"], list(paragraphs_of(r["text"]))) for r in dev], tokenizer, score, how)


def figures(scorer: ModuleType, dev: list[Row], found: list[list[Attribution]]) -> dict[str, float]:
    result = scorer.score(dev, as_lines(dev, found))
    joint = {k: result[k]["joint"]["f1"] for k in ("all", "direct", "mixed", "indirect") if k in result}
    return (
        joint
        | {k: v["f1"] for k, v in result["token"].items()}
        | {"p": result["all"]["joint"]["p"], "r": result["all"]["joint"]["r"]}
    )


def tuned(dev: list[Row], tokenizer: Any, score: Score, how: Decoding, scorer: ModuleType) -> Decoding:
    """Each threshold in turn set to its best value, then the calibration, then what to keep.

    Best is the mean of joint F1 and of the three token F1: joint F1 alone differs by less than its noise.
    """
    for name in ("none", "switch", "cue"):
        tried = [(worth(scorer, dev, find(dev, tokenizer, score, dataclasses.replace(how, **{name: v}))), v)
                 for v in GRID[name]]  # fmt: skip
        print(name, tried, flush=True)
        how = dataclasses.replace(how, **{name: max(tried)[1]})
    how = calibrated(dev, tokenizer, score, how, scorer)
    found = find(dev, tokenizer, score, how)
    tried = [(worth(scorer, dev, [[a for a in x if a.confidence >= v] for x in found]), v) for v in GRID["keep"]]
    print("keep", tried, flush=True)
    return dataclasses.replace(how, keep=max(tried)[1])


INSIDE_GRID: dict[str, tuple[float, ...]] = {
    "inner_cue": (0.3, 0.4, 0.5, 0.6, 0.7),
    "inner_keep": (0.0, 0.3, 0.4, 0.5, 0.6, 0.7),
}


def tuned_inside(own: list[Row], tokenizer: Any, score: Score, how: Decoding) -> Decoding:
    """The thresholds of statements inside others, each at the best F1 on our own texts; the parts keep theirs."""
    how = dataclasses.replace(how, inner_cue=0.5)
    for name, values in INSIDE_GRID.items():
        tried = [(inside_f1(own, find(own, tokenizer, score, dataclasses.replace(how, **{name: v})))["inner"], v)
                 for v in values]  # fmt: skip
        print(name, tried, flush=True)
        how = dataclasses.replace(how, **{name: max(tried)[1]})
    print("addressee, channel, relay", inside_f1(own, find(own, tokenizer, score, how)), flush=True)
    return how


def inside_f1(own: list[Row], found: list[list[Attribution]]) -> dict[str, float]:
    """F1 of statements inside others, and of addressees, channels and relays that share a character, of all."""
    right, given, wanted = Counter[str](), Counter[str](), Counter[str]()
    for row, attributions in zip(own, found, strict=True):
        gold = row["attributions"]
        partner = matched([g["content"] for g in gold], [a.content for a in attributions])
        wanted["inner"] += sum(g.get("within") is not None for g in gold)
        given["inner"] += sum(a.is_inner for a in attributions)
        right["inner"] += sum(
            gold[i].get("within") is not None and attributions[j].is_inner for i, j in partner.items()
        )
        for name in PARTS:
            wanted[name] += sum(bool(g.get(name)) for g in gold)
            given[name] += sum(getattr(a, name) is not None for a in attributions)
            right[name] += sum(
                _share(gold[i].get(name) or [], getattr(attributions[j], name)) for i, j in partner.items()
            )
    return {k: round(2 * right[k] / max(1, given[k] + wanted[k]), 4) for k in wanted}


def matched(gold: list[Any], given: list[Any]) -> dict[int, int]:
    """Contents that have half of their characters in common, the best first: number of the gold one -> of the given."""

    def cover(spans: Any) -> set[int]:
        return {i for a, b in spans for i in range(a, b)}

    ours, theirs = [cover(g) for g in gold], [cover(g) for g in given]
    pairs = sorted((-2 * len(a & b) / (len(a) + len(b)), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs)
                   if a & b)  # fmt: skip
    partner: dict[int, int] = {}
    for negative, i, j in pairs:
        if -negative >= 0.5 and i not in partner and j not in partner.values():
            partner[i] = j
    return partner


def _share(some: list[list[int]], one: tuple[int, int] | None) -> bool:
    return one is not None and any(a < one[1] and one[0] < b for a, b in some)


def worth(scorer: ModuleType, dev: list[Row], found: list[list[Attribution]]) -> float:
    of = figures(scorer, dev, found)
    return round((of["all"] + of["source"] + of["cue"] + of["content"]) / 4, 4)


def calibrated(dev: list[Row], tokenizer: Any, score: Score, how: Decoding, scorer: ModuleType) -> Decoding:
    """Weights of the confidence by which it is the share of attributions that are right.

    Prints what it is worth on texts that it was not fitted on, by five folds.
    """
    texts = [(r["text"], list(paragraphs_of(r["text"]))) for r in dev]
    found = list(scored_in(texts, tokenizer, score, how))
    found = [one for one in found if not one[2].is_inner]
    x = np.asarray([[log_odds(s) for s in f.scores] for _, _, f in found], dtype=float)
    y = np.asarray([right for i, row in enumerate(dev)
                    for right in outcomes(scorer, row, [a for j, a, _ in found if i == j])], dtype=float)  # fmt: skip
    weights = fitted(x, y)
    folds = np.arange(len(y)) * 5 // len(y)
    p = np.empty(len(y))
    for k in range(5):
        p[folds == k] = chance(fitted(x[folds != k], y[folds != k]), x[folds == k])
    bins = np.clip((p * 10).astype(int), 0, 9)
    gaps = [abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in set(bins)]
    print(f"calibration: right {y.mean():.3f}, Brier {np.mean((p - y) ** 2):.4f} (constant {y.var():.4f}), "
          f"expected error {sum(gaps):.4f}")  # fmt: skip
    return dataclasses.replace(how, weights=tuple(round(float(w), 4) for w in weights))


def chance(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-w[0] - x @ w[1:]))


def fitted(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The weights of a constant and of the columns of x."""
    return logistic(np.hstack([np.ones((len(x), 1)), x]), y, ridge=1e-3)


def outcomes(scorer: ModuleType, row: Row, found: list[Attribution]) -> list[bool]:
    """Whether each is right: matched as the scorer does, half of the content and the right source."""
    words, dice = scorer.Words(row["text"]), scorer.dice
    skip = words.of(row.get("discard"))
    wanted = [(words.of(a["source"]), words.of(a["content"])) for a in row["attributions"]]
    given = [(words.of([a.source] if a.source else []), words.of(a.content)) for a in found]
    pairs = sorted((-dice(c, d), i, j) for i, (_, c) in enumerate(wanted) for j, (_, d) in enumerate(given)
                   if c & d and c - skip and d - skip)  # fmt: skip
    used: set[int] = set()
    right: dict[int, bool] = {}
    for negative, i, j in pairs:
        if i not in used and j not in right:
            used.add(i)
            s, t = wanted[i][0], given[j][0]
            right[j] = -negative >= 0.5 and (dice(s, t) >= 0.5 if s and t else not (s or t))
    return [right.get(j, False) for j in range(len(given))]


def write(out: Path, base: Path, network: Path, how: Decoding) -> None:
    """The three files of the model, see regesta/coding/models.py."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(network, out / "attribution.onnx")
    bare = tokenizer_of(base)
    bare.save(str(out / "wordpiece.json"), pretty=False)
    digest: Callable[[str], str] = lambda name: hashlib.sha256((out / name).read_bytes()).hexdigest()  # noqa: E731
    manifest = {"name": "attribution", "network": "attribution.onnx", "tokenizer": "wordpiece.json",
                "sha256": {n: digest(n) for n in ("attribution.onnx", "wordpiece.json")},
                "settings": dataclasses.asdict(how)}  # fmt: skip
    (out / "attribution.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
