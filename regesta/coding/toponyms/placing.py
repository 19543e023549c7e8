"""Which place a name of a report means: the second half of `places`.

Each name is put on the map by what the report says of it ("Paris, Texas", "the province of"), by how large and how
well known its namesakes are, and by the countries and regions in which the other names of the report lie. A name means
one place throughout a report, unless it is told apart by a container.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from regesta.coding.toponyms.spotting import Toponym
from regesta.knowledge.gazetteer import ALIAS, FIRST, SHORT, Entry, fold, gazetteer


def choose(toponyms: Sequence[Toponym], adjectives: Sequence[str]) -> dict[int, Entry]:
    """The place that each toponym means, by its first character; those that the gazetteer does not have are left out.

    Each name spreads its weight over its places; what the other names of the report put into a country or region
    speaks for the places there, and so do the adjectives of countries; repeated until it settles.
    """
    names = _names(toponyms)
    by_itself = [[_own_score(e, name) for e in name.entries] for name in names]
    shares = [_shares(scores) for scores in by_itself]
    for _ in range(ROUNDS):
        countries, regions = _context(names, shares)
        countries.update(dict.fromkeys(adjectives, ADJECTIVE))
        shares = [
            _shares([own + more for own, more in zip(scores, _support(name, share, countries, regions), strict=True)])
            for name, share, scores in zip(names, shares, by_itself, strict=True)
        ]
    chosen: dict[int, Entry] = {}
    for name, share in zip(names, shares, strict=True):
        best = name.entries[max(range(len(share)), key=share.__getitem__)]
        chosen.update((t.start, best) for t in name.toponyms)
    for t in toponyms:
        if t.entries and t.inside is not None and (outer := chosen.get(t.inside.start)):
            chosen[t.start] = _contained(t, outer, chosen[t.start])
    return chosen


def respell(toponyms: Sequence[Toponym], chosen: dict[int, Entry], adjectives: Sequence[str]) -> list[Toponym]:
    """The toponyms, with those that the gazetteer spells otherwise found in the countries that the report is about.

    Arabic names are written in many ways: "Mayadeen" is al-Mayadin where the report speaks of Syria.
    """
    countries = {e.country for e in chosen.values() if e.country} | set(adjectives)
    found = []
    for t in toponyms:
        if not t.entries and not t.site and len(t.text) > 3:
            alike = tuple(e for e in gazetteer().find_alike(t.text) if e.country in countries)
            found.append(replace(t, entries=alike) if alike else t)
        else:
            found.append(t)
    return found


def without_strays(toponyms: Sequence[Toponym], chosen: dict[int, Entry]) -> list[Toponym]:
    """The toponyms but for small towns of which no word speaks, in countries of which the report says nothing else."""
    countries = Counter(e.country for e in chosen.values())
    return [
        t
        for t in toponyms
        if t.start not in chosen
        or not _is_small(chosen[t.start])
        or _SPEAK_FOR & set(t.signs)
        or len(chosen) < FEW
        or countries[chosen[t.start].country] > sum(t.text == o.text for o in toponyms)
    ]


FEW: Final = 5  # names; with fewer the report is no context
_SPEAK_FOR = frozenset(("in", "contained", "feature", "gpe", "container"))


def _is_small(e: Entry) -> bool:
    return e.kind in ("city", "admin2") and e.population < 100_000


ROUNDS: Final = 3  # the choice settles in two on the development sets


@dataclass(slots=True)
class _Name:
    """The toponyms of a report that are written alike and used alike."""

    entries: tuple[Entry, ...]
    feature: str
    contains: bool
    toponyms: list[Toponym]
    weight: float
    of_towns: frozenset[int]  # rows of regions in which a town of the same name lies


def _names(toponyms: Sequence[Toponym]) -> list[_Name]:
    groups: dict[tuple[str, str, bool], list[Toponym]] = defaultdict(list)
    for t in toponyms:
        if t.entries:
            groups[fold(t.text), t.feature, "comma" in t.signs].append(t)
    found = []
    for (_, feature, contains), group in groups.items():
        entries = group[0].entries
        towns = frozenset(e.admin1 for e in entries if e.kind == "city" and e.population > 30_000)
        found.append(_Name(entries, feature, contains, group, 1 + math.log(len(group)), towns))
    return found


def _shares(scores: list[float]) -> list[float]:
    top = max(scores)
    powers = [math.exp(SHARPNESS * (s - top)) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


SHARPNESS: Final = 1.5


def _context(names: list[_Name], shares: list[list[float]]) -> tuple[Counter[str], Counter[int]]:
    """How much weight the names of the report put into each country and each first-level region."""
    countries: Counter[str] = Counter()
    regions: Counter[int] = Counter()
    for name, share in zip(names, shares, strict=True):
        for e, part in zip(name.entries, share, strict=True):
            if part > 0.01:
                countries[e.country or ""] += part * name.weight  # type: ignore[assignment]
                regions[_region(e)] += part * name.weight  # type: ignore[assignment]
    return countries, regions


def _region(e: Entry) -> int:
    return e.row if e.kind == "admin1" else e.admin1


def _support(name: _Name, share: list[float], countries: Counter[str], regions: Counter[int]) -> list[float]:
    """What the other names of the report say for each place of a name."""
    own_countries: dict[str | None, float] = defaultdict(float)
    own_regions: dict[int, float] = defaultdict(float)
    for e, part in zip(name.entries, share, strict=True):
        own_countries[e.country] += part * name.weight
        own_regions[_region(e)] += part * name.weight
    support = []
    for e in name.entries:
        value = (
            COUNTRY * math.log1p(4 * max(0.0, countries[e.country] - own_countries[e.country])) if e.country else 0.0
        )
        region = _region(e)
        if region >= 0:
            value += REGION * math.log1p(4 * max(0.0, regions[region] - own_regions[region]))
        support.append(value)
    return support


COUNTRY: Final = 0.55
REGION: Final = 0.7
ADJECTIVE: Final = 0.5  # of a name


def _own_score(e: Entry, name: _Name) -> float:
    """How likely a name means this place by itself: its fame, the word beside it, its container."""
    score = _fame(e) + _feature(e, name.feature)
    if e.kind == "admin1" and name.feature != "admin1" and not name.contains and e.row in name.of_towns:
        score -= 1.2  # "Kharkiv" by itself is the city more often than its region
    if e.rank == SHORT and not name.contains:
        score -= 4.0
    if name.contains:
        score += 2.5 if e.kind == "admin1" else 1.0 if e.kind == "country" else 0.0
    outers = [t.inside for t in name.toponyms if t.inside is not None]
    if any(_lies_in(e, o.entries) for o in outers):
        score += 4.0
    return score


def _fame(e: Entry) -> float:
    """How well known a place is: the size of its population on a log scale, by kind and directness of the name."""
    if e.kind == "country":
        return 8.0 - (e.rank == ALIAS) * 1.5
    if e.rank == FIRST:
        return 8.5 if e.kind != "city" else 7.5
    if e.kind in ("continent", "sea", "river", "area", "region", "site"):
        return 7.0
    size = math.log10(e.population + 300)
    if e.kind == "admin1":
        return size - 0.3
    if e.kind == "admin2":
        return size - 1.5 - (e.rank == ALIAS) * 0.7
    return size - (e.rank == ALIAS) * 1.5


def _feature(e: Entry, feature: str) -> float:
    if feature == "city":
        return 1.5 if e.kind == "city" else -1.5
    if feature == "admin1":
        return 2.5 if e.kind in ("admin1", "region") else 0.0
    if feature == "admin2":
        return 2.0 if e.kind == "admin2" else 0.5 if e.kind == "admin1" else 0.0
    return 0.0


def _lies_in(e: Entry, outer: Iterable[Entry]) -> bool:
    return any(
        o.row in (e.admin1, e.admin2) or (o.kind == "country" and o.country == e.country and e.kind != "country")
        for o in outer if o.row != e.row
    )  # fmt: skip


def _contained(t: Toponym, outer: Entry, now: Entry) -> Entry:
    """The place of that name that lies in the container, if there is one; else what it was."""
    if _lies_in(now, [outer]):
        return now
    inside = [e for e in t.entries if _lies_in(e, [outer])]
    return max(inside, key=_fame, default=now)
