"""Who is on stage: the actors of a report as they come up, and what grammar alone tells of whom a word means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from regesta.coding.actors.binding import bound, clause, does, sponsors
from regesta.coding.actors.clues import Candidate
from regesta.coding.actors.quoting import Quoting
from regesta.coding.actors.words import Words
from regesta.schema import content_id

if TYPE_CHECKING:
    from regesta.coding.actors.stage import Actor

NEAR: Final = 2  # sentences back in which somebody is still on stage
_NEAR_PAIR: Final = 1.4  # sentences back in which 'the two countries' are looked for first
_QUOTED_SENTENCE: Final = 0.3  # of a sentence, for one wholly inside a quotation
_SUBJECTS: Final = ("nsubj", "nsubjpass")
_PLACE_WORDS: Final = frozenset("in at from into to across throughout inside outside near around".split())


@dataclass(slots=True)
class Seen:
    """A mention of an actor that has been read."""

    candidate: Candidate
    actor: "Actor"
    sentence: float  # time on the clock
    place: bool  # 'in Ukraine' names a place rather than an actor
    quoted: bool


class Discourse:
    """The actors mentioned so far, newest last."""

    def __init__(
        self, words: Words, candidates: Sequence[Candidate], at: "Callable[[int], Actor | None]" = lambda i: None
    ) -> None:
        self.w = words
        self.at = at  # the actor of the mention whose head is a token, also of one further on
        self.quoting = Quoting(words)
        self.quoted = self.quoting.quoted
        self.seen: list[Seen] = []
        self.recent: dict[str, Seen] = {}  # the last mention of each actor, the newest last
        self.actors: dict[str, Actor] = {}
        self.counts: dict[str, float] = {}
        self.actor_at: dict[int, str] = {}
        self.sides: dict[str, tuple[str, str]] = {}  # for whom a person speaks: "they" in his words are others
        self.pairs: dict[str, list[Actor]] = {}
        self.clock = self._clock()
        heads = {c.head for c in candidates}
        self.things = [
            i
            for i in range(len(words.text))
            if i not in heads
            and words.tag[i] in ("NN", "NNS", "NNP")
            and words.dep[i] in (*_SUBJECTS, "dobj")
            and words.ent[i] not in ("DATE", "TIME")
        ]  # nouns that are no actors but may be what 'it' and 'they' mean

    def _clock(self) -> list[float]:
        """The number of each sentence, where those that lie wholly inside a quotation count a third."""
        w = self.w
        outside = [False] * (max(w.sent, default=-1) + 2)
        for i, sentence in enumerate(w.sent):
            if sentence >= 0 and not self.quoted[i] and w.pos[i] != "PUNCT":
                outside[sentence] = True
        clock, now = [], 0.0
        for is_outside in outside:
            now += 1.0 if is_outside else _QUOTED_SENTENCE
            clock.append(now)
        return clock

    def add(self, c: Candidate, actor: "Actor", *, told: bool = False) -> None:
        """Note a mention of an actor; what he is called (`told`) and a place count little, 'US-backed' nothing."""
        w = self.w
        if actor.kind == "country" and sponsors(w, c):
            return
        dep, country = w.dep[c.head], actor.kind == "country"
        place = country and dep == "pobj" and w.lower[w.head[c.head]] in _PLACE_WORDS
        presence = 0.0 if told or place else 0.5 if country and dep in ("amod", "compound", "nmod") else 1.0
        self.counts[actor.id] = self.counts.get(actor.id, 0.0) + presence
        seen = Seen(c, actor, self.clock[w.sent[c.head]], place, self.quoted[c.head])
        self.seen.append(seen)
        self.recent.pop(actor.id, None)
        self.recent[actor.id] = seen
        self.actors[actor.id] = actor
        self.actor_at[c.head] = actor.id
        if actor.kind == "person":
            self.sides[actor.id] = (actor.affiliation, content_id("entity", "country", actor.country))

    def own_speaker(self, i: int) -> str | None:
        """The id of the actor in whose quotation a token stands, if that actor is already known."""
        head = self.quoting.speaker(i) if self.quoted[i] else None
        if head is None:
            return None
        actor = self.at(head)  # he may be named only after his words
        return self.actor_at.get(head) or (actor.id if actor else None)

    def fits(self, seen: Seen, kind: str) -> bool:
        """Can a pronoun of that kind mean it, by number, gender and what it is?"""
        actor, mention = seen.actor, seen.candidate
        if kind in ("m", "f"):
            return actor.kind == "person" and actor.gender in ("", kind)
        many = mention.plural and mention.form != "pronoun"
        if kind == "n":
            return not many and (
                actor.kind in ("country", "organisation")
                or (actor.kind == "group" and actor.named and not actor.plural)
            )
        return many or actor.plural or actor.kind in ("group", "organisation") or bool(actor.members)

    def relative(self, c: Candidate) -> "Actor | None":
        """'Who' and 'which' mean the noun that their clause describes."""
        w = self.w
        i = c.head
        for _ in range(6):
            if w.dep[i] == "relcl":
                target = w.head[i]
                for seen in reversed(self.seen[-12:]):
                    if seen.candidate.head == target or seen.candidate.start <= target < seen.candidate.end:
                        return seen.actor if self._may_be(c, seen.actor) else None
                return None
            if w.head[i] == i:
                break
            i = w.head[i]
        before = c.start - 1
        if before >= 0 and w.text[before] == ",":
            before -= 1
        if self.seen and self.seen[-1].candidate.end - 1 == before and self._may_be(c, self.seen[-1].actor):
            return self.seen[-1].actor
        return None

    def _may_be(self, c: Candidate, actor: "Actor") -> bool:
        """'Which' is no person: in 'an inquiry into Berg, which began in May' it is the inquiry."""
        return not (self.w.lower[c.head] == "which" and actor.kind == "person")

    def doer(self, c: Candidate) -> "Actor | None":
        """Whom 'himself' means: the subject of its clause, also of the clause above an infinitive."""
        w = self.w
        verb = clause(w, c.head)
        for _ in range(4):
            subject = next((t.i for t in w.doc[verb].lefts if t.dep_ in ("nsubj", "nsubjpass")), None)
            if subject is not None or w.head[verb] == verb or self.quoted[w.head[verb]] != self.quoted[c.head]:
                break
            verb = clause(w, w.head[verb])
        near = (s for s in reversed(self.seen) if s.candidate.head == subject)
        seen = next(near, None)
        return seen.actor if seen and self.fits(seen, c.gender) else None

    def ahead(self, c: Candidate) -> "Actor | None":
        """The subject that follows where the pronoun stands in a phrase before it: 'In his speech Berg said …'."""
        w = self.w
        if c.gender not in ("m", "f", "n"):
            return None
        i = c.head
        for _ in range(8):
            verb = w.head[i]
            if verb == i:
                return None
            if w.dep[i] in ("prep", "advcl") and w.pos[verb] in ("VERB", "AUX") and verb > i:
                break
            i = verb
        else:
            return None
        subject = next((t.i for t in w.doc[verb].children if t.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None or subject <= c.head or w.sent[subject] != w.sent[c.head]:
            return None
        actor = self.at(subject)
        if actor is None or not actor.named:
            return None
        fits = actor.kind in ("country", "organisation", "group") if c.gender == "n" else actor.kind == "person"
        return actor if fits and (c.gender == "n" or actor.gender in ("", c.gender)) else None

    def unheard(self, c: Candidate) -> "Actor | None":
        """A name that no list knows and that 'she' shows to be a person's, though it was taken for a body's."""
        here = self.clock[self.w.sent[c.head]]
        for seen in reversed(self.seen):
            if here - seen.sentence > NEAR:
                return None
            actor = seen.actor
            unknown = actor.named and actor.kind == "organisation" and not actor.sectors
            if unknown and seen.candidate.form == "name" and not bound(self.w, seen.candidate, c):
                return actor
        return None

    def namesake(self, c: Candidate) -> "Actor | None":
        """The body whose name ends in the word of the description: 'the gallery' for the Tate Gallery."""
        word = self.w.lower[c.head]
        if self.w.lower[c.start] not in ("the", "this", "that"):
            return None
        for seen in reversed(self.seen):
            named = seen.candidate.form == "name" and seen.actor.kind in ("organisation", "group")
            if named and self.w.lower[seen.candidate.end - 1] == word:
                return seen.actor
        return None

    def latest(self, fits: "Callable[[Actor], bool]") -> "Actor | None":
        """The last actor mentioned that fits."""
        return next((seen.actor for seen in reversed(self.seen) if fits(seen.actor)), None)

    def last(self, n: int, c: Candidate, wants: "Callable[[Actor], Actor | None]") -> "list[Actor]":
        """The n actors mentioned last that are wanted: near ones, else those of the same words before, else any.

        `wants` gives the actor that counts for a mentioned one (the country of a minister), None for the unwanted.
        """
        words = " ".join(self.w.lower[c.start : c.end])
        now = self.clock[self.w.sent[c.head]]
        near = self._distinct(n, c, wants, now - _NEAR_PAIR)
        found = near or self.pairs.get(words) or self._distinct(n, c, wants, -1.0)
        if found:
            self.pairs[words] = found
        return found

    def _distinct(self, n: int, c: Candidate, wants: "Callable[[Actor], Actor | None]", since: float) -> "list[Actor]":
        found: list[Actor] = []
        doers = [wants(seen.actor) for seen in self.seen[-6:] if does(self.w, seen.candidate, c)]
        for seen in reversed(self.seen):
            if seen.sentence < since:
                break
            if seen.candidate.start >= c.start or seen.actor.members:
                continue
            actor = wants(seen.actor)
            if actor is not None and actor not in found and actor not in doers:
                found.insert(0, actor)
            if len(found) == n:
                return found
        return []
