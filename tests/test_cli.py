"""The command line: results on stdout, talk on stderr, exit statuses, and errors in one line."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from rows import a_run, crisis
from typer.main import get_command

from regesta import cli
from regesta.record.linking import link
from regesta.record.record import Record

QUESTIONS = ("timeline", "events", "statements", "positions", "actors", "reports")
TEXT = (
    "China and Ukraine agree to talk\n\n"
    "Chinese Foreign Minister Wang Yi said on Friday that China calls for peace talks. "
    "Wang met Ukrainian Foreign Minister Dmytro Kuleba in Beijing on Thursday.\n"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "desk.duckdb"
    with Record(path) as record:
        record.add(crisis(), a_run())
        link(record)
    return path


class Done:
    """What one use of the command line gave."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def regesta(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[object]:
    def run(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["regesta", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return Done(left.value.code if isinstance(left.value.code, int) else -1, out, err)

    yield run


def commands() -> list[str]:
    return sorted(get_command(cli.app).commands)  # type: ignore[attr-defined]


def test_every_command_is_there() -> None:
    assert {"add", "code", *QUESTIONS, "show", "link", "export", "check", "doctor"} <= set(commands())


@pytest.mark.parametrize("command", commands())
def test_help_has_an_example(regesta, command: str) -> None:  # type: ignore[no-untyped-def]
    done = regesta(command, "--help")
    assert done.status == 0
    assert f"Example:  regesta {command}" in done.out


def test_help_and_version(regesta) -> None:  # type: ignore[no-untyped-def]
    assert "timeline" in regesta("--help").out
    assert regesta("--version").out.startswith("regesta ")


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("layout", ["table", "csv", "jsonl", "md"])
def test_questions(regesta, desk: Path, question: str, layout: str) -> None:  # type: ignore[no-untyped-def]
    done = regesta(question, "--record", desk, "--format", layout, "--since", "2022", "--until", "2022-04")
    assert done.status == 0
    assert done.out.count("\n") >= 2
    if layout == "jsonl":
        assert all("id" in json.loads(line) for line in done.out.splitlines())


def test_filters_reach_the_question(regesta, desk: Path) -> None:  # type: ignore[no-untyped-def]
    done = regesta("timeline", "--record", desk, "--actor", "Wang", "--with", "USA", "--type", "CONSULT", "--status",
                   "happened", "--issue", "telephone", "--since", "2022-04-04", "--until", "2022-04-04", "--publisher",
                   "Herald", "--format", "jsonl")  # fmt: skip
    assert [json.loads(line)["actors"][1] for line in done.out.splitlines()] == ["Antony Blinken (USA)"]


def test_what_must_have_happened_is_told_from_what_can(regesta, desk: Path) -> None:  # type: ignore[no-untyped-def]
    asked = ("timeline", "--record", desk, "--since", "2022-04-01", "--place", "UKR", "--format")
    assert "certain: published" in regesta(*asked, "md").out
    assert json.loads(regesta(*asked, "jsonl", "--dates", "certain").out.splitlines()[0])["match"] == "certain"
    assert "text" in regesta("timeline", "--record", desk).out


def test_nothing_found_is_said_and_no_error(regesta, desk: Path) -> None:  # type: ignore[no-untyped-def]
    done = regesta("events", "--record", desk, "--place", "Atlantis")
    assert (done.status, done.out, done.err) == (0, "", "0 events\nno place is called 'Atlantis'\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["timeline", "--record", "no.duckdb"], "no.duckdb: there is no such record; `regesta add"),
        (["link", "--record", "no.duckdb"], "no.duckdb: there is no such record"),
        (
            ["timeline", "--since", "yesterday", "--record", "DESK"],
            "--since: expected a day such as 2022-03-06, a month or",
        ),
        (["timeline", "--since", "2022-13", "--record", "DESK"], "--since: expected"),
        (["timeline", "--since", "2022-", "--record", "DESK"], "--since: expected"),
        (["timeline", "--until", "2022-01-02-03", "--record", "DESK"], "--until: expected"),
        (["code", "LETTER", "--actors", "none.csv"], "none.csv: No such file"),
        (["add", "LETTER", "--record", "."], ".: this is a folder"),
        (["timeline", "--status", "rumoured", "--record", "DESK"], "status: expected one of happened"),
        (["show", "zz", "--record", "DESK"], "id: expected 4 to 16 hex digits"),
        (["show", "0000000000", "--record", "DESK"], "the record has no row that begins with"),
        (["forget", "abc", "--record", "DESK"], "16 hex digits"),
        (["add", "no such folder", "--record", "new.duckdb"], "no such folder"),
        (["add", "x.txt", "--published", "2022-04", "--record", "new.duckdb"], "--published: expected a day such as"),
        (["timeline", "--place", "Xyzzyville 5km", "--record", "DESK"], "place: expected a town"),
        (["add", "LETTER", "--affairs", "LETTER", "--record", "new.duckdb"], "LETTER:1: expected the columns name,"),
        (["code", "LETTER", "--affairs", "none.csv"], "none.csv: No such file"),
        (["timeline", "--record", "LETTER"], "not a record of Regesta"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(  # type: ignore[no-untyped-def]
    regesta, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("LETTER").write_text("Dear Sir, " * 100)
    done = regesta(*(desk if a == "DESK" else a for a in arguments))
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    assert not Path("new.duckdb").exists()


@pytest.mark.parametrize("arguments", [["timeline", "--colour"], ["export", "xml", "out"], ["fly"], ["show"], ["add"]])
def test_unknown_options_are_wrong_use(regesta, arguments: Sequence[str]) -> None:  # type: ignore[no-untyped-def]
    done = regesta(*arguments)
    assert done.status == 2
    assert "Error" in done.err


def test_show_has_each_field_beside_its_words(regesta, desk: Path) -> None:  # type: ignore[no-untyped-def]
    first = json.loads(regesta("events", "--record", desk, "--status", "denied", "--format", "jsonl").out)
    shown = " ".join(regesta("show", first["id"][:8], "--record", desk).out.split())
    assert "trigger “shelled” [102:109]" in shown
    assert "actor Russia (RUS, GOV)" in shown
    report = regesta("show", first["report"], "--record", desk).out
    assert crisis()[0].report.text in report


def test_check_of_a_sound_and_of_a_spoiled_record(regesta, desk: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = regesta("check", "--record", desk)
    assert (done.status, done.out) == (0, "")
    assert (
        "4 reports (4 without near copies), 4 events told 7 times, 2 statements, 4 positions, 0 problems: sound"
        in done.err
    )
    bad = crisis()[1]
    bad.found[type(bad.event("AID", "said"))][-1:] = []
    bad.position("CHN", "calls for", "peace talks", basis="f" * 16)
    with Record(tmp_path / "bad.duckdb") as record:
        record.add([bad], a_run())
    done = regesta("check", "--record", tmp_path / "bad.duckdb")
    assert done.status == 1
    assert "orphan: position" in done.out


def test_link_export_forget_compact(regesta, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "desk.duckdb"
    with Record(path) as record:
        record.add(crisis(), a_run())
    done = regesta("link", "--record", path)
    assert "3 events told more than once, 2 issues taken up more than once; 4 events in all" in done.out
    done = regesta("export", "csv", tmp_path / "out", "--record", path)
    assert str(tmp_path / "out" / "timeline.csv") in done.out.splitlines()
    assert regesta("forget", crisis()[0].report.id, "--record", path).status == 0
    assert regesta("forget", crisis()[0].report.id, "--record", path).status == 1
    assert regesta("compact", "--record", path).status == 0
    assert regesta("check", "--record", path).status == 0


def test_doctor(regesta, desk: Path) -> None:  # type: ignore[no-untyped-def]
    done = regesta("doctor", "--record", desk)
    assert done.status == 0, done.out
    for words in ("ok  regesta", "ok  duckdb", "ok  PLOVER 2.0: 16 types, 67 modes", "4 reports, 4 events"):
        assert words in done.out
    assert "NOT record" in regesta("doctor", "--record", "no.duckdb").out


def test_a_reader_that_stops_early_is_no_error(desk: Path) -> None:
    command = [sys.executable, "-m", "regesta", "events", "--record", str(desk), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()) as asked:
        assert asked.stdout is not None
        asked.stdout.close()
        assert asked.stderr is not None
        assert asked.stderr.read() == b""
        assert asked.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("layout", ["table", "csv"])
def test_a_full_disk_behind_standard_output_is_one_line(desk: Path, layout: str) -> None:
    command = [sys.executable, "-m", "regesta", "events", "--record", str(desk), "--format", layout]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=_environment())
    assert (done.returncode, done.stderr) == (2, "regesta: standard output: No space left on device\n")


def test_help_loads_no_heavy_module() -> None:
    code = (
        "import sys; sys.argv = ['regesta', '--help']\n"
        "from regesta import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'spacy', 'ibis', 'duckdb', 'pyarrow', 'numpy', 'pandas', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout.splitlines()[-1] == "[]"


def test_questions_load_no_models() -> None:
    code = (
        "import sys; import regesta.export.tables, regesta.export.screen; print({'spacy', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout.strip() == "set()"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(["tests", "."]), "OMP_NUM_THREADS": "1"}


# With the models


@pytest.mark.model
def test_add_codes_links_and_says_what_it_did(regesta, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    (tmp_path / "in" / "b.jsonl").write_text(
        json.dumps({"text": TEXT + "Both sides were content.", "date": "2022-03-06", "publisher": "Gazette"})
        + "\nnot JSON\n"
    )
    path = tmp_path / "desk.duckdb"
    (tmp_path / "empty").mkdir()
    done = regesta("add", tmp_path / "empty", "--record", path)
    assert (done.status, done.err) == (1, f"nothing to read in {tmp_path / 'empty'}\n")
    done = regesta("add", tmp_path / "in" / "a.txt", "--record", tmp_path / "undated.duckdb")
    assert "1 report without a date" in done.err
    done = regesta("add", tmp_path / "in", "--record", path, "--published", "2022-03-05")
    assert done.status == 1  # one line could not be read
    assert "without a date" not in done.err
    assert done.out == ""
    assert "b.jsonl:2" in done.err
    assert "2 reports" in done.err
    assert ", 1 problem" in done.err
    assert regesta("check", "--record", path).status == 0
    again = regesta("add", tmp_path / "in", "--record", path, "--published", "2022-03-05")
    assert "0 reports" in again.err
    assert "2 reports already there" in again.err
    meetings = regesta("timeline", "--record", path, "--type", "CONSULT", "--actor", "Wang", "--format", "jsonl").out
    assert [json.loads(line)["n_told"] for line in meetings.splitlines()] == [2]


@pytest.mark.model
def test_code_prints_one_object_a_report(  # type: ignore[no-untyped-def]
    regesta, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    done = regesta("code", tmp_path / "a.txt", tmp_path / "a.txt", "--published", "2022-03-06")
    (line,) = done.out.splitlines()
    assert json.loads(line)["report"]["published"] == "2022-03-06"
    assert done.status == 1  # the same file was named twice, and that is said
    assert "1 report, 1 problem" in done.err


@pytest.mark.model
def test_own_affairs_date_their_numbered_days(regesta, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "own.csv").write_text("name;first_day;nouns;about\nRuritanian war;2022-02-20;war;Ruritania\n")
    (tmp_path / "a.txt").write_text(
        "China met France on the 3rd day of the war in Ruritania. The talks went on there.\n"
    )
    asked = ("code", tmp_path / "a.txt", "--published", "2022-03-06", "--attribution", "rules", "--affairs")
    (time,) = json.loads(regesta(*asked, tmp_path / "own.csv").out)["times"]
    assert (time["value"], time["anchor"]) == ("2022-02-22", "Ruritanian war")


INTERRUPTED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is born deaf to it
from regesta import cli
from regesta.coding import pipeline
code = pipeline.code
def interrupted(reports, settings):
    for n, coded in enumerate(code(reports, settings)):
        if n == 2:
            os.kill(os.getpid(), signal.SIGINT)
        yield coded
pipeline.code = interrupted
cli.main()
"""


@pytest.mark.model
def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    for n in range(4):
        (tmp_path / f"{n}.txt").write_text(TEXT.replace("peace talks", f"{n} rounds of peace talks"))
    path = tmp_path / "desk.duckdb"
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, "add", str(tmp_path), "--record", str(path), "--published", "2022-03-06"],
        capture_output=True, text=True, check=False, env=_environment(),
    )  # fmt: skip
    assert done.returncode == 130, done.stderr
    assert "interrupted; what was coded is kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert signal.SIGINT == 2
    with Record(path) as record:
        assert record.check() == []
        assert len(record.known(_any_run(record))) == 2


def _any_run(record: Record) -> object:
    from regesta.schema import Run

    (row,) = record.fetch(record.rows(Run)).to_pylist()
    return Run(**{**row, "models": tuple(row["models"])})


def test_show_why_tells_what_decided_and_nothing_else(regesta, desk: Path) -> None:  # type: ignore[no-untyped-def]
    first = json.loads(regesta("events", "--record", desk, "--format", "jsonl").out.splitlines()[0])["id"]
    shown = regesta("show", first, "--record", desk, "--why").out
    assert "trigger" in shown and "confidence" in shown
    assert "quad" not in shown
