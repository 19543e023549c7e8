"""Words of a report that may name a place, with what speaks for and against it: the first half of `places`.

A toponym is looked up in the gazetteer, longest name first, wherever a capital letter stands. What decides is the
wording around it (prepositions, "X, Y", words such as "province", the rest of the name) and how well known the place
is; the labels of the parser's name finder are one weak sign among them. Nothing is put on the map here.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from spacy.tokens import Token

from regesta.coding.parser import Parsed
from regesta.knowledge.gazetteer import FIRST, MAIN, SHORT, Entry, fold, gazetteer
from regesta.knowledge.tables import read_table

LONGEST: Final = 6  # words of a name


@dataclass(slots=True)
class Word:
    """A word of the text: a token, or a part of one that has hyphens or slashes ("U.S.-led")."""

    start: int
    end: int
    text: str
    token: Token
    capital: bool


@dataclass(slots=True)
class Toponym:
    """Words that may name a place: `entries` are the places of that name, `evidence` speaks for it where above 0."""

    start: int
    end: int
    text: str
    first: int  # number of its first word
    last: int
    head: Token
    entries: tuple[Entry, ...]
    evidence: float = 0.0
    site: bool = False  # a camp, an airport, a hospital … with the name of a place
    part: bool = False  # a part of the place: "North Texas"
    feature: str = ""  # the word beside it that says what it is: 'province', 'river', 'county' …
    inside: "Toponym | None" = None  # "X, Y": Y
    modifies: bool = False  # part of the name of an institution: "Athens Police Department"
    of_person: bool = False
    signs: list[str] = field(default_factory=list)


@lru_cache(maxsize=4)
def find_toponyms(parsed: Parsed) -> tuple[Toponym, ...]:
    """Candidates in text order that do not overlap, each with its evidence; the bad ones too.

    Kept for the last few reports, as the places and each event of a report ask for them.
    """
    words = _words(parsed)
    persons = _persons(parsed)
    found: list[Toponym] = []
    at = 0
    while at < len(words):
        toponym = _longest(parsed, words, at) if words[at].capital else None
        if toponym is None:
            at += 1
            continue
        found.append(toponym)
        at = toponym.last + 1
    _contain(parsed, found)
    _own(parsed, found)
    for toponym in found:
        _weigh(parsed, words, toponym, persons)
    return tuple(found)


@lru_cache(maxsize=2)
def _words(parsed: Parsed) -> list[Word]:
    """The words of the text; an Arabic article before a name ("al-Bab") counts as written with a capital."""
    words: list[Word] = []
    for token in parsed.doc:
        text = token.text
        first = text[0]
        if first.isalpha():
            if not text.isalpha() and _JOINT.search(text):
                for part in _PART.finditer(text):
                    piece = part.group()
                    words.append(
                        Word(token.idx + part.start(), token.idx + part.end(), piece, token, piece[0].isupper())
                    )
            else:
                capital = first.isupper() or (text[1:2] in "'’" and text[2:3].isupper())  # "d'Ivoire"
                words.append(Word(token.idx, token.idx + len(text), text, token, capital))
        elif not first.isspace():
            words.append(Word(token.idx, token.idx + len(text), text, token, first in "'’‘ʿ" and text[1:2].isupper()))
    for i, word in enumerate(words[:-2]):
        if word.text in _ARTICLES and words[i + 1].text in _HYPHENS | {words[i + 2].text} and words[i + 2].capital:
            word.capital = True
    for i, word in enumerate(words[:-1]):
        if word.text in _ARTICLES and words[i + 1].capital and words[i + 1].start == word.end + 1:
            word.capital = parsed.report.text[word.end] in "-–"
    return words


_JOINT = re.compile(r"\w[-–/]\w")
_PART = re.compile(r"[^-–/]+")
_ARTICLES = {"al", "el", "ar", "as", "ash", "ad", "an", "at", "az"}


def _longest(parsed: Parsed, words: list[Word], at: int) -> Toponym | None:
    """The longest name of the gazetteer that begins at a word; else a name that may be a place by its wording."""
    lists = place_words()
    first = words[at]
    if first.text == "The" and not any(parsed.report.text.startswith(name, first.start) for name in _WITH_ARTICLE):
        return None
    last = _reach(parsed, words, at)
    for end in range(last, at - 1, -1):
        if not words[end].capital and words[end].text not in _TAIL_WORDS:
            continue
        text = parsed.text(first.start, words[end].end)
        if end > at and (text in lists.never or (words[end].text == "City" and _is_institution(words, end + 1))):
            continue
        if end == at and (text in lists.never or (len(text) < 3 and text not in lists.acronyms)):
            begins = last > at and (
                text in lists.prefixes or text in _ARTICLES or words[last].text.lower() in lists.kinds
            )
            return _unknown(parsed, words, at, last) if begins else None
        entries = _fitting(text, _look_up(text))
        if entries:
            if end < last and _is_part(words, at, end):
                break
            end, site = _with_kind(parsed, words, end, last, entries)
            return _toponym(parsed, words, at, end, entries, site)
    return _unknown(parsed, words, at, last)


def _is_institution(words: list[Word], at: int) -> bool:
    """Whether the name of an institution goes on: "Council" of "Dublin City Council"."""
    return at < len(words) and words[at].capital and words[at].text.lower() in place_words().institutions


def _look_up(text: str) -> tuple[Entry, ...]:
    """The places of a name, with or without its Arabic article."""
    entries = gazetteer().find(text)
    if not entries and (article := _ARTICLE.match(text)):
        entries = gazetteer().find(text[article.end() :])
    return entries


_ARTICLE = re.compile(r"(?:(?:[Aa]l|[Ee]l)[- ]|(?:[Aa]r|[Aa]sh?|[Aa]d|[Aa]n|[Aa]t|[Aa]z)-)(?=[A-Z‘’'ʿ])")


def _is_part(words: list[Word], at: int, end: int) -> bool:
    """Whether a found name is only the beginning of an unknown one: "Tal" of "Tal Kroum", "South" of "South Hill"."""
    lists = place_words()
    if all(w.text in lists.prefixes or w.text in _HYPHENS or w.text in _ARTICLES for w in words[at : end + 1]):
        return words[end + 1].capital or words[end + 1].text in _HYPHENS
    return words[end + 1].capital and words[end + 1].text.lower() in lists.naturals


def _with_kind(parsed: Parsed, words: list[Word], end: int, last: int, entries: tuple[Entry, ...]) -> tuple[int, bool]:
    """Take in the word for its kind where it is part of the name: "Idlib Governorate", "Palmyra Airport" (a site)."""
    if end >= last or parsed.report.text[words[end].end : words[end + 1].start] != " " or entries[0].kind == "country":
        return end, False
    lists = place_words()
    word = words[end + 1]
    if word.capital and word.text.lower() in lists.kinds:
        after = words[end + 2].text.lower() if end + 2 <= last else ""
        return (end, False) if after in lists.institutions else (end + 1, False)
    if words[end].text == "County":
        return end, False
    for size in (2, 1):
        if end + size <= last and all(w.capital for w in words[end + 1 : end + size + 1]):
            phrase = " ".join(w.text for w in words[end + 1 : end + size + 1]).lower()
            if phrase in lists.sites:
                return end + size, True
    return end, False


def _reach(parsed: Parsed, words: list[Word], at: int) -> int:
    """The last word that a name beginning at a word can have: no punctuation and no line break between."""
    connectors, never = place_words().connectors, place_words().never
    text = parsed.report.text
    last = at
    for end in range(at + 1, min(at + LONGEST, len(words))):
        word = words[end]
        gap = word.start - words[end - 1].end
        if gap > 1 or (gap == 1 and text[word.start - 1] not in " -/–\n"):
            break
        if word.token.is_sent_start and word.text in never:
            break
        if word.capital or word.text in connectors or (word.text in _HYPHENS and gap == 0):
            last = end
        else:
            break
    while last > at and not words[last].capital and words[last].text not in _TAIL_WORDS:
        last -= 1
    return last


def _fitting(text: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The places that words so written can mean: a short word in capitals is only what our own lists say."""
    if not entries:
        return ()
    if text.isupper() and len(text) <= 4:
        return tuple(e for e in entries if e.rank in (FIRST, SHORT) or (len(text) == 4 and e.rank == MAIN))
    if text.endswith(".") and len(text) > 2 and "." not in text[:-1]:
        return tuple(e for e in entries if e.rank in (FIRST, SHORT))
    return entries if "." in text or any(e.rank != SHORT for e in entries) else ()


