"""The circumstances of a statement, from the words around its cue: to whom, by what channel, who relays it.

    "We encourage talks," Wang told Blinken in a phone call, according to a ministry statement.
                                    addressee   channel                      via

Everything is read from the parse and from closed lists of words, and works on any span that is given as a cue.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.parser import Parsed
from regesta.coding.speech.voice import TELL, noun_phrase

Chars = tuple[int, int]
Free = Callable[[Token], bool]  # outside the content and the source

CONVERSATION: Final = frozenset(
    "conversation call phone-call talk talks meeting discussion dialogue dialog consultation exchange telephone "
    "teleconference videoconference summit negotiation encounter chat session briefing visit phone interview".split()
)
_MEET: Final = frozenset("meet speak talk confer converse phone telephone call consult".split())
CHANNEL: Final = frozenset(
    "message tweet post posting interview statement conference conferences letter speech address communique communiqué "
    "briefing broadcast television tv radio video report article editorial op-ed ed column email e-mail memo "
    "memorandum telegram cable note readout read-out release remark comment testimony hearing podcast blog essay book "
    "press newspaper magazine website webcast livestream transcript declaration appearance announcement call telephone "
    "phone conversation text thread debate lecture sermon diary filing affidavit lawsuit dispatch bulletin poll survey "
    "resolution proclamation decree document paper show programme program rally forum panel "
    "channel account network profile page intervention newsletter expression keynote presentation "
    "newscast videotape disclosure preface foreword".split()
)
PLATFORM: Final = frozenset(
    "twitter x facebook telegram instagram youtube weibo wechat whatsapp tiktok vk linkedin reddit snapchat vkontakte "
    "television tv radio air fox cnn msnbc abc nbc cbs bbc npr c-span cctv rt tass bloomberg sky pbs al-jazeera "
    "mastodon threads bluesky truth".split()
)
_CHANNEL_PREPOSITIONS: Final = frozenset("in on at during via through by over with to from after".split())
_WITH: Final = frozenset(("with", "between"))
_SENT_TO: Final = frozenset(("call", "phone", "telephone"))
WRITTEN: Final = frozenset(
    "statement report letter communique communiqué tweet message document memo poll survey post article editorial "
    "study release readout summary transcript email e-mail note bulletin filing "
    "paper audit assessment dispatch dossier declaration".split()
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Spans of characters; None where the text tells nothing. Heads are the tokens to look up in the cast."""

    channel: Chars | None = None
    via: Chars | None = None
    via_head: Token | None = None
    addressee: Chars | None = None
    addressee_heads: tuple[Token, ...] = ()
    conversation: Token | None = None  # the noun or verb of a conversation in which it was said


def circumstances(parsed: Parsed, cue: Token, source: Chars | None, content: tuple[Chars, ...]) -> Circumstances:
    """Addressee, channel and relay of the statement with that cue, from the cue's sentence."""

    def free(token: Token) -> bool:
        """Outside the content and the source."""
        return not any(a <= token.idx < b for a, b in content) and not (source and source[0] <= token.idx < source[1])

    addressees = [t for t in _addressees(cue) if not (source and source[0] <= t.idx < source[1])]
    conversation, partners = _conversation(cue, free)
    channel = _channel(parsed, cue, source, free)
    heads = tuple(addressees or partners or _readers(parsed, channel))
    relay = _relay(cue, source, free)
    via = span_of(parsed, relay) if relay is not None else None
    if channel is None and addressees and (_is_medium(addressees[0]) or addressees[0].lemma_.lower() in _AUDIENCES):
        channel = span_of(parsed, addressees[0])
    return Circumstances(
        channel=_clear_of(parsed, channel, content) if channel else None, via=via, via_head=relay,
        addressee=span_of(parsed, heads[0]) if heads else None, addressee_heads=heads, conversation=conversation,
    )  # fmt: skip


def _clear_of(parsed: Parsed, span: Chars, content: tuple[Chars, ...]) -> Chars:
    """The span as far as the content, which the parse may have hung on it ("a statement *that the deal was dead*")."""
    start, end = span
    for a, b in content:
        if start < a < end <= b and parsed.text(start, a).strip().lower() not in ("the", "a", "an"):
            end = start + len(parsed.text(start, a).rstrip(" ,:"))
    day = _DAY_AT_END.search(parsed.report.text, start, end)
    return start, day.start() if day else end


