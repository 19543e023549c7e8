"""The docs say what the code does: reference pages are current, commands and links exist, examples run."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import typer

from regesta import errors
from regesta.cli import app

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "docs" / "make_reference.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reference_pages_are_what_the_code_says() -> None:
    module = reference()
    stale = [n for n, page in module.pages().items() if (module.FOLDER / n).read_text("utf-8") != page]
    assert not stale, "run make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / link).exists(), f"{page.name} links to {link}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_that_the_pages_show_exist(page: Path) -> None:
    shown = re.findall(r"^ {4}(?:\.venv/bin/)?regesta ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
    assert set(shown) <= set(COMMANDS), f"{page.name}: {set(shown) - set(COMMANDS)}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_in_its_help(command: str) -> None:
    one = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]
    text = f"{one.help} {one.epilog or ''}"
    inner = [f"{c.help} {c.epilog or ''}" for c in getattr(one, "commands", {}).values()]
    assert f"regesta {command}" in " ".join([text, *inner]), text


def test_every_error_is_drawn_in_the_tree() -> None:
    drawn = errors.__doc__ or ""
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, errors.RegestaError):
            assert name in drawn


@pytest.mark.model
def test_the_python_of_the_readme_runs_as_printed() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["REQUEST", "2022-03-05", "['CHN']"]
