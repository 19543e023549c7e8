"""Attributions -> statements: who says it and to whom, by what channel, who relays it, what is done by saying it.

The spans of an attribution come from the rules or from the learned tagger; everything else is read from the parse
and the cast around them. A speaker who is only "he" is whom the cast makes of the pronoun, except where the speech
goes on ("…, he added"): then it is the last speaker. What cannot be told stays None.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from regesta.coding.attribution import TOLD_OF
from regesta.coding.coded import Attribution, Cast, Told, evidence_of, participants_of
from regesta.coding.dating import when
from regesta.coding.parser import Parsed
from regesta.coding.speech.circumstances import Circumstances, circumstances, completed, conversations
from regesta.coding.speech.complements import is_infinitive
from regesta.coding.speech.nesting import outer_of, relayed_by, without_doubtful, without_own_words, without_relays
from regesta.coding.speech.phrases import Chars, head_of
from regesta.coding.speech.quoted_speech import SET_OUT
from regesta.coding.speech.quotes import Quoted, find_quotations
from regesta.coding.speech.speakers import Draft, mention_of, relay_of, speakers_of, with_the_quoted
from regesta.knowledge.cues import act_of, cue_frames
from regesta.knowledge.speech_words import speech_words
from regesta.schema import Manner, Mention, Place, Polarity, Statement, Time, content_id

NEGATIVE_ACTS: Final = frozenset(("deny", "refuse"))
CONVERSATION_REACH: Final = 3  # sentences back to which "during this conversation" can point


def find_statements(
    parsed: Parsed, attributions: Sequence[Attribution], cast: Cast, times: Sequence[Time], places: Sequence[Place]
) -> list[Told[Statement]]:
    """The statements of a report, in the order of their contents."""
    quoted = Quoted(find_quotations(parsed.report.text))
    talks = _Talks(parsed, cast)
    drafts: list[Draft] = []
    for attribution in _in_order(parsed, attributions):
        drafts.append(_draft(parsed, attribution, cast, drafts))
    drafts = without_own_words(without_doubtful(without_relays(drafts), quoted))
    return [_told(parsed, d, drafts, cast, quoted, talks, times, places) for d in drafts]


def _in_order(parsed: Parsed, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Attributions with at least one sound piece of content, each once, in text order."""
    size = len(parsed.report.text)
    sound: dict[tuple[object, ...], Attribution] = {}
    for a in attributions:
        pieces = tuple(sorted({(s, e) for s, e in a.content if 0 <= s < e <= size}))
        if pieces:
            sound.setdefault((a.cue, pieces), replace(a, content=pieces))
    return sorted(sound.values(), key=lambda a: (a.content[0][0], a.content[-1][1], a.cue or (0, 0)))


def _draft(parsed: Parsed, attribution: Attribution, cast: Cast, before: list[Draft]) -> Draft:
    cue = _cue_token(parsed, attribution)
    if attribution.cue and cue is not None:
        attribution = with_the_quoted(parsed, attribution, parsed.span(*attribution.cue))
    around = Circumstances()
    if cue is not None:
        around = circumstances(parsed, cue, attribution.source, attribution.content)
    around = completed(parsed, around, attribution)
    speakers = speakers_of(parsed, attribution, cue, cast, before)
    relay = relay_of(parsed, attribution, cue, cast)
    identity = content_id("statement", parsed.report.id, attribution.cue, *attribution.content)
    head = head_of(parsed, attribution.source) if attribution.source else None
    return Draft(attribution, cue, identity, speakers, around, relay, head)


def _cue_token(parsed: Parsed, attribution: Attribution) -> Token | None:
    """The word of the cue that counts: the first verb that does more than say, else the last verb, else a noun."""
    if attribution.cue is None or attribution.cue[0] >= attribution.cue[1]:
        return None
    tokens = list(parsed.span(*attribution.cue))
    verbs = [t for t in tokens if t.pos_ == "VERB"]
    verbs = [
        t for t in verbs if t.dep_ != "acl" or t.head not in tokens
    ] or verbs  # "said in an interview published in"
    strong = [t for t in verbs if cue_frames(t.lemma_, "VERB") and act_of(t.lemma_, "VERB") != "say"]
    known = [t for t in tokens if cue_frames(t.lemma_, t.pos_)]
    ranked = strong[:1] or [t for t in verbs if t in known][-1:] or known[:1] or verbs[-1:]
    words = ranked or [t for t in tokens if not (t.is_punct or t.is_space)]
    return words[0] if words else None


# How it is said


def _manner(parsed: Parsed, attribution: Attribution, quoted: Quoted) -> Manner:
    """By the share of the content's letters and digits inside quotation marks: all, some or none."""
    if attribution.coder == SET_OUT:
        return "direct"
    inside = total = 0
    for start, end in attribution.content:
        for q in quoted.within(start, end):
            inside += sum(c.isalnum() for c in parsed.text(max(start, q.start), min(end, q.end)))
        total += sum(c.isalnum() for c in parsed.text(start, end))
    return "direct" if total and inside >= total else "mixed" if inside else "indirect"


