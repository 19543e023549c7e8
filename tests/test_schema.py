"""The nouns: every column is explained, ids depend on content alone, Arrow schemas follow from the classes."""

import dataclasses

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.schema import NOUNS, Event, Time, arrow_schema, content_id, table_name


@pytest.mark.parametrize("noun", NOUNS, ids=table_name)
def test_every_column_has_a_help_text(noun: type) -> None:
    for column in dataclasses.fields(noun):
        assert len(column.metadata["help"]) > 3, column.name
        assert column.metadata["help"].endswith((".", "…")), column.name
        assert "unit" in column.metadata


@pytest.mark.parametrize("noun", NOUNS, ids=table_name)
def test_rows_are_frozen_and_slotted(noun: type) -> None:
    assert noun.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert hasattr(noun, "__slots__")


@pytest.mark.parametrize("noun", NOUNS, ids=table_name)
def test_every_row_but_a_runs_own_names_its_run(noun: type) -> None:
    assert table_name(noun) == "run" or "run" in arrow_schema(noun).names


def test_columns_keep_order_type_and_help() -> None:
    schema = arrow_schema(Event)
    assert schema.names[:3] == ["id", "run", "report"]
    assert schema.field("contexts").type == pa.list_(pa.string())
    assert schema.field("earliest").type == pa.date32() and schema.field("earliest").nullable
    assert schema.field("type").nullable is False
    assert b"PLOVER" in schema.field("type").metadata[b"help"]


def test_start_and_end_are_not_reserved_words_of_sql() -> None:
    assert {"start_char", "end_char"} <= set(arrow_schema(Time).names)


@pytest.mark.parametrize(
    "left, right",
    [
        (("ab", "c"), ("a", "bc")),  # parts do not run into each other
        ((None,), ("",)),  # nothing and an empty string differ
        (("a", None), ("a",)),  # a missing part counts
        (("1:a",), ("a",)),  # no length prefix can be forged
    ],
)
def test_different_parts_give_different_ids(left: tuple[object, ...], right: tuple[object, ...]) -> None:
    assert content_id(*left) != content_id(*right)


@given(st.lists(st.one_of(st.none(), st.text(), st.integers())))
def test_ids_are_sixteen_hex_digits_and_repeat(parts: list[object]) -> None:
    one = content_id(*parts)
    assert one == content_id(*parts)
    assert len(one) == 16 and set(one) <= set("0123456789abcdef")
