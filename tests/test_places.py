"""Which words name a place, and which place it is."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.coding.coded import Cast
from regesta.coding.parser import parse
from regesta.coding.places import find_places
from regesta.schema import Place, Report

pytestmark = pytest.mark.model


def places_of(text: str) -> list[Place]:
    (parsed,) = parse([Report(id="0" * 16, source="test", text=text)])
    return find_places(parsed, Cast())


# (text, what is expected of each place in order: words, country, region)
FOUND = [
    # A container decides between namesakes.
    ("The mayor of Paris, Texas, was re-elected on Monday.", [("Paris", "USA", "Texas"), ("Texas", "USA", "Texas")]),
    ("The mayor of Paris was re-elected on Monday.", [("Paris", "FRA", "Île-de-France")]),
    # An abbreviation of a state is one only behind a place of that state.
    ("A man from Norman, Okla., was arrested.", [("Norman", "USA", "Oklahoma"), ("Okla.", "USA", "Oklahoma")]),
    # What belongs to a country is not a place.
    ("Syrian troops shelled the city.", []),
    # Neither are a person with the name of a town, a street, a newspaper.
    ("Mr. Paris lives on Washington Street and reads the New York Times.", []),
    # A list of countries is not a chain of containers: there is a China in Japan.
    ("Delegates from Mexico, China, Japan and Brazil arrived.",
     [("Mexico", "MEX", None), ("China", "CHN", None), ("Japan", "JPN", None), ("Brazil", "BRA", None)]),
    # Regions that no list of cities has.
    ("Fighting flared up in the Donbas and in Darfur.", [("Donbas", "UKR", None), ("Darfur", "SDN", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_names_are_found_and_put_where_they_are(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    found = places_of(text)
    assert [
        (p.exact, p.country, p.admin1 if r is not None else None) for p, (_, _, r) in zip(found, expected, strict=False)
    ] == expected
    assert len(found) == len(expected)


# (text, words, whether they stand for a government and not for where something is)
METONYMS = [
    ("Moscow said on Monday that it would not attend the talks.", "Moscow", True),
    ("Officials met in Moscow on Monday.", "Moscow", False),
    ("Relations between Turkey and Iran are tense.", "Iran", True),
    ("Beijing's proposal was rejected.", "Beijing", True),
]


@pytest.mark.parametrize(("text", "words", "metonym"), METONYMS)
def test_a_place_that_acts_is_a_metonym(text: str, words: str, metonym: bool) -> None:
    assert [p.metonym for p in places_of(text) if p.exact == words] == [metonym]


def test_a_district_that_the_gazetteer_lacks_lies_in_its_city() -> None:
    (district, city) = places_of("A bomb went off in the Qaryan district of Baghdad.")
    assert (district.exact, district.geonames, district.grain, district.country) == ("Qaryan", None, "district", "IRQ")
    assert (district.latitude, district.longitude) == (city.latitude, city.longitude)


def test_another_spelling_is_found_where_the_report_is_about_that_country() -> None:
    places = places_of("The Syrian army shelled Mayadeen in Syria on Sunday.")
    assert [(p.exact, p.name, p.country) for p in places] == [
        ("Mayadeen", "Al Mayadin", "SYR"),
        ("Syria", "Syria", "SYR"),
    ]


def test_a_facility_is_a_site_at_its_town_and_not_the_town() -> None:
    (site,) = places_of("Rebels attacked Palmyra Airport at dawn.")
    assert (site.exact, site.grain, site.geonames, site.country) == ("Palmyra Airport", "site", None, "SYR")


PIECES = st.lists(
    st.sampled_from(
        [
            "Paris, Texas",
            "in",
            "Aleppo",
            "the",
            "Deir ez-Zor",
            "al-",
            "U.S.-led",
            "W.Va.",
            "said",
            ".",
            "\n\n",
            "🎉",
            "D.C.",
        ]
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(PIECES)
def test_spans_hold_the_words_and_do_not_overlap(pieces: list[str]) -> None:
    text = " ".join(pieces)
    places = places_of(text)
    assert all(text[p.start_char : p.end_char] == p.exact for p in places)
    assert all(a.end_char <= b.start_char for a, b in pairwise(places))
    assert places == places_of(text)
