"""Quotation marks -> the spans that they quote.

    >>> [text[q.start : q.end] for text in ["He called it “a start”."] for q in find_quotations(text)]
    ['“a start”']

Straight, curly, single, German („…“, »…«) and French («…») marks, nested, in any mixture. A mark without a partner
never spoils more than its own paragraph, and nothing raises: of an odd number of marks, those are paired that can be.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted span with its marks: text[start:end] begins with the opening mark and ends with the closing one.

    `closed` is False where the closing mark is missing: the quotation then goes to the end of the paragraph.
    `runs_on` says that the next paragraph goes on with the same quotation, as the opening mark there tells.
    """

    start: int
    end: int
    depth: int  # 0 outermost
    closed: bool = True
    runs_on: bool = False


# What closes what. A mark that can both open and close is judged by its neighbours.
_CLOSES: Final = {
    "“": "”\"", "„": "“”\"", "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "‘": "’'", "‚": "‘’", "”": "”",
    '"': '"”', "''": "''", "``": "''", "'": "'’", "「": "」",
}  # fmt: skip
_MARK: Final = re.compile(r"''|``|[“”„‟«»‹›‘’‚\"'「」]")
_PARAGRAPH: Final = re.compile(
    r"[ \t\u00a0]*\n(?:[ \t\u00a0]*\n)+[ \t]*|(?<=[.!?\"”’»'])[ \t]*\n[ \t]*(?=[A-Z\"“„«‘'])"
)
_SINGLE: Final = frozenset("‘’‚'")
_BEFORE_OPENING: Final = frozenset(" \t\n\u00a0([{—–-/:\"“„«‘'‚\u2009")
_ELISION: Final = re.compile(r"['’‘](?:\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|n['’])", re.IGNORECASE)


def find_quotations(text: str) -> list[Quotation]:
    """All quotations of a text, outer before inner, in text order."""
    found: list[Quotation] = []
    bounds = _paragraphs(text)
    for number, (start, end) in enumerate(bounds):
        following = text[bounds[number + 1][0]] if number + 1 < len(bounds) else ""
        found.extend(_in_paragraph(text, start, end, following))
    return sorted(found, key=lambda q: (q.start, -q.end))


class Quoted:
    """Look-ups in the quotations of one report: is this position quoted, which outermost quotation holds it?"""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self.outer = [q for q in quotations if q.depth == 0]
        self._starts = [q.start for q in self.outer]

    def at(self, char: int) -> Quotation | None:
        """The outermost quotation that covers a position, marks included."""
        i = bisect_right(self._starts, char) - 1
        return self.outer[i] if i >= 0 and char < self.outer[i].end else None

    def within(self, start: int, end: int) -> list[Quotation]:
        """The outermost quotations that share a character with the span."""
        i = max(0, bisect_right(self._starts, start) - 1)
        found = []
        while i < len(self.outer) and self.outer[i].start < end:
            if self.outer[i].end > start:
                found.append(self.outer[i])
            i += 1
        return found


def _paragraphs(text: str) -> list[tuple[int, int]]:
    bounds, at = [], len(text) - len(text.lstrip())
    for gap in _PARAGRAPH.finditer(text, at):
        if gap.start() > at:
            bounds.append((at, gap.start()))
        at = gap.end()
    if at < len(text):
        bounds.append((at, len(text)))
    return bounds


def _in_paragraph(text: str, start: int, end: int, following: str) -> list[Quotation]:
    """The quotations of one paragraph; `following` is the first character of the next one."""
    stack: list[tuple[str, int]] = []
    found: list[Quotation] = []
    for match in _MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        if stack and mark in _CLOSES[stack[-1][0]] and _closes(text, at, match.end(), end, mark):
            found.append(Quotation(stack.pop()[1], match.end(), len(stack)))
            continue
        outer = next((k for k, (m, _) in enumerate(stack) if mark in _CLOSES[m] and mark not in _SINGLE), None)
        if outer is not None and _closes(text, at, match.end(), end, mark):  # an inner mark was never closed
            del stack[outer + 1 :]
            found.append(Quotation(stack.pop()[1], match.end(), len(stack)))
        elif _opens(text, at, match.end(), start, end, mark):
            if any(m == mark for m, _ in stack):  # opened twice: the first was an odd one
                stack = [s for s in stack if s[0] != mark]
            stack.append((mark, at))
    for mark, at in stack[:1]:
        runs_on = bool(following) and following in _CLOSES and mark not in _SINGLE
        if runs_on or mark in "“„«``" or (at == start and mark not in _SINGLE):
            stop = len(text[start:end].rstrip()) + start
            found = [Quotation(q.start, q.end, q.depth, q.closed) for q in found if q.start < at]
            found.append(Quotation(at, stop, 0, closed=False, runs_on=runs_on))
    return _depths(found)


def _depths(found: list[Quotation]) -> list[Quotation]:
    """Depth by what holds what: an unclosed outer mark must not make the quotations after it inner ones."""
    result: list[Quotation] = []
    open_ends: list[int] = []
    for q in sorted(found, key=lambda q: (q.start, -q.end)):
        while open_ends and open_ends[-1] <= q.start:
            open_ends.pop()
        result.append(Quotation(q.start, q.end, len(open_ends), q.closed, q.runs_on))
        open_ends.append(q.end)
    return result


def _opens(text: str, at: int, after: int, start: int, end: int, mark: str) -> bool:
    """Whether a mark stands where an opening one does: after a gap, before a word."""
    if mark in "“„‟«``‹「" and not (mark == "“" and at > start and text[at - 1].isalnum()):
        return True
    if mark == "»" and _gap_before(text, at, start) and after < end and not text[after].isspace():
        return True
    if after >= end or text[after].isspace() or not _gap_before(text, at, start):
        return False
    if mark in _SINGLE:
        return mark != "’" and not _ELISION.match(text, at) and _partner(text, after, end, mark)
    return mark in ('"', "''", "”")


def _gap_before(text: str, at: int, start: int) -> bool:
    return at == start or text[at - 1] in _BEFORE_OPENING


def _partner(text: str, after: int, end: int, mark: str) -> bool:
    """Whether a single mark that can close comes later in the paragraph."""
    closing = _CLOSES[mark]
    return any(text[m.start()] in closing and _closes(text, m.start(), m.end(), end, m.group())
               for m in _MARK.finditer(text, after, end) if len(m.group()) == 1)  # fmt: skip


def _closes(text: str, at: int, after: int, end: int, mark: str) -> bool:
    """Whether a mark stands where a closing one does: not before a letter, not after a gap."""
    if mark in _SINGLE:
        next_is_word = after < end and text[after].isalnum()
        plural = text[at - 1 : at] == "s" and after < end and text[after] == " " and _closes_later(text, after, end)
        return not next_is_word and not text[at - 1 : at].isspace() and not plural
    if mark in ('"', "''"):
        if after < end and text[after].isalnum() and text[at - 1 : at].isspace():
            return False
        return not (text[at - 1 : at].isspace() and after < end and not text[after].isspace() and text[after].isalnum())
    return True


def _closes_later(text: str, after: int, end: int) -> bool:
    """Whether a single mark that can close comes before the next one that opens: the one after 's' is an apostrophe."""
    opening = _SINGLE_OPENING.search(text, after, end)
    return bool(_SINGLE_CLOSING.search(text, after, opening.start() if opening else end))


_SINGLE_CLOSING: Final = re.compile(r"(?<!\s)['’](?!\w)")
_SINGLE_OPENING: Final = re.compile(r"(?<!\w)['‘](?=\w)")
