"""Past or future: what the verb that an expression hangs on says of its time."""

from typing import Final

from spacy.tokens import Token

_FUTURE_AUX: Final = {"will", "shall", "'ll", "’ll", "wo", "would", "may", "can", "could", "should", "must", "might"}
_PLANS: Final = {
    "expect", "plan", "schedule", "set", "due", "intend", "hope", "want", "aim", "promise", "agree", "decide", "vow",
    "prepare", "slate", "propose", "seek", "ready", "likely", "bind", "go", "urge", "ask", "order", "require", "need",
    "expire", "pledge", "threaten", "wait", "allow", "mature",
}  # fmt: skip
_FUTURE_WORDS: Final = {
    "due",
    "effective",
    "payable",
    "until",
    "upcoming",
    "planned",
    "scheduled",
    "redeemable",
    "next",
}


def direction_of(first: Token, last: Token | None = None) -> int:
    """-1 where the words around a time expression speak of the past, +1 of the future, 0 where they do not say."""
    token = last if last is not None else first
    verb = governing_verb(token)
    near = {t.lower_ for t in first.doc[max(0, first.i - 3) : first.i]}
    if near & _FUTURE_WORDS:
        return -1 if _was_before(first) else 1
    direction = direction_of_verb(verb) if verb is not None else 0
    return direction or int(first.i > 0 and first.nbor(-1).lower_ == "by")  # "talks that end by May"


def is_announced(token: Token) -> bool:
    """A time of a verb in the present tense that tells of an act to come: 'the trial opens Monday'."""
    verb = governing_verb(token)
    return verb is not None and verb.tag_ in {"VBZ", "VBP"} and verb.lemma_ in _COMING


_COMING: Final = {
    "arrive", "begin", "start", "open", "meet", "visit", "leave", "depart", "travel", "fly", "hold", "vote", "return",
    "end", "expire", "close", "resume", "take", "go", "head", "host", "address", "convene", "launch", "appear", "speak",
}  # fmt: skip


def _was_before(token: Token) -> bool:
    """'had been due to expire Friday': what was to come is past by now."""
    return any(
        t.lower_ in {"had", "was", "were", "previously", "originally"}
        for t in token.doc[max(token.sent.start, token.i - 7) : token.i]
    )


def governing_verb(token: Token) -> Token | None:
    """The verb whose clause the token stands in; None in a sentence without one."""
    for _ in range(12):
        head = token.head
        if head.i == token.i:
            return token if token.pos_ in {"VERB", "AUX"} else None
        token = head
        if token.pos_ in {"VERB", "AUX"} or token.tag_[:2] == "VB":
            return token
    return None


def direction_of_verb(verb: Token) -> int:
    """-1, 0 or +1 for a verb with its auxiliaries and with the verb that it depends on."""
    auxiliaries = [t for t in verb.children if t.dep_ in {"aux", "auxpass"}]
    words = {t.lower_ for t in auxiliaries}
    if words & _FUTURE_AUX:
        return -1 if "have" in words else 1
    tags = {t.tag_ for t in auxiliaries} | {verb.tag_}
    if "to" in words:  # "is said to have fled"
        return -1 if "have" in words and verb.head.lemma_ not in _PLANS else _of_infinitive(verb)
    if verb.tag_ == "VB" and verb.dep_ in {"xcomp", "ccomp"} and verb.head.i != verb.i:
        return direction_of_verb(verb.head)  # "let the offensive begin Saturday"
    if "VBD" in tags or words & {"has", "have", "had", "'ve", "’ve"}:
        return -1
    if verb.tag_ == "VBN" and not auxiliaries:
        return 1 if verb.lemma_ in {"schedule", "plan", "expect", "slate", "due"} else -1
    if verb.tag_ == "VBG":
        if auxiliaries:
            return 1 if words & {"is", "are", "am", "'s", "’s", "'re", "’re"} else -1
        return direction_of_verb(verb.head) if verb.head.i != verb.i and verb.head.pos_ in {"VERB", "AUX"} else 0
    return 0


def is_under_way(verb: Token) -> bool:
    """'is besieging the town', which goes on; not 'is leaving', which is to come."""
    is_now = any(c.dep_ == "aux" and c.lemma_ == "be" and c.tag_ in {"VBZ", "VBP"} for c in verb.children)
    return verb.tag_ == "VBG" and is_now and verb.lemma_ not in _COMING | _PLANS


_LAUNCHES: Final = {"launch", "stage", "mount", "carry", "begin"}


def _of_infinitive(verb: Token) -> int:
    """'plans to leave Tuesday' is of the future; 'managed to leave Tuesday' is as its head."""
    head = verb.head
    if any(c.lower_ in {"had", "'d"} and c.dep_ == "aux" for c in head.children):
        return -1  # "had been scheduled to expire Friday"
    if head.dep_ == "dobj" and head.head.lemma_ in _LAUNCHES:
        return direction_of_verb(head.head)  # "launched a raid to free them on Monday"
    if head.i == verb.i or head.lemma_ in _PLANS or head.pos_ in {"NOUN", "ADJ"}:
        return 1
    if head.pos_ == "AUX" or head.tag_ in {"VBZ", "VBP"}:
        return 1
    return direction_of_verb(head) if head.pos_ == "VERB" else 0
