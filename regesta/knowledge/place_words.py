"""The wording around place names: word lists that say where a name begins, ends, and what speaks for a place."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from regesta.knowledge.gazetteer import fold
from regesta.knowledge.tables import read_table


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The lists of knowledge/data/place_words.csv."""

    never: frozenset[str]
    connectors: frozenset[str]
    acronyms: frozenset[str]
    skipped: frozenset[str]
    directions: frozenset[str]
    static: frozenset[str]
    administrative: frozenset[str]
    streets: frozenset[str]
    institutions: frozenset[str]
    companies: frozenset[str]
    titles: frozenset[str]
    person_titles: frozenset[str]
    prefixes: frozenset[str]
    kinds: frozenset[str]
    sites: frozenset[str]
    naturals: frozenset[str]
    parts: frozenset[str]
    happenings: frozenset[str]
    of_place: frozenset[str]
    prepositions: dict[str, float]
    features: dict[str, str]


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    """The word lists, read once a process."""
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_table("place_words"):
        values[row["kind"]][row["word"]] = row["value"]
    of = {kind: frozenset(words) for kind, words in values.items()}
    return PlaceWords(
        never=of["never begins a name alone"],
        connectors=of["inside a name"],
        acronyms=of["short capitals"],
        skipped=of["before a name, skipped"],
        directions=of["direction"],
        static=of["static preposition"],
        administrative=of["administrative"],
        streets=of["street"],
        institutions=of["institution"],
        companies=of["company"],
        titles=of["title after"],
        person_titles=of["person title"],
        prefixes=of["begins a longer name"],
        kinds=of["ends a name"],
        sites=of["site"],
        naturals=of["natural feature"],
        parts=of["part of a place"],
        happenings=of["happening"],
        of_place=of["before of a place"],
        prepositions={word: float(value) for word, value in values["preposition"].items()},
        features=values["feature"],
    )


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """Folded words for the people of a country and what is theirs -> its code: {"syrian": "SYR", …}."""
    codes: dict[str, str] = {}
    rows = read_table("countries")
    for row in rows:
        for word in [*row["adjectives"].split(";"), *row["people"].split(";")]:
            codes.update({fold(word): row["code"], fold(word) + "s": row["code"]} if word else {})
    for row in rows:
        for name in (row["name"], row["code"], "US"):
            codes.pop(fold(name), None)
    return codes
