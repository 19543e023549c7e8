"""Where an event happened: which place name of the report says it, if one does.

    >>> where(parsed, trigger_start, trigger_end, places)
    Place(exact="Nablus", ...)

A linear model scores each place of the sentence by how it hangs on the event's word in the parse: prepositions, the
path between the two, clauses, order, distance, the kind of place. Its weights are in `weights/event_place.csv`, made by
`training/event_place/train.py`.
"""

import csv
import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from spacy.tokens import Token

from regesta.coding.parser import Parsed
from regesta.coding.toponyms.evidence import find_toponyms
from regesta.coding.toponyms.spotting import Toponym
from regesta.knowledge.place_words import place_words
from regesta.schema import Place

SURE: Final = 0.35  # chance from which a place is that of the event: best F1 in cross-validation, flat from 0.3 to 0.45
LEAST: Final = -4.5  # evidence; below it words are no place whatever happens there


def where(parsed: Parsed, trigger_start: int, trigger_end: int, places: Sequence[Place]) -> Place | None:
    """The place at which the event of a trigger word happened, as its sentence says; None where it does not say.

    Of several ("in Ghazni and Paktika") it is the likeliest; `everywhere` gives them all.
    """
    return next(iter(everywhere(parsed, trigger_start, trigger_end, places)), None)


def everywhere(parsed: Parsed, trigger_start: int, trigger_end: int, places: Sequence[Place]) -> list[Place]:
    """All places at which the event of a trigger word happened, the likeliest first; no metonym is one of them."""
    trigger = parsed.token_at(trigger_start)
    if trigger is None or not parsed.sentences:
        return []
    trigger = parsed.span(trigger_start, max(trigger_end, trigger_start + 1)).root
    by_span = {(place.start_char, place.end_char): place for place in places if not place.metonym}
    found = [(chance.value, by_span[chance.toponym.start, chance.toponym.end])
             for chance in chances(parsed, trigger, by_span) if chance.value >= SURE]  # fmt: skip
    return [place for _, place in sorted(found, key=lambda f: -f[0])]


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely an event happened at a place: 0 … 1."""

    toponym: Toponym
    value: float


def chances(parsed: Parsed, trigger: Token, spans: Container[tuple[int, int]]) -> list[Chance]:
    """The chance of each name in the trigger's sentence that is one of these spans of characters, in text order."""
    candidates = in_sentence(parsed, trigger)
    weights = _weights()
    return [
        Chance(t, 1 / (1 + math.exp(-sum(weights.get(f, 0.0) for f in features(trigger, i, candidates)))))
        for i, t in enumerate(candidates) if (t.start, t.end) in spans
    ]  # fmt: skip


def happens_at(parsed: Parsed, toponyms: Sequence[Toponym]) -> set[int]:
    """Ids of those names at which something in their sentence very likely happens: places by what is told of them."""
    found: set[int] = set()
    wanted = {id(t) for t in toponyms}
    spans = {(t.start, t.end) for t in toponyms}
    for t in toponyms:
        if id(t) in found:
            continue
        for verb in _verbs_near(t.head):
            found.update(
                id(c.toponym) for c in chances(parsed, verb, spans) if c.value >= CONFIRMED and id(c.toponym) in wanted
            )
    return found


CONFIRMED: Final = 0.6


def _verbs_near(head: Token) -> list[Token]:
    """The verb of violence or protest over a word, if one is among the three nearest verbs."""
    verbs = [t for t in head.ancestors if t.pos_ == "VERB"][:3]
    return [t for t in verbs if t.lemma_.lower() in place_words().happenings][:1]


def in_sentence(parsed: Parsed, trigger: Token) -> list[Toponym]:
    """The names of the trigger's sentence that may be places."""
    sentence = trigger.sent
    start, end = sentence[0].idx, sentence[-1].idx + len(sentence[-1])
    return [t for t in find_toponyms(parsed) if start <= t.start < end and t.evidence > LEAST]


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    path = resources.files("regesta.coding").joinpath("weights/event_place.csv")
    with path.open(encoding="utf-8") as lines:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(lines)}


def features(trigger: Token, which: int, candidates: Sequence[Toponym]) -> Iterator[str]:
    """Names of the features that hold for one place among those of the sentence."""
    t = candidates[which]
    head = t.head
    verb = trigger.lemma_.lower()
    up, down = _path(trigger, head)
    path = _written(up, down)
    order = "after" if head.i > trigger.i else "before"
    apart = abs(head.i - trigger.i)
    distance = "1-2" if apart < 3 else "3-5" if apart < 6 else "6-9" if apart < 10 else "10-19" if apart < 20 else "20-"
    likely = [c for c in candidates if c is not t and c.evidence > 0.5]
    nearer = sum(1 for c in likely if abs(c.head.i - trigger.i) < apart)
    between = sum(1 for c in likely if min(head.i, trigger.i) < c.head.i < max(head.i, trigger.i))
    governor, noun = _governor(head)
    role = head.dep_
    same = _clause(head) == _clause(trigger)
    relation = _relation(head, trigger)
    kind = t.entries[0].kind if t.entries else "unknown"
    evidence = max(-5, min(6, round(t.evidence)))
    yield "bias"
    yield f"verb={verb}"
    yield f"tag={trigger.tag_}"
    yield f"path={path}"
    yield f"verb={verb},path={path}"
    yield f"length={min(len(up) + len(down), 8)}"
    yield f"order={order}"
    yield f"distance={order}{distance}"
    yield f"nearer={min(nearer, 3)}"
    yield f"between={min(between, 3)}"
    yield f"count={min(len(likely), 4)}"
    yield f"governor={governor}"
    yield f"governor={governor},{order}"
    yield f"governor={governor},noun={noun}"
    yield f"noun={noun}"
    yield f"role={role}"
    yield f"role={role},order={order},same={same}"
    yield f"same clause={same},{governor}"
    yield f"clause={relation}"
    yield f"clause={relation},{governor}"
    yield f"clause={relation},{order}"
    yield f"kind={kind}"
    yield f"kind={kind},{governor}"
    yield f"verb={verb},role={role}"
    yield f"verb={verb},governor={governor}"
    yield f"first={up[0] if up else ''},{down[0] if down else ''}"
    yield f"last={up[-1] if up else ''},{down[-1] if down else ''}"
    yield f"evidence={evidence}"
    yield f"evidence={evidence},{governor}"
    yield f"label={head.ent_type_}"
    yield f"label={head.ent_type_},{kind == 'unknown'}"
    yield f"tag of place={head.tag_}"
    yield f"word of kind={t.feature}"
    yield f"last word={t.text.rpartition(' ')[2].lower()}"
    yield f"first word={t.text.partition(' ')[0].lower()}"
    yield f"letters={t.text[:3].lower()}"
    yield f"end letters={t.text[-3:].lower()}"
    for sign in set(t.signs):
        yield f"sign={sign}"
    yield from _around(t, trigger)
    yield from _neighbours(t, likely)


