"""The nouns of the register: one frozen dataclass a table, each field with a help text and a unit.

The Arrow schemas, the database tables, the CSV and Parquet headers and the data dictionary in the docs are
derived from these classes and from nothing else:

    >>> arrow_schema(Time).names[:4]
    ['id', 'run', 'report', 'start_char']

Positions in text count Unicode code points of `Report.text`, half-open: text[start_char:end_char] == exact.
"""

import dataclasses
import datetime as dt
import hashlib
import typing
from dataclasses import MISSING, dataclass, field
from typing import Any, Literal

import pyarrow as pa

SCHEMA_VERSION = 1  # of the record on disk; a larger number in a record means a newer Regesta wrote it

Grain = Literal[
    "second", "minute", "hour", "part", "day", "week", "month", "season", "quarter", "year", "decade", "century", "open"
]
PublishedFrom = Literal["given", "metadata", "stamp", "dateline"]
Form = Literal["name", "title", "metonym", "pronoun", "nominal", "collective"]
EntityKind = Literal["country", "person", "organisation", "group"]
PlaceGrain = Literal["site", "city", "district", "region", "country", "area"]
Status = Literal["happened", "alleged", "denied", "planned", "hypothetical", "did not happen"]
Modality = Literal["asserted", "planned", "hypothetical"]
Polarity = Literal["positive", "negative"]
Manner = Literal["direct", "indirect", "mixed"]
Role = Literal["actor", "recipient", "speaker", "addressee", "relay"]
DateBasis = Literal["text", "anchor", "dateline", "publication"]
Stance = Literal[
    "calls for", "demands", "supports", "offers", "accepts", "opposes",
    "refuses", "condemns", "warns", "hesitates", "denies", "blames",
]  # fmt: skip
LinkKind = Literal["report", "event", "entity", "issue", "story"]
Verdict = Literal["auto", "yes", "no"]
CorrectedField = Literal["name", "known", "office"]
EntryKind = Literal["country", "person", "organisation", "group", "role"]


def _column(help_text: str, *, unit: str = "", default: Any = MISSING) -> Any:
    """A dataclass field that carries its help text and unit."""
    return field(default=default, metadata={"help": help_text, "unit": unit})


def _run() -> Any:
    return _column("Run that wrote the row.", unit="Run.id", default="")


