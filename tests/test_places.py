"""Which words name a place, and which place it is."""

import pytest

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
