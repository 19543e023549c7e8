"""The record: every row that was ever coded, in one DuckDB file. The only module that knows engines.

    with Record("desk.duckdb") as record:
        record.add(code(reports), run)
        record.fetch(queries.timeline(record))

A record only grows. Each row carries its run, and the row of a report is written after all others that were read
from it; the current views join on the newest run of each report. So half-written work is never seen, whatever
stopped the process, and coding a report again with other models supersedes its rows without touching them.
"""

import datetime as dt
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol, Self

import duckdb
import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from regesta.errors import RecordError, RecordLocked, RecordTooNew
from regesta.record.check import Finding, findings
from regesta.record.duplicates import signature
from regesta.schema import (
    NOUNS,
    SCHEMA_VERSION,
    Correction,
    Entry,
    Event,
    Link,
    LinkKind,
    Member,
    Position,
    Problem,
    Report,
    Run,
    Statement,
    Verdict,
    arrow_schema,
    content_id,
    table_name,
)

REPORTS_A_COMMIT: Final = 64
SECONDS_A_COMMIT: Final = 5.0  # a killed process loses no more than this much work
LINKING: Final = "linking"  # code book of a run that ties rows together rather than reads reports
FROM_REPORTS: Final = tuple(n for n in NOUNS if any(f.name == "report" for f in fields(n)) and n is not Problem)
_META: Final = "regesta"  # one row: the version of the tables


class Bundle(Protocol):
    """All that one report says. `Coded` is one; a record needs no more of it than this."""

    @property
    def report(self) -> Report:
        """The report itself."""

    def rows(self) -> Mapping[type, Sequence[Any]]:
        """The rows of each noun that were read from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one `Record.add` took in; `already_there` are reports that the same coder had coded before."""

    reports: int = 0
    statements: int = 0
    events: int = 0
    positions: int = 0
    problems: int = 0
    already_there: int = 0


