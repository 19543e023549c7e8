"""Who is who: countries, organisations, armed groups, roles and offices, and how texts name them.

The tables are data files; this module reads them once and answers three questions: which names stand in a text
(`find_names`), which nouns of roles (`find_roles`), who holds an office on a day (`holder`).

    >>> [(text, known.country) for text, known in _shown("Beijing called the Kremlin.")]
    [('Beijing', 'CHN'), ('Kremlin', 'RUS')]
"""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from regesta.knowledge.tables import read_table
from regesta.schema import EntityKind, Entry

Use = Literal["name", "adjective", "people", "capital", "seat", "nothing"]
NON_STATES: Final = ("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC")

_SAME_WIDTH = str.maketrans({"’": "'", "‘": "'", "\n": " ", "\t": " ", "\u00a0": " ", "‑": "-", "–": "-"})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory of the code book."""

    code: str  # ISO 3166-1 alpha-3, or KOS
    name: str
    adjective: str  # the first one, for names such as 'Russian armed forces'
    cameo: str
    fips: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a name of the code books stands for."""

    kind: EntityKind
    key: str  # country code, or the main name; ids are made from it
    name: str
    country: str | None
    sectors: tuple[str, ...]
    use: Use


@dataclass(frozen=True, slots=True)
class Role:
    """A noun for people or bodies of a kind: 'gunman', 'foreign ministry'."""

    noun: str
    plural: bool
    kind: str  # person: one who acts for himself; people: mostly met in numbers; body: an institution or a force
    sectors: tuple[str, ...]
    body: str  # bodies and people with the same value are one actor per country: army, troops, forces
    gender: str  # m, f or ''
    office: bool  # a post that one person holds
    country: str  # the country that the title alone tells ('the home secretary'), or ''


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who held which office from when to when."""

    name: str
    title: str
    country: str
    sectors: tuple[str, ...]
    first_day: dt.date
    last_day: dt.date | None

    @property
    def since(self) -> dt.date | None:
        """The first day; None when it is not known."""
        return None if self.first_day == dt.date.min else self.first_day

    def covers(self, day: dt.date) -> bool:
        """Was it held on that day? The last day counts."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Found:
    """A name or role at a place of a text."""

    start: int  # code points
    end: int
    known: Known | None = None
    role: Role | None = None


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell, which semicolons keep apart."""
    return tuple(value.strip() for value in cell.split(";") if value.strip())


def folded(name: str) -> str:
    """A name without case, accents and punctuation: 'Élysée-Palace' -> 'elysee palace'."""
    plain = unicodedata.normalize("NFKD", name.translate(_SAME_WIDTH)).lower()
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """The states and territories by code."""
    return {
        row["code"]: Country(row["code"], row["name"], (*split(row["adjectives"]), row["name"])[0],
                             row["cameo"] or row["code"], row["fips"])
        for row in read_table("countries")
    }  # fmt: skip


def is_demonym(word: str) -> bool:
    """Is it a noun for one person of a country, and not its adjective: 'Briton', 'Turk', 'Spaniard'?"""
    return word in _demonyms()


@lru_cache(maxsize=1)
def _demonyms() -> frozenset[str]:
    rows = read_table("countries")
    adjectives = {word for row in rows for word in split(row["adjectives"])}
    return frozenset(
        word
        for row in rows
        for word in split(row["people"])
        if word not in adjectives and not word.endswith(("s", "men"))
    )


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The user's own actors, which come before those of the code books. Built once: its tables are kept by identity."""

    entries: Sequence[Entry] = ()


NO_LISTS: Final = Lists()
_LISTS: ContextVar[Lists] = ContextVar("lists", default=NO_LISTS)


@contextmanager
def looking_up(lists: Lists) -> Iterator[None]:
    """In this context names, roles and offices are looked up in the lists too."""
    token = _LISTS.set(lists)
    try:
        yield
    finally:
        _LISTS.reset(token)


def find_names(text: str) -> list[Found]:
    """The names of countries, organisations, groups and office holders in a text, longest first, without overlaps.

    A match with `known.use == 'nothing'` is a phrase that only looks like an actor ('South China Sea').
    """
    return _scan(text, _names(_LISTS.get()), fold_case=False)


