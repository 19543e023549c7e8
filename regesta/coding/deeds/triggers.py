"""The words that tell an event: a look-up from a verb or noun of the parse to its PLOVER type, mode and frame.

`data/triggers.csv` has verbs (bare, with a particle: 'call off', or with an object: 'impose:sanction', 'call
off:strike'; 'give:@goods' with one of a class of `data/trigger_classes.csv`, 'return to:*' with any) and nouns (bare or
with a word before them: 'phone call'). The most specific entry wins.
`data/operators.csv` has the words that take an event as their content and make another of it: 'call for talks' is a
request, not talks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from spacy.tokens import Token

from regesta.coding.deeds.arguments import after, doers, done_to, unwrapped
from regesta.knowledge.tables import read_table

VERBAL: Final = frozenset({"VERB", "AUX"})
NOMINAL: Final = frozenset({"NOUN", "PROPN"})
ANYTHING: Final = "*"  # an entry's object that may be any


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the lexicon: `sources` say where the recipient is looked for, in order ('obj', 'dat', prepositions)."""

    rule: str  # the words of the entry, as the event's `coder` shows them
    type: str
    mode: str | None
    mutual: bool  # all participants are actors
    sources: tuple[str, ...]
    particle: str | None  # that the verb needs, or the word that stands before the noun
    object: str | None  # lemma of the object that the verb needs

    @property
    def is_bare(self) -> bool:
        """One word decides alone."""
        return self.particle is None and self.object is None


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that makes an event of its content: kind is the first column of `data/operators.csv`."""

    kind: str
    rule: str
    particle: str | None


def entry_of(token: Token) -> Entry | None:
    """The lexicon's entry for a verb or noun in its sentence, None for all other words."""
    if token.pos_ in VERBAL:
        if token.dep_ == "amod":  # "the disputed islets"
            return None
        entries = _entries()["v"].get(_lemma(token))
        return _fit_verb(token, entries) if entries else None
    if token.pos_ in NOMINAL:
        entries = _entries()["n"].get(_lemma(token))
        return _fit_noun(token, entries) if entries else None
    return None


def operators_of(token: Token) -> list[Operator]:
    """What the word does to an event in its content; several kinds are possible, the most specific first."""
    pos = "v" if token.pos_ in VERBAL else "n" if token.pos_ in NOMINAL else "a" if token.pos_ == "ADJ" else ""
    found = _operators().get((pos, _lemma(token)), ())
    if not found:
        return []
    near: frozenset[str] = frozenset()
    if any(o.particle for o in found):
        near = _particles(token) | {c.lower_ for c in token.children if c.dep_ == "dobj"}  # "take place"
    return [o for o in found if o.particle is None or o.particle in near]


def _lemma(token: Token) -> str:
    lemma: str = token.lemma_.lower()
    return _RELEMMA.get(lemma, lemma)


# What the lemmatiser leaves as it stands, above all in headlines and with British spelling.
_RELEMMA: Final = {
    "talks": "talk", "sanctions": "sanction", "strikes": "strike", "troops": "troop", "attacks": "attack",
    "ties": "tie", "stag": "stage",
    "relations": "relation", "negotiations": "negotiation", "calls": "call", "raids": "raid", "protests": "protest",
    "clashes": "clash", "urges": "urge", "airstrikes": "airstrike", "felt": "feel", "met": "meet", "slain": "slay",
    "condemns": "condemn", "accuses": "accuse", "kills": "kill", "killed": "kill", "wounded": "wound",
    "shelled": "shell", "reneg": "renege",
    "bombed": "bomb", "freed": "free", "jailed": "jail", "deported": "deport", "meets": "meet", "forces": "force",
}  # fmt: skip


def _particles(token: Token) -> frozenset[str]:
    return frozenset(
        c.lower_ for c in token.children if c.i > token.i and c.dep_ not in _NOT_PARTICLES and not _is_of_time(c)
    )


def _is_of_time(preposition: Token) -> bool:
    """'fired on Tuesday' has nothing to do with 'fire on'."""
    return any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in preposition.children)


_NOT_PARTICLES: Final = frozenset({"nsubj", "nsubjpass", "dobj", "det", "poss", "punct", "cc", "conj"})


