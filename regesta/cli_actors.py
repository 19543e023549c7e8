"""`regesta actors` and what hangs under it: the user's own lists, and corrections of who is who."""

import functools
import getpass
import inspect
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from regesta.cli_output import RECORD, RecordFile, must_exist, results, say

if TYPE_CHECKING:
    from regesta.knowledge.dictionaries import Fault
    from regesta.schema import Entry

MOST_FAULTS: Final = 50  # printed one by one

By = Annotated[str | None, typer.Option("--by", help="Who says so; the name of the user unless given.")]
One = Annotated[str, typer.Argument(help="An actor: its name, its id, or the first digits of it.", metavar="A")]
Other = Annotated[str, typer.Argument(help="Another actor.", metavar="B")]
Judged = Annotated[str, typer.Argument(help="Id of an office, or an actor's id or name.", metavar="ID")]


def actors_commands(ask: Callable[..., None]) -> typer.Typer:
    """The group of commands; without a subcommand it answers the question, which `ask` does."""
    app = typer.Typer(
        help="Who takes part, the busiest first; the user's own lists of actors, and corrections.",
        add_completion=False,
        epilog="Example:  regesta actors --record desk.duckdb --since 2022-03 --format md", rich_markup_mode=None,
    )  # fmt: skip

    @functools.wraps(ask)
    def question(ctx: typer.Context, **options: object) -> None:
        if ctx.invoked_subcommand is None:
            ask(**options)

    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    asked = inspect.signature(ask)
    question.__signature__ = asked.replace(  # type: ignore[attr-defined]
        parameters=[context, *asked.parameters.values()]
    )
    question.__annotations__ = {"ctx": typer.Context, **ask.__annotations__}
    app.callback(invoke_without_command=True)(question)
    for name, (command, example) in _COMMANDS.items():
        app.command(name, epilog=f"Example:  regesta actors {name} {example}")(command)
    return app


def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file, or a dictionary of TABARI or PETRARCH.", metavar="FILE")],
    record: RecordFile = RECORD,
) -> None:
    """Keep a list of actors in the record; `add` uses it from then on. A list of the same name is replaced."""
    from regesta.knowledge.lists import read_list
    from regesta.record.record import Record

    entries, faults = read_list(file)
    _warn(faults)
    with Record(record) as rec:
        rec.keep(entries=entries)
    n_names, n_faults = len({e.name for e in entries}), len(faults)
    kept = f"{n_names:,} actor{'s' * (n_names != 1)} of {file.name} kept"
    say(f"{record}: {kept}; {n_faults:,} problem{'s' * (n_faults != 1)}")
    raise typer.Exit(1 if faults else 0)


def read_entries(file: Path) -> "list[Entry]":
    """The entries of a list for one use; what is wrong with it is said."""
    from regesta.knowledge.lists import read_list

    entries, faults = read_list(file)
    _warn(faults)
    return entries


def _warn(faults: "Sequence[Fault]") -> None:
    for fault in faults[:MOST_FAULTS]:
        say(f"problem: {fault}")
    if len(faults) > MOST_FAULTS:
        say(f"… and {len(faults) - MOST_FAULTS:,} more")


def export(record: RecordFile = RECORD) -> None:
    """Print the actors of the record as CSV, in the form that `import` reads; what was refused is left out."""
    from regesta.export.actors import write_actors
    from regesta.record.record import Record

    with Record(record, read_only=True) as rec, results():
        write_actors(rec, sys.stdout)


def merge(one: One, other: Other, record: RecordFile = RECORD, by: By = None) -> None:
    """Make two actors one, shown under the name of the first."""
    from regesta.record import corrections
    from regesta.record.record import Record

    must_exist(record)
    with Record(record) as rec:
        linked = corrections.merge(rec, one, other, by=_by(by))
    say(f"{record}: merged; {linked.all_events:,} events in all")


def split(one: One, other: Other, record: RecordFile = RECORD, by: By = None) -> None:
    """Hold two actors apart that are one, or that might be taken for one."""
    from regesta.record import corrections
    from regesta.record.record import Record

    must_exist(record)
    with Record(record) as rec:
        linked = corrections.split(rec, one, other, by=_by(by))
    say(f"{record}: split; {linked.all_events:,} events in all")


def rename(
    actor: One,
    name: Annotated[str, typer.Argument(help="The name to show.", metavar="NAME")],
    record: RecordFile = RECORD,
    by: By = None,
) -> None:
    """Show an actor under another name."""
    from regesta.record import corrections
    from regesta.record.record import Record

    must_exist(record)
    with Record(record) as rec:
        before = corrections.rename(rec, actor, name, by=_by(by))
    say(f"{record}: {before.name} is shown as {name}")


def confirm(id: Judged, record: RecordFile = RECORD, by: By = None) -> None:
    """Say that an actor, or an office that a report tells of, is so."""
    from regesta.record import corrections
    from regesta.record.record import Record

    must_exist(record)
    with Record(record) as rec:
        what = corrections.judge(rec, id, "yes", by=_by(by))
    say(f"{record}: confirmed: {what}")


def refuse(id: Judged, record: RecordFile = RECORD, by: By = None) -> None:
    """Say that an actor is none, or an office not so: it is shown and exported no more."""
    from regesta.record import corrections
    from regesta.record.record import Record

    must_exist(record)
    with Record(record) as rec:
        what = corrections.judge(rec, id, "no", by=_by(by))
    say(f"{record}: refused: {what}")


_COMMANDS: Final[dict[str, tuple[Callable[..., None], str]]] = {
    "import": (import_, "my-actors.csv --record desk.duckdb"),
    "export": (export, "--record desk.duckdb > actors.csv"),
    "merge": (merge, "'Dmytro Kuleba' 'Dmitro Kuleba' --record desk.duckdb"),
    "split": (split, "'Wang Yi' 'Wang Yi-fan' --record desk.duckdb"),
    "rename": (rename, "'Wang Yi' 'WANG Yi' --record desk.duckdb"),
    "confirm": (confirm, "5e0fcc83 --record desk.duckdb"),
    "refuse": (refuse, "5e0fcc83 --record desk.duckdb"),
}


def _by(by: str | None) -> str:
    try:
        return by or getpass.getuser()
    except (OSError, KeyError):  # no user of that number on this machine
        return "user"
