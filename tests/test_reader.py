"""What the reader makes of every format, and of everything that can be wrong with one."""

import csv
import datetime as dt
import gzip
import io
import json
import os
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.errors import ReadError
from regesta.reading.reader import read, read_text
from regesta.samples import reports_folder
from regesta.schema import Problem, Report, content_id

BODY = "Norway on Monday accused Iceland of closing the harbour. The minister said that talks would go on."
SHARED = Path(os.environ.get("REGESTA_SHARED", Path(__file__).parents[2] / "shared"))


def split(found: Sequence[Report | Problem]) -> tuple[list[Report], list[Problem]]:
    return [r for r in found if isinstance(r, Report)], [p for p in found if isinstance(p, Problem)]


def read_bytes(folder: Path, name: str, data: bytes | str, **given_: object) -> tuple[list[Report], list[Problem]]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return split(list(read([path], **given_)))  # type: ignore[arg-type]


def read_one(folder: Path, name: str, data: bytes | str, **given_: object) -> Report:
    (report,), problems = read_bytes(folder, name, data, **given_)
    assert not problems, problems
    return report


# Formats


def test_text_is_kept_as_given_and_its_first_line_is_the_title(tmp_path: Path) -> None:
    text = f"Iceland closes harbour\n\n\n{BODY}\n"
    report = read_one(tmp_path, "a.txt", text)
    assert (report.text, report.title, report.published, report.start_char) == (text, "Iceland closes harbour", None, 0)
    assert report.source == str(tmp_path / "a.txt")
    assert report.id == content_id("report", None, None, text)


def test_line_ends_become_line_feeds(tmp_path: Path) -> None:
    assert read_one(tmp_path, "a.txt", b"One said so.\r\nTwo said so.\rThree said so.").text == (
        "One said so.\nTwo said so.\nThree said so."
    )


PAGE = f"""<!DOCTYPE html><html><head><title>Harbour closed</title>
<meta property="article:published_time" content="2023-11-21T23:30:00-05:00">
<meta property="og:site_name" content="Harbour Post"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Harbour closed</h1><p>{BODY}</p><p>{BODY} He did not say when they
would begin, or where, and left the room.</p></article></body></html>"""


def test_html_gives_article_title_publisher_and_moment(tmp_path: Path) -> None:
    report = read_one(tmp_path, "a.html", PAGE)
    assert "Home" not in report.text
    assert "harbour. The minister" in report.text
    assert (report.title, report.publisher, report.published_from) == ("Harbour closed", "Harbour Post", "metadata")
    assert report.published == dt.date(2023, 11, 21)  # the publisher's own day
    assert report.published_at == dt.datetime(2023, 11, 22, 4, 30)  # UTC


