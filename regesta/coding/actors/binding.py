"""What grammar allows a pronoun or description to mean: clauses, their subjects, and who cannot be meant in his own."""

from typing import Final

from regesta.coding.actors.clues import SPONSORED, Candidate
from regesta.coding.actors.words import Words

_REQUESTS: Final = frozenset("ask urge tell order demand require request call instruct insist warn want".split())
_CONTROL: Final = frozenset(("of", "from", "into", "for"))
REFLEXIVE: Final = frozenset("himself herself itself themselves".split())


def clause(w: Words, i: int, most: int = 12) -> int:
    """The verb of the clause that a token stands in, at most so many heads up."""
    for _ in range(most):
        head = w.head[i]
        if head == i or w.pos[i] in ("VERB", "AUX"):
            return i
        i = head
    return i


def sponsors(w: Words, c: Candidate) -> bool:
    """Is it the US of 'US-backed'?"""
    return w.text[c.end : c.end + 1] == ["-"] and w.lower[c.end + 1] in SPONSORED


def above(w: Words, i: int) -> list[int]:
    """Subjects, or addressees of requests, of the clauses around that of a token, the nearest first."""
    found = []
    own = clause(w, i)
    possessive = w.tag[i] == "PRP$" or w.lower[i] in REFLEXIVE
    verb = own if possessive else w.head[own]
    for _ in range(6):
        if w.pos[verb] in ("VERB", "AUX"):
            asked = w.lemma(verb) in _REQUESTS and w.dep[i] in ("nsubj", "nsubjpass")
            for child in w.doc[verb].children:
                if child.i != i and (
                    child.dep_ in ("dobj", "dative") if asked else child.dep_ in ("nsubj", "nsubjpass")
                ):
                    found.append(child.i)
                elif asked and child.dep_ == "prep":
                    found.extend(g.i for g in child.children if g.dep_ == "pobj")
        if w.head[verb] == verb:
            break
        verb = w.head[verb]
    return [j for j in found if j != i]


def bound(w: Words, seen: Candidate, c: Candidate) -> bool:
    """A pronoun cannot mean the other argument of its own verb ('Putin told him'), nor what it stands inside of."""
    if seen.start <= c.start < seen.end:
        return True
    if w.tag[c.head] == "PRP$" or w.lower[c.head] in REFLEXIVE:
        return False
    mine = w.head[w.head[c.head]] if w.dep[c.head] == "pobj" else w.head[c.head]
    theirs = w.head[w.head[seen.head]] if w.dep[seen.head] == "pobj" else w.head[seen.head]
    while (
        mine != theirs
        and w.dep[mine] == "conj"
        and not any(w.dep[j] in ("nsubj", "nsubjpass") and w.head[j] == mine for j in range(w.head[mine], mine))
    ):
        mine = w.head[mine]  # 'they warned China and urged it': both verbs have one subject
        if mine == theirs and w.dep[seen.head] not in ("nsubj", "nsubjpass"):
            return False
    if _same_doer(w, seen.head, mine, theirs):
        return True
    return (
        mine == theirs
        and w.dep[c.head] != "poss"
        and w.dep[seen.head] in ("nsubj", "nsubjpass", "dobj", "pobj", "dative")
    )


def _same_doer(w: Words, i: int, mine: int, theirs: int) -> bool:
    """Does a token do what an infinitive or gerund tells: 'Berg' in 'Berg promised to help him'?"""
    if w.dep[mine] not in ("xcomp", "pcomp", "advcl") or w.pos[mine] != "VERB" or mine < i:
        return False
    if any(t.dep_ in ("nsubj", "nsubjpass") for t in w.doc[mine].lefts) or w.tag[mine] not in ("VB", "VBG"):
        return False
    above = w.head[w.head[mine]] if w.dep[mine] == "pcomp" else w.head[mine]
    if above != theirs or theirs == mine:
        return False
    asked = any(t.dep_ in ("dobj", "dative") and t.i < mine for t in w.doc[theirs].children)
    asked = asked and (w.dep[mine] != "pcomp" or w.lower[w.head[mine]] in _CONTROL)  # 'accused Berg of hiding him'
    if w.dep[mine] == "advcl":
        return bool(w.dep[i] == "nsubj")
    return bool(w.dep[i] in (("dobj", "dative") if asked else ("nsubj", "nsubjpass")))


def does(w: Words, seen: Candidate, c: Candidate) -> bool:
    """Is the first the subject of the clause in which a description is no subject: 'the army fights the group'?"""
    if (
        seen.form == "pronoun"
        or w.dep[seen.head] != "nsubj"
        or w.dep[c.head] in ("nsubj", "nsubjpass", "attr", "appos")
    ):
        return False
    return bool(w.head[seen.head] == clause(w, c.head))