class Record:
    """A record on disk. Reading needs no lock; one process at a time may write.

    `url` is the path of a DuckDB file, made when it is missing unless `read_only`. Raises RecordLocked while
    another process holds the file, RecordTooNew for one that a newer Regesta wrote, RecordError for anything
    that is not a record.
    """

    def __init__(self, url: str | Path, *, read_only: bool = False) -> None:
        if "://" in str(url):
            raise RecordError(f"{url}: a record is a DuckDB file; give its path")
        self.path: Final = Path(url)
        self.read_only: Final = read_only
        self._open()

    def _open(self) -> None:
        if why := _is_no_record(self.path):
            raise RecordError(f"{self.path}: {why}")
        is_new = not self.path.exists()
        if is_new and self.read_only:
            raise RecordError(
                f"{self.path}: there is no such record; `regesta add PATH --record {self.path}` makes one"
            )
        with _explained(self.path):
            self._con = duckdb.connect(str(self.path), read_only=self.read_only)
            try:
                self._ibis = ibis.duckdb.from_connection(self._con)
                if is_new:
                    self._create()
                self._check_version()
            except BaseException:
                self._con.close()
                raise

    def _check_version(self) -> None:
        columns = "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE NOT internal GROUP BY table_name"
        known: dict[str, list[str]] = dict(self._con.execute(columns).fetchall())
        if not known and not self.read_only:
            self._create()  # the process was killed between making the file and filling it
        elif _META not in known:
            raise RecordError(f"{self.path}: this is a DuckDB file, but not a record of Regesta")
        else:
            self._add_missing(known)
        ((version,),) = self._con.execute(f"SELECT max(schema_version) FROM {_META}").fetchall()
        if version is None or version > SCHEMA_VERSION:
            raise RecordTooNew(
                f"{self.path}: written by a newer Regesta (tables of version {version}); "
                f"this one knows version {SCHEMA_VERSION}: install the newer one"
            )

    def _create(self) -> None:
        """All tables and views at once, so that a record is never half made."""
        with self._transaction():
            self._create_tables(NOUNS)
            self._con.execute(f"CREATE TABLE {_META} AS SELECT {SCHEMA_VERSION} AS schema_version")

    def _add_missing(self, known: Mapping[str, Sequence[str]]) -> None:
        """Tables, and columns that may be empty, that came after the record was made."""
        nouns = [noun for noun in NOUNS if table_name(noun) not in known]
        lacking = [
            (table_name(noun), column)
            for noun in NOUNS if noun not in nouns
            for column in arrow_schema(noun) if column.name not in known[table_name(noun)]
        ]  # fmt: skip
        for table, column in lacking:
            if not column.nullable:
                raise RecordError(
                    f"{self.path}: made by an older Regesta, without the column {column.name} of the table {table}; "
                    "add the reports to a new record"
                )
        if (nouns or lacking) and self.read_only:
            raise RecordError(
                f"{self.path}: made by an older Regesta; "
                f"`regesta link --record {self.path}` makes it ready for this one"
            )
        if nouns or lacking:
            with self._transaction():
                for table, column in lacking:
                    self._con.register("incoming", pa.schema([column]).empty_table())
                    ((kind,),) = self._con.execute("SELECT column_type FROM (DESCRIBE incoming)").fetchall()
                    self._con.unregister("incoming")
                    self._con.execute(f'ALTER TABLE "{table}" ADD COLUMN "{column.name}" {kind}')
                self._create_tables(nouns)

    def _create_tables(self, nouns: Sequence[type]) -> None:
        for noun in nouns:
            self._con.register("incoming", arrow_schema(noun).empty_table())
            self._con.execute(f'CREATE TABLE "{table_name(noun)}" AS SELECT * FROM incoming')
            self._con.unregister("incoming")
        for name, view in _views(self).items():
            self._con.execute(f'CREATE OR REPLACE VIEW "{name}" AS {self._ibis.compile(view)}')

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back to other processes."""
        self._con.close()

    # Reading

    def rows(self, noun: type) -> ir.Table:
        """Every row of the noun that was ever written, seen or not."""
        return self._table(noun, table_name(noun))

    def current(self, noun: type) -> ir.Table:
        """The rows of the noun that hold now: of the newest coding of each report, of the newest linking."""
        return self._table(noun, f"current_{table_name(noun)}")

    def _table(self, noun: type, name: str) -> ir.Table:
        """The table or view, from the schema that we know, without asking the engine for it."""
        types = ibis.Schema.from_pyarrow(arrow_schema(noun)).items()
        schema = ibis.Schema({column: of.copy(nullable=True) for column, of in types})  # joins and unions mix both
        return ops.DatabaseTable(name, schema=schema, source=self._ibis, namespace=ops.Namespace()).to_expr()

    def fetch(self, query: ir.Table) -> pa.Table:
        """The rows that the expression gives, as an Arrow table."""
        with _explained(self.path):
            return self._con.sql(self._ibis.compile(query)).to_arrow_table()

    def known(self, run: Run) -> set[str]:
        """Ids of the reports whose newest coding was by the same version, code book, models and settings.

        A report whose coding failed is not among them: it is tried again.
        """
        same = (
            self.rows(Run)
            .filter(_["version"] == run.version, _["codebook"] == run.codebook, _["settings"] == run.settings)
            .select(by="id", models="models")
        )
        failed = self.current(Problem).filter(_["kind"] == "failed", _["report"].notnull())
        coded = self.current(Report).select("id", "run").anti_join(failed, [("id", "report")])
        found = self.fetch(coded.inner_join(same, [("run", "by")]).select("id", "models"))
        return {row["id"] for row in found.to_pylist() if tuple(row["models"]) == run.models}

    def entries(self) -> tuple[Entry, ...]:
        """The user's own lists of actors, as `Settings.actors` takes them."""
        rows = self.fetch(self.current(Entry).order_by("list_name", "line", "id")).to_pylist()
        return tuple(Entry(**row | {c: tuple(row[c]) for c in ("aliases", "sectors")}) for row in rows)

    def check(self) -> list[Finding]:
        """What is wrong with the record: spans, references, codes and dates. Empty when it is sound."""
        return list(findings(self))

    # Writing

    def add(
        self,
        bundles: Iterable[Bundle | Problem],
        run: Run,
        *,
        tell: Callable[[Added], None] | None = None,
    ) -> Added:
        """Append what was coded; the row of each report last. Reports already coded by an equal run are left out.

        Problems are those of reading: a source without a report that the record notes already is not noted again.
        `tell` hears the counts after every report. When the iterable raises, or the user interrupts, what came before
        is kept and the error goes on its way.
        """
        known, noted = self.known(run), self._noted()
        is_new = not self._has_run(run.id)
        added = Added()
        waiting: dict[type, list[Any]] = {}
        since = time.monotonic()
        try:
            for bundle in bundles:
                if isinstance(bundle, Problem):
                    if bundle.id not in noted:
                        noted.add(bundle.id)
                        waiting.setdefault(Problem, []).append(bundle)
                    added = replace(added, problems=added.problems + 1)
                elif bundle.report.id in known:
                    added = replace(added, already_there=added.already_there + 1)
                else:
                    known.add(bundle.report.id)
                    added = _take(waiting, bundle, added)
                if waiting and is_new:
                    waiting[Run], is_new = [run], False
                if tell:
                    tell(added)
                if len(waiting.get(Report, ())) >= REPORTS_A_COMMIT or time.monotonic() - since > SECONDS_A_COMMIT:
                    rows, waiting = waiting, {}
                    self._write(rows, run.id)
                    since = time.monotonic()
        finally:
            self._write(waiting, run.id)
        return added

    def judge(self, kind: LinkKind, left: str, right: str, verdict: Verdict, *, by: str, at: dt.datetime) -> Link:
        """Keep a reviewer's word that two rows are the same, or are not. It outlives coding and linking anew."""
        left, right = min(left, right), max(left, right)
        link = Link(
            id=content_id("link", kind, left, right),
            kind=kind,
            left=left,
            right=right,
            score=float(verdict != "no"),
            verdict=verdict,
            by=by,
            at=at,
        )
        self._write({Link: [link]}, "")
        return link

    def keep(self, corrections: Sequence[Correction] = (), *, entries: Sequence[Entry] = ()) -> None:
        """Keep a reviewer's corrections, or a list of actors in the place of the older list of that name."""
        self._write({Correction: corrections, Entry: entries}, "")

    def keep_links(self, links: Sequence[Link], members: Sequence[Member], run: Run) -> None:
        """Take in a linking as a whole: it replaces the one before in the current views."""
        with self._transaction():
            self._insert(Link, links, run.id)
            self._insert(Member, members, run.id)
            self._insert(Run, [run], run.id)

    def _noted(self) -> set[str]:
        """Ids of the problems that the record shows already, of sources that gave no report."""
        problems = self.current(Problem)
        return set(self.fetch(problems.filter(problems["report"].isnull()).select("id")).column("id").to_pylist())

    def _has_run(self, run_id: str) -> bool:
        runs = self.rows(Run)
        return bool(self.fetch(runs.filter(runs["id"] == run_id)).num_rows)

    def _write(self, rows: Mapping[type, Sequence[Any]], run_id: str) -> None:
        """One transaction; the rows of reports last, so that it is safe on engines without one."""
        if not any(rows.values()):
            return
        with self._transaction():
            for noun in NOUNS:
                if noun is not Report and rows.get(noun):
                    self._insert(noun, rows[noun], run_id)
            if rows.get(Report):
                self._insert(Report, rows[Report], run_id)

    def _insert(self, noun: type, rows: Sequence[Any], run_id: str) -> None:
        if not rows:
            return
        self._con.register("incoming", as_arrow(noun, rows, run_id))
        try:
            self._con.execute(f'INSERT INTO "{table_name(noun)}" BY NAME SELECT * FROM incoming')
        finally:
            self._con.unregister("incoming")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self.read_only:
            raise RecordError(f"{self.path}: the record was opened for reading only")
        with _explained(self.path):
            self._con.begin()
            try:
                yield
                self._con.commit()
            except BaseException:
                with suppress(duckdb.Error):  # a full disk may have closed the database already
                    self._con.rollback()
                raise

    # Taking out

    def forget(self, report: str) -> int:
        """Take a report and all that was read from it out of the file, in every run. Returns the rows taken out.

        For legal take-downs: the file is rewritten, so that the words are not left in its free space.
        """
        of_report = [n for n in NOUNS if n in FROM_REPORTS or n is Problem]
        gone = 0
        with self._transaction():
            ids = " UNION ALL ".join(
                f"SELECT id FROM \"{table_name(n)}\" WHERE report = '{_hex(report)}'"
                for n in (Event, Statement, Position)
            )
            both = f"(SELECT '{_hex(report)}' AS id UNION ALL {ids})"
            steps = [
                f'DELETE FROM "link" WHERE "left" IN {both} OR "right" IN {both}',
                f'DELETE FROM "member" WHERE id IN {both}',
            ]
            steps += [f"DELETE FROM \"{table_name(n)}\" WHERE report = '{_hex(report)}'" for n in of_report]
            steps += [f"DELETE FROM \"report\" WHERE id = '{_hex(report)}'"]
            for step in steps:
                ((n,),) = self._con.execute(step).fetchall()
                gone += n
        if gone:
            self._rewrite(lambda noun: f'SELECT * FROM "{table_name(noun)}"')
        return gone

    def compact(self) -> int:
        """Rewrite the file with the current rows only. Returns the rows left out: superseded or half-written ones."""
        before = self._count_rows()
        self._rewrite(lambda noun: f'SELECT * FROM "current_{table_name(noun)}"')
        return before - self._count_rows()

    def _count_rows(self) -> int:
        counts = (self._con.execute(f'SELECT count(*) FROM "{table_name(n)}"').fetchall() for n in NOUNS)
        return sum(n for ((n,),) in counts)

    def _rewrite(self, select: Callable[[type], str]) -> None:
        """Write a second file and put it in the place of the first in one step."""
        fresh = self.path.with_name(self.path.name + ".new")
        for stale in (fresh, fresh.with_name(fresh.name + ".wal")):
            stale.unlink(missing_ok=True)
        with Record(fresh):
            pass
        with _explained(self.path):
            try:
                self._con.execute(f"ATTACH '{str(fresh).replace(chr(39), chr(39) * 2)}' AS fresh")
                for noun in NOUNS:
                    self._con.execute(f'INSERT INTO fresh."{table_name(noun)}" BY NAME {select(noun)}')
                self._con.execute("CHECKPOINT fresh")
                self._con.execute("DETACH fresh")
                self._con.execute("CHECKPOINT")
            except BaseException:
                fresh.unlink(missing_ok=True)
                raise
        self._con.close()
        fresh.replace(self.path)
        self._open()


