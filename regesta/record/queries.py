"""One function per question, each an Ibis expression over the current rows of a record.

    queries.timeline(record, Filters(actor="China", since=date(2022, 3, 1))).to_pandas()

Three layers are counted, and the columns say which: `n_reports` reports (near copies of one text count as one),
`n_told` events as told (one for each report and event), one row of `timeline` for each event.
"""

from dataclasses import replace
from typing import Final, Protocol

import ibis
import ibis.expr.types as ir
from ibis import _

from regesta.record.filters import ALL, Filters, at_place, in_days, is_actor, is_type, names
from regesta.record.near import circle
from regesta.schema import (
    Correction,
    Entity,
    Event,
    Evidence,
    Member,
    Mention,
    Participant,
    Place,
    Position,
    Problem,
    Report,
    Statement,
)


class Views(Protocol):
    """What the questions are asked of: a `Record`."""

    def current(self, noun: type) -> ir.Table:
        """The rows of the noun that hold now."""


# How well each basis of a date supports it: the words themselves before the day of publication.
_BASIS_RANK: Final = {"text": 0, "anchor": 0, "dateline": 1, "publication": 2}
_CERTAIN_FIRST: Final = ("happened", "denied", "alleged", "planned", "did not happen", "hypothetical")


def timeline(views: Views, filters: Filters = ALL) -> ir.Table:
    """What happened: one row for each event, in order of date, however many reports tell it.

    An event is shown as its best dated and most complete telling has it. The filters choose events of which one
    telling meets them all, by the days of the telling that is shown; the counts are of all tellings.
    """
    told = _events(views)
    if about := replace(filters, since=None, until=None):
        told = told.semi_join(events(views, about).select("group"), "group")
    best = [_basis_rank(), ibis.desc(_["n_parts"]), ibis.desc(_["confidence"]), _["published"], _["id"]]
    ranked = told.mutate(nth=ibis.row_number().over(group_by="group", order_by=best))
    shown = in_days(ranked.filter(_["nth"] == 0), filters)
    counts = told.group_by("group").agg(
        n_reports=_["copy_of"].nunique(),
        n_told=_.count(),
        all_background=_["background"].all(),
    )
    kinds = (
        told.select("group", "status")
        .distinct()
        .group_by("group")
        .agg(statuses=_["status"].collect(order_by=_certainty()))
    )
    joined = shown.inner_join(counts, "group").inner_join(kinds, "group")
    return joined.select(
        id="group", earliest="earliest", latest="latest", grain="grain", date_basis="date_basis", match="match",
        statuses="statuses", status="status", type="type", mode="mode", actors="actors", recipients="recipients",
        place="place", place_country="place_country", place_grain="place_grain", latitude="latitude",
        longitude="longitude", background="all_background", claimed_by="claimed_by", n_reports="n_reports",
        n_told="n_told", words="words", trigger="trigger", score="score", quad="quad", cameo="cameo",
        contexts="contexts", confidence="confidence", told_as="id",
    ).order_by(*_in_order())  # fmt: skip


def events(views: Views, filters: Filters = ALL) -> ir.Table:
    """Events as told: one row for each report and event, in order of date."""
    rows = _sure(_events_like(_events(views), filters), filters)
    rows = _with_parties(views, rows, filters, first=("actor",))
    rows = _with_words(in_days(rows, filters), filters)
    return rows.drop("n_parts", "copy_of", "admin1", "place_words").order_by(*_in_order())


def statements(views: Views, filters: Filters = ALL) -> ir.Table:
    """Who said what: one row for each statement; those of near copies of a report once, with `n_reports`."""
    rows = _statements(views)
    if filters.type or filters.status:
        told = _events(views)
        telling = _events_like(told, filters)["claimed_in"]
        chosen = rows["id"].isin(telling)
        if filters.type and not filters.status:
            chosen = chosen | (rows["type"] == filters.type.lower())
        rows = rows.filter(chosen)
    rows = _with_parties(views, _sure(rows, filters), filters, first=("speaker",))
    rows = _with_words(in_days(rows, filters), filters)
    same = rows.group_by("copy_of", "speakers", "type", "words")
    copies = same.agg(first=_["id"].first(order_by=[_["published"], _["id"]]), n_reports=_["report"].nunique())
    once = rows.inner_join(copies.select(first="first", n_reports="n_reports"), [("id", "first")])
    once = once.rename(act="type").drop("copy_of", "first", "admin1", "place_words")
    return once.order_by(*_in_order("published", "start_char"))


