"""Decides whom each mention means: names, offices, metonyms, descriptions and pronouns of one report.

The report is read as a whole. Names come first (a surname belongs to the full name that the report gives), then the
offices that the report teaches ("Chinese Foreign Minister Wang Yi"), then descriptions ("the Chinese foreign
minister", "the Russian army"), and last, in reading order, what only the context can tell ("he", "its", "the group").
Ids of known and named actors depend on their names alone and are the same in every report.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace

from regesta.coding.coded import Cast
from regesta.coding.clues import HONORIFICS, ORGANISATION_WORDS, SPEAKING, Candidate
from regesta.coding.mentions import candidates
from regesta.coding.words import Words, words_of
from regesta.coding.parser import Parsed
from regesta.coding.salience import Discourse
from regesta.knowledge.actors import Known, countries, folded, genders, holder, office_of, readings, tenures
from regesta.knowledge.gazetteer import gazetteer
from regesta.schema import Entity, EntityKind, Mention, Office, content_id


def resolve(parsed: Parsed, mentions: Sequence[Mention]) -> Cast:
    """The cast of a report: its mentions with their entities, the entities in order of appearance, the offices."""
    resolver = _Resolver(parsed)
    chosen = resolver.run()
    words = words_of(parsed)
    by_span = {
        (words.idx[c.start], words.idx[c.end - 1] + len(words.text[c.end - 1])): a for c, a in chosen.items() if a
    }
    tied = tuple(replace(m, entity=a.id if (a := by_span.get((m.start_char, m.end_char))) else None) for m in mentions)
    tied = tuple(m for m in tied if m.entity or m.form not in ("name", "metonym"))  # names of places act in nothing
    used = [a for m in tied if m.entity and (a := resolver.actors.get(m.entity))]
    used += [resolver.actors[i] for a in used for i in a.members]
    entities = {a.id: a.entity(parsed.report.id) for a in used}
    offices = tuple(o for o in resolver.offices() if o.entity in entities)
    return Cast(mentions=tied, entities=tuple(entities.values()), offices=offices)


@dataclass(slots=True, eq=False)
class Actor:
    """An entity in the making."""

    id: str
    name: str
    kind: EntityKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    gender: str = ""
    plural: bool = False
    named: bool = True
    nouns: set[str] = field(default_factory=set)  # role nouns that the report uses of it
    posts: dict[tuple[str, str | None], tuple[str, ...]] = field(default_factory=dict)  # (title, country) -> sectors
    told: set[tuple[str, str | None]] = field(default_factory=set)  # the posts that the report itself names
    affiliation: str = ""  # id of the body or country for which a person says 'we'

    def entity(self, report: str) -> Entity:
        """The finished row."""
        return Entity(id=self.id, report=report, name=self.name, kind=self.kind, country=self.country,
                      sectors=self.sectors, members=self.members)  # fmt: skip


_PEOPLE_OF_GOVERNMENT = frozenset(
    ("official", "officials", "authority", "authorities", "government official", "government officials", "senior official",
     "leadership", "government", "regime", "administration", "government side", "federal government", "central government",
     "policymaker", "policymakers")
)  # fmt: skip

_MANY_A_COUNTRY = frozenset(
    "group ngo company media party rebels school hospital union church militia gang crowd".split()
)
_SIDES = frozenset(("REB", "MIL", "PRM", "OPP", "COP"))
_HIGH_OFFICES = frozenset(
    ("president", "prime minister", "premier", "chancellor", "foreign minister", "defence minister", "defense minister")
)
_COUNTERPARTS = frozenset(("counterpart", "counterparts", "opposite number", "opposite numbers"))


class _Resolver:
    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.report = parsed.report
        self.day: dt.date | None = parsed.report.published
        self.w: Words = words_of(parsed)
        self.candidates = [copy(c) for c in candidates(parsed)]  # labels and readings are settled on the copies
        self.actors: dict[str, Actor] = {}
        self.of: dict[Candidate, Actor | None] = {}
        self.at_head = {c.head: c for c in self.candidates}
        self.country_at: dict[int, str] = {}  # token -> code of a country or body named there
        self.persons: dict[str, Actor] = {}  # folded full name -> person

    def run(self) -> dict[Candidate, Actor | None]:
        self._names()
        self._appositions()
        self._descriptions()
        self._rest()
        return self.of

    # -- actors -----------------------------------------------------------------------------------------------------

    def _actor(self, kind: EntityKind, key: str, name: str, country: str | None = None, sectors: tuple[str, ...] = (), *,
               named: bool = True, plural: bool = False, gender: str = "") -> Actor:  # fmt: skip
        """The actor of that key; one that is not named belongs to this report alone."""
        parts = ("entity", kind, key) if named else ("entity", kind, self.report.id, key)
        ident = content_id(*parts)
        actor = self.actors.get(ident)
        if actor is None:
            actor = self.actors[ident] = Actor(
                ident, name, kind, country, sectors, gender=gender, plural=plural, named=named
            )
        return actor

    def _country(self, code: str) -> Actor:
        known = countries().get(code)
        return self._actor("country", code, known.name if known else code, code, ("GOV",))

    def _known(self, known: Known) -> Actor:
        if known.kind == "country":
            return self._country(known.key)
        actor = self._actor(known.kind, folded(known.key), known.name, known.country, known.sectors)
        if known.kind == "person" and not actor.posts:
            actor.gender = genders().get(known.name.split()[0], "")
            held = [t for t in tenures(known.name) if self.day is None or t.covers(self.day)]
            for t in held or tenures(known.name)[-1:]:
                actor.posts[t.title, t.country] = t.sectors
                actor.nouns.update((office_of(t.title), t.title.split()[-1], t.title))
            if held and self.day:
                actor.sectors = held[-1].sectors
            elif self.day and tenures(known.name) and not held:
                actor.sectors = tuple(dict.fromkeys(("ELI", *actor.sectors)))
        return actor

    # -- names ------------------------------------------------------------------------------------------------------

    def _names(self) -> None:
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
            if c.known and c.known.kind != "person":
                known = self._reading(c, c.known)
                if known is None:
                    continue
                self.of[c] = actor = self._known(known)
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
        for c in named:
            if c not in self.of and c.known is None:
                self._other_name(c)

    def _kinds(self, found: list[Candidate]) -> dict[str, str]:
        """One label for each name, from all its mentions: a title speaks for a person, 'in' for a place."""
        w = self.w
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        sure: set[str] = set()  # names with evidence that no gazetteer outweighs
        surnames = {folded(c.name).split()[-1] for c in self.candidates if c.form == "name" and len(c.name.split()) > 1
                    and (c.role or c.gender or c.label == "PERSON" or (c.known and c.known.kind == "person")) and folded(c.name)}  # fmt: skip
        for c in found:
            key = folded(c.name)
            tally = votes[key]
            label = "GPE" if c.label in ("GPE", "LOC", "FAC") else c.label
            tally[label] += 1.0 if label else 0.2
            if label == "PERSON" and len(c.name.split()) > 1:
                tally["PERSON"] += 0.5
            if (
                c.role
                or c.gender
                or w.lower[c.start] in HONORIFICS
                or (len(key.split()) == 1 and (key in surnames or c.name in genders()))
            ):
                tally["PERSON"] += 3
                sure.add(key)
            if w.lower[c.end - 1] in ORGANISATION_WORDS:
                tally["ORG"] += 3
                sure.add(key)
            if w.dep[c.head] == "pobj" and w.lower[w.head[c.head]] in (
                "in",
                "at",
                "near",
                "into",
                "around",
                "outside",
                "inside",
            ):
                tally["GPE"] += 1.5
            elif w.dep[c.head] == "nsubj" and w.lemma(w.head[c.head]) in SPEAKING:
                tally["PERSON" if label in ("", "GPE", "PERSON") else label] += 1.2
        for key, tally in votes.items():
            if key not in sure and (tally["GPE"] or len(key.split()) == 1) and (entries := gazetteer().find(key)):
                large = entries[0].rank <= 1 and entries[0].population >= 50_000
                tally["GPE"] += tally.total() if tally["GPE"] or large else 2
        return {key: max(tally, key=lambda label: tally[label]) for key, tally in votes.items()}

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
                    self._known(c.known) if c.known else self._actor("person", folded(c.name), c.name, None, ("CVL",))
                )
            elif len(folded(c.name)) > len(folded(person.name)) and person.named and c.known is None:
                pass  # the first spelling keeps the id
            self.persons.setdefault(folded(c.name), person)
            self._title(c, person)
        for c in found:
            if c not in self.of:
                person = self._by_surname(c) or (self._known(c.known) if c.known else None)
                if person is None and c.label == "PERSON":
                    person = self._actor("person", folded(c.name), c.name, None, ("CVL",))
                    self.persons.setdefault(folded(c.name), person)
                if person:
                    self._title(c, person)

    def _title(self, c: Candidate, person: Actor) -> None:
        self.of[c] = person
        person.gender = person.gender or c.gender
        if not person.affiliation and c.end + 1 < len(self.w.text) and self.w.lower[c.end] in ("of", "from"):
            after = c.end + (2 if self.w.lower[c.end + 1] == "the" else 1)
            body = next((self.of.get(o) for o in self.candidates if o.start == after and o in self.of), None)
            if body and body.kind in ("organisation", "group"):
                person.affiliation = body.id
        if c.role:
            self._post(person, c)

    def _post(self, person: Actor, c: Candidate) -> None:
        """Learn an office from the words of a candidate that has a role."""
        assert c.role is not None
        country = self._country_of(c)
        title = c.role.noun
        person.nouns.add(title)
        person.nouns.add(title.split()[-1])
        person.posts.setdefault((title, country), c.role.sectors)
        person.told.add((title, country))
        for i in c.modifiers:
            body = self.of.get(self.at_head[i]) if i in self.at_head else None
            if body and body.kind in ("organisation", "group") and not person.affiliation:
                person.affiliation = body.id
        if person.country is None:
            person.country = country
        if person.sectors in ((), ("CVL",)):
            person.sectors = c.role.sectors or person.sectors

    def _country_of(self, c: Candidate) -> str | None:
        for i in c.modifiers:
            if i in self.country_at:
                return self.country_at[i]
        return None

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
        if (
            c.known
            and not any(p.name == c.known.name for p in fitting)
            and any(t.name == c.known.name for t in tenures(c.known.name))
        ):
            country = self._country_of(c)
            if country == c.known.country or not fitting:
                return None
        if c.known:
            for p in fitting:
                if p.name == c.known.name:
                    return p
        fitting = [p for p in fitting if not (p.gender and c.gender and p.gender != c.gender)] or fitting
        return fitting[-1] if fitting else None

    def _other_name(self, c: Candidate) -> None:
        """A name that is no person's by its label: a surname after all, a body, a people; a place is nobody."""
        single = len(c.name.split()) == 1
        if single:
            person = self._by_surname(c)
            if person is not None:
                c.label = "PERSON"
                self._title(c, person)
                return
        if c.label == "ORG":
            self.of[c] = actor = self._actor(
                "organisation", folded(c.name), c.name, self._first_country(c), self._sectors_of(c)
            )
            actor.nouns.add(self.w.lower[c.end - 1])
        elif c.label == "NORP":
            self.of[c] = self._actor("group", folded(c.name), c.name, None, (), plural=True)
        elif c.label == "" and self._acts(c):
            kind: EntityKind = "person" if single or len(c.name.split()) == 2 else "organisation"
            self.of[c] = actor = self._actor(kind, folded(c.name), c.name)
            if kind == "person":
                self.persons.setdefault(folded(c.name), actor)

    def _acts(self, c: Candidate) -> bool:
        w = self.w
        return w.dep[c.head] in ("nsubj", "agent", "poss") or (
            w.dep[c.head] == "pobj" and w.lower[w.head[c.head]] == "by"
        )

    def _first_country(self, c: Candidate) -> str | None:
        return next((self.country_at[i] for i in range(c.start, c.end) if i in self.country_at), None)

    def _sectors_of(self, c: Candidate) -> tuple[str, ...]:
        last = self.w.lower[c.end - 1]
        return _BODY_SECTORS.get(last, ())

    # -- appositions and offices ------------------------------------------------------------------------------------

    def _appositions(self) -> None:
        """Tie "the Russian president, Vladimir Putin" and "Ned Price, a spokesman" together, and learn the office."""
        w = self.w
        starts: dict[int, list[Candidate]] = defaultdict(list)
        for c in self.candidates:
            starts[c.start].append(c)
        for c in self.candidates:
            if c.form == "pronoun" or c.plural:
                continue
            at = c.end
            if at < len(w.text) and w.text[at] == "," and at + 1 < len(w.text) and w.sent[at] == w.sent[c.start]:
                at += 1
            for other in starts.get(at, ()):
                if other.plural or other.form == "pronoun" or w.sent[other.start] != w.sent[c.start]:
                    continue
                name, description = (c, other) if c.form == "name" else (other, c)
                person = self.of.get(name)
                if (person and person.kind == "person" and description.form in ("title", "nominal") and description.role
                        and description.role.kind != "body" and not description.plural and not self._listed(c, other)):  # fmt: skip
                    self.of[description] = person
                    self._post(person, description)
                    break
        for c in self.candidates:  # "Wang Yi is the foreign minister of China"
            if (
                c.form in ("title", "nominal")
                and c.role
                and not c.plural
                and c not in self.of
                and w.dep[c.head] == "attr"
            ):
                verb = w.head[c.head]
                subject = next(
                    (
                        s
                        for s in self.candidates
                        if s.form == "name" and w.head[s.head] == verb and w.dep[s.head] == "nsubj"
                    ),
                    None,
                )
                person = self.of.get(subject) if subject else None
                if person and person.kind == "person" and c.role.kind != "body" and w.lemma(verb) == "be":
                    self.of[c] = person
                    self._post(person, c)

    def _listed(self, a: Candidate, b: Candidate) -> bool:
        """Two items of a list ("the army, Putin and …") are no apposition."""
        w = self.w
        if w.dep[b.head] == "conj" and w.head[b.head] == a.head:
            return True
        return (
            w.dep[b.head] in ("nsubj", "nsubjpass")
            and w.head[b.head] != a.head
            and w.text[a.end] == ","
            and w.head[a.head] != w.head[b.head]
            and w.dep[a.head] != "appos"
        )

    def offices(self) -> list[Office]:
        """The offices of the report's people: as it tells them, and from the code book on its day."""
        rows = []
        for actor in self.actors.values():
            if actor.kind != "person":
                continue
            book = {(office_of(t.title), t.country): t for t in tenures(actor.name)}
            for (title, country), sectors in actor.posts.items():
                told = (title, country) in actor.told
                tenure = book.get((office_of(title), country or ""))
                rows.append(Office(
                    id=content_id("office", self.report.id, actor.id, title, country), report=self.report.id, entity=actor.id,
                    title=title, country=country, sectors=sectors, first_day=tenure.first_day if tenure else None,
                    last_day=tenure.last_day if tenure else None, basis="text" if told else "code book",
                ))  # fmt: skip
        return rows

    # -- descriptions -----------------------------------------------------------------------------------------------

    def _descriptions(self) -> None:
        """Descriptions that name their country: 'the Russian army', 'Chinese officials', 'the US president'."""
        for c in self.candidates:
            if (
                c in self.of
                or c.role is None
                or c.form not in ("title", "nominal", "collective")
                or c.role.noun in _COUNTERPARTS
            ):
                continue
            codes = list(dict.fromkeys(self.country_at[i] for i in c.modifiers if i in self.country_at))
            if not codes and (c.role.kind == "body" or c.role.body == "armed forces"):
                codes = [
                    a.country
                    for c2 in self.candidates
                    if c.start <= c2.start
                    and c2.end <= c.head
                    and (a := self.of.get(c2))
                    and a.kind == "person"
                    and a.country in countries()
                ][:1]  # 'the Assad regime'
            if not codes:
                continue
            if len(codes) > 1 and c.plural:
                self.of[c] = self._together(c, codes)
            else:
                self.of[c] = self._described(c, codes[-1] if c.role.kind != "body" and len(codes) > 1 else codes[0])

    def _described(self, c: Candidate, code: str) -> Actor:
        role = c.role
        assert role is not None
        group = next(
            (
                a
                for i in c.modifiers
                if i > c.head and (m := self.at_head.get(i)) and (a := self.of.get(m)) and a.kind == "group"
            ),
            None,
        )
        if group and role.kind == "people":  # 'rebels of the Alliance'
            group.nouns.update((role.noun, role.noun.split()[-1]))
            return group
        body = next(
            (
                a
                for i in c.modifiers
                if (m := self.at_head.get(i)) and (a := self.of.get(m)) and a.kind in ("organisation", "group")
            ),
            None,
        )
        if role.noun in _PEOPLE_OF_GOVERNMENT or role.body in ("bloc", "delegation"):
            actor = body or self._country(code)
            if role.body == "government":
                actor.nouns.add("government")
            return actor
        if (
            body
            and (code not in countries() or body.kind == "group")
            and (role.body == "armed forces" or role.kind == "body")
            and (c.plural or role.kind == "body")
        ):
            body.nouns.update((role.noun, role.noun.split()[-1]))
            return body
        if role.kind == "people" and not c.plural:
            return self._unnamed(c, code)
        if role.body and role.body not in _MANY_A_COUNTRY:
            name = f"{countries()[code].adjective if code in countries() else code} {role.body if role.body not in ('ministry', 'court') else role.noun}"
            actor = self._actor("organisation", folded(name), name, code, role.sectors)
            actor.nouns.update((role.noun, role.body))
            return actor
        if role.office and not c.plural:
            person = self._holder(role.noun, code)
            if person:
                return person
        return self._unnamed(c, code)

    def _holder(self, title: str, code: str) -> Actor | None:
        """The person of the report who holds the office, or the one of the code book on the report's day."""
        office = office_of(title)
        fitting = [
            a
            for a in self.actors.values()
            if a.kind == "person"
            and a.named
            and any(
                office_of(t) == office and (country == code or (country is None and a.country == code))
                for t, country in a.posts
            )
        ]
        if fitting:
            return fitting[-1]
        short = [
            a for a in self.actors.values() if a.kind == "person" and a.named and a.country == code and title in a.nouns
        ]
        if len(short) == 1:
            return short[0]
        name = holder(title, code, self.day) if self.day else None
        if name:
            t = tenures(name)[-1]
            return self._known(Known("person", name, name, t.country, t.sectors, "name"))
        return None

    def _unnamed(self, c: Candidate, code: str | None) -> Actor:
        """An actor that the report does not name; people in the plural and offices are one actor a report."""
        role = c.role
        start, end = self.w.idx[c.start], self.w.idx[c.end - 1] + len(self.w.text[c.end - 1])
        words = self.parsed.text(start, end)
        noun = role.noun if role else self.w.lemma(c.head)
        indefinite = self.w.lower[c.start] in ("a", "an", "another", "one")
        owned = self.w.tag[c.start] == "PRP$" or (
            c.plural and code is None and not c.definite and not set(role.sectors if role else ()) & _SIDES
        )
        one = (
            not owned
            and c.plural
            or c.definite
            and not owned
            or (code is not None and not indefinite)
            or (role is not None and role.kind == "body")
        )
        key = "|".join((code or "", noun, "" if one else str(start), "many" if c.plural else ""))
        kind: EntityKind = "group" if c.plural else "organisation" if role and role.kind == "body" else "person"
        if len(c.modifiers) == 1 and code in countries() and words.count(",") + words.count(" and "):
            words = f"{countries()[code].adjective} {noun}"  # one of several countries
        actor = self._actor(
            kind, key, words, code, role.sectors if role else (), named=False, plural=c.plural, gender=c.gender
        )
        actor.nouns.update((noun, noun.split()[-1]))
        return actor

    def _together(self, c: Candidate, codes: list[str]) -> Actor:
        """'Chinese and Ukrainian foreign ministers Wang Yi and Dmitro Kuleba': a collective with its members."""
        role = c.role
        assert role is not None
        if role.kind != "body" and role.noun not in _PEOPLE_OF_GOVERNMENT:
            people = self._names_after(c)
            if len(people) == len(codes):
                for person, code in zip(people, codes, strict=True):
                    person.country = person.country or code
                    person.nouns.update((role.noun, role.noun.split()[-1]))
                    person.posts.setdefault((role.noun, code), role.sectors)
                    person.told.add((role.noun, code))
                    if person.sectors in ((), ("CVL",)):
                        person.sectors = role.sectors
                return self._collective(c, [p.id for p in people], role.sectors)
        members = [
            self._described(replace(c, modifiers=(i,)), code) for i, code in zip(c.modifiers, codes, strict=False)
        ]
        return self._collective(c, [m.id for m in members], role.sectors)

    def _names_after(self, c: Candidate) -> list[Actor]:
        people = []
        at = c.end
        for other in self.candidates:
            if other.start < at or other.form != "name":
                continue
            if other.start - at > 2 or self.w.sent[other.start] != self.w.sent[c.start]:
                break
            actor = self.of.get(other)
            if actor is None or actor.kind != "person":
                break
            people.append(actor)
            at = other.end
        return people

    def _collective(self, c: Candidate, members: list[str], sectors: tuple[str, ...] = ()) -> Actor:
        start, end = self.w.idx[c.start], self.w.idx[c.end - 1] + len(self.w.text[c.end - 1])
        actor = self._actor(
            "group", "+".join(sorted(members)), self.parsed.text(start, end), None, sectors, named=False, plural=True
        )
        actor.members = tuple(members)
        return actor

    # -- what only the context tells --------------------------------------------------------------------------------

    def _rest(self) -> None:
        discourse = Discourse(self.w, self.candidates)
        counts = Counter(
            a.country for c, a in self.of.items() if a and a.country in countries() and c.form in ("name", "metonym")
        )
        top = counts.most_common(2)
        self.main = top[0][0] if top and (len(top) == 1 or top[0][1] >= 1.3 * top[1][1]) else None
        for actor in self.actors.values():
            if (
                actor.kind == "person"
                and actor.country is None
                and actor.told
                and self.main
                and set(actor.sectors) & {"GOV", "MIL", "COP", "LEG", "JUD"}
            ):
                actor.country = self.main
        for c in sorted(self.candidates, key=lambda c: (c.head, c.start)):  # 'his' before 'his Chinese counterpart'
            actor = self.of.get(c)
            if actor is None and c not in self.of:
                actor = self._in_context(c, discourse)
                self.of[c] = actor
            if actor is not None:
                discourse.add(c, actor)
        for c in self.candidates:
            if c.form == "pronoun" and c.gender in ("1", "4"):
                self.of[c] = self._first_person(c, discourse)

    def _first_person(self, c: Candidate, discourse: Discourse) -> Actor | None:
        """'I' in a quotation is its speaker; 'we' the country or body that he speaks for."""
        head = discourse.speaker(c.head)
        mention = self.at_head.get(head) if head is not None else None
        speaker = self.of.get(mention) if mention else None
        if speaker is None or c.gender == "1" or speaker.kind != "person":
            return speaker if speaker and (c.gender == "4" or speaker.kind == "person") else None
        if speaker.affiliation in self.actors:
            return self.actors[speaker.affiliation]
        if speaker.country in countries() and not {"CVL", "JRN", "NGO", "EDU"} & set(speaker.sectors):
            return self._country(speaker.country)
        return None

    def _in_context(self, c: Candidate, discourse: Discourse) -> Actor | None:
        if c.form == "pronoun":
            return discourse.antecedent(c)
        if c.form == "collective":
            return self._members(c, discourse)
        if c.form not in ("title", "nominal"):
            return None
        code = self._possessor(c)
        if code and c.role and c.role.noun in ("country", "nation", "homeland"):
            return self._country(code) if code in countries() else None
        if c.role and c.role.noun in _COUNTERPARTS:
            return self._counterpart(c, discourse)
        if c.role and code:
            return self._described(c, code)
        if c.role and c.role.noun in ("country", "nation") and c.definite and not c.plural:
            return discourse.described(c) or (self._country(self.main) if self.main else None) or self._unnamed(c, None)
        return discourse.described(c) or self._incumbent(c) or self._bare(c)

    def _incumbent(self, c: Candidate) -> Actor | None:
        """'The prime minister' in a report about one country."""
        if (
            c.role
            and c.role.office
            and not c.plural
            and c.definite
            and self.main
            and c.form == "title"
            and c.role.noun in _HIGH_OFFICES
        ):
            return self._holder(c.role.noun, self.main)
        return None

    def _possessor(self, c: Candidate) -> str | None:
        """The country of 'its army', 'his foreign minister', 'Putin's spokesman'."""
        child = next((i for i in range(c.start, c.head) if self.w.dep[i] == "poss" and self.w.head[i] == c.head), None)
        owner = self.of.get(self.at_head[child]) if child is not None and child in self.at_head else None
        if owner is None or c.role is None or c.role.kind == "people" and "CVL" in c.role.sectors:
            return None
        if c.role.noun in ("country", "nation"):
            return owner.country
        return (
            owner.country
            if c.role.office
            or c.role.kind == "body"
            and c.role.body != "bloc"
            or owner.kind == "country"
            and c.role.body != "bloc"
            else None
        )

    def _counterpart(self, c: Candidate, discourse: Discourse) -> Actor | None:
        """'His Chinese counterpart' holds the owner's office in the country named; without one it is a new actor."""
        owner = next(
            (
                self.of.get(self.at_head[i])
                for i in range(c.start, c.head)
                if self.w.dep[i] == "poss" and i in self.at_head
            ),
            None,
        )
        codes = [self.country_at[i] for i in range(c.start, c.head) if i in self.country_at]
        if owner is not None and codes:
            for title, _ in owner.posts:
                person = self._holder(title, codes[-1])
                if person is not None and person is not owner:
                    return person
        return self._unnamed(c, codes[-1] if codes else None)

    def _members(self, c: Candidate, discourse: Discourse) -> Actor | None:
        """'The two countries', 'both sides': the two named last, or those of the same words before."""
        if self.w.lower[c.head] == "community":
            return self._actor("group", "international community", "international community", None, (), plural=True)
        wants = "country" if c.role is None or c.role.body == "bloc" else "person"
        pair = discourse.last_two(c, wants, self._country)
        return self._collective(c, [a.id for a in pair]) if pair else self._unnamed(c, None)

    def _bare(self, c: Candidate) -> Actor:
        """'The army', 'police': of the country that the report is about, if it is about one."""
        role = c.role
        if (
            role
            and role.body in ("armed forces", "police", "government", "parliament")
            and self.main
            and (c.definite or role.body == "police" or c.start + 1 == c.end)
        ):
            return self._described(c, self.main)
        return self._unnamed(c, None)


_BODY_SECTORS = {
    "army": ("MIL",), "forces": ("MIL",), "command": ("MIL",), "brigade": ("REB",), "brigades": ("REB",), "front": ("REB",), "battalion": ("REB",),
    "militia": ("PRM",), "party": ("PTY",), "police": ("COP",), "court": ("JUD",), "tribunal": ("JUD",), "university": ("EDU",),
    "institute": ("EDU",), "college": ("EDU",), "bank": ("BUS",), "corp": ("BUS",), "corp.": ("BUS",), "inc": ("BUS",), "inc.": ("BUS",),
    "company": ("BUS",), "ltd": ("BUS",), "ministry": ("GOV",), "council": ("GOV",), "commission": ("GOV",), "department": ("GOV",),
    "parliament": ("LEG",), "assembly": ("LEG",), "senate": ("LEG",), "church": ("REL",), "union": ("LAB",), "news": ("JRN",), "times": ("JRN",),
    "post": ("JRN",), "television": ("JRN",), "radio": ("JRN",), "newspaper": ("JRN",), "hospital": ("MED",), "foundation": ("NGO",),
}  # fmt: skip


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
