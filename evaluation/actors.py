"""Countries and sectors of actors against a small gold set of our own: actors of the sentences of `events_gold.jsonl`.

`actors_gold.jsonl` holds positions and codes only, written by hand before any output was looked at; a list holds the
codes that are right (a commander of al-Qaeda in Iraq may be of Iraq or Jordan), an empty one means that none is.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evaluation.coding import coded, report_of, rows
from evaluation.events import gold_texts
from regesta.settings import Settings


def gold_actors(folder: Path, settings: Settings) -> dict[str, float]:
    """Shares of the gold actors that have a mention, and of these with the right country, sector and both."""
    gold = rows(Path(__file__).parent / "actors_gold.jsonl")
    texts = gold_texts(folder, {(g["corpus"], g["report"]) for g in gold})
    reports = [
        report_of(f"{c}/{i}", t["text"], t["published"] if c == "guardian" else None) for (c, i), t in texts.items()
    ]
    objects = dict(zip(texts, coded(reports, settings), strict=True))
    return figures_of((one, objects[one["corpus"], one["report"]]) for one in gold)


def figures_of(pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, float]:
    """The figures of gold rows, each with the coding object of its report."""
    n = found = country = sector = both = 0
    for one, coding in pairs:
        n += 1
        entity = _entity(one, coding)
        if entity is None:
            continue
        found += 1
        right_country = _fits({entity["country"]} - {None}, one["country"])
        right_sector = _fits(set(entity["sectors"]), one["sectors"])
        country += right_country
        sector += right_sector
        both += right_country and right_sector
    shares = {"country": country, "sector": sector, "both": both}
    return {"n": float(n), "found": round(found / max(1, n), 3),
            **{name: round(k / max(1, found), 3) for name, k in shares.items()}}  # fmt: skip


def _fits(given: set[str], wanted: list[str]) -> bool:
    return bool(given & set(wanted)) or (not given and not wanted)


def _entity(one: dict[str, Any], coding: dict[str, Any]) -> dict[str, Any] | None:
    """The entity of the mention that shares most characters with the gold words; of equals the tighter one."""

    def shared(m: dict[str, Any]) -> int:
        return int(min(m["end"], one["end"]) - max(m["start"], one["start"]))

    touching = [m for m in coding["mentions"] if m["entity"] and shared(m) > 0]
    best = max(touching, key=lambda m: (shared(m), m["start"] - m["end"]), default=None)
    return next((e for e in coding["entities"] if best and e["id"] == best["entity"]), None)
