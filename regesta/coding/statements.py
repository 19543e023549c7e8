"""Attributions -> statements: who says it and to whom, by what channel, who relays it, what is done by saying it.

The spans of an attribution come from the rules or from the learned tagger; everything else is read from the parse
and the cast around them. A speaker who is only "he" is whom the cast makes of the pronoun, except where the speech
goes on ("…, he added"): then it is the last speaker. What cannot be told stays None.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from regesta.coding.circumstances import (
    CHANNEL,
    CONVERSATION,
    Chars,
    Circumstances,
    circumstances,
    conversations,
    head_of,
    span_of,
)
from regesta.coding.coded import Attribution, Cast, Told, evidence_of, participants_of
from regesta.coding.dating import when
from regesta.coding.parser import Parsed
from regesta.coding.quotes import Quoted, find_quotations
from regesta.coding.voice import SPOKEN_FOR
from regesta.knowledge.cues import act_of, cue_frames
from regesta.schema import Entity, Manner, Mention, Place, Polarity, Statement, Time, content_id

NEGATIVE_ACTS: Final = frozenset(("deny", "refuse"))
GOES_ON: Final = frozenset("add continue conclude go".split())  # the speaker is the last one, whoever was named since
CONVERSATION_REACH: Final = 3  # sentences back to which "during this conversation" can point


@dataclass(frozen=True, slots=True)
class _Draft:
    """An attribution with what was made of it."""

    attribution: Attribution
    cue: Token | None
    id: str
    speakers: tuple[Mention, ...]
    around: Circumstances


def find_statements(
    parsed: Parsed, attributions: Sequence[Attribution], cast: Cast, times: Sequence[Time], places: Sequence[Place]
) -> list[Told[Statement]]:
    """The statements of a report, in the order of their contents."""
    quoted = Quoted(find_quotations(parsed.report.text))
    talks = _Talks(parsed, cast)
    drafts: list[_Draft] = []
    for attribution in _in_order(parsed, attributions):
        drafts.append(_draft(parsed, attribution, cast, drafts))
    drafts = _without_relays(drafts)
    return [_told(parsed, d, drafts, cast, quoted, talks, times, places) for d in drafts]


def _in_order(parsed: Parsed, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Attributions with at least one sound piece of content, each once, in text order."""
    size = len(parsed.report.text)
    sound: dict[tuple[object, ...], Attribution] = {}
    for a in attributions:
        pieces = tuple(sorted({(s, e) for s, e in a.content if 0 <= s < e <= size}))
        if pieces:
            sound.setdefault((a.cue, pieces), Attribution(a.source, a.cue, pieces, a.coder, a.confidence))
    return sorted(sound.values(), key=lambda a: (a.content[0][0], a.content[-1][1], a.cue or (0, 0)))


def _draft(parsed: Parsed, attribution: Attribution, cast: Cast, before: list[_Draft]) -> _Draft:
    cue = _cue_token(parsed, attribution)
    around = Circumstances()
    if cue is not None:
        around = circumstances(parsed, cue, attribution.source, attribution.content)
    speakers = _speakers(parsed, attribution, cue, cast, before)
    identity = content_id("statement", parsed.report.id, attribution.cue, *attribution.content)
    return _Draft(attribution, cue, identity, speakers, around)


def _cue_token(parsed: Parsed, attribution: Attribution) -> Token | None:
    """The word of the cue that counts: the first verb that does more than say, else the last verb, else a noun."""
    if attribution.cue is None or attribution.cue[0] >= attribution.cue[1]:
        return None
    tokens = list(parsed.span(*attribution.cue))
    verbs = [t for t in tokens if t.pos_ == "VERB"]
    strong = [t for t in verbs if cue_frames(t.lemma_, "VERB") and act_of(t.lemma_, "VERB") != "say"]
    known = [t for t in tokens if cue_frames(t.lemma_, t.pos_)]
    ranked = strong[:1] or [t for t in verbs if t in known][-1:] or known[:1] or verbs[-1:]
    words = ranked or [t for t in tokens if not (t.is_punct or t.is_space)]
    return words[0] if words else None


# Who says it


def _speakers(
    parsed: Parsed, attribution: Attribution, cue: Token | None, cast: Cast, before: list[_Draft]
) -> tuple[Mention, ...]:
    """The mentions of the speakers; several when several speak ("Paris and Berlin said")."""
    if attribution.source is None:
        return ()
    origin = _origin(parsed, cue, cast)
    if origin is not None:
        return (origin,)
    head = head_of(parsed, attribution.source)
    if head is None:
        return ()
    named = tuple(dict.fromkeys(m for h in _heads(head) if (m := _mention(parsed, h, attribution.source, cast))))
    if head.pos_ != "PRON" or head.lower_ not in _HE_OR_SHE:
        return named
    said = [*(span for d in before for span in d.attribution.content), *attribution.content]
    goes_on = cue is not None and cue.lemma_.lower() in GOES_ON
    last = _last_speaker(before, cast, head)
    if last is None or not (goes_on or not named or _only_spoken_of(named[0], last, head, cast, said)):
        return named
    return last.speakers


