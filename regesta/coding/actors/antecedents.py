"""Whom a pronoun or a description without a country means, of those on stage, or nobody of them; learned from reports.

What speaks for an actor: how far back and in which part of a sentence it stood, how often it was spoken of, whether its
nouns, number, gender and sectors fit, who speaks. It counts by the kind of the word that is asked about.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from regesta.coding.actors.binding import REFLEXIVE, above, bound, clause, does
from regesta.coding.actors.choices import NONE, log_chances
from regesta.coding.actors.clues import Candidate

if TYPE_CHECKING:
    from regesta.coding.actors.discourse import Discourse, Seen
    from regesta.coding.actors.stage import Actor

MODEL: Final = "antecedents"
BIAS: Final = 0.8  # of the log-odds against nobody: a wrong link costs less than a missing one
_REACH: Final = 3.5  # sentences back in which pronouns look
_FAR: Final = 4.5  # sentences back in which a description means an actor of whom its noun was not yet used
_SIDES: Final = {
    "nsubj": "subject", "nsubjpass": "subject", "dobj": "object", "dative": "object", "poss": "owner",
    "amod": "modifier", "compound": "modifier", "nmod": "modifier", "pobj": "phrase", "conj": "list",
    "appos": "apposition", "attr": "attr", "ROOT": "root",
}  # fmt: skip
_SPEECH: Final = frozenset(
    "say tell add announce warn deny ask urge accuse insist argue claim stress note explain declare state".split()
)
_FURTHER: Final = frozenset("first second third fourth other others another next neither rival opposing".split())
_CHIEFS: Final = frozenset(("leader", "chief", "head", "boss", "commander"))
_REBELS: Final = frozenset(("rebel", "rebels", "guerrilla", "guerrillas", "insurgent", "insurgents"))
_VEHICLES: Final = frozenset("plane airliner aircraft jet airplane ship boat vessel tanker ferry".split())
_CULPRITS: Final = frozenset(
    "suspect hijacker gunman attacker assailant killer bomber kidnapper murderer robber".split()
)
_ARTICLES: Final = {"the": "the", "a": "a", "an": "a", **dict.fromkeys(("this", "that", "these", "those"), "this")}
_NO_NETWORK: Final = frozenset("rebel rebels attacker attackers freedom-fighter freedom-fighters".split())
_ANYONE: Final = frozenset("any every each no neither either".split())
_SYNONYMS: Final = {word: words for words in (_CHIEFS, _REBELS, _VEHICLES, _CULPRITS) for word in words}


def pronoun(d: "Discourse", c: Candidate) -> "Actor | None":
    """Whom a pronoun means, None if nobody on stage."""
    if c.gender == "r":
        return d.relative(c)
    if c.gender in ("1", "4"):
        return None
    if d.w.lower[c.head] in REFLEXIVE:
        if d.seen and d.seen[-1].candidate.end == c.start:
            return d.seen[-1].actor  # 'Arafat himself'
        if (doer := d.doer(c)) is not None:
            return doer
    options = pronoun_options(d, c)
    if c.gender in ("m", "f") and any("bound" not in signs for o, signs in options.items() if o != NONE):
        options = {o: signs for o, signs in options.items() if o != NONE}  # 'she' is somebody
    actor = _likeliest(d, options, tuple(pronoun_kinds(d, c)))
    if actor is None:
        return d.unheard(c) if c.gender in ("m", "f") else None
    if c.gender in ("m", "f") and not actor.gender:
        actor.gender = c.gender
    return actor


def description(d: "Discourse", c: Candidate) -> "Actor | None":
    """Whom of those on stage a description without a country means; None if it is somebody new."""
    if c.role is None:
        return d.namesake(c) if c.definite else None
    if not _FURTHER.isdisjoint(d.w.lower[c.start : c.head]):
        return None  # 'the first group' and 'the other army' are not those named before
    if c.role.body == "vehicle":  # 'the plane' of which it told; its own words are the only ones for it
        return d.latest(lambda a: not _VEHICLES.isdisjoint(a.nouns)) if c.definite and not c.plural else None
    return _likeliest(d, description_options(d, c), tuple(description_kinds(d, c)))


def _likeliest(d: "Discourse", options: dict[str, list[str]], kinds: tuple[str, ...]) -> "Actor | None":
    if options.keys() == {NONE}:
        return None
    chances = log_chances(MODEL, options, kinds)
    best = max(chances, key=lambda ident: chances[ident] - BIAS * (ident == NONE))
    return d.actors[best] if best != NONE else None


# -- pronouns -------------------------------------------------------------------------------------------------------


def pronoun_kinds(d: "Discourse", c: Candidate) -> Iterator[str]:
    """What pronoun it is, from coarse to fine."""
    side, gender = _SIDES.get(d.w.dep[c.head], "other"), c.gender
    yield from ("", gender, f"{gender} {side}", d.w.lower[c.head])
    yield f"{gender} {'quoted' if d.quoted[c.head] else 'plain'}"


def pronoun_options(d: "Discourse", c: Candidate) -> dict[str, list[str]]:
    """The signs for each actor of the last sentences whom a pronoun may mean, and for NONE."""
    found: dict[str, list[str]] = {}
    here = d.clock[d.w.sent[c.head]]
    subjects, verb = above(d.w, c.head), clause(d.w, c.head)
    met: set[str] = set()
    for seen in reversed(d.seen):
        back = here - seen.sentence
        if back > _REACH:
            break
        if (
            back < 0
            or seen.candidate.start >= c.start
            or not d.fits(seen, c.gender)
            or _is_anyone(d, seen.candidate, c)
        ):
            continue
        ident = seen.actor.id
        if bound(d.w, seen.candidate, c):
            found.setdefault(ident, []).append("bound")
            continue
        signs = found.setdefault(ident, [])
        if ident not in met:
            signs += (*_nearest(d, c, seen, round(back), len(met)), *_of_actor(d, c, seen.actor))
            met.add(ident)
        signs += _each(d, c, seen, round(back), subjects, verb)
    ahead = d.ahead(c)
    if ahead is not None:
        d.actors.setdefault(ahead.id, ahead)
        found.setdefault(ahead.id, []).append("ahead")
    _compare(d, found)
    found[NONE] = list(_nobody(d, c, verb, sum("bound" not in signs for signs in found.values())))
    return found


def _is_anyone(d: "Discourse", o: Candidate, c: Candidate) -> bool:
    """Is it nobody in particular of another sentence: 'any parent', 'every soldier', 'no doctor'?"""
    return o.form != "pronoun" and d.w.lower[o.start] in _ANYONE and d.w.sent[o.head] != d.w.sent[c.head]


def _nearest(d: "Discourse", c: Candidate, seen: "Seen", back: int, order: int) -> Iterator[str]:
    """How the last mention of an actor stands to a pronoun."""
    w, o = d.w, seen.candidate
    side = _SIDES.get(w.dep[o.head], "other")
    yield from (f"recent {min(order, 4)}", f"near {side} {back}", f"near {o.form}", f"near back {back}")
    yield f"near {'many' if o.plural else 'one'} {seen.actor.kind}"
    if d.quoted[c.head] != seen.quoted:
        yield "quote edge"
    if back == 0:
        apart = c.start - o.end
        yield f"apart {next(n for n, most in enumerate((1, 3, 7, 14, 9999)) if apart <= most)}"
    if any("\n" in w.text[i] for i in range(o.head, c.head)):
        yield "paragraph"


def _each(d: "Discourse", c: Candidate, seen: "Seen", back: int, subjects: list[int], verb: int) -> Iterator[str]:
    """What any mention of an actor tells."""
    w, o = d.w, seen.candidate
    side, theirs = _SIDES.get(w.dep[c.head], "other"), _SIDES.get(w.dep[o.head], "other")
    yield f"{theirs} {back}"
    if o.form == "pronoun":
        if w.lower[o.head] == w.lower[c.head]:
            yield "same pronoun"
        if o.gender == c.gender:
            yield f"chain {back}"
    if o.head in subjects:
        yield "above first" if o.head == subjects[0] else "above"
    if theirs == side == "subject":
        yield f"parallel {back}"
        if w.lemma(w.head[c.head]) in _SPEECH and w.lemma(w.head[o.head]) in _SPEECH:
            yield "both say"
    if back == 0 and clause(d.w, o.head) == verb:
        yield f"clause {theirs} {side}"
    if seen.place:
        yield "as place"


def _of_actor(d: "Discourse", c: Candidate, actor: "Actor") -> Iterator[str]:
    """What the actor is, and whether a speaker would speak of himself."""
    yield f"kind {actor.kind}"
    flags = {"named": actor.named, "members": actor.members, "gender": actor.gender, "country": actor.country}
    yield from (flag for flag, value in flags.items() if value)
    yield from (f"sector {sector}" for sector in actor.sectors[:1])
    speaker = d.own_speaker(c.head)
    if speaker == actor.id:
        yield "speaker"
    if speaker and actor.id in d.sides.get(speaker, ()):
        yield "own side"


def _compare(d: "Discourse", found: dict[str, list[str]]) -> None:
    """Add how often the actors were spoken of, each for itself and beside the others."""
    free = [ident for ident, signs in found.items() if "bound" not in signs]
    for ident, signs in found.items():
        count = d.counts.get(ident, 0)
        signs.append(f"count {next(n for n, most in enumerate((0.9, 1.9, 2.9, 4.9, 8.9, 9999)) if count <= most)}")
        if free == [ident]:
            signs.append("only")
    for n, ident in enumerate(sorted(found, key=lambda i: -d.counts.get(i, 0))[:3]):
        found[ident].append(f"often {n}")


def _nobody(d: "Discourse", c: Candidate, verb: int, actors: int) -> Iterator[str]:
    """What speaks for a thing, a fact or the weather."""
    w = d.w
    yield from ("none", f"none of {min(actors, 5)}")
    if c.gender in ("n", "p"):
        yield from _things(d, c)
    if c.head + 1 < len(w.text):
        yield f"next {w.lower[c.head + 1]}"
    inside = {w.dep[i] for i in range(verb + 1, min(verb + 12, len(w.text))) if w.head[i] == verb}
    yield from (f"with {dep}" for dep in sorted(inside & {"acomp", "ccomp", "xcomp", "attr", "advcl", "prep"}))


def _things(d: "Discourse", c: Candidate) -> Iterator[str]:
    """The things named last that a pronoun may mean instead."""
    w, here = d.w, d.clock[d.w.sent[c.head]]
    before = d.things[: bisect_left(d.things, c.start)]
    alike = [i for i in before[-12:] if (w.tag[i] == "NNS") == (c.gender == "p") and here - d.clock[w.sent[i]] <= 1]
    yield f"things {min(len(alike), 4)}"
    for i in alike[-2:]:
        side, back = _SIDES.get(w.dep[i], "other"), round(here - d.clock[w.sent[i]])
        yield f"thing {side} {back}"
        if side == _SIDES.get(w.dep[c.head]):
            yield f"thing parallel {back}"


# -- descriptions ---------------------------------------------------------------------------------------------------


def description_kinds(d: "Discourse", c: Candidate) -> Iterator[str]:
    """What description it is, from coarse to fine."""
    w, role = d.w, c.role
    assert role is not None
    many = "many" if c.plural else "one"
    article = _ARTICLES.get(w.lower[c.start]) or (
        "his" if w.tag[c.start] == "PRP$" else "bare" if c.start == c.head else "more"
    )
    sort = f"{role.kind} {many}"
    yield from ("nominal", sort, f"{article} {sort}", f"noun {role.noun}", f"{article} {c.form}")
    yield f"{role.sectors[0] if role.sectors else '-'} {article} {many}"
    if d.quoted[c.head]:
        yield "nominal quoted"


def description_options(d: "Discourse", c: Candidate) -> dict[str, list[str]]:
    """The signs for each actor whom a description may mean, and for NONE: somebody new."""
    found: dict[str, list[str]] = {}
    for seen in reversed(d.recent.values()):
        if _may_mean(d, c, seen) and (fit := _noun_fits(d, c, seen)) is not None:
            found[seen.actor.id] = [
                f"recent {min(len(found), 4)}", *_last_seen(d, c, seen), *fit, *_as_described(c, seen.actor)
            ]  # fmt: skip
    _compare(d, found)
    told = [signs for signs in found.values() if "same noun" in signs]
    if told:
        told[0].append("last same noun")
    for sign in ("sectors same", "in name", "same noun", "kind person", "kind group"):
        bearers = [signs for signs in found.values() if sign in signs]
        if len(bearers) == 1:
            bearers[0].append(f"only {sign}")
    found[NONE] = ["none", f"none of {min(len(found), 5)}", f"none told {bool(told)}"]
    return found


def _may_mean(d: "Discourse", c: Candidate, seen: "Seen") -> bool:
    """Is it outside the description, of its kind, and not the doer of what is done to it?"""
    o, role = seen.candidate, c.role
    if c.start <= o.start < c.end or not _alike(c, seen.actor) or does(d.w, o, c):
        return False
    network = seen.actor.country == "IMG" and role is not None and role.noun in _NO_NETWORK
    return not network  # a network's men are not 'the rebels' or 'the attackers'


def _last_seen(d: "Discourse", c: Candidate, seen: "Seen") -> Iterator[str]:
    """Where the last mention of an actor stood."""
    back = round(d.clock[d.w.sent[c.head]] - seen.sentence)
    side = _SIDES.get(d.w.dep[seen.candidate.head], "other")
    yield from (f"back {min(back, 5)}", f"near {side}", f"near {side} {min(back, 3)}", f"near {seen.candidate.form}")
    if d.quoted[c.head] != seen.quoted:
        yield "quote edge"


def _noun_fits(d: "Discourse", c: Candidate, seen: "Seen") -> list[str] | None:
    """How the noun suits an actor by what it was called; None if it stood far back and nothing suits."""
    assert c.role is not None
    actor, noun = seen.actor, c.role.noun
    back = d.clock[d.w.sent[c.head]] - seen.sentence
    same = not actor.nouns.isdisjoint((noun, noun.split()[-1]))
    alike = not same and not _SYNONYMS.get(noun, frozenset()).isdisjoint(actor.nouns)
    word = d.w.lower[c.head] in actor.name.lower().split()
    kin = actor.named and not set(c.role.sectors).isdisjoint(actor.sectors)
    if back > _FAR and not (same or alike or word or kin):
        return None
    signs = ["same noun", f"same noun {min(round(back), 5)}"] if same else ["like noun"] if alike else []
    return [*signs, "in name"] if word else signs


def _alike(c: Candidate, actor: "Actor") -> bool:
    """Can the words mean such an actor: a person, people, or a body?"""
    assert c.role is not None
    if c.role.kind == "body" and not c.plural:
        return actor.kind != "person" and not (actor.plural or actor.members)
    if c.plural:
        return actor.plural or bool(actor.members) or actor.kind == "group"
    return actor.kind == "person" and not actor.plural


def _as_described(c: Candidate, actor: "Actor") -> Iterator[str]:
    """How the actor fits the noun."""
    assert c.role is not None
    yield f"kind {actor.kind}"
    flags = {"named": actor.named, "members": actor.members, "country": actor.country}
    yield from (flag for flag, value in flags.items() if value)
    if c.gender and actor.gender:
        yield "gender" if c.gender == actor.gender else "other gender"
    if c.role.sectors and actor.sectors:
        both = set(c.role.sectors) & set(actor.sectors)
        yield "sectors same" if c.role.sectors == actor.sectors else "sectors shared" if both else "sectors differ"
        yield f"sectors {c.role.sectors[0]} {actor.sectors[0]}"
    elif actor.sectors:
        yield f"sector {actor.sectors[0]}"
    if actor.country == "IMG":
        yield "network"
    if c.role.body:
        yield f"body {c.role.body} {actor.kind}"
