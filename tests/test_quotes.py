"""Quotation spans: every style of marks, nesting, odd numbers, and quotations that run on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.coding.speech.quotes import Quoted, find_quotations

CASES = [
    ('He said "yes" and left.', ['"yes"'], "straight"),
    ("He said “yes” and left.", ["“yes”"], "curly"),
    ("He said ‘it’s the ministers’ plan’ and left.", ["‘it’s the ministers’ plan’"], "single, with apostrophes"),
    ("'It is the ministers' plan,' he said.", ["'It is the ministers' plan,'"], "straight single, with a plural"),
    ("It's the ministers' plan, since the '90s.", [], "apostrophes only"),
    ("He called it ''a start'' today.", ["''a start''"], "two apostrophes"),
    ("Er sagte „ja“ und »nein« und «peut-être».", ["„ja“", "»nein«", "«peut-être»"], "German and French"),
    ("“He told me ‘never’ and left,” she said.", ["“He told me ‘never’ and left,”", "‘never’"], "nested"),
    ('He said "yes" and "no.', ['"yes"'], "an odd straight mark is left out"),
    (
        "He said “yes and left.\n\nThe “next” one.",
        ["“yes and left.", "“next”"],
        "a lost closing mark spoils one paragraph",
    ),
    ('The 6\'2" man said "no".', ['"no"'], "inches are no quotation"),
    ("“One.\n\n“Two,” he said.", ["“One.", "“Two,”"], "runs on over a paragraph"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_quotations_of_every_style(text: str, expected: list[str], why: str) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == expected, why


def test_a_quotation_that_runs_on_says_so() -> None:
    first, second = find_quotations("“One goes on.\n\n“Two ends,” he said.")
    assert (first.runs_on, first.closed) == (True, False)
    assert (second.runs_on, second.closed) == (False, True)


def test_inner_quotations_have_a_depth() -> None:
    assert [q.depth for q in find_quotations("“He told me ‘never’,” she said.")] == [0, 1]


def test_look_up_by_position() -> None:
    text = "He said “yes” and “no”."
    quoted = Quoted(find_quotations(text))
    assert quoted.at(text.index("yes")) is not None
    assert quoted.at(text.index("and")) is None
    assert len(quoted.within(0, len(text))) == 2


@given(st.text(alphabet="ab .,\n\"'“”„«»‘’‚`", max_size=60))
def test_spans_lie_in_the_text_and_nest(text: str) -> None:
    """Whatever the marks, nothing raises and no two quotations cross."""
    found = find_quotations(text)
    for q in found:
        assert 0 <= q.start < q.end <= len(text)
    for a in found:
        for b in found:
            crosses = a.start < b.start < a.end < b.end
            assert not crosses
