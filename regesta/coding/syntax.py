"""Questions to the parse that several stages ask: who is the subject, what is the complement, is it negated.

All answers are tokens or token spans of the Doc; nothing here knows actors, events or statements.
"""

from spacy.tokens import Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_INHERITS = frozenset({"conj", "xcomp", "advcl", "acl", "relcl", "ccomp"})


def subjects(verb: Token) -> list[Token]:
    """Head tokens of who does it, conjuncts included; [] when the words name nobody.

    A verb without a subject of its own takes that of the verb it hangs on ("warned … and urged", "refusing to"),
    an object control verb's object ("urged it to use"), or the noun that it modifies ("China, which invaded").
    """
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        own = [t for t in verb.children if t.dep_ in SUBJECTS and t.dep_ != "expl"]
        if own:
            first = own[0]
            if first.tag_ in ("WDT", "WP") and verb.dep_ == "relcl":
                return with_conjuncts(verb.head)
            return with_conjuncts(first)
        if verb.dep_ in ("acl", "relcl"):
            return with_conjuncts(verb.head) if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else []
        if verb.dep_ not in _INHERITS or verb.head is verb:
            return []
        if verb.dep_ == "xcomp" and (held := direct_object(verb.head)):
            return with_conjuncts(held)
        if verb.dep_ == "ccomp" and not any(t.dep_ == "aux" and t.lower_ == "to" for t in verb.children):
            return []
        verb = verb.head
    return []


def agents(verb: Token) -> list[Token]:
    """Head tokens after the "by" of a passive, conjuncts included."""
    return [
        one
        for by in verb.children
        if by.dep_ == "agent" or (by.dep_ == "prep" and by.lower_ == "by" and is_passive(verb))
        for held in by.children
        if held.dep_ == "pobj"
        for one in with_conjuncts(held)
    ]


def is_passive(verb: Token) -> bool:
    """True for a verb with a passive subject or auxiliary, and for a bare participle after a noun."""
    return any(t.dep_ in ("nsubjpass", "auxpass") for t in verb.children) or (verb.tag_ == "VBN" and verb.dep_ == "acl")


def direct_object(verb: Token) -> Token | None:
    """The direct or dative object, the direct one first; None without one."""
    held = [t for t in verb.children if t.dep_ in ("dobj", "dative") and t.pos_ != "ADP"]
    return next((t for t in held if t.dep_ == "dobj"), held[0] if held else None)


def with_conjuncts(token: Token) -> list[Token]:
    """The token and those joined to it by "and", "or" or commas, in text order."""
    return sorted([token, *token.conjuncts], key=lambda t: t.i)


def after(head: Token, preposition: str) -> Token | None:
    """The object of a preposition that hangs on the head: after(call, "for") is "talks" in "call for talks"."""
    for child in head.children:
        if child.dep_ in ("prep", "dative", "agent", "prt") and child.lower_ == preposition:
            for held in child.children:
                if held.dep_ in ("pobj", "pcomp"):
                    return held
    return None


def possessors(noun: Token) -> list[Token]:
    """Who a noun belongs to: "its call", "Moscow's argument", "a call by China", "the demands of the president"."""
    found = [t for t in noun.children if t.dep_ == "poss"]
    for preposition in ("by", "from", "of"):
        if not found and (held := after(noun, preposition)) is not None:
            found = [held]
    return [one for t in found for one in with_conjuncts(t)]


def is_negated(token: Token) -> bool:
    """True when "not", "never", "no" or "n't" hangs on the token or on its auxiliary."""
    return any(t.dep_ == "neg" or t.lower_ in ("never", "no", "neither", "nor") for t in token.children)


def auxiliaries(verb: Token) -> set[str]:
    """The verb's auxiliaries in small letters, "to" included."""
    return {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}


def is_infinitive(verb: Token) -> bool:
    """True for "to use", also when the "to" stands on the verb it is joined to ("to use and supply")."""
    if verb.tag_ != "VB":
        return False
    if "to" in auxiliaries(verb):
        return True
    return verb.dep_ == "conj" and is_infinitive(verb.head)


def phrase(head: Token) -> Span:
    """The head with all that hangs on it, without the punctuation at its edges."""
    first, last = head.left_edge.i, head.right_edge.i
    doc = head.doc
    while first < head.i and (doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > head.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return doc[first : last + 1]
