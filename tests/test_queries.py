"""Each question, each filter: what it keeps and how it counts."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import ibis
import pyarrow as pa
import pytest
from rows import a_problem, a_report, a_run, crisis, day

from regesta.errors import SettingsError
from regesta.export.tables import QUESTIONS
from regesta.record import queries
from regesta.record.answers import column_help
from regesta.record.filters import Filters, country_of
from regesta.record.linking import link
from regesta.record.lookup import look_up
from regesta.record.near import Circle, inside
from regesta.record.nothing import unknown
from regesta.record.record import Record
from regesta.schema import Entity, Place


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("record") / "desk.duckdb") as record:
        record.add([*crisis(), a_problem()], a_run())
        link(record)
        yield record


def rows(desk: Record, question: Any, **filters: Any) -> list[dict[str, Any]]:
    return desk.fetch(question(desk, Filters(**filters))).to_pylist()


def test_the_timeline_is_in_order_of_date_and_undated_last(desk: Record) -> None:
    days = [row["earliest"] for row in rows(desk, queries.timeline)]
    assert days == [day("2022-04-01"), day("2022-04-04"), day("2022-04-04"), None]


def test_an_event_is_shown_as_its_best_telling_and_counts_all(desk: Record) -> None:
    shelling, call, *_rest, war = rows(desk, queries.timeline)
    assert shelling["statuses"] == ["denied", "alleged"]
    assert call["actors"] == ["Wang Yi (CHN)", "Dmytro Kuleba (UKR)"]
    assert (call["n_reports"], call["n_told"]) == (2, 2)
    assert call["words"].startswith("Chinese Foreign Minister Wang Yi and Ukrainian")
    assert war["background"]
    assert war["recipients"] == ["Ukraine"]


@pytest.mark.parametrize(
    ("filters", "triggers"),
    [
        ({"actor": "China"}, {"spoke by telephone", "phone conversation"}),
        ({"actor": "chinese"}, {"spoke by telephone", "phone conversation"}),
        ({"actor": "wang"}, {"spoke by telephone", "phone conversation"}),
        ({"actor": "Ukraine"}, {"spoke by telephone", "phone conversation"}),
        ({"actor": "Blinken"}, {"spoke by telephone"}),
        ({"actor": "an"}, set()),  # part of a word is not a name
        ({"actor": "kulébà"}, {"spoke by telephone", "phone conversation"}),  # with accents or without
        ({"actor": "Ukraine's Kuleba"}, {"spoke by telephone", "phone conversation"}),  # as one report calls him
        ({"with_": "wang-yi", "actor": "Blinken"}, {"spoke by telephone"}),
        ({"with_": "UKR", "actor": "RUS"}, {"invaded", "invasion"}),
        ({"actor": "Wang Yi", "with_": "Kuleba"}, {"spoke by telephone", "phone conversation"}),
        ({"type": "assault"}, {"shelled", "shelling", "invaded", "invasion"}),
        ({"type": "CONSULT/phone"}, {"spoke by telephone", "phone conversation"}),
        ({"type": "heavy-weapons"}, {"shelled", "shelling"}),
        ({"type": "CONSULT/visit"}, set()),
        ({"status": "denied"}, {"shelled"}),
        ({"issue": "School"}, {"shelled", "shelling"}),
        ({"place": "kharkiv"}, {"shelled", "shelling"}),
        ({"place": "Ukraine"}, {"shelled", "shelling"}),
        ({"since": day("2022-04-05")}, {"shelling"}),
        ({"until": day("2022-04-01")}, {"shelled"}),
        ({"publisher": "gazette"}, {"phone conversation", "invasion"}),
        ({"issue": "a (b"}, set()),  # no pattern, but words
    ],
)
def test_events_filtered(desk: Record, filters: dict[str, Any], triggers: set[str]) -> None:
    assert {row["trigger"] for row in rows(desk, queries.events, **filters)} == triggers


SCENES: list[tuple[str, str | None, str | None, str | None, str | None]] = [
    ("met", "2022-03-05", "2022-03-05", "Kharkiv", "city"),
    ("talked", "2022-03-01", "2022-03-31", "Merefa", "city"),  # 25 km from Kharkiv
    ("called", "2022-03-05", None, "Poltava", "city"),  # 130 km from Kharkiv
    ("fought", None, "2022-03-05", "Ukraine", "country"),
    ("spoke", None, None, None, None),
    ("argued", "2022-03-05", "2022-03-08", "Tonga", "country"),
]
POINTS = {"Kharkiv": (49.98, 36.25), "Merefa": (49.82, 36.05), "Poltava": (49.59, 34.55), "Ukraine": (49.9, 36.2),
          "Tonga": (-21.1, -175.2)}  # fmt: skip


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Events dated and placed in every way."""
    bundle = a_report(" ".join(f"China and France {verb} in {place or 'peace'}." for verb, _, _, place, _ in SCENES))
    for verb, first, last, place, grain in SCENES:
        event = bundle.event("CONSULT", verb, "CHN, FRA")
        where = bundle.place(place, {"Tonga": "TON"}.get(place or "", "UKR"), grain or "city")
        bundle.found[type(event)].remove(event)
        bundle.put(replace(event, earliest=day(first), latest=day(last), place=where))
    found = bundle.found[Place]
    bundle.found[Place] = [replace(p, latitude=POINTS[p.name][0], longitude=POINTS[p.name][1]) for p in found]
    with Record(tmp_path_factory.mktemp("scenes") / "desk.duckdb") as record:
        record.add([bundle], a_run())
        yield record


