"""The project's own annotated statements, with their texts filled in from the benchmark folder.

Offsets and ids are in the repository, the texts are not (see annotations/README.md).
"""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evaluation.coding import rows, shared
from regesta.coding.coded import Coded, Told
from regesta.schema import Statement

FOLDER = Path(__file__).parent / "annotations"
PARTS = {"addressee": "addressee", "channel": "channel", "relay": "via"}  # as annotated: as coded
WORD = re.compile(r"\w+")
SETS = {
    "re3d": "statements_of_states/re3d_dev.jsonl",
    "geovirus": "places/geovirus_dev.jsonl",
    "gum": "coref/gum_news_dev.jsonl",  # has tokens, no text: they are joined by a space
}


def load(name: str) -> list[dict[str, Any]]:
    """The rows of one of the sets of `annotations/` with "text"; one that has no text is left out, with a line on
    standard error that says why."""
    known = texts()
    found = []
    for row in rows(FOLDER / f"{name}.jsonl"):
        text = row.get("text") or known.get(row["id"])
        if text is None:
            print(f"{name}: {row['id']} left out, its text is not in the benchmark folder", file=sys.stderr)
        elif "text" not in row and hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            print(f"{name}: {row['id']} left out, its text is not the one that was annotated", file=sys.stderr)
        else:
            found.append(row | {"text": text})
    return found


def completed(article: dict[str, Any], added: dict[str, Any]) -> dict[str, Any]:
    """A PolNeAR article with what `polnear_parts` adds to it: addressees, channels, relays, statements in contents."""
    attributions = [dict(a) for a in article["attributions"]]
    for part in added["parts"]:
        attributions[part["n"]].update({name: part[name] for name in PARTS if name in part})
    inner = [{"source": [], **{k: v for k, v in n.items() if k != "in"}, "within": n["in"]} for n in added["nested"]]
    return {**article, "attributions": attributions + inner}


DEVELOPMENT = 7


def is_development(row: dict[str, Any]) -> bool:
    """Whether an annotated row that may be trained on is kept to choose thresholds: one text in seven is, whole, by its
    name, so that more texts change no other's side."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % DEVELOPMENT == 0


def outermost(attributions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that stand in no other's content."""
    return [a for a in attributions if a["within"] is None]


def write_gold(annotated: list[dict[str, Any]], path: Path) -> None:
    """The rows as the scorers read them."""
    path.write_text("".join(json.dumps(row) + "\n" for row in annotated), "utf-8")


def parts_found(annotated: list[dict[str, Any]], coded: Sequence[Coded]) -> dict[str, float]:
    """The share of annotated addressees, channels and relays that the matching statement has, overlapping; the share of
    those given by matching statements that are right so (precision); how many matching statements have one where none
    was annotated; and the share of matching statements with the same act.

    A statement matches that has most of the annotated words as its content (Dice of 0.5 or more), best first.
    """
    count: Counter[str] = Counter()
    for row, one in zip(annotated, coded, strict=True):
        for wanted, given in _matched(row, one.statements):
            count["matched"] += given is not None
            count["act"] += given is not None and given.row.act == wanted.get("act")
            for part, field in PARTS.items():
                spans = given.spans(field) if given else []
                count[f"{part} given"] += bool(spans)
                if wanted.get(part):
                    count[part] += 1
                    count[f"{part} right"] += _overlap(wanted[part], spans)
                elif given:
                    count[f"{part} too many"] += bool(spans)
    figures = {f"{part} right": count[f"{part} right"] / max(1, count[part]) for part in PARTS}
    figures |= {f"{part} precision": count[f"{part} right"] / max(1, count[f"{part} given"]) for part in PARTS}
    figures |= {f"{part} too many": float(count[f"{part} too many"]) for part in PARTS}
    return figures | {"act right": count["act"] / max(1, count["matched"])}


def _matched(
    row: dict[str, Any], told: Sequence[Told[Statement]]
) -> list[tuple[dict[str, Any], Told[Statement] | None]]:
    wanted = [_words(row["text"], a["content"]) for a in row["attributions"]]
    given = [_words(row["text"], t.spans("content")) for t in told]
    pairs = [
        (2 * len(w & g) / (len(w) + len(g)), i, j) for i, w in enumerate(wanted) for j, g in enumerate(given) if w & g
    ]
    partner: dict[int, int] = {}
    for dice, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if dice >= 0.5 and i not in partner and j not in partner.values():
            partner[i] = j
    return [(a, told[partner[i]] if i in partner else None) for i, a in enumerate(row["attributions"])]


def _words(text: str, spans: Iterable[Sequence[int]]) -> frozenset[int]:
    return frozenset(m.start() for start, end in spans for m in WORD.finditer(text, start, end))


def _overlap(some: Iterable[Sequence[int]], others: Iterable[Sequence[int]]) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in some for b in others)


def texts() -> dict[str, str]:
    """The texts of SETS by "set:id"; none where the benchmark folder is absent."""
    folder = shared()
    if folder is None:
        return {}
    files = ((short, folder / "bench" / file) for short, file in SETS.items())
    found = ((short, row) for short, file in files if file.exists() for row in rows(file))
    return {f"{short}:{row['id']}": row["text"] if "text" in row else " ".join(row["tokens"]) for short, row in found}
