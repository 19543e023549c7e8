"""Text as pieces and windows: every piece points at its characters, and no piece is in two windows or in none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from regesta.coding.speech.pieces import BREAK, FEATURES, pieces_of, quoted, windows

VOCABULARY = {"[PAD]": 0, "[UNK]": 100, "[CLS]": 101, "[SEP]": 102, "[unused1]": BREAK, ".": 1012, "said": 2056}


def tokenizer() -> Tokenizer:
    """Words and marks as the real one cuts them, nearly all of them unknown."""
    made = Tokenizer(models.WordLevel(VOCABULARY, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


TOKENIZER = tokenizer()


def lines(text: str) -> list[tuple[int, int]]:
    at, found = 0, []
    for line in text.split("\n"):
        found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def test_a_piece_points_at_its_characters_after_an_emoji_and_a_combining_mark() -> None:
    text = "🚢 Café́ said.\nMoscow"
    pieces = pieces_of(text, lines(text), TOKENIZER)
    words = [text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)]
    assert "said" in words and words[-1] == "Moscow"
    assert [int(i) for i, x in enumerate(pieces.ids) if x == BREAK] == [0, len(pieces) - 2]


@given(st.text(max_size=300))
def test_pieces_are_in_bounds_in_order_and_have_a_feature(text: str) -> None:
    pieces = pieces_of(text, lines(text), TOKENIZER)
    assert all(0 <= a <= b <= len(text) for a, b in zip(pieces.starts, pieces.ends, strict=True))
    assert all(a < b or i == BREAK for a, b, i in zip(pieces.starts, pieces.ends, pieces.ids, strict=True))
    assert all(a <= b for a, b in zip(pieces.starts, pieces.starts[1:], strict=False))
    assert all(0 <= f < FEATURES for f in pieces.features)


@given(st.lists(st.sampled_from(["Word", "said", ".", "\n"]), max_size=120), st.integers(min_value=2, max_value=30))
def test_windows_cover_every_piece_once(words: list[str], longest: int) -> None:
    text = " ".join(words)
    pieces = pieces_of(text, lines(text), TOKENIZER)
    found = windows(pieces, longest)
    assert [i for a, b in found for i in range(a, b)] == list(range(len(pieces)))
    assert all(0 < b - a <= longest for a, b in found)


def test_a_window_ends_where_a_paragraph_ends() -> None:
    text = "One two three.\nFour five six.\nSeven eight nine."
    pieces = pieces_of(text, lines(text), TOKENIZER)
    assert windows(pieces, 12) == [(0, 10), (10, 15)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said “no” twice.", ["no"]),
        ('He said "no" and "yes".', ["no", "yes"]),
        ("Il a dit «non».", ["non"]),
        ("Er sagte „nein“ und ging.", ["nein"]),  # the mark that closes here opens elsewhere
        ('An odd number: "no, he said.', ["no, he said."]),  # never closed: to the end of the paragraph, no error
        ("”No” begins with a closing mark", []),
    ],
)
def test_words_inside_quotation_marks(text: str, inside: list[str]) -> None:
    changes = [*quoted(text, 0, len(text)), len(text)]
    assert [text[a:b] for a, b in zip(changes[::2], changes[1::2], strict=False)] == inside
