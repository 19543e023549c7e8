"""Names -> actors: known ones by the code books, others by all their mentions in the report, with their titles."""

import datetime as dt
import re
from collections import Counter, defaultdict

from regesta.coding.actors.clues import HONORIFICS, KIN, ORGANISATION_WORDS, SPEAKING, Candidate
from regesta.coding.actors.names import OF_AFFAIRS, PARTICLES, SHIPS
from regesta.coding.actors.peoples import Peoples
from regesta.coding.actors.stage import Actor, Stage
from regesta.knowledge.actors import Known, countries, find_names, folded, gender_of, office_of, readings, tenures
from regesta.knowledge.gazetteer import gazetteer
from regesta.schema import EntityKind

_BARE_TITLES = frozenset("head chief leader director chairman boss commander secretary minister".split())
_WITHIN = frozenset(("in", "at", "near", "into", "around", "outside", "inside"))
_SETTLEMENTS = frozenset(
    "town city village suburb district province region neighbourhood neighborhood area areas governorate countryside "
    "enclave hamlet port camp outskirts airport airbase crossing bridge river mountains valley desert dam peninsula "
    "island islands road highway square".split()
)
_WORKS = frozenset(
    "film movie book novel story play poem song album documentary series programme program magazine memoir essay "
    "article report website blog game exhibition festival painting operation project app software drug missile "
    "virus storm hurricane".split()
)
_OF_GROUPS = frozenset(("REB", "MIL", "PRM", "GOV", "PTY", "SPY"))
_COMPASS = frozenset("north south east west northern southern eastern western central upper lower".split())
_AGED = re.compile(r"\d+-year")
_OF = (["of"], ["from"])
_GIVEN = 1.5  # how much a given name before another tells of a person
_LONG_NAME = 7  # letters of a surname in which one wrong letter is a misspelling
RELATIONS = frozenset("ally backer partner enemy foe rival adversary sponsor supporter neighbour neighbor".split())
_FORMER = frozenset(("former", "ex", "late", "ousted", "deposed", "then"))


