"""What the relation model may say of who takes part: sides added and replaced, one-sided events, doubtful ones confirmed."""

import pytest
from saying import Said, Told, told

pytestmark = pytest.mark.model


def sides(text: str, said: Said | None) -> list[Told]:
    return [one for _, one in told(text, said)]


@pytest.mark.parametrize(
    ("text", "said", "rules", "with_model"),
    [
        pytest.param(
            "Norway arrested ten men, Denmark said.", {("Norway", "Denmark"): ("COERCE", 0.9)},
            ("COERCE", ["Norway"], ["ten men"]), ("COERCE", ["Norway"], ["Denmark"]), id="an improbable side is replaced",
        ),
        pytest.param(
            "Norway arrested ten men, Denmark said.",
            {("Norway", "Denmark"): ("COERCE", 0.9), ("Norway", "ten men"): ("COERCE", 0.4)},
            ("COERCE", ["Norway"], ["ten men"]), ("COERCE", ["Norway"], ["ten men"]), id="a side it half believes stays",
        ),
        pytest.param(
            "Norway arrested ten men, Denmark said.", {("Norway", "Denmark"): ("ASSAULT", 0.9), ("Norway", "ten men"): ("COERCE", 0.2)},
            ("COERCE", ["Norway"], ["ten men"]), ("COERCE", ["Norway"], ["ten men"]), id="another type says nothing",
        ),
    ],
)  # fmt: skip
def test_sides(text: str, said: Said, rules: Told, with_model: Told) -> None:
    assert rules in sides(text, None)
    assert with_model in sides(text, said)


TEXT = "Norway condemned Sweden. Ten villagers were lampooned while Denmark invaded Iceland."


def test_what_is_done_to_one_party_by_nobody_named_is_an_event_when_the_model_is_sure() -> None:
    said: Said = {("", "Ten villagers"): ("ASSAULT", 0.95)}
    assert ("ASSAULT", [], ["Ten villagers"]) in sides(TEXT, said)
    assert ("ASSAULT", [], ["Ten villagers"]) not in sides(TEXT, {("", "Ten villagers"): ("ASSAULT", 0.5)})


def test_who_does_nothing_by_the_parse_does_nothing() -> None:
    assert not any("Ten villagers" in actors for _, actors, _ in sides(TEXT, {("Ten villagers", ""): ("ASSAULT", 0.9)}))
