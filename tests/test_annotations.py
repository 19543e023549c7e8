"""The annotated statements: offsets that hold, acts that the lexicon knows, nesting that is nesting."""

import csv
import hashlib
import json
from importlib import resources
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from evaluation import annotations
from evaluation.annotations import FOLDER, completed, load, outermost, parts_found
from evaluation.coding import shared
from regesta.coding.coded import Coded

TEXTS = {
    "statements_blind": 40, "statements_training": 140, "statements_second_blind": 30, "statements_written": 295,
}  # fmt: skip
OWN = "statements_written"  # the only one with texts, which are ours
NAMES = tuple(TEXTS)
SETS = [[json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()] for name in NAMES]
NAMED_SETS = list(zip(NAMES, SETS, strict=True))
PARTS = ("source", "cue", "content", "addressee", "channel", "relay")


def acts() -> set[str]:
    with resources.files("regesta.knowledge").joinpath("data/cues.csv").open(encoding="utf-8") as lines:
        return {row["act"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))}


@pytest.mark.parametrize(("name", "rows"), NAMED_SETS, ids=NAMES)
def test_no_text_of_others_is_in_the_repository(name: str, rows: list[dict[str, Any]]) -> None:
    assert all(set(row) == {"id", "text" if name == OWN else "sha256", "attributions"} for row in rows)
    keys = {*PARTS, "act", "within"}
    assert all(set(one) <= keys for row in rows for one in row["attributions"])
    assert len(rows) == TEXTS[name]


def test_no_text_is_in_two_sets() -> None:
    ids = [{row["id"] for row in rows} for rows in SETS]
    assert all(not first & second for first, second in combinations(ids, 2))


@pytest.mark.parametrize("rows", SETS, ids=NAMES)
def test_acts_are_those_of_the_lexicon(rows: list[dict[str, Any]]) -> None:
    assert {a["act"] for row in rows for a in row["attributions"] if a["cue"]} <= acts()


@pytest.mark.parametrize("rows", SETS, ids=NAMES)
def test_a_nested_statement_has_its_cue_in_the_outer_content(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for one in row["attributions"]:
            if one["within"] is not None:
                outer = row["attributions"][one["within"]]
                (start, end), *_ = one["cue"] or one["content"]
                assert any(s <= start and end <= e for s, e in outer["content"]), (row["id"], one)
        assert outermost(row["attributions"])


ADDED = [json.loads(line) for line in (FOLDER / "polnear_parts.jsonl").read_text("utf-8").splitlines()]


def test_additions_to_an_article_keep_what_it_has() -> None:
    article = {"text": "Lind told Berg that it burns, he thinks.", "attributions": [
        {"source": [[0, 4]], "cue": [[5, 9]], "content": [[15, 39]]}]}  # fmt: skip
    added = {"parts": [{"n": 0, "addressee": [[10, 14]]}],
             "nested": [{"in": 0, "cue": [[33, 39]], "content": [[20, 28]], "act": "believe"}]}  # fmt: skip
    outer, inner = completed(article, added)["attributions"]
    assert outer == {"source": [[0, 4]], "cue": [[5, 9]], "content": [[15, 39]], "addressee": [[10, 14]]}
    assert inner["within"] == 0 and inner["source"] == [] and inner["cue"] == [[33, 39]]
    assert "addressee" not in article["attributions"][0]


def test_additions_hold_positions_and_known_acts_only() -> None:
    keys = {*PARTS, "act", "in", "n"}
    assert all(set(row) == {"id", "sha256", "parts", "nested"} for row in ADDED)
    assert all(set(one) <= keys for row in ADDED for one in (*row["parts"], *row["nested"]))
    assert {one["act"] for row in ADDED for one in row["nested"] if one["cue"]} <= acts()


@pytest.mark.parametrize(("name", "rows"), NAMED_SETS, ids=NAMES)
def test_the_readme_counts_what_is_there(name: str, rows: list[dict[str, Any]]) -> None:
    all_of_them = [one for row in rows for one in row["attributions"]]
    counts = [len(rows), len(all_of_them), sum(one["within"] is not None for one in all_of_them)]
    counts += [sum(bool(one.get(part)) for one in all_of_them) for part in ("addressee", "channel", "relay")]
    line = " | ".join([f"| `{name}.jsonl`", *map(str, counts)]) + " |"
    assert line in (FOLDER / "README.md").read_text("utf-8").splitlines()


def test_a_text_of_tokens_is_joined_by_spaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "score").mkdir()
    (tmp_path / "bench" / "coref").mkdir(parents=True)
    tokens = {"id": "one", "tokens": ["She", "said", "so", "."]}
    (tmp_path / "bench" / "coref" / "gum_news_dev.jsonl").write_text(json.dumps(tokens) + "\n", "utf-8")
    sha = hashlib.sha256(b"She said so .").hexdigest()
    row = {"id": "gum:one", "sha256": sha, "attributions": []}
    (tmp_path / "annotated.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    monkeypatch.setenv("REGESTA_SHARED", str(tmp_path))
    monkeypatch.setattr(annotations, "FOLDER", tmp_path)
    assert [one["text"] for one in load("annotated")] == ["She said so ."]


def test_a_part_is_right_of_those_annotated_and_of_those_given() -> None:
    def told(**spans: list[tuple[int, int]]) -> SimpleNamespace:
        return SimpleNamespace(row=SimpleNamespace(act="say"), spans=lambda field: spans.get(field, []))

    text = "rain fell snow fell hail fell here there"
    contents = [[0, 9]], [[10, 19]], [[20, 29]]
    wanted: list[dict[str, Any]] = [{"content": c, "act": "say", "within": None} for c in contents]
    wanted[0]["channel"] = wanted[1]["channel"] = [[30, 34]]
    given = [
        told(content=[(0, 9)], channel=[(30, 34)]),
        told(content=[(10, 19)], channel=[(35, 40)]),
        told(content=[(20, 29)], channel=[(30, 34)]),
    ]
    coded = [cast(Coded, SimpleNamespace(statements=given))]
    figures = parts_found([{"text": text, "attributions": wanted}], coded)
    assert (figures["channel right"], figures["channel too many"]) == (0.5, 1)
    assert figures["channel precision"] == pytest.approx(1 / 3)
    assert figures["act right"] == 1


@pytest.mark.parametrize("name", NAMES)
def test_spans_are_words_of_the_text(name: str) -> None:
    if shared() is None:
        pytest.skip("no benchmark folder beside the repository")
    rows = load(name)
    assert len(rows) == TEXTS[name]
    for row in rows:
        for one in row["attributions"]:
            for start, end in (span for part in PARTS for span in one.get(part, [])):
                words = row["text"][start:end]
                assert words == words.strip() != "", (row["id"], words)
                assert "\n" not in words
