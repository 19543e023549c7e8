"""Annotated texts as windows of pieces with labels.

A row is one JSON object a line: {"id", "text", "attributions": [{"source": [[start, end]], "cue": …, "content": …}]},
and "discard" ([[start, end]], optional) for what was not annotated. Positions are code points of the text. A row that
is "whole" has statements inside others too ("within": the index of the outer one), addressees, channels and relays.
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

from evaluation.annotations import FOLDER, PARTS, completed, is_development, load
from regesta.coding.speech.pieces import BREAK, Pieces, pieces_of, windows

Row = dict[str, Any]
CUE, SOURCE, CONTENT, INNER_CUE = range(4)
BEGIN, INSIDE, OUTSIDE = 0, 1, 2
IGNORE = -100


def rows_of(*paths: Path) -> list[Row]:
    """The rows of several files, in order."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def with_own(articles: list[Row], times: int) -> list[Row]:
    """PolNeAR's articles, those that we completed in full, and our own annotated texts, these `times` over.

    Those that are kept from training are left out: `development` gives them.
    """
    own = _own_rows(articles)
    known = {row["id"] for row in own}
    plain = [a for a in articles if a["id"] not in known]
    return plain + [row | {"whole": True} for row in own if not is_development(row)] * times


def development(articles: list[Row]) -> list[Row]:
    """The annotated texts that are not trained on, to choose thresholds: no test set, they are by the same hands."""
    return [row for row in _own_rows(articles) if is_development(row)]


def own_ids() -> set[str]:
    """Of PolNeAR's articles, those that we completed."""
    return {row["id"] for row in rows_of(FOLDER / "polnear_parts.jsonl")}


def _own_rows(articles: list[Row]) -> list[Row]:
    """The articles that we completed, and the texts that we annotated."""
    added = {row["id"]: row for row in rows_of(FOLDER / "polnear_parts.jsonl")}
    completed_ones = [completed(a, added[a["id"]]) for a in articles if a["id"] in added]
    return completed_ones + load("statements_training") + load("statements_written")


def paragraphs_of(text: str) -> Iterator[tuple[int, int]]:
    """Spans between line ends, without the white space around them."""
    for found in re.finditer(r"[^\n]+", text):
        words = found.group()
        start, end = found.start() + len(words) - len(words.lstrip()), found.end() - len(words) + len(words.rstrip())
        if start < end:
            yield start, end


Ends = tuple[int, int]  # first and last piece; (-1, -1) = there is none, (IGNORE, IGNORE) = not known


@dataclass
class Link:
    """What belongs to a cue: the ends of its source, of its addressee, channel and relay."""

    cue: Ends
    is_inner: bool
    source: Ends
    parts: tuple[Ends, Ends, Ends]


@dataclass
class Window:
    """One window with labels; all numbers are of its pieces."""

    ids: np.ndarray
    features: np.ndarray
    tags: np.ndarray  # [4, pieces]: begin, inside, outside of cue, source, content, inner cue
    links: list[Link]
    owner: np.ndarray  # [2, pieces], outermost and inner: 0 none, k the content of link k - 1, IGNORE not known


@dataclass
class Labelled:
    """The pieces of a text with its attributions as slices of pieces."""

    pieces: Pieces
    attributions: list[dict[str, Any]]
    discard: np.ndarray
    is_whole: bool


def labelled(row: Row, tokenizer: Tokenizer) -> Labelled:
    """The row as pieces; attributions whose cue or content has no piece are dropped, as are those three deep."""
    pieces = pieces_of(row["text"], paragraphs_of(row["text"]), tokenizer)
    every = row["attributions"]
    attributions = []
    for a in every:
        outer = a.get("within")
        if outer is not None and every[outer].get("within") is not None:
            continue
        slices = {k: _slices(pieces, a.get(k) or []) for k in ("source", "cue", "content", *PARTS)}
        attributions.append(slices | {"is_inner": outer is not None})
    discard = np.zeros(len(pieces), dtype=bool)
    for a, b in _slices(pieces, row.get("discard") or []):
        discard[a:b] = True
    kept = [a for a in attributions if a["cue"] and a["content"]]
    return Labelled(pieces, kept, discard, bool(row.get("whole")))


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
    tags = np.full((4, n), OUTSIDE)
    owner = np.zeros((2, n), dtype=np.int64)
    links: list[Link] = []
    breaks = text.pieces.ids[start:end] == BREAK

    def local(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]

    def ends(spans: list[tuple[int, int]]) -> Ends:
        here = local(spans)
        return (here[0][0], here[0][1] - 1) if here else (IGNORE, IGNORE) if spans else (-1, -1)

    for a in text.attributions:
        layer = int(a["is_inner"])
        kinds = ((INNER_CUE, "cue"),) if a["is_inner"] else ((CUE, "cue"), (SOURCE, "source"), (CONTENT, "content"))
        for kind, part in kinds:
            for i, j in local(a[part]):
                tags[kind, i:j] = INSIDE
                tags[kind, i] = BEGIN
        cue = local(a["cue"])
        here = cue and start <= a["cue"][0][0] < end
        if here:
            parts = tuple(ends(a[p]) if text.is_whole else (IGNORE, IGNORE) for p in PARTS)
            links.append(Link((cue[0][0], cue[0][1] - 1), a["is_inner"], ends(a["source"]), parts))
        for i, j in local(a["content"]):
            owner[layer, i:j] = len(links) if here else IGNORE
    ignored = text.discard[start:end]
    tags[:, ignored] = IGNORE
    owner[:, ignored] = IGNORE
    owner[(owner == 0) & breaks] = IGNORE
    if not text.is_whole:
        tags[INNER_CUE], owner[1] = IGNORE, IGNORE
    return Window(text.pieces.ids[start:end], text.pieces.features[start:end], tags, links, owner)


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
