"""What the columns of the answers mean: those that come from a noun as the schema says, the others as said here."""

from dataclasses import fields
from typing import Final

from regesta.schema import Entity, Event, Position, Report, Statement

_NOUNS: Final = {"timeline": Event, "events": Event, "statements": Statement, "positions": Position, "actors": Entity,
                 "reports": Report}  # fmt: skip
_OF_EVENTS: Final = {
    "id": "Group of tellings: the smallest id in it; `show` takes it.",
    "statuses": "Status of every telling, the surest first.",
    "background": "True where every telling has it as history.",
    "told_as": "Telling (Event.id) whose fields the line shows: the best dated and most complete one.",
}
_OWN: Final = {"timeline": _OF_EVENTS}
_SHARED: Final = {
    "actors": "Names of the actors, with the country of all that are no country themselves.",
    "recipients": "Names of the recipients, in the same form.",
    "speakers": "Names of the speakers.",
    "addressees": "Names of the addressees.",
    "claimed_by": "Who says so, where a statement tells the event.",
    "place": "Name of the place in the gazetteer.",
    "place_country": "Country of the place, ISO 3166-1 alpha-3.",
    "place_grain": "How fine the place is.",
    "latitude": "Degrees, WGS 84.",
    "longitude": "Degrees, WGS 84.",
    "match": "certain or possible, with --since or --until; else empty.",
    "trigger": "The words that tell the event.",
    "words": "The sentence, or the content of a statement, or the words of a position; pieces joined by ' … '.",
    "cue": "The words that attribute.",
    "source": "The words for the speaker.",
    "start_char": "Where the words begin in the report, in code points.",
    "group": "Event that the telling belongs to: the id of its line in the timeline.",
    "published": "Day of publication.",
    "publisher": "Who published the report.",
    "n_reports": "Reports; near copies count once (of actors and statements each).",
    "n_told": "Tellings: one for each report and event.",
    "party": "Country code of who speaks for a country, else the id of the party.",
    "name": "Name that is shown: of a reviewer, else of the reports.",
    "kind": "country, person, organisation or group.",
    "issue_group": "Wishes on one issue, across reports and parties.",
    "change": "first, changed, reiterated, also (same day or report) or undated.",
    "previous": "Stance of the line before, of the same party on the same issue.",
    "previous_day": "Day of the line before.",
    "n_events": "Events: of an actor in any role, of a report as told.",
    "n_statements": "Statements: of an actor as speaker.",
    "n_positions": "Positions.",
    "n_problems": "Problems.",
    "first_seen": "First day of publication of a report in which the actor takes part.",
    "last_seen": "Last such day.",
    "title": "Headline, else the first words.",
    "n_chars": "Length of the text in code points.",
    "copy_of": "Near copies of one text have the same.",
    "n_copies": "Near copies, itself included.",
}


def column_help(question: str, column: str) -> str:
    """What the column of that answer means; '' if nothing says it."""
    of_noun = {f.name: f.metadata["help"] for f in fields(_NOUNS[question])}
    own = _OWN.get(question, {}).get(column) or _SHARED.get(column)
    if question == "reports" and column == "source":
        own = None
    return str(own or of_noun.get(column, ""))