def test_the_timeline_is_in_order_of_first_then_last_day(scenes: Record) -> None:
    order = [row["trigger"] for row in rows(scenes, queries.timeline)]
    assert order[:-1] == ["talked", *sorted(("met", "fought"), key=order.index), "argued", "called"]
    assert order[-1] == "spoke"


@pytest.mark.parametrize(
    ("filters", "certain", "possible"),
    [
        # an interval that lies inside is certain; one that shares a day, or has an open end, is possible
        ({"since": "2022-03-05", "until": "2022-03-05"}, {"met"}, {"talked", "called", "fought", "argued"}),
        ({"since": "2022-03-05", "until": "2022-03-08"}, {"met", "argued"}, {"talked", "called", "fought"}),
        ({"since": "2022-03-01"}, {"met", "talked", "called", "argued"}, {"fought"}),
        ({"until": "2022-03-05"}, {"met", "fought"}, {"talked", "called", "argued"}),
        ({"since": "2022-03-09"}, set(), {"talked", "called"}),
        ({"until": "2022-03-04"}, set(), {"talked", "fought"}),
        ({"since": "2022-04-01", "until": "2022-04-30"}, set(), {"called"}),
    ],
)
@pytest.mark.parametrize("question", [queries.timeline, queries.events])
def test_what_must_and_what_can_have_happened(
    scenes: Record, question: Any, filters: dict[str, str], certain: set[str], possible: set[str]
) -> None:
    days: Any = {name: day(value) for name, value in filters.items()}
    found = rows(scenes, question, **days)
    assert {row["trigger"] for row in found if row["match"] == "certain"} == certain
    assert {row["trigger"] for row in found if row["match"] == "possible"} == possible
    only = rows(scenes, question, dates="certain", **days)
    assert {row["trigger"] for row in only} == certain


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [("2021-05-01", "2021-05-31", ["visited"]), ("2020-05-01", "2020-05-31", []), ("2022-03-06", None, ["visited"]),
     ("2022-04-01", None, []), ("0001-01-01", "9999-12-31", ["visited"])],
)  # fmt: skip
def test_what_the_tense_leaves_open_reaches_a_year(
    tmp_path: Any, since: str, until: str | None, found: list[str]
) -> None:
    bundle = a_report("China has visited France.")
    event = bundle.event("CONSULT", "visited", "CHN", "FRA", on="2022-03-06", basis="publication")
    bundle.found[type(event)] = [replace(event, earliest=None)]
    with Record(tmp_path / "desk.duckdb") as record:
        record.add([bundle], a_run())
        asked: Any = {"since": day(since), "until": day(until)}
        assert [row["trigger"] for row in rows(record, queries.timeline, **asked)] == found


def test_without_days_nothing_is_certain_or_possible(scenes: Record) -> None:
    assert {row["match"] for row in rows(scenes, queries.timeline, actor="China")} == {None}
    assert {row["match"] for row in rows(scenes, queries.events)} == {None}


