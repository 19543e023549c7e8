"""Fit the confidence of events (weighing.py) to whether they are right in running text.

    python training/relations/calibrate.py --run final2/ --run final3/ --base MiniLM/

The sentences are those of our annotated ones that no network was trained on. An event is right when the sentence has
one of its type whose sides share a character with its sides. Prints the coefficients, and what they are worth on
events that they were not fitted on, by five folds.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from encoder import tokenizer_of
from judging import FoldModel, averaged
from logistic import logistic
from prepare import MUTUAL, overlap, scene_of

from evaluation.annotations import is_development
from evaluation.events import annotated_sentences
from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.weighing import features, scores_of
from regesta.coding.events import drafted
from regesta.coding.parser import parse
from regesta.schema import Report, content_id

RIDGE = 1e-2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, action="append", required=True)
    parser.add_argument("--base", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = list(foretold(FoldModel([averaged(options.run)], {}, tokenizer_of(options.base))))
    calibrate(np.array([x for x, _ in rows]), np.array([float(right) for _, right in rows]))


def foretold(model: FoldModel) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Of each event that was judged its features, a constant first, and whether it is right."""
    by_text: dict[str, dict[int, dict[str, Any]]] = {}
    for row in annotated_sentences():
        if is_development(row):
            by_text.setdefault(row["text"], {})[row["start"]] = row
    for parsed in parse([Report(id=content_id("calibrate", t), source="", text=t) for t in by_text]):
        scene, rows = scene_of(parsed), by_text[parsed.report.text]
        for sentence in parsed.sentences:
            if row := rows.get(sentence.start_char):
                judgement, events = drafted(scene, sentence, model)
                left = list(row["events"])
                for one in events:
                    if scores := scores_of(judgement, one):
                        match = next((e for e in left if _is_right(one, e, row["start"])), None)
                        if match is not None:
                            left.remove(match)
                        yield (1.0, *features(one, scores)), match is not None


def _is_right(one: Decided, gold: dict[str, Any], offset: int) -> bool:
    given = [[(m.start_char - offset, m.end_char - offset) for m in side]
             for side in (one.candidate.actors, one.candidate.recipients)]  # fmt: skip
    wanted = [[tuple(span) for span in gold[side]] for side in ("actor", "recipient")]
    if one.type in MUTUAL:
        given, wanted = [given[0] + given[1]], [wanted[0] + wanted[1]]
    sides = zip(given, wanted, strict=True)
    return one.type == gold["type"] and all(
        any(overlap(g, w) for g in some for w in others) or not (some or others) for some, others in sides
    )


def calibrate(x: np.ndarray, y: np.ndarray) -> None:
    fold = np.arange(len(y)) * 5 // len(y)
    p = np.empty(len(y))
    for k in range(5):
        p[fold == k] = 1 / (1 + np.exp(-x[fold == k] @ logistic(x[fold != k], y[fold != k], RIDGE)))
    print("coefficients", np.round(logistic(x, y, RIDGE), 2).tolist(), "events", len(y), "right", round(y.mean(), 3))
    print(f"Brier {np.mean((p - y) ** 2):.3f}, of a constant {y.var():.3f}")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        here = (p >= low) & (p < low + 0.2)
        if here.any():
            print(f"from {low:.1f}: {here.sum()} events, mean {p[here].mean():.2f}, right {y[here].mean():.2f}")


if __name__ == "__main__":
    main()
