"""The gazetteer: names, spellings, sizes."""

import pytest

from regesta.knowledge.gazetteer import fold, gazetteer, skeleton


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Saint-Étienne", "st etienne"),  # accents, hyphens, Saint
        ("Xi'an", "xian"),  # apostrophes
        ("The Hague", "hague"),  # the article
        ("U.S.", "us"),  # points
        ("Ḩalab", "halab"),  # marks of scholars
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key


def test_spellings_of_one_arabic_name_have_one_skeleton() -> None:
    assert len({skeleton(n) for n in ("Mayadeen", "Al Mayādīn", "al-Mayadin")}) == 1


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Aleppo", "city", "SYR"),
        ("United States", "country", "USA"),
        ("Donbas", "region", "UKR"),
        ("Kyiv", "city", "UKR"),
        ("Kiev", "city", "UKR"),  # the former English name
        ("Red Sea", "sea", None),
        ("Bavaria", "region", "DEU"),
        ("Clark County", "admin2", "USA"),
    ],
)
def test_the_best_known_place_of_a_name_comes_first(name: str, kind: str, country: str | None) -> None:
    best = gazetteer().find(name)[0]
    assert (best.kind, best.country) == (kind, country)


def test_unknown_and_empty_names_have_no_place() -> None:
    assert gazetteer().find("Xyzzyx") == () == gazetteer().find("")


def test_regions_lie_where_their_entry_says() -> None:
    table = gazetteer()
    dallas = next(e for e in table.find("Dallas") if e.country == "USA")
    assert table.entry(dallas.admin1).name == "Texas"