@pytest.mark.parametrize(
    ("place", "triggers"),
    [
        ("Kharkiv", {"met"}), ("kharkiv 10km", {"met"}), ("Kharkiv, 50 km", {"met", "talked"}),
        ("50.0,36.2 50km", {"met", "talked"}), ("50.0 36.2 200km", {"met", "talked", "called"}),
        ("50.0, 36.2, 2km", set()),
        ("-21.1, 184.8 5km", None), ("-21.1,-175.2 5000km", set()),  # Tonga is a country, no point
        ("Ukraine", {"met", "talked", "called", "fought"}), ("ukr", {"met", "talked", "called", "fought"}),
        ("TON", {"argued"}), ("Kyiv", set()),  # the capital is not the country
    ],
)  # fmt: skip
def test_places_by_name_country_and_radius(scenes: Record, place: str, triggers: set[str] | None) -> None:
    if triggers is None:
        with pytest.raises(SettingsError, match="longitude -180"):
            Filters(place=place)
        return
    assert {row["trigger"] for row in rows(scenes, queries.events, place=place)} == triggers
    assert {row["trigger"] for row in rows(scenes, queries.timeline, place=place)} == triggers


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [((50.45, 30.52), (49.99, 36.23), 409), ((0, 179.5), (0, -179.5), 111), ((90, 0), (-90, 77), 20015),
     ((-33.87, 151.21), (51.51, -0.13), 16993)],  # Kyiv – Kharkiv; over the date line; the poles; Sydney – London
)  # fmt: skip
def test_distances_are_those_of_the_globe(a: tuple[float, float], b: tuple[float, float], km: int) -> None:
    there = ibis.memtable(pa.table({"latitude": [float(b[0])], "longitude": [float(b[1])], "place_grain": ["city"]}))
    for radius, within in ((km * 0.995, False), (km * 1.005, True)):
        around = Circle(float(a[0]), float(a[1]), radius)
        (found,) = there.select(x=inside(there, around)).to_pyarrow().to_pylist()
        assert found["x"] == within


@pytest.mark.parametrize(
    "place", ["Xyzzyville 5km", "Ukraine 50km", "Kharkiv 0km", "Kharkiv 99999km", "95,36 5km", "5km"]
)
def test_a_circle_around_nothing_is_refused(place: str) -> None:
    with pytest.raises(SettingsError, match="place: expected"):
        Filters(place=place)


def test_positions_are_at_the_place_of_what_they_rest_on(tmp_path: Any) -> None:
    bundle = a_report("China met France in Kharkiv. China calls for peace. France calls for bread in Kharkiv.")
    event = bundle.event("CONSULT", "met", "CHN, FRA", place="Kharkiv")
    bundle.position("CHN", "calls for", "peace", on="2022-03-05", basis=event.id)
    bundle.position("FRA", "calls for", "bread", on="2022-03-05")
    with Record(tmp_path / "desk.duckdb") as record:
        record.add([bundle], a_run())
        assert [row["issue"] for row in rows(record, queries.positions, place="Kharkiv")] == ["peace", "bread"]
        assert rows(record, queries.positions, place="Lviv") == []


def test_positions_are_in_order_of_party_and_of_when_an_issue_was_taken_up(tmp_path: Any) -> None:
    bundle = a_report("Russia calls for bread. Russia calls for peace. China calls for order.")
    for who, issue, on in (("RUS", "bread", "2022-03-05"), ("RUS", "peace", "2022-03-01"), ("CHN", "order", None)):
        bundle.position(who, "calls for", issue, on=on)
    with Record(tmp_path / "desk.duckdb") as record:
        record.add([bundle], a_run())
        assert [row["issue"] for row in rows(record, queries.positions)] == ["order", "peace", "bread"]


def test_a_filtered_timeline_still_counts_all_reports(desk: Record) -> None:
    (call,) = rows(desk, queries.timeline, publisher="Gazette", type="CONSULT")
    assert call["n_reports"] == 2


@pytest.mark.parametrize(
    ("filters", "acts"),
    [({}, ["deny", "say"]), ({"actor": "Moscow"}, ["deny"]), ({"type": "say"}, ["say"]),
     ({"type": "ASSAULT"}, ["deny"]),
     ({"status": "denied"}, ["deny"]), ({"status": "planned"}, []), ({"issue": "peace talks"}, ["say"]),
     ({"since": day("2022-04-02")}, ["say"]), ({"place": "Kharkiv"}, []), ({"with_": "Ukraine"}, [])],
)  # fmt: skip
def test_statements_filtered(desk: Record, filters: dict[str, Any], acts: list[str]) -> None:
    assert [row["act"] for row in rows(desk, queries.statements, **filters)] == acts


