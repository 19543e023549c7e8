"""Decoding: whatever the network says, attributions are spans of the text, and none is lost at an edge."""

import itertools
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from test_pieces import TOKENIZER, lines

from regesta.coding.speech.pieces import BREAK, pieces_of
from regesta.coding.tagger import (
    CONTENT,
    INNER_CONTENT,
    RELATIONS,
    TAGS_OF,
    AttributionModel,
    Decoding,
    cues_of,
    decode,
    find_in,
    link_scores,
    owners_of,
    paragraphs_between,
    runs,
)

WIDTH = 4
TAGS = TAGS_OF[-1].stop
NEAR = tuple((0.0,) * 33 for _ in range(RELATIONS))
HOW = Decoding(near=NEAR, window=24)


def log_chances(labels: str) -> Any:
    """Log-probabilities that say B, I, O of each letter, without a doubt."""
    chances = np.full((len(labels), 3), 0.01, dtype=np.float32)
    chances[np.arange(len(labels)), ["BIO".index(x) for x in labels]] = 0.98
    return np.log(chances)


@pytest.mark.parametrize(
    ("labels", "slices"),
    [
        ("OBIO", [(1, 3)]),
        ("BIBI", [(0, 2), (2, 4)]),  # two that touch stay two, the first is not lost
        ("OOB", [(2, 3)]),  # the last piece of a text
        ("B", [(0, 1)]),
        ("OIIO", [(1, 3)]),  # inside without a beginning begins
        ("OOO", []),
    ],
)
def test_cues(labels: str, slices: list[tuple[int, int]]) -> None:
    assert cues_of(log_chances(labels), 0.5) == slices


@given(arrays.arrays(bool, st.integers(min_value=0, max_value=40)))
def test_runs_are_exactly_the_marked_places(marked: Any) -> None:
    found = runs(marked)
    assert [i for a, b in found for i in range(a, b)] == [i for i, m in enumerate(marked) if m]
    assert all(b < c for (_, b), (c, _) in itertools.pairwise(found))


def test_a_content_reaches_the_last_piece_and_two_contents_may_touch() -> None:
    scores = np.array([[9, 9, -9, -9], [-9, -9, 9, 9]], dtype=np.float32)
    owners, _ = owners_of(scores, np.zeros(4, dtype=bool), HOW)
    assert owners.tolist() == [1, 1, 2, 2]


def test_one_doubtful_piece_does_not_split_a_content() -> None:
    scores = np.array([[4, 4, -0.5, 4, 4]], dtype=np.float32)
    owners, _ = owners_of(scores, np.zeros(5, dtype=bool), HOW)
    assert owners.tolist() == [1, 1, 1, 1, 1]


def test_the_best_sequence_is_the_best_of_all() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        scores = rng.normal(size=(2, 5)).astype(np.float32) * 2
        owners, chances = owners_of(scores, np.zeros(5, dtype=bool), HOW)

        def worth(path: Any, chances: Any = chances) -> float:
            gained = sum(float(chances[k, t]) for t, k in enumerate(path))
            return gained - HOW.switch * sum(a != b for a, b in itertools.pairwise(path))

        everything = np.stack(np.meshgrid(*[range(3)] * 5), axis=-1).reshape(-1, 5)
        assert worth(owners) == pytest.approx(max(worth(p) for p in everything), abs=1e-4)


def test_link_scores_are_query_times_key_plus_biases() -> None:
    rng = np.random.default_rng(1)
    links = rng.normal(size=(6, RELATIONS * (3 * WIDTH + 1))).astype(np.float32)
    near = rng.normal(size=(RELATIONS, 33)).astype(np.float32)
    scores = link_scores(links, [(2, 3)], near)
    parts = links.reshape(6, RELATIONS, 3 * WIDTH + 1)
    for relation in range(RELATIONS):
        query = parts[2, relation, :WIDTH] + parts[3, relation, WIDTH : 2 * WIDTH]
        for piece, bucket in enumerate([14, 15, 16, 16, 17, 18]):  # 16 is the cue itself
            key, bias = parts[piece, relation, 2 * WIDTH : 3 * WIDTH], parts[piece, relation, -1]
            expected = query @ key / np.sqrt(WIDTH) + bias + near[relation, bucket]
            assert scores[0, relation, piece] == pytest.approx(expected, abs=1e-5)


def test_an_inner_statement_stays_in_the_content_that_has_its_cue() -> None:
    """Pieces: 0 cue A, 1-3 content of A, 4 cue B, 5-7 content of B; 2 is an inner cue that claims all but itself."""
    tags = np.zeros((10, TAGS), dtype=np.float32)
    tags[:, [2, 11]] = 9  # outside
    tags[[1, 5], 0] = tags[3, 9] = 20  # the frame before the window counts
    links = np.zeros((10, RELATIONS, 3 * WIDTH + 1), dtype=np.float32)
    links[:, CONTENT, -1] = -9
    links[[2, 3, 4, 6, 7, 8], CONTENT, -1] = 9
    links[1, CONTENT, 0], links[5, CONTENT, 1] = 9, 9  # the first cue asks for what the second does not
    links[[2, 3, 4], CONTENT, 2 * WIDTH], links[[6, 7, 8], CONTENT, 2 * WIDTH + 1] = 9, 9
    links[:, INNER_CONTENT, -1] = 9
    links[3, INNER_CONTENT, -1] = -9
    found = decode(tags, links.reshape(10, -1), np.zeros(8, dtype=bool), np.zeros((RELATIONS, 33), np.float32), HOW)
    assert [(f.cue, f.content, f.is_inner) for f in found] == [
        ((0, 1), ((1, 4),), False),
        ((4, 5), ((5, 8),), False),
        ((2, 3), ((1, 2), (3, 4)), True),
    ]


