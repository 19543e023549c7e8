"""Which country an actor without one is of: 'residents', 'the army', 'the nurse Ola Berg'; learned from reports.

Each country that the report names, or that somebody in it is of, may be the one, and so may none. What speaks for a
country (its owner's, that of the place in the phrase, of whom the same noun was used last, the report's main one ...)
counts by what kind of actor is asked about.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from regesta.coding.actors.binding import clause, sponsors
from regesta.coding.actors.choices import NONE, log_chances
from regesta.coding.actors.clues import KIN, Candidate
from regesta.coding.actors.origins import POST_OF
from regesta.coding.actors.scenes import BEFORE_PLACES, Scenes, scene_words
from regesta.coding.actors.stage import Actor
from regesta.knowledge.actors import countries, region_of

MODEL: Final = "homes"
_SIDES: Final = {
    "nsubj": "subject", "nsubjpass": "passive", "dobj": "object", "dative": "object", "poss": "owner",
    "amod": "adjective", "compound": "adjective", "nmod": "adjective", "pobj": "phrase", "agent": "phrase",
}  # fmt: skip
_DETERMINERS: Final = {
    **dict.fromkeys("the this that these those".split(), "the"), **dict.fromkeys("a an another".split(), "a"),
    **dict.fromkeys("his her its their".split(), "his"), **dict.fromkeys("my our your".split(), "my"),
}  # fmt: skip
_SENDING: Final = frozenset(
    "have send deploy keep station withdraw pull move commit maintain mass lose contribute".split()
)
_RULERS: Final = frozenset(("regime", "government", "loyalist"))
_ARMED: Final = frozenset(("REB", "MIL", "PRM", "CRM"))
_RIGHTS: Final = frozenset(("right", "rights", "education", "equality", "health"))
_ENOUGH: Final = 6  # mentions of an actor that are asked
_UNSEEN: Final = -6.0  # of a country that a mention does not offer
_WINDOW: Final = 5  # sentences back that are looked through
_DEEP: Final = 10  # heads up to the verb of a clause; the weights were fitted so
_PEOPLE: Final = 3  # sentences back in which people were spoken of


class Homes:
    """The search for countries in one report; its names must have been decided before."""

    def __init__(self, scenes: Scenes, speaker: Callable[[int], int | None]) -> None:
        self.speaker = speaker  # the token that heads the speaker of the quotation around a token
        self.scenes, self.origins, self.stage = scenes, scenes.origins, scenes.stage
        self.w, self.of = scenes.w, scenes.of
        w = self.w
        self.order = sorted((c for c in self.stage.candidates if w.sent[c.head] >= 0), key=lambda c: c.head)
        self.sents = [w.sent[c.head] for c in self.order]
        self.bearers: dict[str, list[Candidate]] = defaultdict(list)  # noun -> mentions by it, in order
        for c in self.order:
            if c.form != "pronoun" and c.role:
                self.bearers[c.role.noun].append(c)
        named = [(w.sent[c.head], code) for c in self.order if (code := self.stage.country_at.get(c.head))
                 and not sponsors(w, c)]  # fmt: skip
        counts = Counter(code for _, code in named)
        states = Counter({code: n for code, n in counts.items() if code in countries()})
        self.rank = {code: i for i, (code, _) in enumerate(states.most_common())}
        self.share = {code: n / states.total() for code, n in states.items()}
        places = Counter(code for _, code in scenes.places)
        self.placed = {code: n / places.total() for code, n in places.items()}
        self.lead = {code for sentence, code in named if sentence < 2}
        self.first = next((code for _, code in named if code in countries()), None)
        self.known_from = {code: sentence for sentence, code in reversed(named)}
        self.codes = list(dict.fromkeys((*counts, *places)))
        self.standings: dict[str, tuple[str, ...]] = {}

    def settle(self, *, named: bool) -> None:
        """Give a country to the actors without one, those with a name or the others; owners before the owned."""
        mentions: dict[str, list[Candidate]] = defaultdict(list)
        for c in self.order:
            actor = self.of.get(c)
            if actor is None or c.form == "pronoun" or c.counts is not None:
                continue
            if actor.country is None and actor.named == named and actor.kind != "country" and not actor.members:
                mentions[actor.id].append(c)
        self.standings.clear()
        self.scenes.look_again()
        late = [i for i, found in mentions.items() if (o := self.origins.owner(found[0])) and o.id in mentions]
        for ident in (*(i for i in mentions if i not in late), *late):
            self.stage.actors[ident].country = self.likeliest(mentions[ident])

    def likeliest(self, mentions: Sequence[Candidate], *, state: bool = False, sure: bool = False) -> str | None:
        """The likeliest country of an actor by some of its mentions, or None: a `state`'s where no other body has such
        an actor, and not None where it is `sure` to have one."""
        tables = [self.chances(c) for c in mentions[:_ENOUGH]]
        total = {code: sum(t.get(code, _UNSEEN) for t in tables) for t in tables for code in t}
        if state or sure:
            total = {code: chance for code, chance in total.items() if code in countries() or code == NONE}
        if sure and len(total) > 1:
            del total[NONE]
        return max(total, key=lambda code: total[code]) or None

    def chances(self, c: Candidate) -> dict[str, float]:
        """The logarithm of the chance of each country, NONE among them, by one mention of an actor."""
        head = self.speaker(c.head)
        mention = self.origins.at_head.get(head) if head is not None else None
        speaker = self.of.get(mention) if mention else None
        return log_chances(MODEL, self.options(c, self.origins.owner(c), speaker), tuple(self.kinds(c, speaker)))

    # -- who is asked about -----------------------------------------------------------------------------------------

    def kinds(self, c: Candidate, speaker: Actor | None) -> Iterator[str]:
        """What kind of actor and mention it is, from coarse to fine."""
        w, role = self.w, c.role
        many = "many" if c.plural else "one"
        actor = self.of.get(c)
        named = f"named {actor.kind}" if actor and actor.named else "named" if c.form == "name" else ""
        sort = f"{role.sectors[0] if role and role.sectors else '-'} {role.kind if role else 'unknown'}"
        noun = role.noun if role else named or w.lemma(c.head)
        article = f"{named or self._article(c)} {many}"
        yield from ("", sort, article, f"{sort} {article}", noun, _SIDES.get(w.dep[c.head], "other"))
        if role and role.body:
            yield f"body {role.body}"
        if noun.split()[-1] in KIN:
            yield "kin"
        if named:
            yield named
        for use in ("apart", "anybody", "against"):
            if noun in scene_words()[use] or noun.split()[-1] in scene_words()[use]:
                yield use
        if self.is_of_rulers(c):
            yield "of rulers"
        if self.scenes.is_foreign(c):
            yield "abroad"
        if self.scenes.away:
            yield f"away {sort}"
        if speaker is not None:
            yield "quoted"

    def is_of_rulers(self, c: Candidate) -> bool:
        """Is it 'regime forces' or 'government warplanes'?"""
        return not _RULERS.isdisjoint(self.w.lower[c.start : c.head])

    def _article(self, c: Candidate) -> str:
        w = self.w
        if (known := _DETERMINERS.get(w.lower[c.start])) is not None:
            return known
        if w.tag[c.start] == "CD":
            return "number"
        return "bare" if c.start == c.head else "owned" if w.dep[c.start] == "poss" else "more"

    # -- what speaks for each country -------------------------------------------------------------------------------

    def options(self, c: Candidate, owner: Actor | None, speaker: Actor | None) -> dict[str, list[str]]:
        """The signs for each country that may be the one, and for NONE."""
        if self._is_of_nowhere(c):
            return {NONE: list(self._none())}
        found: dict[str, list[str]] = defaultdict(list)
        for code, sign in (
            *self._own(c, owner, speaker), *self._places(c), *self._beside(c), *self._before(c), *self._bearers(c)
        ):  # fmt: skip
            found[code].append(sign)
        for code in dict.fromkeys((NONE, *self.codes, *found)):
            found[code] += self._standing(code) if code != NONE else self._none()
            if self.known_from.get(code, -1) > self.w.sent[c.head]:
                found[code].append("not yet")
        kept = {code: signs for code, signs in found.items() if code == NONE or not self._is_out(code, c, owner)}
        grounds = any(sign.startswith(("after", "within")) for signs in kept.values() for sign in signs)
        if grounds and len(kept) > 1 and not self.rank:
            del kept[NONE]  # 'villagers in Donetsk' of a report that names no state
        return kept

    def _is_out(self, code: str, c: Candidate, owner: Actor | None) -> bool:
        """What words rule out: 'his captors' of his country, 'Kenya's friends' of Kenya, a network's women."""
        role = c.role
        if role is None:
            return False
        if code == "IMG" and _ARMED.isdisjoint(role.sectors):
            return True
        against = role.noun.split()[-1] in scene_words()["against"] or role.noun == "friend"
        return (
            owner is not None
            and against
            and code == owner.country
            and (owner.kind == "country" or role.noun != "friend")
        )

    def _is_of_nowhere(self, c: Candidate) -> bool:
        """Do the words rule out any one country: 'foreign women', 'both sides', 'governments', 'the plane'?"""
        role = c.role
        if role is None:
            return False
        several = c.form == "collective" or (role.body == "government" and c.plural)
        return several or role.body == "vehicle" or self.scenes.is_foreign(c) or self._are_all(c)

    def _are_all(self, c: Candidate) -> bool:
        """Are they people in general: those of 'women’s rights'?"""
        return self.w.dep[c.head] == "poss" and self.w.lower[self.w.head[c.head]] in _RIGHTS

    def _own(self, c: Candidate, owner: Actor | None, speaker: Actor | None) -> Iterator[tuple[str, str]]:
        """Whose it is, who is named inside it, where its own words put it, in whose words it stands."""
        w = self.w
        if owner is not None:
            yield owner.country or NONE, "owner"
            yield owner.country or NONE, f"owner {'pronoun' if w.tag[c.start] == 'PRP$' else 'name'} {owner.kind}"
        if speaker is not None:
            yield speaker.country or NONE, "speaker"
        for i in range(c.start, c.end):
            person = self.of.get(self.origins.person_at[i]) if i in self.origins.person_at else None
            if person and person is not self.of.get(c) and person.country:
                yield person.country, "inside"
        for i in c.modifiers:
            people = self.of.get(self.origins.at_head[i]) if i in self.origins.at_head else None
            if people and people.country:
                yield people.country, f"inside {people.kind}"
        yield from self._ground(c)
        actor = self.of.get(c)
        if actor is not None and actor.named:
            yield from ((code, f"told {weight}") for code, weight in self.origins.evidence(c))
            if region := region_of(actor.name) if actor.kind == "person" else "":
                for code in self.codes:
                    yield code, f"{'' if code in scene_words()[region] else 'not '}region {region}"
                fled = self.scenes.fled
                if fled and fled in scene_words()[region] and self.scenes.of_refugees:
                    yield fled, "region fled"
        post = self.origins.of_post(c.role.noun) if c.role and c.role.noun in POST_OF else None
        for found, sign in ((post, "post"), (self._sender(c), "sends"), (self.scenes.pair(c), "pair")):
            if found is not None:
                yield found, sign

    def _ground(self, c: Candidate) -> Iterator[tuple[str, str]]:
        """The places in its own phrase; refugees in a country are its guests."""
        w = self.w
        guests = c.role is not None and "REF" in c.role.sectors
        if c.end < len(w.text) and (low := w.lower[c.end]) in BEFORE_PLACES and (code := self.origins.place(c.end + 1)):
            town = "" if code in self.origins.named else " a town"
            yield code, "host" if guests and low != "from" else f"after {low}{town}"
        last = w.doc[c.head].right_edge.i
        for i, code in (*self.scenes.places, *self.scenes.towns):
            if c.end <= i < last and not guests:
                yield code, "within"
                yield code, f"within {w.lower[i]}"

    def _sender(self, c: Candidate) -> str | None:
        """The country that has or sends troops: 'Kenya has 2,000 soldiers there'."""
        w, verb = self.w, self.w.head[c.head]
        if w.dep[c.head] != "dobj" or w.lemma(verb) not in _SENDING:
            return None
        doer = next((t.i for t in w.doc[verb].lefts if t.dep_ == "nsubj"), None)
        actor = self.of.get(self.origins.at_head[doer]) if doer in self.origins.at_head else None
        return actor.country if actor and actor.kind == "country" else None

    def _places(self, c: Candidate) -> Iterator[tuple[str, str]]:
        """The places of its sentence, the nearest first, and the last one of a sentence before."""
        w, here = self.w, self.w.sent[c.head]
        near = sorted((abs(i - c.head), i, code) for i, code in self.scenes.places if w.sent[i] == here)
        if not near:
            yield NONE, "no place"
        for n, (apart, i, code) in enumerate(near):
            yield code, "place"
            yield code, f"place {'farther' if n else 'nearest'} {'after' if i > c.head else 'before'}"
            if not n:
                yield code, f"place {'near' if apart < 6 else 'far'} {w.lower[i]}"
        towns = sorted((abs(i - c.head), i, code) for i, code in self.scenes.towns if w.sent[i] == here)
        if towns:
            yield towns[0][2], "town"
        before = [(here - w.sent[i], -i, code) for i, code in self.scenes.places if 0 < here - w.sent[i] <= 3]
        if before:
            back, _, code = min(before)
            yield code, f"place back {back}"

    def _beside(self, c: Candidate) -> Iterator[tuple[str, str]]:
        """Who else is in the sentence, and how he stands to it."""
        w, here = self.w, self.w.sent[c.head]
        first = self.origins.at_head.get(w.head[c.head]) if w.dep[c.head] == "conj" else None
        if first is not None and (actor := self.of.get(first)) is not None:
            yield actor.country or NONE, "list"
        near = sorted(self._around(c, here, here), key=lambda pair: abs(pair[0].head - c.head))
        for n, (o, actor) in enumerate(near):
            if (code := actor.country) is None:
                continue
            side, order = _SIDES.get(w.dep[o.head], "other"), "after" if o.head > c.head else "before"
            yield code, f"{side} {order}"
            if not n:
                yield code, f"nearest {side} {order}"
            if actor.kind == "country":
                yield code, "state"
            if relation := self._relation(o.head, c.head):
                yield code, relation
                yield code, f"{relation} {actor.kind}"

    def _around(self, c: Candidate, first: int, last: int) -> Iterator[tuple[Candidate, Actor]]:
        """The mentions of others in the sentences from one to another."""
        own = self.of.get(c)
        for o in self.order[bisect_left(self.sents, first) : bisect_left(self.sents, last + 1)]:
            actor = self.of.get(o)
            inside = c.start <= o.start and o.end <= c.end
            if (
                actor is not None
                and (actor is not own or own.kind == "country")
                and not inside
                and not sponsors(self.w, o)
            ):
                yield o, actor

    def _relation(self, other: int, i: int) -> str:
        """How one word of a clause stands to another: as who does it, or who suffers it."""
        w = self.w
        if clause(w, i, _DEEP) != clause(w, other, _DEEP):
            return ""
        done, objects = w.dep[other] == "nsubj", ("dobj", "dative", "pobj")
        if done and w.dep[i] in objects:
            return "does to it"
        return "suffers it" if w.dep[i] == "nsubj" and w.dep[other] in objects else "same clause"

    def _before(self, c: Candidate) -> Iterator[tuple[str, str]]:
        """Of whom the sentences before and the words before it spoke: by country, and people apart."""
        w, here = self.w, self.w.sent[c.head]
        sectors = set(c.role.sectors) if c.role else set()
        last: dict[str, int] = {}
        kin: dict[str, int] = {}
        people: list[str] = []
        for o, actor in self._around(c, here - _WINDOW, here):
            if (code := actor.country) is None or o.start > c.start:
                continue
            last[code] = back = here - w.sent[o.head]
            if actor.kind != "country" and sectors.intersection(actor.sectors):
                kin[code] = back
            if actor.kind == "person" and back <= _PEOPLE:
                people.append(code)
            if back == 1 and w.dep[o.head] in ("nsubj", "nsubjpass"):
                yield code, "subject before"
        for code, back in last.items():
            yield code, f"back {back}"
            if back == min(last.values()):
                yield code, "latest"
        yield from ((code, f"kin {min(back, 4)}") for code, back in kin.items())
        if people:
            yield people[-1], "last person"
            yield from ((code, f"people {min(n, 3)}") for code, n in Counter(people).items())
            if len(set(people)) == 1:
                yield people[0], "all people"

    def _bearers(self, c: Candidate) -> Iterator[tuple[str, str]]:
        """The countries of whom the same noun was used before."""
        noun, own = c.role.noun if c.role else "", self.of.get(c)
        before: dict[str, int] = {}
        for o in self.bearers.get(noun, ()):
            actor = self.of.get(o)
            if o.start >= c.start:
                break
            if actor is not None and actor.country and (actor is not own or own.kind == "country"):
                before[actor.country] = self.w.sent[c.head] - self.w.sent[o.head]
        yield from ((code, f"bearer {min(back, 4)}") for code, back in before.items())
        if before:
            yield NONE, "bearer"
            yield min(before, key=lambda code: before[code]), "last bearer"

    def _standing(self, code: str) -> tuple[str, ...]:
        """What a country is to the report as a whole."""
        if code not in self.standings:
            self.standings[code] = tuple(self._stands(code))
        return self.standings[code]

    def _stands(self, code: str) -> Iterator[str]:
        scenes = self.scenes
        if code not in countries():
            yield "network" if code == "IMG" else "no state"
        if code == scenes.scene:
            yield "scene"
            if scenes.sure:
                yield "sure scene"
        flags = {"main": self.stage.main, "first": self.first, "private": scenes.private, "fled": scenes.fled}
        yield from (flag for flag, value in flags.items() if value == code)
        if code in self.lead:
            yield "lead"
        yield f"rank {min(self.rank[code], 3)}" if code in self.rank else "unnamed"
        yield f"share {round(self.share.get(code, 0) * 5)}"
        yield f"placed {round(self.placed.get(code, 0) * 4)}"

    def _none(self) -> Iterator[str]:
        scenes = self.scenes
        yield "none"
        yield f"none of {min(len(self.rank), 5)}"
        yield f"none {'sure' if scenes.sure else 'scene' if scenes.scene else '-'} {bool(self.stage.main)}"
