"""Hand-made rows of an invented crisis: what coding would give, without a model.

A text is written once; each row finds its words in it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from regesta.schema import (
    Entity,
    Event,
    Evidence,
    Mention,
    Participant,
    Place,
    Position,
    Problem,
    Report,
    Run,
    Statement,
    content_id,
)

COUNTRIES = {"CHN": "China", "UKR": "Ukraine", "USA": "United States", "RUS": "Russia", "FRA": "France"}


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def a_run(started: str = "2026-01-01T10:00:00", *, settings: str = "default", models: tuple[str, ...] = ()) -> Run:
    return Run(id=content_id("run", started, settings), started=dt.datetime.fromisoformat(started), version="0.1.0",
               codebook="PLOVER 2.0", models=models, settings=settings)  # fmt: skip


@dataclass
class Bundle:
    """A report with its rows; `event`, `statement` and `position` add to them and return the row."""

    report: Report
    found: dict[type, list[Any]] = field(default_factory=dict)

    def rows(self) -> Mapping[type, Sequence[Any]]:
        return {**self.found, Report: [self.report]}

    def put(self, row: Any) -> Any:
        rows = self.found.setdefault(type(row), [])
        if row.id not in {r.id for r in rows}:
            rows.append(row)
        return row

    def span(self, words: str) -> tuple[int, int]:
        start = self.report.text.index(words)
        return start, start + len(words)

    def evidence(self, owner: str, name: str, *pieces: str) -> None:
        for rank, words in enumerate(pieces):
            start, end = self.span(words)
            self.put(Evidence(id=content_id("evidence", owner, name, start, end), report=self.report.id, owner=owner,
                              field=name, rank=rank, start_char=start, end_char=end, exact=words))  # fmt: skip

    def entity(self, who: str) -> Entity:
        """'CHN' is a country, 'Wang Yi/CHN' a person of one."""
        name, _, country = who.partition("/")
        kind = "person" if country else "country"
        name, country = (name, country) if country else (COUNTRIES[who], who)
        return self.put(Entity(id=content_id("entity", kind, name), report=self.report.id, name=name, kind=kind,
                               country=country, sectors=("GOV",)))  # fmt: skip

    def part(self, owner: str, role: str, who: str, rank: int) -> None:
        who, _, words = who.partition("=")
        entity = self.entity(who)
        mention = None
        if words:
            start, end = self.span(words)
            mention = self.put(Mention(id=content_id("mention", self.report.id, start, end), report=self.report.id,
                                       start_char=start, end_char=end, exact=words, head_char=start, form="name",
                                       entity=entity.id)).id  # fmt: skip
        self.put(
            Participant(
                id=content_id("participant", owner, role, who),
                report=self.report.id,
                owner=owner,
                role=role,
                rank=rank,
                mention=mention,
                entity=entity.id,
                country=entity.country,
                sectors=entity.sectors,
            )
        )

    def place(self, name: str | None, country: str | None = None, grain: str = "city") -> str | None:
        if name is None:
            return None
        start, end = self.span(name)
        return self.put(
            Place(
                id=content_id("place", self.report.id, start, end),
                report=self.report.id,
                start_char=start,
                end_char=end,
                exact=name,
                name=name,
                country=country,
                grain=grain,
            )
        ).id

    def event(
        self,
        kind: str,
        trigger: str,
        actors: str = "",
        recipients: str = "",
        *,
        on: str | None = None,
        until: str | None = None,
        basis: str = "text",
        status: str = "happened",
        background: bool = False,
        place: str | None = None,
        claimed_in: str | None = None,
        sentence: str | None = None,
    ) -> Event:
        """`kind` is TYPE or TYPE/mode; actors and recipients are 'CHN, Wang Yi/CHN=Wang'."""
        of_type, _, mode = kind.partition("/")
        key = content_id("event", self.report.id, kind, trigger, actors, recipients)
        row = Event(
            id=key, report=self.report.id, type=of_type, mode=mode or None, quad=1, score=1.0, status=status,
            modality="planned" if status == "planned" else "asserted", polarity="positive", background=background,
            claimed_in=claimed_in, earliest=day(on), latest=day(until or on), grain="day" if on else None,
            date_basis=basis if on else None, place=self.place(place, "UKR"), coder="hand", confidence=0.9,
        )  # fmt: skip
        self.put(row)
        for role, people in (("actor", actors), ("recipient", recipients)):
            for rank, who in enumerate(filter(None, people.split(", "))):
                self.part(key, role, who, rank)
        self.evidence(key, "trigger", trigger)
        self.evidence(key, "sentence", sentence or self.sentence_of(trigger))
        return row

    def sentence_of(self, words: str) -> str:
        at = self.report.text.index(words)
        start = max(self.report.text.rfind(mark, 0, at) + len(mark) for mark in (". ", "\n")) if at else 0
        start = 0 if self.report.text.rfind(". ", 0, at) < 0 and self.report.text.rfind("\n", 0, at) < 0 else start
        end = self.report.text.find(".", at + len(words))
        return self.report.text[start : end + 1 if end >= 0 else None]

    def statement(self, speaker: str, cue: str, content: str, *, to: str = "", act: str = "say",
                  on: str | None = None) -> Statement:  # fmt: skip
        key = content_id("statement", self.report.id, cue, content)
        row = Statement(id=key, report=self.report.id, manner="indirect", act=act, earliest=day(on), latest=day(on),
                        grain="day" if on else None, date_basis="text" if on else None, coder="hand",
                        confidence=0.8)  # fmt: skip
        self.put(row)
        self.part(key, "speaker", speaker, 0)
        if to:
            self.part(key, "addressee", to, 0)
        self.evidence(key, "cue", cue)
        self.evidence(key, "content", content)
        return row

    def position(self, who: str, stance: str, issue: str, *, on: str | None = None, direction: int = 1,
                 basis: str | None = None) -> Position:  # fmt: skip
        entity = self.entity(who)
        key = content_id("position", self.report.id, who, stance, issue)
        row = Position(id=key, report=self.report.id, entity=entity.id, country=entity.country, stance=stance,
                       direction=direction, issue=issue, basis=basis, day=day(on))  # fmt: skip
        self.put(row)
        self.evidence(key, "issue", issue)
        self.evidence(key, "words", self.sentence_of(issue))
        return row


def a_report(
    text: str,
    *,
    publisher: str | None = "Wire",
    published: str | None = "2022-03-06",
    source: str = "hand.txt",
    title: str | None = None,
) -> Bundle:
    return Bundle(Report(id=content_id("report", publisher, published, text), source=source, publisher=publisher,
                         title=title, text=text, published=day(published),
                         published_from="given" if published else None))  # fmt: skip


def a_problem(source: str = "bad.csv", line: int | None = 17) -> Problem:
    message = f"{source}:{line}: not JSON"
    return Problem(id=content_id("problem", source, "read", message), source=source, line=line, stage="read",
                   kind="format", message=message)  # fmt: skip


def call_first() -> Bundle:
    """A call, the war behind it, a wish, a statement."""
    b = a_report(
        "Chinese Foreign Minister Wang Yi and Ukrainian Foreign Minister Dmytro Kuleba spoke by telephone on Monday. "
        "Wang said that China calls for peace talks on Ukraine. "
        "Russia invaded Ukraine in February. Russian forces are accused of shelling a school in Kharkiv.",
        published="2022-04-05", source="wire.jsonl:1", title="Wang and Kuleba speak",
    )  # fmt: skip
    b.event(
        "CONSULT/phone", "spoke by telephone", "Wang Yi/CHN=Wang Yi, Dmytro Kuleba/UKR=Dmytro Kuleba", on="2022-04-04"
    )
    said = b.statement("Wang Yi/CHN=Wang", "said", "that China calls for peace talks on Ukraine", on="2022-04-04")
    b.event("ASSAULT", "invaded", "RUS", "UKR", background=True)
    b.event("ASSAULT/heavy-weapons", "shelling", "RUS", on="2022-04-05", basis="publication", status="alleged",
            place="Kharkiv")  # fmt: skip
    b.position("CHN", "calls for", "peace talks on Ukraine", on="2022-04-04", basis=said.id)
    return b


def call_again() -> Bundle:
    """Another publisher tells the call in other words, and the wish again a day later."""
    b = a_report(
        "China's top diplomat held a phone conversation with Ukraine's Kuleba on April 4, the first since Russia "
        "launched its invasion of Ukraine. On Tuesday Beijing again urged talks on peace in Ukraine.",
        publisher="Gazette", published="2022-04-06", source="gazette/1.html", title="A call",
    )  # fmt: skip
    b.event(
        "CONSULT/phone",
        "phone conversation",
        "Wang Yi/CHN=China's top diplomat, Dmytro Kuleba/UKR=Ukraine's Kuleba",
        on="2022-04-04",
    )
    b.event("ASSAULT", "invasion", "RUS=Russia", "UKR=Ukraine", background=True)
    b.position("CHN", "calls for", "talks on peace in Ukraine", on="2022-04-05")
    return b


def other_call() -> Bundle:
    """The same minister calls somebody else on the same day; Russia changes its mind."""
    b = a_report(
        "Wang Yi also spoke by telephone with US Secretary of State Antony Blinken on Monday. "
        "Russia accepts peace talks on Ukraine.",
        publisher="Herald", published="2022-04-05", source="herald.csv:2", title="Blinken call",
    )  # fmt: skip
    b.event(
        "CONSULT/phone", "spoke by telephone", "Wang Yi/CHN=Wang Yi, Antony Blinken/USA=Antony Blinken", on="2022-04-04"
    )
    b.position("RUS", "accepts", "peace talks on Ukraine", on="2022-04-05")
    return b


def earlier() -> Bundle:
    """Russia refuses talks first; the denial of the shelling."""
    b = a_report(
        "Russia refuses any peace talks on Ukraine, its minister said on Friday. Moscow denied that its forces shelled "
        "the school in Kharkiv.",
        publisher="Herald", published="2022-04-01", source="herald.csv:1", title="Moscow refuses",
    )  # fmt: skip
    b.position("RUS", "refuses", "any peace talks on Ukraine", on="2022-04-01", direction=-1)
    denial = b.statement(
        "RUS=Moscow", "denied", "that its forces shelled the school in Kharkiv", act="deny", on="2022-04-01"
    )
    b.event("ASSAULT/heavy-weapons", "shelled", "RUS", on="2022-04-01", basis="publication", status="denied",
            place="Kharkiv", claimed_in=denial.id)  # fmt: skip
    return b


def crisis() -> list[Bundle]:
    return [earlier(), call_first(), other_call(), call_again()]
