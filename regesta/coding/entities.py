"""Decides whom each mention means: names, offices, metonyms, descriptions and pronouns of one report.

The report is read as a whole. Names come first (a surname belongs to the full name that the report gives), then the
offices that the report teaches ("Chinese Foreign Minister Wang Yi"), then descriptions ("the Chinese foreign
minister", "the Russian army"), and last, in reading order, what only the context can tell ("he", "its", "the group").
Ids of known and named actors depend on their names alone and are the same in every report.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from regesta.coding.actors import antecedents
from regesta.coding.actors.appositions import Appositions
from regesta.coding.actors.clues import KIN, ORGANISATION_WORDS, Candidate
from regesta.coding.actors.descriptions import SPOKEN_FOR, may_speak
from regesta.coding.actors.discourse import Discourse
from regesta.coding.actors.homes import Homes
from regesta.coding.actors.naming import Naming
from regesta.coding.actors.origins import Origins
from regesta.coding.actors.scenes import Scenes, scene_words
from regesta.coding.actors.stage import Actor, Stage
from regesta.coding.actors.words import words_of
from regesta.coding.coded import Cast
from regesta.coding.parser import Parsed
from regesta.knowledge.actors import Known, countries, folded, holder, office_of, tenures
from regesta.schema import EntityKind, Mention, Office, content_id


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


_PEOPLE_OF_GOVERNMENT = frozenset(
    "official officials authority authorities leadership government regime administration policymaker "
    "policymakers dictatorship".split()
) | {"government official", "government officials", "senior official", "federal government", "central government"}
_OFFICIALS = frozenset("official officials leadership administration policymaker policymakers".split())
_MANY_A_COUNTRY = frozenset(
    "group ngo company media party rebels school hospital union church militia gang crowd vehicle".split()
)
_FOR_STATE = frozenset(("GOV", "MIL", "COP", "LEG", "JUD", "SPY", "ELI", "PTY"))
_OF_STATES = frozenset(
    ("armed forces", "police", "government", "parliament", "air force", "navy", "ministry", "foreign ministry",
     "defence ministry", "court", "intelligence")
)  # fmt: skip
_GROUNDS = {
    "island": frozenset("TWN CYP CUB LKA PHL JAM HTI ISL MLT MDG FJI GRL IRL SGP BHR MUS TTO BRB GBR".split()),
    "mainland": frozenset(("CHN",)),
}
_COUNTRY_NOUNS = frozenset("country nation kingdom republic state homeland".split())
_OPPOSED = frozenset(("anti", "counter"))
_STATES_OWN = frozenset(("armed forces", "air force", "navy", "police", "government", "bloc"))
_JOINT = frozenset(("coalition", "allied", "alliance", "multinational", "international"))
_NUMBERS = {"two": 2, "three": 3, "four": 4}
_SIDES = frozenset(("REB", "MIL", "PRM", "OPP", "COP"))
_HIGH_OFFICES = frozenset(
    ("president", "prime minister", "premier", "chancellor", "foreign minister", "defence minister", "defense minister")
)
_SENT = frozenset("envoy representative ambassador coordinator adviser advisor negotiator mediator".split())
_SERVING = frozenset(
    "serve work act spend live come pose join resign retire volunteer fight enlist travel return".split()
)
_CHILDREN = frozenset("son daughter child boy girl kid".split())
_HOUSES = (ORGANISATION_WORDS | {"gallery", "museum"}) - set(
    "project program programme initiative movement news times post".split()
)
_SIDES_OF_CONFLICT = frozenset(("side", "sides", "party", "parties", "warring party", "warring parties"))
_COUNTERPARTS = frozenset(("counterpart", "counterparts", "opposite number", "opposite numbers"))


class _Resolver:
    def __init__(self, parsed: Parsed) -> None:
        stage = Stage(parsed)
        self.stage = stage
        self.w = stage.w
        self.parsed = stage.parsed
        self.candidates = stage.candidates
        self.actors = stage.actors
        self.of = stage.of
        self.at_head = stage.at_head
        self.country_at = stage.country_at
        self.report = stage.report
        self.day = stage.day
        self.homes: Homes
        self.child_of: dict[str, Actor] = {}  # id of a mother or father -> whose

    def run(self) -> dict[Candidate, Actor | None]:
        naming = Naming(self.stage)
        naming.names()
        Appositions(self.stage, naming.post).tie()
        Origins(self.stage).people()
        self._descriptions()
        self._rest()
        return self.of

    def offices(self) -> list[Office]:
        """The offices of the report's people: as it tells them, and from the code book on its day."""
        rows = []
        for actor in self.actors.values():
            if actor.kind != "person":
                continue
            book = tenures(actor.name)
            for (title, country), sectors in actor.posts.items():
                told = (title, country) in actor.told
                held = [t for t in book if office_of(t.title) == office_of(title) and t.country == country]
                on_day = [t for t in held if self.day and t.covers(self.day)] or held
                tenure = on_day[0] if len(on_day) == 1 else None  # held twice, and no day tells which time
                rows.append(Office(
                    id=content_id("office", self.report.id, actor.id, title, country),
                    report=self.report.id, entity=actor.id,
                    title=title, country=country, sectors=sectors, first_day=tenure.since if tenure else None,
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
                or c.counts is not None
                or (c.form == "collective" and self._counted(c))
                or (not c.plural and self.w.dep[c.head] == "attr" and self._said_of(c.head) is not None)
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
            if not _OPPOSED.isdisjoint(self.w.lower[c.start : c.head]) and c.role.body in _STATES_OWN:
                self.of[c] = self._unnamed(c, codes[0])  # 'anti-Assad forces' are Syrian, but not Syria's
                continue
            if len(codes) > 1 and c.plural:
                self.of[c] = self._together(c, codes)
            else:
                sent = c.role.noun.split()[-1] in _SENT  # 'the UN’s Chad envoy' is of the UN
                last = c.role.kind != "body" and len(codes) > 1 and not sent
                self.of[c] = self._described(c, codes[-1] if last else codes[0])

    def _described(self, c: Candidate, code: str) -> Actor:
        """Whom a description of a known country or body means."""
        role = c.role
        assert role is not None
        named = [(i, a) for i in c.modifiers if (a := self._at(i)) and a.kind in ("organisation", "group")]
        if any(a.sectors == ("CVL",) for _, a in named):  # 'Kurdish forces' are not those of a state
            return self._unnamed(c, code)
        group = next((a for i, a in named if i > c.head and a.kind == "group"), None)
        if group and role.kind == "people":  # 'rebels of the Alliance'
            group.nouns.update((role.noun, role.noun.split()[-1]))
            return group
        body = named[0][1] if named else None
        if role.body == "bloc" and role.noun in scene_words()["against"] and not self._adjectival(c):
            return self._unnamed(c, None)  # 'Chad's ally' is not Chad, 'Chadian allies' are
        if role.noun in _PEOPLE_OF_GOVERNMENT or role.body in ("bloc", "delegation"):
            if body is None and code not in countries():
                return self._unnamed(c, code)  # 'Baghdadi’s leadership'
            actor = body or self.stage.country(code)
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
        if role.kind != "body" and not c.plural and not role.office:
            person = self._called_so(role.noun, code) or self._just_named(c, code)
            if person or role.kind == "people":
                return person or self._unnamed(c, code)
        if role.body and role.body not in _MANY_A_COUNTRY:
            owner = countries()[code].adjective if code in countries() else code
            name = f"{owner} {role.noun if role.body in ('ministry', 'court') else role.body}"
            actor = self.stage.actor("organisation", folded(name), name, code, role.sectors)
            actor.nouns.update((role.noun, role.body))
            return actor
        if role.office and not c.plural:
            person = self._holder(role.noun, code)
            if person:
                return person
        return self._unnamed(c, code)

    def _adjectival(self, c: Candidate) -> bool:
        """Is the country of a description told by an adjective: 'his Chadian backers'?"""
        known = [m.known for i in c.modifiers if (m := self.at_head.get(i)) and m.known]
        return any(k.use == "adjective" for k in known) and "US" not in self.w.text[c.start : c.end]

    def _called_so(self, noun: str, code: str) -> Actor | None:
        """The one person of the report whom it calls by that noun elsewhere: a headline's 'Australian woman'."""
        found = [a for a in self.actors.values() if a.kind == "person" and a.named and noun in a.nouns]
        return found[0] if len(found) == 1 and found[0].country in (None, code) else None

    def _just_named(self, c: Candidate, code: str) -> Actor | None:
        """The person with whom the sentence before began: 'Berg met reporters. The Norwegian painter said …'."""
        w, role = self.w, c.role
        if role is None or w.lower[c.start] != "the" or w.dep[c.head] not in ("nsubj", "nsubjpass"):
            return None
        before = [o for o in self.candidates if o.start < c.start and w.sent[c.head] - w.sent[o.head] <= 1]
        named = [o for o in before if (a := self.of.get(o)) and a.kind == "person" and a.named]
        if not named or len({a.id for o in named if (a := self.of.get(o))}) > 1:
            return None
        person = self.of[named[-1]]
        assert person is not None
        subject = w.sent[named[0].head] < w.sent[c.head] and w.dep[named[0].head] in ("nsubj", "nsubjpass")
        fits = person.country in (None, code) and (not role.gender or person.gender in ("", role.gender))
        if not subject or not fits or not (person.sectors in ((), ("CVL",)) or set(person.sectors) & set(role.sectors)):
            return None
        person.nouns.add(role.noun)
        person.country = code
        return person

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
            return self.stage.known(Known("person", name, name, t.country, t.sectors, "name"))
        return None

    def _at(self, token: int) -> Actor | None:
        """The actor of the mention whose head is that token."""
        mention = self.at_head.get(token)
        return self.of.get(mention) if mention else None

    def _unnamed(self, c: Candidate, code: str | None) -> Actor:
        """An actor that the report does not name; people in the plural and offices are one actor a report."""
        role = c.role
        if c.plural and role and role.kind != "body" and len(people := self._names_after(c)) > 1:
            for person in people:  # 'her parents, Ann and Tom Berg'
                person.country = person.country or code
                person.nouns.update((role.noun, role.noun.split()[-1]))
                person.sectors = role.sectors if person.sectors in ((), ("CVL",)) else person.sectors
            return self._collective(c, [p.id for p in people], role.sectors)
        start, end = self.w.idx[c.start], self.w.idx[c.end - 1] + len(self.w.text[c.end - 1])
        words = self.parsed.text(start, end)
        noun = role.noun if role else self.w.lemma(c.head)
        indefinite = self.w.lower[c.start] in ("a", "an", "another", "one")
        owned = self.w.tag[c.start] == "PRP$" or (
            c.plural and code is None and not c.definite and not set(role.sectors if role else ()) & _SIDES
        )
        one = (
            (not owned and c.plural)
            or (c.definite and not owned)
            or (code is not None and not indefinite)
            or (role is not None and role.kind == "body")
        )
        body = next((a.id for i in c.modifiers if (a := self._at(i)) and a.kind in ("organisation", "group")), "")
        owner = self._owner(c) if owned else None
        once = "" if one else owner.id if owner else str(start)  # 'his mother' is the same each time
        key = "|".join((code or "", noun, once, "many" if c.plural else "", body))
        body_noun = role.kind == "body" if role else noun in _HOUSES or noun in SPOKEN_FOR
        kind: EntityKind = "group" if c.plural else "organisation" if body_noun else "person"
        if len(c.modifiers) == 1 and code in countries() and words.count(",") + words.count(" and "):
            words = f"{countries()[code].adjective} {noun}"  # one of several countries
        if c.plural and words == noun and self.w.tag[c.head] == "NN":
            words += "s"  # the 'rebel' of a 'rebel attack'
        sectors = self.stage.sectors_of(c) if role else ()
        actor = self.stage.actor(kind, key, words, code, sectors, named=False, plural=c.plural, gender=c.gender)
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
        people: list[Actor] = []
        at = c.end
        if not any(text[:1].isupper() for text in self.w.text[at : at + 3]):
            return people
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
        actor = self.stage.actor(
            "group", "+".join(sorted(members)), self.parsed.text(start, end), None, sectors, named=False, plural=True
        )
        actor.members = tuple(members)
        return actor

    # -- what only the context tells --------------------------------------------------------------------------------

    def _rest(self) -> None:
        discourse = Discourse(self.w, self.candidates, self._at)
        origins = Origins(self.stage)
        origins.officers(owned=False)
        homes = self.homes = Homes(Scenes(self.stage, origins), discourse.quoting.speaker)
        for c in sorted(self.candidates, key=lambda c: (c.head, c.start)):  # 'his' before 'his Chinese counterpart'
            if c.counts is not None:
                continue
            actor = self.of.get(c)
            if actor is None and c not in self.of:
                actor = self._in_context(c, discourse)
                self.of[c] = actor
            told = c.role is not None and self.w.dep[c.head] in ("oprd", "pobj") and self._said_of(c.head) is not None
            if actor is not None:
                discourse.add(c, actor, told=told)
                if c.role and c.role.noun in ("mother", "father") and (owner := self._owner(c)):
                    self.child_of.setdefault(actor.id, owner)
        origins.officers(owned=True)
        origins.people()
        homes.settle(named=True)
        for c in self.candidates:
            if c.counts is not None:
                self.of[c] = self.of.get(self.at_head[c.counts])
            elif c.form == "pronoun" and c.gender in ("1", "4"):
                self.of[c] = self._first_person(c, discourse)
        self._own_kin()
        homes.settle(named=False)

    def _own_kin(self) -> None:
        """'My son' in the words of somebody whom the report calls the mother of NAME."""
        for c in self.candidates:
            unnamed = self.of.get(c)
            if self.w.lower[c.start] != "my" or unnamed is None or unnamed.named or c.form == "pronoun":
                continue
            if (named := self._named_kin(c)) is not None:
                self.of.update({o: named for o, a in self.of.items() if a is unnamed})

    def _first_person(self, c: Candidate, discourse: Discourse) -> Actor | None:
        """'I' in a quotation is its speaker; 'we' the country or body for which he speaks, of private people nobody."""
        head = discourse.quoting.speaker(c.head)
        mention = self.at_head.get(head) if head is not None else None
        speaker = self.of.get(mention) if mention else None
        if speaker is None or c.gender == "1" or speaker.kind != "person":
            return speaker if speaker and (c.gender == "4" or speaker.kind == "person") else None
        if speaker.affiliation in self.actors:
            return self.actors[speaker.affiliation]
        people = self._people_of(mention) if mention else None
        if people is not None:
            return people
        official = not _FOR_STATE.isdisjoint(speaker.sectors)
        if speaker.country in countries() and (official or self._of_country(speaker)):
            return self.stage.country(speaker.country)
        return None

    def _people_of(self, mention: Candidate) -> Actor | None:
        """The people or group for which an unnamed speaker stands: 'a Tuareg leader', 'a Fatah commander'."""
        if mention.role is None or mention.form not in ("title", "nominal"):
            return None
        inside = (self._at(i) for i in mention.modifiers)
        return next((a for a in inside if a and a.kind == "group" and a.named), None)

    def _of_country(self, person: Actor) -> bool:
        """Is the person called by a post of a country: 'Chad's coach'?"""
        posts = (c for c in self.candidates if c.role and c.modifiers and self.of.get(c) is person)
        named = (m.known for c in posts for i in c.modifiers if (m := self.at_head.get(i)))
        return any(known and known.kind == "country" and known.use == "name" for known in named)

    def _in_context(self, c: Candidate, discourse: Discourse) -> Actor | None:
        if c.form == "pronoun":
            return antecedents.pronoun(discourse, c)
        if c.form == "collective":
            return self._members(c, discourse)
        if c.form not in ("title", "nominal"):
            return None
        if c.modifiers and c.role and not c.plural and self.w.dep[c.head] == "attr":  # 'he is a Kenyan painter'
            codes = [self.country_at[i] for i in c.modifiers if i in self.country_at]
            same = self._same(c)
            if same and same.kind == "person" and codes and codes[0] in countries():
                same.country = same.country or codes[0]
            if same or codes:
                return same or self._described(c, codes[0])
        body = self._own_body(c)
        if body is not None:
            return body
        if c.role and c.role.noun in _PEOPLE_OF_GOVERNMENT and "mainland" in self.w.lower[c.start : c.head]:
            return self.stage.country("CHN")
        code = self._possessor(c)
        if code and c.role and c.role.noun in ("country", "nation", "homeland"):
            return self.stage.country(code) if code in countries() else None
        if c.role and c.role.noun in _COUNTERPARTS:
            return self._counterpart(c, discourse)
        if c.role and code:
            return self._described(c, code)
        if c.role and (code := self._shared(c)):
            return self._described(c, code)
        after = self.w.text[c.end : c.end + 2]
        if c.role and c.role.body == "bloc" and after[:1] == ["of"] and after[-1][:1].isupper():
            return None  # 'the republic of Dagestan' is none that was named before
        noun = self.w.lemma(c.head)
        if c.role is None and c.definite and not may_speak(noun) and noun not in _HOUSES:
            return antecedents.description(discourse, c)  # 'the gallery' that was named; any other is a thing
        joint = c.role and c.role.body == "armed forces" and _JOINT & set(self.w.lower[c.start : c.end])
        if joint and not c.modifiers:
            return self._unnamed(c, "IMG")
        if (actor := self._same(c) or self._named_kin(c)) is not None:
            return actor
        if c.role and c.role.noun in _GROUNDS and c.definite and not c.plural:
            ground = _GROUNDS[c.role.noun]
            return discourse.latest(lambda a: a.kind == "country" and a.country in ground) or self._unnamed(c, None)
        if self._is_of_a_state(c):
            sure = (c.role is not None and c.role.body == "bloc") or self.homes.is_of_rulers(c)
            state = c.role is not None and c.role.noun not in _OFFICIALS
            code = self.homes.likeliest([c], state=state, sure=sure)
            if code is not None:
                return self._described(c, code)
        return antecedents.description(discourse, c) or self._incumbent(c) or self._bare(c)

    def _is_of_a_state(self, c: Candidate) -> bool:
        """Do the words mean what each state has one of: 'the army', 'police', 'the authorities', 'the country'?"""
        role = c.role
        if role is None or c.modifiers or self.w.tag[c.start] == "PRP$" or self.w.lower[c.start] == "this":
            return False  # 'this agency' is the one that tells
        if role.body == "bloc":
            return role.noun in _COUNTRY_NOUNS and not c.plural
        return role.body in _OF_STATES or role.noun in _PEOPLE_OF_GOVERNMENT

    def _shared(self, c: Candidate) -> str | None:
        """The country of the first of two bare nouns under one adjective: 'Kenyan women and children'."""
        w = self.w
        if w.dep[c.head] != "conj" or c.end - c.start > 1 or c.modifiers:
            return None
        first = self.at_head.get(w.head[c.head])
        codes = [self.country_at[i] for i in first.modifiers if i in self.country_at] if first and first.role else []
        return (
            codes[0]
            if first and len(codes) == 1 and first.plural == c.plural and w.lower[c.start - 1] in ("and", "or", ",")
            else None
        )

    def _incumbent(self, c: Candidate) -> Actor | None:
        """'The prime minister' in a report about one country; 'the home secretary' in any."""
        if c.role is None or c.form != "title" or not c.definite or not c.role.office:
            return None
        code = c.role.country or (self.stage.main if c.role.noun in _HIGH_OFFICES else None)
        return self._holder(c.role.noun, code) if code else None

    def _possessor(self, c: Candidate) -> str | None:
        """The country of 'its army', 'his foreign minister', 'Putin's spokesman'."""
        owner = self._owner(c)
        if owner is None or c.role is None or (c.role.kind == "people" and "CVL" in c.role.sectors):
            return None
        if c.role.noun in ("country", "nation"):
            return owner.country
        return (
            owner.country
            if c.role.office
            or (c.role.kind == "body" and c.role.body != "bloc")
            or (owner.kind == "country" and c.role.body != "bloc")
            else None
        )

    def _owner(self, c: Candidate) -> Actor | None:
        """Whose a description is: 'her mother', 'Berg's spokesman', 'the mother of Berg'."""
        child = next((i for i in range(c.start, c.head) if self.w.dep[i] == "poss" and self.w.head[i] == c.head), None)
        if child is None and c.role and c.role.noun in KIN and self.w.lower[c.head + 1 : c.head + 2] == ["of"]:
            child = next((t.i for t in self.w.doc[c.head + 1].children if t.dep_ == "pobj"), None)
        return self.of.get(self.at_head[child]) if child is not None and child in self.at_head else None

    def _same(self, c: Candidate) -> Actor | None:
        """Whoever somebody is said to be: 'she is still a teenager', 'they were partners'."""
        if c.role is None:
            return None
        subject = self._said_of(c.head)
        mention = self.at_head.get(subject) if subject is not None else None
        actor = self.of.get(mention) if mention else None
        if actor is None or mention is None:
            return None
        if c.plural:
            return actor if mention.plural or actor.plural else None
        return actor if (actor.kind == "person") == (c.role.kind != "body") and not actor.plural else None

    def _said_of(self, i: int) -> int | None:
        """The token of whom a noun is told: 'she is a medic', 'she worked as a medic', 'they called her a spy'."""
        w = self.w
        verb = w.head[i]
        if w.dep[i] == "attr" and w.lemma(verb) in ("be", "become", "remain"):
            for _ in range(3):
                subject = next((t.i for t in w.doc[verb].lefts if t.dep_ in ("nsubj", "nsubjpass")), None)
                if subject is not None or w.dep[verb] not in ("conj", "xcomp"):
                    return subject
                verb = w.head[verb]  # 'who was a painter and is now a poet'
            return None
        if w.dep[i] == "oprd" or (w.dep[i] == "pobj" and w.lower[verb] == "as" and w.lower[verb - 1] != "such"):
            verb = w.head[verb] if w.lower[verb] == "as" else verb
            if w.pos[verb] not in ("VERB", "AUX"):
                return None
            parts = {t.dep_: t.i for t in w.doc[verb].children if t.dep_ in ("nsubj", "nsubjpass", "dobj")}
            active = w.lemma(verb) in _SERVING
            return parts.get("nsubj" if active else "nsubjpass", None if active else parts.get("dobj"))
        return None

    def _named_kin(self, c: Candidate) -> Actor | None:
        """'His wife', where the report names one person as a wife; 'her son' once it had 'his mother'."""
        if c.role is None or c.plural or c.role.noun not in KIN:
            return None
        owner = self._owner(c)
        if owner is not None and c.role.noun in _CHILDREN and (child := self.child_of.get(owner.id)):
            return child if child.gender in ("", c.role.gender or child.gender) else None
        fitting = [a for a in self.actors.values() if a.kind == "person" and a.named and c.role.noun in a.nouns]
        return fitting[0] if owner is not None and len(fitting) == 1 and fitting[0] is not owner else None

    def _own_body(self, c: Candidate) -> Actor | None:
        """'Her party', 'his company': the named body to which the report ties the owner."""
        if c.role is None or c.role.kind != "body" or c.plural or self.w.tag[c.start] != "PRP$":
            return None
        owner = self.of.get(self.at_head[c.start]) if c.start in self.at_head else None
        body = self.actors.get(owner.affiliation) if owner and owner.kind == "person" else None
        if body is None or body.kind == "country" or not body.named:
            return None
        kin = set(c.role.sectors)
        return body if c.role.noun in body.nouns or (kin and not kin.isdisjoint(body.sectors)) else None

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
            return self.stage.actor(
                "group", "international community", "international community", None, (), plural=True
            )
        n = self._counted(c)
        found = self._pair_before(c) or (discourse.last(n, c, self._party(c)) if n else [])
        return self._collective(c, [a.id for a in found]) if found else self._unnamed(c, None)

    def _pair_before(self, c: Candidate) -> list[Actor]:
        """The two joined by 'and' before a bare 'both' in its sentence: 'Chad and Kenya pledged aid but both …'."""
        w = self.w
        if c.end - c.start > 1 or w.lower[c.start] != "both":
            return []
        for second in reversed([o for o in self.candidates if o.start < c.start and w.sent[o.head] == w.sent[c.head]]):
            first = self.at_head.get(w.head[second.head]) if w.dep[second.head] == "conj" else None
            joined = first is not None and "and" in w.lower[first.end : second.start]
            pair = [self.of.get(first), self.of.get(second)] if first and joined else []
            actors = [a for a in pair if a is not None and not a.members]
            if len(set(actors)) == 2:
                return actors
        return []

    def _counted(self, c: Candidate) -> int:
        """How many 'the two countries', 'both sides', 'the three leaders' are; 0 where the words do not tell."""
        words = self.w.lower[c.start : c.head + 1]
        if words[0] == "both":
            return 2
        number = next((_NUMBERS[word] for word in words if word in _NUMBERS), 0)
        if number and words[0] in ("the", "these", "those", "all", "their"):
            return number
        return 2 if words in (["the", "sides"], ["the", "parties"]) else 0

    def _party(self, c: Candidate) -> Callable[[Actor], Actor | None]:
        """Which actors a collective can mean: countries, people, or the sides of a conflict."""
        sides = c.role is None or c.role.noun in _SIDES_OF_CONFLICT
        if c.role is not None and c.role.body != "bloc" and not sides:
            return lambda a: a if a.kind == "person" else None

        def party(a: Actor) -> Actor | None:
            if sides and a.kind == "group" and a.named and not a.plural:
                return a
            return self.stage.country(a.country) if a.country in countries() and a.country else None

        return party

    def _bare(self, c: Candidate) -> Actor:
        """Somebody new: 'two doctors'; of the state that alone has such a post: 'the Home Secretary'."""
        role = c.role
        if role and role.country and not c.plural:
            return self._described(c, role.country)  # 'Home Secretary resigns'
        owner = self._owner(c) if role is None else None  # 'Berg’s office'
        return self._unnamed(c, owner.country if owner else None)
