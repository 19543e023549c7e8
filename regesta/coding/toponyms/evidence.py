"""Names of places in a report, with what speaks for and against each: the first half of `places`.

What decides is the wording around a name (prepositions, "X, Y", words such as "province", the rest of the name) and how
well known the place is; the labels of the parser's name finder are one weak sign among them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from regesta.coding.parser import Parsed
from regesta.coding.toponyms.spotting import Toponym, Word, spot, words_of
from regesta.knowledge.gazetteer import FIRST, MAIN, SHORT, fold
from regesta.knowledge.place_words import demonyms, place_words


@lru_cache(maxsize=4)
def find_toponyms(parsed: Parsed) -> tuple[Toponym, ...]:
    """Candidates in text order that do not overlap, each with its evidence; the bad ones too.

    Kept for the last few reports, as the places and each event of a report ask for them.
    """
    words = words_of(parsed)
    persons = _persons(parsed)
    plain = {w.text for w in words if not w.capital}
    found = spot(parsed)
    for toponym in found:
        _weigh(parsed, words, toponym, persons)
        if _is_common(toponym, plain):
            _add(toponym, -3.0, "common word")
    return tuple(found)


def _persons(parsed: Parsed) -> set[str]:
    """Last words of the names of people in the report."""
    names = set()
    for entity in parsed.doc.ents:
        if entity.label_ == "PERSON" and len(entity) > 1:
            names.add(entity[-1].text if entity[-1].text not in ("'s", "’s") else entity[-2].text)
    return names


def _weigh(parsed: Parsed, words: list[Word], t: Toponym, persons: set[str]) -> None:
    """Add up what speaks for and against a toponym. The weights are ours, checked on the development sets."""
    before = words[t.first - 1] if t.first else None
    after = words[t.last + 1] if t.last + 1 < len(words) else None
    text = parsed.report.text
    joined_before = before is not None and text[before.end : t.start] in (" ", "-", "\n", "") and before.capital
    joined_after = after is not None and text[t.end : after.start] in (" ", "\n")
    t.evidence += _known(t) + _preposition(parsed, words, t)
    t.evidence += max(_named(t), -0.3) if "in" in t.signs else _named(t)
    if (
        not t.entries
        and before is not None
        and before.text.lower() in ("the", "a", "an")
        and not t.site
        and _known(t) < 0
    ):
        _add(t, -1.5, "article")
    if not t.entries and text[t.end : t.end + 2] in ("'s", "’s") and "gpe" not in t.signs:
        _add(t, -1.0, "owner")
    if t.inside is not None:
        _add(t, 2.0 if t.entries or {"gpe", "in"} & set(t.signs) else 0.6, "contained")
        _add(t.inside, 2.0, "container")
    if after is not None and joined_after:
        _after(t, after, words)
    if before is not None and joined_before:
        _before(t, before)
    if t.text in persons and not {"in", "near"} & set(t.signs):
        t.of_person = True
        _add(t, -3.0, "surname")
    if t.entries and t.head.tag_ not in ("NNP", "NNPS") and t.entries[0].rank != FIRST and t.head.dep_ != "":
        _add(t, -1.5, "tag")
    if text[t.start - 1 : t.start] == "$" or text[t.end : t.end + 1] == "$":
        _add(t, -5.0, "money")
    if t.text.startswith(("St. ", "St ")) and text[t.end : t.end + 2] in ("'s", "’s"):
        _add(t, -5.0, "saint")
    if _is_abbreviation(t) and "container" not in t.signs:
        _add(t, -4.0, "abbreviation alone")
    if fold(t.text) in demonyms():
        _add(t, -6.0, "demonym")


def _is_common(t: Toponym, plain: set[str]) -> bool:
    """Whether the report has all its words in small letters too: "Terrorist Attacks" of a headline."""
    if any(e.rank == FIRST or e.kind in ("country", "admin1") for e in t.entries):
        return False
    return all(w in plain for w in t.text.lower().split())


def _add(t: Toponym, weight: float, sign: str) -> None:
    t.evidence += weight
    t.signs.append(sign)


def _is_abbreviation(t: Toponym) -> bool:
    return bool(t.entries) and all(e.rank == SHORT for e in t.entries)


def _known(t: Toponym) -> float:
    """How much the fame of the best-known place of that name says, when nothing else is known."""
    if not t.entries:
        kind = t.text.rpartition(" ")[2].lower()
        lists = place_words()
        return (
            0.8 if t.text != kind and (kind in lists.kinds or kind in lists.sites or kind in lists.naturals) else -1.0
        )
    best = 0.0
    for e in t.entries:
        if e.rank == FIRST or e.kind in ("country", "continent", "sea", "river", "area", "region", "site"):
            return 2.0
        if e.kind == "admin1" or (e.kind == "admin2" and t.last > t.first):
            best = max(best, 1.5)
        if e.rank == MAIN:
            best = max(
                best,
                1.2
                if e.population > 500_000
                else 0.8
                if e.population > 100_000
                else 0.2
                if e.population > 15_000
                else -0.2,
            )
    return best or -0.7


def _named(t: Toponym) -> float:
    """What the parser's name finder says."""
    label = t.head.ent_type_
    if label in ("GPE", "LOC"):
        t.signs.append("gpe")
        return 1.5
    return {"FAC": 0.0, "": -0.7, "ORG": -0.7, "PERSON": -1.5, "NORP": -3.0}.get(label, -1.0)