def _toponym(
    parsed: Parsed, words: list[Word], first: int, last: int, entries: tuple[Entry, ...], site: bool, part: bool = False
) -> Toponym:
    start, end = words[first].start, words[last].end
    text = parsed.report.text
    if entries and text[end : end + 1] == "." and "." in text[start:end] and all(e.rank == SHORT for e in entries):
        end += 1  # the parser takes the last point of "W.Va." for the end of a sentence
    return Toponym(start=start, end=end, text=text[start:end], first=first, last=last, head=words[last].token,
                   entries=entries, site=site, part=part)  # fmt: skip


def _unknown(parsed: Parsed, words: list[Word], at: int, last: int) -> Toponym | None:
    """A name that the gazetteer does not have: the whole chunk of capitals, judged by its wording alone."""
    lists = place_words()
    if at and words[at - 1].capital and parsed.report.text[words[at - 1].end : words[at].start] in (" ", "-"):
        before = words[at - 1].text.lower()
        if before not in lists.directions and before not in lists.prepositions and before not in lists.skipped:
            return None
    for i in range(at + 1, last + 1):
        text = words[i].text
        if (
            text in lists.never
            and text not in lists.prefixes
            and text.lower() not in lists.sites | lists.kinds | lists.naturals
        ) or (text in lists.connectors and text not in _ARTICLES and text not in _HYPHENS):
            last = i - 1
            break
    first = words[at].text
    kind = words[last].text.lower()
    if (
        last > at
        and first.lower() in lists.parts
        and (entries := _look_up(parsed.text(words[at + 1].start, words[last].end)))
    ):
        return _toponym(parsed, words, at, last, entries, False, part=True)
    if (first in lists.never and first not in lists.prefixes) or len(first) == 1:
        return None
    if words[last].text in lists.never and (last == at or kind not in lists.sites | lists.kinds | lists.naturals):
        return None
    if words[last].token.tag_ not in ("NNP", "NNPS") or (last == at and first.isupper()):
        return None
    return _toponym(parsed, words, at, last, (), kind in lists.sites)


