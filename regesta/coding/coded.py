"""What the stages of coding hand to each other, and the result of coding one report.

`Cast` is who takes part in a report: the mentions, whom they mean, and the offices known. `Told` is an event, a
statement or a position together with its participants and the words behind each of its fields.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from regesta.schema import (
    Entity,
    Event,
    Evidence,
    Mention,
    Office,
    Participant,
    Place,
    Position,
    Problem,
    Report,
    Role,
    Statement,
    Time,
    content_id,
)

Noun = TypeVar("Noun", Event, Statement, Position)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words of a source, a cue and a content that belong together, as found by rules or by the model.

    Spans are (start_char, end_char) of the report's text, in text order. Without a source (an agentless passive,
    a bare quotation) `source` is None; a content in several pieces has several spans. Only the model gives addressee,
    channel and relay, and says whether it found the attribution inside another's content.
    """

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    coder: str  # 'rule:…' or 'model:…'
    confidence: float
    addressee: tuple[int, int] | None = None
    channel: tuple[int, int] | None = None
    relay: tuple[int, int] | None = None
    is_inner: bool = False


@dataclass(frozen=True)
class Cast:
    """The actors of one report: mentions in text order, the entities that they mean, the offices held."""

    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    offices: tuple[Office, ...] = ()

    @cached_property
    def _entity(self) -> dict[str, Entity]:
        return {e.id: e for e in self.entities}

    @cached_property
    def _by_head(self) -> dict[int, Mention]:
        return {m.head_char: m for m in sorted(self.mentions, key=lambda m: m.end_char - m.start_char)}

    def entity(self, mention: Mention | None) -> Entity | None:
        """Whom a mention means; None when not known."""
        return self._entity.get(mention.entity or "") if mention else None

    def by_id(self, entity: str | None) -> Entity | None:
        """The entity of that id, None when the report has none."""
        return self._entity.get(entity or "")

    def with_head(self, head_char: int) -> Mention | None:
        """The longest mention whose head word begins at that position of the text."""
        return self._by_head.get(head_char)

    def inside(self, start_char: int, end_char: int) -> list[Mention]:
        """Mentions whose head lies in the span, in text order."""
        return [m for m in self.mentions if start_char <= m.head_char < end_char]


@dataclass(frozen=True, slots=True)
class Told(Generic[Noun]):
    """A row with its participants and with the words behind each field."""

    row: Noun
    participants: tuple[Participant, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def spans(self, field: str) -> list[tuple[int, int]]:
        """(start_char, end_char) of the words behind one field, in order of rank."""
        found = sorted((e.rank, e.start_char, e.end_char) for e in self.evidence if e.field == field)
        return [(start, end) for _, start, end in found]

    def who(self, role: Role) -> list[Participant]:
        """The participants of one role, in order of rank."""
        return sorted((p for p in self.participants if p.role == role), key=lambda p: p.rank)


def evidence_of(report: Report, owner: str, field: str, spans: Iterable[tuple[int, int]]) -> list[Evidence]:
    """One Evidence row a span, ranked in the order given."""
    return [
        Evidence(
            id=content_id("evidence", owner, field, start, end), report=report.id, owner=owner, field=field,
            rank=rank, start_char=start, end_char=end, exact=report.text[start:end],
        )
        for rank, (start, end) in enumerate(spans)
    ]  # fmt: skip


def participants_of(
    report: Report, owner: str, role: Role, cast: Cast, mentions: Iterable[Mention]
) -> list[Participant]:
    """One Participant row a mention; a collective ('the two countries') gives one row for each of its members."""
    rows: list[Participant] = []
    for mention in mentions:
        entity = cast.entity(mention)
        members: list[Entity | None] = [m for i in entity.members if (m := cast.by_id(i))] if entity else []
        for one in members or [entity]:
            rows.append(Participant(
                id=content_id("participant", owner, role, mention.id, one.id if one else None),
                report=report.id, owner=owner, role=role, rank=len(rows), mention=mention.id,
                entity=one.id if one else None, country=one.country if one else None,
                sectors=one.sectors if one else (),
            ))  # fmt: skip
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """Everything that one report says: the rows that the record keeps of it.

    Rows are in text order. `run` is empty in all of them until a record takes them in.
    """

    report: Report
    times: tuple[Time, ...] = ()
    cast: Cast = field(default_factory=Cast)
    places: tuple[Place, ...] = ()
    statements: tuple[Told[Statement], ...] = ()
    events: tuple[Told[Event], ...] = ()
    positions: tuple[Told[Position], ...] = ()
    problems: tuple[Problem, ...] = ()

    def rows(self) -> dict[type, list[Any]]:
        """The rows by noun, the Report itself last: a record that stops half-way never shows half a report."""
        told: list[Told[Any]] = [*self.statements, *self.events, *self.positions]
        return {
            Problem: list(self.problems),
            Time: list(self.times),
            Mention: list(self.cast.mentions),
            Entity: list(self.cast.entities),
            Office: list(self.cast.offices),
            Place: list(self.places),
            Statement: [t.row for t in self.statements],
            Event: [t.row for t in self.events],
            Position: [t.row for t in self.positions],
            Participant: [p for t in told for p in t.participants],
            Evidence: [e for t in told for e in t.evidence],
            Report: [self.report],
        }
