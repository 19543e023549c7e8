"""Words that tell the same thing in reports of diplomacy and war: 'invaded' and 'offensive', 'talks' and 'dialogue'.

>>> kin("negotiations") == kin("talks"), kin("talks") == kin("tanks")
(True, False)
"""

import re
from functools import lru_cache
from typing import Final

from regesta.knowledge.tables import read_table

_SUFFIXES: Final = tuple("ations ation ments ment ings ing ions ion ities ity ies ied ers er ed es s".split())
_DOUBLING: Final = frozenset({"ed", "er", "ers", "ing", "ings"})  # 'banned', 'banning'
_EMPTY: Final = frozenset(
    "a about above after again against all also an and any are as at be been before being between both but by "
    "can could did do does during each for from had has have having he her here him his how i if in into is it "
    "its itself last may me more most must my new no nor not of off on one only or other our out over own s "
    "said say saying says she should since so some still such t than that the their them then there these they "
    "this those through to today told too two under until up us very was we were what when where which while "
    "who whom whose why will with would yet you your monday tuesday wednesday thursday friday saturday sunday "
    "january february march april june july august september october november december yesterday tomorrow day "
    "days week month year mr mrs ms according".split()
)
_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def content_words(text: str) -> frozenset[str]:
    """The words of a text that carry its subject, each as its kin: no function words, no days, no forms of 'say'."""
    return frozenset(kin(w) for w in _WORD.findall(text.lower()) if w not in _EMPTY and not w.isdigit())


@lru_cache(maxsize=65536)
def kin(word: str) -> str:
    """What a word in small letters counts as: the first of its family in the table, its country, else its stem."""
    families = _families()
    return families.get(word) or families.get(_stem(word)) or _stem(_country_of().get(word, word))


@lru_cache(maxsize=1)
def _country_of() -> dict[str, str]:
    """The adjectives and nouns of one word that stand for a country of one word: 'finnish' -> 'finland'."""
    found = {}
    for row in read_table("countries"):
        name = row["name"].lower()
        if " " not in name:
            found.update({word.strip().lower(): name for word in row["adjectives"].split(";")})
    return found


def is_family(word: str) -> bool:
    """Whether what `kin` gave is a family of the table, not only a stem."""
    return _families().get(word) == word


@lru_cache(maxsize=1)
def _families() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_table("kin_words"):
        family = row["words"].split("|")
        for word in family:
            found.setdefault(word, family[0])
            found.setdefault(_stem(word), family[0])
    return found


def _stem(word: str) -> str:
    """The word without its ending, where at least four letters stay."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            stem = word[: -len(suffix)]
            is_doubled = suffix in _DOUBLING and stem[-1] == stem[-2] and stem[-1] not in "lsz"
            return stem[:-1] if is_doubled else stem
    return word
