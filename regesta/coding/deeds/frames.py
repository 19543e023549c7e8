"""What the lexicon alone says of a trigger: a candidate with its type and with those who take part.

The frame of an entry says where its recipient stands ('imposed sanctions | on Iran'); the parse gives the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from regesta.coding.deeds.arguments import (
    after,
    agents,
    companions,
    datives,
    doers,
    done_to,
    is_infinitive,
    is_passive,
    opened,
    owners,
    unwrapped,
)
from regesta.coding.deeds.scene import BELONGS_TO, Scene
from regesta.coding.deeds.triggers import NOMINAL, VERBAL, Entry, entry_of, has_phrase, is_goods
from regesta.schema import Mention

COOPERATION: Final = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
HOSTILE: Final = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Words that may tell an event. `tone` is the word whose tense and negation count: the outermost operator."""

    trigger: Token
    tone: Token
    type: str
    mode: str | None
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    mutual: bool
    rule: str
    is_bare: bool  # one common word decided, nothing around it
    planned: bool = False
    alleged: bool = False
    denied: bool = False
    failed: bool = False
    possible: bool = False

    @property
    def is_nominal(self) -> bool:
        """Told by a noun alone."""
        return self.trigger.pos_ in NOMINAL


def from_entry(scene: Scene, token: Token, entry: Entry) -> Candidate:
    """The candidate of a trigger and its entry."""
    if token.pos_ in VERBAL:
        actors, recipients = _arguments_of_verb(scene, token, entry)
    else:
        actors, recipients = _arguments_of_noun(scene, token, entry)
    mutual = entry.mutual and entry.type != "ASSAULT"
    if mutual:
        actors, recipients = union(actors, recipients), ()
    if recipients != actors:  # equal when they do it to each other
        recipients = (struck if entry.type in HOSTILE else without)(scene, recipients, actors)
    return Candidate(
        trigger=token, tone=token, type=entry.type, mode=entry.mode, actors=actors,
        recipients=recipients, mutual=mutual, rule=entry.rule, is_bare=entry.is_bare,
    )  # fmt: skip


def _arguments_of_verb(scene: Scene, verb: Token, entry: Entry) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    actors = scene.doing(t for t in doers(verb) if t.lemma_ not in _WARS)
    found: list[Mention] = []
    objects = done_to(verb)
    if actors and not is_passive(verb):
        actors = union(actors, without(scene, scene.doing(companions(verb)), actors))
    if entry.rule.startswith(_SUBJECT_SUFFERS):  # "ten died in the attack", "the base came under fire from rebels"
        deeds = [t for p in after(verb, "under") for t in after(p, "from", "by")]
        return scene.parties([*deeds, *after(verb, "from", "by")], ()), scene.parties(doers(verb))
    if any(is_reciprocal(o) for o in objects):
        return actors, actors
    if entry.object and not actors and is_passive(verb):  # "the US pullout was announced"
        actors = scene.doing([o for thing in objects for o in owners(thing)])
    if not actors and is_passive(verb) and (entry.mode in _BY_THE_STATE or entry.rule in _FROM_A_BODY):
        actors = scene.of_place(after(verb, "in", "from"))
    sources = _sources(verb, entry)
    if len(actors) > 1 and entry.rule in _AT_EACH_OTHER:  # "the two navies exchanged fire near the strait"
        sources = [s for s in sources if s not in _PLACES]
    for source in sources:
        tokens = _look(verb, objects, source, entry)
        within = _WITHIN.get(entry.type, BELONGS_TO)
        parties = scene.direct(tokens) if entry.mutual else scene.parties(tokens, within)
        if found := [m for m in parties if not any(_is_itself(scene, m, a, source, entry) for a in actors)]:
            break
    if found and entry.rule in _TAKEN:
        holders = scene.direct(t for word in (verb, *objects) for t in after(word, "from"))
        found = [*found, *(m for m in holders if m.id not in scene.stages and m not in found)]
    if found and entry.mode == "demo" and source not in ("against", "over"):  # where one marches suffers nothing by it
        found = [m for m in found if m.id not in scene.stages]
    if not found and len(actors) > 1 and entry.rule in _AT_EACH_OTHER:  # "the two navies exchanged fire"
        return actors, actors
    if not found and entry.type in _HAS_AIM:
        found = [m for m in scene.parties(_aims(verb)) if not any(scene.same(m, a) for a in actors)]
    return actors, tuple(found)


