"""Answers laid out for a terminal: one function a question, each fits the width that it is given.

A narrow terminal gets two lines a row (what, then the words), a wide one a column for each.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import Any, Final, TextIO

import pyarrow as pa
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

WIDE: Final = 130  # columns; from here on words have a column of their own
SHORT_ID: Final = 8  # digits of an id on the screen; `show` takes them
_STATUS_COLOUR: Final = {"happened": "green", "denied": "red", "alleged": "yellow", "planned": "cyan",
                         "hypothetical": "magenta", "did not happen": "red"}  # fmt: skip
_CHANGE_COLOUR: Final = {"changed": "bold red", "reiterated": "cyan"}

_ABOUT: Final = 3  # days; a shorter interval before publication is shown as '~' and its last day

Row = Mapping[str, Any]
Columns = tuple[tuple[str, dict[str, Any]], ...]


def show(name: str, table: pa.Table, console: Console) -> None:
    """Print the answer to the question of that name."""
    columns, lay_out = _LAYOUTS[name]
    wide = console.width >= WIDE
    has_words = any(header == "words" for header, _ in columns)
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=wide, show_edge=False, collapse_padding=True)
    for header, options in columns:
        if header != "words" or wide:
            grid.add_column(header, **options)
    for row in table.to_pylist():
        cells, words = lay_out(row)
        if wide:
            grid.add_row(*([*cells[:-1], words, cells[-1]] if has_words else cells))
        else:
            middle = _middle(columns)
            stacked = Text("\n").join([t for t in (_text(cells[middle]), words) if t.plain])
            grid.add_row(*cells[:middle], stacked, *cells[middle + 1 :])
    console.print(grid)


def write_markdown(name: str, table: pa.Table, stream: TextIO) -> None:
    """The same answer as a table in GitHub's Markdown."""
    columns, lay_out = _LAYOUTS[name]
    headers = [header for header, _ in columns]
    stream.write("| " + " | ".join(headers) + " |\n" + "|" + "---|" * len(headers) + "\n")
    for row in table.to_pylist():
        cells, words = lay_out(row)
        shown = [*cells[:-1], words, cells[-1]] if "words" in headers else cells
        plain = (_text(cell).plain.replace("|", "\\|").replace("\n", " ") for cell in shown)
        stream.write("| " + " | ".join(plain) + " |\n")