def test_html_without_suffix_and_in_its_own_encoding(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-2">').replace("Norway", "Łódź").encode("iso-8859-2")
    assert "Łódź" in read_one(tmp_path, "page", page).text


@pytest.mark.parametrize(
    ("head", "when"),
    [
        (
            '<script type="application/ld+json">{"datePublished": "2022-03-06T10:00:00Z"}</script>',
            "2022-03-06 10:00:00",
        ),
        ('<meta name="DC.date.issued" content="2022-03-06">', "2022-03-06"),
        ('<link rel="canonical" href="https://x.example/2022/03/06/harbour">', "2022-03-06"),
        ("", "None"),  # the year of a copyright line or a day told in the text is not the day of publication
    ],
)
def test_date_of_a_page_is_what_the_page_says_of_itself(tmp_path: Path, head: str, when: str) -> None:
    foot = "<p>On 5 May 2018 it was so.</p></article><footer>© 2019 Harbour Post</footer>"
    page = f"<?xml version='1.0' encoding='utf-8'?><html><head>{head}</head><body><article><p>{BODY * 4}</p>{foot}"
    report = read_one(tmp_path, "a.txt", page)  # whatever its name
    assert str(report.published_at or report.published) == when


@pytest.mark.parametrize(
    "body",
    [
        "<nav><a href='/'>Home</a> <a href='/w'>World</a></nav>",
        "<div>We use cookies to improve your experience on our site. Accept all.</div>",
        "<p>Please enable JavaScript in your browser to read this page.</p>",
        "<script>var x = 1;</script>",
        f"<p>{BODY}</p>" * 30_000,
        "",
    ],
)
def test_html_without_an_article_is_a_problem(tmp_path: Path, body: str) -> None:
    page = f"<html><body>{body}</body></html>"
    reports, (problem,) = read_bytes(tmp_path, "a.html", page)
    assert (reports, problem.kind) == ([], "no article")


def test_json_lines_fields_go_by_many_names(tmp_path: Path) -> None:
    rows = [
        {"text": BODY, "published": "26-FEB-1987 15:01:01.79", "publisher": "A", "title": "T"},
        {"article_content": BODY, "publication_date": "2022-03-06", "source": {"id": 1, "name": "B"}, "headline": "U"},
        {"Body": BODY, "Date": "6 March 2022", "Outlet": "C", "Link": "https://c.example/1"},
    ]
    reports, problems = read_bytes(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)) + "\n")
    assert not problems
    assert [(r.publisher, r.title, r.url) for r in reports] == [
        ("A", "T", None), ("B", "U", None), ("C", None, "https://c.example/1"),
    ]  # fmt: skip
    assert [str(r.published) for r in reports] == ["1987-02-26", "2022-03-06", "2022-03-06"]
    assert [r.source.rpartition(":")[2] for r in reports] == ["1", "2", "3"]


def test_json_lines_broken_at_line_17_gives_the_others(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"{BODY} This is number {i}."}) for i in range(1, 31)]
    lines[16] = lines[16][:40]
    reports, (problem,) = read_bytes(tmp_path, "a.jsonl", "\n".join(lines))
    assert len(reports) == 29
    assert (problem.line, problem.kind, problem.stage) == (17, "format", "read")
    assert problem.message.startswith(f"{tmp_path / 'a.jsonl'}:17: ")
    assert "expected a JSON object" in problem.message


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[1, 2]", "format"),  # JSON, but no object
        ('{"headline": "x"}', "no text"),  # no field of text
        ('{"text": 5}', "no text"),  # a text that is none
        ('{"text": ""}', "no text"),
        ('{"text": "…"}', "empty"),  # no word in it
        ("[" * 100_000, "format"),  # deeper than any parser goes
        ('{"text": "Le ministre a dit que les discussions sur la pêche allaient continuer."}', "language"),
        (json.dumps({"text": BODY, "language": "fr"}), "language"),  # the file says so itself
    ],
)
def test_a_line_that_is_no_report_is_a_problem_with_its_line(tmp_path: Path, line: str, kind: str) -> None:
    (report,), (problem,) = read_bytes(tmp_path, "a.jsonl", json.dumps({"text": BODY}) + "\n" + line + "\n")
    assert (problem.line, problem.kind) == (2, kind)
    assert report.text == BODY


def test_a_file_that_is_no_json_lines_is_given_up_early(tmp_path: Path) -> None:
    reports, problems = read_bytes(tmp_path, "a.jsonl", "no JSON here\n" * 5_000)
    assert not reports
    assert len(problems) == 101
    assert "not JSON Lines" in problems[-1].message


def test_half_a_surrogate_pair_becomes_storable(tmp_path: Path) -> None:
    (report,), (problem,) = read_bytes(tmp_path, "a.jsonl", '{"text": "' + BODY + ' \\ud83d"}')
    assert report.text.endswith("\ufffd")
    assert problem.kind == "encoding"
    report.text.encode()