def _fit_verb(token: Token, entries: tuple[Entry, ...]) -> Entry | None:
    if not _is_a_deed(token):
        return None
    if entries[0].is_bare and token.lemma_ not in _INTRANSITIVE:
        return entries[0]
    if token.lemma_ == "fight" and any(c.lower_ in ("alongside", "with") for c in token.children):
        return None  # on whose side one fights
    if token.lemma_ in _INTRANSITIVE and any(c.dep_ in ("ccomp", "dobj") for c in token.children):
        entries = tuple(e for e in entries if not e.is_bare)  # "demonstrates that", "rallied its followers"
    if (token.lemma_ == "call" and _is_naming(token)) or (token.lemma_ == "charge" and _is_task(token)):
        return None
    near = _particles(token)
    things = [unwrapped(t) for t in done_to(token)]
    parts = [c for t in things for c in t.children if c.dep_ == "compound"]  # "broke a | ceasefire | agreement"
    heads, wider = frozenset(map(_lemma, things)), frozenset(map(_lemma, parts))
    return _fitting(token, entries, near, heads) or (_fitting(token, entries, near, wider) if wider else None)


def _fitting(token: Token, entries: tuple[Entry, ...], near: frozenset[str], objects: frozenset[str]) -> Entry | None:
    """The first entry that has its particle and, among these, its object."""
    for entry in entries:
        if entry.object is None:
            if entry.particle is None or (entry.particle in near and _is_phrasal(token, entry)):
                return entry
        elif entry.object == ANYTHING:
            if _has_object_and(token, entry.particle or ""):
                return entry
        elif entry.object in objects:
            if entry.rule == "stop:work" and any(c.lower_ != "all" for t in done_to(token) for c in t.children):
                continue  # "stopped the work of the agencies"
            if entry.particle is None or entry.particle in near:
                return entry
        elif entry.particle and has_phrase(token, entry.particle, entry.object):
            return entry
    return None


def _is_a_deed(verb: Token) -> bool:
    """Whether a verb tells what somebody did, not a state, a work that came out, or what one does to oneself."""
    match verb.lemma_.lower():
        case "back":  # "the rebels, backed by Chad, …"
            return not (verb.dep_ == "acl" and verb.tag_ == "VBN")
        case "suspect":  # "gunmen suspected to be bandits", "I suspect that"
            return bool(doers(verb)) and not any(c.dep_ == "ccomp" for c in verb.children)
        case "displace" | "force":  # "millions were displaced"
            return bool(doers(verb))
        case "concede":  # "conceded that he was wrong"
            return not any(c.dep_ == "ccomp" for c in verb.children)
        case "slam":
            return not after(verb, "into")
        case "release":
            return not any(_lemma(unwrapped(t)) in _classes()["works"] for t in done_to(verb))
        case "kill" | "shoot" | "injure" | "hurt" | "wound" | "hang" | "stab":
            return not any(c.dep_ == "dobj" and c.lower_.endswith(("self", "selves")) for c in verb.children)
        case "call":
            return not (verb.tag_ == "VBG" and verb.dep_ == "advcl" and any(c.dep_ == "dobj" for c in verb.children))
        case _:
            return True


_INTRANSITIVE: Final = frozenset({"demonstrate", "rally", "march", "fast"})


def _has_object_and(verb: Token, preposition: str) -> bool:
    """'returned | the icon | to | Cyprus', also where the parse hangs the phrase on the object"""
    objects = done_to(verb)
    chain = [*objects, *(t for o in objects for t in after(o, "of"))]
    return bool(objects) and any(after(word, preposition) for word in (verb, *chain))


def _is_naming(call: Token) -> bool:
    """'called him a liar', 'what he called a mistake' is no phone call."""
    return call.dep_ == "relcl" or any(c.dep_ in ("oprd", "attr", "acomp", "ccomp", "advcl") and c.pos_ != "VERB"
                                       for c in call.children)  # fmt: skip


def _is_task(charge: Token) -> bool:
    """'is charged with securing the capital'"""
    return any(
        g.dep_ == "pcomp" and g.lemma_ in _TASKS for c in charge.children if c.lower_ == "with" for g in c.children
    )


_TASKS: Final = frozenset(
    "secure protect lead oversee run manage ensure implement handle enforce monitor supervise provide build keep "
    "maintain carry coordinate draft prepare defend guard train investigate advise".split()
)


def _is_phrasal(verb: Token, entry: Entry) -> bool:
    """'gave in' is not 'gave birth in a camp'."""
    if entry.rule not in _NEEDS_PARTICLE:
        return True
    if entry.particle == "down":
        return any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.children)
    return any(c.dep_ in ("prt", "advmod") and c.lower_ == entry.particle for c in verb.children)


