"""Finds the words that stand for actors: names, titles, descriptions, metonyms, pronouns.

A mention is found by names of the code books, by runs of capitalised words (named-entity labels are weak evidence),
and by nouns of roles ('gunmen', 'the Chinese foreign minister') with the words that belong to them. Whom a mention
means is decided in `entities`, from the report as a whole.

Example: "Chinese Foreign Minister Wang Yi told his US counterpart" has the mentions "Chinese Foreign Minister Wang Yi"
(name), "Chinese" (name), "his US counterpart" (title), "his" (pronoun) and "US" (name).
"""

from functools import lru_cache
from typing import Final

from spacy.tokens import Token

from regesta.coding.actors.clues import Candidate, Clues
from regesta.coding.actors.descriptions import Descriptions
from regesta.coding.actors.names import Names
from regesta.coding.actors.words import Words, words_of
from regesta.coding.parser import Parsed
from regesta.schema import Form, Mention, content_id

PRONOUNS: Final = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("it", "its", "itself"), "n"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "p"),
    **dict.fromkeys(("who", "whom", "whose", "which"), "r"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "1"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "4"),
}
# What is done with things and words, not with actors: 'do it', 'made it to Rome', 'call it a day'.
_DONE: Final = frozenset(
    "do make have call find get take put think see document imagine supply say know hear mean believe describe read "
    "write watch feel keep show prove consider tell want love like hate understand explain discuss mention".split()
)
# What events do: 'it means', 'it followed a raid'.
_BEFALLS: Final = frozenset("mean matter happen follow depend cost feel sound look hurt take last involve".split())
_HELD: Final = frozenset("understand believe think report know expect hope estimate assume".split())
_LIKE_ACTORS: Final = frozenset(
    "ready willing unwilling able unable prepared responsible committed determined opposed aware concerned worried "
    "confident keen reluctant free guilty eager anxious entitled bound known active based home".split()
)
_KINDS_OF_ACTORS: Final = frozenset(
    "country nation state group organisation organization party movement militia army force government power ally "
    "member enemy company agency charity body institution alliance bloc union partner supporter backer sponsor "
    "opponent victim target signatory association network faction coalition committee council newspaper firm "
    "republic democracy superpower player actor broker guarantor".split()
)


def find_mentions(parsed: Parsed) -> list[Mention]:
    """The actor mentions of a report in text order, longer before shorter; `entity` is None until resolved."""
    report = parsed.report
    words = words_of(parsed)
    mentions = []
    for c in candidates(parsed):
        start, end = words.idx[c.start], words.idx[c.end - 1] + len(words.text[c.end - 1])
        mentions.append(Mention(
            id=content_id("mention", report.id, start, end), report=report.id, start_char=start, end_char=end,
            exact=parsed.text(start, end), head_char=words.idx[c.head], form=_form(words, c),
        ))  # fmt: skip
    return mentions


@lru_cache(maxsize=1)
def candidates(parsed: Parsed) -> tuple[Candidate, ...]:
    """Mentions with what their own words tell; shared by `find_mentions` and `entities.resolve`."""
    clues = Clues(parsed)
    Names(clues).find()
    Descriptions(clues).find()
    _add_pronouns(clues)
    best: dict[tuple[int, int], Candidate] = {}
    for c in clues.found:
        best.setdefault((c.start, c.end), c)
    return tuple(sorted(best.values(), key=lambda c: (c.start, -c.end)))


def _form(words: Words, c: Candidate) -> Form:
    """A description that holds a proper name ('the Russian army') names its actor; one without needs its context."""
    if c.form == "nominal" and any(_is_proper(words, i) or i in c.modifiers for i in range(c.start, c.end)):
        return "name"
    return c.form


def _is_proper(w: Words, i: int) -> bool:
    """A proper noun, or the adjective of one ('Tutsi-led')."""
    adjective = w.tag[i] == "JJ" and w.text[i][:1].isupper() and i > 0 and w.sent[i - 1] == w.sent[i]
    return adjective or w.tag[i] in ("NNP", "NNPS")


def _add_pronouns(clues: Clues) -> None:
    w = clues.w
    for i, lower in enumerate(w.lower):
        kind = PRONOUNS.get(lower)
        if kind is None or w.sent[i] < 0:
            if lower == "that" and w.tag[i] == "WDT" and w.dep[i] in ("nsubj", "nsubjpass"):
                clues.add(i, i + 1, i, "pronoun", gender="r")
            elif lower == "both" and w.dep[i] in ("nsubj", "nsubjpass") and w.sent[i] >= 0:
                clues.add(i, i + 1, i, "collective", plural=True)
            continue
        if lower in ("us", "who", "it") and w.text[i].isupper() and len(lower) > 1:
            continue
        if w.pos[i] not in ("PRON", "DET") and w.tag[i] not in ("PRP", "PRP$", "WP", "WP$", "WDT"):
            continue
        if kind == "n" and _empty(w, i):
            continue
        clues.add(i, i + 1, i, "pronoun", gender=kind, plural=kind in ("p", "4"))


def _empty(w: Words, i: int) -> bool:
    """'It' without an actor: 'it is clear that', 'it rained', 'it was a mistake', 'do it', 'it means', '(it)'."""
    if w.dep[i] == "expl" or (w.text[i - 1 : i] == ["("] and w.text[i + 1 : i + 2] == [")"]):
        return True
    if w.lower[i] == "it" and w.lower[i - 1 : i] == ["worth"]:
        return True
    verb = w.doc[w.head[i]]
    if w.dep[i] == "dobj":
        return verb.lemma_ in _DONE
    if w.dep[i] not in ("nsubj", "nsubjpass"):
        return False
    lemma = verb.lemma_
    rights = {c.dep_ for c in verb.children}
    if lemma in _BEFALLS:
        return True
    if lemma in ("seem", "appear", "rain", "snow", "happen", "remain") and rights & {"ccomp", "acomp", "advcl", "oprd"}:
        return True
    if lemma == "use" and "xcomp" in rights:  # 'than it used to be'
        return True
    if lemma == "be" or verb.lower_ in ("'s", "’s"):
        return not any(c.dep_ in ("attr", "acomp") and _says_who(w, c) for c in verb.children)
    if w.lower[i + 1 : i + 2] == ["all"] or (w.dep[i] == "nsubjpass" and lemma in _HELD and "xcomp" not in rights):
        return True  # 'where it all began', 'it is understood he left'
    return bool(w.dep[i] == "nsubjpass" and rights & {"ccomp", "csubjpass", "csubj"})


def _says_who(w: Words, what: Token) -> bool:
    """Can only an actor be that: 'a militia', 'the largest party', 'ready to talk', 'responsible for the raid'?"""
    if what.dep_ == "acomp":
        return what.lower_ in _LIKE_ACTORS
    return bool(
        what.lower_ in _KINDS_OF_ACTORS or (what.lower_ == "one" and w.lower[what.i + 1 : what.i + 2] == ["of"])
    )
