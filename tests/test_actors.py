"""The code books of actors: a walk through each file, and the look-ups."""

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from regesta.knowledge.actors import (
    NON_STATES,
    countries,
    earliest,
    find_names,
    find_roles,
    folded,
    holder,
    latest,
    office_of,
    readings,
    split,
    tenures,
)
from regesta.knowledge.tables import read_table

SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC "
    "NGO IGO".split()
)
SHARED = {  # offices that several people hold side by side: no day tells who "the spokesman" is
    ("foreign ministry spokesman", "CHN"),
    ("foreign ministry spokeswoman", "CHN"),
    ("senator", "USA"),
    ("foreign office minister", "GBR"),
}
CODES = {row["code"] for row in read_table("countries")} | set(NON_STATES)


def test_each_country_is_there_once_with_codes_that_can_be_exported():
    rows = read_table("countries")
    assert [code for code, n in Counter(row["code"] for row in rows).items() if n > 1] == []
    assert all(len(row["code"]) == 3 and row["code"].isupper() for row in rows)
    fips = Counter(row["fips"] for row in rows if row["fips"])
    assert [code for code, n in fips.items() if n > 1] == []
    assert len(rows) >= 195


@pytest.mark.parametrize("column", ["name", "adjectives", "capital", "seats"])
def test_no_two_countries_share_a_word(column):
    owners = defaultdict(set)
    for row in read_table("countries"):
        for word in split(row[column]):
            owners[word].add(row["code"])
    assert {word: codes for word, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(("table", "least"), [("organisations", 150), ("groups", 200)])
def test_organisations_and_groups_have_known_codes_and_one_name_each(table, least):
    rows = read_table(table)
    names = Counter(name for row in rows for name in (row["name"], *split(row["aliases"])))
    assert [name for name, n in names.items() if n > 1] == []
    assert {row["country"] for row in rows} - CODES <= {""}  # peoples of several countries
    assert {sector for row in rows for sector in split(row["sectors"])} - SECTORS == set()
    assert len(rows) >= least


def test_roles_have_known_kinds_and_sectors():
    rows = read_table("roles")
    assert [noun for noun, n in Counter(row["noun"] for row in rows).items() if n > 1] == []
    assert {row["kind"] for row in rows} == {"person", "people", "body"}
    assert {row["gender"] for row in rows} <= {"", "m", "f"}
    assert {row["country"] for row in rows} <= {"", *CODES}
    assert {sector for row in rows for sector in split(row["sectors"])} - SECTORS == set()


def test_offices_begin_before_they_end_and_hold_one_person_at_a_time():
    held = defaultdict(list)
    for row in read_table("offices"):
        assert row["country"] in CODES, row
        assert set(split(row["sectors"])) <= SECTORS, row
        first, last = row["first_day"], row["last_day"]
        assert first == "" or last == "" or earliest(first) < latest(last), row
        # Where a cell has only a month or a year, the days that surely lie in the tenure count.
        surely = (latest(first) if first else dt.date.min, earliest(last) if last else dt.date.max)
        held[office_of(row["title"]), row["country"]].append((*surely, row["name"]))
    clashes = []
    for office, spans in held.items():
        spans.sort()
        for (_, last, name), (first, _, successor) in pairwise(spans):
            if first < last and office not in SHARED:  # a hand-over on one day is in order
                clashes.append((office, name, successor))
    assert clashes == []


def test_each_tenure_is_there_once():
    tenures_of = Counter((row["name"], row["title"], row["country"], row["first_day"]) for row in read_table("offices"))
    assert [tenure for tenure, n in tenures_of.items() if n > 1] == []


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("2003", (dt.date(2003, 1, 1), dt.date(2003, 12, 31))),
        ("2004-02", (dt.date(2004, 2, 1), dt.date(2004, 2, 29))),
        ("2004-12", (dt.date(2004, 12, 1), dt.date(2004, 12, 31))),
        ("2004-02-03", (dt.date(2004, 2, 3), dt.date(2004, 2, 3))),
    ],
)
def test_a_day_may_be_known_to_the_month_or_the_year(cell, days):
    assert (earliest(cell), latest(cell)) == days


def test_an_alias_belongs_to_one_person():
    owners = defaultdict(set)
    for row in (*read_table("offices"), *read_table("people")):
        for alias in (row["name"], *split(row["aliases"])):
            owners[alias].add(row["name"])
    assert {row["country"] for row in read_table("people")} <= CODES
    assert {sector for row in read_table("people") for sector in split(row["sectors"])} <= SECTORS
    assert {alias: names for alias, names in owners.items() if len(names) > 1} == {}


def test_ambiguous_names_lead_to_known_codes():
    assert {code for options in readings().values() for code, _, _ in options} - CODES == set()


def test_given_names_have_one_gender_each():
    rows = read_table("first_names")
    assert [name for name, n in Counter(row["name"] for row in rows).items() if n > 1] == []
    assert {row["gender"] for row in rows} == {"m", "f"}
    assert {row["region"] for row in rows} == {"mideast", "west", ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beijing and Moscow", [("Beijing", "CHN", "capital"), ("Moscow", "RUS", "capital")]),
        ("the White House", [("White House", "USA", "seat")]),
        ("U.S. and Chinese officials", [("U.S.", "USA", "name"), ("Chinese", "CHN", "adjective")]),
        ("the Russo-Ukrainian war", [("Russo", "RUS", "adjective"), ("Ukrainian", "UKR", "adjective")]),
        ("in the South China Sea", [("South China Sea", None, "nothing")]),  # no actor, and China is not in it
        ("Kurdistan Workers’ party", [("Kurdistan Workers’ party", "TUR", "name")]),  # typographic apostrophe, small p
        ("Chadwick went to Chadha", []),  # a name inside a word is none
        ("the People’s Republic of\nChina said", [("People’s Republic of\nChina", "CHN", "name")]),  # hard-wrapped
    ],
)
def test_names_in_a_text(text, expected):
    found = find_names(text)
    assert [(text[f.start : f.end], f.known.country, f.known.use) for f in found if f.known] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the foreign ministers", [("foreign ministers", True)]),
        ("US Secretary of State", [("Secretary of State", False)]),
        ("Gunmen and soldiers", [("Gunmen", True), ("soldiers", True)]),
        ("ministers of foreign affairs", [("ministers of foreign affairs", True)]),
    ],
)
def test_roles_in_a_text(text, expected):
    assert [(text[f.start : f.end], f.role.plural) for f in find_roles(text) if f.role] == expected


@pytest.mark.parametrize(
    ("title", "country", "day", "name"),
    [
        ("secretary of state", "USA", dt.date(2022, 3, 5), "Antony Blinken"),
        ("foreign minister", "USA", dt.date(2022, 3, 5), "Antony Blinken"),  # another word for the same office
        ("foreign minister", "CHN", dt.date(2023, 3, 1), "Qin Gang"),
        ("foreign minister", "CHN", None, None),  # two held it, and no day says which
        ("foreign minister", "XXX", dt.date(2022, 3, 5), None),
    ],
)
def test_who_holds_an_office_on_a_day(title, country, day, name):
    assert holder(title, country, day) == name


def test_the_tenures_of_a_person_are_in_order_of_time():
    days = [t.first_day for t in tenures("Vladimir Putin")]
    assert len(days) >= 3 and days == sorted(days)


def test_folding_takes_out_case_accents_and_punctuation():
    assert folded("Élysée-Palace") == folded("ELYSEE PALACE") == "elysee palace"
    assert set(countries()["DEU"].adjective) and countries()["ROU"].cameo == "ROM"
