"""Where the unnamed are from: 'residents', 'his fighters', 'three doctors', 'the militants', 'officials'.

Nobody writes 'Syrian boys' in a report from Aleppo. Whoever belongs to somebody is of his country ('his fighters');
others are of the place in their phrase or sentence, of the place named last, or of the country where the report plays.
Which nouns are of no country ('allies', 'reporters', 'foreign fighters') is data: `scene_words.csv`.
"""

from collections import Counter, defaultdict
from functools import lru_cache
from typing import Final

from regesta.coding.actors.clues import KIN, Candidate
from regesta.coding.actors.origins import POST_OF, Origins
from regesta.coding.actors.stage import Actor, Stage
from regesta.knowledge.actors import NON_STATES, countries, region_of
from regesta.knowledge.tables import read_table

_IN: Final = frozenset("in of from at near inside around across outside on throughout".split())
_OF_STATE: Final = frozenset(("GOV", "LEG", "JUD"))
_APART: Final = frozenset("bloc group company media ngo delegation vehicle".split())  # bodies of no scene
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
_STATES: Final = frozenset("government country nation state".split())
_REBELS: Final = frozenset(("rebel", "rebels", "opposition", "insurgent"))
_SENDING: Final = frozenset(
    "have send deploy keep station withdraw pull move commit maintain mass lose contribute".split()
)
_RIGHTS: Final = frozenset(("right", "rights", "education", "equality", "health"))
_LOCALS: Final = frozenset(("CVL", "MED", "LAB", "AGR", "SOC", "NGO", "REL", "EDU", "REF", "OPP", "REB"))
_FIGHTING: Final = frozenset(("REB", "MIL", "PRM"))
_INSIDE: Final = frozenset("in at near inside around across outside throughout".split())
_SOMEWHERE, _MANY = 0.3, 6  # share of the top country below which a report from so many countries plays nowhere
_ALIKE: Final = 0.2  # share of the private people with a country from which the others are of it too
_FEW: Final = 3  # private people among whom one whose country is told tells that of the others
_AWAY: Final = 2  # words that tell that a report is about citizens abroad
_MOSTLY: Final = 0.5  # share of the places from which the scene outweighs the place of the sentence before
_CLEARLY: Final = 2.0  # times that a country is named more often than the next of its region
_LOCAL: Final = 0.75  # share of the places in one country from which a report is local news
_FAR: Final = 2  # sentences back in which a place still tells where people are
# Weights of the place in the phrase, in the sentence, in a sentence before, of the report's scene.
_ATTACHED, _SAME, _BEFORE, _SCENE = 8, 4, 2, 1