def positions(views: Views, filters: Filters = ALL) -> ir.Table:
    """What each party wants: one row for each party, issue, day and stance, with what changed since the day before.

    `change` is 'first', 'changed' (another direction than the line before), 'reiterated' (the same direction on a
    later day in another report), 'also' (on the same day or in the same report) or 'undated'. It is judged over the
    whole record, whatever the filters leave.
    """
    lines = _position_lines(_positions(views))
    if filters.type or filters.status:
        like = _events_like(_events(views), filters)
        chosen = lines["basis"].isin(like["id"]) | lines["basis"].isin(like["claimed_in"])
        if filters.type and not filters.status:
            chosen = chosen | (lines["stance"] == filters.type.lower())
        lines = lines.filter(chosen)
    if filters.actor:
        lines = lines.filter(_is(views, lines, filters.actor))
    if filters.with_:
        parts = participants(views)
        other = parts.filter(_is(views, parts, filters.with_))
        lines = lines.filter(lines["basis"].isin(other["owner"]))
    if filters.place:
        lines = lines.filter(_rests_at(views, lines, filters.place))
    lines = _with_words(in_days(lines, filters), replace(filters, place=None), also="issue")
    return lines.select(
        "id", "party", "name", "country", "kind", "stance", "direction", "issue", "issue_group", "day", "change",
        "previous", "previous_day", "n_reports", "words", "basis", "report", "publisher",
    ).order_by(*_by_party())  # fmt: skip


def actors(views: Views, filters: Filters = ALL) -> ir.Table:
    """Who takes part: one row for each actor, with what is told of it; the busiest first.

    Country and sectors are those of most reports. `first_seen` and `last_seen` are days of publication.
    """
    parts = participants(views).filter(_["entity"].notnull())
    told = events(views, _without_actor(filters)).select(owner="id", group="group", what=ibis.literal("event"))
    said = statements(views, _without_actor(filters)).select(owner="id", group="id", what=ibis.literal("statement"))
    owners = told.union(said)
    rows = parts.inner_join(owners, "owner")
    if filters.actor:
        rows = rows.filter(_is(views, rows, filters.actor))
    counts = _join(rows, _published(views), "report").group_by("entity").agg(
        n_events=_["group"].nunique(where=_["what"] == "event"),
        n_statements=_["group"].nunique(where=_["role"] == "speaker"),
        n_reports=_["report"].nunique(),
        first_seen=_["published"].min(),
        last_seen=_["published"].max(),
    )  # fmt: skip
    entities = _as_one(views, views.current(Entity).rename(entity="id")).rename(id="entity")
    entities = entities.mutate(
        name=_["given"].coalesce(_["name"]), agree=_.count().over(group_by=["id", "country", "sectors"])
    )
    fullest = [_["country"].isnull(), ibis.desc("agree"), ibis.desc(_["name"].length()), _["name"], _["report"]]
    known = entities.mutate(nth=ibis.row_number().over(group_by="id", order_by=fullest)).filter(_["nth"] == 0)
    return (
        known.select(entity="id", name="name", kind="kind", country="country", sectors="sectors")
        .inner_join(counts, "entity")
        .rename(id="entity")
        .order_by(ibis.desc("n_events"), ibis.desc("n_statements"), _["name"], _["id"])
    )