_NEEDS_PARTICLE: Final = frozenset({"give in", "take in", "take over", "turn down", "stand down", "cave in", "bow out"})


def has_phrase(verb: Token, preposition: str, noun: str) -> bool:
    """'went on strike', 'take to the streets'"""
    return any(c.lower_ == preposition and any(p.dep_ == "pobj" and _lemma(p) == noun for p in c.children)
               for c in verb.children)  # fmt: skip


def _fit_noun(token: Token, entries: tuple[Entry, ...]) -> Entry | None:
    if token.lemma_ == "call" and not any(c.lower_ in ("with", "between") for c in token.children):
        entries = tuple(e for e in entries if not e.is_bare)  # "a call for talks" is no phone call
    before = frozenset(c.lower_ for c in token.children if c.i < token.i)
    if token.lemma_ == "release" and "press" in before:
        return None
    for entry in entries:
        if entry.object is not None and entry.particle is not None:
            if has_phrase(token, entry.particle, entry.object):
                return entry
        elif entry.particle is None or entry.particle in before:
            return entry
    return None


@lru_cache(maxsize=1)
def _entries() -> dict[str, dict[str, tuple[Entry, ...]]]:
    """Entries by part of speech and lemma, the most specific first."""
    table: dict[str, dict[str, list[Entry]]] = {"v": {}, "n": {}}
    for row in read_table("triggers"):
        sources = row["recipient"].split()
        for words in _spelled_out(row["words"]):
            head, particle, needed = _split_verb(words) if row["pos"] == "v" else _split_noun(words)
            table[row["pos"]].setdefault(head, []).append(Entry(
                rule=words, type=row["type"], mode=row["mode"] or None, mutual="=" in sources,
                sources=tuple(s for s in sources if s != "="), particle=particle, object=needed,
            ))  # fmt: skip
    return {pos: {lemma: _specific_first(found) for lemma, found in lemmas.items()} for pos, lemmas in table.items()}


def is_goods(lemma: str) -> bool:
    """Things and helpers that are given: to have got them is not to be their giver's recipient."""
    return lemma in _classes()["goods"]


def is_misfortune(thing: Token) -> bool:
    """What harms without anybody doing it: 'a storm', 'a crash'."""
    return _lemma(unwrapped(thing)) in _classes()["misfortunes"]


def is_condition(thing: Token) -> bool:
    """A good that can be endangered, as nobody's victim: 'life', 'stability'."""
    return _lemma(unwrapped(thing)) in _classes()["conditions"]


def is_victim(thing: Token) -> bool:
    """Somebody of whom no more is said: 'others', 'persons', 'a 12-year-old'."""
    is_age = thing.lower_ == "old" and any(c.lower_ == "year" for c in thing.children)
    return is_age or thing.lower_ in _classes()["victims"]


def is_target(thing: Token) -> bool:
    """A thing that can be hit: 'struck a base', not 'struck a note'."""
    return _lemma(unwrapped(thing)) in _classes()["targets"]


def _spelled_out(words: str) -> Iterator[str]:
    """The words of a cell, one by one; 'give:@goods' is one for each word of that class."""
    for one in words.split("|"):
        head, _, name = one.partition(":@")
        yield from (f"{head}:{member}" for member in _classes()[name]) if name else (one,)


@lru_cache(maxsize=1)
def _classes() -> dict[str, list[str]]:
    return {row["class"]: row["words"].split("|") for row in read_table("trigger_classes")}


def _specific_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda e: (e.object is None, e.particle is None)))


def _split_verb(words: str) -> tuple[str, str | None, str | None]:
    verb, _, needed = words.partition(":")
    head, _, particle = verb.partition(" ")
    return head, particle or None, needed or None


def _split_noun(words: str) -> tuple[str, str | None, str | None]:
    if " of " in words:  # "exchange of fire"
        head, _, needed = words.split()
        return head, "of", needed
    particle, _, head = words.rpartition(" ")
    return head, particle.rpartition(" ")[2] or None, None


@lru_cache(maxsize=1)
def _operators() -> dict[tuple[str, str], tuple[Operator, ...]]:
    table: dict[tuple[str, str], list[Operator]] = {}
    for row in read_table("operators"):
        for words in row["words"].split("|"):
            head, _, particle = words.partition(" ")
            found = table.setdefault((row["pos"], head), [])
            found.append(Operator(row["operator"], words, particle or None))
    return {key: tuple(sorted(found, key=lambda o: o.particle is None)) for key, found in table.items()}
