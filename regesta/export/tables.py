"""Tables as CSV, JSON Lines and Parquet; a whole record as a folder of them.

A list becomes 'a; b' in CSV, a list in JSON Lines and Parquet. A file appears when it is complete.
"""

import csv
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal, TextIO, get_args

import pyarrow as pa

from regesta.errors import RecordError, SettingsError
from regesta.record import queries
from regesta.record.record import Record
from regesta.schema import NOUNS, arrow_schema, table_name

Layout = Literal["csv", "jsonl", "parquet"]
LAYOUTS: Final = get_args(Layout)
QUESTIONS: Final = {
    "timeline": queries.timeline, "events": queries.events, "statements": queries.statements,
    "positions": queries.positions, "actors": queries.actors, "reports": queries.reports,
}  # fmt: skip


def export(record: Record, layout: Layout, folder: Path) -> list[Path]:
    """Write every table of the record, current rows only, and the answer to every question into the folder.

    One file a table (`event.csv`) and a question (`timeline.csv`). Returns the files written.
    """
    if layout not in LAYOUTS:
        raise SettingsError(f"layout: expected one of {', '.join(LAYOUTS)}; got {layout!r}")
    files = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for noun in NOUNS:
            rows = record.fetch(record.current(noun)).cast(arrow_schema(noun))  # with help and units
            files.append(write(rows, layout, folder / f"{table_name(noun)}.{layout}"))
        for name, question in QUESTIONS.items():
            files.append(write(record.fetch(question(record)), layout, folder / f"{name}.{layout}"))
    except OSError as error:
        raise RecordError(f"{error.filename or folder}: {error.strerror or error}") from error
    return files


def write(table: pa.Table, layout: Layout, path: Path) -> Path:
    """Write one table; a file of that name is replaced, in one step."""
    with _whole(path) as unfinished:
        if layout == "parquet":
            import pyarrow.parquet as pq  # not needed to answer a question

            pq.write_table(table, unfinished)
        else:
            with unfinished.open("w", encoding="utf-8", newline="") as stream:
                (write_csv if layout == "csv" else write_jsonl)(table, stream)
    return path


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_csv(table: pa.Table, stream: TextIO) -> None:
    """RFC 4180 with a header; an empty cell is a missing value."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.column_names)
    for batch in table.to_batches(max_chunksize=1000):
        writer.writerows([_as_text(v) for v in row.values()] for row in batch.to_pylist())


def write_jsonl(table: pa.Table, stream: TextIO) -> None:
    """One JSON object a row; dates in ISO 8601."""
    for batch in table.to_batches(max_chunksize=1000):
        for row in batch.to_pylist():
            stream.write(json.dumps(row, ensure_ascii=False, default=_as_json) + "\n")


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(_as_text(v) for v in value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _as_json(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"cannot be written as JSON: {type(value).__name__}")
