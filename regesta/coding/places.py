"""Places of a report: which words name a place, and which place it is.

    find_places(parsed, cast) -> [Place(exact="Paris", admin1="Texas", ...), ...]

`toponyms` finds the words. Here each name is put on the map by what the report says of it ("Paris, Texas", "the
province of"), by how large and how well known its namesakes are, and by the countries and regions in which the other
names of the report lie. A name means one place throughout a report, unless it is told apart by a container.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from regesta.coding.coded import Cast
from regesta.coding.parser import Parsed
from regesta.coding.toponyms import Toponym, accepted, countries_of_adjectives, find_toponyms
from regesta.coding.where import LEAST, happens_at
from regesta.knowledge.gazetteer import ALIAS, FIRST, SHORT, Entry, fold, gazetteer
from regesta.schema import Place, PlaceGrain, content_id

GRAINS: Final[dict[str, PlaceGrain]] = {
    "country": "country", "admin1": "region", "admin2": "district", "city": "city", "continent": "area", "region": "region",
    "area": "area", "sea": "area", "river": "area", "site": "site",
}  # fmt: skip


def find_places(parsed: Parsed, cast: Cast) -> list[Place]:
    """Place names of a report, in text order, each at the place that it means here.

    A place that the gazetteer does not have is kept with its words; it takes the country and, for want of better, the
    coordinates of a city or region that the text puts it in ("Karrada, Baghdad"), else it has none. Adjectives
    ("Syrian"), people and streets are not places. A place that stands for its government is one, with `metonym` set.
    """
    people = _people(cast)
    candidates = [t for t in find_toponyms(parsed) if (t.start, t.end) not in people]
    toponyms = list(accepted(parsed, candidates))
    sure = {id(t) for t in toponyms}
    rejected = [t for t in candidates if id(t) not in sure and t.evidence > LEAST and not t.of_person]
    happening = happens_at(parsed, rejected)
    toponyms = [t for t in candidates if id(t) in sure or id(t) in happening]
    chosen = _choose(toponyms, countries_of_adjectives(parsed))
    return [_place(parsed, t, chosen.get(id(t)), chosen.get(id(t.inside))) for t in toponyms]


def _people(cast: Cast) -> set[tuple[int, int]]:
    """Spans that name a person."""
    return {
        (m.start_char, m.end_char) for m in cast.mentions if m.form == "name" and (e := cast.entity(m)) and e.kind == "person"
    }  # fmt: skip


def _choose(toponyms: list[Toponym], adjectives: list[str]) -> dict[int, Entry]:
    """The place that each toponym means, by id of the toponym; those without any entry are left out.

    Each name spreads its weight over its places; what the other names of the report put into a country or region
    speaks for the places there, and so do the adjectives of countries; repeated until it settles.
    """
    names = _names(toponyms)
    by_itself = [[_own_score(e, name) for e in name.entries] for name in names]
    shares = [_shares(scores) for scores in by_itself]
    for _ in range(ROUNDS):
        countries, regions = _context(names, shares)
        countries.update(dict.fromkeys(adjectives, ADJECTIVE))  # type: ignore[arg-type]
        shares = [
            _shares([own + more for own, more in zip(scores, _support(name, share, countries, regions), strict=True)])
            for name, share, scores in zip(names, shares, by_itself, strict=True)
        ]
    chosen: dict[int, Entry] = {}
    for name, share in zip(names, shares, strict=True):
        best = name.entries[max(range(len(share)), key=share.__getitem__)]
        chosen.update((id(t), best) for t in name.toponyms)
    for t in toponyms:
        if t.entries and t.inside is not None and (outer := chosen.get(id(t.inside))):
            chosen[id(t)] = _contained(t, outer, chosen[id(t)])
    return chosen


ROUNDS: Final = 3  # the choice settles in two on the development sets


@dataclass(slots=True)
class _Name:
    """The toponyms of a report that are written alike and used alike."""

    entries: tuple[Entry, ...]
    feature: str
    contains: bool
    toponyms: list[Toponym]
    weight: float


def _names(toponyms: list[Toponym]) -> list[_Name]:
    groups: dict[tuple[str, str, bool], list[Toponym]] = defaultdict(list)
    containers = {id(t.inside) for t in toponyms if t.inside is not None}
    for t in toponyms:
        if t.entries:
            groups[fold(t.text), t.feature, id(t) in containers].append(t)
    return [_Name(group[0].entries, key[1], key[2], group, 1 + math.log(len(group))) for key, group in groups.items()]


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


def _place(parsed: Parsed, t: Toponym, e: Entry | None, outer: Entry | None) -> Place:
    """The row of one toponym."""
    where = e or outer
    table = gazetteer()
    region = None
    if where is not None:
        region = where.name if where.kind == "admin1" else table.entry(where.admin1).name if where.admin1 >= 0 else None
    known = e is not None or (outer is not None and outer.kind in ("city", "admin1", "admin2"))
    itself = e is not None and not t.site and not t.part
    return Place(
        id=content_id("place", parsed.report.id, t.start, t.end), report=parsed.report.id, start_char=t.start,
        end_char=t.end, exact=t.text, name=e.name if e and itself else t.text, geonames=e.geonames if e and itself else None,
        country=where.country if where else None, admin1=region,
        latitude=where.latitude if where and known else None, longitude=where.longitude if where and known else None,
        grain="site" if t.site else GRAINS[e.kind] if e else _GRAIN_OF_WORD.get(t.feature, "city"), metonym=is_metonym(t),
    )  # fmt: skip


_GRAIN_OF_WORD: Final[dict[str, PlaceGrain]] = {"admin1": "region", "admin2": "district", "feature": "site"}


def is_metonym(t: Toponym) -> bool:
    """Whether a place stands for its government or its people: it acts, speaks, owns or is dealt with.

    "Moscow said", "Beijing's proposal", "talks with Kyiv"; not "in Moscow".
    """
    if t.modifies:
        return True
    head = t.head
    if "in" in t.signs or "contained" in t.signs:
        return False
    while head.dep_ in ("conj", "appos") and head.head.i != head.i:
        head = head.head
    if head.dep_ in ("nsubj", "agent", "dative"):
        return head.head.pos_ in ("VERB", "AUX") and head.head.lemma_ not in _STATES
    if head.dep_ == "poss":
        return _is_doing(head.head)
    if head.dep_ == "pobj" and head.head.lower_ in ("with", "by", "against", "between"):
        return True
    return head.dep_ == "dobj" and head.head.lemma_ in _DEALT_WITH


def _is_doing(noun: Token) -> bool:
    return noun.lemma_.lower() in _POLITICAL


_STATES = {"be", "have", "lie", "become", "remain", "see", "host", "border", "suffer", "experience"}
_DEALT_WITH = {"accuse", "urge", "blame", "warn", "criticize", "criticise", "condemn", "sanction", "ask", "tell", "press",
               "support", "back", "threaten", "pressure", "call", "help", "arm", "join", "oppose", "praise"}  # fmt: skip
_POLITICAL = {"government", "president", "minister", "ministry", "army", "military", "proposal", "policy", "position",
              "decision", "claim", "leader", "ambassador", "parliament", "ally", "demand", "offer", "response", "request",
              "statement", "stance", "plan", "support", "refusal", "interest", "force", "troop", "spokesman"}  # fmt: skip
