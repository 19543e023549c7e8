"""Places of a report: which words name a place, and which place it is.

    find_places(parsed, cast) -> [Place(exact="Paris", admin1="Texas", ...), ...]

`toponyms` finds the words. Here each name is put on the map by what the report says of it ("Paris, Texas", "the
province of"), by how large and how well known its namesakes are, and by the countries and regions in which the other
names of the report lie. A name means one place throughout a report, unless it is told apart by a container.
"""

from typing import Final

from spacy.tokens import Token

from regesta.coding.coded import Cast
from regesta.coding.parser import Parsed
from regesta.coding.toponyms.evidence import accepted, countries_of_adjectives, find_toponyms
from regesta.coding.toponyms.placing import choose, respell, without_strays
from regesta.coding.toponyms.spotting import Toponym
from regesta.coding.where import LEAST, happens_at
from regesta.knowledge.gazetteer import Entry, gazetteer
from regesta.schema import Place, PlaceGrain, content_id

GRAINS: Final[dict[str, PlaceGrain]] = {
    "country": "country",
    "admin1": "region",
    "admin2": "district",
    "city": "city",
    "continent": "area",
    "region": "region",
    "area": "area",
    "sea": "area",
    "river": "area",
    "site": "site",
}


SURELY: Final = 2.0  # evidence from which a name is that of a place even where the cast has a person of that name


def find_places(parsed: Parsed, cast: Cast) -> list[Place]:
    """Place names of a report, in text order, each at the place that it means here.

    A place that the gazetteer does not have is kept with its words; it takes the country and, for want of better, the
    coordinates of a city or region that the text puts it in ("Karrada, Baghdad"), else it has none. Adjectives
    ("Syrian"), people and streets are not places. A place that stands for its government is one, with `metonym` set.
    """
    people = _people(cast)
    candidates = [t for t in find_toponyms(parsed) if t.evidence >= SURELY or (t.start, t.end) not in people]
    toponyms = list(accepted(parsed, candidates))
    sure = {id(t) for t in toponyms}
    rejected = [t for t in candidates if id(t) not in sure and t.evidence > LEAST and not t.of_person]
    happening = happens_at(parsed, rejected)
    toponyms = [t for t in candidates if id(t) in sure or id(t) in happening]
    adjectives = countries_of_adjectives(parsed)
    chosen = choose(toponyms, adjectives)
    respelt = respell(toponyms, chosen, adjectives)
    if respelt != toponyms:
        chosen = choose(respelt, adjectives)
    kept = without_strays(respelt, chosen)
    return [_place(parsed, t, chosen.get(t.start), chosen.get(t.inside.start) if t.inside else None) for t in kept]


def _people(cast: Cast) -> set[tuple[int, int]]:
    """Spans that name a person."""
    return {
        (m.start_char, m.end_char)
        for m in cast.mentions
        if m.form == "name" and (e := cast.entity(m)) and e.kind == "person"
    }


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
        id=content_id("place", parsed.report.id, t.start, t.end),
        report=parsed.report.id,
        start_char=t.start,
        end_char=t.end,
        exact=t.text,
        name=e.name if e and itself else t.text,
        geonames=e.geonames if e and itself else None,
        country=where.country if where else None,
        admin1=region,
        latitude=where.latitude if where and known else None,
        longitude=where.longitude if where and known else None,
        grain="site" if t.site else GRAINS[e.kind] if e else _GRAIN_OF_WORD.get(t.feature, "city"),
        metonym=is_metonym(t),
    )


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
    if head.dep_ in ("poss", "compound", "nmod"):
        return head.head.i != head.i and _is_doing(head.head)
    if head.dep_ == "pobj" and head.head.lower_ in ("with", "by", "against", "between"):
        return True
    return head.dep_ == "dobj" and head.head.lemma_ in _DEALT_WITH


def _is_doing(noun: Token) -> bool:
    return noun.lemma_.lower() in _POLITICAL


_STATES = {"be", "have", "lie", "become", "remain", "see", "host", "border", "suffer", "experience"}
_DEALT_WITH = {
    "accuse",
    "urge",
    "blame",
    "warn",
    "criticize",
    "criticise",
    "condemn",
    "sanction",
    "ask",
    "tell",
    "press",
    "support",
    "back",
    "threaten",
    "pressure",
    "call",
    "help",
    "arm",
    "join",
    "oppose",
    "praise",
}
_POLITICAL = {
    "deal",
    "delegation",
    "talk",
    "official",
    "relation",
    "government",
    "president",
    "minister",
    "ministry",
    "army",
    "military",
    "proposal",
    "policy",
    "position",
    "decision",
    "claim",
    "leader",
    "ambassador",
    "parliament",
    "ally",
    "demand",
    "offer",
    "response",
    "request",
    "statement",
    "stance",
    "plan",
    "support",
    "refusal",
    "interest",
    "force",
    "troop",
    "spokesman",
}
