"""The model's word on events: what it may change, and what it may not."""

import pytest

from regesta.coding.pipeline import code
from regesta.schema import Event, Report
from regesta.settings import Settings


def _events(text: str, settings: Settings) -> list[Event]:
    (coded,) = code([Report(id="r", source="r.txt", text=text)], settings)
    return [e.row for e in coded.events]


@pytest.mark.model
@pytest.mark.parametrize(
    "text", ["France condemned Mali on Tuesday.", "Russian troops attacked Ukraine. Canada praised Japan."]
)
def test_the_model_adds_its_word_and_keeps_every_event(text: str) -> None:
    ruled, weighed = (_events(text, Settings(relations=name)) for name in ("rules", "model"))
    assert ruled
    assert len(weighed) == len(ruled)
    assert all("; model: " in e.coder and 0 < e.confidence < 1 for e in weighed)
    assert not any("model: " in e.coder for e in ruled)


def test_the_digest_of_the_settings_knows_the_relations() -> None:
    assert Settings(relations="rules").digest() != Settings().digest()
