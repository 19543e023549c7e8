"""What all commands share: the record that they are asked about, results on stdout, talk on stderr."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Final

import typer

from regesta.errors import RecordError, RegestaError

RECORD: Final = Path("regesta.duckdb")
RecordFile = Annotated[Path, typer.Option("--record", help="The record: a DuckDB file.", metavar="FILE")]


@contextmanager
def results() -> Iterator[None]:
    """Printing to standard output; a reader that has seen enough (`regesta timeline | head`) is no error."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _print_no_more()
        raise typer.Exit(0) from None
    except OSError as error:
        _print_no_more()
        raise RegestaError(f"standard output: {error.strerror}") from error


def _print_no_more() -> None:
    """What is left would fail again when the program ends."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(message: str) -> None:
    """Talk to the user, beside the result."""
    print(message, file=sys.stderr)


def must_exist(record: Path) -> None:
    """Raises RecordError where a command would otherwise make an empty record."""
    if not record.exists():
        raise RecordError(f"{record}: there is no such record")
