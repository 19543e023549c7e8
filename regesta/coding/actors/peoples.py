"""Peoples of several states: of which one the Kurds, the Pashtuns or the Tuareg of a report are.

Example: in "Iraqi Kurds voted" they are Iraq's; where nothing stands before the name, the report decides by the places
and groups that it names.
"""

from collections import Counter
from functools import cached_property
from typing import Final

from regesta.coding.actors.clues import Candidate
from regesta.coding.actors.origins import Origins
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

    @cached_property
    def origins(self) -> Origins:
        """Where places are, asked only where a report has such a people."""
        return Origins(self.stage)

    def settle(self) -> None:
        """A people of several states is of the one that the report names with it ('Syrian Kurds'), or is about."""
        for actor in list(self.stage.actors.values()):
            states = homes().get(actor.name, ()) if actor.kind == "group" and not actor.country else ()
            if not states:
                continue
            mentions = [c for c, a in self.of.items() if a is actor]
            own = {c: code for c in mentions if (code := self._own_home(c, states) or self._lives_in(c, states))}
            told = Counter(code for c in mentions if (code := self._own_home(c, states)))
            told = told or self._homes_named(states) + Counter(own.values())
            if not told:
                continue
            actor.country = code = str(told.most_common(1)[0][0])
            for c in mentions:
                home = own.get(c, code)
                self.country_at.update(dict.fromkeys(range(c.start, c.end), home))
                if home != code:
                    name = f"{countries()[home].adjective} {actor.name}"
                    self.of[c] = self.stage.actor("group", folded(name), name, home, actor.sectors, plural=True)

    def _own_home(self, c: Candidate, states: tuple[str, ...]) -> str | None:
        """The state that stands before the name of a people: 'Iraqi Kurds', 'Iraq's Kurds'."""
        before = c.start - 1 - (self.w.text[c.start - 1] in ("'s", "’s"))
        code = self.country_at.get(before)
        return code if code in states else None

    def _lives_in(self, c: Candidate, states: tuple[str, ...]) -> str | None:
        """The state after the name of a people: 'Kurds in Turkey', 'the Kurdish population of Idlib'."""
        for i in (c.end, c.end + 1):
            if self.w.lower[i : i + 1] in (["in"], ["of"], ["from"]):
                code = self.country_at.get(i + 1) or self.origins.place(i + 1)
                return code if code in states else None
        return None

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
