"""Whom and what violence hits where it is no actor: 'killed | five others', 'captured | a hill near Gao'.

They take part in the event, as recipients, so the stage has a mention for each; nowhere else are they actors. A thing
that is hit lies in the country that its words name:

    suffering(parsed, cast, places) -> ("five others", nobody known), ("a hill near Gao", Mali)
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from spacy.tokens import Token

from regesta.coding.coded import Cast, Told
from regesta.coding.deeds.arguments import after, agents, done_to, unwrapped
from regesta.coding.deeds.frames import next_to
from regesta.coding.deeds.struck import stage, standing_for
from regesta.coding.deeds.triggers import NOMINAL, VERBAL, Entry, entry_of, is_target, is_victim
from regesta.coding.parser import Parsed
from regesta.schema import Event, Mention, Place, content_id

# What is done to a body: whoever is counted suffers it, whatever he is called.
_BODILY: Final = frozenset(
    "kill wound injure murder slay massacre slaughter execute behead shoot assassinate kidnap abduct arrest detain "
    "imprison jail capture rape torture stab beat maim leave die hang lynch displace".split()
)
_WHERE: Final = ("of", "in", "near", "at", "outside")
_LONGEST: Final = 60  # characters of a thing with the name of its place


def suffering(parsed: Parsed, cast: Cast, places: Sequence[Place]) -> list[Mention]:
    """A mention for each victim and each thing hit that has none, in text order."""
    heads = {m.head_char for m in cast.mentions}
    known = [p for p in places if not p.metonym]
    named = {p.start_char for p in known}
    covered = {c for m in cast.mentions if m.start_char not in named for c in (m.start_char, m.head_char)}
    found: dict[int, Mention] = {}
    for sentence in parsed.sentences:
        for token in sentence:
            entry = entry_of(token)
            if entry is None or not _hits(entry):
                continue
            for thing in _things(token, entry):
                head = unwrapped(thing)
                if head.idx in heads or head.i in found:
                    continue
                mention = _mention(parsed, thing, head, token, covered, known)
                if mention is not None:
                    found[head.i] = mention
    return [found[i] for i in sorted(found)]


def _hits(entry: Entry) -> bool:
    return entry.type in ("ASSAULT", "COERCE") or entry.rule.startswith("patrol")


def _things(token: Token, entry: Entry) -> list[Token]:
    if token.pos_ in NOMINAL:
        return [*after(token, *(s for s in entry.sources if s != "obj")), *next_to(token, "on"), *next_to(token, "in")]
    if token.lemma_ == "die":
        return [c for c in token.children if c.dep_ == "nsubj"]
    if token.lemma_ == "patrol":
        return done_to(token)
    aimed = [t for agent in agents(token) for t in after(agent, "on", "at", "against")]
    return [*done_to(token), *aimed, *after(token, *(s for s in entry.sources if s not in ("obj", "by")))]


def _mention(
    parsed: Parsed, thing: Token, head: Token, verb: Token, covered: set[int], known: Sequence[Place]
) -> Mention | None:
    """The mention of a victim or of a thing; None where it is neither, or an actor's own."""
    is_person = _is_person(thing, head, verb)
    if not is_person and (not is_target(head) or head.pos_ not in NOMINAL or _is_means(head, verb)):
        return None
    first, inner = min(thing.left_edge.i, head.left_edge.i), list(_belonging(head))
    place = None if is_person else next((p for t in inner for p in known if p.start_char <= t.idx < p.end_char), None)
    within = {t.idx for t in (*parsed.doc[first : head.i + 1], *inner)}
    if not within.isdisjoint(covered):
        return None
    if place is None and entry_of(verb) is not None and verb.lemma_ == "patrol":
        return None
    start, end = parsed.doc[first].idx, head.idx + len(head)
    if place is not None and place.end_char - start <= _LONGEST:
        start, end = min(start, place.start_char), max(end, place.end_char)
    report = parsed.report.id
    return Mention(
        id=content_id("mention", report, start, end), report=report, start_char=start, end_char=end,
        exact=parsed.text(start, end), head_char=head.idx, form="name" if head.pos_ == "PROPN" else "nominal",
        entity=standing_for(place) if place is not None else None,
    )  # fmt: skip