def find_roles(text: str) -> list[Found]:
    """The nouns of roles in a text: 'foreign ministers', 'Secretary of State', 'gunmen'."""
    return _scan(text, _roles(_LISTS.get()), fold_case=True)


def holder(title: str, country: str, day: dt.date | None) -> str | None:
    """Who holds the office on that day; without a day, only if nobody else held it in the code book."""
    held = _by_office(_LISTS.get()).get((_office(title), country), ())
    names = {t.name for t in held if day is None or t.covers(day)}
    return names.pop() if len(names) == 1 else None


def held_since(title: str, country: str, day: dt.date | None) -> bool:
    """Is anybody known to have held that office on that day or later; without a day, ever?"""
    held = _by_office(_LISTS.get()).get((_office(title), country), ())
    return any(day is None or t.last_day is None or t.last_day >= day for t in held)


def tenures(name: str) -> tuple[Tenure, ...]:
    """The offices that a person of the code book holds or held, in order of time."""
    return _by_person(_LISTS.get()).get(name, ())


def earliest(day: str) -> dt.date:
    """The first day that '2003', '2003-05' or '2003-05-17' may mean."""
    return dt.date.fromisoformat(f"{day}-01-01"[:10])


def latest(day: str) -> dt.date:
    """The last day that '2003', '2003-05' or '2003-05-17' may mean."""
    if len(day) == 10:
        return dt.date.fromisoformat(day)
    year, month = (int(part) for part in (day if "-" in day else f"{day}-12").split("-"))
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


@lru_cache(maxsize=1)
def genders() -> dict[str, str]:
    """Given names, each with m or f."""
    return {row["name"]: row["gender"] for row in read_table("first_names")}


@lru_cache(maxsize=10_000)
def gender_of(given: str) -> str:
    """m or f of a given name, with accents or without ('María', 'Maria'); '' of any other word."""
    return genders().get(given) or genders().get(_without_accents(given), "")


