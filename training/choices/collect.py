"""The choices that the coder meets in annotated reports, each with its options' signs and which of them are right."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.actors_training import class_of, wanted_countries
from evaluation.coding import report_of
from regesta.coding.actors import antecedents, homes
from regesta.coding.actors.choices import NONE
from regesta.coding.actors.clues import Candidate
from regesta.coding.actors.discourse import Discourse
from regesta.coding.actors.words import Words
from regesta.coding.entities import resolve
from regesta.coding.mentions import find_mentions
from regesta.coding.parser import Parsed, parse

_LAST = 6  # mentions of an actor whose annotation tells whether it is the one


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: the signs of each option, the kinds of what is asked about, which options are right."""

    model: str
    report: str
    options: dict[str, list[str]]
    kinds: tuple[str, ...]
    right: tuple[str, ...]
    offered: bool  # is the true one among the options? Else NONE counts as right


def read(rows: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], Parsed]]:
    """Annotated reports (rows of `actors_training` with "text") with their parses."""
    reports = [report_of(f"{r['corpus']}/{r['id']}", r["text"], r.get("published")) for r in rows]
    return list(zip(rows, parse(reports), strict=True))


def choices(reports: Sequence[tuple[dict[str, Any], Parsed]]) -> Iterator[Choice]:
    """The choices in annotated reports, as the present weights lead to them."""
    for row, parsed in reports:
        gold = _Gold(row)
        with _listening() as met:
            resolve(parsed, find_mentions(parsed))
        for model, words, c, options, kinds, near in met:
            span = (words.idx[c.start], words.idx[c.end - 1] + len(words.text[c.end - 1]))
            right = gold.countries(span, options) if model == homes.MODEL else gold.actors(span, options, near)
            if right is not None:
                found = tuple(option for option in options if option in right)
                yield Choice(model, str(row["id"]), options, kinds, found or (NONE,), bool(found))


class _Gold:
    """What the annotators say of one report."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.entities = row["entities"]
        self.of = {(start, end): entity for start, end, entity in row["mentions"]}

    def countries(self, span: tuple[int, int], options: dict[str, list[str]]) -> set[str] | None:
        """The right ones of the countries offered; None where nothing can be learned."""
        entity = self.entities[self.of[span]] if span in self.of else None
        if entity is None or entity["kind"] != "actor" or entity.get("unknown"):
            return None
        wanted = wanted_countries(entity)
        if len(wanted) > 1:
            return None
        return {o for o in options if class_of(o) in wanted} if wanted else {NONE}

    def actors(self, span: tuple[int, int], options: dict[str, list[str]],
               near: dict[str, list[tuple[int, int]]]) -> set[str] | None:  # fmt: skip
        """The actors offered that have a mention of the same entity; none of them if it is no actor."""
        if span not in self.of:
            return None
        entity = self.of[span]
        if self.entities[entity]["kind"] == "no":
            return {NONE}
        return {o for o in options if any(self.of.get(other) == entity for other in near.get(o, ()))}


_Met = list[tuple[str, Words, Candidate, dict[str, list[str]], tuple[str, ...], dict[str, list[tuple[int, int]]]]]


class _listening:
    """Notes every choice while it lasts, by standing in for the functions that list options."""

    def __enter__(self) -> _Met:
        self.met: _Met = []
        self.kept = (antecedents.pronoun_options, antecedents.description_options, homes.Homes.options)
        antecedents.pronoun_options = self._wrapped(self.kept[0], antecedents.pronoun_kinds)
        antecedents.description_options = self._wrapped(self.kept[1], antecedents.description_kinds)
        met, options_of = self.met, self.kept[2]

        def options(self: homes.Homes, c: Candidate, owner: Any, speaker: Any) -> dict[str, list[str]]:
            found = options_of(self, c, owner, speaker)
            met.append((homes.MODEL, self.w, c, found, tuple(self.kinds(c, speaker)), {}))
            return found

        homes.Homes.options = options  # type: ignore[method-assign]
        return self.met

    def __exit__(self, *_: object) -> None:
        antecedents.pronoun_options, antecedents.description_options = self.kept[:2]
        homes.Homes.options = self.kept[2]  # type: ignore[method-assign]

    def _wrapped(self, options_of: Callable[..., Any], kinds_of: Callable[..., Any]) -> Callable[..., Any]:
        def options(d: Discourse, c: Candidate) -> dict[str, list[str]]:
            found: dict[str, list[str]] = options_of(d, c)
            w = d.w
            near: dict[str, list[tuple[int, int]]] = {}
            for seen in d.seen:
                o = seen.candidate
                near.setdefault(seen.actor.id, []).append((w.idx[o.start], w.idx[o.end - 1] + len(w.text[o.end - 1])))
            met = {ident: spans[-_LAST:] for ident, spans in near.items() if ident in found}
            self.met.append((antecedents.MODEL, w, c, found, tuple(kinds_of(d, c)), met))
            return found

        return options