def reports(views: Views, filters: Filters = ALL) -> ir.Table:
    """The reports, in order of publication, with what each tells; `n_copies` near copies of it, itself included."""
    rows = _reports(views)
    about = Filters(actor=filters.actor, with_=filters.with_, type=filters.type, status=filters.status,
                    issue=filters.issue, place=filters.place)  # fmt: skip
    if about:
        of_events = events(views, about).select("report")
        of_statements = statements(views, about).select("report")
        of_positions = positions(views, about).select("report")
        wanted = of_events.union(of_statements).union(of_positions).distinct()
        rows = rows.semi_join(wanted, [("id", "report")])
    if filters.publisher:
        rows = rows.filter(names(rows["publisher"], filters.publisher))
    if filters.since:
        rows = rows.filter(_["published"] >= filters.since)
    if filters.until:
        rows = rows.filter(_["published"] <= filters.until)
    for column, noun in (
        ("n_events", Event),
        ("n_statements", Statement),
        ("n_positions", Position),
        ("n_problems", Problem),
    ):
        counted = views.current(noun).filter(_["report"].notnull()).group_by(of="report").agg(**{column: _.count()})
        rows = rows.left_join(counted, [("id", "of")]).drop("of").mutate(**{column: _[column].fill_null(0)})
    sizes = rows.group_by("copy_of").agg(n_copies=_.count())
    return rows.inner_join(sizes, "copy_of").order_by(_["published"].asc(nulls_first=False), _["source"], _["id"])


def problems(views: Views) -> ir.Table:
    """What could not be read or coded."""
    return views.current(Problem).order_by("source", "line", "id")


def totals(views: Views) -> ir.Table:
    """One row: how much the record holds, layer by layer."""
    told = _events(views)
    counted = told.agg(n_told=_.count(), n_events=_["group"].nunique())
    n_reports = _reports(views).agg(n_reports=_.count(), n_texts=_["copy_of"].nunique())
    result = n_reports.cross_join(counted)
    for column, noun in (("n_statements", Statement), ("n_positions", Position), ("n_problems", Problem)):
        result = result.cross_join(views.current(noun).agg(**{column: _.count()}))
    actors = views.current(Participant).agg(n_actors=_["entity"].nunique())
    return result.cross_join(actors)


def event_features(views: Views) -> ir.Table:
    """What linking compares of each event as told, with the text words of its sentence."""
    return _events(views).select(
        "id", "report", "copy_of", "type", "mode", "polarity", "modality", "background", "earliest", "latest",
        "date_basis", "published", "place", "place_country", "place_grain", "words", "trigger",
        "start_char",
    ).order_by("id")  # fmt: skip


def party_features(views: Views) -> ir.Table:
    """Actors and recipients of each event as told."""
    parts = participants(views).filter(_["role"].isin(["actor", "recipient"]))
    return parts.select("owner", "role", "entity", "country", "kind", "name").order_by("owner", "role", "name")


def position_features(views: Views) -> ir.Table:
    """What linking compares of each position."""
    return _positions(views).select("id", "party", "issue", "direction", "words").order_by("id")


# The wide tables that the questions share


def _reports(views: Views) -> ir.Table:
    """The reports without their texts, each with the group of near copies that it belongs to."""
    reports = views.current(Report)
    copies = _group_of(views, "report", "copy_of")
    head = reports["text"].substr(0, 300).re_replace(r"\s+", " ").strip()
    rows = reports.select(
        "id", "published", "publisher", "source", "language", title=reports["title"].coalesce(head.substr(0, 120)),
        n_chars=reports["text"].length(),
    )  # fmt: skip
    return rows.left_join(copies, [("id", "member")]).drop("member").mutate(copy_of=_["copy_of"].coalesce(_["id"]))


def _group_of(views: Views, kind: str, column: str) -> ir.Table:
    members = views.current(Member)
    return members.filter(members["kind"] == kind).select(**{"member": "id", column: "group"})


def _published(views: Views) -> ir.Table:
    return _reports(views).select(of="id", published="published", publisher="publisher", copy_of="copy_of")


