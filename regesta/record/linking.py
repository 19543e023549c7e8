"""Ties across the record: reports that copy each other, tellings of one event, wishes on one issue.

Each kind goes the same way: block (only rows that can match are compared), score pairs, keep those above a
threshold as Link rows, and compute groups from the links with union-find. A reviewer's yes or no stands above
every score and outlives coding and linking anew.

    link(record)  ->  Linked(reports=3, events=41, issues=12, all_events=230, all_told=288)
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from ibis import _

from regesta.record import queries
from regesta.record.duplicates import near_copies
from regesta.record.likeness import EventTelling, Words, alike_events, cannot_be_one, likely_pairs, pairs_within
from regesta.record.record import LINKING, Record
from regesta.schema import Link, LinkKind, Member, Report, Run, content_id
from regesta.version import __version__

METHOD: Final = "linking 1"  # changes whenever the same rows would be tied otherwise
SAME_EVENT: Final = 0.6  # chosen on hand-made pairs of tests/test_linking.py; flat between 0.55 and 0.65
SAME_ISSUE: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Groups of two and more rows that were tied together, of each kind; all events, and how often they are told."""

    reports: int
    events: int
    issues: int
    all_events: int
    all_told: int


Pair = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class _Ties:
    """What there is to tie of one kind: the ids, the likely pairs, and which two can never be the same."""

    kind: LinkKind
    ids: list[str]
    pairs: list[Pair]
    differ: Callable[[str, str], bool] = lambda left, right: False


def link(record: Record, *, now: dt.datetime | None = None) -> Linked:
    """Tie the current rows of the record; writes nothing when that changes no group."""
    now = (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).replace(tzinfo=None)
    verdicts = record.fetch(record.current(Link).filter(_["verdict"] != "auto")).to_pylist()
    actors = _merged_actors(record, verdicts, now)
    now += dt.timedelta(microseconds=1)  # the newer of the two counts
    all_ties = (_report_ties(record), _event_ties(record), _issue_ties(record))
    groups: dict[LinkKind, dict[str, list[str]]] = {}
    links: list[Link] = []
    for ties in all_ties:
        judged = {(v["left"], v["right"]): v["verdict"] for v in verdicts if v["kind"] == ties.kind}
        groups[ties.kind] = grouped(set(ties.ids), ties.pairs, judged, differ=ties.differ)
        links += [_link(ties.kind, pair, now) for pair in ties.pairs if pair[:2] not in judged]
    members = [
        Member(kind=kind, group=group, id=i)
        for kind, found in groups.items() for group, inside in sorted(found.items()) for i in inside
    ] + actors  # fmt: skip
    if _members_of(record) != {(m.kind, m.group, m.id) for m in members}:
        record.keep_links(links, members, _run(now))
    n_told = len(all_ties[1].ids)
    tied = sum(len(inside) - 1 for inside in groups["event"].values())
    return Linked(reports=len(groups["report"]), events=len(groups["event"]), issues=len(groups["issue"]),
                  all_events=n_told - tied, all_told=n_told)  # fmt: skip


def _merged_actors(record: Record, verdicts: Iterable[Mapping[str, Any]], now: dt.datetime) -> list[Member]:
    """Actors that a reviewer calls one. They are written first: events and issues are tied by who takes part."""
    judged = {(v["left"], v["right"]): v["verdict"] for v in verdicts if v["kind"] == "entity"}
    groups = grouped({i for pair in judged for i in pair}, (), judged)
    members = [Member(kind="entity", group=g, id=i) for g, inside in sorted(groups.items()) for i in inside]
    there = record.fetch(record.current(Member)).to_pylist()
    if {(m.group, m.id) for m in members} != {(m["group"], m["id"]) for m in there if m["kind"] == "entity"}:
        others = [Member(kind=m["kind"], group=m["group"], id=m["id"]) for m in there if m["kind"] != "entity"]
        links = record.fetch(record.current(Link).filter(_["verdict"] == "auto")).to_pylist()
        record.keep_links([Link(**link) for link in links], others + members, _run(now))
    return members


