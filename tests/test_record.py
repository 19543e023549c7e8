"""The record only grows, shows what is whole, and survives whatever stops the process."""

import dataclasses
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from rows import Bundle, a_problem, a_report, a_run, call_again, call_first, crisis, day

from regesta.errors import RecordError, RecordLocked, RecordTooNew
from regesta.record import queries
from regesta.record.record import Record
from regesta.schema import NOUNS, Entity, Event, Evidence, Link, Problem, Report, Run, Statement, Time, content_id

LATER = "2026-02-01T10:00:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.duckdb"


def counts(record: Record) -> dict[str, int]:
    return {noun.__name__: record.fetch(record.rows(noun)).num_rows for noun in NOUNS}


def ids(record: Record, noun: type) -> set[str]:
    return set(record.fetch(record.current(noun).select("id")).column("id").to_pylist())


def test_what_is_added_is_there_and_sound(path: Path) -> None:
    with Record(path) as record:
        added = record.add([*crisis(), a_problem()], a_run())
        assert (added.reports, added.statements, added.events, added.positions, added.problems) == (4, 2, 7, 4, 1)
        assert record.check() == []
    with Record(path, read_only=True) as record:  # and still is after the file was closed
        assert len(ids(record, Event)) == 7
        assert ids(record, Problem) == {a_problem().id}


def test_rows_carry_their_run_and_reports_their_signature(path: Path) -> None:
    with Record(path) as record:
        record.add([call_first()], a_run())
        for noun in (Report, Event, Evidence):
            assert set(record.fetch(record.rows(noun).select("run")).column("run").to_pylist()) == {a_run().id}
        assert all(record.fetch(record.current(Report)).column("signature").to_pylist())


def test_adding_the_same_again_changes_nothing(path: Path) -> None:
    with Record(path) as record:
        record.add([*crisis(), a_problem()], a_run())
        before = counts(record)
        added = record.add([*crisis(), a_problem()], a_run(LATER))
        assert added.already_there == 4
        assert added.reports == 0
        assert counts(record) == before


def test_a_report_given_twice_is_kept_once(path: Path) -> None:
    with Record(path) as record:
        added = record.add([call_first(), call_first()], a_run())
        assert (added.reports, added.already_there) == (1, 1)
        assert record.check() == []


def test_coding_with_other_settings_supersedes(path: Path) -> None:
    anew = call_first()
    anew.found[Event] = anew.found[Event][:1]  # the new coder finds less
    with Record(path) as record:
        record.add([call_first()], a_run())
        record.add([anew], a_run(LATER, settings="other"))
        assert len(ids(record, Event)) == 1
        assert record.fetch(record.rows(Event)).num_rows == 4  # the old rows are still in the file


def test_the_newest_run_counts_not_the_last_written(path: Path) -> None:
    with Record(path) as record:
        record.add([call_first()], a_run(LATER, settings="other"))
        record.add([call_again()], a_run())
        old = call_first()
        old.found.clear()
        record.add([old], a_run())
        assert len(ids(record, Event)) == 5


@pytest.mark.parametrize("change", [{"models": ("new@1",)}, {"settings": "other"}])
def test_known_are_the_reports_of_an_equal_coder(path: Path, change: dict[str, object]) -> None:
    with Record(path) as record:
        record.add(crisis(), a_run())
        assert record.known(a_run(LATER)) == {b.report.id for b in crisis()}
        assert record.known(a_run(LATER, **change)) == set()  # type: ignore[arg-type]


def test_a_report_that_could_not_be_coded_is_tried_again(path: Path) -> None:
    failed = a_report("A text that broke a stage.")
    failed.put(dataclasses.replace(a_problem(), report=failed.report.id, kind="failed"))
    with Record(path) as record:
        record.add([failed], a_run())
        assert record.known(a_run()) == set()
        again = a_report("A text that broke a stage.")
        again.event("CONSULT", "broke", "FRA")
        assert record.add([again], a_run(LATER)).reports == 1
        assert record.known(a_run()) == {again.report.id}
        assert record.check() == []


