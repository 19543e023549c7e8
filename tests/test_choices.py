"""Learned choices: how signs are weighed, and that the weights that ship are what the coder asks for."""

import csv
import math
from importlib import resources

import pytest

from regesta.coding.actors import antecedents, choices, homes
from regesta.coding.actors.choices import NONE, log_chances


@pytest.fixture
def weights(monkeypatch):
    table = {"near": {"": 1.0, "they": 0.5}, "far": {"": -1.0}, "none": {"it": 2.0}}
    monkeypatch.setattr(choices, "_weights", {"toy": table}.__getitem__)


def best(options, kinds):
    found = log_chances("toy", options, kinds)
    return max(found, key=lambda option: found[option])


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [(("", "they"), "a"), (("", "it"), NONE), (("it", "", "it"), NONE), (("they",), "a")],
)
def test_the_kind_of_what_is_asked_about_decides(weights, kinds, expected):
    assert best({"b": ["far"], "a": ["near"], NONE: ["none"]}, kinds) == expected


def test_chances_are_a_softmax_over_sums(weights):
    found = log_chances("toy", {"a": ["near", "near", "unheard"], "b": ["far"], NONE: []}, ("",))
    assert sum(map(math.exp, found.values())) == pytest.approx(1)
    assert found["a"] - found["b"] == pytest.approx(2)  # a sign counts once
    assert found[NONE] - found["b"] == pytest.approx(1)


@pytest.mark.parametrize("name", [homes.MODEL, antecedents.MODEL])
def test_the_weights_that_ship(name):
    path = resources.files("regesta.coding").joinpath(f"weights/{name}.csv")
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len({(row["sign"], row["kind"]) for row in rows}) == len(rows) > 1000
    assert all(abs(float(row["weight"])) < 10 for row in rows)
    assert any(row["sign"] == "none" for row in rows)
