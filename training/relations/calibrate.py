"""Fit the confidence of events (weighing.py) to whether they are right in running text.

    python training/relations/calibrate.py --run final2/ --run final3/ --base MiniLM/

The sentences are those of our annotated ones that no network was trained on; several readings may be right of one
deed. Prints the coefficients, what they are worth on readings that they were not fitted on, by five folds, and how many
of the events that stand are right at each confidence.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from encoder import tokenizer_of
from judging import FoldModel, averaged
from logistic import logistic
from prepare import MUTUAL, overlap, scene_in

from evaluation.annotations import is_development
from evaluation.events import annotated_sentences
from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.judgement import Judgement
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.settling import settled
from regesta.coding.deeds.weighing import features, weighed
from regesta.coding.events import readings
from regesta.coding.parser import parse
from regesta.schema import Report, content_id

RIDGE = 1e-2
AS_ONE = MUTUAL | {"SUPPORT"}  # types whose two sides count as one, as in evaluation/events.py


@dataclass(frozen=True)
class Sentence:
    """A sentence kept from training: its readings, its annotated events, and where it begins."""

    scene: Scene
    judgement: Judgement
    read: list[Decided]
    events: list[dict[str, Any]]
    start: int

    def is_right(self, one: Decided) -> bool:
        """Whether an annotated event has its type, and sides that share a character with its sides."""
        return any(_is_right(one, event, self.start) for event in self.events)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, action="append", required=True)
    parser.add_argument("--base", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    kept = list(sentences(FoldModel([averaged(options.run)], {}, tokenizer_of(options.base))))
    rows = [(known.terms(), s.is_right(one)) for s in kept for one in s.read if (known := features(s.judgement, one))]
    fitted = fit(np.array([x for x, _ in rows]), np.array([float(right) for _, right in rows]))
    told = [(one.confidence, s.is_right(one)) for s in kept if s.judgement.actors
            for one in settled(s.scene, weighed(s.judgement, s.read, fitted))]  # fmt: skip
    table(*np.array(told, dtype=float).T)


def sentences(model: FoldModel) -> Iterator[Sentence]:
    """The annotated sentences that no network was trained on, as the coder reads them with that model."""
    by_text: dict[str, dict[int, dict[str, Any]]] = {}
    for row in annotated_sentences():
        if is_development(row):
            by_text.setdefault(row["text"], {})[row["start"]] = row
    for parsed in parse([Report(id=content_id("calibrate", t), source="", text=t) for t in by_text]):
        scene, rows = scene_in(parsed), by_text[parsed.report.text]
        for sentence in parsed.sentences:
            if row := rows.get(sentence.start_char):
                told = [event for event in row["events"] if event["status"] != "hyp"]
                yield Sentence(scene, *readings(scene, sentence, model), told, row["start"])


def _is_right(one: Decided, gold: dict[str, Any], offset: int) -> bool:
    given = [[(m.start_char - offset, m.end_char - offset) for m in side]
             for side in (one.candidate.actors, one.candidate.recipients)]  # fmt: skip
    wanted = [[tuple(span) for span in gold[side]] for side in ("actor", "recipient")]
    if one.type in AS_ONE:
        given, wanted = [given[0] + given[1]], [wanted[0] + wanted[1]]
    sides = zip(given, wanted, strict=True)
    return one.type == gold["type"] and all(
        any(overlap(g, w) for g in some for w in others) or not (some or others) for some, others in sides
    )


def fit(x: np.ndarray, y: np.ndarray) -> list[float]:
    """The coefficients; prints what they are worth on readings that they were not fitted on."""
    fold = np.arange(len(y)) * 5 // len(y)
    p = np.empty(len(y))
    for k in range(5):
        p[fold == k] = 1 / (1 + np.exp(-x[fold == k] @ logistic(x[fold != k], y[fold != k], RIDGE)))
    fitted: list[float] = np.round(logistic(x, y, RIDGE), 2).tolist()
    print("coefficients", fitted, "readings", len(y), "right", round(y.mean(), 3))
    print(f"Brier {np.mean((p - y) ** 2):.3f}, of a constant {y.var():.3f}")
    return fitted


def table(p: np.ndarray, y: np.ndarray) -> None:
    """How many of the events that stand are right, by their confidence."""
    print(f"events {len(y)}, Brier {np.mean((p - y) ** 2):.3f}, of a constant {y.var():.3f}")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        here = (p >= low) & (p < low + 0.2)
        if here.any():
            print(f"from {low:.1f}: {here.sum()} events, mean {p[here].mean():.2f}, right {y[here].mean():.2f}")


if __name__ == "__main__":
    main()
