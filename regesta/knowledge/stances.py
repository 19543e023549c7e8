"""Words that take a position, and the frame in which each takes its issue.

Frames: `object` (demand talks), `to` (refuse to talk), `that` (insist that …), `object-to` (urge it to …),
`on-to` and `to-to` (call on it to …, appeal to it to …), `object-that` (warn it that …), a preposition
(call for talks), `clause` (an auxiliary of the clause that is the issue), `is` (the noun names what the sentence
says), `have-to` (it has to stop), `role` (it has a role to play) and `view` (adopt the argument that …).
"""

from collections import defaultdict
from functools import lru_cache
from typing import Final, NamedTuple, cast

from regesta.knowledge.tables import read_table
from regesta.schema import Stance

DIRECTION: Final[dict[Stance, int]] = {
    "calls for": 1, "demands": 1, "supports": 1, "offers": 1, "accepts": 1, "hesitates": 0,
    "opposes": -1, "refuses": -1, "condemns": -1, "warns": -1, "denies": -1, "blames": -1,
}  # fmt: skip

# What a negated word says; a stance that is not here says nothing when negated ("did not warn").
NEGATED: Final[dict[Stance, Stance]] = {
    "calls for": "opposes", "demands": "opposes", "supports": "opposes", "accepts": "refuses", "offers": "refuses",
    "opposes": "accepts", "refuses": "accepts", "hesitates": "supports",
}  # fmt: skip


class Frame(NamedTuple):
    """One way in which a word takes its issue."""

    frame: str
    stance: Stance


@lru_cache(maxsize=1)
def stances() -> dict[tuple[str, str], tuple[Frame, ...]]:
    """(lemma, part of speech) -> its frames, in the order of the file."""
    found: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for row in read_table("stances"):
        found[row["word"], row["pos"]].append(Frame(row["frame"], cast(Stance, row["stance"])))
    return {word: tuple(frames) for word, frames in found.items()}
