"""Candidates for events in a sentence: the words that may tell one, its type and mode, and who takes part.

First the lexicon gives a candidate for each trigger (`frames`); then, from the inside of the sentence outwards,
`operators` turn them. Whether a candidate becomes an event is decided in `events`, where the scores of a model can be
merged as well.
"""

from dataclasses import replace
from typing import Final

from spacy.tokens import Span

from regesta.coding.deeds.arguments import after, done_to
from regesta.coding.deeds.frames import HOSTILE, Candidate, from_entry, union, without
from regesta.coding.deeds.operators import operate
from regesta.coding.deeds.requests import oblige
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.triggers import NOMINAL, VERBAL, entry_of
from regesta.coding.deeds.workbench import Workbench, is_none


def find_candidates(scene: Scene, sentence: Span) -> list[Candidate]:
    """The candidates of a sentence, in text order."""
    _mend(sentence)
    words = [t for t in sentence if t.pos_ in _TRIGGER_POS]
    bench = Workbench(scene, {})
    for token in words:
        if entry := entry_of(token):
            bench.found[token.i] = from_entry(scene, token, entry)
    if not bench.found and not any(t.lower_ in _MODALS for t in sentence):
        operate(bench, [t for t in words if t.lemma_ in _ALONE])
    else:
        _merge_objects(bench)
        _blame_the_doers(bench)
        _by_the_raid(bench)
        operate(bench, words)
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
        for deed in after(candidate.trigger, "in", "during", "by"):
            inner = bench.take(deed)
            if inner is not None and inner.type == "ASSAULT" and inner.actors:
                bench.found[i] = replace(candidate, actors=without(bench.scene, inner.actors, candidate.recipients))


def _blame_the_doers(bench: Workbench) -> None:
    """Who condemns or investigates an attack does it to its authors, not to its victims or its place."""
    for i, candidate in list(bench.found.items()):
        if candidate.mode not in ("disapprove", "investigate") or candidate.trigger.pos_ not in VERBAL:
            continue
        for thing in done_to(candidate.trigger):
            inner = bench.take(thing)
            if inner is not None and inner.trigger.pos_ in NOMINAL and inner.type in HOSTILE:
                bench.found[i] = replace(candidate, recipients=without(bench.scene, inner.actors, candidate.actors))
