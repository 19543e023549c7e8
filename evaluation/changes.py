"""What a change gains and loses: the coded lines of the sample reports beside those of the last accepted state.

    python -m evaluation.changes             prints lines gained (+) and lost (-)
    python -m evaluation.changes --accept    makes today's lines the accepted ones

A line is a report, a kind (event, statement, position) and what was coded, without ids, so that it reads in a diff.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from regesta.coding.coded import Cast, Coded, Told
from regesta.coding.pipeline import code
from regesta.reading.reader import read
from regesta.samples import reports_folder
from regesta.schema import Event, Position, Report, Role, Statement
from regesta.settings import Settings

ACCEPTED = Path(__file__).parent / "accepted.txt"


def main() -> None:
    """Print the difference, or accept it."""
    today = sorted(set(lines()))
    if "--accept" in sys.argv:
        ACCEPTED.write_text("\n".join(today) + "\n", "utf-8")
        return
    accepted = set(ACCEPTED.read_text("utf-8").splitlines()) if ACCEPTED.exists() else set()
    for line in sorted(accepted ^ set(today)):
        print(("- " if line in accepted else "+ ") + line)


def lines() -> Iterator[str]:
    """One line for each event, statement and position of the sample reports."""
    reports = [r for r in read([reports_folder()]) if isinstance(r, Report)]
    for coded in code(reports, Settings()):
        name = f"{Path(coded.report.source).name} {coded.report.start_char}"
        yield from (f"{name} event {_event(coded.cast, t)}" for t in coded.events)
        yield from (f"{name} statement {_statement(coded, t)}" for t in coded.statements)
        yield from (f"{name} position {_position(coded.cast, t)}" for t in coded.positions)


def _who(cast: Cast, told: Told[Event] | Told[Statement], role: Role) -> str:
    names = [entity.name if (entity := cast.by_id(p.entity)) else "?" for p in told.who(role)]
    return " + ".join(names) or "–"


def _event(cast: Cast, told: Told[Event]) -> str:
    row = told.row
    sides = f"{_who(cast, told, 'actor')} → {_who(cast, told, 'recipient')}"
    return f"{row.type}/{row.mode or '–'} {row.status}: {sides} [{row.earliest}…{row.latest}]"


def _statement(coded: Coded, told: Told[Statement]) -> str:
    words = " … ".join(coded.report.text[start:end] for start, end in told.spans("content"))
    sides = f"{_who(coded.cast, told, 'speaker')} → {_who(coded.cast, told, 'addressee')}"
    return f"{told.row.act} {sides}: {' '.join(words.split())[:80]}"


def _position(cast: Cast, told: Told[Position]) -> str:
    entity = cast.by_id(told.row.entity)
    return f"{entity.name if entity else '?'} {told.row.stance} {told.row.issue}"


if __name__ == "__main__":
    main()
