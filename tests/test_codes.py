"""The code books: complete, without contradiction, and the way to CAMEO and back."""

import pytest

from regesta.knowledge import codes

NO_CAMEO_OF_ITS_OWN = {  # pairs for which CAMEO has no code that maps back to the mode
    ("CONSULT", "multilateral"), ("RETREAT", "resign"), ("PROTEST", "strike"), ("PROTEST", "vandalize"),
    ("THREATEN", "arrest"), ("SANCTION", "convict"), ("MOBILIZE", "weapons"), ("MOBILIZE", "militia"),
    ("COERCE", "censor"), ("COERCE", "withhold"), ("COERCE", "misinformation"), ("COERCE", "cyber"),
    ("ASSAULT", "primitive"), ("ASSAULT", "aerial"), ("ASSAULT", "drone"), ("ASSAULT", "crowd-control"),
    ("ACCUSE", "allege"),
    ("REQUEST", "yield"), ("REJECT", "yield"),  # CAMEO 105 and 124 say 'yield', the mapping of 2021 says 'change'
}  # fmt: skip


def test_the_manual_counts_16_types_67_pairs_37_contexts() -> None:
    assert (len(codes.types()), len(codes.modes()), len(codes.contexts())) == (16, 67, 37)
    assert len(set(codes.contexts())) == 37


def test_decisions_where_the_manual_contradicts_itself() -> None:
    assert codes.quad("SANCTION") == 4
    assert codes.score("ACCUSE") == -3
    assert codes.score("ACCUSE", "disapprove") == -2


@pytest.mark.parametrize("event_type", codes.types())
def test_the_score_has_the_sign_of_the_quad(event_type: str) -> None:
    value = codes.score(event_type)
    assert value >= 0 if codes.quad(event_type) < 3 else value <= 0


@pytest.mark.parametrize("pair", [(t, None) for t in codes.types()] + list(codes.modes()))
def test_to_cameo_and_back_keeps_the_type_and_the_mode_where_cameo_has_it(pair: tuple[str, str | None]) -> None:
    back = codes.plover_of(codes.cameo(*pair))
    assert back is not None and back.type == pair[0]
    if pair not in NO_CAMEO_OF_ITS_OWN:
        assert pair[1] is None or back.mode == pair[1]


def test_every_row_of_the_table_to_cameo_uses_known_codes_and_keeps_the_type() -> None:
    for (event_type, mode, context), code in codes._to_cameo().items():
        back = codes.plover_of(code)
        assert codes.is_code(event_type, mode or None), (event_type, mode)
        assert context in ("", *codes.contexts())
        assert back is not None and back.type == event_type, code


def test_every_cameo_code_leads_to_a_pair_of_plover_2() -> None:
    for code, meaning in codes._from_cameo().items():
        assert codes.is_code(meaning.type, meaning.mode), code
        assert set(meaning.contexts) <= set(codes.contexts()), code
    assert len(codes._from_cameo()) == 256
    assert codes.plover_of("010") is None  # statements are no event in PLOVER


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("agreed to lift the tariffs on steel", ("economic",)),  # a plural
        ("Chemical weapons inspectors", ("cbrn",)),  # the longer key word wins over 'weapon'
        ("said nothing of note", ()),
        ("peace talks with the army", ("military", "diplomatic")),  # order of the table
    ],
)
def test_contexts_by_key_words(words: str, expected: tuple[str, ...]) -> None:
    assert codes.contexts_of(words) == expected
