"""Names in a report that may be those of places: where a name begins and ends, and which name lies in which.

A name is looked up in the gazetteer, longest first, wherever a capital letter stands; a name that the gazetteer does
not have is taken whole. What speaks for and against it is for `toponyms` to say.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from spacy.tokens import Token

from regesta.coding.parser import Parsed
from regesta.knowledge.gazetteer import FIRST, MAIN, SHORT, Entry, gazetteer
from regesta.knowledge.place_words import place_words

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


def spot(parsed: Parsed) -> list[Toponym]:
    """Names that may be those of places, in text order; they do not overlap."""
    words = words_of(parsed)
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
    return found


@lru_cache(maxsize=2)
def words_of(parsed: Parsed) -> list[Word]:
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


_JOINT = re.compile(r"[\w.][-–/][^\W\d_]")
_PART = re.compile(r"[^-–/]+")
_ARTICLES = {"al", "el", "ar", "as", "ash", "ad", "an", "at", "az"}


def _longest(parsed: Parsed, words: list[Word], at: int) -> Toponym | None:
    """The longest name of the gazetteer that begins at a word; else a name that may be a place by its wording."""
    lists = place_words()
    first = words[at]
    if first.text == "The" and not any(parsed.report.text.startswith(name, first.start) for name in _WITH_ARTICLE):
        return None
    last = _reach(parsed, words, at)
    if last > at and first.text.endswith("s") and _is_country(first.text[:-1]):
        return None  # "Syrias Aleppo": the apostrophe is lost
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
            if end < last and (_is_part(words, at, end) or _goes_on(words, end, entries)):
                break
            end, site = _with_kind(parsed, words, end, last, entries)
            return _toponym(parsed, words, at, end, entries, site)
    return _unknown(parsed, words, at, last)


def _is_country(text: str) -> bool:
    return any(e.kind == "country" and e.rank <= MAIN for e in gazetteer().find(text))


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


def _goes_on(words: list[Word], end: int, entries: tuple[Entry, ...]) -> bool:
    """Whether a small place is only the first word of a name that goes on: "Baba" of "Baba Amr"."""
    lists, word = place_words(), words[end + 1]
    lower = word.text.lower()
    known = any(e.rank == FIRST or e.kind not in ("city", "admin2") or e.population > 100_000 for e in entries)
    if (
        known
        or not word.capital
        or word.token.ent_iob_ != "I"
        or word.token.ent_type_ not in ("PERSON", "GPE", "LOC", "FAC")
    ):
        return False
    other = (lists.kinds, lists.sites, lists.institutions, lists.streets, lists.companies, lists.titles, lists.never)
    return not any(lower in words or word.text in words for words in other)


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
    return Toponym(
        start=start,
        end=end,
        text=text[start:end],
        first=first,
        last=last,
        head=words[last].token,
        entries=entries,
        site=site,
        part=part,
    )


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
    if kind in lists.companies and kind not in lists.sites:
        return None
    if (first in lists.never and first not in lists.prefixes) or len(first) == 1:
        return None
    if words[last].text in lists.never and (last == at or kind not in lists.sites | lists.kinds | lists.naturals):
        return None
    if last > at and words[at].token.is_sent_start and words[at].token.tag_ not in ("NNP", "NNPS", "NN"):
        return None  # "Declaring Mosul district …"
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
            if (
                plain
                or not there.entries
                or between.strip(" ,(").split(" ")[0] in ("", "in", "near")
                or not _is_small(here)
            ):
                continue
            here.entries = ()  # "the al-Serian district of Aleppo" is not the Serian in Malaysia
        if here.entries and here.entries[0].kind in ("country", "continent") and here.entries[0].rank <= MAIN:
            continue
        if plain and _siblings(here.entries, there.entries):
            continue
        if not there.entries or (not here.entries and not plain and there.entries[0].kind == "continent"):
            continue
        here.inside = there
        if plain:
            there.signs.append("comma")


def _is_small(t: Toponym) -> bool:
    return all(e.kind in ("city", "admin2") and e.population < 200_000 for e in t.entries)


def _siblings(one: tuple[Entry, ...], two: tuple[Entry, ...]) -> bool:
    """Whether both names are regions of one country: "Oklahoma, Pennsylvania" is a list, not a town in a state."""
    regions = {e.country for e in one if e.kind == "admin1" and e.rank <= MAIN}
    return (
        any(e.kind == "admin1" and e.rank <= MAIN and e.country in regions for e in two) and one[0].name != two[0].name
    )


_KINDS = (
    "district|province|area|neighbou?rhood|suburb|region|governorate|county|town|village|quarter|camp|city|port|capital"
)
_CONTAINS = re.compile(
    r",? ?|,? \(|,? in (?:the )?(?:(?:\w+ern|north|south|east|west|central|\w+-\w+) )?|,? near |"
    rf"(?: [a-z]+)? (?:{_KINDS})(?: of| in|,) (?:the )?(?:\w+ern )?"
)


def _own(parsed: Parsed, found: list[Toponym]) -> None:
    """Mark "Y's X" and "the Y city of X": X is in Y."""
    for there, here in pairwise(found):
        if here.inside is None and there.entries and there.last != here.first:
            gap = parsed.report.text[there.end : here.start]
            if (_OWNS.fullmatch(gap) or _IN_REGION.fullmatch(gap)) and (
                not here.entries or within(here.entries, there.entries)
            ):
                here.inside = there


_IN_REGION = re.compile(rf" (?:[a-z-]+ )?(?:resort|enclave|island|{_KINDS}) of (?:the )?")
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
    return any(
        o.kind == "city"
        and o.population > 10 * e.population
        and o.row != e.row
        and (o.admin2 == e.admin2 >= 0 or (e.admin2 < 0 and o.admin1 == e.admin1 >= 0))
        for o in outer
    )


_WITH_ARTICLE = {"The Hague", "The Gambia", "The Bahamas"}
_HYPHENS = {"-", "–", "/"}
_TAIL_WORDS = {"city", "e"}
