"""Is it a time at all? What the parse and the words around say of a number, a name or a verb that looks like one."""

import re
from typing import Final

from regesta.coding.parser import Parsed
from regesta.coding.timex.draft import Draft
from regesta.coding.timex.words import WEEKDAYS

_MONEY = re.compile(r"(?:[$£€¥#№]|\bNo\.|\bno\.|\bS|\bUS)\s*$")
_NUMBERED = re.compile(  # UN resolution 1973 is of 2011
    r"\b(?:resolutions?|flight|number|nos?\.?|article|section|room|page|chapter|unit|brigade|regiment|route|highway|boeing)\s*$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\s*(?:%|percent\b|per cent\b|[mbtr]+illion\b|thousand\b|hundred\b|[-–]?(?:km|mm|cm|kg|m|mph)\b|[:/]\d|\.\d|°)"
)
WEEKDAY_PLURALS: Final = {f"{day}s" for day in WEEKDAYS}


def plausible(draft: Draft, parsed: Parsed) -> bool:
    """False for '2000 people', '$1990', the verb 'may' and the like."""
    check = _CHECKS.get(draft.kind)
    return check is None or check(draft, parsed)


def _fixed(draft: Draft, parsed: Parsed) -> bool:
    if (
        not draft.value.isdigit()
        or len(draft.value) != 4
        or not parsed.report.text[draft.end - 4 : draft.end].isdigit()
    ):
        return True
    text = parsed.report.text
    if text[max(0, draft.start - 1) : draft.start] in {"/", ".", ":", "+"}:
        return False
    if _MONEY.search(text, max(0, draft.start - 5), draft.start) or _AMOUNT.match(text, draft.end):
        return False
    if _NUMBERED.search(text, max(0, draft.start - 16), draft.start):
        return False
    year = int(draft.value)
    word = re.search(r"([\w]+)\W{0,3}$", text[max(0, draft.start - 20) : draft.start])
    before = word[1].lower() if word else ""
    if not 1800 <= year <= 2100:
        return 1000 <= year <= 2100 and before in {"in", "since"} and not _counts(draft, parsed)
    return before in {"in", "since"} or not _counts(draft, parsed)


def _counts(draft: Draft, parsed: Parsed) -> bool:
    """'2000 people': a number of things, not a year."""
    token = parsed.token_at(draft.end - 1)
    return bool(token is not None and token.dep_ in {"nummod", "compound"} and token.head.i > token.i
                and token.head.tag_ == "NNS" and token.head.i - token.i <= 2
                and not any(c.dep_ == "det" or c.dep_ == "poss" for c in token.head.children)
                and (int(draft.value) % 50 == 0 or int(draft.value) < 1900))  # fmt: skip


def _month(draft: Draft, parsed: Parsed) -> bool:
    """'May' the verb, 'March' the walk, 'April' the woman."""
    token = parsed.token_at(draft.end - 1)
    if token is None or token.lower_ not in {"may", "march", "april", "june", "august"} or draft.direction is not None:
        return True
    if token.tag_ == "MD" or token.pos_ in {"VERB", "AUX"}:
        return False
    return not (token.ent_type_ == "PERSON" or (token.dep_ == "nsubj" and token.head.pos_ in {"VERB", "AUX"}
                                                and token.lower_ in {"may", "april", "june", "august"}))  # fmt: skip


def _set(draft: Draft, parsed: Parsed) -> bool:
    """Not 'a daily newspaper' nor 'the People's Daily': only what says how often something is done."""
    words = parsed.text(draft.start, draft.end)
    if " " in words or words.lower() in WEEKDAY_PLURALS:
        return True
    token = parsed.token_at(draft.start)
    return token is None or (token.pos_ != "PROPN" and token.dep_ not in {"amod", "compound", "nmod"})


def _feast(draft: Draft, parsed: Parsed) -> bool:
    """Not 'Christmas sales'."""
    token = parsed.token_at(draft.end - 1)
    return token is None or token.dep_ not in {"compound", "amod", "nmod"} or token.head.i < token.i


def _shift(draft: Draft, parsed: Parsed) -> bool:
    """Not the broadcast 'This Week' nor the newspaper 'Today'."""
    words = parsed.text(draft.start, draft.end)
    if not words.istitle() or (parsed.headline is not None and draft.start < parsed.headline.end_char):
        return True
    if " " in words:
        return False
    token = parsed.token_at(draft.start)
    return (
        token is None or token.dep_ not in {"compound", "pobj"} or token.is_sent_start is True or token.pos_ != "PROPN"
    )


def _ref(draft: Draft, parsed: Parsed) -> bool:
    """'now that', 'as soon as': conjunctions."""
    text = parsed.report.text
    words = parsed.text(draft.start, draft.end).lower()
    if words in {"soon", "shortly"}:
        following = text[draft.end : draft.end + 8].lower()
        return not re.search(
            r"\b(?:as|too|how|so)\s+$", text[max(0, draft.start - 6) : draft.start].lower()
        ) and not re.match(r"\s+(?:as|after|before|afterwards?|enough)\b|-", following)
    return not re.match(r"[-–]", text[draft.end : draft.end + 1])


def _the(draft: Draft, parsed: Parsed) -> bool:
    """'the day', 'the week' name a time; 'the year Mao died' and 'the day care' do not."""
    words = parsed.text(draft.start, draft.end).lower()
    if draft.told:  # "the same day that he spoke" is told by what follows
        return not re.match(r"\s+(?:that|as|when|after|before)\b", parsed.report.text[draft.end : draft.end + 10])
    if draft.unit in {"D", "TH", "TM", "TS", "10Y", "100Y"} and not draft.narrow:
        return False
    if words.endswith("period") and not draft.value:
        return bool(re.search(r"latest", words))
    return True


def _part(draft: Draft, parsed: Parsed) -> bool:
    """Seasons: the verbs 'fall' and 'spring', 'the fall of Aleppo'."""
    if draft.value[0] in "QH":
        return True
    token = parsed.token_at(draft.end - 1)
    if token is None or (draft.direction is not None):
        return True
    decline = re.match(r"\s+(?:of|in|to|from|by|below)\b", parsed.report.text[draft.end : draft.end + 8])
    return token.lower_ not in {"fall", "spring"} or (token.tag_ == "NN" and not decline)


def _clock(draft: Draft, parsed: Parsed) -> bool:
    """'the night' alone is seldom a time; 'overnight' and '6 p.m.' are."""
    words = parsed.text(draft.start, draft.end).lower()
    if words.startswith("the ") or not any(c.isdigit() for c in draft.clock):
        return bool(re.match(r"mid|overnight|that|later|earl|the (?:morning|afternoon|evening)", words))
    return True


_CHECKS: Final = {
    "shift": _shift,
    "feast": _feast,
    "fixed": _fixed, "month": _month, "set": _set, "ref": _ref, "the": _the, "part": _part, "clock": _clock,
}  # fmt: skip
