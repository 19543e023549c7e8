"""Code a benchmark's texts and score them with its scorer: the plumbing that gate, lists and notebooks share.

Benchmarks and scorers of others are not part of the repository: they are looked for in the folder `shared` beside it,
or in the folder that REGESTA_SHARED names.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from regesta.coding.coding_object import coding_object
from regesta.coding.pipeline import code
from regesta.schema import Report, content_id
from regesta.settings import Settings

ROOT = Path(__file__).parent.parent


def shared() -> Path | None:
    """The folder with benchmarks and scorers, None where there is none."""
    folder = Path(os.environ.get("REGESTA_SHARED", ROOT.parent / "shared"))
    return folder if (folder / "score").is_dir() else None


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def report_of(name: str, text: str, published: str | None = None) -> Report:
    """A report made from a benchmark's text, so that positions are the benchmark's own."""
    day = dt.date.fromisoformat(published[:10]) if published else None
    return Report(id=content_id("report", name, text), source=name, text=text, published=day,
                  published_from="given" if day else None)  # fmt: skip


def coded(reports: Iterable[Report], settings: Settings) -> list[dict[str, Any]]:
    """The coding objects of the reports."""
    return [coding_object(c) for c in code(reports, settings)]


def score(scorer: str, gold: Path, objects: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What a scorer of the shared folder says of coding objects, as a dict."""
    folder = shared()
    assert folder is not None
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for one in objects:
            out.write(json.dumps(one) + "\n")
        out.flush()
        command = [sys.executable, str(folder / "score" / scorer), str(gold), out.name, "--json"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures
