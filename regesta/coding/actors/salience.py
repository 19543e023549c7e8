"""Who is on stage: finds whom pronouns and short descriptions mean, by recency, grammar, number and gender.

After each mention of a known actor the stage is updated; a pronoun takes the best of the fitting actors of the last
sentences (a weighted form of Lappin and Leass 1994), a description ('the group', 'the president') the last actor of
which the report used such a noun.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from regesta.coding.actors.clues import SPEAKING, SPONSORED, Candidate
from regesta.coding.actors.words import Words
from regesta.schema import content_id

if TYPE_CHECKING:
    from regesta.coding.actors.stage import Actor

REACH = 2  # sentences back
_WEIGHT: Final = {
    "nsubj": 1.0, "nsubjpass": 0.9, "ROOT": 0.8, "agent": 0.5, "dobj": 0.5, "dative": 0.4, "poss": 0.35, "conj": 0.4,
    "attr": 0.3, "appos": 0.4, "pobj": 0.15,
}  # fmt: skip
# Weights, tuned by coordinate search on the development halves of NP4E and GUM news.
PER_SENTENCE = 1.5
PER_MENTION = 0.2
MOST_MENTIONS = 12
MOST_FOR_THEY = 3  # of those whom 'they' may mean: many are mentioned once ('families', 'doctors')
QUOTE_EDGE = 0.8
NEAREST_SUBJECT = 0.4
OUTER_SUBJECT = 0.0
OWN_SPEAKER = 0.5
OWN_PERSON = 4.0
AHEAD = 0.8  # weight of the subject that follows 'in his speech'
SAME_CLAUSE = 1.2
PARALLEL = 0.15
SINGULAR = 0.5
AS_PLACE = 0.0
AS_MODIFIER = 0.5
LEAST_FOR_IT = -0.2
PRONOUN_CHAIN = 0.0
QUOTED_SENTENCE = 0.3
NEAR_PAIR = 1.4  # sentences back in which 'the two countries' are looked for first
NOUN_WEIGHT, NOUN_DISTANCE, NOUN_MENTION, NOUN_COUNTRY = 0.5, 0.5, 0.3, 1.0  # the same for descriptions
SPEECH_PARALLEL = 1.0
_REQUESTS: Final = frozenset("ask urge tell order demand require request call instruct insist warn want".split())
_THING = 0.3  # how much a thing weighs against an actor
_THING_DEPS: Final = frozenset("nsubj nsubjpass dobj".split())
_SPEECH: Final = frozenset(
    "say tell add announce warn deny ask urge accuse insist argue claim stress note explain declare state".split()
)
_FURTHER: Final = frozenset("first second third fourth other another next neither".split())
_CONTROL: Final = frozenset(("of", "from", "into", "for"))
_REFLEXIVE: Final = frozenset("himself herself itself themselves".split())
_GROUP_NOUNS: Final = frozenset(
    "group organisation organization movement militia party faction alliance company firm agency union body bloc "
    "coalition network".split()
) | {
    f"{kind} group"
    for kind in ("rebel", "militant", "armed", "terrorist", "terror", "guerrilla", "jihadist", "extremist")
}
_COUNTRY_NOUNS: Final = frozenset(("country", "nation", "kingdom", "republic", "state"))
_STATE: Final = frozenset(
    ("armed forces", "police", "government", "parliament", "air force", "navy", "foreign ministry", "defence ministry")
)
_SIDES: Final = frozenset(("REB", "MIL", "PRM", "OPP"))
_PLACE_WORDS: Final = frozenset("in at from into to across throughout inside outside near around".split())
_ANYONE: Final = frozenset("any every each no neither either".split())
_ANYBODY: Final = frozenset("man woman leader official boy girl teenager kid politician".split())
_YOUNG: Final = frozenset("boy girl teenager kid".split())
_ISLANDS: Final = frozenset("TWN CYP CUB LKA PHL JAM HTI ISL MLT MDG FJI GRL IRL SGP BHR MUS TTO BRB GBR".split())
_VEHICLES: Final = frozenset("plane airliner aircraft jet airplane ship boat vessel tanker ferry".split())
_CULPRITS: Final = frozenset(
    "suspect hijacker gunman attacker assailant killer bomber kidnapper murderer robber".split()
)
_NO_NETWORK: Final = frozenset("rebel rebels attacker attackers freedom-fighter freedom-fighters".split())
_CHIEFS: Final = frozenset(("leader", "chief", "head", "boss", "commander"))
_REBELS: Final = frozenset(("rebel", "rebels", "guerrilla", "guerrillas", "insurgent", "insurgents"))
_SYNONYMS: Final = {
    **dict.fromkeys(_CHIEFS, _CHIEFS),
    **dict.fromkeys(_REBELS, _REBELS),
    **dict.fromkeys(_VEHICLES, _VEHICLES),
    **dict.fromkeys(_CULPRITS - {"suspect"}, frozenset({"suspect"})),
    "suspect": _CULPRITS,
    "rebel chief": {"rebel leader"},
    "police": {"policemen"},
}


@dataclass(slots=True)
class _Seen:
    candidate: Candidate
    actor: "Actor"
    sentence: float  # time on the clock
    weight: float
    quoted: bool


class Discourse:
    """The actors mentioned so far, newest last."""

    def __init__(
        self, words: Words, candidates: Sequence[Candidate], at: "Callable[[int], Actor | None]" = lambda i: None
    ) -> None:
        self.w = words
        self.at = at  # the actor of the mention whose head is a token, also of one further on
        self.seen: list[_Seen] = []
        self.counts: dict[str, float] = {}
        self.actor_at: dict[int, str] = {}
        self.sides: dict[str, tuple[str, str]] = {}  # for whom a person speaks: "they" in his words are others
        self.pairs: dict[str, list[Actor]] = {}
        self.quoted = _quoted(words)
        self.clock = self._clock()
        self.speakers: dict[tuple[int, int], int | None] = {}
        self.said = self._said()
        self.colons = [(j, i) for i, text in enumerate(words.text)
                       if text == ":" and not self.quoted[i] and not self._opens_quotation(i)
                       for j in self.said.get(words.sent[i], ()) if i - 6 <= words.head[j] < i][:20]  # fmt: skip
        self.things = self._things({c.head for c in candidates})

    def _opens_quotation(self, colon: int) -> bool:
        """Do the marks of a quotation follow a colon? Then what is said ends with them."""
        return any(self.quoted[colon + 1 : colon + 4])

    def _things(self, actors: set[int]) -> list[tuple[int, bool, float]]:
        """Nouns that are no actors but may be what 'it' and 'they' mean: (token, plural, weight)."""
        w = self.w
        return [
            (i, w.tag[i] == "NNS", _WEIGHT.get(w.dep[i], 0.0) * _THING)
            for i in range(len(w.text))
            if w.tag[i] in ("NN", "NNS", "NNP")
            and w.dep[i] in _THING_DEPS
            and i not in actors
            and w.ent[i] not in ("DATE", "TIME")
        ]

    def _clock(self) -> list[float]:
        """The number of each sentence, where those that lie wholly inside a quotation count a third."""
        w = self.w
        outside = [False] * (max(w.sent, default=-1) + 2)
        for i, sentence in enumerate(w.sent):
            if sentence >= 0 and not self.quoted[i] and w.pos[i] != "PUNCT":
                outside[sentence] = True
        clock, now = [], 0.0
        for is_outside in outside:
            now += 1.0 if is_outside else QUOTED_SENTENCE
            clock.append(now)
        return clock

    def speaker(self, i: int) -> int | None:
        """The token that heads the speaker of the quotation around a token; None if none is named."""
        w = self.w
        if not self.quoted[i]:  # a statement printed after a colon, without quotation marks
            return next((j for j, end in reversed(self.colons) if end < i), None)
        inner = self._inner_speaker(i)
        if inner is not None:
            return inner
        first = last = i
        while first > 0 and self.quoted[first - 1]:
            first -= 1
        while last + 1 < len(w.text) and self.quoted[last + 1]:
            last += 1
        if (first, last) not in self.speakers:
            self.speakers[first, last] = self._speaker(first, last)
        return self.speakers[first, last]

    def _speaker(self, first: int, last: int) -> int | None:
        w = self.w
        ends = w.text[last] in (".", "…")  # then what follows is no 'he said' of it
        for sentence in dict.fromkeys((w.sent[last], w.sent[first], w.sent[min(last + 2, len(w.text) - 1)])):
            for j in self.said.get(sentence, ()):
                if not self.quoted[j] and not (ends and j > last):
                    return j
        for sentence in (w.sent[first] - 1, w.sent[first] - 2):
            for j in self.said.get(sentence, ()):
                if not self.quoted[j]:
                    return j
        goes_on = self._quoted_before(first)
        return self.speaker(goes_on) if goes_on is not None else None

    def _inner_speaker(self, i: int) -> int | None:
        """Who speaks in single marks inside a quotation: 'he' in “He told me: ‘I am leaving’ and left.”"""
        w = self.w
        for j in range(i - 1, max(-1, i - 60), -1):
            if not self.quoted[j] or (w.text[j] == "’" and w.tag[j] != "POS"):
                return None
            if w.text[j] == "‘":
                said = [k for s in (w.sent[j], w.sent[j - 1]) for k in self.said.get(s, ()) if j - 8 <= k < j]
                return said[-1] if said and w.head[said[-1]] < j else None
        return None

    def _quoted_before(self, first: int) -> int | None:
        """The last token of the quotation that ends right before one, in the paragraph above."""
        i = first - 1
        while i > 0 and (not self.w.text[i].strip() or self.w.pos[i] == "PUNCT"):
            if self.quoted[i]:
                return i
            i -= 1
        return i if i > 0 and self.quoted[i] else None

    def _said(self) -> dict[int, list[int]]:
        """Subjects of verbs of speech, by sentence."""
        w = self.w
        found: dict[int, list[int]] = {}
        for i in range(len(w.text)):
            if w.dep[i] not in ("nsubj", "dobj") or w.sent[i] < 0 or w.lemma(w.head[i]) not in SPEAKING:
                continue
            verb = w.head[i]  # "said the minister" is often parsed with an object: one without a subject before it
            before = range(max(0, i - 30), i)
            if w.dep[i] == "nsubj" or not any(w.dep[j] == "nsubj" and w.head[j] == verb for j in before):
                found.setdefault(w.sent[i], []).append(i)
        return found

    def add(self, c: Candidate, actor: "Actor", *, told: bool = False) -> None:
        """Note a mention of an actor, with no weight where it is what he is called (`told`); 'US-backed' has none."""
        w = self.w
        if actor.kind == "country" and w.text[c.end : c.end + 1] == ["-"] and w.lower[c.end + 1] in SPONSORED:
            return
        weight = _WEIGHT.get(w.dep[c.head], 0.1)
        verb = w.head[c.head]
        if w.dep[c.head] in ("nsubj", "nsubjpass") and w.dep[verb] == "ROOT":
            weight += 0.3
        presence = 1.0
        if actor.kind == "country" and w.dep[c.head] == "pobj" and w.lower[verb] in _PLACE_WORDS:
            weight, presence = 0.0, AS_PLACE  # 'in Ukraine' names a place rather than an actor
        elif actor.kind == "country" and w.dep[c.head] in ("amod", "compound", "nmod"):
            presence = AS_MODIFIER
        if told:
            weight, presence = 0.0, 0.0
        self.counts[actor.id] = self.counts.get(actor.id, 0.0) + presence
        self.seen.append(_Seen(c, actor, self.clock[w.sent[c.head]], weight, self.quoted[c.head]))
        self.actor_at[c.head] = actor.id
        if actor.kind == "person":
            self.sides[actor.id] = (actor.affiliation, content_id("entity", "country", actor.country))

    def antecedent(self, c: Candidate) -> "Actor | None":
        """Whom a pronoun means, None if nobody fits."""
        kind = c.gender
        if kind == "r":
            return self._relative(c)
        if kind in ("1", "4"):
            return None
        if self.w.lower[c.head] in _REFLEXIVE and self.seen and self.seen[-1].candidate.end == c.start:
            return self.seen[-1].actor  # 'Arafat himself'
        doer = self._doer(c) if self.w.lower[c.head] in _REFLEXIVE else None
        if doer is not None:
            return doer
        best: tuple[float, Actor] | None = None
        here = self.clock[self.w.sent[c.head]]
        scores: dict[str, float] = {}
        barred: set[str] = set()
        actors: dict[str, Actor] = {}
        above = self._above(c.head)
        speaker = self._own_speaker(c.head)
        own_side = self.sides.get(speaker, ()) if speaker else ()
        for seen in reversed(self.seen):
            back = here - seen.sentence
            if back > REACH:
                break
            if back < 0 or seen.candidate.start >= c.start or not self._fits(seen, kind) or seen.actor.id in barred:
                continue
            if (
                kind in ("m", "f")
                and self._is_anyone(seen.candidate)
                and self.w.sent[c.head] != self.w.sent[seen.candidate.head]
            ):
                continue
            if self._bound(seen.candidate, c):
                barred.add(seen.actor.id)
                scores.pop(seen.actor.id, None)
                continue
            score = self._score(seen, c, back)
            if kind == "p" and seen.actor.kind in ("country", "organisation") and not seen.candidate.plural:
                score -= SINGULAR
            if seen.candidate.head in above:
                score += NEAREST_SUBJECT if seen.candidate.head == above[0] else OUTER_SUBJECT
            if speaker == seen.actor.id or (kind == "p" and seen.actor.id in own_side):
                score -= OWN_SPEAKER if kind in ("n", "p") else OWN_PERSON
            actors[seen.actor.id] = seen.actor
            scores[seen.actor.id] = max(scores.get(seen.actor.id, -9.0), score)
        ahead = self._ahead(c)
        if ahead is not None:
            actors[ahead.id] = ahead
            scores[ahead.id] = max(scores.get(ahead.id, -9.0), AHEAD)
            self.counts.setdefault(ahead.id, 0.0)
        for ident, score in scores.items():
            most = MOST_FOR_THEY if kind == "p" else MOST_MENTIONS
            score += PER_MENTION * min(self.counts[ident], most)
            if best is None or score > best[0]:
                best = (score, actors[ident])
        if best is None and kind in ("m", "f"):
            return self._unheard(c)
        if best is None or (kind in ("n", "p") and best[0] < max(LEAST_FOR_IT, self._rival(c, kind == "p"))):
            return None
        if kind in ("m", "f") and not best[1].gender:
            best[1].gender = kind
        return best[1]

    def _is_anyone(self, c: Candidate) -> bool:
        """Is it nobody in particular: 'any parent', 'every soldier', 'no doctor'?"""
        return c.form != "pronoun" and self.w.lower[c.start] in _ANYONE

    def _doer(self, c: Candidate) -> "Actor | None":
        """Whom 'himself' means: the subject of its clause, also of the clause above an infinitive."""
        w, verb = self.w, self._clause(c.head)
        for _ in range(4):
            subject = next((t.i for t in w.doc[verb].lefts if t.dep_ in ("nsubj", "nsubjpass")), None)
            if subject is not None or w.head[verb] == verb or self.quoted[w.head[verb]] != self.quoted[c.head]:
                break
            verb = self._clause(w.head[verb])
        near = (s for s in reversed(self.seen) if s.candidate.head == subject)
        seen = next(near, None)
        return seen.actor if seen and self._fits(seen, c.gender) else None

    def _ahead(self, c: Candidate) -> "Actor | None":
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

    def _unheard(self, c: Candidate) -> "Actor | None":
        """A name that no list knows and that 'she' shows to be a person's, though it was taken for a body's."""
        here = self.clock[self.w.sent[c.head]]
        for seen in reversed(self.seen):
            if here - seen.sentence > REACH:
                return None
            actor = seen.actor
            unknown = actor.named and actor.kind == "organisation" and not actor.sectors
            if unknown and seen.candidate.form == "name" and not self._bound(seen.candidate, c):
                return actor
        return None

    def _rival(self, c: Candidate, plural: bool) -> float:
        """The best score of a thing that the pronoun may mean instead of an actor."""
        w = self.w
        here, best = self.clock[w.sent[c.head]], -9.0
        subject = w.dep[c.head] in ("nsubj", "nsubjpass")
        for i, many, weight in reversed(self.things):
            if i >= c.start or many != plural:
                continue
            back = here - self.clock[w.sent[i]]
            if back > 1:
                break
            score = weight - PER_SENTENCE * back + (0.3 if subject and w.dep[i] in ("nsubj", "nsubjpass") else 0.0)
            best = max(best, score)
        return best

    def _above(self, i: int) -> list[int]:
        """Subjects, or addressees of requests, of the clauses around that of a token, the nearest first."""
        w = self.w
        found = []
        own = self._clause(i)
        possessive = w.tag[i] == "PRP$" or w.lower[i] in _REFLEXIVE
        verb = own if possessive else w.head[own]
        for _ in range(6):
            if w.pos[verb] in ("VERB", "AUX"):
                asked = w.lemma(verb) in _REQUESTS and w.dep[i] in ("nsubj", "nsubjpass")
                for child in w.doc[verb].children:
                    if child.i != i and (
                        child.dep_ in ("dobj", "dative") if asked else child.dep_ in ("nsubj", "nsubjpass")
                    ):
                        found.append(child.i)
                    elif asked and child.dep_ == "prep":
                        found.extend(g.i for g in child.children if g.dep_ == "pobj")
            if w.head[verb] == verb:
                break
            verb = w.head[verb]
        return [j for j in found if j != i]

    def _own_speaker(self, i: int) -> str | None:
        """The id of the actor in whose quotation a token stands, if that actor is already known."""
        head = self.speaker(i) if self.quoted[i] else None
        if head is None:
            return None
        actor = self.at(head)  # he may be named only after his words
        return self.actor_at.get(head) or (actor.id if actor else None)

    def _score(self, seen: _Seen, c: Candidate, back: float) -> float:
        w = self.w
        score = seen.weight - PER_SENTENCE * back
        possessive = w.tag[c.head] == "PRP$"
        if back == 0:
            verb = self._clause(c.head)
            agent = w.dep[seen.candidate.head] == "pobj" and w.dep[w.head[seen.candidate.head]] == "agent"
            if (
                possessive
                and (agent or w.dep[seen.candidate.head] in ("nsubj", "nsubjpass"))
                and self._clause(seen.candidate.head) == verb
            ):
                score += SAME_CLAUSE
            score -= 0.01 * (c.start - seen.candidate.end)
        if w.dep[c.head] in ("nsubj", "nsubjpass") and w.dep[seen.candidate.head] in ("nsubj", "nsubjpass"):
            score += PARALLEL
        if seen.candidate.form == "pronoun":
            score += PRONOUN_CHAIN
        if self.quoted[c.head] != seen.quoted:
            score -= QUOTE_EDGE
        if (
            w.dep[c.head] == "nsubj"
            and w.lemma(w.head[c.head]) in _SPEECH
            and w.dep[seen.candidate.head] == "nsubj"
            and w.lemma(w.head[seen.candidate.head]) in _SPEECH
        ):
            score += SPEECH_PARALLEL
        return score

    def _fits(self, seen: _Seen, kind: str) -> bool:
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

    def _clause(self, i: int) -> int:
        """The verb of the clause that a token stands in."""
        w = self.w
        for _ in range(12):
            head = w.head[i]
            if head == i or w.pos[i] in ("VERB", "AUX"):
                return i
            i = head
        return i

    def _bound(self, seen: Candidate, c: Candidate) -> bool:
        """A pronoun cannot mean the other argument of its own verb ('Putin told him'), nor what it stands inside of."""
        w = self.w
        if seen.start <= c.start < seen.end:
            return True
        if w.tag[c.head] == "PRP$" or w.lower[c.head] in _REFLEXIVE:
            return False
        mine = w.head[w.head[c.head]] if w.dep[c.head] == "pobj" else w.head[c.head]
        theirs = w.head[w.head[seen.head]] if w.dep[seen.head] == "pobj" else w.head[seen.head]
        while (
            mine != theirs
            and w.dep[mine] == "conj"
            and not any(w.dep[j] in ("nsubj", "nsubjpass") and w.head[j] == mine for j in range(w.head[mine], mine))
        ):
            mine = w.head[mine]  # 'they warned China and urged it': both verbs have one subject
            if mine == theirs and w.dep[seen.head] not in ("nsubj", "nsubjpass"):
                return False
        if self._same_doer(seen.head, mine, theirs):
            return True
        return (
            mine == theirs
            and w.dep[c.head] != "poss"
            and w.dep[seen.head] in ("nsubj", "nsubjpass", "dobj", "pobj", "dative")
        )

    def _same_doer(self, i: int, mine: int, theirs: int) -> bool:
        """Does a token do what an infinitive or gerund tells: 'Berg' in 'Berg promised to help him'?"""
        w = self.w
        if w.dep[mine] not in ("xcomp", "pcomp", "advcl") or w.pos[mine] != "VERB" or mine < i:
            return False
        if any(t.dep_ in ("nsubj", "nsubjpass") for t in w.doc[mine].lefts) or w.tag[mine] not in ("VB", "VBG"):
            return False
        above = w.head[w.head[mine]] if w.dep[mine] == "pcomp" else w.head[mine]
        if above != theirs or theirs == mine:
            return False
        asked = any(t.dep_ in ("dobj", "dative") and t.i < mine for t in w.doc[theirs].children)
        asked = asked and (w.dep[mine] != "pcomp" or w.lower[w.head[mine]] in _CONTROL)  # 'accused Berg of hiding him'
        if w.dep[mine] == "advcl":
            return bool(w.dep[i] == "nsubj")
        return bool(w.dep[i] in (("dobj", "dative") if asked else ("nsubj", "nsubjpass")))

    def _relative(self, c: Candidate) -> "Actor | None":
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

    def described(self, c: Candidate) -> "Actor | None":
        """The actor already on stage that a description without a country means."""
        role = c.role
        if role is None and c.definite:
            return self._namesake(c)
        if role is None or self.w.dep[c.start] == "poss" or self.w.tag[c.start] == "PRP$":
            return None
        if c.modifiers and role.body in _STATE:  # 'Kurdish forces' are not the forces named before
            return None
        if not _FURTHER.isdisjoint(self.w.lower[c.start : c.head]):
            return None  # 'the first group' and 'the other army' are not those named before
        alone = c.end - c.start == 1
        if not c.definite and not (alone and ((c.plural and set(role.sectors) & _SIDES) or role.body in _STATE)):
            return None
        if role.body == "government":
            return self._latest(c, lambda a: "government" in a.nouns, 99)
        if role.noun == "island" and not c.plural:
            return self._latest(c, lambda a: a.country in _ISLANDS and a.kind == "country", 9)
        if role.noun == "mainland":
            return self._latest(c, lambda a: a.country == "CHN" and a.kind == "country", 9)
        if role.body == "bloc":
            return (
                self._latest(c, lambda a: a.kind == "country", 2)
                if role.noun in _COUNTRY_NOUNS and not c.plural
                else None
            )
        nouns = {role.noun, *_SYNONYMS.get(role.noun, ())} | ({role.body} if role.body in _STATE else set())
        person = role.kind != "body" and not c.plural

        def fits(a: "Actor") -> bool:
            if a.kind == "organisation" and role.body in _STATE:
                return not nouns.isdisjoint(a.nouns)
            if a.kind == "country" or c.plural != (a.plural or (a.kind == "group" and role.kind != "body")):
                return False
            return (a.kind == "person") == person and not nouns.isdisjoint(a.nouns)

        found = self._latest(c, fits, 99)
        if found:
            return found
        if role.noun in _GROUP_NOUNS and not c.plural:
            found = self._latest(c, lambda a: a.kind in ("organisation", "group") and a.named and not a.plural, 3)
            if found or "REB" not in role.sectors:
                return found
        if "REB" in role.sectors and role.kind == "body" and not c.plural and c.definite:
            found = self._latest(c, lambda a: a.kind == "group" and a.named and "REB" in a.sectors, 99)
            if found:
                return found
        if "REB" in role.sectors and c.plural:
            named = {
                s.actor.id: s.actor
                for s in self.seen
                if s.actor.kind == "group" and s.actor.named and "REB" in s.actor.sectors
            }
            only = next(iter(named.values())) if len(named) == 1 else None
            apart = only is not None and only.country == "IMG" and role.noun in _NO_NETWORK
            return only if not apart else None  # a network's men are not 'the rebels' or 'the attackers'
        if role.kind == "body" and not c.plural and role.sectors:
            kin = frozenset(role.sectors)
            found = self._latest(
                c, lambda a: a.kind in ("organisation", "group") and a.named and not kin.isdisjoint(a.sectors), 4
            )
            if found:
                return found
        if role.noun in _ANYBODY and not c.plural:
            private = role.sectors in ((), ("CVL",))

            def may_be(a: "Actor") -> bool:
                fits = a.kind == "person" and a.gender in ("", role.gender or a.gender)
                return fits and not (
                    private and role.noun in _YOUNG and a.named and a.sectors not in ((), ("CVL",), ("EDU",))
                )

            return self._latest(c, may_be, 2)
        return None

    def ruled(self, c: Candidate) -> str | None:
        """The country whose government the report named last as a government or regime."""
        found = self._latest(c, lambda a: "government" in a.nouns and a.kind == "country", 99)
        return found.country if found else None

    def _namesake(self, c: Candidate) -> "Actor | None":
        """The body whose name ends in the word of the description: 'the gallery' for the Tate Gallery."""
        word = self.w.lower[c.head]
        if self.w.lower[c.start] not in ("the", "this", "that"):
            return None
        for seen in reversed(self.seen):
            named = seen.candidate.form == "name" and seen.actor.kind in ("organisation", "group")
            if named and self.w.lower[seen.candidate.end - 1] == word:
                return seen.actor
        return None

    def _latest(self, c: Candidate, fits: "Callable[[Actor], bool]", reach: int) -> "Actor | None":
        best: tuple[float, Actor] | None = None
        doer = {s.actor.id for s in self.seen[-6:] if self._does(s.candidate, c)}
        for seen in reversed(self.seen):
            back = self.clock[self.w.sent[c.head]] - seen.sentence
            if back > reach:
                break
            inside = c.start <= seen.candidate.start < c.end
            if fits(seen.actor) and not inside and seen.actor.id not in doer:
                score = NOUN_WEIGHT * seen.weight - NOUN_DISTANCE * back
                score += NOUN_MENTION * min(self.counts[seen.actor.id], 5)
                score += NOUN_COUNTRY if seen.actor.country or seen.actor.named else 0.0
                if best is None or score > best[0]:
                    best = (score, seen.actor)
        return best[1] if best else None

    def _does(self, seen: Candidate, c: Candidate) -> bool:
        """Is the first the subject of the clause in which a description is no subject: 'the army fights the group'?"""
        w = self.w
        if (
            seen.form == "pronoun"
            or w.dep[seen.head] != "nsubj"
            or w.dep[c.head] in ("nsubj", "nsubjpass", "attr", "appos")
        ):
            return False
        return bool(w.head[seen.head] == self._clause(c.head))

    def last(self, n: int, c: Candidate, wants: "Callable[[Actor], Actor | None]") -> "list[Actor]":
        """The n actors mentioned last that are wanted: near ones, else those of the same words before, else any.

        `wants` gives the actor that counts for a mentioned one (the country of a minister), None for the unwanted.
        """
        words = " ".join(self.w.lower[c.start : c.end])
        now = self.clock[self.w.sent[c.head]]
        near = self._distinct(n, c, wants, now - NEAR_PAIR)
        found = near or self.pairs.get(words) or self._distinct(n, c, wants, -1.0)
        if found:
            self.pairs[words] = found
        return found

    def _distinct(self, n: int, c: Candidate, wants: "Callable[[Actor], Actor | None]", since: float) -> "list[Actor]":
        found: list[Actor] = []
        for seen in reversed(self.seen):
            if seen.sentence < since:
                break
            if seen.candidate.start >= c.start or seen.actor.members:
                continue
            actor = wants(seen.actor)
            if actor is not None and actor not in found:
                found.insert(0, actor)
            if len(found) == n:
                return found
        return []


def _quoted(w: Words) -> list[bool]:
    """Is the token inside quotation marks? A new paragraph or sentence far off closes a mark left open."""
    inside, out, since = False, [], 0
    for text in w.text:
        if text in ("“", "``"):
            inside, since = True, 0
        elif text in ("”", "''"):
            inside = False
        elif text == '"':
            inside, since = not inside, 0
        elif "\n" in text:
            inside = False
        since += 1
        if since > 150:
            inside = False
        out.append(inside)
    return out
