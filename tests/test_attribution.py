"""Attributions by rules: sentence -> (source, cue word, content), one line of why each."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.coding.attribution import find_attributions
from regesta.coding.parser import Parsed, parse
from regesta.schema import Report

pytestmark = pytest.mark.model

Row = tuple[str | None, str, str]


def parsed(text: str) -> Parsed:
    return parse([Report(id="r", source="r.txt", text=text)])[0]


def rows(text: str) -> list[Row]:
    """(source, cue, contents joined by ' | ') of each attribution, without marks at the ends of the content."""
    report = parsed(text)

    def words(span: tuple[int, int]) -> str:
        return report.text(*span)

    return [
        (
            words(a.source) if a.source else None,
            words(a.cue) if a.cue else "",
            " | ".join(words(piece).strip(" ,.“”\"'‘’«»„") for piece in a.content),
        )
        for a in find_attributions(report)
    ]


CASES: list[tuple[str, list[Row], str]] = [
    (
        "The minister said that talks would begin in March.",
        [("The minister", "said", "that talks would begin in March")],
        "the plain case keeps its 'that'",
    ),
    (
        "“The border is closed,” said the interior minister, Maria Lind.",
        [("the interior minister, Maria Lind", "said", "The border is closed")],
        "inverted order, apposition in the source",
    ),
    (
        "“We are ready,” the general said. “We have been ready for weeks.”",
        [("the general", "said", "We are ready | We have been ready for weeks")],
        "a quotation goes on after its cue",
    ),
    (
        "The deal, the envoy told reporters, would end the blockade of the port.",
        [("the envoy", "told", "The deal | would end the blockade of the port")],
        "a cue in the middle splits the content",
    ),
    (
        "According to the foreign ministry, two ships were seized.",
        [("the foreign ministry", "According to", "two ships were seized")],
        "'according to' in front",
    ),
    (
        "Two ships were seized on Monday, according to the foreign ministry.",
        [("the foreign ministry", "according to", "Two ships were seized on Monday")],
        "'according to' behind",
    ),
    (
        "The government condemned the attack on the embassy.",
        [("The government", "condemned", "the attack on the embassy")],
        "a cue without a that-clause",
    ),
    (
        "The president called for new talks.",
        [("The president", "called for", "new talks")],
        "a cue with its preposition",
    ),
    (
        "It was announced that the talks had failed.",
        [(None, "was announced", "that the talks had failed")],
        "an agentless passive has no source",
    ),
    (
        "The paper published a statement saying the strikes had stopped.",
        [("a statement", "saying", "the strikes had stopped")],
        "a noun speaks through a participle",
    ),
    (
        "Critics doubted Oslo’s claim that the ship had sunk.",
        [("Oslo’s", "claim", "that the ship had sunk")],
        "a noun is the cue, its possessor the source",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_attributions(text: str, expected: list[Row], why: str) -> None:
    found = rows(text)
    for row in expected:
        assert row in found, why


MARKS = ["“{}”", '"{}"', "‘{}’", "'{}'", "„{}“", "»{}«", "«{}»", "''{}''"]


@pytest.mark.parametrize("marks", MARKS)
def test_every_style_of_marks(marks: str) -> None:
    found = rows(marks.format("The border is closed for good,") + " the minister said on Monday.")
    assert found == [("the minister", "said", "The border is closed for good")]


def test_a_quotation_that_runs_on_is_one_statement() -> None:
    found = rows("“The border is closed.\n\n“It will stay closed for years,” the minister said.")
    assert [row[2] for row in found] == ["The border is closed | It will stay closed for years"]


def test_an_inverted_verb_beside_a_quotation_is_a_cue_whatever_it_is() -> None:
    found = rows("“The border is closed for good,” sentenced the president of the council, Maria Lind, on Monday.")
    assert found == [("the president of the council, Maria Lind", "sentenced", "The border is closed for good")]


def test_a_partial_quotation_leaves_the_rest_of_the_clause_in_the_content() -> None:
    found = rows("The minister said the border was “closed for good” until next year.")
    assert found == [("The minister", "said", "the border was “closed for good” until next year")]


def test_a_text_set_out_below_its_cue_is_the_content() -> None:
    body = "I welcome the deal that both governments reached.\n\nIt is a first step, and more must follow soon."
    found = rows(
        f"Minister greets deal\n\nThe foreign minister, Maria Lind, said:\n\n{body}\n\nNotes to editors\n\nNone."
    )
    assert ("The foreign minister, Maria Lind", "said", body.strip(".")) in found


def test_an_agency_that_cites_somebody_has_no_content_of_its_own_there() -> None:
    found = rows("The talks failed, Xinhua reported, citing an official.")
    assert found == [("Xinhua", "reported", "The talks failed")]


def test_a_participle_of_saying_stands_beside_the_words_reported() -> None:
    found = rows("The ministry denied that talks were held, saying that the reports were false.")
    assert found == [
        ("The ministry", "denied", "that talks were held"),
        ("The ministry", "saying", "that the reports were false"),
    ]


def test_speech_in_speech_is_two_attributions() -> None:
    found = rows("The minister said that the president had promised that the army would leave.")
    assert [cue for _, cue, _ in found] == ["said", "had promised"]


@pytest.mark.parametrize(
    "text",
    [
        'He said "yes" and "no.',
        "“The war,” he said, “is over",
        "”Odd“ marks «everywhere",
        "said",
        "\n\n“\n\n",
        "He said: ‘I don’t know",
        "According to",
    ],
)
def test_odd_marks_stop_nothing(text: str) -> None:
    report = parsed(text)
    for a in find_attributions(report):
        for start, end in (*a.content, *(part for part in (a.source, a.cue) if part)):
            assert 0 <= start < end <= len(text)


WORDS = st.sampled_from(
    "he said Lind told that the talks failed \" “ ” „ « » ' , . : ( ) according to asked\n\n whom".split(" ")
)


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_spans_are_sound_whatever_the_words(words: list[str]) -> None:
    """Source, cue and pieces of content lie in the text, and the pieces are in order without touching."""
    report = parsed(" ".join(words))
    for a in find_attributions(report):
        for start, end in (*a.content, *(part for part in (a.source, a.cue) if part)):
            assert 0 <= start < end <= len(report.report.text)
        assert all(first[1] < second[0] + 1 for first, second in pairwise(a.content))