def participants(views: Views) -> ir.Table:
    """Each participant, merged actors as one, with its name: that of the entity, else the words, else the country."""
    parts = views.current(Participant)
    entities = views.current(Entity).select(e_id="id", e_report="report", e_name="name", kind="kind")
    mentions = views.current(Mention).select(m_id="id", exact="exact")
    rows = parts.left_join(entities, [("entity", "e_id"), ("report", "e_report")]).drop("e_id", "e_report")
    rows = rows.left_join(mentions, [("mention", "m_id")]).drop("m_id")
    rows = _as_one(views, rows).anti_join(_refused(views), [("entity", "refused")])
    name = _["given"].coalesce(_["e_name"], _["exact"], _["country"], "?").re_replace(r"\s+", " ")
    rows = rows.mutate(name=name, kind=_["kind"].fill_null(""))
    of_country = (_["kind"] != "country") & _["country"].notnull()
    return rows.mutate(label=ibis.ifelse(of_country, _["name"] + " (" + _["country"] + ")", _["name"]))


def _as_one(views: Views, rows: ir.Table) -> ir.Table:
    """Merged actors under one id in `entity`, and `given`: the name that a reviewer gave, if one did."""
    members = _group_of(views, "entity", "one")
    rows = rows.left_join(members, [("entity", "member")]).drop("member")
    rows = rows.mutate(entity=_["one"].coalesce(_["entity"])).drop("one")
    given = views.current(Correction).filter(_["field"] == "name").left_join(members, [("owner", "member")])
    latest = given.mutate(of=_["one"].coalesce(_["owner"])).group_by("of")
    named = latest.agg(given=_["value"].last(order_by=[_["at"], _["id"]]))
    return rows.left_join(named, [("entity", "of")]).drop("of")


def _refused(views: Views) -> ir.Table:
    """Actors that a reviewer says are none; a word on one of merged actors counts for all."""
    known = views.current(Correction).filter(_["field"] == "known")
    known = known.left_join(_group_of(views, "entity", "one"), [("owner", "member")])
    latest = known.mutate(refused=_["one"].coalesce(_["owner"])).group_by("refused")
    return latest.agg(verdict=_["verdict"].last(order_by=[_["at"], _["id"]])).filter(_["verdict"] == "no")


def _labels(views: Views, **columns: str) -> ir.Table:
    """For each owner a column of labels for each role asked for, in order, each label once."""
    parts = participants(views)
    first = ibis.row_number().over(group_by=["owner", "role", "label"], order_by=[_["rank"], _["id"]])
    once = parts.mutate(nth=first).filter(_["nth"] == 0)
    in_order = [_["rank"], _["id"]]
    return once.group_by(of="owner").agg(**{
        column: _["label"].collect(where=_["role"] == role, order_by=in_order) for column, role in columns.items()
    })  # fmt: skip


def _words(views: Views, **columns: str) -> ir.Table:
    """For each owner a column of words for each field asked for, its pieces in order, on one line."""
    evidence = views.current(Evidence)
    pieces = evidence.filter(evidence["field"].isin(list(columns.values())))
    pieces = pieces.mutate(exact=_["exact"].re_replace(r"\s+", " ").strip())
    in_order = [_["rank"], _["start_char"]]
    return pieces.group_by(of="owner").agg(**{
        column: _["exact"].group_concat(" … ", where=_["field"] == field, order_by=in_order)
        for column, field in columns.items()
    }, start_char=_["start_char"].min(where=_["field"] == next(iter(columns.values()))))  # fmt: skip


def _join(rows: ir.Table, other: ir.Table, key: str = "id") -> ir.Table:
    return rows.left_join(other, [(key, "of")]).drop("of")


def _with_place(views: Views, rows: ir.Table) -> ir.Table:
    places = views.current(Place).select(
        of="id", name="name", place_words="exact", place_country="country", admin1="admin1", place_grain="grain",
        latitude="latitude", longitude="longitude",
    )  # fmt: skip
    return _join(rows.rename(place_id="place"), places, "place_id").rename(place="name").drop("place_id")


