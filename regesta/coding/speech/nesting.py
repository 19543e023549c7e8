"""Statements in statements: what is one statement, which one stands in which, who passes which on.

Prosecutors said that Holm had yelled that he was innocent.
outer: Prosecutors said …       inner: Holm yelled …, within the outer, relayed by Prosecutors
"""

from collections.abc import Sequence

from spacy.tokens import Token

from regesta.coding.speech.phrases import is_somebody
from regesta.coding.speech.quotes import Quoted
from regesta.coding.speech.speakers import Draft
from regesta.coding.speech.voice import only_names_a_source
from regesta.knowledge.cues import act_of
from regesta.knowledge.speech_words import speech_words


def without_relays(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop what only names a relay: "according to X", "X quoted him as saying", "citing X" beside another's words."""
    kept = [d for d in drafts if not _cites(d)]
    return [d for d in kept if not any(_only_relays(d, other) for other in kept if other is not d)]


def _cites(draft: Draft) -> bool:
    """Whether a statement has for its content only whom its own cue names ("reported, *citing an official*")."""
    cue = draft.cue
    return cue is not None and cue.lemma_ in ("cite", "quote") and cue.dep_ == "advcl" and only_names_a_source(cue)


def _only_relays(draft: Draft, other: Draft) -> bool:
    """Whether a statement only tells that its source passes the other one on."""
    source, relay, cue = draft.attribution.source, other.around.via, draft.cue
    if cue is None or source is None or relay is None or not other.attribution.source:
        return False
    return (cue.lower_ == "according" or cue.lemma_ == "quote") and source[0] < relay[1] and relay[0] < source[1]


SURE_OF_NOBODY = 0.4  # of 42 finds below it without a speaker or of a thing, 10 are right on PolNeAR dev


def without_doubtful(drafts: Sequence[Draft], quoted: Quoted) -> list[Draft]:
    """Drop what the tagger is not sure of where nobody speaks: no source, or a thing ("the changes favour …").

    Quoted words were said, by whomever.
    """
    return [
        d
        for d in drafts
        if d.attribution.coder.startswith("rule:")
        or d.attribution.confidence >= SURE_OF_NOBODY
        or all(quoted.within(*piece) for piece in d.attribution.content)
        or (d.head is not None and (is_somebody(d.head) or d.head.lemma_.lower() in speech_words("document")))
    ]


def without_own_words(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop what a speaker says of himself inside what he says ("I think", "his belief"): it is no other statement."""
    return [d for d in drafts if not _is_own(d, drafts)]


def _is_own(draft: Draft, drafts: Sequence[Draft]) -> bool:
    a = draft.attribution
    if draft.head is None or not (a.is_inner or a.coder.startswith("rule:")):
        return False
    outer = outer_of(draft, drafts)
    if outer is None:
        return False
    if draft.head.lower_ in _FIRST_PERSON:
        return True
    mine = {m.entity for m in draft.speakers if m.entity}
    if mine & {m.entity for m in outer.speakers}:
        return True
    unknown = draft.head.pos_ == "PRON" and not mine
    return unknown or (outer.head is not None and draft.head.lower_ == outer.head.lower_)


_THOUGHTS = frozenset("believe expect hope fear intend want know refuse agree support oppose welcome".split())
_FIRST_PERSON = frozenset(("i", "we", "my", "our", "us", "me"))


def relayed_by(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The innermost statement of another speaker around this one: who tells us that this was said.

    Nobody passes on what a test shows or a document holds.
    """
    cue, head = draft.cue, draft.head
    if cue is None or head is None or not is_somebody(head) or act_of(cue.lemma_, cue.pos_) == "show":
        return None
    best: tuple[int, Draft] | None = None
    mine = {m.entity for m in draft.speakers if m.entity}
    verbs = (cue, cue.head) if cue.dep_ == "conj" and not _has_subject(cue) else (cue,)
    for other in drafts:
        if other is draft or not _tells(other) or mine & {m.entity for m in other.speakers}:
            continue
        if draft.head is not None and other.head is not None and draft.head.i == other.head.i:
            continue
        for start, end in other.attribution.content:
            inside = any(start <= v.idx < end and not _stands_beside(v, start, end) for v in verbs)
            if inside and (best is None or end - start < best[0]):
                best = end - start, other
    return best[1] if best else None


def _tells(draft: Draft) -> bool:
    """Whether the source of a statement can pass on what others say: somebody, or a document."""
    head, cue = draft.head, draft.cue
    if head is None or head.lower_ in _FIRST_PERSON:
        return False
    if cue is not None and cue.lower_ != "according" and act_of(cue.lemma_, cue.pos_) in _THOUGHTS:
        return False
    return is_somebody(head) or bool(draft.speakers) or head.lemma_.lower() in speech_words("document")


def _stands_beside(cue: Token, start: int, end: int) -> bool:
    """Whether a cue in a content is only strung on to it: "…, while the union says", "…, and officials say"."""
    token = cue
    while start <= token.head.idx < end and token.head.i != token.i:
        if _has_subject(token) and token.dep_ in ("conj", "advcl"):
            return True
        token = token.head
    return False


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def outer_of(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The smallest statement whose content holds the whole of this one."""
    a = draft.attribution
    parts = [*a.content, *(p for p in (a.cue, a.source) if p)]
    first, last = min(s for s, _ in parts), max(e for _, e in parts)
    best: tuple[int, Draft] | None = None
    for other in drafts:
        if other is draft:
            continue
        for start, end in other.attribution.content:
            if start <= first and last <= end and (best is None or end - start < best[0]):
                best = end - start, other
    return best[1] if best else None
