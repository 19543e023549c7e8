"""The event code books: PLOVER 2.0 types, modes, contexts, quads and scores, and the way to and from CAMEO.

A mode has a meaning only together with its type ('withdraw' is a concession under RETREAT, a penalty under
SANCTION), so everything is keyed by the pair:

    >>> quad("SANCTION"), score("CONSULT", "visit"), cameo("ASSAULT", None, ("military",))
    (4, 4.0, '190')
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from regesta.knowledge.tables import read_table

CODEBOOK: Final = "PLOVER 2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A PLOVER type: quad 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict; score -10 … +10."""

    type: str
    quad: int
    score: float
    recipient_required: bool
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a CAMEO code means in PLOVER 2.0; an empty `contexts` says nothing of the context."""

    type: str
    mode: str | None
    contexts: tuple[str, ...]


@lru_cache(maxsize=1)
def types() -> dict[str, EventType]:
    """The 16 types by name, in the order of the manual's table."""
    return {
        r["type"]: EventType(type=r["type"], quad=int(r["quad"]), score=float(r["score"]),
                             recipient_required=r["recipient_required"] == "yes", definition=r["definition"])
        for r in read_table("plover_types")
    }  # fmt: skip


@lru_cache(maxsize=1)
def modes() -> dict[tuple[str, str], float]:
    """The 67 pairs of type and mode, each with its score."""
    return {(r["type"], r["mode"]): float(r["score"]) for r in read_table("plover_modes")}


@lru_cache(maxsize=1)
def contexts() -> tuple[str, ...]:
    """The 37 contexts."""
    return tuple(r["context"] for r in read_table("plover_contexts"))


def quad(event_type: str) -> int:
    """1 verbal, 2 material cooperation, 3 verbal, 4 material conflict. KeyError for an unknown type."""
    return types()[event_type].quad


def score(event_type: str, mode: str | None = None) -> float:
    """PLOVER's score of the pair, -10 … +10. KeyError for an unknown type or pair."""
    return modes()[event_type, mode] if mode else types()[event_type].score


def is_code(event_type: str, mode: str | None = None) -> bool:
    """Whether the code book has this type, or this pair."""
    return event_type in types() if mode is None else (event_type, mode) in modes()


def cameo(event_type: str, mode: str | None = None, contexts: Sequence[str] = ()) -> str:
    """The nearest CAMEO code: that of the first context with one of its own, else that of the pair.

    The way back is many to one, so the table is our own: `plover_of(cameo(t, m))` has type t, and mode m
    wherever CAMEO has a code for it.
    """
    table = _to_cameo()
    for context in contexts:
        if code := table.get((event_type, mode or "", context)):
            return code
    return table[event_type, mode or "", ""]


@lru_cache(maxsize=1)
def _to_cameo() -> dict[tuple[str, str, str], str]:
    return {(r["type"], r["mode"], r["context"]): r["cameo"] for r in read_table("plover_to_cameo")}


def plover_of(code: str) -> Code | None:
    """What a CAMEO code is in PLOVER 2.0; None for roots 01 and 02, which PLOVER dropped, and for unknown codes."""
    return _from_cameo().get(code)


@lru_cache(maxsize=1)
def _from_cameo() -> dict[str, Code]:
    return {
        r["cameo"]: Code(type=r["type"], mode=r["mode"] or None, contexts=tuple(filter(None, r["contexts"].split(";"))))
        for r in read_table("cameo_to_plover")
    }


@lru_cache(maxsize=256)  # the events of a sentence ask for the same words
def contexts_of(words: str) -> tuple[str, ...]:
    """The contexts that these words name by a key word of the table, in the order of the table.

    >>> contexts_of("agreed to lift the tariffs on steel")
    ('economic',)
    """
    table = _keywords()
    spoken = _WORD.findall(words.lower())
    named: set[str] = set()
    at = 0
    while at < len(spoken):
        length, context = _longest(table, spoken, at)
        if context:
            named.add(context)
        at += length
    return tuple(c for c in contexts() if c in named)


_WORD: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_Keywords = dict[str, list[tuple[tuple[str, ...], str]]]


def _longest(table: _Keywords, spoken: Sequence[str], at: int) -> tuple[int, str]:
    """Number of words and context of the longest key word that begins at a word; (1, '') where none does."""
    for first in _stems(spoken[at]):
        for words, context in table.get(first, ()):
            size = len(words)
            tail = tuple(spoken[at : at + size - 1])
            if size == 1 or (
                tail == words[:-1] and at + size <= len(spoken) and words[-1] in _stems(spoken[at + size - 1])
            ):
                return size, context
    return 1, ""


def _stems(word: str) -> list[str]:
    """The word, and what it is without an ending."""
    return [
        word,
        *(word[: -len(end)] for end in ("s", "es", "ed", "ing") if word.endswith(end) and len(word) > len(end) + 2),
    ]


@lru_cache(maxsize=1)
def _keywords() -> _Keywords:
    """Key words by their first word, the longest first; the first context that has a key word keeps it."""
    known: dict[str, str] = {}
    for row in read_table("plover_contexts"):
        for keyword in row["keywords"].split("|"):
            known.setdefault(keyword, row["context"])
    table: _Keywords = {}
    for keyword, context in sorted(known.items(), key=lambda pair: -len(pair[0].split())):
        words = tuple(keyword.split())
        table.setdefault(words[0], []).append((words, context))
    return table