def at_random(seed: int) -> Any:
    rng = np.random.default_rng(seed)

    def score(ids: Any, features: Any) -> Any:
        tags = rng.normal(size=(len(ids), TAGS)).astype(np.float32) * 3
        return tags, rng.normal(size=(len(ids), RELATIONS * (3 * WIDTH + 1))).astype(np.float32) * 3

    return score


@given(st.lists(st.sampled_from(["Word", "said", ".", "\n", "“no”", "é́"]), max_size=120), st.integers(0, 99))
def test_spans_lie_in_the_text_hold_words_and_contents_do_not_overlap(words: list[str], seed: int) -> None:
    text = " ".join(words)
    (found,) = find_in([(text, lines(text))], TOKENIZER, at_random(seed), HOW)
    for a in found:
        spans = [s for s in (a.source, a.cue, *a.content) if s is not None]
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)
        assert a.content and list(a.content) == sorted(a.content) and 0 <= a.confidence <= 1
    for layer in (False, True):
        taken = sorted(c for a in found if a.is_inner == layer for c in a.content)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(taken))
    outer = [a.content for a in found if not a.is_inner]
    for a in found:
        spans = [s for s in (a.addressee, a.channel, a.relay) if s is not None]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        if a.is_inner and a.cue is not None and text[slice(*a.cue)].isalpha():
            assert any(start <= a.cue[0] and a.cue[1] <= end for content in outer for start, end in content)


def test_a_result_does_not_depend_on_its_neighbours() -> None:
    texts = [" ".join(["Word said ."] * n) for n in (9, 1, 30, 4)]

    def score(ids: Any, features: Any) -> Any:
        at = np.arange(len(ids))
        tags = np.sin(np.outer(at, np.arange(1, TAGS + 1))) * 4
        links = np.cos(np.outer(at, np.arange(1, RELATIONS * (3 * WIDTH + 1) + 1)))
        return tags.astype(np.float32), links.astype(np.float32)

    together = find_in([(t, lines(t)) for t in texts], TOKENIZER, score, HOW)
    assert together == [find_in([(t, lines(t))], TOKENIZER, score, HOW)[0] for t in texts]
    assert any(together)


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_is_found_in_nothing(text: str) -> None:
    assert find_in([(text, lines(text) if text.strip() else [])], TOKENIZER, at_random(0), HOW) == [[]]


def test_paragraphs_are_what_is_not_skipped() -> None:
    assert paragraphs_between(20, [(0, 3), (8, 10)]) == [(3, 8), (10, 20)]
    assert paragraphs_between(20, []) == [(0, 20)]
    assert paragraphs_between(0, []) == []


def test_breaks_belong_to_no_content() -> None:
    pieces = pieces_of("Word\nWord", lines("Word\nWord"), TOKENIZER)
    owners, _ = owners_of(np.full((1, 4), 9, dtype=np.float32), pieces.ids == BREAK, HOW)
    assert owners.tolist() == [0, 1, 0, 1]


def said(text: str) -> list[tuple[str | None, str, list[str]]]:
    """(source, cue, contents) of the text, in words, as the model that ships finds them."""
    gaps = tuple((m.start(), m.end()) for m in re.finditer(r"\n+", text))
    parsed: Any = SimpleNamespace(report=SimpleNamespace(text=text), skipped=gaps)
    (found,) = AttributionModel().find([parsed])
    words = [[text[slice(*s)] if s else None for s in (a.source, a.cue, *a.content)] for a in found]
    return [(source, cue or "", [c or "" for c in content]) for source, cue, *content in words]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        # a passive without an agent has no source
        ("It was announced on Friday that the border would reopen.", None, ["that the border would reopen"]),
        # "according to" in front and behind
        ("According to the ministry, two soldiers were killed.", "the ministry", ["two soldiers were killed"]),
        ("Two soldiers were killed, according to the ministry.", "the ministry", ["Two soldiers were killed"]),
        # cues without a that-clause
        (
            "The foreign minister condemned the attack on the embassy.",
            "The foreign minister",
            ["the attack on the embassy"],
        ),
        ("The two governments agreed to exchange prisoners.", "The two governments", ["to exchange prisoners"]),
        # the speaker after the words, with a title; single, French and German marks
        ("‘We are ready,’ said Minister Anna Berg.", "Minister Anna Berg", ["We are ready"]),
        ("«Nous sommes prêts», the minister said.", "the minister", ["Nous sommes prêts"]),
        ("The minister said: „Wir sind bereit“.", "The minister", ["Wir sind bereit"]),
        # split and partial quotations
        ("“We are ready,” he said. “But we will not beg.”", "he", ["We are ready", "But we will not beg"]),
        (
            "The deal is “dead,” an aide to the president told the paper.",
            "an aide to the president",
            ["The deal is “dead"],
        ),
    ],
)
def test_who_said_what(text: str, source: str | None, content: list[str]) -> None:
    found = [(who, [c.strip("“”‘’«»„.,") for c in words]) for who, _, words in said(text)]
    assert found == [(source, content)]


@pytest.mark.model
def test_an_odd_number_of_quotation_marks_stops_nothing() -> None:
    text = 'The general gave a "short interview. The minister said that the army was ready.'
    assert ("The minister", "said", ["that the army was ready."]) in [
        (who, cue, [w.rstrip(".") + "." for w in words]) for who, cue, words in said(text)
    ]


@pytest.mark.model
def test_a_report_without_statements_has_none() -> None:
    assert said("The bridge is 300 metres long. It crosses the river north of the town.") == []
