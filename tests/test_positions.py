"""What each party wants: a sentence, and the (party, stance, issue) that it tells."""

import datetime as dt

import pytest

import regesta

pytestmark = pytest.mark.model


def positions(text: str) -> list[tuple[str, str, str]]:
    coded = regesta.code(text, published=dt.date(2024, 1, 10))
    found = []
    for told in coded.positions:
        party = coded.cast.by_id(told.row.entity)
        assert party is not None
        found.append((party.name, told.row.stance, told.row.issue))
    return found


TABLE = [
    # verb with its own subject
    ("China refused to condemn the attack.", [("China", "refuses", "to condemn the attack")]),
    # the same, negated: a stance of its own
    ("Germany does not support the plan.", [("Germany", "opposes", "the plan")]),
    # noun whose holder is a possessive pronoun
    ("China reiterated its call for peace talks.", [("China", "calls for", "peace talks")]),
    # noun with the holder after "of", naming what the sentence says
    ("A neutral Ukraine is one of the demands of Russia.", [("Russia", "demands", "A neutral Ukraine")]),
    # adjective
    ("India is still reluctant to join the pact.", [("India", "hesitates", "to join the pact")]),
    # control: the party urged is not the party that wants
    ("France urged Israel to open the crossing.", [("France", "calls for", "to open the crossing")]),
    # a passive with its agent
    ("The proposal was rejected by Iran.", [("Iran", "refuses", "The proposal")]),
    # two parties share one stance
    ("Kenya and Uganda condemned the coup.", [("Kenya", "condemns", "the coup"), ("Uganda", "condemns", "the coup")]),
    # the setting is not part of the issue
    ("Japan called for restraint in a phone call on Monday.", [("Japan", "calls for", "restraint")]),
    # what might be wanted is not a position
    ("Spain could support the plan.", []),
    # nobody's position
    ("Calls for restraint grew.", []),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", TABLE)
def test_positions_of_a_sentence(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert positions(text) == expected


def test_what_must_be_done_is_the_speakers_demand() -> None:
    found = positions("“Russia must withdraw its troops,” French President Emmanuel Macron said.")
    assert ("Emmanuel Macron", "demands", "Russia must withdraw its troops") in found


def test_every_position_shows_its_words_and_its_issue() -> None:
    coded = regesta.code("Turkey rejected the offer. It demanded an apology.", published="2024-01-10")
    assert coded.positions
    for told in coded.positions:
        assert {e.field for e in told.evidence} == {"words", "issue"}
        for evidence in told.evidence:
            assert coded.report.text[evidence.start_char : evidence.end_char] == evidence.exact