def _around(t: Toponym, trigger: Token) -> Iterator[str]:
    """The words right before and after a name, and whether it begins the sentence."""
    doc = t.head.doc
    first = last = t.head.i
    while first > 0 and doc[first - 1].idx >= t.start:
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].idx < t.end:
        last += 1
    yield f"before={doc[first - 1].lower_ if first else ''}"
    yield f"next={doc[last + 1].lower_ if last + 1 < len(doc) else ''}"
    if first == trigger.sent.start:
        yield "begins the sentence"


def _neighbours(t: Toponym, likely: Sequence[Toponym]) -> Iterator[str]:
    """How the name lies to the other likely places of the sentence: "Karrada, Baghdad", "Kufa near Najaf"."""
    sentence = t.head.sent
    text, begin = (sentence.text, sentence.start_char) if likely else ("", 0)  # the text of a Doc is made at each call
    if t.inside is not None:
        yield "is in another"
    for other in likely:
        if other.inside is t:
            yield "contains another"
        if other.end <= t.start <= other.end + 30:
            gap = text[other.end - begin : t.start - begin].lower()
            yield "after a place" + (gap if len(gap) < 12 else "")
        if t.end <= other.start <= t.end + 30:
            gap = text[t.end - begin : other.start - begin].lower()
            yield "before a place" + (gap if len(gap) < 12 else "")
    ranks = [_FINE.get(c.entries[0].kind, 1) if c.entries else 0 for c in likely]
    own = _FINE.get(t.entries[0].kind, 1) if t.entries else 0
    if any(rank < own for rank in ranks):
        yield f"a finer place in the sentence,{own}"


_FINE: Final = {"site": 0, "city": 1, "admin2": 2, "admin1": 3, "region": 3, "country": 4, "area": 4, "continent": 5}


def _path(trigger: Token, head: Token) -> tuple[list[str], list[str]]:
    """The labels from the trigger up to the word that is above both, and from there down to the place."""
    above: dict[int, int] = {}
    labels: list[str] = []
    token = trigger
    while True:
        above[token.i] = len(labels)
        if token.head.i == token.i:
            break
        labels.append(token.dep_)
        token = token.head
    down: list[str] = []
    token = head
    while token.i not in above:
        down.append(token.dep_ + ":" + token.lower_ if token.dep_ == "prep" else token.dep_)
        if token.head.i == token.i:
            return labels, down[::-1]
        token = token.head
    return labels[: above[token.i]], down[::-1]


def _written(up: list[str], down: list[str]) -> str:
    if len(up) + len(down) > 6:
        return "long"
    return "<".join(up) + "^" + ">".join(down)


def _governor(head: Token) -> tuple[str, str]:
    """The preposition over a name and the noun between the two: ("in", "district") of "in the Karrada district"."""
    token, noun = head, ""
    for _ in range(6):
        if token.dep_ == "prep":
            above = token.head
            if (
                token.lower_ == "of"
                and above.pos_ in ("NOUN", "PROPN")
                and above.dep_ == "pobj"
                and above.head.dep_ == "prep"
            ):
                return above.head.lower_ + " of", above.lower_
            return token.lower_, noun
        if token.pos_ == "VERB" or token.head.i == token.i:
            break
        if token.dep_ in ("compound", "nmod", "amod", "poss", "appos", "conj", "pobj"):
            if token.dep_ in ("compound", "nmod", "amod", "poss"):
                noun = token.head.lower_
            token = token.head
            continue
        break
    return token.dep_, noun


def _clause(token: Token) -> int:
    """Number of the verb (or root) over a word, itself included."""
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return int(token.i)


def _relation(head: Token, trigger: Token) -> str:
    """How the clause of the place lies to that of the trigger: the same, above, below, beside, or elsewhere."""
    place, event = _clause(head), _clause(trigger)
    if place == event:
        return "same"
    doc = head.doc
    if any(t.i == place for t in doc[event].ancestors):
        return f"above,{doc[event].dep_}"
    if any(t.i == event for t in doc[place].ancestors):
        return f"below,{doc[place].dep_}"
    return "elsewhere"
