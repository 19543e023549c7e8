"""The annotated statements: offsets that hold, acts that the lexicon knows, nesting that is nesting."""

import csv
import json
from importlib import resources
from typing import Any

import pytest

from evaluation.annotations import FOLDER, load, outermost
from evaluation.coding import shared

NAMES = ("statements_blind", "statements_training")
HALVES = [[json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()] for name in NAMES]
PARTS = ("source", "cue", "content", "addressee", "channel", "relay")


def acts() -> set[str]:
    with resources.files("regesta.knowledge").joinpath("data/cues.csv").open(encoding="utf-8") as lines:
        return {row["act"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))}


@pytest.mark.parametrize("half", HALVES, ids=NAMES)
def test_no_text_is_in_the_repository(half: list[dict[str, Any]]) -> None:
    assert all(set(row) == {"id", "sha256", "attributions"} for row in half)
    assert len(half) == 40


def test_no_text_is_in_both_halves() -> None:
    first, second = ({row["id"] for row in half} for half in HALVES)
    assert not first & second


@pytest.mark.parametrize("half", HALVES, ids=NAMES)
def test_acts_are_those_of_the_lexicon(half: list[dict[str, Any]]) -> None:
    assert {a["act"] for row in half for a in row["attributions"]} <= acts()


@pytest.mark.parametrize("half", HALVES, ids=NAMES)
def test_a_nested_statement_has_its_cue_in_the_outer_content(half: list[dict[str, Any]]) -> None:
    for row in half:
        for one in row["attributions"]:
            if one["within"] is not None:
                outer = row["attributions"][one["within"]]
                (start, end), *_ = one["cue"]
                assert any(s <= start and end <= e for s, e in outer["content"]), (row["id"], one)
        assert outermost(row["attributions"])


@pytest.mark.parametrize("name", NAMES)
def test_spans_are_words_of_the_text(name: str) -> None:
    if shared() is None:
        pytest.skip("no benchmark folder beside the repository")
    rows = load(name)
    assert len(rows) == 40
    for row in rows:
        for one in row["attributions"]:
            for start, end in (span for part in PARTS for span in one.get(part, [])):
                words = row["text"][start:end]
                assert words == words.strip() != "", (row["id"], words)
                assert "\n" not in words