def _is_itself(scene: Scene, mention: Mention, actor: Mention, source: str, entry: Entry) -> bool:
    """The same actor again; but a government may well do something in its country."""
    if source in ("in", "on", "at") and mention.id in scene.stages and entry.type in HOSTILE:
        return False
    if source in ("in", "on", "at") and actor.form in ("nominal", "title") and mention.form in ("name", "metonym"):
        return mention.id == actor.id
    return scene.same(mention, actor)


def is_reciprocal(token: Token) -> bool:
    """'each other', 'one another'"""
    return token.lower_ in ("other", "another") and any(c.lower_ in ("each", "one") for c in token.children)


def _is_given(thing: Token, entry: Entry) -> bool:
    """The aid itself, "the government's support" that a minister repeats: neither is the recipient."""
    if entry.type == "AID":
        return thing.lemma_ == entry.object and is_goods(thing.lemma_)
    return entry.type == "SUPPORT" and (own := entry_of(thing)) is not None and own.type == entry.type


def _sources(verb: Token, entry: Entry) -> list[str]:
    """Where to look for the recipient, in order; the object comes last where it is a part of the entry itself."""
    sources = [*entry.sources, *([entry.particle] if entry.particle and entry.type != "REQUEST" else [])]
    if entry.object is None or has_phrase(verb, entry.particle or "", entry.object):  # "held them | as shields"
        return sources
    return sorted(sources, key=lambda s: s == "obj")


# "blamed problems with Iran" does not blame Iran, "warned of an exodus to Europe" does not warn Europe
_WITHIN: Final = {"ACCUSE": ("of", "by", "in", "from"), "THREATEN": ("of", "by")}
# "captured the island from Peru": who had it suffers as well
_TAKEN: Final = frozenset({"capture", "seize", "recapture", "retake", "conquer", "take over", "annex", "liberate"})
_AIMED: Final = frozenset({"on", "at", "against", "into", "toward", "towards"})
_WARS: Final = frozenset({"war", "conflict", "violence"})  # "Syria's war has killed thousands" accuses nobody
_PLACES: Final = frozenset({"in", "at", "near", "across", "inside", "throughout", "outside"})
_AT_EACH_OTHER: Final = frozenset({"exchange:fire", "trade:fire", "clash", "skirmish"})
# Of the state in which it is done: "were arrested in Chad", "was expelled from Chad"
_BY_THE_STATE: Final = frozenset({"arrest", "deport", "expel", "censor"})
_FROM_A_BODY: Final = frozenset({"suspend from", "exclude from"})
_HAS_AIM: Final = frozenset({"AID", "MOBILIZE"})


def _aims(verb: Token) -> list[Token]:
    """Whom the purpose of it names: 'provided $2 billion to support Syrian refugees'."""
    clauses = [c for w in (verb, *done_to(verb)) for c in w.children
               if c.dep_ in ("advcl", "xcomp", "acl", "relcl") and is_infinitive(c)
               and not (c.dep_ == "xcomp" and verb.lemma_ in _HELPS)]  # fmt: skip
    return [t for c in clauses for t in [*done_to(c), *after(c, "in", "for", "to", "into", "from", "against")]]


_HELPS: Final = frozenset({"help", "assist", "aid"})  # "helped to negotiate the deal" helps no party to it


