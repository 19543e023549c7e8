"""The figures of the card: every benchmark row judged by the network of the fold that had not seen its sentence.

    python training/relations/crossed.py --plv plv/train.jsonl --aw aw/train.jsonl --base MiniLM/ --scorer triples.py \
        --runs run0/ run1/ …

`--runs` are the folders of train.py with --fold 0, 1 …, in this order; with fewer than all folds only their rows count.
Prints the figures of `relate` with the network alone and with the rules, and the triples of the whole coder.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from encoder import tokenizer_of
from judging import FoldModel, averaged
from prepare import COOPERATIVE, TYPES, Row, aw, folds, plv

from regesta.coding import pipeline
from regesta.coding.coding_object import coding_object
from regesta.coding.deeds.relating import relate
from regesta.schema import Report, content_id
from regesta.settings import Settings

VERBAL = {"AGREE": "1", "CONSULT": "1", "SUPPORT": "1", "COOPERATE": "2", "AID": "2", "YIELD": "2", "REQUEST": "3",
          "ACCUSE": "3", "REJECT": "3", "THREATEN": "3"}  # quad classes; the other types are "4"  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plv", type=Path, required=True)
    parser.add_argument("--aw", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--runs", type=Path, nargs="+", required=True)
    parser.add_argument("--of", type=int, default=5)
    parser.add_argument("--scorer", type=Path, help="triples.py")
    options = parser.parse_args()
    torch.set_num_threads(1)
    model, rows = fold_model(options)
    pairs = [(r.text, r.a, r.b) for r in rows]
    alone = [dict(zip(TYPES, model.read(t, (a, b), [(0, 1)]).pairs[0], strict=True)) for t, a, b in pairs]
    print("network alone", json.dumps(figures(rows, alone)))
    print("network and rules", json.dumps(figures(rows, [one.scores for one in relate(pairs, model)])))
    if options.scorer:
        print(triples(options, model, {r.text for r in rows if r.group.startswith("plv")}))


def fold_model(options: argparse.Namespace) -> tuple[FoldModel, list[Row]]:
    """The networks of the folds at hand, and the rows that they had not seen."""
    networks = [averaged([run]) for run in options.runs]
    rows = plv(options.plv) + aw(options.aw)
    fold = folds(rows, options.of, seed=1)
    rows = [r for r in rows if fold[r.group] < len(networks)]
    return FoldModel(networks, {r.text: fold[r.group] for r in rows}, tokenizer_of(options.base)), rows


def figures(rows: list[Row], given: Sequence[dict[str, float]]) -> dict[str, float]:
    gold, found, sides, sided = [], [], [], []
    for row, s in zip(rows, given, strict=True):
        by_type = {t: x for t, x in s.items() if t != "none"}
        if row.group.startswith("plv"):
            by_type["YIELD"] = by_type.pop("CONCEDE") + by_type.pop("RETREAT")
            gold.append("YIELD" if row.targets <= {"CONCEDE", "RETREAT"} else next(iter(row.targets)))
            found.append(max(by_type, key=lambda k: by_type[k]))
        else:
            sides.append("cooperation" if row.targets <= COOPERATIVE else "conflict")
            friendly = sum(v for k, v in by_type.items() if k in COOPERATIVE)
            sided.append("conflict" if sum(by_type.values()) - friendly > friendly else "cooperation")
    quads = [[VERBAL.get(t, "4") for t in types] for types in (gold, found)]
    return {"PLV macro-F1": macro_f1(gold, found), "quad": macro_f1(*quads), "A/W macro-F1": macro_f1(sides, sided)}


def macro_f1(gold: list[str], given: list[str]) -> float:
    parts = [
        2 * sum(g == p == x for g, p in zip(gold, given, strict=True)) / (gold.count(x) + given.count(x) or 1)
        for x in sorted(set(gold))
    ]
    return round(sum(parts) / len(parts), 4)


def triples(options: argparse.Namespace, model: FoldModel, texts: set[str]) -> str:
    """What the scorer says of the whole coder with the fold's network, on the texts of the folds at hand."""
    pipeline._relations = lambda settings: model  # the coder itself offers no other network than the one that ships
    lines = [line for line in options.plv.read_text("utf-8").splitlines() if json.loads(line)["text"] in texts]
    names = {t: hashlib.sha256(t.encode()).hexdigest()[:16] for t in sorted(texts)}  # as triples.py names them
    reports = [Report(id=content_id("crossed", t), source=f"{n}.txt", text=t) for t, n in names.items()]
    with tempfile.TemporaryDirectory() as folder:
        gold, coded = Path(folder) / "gold.jsonl", Path(folder) / "coded.jsonl"
        gold.write_text("".join(line + "\n" for line in lines), "utf-8")
        objects = (coding_object(c) for c in pipeline.code(reports, Settings()))
        coded.write_text("".join(json.dumps(o) + "\n" for o in objects), "utf-8")
        command = [sys.executable, str(options.scorer), str(gold), str(coded)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
