"""Train the weights of the coder's learned choices: `homes.csv` (countries) and `antecedents.csv` (pronouns,
descriptions) in `regesta/coding/weights`.

    python training/choices/train.py [--rounds 3] [--only homes] [--empty]

The data are `evaluation/actors_training.jsonl`. Each round codes the training reports with the weights of the round
before and fits them again, since one choice leads to the next; `--empty` begins without weights. Prints the shares of
right choices on the training and the development reports. A choice is a softmax over the sums of its weights (a
conditional logit) with a ridge, fitted by L-BFGS. Needs scipy; the package does not.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from collect import Choice, choices, read
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from evaluation.actors_training import annotated_reports
from evaluation.annotations import is_development
from regesta.coding.actors import antecedents, homes
from regesta.coding.actors.choices import forget, log_chances

WEIGHTS = Path(__file__).parent.parent.parent / "regesta" / "coding" / "weights"
RIDGE = {"homes": 20.0, "antecedents": 60.0}
RARE = 4  # signs of a kind seen in fewer choices are left out
LEAST = 0.02  # smaller weights are left out
_Index = dict[tuple[str, str], int]


def main() -> None:
    options = _options()
    rows = annotated_reports()
    held = read([r for r in rows if is_development(r)])
    reports = read([r for r in rows if not is_development(r)])
    names = [options.only] if options.only else [homes.MODEL, antecedents.MODEL]
    if options.empty:
        for name in names:
            save(name, {}, np.zeros(0))
    for turn in range(options.rounds):
        met = list(choices(reports))
        for name in names:
            mine = [c for c in met if c.model == name]
            index, weights = fit(mine)
            save(name, index, weights)
            print(f"round {turn + 1}: {name} {len(mine)} choices, {len(index)} weights, "
                  f"right in training {np.mean(right(mine, index, weights)):.3f}", flush=True)  # fmt: skip
        forget()
        later = list(choices(held))
        for name in names:
            print(f"    {name}: right in development {figures([c for c in later if c.model == name])}", flush=True)


def figures(met: Sequence[Choice]) -> str:
    """Shares of right choices by the coarsest kinds, with the shipped weights."""
    hits: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for c in met:
        chances = log_chances(c.model, c.options, c.kinds)
        ok = max(chances, key=lambda o: chances[o]) in c.right
        for group in (
            "all",
            next(
                (k for k in c.kinds if k in ("m", "f", "n", "p", "nominal")),
                "named" if any(k.startswith("named") for k in c.kinds) else "unnamed",
            ),
        ):
            hits[group] += ok
            counts[group] += 1
    return ", ".join(f"{g} {hits[g] / counts[g]:.3f} of {counts[g]}" for g in counts)


def fit(met: Sequence[Choice]) -> tuple[_Index, np.ndarray]:
    """The weights of one model that make the right options likeliest."""
    ridge = RIDGE[met[0].model]
    counts = Counter(pair for c in met for pair in {p for signs in c.options.values() for p in pairs(signs, c.kinds)})
    index = {pair: i for i, pair in enumerate(sorted(p for p, n in counts.items() if n >= RARE))}
    x, sizes = matrix(met, index), [len(c.options) for c in met]
    y = np.array([float(option in c.right) for c in met for option in c.options])
    group, starts = np.repeat(np.arange(len(met)), sizes), np.r_[0, np.cumsum(sizes)[:-1]]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        p = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        p /= np.add.reduceat(p, starts)[group]
        good = np.add.reduceat(p * y, starts)
        return (-np.log(good + 1e-12).sum() + ridge / 2 * w @ w, x.T @ (p - p * y / good[group]) + ridge * w)

    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return index, found.x


def right(met: Sequence[Choice], index: _Index, weights: np.ndarray) -> list[bool]:
    """Whether the likeliest option of each choice is a right one."""
    scores, at, found = matrix(met, index) @ weights, 0, []
    for c in met:
        best = int(np.argmax(scores[at : at + len(c.options)]))
        found.append(list(c.options)[best] in c.right)
        at += len(c.options)
    return found


def matrix(met: Sequence[Choice], index: _Index) -> csr_matrix:
    """A row an option, a column a sign of a kind."""
    columns: list[int] = []
    starts = [0]
    for c in met:
        for signs in c.options.values():
            columns.extend(index[pair] for pair in pairs(signs, c.kinds) if pair in index)
            starts.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(starts) - 1, len(index)))


def pairs(signs: Sequence[str], kinds: Sequence[str]) -> list[tuple[str, str]]:
    """Each sign with each kind, once."""
    return [(sign, kind) for sign in dict.fromkeys(signs) for kind in dict.fromkeys(kinds)]


def save(name: str, index: _Index, weights: np.ndarray) -> None:
    """Write the weights that count."""
    with (WEIGHTS / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(["sign", "kind", "weight"])
        for (sign, kind), i in index.items():
            if abs(weights[i]) >= LEAST:
                writer.writerow([sign, kind, f"{weights[i]:.2f}"])
    forget()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=[homes.MODEL, antecedents.MODEL])
    parser.add_argument("--empty", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
