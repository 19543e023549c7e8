"""Is who acts on whom told apart? Sentences of our own (`direction.csv`, CC0), each pair asked in both orders.

In each sentence the one does something of a hostile or helping kind to the other, and nothing is done in return.
An order is chosen wrongly when the pair reversed scores higher (`relate`), or when an event of the type has the sides
swapped (`find_events`). A sentence without an event of its type is not wrong, it is missed: both are told.
"""

import csv
from pathlib import Path

from evaluation.coding import coded, report_of
from regesta.coding.deeds.relating import relate
from regesta.settings import Settings


def direction(folder: Path, settings: Settings) -> dict[str, float]:
    """Shares of wrong orders, by the pair's scores and by the events; `folder` is not needed."""
    with (Path(__file__).parent / "direction.csv").open(encoding="utf-8", newline="") as lines:
        cases = list(csv.DictReader(lines))
    forward, back = [], []
    for c in cases:
        a, b = (_span(c["sentence"], c[side]) for side in ("actor", "recipient"))
        forward.append((c["sentence"], a, b))
        back.append((c["sentence"], b, a))
    swapped = sum(
        r.scores[c["type"]] >= f.scores[c["type"]] for c, f, r in zip(cases, relate(forward), relate(back), strict=True)
    )
    wrong = found = 0
    objects = coded((report_of(str(i), c["sentence"]) for i, c in enumerate(cases)), settings)
    for (_, a, b), one, c in zip(forward, objects, cases, strict=True):
        same = [e for e in one["events"] if e["type"] == c["type"]]
        found += any(_on(e, "actor", a) and _on(e, "recipient", b) for e in same)
        wrong += any(_on(e, "actor", b) and _on(e, "recipient", a) for e in same)
    n = len(cases)
    shares = {"relate wrong order": swapped / n, "events wrong order": wrong / n, "events right": found / n}
    return shares | {"n": float(n)}


def _span(sentence: str, words: str) -> tuple[int, int]:
    start = sentence.lower().rindex(words.lower())
    return start, start + len(words)


def _on(event: dict[str, list[dict[str, int | None]]], side: str, span: tuple[int, int]) -> bool:
    return any(
        p["start"] is not None and p["end"] is not None and p["start"] < span[1] and span[0] < p["end"]
        for p in event[side]
    )