def _contain(parsed: Parsed, found: list[Toponym]) -> None:
    """Mark "X, Y", "X (Y)", "X in Y" and "the X district of Y" where a place X can lie in the place Y."""
    for here, there in pairwise(found):
        between = parsed.report.text[here.end : there.start]
        if len(between) > 30 or not _CONTAINS.fullmatch(between):
            continue
        plain = between in (", ", ",", " (")
        if here.entries and not within(here.entries, there.entries):
            continue
        if here.entries and here.entries[0].kind in ("country", "continent") and here.entries[0].rank <= MAIN:
            continue
        if plain and _siblings(here.entries, there.entries):
            continue
        if not there.entries or (not here.entries and not plain and there.entries[0].kind == "continent"):
            continue
        here.inside = there


def _siblings(one: tuple[Entry, ...], two: tuple[Entry, ...]) -> bool:
    """Whether both names are regions of one country: "Oklahoma, Pennsylvania" is a list, not a town in a state."""
    regions = {e.country for e in one if e.kind == "admin1" and e.rank <= MAIN}
    return (
        any(e.kind == "admin1" and e.rank <= MAIN and e.country in regions for e in two) and one[0].name != two[0].name
    )


_CONTAINS = re.compile(r",? ?|,? \(|,? in (?:the )?(?:(?:\w+ern|north|south|east|west|central|\w+-\w+) )?|,? near |"
                       r"(?: [a-z]+)? (?:district|province|area|neighbou?rhood|suburb|region|governorate|county|town|village|quarter|"
                       r"camp)(?: of| in|,) (?:the )?(?:\w+ern )?")  # fmt: skip


