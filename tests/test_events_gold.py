"""The gold events: codes that the code books know, spans that lie in their sentences, and what the figures count."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from evaluation import events
from evaluation.coding import rows, shared
from evaluation.events import gold_events, gold_set, gold_texts
from regesta.knowledge import codes
from regesta.knowledge.actors import NON_STATES, countries
from regesta.settings import Settings

SENTENCES = {"events_gold": 60, "events_gold_second": 100}
SETS = {name: gold_set(name) for name in SENTENCES}
STATUS = {"happened", "alleged", "denied", "planned", "hypothetical", "did not happen"}
SPANS = {"actor_spans", "recipient_spans"}
EACH = pytest.mark.parametrize(("name", "rows"), SETS.items(), ids=SETS)


@EACH
def test_no_text_is_in_the_repository(name: str, rows: list[dict[str, Any]]) -> None:
    assert len(rows) == SENTENCES[name]
    assert all(set(row) == {"corpus", "report", "start", "end", "events"} for row in rows)
    keys = {"type", "mode", "actor", "recipient", "status"} | (SPANS if name == "events_gold_second" else set())
    assert all(set(one) == keys for row in rows for one in row["events"])


@EACH
def test_codes_are_known(name: str, rows: list[dict[str, Any]]) -> None:
    known = {*countries(), *NON_STATES}
    for one in (one for row in rows for one in row["events"]):
        assert codes.is_code(one["type"], one["mode"]), (name, one)
        assert {*one["actor"], *one["recipient"]} <= known, (name, one)
        assert one["status"] in STATUS, (name, one)


READ = rows(Path(events.__file__).parent / "events_training.jsonl")


def test_sentences_to_train_on_hold_codes_and_positions_only() -> None:
    assert len(READ) == 12225 and sum(len(row["events"]) for row in READ) == 13808
    assert len({(row["sha256"], row["start"]) for row in READ}) == len(READ)
    assert all(set(row) == {"id", "sha256", "start", "end", "actors", "events"} for row in READ)
    for one in (one for row in READ for one in row["events"]):
        assert set(one) == {"actor", "recipient", "type", "trigger", "status"}
        assert codes.is_code(one["type"], None)
        assert one["status"] in {"yes", "old", "alleged", "denied", "plan", "hyp", "no"}


def test_spans_to_train_on_lie_in_their_sentences() -> None:
    for row in READ:
        spans = [*row["actors"], *(s for e in row["events"] for s in (e["trigger"], *e["actor"], *e["recipient"]))]
        assert all(0 <= start < end <= row["end"] - row["start"] for start, end in spans), row


def test_no_report_of_the_gold_sets_is_trained_on() -> None:
    blind = {f"{row['corpus']}:{row['report']}" for name in SETS for row in SETS[name]}
    assert not blind & {row["id"] for row in READ}


def test_no_report_is_in_two_sets() -> None:
    reports = [{(row["corpus"], row["report"]) for row in rows} for rows in SETS.values()]
    assert all(not one & other for one, other in combinations(reports, 2))


@EACH
def test_spans_lie_in_their_sentences(name: str, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for one in row["events"]:
            for start, end in [*one.get("actor_spans", ()), *one.get("recipient_spans", ())]:
                assert row["start"] <= start < end <= row["end"], (name, row)


@EACH
@pytest.mark.skipif(shared() is None, reason="no benchmarks beside the repository")
def test_sentences_are_in_their_reports(name: str, rows: list[dict[str, Any]]) -> None:
    folder = shared()
    assert folder is not None
    texts = gold_texts(folder, {(g["corpus"], g["report"]) for g in gold_set(name)})
    for row in rows:
        text = texts[row["corpus"], row["report"]]["text"]
        assert 0 <= row["start"] < row["end"] <= len(text), (name, row)
        for one in row["events"]:
            for start, end in [*one.get("actor_spans", ()), *one.get("recipient_spans", ())]:
                outside = text[max(0, start - 1) : start] + text[end : end + 1]
                assert not any(c.isalnum() for c in outside), (name, text[start:end])  # whole words


def test_figures_count_what_was_found(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def event(kind: str, actor: str | None, status: str, start: int) -> dict[str, Any]:
        return {"type": kind, "status": status, "sentence": {"start": 0}, "recipient": [],
                "actor": [{"country": actor, "start": start, "end": start + 5}]}  # fmt: skip

    def gold(kind: str) -> dict[str, Any]:
        return {"type": kind, "mode": None, "actor": ["FRA"], "recipient": [], "status": "happened",
                "actor_spans": [[3, 9]], "recipient_spans": []}  # fmt: skip

    sentence = {"corpus": "re3d", "report": "a", "start": 0, "end": 60,
                "events": [gold("REQUEST"), gold("REQUEST"), gold("ASSAULT")]}  # fmt: skip
    told = [event("REQUEST", "FRA", "happened", 0), event("REQUEST", "FRA", "alleged", 20),
            event("ASSAULT", "DEU", "happened", 0), {**event("AID", "FRA", "happened", 0), "sentence": {"start": 61}}]  # fmt: skip
    monkeypatch.setattr(events, "gold_set", lambda _: [sentence])
    monkeypatch.setattr(events, "gold_texts", lambda *_: {("re3d", "a"): {"text": "words"}})
    monkeypatch.setattr(events, "coded", lambda *_: [{"events": told}])
    assert gold_events("any", tmp_path, Settings()) == {
        "precision": 0.667, "recall": 0.667, "f1": 0.667, "n": 3.0, "status": 0.5, "words": 0.5,
        "recall ASSAULT": 0.0, "n ASSAULT": 1.0, "recall REQUEST": 1.0, "n REQUEST": 2.0,
    }  # fmt: skip
