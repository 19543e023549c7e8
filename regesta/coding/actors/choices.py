"""Learned choices among what a report offers: whom a pronoun means, which country somebody is of.

What speaks for an option are signs ('owner', 'place nearest after'), told apart by what is asked about ('pl REB');
NONE is an option too. The chance of an option is a softmax over the sums of its weights (a conditional logit), which
are in `weights/NAME.csv`: sign, kind, weight. `training/choices/train.py` makes them.
"""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Final

NONE: Final = ""
Options = Mapping[str, Sequence[str]]  # option -> its signs


def log_chances(name: str, options: Options, kinds: Iterable[str]) -> dict[str, float]:
    """The logarithm of the chance of each option."""
    table, asked = _weights(name), frozenset(kinds)
    known: dict[str, float] = {}
    for sign in (sign for signs in options.values() for sign in signs):
        if sign not in known:
            row = table.get(sign, {})
            known[sign] = math.fsum([row[kind] for kind in row.keys() & asked])  # exact, so in any order the same
    scores = {option: sum(map(known.__getitem__, dict.fromkeys(signs))) for option, signs in options.items()}
    top = max(scores.values())
    total = math.log(sum(math.exp(score - top) for score in scores.values())) + top
    return {option: score - total for option, score in scores.items()}


def forget() -> None:
    """Read the weights anew, after a training has changed them."""
    _weights.cache_clear()


@lru_cache(maxsize=4)
def _weights(name: str) -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    with resources.files("regesta.coding").joinpath(f"weights/{name}.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            table.setdefault(row["sign"], {})[row["kind"]] = float(row["weight"])
    return table