def _own(parsed: Parsed, found: list[Toponym]) -> None:
    """Mark "Y's X": X is in Y."""
    for there, here in pairwise(found):
        if here.inside is None and there.entries and there.last != here.first:
            gap = parsed.report.text[there.end : here.start]
            if _OWNS.fullmatch(gap) and (not here.entries or within(here.entries, there.entries)):
                here.inside = there


_OWNS = re.compile(r"['’]s (?:(?:[a-z]+ern|[a-z]+al|north|south|east|west) )?")


def within(inner: tuple[Entry, ...], outer: tuple[Entry, ...]) -> bool:
    """Whether some place of the first can lie in one of the second, going by regions and countries."""
    rows = {e.row for e in outer if e.kind in ("admin1", "admin2", "country")}
    countries = {e.country for e in outer if e.kind == "country" and e.rank <= MAIN}
    return any(
        e.admin1 in rows or e.admin2 in rows or (e.kind != "country" and e.country in countries) or _same_town(e, outer)
        for e in inner
    )


def _same_town(e: Entry, outer: tuple[Entry, ...]) -> bool:
    """Whether a place lies in the district or region of a city that is named as its container ("Karrada, Baghdad")."""
    return any(o.kind == "city" and o.population > 10 * e.population and o.row != e.row
               and (o.admin2 == e.admin2 >= 0 or (e.admin2 < 0 and o.admin1 == e.admin1 >= 0)) for o in outer)  # fmt: skip


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
            and not (at > 1 and words[at - 2].capital and words[at - 2].text != "The")
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
            _add(t, -1.5 if t.entries else -4.0, "of a name")
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


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The lists of knowledge/data/place_words.csv."""

    never: frozenset[str]
    connectors: frozenset[str]
    acronyms: frozenset[str]
    skipped: frozenset[str]
    directions: frozenset[str]
    static: frozenset[str]
    administrative: frozenset[str]
    streets: frozenset[str]
    institutions: frozenset[str]
    companies: frozenset[str]
    titles: frozenset[str]
    person_titles: frozenset[str]
    prefixes: frozenset[str]
    kinds: frozenset[str]
    sites: frozenset[str]
    naturals: frozenset[str]
    parts: frozenset[str]
    happenings: frozenset[str]
    of_place: frozenset[str]
    prepositions: dict[str, float]
    features: dict[str, str]


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    """The word lists, read once a process."""
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_table("place_words"):
        values[row["kind"]][row["word"]] = row["value"]
    of = {kind: frozenset(words) for kind, words in values.items()}
    return PlaceWords(
        never=of["never begins a name alone"], connectors=of["inside a name"], acronyms=of["short capitals"],
        skipped=of["before a name, skipped"], directions=of["direction"], static=of["static preposition"],
        administrative=of["administrative"], streets=of["street"], institutions=of["institution"],
        companies=of["company"], titles=of["title after"], person_titles=of["person title"],
        prefixes=of["begins a longer name"], kinds=of["ends a name"], sites=of["site"],
        naturals=of["natural feature"], parts=of["part of a place"], happenings=of["happening"], of_place=of["before of a place"],
        prepositions={word: float(value) for word, value in values["preposition"].items()}, features=values["feature"],
    )  # fmt: skip


_WITH_ARTICLE = {"The Hague", "The Gambia", "The Bahamas"}
_HYPHENS = {"-", "–", "/"}
_TAIL_WORDS = {"city", "e"}


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """Folded words for the people of a country and what is theirs -> its code: {"syrian": "SYR", "britons": "GBR", …}."""
    codes: dict[str, str] = {}
    rows = read_table("countries")
    for row in rows:
        for word in [*row["adjectives"].split(";"), *row["people"].split(";")]:
            codes.update({fold(word): row["code"], fold(word) + "s": row["code"]} if word else {})
    for row in rows:
        for name in (row["name"], row["code"], "US"):
            codes.pop(fold(name), None)
    return codes


def countries_of_adjectives(parsed: Parsed) -> list[str]:
    """Countries that the report names by an adjective or by their people, each once, in text order."""
    codes = demonyms()
    return list(dict.fromkeys(
        codes[word] for w in _words(parsed) if w.capital and (word := w.text.casefold()) in codes
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