_DAY_AT_END: Final = re.compile(r" (?:on )?(?:(?:last|this) )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")


def span_of(parsed: Parsed, head: Token) -> Chars:
    """The characters of the noun phrase of a head, without punctuation at its ends."""
    tokens = noun_phrase(head)
    doc = parsed.doc
    first = head.i
    members = set(tokens)
    while first - 1 in members:
        first -= 1
    last = head.i
    while last + 1 in members:
        last += 1
    while last > head.i and (doc[last].is_space or (doc[last].is_punct and doc[last].text not in _CLOSING)):
        last -= 1
    while first < head.i and (doc[first].is_punct or doc[first].is_space):
        first += 1
    return doc[first].idx, doc[last].idx + len(doc[last])


_CLOSING: Final = ("”", '"', "'", "’", "»", ")", "''")


# To whom


def _addressees(cue: Token) -> list[Token]:
    """Whom the cue itself names: "told X", "urged X to", "called on X to", "said to X", "a warning to X"."""
    lemma = cue.lemma_.lower()
    wanted: tuple[str, ...] = ()
    who: Token | None = None
    if cue.pos_ == "VERB":
        who = _told_one(cue) if lemma in TELL else None
        wanted = ("to", "on", "upon", "with") if lemma in _CALL_ON else ("to",) if lemma in _SPEAK_TO else ()
    elif cue.pos_ == "NOUN" and lemma in _NOUN_TO:
        wanted = ("to", "on")
    for child in cue.children:
        if who is None and child.dep_ in ("prep", "dative") and child.lower_ in wanted and child.i > cue.i:
            named = _object(child)
            who = named if named is not None and _person_like(named) else None
    return _conjuncts(who) if who is not None else []


def _readers(parsed: Parsed, channel: Chars | None) -> list[Token]:
    """Whom a channel is addressed to: "in a statement *to the press*"."""
    head = head_of(parsed, channel) if channel else None
    if head is None or head.lemma_.lower() not in _ADDRESSED:
        return []
    who = _object(next((c for c in head.children if c.dep_ == "prep" and c.lower_ == "to"), None))
    return _conjuncts(who) if who is not None else []


_ADDRESSED: Final = frozenset("statement letter message speech address remark email e-mail memo comment note".split())


def _told_one(cue: Token) -> Token | None:
    """The object of a verb of telling, or the subject of "to act" where the parse makes "urge X to act" a clause."""
    for child in cue.children:
        if child.dep_ == "nsubjpass" and child.lower_ == "it":
            continue
        if child.dep_ in ("dobj", "dative", "nsubjpass") and child.pos_ in ("NOUN", "PROPN", "PRON"):
            if cue.lemma_.lower() not in _ASK_FOR_THINGS or _person_like(child):
                return child
        elif child.dep_ == "ccomp" and any(a.lower_ == "to" and a.dep_ == "aux" for a in child.lefts):
            subject = next((s for s in child.lefts if s.dep_ == "nsubj"), None)
            if subject is not None:
                return subject
    return None


_CALL_ON: Final = frozenset("call appeal plead prevail".split())
_SPEAK_TO: Final = frozenset(
    "say add explain write speak talk complain announce suggest propose report confirm reply respond promise repeat "
    "admit confess stress hint indicate reveal declare apologize express convey state insist offer pledge vow".split()
)
_NOUN_TO: Final = frozenset(
    "warning message letter appeal call plea statement promise pledge offer threat apology".split()
)
_ASK_FOR_THINGS: Final = frozenset("press question address request order promise urge".split())


def _person_like(token: Token) -> bool:
    return token.pos_ in ("PROPN", "PRON") or token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or _is_people(token)


def _is_people(token: Token) -> bool:
    return token.lemma_.lower() in PEOPLE


PEOPLE: Final = frozenset(  # and bodies of people
    "reporter journalist counterpart president minister official lawmaker parliament congress council crowd "
    "audience leader government authority ambassador diplomat people supporter voter member senator delegate "
    "soldier troop ally nation world country chancellor king prince general commander secretary newspaper agency "
    "magazine colleague mp envoy party committee viewer caller reader activist resident court judge host "
    "interviewer correspondent assembly community side state union force army fighter militant gunman worker expert "
    "teacher student rebel citizen public company investor analyst friend family conference doctor nurse scientist "
    "researcher police policeman prosecutor lawyer economist politician candidate mayor governor farmer woman man "
    "mother father parent wife husband son daughter brother sister child girl boy survivor witness refugee "
    "campaigner protester demonstrator critic opponent aide adviser advisor pope bishop cleric imam rabbi group "
    "organisation organization charity commission ministry department administration regime opposition coalition "
    "alliance team board bank firm campaign embassy office spokesman spokeswoman spokesperson representative "
    "negotiator mediator monitor delegation presidency cabinet military navy militia".split()
)


