"""Who is meant by 600 mentions of actors in running news: the right country, and the right entity.

`mentions_gold.jsonl` holds positions, codes and names, no text. Drawn by `random.Random(20261201)` from what the
package took for mentions of actors in 100 Guardian articles on Syria (480) and in re3d's development half (120); each
was read in its report by one of five annotators who saw no output for it. `actor` is yes, no (a thing, an event, a
stray word) or place: a state's or town's name that tells only where. Those have the country of the place, so they
count in "country with places" alone. `country` lists the states of all who are meant; XIO stands for international
bodies and their people, XIS for the Islamic State and al-Qaeda, whose members count with it unless the report tells
where one is from. With `either` one of them will do (two passports). `who` is whom a reader would name, `antecedent`
the report's own words for him elsewhere. Lines that a second reading of the report, or the rules of the code book,
proved wrong were corrected.

Half of the reports are development: rules are written after their errors were read. Of the others only figures are
looked at.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from evaluation.actors_training import class_of
from evaluation.coding import coded, report_of, rows
from evaluation.events import gold_texts
from regesta.knowledge.actors import find_names, folded
from regesta.settings import Settings

_Row = dict[str, Any]
_EMPTY: Final = frozenset(
    "the a an of in by and or from for to with at on as such unnamed some other their his her its s state states "
    "government regime republic two three all each".split()
)


def gold_mentions(folder: Path, settings: Settings) -> dict[str, float]:
    """Of the mentions with an entity the shares with the right country and entity, in each half, by corpus and form."""
    gold = rows(Path(__file__).parent / "mentions_gold.jsonl")
    texts = gold_texts(folder, {(g["corpus"], g["report"]) for g in gold})
    reports = [report_of(f"{c}/{i}", t["text"], t.get("published")) for (c, i), t in texts.items()]
    objects = dict(zip(texts, coded(reports, settings), strict=True))
    return figures_of([(one, judge(one, objects[one["corpus"], one["report"]])) for one in gold])


def is_development(one: _Row) -> bool:
    """Whether the errors of a gold row's report may be read."""
    return int(hashlib.sha256(f"{one['corpus']}/{one['report']}".encode()).hexdigest(), 16) % 2 == 0


def judge(one: _Row, coding: _Row) -> _Row | None:
    """Whether a gold mention has the right country and entity in a coding; None if it has no entity there."""
    mention = _mention(one, coding)
    entities = {e["id"]: e for e in coding["entities"]}
    entity = entities.get(mention["entity"]) if mention else None
    if mention is None or entity is None:
        return None
    several = [entities[i] for i in entity["members"] if i in entities] or [entity]
    codes = {e["country"] for e in several} - {None}
    return {"country": _right_country(one, codes), "codes": sorted(codes), "name": entity["name"],
            "entity": one["actor"] == "yes" and _right_entity(one, mention, several, coding)}  # fmt: skip


def figures_of(judged: Sequence[tuple[_Row, _Row | None]]) -> dict[str, float]:
    """The figures of pairs of a gold row and its verdict."""
    count = Counter[str]()
    for one, verdict in judged:
        half = "development" if is_development(one) else "held back"
        if verdict is not None:
            count[f"{half} all"] += 1
            count[f"{half} country with places"] += verdict["country"]
        for name in (half, f"{half} {one['corpus']}", f"{half} {one['form']}") if one["actor"] != "place" else ():
            count[f"{name} n"] += one["actor"] == "yes"
            if verdict is not None:
                count[f"{name} given"] += 1
                count[f"{name} country"] += verdict["country"]
                count[f"{name} entity"] += verdict["entity"]
                count[f"{name} no actor"] += one["actor"] == "no"
                count[f"{name} found"] += one["actor"] == "yes"
    figures: dict[str, float] = {}
    for name in [key.removesuffix(" given") for key in count if key.endswith(" given")]:
        given = max(1, count[f"{name} given"])
        figures |= {f"{name} {what}": round(count[f"{name} {what}"] / given, 3)
                    for what in ("country", "entity", "no actor")}  # fmt: skip
        figures[f"{name} found"] = round(count[f"{name} found"] / max(1, count[f"{name} n"]), 3)
        figures[f"{name} given"] = float(count[f"{name} given"])
    for half in ("development", "held back"):
        name = f"{half} country with places"
        figures[name] = round(count[name] / max(1, count[f"{half} all"]), 3)
    return figures


def _mention(one: _Row, coding: _Row) -> _Row | None:
    """The mention of the gold words: the very same, else the one that shares most of them."""

    def likeness(m: _Row) -> float:
        shared = min(m["end"], one["end"]) - max(m["start"], one["start"])
        return float(shared / (max(m["end"], one["end"]) - min(m["start"], one["start"])))

    best: _Row | None = max((m for m in coding["mentions"] if m["entity"]), key=likeness, default=None)
    return best if best and likeness(best) >= 0.5 else None


def _right_country(one: _Row, codes: set[str]) -> bool:
    wanted = set(one["country"])
    if not wanted:
        return not codes
    if wanted & {"XIO", "XIS"}:
        classes = {class_of(c) for c in codes}
        return bool(classes & wanted) if one["either"] else classes == wanted
    return bool(codes & wanted) if one["either"] else codes == wanted


def _right_entity(one: _Row, mention: _Row, entities: list[_Row], coding: _Row) -> bool:
    """Does the coded actor bear the name of the gold, do the words of the antecedent stand for it too, or is it
    somebody unnamed of whom the report speaks here only?"""
    ids = {e["id"] for e in entities}
    others = [m["text"] for m in coding["mentions"]
              if m["entity"] in ids and m["form"] != "pronoun" and m["id"] != mention["id"]]  # fmt: skip
    wanted = [_words(variant) for variant in _variants(one["who"])]
    if len(entities) > 1:
        return all(_words(e["name"]) & wanted[0] for e in entities)
    given = [_words(name) for name in (entities[0]["name"], *others)]
    if any(_alike(w, g) for w in wanted for g in given):
        return True
    if one["antecedent"]:
        return any(_alike(_words(one["antecedent"]), _words(name)) for name in others)
    own = _words(mention["text"])
    alone = entities[0]["kind"] != "country" and all(own & g for g in given) and _states(own) <= _states(wanted[0])
    return mention["form"] != "pronoun" and alone


def _variants(who: str) -> list[str]:
    """A name, and what stands in brackets beside it."""
    inside = re.findall(r"\(([^)]*)\)", who)
    return [re.sub(r"\([^)]*\)", "", who), *inside]


@lru_cache(maxsize=10_000)
def _words(text: str) -> frozenset[str]:
    """The words that tell who is meant: names of states as codes, nouns in the singular, no words of grammar."""
    found, at, words = [], 0, set()
    for name in find_names(text):
        if name.known and name.known.kind == "country":
            words.add(name.known.key)
            found.append(text[at : name.start])
            at = name.end
        elif name.known and name.known.use != "nothing":
            words |= set(folded(name.known.name).split())
    for word in folded(" ".join((*found, text[at:]))).split():
        words.add(word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word)
    return frozenset(words - _EMPTY)


def _alike(wanted: frozenset[str], given: frozenset[str]) -> bool:
    """The same words, or those of one among the other's with a word in common that is no state's."""
    if not wanted or not given:
        return False
    common = wanted & given
    telling = {w for w in common if not w.isupper()}
    if wanted == given:
        return True
    return bool(telling) and (common in (wanted, given) or _states(wanted) == _states(given))


def _states(words: frozenset[str]) -> frozenset[str]:
    return frozenset(w for w in words if w.isupper())