class Naming:
    """Decides the names of one report, then ties appositions to them ("Ned Price, a spokesman")."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.w = stage.w
        self.parsed = stage.parsed
        self.candidates = stage.candidates
        self.actors = stage.actors
        self.of = stage.of
        self.at_head = stage.at_head
        self.country_at = stage.country_at
        self.report = stage.report
        self.persons: dict[str, Actor] = {}  # folded full name -> person

    def names(self) -> None:
        """Decide all names of the report."""
        named = [c for c in self.candidates if c.form in ("name", "metonym")]
        surnames = {
            c.name.split()[-1] for c in named if c.known is None and c.label == "PERSON" and len(c.name.split()) > 1
        }
        for c in named:
            if (
                c.known
                and c.known.kind == "country"
                and c.known.use in ("name", "capital")
                and self._surname(c, surnames)
            ):
                c.known, c.name, c.label = None, self.w.text[c.head], "PERSON"
                c.form = "name"
            if c.known and c.known.kind == "person" and " " not in c.name and self._somebody_else(c, c.known.name):
                c.known, c.label = None, "PERSON"
            if c.known and c.known.kind != "person":
                known = self._reading(c, c.known)
                if known is None:
                    continue
                self.of[c] = actor = self._national(c, known) if c.role else self.stage.known(known)
                if known.country:
                    for i in range(c.start, c.end):
                        self.country_at[i] = known.country
                if c.known.kind != "country":
                    actor.nouns.add(self.w.lower[c.end - 1])
        kinds = self._kinds([c for c in named if c.known is None])
        for c in named:
            if c.known is None:
                c.label = kinds[folded(c.name)]
        self._people([c for c in named if c.label == "PERSON" or (c.known and c.known.kind == "person")])
        things = self._only_describing(named)
        for c in named:
            if c not in self.of and c.known is None and folded(c.name) not in things:
                self._other_name(c)
        self._abbreviations(named)
        self._affiliations()
        self._find_main()
        Peoples(self.stage).settle()

    def _find_main(self) -> None:
        """The country that the report is about: named clearly more often than any other."""
        counts = Counter(
            a.country for c, a in self.of.items() if a and a.country in countries() and c.form in ("name", "metonym")
        )
        top = counts.most_common(2)
        self.stage.main = top[0][0] if top and (len(top) == 1 or top[0][1] >= 1.3 * top[1][1]) else None

    def _national(self, c: Candidate, known: Known) -> Actor:
        """People of a country whom the word does not name: 'a Briton', 'three Britons'."""
        if c.plural:
            name = self.w.text[c.head]
            return self.stage.actor(
                "group", f"{known.key}|nationals", name, known.country, ("CVL",), named=False, plural=True
            )
        key = f"{known.key}|national|{self.w.idx[c.start]}"
        return self.stage.actor("person", key, self.w.text[c.head], known.country, ("CVL",), named=False)

    def _somebody_else(self, c: Candidate, name: str) -> bool:
        """Is a bare surname not that of the office holder: by the day, or by kin ('his mother, Sharon')?"""
        w, day, held = self.w, self.stage.day, tenures(name)
        if c.start > 1 and w.text[c.start - 1] == "," and w.lower[c.start - 2] in KIN:
            return True
        return bool(day and held and held[0].first_day > day + dt.timedelta(days=2 * 365))

    def _abbreviations(self, named: list[Candidate]) -> None:
        """'European Community (EC)': the short name means the long one in all of the report."""
        w = self.w
        long = {c.end + (w.lower[c.end : c.end + 1] in (["'s"], ["’s"])): actor for c in named
                if (actor := self.of.get(c)) and actor.kind in ("organisation", "group")}  # fmt: skip
        short = {}
        free = {actor.id for c in named if c.known is None and (actor := self.of.get(c))}
        free -= {actor.id for c in named if c.known is not None and (actor := self.of.get(c))}
        for c in named:
            bracketed = c.start and w.text[c.start - 1] == "(" and w.text[c.end : c.end + 1] == [")"]
            if bracketed and c.name.isupper() and (actor := long.get(c.start - 1)):
                known = self.of.get(c) if c.known and c.known.kind in ("organisation", "group") else None
                if known and actor.id in free:  # the lists know only the short one
                    self.of.update({o: known for o in named if self.of.get(o) is actor})
                else:
                    short[c.name] = actor
        for c in named:
            if c.name in short and (c.known is None or c.known.kind != "country"):
                self.of[c] = short[c.name]

    def _affiliations(self) -> None:
        """Tie people to the bodies after their names: 'Marcel Soest of the charity'."""
        w = self.w
        at = {c.start: c for c in self.candidates if c in self.of}
        for c, person in list(self.of.items()):
            if person is None or person.kind != "person" or person.affiliation or w.lower[c.end : c.end + 1] not in _OF:
                continue
            after = at.get(c.end + (2 if w.lower[c.end + 1 : c.end + 2] == ["the"] else 1))
            body = self.of.get(after) if after else None
            if body and body.kind in ("organisation", "group"):
                person.affiliation = body.id

    def _kinds(self, found: list[Candidate]) -> dict[str, str]:
        """One label for each name, from all its mentions: a title speaks for a person, 'in' for a place."""
        w = self.w
        votes: dict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        sure: set[str] = set()  # names with evidence that no gazetteer outweighs
        surnames = {folded(c.name).split()[-1] for c in self.candidates if _is_full_name(c)}
        described = {i for c in self.candidates if describes(c) for i in self._beside(c)}
        for c in found:
            key = folded(c.name)
            tally = votes[key]
            label = "GPE" if c.label in ("GPE", "LOC", "FAC") else c.label
            tally[label] += 1.0 if label else 0.2
            if label == "PERSON" and len(c.name.split()) > 1:
                tally["PERSON"] += 0.5
            elif label == "ORG" and len(c.name.split()) > 1 and gender_of(c.name.split()[0]):
                tally["PERSON"] += _GIVEN
            if (
                c.role
                or c.gender
                or c.head in described
                or w.lower[c.start] in HONORIFICS
                or (len(key.split()) == 1 and (key in surnames or gender_of(c.name)))
                or self._aged(c)
            ):
                tally["PERSON"] += 3
                sure.add(key)
            if w.lower[c.end - 1] in ORGANISATION_WORDS or (
                w.lower[c.start] in OF_AFFAIRS and w.lower[c.start + 1 : c.start + 2] == ["of"]
            ):
                tally["ORG"] += 3
                sure.add(key)
            prep = w.head[c.head]
            if w.dep[c.head] == "pobj" and w.lower[prep] in _WITHIN:
                tally["GPE"] += 2.5
            elif w.dep[c.head] == "pobj" and w.lower[prep] == "of" and w.lower[w.head[prep]] in _SETTLEMENTS:
                tally["GPE"] += 4
            elif w.lower[c.end : c.end + 1] and w.lower[c.end] in _SETTLEMENTS and w.head[c.head] == c.end:
                tally["GPE"] += 4  # 'the al-Hol camp'
            elif self._called_place(c):
                tally["GPE"] += 4
            elif self._called_thing(c):
                tally["WORK_OF_ART"] += 4
            elif w.dep[c.head] == "nsubj" and w.lemma(w.head[c.head]) in SPEAKING:
                tally["PERSON" if label in ("", "GPE", "PERSON") else label] += 1.2
        named = set(self.country_at.values())
        for key, tally in votes.items():
            words = key.split()
            if key not in sure and words[0] in _COMPASS and gazetteer().find(" ".join(words[1:])):
                tally["GPE"] += sum(tally.values()) + 1  # 'eastern Ghouta'
            placed = tally["GPE"] or len(words) == 1
            strange = not gender_of(words[0].title())  # no given name
            if key not in sure and (placed or strange) and (entries := gazetteer().find(key)):
                large = entries[0].rank <= 1 and entries[0].population >= 50_000
                large = large or (not tally["PERSON"] and any(e.country in named and e.rank <= 1 for e in entries))
                tally["GPE"] += sum(tally.values()) + 1 if tally["GPE"] or large else 2 if placed else 0
        return {key: max(tally, key=lambda label: tally[label]) for key, tally in votes.items()}

    def _only_describing(self, named: list[Candidate]) -> set[str]:
        """Names that do nothing but tell nouns apart: 'TPIM orders', 'the Tebyan centre', 'an Allied raid'."""
        w = self.w
        other, found = set(), set()
        for c in named:
            key, noun = folded(c.name), w.head[c.head]
            describes = w.dep[c.head] in ("compound", "amod", "nmod") and noun >= c.end and w.pos[noun] == "NOUN"
            body = c.label == "PERSON" or w.lower[c.end - 1] in ORGANISATION_WORDS
            if body or not describes or noun in self.at_head:
                other.add(key)
            else:
                found.add(key)
        return found - other

    def _aged(self, c: Candidate) -> bool:
        """Is it somebody of some age: '26-year-old NAME', 'NAME, 31,', 'NAME, a 24-year-old'?"""
        w, after = self.w, self.w.lower[c.end : c.end + 4]
        if len(c.name.split()) < 2 or w.lower[c.end - 1] in ORGANISATION_WORDS:
            return False
        if c.start > 2 and "".join(w.lower[c.start - 5 : c.start]).endswith("year-old"):
            return True
        if after[:1] != [","] or len(after) < 4:
            return False
        age = after[1].isdigit() and len(after[1]) == 2 and after[2] == ","
        return age or (after[1] in ("a", "an") and bool(_AGED.match(after[2])))

    def _called_place(self, c: Candidate) -> bool:
        """Does the text go on to say that it is a place: 'NAME, a town in the north'?"""
        w, at = self.w, c.end
        at += w.text[at : at + 1] == [","]
        if w.lower[at : at + 1] not in (["a"], ["an"], ["another"]):
            return False
        noun = next((j for j in range(at + 1, min(at + 6, len(w.text))) if w.pos[j] == "NOUN"), None)
        return noun is not None and w.lower[noun] in _SETTLEMENTS

    def _called_thing(self, c: Candidate) -> bool:
        """Is it the name of a thing: 'his new film, NAME,', 'the novel NAME'?"""
        w, noun = self.w, self.w.head[c.head]
        if w.dep[c.head] != "appos" or noun > c.start or noun in self.at_head or w.tag[noun] != "NN":
            return False
        return w.lower[noun] in _WORKS

    def _beside(self, c: Candidate) -> tuple[int, ...]:
        """Heads of the names beside a description of a person: 'my husband, NAME', 'NAME, the minister'."""
        w = self.w
        if w.dep[c.head] == "appos" and w.text[c.start - 1] == ",":
            return (w.head[c.head],)
        return tuple(t.i for t in w.doc[c.head].rights if t.dep_ == "appos" and t.i <= c.end + 3)

    def _surname(self, c: Candidate, surnames: set[str]) -> bool:
        """Is the name of a country or capital here the surname of somebody that the report names in full?"""
        w = self.w
        if c.end - c.start > 1 or w.text[c.head] not in surnames:
            return False
        return not (w.dep[c.head] == "pobj" and w.lower[w.head[c.head]] in ("in", "at", "from", "to"))

    def _reading(self, c: Candidate, known: Known) -> Known | None:
        """The meaning of an ambiguous name in this report; None where the cues leave it open."""
        word = self.parsed.text(self.w.idx[c.start], self.w.idx[c.end - 1] + len(self.w.text[c.end - 1]))
        for code, kind, cues in readings().get(word, ()):
            if cues.pattern and cues.search(self.report.text):
                if kind == "country":
                    return Known("country", code, countries()[code].name, code, ("GOV",), known.use)
                return Known("organisation", f"{word} ({code})", word, code, known.sectors, "name")
        return known

    def _people(self, found: list[Candidate]) -> None:
        """Full names first, then surnames, which belong to the nearest full name before them (or else after)."""
        full = [c for c in found if len(c.name.split()) > 1]
        for c in full:
            person = self._same_person(c.name) if c.known is None else None
            if person is None:
                person = (
                    self.stage.known(c.known)
                    if c.known
                    else self.stage.actor("person", folded(c.name), c.name, None, ("CVL",))
                )
            elif len(folded(c.name)) > len(folded(person.name)) and person.named and c.known is None:
                pass  # the first spelling keeps the id
            self.persons.setdefault(folded(c.name), person)
            self._title(c, person)
        for c in found:
            if c not in self.of:
                person = self._by_surname(c) or (self.stage.known(c.known) if c.known else None)
                if person is None and c.label == "PERSON":
                    person = self.stage.actor("person", folded(c.name), c.name, None, ("CVL",))
                    self.persons.setdefault(folded(c.name), person)
                if person:
                    self._title(c, person)

    def _title(self, c: Candidate, person: Actor) -> None:
        self.of[c] = person
        person.gender = person.gender or c.gender
        if c.role:
            self.post(person, c)

    def post(self, person: Actor, c: Candidate) -> None:
        """Learn an office from the words of a candidate that has a role."""
        assert c.role is not None
        country = self.stage.country_of(c)
        apart = country == "IMG" and _OF_GROUPS.isdisjoint(c.role.sectors)  # 'the author of a book on Isis'
        country = None if apart else country
        title = c.role.noun
        person.nouns.update((title, title.split()[-1]))
        person.gender = person.gender or c.role.gender
        former = not _FORMER.isdisjoint(self.w.lower[c.start : c.head]) or title.startswith(("former ", "ex-"))
        if c.role.office and not former:
            same = (p for p in person.posts if office_of(p[0]) == office_of(title) and country in (None, p[1]))
            post = next(same, (self._title_in_full(c), country))
            person.posts.setdefault(post, self.stage.sectors_of(c))
            person.told.add(post)
        for i in c.modifiers:
            body = self.of.get(self.at_head[i]) if i in self.at_head else None
            if body and body.kind in ("organisation", "group") and not person.affiliation and not apart:
                person.affiliation = body.id
        if person.country is None:
            person.country = country
        if person.sectors in ((), ("CVL",), ("ELI",)):
            own = self.stage.sectors_of(c)
            sectors = ("ELI", *own) if former else own
            person.sectors = tuple(dict.fromkeys(sectors)) or person.sectors

    def _title_in_full(self, c: Candidate) -> str:
        """The title, with what belongs to it: 'head of European diplomacy'."""
        assert c.role is not None
        if c.role.noun not in _BARE_TITLES or c.form == "name" or self.w.lower[c.head + 1 : c.head + 2] != ["of"]:
            return c.role.noun
        w = self.w
        return self.report.text[w.idx[c.head] : w.idx[c.end - 1] + len(w.text[c.end - 1])].replace("\n", " ")

    def _same_person(self, name: str) -> Actor | None:
        """A person of the report whose full name is the same in another spelling or with fewer parts."""
        parts = folded(name).split()
        for other, person in self.persons.items():
            theirs = other.split()
            if len(theirs) > 1 and parts[-1] == theirs[-1] and (set(parts) <= set(theirs) or set(theirs) <= set(parts)):
                return person
            if len(theirs) == len(parts) and all(_alike(a, b) for a, b in zip(parts, theirs, strict=True)):
                return person
        return None

    def _by_surname(self, c: Candidate) -> Actor | None:
        word = folded(c.name).split()
        if not word:
            return None
        last = word[-1]
        fitting = [p for name, p in self.persons.items() if name.split()[-1] == last]
        if not fitting and c.gender == "":
            fitting = [p for name, p in self.persons.items() if name.split()[0] == last]
        if not fitting and c.known is None and len(last) >= _LONG_NAME:
            fitting = [p for name, p in self.persons.items() if " " in name and _alike(name.split()[-1], last)]
        if (
            c.known
            and not any(p.name == c.known.name for p in fitting)
            and any(t.name == c.known.name for t in tenures(c.known.name))
        ):
            country = self.stage.country_of(c)
            if country == c.known.country or not fitting:
                return None
        if c.known:
            for p in fitting:
                if p.name == c.known.name:
                    return p
        fitting = [p for p in fitting if not (p.gender and c.gender and p.gender != c.gender)] or fitting
        return self._meant(c, fitting) if fitting else None

    def _meant(self, c: Candidate, fitting: list[Actor]) -> Actor:
        """Of several of one surname: whoever was just named in full, else the one whom the report names first."""
        sentence = self.w.sent[c.start]
        for other in reversed(self.candidates):
            person = self.of.get(other)
            full = other.start < c.start and len(other.name.split()) > 1 and self.w.sent[other.start] == sentence
            if full and person in fitting:
                return person
        return fitting[0]

    def _other_name(self, c: Candidate) -> None:
        """A name that is no person's by its label: a surname after all, a body, a people; a place is nobody."""
        single = len(c.name.split()) == 1
        if single or folded(c.name).split()[0] in PARTICLES:
            person = self._by_surname(c)
            if person is not None:
                c.label = "PERSON"
                self._title(c, person)
                return
        if c.label == "ORG":
            self.of[c] = actor = self.stage.actor(
                "organisation", folded(c.name), c.name, self._first_country(c), self._sectors_of(c)
            )
            actor.nouns.update({self.w.lower[c.end - 1]} | ({self.w.lower[c.start]} & OF_AFFAIRS))
        elif c.label == "NORP" and self.w.pos[c.head] == "ADJ" and self.w.dep[c.head] in ("amod", "compound", "nmod"):
            return  # 'Islamic', 'Christian' before a noun
        elif c.label == "NORP":
            self.of[c] = self.stage.actor("group", folded(c.name), c.name, None, (), plural=True)
        elif c.label == "" and self._acts(c):
            kind: EntityKind = "person" if single or len(c.name.split()) == 2 else "organisation"
            self.of[c] = actor = self.stage.actor(kind, folded(c.name), c.name)
            if kind == "person":
                self.persons.setdefault(folded(c.name), actor)

    def _acts(self, c: Candidate) -> bool:
        w = self.w
        return w.dep[c.head] in ("nsubj", "agent", "poss") or (
            w.dep[c.head] == "pobj" and w.lower[w.head[c.head]] == "by"
        )

    def _first_country(self, c: Candidate) -> str | None:
        """The country that a body has in its name: 'Syrian Computer Society', 'USS Nimitz'."""
        told = next((self.country_at[i] for i in range(c.start, c.end) if i in self.country_at), None)
        inside = (f.known.country for f in find_names(c.name) if f.known and f.known.kind == "country")
        return told or next(inside, None) or SHIPS.get(self.w.text[c.start])

    def _sectors_of(self, c: Candidate) -> tuple[str, ...]:
        first, last = self.w.lower[c.start], self.w.lower[c.end - 1]
        return ("GOV",) if first in OF_AFFAIRS else _BODY_SECTORS.get(last, ())