def test_json_file_of_a_list_or_of_one_object(tmp_path: Path) -> None:
    rows = [{"text": BODY}, {"text": BODY + " More."}]
    assert len(read_bytes(tmp_path, "a.json", json.dumps(rows, indent=1))[0]) == 2
    assert len(read_bytes(tmp_path, "b.json", json.dumps(rows[0], indent=1))[0]) == 1
    assert len(read_bytes(tmp_path, "c.json", "\n".join(map(json.dumps, rows)))[0]) == 2
    assert len(read_bytes(tmp_path, "e.jsonl", json.dumps(rows, indent=1))[0]) == 2  # whatever its name
    assert read_bytes(tmp_path, "d.json", '{\n"text": "x\n')[1][0].kind == "format"


@pytest.mark.parametrize(("separator", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("\t", "a")])
def test_csv_with_line_ends_inside_a_field(tmp_path: Path, separator: str, name: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerows([["Title", "text", "Date"], ["A", f"One.\n\n{BODY}", "2022-03-06"], ["B", BODY, "2022-03-07"]])
    reports, problems = read_bytes(tmp_path, name, out.getvalue())
    assert not problems
    assert [(r.title, r.text, str(r.published)) for r in reports] == [
        ("A", f"One.\n\n{BODY}", "2022-03-06"), ("B", BODY, "2022-03-07"),
    ]  # fmt: skip
    assert [r.source.rpartition(":")[2] for r in reports] == ["2", "5"]  # the line on which the row begins


def test_csv_without_a_text_column_names_what_it_found(tmp_path: Path) -> None:
    reports, (problem,) = read_bytes(tmp_path, "a.csv", "id,date\n1,2022-03-06\n")
    assert (reports, problem.line, problem.kind) == ([], 1, "format")
    assert "found id, date" in problem.message


def test_csv_with_a_quotation_mark_left_open_gives_the_rows_above_it(tmp_path: Path) -> None:
    (report,), problems = read_bytes(tmp_path, "a.csv", f'text,date\n{BODY},2022-03-06\n"{(BODY + chr(10)) * 50_000}')
    assert report.text == BODY
    assert [(p.kind, p.line) for p in problems] == [("format", 3), ("format", 3)]


def test_parquet_with_dates_and_without_a_text_column(tmp_path: Path) -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    table = pa.table({"content": [BODY, BODY + " More."], "date": [dt.datetime(2022, 3, 6, 1, 0, tzinfo=zone), None]})
    pq.write_table(table, tmp_path / "a.parquet")
    (first, second), problems = split(list(read([tmp_path / "a.parquet"])))
    assert not problems
    assert first.published_at == dt.datetime(2022, 3, 5, 23, 0)
    assert second.published is None
    pq.write_table(pa.table({"x": [1]}), tmp_path / "b.parquet")
    assert split(list(read([tmp_path / "b.parquet"])))[1][0].kind == "format"
    assert read_bytes(tmp_path, "c.parquet", b"PAR1 and no more of it")[1][0].kind == "format"


def test_folder_in_order_of_names_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.jsonl", ".hidden.txt", ".git/c.txt", "__MACOSX/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"text": BODY}) if name.endswith("l") else BODY)
    reports, problems = split(list(read([tmp_path])))
    assert not problems
    assert [str(Path(r.source).relative_to(tmp_path)) for r in reports] == ["a/y.jsonl:1", "a/z.txt", "b.txt"]