def _without_accents(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    return {row["name"]: row["region"] for row in read_table("first_names") if row["region"]}


_ARABIC: Final = frozenset(("al", "el", "abu", "umm", "ibn", "bin", "abd"))


def region_of(name: str) -> str:
    """Where somebody of that name is likely from, by the given name and particles: mideast, west, or '' if it tells
    nothing."""
    given = name.split()[0] if name else ""
    arabic = len(name) > len(given) and not _ARABIC.isdisjoint(folded(name).split())
    return _regions().get(given) or ("mideast" if arabic else "")


@lru_cache(maxsize=1)
def homes() -> dict[str, tuple[str, ...]]:
    """Peoples without a state of their own that live in several: main name -> codes of these states."""
    return {row["name"]: split(row["homes"]) for row in read_table("groups") if row["homes"]}


@lru_cache(maxsize=1)
def readings() -> dict[str, list[tuple[str, str, re.Pattern[str]]]]:
    """Other readings of ambiguous names: word -> (code, kind, cues anywhere in the report that ask for it)."""
    found: dict[str, list[tuple[str, str, re.Pattern[str]]]] = defaultdict(list)
    for row in read_table("ambiguous"):
        cues = "|".join(re.escape(cue) for cue in split(row["cues"]))
        found[row["word"]].append((row["reading"], row["kind"], re.compile(rf"(?<!\w)(?:{cues})(?!\w)")))
    return dict(found)


# -- tables for the scan --------------------------------------------------------------------------------------------

_Phrases = dict[str, list[tuple[str, bool, Known | Role]]]  # first word -> (phrase, after 'the' only, meaning)


def _scan(text: str, phrases: _Phrases, *, fold_case: bool) -> list[Found]:
    flat = text.translate(_SAME_WIDTH)
    if fold_case:
        lowered = flat.lower()
        flat = lowered if len(lowered) == len(flat) else flat
    found: list[Found] = []
    end = 0
    for word in _WORD.finditer(flat):
        start = word.start()
        options = phrases.get(word.group()) if start >= end else None
        if options is None:
            continue
        for phrase, article, meaning in options:
            stop = start + len(phrase)
            if not flat.startswith(phrase, start) or flat[stop : stop + 1].isalnum():
                continue
            if article and flat[max(0, start - 4) : start].lower() != "the ":
                continue
            if isinstance(meaning, Known):
                found.append(Found(start, stop, known=meaning))
            else:
                found.append(Found(start, stop, role=meaning))
            end = stop
            break
    return found


@lru_cache(maxsize=2)
def _names(lists: Lists) -> _Phrases:
    meanings: dict[str, Known] = {}

    def add(phrase: str, known: Known) -> None:
        flat = phrase.translate(_SAME_WIDTH)
        meanings.setdefault(flat, known)
        if "al-" in flat:  # 'Jabhat Fateh Al-Sham'
            meanings.setdefault(flat.replace("al-", "Al-"), known)
        if "'" in flat and " " in flat and known.kind != "person":  # texts without apostrophes: 'Peoples Party'
            meanings.setdefault(flat.replace("'", ""), known)
        if len(flat) > 4 and known.use in ("name", "capital", "seat"):
            meanings.setdefault(flat.upper(), known)  # headlines in capitals

    for entry in lists.entries:
        if entry.kind != "role":
            code = entry.country if entry.kind == "country" else None
            kind = "group" if entry.kind == "country" and not code else entry.kind
            known = Known(kind, code or entry.name, entry.name, entry.country, entry.sectors, "name")
            for phrase in (entry.name, *entry.aliases):
                if _WORD.search(phrase):
                    add(phrase, known)
    for row in read_table("not_actors"):
        add(row["phrase"], Known("group", row["phrase"], row["phrase"], None, (), "nothing"))
    for row in read_table("countries"):
        for phrase, use in _country_phrases(row):
            add(phrase, Known("country", row["code"], row["name"], row["code"], ("GOV",), use))
    for table, kind in (("organisations", "organisation"), ("groups", "group")):
        for row in read_table(table):
            known = Known("group" if kind == "group" else "organisation", row["name"], row["name"].partition(" (")[0],
                          row["country"] or None, split(row["sectors"]) or ("GOV",), "name")  # fmt: skip
            for phrase in (row["name"].partition(" (")[0], *split(row["aliases"])):
                add(phrase, known)
                words = phrase.split()
                if len(words) > 1 and words[0].isupper():  # British papers print 'the UN security council'
                    add(" ".join((words[0], *(w.lower() if w.istitle() else w for w in words[1:]))), known)
                elif len(words) > 2 or words[-1] in ("Party", "Army"):  # ... and 'the Kurdistan Workers' party'
                    add(" ".join((*words[:-1], words[-1].lower())), known)
    for table in ("offices", "people"):
        for row in read_table(table):
            known = Known("person", row["name"], row["name"], row["country"], split(row["sectors"]), "name")
            for phrase in (row["name"], *split(row["aliases"])):
                add(phrase, known)
    return _by_first_word(meanings)


def _country_phrases(row: dict[str, str]) -> Iterator[tuple[str, Use]]:
    for phrase in (row["name"], *split(row["variants"]), *split(row["former"])):
        yield phrase, "name"
    for adjective in split(row["adjectives"]):
        yield adjective, "adjective"
        if not adjective.endswith(("ese", "ish", "ch", "ss", "s")):
            yield adjective + "s", "people"
    for phrase in split(row["people"]):
        yield phrase, "people"
    for phrase in split(row["capital"]):
        yield phrase, "capital"
    for phrase in split(row["seats"]):
        yield phrase, "seat"


@lru_cache(maxsize=2)
def _roles(lists: Lists) -> _Phrases:
    meanings: dict[str, Role] = {}
    for entry in lists.entries:
        if entry.kind == "role":
            noun = entry.name.lower()
            meanings.setdefault(noun, Role(noun, False, "person", entry.sectors, "", "", False, ""))
            for plural in map(str.lower, entry.aliases or (_plural(noun),)):
                meanings.setdefault(plural, Role(noun, True, "person", entry.sectors, "", "", False, ""))
    for row in read_table("roles"):
        noun = row["noun"].lower()
        office = row["office"] == "yes"
        fields = (row["kind"], split(row["sectors"]), row["body"], row["gender"], office, row["country"])
        plural = (row["plural"] or _plural(row["noun"])).lower()
        last = re.split(" of | for ", noun)[0]
        always = last.endswith("s") and not row["plural"] and not last.endswith(("ss", "us", "press", "corps"))
        meanings.setdefault(noun, Role(noun, always, *fields))
        if not always:
            meanings.setdefault(plural, Role(noun, True, *fields))
    return _by_first_word(meanings)


def _plural(noun: str) -> str:
    """The plural of an English noun; of 'minister of state' it is 'ministers of state'."""
    head, of, rest = (
        noun.partition(" of ") if " of " in noun else noun.partition(" for ") if " for " in noun else (noun, "", "")
    )
    if of:
        return _plural(head) + of + rest
    if head.endswith(("s", "ch", "sh", "x")):
        return head + "es"
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        return head[:-1] + "ies"
    return head + "s"


def _by_first_word(meanings: dict[str, Known] | dict[str, Role]) -> _Phrases:
    phrases: _Phrases = defaultdict(list)
    for phrase, meaning in meanings.items():
        article = phrase.lower().startswith("the ") and phrase[:1] == "t"
        bare = phrase[4:] if article else phrase
        first = _WORD.match(bare)
        start = first.group() if first else _WORD.findall(bare)[0]
        if first:
            phrases[start].append((bare, article, meaning))
    for options in phrases.values():
        options.sort(key=lambda option: (-len(option[0]), option[1]))
    return dict(phrases)


@lru_cache(maxsize=2)
def _tenures(lists: Lists) -> tuple[Tenure, ...]:
    listed = (
        Tenure(e.name, e.title or "", e.country or "", e.sectors, e.first_day or dt.date.min, e.last_day)
        for e in lists.entries if e.kind == "person" and (e.title or e.first_day or e.last_day)
    )  # fmt: skip
    return *listed, *(
        Tenure(row["name"], row["title"], row["country"], split(row["sectors"]),
               earliest(row["first_day"]) if row["first_day"] else dt.date.min,
               latest(row["last_day"]) if row["last_day"] else None)
        for row in read_table("offices")
    )  # fmt: skip


@lru_cache(maxsize=2)
def _by_office(lists: Lists) -> dict[tuple[str, str], list[Tenure]]:
    found: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for tenure in _tenures(lists):
        found[_office(tenure.title), tenure.country].append(tenure)
    return dict(found)


@lru_cache(maxsize=2)
def _by_person(lists: Lists) -> dict[str, tuple[Tenure, ...]]:
    found: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in _tenures(lists):
        found[tenure.name].append(tenure)
    return {name: tuple(sorted(rows, key=lambda t: t.first_day)) for name, rows in found.items()}


_SAME_OFFICE: Final = {
    "secretary of state": "foreign minister", "foreign secretary": "foreign minister",
    "external affairs minister": "foreign minister", "minister of foreign affairs": "foreign minister",
    "foreign affairs minister": "foreign minister", "top diplomat": "foreign minister",
    "head of diplomacy": "foreign minister", "chief diplomat": "foreign minister", "premier": "prime minister",
    "head of government": "prime minister", "chancellor": "prime minister", "defense minister": "defence minister",
    "defense secretary": "defence minister", "defence secretary": "defence minister",
    "secretary of defense": "defence minister", "minister of defence": "defence minister",
    "minister of defense": "defence minister", "head of state": "president",
    "secretary general": "secretary-general", "foreign policy chief": "high representative",
    "national security advisor": "national security adviser",
}  # fmt: skip


def _office(title: str) -> str:
    """One word for the titles of one office."""
    title = title.lower()
    return _SAME_OFFICE.get(title, title)


office_of = _office


def _shown(text: str) -> list[tuple[str, Known]]:
    return [(text[f.start : f.end], f.known) for f in find_names(text) if f.known]
