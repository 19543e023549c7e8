"""What the mentions of a report are made from: the names and role nouns of the code books that stand in it."""

from dataclasses import dataclass
from typing import Final

from regesta.coding.actors.words import words_of
from regesta.coding.parser import Parsed
from regesta.knowledge.actors import Found, Known, Role, find_names, find_roles
from regesta.schema import Form

HONORIFICS: Final = {
    "mr": "m", "mr.": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f", "sir": "m", "lord": "m",
    "lady": "f", "dame": "f", "dr": "", "dr.": "", "prof": "", "prof.": "", "gen": "m", "gen.": "m", "lt": "",
    "lt.": "", "col": "m", "col.": "m", "maj": "", "maj.": "", "capt": "", "capt.": "", "sgt": "", "sgt.": "",
    "brig": "m", "brig.": "m", "sen": "", "sen.": "", "rep": "", "rep.": "", "gov": "", "gov.": "", "adm": "m",
    "adm.": "m", "rev": "m", "rev.": "m", "pres": "", "pres.": "", "hon": "", "hon.": "", "cmdr": "", "cmdr.": "",
    "sheikh": "m", "shaikh": "m", "mullah": "m",
}  # fmt: skip
ORGANISATION_WORDS: Final = frozenset(
    "council commission party front army movement union ministry university institute bank brigade brigades agency "
    "association committee organization organisation league court corps force forces group center centre foundation "
    "office department church congress coalition alliance network federation society authority service services "
    "company corp corp. inc inc. ltd ltd. news times post parliament assembly senate command battalion police guard "
    "guards militia team campaign observatory fund trust club college school hospital airlines airways newspaper "
    "journal tribune herald television radio tv chamber confederation board bureau directorate embassy mission "
    "initiative project programme program syndicate".split()
)
SPEAKING: Final = frozenset(
    "say tell add announce warn deny ask urge accuse believe hope insist argue claim declare state stress demand vow "
    "pledge promise admit acknowledge confirm condemn criticise criticize complain explain suggest reply think want "
    "decide agree refuse reject call predict reveal recall note emphasise emphasize reiterate".split()
)
BLOOD: Final = frozenset(
    "father mother parent brother sister son daughter uncle aunt cousin nephew niece grandfather grandmother "
    "grandparent sibling twin mum mom dad family child baby relative grandson granddaughter".split()
)
KIN: Final = BLOOD | frozenset("wife husband spouse partner fiance fiancee fiancée girlfriend boyfriend widow".split())
SPONSORED: Final = frozenset(
    "backed allied aligned supported trained funded sponsored armed equipped financed held controlled based linked "
    "brokered friendly occupied".split()
)


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
    counts: int | None = None  # head of the description that this one counts: 'people' for 'hundreds of people'


class Clues:
    """The code books' names and roles by token, and the candidates found so far."""

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
            if (span := self._tokens(found, at)) and found.role and not self._common(span[0], found.role):
                for i in range(*span):
                    self.roles[i] = (*span, found.role)
        self.taken: set[int] = set()  # tokens of role nouns that are titles of a name
        self.found: list[Candidate] = []

    def _common(self, first: int, role: Role) -> bool:
        """Is it a rank by its letters only: 'a major attack', 'in private'?"""
        return role.noun in ("major", "private") and self.w.text[first].islower()

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
        if known.kind == "group" and self._is_capitalised(first):  # "Isis", which the tagger takes for a noun
            return True
        if self.w.pos[first] == "PROPN" or self.w.ent[first] in ("PERSON", "ORG", "NORP"):
            return True
        describes = known.kind == "person" and self.w.pos[first] == "ADJ" and self.w.dep[first] == "amod"
        again = (i for i, word in enumerate(self.w.text) if describes and word == self.w.text[first])
        return any(self.w.pos[i] == "PROPN" for i in again)  # 'Assad forces', taken for an adjective

    def _is_capitalised(self, i: int) -> bool:
        """A noun with a capital letter that no sentence begins with, or that the report never writes without it."""
        w = self.w
        if w.pos[i] not in ("NOUN", "ADJ") or not w.text[i][:1].isupper():
            return False
        begins = i == 0 or w.sent[i] != w.sent[i - 1] or not w.text[i - 1][:1].isalnum()
        return not begins or w.lower[i] not in w.text

    def is_name(self, i: int) -> bool:
        """Can the token be part of a proper name?"""
        w = self.w
        if w.sent[i] < 0 or not w.text[i][:1].isupper():
            return False
        if w.tag[i] in ("NNP", "NNPS") or i in self.known:
            return True
        return w.ent[i] in ("PERSON", "ORG", "GPE", "NORP") and w.pos[i] in ("NOUN", "ADJ", "X")

    def words(self, first: int, last: int) -> str:
        """The words of a span of tokens, line ends as spaces."""
        w = self.w
        return w.flat[w.idx[first] : w.idx[last - 1] + len(w.text[last - 1])]

    def add(self, start: int, end: int, head: int, form: Form, **features: object) -> None:
        """Note a candidate; a name without another `name` is called by all its words."""
        features.setdefault("name", self.words(start, end) if form == "name" else "")
        self.found.append(Candidate(start, end, head, form, **features))  # type: ignore[arg-type]
