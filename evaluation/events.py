"""Events against a small gold set of our own: 60 sentences of news, coded by hand from the code book before any output
was looked at. `events_gold.jsonl` holds positions and codes only; the texts are looked up in the shared folder.

A gold event is found when an event of the sentence has its type and countries on the same sides (one in common, or none
on both). For CONSULT, COOPERATE, AGREE and SUPPORT the two sides count as one.
"""

import gzip
import json
from pathlib import Path
from typing import Any

from evaluation.coding import coded, report_of, rows
from regesta.settings import Settings

_CORPORA = {
    "guardian": "corpora/guardian_sdf.jsonl.gz",
    "reuters": "corpora/reuters21578.jsonl.gz",
    "re3d": "statements_of_states/re3d_dev.jsonl",
}
_MUTUAL = {"CONSULT", "COOPERATE", "AGREE", "SUPPORT"}


def gold_events(folder: Path, settings: Settings) -> dict[str, float]:
    """Precision, recall, F1 of (type, countries of actors, of recipients), and the share of right status."""
    gold = rows(Path(__file__).parent / "events_gold.jsonl")
    texts = gold_texts(folder, {(g["corpus"], g["report"]) for g in gold})
    reports = [
        report_of(f"{c}/{i}", t["text"], t["published"] if c == "guardian" else None) for (c, i), t in texts.items()
    ]
    objects = dict(zip(texts, coded(reports, settings), strict=True))
    right = n_gold = n_coded = status = 0
    for sentence in gold:
        events = [e for e in objects[sentence["corpus"], sentence["report"]]["events"]
                  if e["sentence"]["start"] == sentence["start"]]  # fmt: skip
        n_gold += len(sentence["events"])
        n_coded += len(events)
        for one in sentence["events"]:
            found = next((e for e in events if _agrees(one, e)), None)
            if found is not None:
                events.remove(found)
                right += 1
                status += found["status"] == one["status"]
    precision, recall = right / max(1, n_coded), right / max(1, n_gold)
    return {
        "precision": round(precision, 3), "recall": round(recall, 3), "n": float(n_gold),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
        "status": round(status / max(1, right), 3),
    }  # fmt: skip


def gold_texts(folder: Path, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The texts of the corpora by (corpus, id), those wanted only."""
    return {(c, t["id"]): t for c, path in _CORPORA.items() for t in _texts(folder / "bench" / path)
            if (c, t["id"]) in wanted}  # fmt: skip


def _texts(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    return rows(path)


def _agrees(gold: dict[str, Any], event: dict[str, Any]) -> bool:
    if gold["type"] != event["type"]:
        return False
    sides = [{p["country"] for p in event[role] if p["country"]} for role in ("actor", "recipient")]
    wanted = [set(gold["actor"]), set(gold["recipient"])]
    if gold["type"] in _MUTUAL:
        return bool((sides[0] | sides[1]) & (wanted[0] | wanted[1])) or not (wanted[0] | wanted[1])
    return all(bool(w & s) or (not w and not s) for w, s in zip(wanted, sides, strict=True))


def roles(folder: Path, settings: Settings) -> dict[str, float]:
    """Actors of events against S, recipients against T (cameo_roles): spans that share a word, and equal ones."""
    gold = rows(folder / "bench" / "roles" / "cameo_roles_dev.jsonl")
    objects = coded([report_of(str(i), " ".join(g["tokens"])) for i, g in enumerate(gold)], settings)
    figures: dict[str, float] = {}
    for name, tag in (("actor", "S"), ("recipient", "T")):
        shared = equal = n_gold = n_coded = 0
        for one, coding in zip(gold, objects, strict=True):
            wanted = _tagged(one["tokens"], one["tags"], tag)
            given = {(p["start"], p["end"]) for e in coding["events"] for p in e[name] if p["start"] is not None}
            n_gold, n_coded = n_gold + len(wanted), n_coded + len(given)
            shared += sum(any(a < d and c < b for c, d in given) for a, b in wanted)
            equal += len(wanted & given)
        for kind, hits in (("overlap", shared), ("equal", equal)):
            figures[f"{name} {kind} f1"] = round(2 * hits / max(1, n_gold + n_coded), 3)
            figures[f"{name} {kind} recall"] = round(hits / max(1, n_gold), 3)
    return figures


def _tagged(tokens: list[str], tags: list[str], kind: str) -> set[tuple[int, int]]:
    """Spans of characters of the BIO tags of one kind, in the tokens joined by blanks."""
    spans: list[list[int]] = []
    at = 0
    for token, tag in zip(tokens, tags, strict=True):
        if tag == f"B-{kind}":
            spans.append([at, at + len(token)])
        elif tag == f"I-{kind}" and spans:
            spans[-1][1] = at + len(token)
        at += len(token) + 1
    return {(a, b) for a, b in spans}