@pytest.mark.parametrize(
    ("filters", "changes"),
    [({}, ["first", "reiterated", "first", "changed"]), ({"actor": "RUS"}, ["first", "changed"]),
     ({"type": "refuses"}, ["first"]), ({"type": "accepts"}, ["changed"]), ({"publisher": "Gazette"}, ["reiterated"]),
     ({"since": day("2022-04-05")}, ["reiterated", "changed"]), ({"issue": "any"}, ["first"])],
)  # fmt: skip
def test_positions_filtered_keep_their_history(desk: Record, filters: dict[str, Any], changes: list[str]) -> None:
    assert [row["change"] for row in rows(desk, queries.positions, **filters)] == changes


@pytest.mark.parametrize(
    ("days", "stances", "changes"),
    [
        (["2022-04-01", "2022-04-01"], ["calls for", "demands"], ["first", "also"]),
        (["2022-04-01", None], ["calls for", "supports"], ["first", "undated"]),
        (["2022-04-01", "2022-04-09"], ["calls for", "demands"], ["first", "reiterated"]),
        (["2022-04-01", "2022-04-09"], ["calls for", "opposes"], ["first", "changed"]),
        (["2022-04-01", "2022-04-09"], ["calls for", "hesitates"], ["first", "changed"]),
    ],
)
def test_change(tmp_path: Any, days: list[str | None], stances: list[str], changes: list[str]) -> None:
    bundles = []
    for n, (when, stance) in enumerate(zip(days, stances, strict=True)):
        bundle = a_report(f"China {stance} an early ceasefire.", publisher=f"Paper {n}", published=when)
        direction = {"opposes": -1, "hesitates": 0}.get(stance, 1)
        bundle.position("CHN", stance, "an early ceasefire", on=when, direction=direction)
        bundles.append(bundle)
    with Record(tmp_path / "desk.duckdb") as record:
        record.add(bundles, a_run())
        link(record)
        found = record.fetch(queries.positions(record)).to_pylist()
    assert [row["change"] for row in found] == changes


def test_actors_are_counted_by_events_not_tellings(desk: Record) -> None:
    found = {row["name"]: row for row in rows(desk, queries.actors)}
    assert (found["Wang Yi"]["first_seen"], found["Wang Yi"]["last_seen"]) == (day("2022-04-05"), day("2022-04-06"))
    assert (found["Wang Yi"]["n_events"], found["Wang Yi"]["n_statements"], found["Wang Yi"]["n_reports"]) == (2, 1, 3)
    assert found["Russia"]["n_events"] == 2
    assert next(iter(found)) in ("Russia", "Wang Yi")  # the busiest first


def test_an_actor_has_the_sectors_of_most_reports(tmp_path: Any) -> None:
    bundles = []
    for n, sectors in enumerate((("GOV",), ("CVL",), ("GOV",))):
        bundle = a_report(f"On day {n} Ana Ruiz met Wang Yi.", publisher=f"Paper {n}")
        bundle.event("CONSULT", "met", "Ana Ruiz/FRA, Wang Yi/CHN")
        bundle.found[Entity] = [replace(e, sectors=sectors) for e in bundle.found[Entity]]
        bundles.append(bundle)
    with Record(tmp_path / "desk.duckdb") as record:
        record.add(bundles, a_run())
        assert [row["sectors"] for row in rows(record, queries.actors)] == [["GOV"], ["GOV"]]


@pytest.mark.parametrize(
    ("filters", "names"),
    [({"actor": "CHN"}, {"Wang Yi"}), ({"type": "CONSULT", "issue": "Blinken"}, {"Wang Yi", "Antony Blinken"}),
     ({"publisher": "Gazette"}, {"Wang Yi", "Dmytro Kuleba", "Russia", "Ukraine"})],
)  # fmt: skip
def test_actors_filtered(desk: Record, filters: dict[str, Any], names: set[str]) -> None:
    assert {row["name"] for row in rows(desk, queries.actors, **filters)} == names


