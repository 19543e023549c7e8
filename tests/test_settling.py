"""Which reading of a deed stands, the rules' or the relation model's, shown with a model that says what it is told to."""

import pytest
from saying import Deed, Saying, Told, told

pytestmark = pytest.mark.model

CONDEMN = Deed("condemn", "ACCUSE", ("Norway",), ("Sweden",))


def sides(text: str, *deeds: Deed) -> list[Told]:
    return [one for _, one in told(text, Saying(*deeds))]


def test_what_both_read_is_one_event_with_both_words() -> None:
    ((event, _),) = told("Norway condemned Sweden on Monday.", Saying(CONDEMN))
    assert event.coder == "rule:condemn; model: ACCUSE word 0.97 pair 0.97 actor 0.97 recipient 0.97"


@pytest.mark.parametrize(
    ("text", "deed", "stands"),
    [
        pytest.param(
            "Norway arrested ten men, Denmark said.", Deed("arrested", "COERCE", ("Norway",), ("Denmark",)),
            ("COERCE", ["Norway"], ["Denmark"]), id="a side that the parse hangs wrongly is replaced",
        ),
        pytest.param(
            "Norway condemned the talks. Sweden sang.", Deed("talks", "CONSULT", ("Norway",), ()),
            ("CONSULT", ["Norway"], []), id="another word tells the deed",
        ),
        pytest.param(
            "Norway condemned Sweden.", Deed("condemn", "REJECT", ("Norway",), ("Sweden",)),
            ("REJECT", ["Norway"], ["Sweden"]), id="the same word tells another type",
        ),
    ],
)  # fmt: skip
def test_the_surer_reading_stands(text: str, deed: Deed, stands: Told) -> None:
    assert sides(text, deed) == [stands]


def test_what_the_model_finds_improbable_is_no_event() -> None:
    assert sides("Norway condemned Sweden on Monday.") == []


def test_what_is_only_possible_stays_without_the_models_word() -> None:
    ((event, _),) = told("Norway may condemn Sweden on Monday.", Saying())
    assert event.modality == "hypothetical"


def test_deeds_of_one_type_with_other_sides_are_two() -> None:
    deeds = [CONDEMN, Deed("denounce", "ACCUSE", ("Denmark",), ("Iceland",))]
    found = sides("Norway condemned Sweden, and Denmark denounced Iceland.", *deeds)
    assert found == [("ACCUSE", ["Norway"], ["Sweden"]), ("ACCUSE", ["Denmark"], ["Iceland"])]


def test_what_two_rules_tell_of_the_same_sides_is_one() -> None:
    deeds = [Deed(word, "ASSAULT", ("Norway",), ("ten men",)) for word in ("captured", "executed")]
    assert len(sides("Norway captured and executed ten men.", *deeds)) == 1
