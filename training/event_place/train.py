"""Train `regesta/coding/weights/event_place.csv`: which place name of a sentence says where its event happened.

    python training/event_place/train.py dev.jsonl [--write]

The data are 9,197 verbs with the places at which they happened (MIT licence; see `README.md`), a JSON object a line
with `text`, `tokens`, `verb` and `locations` (token numbers, inclusive). Prints the token F1 of a five-fold
cross-validation; with --write, trains on all of it and writes the weights. Needs scikit-learn; the package does not.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from regesta.coding.parser import Parsed, parse
from regesta.coding.where import features, in_sentence
from regesta.schema import Report, content_id

WEIGHTS = Path(__file__).parent.parent.parent / "regesta" / "coding" / "weights" / "event_place.csv"
RARE = 4  # features seen in fewer places are left out
STRENGTH = 0.3  # of the regularisation (scikit-learn's C); flat between 0.15 and 0.6
NOISY = "masdar_kill_"  # rows of which nine in ten lack the place that their sentence names


def main(path: Path, write: bool) -> None:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    reports = [Report(id=content_id(i), source=f"{i}.txt", text=row["text"]) for i, row in enumerate(rows)]
    parsed = [p for at in range(0, len(reports), 200) for p in parse(reports[at : at + 200])]
    events = [describe(row, p) for row, p in zip(rows, parsed, strict=True)]
    validate(rows, events)
    if write:
        save(events, [not str(row["id"]).startswith(NOISY) for row in rows])


def describe(row: dict[str, Any], parsed: Parsed) -> dict[str, Any]:
    """The features of each place of the trigger's sentence, whether it is the place of the event, its tokens."""
    spans = align(row["text"], row["tokens"])
    gold = {i for a, b in row["locations"] for i in range(a, b + 1) if i < len(spans)}
    trigger = parsed.token_at(spans[row["verb"][0]][0])
    assert trigger is not None
    candidates = in_sentence(parsed, trigger)
    described = []
    for i, t in enumerate(candidates):
        tokens = {k for k, (a, b) in enumerate(spans) if a < t.end and b > t.start}
        described.append((list(features(trigger, i, candidates)), bool(tokens & gold), tokens))
    return {"gold": gold, "places": described}


def align(text: str, tokens: Sequence[str]) -> list[tuple[int, int]]:
    """(start, end) of each token in the text."""
    spans, at = [], 0
    for token in tokens:
        start = text.find(token.strip(), at)
        start = at if start < 0 else start
        at = start + len(token.strip())
        spans.append((start, at))
    return spans


def matrix(events: Sequence[dict[str, Any]], index: dict[str, int]) -> csr_matrix:
    columns, starts = [], [0]
    for event in events:
        for names, _, _ in event["places"]:
            columns.extend(sorted({index[n] for n in names if n in index}))
            starts.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(starts) - 1, len(index)))


def fit(events: Sequence[dict[str, Any]]) -> tuple[dict[str, int], LogisticRegression]:
    counts = Counter(n for event in events for names, _, _ in event["places"] for n in set(names))
    index = {n: i for i, n in enumerate(sorted(n for n, k in counts.items() if k >= RARE))}
    labels = [label for event in events for _, label, _ in event["places"]]
    model = LogisticRegression(C=STRENGTH, max_iter=400)
    model.fit(matrix(events, index), labels)
    return index, model


def validate(rows: Sequence[dict[str, Any]], events: list[dict[str, Any]]) -> None:
    """Print token F1 by cross-validation: all places above the threshold, and the best one only."""
    chances: dict[tuple[int, int], float] = {}
    groups = [row["text"] for row in rows]
    for train, test in GroupKFold(5, shuffle=True, random_state=1).split(events, groups=groups):
        index, model = fit([events[i] for i in train])
        held = [events[i] for i in test]
        predicted = iter(model.predict_proba(matrix(held, index))[:, 1])
        for i, event in zip(test, held, strict=True):
            for k in range(len(event["places"])):
                chances[int(i), k] = float(next(predicted))
    clean = [not str(row["id"]).startswith(NOISY) for row in rows]
    for name, kept in (("all rows", [True] * len(rows)), ("without the noisy rows", clean)):
        for threshold in (0.3, 0.35, 0.4, 0.45, 0.5):
            print(
                name,
                threshold,
                score(events, chances, threshold, kept, False),
                score(events, chances, threshold, kept, True),
            )


def score(
    events: Sequence[dict[str, Any]],
    chances: dict[tuple[int, int], float],
    threshold: float,
    kept: Sequence[bool],
    single: bool,
) -> tuple[float, float, float]:
    """Precision, recall and F1 over tokens."""
    right = given = wanted = 0
    for i, event in enumerate(events):
        if not kept[i]:
            continue
        found = [
            (chances[i, k], tokens) for k, (_, _, tokens) in enumerate(event["places"]) if chances[i, k] >= threshold
        ]
        if single:
            found = sorted(found, key=lambda f: -f[0])[:1]
        tokens = set().union(*(t for _, t in found))
        right, given, wanted = right + len(tokens & event["gold"]), given + len(tokens), wanted + len(event["gold"])
    p, r = right / max(given, 1), right / max(wanted, 1)
    return round(p, 3), round(r, 3), round(2 * p * r / max(p + r, 1e-9), 3)


def save(events: list[dict[str, Any]], kept: Sequence[bool]) -> None:
    index, model = fit([event for event, keep in zip(events, kept, strict=True) if keep])
    weights = model.coef_[0]
    bias = float(model.intercept_[0])
    with WEIGHTS.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        for name, i in index.items():
            weight = float(weights[i]) + (bias if name == "bias" else 0.0)
            if abs(weight) >= 0.005:
                writer.writerow([name, f"{weight:.3f}"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
