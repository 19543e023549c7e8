"""`regesta actors …`: lists in and out, and corrections that outlive coding anew."""

import csv
import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rows import a_report, a_run, crisis

from regesta import cli
from regesta.errors import SettingsError
from regesta.knowledge.lists import read_list
from regesta.record import corrections, queries
from regesta.record.learned import confirmed
from regesta.record.linking import link
from regesta.record.lookup import look_up
from regesta.record.record import Record
from regesta.schema import Entry, Office, content_id
from regesta.settings import Settings


def crisis_with_office(title: str = "foreign minister") -> list[object]:
    bundles = crisis()
    person = bundles[1].entity("Wang Yi/CHN")
    bundles[1].put(Office(id=content_id("office", person.id, title), report=bundles[1].report.id, entity=person.id,
                          title=title, country="CHN", sectors=("GOV",), basis="text"))  # fmt: skip
    return bundles


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "desk.duckdb"
    with Record(path) as record:
        record.add(crisis_with_office(), a_run())
        link(record)
    return path


@pytest.fixture
def actors(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[object]:
    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["regesta", "actors", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        return (left.value.code, *capsys.readouterr())

    yield run


def names(record: Record) -> set[str]:
    return {row["name"] for row in record.fetch(queries.actors(record)).to_pylist()}


def petrarch(n: int) -> str:
    """A dictionary of n lines in the form of PETRARCH: names, synonyms, dated codes, armed groups, agents, a set."""
    lines = ["# made for the test", "!HEAD! = CHIEF, HEAD"]
    for i in range((n - 2) // 6):
        lines += [f"VERA_LIND{i}_ ; a person", f"+V._LIND{i}_", "\t[SWEGOV 100101-141003]", "\t[SWEELI >141004]",
                  f"FREE_VALLEY_FRONT_{i}_ [COLREB]", f"RANGER_{i} {{RANGERS_{i}}} [~COP]"]  # fmt: skip
    return "\n".join(lines + ["# end"] * (n - len(lines)))


def test_without_a_subcommand_the_actors_are_listed(actors, desk: Path) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = actors("--record", desk, "--format", "csv", "--actor", "Kuleba")
    assert status == 0 and "Dmytro Kuleba" in out and "Blinken" not in out


def test_merge_rename_split(actors, desk: Path) -> None:  # type: ignore[no-untyped-def]
    assert actors("merge", "wang yi", "Antony Blinken", "--record", desk, "--by", "ana")[0] == 0
    with Record(desk) as record:
        assert "Wang Yi" in names(record) and "Antony Blinken" not in names(record)
        record.add(crisis_with_office(), a_run("2026-02-01T10:00:00", settings="other"))  # coded anew
        link(record)
        assert "Antony Blinken" not in names(record)
        told = record.fetch(queries.timeline(record)).to_pylist()
        assert not any("Antony Blinken" in str(row["recipients"]) for row in told)
    assert actors("rename", "Wang Yi", "WANG Yi", "--record", desk)[0] == 0
    with Record(desk, read_only=True) as record:
        assert "WANG Yi" in names(record)
        parties = record.fetch(queries.events(record).select("actors", "recipients")).to_pylist()
        assert "Antony" not in str(parties) and "WANG Yi (CHN)" in str(parties)
        assert "WANG Yi (CHN)" in str(record.fetch(queries.statements(record)).column("speakers"))
    assert actors("split", "Wang Yi", "Antony Blinken", "--record", desk)[0] == 0
    with Record(desk, read_only=True) as record:
        assert {"WANG Yi", "Antony Blinken"} <= names(record)
        assert record.check() == []


def test_what_contradicts_is_refused_with_its_reason(desk: Path) -> None:
    with Record(desk) as record:
        corrections.merge(record, "Wang Yi", "Dmytro Kuleba", by="ana")
        corrections.merge(record, "Dmytro Kuleba", "Antony Blinken", by="ben")
        with pytest.raises(SettingsError, match="are one already"):
            corrections.merge(record, "Antony Blinken", "Wang Yi", by="ana")
        with pytest.raises(SettingsError, match=r"cannot be told apart while .*said (ana|ben).*split one of these"):
            corrections.split(record, "Wang Yi", "Antony Blinken", by="ana")
        corrections.split(record, "Dmytro Kuleba", "Antony Blinken", by="ana")
        with pytest.raises(SettingsError, match=r"cannot be one: .* ≠ .*said ana"):
            corrections.merge(record, "Wang Yi", "Antony Blinken", by="ben")
        with pytest.raises(SettingsError, match="knows none"):
            corrections.merge(record, "Nobody Known", "Wang Yi", by="ana")


def test_a_split_gives_back_the_names_that_chained_merges_took(desk: Path) -> None:
    with Record(desk) as record:
        corrections.merge(record, "Wang Yi", "Dmytro Kuleba", by="ana")
        corrections.merge(record, "Dmytro Kuleba", "Antony Blinken", by="ana")  # shown as Wang Yi, all three
        assert names(record) & {"Wang Yi", "Dmytro Kuleba", "Antony Blinken"} == {"Wang Yi"}
        with pytest.raises(SettingsError, match=r"are one already: .*, .*said ana"):
            corrections.merge(record, "Antony Blinken", "Wang Yi", by="ben")
        corrections.split(record, "Wang Yi", "Dmytro Kuleba", by="ana")
        assert len(names(record) & {"Wang Yi", "Dmytro Kuleba", "Antony Blinken"}) == 2


@pytest.mark.parametrize(("key", "meant"), [("Kuleba", "Dmytro Kuleba"), ("Antoni Blinken", "Antony Blinken")])
def test_a_name_that_is_none_is_answered_with_those_like_it(desk: Path, key: str, meant: str) -> None:
    with Record(desk) as record, pytest.raises(SettingsError, match=rf"knows none .*is it {meant} \([0-9a-f]{{8}}\)"):
        corrections.merge(record, key, "Wang Yi", by="ana")


def test_offices_are_proposed_confirmed_and_refused(actors, desk: Path) -> None:  # type: ignore[no-untyped-def]
    def offices() -> list[str]:
        with Record(desk, read_only=True) as record:
            person = corrections.find_actor(record, "Wang Yi")
            return [line.words for line in look_up(record, person.id).lines if line.field == "office"]

    assert "proposed" in offices()[0]
    assert "foreign minister" in actors("export", "--record", desk)[1]
    with Record(desk, read_only=True) as record:
        (office,) = record.fetch(record.current(Office)).column("id").to_pylist()
    assert actors("confirm", office, "--record", desk)[0] == 0
    assert "confirmed" in offices()[0]
    assert actors("refuse", office[:8], "--record", desk)[0] == 0
    assert offices() == []
    assert "foreign minister" not in actors("export", "--record", desk)[1]
    actors("refuse", "Antony Blinken", "--record", desk)
    with Record(desk, read_only=True) as record:
        assert "Antony Blinken" not in names(record)
        assert "Blinken" not in str(record.fetch(queries.events(record).select("actors", "recipients")).to_pylist())


def test_confirmed_offices_are_used_in_later_runs(desk: Path) -> None:
    with Record(desk) as record:
        assert confirmed(record) == ()  # only proposed
        corrections.merge(record, "Dmytro Kuleba", "Antony Blinken", by="ana")
        (office,) = record.fetch(record.current(Office)).to_pylist()
        corrections.judge(record, office["id"], "yes", by="ana")
        assert confirmed(record) == ()  # the code book knows this one
        bundle = a_report("Norway's fisheries minister Ola Berg met Wang Yi.", publisher="Fish", published="2022-05-01")
        bundle.event("CONSULT", "met", "Ola Berg/NOR, Wang Yi/CHN")
        owner = bundle.entity("Ola Berg/NOR").id
        bundle.put(Office(id=content_id("office", owner), report=bundle.report.id, entity=owner, country="NOR",
                          title="fisheries minister", sectors=("GOV",), basis="text"))  # fmt: skip
        record.add([bundle], a_run("2026-03-01T10:00:00"))
        corrections.judge(record, content_id("office", owner), "yes", by="ana")
        (entry,) = confirmed(record)
        assert (entry.name, entry.country, entry.sectors, entry.title) == (
            "Ola Berg", "NOR", ("GOV",), "fisheries minister",
        )  # fmt: skip
        assert entry.first_day == bundle.report.published
        assert Settings(actors=(entry,)).digest() != Settings().digest()
        corrections.judge(record, content_id("office", owner), "no", by="ana")
        assert confirmed(record) == ()


def test_a_dictionary_of_three_hundred_lines_comes_in_and_out(actors, desk: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "agents.txt"
    path.write_text(petrarch(300), "utf-8")
    status, _, said = actors("import", path, "--record", desk)
    assert status == 0, said
    with Record(desk, read_only=True) as record:
        rows = record.fetch(record.current(Entry)).to_pylist()
    assert {row["kind"] for row in rows} == {"person", "group", "role"}
    assert len({row["name"] for row in rows}) == 3 * 49
    actors("import", path, "--record", desk)  # again: replaces, adds nothing
    out = actors("export", "--record", desk)[1]
    lines = [row for row in csv.DictReader(io.StringIO(out, newline="")) if "Lind7" in row["name"]]
    assert [(row["first_day"], row["last_day"], row["sectors"]) for row in lines] == [
        ("2010-01-01", "2014-10-03", "GOV"), ("2014-10-04", "", "ELI"),
    ]  # fmt: skip
    again = tmp_path / "again.csv"
    again.write_text(out, "utf-8", newline="")
    entries, faults = read_list(again)
    assert faults == [] and {row["name"] for row in rows} <= {e.name for e in entries}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_bad_lines_are_named_and_nothing_else_is_lost(actors, tmp_path: Path, encoding: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "list.csv"
    path.write_text(
        "name,title,country,sectors,first_day,last_day\n"
        "Ana Ruiz,president,COL,GOV,2010-01-01,2014-01-01\n"
        ",,,,,\n"
        "Bea Sol,president,COL,GOV,2013-06-01,2018-01-01\n"
        "Cam Vela,minister,COL,GOV,2018-01-01,2017-01-01\n"
        "Dan Mora,minister,COL,GOV,,\n", encoding,
    )  # fmt: skip
    status, _, said = actors("import", path, "--record", tmp_path / "new.duckdb")
    assert status == 1
    assert f"{path}:3: a row without a name" in said
    assert f"{path}:4: Bea Sol and Ana Ruiz (line 2) both hold the office president, COL on 2013-06-01" in said
    assert f"{path}:5: the office ends (2017-01-01) before it begins" in said
    assert f"{path}:6: Dan Mora and Cam Vela (line 5) both hold the office minister, COL with no day" in said
    assert "4 actors of list.csv kept; 4 problems" in said


def test_a_hundred_thousand_lines_take_less_than_five_seconds(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text(petrarch(100_000), "utf-8")
    began = time.process_time()
    entries, faults = read_list(path)
    with Record(tmp_path / "large.duckdb") as record:
        record.keep(entries=entries)
    assert time.process_time() - began < 5
    assert len(entries) > 66_000 and not faults
