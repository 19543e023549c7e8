"""Finds proper names: of the code books, and others by capital letters, titles and named-entity labels.

"Chinese Foreign Minister Wang Yi" is one name with a title and the modifier "Chinese".
"""

from collections.abc import Iterator
from typing import Final

from regesta.coding.actors.clues import HONORIFICS, ORGANISATION_WORDS, Clues
from regesta.knowledge.actors import Known, Role, gender_of, is_demonym

_THING_WORDS: Final = frozenset(
    "operation resolution act treaty agreement accord accords convention declaration protocol charter constitution "
    "barrage dam bridge river mountain mountains lake sea street avenue square airport airbase highway road prize "
    "award cup festival war day plan process conference summit valley peninsula strait straits desert island islands "
    "region province district city suburb neighbourhood neighborhood governorate camp crossing arena stadium theatre "
    "tower park hotel gulf canal lakes ocean bay".split()
)
_THINGS_FIRST: Final = frozenset(
    "operation resolution lake lakes mount wadi jabal jebel tel tal tell kafr deir ain storm hurricane typhoon "
    "cyclone".split()
)
PARTICLES: Final = frozenset(
    "al el ibn bin bint ben abu de la le von van der den du da di dos del - ' ul ud ur ad as e y af ter ten zu wa na "
    "ag ould ag san".split()
)
_TITLE_LEFT: Final = frozenset(
    "former ex late acting outgoing incoming deputy senior then interim new veteran embattled exiled ousted "
    "deposed -".split()
)
_LOCATIVE: Final = frozenset("in at near outside inside around via through across into throughout within".split())
_PLACE_NOUNS: Final = frozenset(
    "north south east west northeast northwest southeast southwest km kilometer kilometre mile city town capital "
    "outskirts outskirt suburb centre center street part neighbourhood neighborhood district area region village port "
    "airport battle siege fall".split()
)
_SENT_BY: Final = frozenset(
    "pressure support statement backing demand response call criticism concession permission approval order message "
    "letter signal guarantee assurance threat help aid money weapon hear receive win get seek expect reaction".split()
)
_OF_GOVERNMENTS: Final = frozenset(
    "government regime policy position stance decision move plan demand offer proposal response pressure line strategy "
    "interest statement threat claim denial support backing aid order permission approval sanction".split()
)
_MOTION: Final = frozenset(
    "go travel fly visit return arrive head come leave reach enter trip visit flight drive walk send move flee way "
    "road journey march advance pull retreat bring carry take deport deploy shell bomb capture seize storm bombard "
    "besiege surround strike hit attack retake recapture tour evacuate withdraw live base bear relocate migrate".split()
)
OF_AFFAIRS: Final = frozenset(("ministry", "department", "directorate"))
SHIPS: Final = {"USS": "USA", "HMS": "GBR", "HMCS": "CAN", "HMAS": "AUS", "INS": "IND"}
_NATIONAL: Final = Role("national", False, "people", ("CVL",), "", "", False, "")
_NATIONALS: Final = Role("national", True, "people", ("CVL",), "", "", False, "")
_NOMINAL_DEPS: Final = frozenset("nsubj nsubjpass dobj pobj conj attr appos ROOT dative npadvmod poss oprd".split())