@lru_cache(maxsize=1)
def scene_words() -> dict[str, frozenset[str]]:
    """Words by use: nouns 'apart' from any scene, adjectives for 'abroad', nouns 'against' whoever owns them."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_table("scene_words"):
        found[row["use"]].add(row["word"])
    return {use: frozenset(words) for use, words in found.items()}


class Scenes:
    """The search for the countries of a report's unnamed actors; names and owners must be decided before."""

    def __init__(self, stage: Stage, origins: Origins) -> None:
        self.w = stage.w
        self.stage = stage
        self.of = stage.of
        self.origins = origins
        self.places = [
            (i, code)
            for i, word in enumerate(self.w.lower)
            if word in _IN and self.w.sent[i] >= 0 and self._of_ground(i) and (code := self._place(i + 1))
        ]
        self.scene, self.sure = self._scene()
        self.private = self._private()
        abroad = self.private is not None and self.scene is not None and self.private != self.scene
        self.away = abroad or sum(word in scene_words()["away"] for word in self.w.lower) >= _AWAY
        self.said: dict[str, tuple[int, str]] = {}  # noun -> sentence and country of its last bearers

    def unnamed(self) -> None:
        """Give the unnamed actors without a country that of their owner, place or scene; owners before the owned."""
        owners = {c: self.origins.owner(c) for c in self.of if c.role is not None}
        foreign = {a.id for c, a in self.of.items() if a and self._is_foreign(c)}
        for late in (False, True):
            votes: dict[str, Counter[str]] = defaultdict(Counter)
            for c, owner in owners.items():
                actor = self.of[c]
                assert c.role is not None
                if c.form == "pronoun" or actor is None:
                    continue
                if actor.country:
                    self.said[c.role.noun] = self.w.sent[c.head], actor.country
                    continue
                ready = late or owner is None or owner.country
                unknown = not (actor.named or actor.members or actor.id in foreign)
                if ready and unknown and (found := self._belongs(c, owner)):
                    votes[actor.id][found[0]] += found[1]
            for ident, tally in votes.items():
                self.stage.actors[ident].country = tally.most_common(1)[0][0]

    def _place(self, i: int) -> str | None:
        """The country of the place that begins near a token, if the report names it: gazetteers are full of names."""
        code = self.origins.place(i) if i < len(self.w.lower) and not self._describes(i) else None
        return code if code in self.origins.named and code not in NON_STATES else None

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

    def private_people(self) -> None:
        """Give private people of whom nothing is told the country of the others of whom the report speaks."""
        places = Counter(code for _, code in self.places).most_common(1)
        local = bool(places) and places[0][1] >= _LOCAL * len(self.places) and not self.away
        people = [a for a in self.stage.actors.values() if _is_private(a)]
        bearers = sum(a.country == self.private for a in people)
        alike = bearers >= _ALIKE * len(people) and (bearers > 1 or len(people) <= _FEW)
        alike = alike or self.private in (self.stage.main, self.scene)
        code = (self.private if alike else None) or (places[0][0] if local else None)
        for actor in people:
            actor.country = actor.country or self._likely(actor, code)
        for actor in self.stage.actors.values():  # 'the activist Ahmed Haddad' in a report from Syria
            told = actor.country or actor.affiliation or actor.kind != "person" or not actor.named
            if not told and _LOCALS.issuperset(actor.sectors) and region_of(actor.name) == "mideast":
                actor.country = self._likely(actor, None)

    def _likely(self, actor: Actor, code: str | None) -> str | None:
        """The country of private people if it agrees with the name, else the one of the region that the report names
        most: 'Ahmed' is Syrian rather than German in a report on refugees, 'Anna' is not Syrian."""
        region = region_of(actor.name)
        if region and self.sure and self.scene in scene_words()[region]:
            return self.scene
        if not region or code in scene_words()[region]:
            return code
        if region == "mideast" and code and not self._of_refugees():
            return code
        there = [(n, c) for c, n in self.origins.named.items() if c in scene_words()[region]]
        top = sorted(there, reverse=True)[:2]
        clear = top and (len(top) == 1 or top[0][0] >= _CLEARLY * top[1][0])
        return top[0][1] if clear else None

    def _of_refugees(self) -> bool:
        """Is the report about people who fled?"""
        return sum("REF" in c.role.sectors for c in self.of if c.role) >= _AWAY

    def _belongs(self, c: Candidate, owner: Actor | None) -> tuple[str, int] | None:
        """Of the country of the owner, unless he is an enemy; with an owner from nowhere one person is so too."""
        assert c.role is not None
        if owner is None:
            return self._told(c)
        if c.role.noun.split()[-1] in scene_words()["against"]:
            return None
        if owner.kind == "country" and c.role.noun == "friend":
            return None  # 'our friends' are other states
        if not owner.country and not _STATES.isdisjoint(owner.nouns):
            return None  # 'several governments want their citizens back'
        if owner.country:
            return owner.country, _ATTACHED
        return self._told(c) if c.plural or c.role.kind == "body" else None

    def _told(self, c: Candidate) -> tuple[str, int] | None:
        """(country, weight) of what the words of one mention and those around it tell."""
        w, role, words = self.w, c.role, scene_words()
        assert role is not None
        if role.noun in words["apart"]:
            return None
        if (first := self._beside(c)) is not None:
            return (first.country, _ATTACHED) if first.country else None
        if role.body in _APART and role.noun not in KIN and not set(role.sectors) & _FIGHTING:
            return None
        if role.noun in POST_OF:
            code = self.origins.of_post(role.noun)
            return (code, _ATTACHED) if code else None
        if code := self._inside(c) or self._people(c) or self._pair(c):
            return code, _ATTACHED
        if "MIL" in role.sectors and (code := self._sent(c)):
            return code, _ATTACHED
        after = w.lower[c.end] if c.end < len(w.text) else ""
        fled = "REF" in role.sectors and after != "from"
        if after in _IN and not fled and (code := self.origins.place(c.end + 1)):
            return code, _ATTACHED
        if "REF" in role.sectors:
            code = self.said.get(role.noun, (0, ""))[1] or self._fled()
            return (code, _SCENE) if code else None  # refugees are not of the place where they are
        if role.noun.split()[0] in _REBELS and self.scene and self.sure:
            return self.scene, _SAME
        if role.noun == "family" and c.definite and (code := self._of_last(c)) is not None:
            return (code, _SAME) if code else None
        if not _OF_STATE.isdisjoint(role.sectors):
            return None if role.body == "government" and c.plural else self._of_state(c)
        if "REL" in role.sectors and role.kind == "people" and c.plural:
            return None  # 'Sunnis' are of a country where the words say so
        anybody = role.noun in words["anybody"]
        if role.noun in KIN and self.private and (c.definite or not c.plural):
            return self.private, _SAME
        if anybody and w.dep[c.head] == "poss" and w.lower[w.head[c.head]] in _RIGHTS:
            return None  # 'women’s rights'
        if (anybody and not c.plural and not c.definite) or (self.away and (anybody or role.noun in KIN)):
            return None  # 'a man' may be from anywhere, and so may 'the women' where a report is about citizens abroad
        return self._around(c)

    def _sent(self, c: Candidate) -> str | None:
        """The country that has or sends troops: 'Kenya has 2,000 soldiers there'."""
        w = self.w
        verb = w.head[c.head]
        if w.dep[c.head] != "dobj" or w.lemma(verb) not in _SENDING:
            return None
        doer = next((t.i for t in w.doc[verb].lefts if t.dep_ == "nsubj"), None)
        actor = self.of.get(self.origins.at_head[doer]) if doer in self.origins.at_head else None
        return actor.country if actor and actor.kind == "country" else None

    def _of_last(self, c: Candidate) -> str | None:
        """The country of the person of whom the report spoke last ('The family was told'), '' if it is not known; None
        without such a person."""
        w = self.w
        for other in sorted((o for o in self.of if o.start < c.start), key=lambda o: -o.start):
            if w.sent[c.head] - w.sent[other.head] > _FAR:
                return None
            actor = self.of[other]
            if actor and actor.kind == "person" and not other.plural and actor.country not in NON_STATES:
                return actor.country or ""
        return None

    def _is_foreign(self, c: Candidate) -> bool:
        """Are the words, or those of the noun that they stand beside, of people from abroad: 'foreign women'?"""
        abroad, w = scene_words()["abroad"], self.w
        if c.role is None or c.form == "pronoun":
            return False
        beside = w.dep[c.head] == "conj" and c.end - c.start == 1
        around = (t.lower_ for t in w.doc[w.head[c.head]].lefts) if beside else ()
        return not (abroad.isdisjoint(w.lower[c.start : c.end]) and abroad.isdisjoint(around))

    def _beside(self, c: Candidate) -> Actor | None:
        """The first of two nouns under one adjective or number: 'Kenyan women' in 'Kenyan women and children'."""
        w = self.w
        if w.dep[c.head] != "conj" or c.end - c.start > 1 or c.end - 1 != c.head:
            return None
        mention = self.origins.at_head.get(w.head[c.head])
        actor = self.of.get(mention) if mention and mention.role and mention.plural == c.plural else None
        return actor if actor and mention and mention.modifiers else None

    def _of_state(self, c: Candidate) -> tuple[str, int] | None:
        """Officials are those spoken of before, else of the country that the report is about."""
        assert c.role is not None
        sentence, code = self.said.get(c.role.noun, (-9, ""))
        if code and self.w.sent[c.head] - sentence <= _FAR:
            return code, _BEFORE
        return (self.stage.main, _SCENE) if self.stage.main else None

    def _around(self, c: Candidate) -> tuple[str, int] | None:
        """The place that stands nearest in the sentence, else a sure scene, else the last place before."""
        w = self.w
        here = [(abs(i - c.head), code) for i, code in self.places if w.sent[i] == w.sent[c.head]]
        if here:
            return min(here)[1], _SAME
        if self.scene and self.sure:
            return self.scene, _SCENE
        back = [code for i, code in self.places if 0 < w.sent[c.head] - w.sent[i] <= _FAR]
        return (back[-1], _BEFORE) if back else (self.scene, _SCENE) if self.scene else None

    def _inside(self, c: Candidate) -> str | None:
        """The country of a person named inside the phrase: 'anti-Berg forces'."""
        people = self.origins.person_at
        inside = (self.of.get(people[i]) for i in range(c.start, c.end) if i in people)
        return next((a.country for a in inside if a), None)

    def _people(self, c: Candidate) -> str | None:
        """The country of a people inside the phrase: 'Kurdish forces'."""
        return next((a.country for i in c.modifiers if (m := self.origins.at_head.get(i)) and (a := self.of.get(m))
                     and a.country and a.country != "IMG"), None)  # fmt: skip

    def _pair(self, c: Candidate) -> str | None:
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