def show_row(fields: Iterable[tuple[str, str, str]], console: Console, *, title: str) -> None:
    """Print one row of the record: each field, its value, and the words behind it."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title=escape(title), title_justify="left")
    grid.add_column("field", style="bold", no_wrap=True)
    grid.add_column("value", overflow="fold")
    grid.add_column("words", overflow="fold", style="dim")
    for name, value, words in fields:
        grid.add_row(escape(name), escape(value), escape(words))
    console.print(grid)


def interval(row: Row) -> str:
    """'2022-03-05', '2022-03-01 – 03-07', 'until 2022-03-05', '?'; with '~' where only publication dates it."""
    first, last = row.get("earliest"), row.get("latest")
    if first is None and last is None:
        return "?"
    about = "~" if row.get("date_basis") == "publication" else ""
    if first == last or (about and first and last and (last - first).days <= _ABOUT):
        return f"{about}{last}"
    if first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{about}{first.year}" if first.year == last.year else f"{about}{first.year} – {last.year}"
    if first and last and first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        same = (first.year, first.month) == (last.year, last.month)
        return f"{about}{first:%Y-%m}" + ("" if same else f" – {last:%Y-%m}")
    if first and last:
        shown = f"{last:%m-%d}" if first.year == last.year else f"{last}"
        return f"{about}{first} – {shown}"
    return f"from {about}{first}" if first else f"until {about}{last}"


def _dated(row: Row) -> Text:
    """The interval; below it what it rests on, and after a question for some days whether it fits for certain."""
    basis = "published" if row["date_basis"] == "publication" else row["date_basis"]
    sure = ": ".join(filter(None, (row["match"], basis)))
    return Text(interval(row)).append(f"\n{sure}" if sure else "", style="dim")


def excerpt(words: str | None, around: str | None = None, *, length: int = 160) -> str:
    """At most `length` characters of the words, on one line, with those in `around` among them."""
    line = " ".join((words or "").split())
    if len(line) <= length:
        return line
    at = line.find(around) if around else 0
    start = max(0, min(at - length // 3, len(line) - length)) if at > 0 else 0
    piece = line[start : start + length]
    if start:
        piece = piece[piece.find(" ") + 1 :]
    if start + length < len(line):
        piece = piece[: piece.rfind(" ")]
    return ("… " if start else "") + piece + (" …" if start + length < len(line) else "")


def _middle(columns: Columns) -> int:
    return next(i for i, (header, _) in enumerate(columns) if header == "what")


def _text(cell: Any) -> Text:
    return cell if isinstance(cell, Text) else Text(str(cell))


def _list(values: list[str] | None) -> str:
    return ", ".join(values or ())


def _plural(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _type(row: Row) -> str:
    return f"{row['type']}/{row['mode']}" if row["mode"] else str(row["type"])


def _parties(row: Row) -> str:
    actors, recipients = _list(row["actors"]) or "?", _list(row["recipients"])
    return f"{actors} → {recipients}" if recipients else actors


def _what_happened(row: Row, statuses: list[str]) -> Text:
    what = Text()
    for i, status in enumerate(statuses):
        what.append((", " if i else "") + status, style=_STATUS_COLOUR.get(status, ""))
    what.append(f" {_type(row)}", style="bold")
    what.append(f"  {_parties(row)}")
    if row["place"]:
        what.append(f"  in {row['place']}")
    if row["claimed_by"]:
        how = "denied by" if row["status"] == "denied" else "according to"
        what.append(f"  {how} {_list(row['claimed_by'])}", style="dim")
    if row["background"]:
        what.append("  background", style="dim italic")
    return what


def _said(words: str) -> Text:
    quoted = words.startswith(("“", '"', "‘", "'", "«", "„")) or not words
    return Text(words if quoted else f"“{words}”", style="dim")


def _event_line(row: Row) -> tuple[list[Any], Text]:
    what = _what_happened(row, row["statuses"])
    cells = [_dated(row), what, str(row["n_reports"]), row["id"][:SHORT_ID]]
    return cells, _said(excerpt(row["words"], row["trigger"]))


def _telling(row: Row) -> tuple[list[Any], Text]:
    what = _what_happened(row, [row["status"]]).append(_from(row))
    return [_dated(row), what, row["id"][:SHORT_ID]], _said(excerpt(row["words"], row["trigger"]))


def _statement(row: Row) -> tuple[list[Any], Text]:
    what = Text(_list(row["speakers"]) or excerpt(row["source"], length=60) or "?", style="bold")
    what.append(f" {_third_person(row['act'])}", style="cyan")
    if row["addressees"]:
        what.append(f" → {_list(row['addressees'])}", style="")
    for label in ("via", "channel"):
        if row[label]:
            what.append(f"  [{label} {excerpt(row[label], length=60)}]", style="dim")
    what.append(_from(row))
    return [_dated(row), what, row["id"][:SHORT_ID]], _said(excerpt(row["words"], length=200))


def _from(row: Row) -> Text:
    return Text(f"  · {row['publisher']}" if row["publisher"] else "", style="dim")


def _third_person(act: str) -> str:
    """'deny' -> 'denies'."""
    if act.endswith("y") and act[-2:-1] not in "aeiou":
        return act[:-1] + "ies"
    return act + ("es" if act.endswith(("s", "sh", "ch", "x")) else "s")


def _position(row: Row) -> tuple[list[Any], Text]:
    of_verb = ":" if row["issue"].startswith("to ") else ""  # 'calls for: to resume the talks'
    what = Text(f"{row['stance']}{of_verb} ", style="bold")
    what.append(excerpt(row["issue"], length=140))
    change = Text(row["change"], style=_CHANGE_COLOUR.get(row["change"], "dim"))
    if row["change"] == "changed":
        change.append(f" (was: {row['previous']})", style="")
    party = f"{row['name']} ({row['country']})" if row["country"] and row["kind"] != "country" else row["name"]
    cells = [party, what, str(row["day"] or "?"), change, row["id"][:SHORT_ID]]
    return cells, Text("")


def _actor(row: Row) -> tuple[list[Any], Text]:
    counts = [str(row[n]) for n in ("n_events", "n_statements", "n_reports")]
    kind = " · ".join(filter(None, (row["kind"], _list(row["sectors"]))))
    seen = "\n– ".join(str(day) for day in dict.fromkeys((row["first_seen"], row["last_seen"])) if day)
    cells = [Text(row["name"], style="bold"), row["country"] or "", *counts, seen or "?", row["id"][:SHORT_ID]]
    return cells, Text(kind, style="dim")


def _report(row: Row) -> tuple[list[Any], Text]:
    what = Text(excerpt(row["title"], length=90), style="bold")
    if row["n_copies"] > 1:
        what.append(f"  one of {row['n_copies']} near copies", style="cyan")
    if row["n_problems"]:
        what.append(f"  {_plural(row['n_problems'], 'problem')}", style="yellow")
    where = " · ".join(filter(None, (row["publisher"], PurePath(row["source"]).name)))
    counts = [str(row[n]) for n in ("n_events", "n_statements", "n_positions")]
    return [str(row["published"] or "?"), what, *counts, row["id"][:SHORT_ID]], Text(where, style="dim")


_NARROW: Final = {"no_wrap": True}
_NUMBER: Final = {"no_wrap": True, "justify": "right"}
_WORDS: Final = {"ratio": 4, "overflow": "fold"}
_WHAT: Final = {"ratio": 3, "overflow": "fold"}

_DATED: Final[Columns] = (("date", _NARROW), ("what", _WHAT), ("words", _WORDS), ("id", _NARROW))
_EVENTS: Final[Columns] = (*_DATED[:2], ("reports", _NUMBER), *_DATED[2:])
_POSITIONS: Final[Columns] = (("party", {}), ("what", _WHAT), ("day", _NARROW), ("change", {}), ("id", _NARROW))
_COUNTED: Final[Columns] = (("events", _NUMBER), ("said", _NUMBER))
_ACTORS: Final[Columns] = (("what", _WHAT), ("country", _NARROW), *_COUNTED, ("reports", _NUMBER), ("seen", _NARROW),
                          *_DATED[2:])  # fmt: skip
_REPORTS: Final[Columns] = (("published", _NARROW), ("what", _WHAT), *_COUNTED, ("wants", _NUMBER), *_DATED[2:])

_LAYOUTS: Final[dict[str, tuple[Columns, Callable[[Row], tuple[list[Any], Text]]]]] = {
    "timeline": (_EVENTS, _event_line),
    "events": (_DATED, _telling),
    "statements": (_DATED, _statement),
    "positions": (_POSITIONS, _position),
    "actors": (_ACTORS, _actor),
    "reports": (_REPORTS, _report),
}
