"""What the relation model may add to the events of the rules, shown with a model that says what it is told to."""

import pytest
from saying import Said, told

from regesta.coding.deeds.relation_pieces import LONGEST, encode
from regesta.coding.models import load
from regesta.schema import Event

pytestmark = pytest.mark.model


def saying(actor: str, label: str, other: str, score: float = 0.9) -> Said:
    """What is said of two, and, for the rules' event beside it, of two others."""
    return {(actor, other): (label, score), ("Denmark", "Iceland"): ("ACCUSE", 0.9)}


def events_of(text: str, said: Said) -> list[Event]:
    return [event for event, _ in told(text, said)]


TEXT = "Norway lampooned Sweden after Denmark had condemned Iceland."


def test_a_verb_that_no_list_has_tells_an_event_when_the_model_is_sure() -> None:
    (event, sides), (other, _) = told(TEXT, saying("Norway", "ACCUSE", "Sweden"))
    assert sides == ("ACCUSE", ["Norway"], ["Sweden"])
    assert other.coder.startswith("rule:condemn")
    assert event.coder == "model: ACCUSE 0.90, none 0.10"
    assert event.status == "happened"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Norway may lampoon Sweden after Denmark has invaded Iceland.", "a possibility"),
        ("Norway did not lampoon Sweden after Denmark had invaded Iceland.", "a negated deed"),
        ("Sweden, a friend of Norway, sang as Denmark invaded Iceland.", "the actor does nothing by the parse"),
        ("Norway rebutted accusations by Sweden.", "a rejected accusation is no act"),
        ("Norway's decision on Sweden came after Denmark had invaded Iceland.", "a noun that names no deed"),
        ("Norway considered Sweden after Denmark had invaded Iceland.", "to think is no deed"),
        ("Norway sang when Denmark praised Sweden.", "the other stands in a clause of its own"),
    ],
)
def test_no_event_is_added_for(text: str, why: str) -> None:
    found = [sides for _, sides in told(text, saying("Norway", "ACCUSE", "Sweden"))]
    assert not any(kind == "ACCUSE" and "Norway" in actors for kind, actors, _ in found), why


def test_a_noun_tells_what_its_verb_would() -> None:
    text = "Norway's lampooning of Sweden came after Denmark had condemned Iceland."
    found = [sides for _, sides in told(text, saying("Norway", "ACCUSE", "Sweden"))]
    assert ("ACCUSE", ["Norway"], ["Sweden"]) in found


def test_a_model_that_is_not_sure_adds_nothing() -> None:
    assert len(events_of(TEXT, saying("Norway", "ACCUSE", "Sweden", 0.3))) == 1


def test_a_sentence_without_any_word_of_the_lexicon_is_not_asked_about() -> None:
    assert events_of("Norway lampooned Sweden on Monday.", saying("Norway", "ACCUSE", "Sweden")) == []


def test_what_the_rules_tell_of_two_actors_is_not_told_again() -> None:
    (event,) = events_of("Norway condemned Sweden on Monday.", saying("Norway", "ACCUSE", "Sweden"))
    assert event.coder.startswith("rule:condemn")


def test_what_the_rules_tell_and_the_model_finds_improbable_is_no_event() -> None:
    assert events_of("Norway condemned Sweden on Monday.", {}) == []
    (event,) = events_of("Norway may condemn Sweden on Monday.", {})
    assert event.modality == "hypothetical"


def test_those_who_meet_are_all_actors() -> None:
    ((_, sides),) = told("Norway huddled with Sweden on Monday.", saying("Norway", "CONSULT", "Sweden"))
    assert sides == ("CONSULT", ["Norway", "Sweden"], [])


def test_actors_of_a_sentence_are_found_among_its_pieces() -> None:
    text = "Norway praised Sweden."
    pieces = encode(load("relations").tokenizer, text, [(0, 6), (15, 21)])
    assert len(pieces.ids) == len(pieces.features)
    assert [pieces.features[first] for first, _ in pieces.places if first] == [1, 1]


def test_an_actor_beyond_the_end_of_a_long_sentence_has_no_place() -> None:
    text = "Norway sang " + "and sang " * LONGEST + "with Sweden."
    first, last = encode(load("relations").tokenizer, text, [(0, 6), (len(text) - 7, len(text) - 1)]).places
    assert first == (1, 1)
    assert last is None
