"""Who said what, to whom, by what channel, passed on by whom: the whole program as it runs by default."""

from functools import lru_cache

import pytest

from regesta.coding.coded import Told
from regesta.coding.pipeline import code
from regesta.schema import Report, Statement

pytestmark = pytest.mark.model


@lru_cache(maxsize=128)
def statements(text: str) -> tuple[Told[Statement], ...]:
    (coded,) = code([Report(id="r", source="r.txt", text=text)])
    return coded.statements


def words(text: str, told: Told[Statement], field: str) -> str | None:
    """The words behind a field, joined by ' | ', without marks at the ends; None without any."""
    return " | ".join(text[a:b].strip(" ,.“”\"'‘’«»„‚‹›") for a, b in told.spans(field)) or None


def said(text: str) -> list[tuple[str | None, str | None]]:
    """(source, content) of each statement."""
    return [(words(text, t, "source"), words(text, t, "content")) for t in statements(text)]


KNOWN_FAILURES = [
    ("The rebels are expected to leave the town.", [(None, "The rebels | to leave the town")], "agentless passive"),
    (
        "It was announced on Friday that the border would reopen.",
        [(None, "that the border would reopen")],
        "agentless passive with 'it'",
    ),
    ("The talks failed, Xinhua reported, citing an official.", [("Xinhua", "The talks failed")], "citing an official"),
    (
        "According to the ministry, two soldiers were killed.",
        [("the ministry", "two soldiers were killed")],
        "'according to' in front",
    ),
    (
        "The foreign minister condemned the attack on the embassy.",
        [("The foreign minister", "the attack on the embassy")],
        "condemned",
    ),
    (
        "The two governments agreed to exchange prisoners.",
        [("The two governments", "to exchange prisoners")],
        "agreed to",
    ),
    ("The council called on both sides to lay down their arms.", None, "called on"),
    ("The ministry accused the rebels of breaking the truce.", None, "accused"),
    ("A statement by the union saying that the strikes had stopped was read out.", None, "a statement saying"),
    (
        "Few diplomats believed Oslo’s argument that the ship had sunk by itself.",
        None,
        "a noun with its owner is a cue",
    ),
    (
        "“We are ready,” he said. “But we will not beg.”",
        [("he", "We are ready | But we will not beg")],
        "a split quotation",
    ),
    (
        "“The border,” the minister said, “will stay closed for years.”",
        [("the minister", "The border | will stay closed for years")],
        "a cue in the middle of a quotation",
    ),
    (
        "The minister said the border was “closed for good” until next year.",
        [("The minister", "the border was “closed for good” until next year")],
        "a partial quotation",
    ),
]
_PARTS = {  # where the whole is not asked for: (source, words that the content holds)
    "called on": ("The council", "to lay down their arms"),
    "accused": ("The ministry", "of breaking the truce"),
    "a statement saying": ("statement by the union", "that the strikes had stopped"),
    "a noun with its owner is a cue": ("Oslo’s", "that the ship had sunk by itself"),
}


@pytest.mark.parametrize(("text", "expected", "why"), KNOWN_FAILURES, ids=[why for *_, why in KNOWN_FAILURES])
def test_known_failures_of_other_tools(text: str, expected: list[tuple[str | None, str]] | None, why: str) -> None:
    found = said(text)
    if expected is not None:
        assert found == expected
    else:
        source, content = _PARTS[why]
        assert any((who or "").endswith(source) and content in (what or "") for who, what in found), found


@pytest.mark.parametrize(
    "marks", ["“{}”", '"{}"', "‘{}’", "'{}'", "„{}“", "»{}«", "«{}»", "«\u00a0{}\u00a0»", "''{}''"]
)
def test_every_style_of_marks(marks: str) -> None:
    text = marks.format("The border is closed for good,") + " the minister said on Monday."
    found = [(who, (what or "").strip("\u00a0,. »«'")) for who, what in said(text)]
    assert found == [("the minister", "The border is closed for good")]


def test_an_odd_number_of_marks_stops_nothing() -> None:
    text = 'The general gave a "short interview. The minister said that the army was ready.'
    assert ("The minister", "that the army was ready") in said(text)


