"""What the relation model may add to the events of the rules, shown with a model that says what it is told to."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from regesta.coding.deeds.relation_pieces import LONGEST, encode
from regesta.coding.entities import resolve
from regesta.coding.events import find_events
from regesta.coding.mentions import find_mentions
from regesta.coding.models import load
from regesta.coding.parser import parse
from regesta.knowledge import codes
from regesta.schema import Event, Report

pytestmark = pytest.mark.model


class Saying:
    """A model that knows one relation, and says 'none' of all other pairs."""

    labels = (*codes.types(), "none")

    def __init__(self, actor: str, label: str, other: str, score: float = 0.9):
        self.known, self.label, self.score = (actor, other), label, score

    def scores(
        self, text: str, actors: Sequence[tuple[int, int]], pairs: Sequence[tuple[int, int]]
    ) -> NDArray[np.float32]:
        rows = np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        for row, (a, b) in zip(rows, pairs, strict=True):
            words = tuple(text[slice(*actors[i])] for i in (a, b))
            row[self.labels.index(self.label)] = self.score if words == self.known else 0.0
            row[-1] = 1 - row.sum()
        return rows


def events_of(text: str, model: Saying) -> list[Event]:
    return [event for event, _ in told(text, model)]


def told(text: str, model: Saying) -> list[tuple[Event, tuple[Any, ...]]]:
    """The events, each with its type and the words of its actors and recipients."""
    (parsed,) = parse([Report(id="r", source="r.txt", text=text)])
    cast = resolve(parsed, find_mentions(parsed))
    words = {m.id: m.exact for m in cast.mentions}
    return [
        (e.row, (e.row.type, *([words[p.mention or ""] for p in e.who(role)] for role in ("actor", "recipient"))))
        for e in find_events(parsed, cast, (), (), (), model)
    ]


TEXT = "Norway lampooned Sweden after Denmark had condemned Iceland."


def test_a_verb_that_no_list_has_tells_an_event_when_the_model_is_sure() -> None:
    (event, sides), (other, _) = told(TEXT, Saying("Norway", "ACCUSE", "Sweden"))
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
        ("Norway sang when Denmark praised Sweden.", "the other stands in a clause of its own"),
    ],
)
def test_no_event_is_added_for(text: str, why: str) -> None:
    assert not any(e.type == "ACCUSE" for e in events_of(text, Saying("Norway", "ACCUSE", "Sweden"))), why


def test_a_model_that_is_not_sure_adds_nothing() -> None:
    assert len(events_of(TEXT, Saying("Norway", "ACCUSE", "Sweden", 0.3))) == 1


def test_a_sentence_without_any_word_of_the_lexicon_is_not_asked_about() -> None:
    assert events_of("Norway lampooned Sweden on Monday.", Saying("Norway", "ACCUSE", "Sweden")) == []


def test_what_the_rules_tell_of_two_actors_is_not_told_again() -> None:
    (event,) = events_of("Norway condemned Sweden on Monday.", Saying("Norway", "REJECT", "Sweden", 0.6))
    assert event.type == "ACCUSE"


def test_those_who_meet_are_all_actors() -> None:
    ((_, sides),) = told("Norway huddled with Sweden on Monday.", Saying("Norway", "CONSULT", "Sweden"))
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
