"""Which place name says where an event happened."""

import pytest

from regesta.coding.coded import Cast
from regesta.coding.parser import parse
from regesta.coding.places import find_places
from regesta.coding.where import everywhere, where
from regesta.schema import Report

pytestmark = pytest.mark.model

# (text, the event's word, where it happened)
WHERE = [
    # The place in the verb's own clause, not that of another.
    ("A bomb killed six people in Kirkuk, the governor said in Baghdad.", "killed", "Kirkuk"),
    ("A bomb killed six people in Kirkuk, the governor said in Baghdad.", "said", "Baghdad"),
    # The finer of two places.
    ("Gunmen shot two officers in Mosul, Iraq.", "shot", "Mosul"),
    # What is taken is where it happens.
    ("The rebels captured Aleppo on Sunday.", "captured", "Aleppo"),
    # Where somebody is from is not where it happens; nothing else is said.
    ("Two soldiers from Ohio were killed on Tuesday.", "killed", None),
    ("The two sides traded fire on Tuesday.", "traded", None),
]


@pytest.mark.parametrize(("text", "word", "place"), WHERE)
def test_where(text: str, word: str, place: str | None) -> None:
    (parsed,) = parse([Report(id="0" * 16, source="test", text=text)])
    start = text.index(word)
    found = where(parsed, start, start + len(word), find_places(parsed, Cast()))
    assert (found.exact if found else None) == place


def test_everywhere_gives_all_places_of_a_list() -> None:
    text = "Two policemen were killed in the provinces of Ghazni and Paktika."
    (parsed,) = parse([Report(id="0" * 16, source="test", text=text)])
    found = everywhere(parsed, text.index("killed"), text.index("killed") + 6, find_places(parsed, Cast()))
    assert sorted(p.exact for p in found) == ["Ghazni", "Paktika"]


def test_only_places_that_are_given_are_answered() -> None:
    text = "A bomb killed six people in Kirkuk."
    (parsed,) = parse([Report(id="0" * 16, source="test", text=text)])
    assert where(parsed, 7, 13, []) is None