def _is_means(thing: Token, verb: Token) -> bool:
    """'blew up a lorry near the gate': what carries the bomb does not suffer it."""
    entry = entry_of(verb)
    return thing.lemma_.lower() in _CARRIERS and entry is not None and entry.mode == "explosives"


_CARRIERS: Final = frozenset("car truck lorry van vehicle minibus bus motorcycle boat trailer".split())


def _is_person(thing: Token, head: Token, verb: Token) -> bool:
    """'five others', 'dozens', 'a 16-year-old'; who is counted, or has a name, where only a body can suffer it."""
    if is_victim(head) or (thing is not head and is_victim(thing)):
        return True
    if verb.pos_ not in VERBAL or verb.lemma_.lower() not in _BODILY or not _is_object(thing, verb):
        return False
    if head.pos_ == "NUM" and head.ent_type_ not in _MEASURES:
        return True
    if head.pos_ == "PROPN":
        return head.ent_type_ in _NAMES and not any(c.dep_ == "det" for c in head.children)
    return head.pos_ == "NOUN" and verb.lemma_ not in _TROPHIES and not is_target(head) and _is_counted(head)


def _is_counted(noun: Token) -> bool:
    """'four cooks', 'a stone-thrower' where nothing but a body is meant."""
    if any(c.dep_ == "nummod" for c in noun.children):
        return True
    return noun.lower_.endswith(_DOERS) and any(c.lower_ in ("a", "an") for c in noun.children)


_NAMES: Final = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG", ""})
_TROPHIES: Final = frozenset({"capture", "shoot", "beat", "hang", "leave"})  # medals, goals and records, too
_DOERS: Final = ("er", "or", "ist", "man", "woman", "ian")
_MEASURES: Final = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"})


def _is_object(thing: Token, verb: Token) -> bool:
    return any(t.i == thing.i for t in done_to(verb)) or (verb.lemma_ == "die" and thing.dep_ == "nsubj")


def _belonging(head: Token, depth: int = 2) -> Iterator[Token]:
    """The nouns that say whose or where it is: 'an outpost | of the army | in Gao'."""
    for child in head.children:
        if child.dep_ in ("compound", "poss", "nmod", "amod", "appos"):
            yield child
            yield from (c for c in child.children if c.dep_ in ("compound", "poss", "amod"))
    if depth:
        for inner in after(head, *_WHERE, "belonging", "by"):
            yield inner
            yield from _belonging(inner, depth - 1)


def everybody(parsed: Parsed, cast: Cast, places: Sequence[Place]) -> Cast:
    """The cast with a mention for each named place, each victim and each thing hit that is none yet."""
    staged = stage(cast, places)
    more = sorted((*staged.mentions, *suffering(parsed, staged, places)), key=lambda m: (m.start_char, m.end_char))
    return Cast(mentions=tuple(more), entities=staged.entities, offices=staged.offices)


def complete(parsed: Parsed, cast: Cast, places: Sequence[Place], events: Iterable[Told[Event]]) -> Cast:
    """The cast with those of `everybody`, and their countries, that take part in an event."""
    known = {m.id for m in cast.mentions}
    used = {p.mention for told in events for p in told.participants} - known
    if not used:
        return cast
    larger = everybody(parsed, cast, places)
    mentions = tuple(m for m in larger.mentions if m.id in known or m.id in used)
    meant = {m.entity for m in mentions} | {e.id for e in cast.entities}
    return Cast(mentions=mentions, entities=tuple(e for e in larger.entities if e.id in meant), offices=cast.offices)
