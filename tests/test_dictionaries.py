"""Actor lists of TABARI, PETRARCH and CSV: what is read, and a message with a line for what is not."""

import datetime as dt
import time

import pytest

from regesta.errors import ReadError
from regesta.knowledge.dictionaries import DatedCode, decode, read_dictionary

LIST = """\
# people
JOHN_SMITH_ ;checked
+JACK_SMITH_
    [USAGOV 930120-010120]
    [USAELI >010121]
REBEL_FRONT_ [COLREB]
POLICEMAN {POLICEMEN} [~COP]
!MINIST! = MINISTER, MINISTERS
FOREIGN_!MINIST!_ [~GOV]
"""


def read(tmp_path, text, name="list.txt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_dictionary(path)


def test_a_dictionary_with_synonyms_days_and_sets(tmp_path):
    found, faults = read(tmp_path, LIST)
    assert faults == []
    smith = found[0]
    assert (smith.name, smith.aliases, smith.line) == ("John Smith", ("Jack Smith",), 2)
    assert smith.codes == (
        DatedCode("USA", ("GOV",), dt.date(1993, 1, 20), dt.date(2001, 1, 20)),
        DatedCode("USA", ("ELI",), dt.date(2001, 1, 21), None),
    )
    assert [(x.name, x.codes[0].country, x.codes[0].sectors, x.agent) for x in found[1:]] == [
        ("Rebel Front", "COL", ("REB",), False),
        ("Policeman", None, ("COP",), True),
        ("Foreign Minister", None, ("GOV",), True),
        ("Foreign Ministers", None, ("GOV",), True),
    ]
    assert found[2].aliases == ("Policemen",)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("+ORPHAN_\nA_B_ [USA]\n", 1, "before the first name"),
        ("A_B_ [USAGOV\nC_D_ [USA]\n", 1, "not closed"),
        ("A_B_\n  [USAGOV 990101-980101]\n  [USA]\n", 2, "ends before it begins"),
        ("A_B_\n  [USAGOV 991301-991401]\n  [USA]\n", 2, "no day of the calendar"),
        ("A_B_\n  [USAGOV 9913]\n  [USA]\n", 2, "no restriction of dates"),
        ("A_B_ [USAXQZ]\n", 1, "unknown code 'XQZ'"),
        ("A_B_ [USA]\nC_D_ [USA]\nA_B_ [FRA]\n", 3, "stands in line 1 too"),
        ("A_!NIX!_ [USA]\nC_D_ [USA]\n", 1, "not defined"),
    ],
)
def test_a_broken_line_has_a_message_and_loses_nothing_else(tmp_path, text, line, words):
    found, faults = read(tmp_path, text)
    assert [f.line for f in faults if words in f.message] == [line]
    assert str(faults[0]).startswith(str(tmp_path))
    assert any(x.codes for x in found)


def test_utf_16_and_other_encodings(tmp_path):
    found, faults = read(tmp_path, "JOSÉ_PÉREZ_ [VENGOV]\n", encoding="utf-16")
    assert [x.name for x in found] == ["José Pérez"] and faults == []
    for unmarked in ("utf-16-le", "utf-16-be"):  # without a byte order mark
        found, faults = read(tmp_path, "JOSÉ_PÉREZ_ [VENGOV]\n", encoding=unmarked)
        assert [x.name for x in found] == ["José Pérez"] and faults == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("latin.txt", "A_ [USA]\nJOSÉ_PÉREZ_ [VENGOV]\n".encode("latin-1"), "latin.txt:2: neither UTF-8 nor UTF-16"),
        ("none.txt", None, "none.txt: No such file"),
        ("empty.txt", b"", "empty.txt: no actor in it"),
        ("empty.csv", b"", "empty.csv:1: no column 'name' among: nothing"),
        ("other.csv", b"actor,code\nX,USA\n", "other.csv:1: no column 'name' among: actor, code"),
        ("nameless.csv", b"name,country\n,USA\n", "nameless.csv: no actor in it; .*:2: a row without a name"),
        ("prose.txt", b"China met Japan on Monday.\nTalks went on.\n", "prose.txt: no code in brackets"),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError, match=words):
        read_dictionary(tmp_path / name)


