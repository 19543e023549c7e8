"""The cue lexicon: closed sets, sane rates, spellings of both sides of the Atlantic."""

import pytest

from regesta.knowledge.cues import ACTS, act_of, cue_frames, cues

FRAMES = {"that", "inf", "obj", "ing", "oprd", "par", "as", "xcomp", "relthat"}


def test_every_row_has_a_known_act_frame_and_rate() -> None:
    for (word, pos), frames in cues().items():
        assert pos in ("VERB", "NOUN", "ADJ"), word
        for frame, entry in frames.items():
            plain = frame.removeprefix("pass+")
            assert plain in FRAMES or plain.startswith("prep:") or frame == "pass", (word, frame)
            assert entry.act in ACTS, (word, frame)
            assert 0 < entry.rate < 1, (word, frame)


def test_every_act_is_used() -> None:
    assert {entry.act for frames in cues().values() for entry in frames.values()} == set(ACTS)


@pytest.mark.parametrize(
    ("word", "frame", "act"),
    [
        ("condemn", "obj", "condemn"),
        ("call", "prep:for", "demand"),
        ("call", "obj", "describe"),
        ("deny", "that", "deny"),
        ("promise", "inf", "promise"),
        ("warn", "prep:of", "warn"),
        ("welcome", "obj", "welcome"),
    ],
)
def test_the_frame_decides_the_act(word: str, frame: str, act: str) -> None:
    assert cue_frames(word, "VERB")[frame].act == act


def test_british_spelling_and_slips_of_the_lemmatiser_find_their_word() -> None:
    assert cue_frames("criticise", "VERB") == cue_frames("criticize", "VERB")
    assert cue_frames("hop", "VERB") == cue_frames("hope", "VERB")


def test_a_word_that_is_no_cue_says() -> None:
    assert cue_frames("walk", "VERB") == {}
    assert act_of("walk", "VERB") == "say"
