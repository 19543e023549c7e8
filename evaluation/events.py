"""Events against sentences of news that we coded by hand from the code book, before any output was looked at. The files
hold positions and codes only; the texts are looked up in the shared folder.

- `events_gold.jsonl`: 60 sentences. Rules were written after its errors had been read.
- `events_gold_second.jsonl`: 100 sentences (Guardian 40, Reuters 30, re3d 30; 65 events in 43 of them), never to be
  tuned on. Drawn by `random.Random(20261127)`: the reports of a corpus that are not in the first set, shuffled; of each
  in turn one of its sentences of 60 to 400 characters, as the package's parser splits them, until there were enough.
  All that were drawn are kept. One annotator read each in its report, with a second pass over all, and saw no output
  for any. Beside the countries it has the words of the two sides (`actor_spans`, `recipient_spans`). Actors that are no
  country have PLOVER's code (UNO, EUR, IMG for the Islamic State). An act of speech counts where its speaker is in the
  sentence; letters and notes to a government, condolences and deaths that nobody causes are no events.

- `events_training.jsonl`: 12,225 sentences of running text with all their events (13,808), to train on; a seventh,
  whole reports, is development. One annotator a sentence. `actors` are the outermost mentions that the package saw
  then; spans are of the sentence; `status` is yes, old (history), alleged, denied, plan, hyp (only possible) or no.

A gold event is found when an event of the sentence has its type and countries on the same sides (one in common, or none
on both). For CONSULT, COOPERATE, AGREE and SUPPORT the two sides count as one.
"""

import csv
import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluation.annotations import FOLDER, is_development
from evaluation.annotations import texts as statement_texts
from evaluation.coding import coded, report_of, rows, shared
from regesta.settings import Settings

_CORPORA = {
    "guardian": "corpora/guardian_sdf.jsonl.gz",
    "reuters": "corpora/reuters21578.jsonl.gz",
    "re3d": "statements_of_states/re3d_dev.jsonl",
}
_MUTUAL = {"CONSULT", "COOPERATE", "AGREE", "SUPPORT"}


def gold_events(name: str, folder: Path, settings: Settings) -> dict[str, float]:
    """Figures on one gold set: (type, countries of actors, of recipients), in all and recall per type.

    Of the events found: the shares with the right status and, where the set has spans, the right words on both sides.
    """
    gold = gold_set(name)
    texts = gold_texts(folder, {(g["corpus"], g["report"]) for g in gold})
    reports = [
        report_of(f"{c}/{i}", t["text"], t["published"] if c == "guardian" else None) for (c, i), t in texts.items()
    ]
    objects = dict(zip(texts, coded(reports, settings), strict=True))
    n_gold, right = Counter[str](), Counter[str]()
    n_coded = status = 0
    words: list[bool] = []
    for sentence in gold:
        events = [e for e in objects[sentence["corpus"], sentence["report"]]["events"]
                  if e["sentence"]["start"] == sentence["start"]]  # fmt: skip
        n_coded += len(events)
        for one in sentence["events"]:
            n_gold[one["type"]] += 1
            found = next((e for e in events if _agrees(one, e)), None)
            if found is not None:
                events.remove(found)
                right[one["type"]] += 1
                status += found["status"] == one["status"]
                words += [_same_words(one, found)] if "actor_spans" in one else []
    n_right = right.total()
    precision, recall = n_right / max(1, n_coded), n_right / max(1, n_gold.total())
    figures = {
        "precision": round(precision, 3), "recall": round(recall, 3), "n": float(n_gold.total()),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
        "status": round(status / max(1, n_right), 3),
    }  # fmt: skip
    if words:
        figures["words"] = round(sum(words) / len(words), 3)
    for kind, n in sorted(n_gold.items()):
        figures |= {f"recall {kind}": round(right[kind] / n, 3), f"n {kind}": float(n)}
    return figures


def gold_set(name: str) -> list[dict[str, Any]]:
    """The sentences of a gold set: corpus, report, start, end, events."""
    return rows(Path(__file__).parent / f"{name}.jsonl")