def _look(verb: Token, objects: Sequence[Token], source: str, entry: Entry) -> list[Token]:
    if source == "obj":
        return [o for o in objects if not (entry.object and _is_given(unwrapped(o), entry))]
    if source == "dat":
        return datives(verb) or after(verb, "to")
    clauses = [c for o in objects for c in o.children if c.dep_ == "acl" and c.tag_ == "VBN"]  # "the ban imposed | on"
    counted = [u for o in objects if (u := unwrapped(o)) is not o]  # "a batch of peacekeepers | from Liberia"
    found = [t for word in (verb, *objects, *counted, *clauses) for t in after(word, source)]
    if not found and source in _AIMED:  # "shells fired by rebels | on the town"
        found = [t for agent in agents(verb) for t in after(agent, source)]
    if not found and source == "against":  # "complained to the council | against Peru": hung on the nearest noun
        found = [t for c in verb.children if c.dep_ == "prep" for o in c.children for t in after(o, source)]
        found += [
            o for c in verb.children if c.lower_ == source for g in c.children if g.dep_ == "pcomp" for o in done_to(g)
        ]  # "a suit against visiting minister X"
    return found


def _arguments_of_noun(scene: Scene, noun: Token, entry: Entry) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    if entry.mutual and entry.type == "ASSAULT":
        return _fighting(scene, noun)
    if entry.mutual:
        everybody = opened([*owners(noun), *after(noun, "between", "among", "with", "of", "by")])
        return scene.parties(everybody), ()
    actors = scene.parties([*owners(noun), *after(noun, "by")])
    found: tuple[Mention, ...] = ()
    for source in entry.sources:
        deeper = [t for o in after(noun, "by", "of") for t in after(o, source)]  # "by the rebels | on the army"
        if found := without(scene, scene.parties(after(noun, source) or next_to(noun, source) or deeper), actors):
            break
    if not found and entry.rule in _SUFFERED and (sufferers := scene.parties(owners(noun))):
        return without(scene, actors, sufferers), sufferers  # "the tanker's release"
    if not actors and "of" not in entry.sources:
        actors = scene.parties(after(noun, "of"))
    if not actors and "from" not in entry.sources:
        actors = scene.parties(after(noun, "from"))
        if entry.type == "ASSAULT":  # "attacks from Jordan" tells where they came from, not who made them
            actors = tuple(m for m in actors if not scene.is_country(m))
    return actors, found


def next_to(noun: Token, source: str) -> list[Token]:
    """What follows at once though the parse hangs it on the verb: 'killed in strikes | on a town'."""
    if noun.dep_ != "pobj" or noun.i + 1 >= len(noun.doc):
        return []
    preposition = noun.doc[noun.i + 1]
    is_his = preposition.lower_ == source and preposition.dep_ == "prep" and preposition.head.i < noun.i
    return opened(c for c in preposition.children if c.dep_ == "pobj") if is_his else []


def _fighting(scene: Scene, noun: Token) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Who fights whom: both each other, one with the other, or somebody at a place."""
    together = scene.parties(opened([*owners(noun), *after(noun, "between", "among", "of", "by")]))
    together = tuple(m for m in together if m.id not in scene.stages)
    others = without(scene, scene.parties(after(noun, "with", "against")), together)
    if others:
        return together, others
    if len(together) > 1:
        return together, together
    return together, scene.parties(after(noun, "in", "at", "near", "around"), ("of", "in"))


def union(*groups: Iterable[Mention]) -> tuple[Mention, ...]:
    """All of them, each once, in text order."""
    found = {m.id: m for group in groups for m in group}
    return tuple(sorted(found.values(), key=lambda m: (m.start_char, m.end_char)))


def struck(scene: Scene, mentions: Iterable[Mention], actors: Iterable[Mention]) -> tuple[Mention, ...]:
    """Those other than the actors; a place in the actor's own country may suffer too: 'a curfew in Bangkok'."""
    known = list(actors)
    return tuple(m for m in mentions if m.id in scene.stages or not any(scene.same(m, a) for a in known))


def without(scene: Scene, mentions: Iterable[Mention], others: Iterable[Mention]) -> tuple[Mention, ...]:
    """Those that do not mean one of the others."""
    known = list(others)
    return tuple(m for m in mentions if not any(scene.same(m, o) for o in known))


_SUBJECT_SUFFERS: Final = ("die in", "come under", "be under")
_SUFFERED: Final = frozenset(
    "release arrest detention imprisonment jailing expulsion deportation eviction murder killing slaying assassination "
    "execution abduction kidnapping beheading poisoning extradition repatriation torture rape".split()
)
