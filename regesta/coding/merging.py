"""The tagger's attributions, made whole and completed by rule.

The tagger leaves out some that a sure word tells, within speech above all. They come from the rules; where the two ways
touch, the tagger is believed. Its spans are made whole: words are not cut, a quotation of which it has the most is
taken with its marks, the parts do not overlap.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from regesta.coding.attribution import TOLD_OF
from regesta.coding.coded import Attribution
from regesta.coding.speech.quoted_speech import SET_OUT
from regesta.coding.speech.quotes import Quoted, find_quotations

Chars = tuple[int, int]

# On PolNeAR dev as the program runs (joint F1 0.787 without statements inside others, which its gold has not): those of
# named others that the rules find take 0.003 off, those of the tagger 0.003; what the tagger missed takes nothing off.
MISSED_RATE: Final = 0.5
_SAYING: Final = ("rule:that", "rule:par")
MOST: Final = 0.6  # of a quotation; any share from 0.4 to 0.8 leaves the joint F1 as it is, less lowers it
SOME: Final = 0.3  # of one that the content begins with, where nobody else speaks in it
_CLOSE: Final = 3  # code points between a quotation and its cue or source
LONGEST_SOURCE: Final = 90  # code points between a cue and a name that belong to the name's phrase


def merged(text: str, tagged: Sequence[Attribution], ruled: Iterable[Attribution]) -> list[Attribution]:
    """The tagger's attributions of one report, and those by rule that it cannot or did not find, in text order.

    `text` is the report's text, to which all spans belong.
    """
    quoted = Quoted(find_quotations(text))
    ruled = list(ruled)
    set_out = [a for a in ruled if a.coder == SET_OUT]
    cues = [a.cue for a in tagged if a.cue]
    whole = [w for a in tagged if not _is_of_text(a, set_out) and (w := _whole(text, a, quoted, cues)).content]
    whole += set_out
    added = [
        a
        for a in ruled
        if a.coder != SET_OUT and (_is_within(text, a, whole) if _touches(a, whole) else a.confidence >= MISSED_RATE)
    ]
    return sorted([*whole, *added], key=lambda a: (a.content[0][0], a.cue or (0, 0)))


def _is_of_text(attribution: Attribution, set_out: Sequence[Attribution]) -> bool:
    """Whether the cue is that of a text set out below it, or stands in one: such texts the tagger does not know."""
    cue = attribution.cue
    return cue is not None and any(
        (o.cue is not None and _overlap(o.cue, cue)) or any(a <= cue[0] < b for a, b in o.content) for o in set_out
    )


def contents_of(attributions: Iterable[Attribution]) -> list[Chars]:
    """The spans of all contents."""
    return [span for a in attributions for span in a.content]


# One attribution made whole


def _whole(text: str, attribution: Attribution, quoted: Quoted, cues: Sequence[Chars]) -> Attribution:
    """The attribution with parts that do not overlap, without words cut in two or stray pieces.

    `cues` of all attributions: a quotation in which another one is told is left as it was found.
    """
    cue, source = attribution.cue, _bare(text, _without_occasion(text, attribution.source))
    parts = [part for part in (cue, source) if part]
    pieces = [piece for content in attribution.content for piece in _without(content, parts)]
    pieces = [_after_occasion(text, cue, _of_words(text, piece)) for piece in pieces]
    pieces = [p for p in pieces if any(c.isalnum() for c in text[p[0] : p[1]])]
    source, pieces = _name_before(text, cue, source, pieces)
    pieces = [p for p in pieces if cue is None or len(pieces) == 1 or _belongs(text, p, cue, quoted)]
    pieces = _after_colon(text, cue, pieces)
    pieces = _joined([_with_quotations(p, quoted, [x for x in (cue, source) if x], cues) for p in pieces])
    return replace(attribution, source=source, content=tuple(pieces))


_OCCASION: Final = re.compile(
    r",? (?:in|during|at|on|via) (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,3}?(?:interview|statement|conference|"
    r"briefing|message|post|tweet|letter|speech|call|conversation|email|op-ed)\b"
)


def _without_occasion(text: str, source: Chars | None) -> Chars | None:
    """The source as far as the words that tell in what it was said: "Maria Lind*, in an interview with the paper*"."""
    found = _OCCASION.search(text, *source) if source else None
    return (source[0], found.start()) if source and found and found.start() > source[0] else source


def _after_occasion(text: str, cue: Chars | None, piece: Chars) -> Chars:
    """The piece without the words that tell in what it was said: "said in an *email* it had no comment"."""
    found = _OCCASION.match(text, cue[1]) if cue else None
    if found is None or not found.start() < piece[0] < found.end() < piece[1]:
        return piece
    return _bare(text, (found.end(), piece[1])) or piece


def _after_colon(text: str, cue: Chars | None, pieces: list[Chars]) -> list[Chars]:
    """Pieces without those of paragraphs above, where the words follow a colon: they are the last speaker's."""
    if cue is None or not any(text[cue[1] - 1 : start].rstrip(" \n\"“‘'«„").endswith(":") for start, _ in pieces):
        return pieces
    return [p for p in pieces if p[1] > cue[0] or "\n" not in text[p[1] : cue[0]]]