def _frame(draft: Draft) -> str | None:
    """The frame of the cue, as in `knowledge/cues.py`; None where the parse does not tell it."""
    coder, cue = draft.attribution.coder, draft.cue
    coder = coder.replace(TOLD_OF, "rule:")
    if coder.startswith("rule:") and coder[5:] not in ("according", "quotation", "headline", "set out"):
        return coder[5:]
    if cue is None:
        return None
    mark = "pass+" if any(c.dep_ == "auxpass" for c in cue.children) else ""
    held = [c for c in cue.children if any(start <= c.idx < end for start, end in draft.attribution.content)]
    for child in held:
        if child.dep_ in ("ccomp", "xcomp", "acl"):
            return mark + ("inf" if is_infinitive(child) else "that")
    return mark + "obj" if any(c.dep_ == "dobj" for c in held) else None


# Verbs that only hand on what their object says: "reiterated its call", "issued a warning".
_HANDS_ON: Final = frozenset(
    "reiterate repeat renew express voice issue make give release publish convey restate".split()
)


def _act(cue: Token, frame: str | None, source: Token | None) -> str:
    """The act of the cue; that of the noun in "repeated its call"; a report reports."""
    if cue.lemma_ == "rule" and any(c.dep_ == "prt" and c.lower_ == "out" for c in cue.children):
        return "deny"
    if (
        frame == "inf"
        and cue.lemma_ == "say"
        and all(c.i < cue.i for c in cue.children if c.dep_ in ("xcomp", "ccomp"))
    ):
        frame = "that"  # "to open on Monday, they said" asks for nothing
    act = act_of(cue.lemma_, cue.pos_, frame)
    if act == "say" and source is not None and source.lemma_.lower() == "report":
        return "report"
    if cue.pos_ == "VERB" and cue.lemma_ in _HANDS_ON:
        noun = next((c for c in cue.children if c.dep_ == "dobj" and cue_frames(c.lemma_, "NOUN")), None)
        return act_of(noun.lemma_, "NOUN") if noun is not None else act
    return act


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


def _addressees(parsed: Parsed, draft: Draft, cast: Cast, talks: _Talks) -> list[Mention]:
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


def _place(parsed: Parsed, draft: Draft, places: Sequence[Place]) -> Place | None:
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
        said_at = preposition.head.lemma_.lower()
        occasion = said_at in speech_words("conversation") or said_at in speech_words("channel") or said_at == "speak"
        if preposition.head.i == cue.i or occasion:
            return place
    return None


_NOT_SAID_THERE: Final = frozenset(("rule:obj", "rule:inf", "rule:ing"))  # "backed the rebels in Idlib"


def _told(
    parsed: Parsed, draft: Draft, drafts: list[Draft], cast: Cast, quoted: Quoted, talks: _Talks,
    times: Sequence[Time], places: Sequence[Place],
) -> Told[Statement]:  # fmt: skip
    report, a, around, cue = parsed.report, draft.attribution, draft.around, draft.cue
    act = _act(cue, _frame(draft), draft.head) if cue is not None else "say"
    said = when(parsed, cue.idx, cue.idx + len(cue), times) if cue is not None else None
    place = _place(parsed, draft, places)
    addressees = _addressees(parsed, draft, cast, talks)
    via, relay = _via(parsed, draft, drafts, cast)
    outer = outer_of(draft, drafts)
    row = Statement(
        id=draft.id, report=report.id, manner=_manner(parsed, a, quoted), act=act, polarity=_polarity(act, cue),
        channel=parsed.text(*around.channel) if around.channel else None, via=parsed.text(*via) if via else None,
        within=outer.id if outer else None,
        earliest=said.earliest if said else None, latest=said.latest if said else None,
        grain=said.grain if said else None, date_basis=said.basis if said else None,
        time=said.time_id if said else None, place=place.id if place else None, coder=a.coder,
        confidence=round(a.confidence, 2),
    )  # fmt: skip
    to = around.addressee or next(((m.start_char, m.end_char) for m in addressees), None)
    spans = {"source": a.source, "cue": a.cue, "channel": around.channel, "via": via, "addressee": to}
    evidence = [e for field, span in spans.items() if span for e in evidence_of(report, draft.id, field, [span])]
    evidence += evidence_of(report, draft.id, "content", a.content)
    people = participants_of(report, draft.id, "speaker", cast, draft.speakers)
    people += participants_of(report, draft.id, "addressee", cast, addressees)
    people += participants_of(report, draft.id, "relay", cast, relay)
    return Told(row, tuple(people), tuple(evidence))


def _via(parsed: Parsed, draft: Draft, drafts: list[Draft], cast: Cast) -> tuple[Chars | None, list[Mention]]:
    """Words of the relay and the mentions behind it; an agency that cites somebody relays his words."""
    around, source = draft.around, draft.attribution.source
    if around.via is not None and around.via_head is not None:
        mention = mention_of(parsed, around.via_head, around.via, cast)
        return around.via, [mention] if mention else []
    outer = relayed_by(draft, drafts)
    if outer is not None:
        return outer.attribution.source, list(outer.relay or outer.speakers)
    return (source, list(draft.relay)) if draft.relay else (None, [])
