"""The gazetteer: names of places and where they are, for everybody who must put a name on the map.

    >>> [p.country for p in gazetteer().find("Aleppo")][:1]
    ['SYR']

240,000 cities (500 inhabitants and more), 50,000 regions of two levels, countries, seas, rivers, contested and
informal regions. Made from GeoNames by `training/gazetteer/build.py`; see `data/README.md` for the licence.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pyarrow as pa
from pyarrow.feather import read_table

Kind = Literal["country", "admin1", "admin2", "city", "continent", "region", "area", "sea", "river", "site"]

# Ranks of a name: how directly it stands for the place.
FIRST: Final = 0  # an English name that means this place before all others
MAIN: Final = 1  # the name that GeoNames prints
ALIAS: Final = 2  # one of its other names: spellings, other languages, nicknames
SHORT: Final = 3  # an abbreviation that is read so after the name of a place within it: "Norman, Okla."


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer, as found under one of its names.

    `admin1` and `admin2` are rows of the gazetteer (`Gazetteer.entry`), -1 where there is none; `row` is its own.
    """

    row: int
    name: str
    kind: Kind
    geonames: int | None
    country: str | None
    admin1: int
    admin2: int
    latitude: float
    longitude: float
    population: int
    rank: int


class Gazetteer:
    """Look-up of places by name; 30 MB in memory, made once a process by `gazetteer`."""

    def __init__(self) -> None:
        data = resources.files("regesta.knowledge") / "data"
        with resources.as_file(data / "places.arrow") as path:
            places = _table(path)
        with resources.as_file(data / "place_names.arrow") as path:
            names = _table(path)
        _, starts, letters = names.column("name").chunk(0).buffers()
        self._starts = np.frombuffer(starts, np.int32)[: len(names) + 1]
        self._letters = letters
        self._place = names.column("place").to_numpy()
        self._rank = names.column("rank").to_numpy()
        self._name = places.column("name").chunk(0)
        self._geonames = places.column("geonames").fill_null(0).to_numpy()
        self._kind, self._country = (places.column(c).chunk(0) for c in ("kind", "country"))
        self._numbers = [
            places.column(c).to_numpy() for c in ("admin1", "admin2", "latitude", "longitude", "population")
        ]
        self._find = lru_cache(maxsize=20_000)(self._find_folded)

    def find(self, name: str) -> tuple[Entry, ...]:
        """Places of that name, the most direct name and the largest place first; empty when there is none."""
        return self._find(fold(name))

    def find_alike(self, name: str) -> tuple[Entry, ...]:
        """Places in Arabic-speaking countries whose name is written much like it; see `skeleton`."""
        return self._find("~" + skeleton(name))

    def entry(self, row: int, rank: int = MAIN) -> Entry:
        """The place in one row of the table."""
        admin1, admin2, latitude, longitude, population = (column[row] for column in self._numbers)
        return Entry(
            row=row,
            name=self._name[row].as_py(),
            kind=self._kind[row].as_py(),
            geonames=int(self._geonames[row]) or None,
            country=self._country[row].as_py(),
            admin1=int(admin1),
            admin2=int(admin2),
            rank=rank,
            latitude=round(float(latitude), 4),
            longitude=round(float(longitude), 4),
            population=int(population),
        )

    def _find_folded(self, name: str) -> tuple[Entry, ...]:
        wanted = name.encode()
        at = bisect_left(range(len(self._place)), wanted, key=self._name_at) if name else 0
        found = []
        while name and at < len(self._place) and self._name_at(at) == wanted:
            place = int(self._place[at])
            found.append((int(self._rank[at]), -int(self._numbers[-1][place]), place))
            at += 1
        return tuple(self.entry(row, rank) for rank, _, row in sorted(found)[:MOST_ENTRIES])

    def _name_at(self, i: int) -> bytes:
        return bytes(self._letters[int(self._starts[i]) : int(self._starts[i + 1])])


def _table(path: Path) -> pa.Table:
    """An Arrow file as a table of one chunk a column."""
    return read_table(path, memory_map=True).combine_chunks()


MOST_ENTRIES: Final = 60  # of one name; there are 200 San Antonios, and the 60 largest are enough


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read once a process (0.2 s)."""
    return Gazetteer()


_DROP = re.compile(r"['’‘ʼʻ`´.\u02bf\u02be]")
_BREAK = re.compile(r"[\s\-‐‑–_/,()]+")
_SHORT = {"saint": "st", "sainte": "st", "ste": "st", "mount": "mt", "fort": "ft", "the": ""}
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """A name as the gazetteer's key: small letters, no accents, no points and apostrophes, hyphens as spaces.

    "Saint", "Mount" and "Fort" are cut to "st", "mt" and "ft", and "the" is left out.
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in name if not unicodedata.combining(c))
    name = _DROP.sub("", name.casefold()).translate(_LETTERS)
    return " ".join(w for w in (_SHORT.get(w, w) for w in _BREAK.sub(" ", name).split()) if w)


def skeleton(name: str) -> str:
    """A name without what differs between the ways to write Arabic: "mayadin" for Mayadeen and al-Mayādīn."""
    words = [_TELL.get(w, w) for w in fold(name).split()]
    words = [w for w in words if w not in _ARTICLES] or words
    text = " ".join(words)
    for pattern, plain in _SPELLINGS:
        text = pattern.sub(plain, text)
    return text


_TELL: Final = {
    "tel": "tal",
    "tell": "tal",
    "tall": "tal",
    "jebel": "jabal",
    "deir": "dayr",
    "beit": "bayt",
    "kafar": "kafr",
}
_ARTICLES: Final = frozenset(
    ("al", "el", "ar", "as", "ash", "ad", "at", "az", "an", "ed", "es", "er", "en", "ez", "the")
)
_SPELLINGS: Final = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("ee|ei(?=[^aeiou]{2})", "i"),
        ("ai|ei|ey", "ay"),
        ("oo|ou|au|aw", "u"),
        ("iy+", "i"),
        ("e(?!h?\\b)", "i"),
        ("o", "u"),
        ("(?:eh|ah|e|a)\\b", "a"),
        ("kh", "k"),
        ("gh", "g"),
        ("dh", "d"),
        ("th", "t"),
        ("(.)\\1", "\\1"),
        ("q", "k"),
    )
)
