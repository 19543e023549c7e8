"""A relation model that says what it is told to, for tests of what the coder makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regesta.coding.deeds.relation_pieces import NOBODY
from regesta.coding.deeds.relations import Reading
from regesta.coding.entities import resolve
from regesta.coding.events import find_events
from regesta.coding.mentions import find_mentions
from regesta.coding.parser import parse
from regesta.knowledge import codes
from regesta.schema import Event, Report, Status

Told = tuple[str, list[str], list[str]]
"""Type, words of the actors, words of the recipients."""


@dataclass(frozen=True)
class Deed:
    """What the model says of one word of a text: the words of who does and who suffers it."""

    word: str
    type: str
    actors: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    score: float = 0.97
    status: Status = "happened"

    def pairs(self) -> set[tuple[str, str]]:
        """Of actors and others; "" is nobody."""
        return {(a, b) for a in self.actors or ("",) for b in self.others or ("",)}


class Saying:
    """It says 'none' of all other words and pairs."""

    labels = (*codes.types(), "none")
    statuses: tuple[Status, ...] = ("happened", "alleged", "denied", "planned", "hypothetical", "did not happen")

    def __init__(self, *deeds: Deed):
        self.deeds = deeds

    def read(
        self, text: str, actors: Sequence[tuple[int, int]], pairs: Sequence[tuple[int, int]], words: Sequence[int] = ()
    ) -> Reading:
        names = [text[slice(*span)] for span in actors]
        of_pairs, of_words = (np.zeros((len(x), len(self.labels)), dtype=np.float32) for x in (pairs, words))
        of_pairs[:, -1] = of_words[:, -1] = 1
        statuses = np.zeros((len(words), len(self.statuses)), dtype=np.float32)
        statuses[:, 0] = 1
        sides = np.zeros((len(words), len(actors), 2), dtype=np.float32)
        for deed in self.deeds:
            row = np.zeros(len(self.labels), dtype=np.float32)
            row[self.labels.index(deed.type)], row[-1] = deed.score, 1 - deed.score
            for i, pair in enumerate(pairs):
                if tuple("" if k == NOBODY else names[k] for k in pair) in deed.pairs():
                    of_pairs[i] = row
            for i, start in enumerate(words):
                if text.startswith(deed.word, start):
                    of_words[i] = row
                    statuses[i] = np.eye(len(self.statuses))[self.statuses.index(deed.status)]
                    for which, side in enumerate((deed.actors, deed.others)):
                        sides[i, [k for k, name in enumerate(names) if name in side], which] = deed.score
        return Reading(of_pairs, of_words, statuses, sides)


def told(text: str, model: Saying | None) -> list[tuple[Event, Told]]:
    """The events of a text, each with its type and the words of its sides."""
    (parsed,) = parse([Report(id="r", source="r.txt", text=text)])
    cast = resolve(parsed, find_mentions(parsed))
    words = {m.id: m.exact for m in cast.mentions}
    return [
        (e.row, (e.row.type, *([words[p.mention or ""] for p in e.who(role)] for role in ("actor", "recipient"))))
        for e in find_events(parsed, cast, (), (), (), model)
    ]
