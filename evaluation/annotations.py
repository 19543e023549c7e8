"""The project's own annotated statements, with their texts filled in from the benchmark folder.

Offsets and ids are in the repository, the texts are not (see annotations/README.md).
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from evaluation.coding import rows, shared

FOLDER = Path(__file__).parent / "annotations"
SETS = {"re3d": "statements_of_states/re3d_dev.jsonl", "geovirus": "places/geovirus_dev.jsonl"}


def load(name: str) -> list[dict[str, Any]]:
    """The rows of `statements_blind` or `statements_training` with "text"; one that has no text is left out, with a
    line on standard error that says why."""
    texts = _texts()
    found = []
    for row in rows(FOLDER / f"{name}.jsonl"):
        text = texts.get(row["id"])
        if text is None:
            print(f"{name}: {row['id']} left out, its text is not in the benchmark folder", file=sys.stderr)
        elif hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            print(f"{name}: {row['id']} left out, its text is not the one that was annotated", file=sys.stderr)
        else:
            found.append(row | {"text": text})
    return found


def outermost(attributions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that stand in no other's content."""
    return [a for a in attributions if a["within"] is None]


def write_gold(annotated: list[dict[str, Any]], path: Path) -> None:
    """The rows as the scorers read them."""
    path.write_text("".join(json.dumps(row) + "\n" for row in annotated), "utf-8")


def _texts() -> dict[str, str]:
    folder = shared()
    if folder is None:
        return {}
    files = ((short, folder / "bench" / file) for short, file in SETS.items())
    return {f"{short}:{row['id']}": row["text"] for short, file in files if file.exists() for row in rows(file)}