class Names:
    """The search for names in one report; what it finds is added to the clues."""

    def __init__(self, clues: Clues) -> None:
        self.w = clues.w
        self.known = clues.known
        self.roles = clues.roles
        self.taken = clues.taken
        self.clues = clues

    def find(self) -> None:
        """Add the names of the report, then surnames that only the full name elsewhere tells."""
        for start, end in self._runs():
            self._segment(start, end)
        self._surnames()

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Spans of tokens that may hold names: capitalised, with particles and 'of' inside an organisation's name."""
        w, n, i = self.w, len(self.w.text), 0
        while i < n:
            if not (self.clues.is_name(i) or i in self.known):
                i += 1
                continue
            start, end = i, i + 1
            while end < n and w.sent[end] == w.sent[start]:
                if self.clues.is_name(end) or (end in self.known and self.known[end][0] < end):
                    end += 1
                elif particles := self._particles(end):
                    end += particles + 1
                elif (
                    w.ent[end] == "ORG"
                    and w.ent[end - 1] == "ORG"
                    and w.doc[end].ent_iob_ == "I"
                    and w.lower[end] in ("of", "for", "and", "the", "&")
                ) or (
                    w.lower[end] in ("of", "for")
                    and (
                        (end in self.roles and self.roles[end][0] < end < self.roles[end][1] - 1) or self._ministry(end)
                    )
                ):
                    end += 1
                else:
                    break
            while (
                start
                and w.lower[start - 1] in ("al", "el", "-")
                and w.sent[start - 1] == w.sent[start]
                and self._joined(start - 1)
            ):
                start -= 1  # 'al-Hol'
            yield start, end
            i = end

    def _ministry(self, i: int) -> bool:
        """Does 'of' join a ministry and its affairs: 'Ministry of Higher Education'; not 'Ministry of Kenya'?"""
        w = self.w
        named = i + 1 < len(w.text) and i + 1 not in self.known and self.clues.is_name(i + 1)
        return named and w.lower[i - 1] in OF_AFFAIRS and w.text[i - 1].istitle() and w.lower[i] == "of"

    def _joined(self, i: int) -> bool:
        """Is a token written together with the next, and is it 'al-' or the hyphen after it?"""
        w = self.w
        return w.idx[i] + len(w.text[i]) == w.idx[i + 1] and (w.text[i] != "-" or w.lower[i - 1] in ("al", "el"))

    def _particles(self, i: int) -> int:
        """How many particles stand at i before the next part of a name: 1 in 'van Soest', 2 in 'al-Khodr'; else 0."""
        w = self.w
        for count in range(1, 4):
            last = i + count - 1
            if last + 1 >= len(w.text) or w.lower[last] not in PARTICLES:
                return 0
            if w.text[last] in "-'" and count == 1 and w.idx[last] != w.idx[last - 1] + len(w.text[last - 1]):
                return 0
            if self.clues.is_name(last + 1):
                return count
        return 0

    def _segment(self, start: int, end: int) -> None:
        """Cut a run into known names, titles and free names, and make mentions of them."""
        i = start
        while i < end:
            if i in self.known and not self._swallowed(i, start, end):
                first, last, known = self.known[i]
                last = max(last, i + 1)
                self._known(first, last, known)
                i = last
            elif i in self.roles and (self._is_title(i, end) or self._rest_of_title(i, start)):
                i = self.roles[i][1]
            elif self.w.lower[i] in HONORIFICS:
                i += 1
            else:
                stop = i + 1
                while stop < end and not self._breaks(stop, start, end):
                    stop += 1
                if i in self.known and self.known[i][1] >= stop:  # 'Chadian' before a body that is no name
                    self._known(*self.known[i])
                else:
                    self._free(i, stop)
                i = stop

    def _rest_of_title(self, i: int, start: int) -> bool:
        """Does a title that began before go on at i: 'Minister' after the known name in 'Foreign Office Minister'?"""
        first, _, role = self.roles[i]
        return first < start or (first < i and role.kind != "body")

    def _breaks(self, i: int, start: int, end: int) -> bool:
        """Does a known name or a title begin at i, which a free name before it must not take in?"""
        if i in self.known and self.known[i][0] == i and not self._swallowed(i, start, end):
            return True
        return i in self.roles and self.roles[i][0] == i and self._is_title(i, end)

    def _is_title(self, i: int, end: int) -> bool:
        """Is the role noun at i a title or description, and not a word of an organisation's name?"""
        first, last, role = self.roles[i]
        if role.kind != "body":
            return first == i
        ends = last >= end or last in self.known or (self.w.lower[last] in ("of", "for") and not self._ministry(last))
        return first == i and ends and (first == 0 or first - 1 in self.known or not self.clues.is_name(first - 1))

    def _swallowed(self, i: int, start: int, end: int) -> bool:
        """Is the known name at i only a part of a longer one: 'Michael Jordan', 'Maher al-Assad', 'Syria Campaign'?"""
        w = self.w
        first, last, known = self.known[i]
        if known.use == "nothing":
            return False
        before, after = first - 1, last
        person = known.kind == "person"
        if known.kind == "country" and known.use == "name" and last == end and self._ends_body(before, first, start):
            return True
        single = last - first == 1 or (last - first <= 3 and w.lower[first] in PARTICLES)
        if before >= start and before not in self.roles and before not in self.known and gender_of(w.text[before]):
            return single and (person or known.kind == "country")
        if (
            single
            and before >= start
            and before not in self.known
            and before not in self.roles
            and w.ent[before] == w.ent[first] == "PERSON"
            and w.doc[first].ent_iob_ == "I"
        ):
            return True
        if (
            person
            and single
            and before >= start
            and before not in self.roles
            and before not in self.known
            and w.lower[before] not in HONORIFICS
            and w.ent[before] == "PERSON"
        ):
            return True
        if after >= end or after in self.known or not self.clues.is_name(after):
            return False
        if after in self.roles and self.roles[after][2].kind != "body":
            return False
        inside = w.ent[after] == "PERSON" and w.doc[after].ent_iob_ == "I"
        if inside and known.use in ("name", "capital") and single and known.kind != "organisation":
            return True
        return known.kind == "country" and self._begins_body(i, after, end, known)

    def _ends_body(self, before: int, first: int, start: int) -> bool:
        """Does a country's name end the name of a body: 'Carnegie Europe'?"""
        w = self.w
        if before < start or before in self.roles or before in self.known or not w.text[before][:1].isupper():
            return False
        return bool(w.ent[before] == w.ent[first] == "ORG" and w.doc[first].ent_iob_ == "I")

    def _begins_body(self, i: int, after: int, end: int, known: Known) -> bool:
        """Does a country's name or adjective begin the name of a body: 'Syrian Revolution General Commission'?"""
        w = self.w
        if any(j in self.known for j in range(after, end)):
            return False
        if w.ent[end - 1] == w.ent[i] == "ORG" and w.doc[end - 1].ent_iob_ == "I" and end - 1 not in self.roles:
            return True
        if known.use not in ("adjective", "capital") or end - after < 2 or w.lower[end - 1] not in ORGANISATION_WORDS:
            return False
        return not (after in self.roles and self.roles[after][1] == end)

    def _known(self, first: int, last: int, known: Known) -> None:
        w = self.w
        if known.use == "nothing":
            return
        head = w.root(first, last)
        if known.kind == "country":
            if self._is_language(first, head, known):
                return
            if known.use in ("capital", "seat"):
                if self._is_place(head, known):
                    return
                self.clues.add(first, last, head, "metonym", known=known)
            elif self._is_one(first, last, head, known):
                self.clues.add(first, last, head, "name", known=known, role=_NATIONAL)
            elif self._are_many(last, head, known):
                self.clues.add(first, last, head, "name", known=known, role=_NATIONALS, plural=True)
            elif known.use == "people" or (
                known.use == "adjective" and w.dep[head] in _NOMINAL_DEPS and w.pos[head] in ("NOUN", "PROPN")
            ):
                self.clues.add(first, last, head, "name", known=known, plural=True)
            else:
                self.clues.add(first, last, head, "name", known=known, plural=w.tag[head] in ("NNS", "NNPS"))
            return
        if known.kind == "person":
            if w.lower[last : last + 1] and w.lower[last] in _THING_WORDS and w.dep[head] in ("compound", "nmod"):
                return  # 'the al-Assad airbase'
            self._titled(first, last, known)
            return
        if not self._is_medium(head, known):
            self.clues.add(first, last, head, "name", known=known, plural=w.tag[head] in ("NNS", "NNPS"))

    def _is_medium(self, head: int, known: Known) -> bool:
        """Is a company only where or how something is told: 'on Twitter', 'a Facebook post'?"""
        w = self.w
        if known.country != "MNC":
            return False
        if w.dep[head] == "pobj":
            return w.lower[w.head[head]] in ("on", "via", "through", "over")
        return w.dep[head] in ("compound", "nmod", "amod") and w.head[head] not in self.roles

    def _is_one(self, first: int, last: int, head: int, known: Known) -> bool:
        """Does the word mean one person: 'a Briton', 'another American'? 'The Briton' does, 'the British' do not."""
        w = self.w
        if known.use not in ("people", "adjective") or last - first > 1 or w.dep[head] not in _NOMINAL_DEPS:
            return False
        if w.tag[head] not in ("NN", "NNP") or w.pos[head] not in ("NOUN", "PROPN") or w.text[last : last + 1] == ["-"]:
            return False
        articles = {t.lower_ for t in w.doc[head].lefts if t.dep_ == "det"}
        return bool(articles & {"a", "an", "another"}) or (bool(articles) and is_demonym(w.text[head]))

    def _is_language(self, first: int, head: int, known: Known) -> bool:
        """'In English', 'her Arabic': an adjective that stands alone in the singular."""
        w = self.w
        if known.use != "adjective" or w.dep[head] not in ("pobj", "dobj", "nsubj") or not first:
            return False
        before = first - 1
        return bool(w.dep[before] == "poss" or (w.lower[before] == "in" and w.dep[head] == "pobj"))

    def _are_many(self, last: int, head: int, known: Known) -> bool:
        """Does the word mean people: 'two Britons', 'Syrians who fled', 'for Syrians'? 'The Syrians' are the state."""
        w = self.w
        if known.use != "people" or w.tag[head] not in ("NNS", "NNPS") or w.dep[head] not in _NOMINAL_DEPS:
            return False
        children = list(w.doc[head].children)
        if w.text[last : last + 1] == ["-"] or any(t.dep_ == "poss" for t in children):
            return False
        definite = any(t.dep_ == "det" and t.lower_ in ("the", "both") for t in children)
        return not definite or any(t.dep_ in ("nummod", "amod", "relcl", "acl") for t in children)

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
            over = w.head[governor]
            above = {w.lemma(over), w.lemma(w.head[over])} if w.pos[over] == "ADV" else {w.lemma(over)}
            if prep == "of":
                return bool(above & (_PLACE_NOUNS | _MOTION)) or w.pos[over] == "PROPN"
            if prep == "from":  # 'pressure from Moscow' against 'the train from Moscow'
                return not above & _SENT_BY
            return prep in ("on", "over") or (prep in ("to", "toward", "towards", "for") and bool(above & _MOTION))
        if dep == "dobj":
            return w.lemma(governor) in _MOTION
        if dep == "nsubjpass":
            return w.lemma(governor) in _MOTION
        if dep == "appos" or dep == "npadvmod":
            return True
        if dep in ("compound", "nmod") and governor > head:  # 'a Moscow offer' against 'the Moscow summit'
            return w.lemma(governor) not in _OF_GOVERNMENTS and governor not in self.roles
        if dep == "conj":
            return self._is_place(governor, known) if governor in self.known and governor != head else False
        return False

    def _free(self, first: int, last: int) -> None:
        """A name that no code book has: with its title, if it is a person; as it stands, if a body."""
        w = self.w
        while first < last and (
            (w.lower[first] in PARTICLES and w.text[first][:1] in "-'")
            or w.lower[first] in ("the", "of", "and", "for", "&")
        ):
            first += 1
        while first < last and (w.lower[last - 1] in ("the", "of", "and", "for", "&", "-", "'")):
            last -= 1
        if first >= last:
            return
        labels = [w.ent[i] for i in range(first, last)]
        label = max(dict.fromkeys(labels), key=labels.count)  # the first of equals, the same in every run
        if label in (
            "DATE",
            "TIME",
            "CARDINAL",
            "MONEY",
            "PERCENT",
            "ORDINAL",
            "QUANTITY",
            "LANGUAGE",
            "LAW",
            "EVENT",
            "WORK_OF_ART",
        ) and not self._title_before(first):
            return
        if (w.lower[last - 1] in _THING_WORDS or w.lower[first] in _THINGS_FIRST) and not self._title_before(first):
            return
        ship = w.text[first] in SHIPS and last - first > 1
        body = ship or w.lower[last - 1] in ORGANISATION_WORDS or w.lower[first] in ORGANISATION_WORDS
        if last - first == 1 and first and w.lower[first - 1] == "the" and label in ("", "PERSON") and not body:
            label = ""  # 'The Resolution': no person has an article before one bare name
        elif not body and (self._title_before(first) or label == "PERSON" or gender_of(w.text[first])):
            self._titled(first, last, None, label)
            return
        self.clues.add(
            first, last, w.root(first, last), "name", label="ORG" if body else label, name=self.clues.words(first, last)
        )

    def _surnames(self) -> None:
        """Surnames that the tagger takes for common nouns, where the report gives the full name elsewhere."""
        w = self.w
        people = [
            c.name.split()
            for c in self.clues.found
            if c.label == "PERSON" and " " in c.name and not (c.known and c.known.kind != "person")
        ]
        full = {parts[-1] for parts in people} | {parts[0] for parts in people if not gender_of(parts[0])}
        covered = {i for c in self.clues.found for i in range(c.start, c.end)}
        for i, text in enumerate(w.text):
            if text in full and text[:1].isupper() and i not in covered and w.sent[i] >= 0:
                self.clues.add(i, i + 1, i, "name", label="PERSON")

    def _title_before(self, first: int) -> bool:
        if first == 0:
            return False
        if self.w.lower[first - 1] in HONORIFICS:
            return True
        role = self.roles.get(first - 1)
        if not role or role[2].kind == "body" or role[2].plural or not self._adjoins(first):
            return False
        return role[2].kind == "person" or self.w.ent[first] == "PERSON" or bool(gender_of(self.w.text[first]))

    def _adjoins(self, first: int) -> bool:
        """Is there nothing but a space between a title and the name, and is the title no subject of its own?"""
        w = self.w
        if w.sent[first] != w.sent[first - 1]:
            return False
        part = w.dep[first - 1] in ("compound", "nmod", "amod")
        return part or w.head[first] == first - 1 or w.text[first - 1][:1].isupper() or w.head[first - 1] >= first

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
                elif w.lower[i] in _TITLE_LEFT or (w.text[i] in ("'s", "’s") and i - 1 in self.known):
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
        gender = gender or gender_of(given) if last - first > 1 else gender
        head = w.outer(start, last) if role else w.root(first, last)
        self.clues.add(start, last, head, "name", known=known, role=role, name=self.clues.words(first, last),
                       label=label or "PERSON", gender=gender, modifiers=tuple(modifiers))  # fmt: skip