def test_reports_say_what_they_tell(desk: Record) -> None:
    first, *_others = rows(desk, queries.reports)
    assert (first["title"], first["n_events"], first["n_statements"], first["n_positions"]) == (
        "Moscow refuses",
        1,
        1,
        1,
    )
    assert "text" not in first


@pytest.mark.parametrize(
    ("filters", "titles"),
    [({"type": "CONSULT"}, ["Blinken call", "Wang and Kuleba speak", "A call"]),
     ({"publisher": "Wire"}, ["Wang and Kuleba speak"]),
     ({"since": day("2022-04-06")}, ["A call"]), ({"actor": "Blinken"}, ["Blinken call"]),
     ({"issue": "shelled"}, ["Moscow refuses"])],
)  # fmt: skip
def test_reports_filtered(desk: Record, filters: dict[str, Any], titles: list[str]) -> None:
    assert sorted(row["title"] for row in rows(desk, queries.reports, **filters)) == sorted(titles)


def test_a_report_without_a_title_is_shown_by_its_first_words(tmp_path: Any) -> None:
    with Record(tmp_path / "desk.duckdb") as record:
        record.add([a_report("  One\n\ntwo three. " + "x" * 100, published=None)], a_run())
        (row,) = record.fetch(queries.reports(record)).to_pylist()
    assert row["title"].startswith("One two three. xxx")
    assert len(row["title"]) == 115


def test_totals_count_each_layer(desk: Record) -> None:
    (n,) = desk.fetch(queries.totals(desk)).to_pylist()
    assert n == {"n_reports": 4, "n_texts": 4, "n_told": 7, "n_events": 4, "n_statements": 2, "n_positions": 4,
                 "n_problems": 1, "n_actors": 5}  # fmt: skip


def test_problems_are_kept_with_their_place(desk: Record) -> None:
    (problem,) = desk.fetch(queries.problems(desk)).to_pylist()
    assert (problem["source"], problem["line"]) == ("bad.csv", 17)


@pytest.mark.parametrize(
    ("filters", "words"),
    [({"status": "rumoured"}, "expected one of happened"),
     ({"type": "FIGHT"}, r"expected a PLOVER type \(AGREE"), ({"type": "CONSULT/telephone"}, "a mode of CONSULT .*phone"),
     ({"type": "demnd"}, "demand or demands"),
     ({"since": dt.date(2022, 2, 1), "until": dt.date(2022, 1, 1)}, "is after until"),
     ({"dates": "perhaps"}, "possible or certain")],
)  # fmt: skip
def test_a_filter_that_cannot_be_is_refused(filters: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Filters(**filters)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("China", "CHN"),
        ("chn", "CHN"),
        ("Beijing", "CHN"),
        ("the chinese whispers", None),
        ("Wang Yi", None),
        ("uno", "UNO"),
    ],
)
def test_country_of(words: str, code: str | None) -> None:
    assert country_of(words) == code


# One row


def test_an_event_is_shown_with_the_words_of_each_field(desk: Record) -> None:
    (event,) = rows(desk, queries.events, issue="Chinese Foreign Minister")
    found = look_up(desk, event["id"][:8])
    assert (found.noun, found.id) == ("event", event["id"])
    shown = {(line.field, line.words) for line in found.lines}
    assert ("trigger", "“spoke by telephone” [78:96]") in shown
    assert ("actor", "“Wang Yi” [25:32]") in shown
    fields = {line.field: line for line in found.lines}
    assert fields["told again"].value.endswith("Gazette 2022-04-06")
    assert fields["report"].value.endswith("Wire 2022-04-05")
    assert fields["run"].value == a_run().id


def test_a_reference_is_shown_by_what_it_leads_to(desk: Record) -> None:
    (denied,) = rows(desk, queries.events, status="denied")
    fields = {line.field: line for line in look_up(desk, denied["id"]).lines}
    assert fields["place"].words == "“Kharkiv” [124:131]"
    assert "“denied”" in fields["claimed_in"].words


def test_a_report_and_an_actor_are_shown(desk: Record) -> None:
    report = look_up(desk, crisis()[0].report.id)
    assert report.text == crisis()[0].report.text
    actor = rows(desk, queries.actors, actor="Kuleba")[0]
    named = [line.words for line in look_up(desk, actor["id"]).lines if line.field == "named"]
    assert [words.partition("”")[0] for words in named] == ["“Dmytro Kuleba", "“Ukraine's Kuleba"]
    assert all(" of report " in words for words in named)