def _preposition(parsed: Parsed, words: list[Word], t: Toponym) -> float:
    """What the words before it say: "in", "near", "the city of", "north of", "in eastern"."""
    lists = place_words()
    at = t.first - 1
    while at >= 0 and (words[at].text.lower() in lists.skipped) and at > t.first - 4:
        at -= 1
    if at < 0:
        return 0.0
    word = words[at].text.lower()
    if word == "of" and at:
        noun = words[at - 1].text.lower()
        if (
            noun in place_words().features
            and not (words[at - 1].capital and noun not in lists.of_place)
            and not (
                at > 1 and words[at - 2].capital and words[at - 2].text != "The" and lists.features[noun] != "city"
            )
        ):
            t.feature = place_words().features[noun]
            t.signs.append("in")
            return 1.5 if t.feature == "feature" else 3.0
        if noun in place_words().directions or noun in (
            "outside",
            "outskirts",
            "part",
            "parts",
            "south",
            "people",
            "residents",
        ):
            t.signs.append("in")
            return 1.5
        if words[at - 1].capital and noun not in place_words().of_place:
            _add(t, -1.5 if t.entries and noun not in lists.companies else -4.0, "of a name")
        return 0.2
    weight = place_words().prepositions.get(word, 0.0)
    if weight >= 1.0:
        t.signs.append("in" if word in place_words().static else "to")
    return weight


def _after(t: Toponym, after: Word, words: list[Word]) -> None:
    """The word right after it: a feature ("province"), the rest of a longer name, or a street."""
    word = after.text.lower()
    following = words[t.last + 2].text.lower() if t.last + 2 < len(words) else ""
    if word in place_words().features:
        t.feature = t.feature or place_words().features[word]
        _add(t, 0.3 if after.capital else 1.5 if t.feature == "feature" else 2.5, "feature")
        if after.capital and word not in place_words().administrative:
            _add(t, -2.5, "longer name")
    elif not after.capital:
        return
    elif word in place_words().streets:
        _add(t, -5.0, "street")
    elif word.rstrip(".") in place_words().institutions or (
        word in ("city", "county", "state", "high", "town") and following in place_words().institutions
    ):
        t.modifies = True
        _add(t, 1.0, "institution")
    elif word in place_words().companies:
        _add(t, -4.0, "company")
    elif word in place_words().titles:
        _add(t, 1.0, "title after")
    elif fold(after.text) in demonyms():
        _add(t, -2.0, "demonym after")
    elif after.text in place_words().never:
        return
    elif after.token.ent_iob_ == "I" and after.token.ent_type_ in ("GPE", "LOC"):
        _add(t, -0.5, "longer place")
    elif after.token.ent_iob_ == "I":
        _add(t, -3.0 if after.token.ent_type_ == "PERSON" else -2.0, "longer name")


def _before(t: Toponym, before: Word) -> None:
    """The capital word right before it: a title or a first name, a point of the compass, the start of a sentence."""
    word = before.text.lower()
    if word in place_words().directions or word in (
        "greater",
        "downtown",
        "central",
        "upper",
        "lower",
        "metro",
        "neighbouring",
        "neighboring",
    ):
        return
    if word in place_words().person_titles:
        t.of_person = True
        _add(t, -4.0, "person title")
    elif (
        before.token.tag_ in ("NNP", "NNPS")
        and before.token.ent_type_ == "PERSON"
        and word not in place_words().prepositions
    ):
        t.of_person = True
        _add(t, -4.0, "first name")
    elif (
        before.token.tag_ in ("NNP", "NNPS")
        and word not in place_words().prepositions
        and word not in place_words().skipped
        and t.head.ent_iob_ == "I"
    ):
        _add(t, -1.5, "in a longer name")


def countries_of_adjectives(parsed: Parsed) -> list[str]:
    """Countries that the report names by an adjective or by their people, each once, in text order."""
    codes = demonyms()
    return list(dict.fromkeys(
        codes[word] for w in words_of(parsed) if w.capital and (word := w.text.casefold()) in codes
    ))  # fmt: skip


def accepted(parsed: Parsed, found: Sequence[Toponym]) -> Iterator[Toponym]:
    """Those with enough evidence; a sure place elsewhere in the report, or before it in a list, lends some."""
    sure = {t.text for t in found if t.evidence >= ENOUGH + 1.5 and not t.of_person}
    before: Toponym | None = None
    for t in found:
        evidence = t.evidence
        if t.text in sure and not t.of_person:
            evidence += 1.0
        if before is not None and _LIST.fullmatch(parsed.report.text[before.end : t.start]):
            evidence += 1.5
        before = None
        enough = ENOUGH_UNKNOWN if not t.entries else ENOUGH if t.signs else ENOUGH_UNSIGNED
        if evidence >= enough:
            before = t
            yield t


ENOUGH: Final = 0.6  # checked on the development sets: right of given falls faster than right of gold rises below it
ENOUGH_UNSIGNED: Final = 0.9  # of a known name with nothing around it that speaks for a place
ENOUGH_UNKNOWN: Final = 1.2
_LIST = re.compile(r", |,? and (?:the )?|, (?:and )?(?:the )?| or ")
