"""The coding object: one JSON object a report, what `regesta code` prints. Stable, versioned, described by
`coding_object.schema.json` beside this module.

Positions are code points of the report's text, half-open. Dates are ISO 8601; None means not known.
"""

import json
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from regesta.coding.coded import Cast, Coded, Told
from regesta.schema import Event, Mention, Participant, Position, Role, Statement

SCHEMA_NAME: Final = "regesta.coding/1"


@lru_cache(maxsize=1)
def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every coding object satisfies."""
    text = resources.files("regesta.coding").joinpath("coding_object.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def coding_object(coded: Coded) -> dict[str, Any]:
    """The coded report as plain lists, dicts, strings and numbers, ready for `json.dumps`."""
    report, cast = coded.report, coded.cast
    mentions = {m.id: m for m in cast.mentions}
    return {
        "schema": SCHEMA_NAME,
        "report": {
            "id": report.id, "title": report.title, "published": _day(report.published),
            "published_from": report.published_from, "publisher": report.publisher, "language": report.language,
            "source": report.source, "chars": len(report.text),
        },
        "entities": [_entity(cast, e) for e in cast.entities],
        "mentions": [{"id": m.id, **_words(m), "form": m.form, "entity": m.entity} for m in cast.mentions],
        "times": [
            {"id": t.id, **_words(t), "type": t.timex, "value": t.value, **_interval(t), "anchor": t.anchor}
            for t in coded.times
        ],
        "places": [
            {"id": p.id, **_words(p), "name": p.name, "country": p.country, "admin1": p.admin1, "latitude": p.latitude,
             "longitude": p.longitude, "geonames": p.geonames, "grain": p.grain, "metonym": p.metonym}
            for p in coded.places
        ],
        "events": [_event(cast, mentions, told) for told in coded.events],
        "statements": [_statement(cast, mentions, told) for told in coded.statements],
        "positions": [_position(told) for told in coded.positions],
        "problems": [
            {"stage": p.stage, "kind": p.kind, "line": p.line, "message": p.message} for p in coded.problems
        ],
    }  # fmt: skip


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _words(row: Any) -> dict[str, Any]:
    return {"start": row.start_char, "end": row.end_char, "text": row.exact}


def _interval(row: Any) -> dict[str, Any]:
    return {"earliest": _day(row.earliest), "latest": _day(row.latest), "grain": row.grain}


def _entity(cast: Cast, entity: Any) -> dict[str, Any]:
    offices = [
        {"title": o.title, "country": o.country, "sectors": list(o.sectors), "first_day": _day(o.first_day),
         "last_day": _day(o.last_day), "basis": o.basis}
        for o in cast.offices if o.entity == entity.id
    ]  # fmt: skip
    return {"id": entity.id, "name": entity.name, "kind": entity.kind, "country": entity.country,
            "sectors": list(entity.sectors), "members": list(entity.members), "offices": offices}  # fmt: skip


def _participant(cast: Cast, mentions: dict[str, Mention], row: Participant) -> dict[str, Any]:
    mention, entity = mentions.get(row.mention or ""), cast.by_id(row.entity)
    text = mention.exact if mention else None
    return {
        "entity": row.entity, "start": mention.start_char if mention else None,
        "end": mention.end_char if mention else None, "text": text or (entity.name if entity else ""),
        "name": entity.name if entity else text, "country": row.country, "sectors": list(row.sectors),
    }  # fmt: skip


def _spans(told: Told[Any], field: str) -> list[dict[str, Any]]:
    rows = sorted((e for e in told.evidence if e.field == field), key=lambda e: e.rank)
    return [{"start": e.start_char, "end": e.end_char, "text": e.exact} for e in rows]


def _first(told: Told[Any], field: str) -> dict[str, Any] | None:
    return next(iter(_spans(told, field)), None)


def _event(cast: Cast, mentions: dict[str, Mention], told: Told[Event]) -> dict[str, Any]:
    row, sentence = told.row, _first(told, "sentence")
    return {
        "id": row.id, "type": row.type, "mode": row.mode, "contexts": list(row.contexts), "cameo": row.cameo,
        "quad": row.quad, "score": row.score, "status": row.status, "modality": row.modality,
        "polarity": row.polarity, "background": row.background, "claimed_in": row.claimed_in,
        "actor": [_participant(cast, mentions, p) for p in told.who("actor")],
        "recipient": [_participant(cast, mentions, p) for p in told.who("recipient")],
        "trigger": _first(told, "trigger"),
        "sentence": {"start": sentence["start"], "end": sentence["end"]} if sentence else None,
        "date": {**_interval(row), "basis": row.date_basis}, "place": row.place, "coder": row.coder,
        "confidence": round(row.confidence, 3),
    }  # fmt: skip


def _statement(cast: Cast, mentions: dict[str, Mention], told: Told[Statement]) -> dict[str, Any]:
    row = told.row
    speaker, addressee = (
        next((_participant(cast, mentions, p) for p in told.who(role)), None) for role in ("speaker", "addressee")
    )
    return {
        "id": row.id, "manner": row.manner, "act": row.act, "polarity": row.polarity,
        "cue": _first(told, "cue"), "source": _first(told, "source"), "content": _spans(told, "content"),
        "speaker": speaker and speaker["entity"], "speaker_name": _called(cast, mentions, told, "speaker", "source"),
        "addressee": addressee and addressee["entity"],
        "addressee_name": _called(cast, mentions, told, "addressee", "addressee"),
        "channel": row.channel, "via": row.via, "within": row.within,
        "date": {**_interval(row), "basis": row.date_basis}, "place": row.place, "coder": row.coder,
        "confidence": round(row.confidence, 3),
    }  # fmt: skip


def _called(cast: Cast, mentions: dict[str, Mention], told: Told[Statement], role: Role, field: str) -> str | None:
    """What to call a party to a statement: a person's full name, else the report's own words ("the army").

    A pronoun is called as its entity is; without any mention the words behind the field must do.
    """
    row = next(iter(told.who(role)), None)
    if row is None:
        words = _first(told, field)
        return str(words["text"]) if words else None
    mention, entity = mentions.get(row.mention or ""), cast.by_id(row.entity)
    if entity is not None and (mention is None or entity.kind == "person" or mention.form == "pronoun"):
        return entity.name
    return mention.exact if mention else None


def _position(told: Told[Position]) -> dict[str, Any]:
    row, words = told.row, _first(told, "words")
    return {
        "id": row.id, "entity": row.entity, "country": row.country, "stance": row.stance,
        "direction": row.direction, "issue": row.issue, "basis": row.basis,
        "start": words and words["start"], "end": words and words["end"], "text": words and words["text"],
        "day": _day(row.day),
    }  # fmt: skip
