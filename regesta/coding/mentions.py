"""Finds the words that stand for actors: names, titles, descriptions, metonyms, pronouns.

A mention is found by names of the code books, by runs of capitalised words (named-entity labels are weak evidence),
and by nouns of roles ('gunmen', 'the Chinese foreign minister') with the words that belong to them. Whom a mention
means is decided in `entities`, from the report as a whole.

Example: "Chinese Foreign Minister Wang Yi told his US counterpart" has the mentions "Chinese Foreign Minister Wang Yi"
(name), "Chinese" (name), "his US counterpart" (title), "his" (pronoun) and "US" (name).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from spacy.attrs import DEP, ENT_TYPE, HEAD, IDX, POS, TAG

from regesta.coding.parser import Parsed
from regesta.knowledge.actors import Found, Known, Role, find_names, find_roles, genders
from regesta.schema import Form, Mention, content_id

PRONOUNS: Final = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("it", "its", "itself"), "n"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "p"),
    **dict.fromkeys(("who", "whom", "whose", "which"), "r"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "1"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "4"),
}
HONORIFICS: Final = {
    "mr": "m", "mr.": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f", "sir": "m", "lord": "m", "lady": "f",
    "dame": "f", "dr": "", "dr.": "", "prof": "", "prof.": "", "gen": "m", "gen.": "m", "lt": "", "lt.": "", "col": "m",
    "col.": "m", "maj": "", "maj.": "", "capt": "", "capt.": "", "sgt": "", "sgt.": "", "brig": "m", "brig.": "m",
    "sen": "", "sen.": "", "rep": "", "rep.": "", "gov": "", "gov.": "", "adm": "m", "adm.": "m", "rev": "m", "rev.": "m",
    "pres": "", "pres.": "", "hon": "", "hon.": "", "cmdr": "", "cmdr.": "", "sheikh": "m", "shaikh": "m", "mullah": "m",
}  # fmt: skip
ORGANISATION_WORDS: Final = frozenset(
    "council commission party front army movement union ministry university institute bank brigade brigades agency "
    "association committee organization organisation league court corps force forces group center centre foundation office "
    "department church congress coalition alliance network federation society authority service services company corp corp. "
    "inc inc. ltd ltd. news times post parliament assembly senate command battalion police guard guards militia team "
    "campaign observatory fund trust club college school hospital airlines airways newspaper journal tribune herald television "
    "radio tv chamber confederation board bureau directorate embassy mission initiative project programme program syndicate".split()
)  # fmt: skip
_THING_WORDS: Final = frozenset(
    "operation resolution act treaty agreement accord accords convention declaration protocol charter constitution barrage dam "
    "bridge river mountain mountains lake sea street avenue square airport airbase highway road prize award cup festival war day "
    "plan process conference summit valley peninsula strait straits desert island islands region province district city".split()
)  # fmt: skip
_PARTICLES: Final = frozenset(
    "al el ibn bin bint ben abu de la le von van der den du da di dos del - ' ul ud ur ad as e y af ter ten zu wa na ag ould ag san".split()
)  # fmt: skip
_LEFT_DEPS: Final = frozenset("det amod compound poss nummod nmod quantmod predet case advmod neg".split())
_TITLE_LEFT: Final = frozenset(
    "former ex late acting outgoing incoming deputy senior then interim new veteran embattled exiled - ousted deposed".split()
)  # fmt: skip
SPEAKING: Final = frozenset(
    "say tell add announce warn deny ask urge accuse believe hope insist argue claim declare state stress demand vow pledge "
    "promise admit acknowledge confirm condemn criticise criticize complain explain suggest reply think want decide agree refuse "
    "reject call predict reveal recall note emphasise emphasize reiterate".split()
)  # fmt: skip
_LOCATIVE: Final = frozenset("in at near outside inside around via through across into throughout within".split())
_PLACE_NOUNS: Final = frozenset(
    "north south east west northeast northwest southeast southwest km kilometer kilometre mile city town capital outskirts outskirt "
    "suburb centre center street part neighbourhood neighborhood district area region village port airport battle siege fall".split()
)  # fmt: skip
_MOTION: Final = frozenset(
    "go travel fly visit return arrive head come leave reach enter trip visit flight drive walk send move flee way road "
    "journey march advance pull retreat bring carry take deport deploy shell bomb capture seize storm bombard besiege "
    "surround strike hit attack retake recapture tour evacuate withdraw live base bear relocate".split()
)  # fmt: skip
_NOT_SPEAKERS: Final = frozenset("report statement document letter website study survey poll news agreement text".split())
_PERSON_LABELS: Final = ("PERSON",)
_ACTOR_LABELS: Final = ("PERSON", "ORG", "NORP")
_NOUN_PHRASE: Final = frozenset("DET ADJ NOUN PROPN PART".split())
_NOMINAL_DEPS: Final = frozenset("nsubj nsubjpass dobj pobj conj attr appos ROOT dative npadvmod poss oprd".split())


@dataclass(slots=True, eq=False)
class Candidate:
    """A mention in the making, with what is known from its own words. Positions are tokens."""

    start: int
    end: int
    head: int
    form: Form
    known: Known | None = None  # what the code books say of the name
    role: Role | None = None  # role noun of the head, or of the title before a name
    name: str = ""  # the proper name alone, without title and honorific
    label: str = ""  # named-entity label of the name: weak evidence
    plural: bool = False
    gender: str = ""  # m, f, or ''
    modifiers: tuple[int, ...] = ()  # tokens inside that name countries or bodies: adjective, compound, possessor
    definite: bool = False


def find_mentions(parsed: Parsed) -> list[Mention]:
    """The actor mentions of a report in text order, longer before shorter; `entity` is None until resolved."""
    report = parsed.report
    words = words_of(parsed)
    mentions = []
    for c in candidates(parsed):
        start, end = words.idx[c.start], words.idx[c.end - 1] + len(words.text[c.end - 1])
        mentions.append(Mention(
            id=content_id("mention", report.id, start, end), report=report.id, start_char=start, end_char=end,
            exact=parsed.text(start, end), head_char=words.idx[c.head], form=_form(words, c),
        ))  # fmt: skip
    return mentions


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
        offsets = (offset - (1 << 64) if offset >> 63 else offset for offset in columns[5])  # signed, but given unsigned
        self.head = [i + offset for i, offset in enumerate(offsets)]
        self.sent = [-1] * len(doc)  # number of the sentence, -1 outside running text
        for number, sentence in enumerate(parsed.sentences):
            for i in range(sentence.start, sentence.end):
                self.sent[i] = number

    def lemma(self, i: int) -> str:
        """Base form of a word."""
        return self.doc[i].lemma_.lower()

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


def _form(words: Words, c: Candidate) -> Form:
    """A description that holds a proper name ('the Russian army') names its actor; one without needs its context."""
    if c.form == "nominal" and any(words.tag[i] in ("NNP", "NNPS") or i in c.modifiers for i in range(c.start, c.end)):
        return "name"
    return c.form


@lru_cache(maxsize=1)
def words_of(parsed: Parsed) -> Words:
    """The lists of one report, kept until the next."""
    return Words(parsed)


@lru_cache(maxsize=1)
def candidates(parsed: Parsed) -> tuple[Candidate, ...]:
    """Mentions with what their own words tell; shared by `find_mentions` and `entities.resolve`."""
    return tuple(_Finder(parsed).find())


class _Finder:
    def __init__(self, parsed: Parsed) -> None:
        self.w = words_of(parsed)
        text = parsed.report.text
        at = {idx: i for i, idx in enumerate(self.w.idx)}
        self.known: dict[int, tuple[int, int, Known]] = {}  # token -> span of the name that covers it
        self.roles: dict[int, tuple[int, int, Role]] = {}
        for found in find_names(text):
            if (span := self._tokens(found, at)) and found.known and self._plausible(span, found.known):
                for i in range(*span):
                    self.known[i] = (*span, found.known)
        for found in find_roles(text):
            if (span := self._tokens(found, at)) and found.role:
                for i in range(*span):
                    self.roles[i] = (*span, found.role)
        self.taken: set[int] = set()  # tokens of role nouns that are titles of a name
        self.found: list[Candidate] = []

    def _tokens(self, found: Found, at: dict[int, int]) -> tuple[int, int] | None:
        first = at.get(found.start)
        if first is None or self.w.sent[first] < 0:
            return None
        last = first
        while last + 1 < len(self.w.idx) and self.w.idx[last + 1] < found.end:
            last += 1
        if self.w.idx[last] + len(self.w.text[last]) != found.end:
            return None
        return first, last + 1

    def _plausible(self, span: tuple[int, int], known: Known) -> bool:
        """One-word names that are also common words count only where the tagger sees a name."""
        first, last = span
        if last - first > 1 or known.kind == "country":
            return True
        if self.w.text[first].isupper() and len(self.w.text[first]) <= 4:
            neighbours = [self.w.text[i] for i in (first - 1, first + 1) if 0 <= i < len(self.w.text)]
            return self.w.pos[first] in ("PROPN", "NOUN", "ADJ") and not all(
                n.isupper() and len(n) > 1 and n.isalpha() for n in neighbours
            )
        return self.w.pos[first] == "PROPN" or self.w.ent[first] in _ACTOR_LABELS

    def find(self) -> list[Candidate]:
        self._names()
        self._surnames()
        self._nominals()
        self._pronouns()
        best: dict[tuple[int, int], Candidate] = {}
        for c in self.found:
            best.setdefault((c.start, c.end), c)
        return sorted(best.values(), key=lambda c: (c.start, -c.end))

    # -- names ------------------------------------------------------------------------------------------------------

    def _is_name(self, i: int) -> bool:
        w = self.w
        return w.sent[i] >= 0 and w.text[i][:1].isupper() and (
            w.tag[i] in ("NNP", "NNPS") or i in self.known or (w.ent[i] in ("PERSON", "ORG", "GPE", "NORP") and w.pos[i] in ("NOUN", "ADJ", "X"))
        )  # fmt: skip

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Spans of tokens that may hold names: capitalised, with particles and 'of' inside an organisation's name."""
        w, n, i = self.w, len(self.w.text), 0
        while i < n:
            if not (self._is_name(i) or i in self.known):
                i += 1
                continue
            start, end = i, i + 1
            while end < n and w.sent[end] == w.sent[start]:
                if self._is_name(end) or (end in self.known and self.known[end][0] < end):
                    end += 1
                elif particles := self._particles(end):
                    end += particles + 1
                elif w.ent[end] == "ORG" and w.ent[end - 1] == "ORG" and w.doc[end].ent_iob_ == "I" and w.lower[end] in ("of", "for", "and", "the", "&"):
                    end += 1
                elif w.lower[end] in ("of", "for") and end in self.roles and self.roles[end][0] < end < self.roles[end][1] - 1:
                    end += 1
                else:
                    break
            while start and w.lower[start - 1] in ("al", "el", "-") and w.sent[start - 1] == w.sent[start] and self._joined(start - 1):
                start -= 1  # 'al-Hol'
            yield start, end
            i = end

    def _joined(self, i: int) -> bool:
        """Is a token written together with the next, and is it 'al-' or the hyphen after it?"""
        w = self.w
        return w.idx[i] + len(w.text[i]) == w.idx[i + 1] and (w.text[i] != "-" or w.lower[i - 1] in ("al", "el"))

    def _particles(self, i: int) -> int:
        """How many particles stand at i before the next part of a name: 1 in 'van Soest', 2 in 'al-Khodr'; else 0."""
        w = self.w
        for count in range(1, 4):
            last = i + count - 1
            if last + 1 >= len(w.text) or w.lower[last] not in _PARTICLES:
                return 0
            if w.text[last] in "-'" and count == 1 and w.idx[last] != w.idx[last - 1] + len(w.text[last - 1]):
                return 0
            if self._is_name(last + 1):
                return count
        return 0

    def _names(self) -> None:
        for start, end in self._runs():
            self._segment(start, end)

    def _segment(self, start: int, end: int) -> None:
        """Cut a run into known names, titles and free names, and make mentions of them."""
        i = start
        while i < end:
            if i in self.known and not self._swallowed(i, start, end):
                first, last, known = self.known[i]
                last = max(last, i + 1)
                self._known(first, last, known)
                i = last
            elif i in self.roles and (self._is_title(i, end) or self.roles[i][0] < start <= i):
                i = self.roles[i][1]
            elif self.w.lower[i] in HONORIFICS:
                i += 1
            else:
                stop = i + 1
                while stop < end and not (stop in self.known and self.known[stop][0] == stop and not self._swallowed(stop, start, end)) and not (
                    stop in self.roles and self.roles[stop][0] == stop and self._is_title(stop, end)):  # fmt: skip
                    stop += 1
                self._free(i, stop)
                i = stop

    def _is_title(self, i: int, end: int) -> bool:
        """Is the role noun at i a title or description, and not a word of an organisation's name?"""
        first, last, role = self.roles[i]
        if role.kind != "body":
            return first == i
        ends = last >= end or last in self.known or self.w.lower[last] in ("of", "for")
        return first == i and ends and (first == 0 or first - 1 in self.known or not self._is_name(first - 1))

    def _swallowed(self, i: int, start: int, end: int) -> bool:
        """Is the known name at i only a part of a longer one: 'Michael Jordan', 'Maher al-Assad', 'Syria Campaign'?"""
        w = self.w
        first, last, known = self.known[i]
        if known.use == "nothing":
            return False
        before, after = first - 1, last
        person = known.kind == "person"
        single = last - first == 1 or (last - first <= 3 and w.lower[first] in _PARTICLES)
        if before >= start and before not in self.roles and before not in self.known and w.text[before] in genders():
            return single and (person or known.kind == "country")
        if single and before >= start and before not in self.known and before not in self.roles and w.ent[before] == w.ent[first] == "PERSON" and w.doc[first].ent_iob_ == "I":
            return True
        if person and single and before >= start and before not in self.roles and before not in self.known and w.lower[before] not in HONORIFICS and w.ent[before] == "PERSON":
            return True
        if after < end and after not in self.known and self._is_name(after):
            if after not in self.roles or self.roles[after][2].kind == "body":
                if w.ent[after] == "PERSON" and w.doc[after].ent_iob_ == "I" and known.use in ("name", "capital") and single and known.kind != "organisation":
                    return True
                if w.ent[end - 1] == "ORG" and w.ent[i] == "ORG" and w.doc[end - 1].ent_iob_ == "I" and known.kind == "country" and all(
                    j not in self.known for j in range(after, end)) and end - 1 not in self.roles:  # fmt: skip
                    return True
                last_word = w.lower[end - 1]
                if known.kind == "country" and known.use in ("adjective", "capital") and end - after > 1 and last_word in ORGANISATION_WORDS and all(
                    j not in self.known for j in range(after, end)) and not (after in self.roles and self.roles[after][1] == end):  # fmt: skip
                    return True
        return False

    def _known(self, first: int, last: int, known: Known) -> None:
        w = self.w
        if known.use == "nothing":
            return
        head = w.root(first, last)
        if known.kind == "country":
            if known.use in ("capital", "seat"):
                if self._is_place(head, known):
                    return
                self._add(first, last, head, "metonym", known=known)
            elif known.use == "people" or (known.use == "adjective" and w.dep[head] in _NOMINAL_DEPS and w.pos[head] in ("NOUN", "PROPN")):
                self._add(first, last, head, "name", known=known, plural=True)
            else:
                self._add(first, last, head, "name", known=known)
            return
        if known.kind == "person":
            self._titled(first, last, known)
            return
        self._add(first, last, head, "name", known=known)

    def _is_place(self, head: int, known: Known) -> bool:
        """Does a capital stand for the place, not for the government?"""
        w = self.w
        governor = w.head[head]
        dep = w.dep[head]
        if w.ent[head] == "PERSON" and known.key == "USA":
            return True
        if dep == "pobj":
            prep = w.lower[governor]
            if prep in _LOCATIVE or w.lower[head - 1] in _LOCATIVE:
                return True
            above = w.lemma(w.head[governor])
            if prep == "of" and above in _PLACE_NOUNS:
                return True
            return prep in ("to", "from", "on", "over", "toward", "towards", "of", "for") and (above in _MOTION or prep in ("over", "on"))
        if dep == "dobj":
            return w.lemma(governor) in _MOTION
        if dep == "nsubjpass":
            return w.lemma(governor) in _MOTION
        if dep == "appos" or dep == "npadvmod":
            return True
        if dep in ("compound", "nmod") and governor > head:
            return w.ent[head] in ("FAC", "LOC", "PERSON") or w.pos[governor] == "PROPN" or w.lemma(governor) in _PLACE_NOUNS
        if dep == "conj":
            return self._is_place(governor, known) if governor in self.known and governor != head else False
        return False

    def _free(self, first: int, last: int) -> None:
        """A name that no code book has: with its title, if it is a person; as it stands, if a body."""
        w = self.w
        while first < last and (w.lower[first] in _PARTICLES and w.text[first][:1] in "-'" or w.lower[first] in ("the", "of", "and", "for", "&")):
            first += 1
        while first < last and (w.lower[last - 1] in ("the", "of", "and", "for", "&", "-", "'")):
            last -= 1
        if first >= last:
            return
        labels = [w.ent[i] for i in range(first, last)]
        label = max(set(labels), key=labels.count)
        if label in ("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT", "ORDINAL", "QUANTITY", "LANGUAGE", "LAW", "EVENT", "WORK_OF_ART"):
            if not self._title_before(first):
                return
        if (w.lower[last - 1] in _THING_WORDS or w.lower[first] in ("operation", "resolution", "lake", "mount")) and not self._title_before(first):
            return
        body = w.lower[last - 1] in ORGANISATION_WORDS or w.lower[first] in ORGANISATION_WORDS
        if last - first == 1 and first and w.lower[first - 1] == "the" and label in ("", "PERSON") and not body:
            label = ""  # 'The Resolution': no person has an article before one bare name
        elif not body and (self._title_before(first) or label == "PERSON" or w.text[first] in genders()):
            self._titled(first, last, None, label)
            return
        self._add(first, last, w.root(first, last), "name", label="ORG" if body else label, name=self._words(first, last))

    def _surnames(self) -> None:
        """Surnames that the tagger takes for common nouns, where the report gives the full name elsewhere."""
        w = self.w
        people = [c.name.split() for c in self.found if c.label == "PERSON" and " " in c.name and not (c.known and c.known.kind != "person")]
        full = {parts[-1] for parts in people} | {parts[0] for parts in people if parts[0] not in genders()}
        covered = {i for c in self.found for i in range(c.start, c.end)}
        for i, text in enumerate(w.text):
            if text in full and text[:1].isupper() and i not in covered and w.sent[i] >= 0:
                self._add(i, i + 1, i, "name", label="PERSON")

    def _title_before(self, first: int) -> bool:
        if first == 0:
            return False
        if self.w.lower[first - 1] in HONORIFICS:
            return True
        role = self.roles.get(first - 1)
        if not role or role[2].kind == "body" or role[2].plural or not self._adjoins(first):
            return False
        return role[2].kind == "person" or self.w.ent[first] == "PERSON" or self.w.text[first] in genders()

    def _adjoins(self, first: int) -> bool:
        """Is there nothing but a space between a title and the name, and is the title no subject of its own?"""
        w = self.w
        return w.sent[first] == w.sent[first - 1] and (w.dep[first - 1] in ("compound", "nmod", "amod") or w.head[first] == first - 1
                                                       or w.text[first - 1][:1].isupper() or w.head[first - 1] >= first)  # fmt: skip

    def _titled(self, first: int, last: int, known: Known | None, label: str = "PERSON") -> None:
        """A person's name, with title, honorific and nationality before it."""
        w = self.w
        start, gender, role = first, "", None
        if start and w.lower[start - 1] in HONORIFICS and w.sent[start - 1] == w.sent[first]:
            start -= 1
            gender = HONORIFICS[w.lower[start]]
            if start and w.lower[start - 1] in HONORIFICS:
                start -= 1
        found = self.roles.get(start - 1)
        if start and found and found[2].kind != "body" and not found[2].plural and self._adjoins(start):
            role, start = found[2], found[0]
            gender = gender or role.gender
            self.taken.update(range(*found[:2]))
        modifiers = [self.known[start][1] - 1] if role and start in self.known else []
        if role:
            while start and w.sent[start - 1] == w.sent[first]:
                i = start - 1
                if i in self.known and self.known[i][2].kind != "person" and self.known[i][2].use != "nothing":
                    modifiers.append(self.known[i][1] - 1)
                    start = self.known[i][0]
                elif w.lower[i] in _TITLE_LEFT or (w.text[i] == "'s" and i - 1 in self.known):
                    start -= 1
                elif i in self.roles and not self.roles[i][2].plural and w.dep[i] in ("compound", "nmod"):
                    start = self.roles[i][0]
                    self.taken.update(range(start, i + 1))
                    role = self.roles[i][2] if self.roles[i][2].office else role
                elif w.lower[i] == "the":
                    start -= 1
                    break
                else:
                    break
        given = w.text[first]
        gender = gender or genders().get(given, "") if last - first > 1 else gender
        head = w.outer(start, last) if role else w.root(first, last)
        self._add(start, last, head, "name", known=known, role=role, name=self._words(first, last), label=label or "PERSON",
                  gender=gender, modifiers=tuple(modifiers))  # fmt: skip

    def _words(self, first: int, last: int) -> str:
        w = self.w
        return w.flat[w.idx[first] : w.idx[last - 1] + len(w.text[last - 1])]

    def _add(self, start: int, end: int, head: int, form: Form, **features: object) -> None:
        features.setdefault("name", self._words(start, end) if form == "name" else "")
        self.found.append(Candidate(start, end, head, form, **features))  # type: ignore[arg-type]

    # -- descriptions -----------------------------------------------------------------------------------------------

    def _nominals(self) -> None:
        w = self.w
        heads_of_names = {c.head for c in self.found}
        seen = set()
        for i, (first, last, role) in self.roles.items():
            if i != first or i in self.taken or (i in self.known and self.known[i][1] >= last):
                continue
            head = w.outer(first, last)
            if head in heads_of_names or head in seen or w.pos[head] not in ("NOUN", "PROPN") and not (w.pos[head] == "ADJ" and w.dep[head] in ("nsubj", "dobj", "pobj", "nsubjpass") and w.lower[max(0, first - 1)] == "the"):
                continue
            seen.add(head)
            governor = w.head[head]
            if w.dep[head] in ("compound", "nmod", "amod") and governor > head:
                plural_title = role.plural and (governor in heads_of_names or self._is_name(governor))
                if not plural_title:
                    if governor in self.roles or governor in heads_of_names:
                        continue
                    self._nested(first, last, head, role)
                    continue
            self._description(first, last, head, role)
        for i in range(len(w.text)):
            if w.pos[i] == "NOUN" and i not in self.roles and i not in heads_of_names and w.dep[i] == "nsubj" and w.sent[i] >= 0 and w.lemma(w.head[i]) in SPEAKING and w.lemma(i) not in _NOT_SPEAKERS:
                self._description(i, i + 1, i, None)

    def _nested(self, first: int, last: int, head: int, role: Role) -> None:
        """A role noun before another noun: 'rebel' in 'rebel attack', 'Syrian government' in 'Syrian government jets'."""
        w = self.w
        start, modifiers = first, []
        while start and start - 1 in self.known and w.sent[start - 1] == w.sent[first] and self.known[start - 1][2].use != "nothing":
            modifiers.append(start - 1)
            start = self.known[start - 1][0]
        self._add(start, last, head, "nominal", role=role, plural=role.plural, modifiers=tuple(modifiers))

    def _description(self, first: int, last: int, head: int, role: Role | None) -> None:
        w = self.w
        start = self._left(first, head)
        end, modifiers = self._right(last, role)
        modifiers = [*self._inside(start, last), *modifiers]
        if role and role.noun in ("sides", "side") and end == last and w.lower[last : last + 1] == ["of"] and not modifiers:
            return  # 'both sides of the river'
        if role and role.kind == "person" and start + 1 == end and w.tag[head] == "NN" and w.dep[head] in ("pobj", "conj") and not modifiers:
            return  # 'bring them to justice'
        if role and role.kind == "body" and role.body in ("group", "company", "school", "church", "ngo") and start + 1 == end and w.tag[head] == "NN" and w.dep[head] != "nsubj":
            return  # 'rights of association', 'at school'
        plural = w.tag[head] in ("NNS", "NNPS") or bool(role and role.plural)
        determiner = w.lower[start]
        definite = determiner in ("the", "this", "that", "these", "those", "his", "her", "its", "their", "both") or w.dep[start] == "poss" or bool(modifiers)
        form: Form = "nominal"
        if plural and role and role.body == "bloc" and (determiner in ("both", "these", "those", "the") or w.dep[start] == "nummod"):
            form = "collective"
        elif w.lower[head] == "community" and "international" in w.lower[start:head]:
            form = "collective"
        elif role and role.office and definite and not plural:
            form = "title"
        elif role and role.noun in ("counterpart", "opposite number"):
            form = "title"
        self._add(start, end, head, form, role=role, plural=plural, gender=role.gender if role else "", modifiers=tuple(modifiers), definite=definite)

    def _left(self, first: int, head: int) -> int:
        """Where the noun phrase begins."""
        w = self.w
        start = first
        for child in w.doc[head].lefts:
            if child.dep_ in _LEFT_DEPS:
                start = min(start, child.left_edge.i)
        for i in range(first - 1, start - 1, -1):
            if w.pos[i] in ("PUNCT", "VERB", "ADP", "SCONJ", "AUX") and w.text[i] not in ("-", "'") and w.dep[i] not in ("amod", "compound", "punct"):
                return i + 1
            if w.dep[i] == "punct" and w.text[i] in ('"', "“", "”", "—", "–", ";", ":", "(", ")"):
                return i + 1
        while start < first and (w.pos[start] in ("PUNCT", "CCONJ", "ADP") or w.pos[start] == "ADV"):
            start += 1
        return start

    def _right(self, last: int, role: Role | None) -> tuple[int, list[int]]:
        """The end of 'the president of Ukraine': the country after 'of' belongs to an office or a body."""
        w = self.w
        if role is None or last + 1 >= len(w.text) or w.lower[last] not in ("of", "for", "to") or not (role.office or role.kind == "body" or set(role.sectors) & {"REB", "MIL", "PRM"}):
            return last, []
        i = last + 1
        stop = i
        while stop < len(w.text) and stop - i < 7 and w.sent[stop] == w.sent[last - 1] and (w.pos[stop] in _NOUN_PHRASE or w.lower[stop] == "and" and w.dep[stop] == "cc"):
            stop += 1
        while stop > i and (w.pos[stop - 1] not in ("NOUN", "PROPN") and stop - 1 not in self.known):
            stop -= 1
        known = sorted({self.known[j][1] - 1 for j in range(i, stop) if j in self.known and self.known[j][2].use != "nothing" and self.known[j][2].kind != "person"})
        if stop > i and (known or role.office and w.text[stop - 1][:1].islower() and not any(w.ent[j] in ("DATE", "TIME") for j in range(i, stop))):
            return stop, known
        return last, []

    def _inside(self, start: int, end: int) -> list[int]:
        """Tokens between that name a country, a body or a person's possession."""
        return sorted({self.known[i][1] - 1 for i in range(start, end) if i in self.known and self.known[i][2].use != "nothing"})

    # -- pronouns ---------------------------------------------------------------------------------------------------

    def _pronouns(self) -> None:
        w = self.w
        for i, lower in enumerate(w.lower):
            kind = PRONOUNS.get(lower)
            if kind is None or w.sent[i] < 0:
                if lower == "that" and w.tag[i] == "WDT" and w.dep[i] in ("nsubj", "nsubjpass"):
                    self._add(i, i + 1, i, "pronoun", gender="r")
                elif lower == "both" and w.dep[i] in ("nsubj", "nsubjpass", "pobj", "dobj") and w.sent[i] >= 0:
                    self._add(i, i + 1, i, "collective", plural=True)
                continue
            if lower in ("us", "who", "it") and w.text[i].isupper() and len(lower) > 1:
                continue
            if w.pos[i] not in ("PRON", "DET") and w.tag[i] not in ("PRP", "PRP$", "WP", "WP$", "WDT"):
                continue
            if kind == "n" and self._empty(i):
                continue
            self._add(i, i + 1, i, "pronoun", gender=kind, plural=kind in ("p", "4"))

    def _empty(self, i: int) -> bool:
        """'It' without a meaning: 'it is clear that', 'it seems', 'it rained', 'it takes time'."""
        w = self.w
        if w.dep[i] == "expl":
            return True
        if w.dep[i] not in ("nsubj", "nsubjpass"):
            return False
        verb = w.doc[w.head[i]]
        lemma = verb.lemma_
        rights = {c.dep_ for c in verb.children}
        if lemma in ("seem", "appear", "rain", "snow", "happen", "remain") and rights & {"ccomp", "acomp", "advcl", "oprd"}:
            return True
        if lemma == "be" and rights & {"acomp", "attr"} and rights & {"ccomp", "advcl", "xcomp", "csubj"}:
            return True
        if lemma == "be" and any(c.dep_ == "acomp" and any(g.dep_ in ("ccomp", "xcomp") for g in c.children) for c in verb.children):
            return True
        return bool(w.dep[i] == "nsubjpass" and rights & {"ccomp", "csubjpass", "csubj"})