def test_half_a_report_is_never_seen(path: Path) -> None:
    """Rows whose report row was never written: what an engine without transactions would leave behind."""
    half = call_first()
    with Record(path) as record:
        record.add([call_again()], a_run())
        rows = {noun: found for noun, found in half.rows().items() if noun is not Report}
        record._write({Run: [a_run(LATER)], **rows}, a_run(LATER).id)
        assert len(ids(record, Event)) == 2
        assert record.check() == []
        record.add([half], a_run("2026-03-01T10:00:00"))
        assert len(ids(record, Event)) == 5
        assert record.check() == []


def broken_after(n: int, error: type[BaseException]) -> Iterator[Bundle]:
    yield from crisis()[:n]
    raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
@pytest.mark.parametrize("n", [0, 1, 3])
def test_what_came_before_an_error_is_kept(path: Path, n: int, error: type[BaseException]) -> None:
    with Record(path) as record:
        with pytest.raises(error):
            record.add(broken_after(n, error), a_run())
        assert len(ids(record, Report)) == n
        assert record.check() == []
        assert record.add(crisis(), a_run(LATER)).reports == 4 - n


@pytest.mark.parametrize("noun", [Entity, Event, Evidence, Report])
def test_an_error_between_inserts_leaves_the_record_as_it_was(
    path: Path, noun: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Record(path) as record:
        record.add([call_again()], a_run())
        insert = Record._insert

        def fails(self: Record, of: type, *rest: object) -> None:
            if of is noun:
                raise OSError(28, "No space left on device")
            insert(self, of, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(Record, "_insert", fails)
        with pytest.raises(RecordError, match="No space left"):
            record.add([call_first()], a_run(LATER))
        monkeypatch.undo()
        assert record.check() == []
        assert len(ids(record, Report)) == 1
        record.add([call_first()], a_run(LATER))
        assert len(ids(record, Report)) == 2


KILLED = """
    import os, signal, sys
    from rows import a_run, crisis
    from regesta.record import record as module
    from regesta.record.record import Record
    at = int(sys.argv[2])
    module.REPORTS_A_COMMIT = 1
    insert, n = Record._insert, 0
    def counting(self, *rest):
        global n
        n += 1
        if n == at:
            os.kill(os.getpid(), signal.SIGKILL)
        insert(self, *rest)
    Record._insert = counting
    Record(sys.argv[1]).add(crisis(), a_run())
"""


@pytest.mark.parametrize("at", [1, 5, 12, 25])
def test_a_killed_process_leaves_a_sound_record_that_a_second_run_completes(path: Path, at: int) -> None:
    code = textwrap.dedent(KILLED)
    done = subprocess.run([sys.executable, "-c", code, str(path), str(at)], env={"PYTHONPATH": "tests:."}, check=False)
    assert done.returncode == -signal.SIGKILL
    with Record(path) as record:
        assert record.check() == []
        record.add(crisis(), a_run(LATER))
        assert len(ids(record, Report)) == 4
        assert record.check() == []


def test_a_full_disk_is_told_and_leaves_the_record_intact(path: Path) -> None:
    with Record(path) as record:
        record.add([call_again()], a_run())
    code = textwrap.dedent("""
        import resource, sys
        from rows import a_report, a_run
        from regesta.errors import RecordError
        from regesta.record.record import Record
        record = Record(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
        noise = lambda seed: "".join(chr(33 + (i * i * seed + i) % 8000) for i in range(200_000))
        try:
            record.add((a_report(noise(n), source=str(n)) for n in range(1, 200)), a_run("2026-02-01T10:00:00"))
        except RecordError as error:
            print(error)
    """)
    done = subprocess.run([sys.executable, "-c", code, str(path)], env={"PYTHONPATH": "tests:."}, capture_output=True,
                          text=True, check=True)  # fmt: skip
    assert "the disk is full; what was written before is kept" in done.stdout
    with Record(path) as record:
        assert call_again().report.id in ids(record, Report)
        assert record.check() == []


def test_a_second_writer_is_told_who_holds_the_record(path: Path) -> None:
    code = (
        "import sys; from regesta.record.record import Record as R; r = R(sys.argv[1]); print(1, flush=True); input()"
    )
    with Record(path):
        pass
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PYTHONPATH": "."}
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        for read_only in (False, True):
            with pytest.raises(RecordLocked, match=f"{holder.pid}.*is writing to this record; try again"):
                Record(path, read_only=read_only)
        holder.communicate(b"\n")


def test_a_record_of_a_newer_version_is_refused(path: Path) -> None:
    with Record(path):
        pass
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE regesta SET schema_version = 99").fetchall()
    with pytest.raises(RecordTooNew, match="version 99"):
        Record(path)


def test_what_is_no_record_is_refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no such record"):
        Record(path, read_only=True)
    path.write_text("a letter " * 1000)
    with pytest.raises(RecordError, match="not a record"):
        Record(path)
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as con:
        con.execute("CREATE TABLE mine (n INTEGER)").fetchall()
    with pytest.raises(RecordError, match="not a record of Regesta"):
        Record(other)
    with pytest.raises(RecordError, match=r"there is no folder .*no folder"):
        Record(tmp_path / "no folder" / "x.duckdb")
    with pytest.raises(RecordError, match="this is a folder"):
        Record(tmp_path)
    table = tmp_path / "reports.csv"
    table.write_text("headline,text\nTalks,They met.\n")
    with pytest.raises(RecordError, match="not a record"):  # DuckDB would keep all in memory and lose it
        Record(table)
    assert table.read_text() == "headline,text\nTalks,They met.\n"
    with pytest.raises(RecordError, match="give its path"):
        Record("postgresql://host/desk")


def test_a_damaged_record_is_told_in_words(path: Path) -> None:
    with Record(path) as record:
        record.add(crisis(), a_run())
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size // 3)
    with pytest.raises(RecordError, match="damaged or cut short"), Record(path, read_only=True) as record:
        record.fetch(record.current(Event))


def test_an_older_record_gets_what_it_lacks_when_that_may_be_empty(path: Path) -> None:
    with Record(path) as record:
        record.add(crisis(), a_run())
    with duckdb.connect(str(path)) as con:
        for step in (
            "DROP VIEW current_entry",
            "DROP TABLE entry",
            "DROP VIEW current_event",
            "DROP VIEW current_statement",
        ):
            con.execute(step).fetchall()
        con.execute("ALTER TABLE event DROP COLUMN cameo").fetchall()
        con.execute("ALTER TABLE statement DROP COLUMN within").fetchall()
    with pytest.raises(RecordError, match="made by an older Regesta; `regesta link"):
        Record(path, read_only=True)
    with Record(path) as record:
        assert record.fetch(queries.events(record)).num_rows == 7
        assert record.entries() == ()
    with duckdb.connect(str(path)) as con:
        con.execute("ALTER TABLE event DROP COLUMN confidence").fetchall()
    with pytest.raises(RecordError, match="without the column confidence of the table event"):
        Record(path)


def test_writing_to_a_record_opened_for_reading_is_refused(path: Path) -> None:
    with Record(path):
        pass
    with Record(path, read_only=True) as record, pytest.raises(RecordError, match="reading only"):
        record.add(crisis(), a_run())


def test_forgetting_takes_a_report_out_of_every_run_and_out_of_the_file(path: Path) -> None:
    secret = a_report("The envoy of Ruritania whispered the word Zenobia-Xylophone to nobody.")
    secret.event("CONSULT", "whispered", "FRA")
    with Record(path) as record:
        record.add([secret, call_again()], a_run())
        record.add([secret, call_again()], a_run(LATER, settings="other"))
        event = next(iter(secret.found[Event])).id
        record.judge("event", event, "0" * 16, "no", by="Ann", at=a_run().started)
        gone = record.forget(secret.report.id)
        assert gone == 2 * sum(len(rows) for rows in secret.rows().values()) + 1
        assert ids(record, Report) == {call_again().report.id}
        assert record.forget(secret.report.id) == 0
        assert record.check() == []
    assert b"Zenobia" not in path.read_bytes()


def test_forgetting_needs_a_whole_id(path: Path) -> None:
    with Record(path) as record, pytest.raises(RecordError, match="16 hex digits"):
        record.forget("'; DROP TABLE report; --")


def test_compact_leaves_out_only_what_is_not_seen(path: Path) -> None:
    with Record(path) as record:
        record.add(crisis(), a_run())
        record.add(crisis(), a_run(LATER, settings="other"))
        record.judge("event", "a" * 16, "b" * 16, "yes", by="Ann", at=a_run().started)
        seen = {noun: record.fetch(record.current(noun)).num_rows for noun in NOUNS}
        assert record.compact() > 0
        assert {noun: record.fetch(record.rows(noun)).num_rows for noun in NOUNS} == seen
        assert record.compact() == 0
    assert not list(path.parent.glob("*.new*"))


def test_a_verdict_is_kept_and_the_latest_one_counts(path: Path) -> None:
    with Record(path) as record:
        record.judge("event", "b" * 16, "a" * 16, "yes", by="Ann", at=a_run().started)
        record.judge("event", "a" * 16, "b" * 16, "no", by="Ben", at=a_run(LATER).started)
        (link,) = record.fetch(record.current(Link)).to_pylist()
        assert (link["left"], link["verdict"], link["by"]) == ("a" * 16, "no", "Ben")


def spoiled(bundle: Bundle, noun: type, **change: object) -> Bundle:
    first, *others = bundle.found[noun]
    bundle.found[noun] = [dataclasses.replace(first, **change), *others]
    return bundle


@pytest.mark.parametrize(
    ("noun", "change", "kind", "words"),
    [
        (Evidence, {"exact": "talks"}, "span", "not 'talks'"),
        (Evidence, {"start_char": -1}, "span", "-1"),
        (Evidence, {"end_char": 10_000}, "span", "10000"),
        (Evidence, {"owner": "f" * 16}, "orphan", "owner is"),
        (Event, {"claimed_in": "f" * 16}, "orphan", "no such statement"),
        (Event, {"place": "f" * 16}, "orphan", "no such place"),
        (Event, {"mode": "fax"}, "code", "CONSULT/fax"),
        (Event, {"status": "rumoured"}, "code", "'rumoured'"),
        (Event, {"contexts": ("gossip",)}, "code", "'gossip'"),
        (Event, {"earliest": day("2022-05-01")}, "date", "2022-05-01 is after latest 2022-04-04"),
        (Statement, {"latest": day("2021-05-01")}, "date", "is after latest"),
        (Entity, {"members": ("f" * 16,)}, "orphan", "members is"),
    ],
)
def test_check_finds(path: Path, noun: type, change: dict[str, object], kind: str, words: str) -> None:
    with Record(path) as record:
        record.add([spoiled(call_first(), noun, **change), call_again()], a_run())
        found = record.check()
        assert {f.kind for f in found} == {kind}
        assert words in " ".join(f.message for f in found)
        assert call_first().report.id in found[0].place


def test_check_finds_rows_written_twice(path: Path) -> None:
    twice = call_first()
    twice.found[Event].append(twice.found[Event][0])
    with Record(path) as record:
        record.add([twice], a_run())
        assert [f.kind for f in record.check()] == ["twice"]


@pytest.mark.parametrize("text", ["Ö 😀 e\u0301 said “no”.", "שלום said Avi.", "a\r said b"])
def test_spans_count_code_points(path: Path, text: str) -> None:
    bundle = a_report(text)
    start = text.index("said")
    bundle.put(Time(id=content_id(text), report=bundle.report.id, start_char=start, end_char=start + 4, exact="said",
                    timex="DATE", grain="day"))  # fmt: skip
    with Record(path) as record:
        record.add([bundle], a_run())
        assert record.check() == []
        assert record.fetch(record.current(Report)).column("text").to_pylist() == [text]


def test_the_counts_are_told_as_reports_come_in(path: Path) -> None:
    heard = []
    with Record(path) as record:
        record.add(crisis(), a_run(), tell=heard.append)
    assert [h.reports for h in heard] == [1, 2, 3, 4]


def test_an_empty_record_answers_every_question(path: Path) -> None:
    with Record(path) as record:
        for question in (queries.timeline, queries.events, queries.statements, queries.positions, queries.actors,
                         queries.reports):  # fmt: skip
            assert record.fetch(question(record)).num_rows == 0
        assert record.fetch(queries.totals(record)).to_pylist()[0]["n_events"] == 0
        assert record.check() == []
