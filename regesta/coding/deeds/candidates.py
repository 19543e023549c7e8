"""Candidates for events in a sentence: the words that may tell one, its type and mode, and who takes part.

First the lexicon gives a candidate for each trigger (`frames`); then, from the inside of the sentence outwards,
`operators` turn them. Whether a candidate becomes an event is decided in `decisions`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.deeds.arguments import after, doers, done_to, is_passive
from regesta.coding.deeds.context import in_arms
from regesta.coding.deeds.frames import HOSTILE, Candidate, from_entry, union, without
from regesta.coding.deeds.operators import operate
from regesta.coding.deeds.requests import oblige
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.triggers import NOMINAL, VERBAL
from regesta.coding.deeds.workbench import WAR, Workbench, is_none
from regesta.schema import Mention


def find_candidates(scene: Scene, sentence: Span) -> list[Candidate]:
    """The candidates of a sentence, in text order."""
    _mend(sentence)
    words = [t for t in sentence if t.pos_ in _TRIGGER_POS]
    bench = Workbench(scene, {})
    for token in words:
        if entry := scene.entry(token):
            bench.found[token.i] = from_entry(scene, token, entry)
    if not bench.found and not any(t.lower_ in _MODALS for t in sentence):
        operate(bench, [t for t in words if t.lemma_ in _ALONE])
    else:
        _merge_objects(bench)
        _blame_the_doers(bench)
        operate(bench, words)
        _aim_at(bench)
        _by_the_raid(bench)
        _with_the_wounded(bench)
        oblige(bench, sentence)
    return [bench.found[i] for i in sorted(bench.found)]


def _mend(sentence: Span) -> None:
    """Make verbs of what has a subject and an object but was tagged as a noun or adjective: 'police open fire'."""
    for token in sentence:
        if token.pos_ in ("NOUN", "ADJ") and token.dep_ in _CLAUSAL:
            roles = {c.dep_ for c in token.children}
            if "nsubj" in roles and ("dobj" in roles or "xcomp" in roles) and "cop" not in roles:
                token.pos_ = "VERB"


_CLAUSAL: Final = frozenset({"ROOT", "advcl", "ccomp", "relcl"})
_TRIGGER_POS: Final = VERBAL | NOMINAL | {"ADJ"}
_MODALS: Final = frozenset({"must", "should", "has", "have"})
_ALONE: Final = frozenset(
    "call demand urge ask request refuse decline threaten agree promise pledge vow offer allow permit let appeal order "
    "instruct press pressure encourage exhort implore tell responsible guilty".split()
)  # operators that tell an event even when their content is none


def _merge_objects(bench: Workbench) -> None:
    """'launched an attack on X' is one event: the noun gives what the verb does not have."""
    for candidate in list(bench.found.values()):
        if candidate.trigger.pos_ not in VERBAL or ":" not in candidate.rule:
            continue
        for thing in done_to(candidate.trigger):
            if is_none(thing):  # "held no talks"
                bench.found[candidate.trigger.i] = candidate = replace(candidate, failed=True)
            for part in thing.children:  # "violated a | ceasefire | agreement"
                if part.dep_ == "compound" and part.lemma_.lower() == candidate.rule.rpartition(":")[2]:
                    bench.found.pop(part.i, None)
            inner = bench.take(thing)
            if inner is None or inner.trigger.pos_ not in NOMINAL:
                continue
            bench.drop(inner)
            if candidate.mutual:
                merged = replace(candidate, actors=union(candidate.actors, inner.actors, inner.recipients))
            else:
                recipients = (
                    inner.recipients if inner.type == candidate.type and inner.recipients else candidate.recipients
                )
                merged = replace(candidate, recipients=without(bench.scene, recipients, candidate.actors))
            bench.found[candidate.trigger.i] = candidate = replace(
                merged, mode=merged.mode or _same_mode(merged, inner)
            )


def _same_mode(outer: Candidate, inner: Candidate) -> str | None:
    return inner.mode if inner.type == outer.type else None


def _by_the_raid(bench: Workbench) -> None:
    """'Killed in a raid by commandos' was done by the commandos."""
    for i, candidate in list(bench.found.items()):
        if candidate.type != "ASSAULT" or candidate.actors or candidate.trigger.pos_ not in VERBAL:
            continue
        for deed in _deeds_around(candidate.trigger):
            inner = bench.take(deed)
            if inner is None or not _is_cause(inner):
                continue
            doers_of_it = _causing(inner, candidate.recipients)
            if others := without(bench.scene, doers_of_it, candidate.recipients):
                bench.found[i] = replace(candidate, actors=others)
                break


def _is_cause(deed: Candidate) -> bool:
    return (deed.type == "ASSAULT" and deed.rule not in WAR) or deed.rule in ("raid", "clash with")


def _causing(deed: Candidate, victims: Sequence[Mention]) -> Sequence[Mention]:
    """Who did it: the authors of a raid; in a fight those whom the victims fought, if they bore arms."""
    if deed.actors or deed.rule not in _FOUGHT_WITH:
        return deed.actors
    return deed.recipients if all(in_arms(m) for m in victims) else ()


def _deeds_around(verb: Token) -> list[Token]:
    """What may have caused it: 'killed | in a raid', 'killed or hurt | in a raid', 'killed | when rebels attacked'."""
    verbs = [verb, *(c for c in verb.children if c.dep_ == "conj" and c.pos_ in VERBAL)]
    if verb.dep_ == "conj":
        verbs.append(verb.head)
    found = [] if is_passive(verb) else doers(verb)  # "the strike that killed ten"
    found += [t for v in verbs for t in after(v, "in", "during", "by", "under", "from")]
    for v in verbs:
        clauses = (c for c in v.children if c.dep_ == "advcl")
        found += [c for c in clauses if any(m.lower_ in ("when", "as", "after") for m in c.children)]
    return found


_FOUGHT_WITH: Final = frozenset({"clash", "fighting", "skirmish", "battle", "firefight", "gunfight", "gun battle"})


def _aim_at(bench: Workbench) -> None:
    """'launched an offensive in Mali, targeting the rebels' is one deed, done to the rebels."""
    for i, inner in list(bench.found.items()):
        clause, outer = inner.trigger, bench.found.get(inner.trigger.head.i)
        if inner.rule not in ("target", "attack") or clause.tag_ != "VBG" or clause.dep_ not in ("advcl", "acl"):
            continue
        if clause.dep_ == "acl":  # hung on the last noun before the comma
            above = next((a for a in clause.ancestors if a.i in bench.found and a.pos_ in VERBAL), None)
            outer = bench.found[above.i] if above is not None else None
        if outer is None or outer.type != "ASSAULT" or outer is inner or not inner.recipients:
            continue
        if ">" not in outer.rule and ":" not in outer.rule:
            continue
        del bench.found[i]
        recipients = without(bench.scene, inner.recipients, outer.actors)
        bench.found[outer.tone.i] = replace(outer, recipients=recipients or outer.recipients)


def _with_the_wounded(bench: Workbench) -> None:
    """'killed ten and wounded twenty' is one deed with all of them as its recipients."""
    dead = [i for i, c in bench.found.items() if c.rule in _KILLS and c.tone is c.trigger]
    for i, hurt in list(bench.found.items()):
        if not dead or hurt.rule not in ("wound", "injure") or hurt.tone is not hurt.trigger:
            continue
        place = min(dead, key=lambda j: (j > i, abs(j - i)))
        kill = bench.found[place]
        if kill.actors and hurt.actors and {m.id for m in hurt.actors} != {m.id for m in kill.actors}:
            continue
        bench.found[place] = replace(kill, actors=kill.actors or hurt.actors,
                                     recipients=union(kill.recipients, hurt.recipients))  # fmt: skip
        del bench.found[i]


_KILLS: Final = frozenset({"kill", "leave dead", "claim:life", "murder", "massacre", "shoot dead", "slay"})


HARMS: Final = frozenset(
    "overthrow ouster removal downfall toppling defeat fall demise exit resignation impeachment isolation".split()
)


def _blame_the_doers(bench: Workbench) -> None:
    """Who condemns, investigates or welcomes an attack does it to its authors, not to its victims or its place."""
    for i, candidate in list(bench.found.items()):
        is_protest = candidate.type == "PROTEST"
        if not is_protest and candidate.type != "SUPPORT" and candidate.mode not in ("disapprove", "investigate"):
            continue
        if candidate.trigger.pos_ not in VERBAL:
            continue
        for thing in after(candidate.trigger, "against", "over") if is_protest else done_to(candidate.trigger):
            inner = bench.take(thing)
            if inner is not None and inner.trigger.pos_ in NOMINAL and inner.type in HOSTILE:
                bench.found[i] = replace(candidate, recipients=without(bench.scene, inner.actors, candidate.actors))
            elif candidate.type == "SUPPORT" and thing.lemma_.lower() in HARMS:  # "backed the king's overthrow"
                authors = bench.scene.parties(after(thing, "by"))
                bench.found[i] = replace(candidate, recipients=without(bench.scene, authors, candidate.actors))
