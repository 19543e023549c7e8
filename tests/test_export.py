"""Files that other tools read, and tables that fit the terminal."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console
from rows import a_report, a_run, crisis, day

from regesta.errors import RecordError, SettingsError
from regesta.export import screen, tables
from regesta.record import queries
from regesta.record.linking import link
from regesta.record.record import Record
from regesta.schema import NOUNS, arrow_schema, table_name


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("record") / "desk.duckdb") as record:
        record.add(crisis(), a_run())
        link(record)
        yield record


@pytest.mark.parametrize("layout", tables.LAYOUTS)
def test_an_export_has_every_table_and_every_answer(desk: Record, tmp_path: Path, layout: tables.Layout) -> None:
    files = tables.export(desk, layout, tmp_path / "new" / "folder")
    assert {f.stem for f in files} == {table_name(n) for n in NOUNS} | set(tables.QUESTIONS)
    assert {f.name for f in (tmp_path / "new" / "folder").iterdir()} == {f.name for f in files}


def test_parquet_keeps_every_value_help_and_unit(desk: Record, tmp_path: Path) -> None:
    tables.export(desk, "parquet", tmp_path)
    for noun in NOUNS:
        read = pq.read_table(tmp_path / f"{table_name(noun)}.parquet")
        assert read.to_pylist() == desk.fetch(desk.current(noun)).to_pylist()
        for field in arrow_schema(noun):
            assert read.schema.field(field.name).metadata[b"help"] == field.metadata[b"help"]


def test_json_lines_are_read_back(desk: Record, tmp_path: Path) -> None:
    tables.export(desk, "jsonl", tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "timeline.jsonl").read_text("utf-8").splitlines()]
    assert [line["earliest"] for line in lines] == ["2022-04-01", "2022-04-04", "2022-04-04", None]
    assert lines[1]["actors"] == ["Wang Yi (CHN)", "Dmytro Kuleba (UKR)"]


def test_csv_is_read_back(desk: Record, tmp_path: Path) -> None:
    tables.export(desk, "csv", tmp_path)
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as stream:
        reports = list(csv.DictReader(stream))
    assert {r["text"] for r in reports} == {b.report.text for b in crisis()}
    with (tmp_path / "timeline.csv").open(encoding="utf-8", newline="") as stream:
        assert next(iter(csv.DictReader(stream)))["statuses"] == "denied; alleged"


def test_values_in_csv_and_json() -> None:
    table = pa.table({"n": [1, None], "ok": [True, False], "day": [day("2022-03-01"), None], "names": [["a", "b"], []],
                      "text": ['quoted "x", y\nz', "é"]})  # fmt: skip
    stream = io.StringIO()
    tables.write_csv(table, stream)
    assert stream.getvalue() == ('n,ok,day,names,text\r\n1,true,2022-03-01,a; b,"quoted ""x"", y\nz"\r\n,false,,,é\r\n')
    stream = io.StringIO()
    tables.write_jsonl(table, stream)
    assert json.loads(stream.getvalue().splitlines()[1]) == {
        "n": None, "ok": False, "day": None, "names": [], "text": "é",
    }  # fmt: skip


def test_a_layout_that_is_none_and_a_folder_that_cannot_be(desk: Record, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="csv, jsonl, parquet"):
        tables.export(desk, "xml", tmp_path)  # type: ignore[arg-type]
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(RecordError, match="taken"):
        tables.export(desk, "csv", tmp_path / "taken")


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    table = pa.table({"x": pa.array([b"bytes"], pa.binary())})  # JSON has no bytes
    with pytest.raises(TypeError):
        tables.write(table, "jsonl", tmp_path / "x.jsonl")
    assert list(tmp_path.iterdir()) == []


# Screen


def printed(desk: Record, name: str, width: int) -> str:
    stream = io.StringIO()
    answer = desk.fetch(tables.QUESTIONS[name](desk))
    screen.show(name, answer, Console(file=stream, width=width, highlight=False))
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 140, 200])
@pytest.mark.parametrize("name", tables.QUESTIONS)
def test_tables_fit_the_terminal(desk: Record, name: str, width: int) -> None:
    shown = printed(desk, name, width)
    assert max(map(len, shown.splitlines())) <= width
    for row in desk.fetch(tables.QUESTIONS[name](desk)).to_pylist():
        assert row["id"][: screen.SHORT_ID] in shown


def test_a_line_of_the_timeline(desk: Record) -> None:
    shown = " ".join(printed(desk, "timeline", 400).split())
    assert "~2022-04-01 denied, alleged ASSAULT/heavy-weapons Russia in Kharkiv denied by Russia" in shown
    assert "2022-04-04 happened CONSULT/phone Wang Yi (CHN), Dmytro Kuleba (UKR) 2 “Chinese Foreign" in shown
    assert "? happened ASSAULT Russia → Ukraine background 2 “Russia invaded Ukraine" in shown


def test_a_change_of_position_is_shown(desk: Record) -> None:
    assert "changed (was: refuses)" in printed(desk, "positions", 140)


def test_markdown(desk: Record) -> None:
    stream = io.StringIO()
    screen.write_markdown("positions", desk.fetch(queries.positions(desk)), stream)
    lines = stream.getvalue().splitlines()
    assert lines[:2] == ["| party | what | day | change | id |", "|---|---|---|---|---|"]
    assert lines[2].startswith("| China | calls for peace talks on Ukraine | 2022-04-04 | first | ")


def test_words_of_a_report_are_no_markup(tmp_path: Path) -> None:
    bundle = a_report("The envoy [red]wrote[/red] | to [/nobody] on Friday.")
    bundle.statement("CHN", "wrote", "[red]wrote[/red] | to [/nobody]")
    with Record(tmp_path / "desk.duckdb") as record:
        record.add([bundle], a_run())
        assert "[red]wrote[/red] | to [/nobody]" in printed(record, "statements", 140)
        stream = io.StringIO()
        screen.write_markdown("statements", record.fetch(queries.statements(record)), stream)
        assert "\\| to" in stream.getvalue()


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ({"earliest": "2022-03-05", "latest": "2022-03-05", "date_basis": "text"}, "2022-03-05"),
        ({"earliest": "2022-03-05", "latest": "2022-03-05", "date_basis": "publication"}, "~2022-03-05"),
        ({"earliest": None, "latest": "2022-03-05", "date_basis": "publication"}, "until ~2022-03-05"),
        ({"earliest": "2022-03-05", "latest": "2022-03-07", "date_basis": "text"}, "2022-03-05 – 03-07"),
        ({"earliest": "2021-12-30", "latest": "2022-01-02", "date_basis": "text"}, "2021-12-30 – 2022-01-02"),
        ({"earliest": "2022-02-01", "latest": "2022-02-28", "date_basis": "text"}, "2022-02"),
        ({"earliest": "2022-02-01", "latest": "2022-04-30", "date_basis": "text"}, "2022-02 – 2022-04"),
        ({"earliest": "2022-01-01", "latest": "2022-12-31", "date_basis": "text"}, "2022"),
        ({"earliest": "2010-01-01", "latest": "2019-12-31", "date_basis": "text"}, "2010 – 2019"),
        ({"earliest": "2014-01-01", "latest": None, "date_basis": "text"}, "from 2014-01-01"),
        ({"earliest": None, "latest": "2014-01-01", "date_basis": "text"}, "until 2014-01-01"),
        ({"earliest": None, "latest": None, "date_basis": None}, "?"),
        ({"earliest": "9999-12-01", "latest": "9999-12-31", "date_basis": "text"}, "9999-12"),
    ],
)
def test_interval(row: dict[str, Any], shown: str) -> None:
    assert screen.interval(row | {k: day(row[k]) for k in ("earliest", "latest")}) == shown


@pytest.mark.parametrize(
    ("words", "around", "length", "shown"),
    [
        ("one two\n three", None, 50, "one two three"),
        ("one two three four five", None, 14, "one two three …"),
        ("one two three four five six", "five", 12, "… five six"),
        ("one two three four five six", "absent", 12, "one two …"),
        (None, None, 10, ""),
    ],
)
def test_excerpt(words: str | None, around: str | None, length: int, shown: str) -> None:
    assert screen.excerpt(words, around, length=length) == shown