def _report() -> Any:
    return _column("Report that the row was read from.", unit="Report.id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One use of the coder."""

    id: str = _column("Digest of version, code book, models, settings and start.", unit="16 hex digits")
    started: dt.datetime = _column("When the run began.", unit="UTC")
    version: str = _column("Version of Regesta.")
    codebook: str = _column("Code book of the events, with its version.")
    models: tuple[str, ...] = _column("Models used.", unit="name@sha256")
    settings: str = _column("Digest of the settings.", unit="16 hex digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A text that somebody published."""

    id: str = _column("Digest of publisher, date and text.", unit="16 hex digits")
    run: str = _run()
    source: str = _column("Where it was read: a path, and the line or member of a file of many reports.")
    start_char: int = _column(
        "Where the text begins in its source; 0 unless one file holds several reports.", unit="code points", default=0
    )
    publisher: str | None = _column("Who published it, as given.", default=None)
    url: str | None = _column("Address it was published under, as given.", default=None)
    title: str | None = _column("Headline.", default=None)
    text: str = _column("The text as given, only decoded, line ends made a line feed.")
    language: str = _column("Language of the text.", unit="ISO 639-1", default="en")
    published: dt.date | None = _column("Day of publication; None when nothing says it.", unit="date", default=None)
    published_at: dt.datetime | None = _column(
        "Moment of publication where the source gives one.", unit="UTC", default=None
    )
    published_from: PublishedFrom | None = _column(
        "What says the day: given, metadata, stamp or dateline.", default=None
    )
    collected: dt.datetime | None = _column("When it was read into the record.", unit="UTC", default=None)
    signature: str = _column("MinHash of the words, to find near copies.", unit="hex", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What could not be read or coded."""

    id: str = _column("Digest of source, stage and message.", unit="16 hex digits")
    run: str = _run()
    report: str | None = _column("Report concerned, if there is one.", unit="Report.id", default=None)
    source: str = _column("Path or address of what was being read.")
    line: int | None = _column("Line or record number in the source, from 1.", default=None)
    stage: str = _column("Stage of the work: read, parse, times, …")
    kind: str = _column("Short name of the kind of problem, e.g. 'encoding'.")
    message: str = _column("What was expected, what came, where.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression and the interval that it names."""

    id: str = _column("Digest of report and span.", unit="16 hex digits")
    run: str = _run()
    report: str = _report()
    start_char: int = _column("First character.", unit="code points")
    end_char: int = _column("Character after the last.", unit="code points")
    exact: str = _column("The words.")
    timex: str = _column("TIMEX3 type: DATE, TIME, DURATION or SET.")
    value: str | None = _column("TIMEX3 value; None when not known.", default=None)
    earliest: dt.date | None = _column("First day it can mean; None when open.", unit="date", default=None)
    latest: dt.date | None = _column("Last day it can mean; None when open.", unit="date", default=None)
    grain: Grain = _column("How fine the expression is.")
    anchor: str | None = _column(
        "What it was resolved against: 'publication', 'text', a Time.id or the name of a dated event.", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that stand for an actor."""

    id: str = _column("Digest of report and span.", unit="16 hex digits")
    run: str = _run()
    report: str = _report()
    start_char: int = _column("First character.", unit="code points")
    end_char: int = _column("Character after the last.", unit="code points")
    exact: str = _column("The words.")
    head_char: int = _column("First character of the head word.", unit="code points")
    form: Form = _column("How it refers: name, title, metonym, pronoun, nominal or collective.")
    entity: str | None = _column("Whom it means; None when not known.", unit="Entity.id", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An actor: a country, person, organisation or group."""

    id: str = _column("Digest of kind and name, or of the code book's key.", unit="16 hex digits")
    run: str = _run()
    report: str = _report()
    name: str = _column("The fullest name known.")
    kind: EntityKind = _column("country, person, organisation or group.")
    country: str | None = _column("Country, or PLOVER's UNO, EUR, IGO, NGO …", unit="ISO 3166-1 alpha-3", default=None)
    sectors: tuple[str, ...] = _column("PLOVER sectors, the main one first.", unit="PLOVER 2.0", default=())
    members: tuple[str, ...] = _column(
        "Members of a collective such as 'the two countries'.", unit="Entity.id", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office that a person holds, with the days that are known."""

    id: str = _column("Digest of entity, title and first day.", unit="16 hex digits")
    run: str = _run()
    report: str = _report()
    entity: str = _column("Who holds it.", unit="Entity.id")
    title: str = _column("Title of the office.")
    country: str | None = _column("Country or organisation it belongs to.", unit="ISO 3166-1 alpha-3", default=None)
    sectors: tuple[str, ...] = _column("PLOVER sectors of the office.", unit="PLOVER 2.0", default=())
    first_day: dt.date | None = _column("First day in office, if known.", unit="date", default=None)
    last_day: dt.date | None = _column("Last day in office; None when open or not known.", unit="date", default=None)
    basis: str = _column("'code book', or 'text' when the report itself says it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words that name a place, and where it is."""

    id: str = _column("Digest of report and span.", unit="16 hex digits")
    run: str = _run()
    report: str = _report()
    start_char: int = _column("First character.", unit="code points")
    end_char: int = _column("Character after the last.", unit="code points")
    exact: str = _column("The words.")
    name: str = _column("Name in the gazetteer.")
    geonames: int | None = _column("GeoNames number, if it has one.", default=None)
    country: str | None = _column("Country.", unit="ISO 3166-1 alpha-3", default=None)
    admin1: str | None = _column("First-level region.", default=None)
    latitude: float | None = _column("Latitude.", unit="degrees, WGS 84", default=None)
    longitude: float | None = _column("Longitude.", unit="degrees, WGS 84", default=None)
    grain: PlaceGrain = _column("How fine the place is.")
    metonym: bool = _column("True where the place stands for its government ('Moscow said').", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something done, as one report tells it."""

    id: str = _column("Digest of report, type, mode, trigger and participants.", unit="16 hex digits")
    run: str = _run()
    report: str = _report()
    type: str = _column("PLOVER type, e.g. CONSULT.", unit="PLOVER 2.0")
    mode: str | None = _column("PLOVER mode of the type, e.g. phone.", unit="PLOVER 2.0", default=None)
    contexts: tuple[str, ...] = _column("PLOVER contexts.", unit="PLOVER 2.0", default=())
    cameo: str | None = _column("Nearest CAMEO code; a string, for its leading zero.", unit="CAMEO", default=None)
    quad: int = _column("1 verbal, 2 material cooperation, 3 verbal, 4 material conflict.")
    score: float = _column("PLOVER score of the pair (type, mode).", unit="-10 … +10")
    status: Status = _column("What the report says of it, derived from modality, polarity, claim and denials.")
    modality: Modality = _column("asserted, planned or hypothetical.")
    polarity: Polarity = _column("negative when the words say that it did not happen.")
    background: bool = _column("Told as history, not as news.", default=False)
    claimed_in: str | None = _column(
        "Statement that tells it; None is the reporter's own voice.", unit="Statement.id", default=None
    )
    earliest: dt.date | None = _column("First day on which it can have happened.", unit="date", default=None)
    latest: dt.date | None = _column("Last day on which it can have happened.", unit="date", default=None)
    grain: Grain | None = _column("How fine the date is; None without a date.", default=None)
    date_basis: DateBasis | None = _column(
        "What the date rests on: text, anchor, dateline or publication.", default=None
    )
    time: str | None = _column("Expression that dates it.", unit="Time.id", default=None)
    place: str | None = _column("Where.", unit="Place.id", default=None)
    coder: str = _column("Rule or model that found it.")
    confidence: float = _column("Share of events of this score that are right.", unit="0 … 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something said or thought, and by whom."""

    id: str = _column("Digest of report, cue and content.", unit="16 hex digits")
    run: str = _run()
    report: str = _report()
    manner: Manner = _column("direct, indirect or mixed, by the quotation marks around the content.")
    act: str = _column("What the speaker does by saying it: say, ask, demand, deny, promise, warn …")
    polarity: Polarity = _column("negative when the speaker denies or rejects the content.", default="positive")
    channel: str | None = _column("Words for the channel: 'a message on Twitter'.", default=None)
    via: str | None = _column("Words for who relays it: 'a summary released by the ministry'.", default=None)
    within: str | None = _column("Statement that this one is part of.", unit="Statement.id", default=None)
    earliest: dt.date | None = _column("First day on which it can have been said.", unit="date", default=None)
    latest: dt.date | None = _column("Last day on which it can have been said.", unit="date", default=None)
    grain: Grain | None = _column("How fine the date is; None without a date.", default=None)
    date_basis: DateBasis | None = _column(
        "What the date rests on: text, anchor, dateline or publication.", default=None
    )
    time: str | None = _column("Expression that dates it.", unit="Time.id", default=None)
    place: str | None = _column("Where it was said.", unit="Place.id", default=None)
    coder: str = _column("Rule or model that found it.")
    confidence: float = _column("Share of statements of this score that are right.", unit="0 … 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An actor's part in an event or a statement."""

    id: str = _column("Digest of owner, role, mention and entity.", unit="16 hex digits")
    run: str = _run()
    report: str = _report()
    owner: str = _column("Event or statement.", unit="Event.id or Statement.id")
    role: Role = _column("actor, recipient, speaker, addressee or relay.")
    rank: int = _column("Order among the owner's participants of that role, from 0.")
    mention: str | None = _column("The words that name the participant.", unit="Mention.id", default=None)
    entity: str | None = _column("Whom they mean.", unit="Entity.id", default=None)
    country: str | None = _column("Country on that day.", unit="ISO 3166-1 alpha-3", default=None)
    sectors: tuple[str, ...] = _column("Sectors on that day, the main one first.", unit="PLOVER 2.0", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a party wants on an issue, on a day."""

    id: str = _column("Digest of report, entity, stance and span.", unit="16 hex digits")
    run: str = _run()
    report: str = _report()
    entity: str | None = _column("The party.", unit="Entity.id")
    country: str | None = _column("Country of the party.", unit="ISO 3166-1 alpha-3", default=None)
    stance: Stance = _column("One of twelve words: calls for, demands, supports, …")
    direction: int = _column("-1 against, 0 undecided, +1 for.")
    issue: str = _column("The text's own phrase for the issue.")
    basis: str | None = _column("Statement or event it rests on.", unit="Statement.id or Event.id", default=None)
    day: dt.date | None = _column("Day on which it was held; None when not known.", unit="date", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words behind one field."""

    id: str = _column("Digest of owner, field and span.", unit="16 hex digits")
    run: str = _run()
    report: str = _report()
    owner: str = _column("Row that the words support.", unit="id")
    field: str = _column(
        "Field that they support: trigger, sentence, cue, source, content, channel, via, stance, issue …"
    )
    rank: int = _column("Order among the pieces of one field, from 0.", default=0)
    start_char: int = _column("First character.", unit="code points")
    end_char: int = _column("Character after the last.", unit="code points")
    exact: str = _column("The words.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """'These two are the same', and who says so."""

    id: str = _column("Digest of kind, left and right.", unit="16 hex digits")
    run: str = _run()
    kind: LinkKind = _column("What the two are: report, event, entity, issue or story.")
    left: str = _column("One of the two, the smaller id.", unit="id")
    right: str = _column("The other.", unit="id")
    score: float = _column("How alike they are.", unit="0 … 1")
    verdict: Verdict = _column("auto, or a reviewer's yes or no, which outlives re-coding.")
    by: str = _column("Who or what judged.")
    at: dt.datetime = _column("When.", unit="UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a group that was computed from links."""

    run: str = _run()
    kind: LinkKind = _column("What is grouped: report, event, entity, issue or story.")
    group: str = _column("The group: the smallest id in it.", unit="id")
    id: str = _column("The member.", unit="id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a reviewer says of an actor: its name, or whether what was read of it is so. It outlives re-coding."""

    id: str = _column("Digest of owner and field, and of the value where a field has many.", unit="16 hex digits")
    run: str = _run()
    owner: str = _column("Actor that is corrected.", unit="Entity.id")
    field: CorrectedField = _column("name, known (it is an actor at all) or office.")
    value: str = _column("The name to show; the office as 'title, country'; the actor's name.")
    verdict: Verdict = _column("yes: so it is; no: it is not.")
    by: str = _column("Who says so.")
    at: dt.datetime = _column("When.", unit="UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An actor of a list that the user imported, with what it stands for between two days."""

    id: str = _column("Digest of list, name, office, codes and days.", unit="16 hex digits")
    run: str = _run()
    list_name: str = _column("List that it belongs to: the name of its file.")
    line: int = _column("Line of the list, from 1.")
    name: str = _column("The name.")
    aliases: tuple[str, ...] = _column("Other names.", default=())
    kind: EntryKind = _column("country, person, organisation, group, or role for a noun such as 'gunman'.")
    country: str | None = _column("Country, or PLOVER's UNO, EUR, IGO, NGO …", unit="ISO 3166-1 alpha-3", default=None)
    sectors: tuple[str, ...] = _column("Sectors, the main one first.", unit="PLOVER 2.0", default=())
    title: str | None = _column("Title of the office, if the list says it.", default=None)
    first_day: dt.date | None = _column("First day on which the codes hold; None when open.", unit="date", default=None)
    last_day: dt.date | None = _column("Last day on which the codes hold; None when open.", unit="date", default=None)
    at: dt.datetime = _column("When it was imported.", unit="UTC")


NOUNS: tuple[type, ...] = (
    Run, Report, Problem, Time, Mention, Entity, Office, Place,
    Event, Statement, Participant, Position, Evidence, Link, Member, Correction, Entry,
)  # fmt: skip


def table_name(noun: type) -> str:
    """Name of the noun's table: the class's name in small letters."""
    return noun.__name__.lower()


def content_id(*parts: object) -> str:
    """16 hex digits that depend on the parts alone; None and '' differ, and so do ('ab', 'c') and ('a', 'bc')."""
    encoded = (b"-" if part is None else _measured(str(part).encode("utf-8", "surrogatepass")) for part in parts)
    return hashlib.sha256(b"".join(encoded)).hexdigest()[:16]


def _measured(part: bytes) -> bytes:
    return b"%d:%b" % (len(part), part)


def arrow_schema(noun: type) -> pa.Schema:
    """The noun as an Arrow schema, in the order of its fields, help and unit as field metadata."""
    hints = typing.get_type_hints(noun)
    return pa.schema([
        pa.field(f.name, _arrow_type(hints[f.name]), nullable=_is_optional(hints[f.name]),
                 metadata={"help": f.metadata["help"], "unit": f.metadata["unit"]})
        for f in dataclasses.fields(noun)
    ])  # fmt: skip


_ARROW = {
    str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(),
    dt.date: pa.date32(), dt.datetime: pa.timestamp("us"),
}  # fmt: skip


def _is_optional(hint: Any) -> bool:
    return type(None) in typing.get_args(hint)


def _arrow_type(hint: Any) -> pa.DataType:
    if _is_optional(hint):
        (hint,) = (a for a in typing.get_args(hint) if a is not type(None))
    if typing.get_origin(hint) is Literal:
        return pa.string()
    if typing.get_origin(hint) is tuple:
        return pa.list_(pa.string())
    return _ARROW[hint]
