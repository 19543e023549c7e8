"""Feeds: one report an entry, with its own date; what is no report, and what is no feed, is said."""

import datetime as dt
from pathlib import Path

import pytest

from regesta.reading.feeds import NotAFeedError, feed_of, plain
from regesta.reading.formats import _is_feed
from regesta.reading.reader import read
from regesta.schema import Problem, Report

BODY = "Norway on Monday accused Iceland of closing the harbour. The minister said that talks would go on."
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>North Gazette &amp; Post</title><link>http://gazette.example/</link><language>en-gb</language>
<item><title>Harbour &lt;b&gt;closed&lt;/b&gt;</title><link>http://gazette.example/1</link>
<pubDate>Tue, 07 Jun 2022 22:30:00 -0400</pubDate>
<description>Norway accuses Iceland.</description>
<content:encoded><![CDATA[<p>{BODY}</p><figure><img src="x"/><figcaption>A ship</figcaption></figure>
<p>“We&#8217;ll talk,” she said.</p><p>The post <a href="#">Harbour closed</a> appeared first on <a href="#">Gazette</a>.</p>]]>
</content:encoded></item>
<item><title>Only a title</title><pubDate>Wed, 08 Jun 2022 08:00:00 GMT</pubDate></item>
<item><title>No day</title><description>{BODY} Again.</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><!-- made by hand -->
<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><updated>2022-06-09T00:00:00Z</updated>
<entry><title type="html">Talks &amp;amp; ships</title><link href="http://wire.example/a"/><id>a</id>
<published>2022-06-07T09:00:00+02:00</published><updated>2022-06-08T09:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{BODY}</p></div></content>
<source><title>Herald</title></source></entry>
<entry><title>Later</title><id>b</id><updated>2022-06-08T09:00:00Z</updated><summary>{BODY} Twice.</summary></entry>
</feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Old Post</title></channel>
<item rdf:about="y"><title>Ships</title><description>{BODY}</description><dc:date>2004-02-01T10:00Z</dc:date></item>
</rdf:RDF>"""


def found(folder: Path, name: str, data: str | bytes) -> tuple[list[Report], list[Problem]]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    all_found = list(read([path]))
    return [r for r in all_found if isinstance(r, Report)], [p for p in all_found if isinstance(p, Problem)]


@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a", "a.xml.gz"])
def test_each_entry_of_a_feed_is_a_report(tmp_path: Path, name: str) -> None:
    import gzip

    (first, undated), (problem,) = found(tmp_path, name, gzip.compress(RSS.encode()) if name.endswith("gz") else RSS)
    assert first.text == f"{BODY}\n\n“We’ll talk,” she said."  # no caption, no trailer
    assert (first.title, first.publisher, first.url) == (
        "Harbour closed", "North Gazette & Post", "http://gazette.example/1")  # fmt: skip
    # The publisher's own day; it was already tomorrow in London.
    assert (first.published, first.published_at) == (dt.date(2022, 6, 7), dt.datetime(2022, 6, 8, 2, 30))
    assert (first.published_from, first.source) == ("metadata", f"{tmp_path / name}:1")
    assert (undated.published, undated.published_from) == (None, None)
    assert (problem.kind, problem.line) == ("no text", 2)
    assert "Only a title" in problem.message


def test_atom_is_dated_by_publication_else_by_its_last_change(tmp_path: Path) -> None:
    (first, second), problems = found(tmp_path, "a.atom", ATOM)
    assert not problems
    assert (first.published, first.publisher, first.title, first.text) == (
        dt.date(2022, 6, 7), "Herald", "Talks & ships", BODY)  # fmt: skip
    assert (second.published, second.publisher) == (dt.date(2022, 6, 8), "Wire")


def test_rdf_is_dated_by_dublin_core(tmp_path: Path) -> None:
    (report,), problems = found(tmp_path, "a.rdf", RDF)
    assert not problems
    assert (report.published, report.publisher, report.text) == (dt.date(2004, 2, 1), "Old Post", BODY)


def test_a_feed_in_utf_16_and_one_in_latin_1(tmp_path: Path) -> None:
    wide = RSS.replace("UTF-8", "UTF-16").encode("utf-16")
    assert found(tmp_path, "a.xml", wide)[0][0].text.startswith(BODY)
    latin = RSS.replace("UTF-8", "ISO-8859-1").replace("Norway", "Curaçao").replace("“", "'").replace("”", "'")
    assert found(tmp_path, "b.xml", latin.encode("latin-1"))[0][0].text.startswith("Curaçao")


def test_a_feed_in_another_language_is_refused(tmp_path: Path) -> None:
    reports, problems = found(tmp_path, "a.xml", RSS.replace("en-gb", "de-DE"))
    assert not reports
    assert {p.kind for p in problems} == {"language", "no text"}


def test_a_feed_that_breaks_off_is_read_up_to_there_and_said(tmp_path: Path) -> None:
    reports, problems = found(tmp_path, "a.rss", RSS[: RSS.index("<item><title>Only")])
    assert len(reports) == 1
    assert "not well-formed XML" in problems[-1].message


@pytest.mark.parametrize(
    ("data", "words"),
    [("<html><body><p>No</p></body></html>", "not a feed"), ("no feed at all", "not a feed"),
     ("<rss version='2.0'><channel><title>x</title></channel></rss>", "no report in the file")],
)  # fmt: skip
def test_what_is_no_feed_is_a_problem(tmp_path: Path, data: str, words: str) -> None:
    reports, problems = found(tmp_path, "a.atom", data)
    assert not reports
    assert any(words in p.message for p in problems) or "html" in data


def test_other_xml_is_still_read_as_a_page(tmp_path: Path) -> None:
    page = (
        f'<?xml version="1.0"?><html><head><title>T</title></head><body><article><p>{BODY}</p></article></body></html>'
    )
    (report,), _ = found(tmp_path, "a.xml", page)
    assert report.text == BODY


def test_entities_that_grow_without_end_are_not_followed() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    feed = feed_of(
        f"{bomb}<rss version='2.0'><channel><item><description>&b;&b;</description></item></channel></rss>".encode()
    )
    assert len(feed.items[0].text) < 300


@pytest.mark.parametrize(
    ("start", "is_one"),
    [("<rss version='2.0'>", True), ("\ufeff<?xml version='1.0'?>\n<!-- x -->\n<feed xmlns='y'>", True),
     ("<rdf:RDF xmlns:rdf='y'>", True), ("<html>", False), ("<rssx>", False), ("One said <rss >", False)],
)  # fmt: skip
def test_the_root_element_tells_a_feed(start: str, is_one: bool) -> None:
    assert _is_feed(start.encode()) == is_one


@pytest.mark.parametrize(
    ("html", "words"),
    [("a &amp; b", "a & b"), ("One.<br/>Two.", "One.\n\nTwo."), ("<p>One <b>two</b>.</p>tail", "One two.\n\ntail"),
     ("One.\n\nTwo\nthree.", "One.\n\nTwo three."), ("<script>x()</script><p>Yes.</p>", "Yes."),
     ("<p>Yes.</p><p>Continue reading…</p>", "Yes."), ("a <!-- no --> b", "a b"), ("", ""), ("<", "<"),
     ("<div>" * 200 + "deep", "deep")],
)  # fmt: skip
def test_plain(html: str, words: str) -> None:
    assert plain(html) == words


def test_bytes_that_are_no_feed_are_refused() -> None:
    with pytest.raises(NotAFeedError):
        feed_of(b"{}")
