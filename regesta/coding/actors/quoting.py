"""Who speaks the words in quotation marks: finds the quotations of a report and the speaker of each."""

from typing import Final

from regesta.coding.actors.clues import SPEAKING
from regesta.coding.actors.words import Words

_REACH: Final = 60  # tokens back in which single marks inside a quotation may have been opened
_FAR: Final = 150  # tokens after which a mark that nothing closes is taken for closed


class Quoting:
    """The quotations of one report."""

    def __init__(self, words: Words) -> None:
        self.w = words
        self.quoted = _quoted(words)  # is the token inside quotation marks?
        self.speakers: dict[tuple[int, int], int | None] = {}
        self.said = self._said()
        self.colons = [(j, i) for i, text in enumerate(words.text)
                       if text == ":" and not self.quoted[i] and not self._opens_quotation(i)
                       for j in self.said.get(words.sent[i], ()) if i - 6 <= words.head[j] < i][:20]  # fmt: skip

    def speaker(self, i: int) -> int | None:
        """The token that heads the speaker of the quotation around a token; None if none is named."""
        w = self.w
        if not self.quoted[i]:  # a statement printed after a colon, without quotation marks
            return next((j for j, end in reversed(self.colons) if end < i), None)
        inner = self._inner_speaker(i)
        if inner is not None:
            return inner
        first = last = i
        while first > 0 and self.quoted[first - 1]:
            first -= 1
        while last + 1 < len(w.text) and self.quoted[last + 1]:
            last += 1
        if (first, last) not in self.speakers:
            self.speakers[first, last] = self._speaker(first, last)
        return self.speakers[first, last]

    def _speaker(self, first: int, last: int) -> int | None:
        w = self.w
        ends = w.text[last] in (".", "…")  # then what follows is no 'he said' of it
        for sentence in dict.fromkeys((w.sent[last], w.sent[first], w.sent[min(last + 2, len(w.text) - 1)])):
            for j in self.said.get(sentence, ()):
                if not self.quoted[j] and not (ends and j > last):
                    return j
        for sentence in (w.sent[first] - 1, w.sent[first] - 2):
            for j in self.said.get(sentence, ()):
                if not self.quoted[j]:
                    return j
        goes_on = self._quoted_before(first)
        return self.speaker(goes_on) if goes_on is not None else None

    def _inner_speaker(self, i: int) -> int | None:
        """Who speaks in single marks inside a quotation: 'he' in “He told me: ‘I am leaving’ and left.”"""
        w = self.w
        for j in range(i - 1, max(-1, i - _REACH), -1):
            if not self.quoted[j] or (w.text[j] == "’" and w.tag[j] != "POS"):
                return None
            if w.text[j] == "‘":
                said = [k for s in (w.sent[j], w.sent[j - 1]) for k in self.said.get(s, ()) if j - 8 <= k < j]
                return said[-1] if said and w.head[said[-1]] < j else None
        return None

    def _quoted_before(self, first: int) -> int | None:
        """The last token of the quotation that ends right before one, in the paragraph above."""
        i = first - 1
        while i > 0 and (not self.w.text[i].strip() or self.w.pos[i] == "PUNCT"):
            if self.quoted[i]:
                return i
            i -= 1
        return i if i > 0 and self.quoted[i] else None

    def _said(self) -> dict[int, list[int]]:
        """Subjects of verbs of speech, by sentence."""
        w = self.w
        found: dict[int, list[int]] = {}
        for i in range(len(w.text)):
            if w.dep[i] not in ("nsubj", "dobj") or w.sent[i] < 0 or w.lemma(w.head[i]) not in SPEAKING:
                continue
            verb = w.head[i]  # "said the minister" is often parsed with an object: one without a subject before it
            before = range(max(0, i - 30), i)
            if w.dep[i] == "nsubj" or not any(w.dep[j] == "nsubj" and w.head[j] == verb for j in before):
                found.setdefault(w.sent[i], []).append(i)
        return found

    def _opens_quotation(self, colon: int) -> bool:
        """Do the marks of a quotation follow a colon? Then what is said ends with them."""
        return any(self.quoted[colon + 1 : colon + 4])


def _quoted(w: Words) -> list[bool]:
    """Is the token inside quotation marks? A new paragraph or sentence far off closes a mark left open."""
    inside, out, since = False, [], 0
    for text in w.text:
        if text in ("“", "``"):
            inside, since = True, 0
        elif text in ("”", "''"):
            inside = False
        elif text == '"':
            inside, since = not inside, 0
        elif "\n" in text:
            inside = False
        since += 1
        if since > _FAR:
            inside = False
        out.append(inside)
    return out