def test_an_actor_is_shown_by_its_name_with_counts_and_when_it_was_seen(desk: Record) -> None:
    shown = {line.field: line for line in look_up(desk, "wang yi").lines}
    assert [shown[field].value for field in ("name", "country", "reports", "events", "statements")] == [
        "Wang Yi", "CHN", "3", "2", "1",
    ]  # fmt: skip
    assert shown["reports"].words == "published 2022-04-05 – 2022-04-06"
    assert shown["last events"].value == "2022-04-04 happened CONSULT/phone"


@pytest.mark.parametrize(
    ("coder", "status", "expected"),
    [
        ("rule:demand; model: REQUEST word 0.93 pair 0.88 actor 0.97 recipient 0.91", "happened",
         {"rule": ("demand", "an entry of the lexicon"), "status": ("happened", "told as a fact"),
          "model": ("REQUEST word 0.93 pair 0.88 actor 0.97 recipient 0.91", "relations@12345678: its chances that the word tells it, that the two are in it, and of either side")}),
        ("rule:promise > withdraw", "planned",
         {"rule": ("promise > withdraw", "“promise” takes what follows as its content"),
          "status": ("planned", "modality planned"),
          "confidence": ("0.9", "the rules' own estimate: the model did not read it")}),
        ("model: AID word 0.81 pair 0.70 actor 0.97 recipient 0.91", "happened",
         {"model": ("AID word 0.81 pair 0.70 actor 0.97 recipient 0.91", "relations@12345678: its chances that the word tells it, that the two are in it, and of either side; no rule found it"),
          "date": ("2022-03-05", "the day of publication; nothing nearer says it")}),
    ],
)  # fmt: skip
def test_why_names_rule_model_scores_words_and_what_each_field_rests_on(
    tmp_path: Any, coder: str, status: str, expected: dict[str, tuple[str, str]]
) -> None:
    bundle = a_report("China asked France to send help.")
    event = bundle.event("REQUEST", "asked", "CHN=China", "FRA", on="2022-03-05", basis="publication", status=status)
    bundle.found[type(event)] = [replace(event, coder=coder)]
    with Record(tmp_path / "desk.duckdb") as record:
        record.add([bundle], a_run(models=("relations@1234567890",)))
        why = {line.field: (line.value, line.words) for line in look_up(record, event.id).why}
    assert why["trigger"] == ("", "“asked” [6:11]") and why["actor"] == ("China (CHN, GOV)", "“China” [0:5]")
    assert {field: why[field] for field in expected} == expected


def test_every_column_of_every_answer_is_explained(desk: Record) -> None:
    for name, question in QUESTIONS.items():
        assert [column for column in question(desk).columns if not column_help(name, column)] == []


@pytest.mark.parametrize(
    ("filters", "hints"),
    [
        ({"actor": "Kulewa"}, ["no actor is called 'Kulewa' (Dmytro Kuleba?)"]),
        ({"actor": "Brazil", "with_": "Wang"}, ["no actor is of 'Brazil'"]),
        ({"publisher": "Gazete"}, ["no publisher is called 'Gazete' (Gazette?)"]),
        ({"place": "Karkiv"}, ["no place is called 'Karkiv' (Kharkiv?)"]),
        ({"actor": "Wang", "status": "planned"}, []),
    ],
)
def test_an_empty_answer_says_what_the_record_does_not_know(
    desk: Record, filters: dict[str, Any], hints: list[str]
) -> None:
    assert list(unknown(desk, Filters(**filters))) == hints


@pytest.mark.parametrize(
    ("key", "words"), [("xyz", "or an actor's name"), ("abc", "4 to 16"), ("0000000000", "no row")]
)
def test_an_id_that_leads_nowhere_is_refused(desk: Record, key: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        look_up(desk, key)


def test_only_events_and_statements_of_some_confidence_are_kept(desk: Record) -> None:
    for question in (queries.events, queries.statements):
        everything = rows(desk, question)
        assert everything and rows(desk, question, min_confidence=0.0) == everything
        assert rows(desk, question, min_confidence=1.0) == []
    with pytest.raises(SettingsError, match="from 0 to 1"):
        Filters(min_confidence=2)
