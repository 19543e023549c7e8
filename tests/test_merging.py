"""The tagger is believed; rules add what it cannot find (speech within speech) and what it missed."""

from dataclasses import replace

from regesta.coding.coded import Attribution
from regesta.coding.merging import merged


def attribution(
    source: int, cue: int, content: int, end: int, *, sure: float = 0.9, by: str = "rule:that"
) -> Attribution:
    """Source, cue and content that follow one another at the given positions."""
    return Attribution((source, cue - 1), (cue, content - 1), ((content, end),), by, sure)


TEXT = "word " * 60
TAGGED = [attribution(0, 10, 20, 79, by="model:attribution")]


def test_without_rules_nothing_changes() -> None:
    assert merged(TEXT, TAGGED, []) == TAGGED


def test_what_the_tagger_has_is_not_found_twice() -> None:
    assert merged(TEXT, TAGGED, [attribution(0, 10, 22, 78)]) == TAGGED


def test_speech_within_speech_is_added_where_others_are_told_of() -> None:
    inner = attribution(30, 40, 50, 75, by="rule:told of that")
    assert merged(TEXT, TAGGED, [inner]) == [TAGGED[0], inner]
    assert merged(TEXT, TAGGED, [attribution(30, 40, 50, 75)]) == TAGGED


def test_one_within_that_the_tagger_has_is_not_found_twice() -> None:
    inner = replace(attribution(30, 40, 50, 74, by="model:attribution"), is_inner=True)
    found = [*TAGGED, inner]
    assert merged(TEXT, found, [attribution(30, 40, 52, 70, by="rule:told of that")]) == found


def test_one_that_crosses_the_tagger_is_not_added() -> None:
    assert merged(TEXT, TAGGED, [attribution(70, 76, 79, 120)]) == TAGGED


def test_a_missed_one_elsewhere_is_added_if_it_is_sure() -> None:
    far, unsure = attribution(100, 110, 120, 150), attribution(200, 210, 220, 250, sure=0.3)
    assert merged(TEXT, TAGGED, [far, unsure]) == [TAGGED[0], far]


def test_words_and_quotations_are_made_whole() -> None:
    text = "He said “the border is closed for good” on Monday, and left."
    start, end = text.index("border"), text.index("ood”")
    cut = Attribution((0, 2), (3, 7), ((start, end),), "model:attribution", 0.9)
    (found,) = merged(text, [cut], [])
    assert [text[a:b] for a, b in found.content] == ["“the border is closed for good”"]


def test_a_quotation_that_begins_as_content_is_content_to_its_end_unless_another_speaks_in_it() -> None:
    text = "Lind said: “The border is closed to us all. No lorry passes. Holm says it is a siege.” She left."
    start, end = text.index("“"), text.index(" No lorry")
    first = Attribution((0, 4), (5, 10), ((start, end),), "model:attribution", 0.9)
    (found,) = merged(text, [first], [])
    assert [text[a:b] for a, b in found.content] == [text[start : text.index(" She")]]
    says = text.index("says")
    other = Attribution((says - 5, says - 1), (says, says + 4), ((says + 5, says + 18),), "model:attribution", 0.9)
    assert merged(text, [first, other], [])[0].content == ((start, end),)


def test_words_that_tell_in_what_it_was_said_are_no_content() -> None:
    text = "The bank said in an email it had no comment."
    cut = Attribution((0, 8), (9, 13), ((text.index("email"), len(text) - 1),), "model:attribution", 0.9)
    (found,) = merged(text, [cut], [])
    assert [text[a:b] for a, b in found.content] == ["it had no comment"]


def test_words_of_a_paragraph_above_are_not_those_after_a_colon() -> None:
    text = "“I know nothing.”\n\nThe mayor said: “We will see.”"
    cue = text.index("said")
    both = Attribution((19, 28), (cue, cue + 5), ((0, 17), (cue + 6, len(text))), "model:attribution", 0.9)
    (found,) = merged(text, [both], [])
    assert [text[a:b] for a, b in found.content] == ["“We will see.”"]


def test_a_quotation_that_holds_the_cue_is_left_alone() -> None:
    text = "“The border, he said, is closed"
    cut = Attribution((13, 15), (16, 20), ((1, 11), (22, 31)), "model:attribution", 0.9)
    (found,) = merged(text, [cut], [])
    assert found.content == cut.content


def test_a_name_is_not_parted_from_what_stands_before_it() -> None:
    text = "“It is over,” said the head of the council, Maria Lind, on Monday."
    cue, name = text.index("said"), text.index("Maria")
    cut = Attribution((name, name + 10), (cue, cue + 4), ((0, cue + 29),), "model:attribution", 0.9)
    (found,) = merged(text, [cut], [])
    assert text[slice(*found.source or (0, 0))] == "the head of the council, Maria Lind"
    assert [text[a:b] for a, b in found.content] == ["“It is over,”"]


def test_what_is_said_by_another_is_found_in_words_according_to_somebody() -> None:
    text = "The talks failed, Lind said, according to Berg."
    told = Attribution((42, 46), (29, 41), ((0, 27),), "model:attribution", 0.9)
    inner = Attribution((18, 22), (23, 27), ((0, 16),), "rule:that", 0.5)
    assert merged(text, [told], [inner]) == [inner, told] or merged(text, [told], [inner]) == [told, inner]


def test_a_text_set_out_is_one_statement_whatever_the_tagger_makes_of_it() -> None:
    text = "The minister said:\n\nI welcome the deal. It is a first step that all sides must now follow up with more."
    whole = Attribution((0, 12), (13, 17), ((20, len(text)),), "rule:set out", 0.8)
    part = Attribution((0, 12), (13, 17), ((20, 39),), "model:attribution", 0.9)
    inner = Attribution((20, 21), (22, 29), ((30, 38),), "model:attribution", 0.9)
    assert merged(text, [part, inner], [whole]) == [whole]
