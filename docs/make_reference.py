"""Write docs/reference from the code: tables, commands, the coding object, code book, errors.

python docs/make_reference.py            writes the pages
python docs/make_reference.py --check    exits 1 when a page is not what the code says
"""

import dataclasses
import inspect
import sys
import tempfile
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import typer

from regesta import errors, schema
from regesta.coding.coding_object import json_schema
from regesta.export.tables import QUESTIONS
from regesta.knowledge.tables import read_table
from regesta.record.answers import column_help
from regesta.record.record import Record

FOLDER = Path(__file__).parent / "reference"
CLOSED_LISTS = ("Form", "EntityKind", "PlaceGrain", "Grain", "Status", "Modality", "Manner", "Role", "DateBasis",
                "Stance", "LinkKind", "Verdict", "CorrectedField", "EntryKind")  # fmt: skip
NOTE = "<!-- Written by docs/make_reference.py from the code; change the code, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """File name -> the page as Markdown."""
    return {
        "tables.md": NOTE + tables(),
        "commands.md": NOTE + commands(),
        "coding-object.md": NOTE + coding_object(),
        "codebook.md": NOTE + codebook(),
        "errors.md": NOTE + error_tree(),
    }


def tables() -> str:
    """The data dictionary: one section a noun."""
    parts = ["# Tables\n\nOne table a noun. Positions count Unicode code points of `report.text`, half-open.\n"]
    for noun in schema.NOUNS:
        parts.append(f"\n## {schema.table_name(noun)}\n\n{inspect.getdoc(noun)}\n\n")
        parts.append("| column | type | unit | meaning |\n|---|---|---|---|\n")
        arrow = schema.arrow_schema(noun)
        for column in dataclasses.fields(noun):
            kind = str(arrow.field(column.name).type).replace("list<element: string>", "list of string")
            empty = ", may be empty" if arrow.field(column.name).nullable else ""
            parts.append(
                f"| `{column.name}` | {kind}{empty} | {column.metadata['unit']} | {column.metadata['help']} |\n"
            )
    parts.extend(_answers())
    parts.append("\n## Closed lists\n\n")
    for name in CLOSED_LISTS:
        words = ", ".join(f"`{word}`" for word in typing.get_args(getattr(schema, name)))
        parts.append(f"- **{name}**: {words}\n")
    return "".join(parts)


def _answers() -> Iterator[str]:
    """The columns of what the questions answer, as `--format csv`, `export` and `regesta.queries` give them."""
    yield "\n# Answers\n\nWhat the questions of the command line, `regesta.queries` and `regesta export` give.\n"
    with tempfile.TemporaryDirectory() as folder, Record(Path(folder) / "empty.duckdb") as record:
        for name, question in QUESTIONS.items():
            answer = question(record)
            summary = (inspect.getdoc(question) or "").splitlines()[0]
            yield f"\n## {name} (answer)\n\n{summary}\n\n| column | type | meaning |\n|---|---|---|\n"
            for column, kind in answer.schema().items():
                yield f"| `{column}` | {str(kind).replace('!', '')} | {column_help(name, column)} |\n"


def commands() -> str:
    """What `regesta COMMAND --help` says, command by command."""
    from regesta.cli import app

    group = typer.main.get_command(app)
    parts = ["# Commands\n\nThe result goes to standard output, the talk to standard error; `-` is standard input.\n"
             "Exit status: 0 done, 1 done with problems, 2 wrong use.\n"]  # fmt: skip
    for name, command in _leaves(group, ()):
        parts.append(f"\n## regesta {name}\n\n{inspect.cleandoc(command.help or '')}\n\n")
        parts.extend(_option(param) for param in command.params if param.name != "help")
        parts.append(f"\n    {(command.epilog or '').removeprefix('Example:').strip()}\n")
    return "".join(parts)


def _leaves(group: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield " ".join((*path, name)), command
            yield from _leaves(command, (*path, name))
        elif not command.hidden:
            yield " ".join((*path, name)), command


def _option(param: click.Parameter) -> str:
    if param.param_type_name == "option":
        names = " ".join(f"`{n}`" for n in param.opts)
    else:
        names = f"`{getattr(param, 'metavar', None) or str(param.name).upper()}`"
    return f"- {names}: {getattr(param, 'help', None) or ''}\n"


def coding_object() -> str:
    """The coding object, field by field, from its JSON Schema."""
    root = json_schema()
    parts = [f"# The coding object\n\n{root['description']} One object a report, printed by `regesta code`; "
             "the schema ships as `regesta/coding/coding_object.schema.json`.\n"]  # fmt: skip
    for name, part in root["properties"].items():
        inner = part.get("items", part)
        if "properties" in inner:
            many = " (a list)" if part.get("type") == "array" else ""
            parts.append(f"\n## {name}{many}\n\n")
            parts.extend(f"- `{field}`: {_kind(value)}\n" for field, value in inner["properties"].items())
    parts.append("\n## Parts used in several places\n\n")
    for name, part in root["$defs"].items():
        fields = ", ".join(f"`{f}`: {_kind(v)}" for f, v in part.get("properties", {}).items()) or _kind(part)
        parts.append(f"- **{name}**: {fields}\n")
    return "".join(parts)


def _kind(part: dict[str, Any]) -> str:
    if "anyOf" in part:
        return " or ".join(_kind(p) for p in part["anyOf"])
    if "$ref" in part:
        return f"**{part['$ref'].rsplit('/', 1)[-1]}**"
    if "enum" in part:
        return "one of " + ", ".join(f"`{'null' if v is None else v}`" for v in part["enum"])
    if part.get("pattern"):
        return "id"
    if part.get("format"):
        return str(part["format"])
    if part.get("type") == "array":
        return f"list of {_kind(part['items'])}"
    if part.get("type") == "object":
        return "{" + ", ".join(part.get("properties", {})) + "}"
    kinds = part.get("type", part.get("const", ""))
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)


def codebook() -> str:
    """Types, modes and contexts of PLOVER as Regesta uses them."""
    parts = ["# Code book\n\nPLOVER 2.0 as Regesta uses it; where the manual contradicts itself, see "
             "[the decision](../decisions/0002-plover-2-as-the-code-book.md).\n\n"]  # fmt: skip
    for name, title in (("plover_types", "Types"), ("plover_modes", "Modes"), ("plover_contexts", "Contexts")):
        rows = read_table(name)
        columns = list(rows[0])
        parts.append(f"## {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n")
        parts.extend(f"| {' | '.join(row[c] for c in columns)} |\n" for row in rows)
        parts.append("\n")
    return "".join(parts)


def error_tree() -> str:
    """The errors, as drawn in their module."""
    return f"# Errors\n\n```\n{inspect.getdoc(errors)}\n```\n"


def main() -> None:
    """Write the pages, or compare them."""
    FOLDER.mkdir(exist_ok=True)
    stale = [n for n, page in pages().items() if not (FOLDER / n).exists() or (FOLDER / n).read_text("utf-8") != page]
    if "--check" in sys.argv:
        sys.exit(f"run make docs: {', '.join(stale)} differ from the code" if stale else 0)
    for name, page in pages().items():
        (FOLDER / name).write_text(page, "utf-8")


if __name__ == "__main__":
    main()