def gold_texts(folder: Path, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The texts of the corpora by (corpus, id), those wanted only."""
    return {(c, t["id"]): t for c, path in _CORPORA.items() for t in _texts(folder / "bench" / path)
            if (c, t["id"]) in wanted}  # fmt: skip


def annotated_sentences() -> list[dict[str, Any]]:
    """The rows of `events_training` with "text", that of the whole report; a row that has none is left out, with a line
    on standard error."""
    annotated = rows(Path(__file__).parent / "events_training.jsonl")
    texts = {hashlib.sha256(text.encode()).hexdigest(): text for text in _annotated_texts()}
    found = [r | {"text": texts[r["sha256"]]} for r in annotated if r["sha256"] in texts]
    if len(found) < len(annotated):
        print(f"events_training: {len(annotated) - len(found)} sentences left out, their texts are not in the "
              "benchmark folder", file=sys.stderr)  # fmt: skip
    return found


def _annotated_texts() -> Iterator[str]:
    """The texts of all sources that annotated sentences come from."""
    yield from statement_texts().values()
    for name in ("statements_written", "reports_written"):
        yield from (row["text"] for row in rows(FOLDER / f"{name}.jsonl"))
    folder = shared()
    if folder is not None:
        for path in ("event_place/dev.jsonl", "polnear/train.jsonl"):
            yield from (row["text"] for row in rows(folder / "bench" / path))
        with (folder / "bench" / "corpora" / "fa_kes.csv").open(encoding="latin-1", newline="") as lines:
            yield from (row["article_content"] for row in csv.DictReader(lines))


def running_events(folder: Path, settings: Settings) -> dict[str, float]:
    """Events in the development part of `events_training`: type alone, and type with both sides (words shared)."""
    by_text: dict[str, list[dict[str, Any]]] = {}
    for row in annotated_sentences():
        if is_development(row):
            by_text.setdefault(row["text"], []).append(row)
    objects = coded([report_of(str(i), text) for i, text in enumerate(by_text)], settings)
    count = Counter[str]()
    for sentences, one in zip(by_text.values(), objects, strict=True):
        for row in sentences:
            wanted = [e for e in row["events"] if e["status"] != "hyp"]
            given = [e for e in one["events"] if row["start"] <= e["trigger"]["start"] < row["end"]]
            count.update(wanted=len(wanted), given=len(given))
            count["type"] += (Counter(e["type"] for e in wanted) & Counter(e["type"] for e in given)).total()
            for event in wanted:
                found = next((e for e in given if _same(event, e, row["start"])), None)
                if found is not None:
                    given.remove(found)
                    count["right"] += 1
    figures = {"n": float(count["wanted"]), "given": float(count["given"])}
    for name in ("type", "right"):
        precision, recall = count[name] / max(1, count["given"]), count[name] / max(1, count["wanted"])
        figures |= {f"{name} precision": precision, f"{name} recall": recall,
                    f"{name} f1": 2 * precision * recall / max(1e-9, precision + recall)}  # fmt: skip
    return {k: round(v, 3) for k, v in figures.items()}


def _same(gold: dict[str, Any], event: dict[str, Any], offset: int) -> bool:
    """The same type, and each side has a word in common, or is empty in both; for CONSULT and its like as one side."""
    if gold["type"] != event["type"]:
        return False
    wanted = [[(a + offset, b + offset) for a, b in gold[side]] for side in ("actor", "recipient")]
    given = [[(p["start"], p["end"]) for p in event[side] if p["start"] is not None] for side in ("actor", "recipient")]
    if gold["type"] in _MUTUAL:
        wanted, given = ([[*one, *other]] for one, other in (wanted, given))
    return all((not w and not g) or any(a < d and c < b for a, b in w for c, d in g)
               for w, g in zip(wanted, given, strict=True))  # fmt: skip


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


def _same_words(gold: dict[str, Any], event: dict[str, Any]) -> bool:
    """Every span of a side shares a character with a participant of that side (of either, where sides count as one)."""
    told = {role: [(p["start"], p["end"]) for p in event[role] if p["start"] is not None]
            for role in ("actor", "recipient")}  # fmt: skip
    both = told["actor"] + told["recipient"]
    return all(
        any(a < end and start < b for a, b in (both if gold["type"] in _MUTUAL else told[role]))
        for role in ("actor", "recipient")
        for start, end in gold[f"{role}_spans"]
    )


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