def _events(views: Views) -> ir.Table:
    """Events as told, with names, words, place, publisher and group."""
    rows = views.current(Event).drop("run", "time")
    rows = _with_place(views, rows)
    labels = _labels(views, actors="actor", recipients="recipient", claimed_by="speaker")
    rows = _join(rows, labels.drop("claimed_by"))
    rows = _join(rows, labels.select("of", "claimed_by"), "claimed_in")
    rows = _join(rows, _words(views, trigger="trigger", words="sentence"))
    rows = _join(rows, _published(views), "report")
    rows = rows.left_join(_group_of(views, "event", "group"), [("id", "member")]).drop("member")
    return rows.mutate(
        group=_["group"].coalesce(_["id"]),
        words=_["words"].coalesce(_["trigger"], ""),
        n_parts=_["actors"].length().fill_null(0) + _["recipients"].length().fill_null(0),
    )


def _statements(views: Views) -> ir.Table:
    """Statements with their speakers, addressees, words and publisher; `type` is the act."""
    rows = views.current(Statement).drop("run", "coder", "time").rename(type="act")
    rows = _with_place(views, rows)
    rows = _join(rows, _labels(views, speakers="speaker", addressees="addressee"))
    rows = _join(rows, _words(views, words="content", cue="cue", source="source"))
    rows = _join(rows, _published(views), "report")
    return rows.mutate(words=_["words"].fill_null(""))


def _positions(views: Views) -> ir.Table:
    """Positions with the party's name, the words, the publisher and the issue that they belong to."""
    rows = views.current(Position).drop("run")
    entities = views.current(Entity).select(
        e_id="id", e_report="report", name="name", kind="kind", sector=_["sectors"][0]
    )
    rows = rows.left_join(entities, [("entity", "e_id"), ("report", "e_report")]).drop("e_id", "e_report")
    rows = _as_one(views, rows).anti_join(_refused(views), [("entity", "refused")])
    rows = _join(_join(rows, _words(views, words="words")), _published(views), "report")
    rows = rows.left_join(_group_of(views, "issue", "issue_group"), [("id", "member")]).drop("member")
    # What a minister wants is what the government wants; what a party leader wants is not.
    speaks_for_country = _["country"].notnull() & ((_["kind"] == "country") | (_["sector"] == "GOV"))
    return rows.mutate(
        issue_group=_["issue_group"].coalesce(_["id"]),
        issue=_["issue"].re_replace(r"\s+", " "),
        party=ibis.ifelse(speaks_for_country, _["country"], _["entity"]).coalesce(_["country"], ""),
        name=_["given"].coalesce(_["name"], _["country"], "?"),
        words=_["words"].coalesce(_["issue"]),
    ).drop("given")


def _position_lines(rows: ir.Table) -> ir.Table:
    """One line for each party, issue, day and stance, and how it differs from the line before."""
    line = ["issue_group", "party", "day", "stance"]
    nth = ibis.row_number().over(group_by=line, order_by=[_["published"], _["id"]])
    shown = rows.mutate(nth=nth).filter(_["nth"] == 0)
    # A missing day is a value of its own here, so the join must not be on the day itself.
    counts = rows.mutate(on=_["day"].cast("string").fill_null("")).group_by("issue_group", "party", "on", "stance")
    counted = counts.agg(n_reports=_["copy_of"].nunique())
    lines = shown.mutate(on=_["day"].cast("string").fill_null("")).inner_join(
        counted, ["issue_group", "party", "on", "stance"]
    )
    before = ibis.window(
        group_by=["issue_group", "party"], order_by=[_["day"].asc(nulls_first=False), _["published"], _["id"]]
    )
    lines = lines.mutate(
        previous=_["stance"].lag().over(before),
        previous_direction=_["direction"].lag().over(before),
        previous_day=_["day"].lag().over(before),
        previous_copy=_["copy_of"].lag().over(before),
        earliest=_["day"], latest=_["day"],
    )  # fmt: skip
    change = ibis.cases(
        (_["day"].isnull(), "undated"),
        (_["previous"].isnull(), "first"),
        (_["previous_direction"] != _["direction"], "changed"),
        ((_["previous_day"] == _["day"]) | (_["previous_copy"] == _["copy_of"]), "also"),
        else_="reiterated",
    )
    return lines.mutate(change=change)