def as_arrow(noun: type, rows: Sequence[Any], run_id: str) -> pa.Table:
    """Dataclass rows as an Arrow table, written by that run."""
    schema = arrow_schema(noun)
    columns = []
    for column in schema:
        keep = column.name != "run" or not run_id
        values = list(map(attrgetter(column.name), rows)) if keep else [run_id] * len(rows)
        columns.append(pa.array(values, type=column.type))
    return pa.Table.from_arrays(columns, schema=schema)


def _take(waiting: dict[type, list[Any]], bundle: Bundle, added: Added) -> Added:
    """Put a bundle's rows with those that wait to be written."""
    rows = {noun: found for noun, found in bundle.rows().items() if noun is not Report}
    for noun, found in rows.items():
        waiting.setdefault(noun, []).extend(found)
    report = bundle.report
    waiting.setdefault(Report, []).append(replace(report, signature=report.signature or signature(report.text)))
    return Added(
        reports=added.reports + 1,
        statements=added.statements + len(rows.get(Statement, ())),
        events=added.events + len(rows.get(Event, ())),
        positions=added.positions + len(rows.get(Position, ())),
        problems=added.problems + len(rows.get(Problem, ())),
        already_there=added.already_there,
    )


def _views(record: Record) -> dict[str, ir.Table]:
    """One view for each noun, that shows the rows that hold now."""
    runs = record.rows(Run)
    coded = record.rows(Report).select(report="id", run="run")
    newest = _newest(coded.inner_join(runs.select(by="id", started="started"), [("run", "by")]), "report")
    newest = newest.select(of="report", by="run")
    linking = (
        runs.filter(runs["codebook"] == LINKING)
        .order_by(ibis.desc("started"), ibis.desc("id"))
        .limit(1)
        .select(by="id")
    )

    views: dict[str, ir.Table] = {"current_run": runs}
    for noun in (*FROM_REPORTS, Report):
        rows = record.rows(noun)
        key = "id" if noun is Report else "report"
        views[f"current_{table_name(noun)}"] = rows.semi_join(newest, [(key, "of"), ("run", "by")])

    problems = record.rows(Problem)
    dated = problems.inner_join(runs.select(by="id", started="started"), [("run", "by")])
    of_sources = _newest(dated.filter(_["report"].isnull()), "id").select(*problems.columns)
    of_reports = problems.semi_join(newest, [("report", "of"), ("run", "by")])
    views["current_problem"] = of_sources.union(of_reports)

    links = record.rows(Link)
    auto = links.filter(links["verdict"] == "auto").semi_join(linking, [("run", "by")])
    judged = links.filter(links["verdict"] != "auto")
    latest = ibis.row_number().over(group_by="id", order_by=[ibis.desc("at"), ibis.desc("verdict")])
    views["current_link"] = auto.union(judged.mutate(nth=latest).filter(_["nth"] == 0).drop("nth"))
    corrections = record.rows(Correction).mutate(nth=latest)
    views["current_correction"] = corrections.filter(_["nth"] == 0).drop("nth")
    entries = record.rows(Entry)
    imported = entries.group_by(of="list_name").agg(newest=_["at"].max())
    views["current_entry"] = entries.semi_join(imported, [("list_name", "of"), ("at", "newest")])
    members = record.rows(Member)
    views["current_member"] = members.semi_join(linking, [("run", "by")])
    return views


