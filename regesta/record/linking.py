"""Ties across the record: reports that copy each other, tellings of one event, wishes on one issue.

Each kind goes the same way: block (only rows that can match are compared), score pairs, keep those above a
threshold as Link rows, and compute groups from the links with union-find. A reviewer's yes or no stands above
every score and outlives coding and linking anew.

    link(record)  ->  Linked(reports=3, events=41, issues=12)
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from ibis import _

from regesta.record import queries
from regesta.record.duplicates import near_copies
from regesta.record.likeness import EventTelling, Words, alike_events, alike_issues, event_blocks
from regesta.record.record import LINKING, Record
from regesta.schema import Link, LinkKind, Member, Report, Run, content_id
from regesta.version import __version__

METHOD: Final = "linking 1"  # changes whenever the same rows would be tied otherwise
SAME_EVENT: Final = 0.6  # chosen on hand-made pairs of tests/test_linking.py; flat between 0.55 and 0.65
SAME_ISSUE: Final = 0.6
LARGEST_BLOCK: Final = 400  # rows of one day, country and type; in a larger block each is compared with its neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Groups of two and more rows that were tied together, of each kind; all events, and how often they are told."""

    reports: int
    events: int
    issues: int
    all_events: int
    all_told: int


Pair = tuple[str, str, float]


def link(record: Record, *, now: dt.datetime | None = None) -> Linked:
    """Tie the current rows of the record; writes nothing when that changes no group."""
    now = (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).replace(tzinfo=None)
    judged = record.fetch(record.current(Link).filter(_["verdict"] != "auto")).to_pylist()
    run = Run(id=content_id("linking", METHOD, now.isoformat()), started=now, version=__version__, codebook=LINKING,
              models=(), settings=content_id(METHOD))  # fmt: skip
    links: list[Link] = []
    members: list[Member] = []
    groups: dict[LinkKind, dict[str, list[str]]] = {}
    n_told = 0
    kinds: tuple[tuple[LinkKind, list[str], list[Pair]], ...] = (
        ("report", *_report_pairs(record)),
        ("event", *_event_pairs(record)),
        ("issue", *_issue_pairs(record)),
    )
    for kind, ids, pairs in kinds:
        told = {(j["left"], j["right"]): j["verdict"] for j in judged if j["kind"] == kind}
        links += [
            Link(id=content_id("link", kind, left, right), kind=kind, left=left, right=right, score=round(score, 3),
                 verdict="auto", by=METHOD, at=now)
            for left, right, score in pairs if (left, right) not in told
        ]  # fmt: skip
        groups[kind] = grouped(set(ids), pairs, told)
        n_told = len(ids) if kind == "event" else n_told
        members += [Member(kind=kind, group=g, id=i) for g, inside in sorted(groups[kind].items()) for i in inside]
    if _members_of(record) != {(m.kind, m.group, m.id) for m in members}:
        record.keep_links(links, members, run)
    tied = sum(len(inside) - 1 for inside in groups["event"].values())
    return Linked(reports=len(groups["report"]), events=len(groups["event"]), issues=len(groups["issue"]),
                  all_events=n_told - tied, all_told=n_told)  # fmt: skip


def grouped(
    ids: set[str], pairs: Iterable[Pair], judged: Mapping[tuple[str, str], Literal["yes", "no"] | str]
) -> dict[str, list[str]]:
    """Groups of two and more ids, each named by its smallest, from scored and judged pairs.

    The best pairs are joined first; a join that would bring together two ids that a reviewer holds apart is left
    out. Pairs of ids that are not in `ids` are ignored.
    """
    apart: dict[str, set[str]] = defaultdict(set)
    for (left, right), verdict in judged.items():
        if verdict == "no":
            apart[left].add(right)
            apart[right].add(left)
    group_of = {i: i for i in ids}
    inside = {i: {i} for i in ids}
    sure = [(left, right) for (left, right), verdict in sorted(judged.items()) if verdict == "yes"]
    scored = [(left, right) for left, right, _score in sorted(pairs, key=lambda p: (-p[2], p[0], p[1]))]
    for left, right in [*sure, *scored]:
        if left not in ids or right not in ids or group_of[left] == group_of[right]:
            continue
        a, b = sorted((group_of[left], group_of[right]))
        if any(apart[i] & inside[b] for i in inside[a] if i in apart):
            continue
        for i in inside[b]:
            group_of[i] = a
        inside[a] |= inside.pop(b)
    return {min(found): sorted(found) for found in inside.values() if len(found) > 1}


def _members_of(record: Record) -> set[tuple[str, str, str]]:
    table = record.fetch(record.current(Member).select("kind", "group", "id"))
    return {(m["kind"], m["group"], m["id"]) for m in table.to_pylist()}


def _report_pairs(record: Record) -> tuple[list[str], list[Pair]]:
    reports = record.current(Report)
    rows = record.fetch(reports.filter(reports["signature"] != "").select("id", "signature").order_by("id")).to_pylist()

    def texts(ids: Sequence[str]) -> dict[str, str]:
        found = record.fetch(reports.filter(reports["id"].isin(ids)).select("id", "text"))
        return {row["id"]: row["text"] for row in found.to_pylist()}

    return [row["id"] for row in rows], near_copies(((r["id"], r["signature"]) for r in rows), texts)


def _event_pairs(record: Record) -> tuple[list[str], list[Pair]]:
    parties: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in record.fetch(queries.party_features(record)).to_pylist():
        parties[row["owner"]].append(row)
    rows = record.fetch(queries.event_features(record)).to_pylist()
    words = Words(row["words"] for row in rows)
    tellings = [EventTelling.of(row, parties[row["id"]], words) for row in rows]
    pairs = _scored(event_blocks(tellings), lambda a, b: alike_events(a, b, words), SAME_EVENT, key=lambda t: t.id)
    return [t.id for t in tellings], pairs


def _issue_pairs(record: Record) -> tuple[list[str], list[Pair]]:
    rows = record.fetch(queries.position_features(record)).to_pylist()
    words = Words(row["issue"] for row in rows)
    bags = {row["id"]: words.of(row["issue"]) for row in rows}
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        for word in bags[row["id"]]:
            blocks[row["party"], word].append(row["id"])
    score = lambda a, b: alike_issues(bags[a], bags[b], words)  # noqa: E731
    return [row["id"] for row in rows], _scored(blocks, score, SAME_ISSUE, key=lambda i: i)


def _scored(blocks: Mapping[Any, list[Any]], score: Any, at_least: float, *, key: Any) -> list[Pair]:
    """The pairs inside blocks that score enough, each once."""
    found: dict[tuple[str, str], float] = {}
    for block in blocks.values():
        for i, left in enumerate(block):
            for right in block[i + 1 : i + LARGEST_BLOCK]:
                pair = (min(key(left), key(right)), max(key(left), key(right)))
                if pair[0] != pair[1] and pair not in found:
                    found[pair] = score(left, right)
    return sorted((left, right, value) for (left, right), value in found.items() if value >= at_least)