_HE_OR_SHE: Final = {"he": ("he", "his", "him", "himself"), "she": ("she", "her", "hers", "herself")}


def _last_speaker(before: list[_Draft], cast: Cast, pronoun: Token) -> _Draft | None:
    """The last statement by a person for whom the pronoun can stand, leaving out what is said within statements."""
    said = [span for d in before for span in d.attribution.content]
    for draft in reversed(before):
        if not draft.speakers or draft.cue is None or _held(draft.cue.idx, said):
            continue
        entity = cast.entity(draft.speakers[0])
        if entity is None or entity.kind != "person":
            return None
        other = _HE_OR_SHE["she" if pronoun.lower_ == "he" else "he"]
        called = {m.exact.lower() for m in cast.mentions if m.entity == entity.id and m.form == "pronoun"}
        return None if called & set(other) and not called & set(_HE_OR_SHE[pronoun.lower_]) else draft
    return None


def _only_spoken_of(named: Mention, last: _Draft, pronoun: Token, cast: Cast, said: list[Chars]) -> bool:
    """Whether the person that a pronoun was taken for is, since the last statement, named in what is said alone.

    "Berg insisted that Holm had lied. He said: …": whoever speaks is a person of the story, not of a quotation.
    """
    if named.entity is None or any(m.entity == named.entity for m in last.speakers):
        return False
    since = min(m.start_char for m in last.speakers)
    return all(
        _held(m.head_char, said)
        for m in cast.mentions
        if m.entity == named.entity and m.form != "pronoun" and since <= m.head_char < pronoun.idx
    )


def _held(char: int, contents: list[Chars]) -> bool:
    """Whether a position lies in one of the contents."""
    return any(start <= char < end for start, end in contents)


def _origin(parsed: Parsed, cue: Token | None, cast: Cast) -> Mention | None:
    """Whom a reporting agency cites: "Xinhua reported, citing an official" is the official's statement."""
    if cue is None or cue.pos_ != "VERB":
        return None
    citing = next((c for c in cue.children if c.dep_ == "advcl" and c.lower_ in ("citing", "quoting")), None)
    who = next((c for c in citing.children if c.dep_ == "dobj"), None) if citing is not None else None
    return _mention(parsed, who, span_of(parsed, who), cast) if who is not None else None


def _heads(head: Token) -> list[Token]:
    return [head, *(c for c in head.conjuncts if c.i > head.i and c.pos_ in ("NOUN", "PROPN"))]


_RELATIVE: Final = ("WP", "WDT")


def _mention(parsed: Parsed, head: Token, source: Chars, cast: Cast) -> Mention | None:
    """The mention that a source's head word stands for.

    In order: the mention with that head, its apposition's, the antecedent of "who"; for a spokesman, an official or a
    document without an entity of its own, the body it speaks for.
    """
    own = cast.with_head(head.idx)
    if head.tag_ in _RELATIVE:
        clause = next((a for a in head.ancestors if a.dep_ in ("relcl", "acl")), None)
        antecedent = clause.head if clause is not None else head.doc[max(0, head.i - 2)]
        return cast.with_head(antecedent.idx) or own
    by_name = own is not None and own.form in ("name", "metonym", "pronoun")
    for other in head.children:
        named = cast.with_head(other.idx) if other.dep_ == "appos" and not by_name else None
        if named is not None and named.entity and named.form == "name":
            return named
    inside = [m for m in cast.inside(*source) if m.entity is not None]
    people = [m for m in inside if (e := cast.entity(m)) is not None and e.kind == "person" and m.form == "name"]
    if people and not by_name and _is_title_of(head, people, parsed):
        return people[0]
    if own is not None and own.entity is not None:
        return own
    bodies = [m for m in inside if (e := cast.entity(m)) is not None and e.kind != "person"]
    if bodies and head.lemma_.lower() in SPOKEN_FOR:
        return bodies[0]
    return own or next((m for m in inside if m.head_char == head.idx), None)


