"""Annotated texts as windows of pieces with labels.

A row is one JSON object a line: {"id", "text", "attributions": [{"source": [[start, end]], "cue": …, "content": …}]},
and "discard" ([[start, end]], optional) for what was not annotated. Positions are code points of the text.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from regesta.coding.speech.pieces import BREAK, Pieces, pieces_of, windows

Row = dict[str, Any]
CUE, SOURCE, CONTENT = 0, 1, 2
BEGIN, INSIDE, OUTSIDE = 0, 1, 2
IGNORE = -100


def rows_of(*paths: Path) -> list[Row]:
    """The rows of several files, in order."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def paragraphs_of(text: str) -> Iterator[tuple[int, int]]:
    """Spans between line ends, without the white space around them."""
    for found in re.finditer(r"[^\n]+", text):
        words = found.group()
        start, end = found.start() + len(words) - len(words.lstrip()), found.end() - len(words) + len(words.rstrip())
        if start < end:
            yield start, end


@dataclass
class Window:
    """One window with labels; cues as (first, last) piece, -1 for a part outside of the window."""

    ids: np.ndarray
    features: np.ndarray
    tags: np.ndarray  # [3, pieces]: begin, inside, outside of cue, source, content
    cues: list[tuple[int, int]]
    sources: list[tuple[int, int]]  # first and last piece, (-1, -1) = none, (IGNORE, IGNORE) = not in this window
    owner: np.ndarray  # [pieces]: 0 none, k the content of cue k - 1, IGNORE not known


@dataclass
class Labelled:
    """The pieces of a text with its attributions as slices of pieces."""

    pieces: Pieces
    attributions: list[dict[str, list[tuple[int, int]]]]
    discard: np.ndarray


def labelled(row: Row, tokenizer: Tokenizer) -> Labelled:
    """The row as pieces; parts that have no piece are dropped."""
    pieces = pieces_of(row["text"], paragraphs_of(row["text"]), tokenizer)
    attributions = [{k: _slices(pieces, a[k]) for k in ("source", "cue", "content")} for a in row["attributions"]]
    discard = np.zeros(len(pieces), dtype=bool)
    for a, b in _slices(pieces, row.get("discard") or []):
        discard[a:b] = True
    return Labelled(pieces, [a for a in attributions if a["cue"] and a["content"]], discard)


def _slices(pieces: Pieces, spans: list[list[int]]) -> list[tuple[int, int]]:
    found = []
    for start, end in spans:
        i, j = (
            int(np.searchsorted(pieces.ends, start, side="right")),
            int(np.searchsorted(pieces.starts, end, side="left")),
        )
        while i < j and pieces.ids[i] == BREAK:
            i += 1
        if i < j:
            found.append((i, j))
    return found


def windows_of(text: Labelled, longest: int) -> Iterator[Window]:
    """Windows in text order; an attribution belongs to the window of its cue."""
    for start, end in windows(text.pieces, longest):
        yield _window(text, start, end)


def _window(text: Labelled, start: int, end: int) -> Window:
    n = end - start
    tags = np.full((3, n), OUTSIDE)
    owner = np.zeros(n, dtype=np.int64)
    cues, sources = [], []
    breaks = text.pieces.ids[start:end] == BREAK

    def local(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]

    for a in text.attributions:
        for kind, part in ((CUE, "cue"), (SOURCE, "source"), (CONTENT, "content")):
            for i, j in local(a[part]):
                tags[kind, i:j] = INSIDE
                tags[kind, i] = BEGIN
        cue = local(a["cue"])
        if cue and start <= a["cue"][0][0] < end:
            cues.append((cue[0][0], cue[0][1] - 1))
            source = local(a["source"])
            sources.append((source[0][0], source[0][1] - 1) if source else (IGNORE,) * 2 if a["source"] else (-1, -1))
            for i, j in local(a["content"]):
                owner[i:j] = len(cues)
        else:
            for i, j in local(a["content"]):
                owner[i:j] = IGNORE
    ignored = text.discard[start:end]
    tags[:, ignored] = IGNORE
    owner[ignored] = IGNORE
    owner[breaks & (owner == 0)] = IGNORE
    return Window(text.pieces.ids[start:end], text.pieces.features[start:end], tags, cues, sources, owner)


STYLES = (
    str.maketrans({"“": '"', "”": '"'}),
    str.maketrans({"“": "‘", "”": "’"}),
    str.maketrans({"“": "'", "”": "'", "’": "'", "‘": "'"}),
    str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"}),
    str.maketrans({"“": "«", "”": "»"}),
    str.maketrans({"“": "„", "”": "“"}),
)


def restyled(row: Row, luck: random.Random) -> Row:
    """The row with the quotation marks of another house or language; positions hold."""
    return {**row, "text": row["text"].translate(luck.choice(STYLES))}


def epoch_of(rows: list[Row], tokenizer: Tokenizer, longest: int, luck: random.Random, share: float) -> list[Window]:
    """All windows of all rows, with lengths drawn anew, and marks restyled in a `share` of the texts."""
    found: list[Window] = []
    for row in rows:
        text = labelled(restyled(row, luck) if luck.random() < share else row, tokenizer)
        found.extend(windows_of(text, luck.randint(longest // 2, longest) if luck.random() < 0.5 else longest))
    return found


STEP = 32  # pieces; every new shape costs the processor's kernels a compilation


def padded(group: list[Window]) -> int:
    """Pieces a row of the batch, with the two that frame a window."""
    return -(-(max(len(w.ids) for w in group) + 2) // STEP) * STEP


def batches(found: list[Window], size: int, luck: random.Random) -> list[list[Window]]:
    """Batches of about `size` pieces, windows of like length together, in random order."""
    by_length: dict[int, list[Window]] = {}
    for window in luck.sample(found, len(found)):
        by_length.setdefault(padded([window]), []).append(window)
    groups = []
    for length, same in by_length.items():
        rows = max(1, size // length)
        groups.extend(same[i : i + rows] for i in range(0, len(same), rows))
    luck.shuffle(groups)
    return groups
