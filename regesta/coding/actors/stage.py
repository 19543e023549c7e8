"""The actors of one report in the making: who has been found so far, and what each mention means."""

import datetime as dt
from copy import copy
from dataclasses import dataclass, field

from regesta.coding.actors.clues import Candidate
from regesta.coding.actors.words import Words, words_of
from regesta.coding.mentions import candidates
from regesta.coding.parser import Parsed
from regesta.knowledge.actors import Known, countries, folded, gender_of, office_of, tenures
from regesta.schema import Entity, EntityKind, content_id


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


class Stage:
    """The candidates of a report and the actors that they mean (`of`), filled by `Naming` and `entities`."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.report = parsed.report
        self.day: dt.date | None = parsed.report.published
        self.w: Words = words_of(parsed)
        self.candidates = [copy(c) for c in candidates(parsed)]  # labels and readings are settled on the copies
        self.actors: dict[str, Actor] = {}
        self.of: dict[Candidate, Actor | None] = {}
        self.at_head = {c.head: c for c in sorted(self.candidates, key=lambda c: c.end - c.start)}
        self.country_at: dict[int, str] = {}  # token -> code of a country or body named there
        self.main: str | None = None  # the country that the report is about, if one stands out

    def actor(self, kind: EntityKind, key: str, name: str, country: str | None = None, sectors: tuple[str, ...] = (), *,
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

    def country(self, code: str) -> Actor:
        """The actor that is a country."""
        known = countries().get(code)
        return self.actor("country", code, known.name if known else code, code, ("GOV",))

    def known(self, known: Known) -> Actor:
        """The actor that a name of the code books stands for."""
        if known.kind == "country":
            return self.country(known.key)
        actor = self.actor(known.kind, folded(known.key), known.name, known.country, known.sectors)
        if known.kind == "person" and not actor.posts:
            actor.gender = gender_of(known.name.split()[0])
            held = [t for t in tenures(known.name) if self.day is None or t.covers(self.day)]
            for t in held or tenures(known.name)[-1:]:
                if not t.title:
                    continue  # a list of the user's may give sectors without an office
                actor.posts[t.title, t.country] = t.sectors
                actor.nouns.update((office_of(t.title), t.title.split()[-1], t.title))
            if held and self.day:
                actor.sectors = held[-1].sectors
            elif self.day and tenures(known.name) and not held:
                later = tenures(known.name)[0].first_day > self.day
                actor.sectors = ("ELI",) if later else tuple(dict.fromkeys(("ELI", *actor.sectors)))
        return actor

    def country_of(self, c: Candidate) -> str | None:
        """The country that the words of a candidate name."""
        codes = [self.country_at[i] for i in c.modifiers if i in self.country_at]
        owners = [i for i in c.modifiers if i in self.country_at and self.w.text[i + 1 : i + 2] in (["'s"], ["’s"])]
        if len(codes) > 1 and owners:  # 'the UN’s Chad envoy'
            return self.country_at[owners[0]]
        if codes:  # a 'British Islamic State recruit' is British
            return next((code for code in codes if code in countries()), codes[0]) if codes[0] == "IMG" else codes[0]
        return (c.role.country if c.role else "") or None

    def sectors_of(self, c: Candidate) -> tuple[str, ...]:
        """The sectors that a description gives: a Hamas spokesman is of Hamas's, a Hamas hostage is not."""
        assert c.role is not None
        own = c.role.sectors
        if set(own) <= {"GOV", "PTY"} or c.role.noun in ("member", "members"):
            for i in c.modifiers:
                body = self.of.get(self.at_head[i]) if i in self.at_head else None
                if body and body.kind in ("organisation", "group") and body.sectors not in ((), ("CVL",)):
                    return body.sectors
        return own