def _is_title_of(head: Token, people: list[Mention], parsed: Parsed) -> bool:
    """Whether a person named in the source is its head under another word: "the head of diplomacy, Josep Borrell"."""
    for person in people:
        token = parsed.token_at(person.head_char)
        if token is not None and token.head.i == head.i and token.dep_ in ("compound", "nmod", "flat"):
            return True
        if token is not None and token.dep_ in ("appos", "npadvmod", "ROOT", "dep", "conj"):
            return True
    return False


# What is one statement, and what only passes it on


def _without_relays(drafts: list[_Draft]) -> list[_Draft]:
    """Drop "according to X" where its content is another's statement: X then relays that one."""
    kept = []
    for d in drafts:
        relays = d.attribution.coder == "rule:according" and any(
            o is not d and o.around.via == d.attribution.source and o.attribution.source for o in drafts
        )
        if not relays:
            kept.append(d)
    return kept


def _within(draft: _Draft, drafts: list[_Draft]) -> str | None:
    """The smallest statement whose content holds the whole of this one."""
    a = draft.attribution
    parts = [*a.content, *(p for p in (a.cue, a.source) if p)]
    first, last = min(s for s, _ in parts), max(e for _, e in parts)
    best: tuple[int, str] | None = None
    for other in drafts:
        if other is draft:
            continue
        for start, end in other.attribution.content:
            if start <= first and last <= end and (best is None or end - start < best[0]):
                best = end - start, other.id
    return best[1] if best else None


# How it is said


def _manner(parsed: Parsed, content: Sequence[Chars], quoted: Quoted) -> Manner:
    """By the share of the content's letters and digits inside quotation marks: all, some or none."""
    inside = total = 0
    for start, end in content:
        for q in quoted.within(start, end):
            inside += sum(c.isalnum() for c in parsed.text(max(start, q.start), min(end, q.end)))
        total += sum(c.isalnum() for c in parsed.text(start, end))
    return "direct" if total and inside >= total else "mixed" if inside else "indirect"


def _frame(draft: _Draft) -> str | None:
    coder, cue = draft.attribution.coder, draft.cue
    if coder.startswith("rule:") and coder[5:] not in ("according", "quotation"):
        return coder[5:]
    if cue is None:
        return None
    for child in cue.children:
        if child.dep_ in ("ccomp", "xcomp", "acl") and any(s <= child.idx < e for s, e in draft.attribution.content):
            to = any(c.dep_ == "aux" and c.lower_ == "to" for c in child.lefts)
            return "inf" if to else "that"
        if child.dep_ == "dobj" and any(s <= child.idx < e for s, e in draft.attribution.content):
            return "obj"
    return None


def _polarity(act: str, cue: Token | None) -> Polarity:
    """Negative when the act denies or refuses, turned by "not" at the cue."""
    negative = act in NEGATIVE_ACTS
    if cue is not None and any(c.dep_ == "neg" for c in cue.children):
        negative = not negative
    return "negative" if negative else "positive"


# To whom, when and where


class _Talks:
    """The conversations that a report tells of, to answer who the other side of "this conversation" is."""

    def __init__(self, parsed: Parsed, cast: Cast) -> None:
        self._sentences, self._cast = parsed.sentences, cast
        self._starts = [s.start for s in parsed.sentences]
        self._of: dict[int, list[list[Mention]]] = {}

    def others(self, noun: Token, speakers: Sequence[Mention]) -> list[Mention]:
        """Those who took part in the conversation last told of, but for the speakers."""
        here = bisect_right(self._starts, noun.i) - 1
        speaking = {m.entity for m in speakers}
        for number in range(here, max(-1, here - CONVERSATION_REACH - 1), -1):
            for sides in self._told_in(number):
                if any(m.entity in speaking for m in sides):
                    return [m for m in sides if m.entity not in speaking]
        return []

    def _told_in(self, number: int) -> list[list[Mention]]:
        """The sides of each conversation told of in one sentence, looked up once."""
        if number not in self._of:
            found = self._of[number] = []
            for _, heads in conversations(self._sentences[number]):
                named = [m for h in heads if (m := self._cast.with_head(h.idx)) is not None and m.entity]
                sides = {one.entity: one for m in named for one in self._opened(m)}
                if len(sides) > 1:
                    found.append(list(sides.values()))
        return self._of[number]

    def _opened(self, mention: Mention) -> list[Mention]:
        """The members of a collective ("ministers Wang and Kuleba") by their own mentions, where the text has them."""
        entity = self._cast.entity(mention)
        members = entity.members if entity is not None else ()
        own = [m for m in self._cast.mentions if m.entity in members and m.form == "name"] if members else []
        nearest = {m.entity: m for m in sorted(own, key=lambda m: -abs(m.start_char - mention.start_char))}
        return list(nearest.values()) or [mention]


