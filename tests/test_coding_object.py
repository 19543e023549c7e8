"""The coding object satisfies the JSON Schema that ships, and its positions are those of the text."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from regesta.coding.coding_object import coding_object, json_schema
from regesta.coding.pipeline import code
from regesta.reading.reader import read
from regesta.samples import reports_folder
from regesta.schema import Report

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def coded() -> list[tuple[Report, dict[str, Any]]]:
    reports = [r for r in read([reports_folder()]) if isinstance(r, Report)]
    objects = [json.loads(json.dumps(coding_object(c))) for c in code(reports)]
    return list(zip(reports, objects, strict=True))


def test_the_objects_of_the_samples_satisfy_the_schema(coded: list[tuple[Report, dict[str, Any]]]) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(), format_checker=jsonschema.FormatChecker())
    for report, one in coded:
        assert [e.message for e in validator.iter_errors(one)] == [], report.source
    assert sum(len(one["events"]) for _, one in coded) > 20


def test_a_field_that_the_schema_does_not_know_is_an_error(coded: list[tuple[Report, dict[str, Any]]]) -> None:
    _, one = coded[0]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(one | {"extra": 1}, json_schema())


def test_all_words_stand_where_they_say(coded: list[tuple[Report, dict[str, Any]]]) -> None:
    for report, one in coded:
        spans = list(_spans(one))
        assert spans
        for span in spans:
            assert report.text[span["start"] : span["end"]] == span["text"]


def _spans(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("start") is not None and "end" in part and "text" in part:
            yield part
        for value in part.values():
            yield from _spans(value)
    elif isinstance(part, list):
        for value in part:
            yield from _spans(value)
