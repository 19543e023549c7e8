"""Reports whose mentions of actors are all annotated with whom they mean, to train on; the texts are looked up.

`actors_training.jsonl` has 689 reports: 151 of the Guardian's, 65 of PolNeAR's training part, 473 of our own.
`mentions` are (start, end, entity): what the package took for mentions then, with the entity's number in `entities`,
each with `kind` (actor; place, of a name that tells only where; no, of everything else), `name` and `country` as in
`mentions_gold` (and `unknown` for states that exist only in an invented report). One annotator a report, who saw no
output but the marks. No report is in `mentions_gold`; a seventh, whole reports, is development.
"""

import gzip
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from evaluation.annotations import FOLDER, is_development
from evaluation.coding import coded, report_of, rows, shared
from regesta.settings import Settings

_INTERNATIONAL: Final = {"UNO", "EUR", "IGO", "NGO", "ISM", "MNC"}
SUCCESSORS: Final = {"SUN": "RUS", "YUG": "SRB", "PRI": "USA", "FRO": "DNK", "GRL": "DNK", "XKX": "KOS"}


def class_of(code: str) -> str:
    """The annotators' code: bodies of several states are one class, armed networks another."""
    return "XIO" if code in _INTERNATIONAL else "XIS" if code == "IMG" else code


def wanted_countries(entity: dict[str, Any]) -> set[str]:
    """The classes of the countries of an annotated entity."""
    return {SUCCESSORS.get(code, code) for code in entity["country"]} - {"XK"}


def running_actors(folder: Path, settings: Settings) -> dict[str, float]:
    """In the development reports: of the mentions of actors the share with an entity, of these the share with the right
    countries, in all and by form; and how well the entities part the mentions (B-cubed)."""
    held = [r for r in annotated_reports() if is_development(r)]
    objects = coded([report_of(f"{r['corpus']}/{r['id']}", r["text"], r["published"]) for r in held], settings)
    count: Counter[str] = Counter()
    shares: list[tuple[float, float]] = []
    for row, one in zip(held, objects, strict=True):
        gold = {(a, b): e for a, b, e in row["mentions"] if row["entities"][e]["kind"] == "actor"}
        met = [(m, gold[m["start"], m["end"]]) for m in one["mentions"] if (m["start"], m["end"]) in gold]
        entities = {e["id"]: e for e in one["entities"]}
        for mention, number in met:
            wanted, entity = row["entities"][number], entities.get(mention["entity"])
            if wanted.get("unknown"):
                continue
            count.update(("n", *(("given",) if entity else ())))
            if entity is not None:
                members = [entities[i] for i in entity["members"] if i in entities] or [entity]
                right = {class_of(e["country"]) for e in members if e["country"]} == wanted_countries(wanted)
                count.update({f"given {mention['form']}": 1, f"right {mention['form']}": right, "right": right})
        shares += b_cubed([(str(m["entity"] or m["id"]), number) for m, number in met])
    precision, recall = (sum(column) / max(1, len(shares)) for column in zip(*shares, strict=True))
    figures = {"n": float(count["n"]), "found": count["given"] / max(1, count["n"]),
               "country": count["right"] / max(1, count["given"]), "precision": precision, "recall": recall,
               "f1": 2 * precision * recall / max(1e-9, precision + recall)}  # fmt: skip
    for form in sorted(key.removeprefix("given ") for key in count if key.startswith("given ")):
        figures[f"country {form}"] = count[f"right {form}"] / count[f"given {form}"]
    return {k: round(v, 3) for k, v in figures.items()}


def b_cubed(pairs: Sequence[tuple[str, int]]) -> list[tuple[float, float]]:
    """For each mention, (entity coded, entity annotated): precision and recall of its entity (Bagga, Baldwin 1998)."""
    coded_as, gold_as = defaultdict(set), defaultdict(set)
    for i, (given, wanted) in enumerate(pairs):
        coded_as[given].add(i)
        gold_as[wanted].add(i)
    both = [(coded_as[given], gold_as[wanted]) for given, wanted in pairs]
    return [(len(c & g) / len(c), len(c & g) / len(g)) for c, g in both]


def annotated_reports() -> list[dict[str, Any]]:
    """The rows with "text" and "published"; one without a text is left out, with a line on standard error."""
    texts = {hashlib.sha256(row["text"].encode()).hexdigest(): row for row in _texts()}
    annotated = rows(Path(__file__).with_name("actors_training.jsonl"))
    found = [
        r | {"text": text["text"], "published": text.get("published")}
        for r in annotated if (text := texts.get(r["sha256"]))
    ]  # fmt: skip
    if len(found) < len(annotated):
        print(f"actors_training: {len(annotated) - len(found)} reports left out, their texts are not in the benchmark "
              "folder", file=sys.stderr)  # fmt: skip
    return found


def _texts() -> Iterator[dict[str, Any]]:
    for name in ("statements_written", "reports_written"):
        yield from rows(FOLDER / f"{name}.jsonl")
    folder = shared()
    if folder is not None:
        yield from rows(folder / "bench" / "polnear" / "train.jsonl")
        with gzip.open(folder / "bench" / "corpora" / "guardian_sdf.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
