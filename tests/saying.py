"""A relation model that says what it is told to, for tests of what the coder makes of it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from regesta.coding.deeds.relation_pieces import NOBODY
from regesta.coding.entities import resolve
from regesta.coding.events import find_events
from regesta.coding.mentions import find_mentions
from regesta.coding.parser import parse
from regesta.knowledge import codes
from regesta.schema import Event, Report

Told = tuple[str, list[str], list[str]]
"""Type, words of the actors, words of the recipients."""
Said = dict[tuple[str, str], tuple[str, float]]
"""(words of the actor, of the other) -> type and score; "" is nobody."""


class Saying:
    """It says 'none' of all other pairs."""

    labels = (*codes.types(), "none")

    def __init__(self, said: Said):
        self.said = said

    def scores(
        self, text: str, actors: Sequence[tuple[int, int]], pairs: Sequence[tuple[int, int]]
    ) -> NDArray[np.float32]:
        rows = np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        for row, pair in zip(rows, pairs, strict=True):
            one, other = ("" if i == NOBODY else text[slice(*actors[i])] for i in pair)
            if (one, other) in self.said:
                label, score = self.said[one, other]
                row[self.labels.index(label)] = score
            row[-1] = 1 - row.sum()
        return rows


def told(text: str, said: Said | None) -> list[tuple[Event, Told]]:
    """The events of a text, each with its type and the words of its sides; without a model where nothing is said."""
    (parsed,) = parse([Report(id="r", source="r.txt", text=text)])
    cast = resolve(parsed, find_mentions(parsed))
    words = {m.id: m.exact for m in cast.mentions}
    model = Saying(said) if said is not None else None
    return [
        (e.row, (e.row.type, *([words[p.mention or ""] for p in e.who(role)] for role in ("actor", "recipient"))))
        for e in find_events(parsed, cast, (), (), (), model)
    ]