def _bare(text: str, span: Chars | None) -> Chars | None:
    """The span without punctuation and white space at its ends; None when nothing is left."""
    if span is None:
        return None
    start, end = span
    while start < end and text[start] in " ,;:\n”»":
        start += 1
    while end > start and text[end - 1] in " ,;:\n“„":
        end -= 1
    return (start, end) if start < end else None


def _without(span: Chars, parts: Sequence[Chars]) -> list[Chars]:
    """What is left of a span when the parts are cut out."""
    left = [span]
    for a, b in parts:
        left = [(s, e) for start, end in left for s, e in ((start, min(end, a)), (max(start, b), end)) if s < e]
    return left


def _of_words(text: str, piece: Chars) -> Chars:
    start, end = piece
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return _bare(text, (start, end)) or (start, start)


def _name_before(
    text: str, cue: Chars | None, source: Chars | None, pieces: list[Chars]
) -> tuple[Chars | None, list[Chars]]:
    """Give to the source a piece of content between it and its cue: "defended *the head of diplomacy*, Maria Lind"."""
    inverted = cue is not None and any(end <= cue[0] + 1 for _, end in pieces)
    if cue is None or source is None or source[0] < cue[1] or not inverted:
        return source, pieces
    for start, end in pieces:
        gap = text[end : source[0]]
        if (
            cue[1] <= start
            and end <= source[0]
            and source[0] - start <= LONGEST_SOURCE
            and not any(map(str.isalnum, gap))
        ):
            return (start, source[1]), [p for p in pieces if p != (start, end)]
    return source, pieces


_SENTENCE_BETWEEN: Final = re.compile(r"[.!?][\"'”’»]*\s+[A-Z“\"‘'«(]")


def _belongs(text: str, piece: Chars, cue: Chars, quoted: Quoted) -> bool:
    """Whether one piece of several is of the cue's sentence, or quoted: other sentences are somebody else's."""
    start, end = (piece[1], cue[0] + 2) if piece[1] <= cue[0] else (cue[1], piece[0] + 2)
    return bool(quoted.within(*piece)) or not _SENTENCE_BETWEEN.search(text, start, end)


def _with_quotations(piece: Chars, quoted: Quoted, others: Sequence[Chars], cues: Sequence[Chars]) -> Chars:
    start, end = piece
    for q in quoted.within(start, end):
        share = (min(end, q.end) - max(start, q.start)) / (q.end - q.start)
        follows = any(0 <= part[0] - q.end <= _CLOSE for part in others)  # "…," said the minister
        begins = share >= SOME and abs(start - q.start) <= 1 and not any(q.start <= cue[0] < q.end for cue in cues)
        if (share >= MOST or follows or begins) and not any(_overlap(part, (q.start, q.end)) for part in others):
            start, end = min(start, q.start), max(end, q.end)
    return start, end


def _joined(pieces: Iterable[Chars]) -> list[Chars]:
    joined: list[Chars] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        elif start < end:
            joined.append((start, end))
    return joined


# What the rules add


def _is_within(text: str, attribution: Attribution, others: Iterable[Attribution]) -> bool:
    """Whether the whole of an attribution of named others, with its source, lies in the content of one of the others.

    Of "Lind said …, according to X" the tagger only tells X; there what Lind says is found by any cue of saying.
    """
    cue, source = attribution.cue, attribution.source
    if cue is None or source is None or not attribution.coder.startswith((TOLD_OF, *_SAYING)):
        return False
    if any(o.cue is not None and _overlap(o.cue, cue) for o in others):
        return False
    words = [*attribution.content, cue]
    if (
        source[1] < cue[0] - 1 or source[0] > cue[1]
    ):  # an owner just before its noun may be cut off: "Moscow's argument"
        words.append(source)
    start, end = min(a for a, _ in words), max(b for _, b in words)
    for other in others:
        relay = other.cue is not None and text[slice(*other.cue)].lower().startswith("according")
        if not relay and not attribution.coder.startswith(TOLD_OF):
            continue
        first, last = other.content[0][0], other.content[-1][1]
        if (relay and first <= start + 1 and end - 1 <= last) or any(a <= start and end <= b for a, b in other.content):
            return True
    return False


def _touches(attribution: Attribution, others: Iterable[Attribution]) -> bool:
    """Whether the cue or the content of an attribution shares a character with the content or cue of another."""
    mine = [*attribution.content, *([attribution.cue] if attribution.cue else [])]
    return any(
        _overlap(one, other) for o in others for other in (*o.content, *([o.cue] if o.cue else [])) for one in mine
    )


def _overlap(one: Chars, other: Chars) -> bool:
    return one[0] < other[1] and other[0] < one[1]
