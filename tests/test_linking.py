"""Tellings of one event are tied, different events are not; a reviewer's word stands above every score."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import Bundle, a_report, a_run, call_again, call_first, crisis

from regesta.knowledge.kin import content_words, kin
from regesta.record import queries
from regesta.record.duplicates import candidates, likeness, near_copies, shingles, signature
from regesta.record.linking import grouped, link
from regesta.record.record import Record
from regesta.schema import NOUNS, Event, Member, Position


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "desk.duckdb")


def add(record: Record, *bundles: Bundle) -> None:
    record.add(bundles, a_run())
    link(record)


def timeline(record: Record) -> list[dict[str, object]]:
    return record.fetch(queries.timeline(record)).to_pylist()


def told(text: str, kind: str, trigger: str, actors: str, recipients: str = "", **more: object) -> Bundle:
    report = {k: more.pop(k) for k in ("publisher", "published") if k in more}
    bundle = a_report(text, **report)  # type: ignore[arg-type]
    bundle.event(kind, trigger, actors, recipients, **more)  # type: ignore[arg-type]
    return bundle


A_CALL = told("Wang and Kuleba spoke by phone on Friday.", "CONSULT/phone", "spoke by phone",
              "Wang Yi/CHN=Wang, Dmytro Kuleba/UKR=Kuleba", on="2022-03-04")  # fmt: skip
A_SHELLING = told(
    "Russian artillery shelled the port of Odesa at dawn.",
    "ASSAULT/heavy-weapons",
    "shelled",
    "RUS",
    "UKR",
    on="2022-03-04",
    place="Odesa",
)
AN_APPEAL = told(
    "France urged Russia to allow aid convoys into the besieged city.",
    "REQUEST/change",
    "urged",
    "FRA",
    "RUS",
    on="2022-03-04",
)
THE_WAR = told("Since Russia began its offensive against Ukraine, prices rose.", "ASSAULT", "began", "RUS", "UKR",
               background=True)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            A_CALL,
            told(
                "In a call with his Chinese colleague, Kuleba asked for help.",
                "CONSULT/phone",
                "call",
                "Wang Yi/CHN=his Chinese colleague, Dmytro Kuleba/UKR=Kuleba",
                on="2022-03-04",
            ),
            "other words",
        ),
        (
            A_CALL,
            told("China and Ukraine talked on Friday.", "CONSULT", "talked", "CHN, UKR", on="2022-03-04"),
            "countries for their ministers",
        ),
        (
            A_CALL,
            told("A call took place.", "CONSULT/phone", "call", "UKR, CHN", on="2022-03-05", basis="publication"),
            "dated by its publication a day later",
        ),
        (
            A_SHELLING,
            told(
                "The port of Odesa came under Russian shelling.",
                "ASSAULT",
                "shelling",
                "RUS",
                on="2022-03-04",
                place="Odesa",
            ),
            "recipient and mode not told",
        ),
        (
            A_SHELLING,
            told(
                "Shells hit the Odesa port at dawn; the attack was Russian.",
                "MOBILIZE",
                "attack",
                "RUS",
                on="2022-03-05",
                basis="publication",
                place="Odesa",
            ),
            "a kin type",
        ),
        (
            AN_APPEAL,
            told(
                "Paris called on Moscow to let aid convoys reach the besieged city.",
                "REQUEST",
                "called on",
                "FRA",
                "RUS",
                on="2022-03-05",
                basis="publication",
            ),
            "an appeal in other words",
        ),
        (
            THE_WAR,
            told("Russia invaded Ukraine last month.", "ASSAULT", "invaded", "RUS", "UKR", background=True),
            "history without a date",
        ),
        (
            THE_WAR,
            told(
                "After the start of the Russian intervention, it wavered.", "ASSAULT", "start", "RUS", background=True
            ),
            "history without its recipient",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_tellings_of_one_event_are_tied(record: Record, one: Bundle, other: Bundle, why: str) -> None:
    add(record, one, other)
    assert [line["n_reports"] for line in timeline(record)] == [2], why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            A_CALL,
            told(
                "Wang also spoke by phone with Blinken on Friday.",
                "CONSULT/phone",
                "spoke by phone",
                "Wang Yi/CHN=Wang, Antony Blinken/USA=Blinken",
                on="2022-03-04",
            ),
            "another counterpart",
        ),
        (
            A_CALL,
            told(
                "Wang and Kuleba spoke by phone on Monday.",
                "CONSULT/phone",
                "spoke by phone",
                "Wang Yi/CHN=Wang, Dmytro Kuleba/UKR=Kuleba",
                on="2022-03-07",
            ),
            "three days later",
        ),
        (
            A_CALL,
            told(
                "Xi and Zelensky spoke by phone on Friday.",
                "CONSULT/phone",
                "spoke by phone",
                "Xi Jinping/CHN=Xi, Volodymyr Zelensky/UKR=Zelensky",
                on="2022-03-04",
            ),
            "other persons",
        ),
        (
            A_CALL,
            told(
                "Wang visited Kuleba on Friday.",
                "CONSULT/visit",
                "visited",
                "Wang Yi/CHN=Wang, Dmytro Kuleba/UKR=Kuleba",
                on="2022-03-04",
            ),
            "a visit is not a call",
        ),
        (
            A_SHELLING,
            told(
                "Russian artillery shelled the port of Kherson at dawn.",
                "ASSAULT/heavy-weapons",
                "shelled",
                "RUS",
                "UKR",
                on="2022-03-04",
                place="Kherson",
            ),
            "another town",
        ),
        (
            A_SHELLING,
            told(
                "Ukrainian artillery shelled the port of Odesa.",
                "ASSAULT/heavy-weapons",
                "shelled",
                "UKR",
                "RUS",
                on="2022-03-04",
                place="Odesa",
            ),
            "the other way round",
        ),
        (
            AN_APPEAL,
            told(
                "France urged Russia to free the two jailed reporters.",
                "REQUEST/change",
                "urged",
                "FRA",
                "RUS",
                on="2022-03-04",
            ),
            "another request of the same to the same",
        ),
        (
            AN_APPEAL,
            told(
                "France condemned Russia over the besieged city.", "ASSAULT", "condemned", "FRA", "RUS", on="2022-03-04"
            ),
            "another type",
        ),
        (
            THE_WAR,
            told("Russia invaded Ukraine in an old war.", "ASSAULT", "invaded", "RUS", "CHN", background=True),
            "history of another country",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_different_events_are_not_tied(record: Record, one: Bundle, other: Bundle, why: str) -> None:
    add(record, one, other)
    assert [line["n_reports"] for line in timeline(record)] == [1, 1], why


def test_history_is_tied_to_the_news_that_told_it(record: Record) -> None:
    """What a report looks back on, days after: a refusal, a treaty with its place; not every shot in a war."""
    news = [
        told("Norway turns down a Finnish offer to mediate.", "REJECT/meet", "turns down", "FRA", "CHN", on="2022-03-01"),
        told("France and Russia signed a treaty in Helsinki.", "SUPPORT", "signed", "FRA, RUS", on="2022-03-02",
             place="Helsinki", publisher="Post"),
        told("Russian guns shelled Kharkiv at noon.", "ASSAULT", "shelled", "RUS", on="2022-03-03", place="Kharkiv"),
    ]  # fmt: skip
    history = [
        told("It accepts an offer to mediate that it had turned down.", "REJECT/meet", "turned", "FRA", background=True,
             published="2022-03-15"),
        told("A week after they had signed in Helsinki, they met.", "SUPPORT", "signed", "RUS, FRA", place="Helsinki",
             background=True, published="2022-03-15", publisher="Post"),
        told("Kharkiv was often shelled in that spring.", "ASSAULT", "shelled", "RUS", place="Kharkiv", background=True,
             published="2022-03-15", publisher="Herald"),
    ]  # fmt: skip
    add(record, *news, *history)
    assert [(line["type"], line["n_told"]) for line in timeline(record)] == [
        ("REJECT", 2), ("SUPPORT", 2), ("ASSAULT", 1), ("ASSAULT", 1),
    ]  # fmt: skip


def test_two_acts_of_one_sentence_are_two_and_one_told_again_below_is_one(record: Record) -> None:
    text = "Paris backed the rebels and later backed them with arms. France has backed the rebels and their arms."
    bundle = a_report(text)
    for trigger in ("backed the rebels and later", "backed them", "has backed"):
        bundle.event("SUPPORT", trigger, "FRA", on="2022-03-01")
    add(record, bundle)
    assert sorted(line["n_told"] for line in timeline(record)) == [1, 2]  # type: ignore[type-var]


def test_a_report_tells_nothing_of_days_after_it(record: Record) -> None:
    call = told("They spoke by phone.", "CONSULT/phone", "spoke", "FRA, RUS", published="2022-01-05")
    later = told(
        "They had spoken by phone in May.",
        "CONSULT/phone",
        "spoken",
        "FRA, RUS",
        on="2022-05-02",
        published="2022-06-01",
        background=True,
    )
    add(record, call, later)
    assert [line["n_told"] for line in timeline(record)] == [1, 1]


def test_the_crisis_is_told_once(record: Record) -> None:
    add(record, *crisis())
    lines = [(row["type"], row["n_reports"], row["n_told"]) for row in timeline(record)]
    assert lines == [("ASSAULT", 2, 2), ("CONSULT", 2, 2), ("CONSULT", 1, 1), ("ASSAULT", 2, 2)]


def test_linking_again_writes_nothing(record: Record) -> None:
    add(record, *crisis())
    before = {noun: record.fetch(record.rows(noun)).num_rows for noun in NOUNS}
    assert link(record) == link(record)
    assert {noun: record.fetch(record.rows(noun)).num_rows for noun in NOUNS} == before


def test_groups_follow_new_reports_and_forgotten_ones(record: Record) -> None:
    add(record, call_first())
    assert link(record).events == 0
    record.add([call_again()], a_run())
    assert link(record).events == 2
    record.forget(call_again().report.id)
    assert link(record).events == 0
    assert record.fetch(record.current(Member)).num_rows == 0


def test_a_reviewers_no_parts_and_a_yes_joins(record: Record) -> None:
    add(record, *crisis())
    by_words = {row["trigger"]: row["id"] for row in record.fetch(queries.events(record)).to_pylist()}
    at = a_run().started
    record.judge("event", by_words["phone conversation"], by_words["spoke by telephone"], "no", by="Ann", at=at)
    calls = [e.id for b in crisis() for e in b.found.get(Event, ()) if e.type == "CONSULT"]
    record.judge("event", calls[0], calls[2], "no", by="Ann", at=at)
    record.judge("event", by_words["invaded"], by_words["shelled"], "yes", by="Ann", at=at)
    link(record)
    assert sorted(row["n_told"] for row in timeline(record)) == [1, 1, 1, 4]
    record.add(crisis(), a_run("2026-02-01T10:00:00", settings="other"))  # coded anew: the same ids
    link(record)
    assert sorted(row["n_told"] for row in timeline(record)) == [1, 1, 1, 4]


def test_issues_of_one_party_are_tied(record: Record) -> None:
    add(record, *crisis())
    lines = record.fetch(queries.positions(record)).to_pylist()
    assert [(row["party"], row["change"], row["previous"]) for row in lines] == [
        ("CHN", "first", None),
        ("CHN", "reiterated", "calls for"),
        ("RUS", "first", None),
        ("RUS", "changed", "refuses"),
    ]


@pytest.mark.parametrize(
    ("who", "issue", "n_issues", "why"),
    [
        ("CHN", "a dialogue on Ukraine for peace", 1, "kin words"),
        ("Wang Yi/CHN", "peace negotiations on Ukraine", 1, "a minister speaks for the government"),
        ("CHN", "the lifting of all trade tariffs", 2, "another matter"),
        ("RUS", "peace talks on Ukraine", 2, "another party"),
    ],
)
def test_issue(record: Record, who: str, issue: str, n_issues: int, why: str) -> None:
    one, other = (
        a_report("China wants peace talks on Ukraine."),
        a_report(f"A party wants {issue}.", publisher="Herald"),
    )
    one.position("CHN", "calls for", "peace talks on Ukraine", on="2022-03-04")
    other.position(who, "calls for", issue, on="2022-03-09")
    add(record, one, other)
    assert len({row["issue_group"] for row in record.fetch(queries.positions(record)).to_pylist()}) == n_issues, why
    assert len(record.fetch(record.current(Position))) == 2


# Groups


ids = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(ids, ids, st.floats(0.5, 1)), max_size=12))
def test_groups_are_the_closure_of_the_pairs(pairs: list[tuple[str, str, float]]) -> None:
    closure = {i: {i} for i in "abcdefgh"}
    for left, right, _score in pairs:
        together = closure[left] | closure[right]
        for i in together:
            closure[i] = together
    expected = {min(group): sorted(group) for group in closure.values() if len(group) > 1}
    assert grouped(set("abcdefgh"), pairs, {}) == expected


@given(st.lists(st.tuples(ids, ids, st.floats(0.5, 1)), max_size=12), ids, ids)
def test_a_no_is_never_overruled(pairs: list[tuple[str, str, float]], left: str, right: str) -> None:
    if left != right:
        found = grouped(set("abcdefgh"), pairs, {(min(left, right), max(left, right)): "no"})
        assert not any({left, right} <= set(group) for group in found.values())


def test_verdicts_on_what_is_gone_are_ignored() -> None:
    assert grouped({"a", "b"}, [("a", "z", 0.9)], {("a", "x"): "yes"}) == {}


# Near copies

STORY = (
    "The foreign ministers of the two countries met in the border town on Tuesday and agreed to reopen the bridge that "
    "was closed in June. Their governments had accused each other of smuggling. The bridge carries half of the trade "
    "between them, and farmers on both banks had asked for it to be opened before the harvest, which begins next week."
)
OTHER = (
    "The finance minister told parliament on Wednesday that the budget would be cut by a tenth. Members of the "
    "opposition walked out in protest. The vote is due before the end of the month, and two parties of the coalition "
    "still hesitate to agree to it, their leaders told reporters after the session in the capital."
)


@pytest.mark.parametrize(
    ("text", "is_copy", "why"),
    [
        (STORY, True, "the same words"),
        (STORY.upper(), True, "case"),
        (STORY.replace("Tuesday", "Monday").replace("half", "most"), True, "two words changed"),
        (STORY[: len(STORY) * 2 // 3], True, "cut at the end"),
        (STORY + " " + OTHER[:80], True, "a line added"),
        (OTHER, False, "another story"),
        ("", False, "no words"),
        ("The bridge.", False, "too short to tell"),
    ],
)
def test_near_copy(text: str, is_copy: bool, why: str) -> None:
    texts = {"a": STORY, "b": text}
    found = near_copies(((k, signature(t)) for k, t in texts.items()), lambda keys: {k: texts[k] for k in keys})
    assert bool(found) == is_copy, why


def test_signatures_are_stable_and_empty_without_words() -> None:
    assert signature(STORY) == signature(STORY)
    assert len(signature(STORY)) == 1024
    assert signature(" … ") == ""


def test_a_template_shared_by_many_is_chained_not_paired() -> None:
    same = signature(STORY)
    assert len(list(candidates((f"{n:03}", same) for n in range(200)))) < 250


@given(st.text(max_size=200))
def test_a_text_is_like_itself(text: str) -> None:
    assert likeness(text, text) == (1.0 if shingles(text) else 0.0)


def test_near_copies_are_one_report_behind_an_event(record: Record) -> None:
    def copy(publisher: str, text: str) -> Bundle:
        bundle = a_report(text, publisher=publisher)
        bundle.event("CONSULT", "met", "FRA, RUS", on="2022-03-01")
        return bundle

    add(record, copy("Wire", STORY), copy("Gazette", STORY + " It is the third such meeting."))
    (line,) = timeline(record)
    assert (line["n_reports"], line["n_told"]) == (1, 2)
    assert [r["n_copies"] for r in record.fetch(queries.reports(record)).to_pylist()] == [2, 2]
    (n,) = record.fetch(queries.totals(record)).to_pylist()
    assert (n["n_reports"], n["n_texts"], n["n_told"], n["n_events"]) == (2, 1, 2, 1)


# Words


@pytest.mark.parametrize(
    ("one", "other", "are_kin"),
    [("negotiations", "talks", True), ("invaded", "offensive", True), ("troops", "soldiers", True),
     ("visits", "visit", True), ("harbours", "port", True), ("finnish", "finland", True), ("talks", "tanks", False), ("war", "warning", False)],
)  # fmt: skip
def test_kin(one: str, other: str, are_kin: bool) -> None:
    assert (kin(one) == kin(other)) == are_kin


def test_content_words_leave_out_days_and_function_words() -> None:
    say: Callable[[str], frozenset[str]] = content_words
    assert say("On Monday, it was said that the 3 ministers of Mali will talk.") == {"minister", "mali", "talk"}