def _in_order(*then: str) -> list[ir.Value]:
    """By the first day, else the last one, then by the last day; what has neither comes last."""
    first, last = _["earliest"].coalesce(_["latest"]), _["latest"]
    return [first.asc(nulls_first=False), last.asc(nulls_first=False), *(_[c] for c in then), _["id"]]


# Filters


def _sure(rows: ir.Table, filters: Filters) -> ir.Table:
    return rows if filters.min_confidence is None else rows.filter(_["confidence"] >= filters.min_confidence)


def _events_like(told: ir.Table, filters: Filters) -> ir.Table:
    if filters.type:
        told = told.filter(is_type(told, filters.type))
    if filters.status:
        told = told.filter(_["status"] == filters.status)
    return told


def _with_parties(views: Views, rows: ir.Table, filters: Filters, *, first: tuple[str, ...]) -> ir.Table:
    """Rows in which `actor` has one of the first roles, and `with_` is another participant."""
    if not (filters.actor or filters.with_):
        return rows
    parts = participants(views)
    if filters.actor:
        mine = parts.filter(_is(views, parts, filters.actor) & parts["role"].isin(first))
        rows = rows.filter(rows["id"].isin(mine["owner"]))
    if filters.with_:
        other = parts.filter(_is(views, parts, filters.with_))
        rows = rows.filter(rows["id"].isin(other["owner"]))
    return rows


def _is(views: Views, parts: ir.Table, who: str) -> ir.BooleanValue:
    """Which participants are the actor, whatever name of it was given."""
    told = views.current(Mention).filter(_["form"] == "name", _["entity"].notnull()).select("entity", name="exact")
    listed = views.current(Entity).select(entity="id", name="name")
    called = told.filter(names(told["name"], who)).union(listed.filter(names(listed["name"], who)))
    return is_actor(parts, who, _as_one(views, called.select("entity").distinct()))


def _with_words(rows: ir.Table, filters: Filters, also: str = "words") -> ir.Table:
    """Rows whose words hold the issue, that are at the place, from the publisher."""
    if filters.issue:
        rows = rows.filter(names(rows["words"], filters.issue) | names(rows[also], filters.issue))
    if filters.place:
        rows = rows.filter(at_place(rows, filters.place))
    if filters.publisher:
        rows = rows.filter(names(rows["publisher"], filters.publisher))
    return rows


def _rests_at(views: Views, lines: ir.Table, place: str) -> ir.BooleanValue:
    """Positions whose event or statement is at the place, or whose words name it."""
    told, said = _events(views), _statements(views)
    there = lines["basis"].isin(told.filter(at_place(told, place))["id"])
    there = there | lines["basis"].isin(said.filter(at_place(said, place))["id"])
    return there | (names(lines["words"], place) if circle(place) is None else ibis.literal(False))


def _without_actor(filters: Filters) -> Filters:
    """The filters for what an actor takes part in, in any role."""
    return replace(filters, actor=None)


def _by_party() -> list[ir.Value]:
    """By the party's name, then issue by issue as they were first taken up, then in order of date; undated last."""
    day = _["day"]
    party = _["name"].first(order_by=[_["kind"] != "country", _["name"]]).over(group_by="party")
    taken_up = day.min().over(group_by=["party", "issue_group"])
    return [party, _["party"], taken_up.asc(nulls_first=False), _["issue_group"], day.asc(nulls_first=False), _["id"]]


def _basis_rank() -> ir.Value:
    return ibis.cases(*((_["date_basis"] == name, rank) for name, rank in _BASIS_RANK.items()), else_=9)


def _certainty() -> ir.Value:
    return ibis.cases(*((_["status"] == name, rank) for rank, name in enumerate(_CERTAIN_FIRST)), else_=9)
