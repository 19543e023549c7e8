"""The actors of a record as a list that `regesta actors import` reads again."""

import csv
from collections import defaultdict
from typing import TextIO

from ibis import _

from regesta.record import queries
from regesta.record.corrections import group_ids, office_value, verdicts_on_offices
from regesta.record.record import Record
from regesta.schema import Entry, Mention, Office

COLUMNS = ("name", "aliases", "kind", "country", "sectors", "title", "first_day", "last_day")


def write_actors(record: Record, stream: TextIO) -> int:
    """Write one line for each actor that reports call by a name and each office of it, then the imported lists.

    Aliases are the names that reports use. Actors and offices that a user refused are left out. Returns the lines.
    """
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    lines = [*_of_reports(record), *_of_lists(record)]
    writer.writerows(lines)
    return len(lines)


def _of_reports(record: Record) -> list[dict[str, str]]:
    named = record.current(Mention).filter(_["form"] == "name", _["entity"].notnull()).select("entity", "exact")
    names: dict[str, set[str]] = defaultdict(set)
    for row in record.fetch(named.distinct()).to_pylist():
        names[row["entity"]].add(" ".join(row["exact"].split()))
    offices: dict[str, dict[tuple[str, str, str], dict[str, str]]] = defaultdict(dict)
    for row in record.fetch(record.current(Office)).to_pylist():
        days = (str(row["first_day"] or ""), str(row["last_day"] or ""))
        offices[row["entity"]][(office_value(row), *days)] = {
            "title": row["title"], "country": row["country"] or "", "sectors": ";".join(row["sectors"]),
            "first_day": days[0], "last_day": days[1],
        }  # fmt: skip
    verdicts = verdicts_on_offices(record)
    lines = []
    for actor in record.fetch(queries.actors(record)).to_pylist():
        ids = group_ids(record, actor["id"])
        called = {name for i in ids for name in names.get(i, ())}
        if not called or actor["kind"] == "country":
            continue
        called = {name for name in called if actor["name"] not in name}  # 'Foreign Minister Wang Yi' is no other name
        line = {"name": actor["name"], "aliases": ";".join(sorted(called)), "kind": actor["kind"],
                "country": actor["country"] or "", "sectors": ";".join(actor["sectors"])}  # fmt: skip
        held = {key: office for i in ids for key, office in offices.get(i, {}).items()}
        held = {key: office for key, office in held.items() if verdicts.get((actor["id"], key[0])) != "no"}
        lines += [{**line, **office} for _key, office in sorted(held.items())] or [line]
    return lines


def _of_lists(record: Record) -> list[dict[str, str]]:
    rows = record.fetch(record.current(Entry).order_by("list_name", "line", "id")).to_pylist()
    return [
        {"name": row["name"], "aliases": ";".join(row["aliases"]), "kind": row["kind"], "country": row["country"] or "",
         "sectors": ";".join(row["sectors"]), "title": row["title"] or "", "first_day": str(row["first_day"] or ""),
         "last_day": str(row["last_day"] or "")}
        for row in rows
    ]  # fmt: skip