_BODY_SECTORS = {
    "army": ("MIL",), "corps": ("MIL",), "division": ("MIL",), "regiment": ("MIL",),
    "fleet": ("MIL",), "forces": ("MIL",), "command": ("MIL",), "brigade": ("REB",), "brigades": ("REB",),
    "front": ("REB",), "battalion": ("REB",), "militia": ("PRM",), "party": ("PTY",), "police": ("COP",),
    "court": ("JUD",), "tribunal": ("JUD",), "university": ("EDU",), "institute": ("EDU",), "college": ("EDU",),
    "bank": ("BUS",), "corp": ("BUS",), "corp.": ("BUS",), "inc": ("BUS",), "inc.": ("BUS",), "company": ("BUS",),
    "ltd": ("BUS",), "ministry": ("GOV",), "council": ("GOV",), "commission": ("GOV",), "department": ("GOV",),
    "parliament": ("LEG",), "assembly": ("LEG",), "senate": ("LEG",), "church": ("REL",), "union": ("LAB",),
    "news": ("JRN",), "times": ("JRN",), "post": ("JRN",), "television": ("JRN",), "radio": ("JRN",),
    "newspaper": ("JRN",), "hospital": ("MED",), "foundation": ("NGO",),
}  # fmt: skip


def describes(c: Candidate) -> bool:
    """Can the candidate be what one person is: 'the foreign minister', 'a spokesman'?"""
    return c.form in ("title", "nominal") and not c.plural and c.role is not None and c.role.kind != "body"


def _is_full_name(c: Candidate) -> bool:
    """Does the candidate give a person's name in two parts or more?"""
    person = c.role or c.gender or c.label == "PERSON" or (c.known and c.known.kind == "person")
    return c.form == "name" and bool(person) and len(folded(c.name).split()) > 1


def _alike(a: str, b: str) -> bool:
    """Two spellings of one name part: equal, or as long as five letters with one letter changed."""
    if a == b:
        return True
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) <= 1
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