def _run(now: dt.datetime) -> Run:
    return Run(id=content_id("linking", METHOD, now.isoformat()), started=now, version=__version__, codebook=LINKING,
               models=(), settings=content_id(METHOD))  # fmt: skip


def _link(kind: LinkKind, pair: Pair, now: dt.datetime) -> Link:
    left, right, score = pair
    return Link(id=content_id("link", kind, left, right), kind=kind, left=left, right=right, score=round(score, 3),
                verdict="auto", by=METHOD, at=now)  # fmt: skip


def grouped(
    ids: set[str],
    pairs: Iterable[Pair],
    judged: Mapping[tuple[str, str], Literal["yes", "no"] | str],
    *,
    differ: Callable[[str, str], bool] = lambda left, right: False,
) -> dict[str, list[str]]:
    """Groups of two and more ids, each named by its smallest, from scored and judged pairs.

    The best pairs are joined first. A join that would bring together two ids that a reviewer holds apart is left out,
    and unless a reviewer said yes so is one of two ids that `differ`: a chain of likenesses does not make two days one.
    Pairs of ids that are not in `ids` are ignored.
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
    for n, (left, right) in enumerate([*sure, *scored]):
        if left not in ids or right not in ids or group_of[left] == group_of[right]:
            continue
        a, b = sorted((group_of[left], group_of[right]))
        if any(apart[i] & inside[b] for i in inside[a] if i in apart):
            continue
        if n >= len(sure) and any(differ(i, j) for i in inside[a] for j in inside[b]):
            continue
        for i in inside[b]:
            group_of[i] = a
        inside[a] |= inside.pop(b)
    return {min(found): sorted(found) for found in inside.values() if len(found) > 1}


def _members_of(record: Record) -> set[tuple[str, str, str]]:
    table = record.fetch(record.current(Member).select("kind", "group", "id"))
    return {(m["kind"], m["group"], m["id"]) for m in table.to_pylist()}


def _report_ties(record: Record) -> _Ties:
    reports = record.current(Report)
    rows = record.fetch(reports.filter(reports["signature"] != "").select("id", "signature").order_by("id")).to_pylist()

    def texts(ids: Sequence[str]) -> dict[str, str]:
        found = record.fetch(reports.filter(reports["id"].isin(ids)).select("id", "text"))
        return {row["id"]: row["text"] for row in found.to_pylist()}

    pairs = near_copies(((r["id"], r["signature"]) for r in rows), texts)
    return _Ties("report", [row["id"] for row in rows], pairs)


def _event_ties(record: Record) -> _Ties:
    parties: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in record.fetch(queries.party_features(record)).to_pylist():
        parties[row["owner"]].append(row)
    rows = record.fetch(queries.event_features(record)).to_pylist()
    words = Words(row["words"] for row in rows)
    tellings = {row["id"]: EventTelling.of(row, parties[row["id"]], words) for row in rows}
    pairs = likely_pairs(tellings.values())
    found = _scored(pairs, lambda left, right: alike_events(tellings[left], tellings[right], words), SAME_EVENT)
    return _Ties("event", list(tellings), found, lambda left, right: cannot_be_one(tellings[left], tellings[right]))


def _issue_ties(record: Record) -> _Ties:
    rows = record.fetch(queries.position_features(record)).to_pylist()
    words = Words(row["issue"] for row in rows)
    bags = {row["id"]: words.of(row["issue"]) for row in rows}
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        for word in bags[row["id"]]:
            blocks[row["party"], word].append(row["id"])
    pairs = pairs_within(blocks.values())
    found = _scored(pairs, lambda left, right: words.one_issue(bags[left], bags[right]), SAME_ISSUE)
    return _Ties("issue", list(bags), found)


def _scored(pairs: Iterable[tuple[str, str]], score: Callable[[str, str], float], at_least: float) -> list[Pair]:
    """The pairs that score enough, the smaller id first, each once."""
    found: dict[tuple[str, str], float] = {}
    for one, other in pairs:
        value = score(one, other)
        if value >= at_least:
            found[min(one, other), max(one, other)] = value
    return sorted((left, right, value) for (left, right), value in found.items())