def test_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "up").symlink_to(tmp_path)
    assert len(list(read([tmp_path]))) == 1


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (
        BODY,
        PAGE,
        json.dumps({"text": BODY}),
        json.dumps([{"text": BODY}]),
        'date,text\n2022-03-06,"' + BODY + '"\n',
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
        (report,), problems = split(list(read(["-"])))
        assert not problems
        assert BODY in report.text
        assert report.source.startswith("stdin")


# Archives


def zip_of(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_zip_of_all_formats(tmp_path: Path) -> None:
    inner = gzip.compress(json.dumps({"text": BODY}).encode())
    path = zip_of(tmp_path / "a.zip", {"b/a.txt": BODY, "a.html": PAGE, "c.jsonl.gz": inner, "__MACOSX/a.txt": "x"})
    reports, problems = split(list(read([path])))
    assert not problems
    assert [r.source for r in reports] == [f"{path}!a.html", f"{path}!b/a.txt", f"{path}!c.jsonl.gz:1"]


def test_gzip_is_read_as_what_it_holds(tmp_path: Path) -> None:
    data = gzip.compress(("\n".join(json.dumps({"text": f"{BODY} {i}."}) for i in range(100))).encode())
    assert len(read_bytes(tmp_path, "a.jsonl.gz", data)[0]) == 100


def test_archive_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"text": f"{BODY} {os.urandom(300).hex()}"}) for i in range(2_000))
    data = gzip.compress(lines.encode())
    reports, problems = read_bytes(tmp_path, "a.jsonl.gz", data[: len(data) // 2])
    assert len(reports) > 100
    assert problems[-1].kind == "unreadable"
    assert read_bytes(tmp_path, "b.zip", b"PK\x03\x04 and no more")[1][0].kind == "archive"


def test_zip_in_zip_and_encrypted_member_are_problems(tmp_path: Path) -> None:
    inner = zip_of(tmp_path / "inner.zip", {"a.txt": BODY}).read_bytes()
    path = zip_of(tmp_path / "a.zip", {"inner.zip": inner, "locked.txt": BODY, "z.txt": BODY})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"locked.txt") - 46  # the member's entry in the archive's directory
    data[at + 8] |= 1  # its flag 'encrypted'
    path.write_bytes(data)
    (report,), problems = split(list(read([path])))
    assert report.source.endswith("!z.txt")
    assert [p.kind for p in problems] == ["archive", "archive"]
    assert "zip inside" in problems[0].message and "encrypted" in problems[1].message


def test_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a.txt": b"\n" * 60_000_000, "b.jsonl": b"\n" * 60_000_000, "c.txt": BODY})
    began = time.monotonic()
    (report,), problems = split(list(read([path])))
    assert report.source.endswith("!c.txt")
    assert [p.kind for p in problems] == ["unreadable", "unreadable"]
    assert time.monotonic() - began < 30


def test_office_document_is_named(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.docx", {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
    ((problem,)) = split(list(read([path])))[1]
    assert "office document" in problem.message


# Bytes

CURLY = "Norway’s minister said “no” to the café owners on Monday, and that was that for the day."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_need_no_word(tmp_path: Path, encoding: str) -> None:
    assert read_one(tmp_path, "a.txt", CURLY.encode(encoding)).text == CURLY


def test_windows_1252_is_read_and_told(tmp_path: Path) -> None:
    (report,), (problem,) = read_bytes(tmp_path, "a.txt", f"First line.\n{CURLY}".encode("cp1252"))
    assert report.text == f"First line.\n{CURLY}"
    assert (problem.kind, problem.line, problem.report) == ("encoding", 2, report.id)
    assert "Windows-1252" in problem.message


def test_mixed_encodings_are_read_piece_by_piece(tmp_path: Path) -> None:
    data = f"{CURLY}\n".encode() + f"{CURLY}\n".encode("cp1252") + b"A byte without a meaning: \x81."
    (report,), (problem,) = read_bytes(tmp_path, "a.txt", data)
    assert report.text == f"{CURLY}\n{CURLY}\nA byte without a meaning: \ufffd."
    assert problem.line == 2
    assert ": 5 bytes" in problem.message


def test_json_lines_in_utf_16_and_one_line_in_windows_1252(tmp_path: Path) -> None:
    line = json.dumps({"text": CURLY}, ensure_ascii=False)
    assert read_one(tmp_path, "a.jsonl", f"{line}\n".encode("utf-16")).text == CURLY
    reports, (problem,) = read_bytes(tmp_path, "b.jsonl", f"{line}\n".encode() + line.encode("cp1252"))
    assert [r.text for r in reports] == [CURLY, CURLY]
    assert (problem.line, problem.kind) == (2, "encoding")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x00" * 999, "binary"),
    ],
)
def test_binary_file_is_named_as_such(tmp_path: Path, data: bytes, word: str) -> None:
    for name in ("a.txt", "a", "a.html", "a.jsonl", "a.csv"):
        reports, (problem,) = read_bytes(tmp_path, name, data)
        assert (reports, problem.kind) == ([], "binary")
        assert word in problem.message