@pytest.mark.parametrize(
    ("entry", "spellings"),
    [
        ("KIM_JONG_UN_ [PRKGOV >111217]", ("Kim Jong Un", "KIM Jong UN")),  # with days: a person
        ("ANA_RUIZ_ [COL]", ("Ana Ruiz", "ANA Ruiz")),
        ("UN_SECURITY_COUNCIL_ [IGOUNO]", ("UN Security Council", "Un Security Council")),
        ("NATO_ [IGONAT]", ("Nato", "NATO")),
        ("BASHAR_AL-ASSAD_ [SYRGOV]", ("Bashar Al-Assad",)),
        ("Ban_Ki-moon_ [IGOUNO]", ("Ban Ki-moon",)),
    ],
)
def test_names_in_capitals_are_found_in_running_text(tmp_path, entry, spellings):
    (found,), _ = read(tmp_path, entry + "\n")
    assert (found.name, *found.aliases) == spellings


@pytest.mark.parametrize("table", ["Name; Country\nVera Lind;Sweden\n", "name\tcountry\r\nVera Lind\tswe\r\n"])
def test_what_spreadsheets_write_is_read_too(tmp_path, table):
    for name, encoding in (("list.csv", "utf-8-sig"), ("list.tsv", "utf-16")):
        (found,), faults = read(tmp_path, table, name, encoding)
        assert (found.name, found.codes[0].country, faults) == ("Vera Lind", "SWE", [])


def test_csv(tmp_path):
    text = (
        "name,aliases,country,sectors,first_day,last_day\n"
        "Ola Berg,O. Berg,NOR,GOV,2020-01-01,2021-01-01\n"
        ",,,,,\n"
        "Mette Holm,,XYZ,GOV;FOO,2021-01-01,2020-01-01\n"
        "Odd Lie,,NOR,GOV,,,and,more\n"
    )
    found, faults = read(tmp_path, text, "list.csv")
    assert [(x.name, x.aliases, x.codes[0].country, x.codes[0].sectors) for x in found] == [
        ("Ola Berg", ("O. Berg",), "NOR", ("GOV",)), ("Mette Holm", (), None, ("GOV",)),
        ("Odd Lie", (), "NOR", ("GOV",)),
    ]  # fmt: skip
    assert [f.line for f in faults] == [3, 4, 4, 4, 5] and "and, more" in faults[-1].message
    _, (fault,) = read(tmp_path, "name,kind\nBolt,robot\n", "list.csv")
    assert "unknown kind 'robot'" in fault.message


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("USAGOVMIL", ("USA", ("GOV", "MIL"), "")),
        ("~MED", (None, ("JRN",), "")),  # CAMEO's MED is the media
        ("IGOUNO", ("UNO", (), "")),
        ("ROMGOV", ("ROU", ("GOV",), "")),  # an old code of a country
        ("QQQ", (None, (), "QQQ")),
    ],
)
def test_codes(code, expected):
    assert decode(code) == expected


def test_three_hundred_lines_and_a_hundred_thousand(tmp_path):
    entry = "PERSON_{n}_\n+ALIAS_{n}_\n\t[FRAGOV 990101-{y}0101]\n"
    text = "".join(entry.format(n=n, y=f"{n % 20 + 1:02}") for n in range(100))
    found, faults = read(tmp_path, text)
    assert len(found) == 100 and faults == []
    text = "".join(entry.format(n=n, y=f"{n % 20 + 1:02}") for n in range(33_334))
    began = time.process_time()
    found, faults = read(tmp_path, text)
    assert time.process_time() - began < 5 and len(found) == 33_334 and faults == []