def _object(preposition: Token | None) -> Token | None:
    children = preposition.children if preposition is not None else ()
    return next((c for c in children if c.dep_ == "pobj"), None)


def _conjuncts(token: Token) -> list[Token]:
    return [token, *(c for c in token.conjuncts if c.i > token.i)]


def _conversation(cue: Token, free: Free) -> tuple[Token | None, list[Token]]:
    """The conversation in which it was said, and with whom: "in his conversation with Blinken, Wang said"."""
    for preposition in _prepositions(cue):
        if preposition.lower_ not in ("in", "during", "at", "after", "following", "on", "over"):
            continue
        for noun in preposition.children:
            if noun.dep_ == "pobj" and noun.lemma_.lower() in CONVERSATION and free(noun):
                return noun, partners_of(noun)
    return None, []


def _prepositions(cue: Token) -> Iterator[Token]:
    """The prepositions of the cue's clause: under the cue and its nouns, then under the verbs that it hangs on."""
    verb = cue
    for _ in range(4):
        for child in verb.children:
            if child.pos_ in ("ADP", "SCONJ"):
                yield child
            elif child.dep_ == "advcl" and child.lemma_.lower() in _SPEAKING:  # "Speaking at a forum, she said"
                yield from (c for c in child.children if c.pos_ in ("ADP", "SCONJ"))
            elif child.pos_ in ("NOUN", "PROPN", "PRON") and child.i > verb.i:
                yield from (c for c in child.children if c.lower_ in _OF_THE_CLAUSE)
        if verb.dep_ in _SAME_CLAUSE and verb.head.i != verb.i:
            verb = verb.head
        else:
            return


_SPEAKING: Final = frozenset("speak write talk testify appear comment post tweet".split())
_OF_THE_CLAUSE: Final = frozenset("in during at on via through by".split())  # the parse often hangs these on a noun
_SAME_CLAUSE: Final = frozenset("conj xcomp advcl acl pcomp dobj pobj prep attr".split())


def partners_of(noun: Token) -> list[Token]:
    """Those whom a noun or verb of conversation joins: "with X", "between X and Y", "X's call with Y"."""
    found: list[Token] = []
    for child in noun.children:
        joins = child.lower_ in _WITH or (child.lower_ == "to" and noun.lemma_.lower() in _SENT_TO)
        who = _object(child) if child.dep_ == "prep" and joins else None
        if who is not None:
            found.extend(_conjuncts(who))
            found.extend(a for a in who.children if a.dep_ == "appos")
    return found + [c for c in noun.children if c.dep_ == "poss" and c.pos_ != "PRON"]


def conversations(sentence: Span) -> Iterator[tuple[Token, list[Token]]]:
    """The conversations that a sentence tells of, with the tokens of those who take part."""
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.pos_ in ("NOUN", "PROPN") and lemma in CONVERSATION:
            if found := partners_of(token):
                yield token, found
        elif token.pos_ == "VERB" and lemma in _MEET:
            sides = [c for c in token.children if c.dep_ in ("nsubj", "dobj", "nsubjpass")]
            means = [o for c in token.children if c.dep_ == "prep" and (o := _object(c)) is not None]
            withs = [c for holder in (token, *means) for c in holder.children if c.lower_ == "with"]
            sides += [w for c in withs if (w := _object(c)) is not None]
            if sides:
                yield token, [x for s in sides for x in _conjuncts(s)]


# By what channel


