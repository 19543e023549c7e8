"""Peoples of several states: of which one the Kurds, the Pashtuns or the Tuareg of a report are.

Example: in "Iraqi Kurds voted" they are Iraq's; where nothing stands before the name, the report decides by the places
and groups that it names.
"""

from collections import Counter
from typing import Final

from regesta.coding.actors.clues import Candidate
from regesta.coding.actors.stage import Stage
from regesta.knowledge.actors import countries, folded, homes

_WITHIN: Final = frozenset(("in", "at", "near", "into", "around", "outside", "inside"))


class Peoples:
    """The search for the states of a report's peoples, once its names are decided."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.w = stage.w
        self.of = stage.of
        self.country_at = stage.country_at

    def settle(self) -> None:
        """A people of several states is of the one that the report names with it ('Syrian Kurds'), or is about."""
        w = self.w
        for actor in list(self.stage.actors.values()):
            states = homes().get(actor.name, ()) if actor.kind == "group" and not actor.country else ()
            if not states:
                continue
            mentions = [c for c, a in self.of.items() if a is actor]
            told = Counter(code for c in mentions if (code := self._own_home(c, states)))
            told.update(
                code for c in mentions if w.lower[c.end : c.end + 1] in (["in"], ["of"])
                and (code := self.country_at.get(c.end + 1)) in states
            )  # fmt: skip
            told.update(
                code for c in mentions if w.lower[c.end + 1 : c.end + 2] in (["in"], ["of"])
                and (code := self.country_at.get(c.end + 2)) in states
            )  # fmt: skip
            told = told or self._homes_named(states)
            if not told:
                continue
            actor.country = code = str(told.most_common(1)[0][0])
            for c in mentions:
                own = self._own_home(c, states) or code
                self.country_at.update(dict.fromkeys(range(c.start, c.end), own))
                if own != code:
                    name = f"{countries()[own].adjective} {actor.name}"
                    self.of[c] = self.stage.actor("group", folded(name), name, own, actor.sectors, plural=True)

    def _own_home(self, c: Candidate, states: tuple[str, ...]) -> str | None:
        """The state that stands before the name of a people: 'Iraqi Kurds', 'Iraq's Kurds'."""
        before = c.start - 1 - (self.w.text[c.start - 1] in ("'s", "’s"))
        code = self.country_at.get(before)
        return code if code in states else None

    def _homes_named(self, states: tuple[str, ...]) -> Counter[str]:
        """How often the report names each of some states as a place ('in northern Syria') or by a group of its own."""
        w = self.w
        found: Counter[str] = Counter()
        named: Counter[str] = Counter()
        for c, actor in self.of.items():
            if actor and actor.country and actor.country in states:
                named[actor.country] += 1
                if (actor.kind == "group" and actor.sectors != ("CVL",)) or (
                    w.dep[c.head] == "pobj" and w.lower[w.head[c.head]] in _WITHIN
                ):
                    found[actor.country] += 1
        tally = found or named
        if self.stage.main in states:
            tally[str(self.stage.main)] += 2
        return tally