def _newest(rows: ir.Table, key: str) -> ir.Table:
    """For each key the row of the run that began last."""
    nth = ibis.row_number().over(group_by=key, order_by=[ibis.desc("started"), ibis.desc("run")])
    return rows.mutate(nth=nth).filter(_["nth"] == 0)


def _hex(key: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{16}", key):
        raise RecordError(f"not the id of a report (16 hex digits): {key!r}")
    return key


def _is_no_record(path: Path) -> str | None:
    """Why the path cannot be a record; None when it may be one.

    DuckDB itself would open a CSV file as a database in memory, and all that is written would be lost.
    """
    if path.is_dir():
        return "this is a folder; a record is a DuckDB file"
    if not path.exists():
        return None if path.absolute().parent.is_dir() else f"there is no folder {path.parent}"
    try:
        with path.open("rb") as stream:
            head = stream.read(12)
    except OSError as error:
        return str(error.strerror)
    return "this file is not a record of Regesta" if head and head[8:] != b"DUCK" else None


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Errors of the engine as errors of the record, in words that say what to do."""
    try:
        yield
    except duckdb.Error as error:
        raise _as_record_error(path, str(error)) from error
    except OSError as error:
        raise RecordError(f"{path}: {error.strerror or error}") from error


def _as_record_error(path: Path, message: str) -> RecordError:
    if "lock on file" in message:
        found = re.search(r"PID (\d+)", message)
        who = f"another process ({found.group(1)})" if found else "another process"
        return RecordLocked(f"{path}: {who} is writing to this record; try again when it has finished")
    if "different configuration" in message:
        return RecordLocked(f"{path}: this process has the record open already")
    if "not a valid DuckDB" in message:
        return RecordError(f"{path}: this file is not a record of Regesta")
    if "version number" in message:
        return RecordTooNew(f"{path}: written by a newer DuckDB than the one installed; update duckdb")
    if "No space left" in message or "File too large" in message or "Could not write" in message:
        return RecordError(
            f"{path}: the disk is full; what was written before is kept. Free some space and run it again"
        )
    if "Could not read enough bytes" in message or "checksum" in message.lower():
        return RecordError(f"{path}: the file is damaged or cut short; take a copy of it from before")
    return RecordError(f"{path}: {message.splitlines()[0]}")