def _addressees(parsed: Parsed, draft: _Draft, cast: Cast, talks: _Talks) -> list[Mention]:
    speaking = {m.entity for m in draft.speakers if m.entity}
    mentions = []
    for head in draft.around.addressee_heads:
        mention = cast.with_head(head.idx)
        if mention is None:
            token_span = (head.left_edge.idx, head.idx + len(head))
            mention = next((m for m in cast.inside(*token_span) if m.end_char >= head.idx), None)
        if mention is not None and (mention.entity is None or mention.entity not in speaking):
            mentions.append(mention)
    if not mentions and draft.around.conversation is not None and speaking:
        mentions = talks.others(draft.around.conversation, draft.speakers)
    return mentions


def _place(parsed: Parsed, draft: _Draft, places: Sequence[Place]) -> Place | None:
    """Where it was said: the place after "in", "at" or "from" under the cue, or under the noun of its occasion."""
    cue = draft.cue
    if cue is None or draft.attribution.coder in _NOT_SAID_THERE:
        return None
    low = bisect_left(places, cue.sent.start_char, key=lambda p: p.start_char)
    high = bisect_left(places, cue.sent.end_char, key=lambda p: p.start_char)
    for place in places[low:high]:
        token = parsed.token_at(place.end_char - 1)
        if token is None or place.metonym or any(s <= place.start_char < e for s, e in draft.attribution.content):
            continue
        preposition = token.head
        if token.dep_ != "pobj" or preposition.lower_ not in ("in", "at", "from"):
            continue
        if preposition.head.i == cue.i or preposition.head.lemma_.lower() in CONVERSATION | CHANNEL | {"speak"}:
            return place
    return None


_NOT_SAID_THERE: Final = frozenset(("rule:obj", "rule:inf", "rule:ing"))  # "backed the rebels in Idlib"


def _told(
    parsed: Parsed, draft: _Draft, drafts: list[_Draft], cast: Cast, quoted: Quoted, talks: _Talks,
    times: Sequence[Time], places: Sequence[Place],
) -> Told[Statement]:  # fmt: skip
    report, a, around, cue = parsed.report, draft.attribution, draft.around, draft.cue
    act = act_of(cue.lemma_, cue.pos_, _frame(draft)) if cue is not None else "say"
    said = when(parsed, cue.idx, cue.idx + len(cue), times) if cue is not None else None
    place = _place(parsed, draft, places)
    addressees = _addressees(parsed, draft, cast, talks)
    via, relay = _via(parsed, draft, cast)
    row = Statement(
        id=draft.id, report=report.id, manner=_manner(parsed, a.content, quoted), act=act, polarity=_polarity(act, cue),
        channel=parsed.text(*around.channel) if around.channel else None, via=parsed.text(*via) if via else None,
        within=_within(draft, drafts), earliest=said.earliest if said else None, latest=said.latest if said else None,
        grain=said.grain if said else None, date_basis=said.basis if said else None,
        time=said.time_id if said else None, place=place.id if place else None, coder=a.coder, confidence=a.confidence,
    )  # fmt: skip
    to = around.addressee or next(((m.start_char, m.end_char) for m in addressees), None)
    spans = {"source": a.source, "cue": a.cue, "channel": around.channel, "via": via, "addressee": to}
    evidence = [e for field, span in spans.items() if span for e in evidence_of(report, draft.id, field, [span])]
    evidence += evidence_of(report, draft.id, "content", a.content)
    people = participants_of(report, draft.id, "speaker", cast, draft.speakers)
    people += participants_of(report, draft.id, "addressee", cast, addressees)
    people += participants_of(report, draft.id, "relay", cast, relay)
    return Told(row, tuple(people), tuple(evidence))


def _via(parsed: Parsed, draft: _Draft, cast: Cast) -> tuple[Chars | None, list[Mention]]:
    """Words of the relay and the mentions behind it; the agency that cites somebody is the relay of his words."""
    around, a = draft.around, draft.attribution
    if around.via is None and a.source and draft.cue is not None and _origin(parsed, draft.cue, cast) is not None:
        head = head_of(parsed, a.source)
        mention = _mention(parsed, head, a.source, cast) if head is not None else None
        return a.source, [mention] if mention else []
    if around.via is None or around.via_head is None:
        return around.via, []
    mention = _mention(parsed, around.via_head, around.via, cast)
    return around.via, [mention] if mention else []


def speaker_of(told: Told[Statement], cast: Cast) -> Entity | None:
    """The entity of the first speaker, None when not known."""
    return next((cast.by_id(p.entity) for p in told.who("speaker")), None)