def test_a_quotation_over_two_paragraphs_is_one_statement() -> None:
    text = "“The border is closed,” said the minister. “It will stay so.\n\n“Nobody will cross it this year.”"
    (only,) = statements(text)
    assert "Nobody will cross it" in (words(text, only, "content") or "")
    assert words(text, only, "source") == "the minister"


AROUND = [  # (text, cue, field, expected words or None)
    ("In a televised address on Sunday, Anna Berg said that the pact was dead.", "said", "channel", "a televised address"),
    ("Anna Berg, addressing a news conference, said the pact was dead.", "said", "channel", "a news conference"),
    ("Anna Berg used a speech in Lima to warn that the pact was dead.", "warn", "channel", "a speech in Lima"),
    ("Writing in the Morning Herald, Anna Berg argued that the pact was dead.", "argued", "channel", "the Morning Herald"),
    ("In a series of tweets on Sunday, Anna Berg said the pact was dead.", "said", "channel", "a series of tweets"),
    ("The general, in a video posted online, said that his men would fight.", "said", "channel", "a video posted online"),
    ("The pact is dead, a foreign ministry statement said.", "said", "channel", "a foreign ministry statement"),
    ("The pact is dead, the statement said.", "said", "channel", None),
    ("“The pact is dead,” Anna Berg told the Morning Herald.", "told", "channel", None),
    ("With a radio in one hand, Anna Berg said the pact was dead.", "said", "channel", None),
    ("“The pact is dead,” Anna Berg told the Morning Herald.", "told", "addressee", "the Morning Herald"),
    ("Speaking to reporters, Anna Berg said the pact was dead.", "said", "addressee", "reporters"),
    ("The embassy said in a message to its citizens that they should leave.", "said", "addressee", "its citizens"),
    ("“It is over,” Anna Berg said in remarks carried by the Tass agency.", "said", "via", "the Tass agency"),
    ("“It is over,” Anna Berg said in a letter to the council seen by Reuters.", "said", "via", "Reuters"),
    ("“It is over,” Anna Berg was quoted as saying by the Tass agency.", "quoted", "via", "the Tass agency"),
    ("As quoted by Interfax, Anna Berg said the pact was dead.", "said", "via", "Interfax"),
    ("The Tass agency quoted Anna Berg as saying that the pact was dead.", "quoted", "via", "The Tass agency"),
    ("The Tass agency reported that Anna Berg had said that the pact was dead.", "had said", "via", "The Tass agency"),
    ("Anna Berg said through her lawyer that she would not resign.", "said", "via", "her lawyer"),
    ("Holm told reporters that Anna Berg had threatened to close the border.", "threatened", "via", "Holm"),
    ("Prosecutors say that Holm told a friend that he wanted to flee.", "told", "via", "Prosecutors"),
    ("Witnesses told the court that the general had ordered them to shoot.", "ordered", "via", "Witnesses"),
    ("Officials said on condition of anonymity that the pact was dead.", "said", "via", None),
    ("The ministry said that tests showed that the water was clean.", "showed", "via", "The ministry"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cue", "field", "expected"), AROUND)
def test_what_is_told_around_a_statement(text: str, cue: str, field: str, expected: str | None) -> None:
    found = [words(text, t, field) for t in statements(text) if cue in (words(text, t, "cue") or "")]
    assert found == [expected]


def test_speech_in_speech_is_two_statements_one_within_the_other() -> None:
    text = "Prosecutors said that Holm had promised that the money would be paid."
    outer, inner = statements(text)
    assert (inner.row.within, outer.row.within) == (outer.row.id, None)
    assert (words(text, inner, "source"), words(text, inner, "via")) == ("Holm", "Prosecutors")


@pytest.mark.parametrize(
    "text",
    [
        "“I believe that the bridge will fall, and we think that it is old,” Anna Berg said.",
        "Anna Berg said that she believed that the bridge would fall.",
    ],
)
def test_what_a_speaker_says_of_himself_is_no_statement_in_his_own(text: str) -> None:
    assert len(statements(text)) == 1
