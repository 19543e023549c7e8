"""The tasks that the gate measures: each gives a dict of figures, named as in floors.json."""

import dataclasses
import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evaluation.actors import gold_actors
from evaluation.actors_training import running_actors
from evaluation.annotations import load, outermost, parts_found, write_gold
from evaluation.coding import coded, report_of, rows, score
from evaluation.direction import direction
from evaluation.events import gold_events, roles, running_events
from evaluation.mentions import gold_mentions
from regesta.coding.coding_object import coding_object
from regesta.coding.pipeline import code
from regesta.settings import Settings

Figures = dict[str, float]
_Rows = list[dict[str, Any]]


def seeds(folder: Path, settings: Settings) -> Figures:
    """The two reports that the project began with, the first with its date given."""
    dates = {"000_2551cec678257169.txt": "2022-04-05", "003_7aa871e253b4211d.txt": "2022-03-06"}
    reports = [report_of(n, (folder / "seeds" / n).read_text("utf-8"), day) for n, day in dates.items()]
    result = score("reports.py", folder / "gold" / "seeds.json", coded(reports, settings))
    return {k: v["share"] if isinstance(v, dict) else float(v) for k, v in result.items()}


def statements(folder: Path, settings: Settings) -> Figures:
    """Source, cue and content on PolNeAR's development half."""
    gold = folder / "bench" / "polnear" / "dev.jsonl"
    result = score("statements.py", gold, _coded(rows(gold), settings))
    figures = {f"joint {kind}": result[kind]["joint"]["f1"] for kind in ("all", "direct", "mixed", "indirect")}
    return figures | {f"token {part}": result["token"][part]["f1"] for part in ("source", "cue", "content")}


def annotations(folder: Path, settings: Settings) -> Figures:
    """Statements outside the training domain: the project's own annotations, made before any output was seen."""
    return _annotated("statements_blind", settings)


def annotations_second(folder: Path, settings: Settings) -> Figures:
    """The same figures on the second blind set, chosen for its channels, relays and addressees."""
    return _annotated("statements_second_blind", settings)


def times(folder: Path, settings: Settings) -> Figures:
    """Time expressions: MEANTIME and TimeBank, development halves."""
    return _several(folder, settings, "times.py", ("times/meantime_dev", "times/timebank_dev"))


def places(folder: Path, settings: Settings) -> Figures:
    """Toponyms: GeoVirus and LGL."""
    return _several(folder, settings, "places.py", ("places/geovirus_dev", "places/lgl_dev"))


def coreference(folder: Path, settings: Settings) -> Figures:
    """Pronouns and descriptions: GUM news and NP4E."""
    figures: Figures = {}
    for name in ("coref/gum_news_dev", "coref/np4e_dev"):
        gold = folder / "bench" / f"{name}.jsonl"
        texts = [{"id": r["id"].replace("/", "_"), "text": " ".join(r["tokens"])} for r in rows(gold)]
        result = score("coreference.py", gold, _coded(texts, settings))
        figures |= {f"{name.split('/')[1]} {k}": v for k, v in result.items()}
    return figures


def triples(folder: Path, settings: Settings) -> Figures:
    """Who did what to whom from the raw sentence (PLV), and false alarms on neutral sentences.

    By rules: the relation model was trained on PLV's sentences (its figures on held-out folds are on its card). The
    neutral ones it never saw, so they are coded with it too.
    """
    neutral = rows(folder / "bench" / "neutral" / "dev.jsonl")
    weighed = _alarms(neutral, settings)
    settings = dataclasses.replace(settings, relations="rules")
    gold = folder / "bench" / "plv" / "train.jsonl"
    texts = {hashlib.sha256(r["text"].encode()).hexdigest()[:16]: r["text"] for r in rows(gold)}
    result = score("triples.py", gold, _coded([{"id": i, "text": t} for i, t in texts.items()], settings))
    alarms = {"dyadic event in neutral sentences": _alarms(neutral, settings)}
    return {**result, **alarms, "the same with the model": weighed}


def _alarms(neutral: _Rows, settings: Settings) -> float:
    """The share of sentences with an event that has an actor and a recipient."""
    coded = _coded(neutral, settings)
    return sum(any(e["actor"] and e["recipient"] for e in one["events"]) for one in coded) / len(neutral)


def events(folder: Path, settings: Settings) -> Figures:
    """Our own gold events, whose errors were read while the rules were written."""
    return gold_events("events_gold", folder, settings)


def events_second(folder: Path, settings: Settings) -> Figures:
    """The same figures on the second, blind set."""
    return gold_events("events_gold_second", folder, settings)


def _annotated(name: str, settings: Settings) -> Figures:
    annotated = load(name)
    told = list(code((report_of(f"{row['id']}.txt", row["text"]) for row in annotated), settings))
    objects = [coding_object(one) for one in told]
    outer = [row | {"attributions": outermost(row["attributions"])} for row in annotated]
    outer_objects = [o | {"statements": outermost(o["statements"])} for o in objects]
    figures: Figures = {}
    for label, gold, given in (("", annotated, objects), ("outermost ", outer, outer_objects)):
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "gold.jsonl"
            write_gold(gold, path)
            result = score("statements.py", path, given)
        kinds = ("all", "direct", "mixed", "indirect")
        figures |= {f"{label}joint {kind}": result[kind]["joint"]["f1"] for kind in kinds}
        figures |= {f"{label}token {part}": result["token"][part]["f1"] for part in ("source", "cue", "content")}
    return figures | parts_found(annotated, told)


def _several(folder: Path, settings: Settings, scorer: str, names: tuple[str, ...]) -> Figures:
    figures: Figures = {}
    for name in names:
        gold = folder / "bench" / f"{name}.jsonl"
        result = score(scorer, gold, _coded(rows(gold), settings))
        figures |= {f"{name.split('/')[1].removesuffix('_dev')} {k}": v for k, v in result.items()}
    return figures


def _coded(texts: _Rows, settings: Settings) -> _Rows:
    return coded((report_of(f"{t['id']}.txt", t["text"], t.get("published")) for t in texts), settings)


TASKS: dict[str, Callable[[Path, Settings], Figures]] = {
    "seeds": seeds, "statements": statements, "annotations": annotations,
    "annotations_second": annotations_second, "times": times, "places": places,
    "coreference": coreference, "triples": triples, "events": events,
    "events_second": events_second, "running_events": running_events, "actors": gold_actors,
    "mentions": gold_mentions, "running_actors": running_actors, "relations_direction": direction, "roles": roles,
}  # fmt: skip
