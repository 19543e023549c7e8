"""What each party wants: stance words with their party and their issue.

The party is whoever the parse makes the holder of the stance word ("China refuses", "its call", "the demands of the
president"); inside a statement, "we" and what "must" or "should" be done are the speaker's. The issue is the text's own
phrase. A word whose party or issue is not told gives no position; neither does what somebody *could* want.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from regesta.coding.coded import Cast, Told, evidence_of
from regesta.coding.deeds.arguments import after, doers, is_infinitive, is_passive, opened
from regesta.coding.parser import Parsed
from regesta.knowledge.stances import DIRECTION, NEGATED, Frame, stances
from regesta.schema import Entity, Event, Position, Stance, Statement, content_id

_ISSUE_TOKENS = 40  # a longer issue is cut at the last word before: it is a whole sentence, not a phrase
_UNREAL = frozenset({"could", "may", "might", "would", "can", "if"})
_OWN = frozenset({"we", "our", "i", "my", "us"})
_SHARED_VIEWS = frozenset("argument view position stance line narrative claim concern conviction opinion".split())
_ANSWERS = frozenset({"refuse", "decline", "accept", "reject", "oppose"})
_UTTERS = frozenset("make express voice repeat reiterate give issue renew have show declare offer signal state".split())
_OWED = frozenset({"role", "right", "place", "part", "duty"})
_MARKS = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“"}
_CLOSING = frozenset(_MARKS.values())
_TALK = frozenset("conversation call talk meeting interview statement speech letter message summit tweet phone".split())
_KEPT_VERBS = frozenset(
    {"continue", "want", "decide", "vow", "plan", "move", "begin", "start"}
)  # "continues to oppose"


def find_positions(
    parsed: Parsed, cast: Cast, statements: list[Told[Statement]], events: list[Told[Event]]
) -> list[Told[Position]]:
    """The positions that a report tells, in text order, each party's stance on an issue once a sentence."""
    speech = _Speech(statements)
    found: dict[str, Told[Position]] = {}
    for sentence in parsed.sentences:
        taken: list[tuple[int, int]] = []  # issues of this sentence: a stance word inside one is part of the wish
        for word in sentence:
            wish = _wish(word, cast, speech, taken)
            if wish is None:
                continue
            if wish.frame != "view":
                taken.append(wish.issue)
            for party in wish.parties:
                told = _told(parsed, cast, word, party, wish, speech, events)
                found.setdefault(told.row.id, told)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Wish:
    """A stance word read in one of its frames."""

    frame: str
    stance: Stance
    parties: list[Entity]
    issue: tuple[int, int]


def _wish(word: Token, cast: Cast, speech: "_Speech", taken: Iterable[tuple[int, int]]) -> _Wish | None:
    """The first frame of the word that has an issue, a stance and a party here; None when none has."""
    for frame in stances().get((word.lemma_.lower(), word.pos_), ()):
        issue = _issue(word, frame.frame)
        if issue is None or issue.tag_ in ("WDT", "WP"):
            continue
        if frame.frame != "is" and any(start <= word.idx < end for start, end in taken):
            continue
        stance = _stance(word, frame)
        parties = _parties(word, frame.frame, cast, speech) if stance else []
        bounds = _bounds(issue)
        if stance and parties and bounds[0] < bounds[1]:
            return _Wish(frame.frame, stance, parties, bounds)
    return None


class _Speech:
    """Which statement a position of the text stands in, the innermost first."""

    def __init__(self, statements: list[Told[Statement]]) -> None:
        pieces = [(end - start, start, end, told) for told in statements for start, end in told.spans("content")]
        self._pieces = sorted(pieces, key=lambda piece: piece[:3])

    def around(self, char: int) -> Told[Statement] | None:
        return next((told for _, start, end, told in self._pieces if start <= char < end), None)

    def speakers(self, char: int, cast: Cast) -> list[Entity]:
        told = self.around(char)
        return [e for p in told.who("speaker") if (e := cast.by_id(p.entity))] if told else []


def _stance(word: Token, frame: Frame) -> Stance | None:
    """The stance that the word takes here; None when it is only a possible one, or somebody else's wish for one."""
    if frame.frame in ("clause", "have-to"):
        return frame.stance if not _is_negated(word.head) and not _is_negated(word) else NEGATED[frame.stance]
    verb = word if word.pos_ != "ADJ" else word.head
    if verb.pos_ in ("VERB", "AUX"):
        if _auxiliaries(verb) & _UNREAL or any(t.dep_ == "mark" and t.lower_ == "if" for t in verb.children):
            return None
        if _is_to(verb) and verb.head.lemma_ not in _KEPT_VERBS:
            return None
    return NEGATED.get(frame.stance) if _is_negated(verb) else frame.stance