def _channel(parsed: Parsed, cue: Token, source: Chars | None, free: Free) -> Chars | None:
    for preposition in _prepositions(cue):
        if preposition.lower_ not in _CHANNEL_PREPOSITIONS:
            continue
        for noun in preposition.children:
            if noun.dep_ != "pobj" or noun.i == cue.i or not free(noun):
                continue
            lemma, lower = noun.lemma_.lower(), noun.lower_
            if preposition.lower_ == "after":
                continue
            if preposition.lower_ == "over" and lemma not in ("phone", "telephone", "radio"):
                continue
            if lemma in CHANNEL and preposition.lower_ not in ("to", "from"):
                return span_of(parsed, noun)
            on_platform = preposition.lower_ in ("on", "via", "through", "to", "over")
            if lower in PLATFORM and on_platform and not (preposition.lower_ == "to" and cue.lemma_ != "take"):
                return span_of(parsed, noun)
    head = head_of(parsed, source) if source else None
    if head is not None and head.lemma_.lower() in WRITTEN and any(_owns(c) for c in head.children):
        return source  # "a ministry statement said": the ministry speaks, by a statement
    if cue.lemma_.lower() in ("tweet", "retweet"):
        return cue.idx, cue.idx + len(cue)
    return None


def _owns(word: Token) -> bool:
    """Whether a word under "statement" says whose it is."""
    named = word.dep_ == "compound" and (word.pos_ == "PROPN" or word.lemma_.lower() in PEOPLE)
    return named or word.dep_ == "poss" or word.lower_ in ("by", "from", "of")


_AUDIENCES: Final = frozenset("conference briefing rally hearing forum summit panel session show programme".split())


def _is_medium(token: Token) -> bool:
    return token.lower_ in PLATFORM or token.lemma_.lower() in _MEDIA or token.lower_ in _AGENCIES


_MEDIA: Final = frozenset("newspaper magazine agency network station daily weekly outlet broadcaster".split())
_AGENCIES: Final = frozenset(
    "reuters afp ap press presse herald chronicle gazette sun mail hill "
    "interfax xinhua guardian times post journal monde mundo país spiegel bild news tribune telegraph independent "
    "observer politico breitbart axios jazeera arabiya anadolu sana irna kyodo yonhap ansa efe dpa "
    "globe standard today economist atlantic".split()
)


def head_of(parsed: Parsed, span: Chars) -> Token | None:
    """The word of a span that the others hang on; of several, the subject. None for an empty or odd span."""
    if span[0] >= span[1] or span[1] > len(parsed.report.text):
        return None
    tokens = parsed.span(*span)
    tops = [t for t in tokens if not tokens.start <= t.head.i < tokens.end or t.head.i == t.i]
    subjects = [t for t in tops if t.dep_ in ("nsubj", "nsubjpass")]
    words = subjects[-1:] or [t for t in tops if not (t.is_punct or t.is_space or t.pos_ in ("ADP", "DET"))]
    return (words or tops or [tokens[0]])[0]


# Who relays it


def _relay(cue: Token, source: Chars | None, free: Free) -> Token | None:
    """Whoever passes the statement on: "according to X", "reported by X", "was quoted by X", "X quoted him as"."""
    found: list[Token | None] = []
    if cue.lower_ != "according":
        found = [_object(to_of(t)) for t in cue.sent if t.lower_ == "according" and free(t)]
    for verb in (cue, *_above(cue)):
        if verb.lemma_.lower() in ("quote", "cite") and verb.pos_ == "VERB":
            by = next((c for c in verb.children if c.lower_ == "by"), None)
            found.append(_object(by) or next((c for c in reversed(list(verb.lefts)) if c.dep_ == "nsubj"), None))
    for child in cue.children:
        if child.dep_ in ("advcl", "acl") and child.lemma_ in _PASS_ON and child.tag_ == "VBN":
            found.append(_object(next((c for c in child.children if c.lower_ == "by"), None)))
    for child in (c for t in cue.children if t.dep_ in ("nsubj", "dobj", "npadvmod") for c in t.children):
        if (
            child.dep_ == "acl" and child.lemma_ in ("quote", "cite") and child.tag_ == "VBN"
        ):  # "Lind, quoted by Tass, said"
            found.append(_object(next((c for c in child.children if c.lower_ == "by"), None)))
    return next((t for t in found if t is not None and not (source and source[0] <= t.idx < source[1])), None)


_PASS_ON: Final = frozenset("report quote carry cite relay publish release".split())


def to_of(according: Token) -> Token | None:
    """The "to" of "according to", wherever the parse hangs it."""
    held = next((c for c in according.children if c.lower_ == "to"), None)
    if held is None and according.i + 1 < len(according.doc) and according.nbor().lower_ == "to":
        held = according.nbor()
    return held


def _above(token: Token) -> Iterator[Token]:
    for _ in range(3):
        if token.head.i == token.i:
            return
        token = token.head
        yield token
