"""The parse of a report as plain lists, for stages that look at every word of it."""

from functools import lru_cache

from spacy.attrs import DEP, ENT_TYPE, HEAD, IDX, POS, TAG

from regesta.coding.parser import Parsed


class Words:
    """The parse as plain lists, one item a token: many times faster than asking the Doc."""

    __slots__ = ("dep", "doc", "ent", "flat", "head", "idx", "lower", "pos", "sent", "tag", "text")

    def __init__(self, parsed: Parsed) -> None:
        doc = parsed.doc
        self.doc = doc
        self.flat = parsed.report.text.replace("\n", " ")
        self.text = [t.text for t in doc]
        self.lower = [t.lower() for t in self.text]
        columns = doc.to_array([IDX, TAG, POS, DEP, ENT_TYPE, HEAD]).T.tolist() if len(doc) else [[]] * 6
        strings = doc.vocab.strings
        names = {key: strings[key] for column in columns[1:5] for key in set(column)}
        self.idx = columns[0]
        self.tag, self.pos, self.dep, self.ent = ([names[key] for key in column] for column in columns[1:5])
        offsets = (
            offset - (1 << 64) if offset >> 63 else offset for offset in columns[5]
        )  # signed, but given unsigned
        self.head = [i + offset for i, offset in enumerate(offsets)]
        self.sent = [-1] * len(doc)  # number of the sentence, -1 outside running text
        for number, sentence in enumerate(parsed.sentences):
            for i in range(sentence.start, sentence.end):
                self.sent[i] = number

    def lemma(self, i: int) -> str:
        """Base form of a word."""
        return str(self.doc[i].lemma_.lower())

    def root(self, start: int, end: int) -> int:
        """The token of a span whose head lies outside it; the last one if the parse has several."""
        for i in range(end - 1, start - 1, -1):
            head = self.head[i]
            if (head < start or head >= end or head == i) and self.pos[i] not in ("PUNCT", "PART", "ADP", "DET"):
                return i
        return end - 1

    def outer(self, start: int, end: int) -> int:
        """The token of a span that governs the others: the first found with its head outside."""
        for i in range(start, end):
            head = self.head[i]
            if (head < start or head >= end or head == i) and self.pos[i] in ("NOUN", "PROPN", "ADJ"):
                return i
        return end - 1


@lru_cache(maxsize=1)
def words_of(parsed: Parsed) -> Words:
    """The lists of one report, kept until the next."""
    return Words(parsed)