def _issue(word: Token, frame: str) -> Token | None:
    """The head of what is wanted; None when the word does not stand in that frame."""
    clauses = [t for t in word.children if t.dep_ in ("ccomp", "xcomp", "acl", "relcl", "advcl") and t.i > word.i]
    infinitive = next((t for t in clauses if _is_to(t)), None)
    that = next((t for t in clauses if t.dep_ in ("ccomp", "acl") and not _is_to(t) and t.tag_ != "VBN"), None)
    held = _object(word)
    match frame:
        case "object":
            if is_passive(word):
                return next((t for t in word.children if t.dep_ == "nsubjpass"), None)
            return held or (_answered(word) if infinitive is None and that is None else None)
        case "to":
            return infinitive or _after(word, "to")
        case "that":
            return that
        case "object-to":
            return infinitive if held is not None or any(t.dep_ == "nsubj" for t in _children(infinitive)) else None
        case "object-that":
            return that if held is not None else None
        case "on-to" | "to-to":
            return infinitive if _after(word, frame.split("-")[0]) is not None else None
        case "clause":
            return word.head if word.dep_ == "aux" and word.head.pos_ in ("VERB", "AUX") else None
        case "have-to":
            return infinitive if held is None and word.pos_ == "VERB" else None
        case "role":
            return held if held is not None and held.lemma_ in _OWED and _infinitive_of(held) else None
        case "view":
            return held if held is not None and held.lemma_ in _SHARED_VIEWS and _possessors(held) else None
        case "is":
            return _named_by(word)
        case _:
            if any(t.dep_ == "prt" and t.lower_ == frame for t in word.children):  # "turn down", "rule out"
                return held
            return _after(word, frame)


def _answered(word: Token) -> Token | None:
    """What a bare answer is about: "to mediate" in "Finland offered to mediate, but Norway refused"."""
    if word.dep_ != "conj" or word.lemma_ not in _ANSWERS or not any(t.dep_ == "nsubj" for t in word.children):
        return None
    asked = (t for t in word.head.children if t.dep_ in ("xcomp", "dobj", "ccomp") and t.i < word.i)
    return next(asked, None)


def _children(token: Token | None) -> Iterable[Token]:
    return token.children if token is not None else ()


def _infinitive_of(noun: Token) -> Token | None:
    """The infinitive that hangs on a noun: "play" in "a role to play"."""
    return next((t for t in noun.children if t.dep_ in ("relcl", "acl") and _is_to(t)), None)


def _named_by(noun: Token) -> Token | None:
    """What a noun says of something else: X in "X, one of the demands of …" and in "X is one of the demands"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lower_ == "one":
        noun = noun.head.head
    if noun.dep_ in ("appos", "npadvmod") and noun.i > noun.head.i:  # an afterthought behind a comma
        return noun.head
    if noun.dep_ == "attr":
        return next((t for t in noun.head.children if t.dep_ == "nsubj"), None)
    return None


def _parties(word: Token, frame: str, cast: Cast, speech: _Speech) -> list[Entity]:
    """Whose stance it is; empty when the words do not tell an actor."""
    if frame in ("clause", "role", "have-to"):
        return speech.speakers(word.idx, cast)
    heads = list(_holders(word))
    if any(t.lower_ in _OWN for t in heads):
        return speech.speakers(word.idx, cast)
    if not heads and word.pos_ == "VERB" and is_passive(word):
        adopters = _entities(cast, _adopters(word))
        return [*speech.speakers(word.idx, cast), *adopters.values()]
    return list(_entities(cast, heads).values())


def _adopters(word: Token) -> list[Token]:
    """Who adopts the argument that the word stands in: China in "China adopts Moscow's argument that …"."""
    argument = word.head if word.dep_ in ("acl", "relcl", "ccomp") else None
    if argument is None or argument.lemma_ not in _SHARED_VIEWS or argument.dep_ != "dobj":
        return []
    frames = stances().get((argument.head.lemma_.lower(), argument.head.pos_), ())
    return doers(argument.head) if any(f.frame == "view" for f in frames) else []


def _entities(cast: Cast, heads: Iterable[Token]) -> dict[str, Entity]:
    """The actors that the heads stand for, a collective as its members, by id."""
    found: dict[str, Entity] = {}
    for head in heads:
        if any(t.tag_ in ("WDT", "WP") for t in head.children):  # "the world is watching which countries …"
            continue
        entity = cast.entity(cast.with_head(head.idx))
        for one in [m for i in entity.members if (m := cast.by_id(i))] or [entity] if entity else []:
            found.setdefault(one.id, one)
    return found


def _holders(word: Token) -> Iterator[Token]:
    """Head tokens of those who hold the stance."""
    if word.pos_ == "NOUN":
        owners = _possessors(word)
        if not owners and word.dep_ == "dobj" and word.head.lemma_ in _UTTERS:
            owners = doers(word.head)
        yield from owners
        yield from (t for t in word.children if t.dep_ in ("amod", "compound") and not owners and t.ent_type_)
    elif word.pos_ == "ADJ":
        yield from doers(word.head) if word.dep_ in ("acomp", "oprd") else ()
    else:
        yield from doers(word)


def _bounds(issue: Token) -> tuple[int, int]:
    """Where the issue's phrase stands, in code points of the text: without "that", and without the setting."""
    span = _phrase(issue)
    joined = [t for t in issue.conjuncts if t.i > issue.i]
    last = max([span.end, *(_phrase(t).end for t in joined)])
    doc, first = issue.doc, span.start
    if doc[first].lower_ in ("that", "of"):
        first += 1
    last = min(last, first + _ISSUE_TOKENS, issue.sent.end)
    last = next((t.left_edge.i for t in doc[issue.i + 1 : last] if _is_setting(t)), last)
    while last > issue.i + 1 and _is_loose(doc[last - 1]):
        last -= 1
    return _with_quotes(doc, first, last)


