"""The annotated reports: no text in them, known codes, and what their figures count."""

from pathlib import Path

import pytest

from evaluation import actors_training
from evaluation.actors_training import SUCCESSORS, b_cubed, class_of, wanted_countries
from evaluation.annotations import is_development
from evaluation.coding import rows
from regesta.knowledge.actors import countries

ROWS = rows(Path(actors_training.__file__).with_name("actors_training.jsonl"))


def test_no_text_is_in_it_and_each_mention_has_an_entity():
    assert all(set(row) == {"corpus", "id", "sha256", "entities", "mentions"} for row in ROWS)
    for row in ROWS:
        spans = [tuple(mention[:2]) for mention in row["mentions"]]
        assert spans == sorted(set(spans))
        assert {entity for _, _, entity in row["mentions"]} <= set(range(len(row["entities"])))
        assert max((len(entity["name"]) for entity in row["entities"]), default=0) < 120


def test_kinds_and_codes_are_known():
    entities = [entity for row in ROWS for entity in row["entities"]]
    assert {entity["kind"] for entity in entities} == {"actor", "place", "no"}
    used = {code for entity in entities for code in wanted_countries(entity)}
    assert used <= {*countries(), "XIO", "XIS"}, used - {*countries(), "XIO", "XIS"}
    assert set(SUCCESSORS.values()) <= set(countries())


def test_a_seventh_is_development_and_none_is_gold():
    assert 0.1 < sum(map(is_development, ROWS)) / len(ROWS) < 0.2
    gold = {(r["corpus"], r["report"]) for r in rows(Path(actors_training.__file__).with_name("mentions_gold.jsonl"))}
    assert gold.isdisjoint((row["corpus"], row["id"]) for row in ROWS)


@pytest.mark.parametrize(("code", "expected"), [("UNO", "XIO"), ("NGO", "XIO"), ("IMG", "XIS"), ("KEN", "KEN")])
def test_codes_that_annotators_did_not_part(code, expected):
    assert class_of(code) == expected


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("a", 1), ("a", 1)], [(1, 1), (1, 1)]),
        ([("a", 1), ("a", 2)], [(0.5, 1), (0.5, 1)]),
        ([("a", 1), ("b", 1)], [(1, 0.5), (1, 0.5)]),
    ],
)
def test_b_cubed(pairs, expected):
    assert b_cubed(pairs) == expected
