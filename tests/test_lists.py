"""The user's own lists: what an entry is taken for, and that coding looks names up in them."""

from pathlib import Path

import pytest

from regesta.coding.pipeline import code
from regesta.knowledge.actors import Lists, find_names, find_roles, holder, looking_up
from regesta.knowledge.lists import read_list
from regesta.schema import Report, content_id
from regesta.settings import Settings

LIST = """\
TORVALD_KESTREL_
+T._KESTREL_
\t[SWEGOV 190101-211231]
\t[SWEELI >220101]
FREE_VALLEY_FRONT_ [COLREB]
MARY_OAKLEY_ [GBR]
NORWAY_ [NOR]
OAKLEY_BOARD_ [GBRBUS]
RIVERMAN {RIVERMEN} [~REB]
"""


@pytest.fixture
def entries(tmp_path: Path):  # type: ignore[no-untyped-def]
    path = tmp_path / "list.txt"
    path.write_text(LIST, "utf-8")
    found, faults = read_list(path)
    assert faults == []
    return tuple(found)


def test_kinds(entries) -> None:  # type: ignore[no-untyped-def]
    assert {e.name: e.kind for e in entries} == {
        "Torvald Kestrel": "person",  # its codes have days
        "Free Valley Front": "group",  # rebels
        "Mary Oakley": "person",  # a given name
        "Norway": "country",
        "Oakley Board": "organisation",
        "Riverman": "role",
    }


def test_names_roles_and_offices_are_looked_up_in_this_context_only(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,kind,country,sectors,title,first_day\nAda Quill,person,TUV,GOV,president,2030-01-01\n"
                    "riverman,role,,REB,,\n", "utf-8")  # fmt: skip
    entries, _ = read_list(path)
    day = entries[0].first_day
    with looking_up(Lists(entries)):
        assert [f.known.name for f in find_names("Then Ada Quill left.") if f.known] == ["Ada Quill"]
        assert [f.role.sectors for f in find_roles("Two rivermans left.") if f.role] == [("REB",)]
        assert holder("president", "TUV", day) == "Ada Quill"
    assert find_names("Then Ada Quill left.") == [] and holder("president", "TUV", day) is None


def test_settings_differ_by_what_the_lists_say(entries) -> None:  # type: ignore[no-untyped-def]
    assert len({Settings().digest(), Settings(actors=entries).digest(), Settings(actors=entries[1:]).digest()}) == 3


@pytest.mark.model
def test_coding_uses_the_lists(entries) -> None:  # type: ignore[no-untyped-def]
    text = (
        "Torvald Kestrel met officials of the Free Valley Front on Monday. Mr Kestrel said that the talks were useful."
    )
    report = Report(id=content_id("report", text), source="hand", text=text)
    for settings, expected in ((Settings(actors=entries), {("Torvald Kestrel", "SWE"), ("Free Valley Front", "COL")}),
                               (Settings(), set())):  # fmt: skip
        (coded,) = code([report], settings)
        assert coded.problems == ()
        assert {(e.name, e.country) for e in coded.cast.entities if e.country} == expected