def _is_loose(token: Token) -> bool:
    return token.dep_ == "cc" or (token.is_punct and token.text not in _CLOSING)


def _is_setting(token: Token) -> bool:
    """True for "in a telephone conversation", "during", "after having offered": where or when it was said, not what."""
    if token.dep_ == "prep" and token.lower_ in ("in", "at", "during"):
        return token.lower_ == "during" or any(t.lemma_.lower() in _TALK for t in token.children)
    return token.dep_ in ("prep", "mark") and token.lower_ in ("after", "while", "amid", "since", "according")


def _with_quotes(doc: Doc, first: int, last: int) -> tuple[int, int]:
    """The tokens' characters, an opening mark before them included where its closing mark is inside."""
    words = [t.text for t in doc[first:last]]
    if first > 0 and doc[first - 1].text in _MARKS and _MARKS[doc[first - 1].text] in words:
        first -= 1
    return doc[first].idx, doc[last - 1].idx + len(doc[last - 1])


def _told(
    parsed: Parsed, cast: Cast, word: Token, party: Entity, wish: _Wish, speech: _Speech, events: list[Told[Event]]
) -> Told[Position]:
    """The position as a row, with its words: from the stance word to the end of the issue."""
    stance, issue = wish.stance, wish.issue
    report = parsed.report
    start, end = min(word.idx, issue[0]), max(word.idx + len(word), issue[1])
    own = next((e for e in events for a, b in e.spans("trigger") if start <= a and b <= end), None)
    around = speech.around(word.idx)
    day = next((t.row.earliest for t in (own, around) if t and t.row.earliest and t.row.earliest == t.row.latest), None)
    basis = own.row.id if own else around.row.id if around else None
    row = Position(
        id=content_id("position", report.id, party.id, stance, start, end), report=report.id, entity=party.id,
        country=party.country, stance=stance, direction=DIRECTION[stance],
        issue=_named(cast, issue) or " ".join(report.text[slice(*issue)].split()), basis=basis,
        day=day or report.published,
    )  # fmt: skip
    evidence = evidence_of(report, row.id, "words", [(start, end)]) + evidence_of(report, row.id, "issue", [issue])
    return Told(row, (), tuple(evidence))


# Questions to the parse


def _object(word: Token) -> Token | None:
    """The direct or dative object, the direct one first."""
    held = [t for t in word.children if t.dep_ in ("dobj", "dative") and t.pos_ != "ADP"]
    return next((t for t in held if t.dep_ == "dobj"), held[0] if held else None)


def _after(word: Token, preposition: str) -> Token | None:
    """What follows a preposition or particle of the word: 'talks' or 'ending' in 'call for talks', 'for ending'."""
    for child in word.children:
        if child.dep_ in ("prep", "dative", "agent", "prt") and child.lower_ == preposition:
            for held in child.children:
                if held.dep_ in ("pobj", "pcomp"):
                    return held
    return None


def _possessors(noun: Token) -> list[Token]:
    """Whose it is: 'its call', "Moscow's argument", 'a call by China', 'the demands of the president'."""
    own = opened(t for t in noun.children if t.dep_ == "poss")
    return own or after(noun, "by") or after(noun, "from") or after(noun, "of")


def _auxiliaries(verb: Token) -> set[str]:
    return {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}


def _is_negated(token: Token) -> bool:
    return any(t.dep_ == "neg" or t.lower_ in ("never", "no", "neither", "nor") for t in token.children)


def _is_to(verb: Token) -> bool:
    """'to use', also where the 'to' stands on the verb that it is joined to: 'to use and supply'."""
    return verb.tag_ == "VB" and (is_infinitive(verb) or (verb.dep_ == "conj" and _is_to(verb.head)))


def _phrase(head: Token) -> Span:
    """The head with all that hangs on it, without the punctuation at its edges."""
    first, last = head.left_edge.i, head.right_edge.i
    while first < head.i and (head.doc[first].is_punct or head.doc[first].is_space):
        first += 1
    while last > head.i and (head.doc[last].is_punct or head.doc[last].is_space):
        last -= 1
    return head.doc[first : last + 1]


def _named(cast: Cast, issue: tuple[int, int]) -> str | None:
    """Whom a bare pronoun means: "it" as an issue says nothing by itself."""
    pronoun = next(
        (m for m in cast.inside(*issue) if m.form == "pronoun" and (m.start_char, m.end_char) == issue), None
    )
    entity = cast.entity(pronoun)
    return entity.name if entity else None