@pytest.mark.parametrize("data", [b"", b"\n \n", "\ufeff".encode(), b"***\n---\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.parquet"])
def test_empty_file_is_a_problem(tmp_path: Path, data: bytes, name: str) -> None:
    reports, problems = read_bytes(tmp_path, name, data)
    assert not reports
    assert problems


def test_fifty_megabytes_and_a_line_of_two_are_refused_quickly(tmp_path: Path) -> None:
    began = time.monotonic()
    for name, data in [
        ("a.txt", f"{BODY}\n" * 510_000),
        ("b.txt", f"{BODY} " * 21_000),
        ("c.jsonl", json.dumps({"text": f"{BODY} " * 21_000})),
        ("d.csv", f'text\n"{BODY * 21_000}"\n'),
    ]:
        reports, (problem,) = read_bytes(tmp_path, name, data)
        assert (reports, problem.kind) == ([], "too long")
    assert time.monotonic() - began < 30


def test_a_long_line_below_the_limit_is_read(tmp_path: Path) -> None:
    assert len(read_one(tmp_path, "a.txt", f"{BODY} " * 5_000).text) == 5_000 * (len(BODY) + 1)


# Paths


def test_wrong_path_raises_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    with pytest.raises(ReadError, match="nowhere"):
        read([tmp_path / "a.txt", tmp_path / "nowhere"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_path_raises_and_inside_a_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.txt").write_text(BODY)
    (tmp_path / "a.txt").chmod(0)
    with pytest.raises(ReadError, match="Permission"):
        read([tmp_path / "a.txt"])
    reports, (problem,) = split(list(read([tmp_path])))
    assert (len(reports), problem.kind) == (1, "unreadable")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_file_name_that_is_no_utf_8_is_storable(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text(BODY)
    (report,) = split(list(read([tmp_path])))[0]
    assert report.source.endswith("caf\ufffd.txt")


def test_what_is_no_file_in_a_folder_is_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # opening it would wait for ever
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "z.txt").write_text(BODY)
    reports, problems = split(list(read([tmp_path])))
    assert (len(reports), [p.kind for p in problems]) == (1, ["unreadable", "unreadable"])


def test_same_file_twice_is_read_once_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    reports, (problem,) = split(list(read([tmp_path / "a.txt", tmp_path])))
    assert (len(reports), problem.kind) == (1, "duplicate")


def test_two_files_of_the_same_words_are_two_reports_with_one_id(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.txt").write_text(BODY)
    first, second = read([tmp_path])
    assert first.id == second.id
    assert first.source != second.source


@pytest.mark.slow
def test_ten_thousand_files_of_which_three_are_bad(tmp_path: Path) -> None:
    for i in range(10_000):
        (tmp_path / f"{i:05}.txt").write_bytes(f"{BODY} This is number {i}.".encode())
    (tmp_path / "00100.txt").write_bytes(b"")
    (tmp_path / "05000.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "09999.txt").write_bytes(bytes(range(256)))
    found = read([tmp_path])
    began = time.monotonic()
    assert isinstance(next(found), Report)  # the first is there before the others are read
    assert time.monotonic() - began < 2
    reports, problems = split(list(found))
    assert len(reports) == 9_996
    assert [Path(p.source).stem for p in problems] == ["00100", "05000", "09999"]


# Dates


def test_date_goes_given_metadata_stamp_dateline(tmp_path: Path) -> None:
    def published(text: str, value: str | None, given_: dt.date | None) -> tuple[str | None, str | None]:
        row = {"text": text} | ({"published": value} if value else {})
        ((report,), _) = read_bytes(tmp_path, "a.jsonl", json.dumps(row), published=given_)
        return str(report.published) if report.published else None, report.published_from

    stamped = f"date 2022-03-06 {BODY}"
    filed = f"OSLO, March 7, 2022 (Reuters) - {BODY}"
    assert published(stamped, "2022-03-05", dt.date(2022, 3, 4)) == ("2022-03-04", "given")
    assert published(stamped, "2022-03-05", None) == ("2022-03-05", "metadata")
    assert published(stamped, None, None) == ("2022-03-06", "stamp")
    assert published(stamped, "soon", None) == ("2022-03-06", "stamp")  # what is no date is passed over, and told
    assert published(filed, None, None) == ("2022-03-07", "dateline")
    assert published(f"OSLO, March 7 (Reuters) - {BODY}", None, None) == (None, None)  # no year anywhere
    assert published(f"OSLO, March 7 (Reuters) - {BODY}", "2022", None) == (
        "2022-03-07",
        "dateline",
    )  # the file says it
    assert published(BODY, None, None) == (None, None)


@pytest.mark.parametrize(
    ("text", "published", "words"),
    [
        (BODY, "soon", "not a date"),
        (BODY, "2022-13-45", "not a date"),
        (BODY, "4/5/2017", "day or month first"),
        (BODY, "2022", "names no day"),
        (BODY, "2922-03-06", "in the future"),
        (f"{BODY} On Tuesday, April 6, he left.", "2022-04-07", "'Tuesday, April 6'"),  # a Wednesday in 2022
        (f"Tue 06 Apr 2022 {BODY}", None, "2022-04-06 is a Wednesday"),
        (f"date 2022-03-06 {BODY}", "2022-05-06", "the stamp in the text says 2022-03-06"),
        (f"OSLO, March 20 (Reuters) - {BODY}", "2022-03-06", "the dateline says 20 March"),
        (f"date 2022-13-45 {BODY}", None, "not a date"),
    ],
)
def test_doubtful_date_is_told(tmp_path: Path, text: str, published: str | None, words: str) -> None:
    row = {"text": text} | ({"published": published} if published else {})
    (report,), (problem,) = read_bytes(tmp_path, "a.jsonl", json.dumps(row))
    assert (problem.kind, problem.line, problem.report) == ("date", 1, report.id)
    assert words in problem.message


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"{BODY} On Tuesday, April 5, he left.", "2022-04-07"),
        (f"{BODY} On Friday, December 31, he left.", "2022-01-02"),  # of the year before
        (f"{BODY} On Tuesday, September 11, 2001, he was there.", "2022-04-07"),  # has its own year
        (f"OSLO, Dec 31 (Reuters) - {BODY}", "2022-01-01"),
        (f"OSLO, March 7 (Reuters) - {BODY}", "2022-03-06"),  # a day ahead, by time zone
    ],
)
def test_date_that_fits_is_not_doubted(tmp_path: Path, text: str, published: str) -> None:
    read_one(tmp_path, "a.jsonl", json.dumps({"text": text, "published": published}))


def test_one_row_decides_the_order_of_day_and_month_for_its_file(tmp_path: Path) -> None:
    def days(*dates: str) -> list[str]:
        rows = "".join(f'{d},"{BODY} {i}."\n' for i, d in enumerate(dates))
        return [str(r.published) for r in read_bytes(tmp_path, "a.csv", "date,text\n" + rows)[0]]

    assert days("4/5/2017", "2/23/2015", "7/7/2017") == ["2017-04-05", "2015-02-23", "2017-07-07"]
    assert days("4/5/2017", "23/2/2015") == ["2017-05-04", "2015-02-23"]
    assert days("23/2/2015", "4/5/2017") == ["2015-02-23", "2017-05-04"]
    assert days("4/5/2017", "5/6/2017") == ["None", "None"]
    assert days("04.05.2017", "2/23/2015") == ["2017-05-04", "2015-02-23"]  # full stops: the day is first


def test_no_date_is_taken_from_the_file_system(tmp_path: Path) -> None:
    assert read_one(tmp_path, "2022-03-06.txt", BODY).published is None


def test_user_s_publisher_goes_before_the_file_s(tmp_path: Path) -> None:
    line = json.dumps({"text": BODY, "publisher": "A"})
    assert read_one(tmp_path, "a.jsonl", line, publisher="B").publisher == "B"


def test_header_lines_say_publisher_date_and_title(tmp_path: Path) -> None:
    text = f"Title: Harbour closed\nSource: North Sea Wire\nURL: https://w.example/1\nDate: 2023-11-20\n\n{BODY}"
    report = read_one(tmp_path, "a.txt", text)
    assert (report.title, report.publisher, report.url) == ("Harbour closed", "North Sea Wire", "https://w.example/1")
    assert (str(report.published), report.published_from, report.text) == ("2023-11-20", "metadata", text)


# Several reports in one text


def test_two_reports_with_a_stamp_between_them(tmp_path: Path) -> None:
    text = f"Harbour closed\n\n{BODY}\n\n{BODY} {BODY}\n\n date 2022-03-06 {BODY}\n"
    (first, second), problems = read_bytes(tmp_path, "a.txt", text)
    assert not problems
    assert (first.published, first.start_char, first.title) == (None, 0, "Harbour closed")
    assert (str(second.published), second.published_from) == ("2022-03-06", "stamp")
    for report in (first, second):
        assert text[report.start_char :].startswith(report.text)


@given(
    st.lists(
        st.sampled_from([BODY, "A headline", "date 2022-03-06 He went there.", "Date: 2022-03-07", "“Ça” 🙂"]),
        max_size=8,
    )
)
def test_every_report_lies_where_it_says(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    at = 0
    for report in split(list(read_text(text)))[0]:
        assert text[report.start_char : report.start_char + len(report.text)] == report.text
        assert report.start_char >= at
        at = report.start_char + len(report.text)


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    for found in read_text(text):
        if isinstance(found, Report):
            assert found.text in kept


@given(st.binary(max_size=300), st.sampled_from(["txt", "html", "jsonl", "json", "csv", "parquet", "zip", "gz", "x"]))
def test_any_bytes_are_read_without_a_crash(data: bytes, ending: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{ending}"
        path.write_bytes(data)
        list(read([path]))


# The samples and the corpora


def test_samples_show_what_their_readme_says() -> None:
    reports, problems = split(list(read([reports_folder()])))
    assert len(reports) == 20
    assert [(Path(p.source).name, p.kind) for p in problems] == [("broken_page.html", "no article")]
    assert len({r.publisher for r in reports if r.publisher}) == 4
    assert Counter(r.published_from for r in reports) == {"metadata": 15, "stamp": 3, "dateline": 1, None: 1}
    days = [r.published for r in reports if r.published]
    assert (max(days) - min(days)).days >= 35


@pytest.mark.skipif(not (SHARED / "bench").exists(), reason="the corpora are not part of the project")
@pytest.mark.parametrize(("name", "n"), [("fa_kes.csv", 804), ("guardian_sdf.jsonl.gz", 249)])
def test_corpora_are_read_to_the_last_row(name: str, n: int) -> None:
    reports, problems = split(list(read([SHARED / "bench" / "corpora" / name])))
    assert len(reports) == n
    assert all(r.published for r in reports)
    assert {p.kind for p in problems} <= {"date"}
