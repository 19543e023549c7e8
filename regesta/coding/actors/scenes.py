"""Where a report plays: its places, the country of most of them, and of which country the private people in it are.

This is evidence for the countries of actors (`homes`). Words that tell of people from elsewhere are data:
`scene_words.csv`.
"""

from collections import Counter, defaultdict
from functools import lru_cache
from typing import Final

from regesta.coding.actors.clues import Candidate
from regesta.coding.actors.origins import Origins
from regesta.coding.actors.stage import Actor, Stage
from regesta.knowledge.actors import NON_STATES, countries
from regesta.knowledge.tables import read_table

BEFORE_PLACES: Final = frozenset("in of from at near inside around across outside on throughout".split())
_GROUND: Final = frozenset(
    "territory soil capital city town village region province border frontier side coast area district airspace "
    "desert camp camps cities towns villages provinces countryside enclave governorate".split()
)
_PARTS: Final = _GROUND | frozenset(
    "north south east west northeast northwest southeast southwest part parts rest much most half all outside inside "
    "outskirts out people population residents inhabitants citizens civilians heart centre center edge interior "
    "invasion occupation siege battle liberation fall state province streets skies map".split()
)
_PRIVATE: Final = frozenset(("CVL", "MED", "LAB", "AGR"))
_INSIDE: Final = frozenset("in at near inside around across outside throughout".split())
_SOMEWHERE, _MANY = 0.3, 6  # share of the top country below which a report from so many countries plays nowhere
_AWAY: Final = 2  # words that tell that a report is about citizens abroad
_MOSTLY: Final = 0.5  # share of the places from which the scene is sure


@lru_cache(maxsize=1)
def scene_words() -> dict[str, frozenset[str]]:
    """Words by use: nouns 'apart' from any scene, adjectives for 'abroad', nouns 'against' whoever owns them ..."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_table("scene_words"):
        found[row["use"]].add(row["word"])
    return {use: frozenset(words) for use, words in found.items()}


class Scenes:
    """The places of one report and what they tell; its names must have been decided before."""

    def __init__(self, stage: Stage, origins: Origins) -> None:
        self.w = stage.w
        self.stage = stage
        self.of = stage.of
        self.origins = origins
        found = [
            (i, code)
            for i, word in enumerate(self.w.lower)
            if word in BEFORE_PLACES and self.w.sent[i] >= 0 and self._of_ground(i) and (code := self._place(i + 1))
        ]
        named = self.origins.named
        self.places = [(i, code) for i, code in found if code in named]
        self.towns = [(i, code) for i, code in found if code not in named]  # gazetteers are full of names
        self.scene, self.sure = self._scene()
        self.fled = self._fled()
        self.of_refugees = sum("REF" in c.role.sectors for c in self.of if c.role) >= _AWAY
        self.look_again()

    def look_again(self) -> None:
        """Ask once more of which country the private people are, when more of them have one."""
        self.private = self._private()
        abroad = self.private is not None and self.scene is not None and self.private != self.scene
        self.away = abroad or sum(word in scene_words()["away"] for word in self.w.lower) >= _AWAY

    def _place(self, i: int) -> str | None:
        """The country of the place that begins near a token."""
        code = self.origins.place(i) if i < len(self.w.lower) and not self._describes(i) else None
        return code if code not in NON_STATES else None

    def _of_ground(self, i: int) -> bool:
        """Is 'of' between a part or people of a place and the place: 'north of', 'the people of'; not 'a demand of'?"""
        return self.w.lower[i] != "of" or self.w.lower[self.w.head[i]] in _PARTS

    def _describes(self, i: int) -> bool:
        """Does a nationality tell whose something is, not where: 'in Russian raids', 'of the Kenyan army'?"""
        w = self.w
        i += w.lower[i] in ("the", "a", "an")
        if i >= len(w.text) or i not in self.origins.nation:
            return False
        return w.dep[i] in ("amod", "compound", "nmod") and w.lower[w.head[i]] not in _GROUND

    def _scene(self) -> tuple[str | None, bool]:
        """The country where the report plays, that of most of its places or else the one that it is about; is it sure?

        A report from all over the world plays nowhere.
        """
        counts = Counter(code for i, code in self.places if self.w.lower[i] in _INSIDE)
        top = counts.most_common(2)
        if not top:
            return self.stage.main, False
        share = top[0][1] / counts.total()
        if share < _SOMEWHERE and len(counts) >= _MANY:
            return None, False
        clear = len(top) == 1 or top[0][1] >= 1.5 * top[1][1]
        code = top[0][0] if clear or self.stage.main not in counts else self.stage.main
        return code, clear and share >= _MOSTLY

    def _fled(self) -> str | None:
        """Of the countries from which most refugees come, the one that the report names most often."""
        fled = [(count, code) for code, count in self.origins.named.items() if code in scene_words()["fled"]]
        return max(fled)[1] if fled else None

    def _private(self) -> str | None:
        """The country of the private people of whom the report speaks most: 'the family' is theirs."""
        told = (a for a in self.of.values() if a and a.country in countries() and _is_private(a) and not a.affiliation)
        counts = Counter(a.country for a in told if a.country not in NON_STATES).most_common(2)
        clear = counts and (len(counts) == 1 or counts[0][1] >= 2 * counts[1][1])
        return counts[0][0] if clear else None

    def is_foreign(self, c: Candidate) -> bool:
        """Are the words, or those of the noun that they stand beside, of people from abroad: 'foreign women'?"""
        abroad, w = scene_words()["abroad"], self.w
        if c.role is None or c.form == "pronoun":
            return False
        beside = w.dep[c.head] == "conj" and c.end - c.start == 1
        around = (t.lower_ for t in w.doc[w.head[c.head]].lefts) if beside else ()
        return not (abroad.isdisjoint(w.lower[c.start : c.end]) and abroad.isdisjoint(around))

    def pair(self, c: Candidate) -> str | None:
        """The country of 'the two men' where the two people named last are of one."""
        w = self.w
        if "two" not in w.lower[c.start : c.head] or w.lower[c.start] not in ("the", "these", "those", "both"):
            return None
        people = self.origins.person_to.values()
        before = [o for o in people if o.start < c.start and w.sent[c.head] - w.sent[o.head] <= 3]
        named: list[Actor] = [a for o in reversed(before) if (a := self.of.get(o)) and a.named]
        codes = {a.country for a in list(dict.fromkeys(named))[:2]}
        return codes.pop() if len(set(named)) > 1 and len(codes) == 1 else None


def _is_private(actor: Actor) -> bool:
    """Is it somebody with a name and without a post: a farmer, a nurse, a driver?"""
    return actor.kind == "person" and actor.named and bool(actor.sectors) and _PRIVATE.issuperset(actor.sectors)
