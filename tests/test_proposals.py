"""Events that only the relation model reads, shown with a model that says what it is told to."""

import pytest
from saying import Deed, Saying, told

from regesta.coding.deeds.relation_pieces import LONGEST, encode
from regesta.coding.models import load

pytestmark = pytest.mark.model

LAMPOON = Deed("lampoon", "ACCUSE", ("Norway",), ("Sweden",))


def test_a_verb_that_no_list_has_tells_an_event() -> None:
    ((event, sides),) = told("Norway lampooned Sweden after the attack.", Saying(LAMPOON))
    assert sides == ("ACCUSE", ["Norway"], ["Sweden"])
    assert event.coder == "model: ACCUSE word 0.97 pair 0.97 actor 0.97 recipient 0.97"
    assert event.status == "happened"
    assert event.confidence > 0.7


@pytest.mark.parametrize(
    ("text", "deed", "why"),
    [
        ("Norway may lampoon Sweden.", LAMPOON, "a possibility by the parse"),
        ("Norway lampooned Sweden after the attack.", Deed("lampoon", "ACCUSE", ("Norway",), ("Sweden",), status="hypothetical"), "by the model"),
        ("Norway lampooned Sweden after the attack.", Deed("lampoon", "ACCUSE", ("Norway",), ("Sweden",), score=0.25), "a model that is not sure"),
        ("Norway lampooned Sweden after the attack.", Deed("lampoon", "ACCUSE"), "nobody takes part"),
    ],
)  # fmt: skip
def test_no_event_is_read_in(text: str, deed: Deed, why: str) -> None:
    assert told(text, Saying(deed)) == [], why


@pytest.mark.parametrize(
    ("status", "modality", "polarity"),
    [
        ("happened", "asserted", "positive"),
        ("alleged", "asserted", "positive"),
        ("denied", "asserted", "positive"),
        ("planned", "planned", "positive"),
        ("did not happen", "asserted", "negative"),
    ],
)
def test_its_status_is_the_models(status: str, modality: str, polarity: str) -> None:
    deed = Deed("lampoon", "ACCUSE", ("Norway",), ("Sweden",), status=status)  # type: ignore[arg-type]
    ((event, _),) = told("Norway lampooned Sweden after the attack.", Saying(deed))
    assert (event.status, event.modality, event.polarity) == (status, modality, polarity)


def test_a_sentence_without_any_word_of_the_lexicon_is_not_asked_about() -> None:
    deed = Deed("sang", "ACCUSE", ("Norway",), ("Sweden",))
    assert told("Norway sang with Sweden on Monday.", Saying(deed)) == []
    assert len(told("Norway sang with Sweden while Denmark invaded Iceland.", Saying(deed))) == 1


def test_one_side_is_enough() -> None:
    deed = Deed("lampoon", "ASSAULT", (), ("Ten villagers",))
    assert [sides for _, sides in told("Ten villagers were lampooned after the attack.", Saying(deed))] == [
        ("ASSAULT", [], ["Ten villagers"])
    ]


def test_what_a_rule_has_made_another_event_of_is_none() -> None:
    deeds = [Deed("called", "REQUEST", ("Norway",), ("Sweden",)), Deed("talks", "CONSULT", ("Sweden",))]
    ((_, sides),) = told("Norway called for talks with Sweden.", Saying(*deeds))
    assert sides == ("REQUEST", ["Norway"], ["Sweden"])


def test_neighbours_that_tell_the_same_tell_it_once() -> None:
    deeds = [Deed(word, "ACCUSE", ("Norway",), ("Sweden",)) for word in ("sent", "up")]
    assert len(told("Norway sent up Sweden after the attack.", Saying(*deeds))) == 1


def test_those_who_meet_are_all_actors() -> None:
    deed = Deed("huddled", "CONSULT", ("Norway",), ("Sweden",))
    ((_, sides),) = told("Norway huddled with Sweden after the attack.", Saying(deed))
    assert sides == ("CONSULT", ["Norway", "Sweden"], [])


def test_actors_of_a_sentence_are_found_among_its_pieces() -> None:
    text = "Norway praised Sweden."
    pieces = encode(load("relations").tokenizer, text, [(0, 6), (15, 21)])
    assert len(pieces.ids) == len(pieces.features) == len(pieces.spans) + 2
    assert [pieces.features[first] for first, _ in pieces.places if first] == [1, 1]
    assert pieces.piece_at(7) == 2


def test_an_actor_beyond_the_end_of_a_long_sentence_has_no_place() -> None:
    text = "Norway sang " + "and sang " * LONGEST + "with Sweden."
    pieces = encode(load("relations").tokenizer, text, [(0, 6), (len(text) - 7, len(text) - 1)])
    assert pieces.places == ((1, 1), None)
    assert pieces.piece_at(len(text) - 7) is None
