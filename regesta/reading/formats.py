"""One generator per input format: an opened source in, the reports as the file gives them out.

    >>> for entry in entries(source): print(entry.line, entry.title)

An Entry is what the file says, before dates are understood and languages are checked (`reader`).
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from regesta.reading.encodings import Decoded, NotTextError, clean, decode, encoding_of
from regesta.reading.preambles import starts_of_reports
from regesta.reading.sources import Source, problem
from regesta.schema import Problem

TOO_LONG: Final = 1_000_000  # code points: more is no report
_LARGEST_TEXT: Final = 256_000_000  # bytes of a file that is read at once
_LARGEST_PAGE: Final = 10_000_000  # bytes of an HTML page
_LARGEST_LINE: Final = 16_000_000  # bytes of a line of JSON Lines
_LARGEST_FIELD: Final = 4 * TOO_LONG  # code points of a field of a table
_GIVE_UP: Final = 100  # broken lines at the head of a file that is no JSON Lines

# Normalised column names, the best first.
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    noun: tuple(names.split())
    for noun, names in {
        "text": "text body content article_content article_text article_body full_text fulltext maintext main_text"
                " article story plain_text raw_text news_text body_text bodytext",
        "title": "title headline article_title header heading web_title",
        "published": "published published_at publishedat publication_date date_published datepublished date_publish"
                     " pub_date pubdate publish_date published_date publication_time date datetime timestamp"
                     " web_publication_date article_date day",
        "publisher": "publisher publication source_name source outlet newspaper site_name sitename media source_domain"
                     " domain",
        "url": "url link source_url web_url weburl article_url permalink uri",
        "language": "language lang language_code",
    }.items()
}  # fmt: skip


_EXPECTED: Final = "expected it as text, body, content or article_content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A report as its file gives it."""

    source: str
    line: int | None = None  # line or row in the source, from 1; None where the file is one report
    start_char: int = 0
    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    published: object = None  # as given: text, number or date
    doubt: str | None = None  # what had to be guessed when the bytes were decoded
    doubt_line: int | None = None


def entries(source: Source) -> Iterator[Entry | Problem]:
    """The reports of one source, by the ending of its name, or by its first bytes where that says nothing."""
    some = False
    for found in _format_of(source)(source) if source.head else ():
        some = True
        yield found
    if not some:
        yield problem(source.name, "empty", "no report in the file" if source.head else "the file is empty")


def _format_of(source: Source) -> Callable[[Source], Iterator[Entry | Problem]]:
    if source.head.startswith(b"PAR1"):
        return read_parquet
    ending = source.format_name.rpartition(".")[2]
    start = source.head.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:2_000]
    if _is_feed(source.head):
        return read_feed
    is_list = re.match(rb"\[\s*\{", start) is not None
    if _HTML.match(start) and ending not in ("jsonl", "csv"):
        return read_html
    if ending in _ENDINGS and not (is_list and _ENDINGS[ending] is read_json_lines):
        return _ENDINGS[ending]
    if re.match(rb'\{\s*"', start):
        return read_json_lines if re.search(rb"\}\s*\n\s*\{", source.head) or b"\n" not in start.strip() else read_json
    if is_list:
        return read_json
    return read_csv if _looks_like_csv(start) else read_text_file


_HTML = re.compile(rb"<(?:!doctype html|html|head|body|\?xml)\b", re.IGNORECASE)


_FEED = re.compile(r"\s*(?:<(?:\?|!)[^>]*>\s*)*<(?:rss|(?:\w+:)?RDF|(?:\w+:)?feed)[\s>]")


def _is_feed(head: bytes) -> bool:
    """Whether the root element is that of a feed, whatever the ending says: feeds are saved as .xml, .html, .txt."""
    encoding, skip = encoding_of(head) or ("utf-8", 0)
    return _FEED.match(head[skip:8_192].decode(encoding, "replace")) is not None


def _looks_like_csv(start: bytes) -> bool:
    header = start.split(b"\n")[0].decode("utf-8", "replace")
    columns = [_normal(c) for c in re.split(r"[,;|\t]", header)]
    return len(columns) > 1 and any(c in _NAMES["text"] for c in columns) and all(len(c) < 40 for c in columns)


def _whole(source: Source, largest: int) -> bytes:
    """All bytes of the source. Raises NotTextError when there are more than one read should hold."""
    data = source.stream.read(largest + 1)
    if len(data) > largest:
        raise NotTextError(f"more than {largest // 1_000_000} MB in one piece")
    return data


def read_text_file(source: Source) -> Iterator[Entry | Problem]:
    """Plain text: one report, or several with a date stamp at the head of each."""
    try:
        decoded = decode(_whole(source, _LARGEST_TEXT))
    except NotTextError as error:
        kind = "too long" if "MB" in str(error) else "binary"
        yield problem(source.name, kind, str(error))
        return
    yield from split_text(decoded.text, source.name, doubt=decoded.doubt, doubt_line=decoded.line)


def split_text(
    text: str, name: str, *, doubt: str | None = None, doubt_line: int | None = None
) -> Iterator[Entry | Problem]:
    """The reports of a text; a doubt about its bytes is told with the report in which the line lies."""
    starts = starts_of_reports(text)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:end] if end == len(text) else text[start:end].rstrip() + "\n"
        line = text.count("\n", 0, start) + 1 if start else None
        inside = doubt is not None and _offset_of_line(text, doubt_line or 1) < end
        yield Entry(
            source=name, line=line, start_char=start, text=piece, doubt=doubt if inside else None, doubt_line=doubt_line
        )
        doubt = None if inside else doubt


def _offset_of_line(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at


def read_html(source: Source) -> Iterator[Entry | Problem]:
    """A web page: its article, with the title, the date, the publisher and the address that the page names."""
    from regesta.reading.pages import NoArticleError, article_of  # trafilatura takes 0.2 s to import

    try:
        data = _whole(source, _LARGEST_PAGE)
        decoded = decode(data, declared=_declared_encoding(data))
    except NotTextError as error:
        kind = "too long" if "MB" in str(error) else "binary"
        yield problem(source.name, kind, str(error))
        return
    try:
        page = article_of(decoded.text)
    except NoArticleError as error:
        yield problem(source.name, "no article", str(error))
        return
    yield Entry(
        source=source.name,
        text=clean(page.text).text,
        title=page.title,
        publisher=page.publisher,
        url=page.url,
        published=page.published,
        doubt=decoded.doubt,
        doubt_line=decoded.line,
    )


def read_feed(source: Source) -> Iterator[Entry | Problem]:
    """A feed (RSS, RDF, Atom): one report an entry, numbered from 1; an entry without a sentence is a Problem."""
    from regesta.reading.feeds import FEWEST_LETTERS, NotAFeedError, feed_of

    try:
        feed = feed_of(_whole(source, _LARGEST_TEXT))
    except NotTextError as error:
        yield problem(source.name, "too long", str(error))
        return
    except NotAFeedError as error:
        yield problem(source.name, "format", f"not a feed: {error}")
        return
    for number, item in enumerate(feed.items, start=1):
        if sum(map(str.isalpha, item.text)) < FEWEST_LETTERS:
            said = f"{item.text[:60]!r} is all there is" if item.text else "it has only a title"
            yield problem(
                source.name, "no text", f"no text in the entry {item.title or item.url!r}: {said}", line=number
            )
            continue
        yield Entry(
            source=source.name, line=number, text=clean(item.text).text, title=item.title, publisher=item.publisher,
            url=item.url, language=item.language, published=item.published,
        )  # fmt: skip
    if feed.doubt:
        yield problem(source.name, "format", feed.doubt)


def _declared_encoding(data: bytes) -> str | None:
    found = re.search(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?([\w\-]{2,30})", data[:4_096], re.IGNORECASE)
    return found[1].decode("ascii") if found else None


def read_json_lines(source: Source) -> Iterator[Entry | Problem]:
    """One JSON object a line; a broken line is a Problem and harms no other."""
    good = False
    for number, line in enumerate(_lines(source), start=1):
        if isinstance(line, Problem):
            yield line
            return
        if line is _BLANK or not line.text.strip():
            continue
        found = _from_json_line(line, source.name, number)
        good = good or isinstance(found, Entry)
        yield found
        if not good and number >= _GIVE_UP:
            yield problem(
                source.name, "format", f"not JSON Lines: nothing could be read in the first {number} lines", line=number
            )
            return


def _from_json_line(line: Decoded, name: str, number: int) -> Entry | Problem:
    if line.doubt and line.doubt.startswith("longer"):
        return problem(name, "too long", line.doubt, line=number)
    try:
        value = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        return problem(
            name, "format", f"expected a JSON object, got {line.text.strip()[:60]!r}: {_reason(error)}", line=number
        )
    if not isinstance(value, dict):
        return problem(name, "format", f"expected a JSON object, got {line.text.strip()[:60]!r}", line=number)
    return _from_fields(value, name, number, line.doubt)


def _reason(error: Exception) -> str:
    return (
        f"{error.msg} at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else "nested too deeply"
    )


def read_json(source: Source) -> Iterator[Entry | Problem]:
    """A JSON file: one object, a list of objects, or, after all, JSON Lines. Rows are numbered from 1."""
    try:
        decoded = decode(_whole(source, _LARGEST_TEXT))
    except NotTextError as error:
        yield problem(source.name, "binary", str(error))
        return
    try:
        value = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        if re.search(r"\}\s*\n\s*\{", decoded.text[:100_000]):
            stream: Any = io.BytesIO(decoded.text.encode("utf-8", "surrogatepass"))
            yield from read_json_lines(Source(name=source.name, format_name="", stream=stream, head=b""))
            return
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        yield problem(source.name, "format", f"not JSON: {_reason(error)}", line=line)
        return
    if isinstance(value, dict):
        value = next((v for k, v in value.items() if k in ("articles", "reports", "results", "items", "data", "docs")
                      and isinstance(v, list)), [value])  # fmt: skip
    for number, row in enumerate(value if isinstance(value, list) else [value], start=1):
        if isinstance(row, dict):
            yield _from_fields(row, source.name, number, decoded.doubt if number == 1 else None)
        else:
            yield problem(source.name, "format", f"expected a JSON object, got {str(row)[:60]!r}", line=number)


def read_csv(source: Source) -> Iterator[Entry | Problem]:
    """A table with a header line and a column of text; separated by commas, semicolons, tabs or bars."""
    csv.field_size_limit(_LARGEST_FIELD)
    lines = _CsvLines(_lines(source))
    header_line = next(lines, "")
    separator = max(",;|\t", key=lambda c: header_line.count(c)) if not source.format_name.endswith(".tsv") else "\t"
    header = [_normal(c) for c in next(csv.reader([header_line], delimiter=separator), [])]
    if not any(name in header for name in _NAMES["text"]):
        found = ", ".join(header[:20]) or "nothing"
        yield lines.problem or problem(
            source.name, "format", f"no column of text: {_EXPECTED}, found {found:.300}", line=1
        )
        return
    rows = csv.reader(lines, delimiter=separator)
    while True:
        at = rows.line_num + 2
        lines.doubt = None
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield problem(source.name, "format", f"not a row of the table: {error}", line=at)
            if "larger" in str(error):  # a quotation mark that is never closed: what follows are no rows
                yield problem(source.name, "format", "not read further: is a quotation mark left open?", line=at)
                return
            continue
        if any(row):
            yield _from_fields(dict(zip(header, row, strict=False)), source.name, at, lines.doubt)
    if lines.problem:
        yield lines.problem


class _CsvLines(Iterator[str]):
    """The decoded lines for csv.reader, which keeps the last doubt and the problem that ended the file."""

    def __init__(self, lines: Iterator[Decoded | Problem]) -> None:
        self._lines = lines
        self.doubt: str | None = None
        self.problem: Problem | None = None

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, Problem):
            self.problem = line
            raise StopIteration
        self.doubt = line.doubt or self.doubt
        return line.text


def read_parquet(source: Source) -> Iterator[Entry | Problem]:
    """A Parquet file with a column of text; read batch by batch. Rows are numbered from 1."""
    try:
        stream = source.stream if source.stream.seekable() else io.BytesIO(source.stream.read())
        table = pq.ParquetFile(stream)
        names = {name: _normal(name) for name in table.schema_arrow.names}
        if not any(name in names.values() for name in _NAMES["text"]):
            yield problem(source.name, "format", f"no column of text: {_EXPECTED}, found {', '.join(names):.300}")
            return
        wanted = [name for name, normal in names.items() if any(normal in known for known in _NAMES.values())]
        number = 0
        for batch in table.iter_batches(batch_size=256, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield _from_fields(row, source.name, number, None)
    except pa.ArrowException as error:
        yield problem(source.name, "format", f"not a readable Parquet file: {str(error).splitlines()[0]}")


def _lines(source: Source) -> Iterator[Decoded | Problem]:
    """The lines of a stream, each decoded by itself, with its line end; a Problem when the stream is no text."""
    try:
        if encoding_of(source.head):  # a line end is not one byte then
            decoded = decode(_whole(source, _LARGEST_TEXT))
            for number, line in enumerate(io.StringIO(decoded.text, newline="\n"), start=1):
                yield Decoded(text=line, doubt=decoded.doubt if number == decoded.line else None)
            return
        decode(source.head.rpartition(b"\n")[0] or source.head)
    except NotTextError as error:
        yield problem(source.name, "binary", str(error))
        return
    yield from _byte_lines(source.stream)


_BLANK: Final = Decoded(text="\n")  # made once: an archive can hold millions of them


def _byte_lines(stream: BinaryIO) -> Iterator[Decoded]:
    while raw := stream.readline(_LARGEST_LINE):
        if len(raw) == _LARGEST_LINE and not raw.endswith(b"\n"):
            while (rest := stream.readline(_LARGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield Decoded(
                text=raw[:60].decode("utf-8", "replace"),
                doubt=f"longer than {_LARGEST_LINE // 1_000_000} MB in one line",
            )
            continue
        if raw == b"\n":
            yield _BLANK
            continue
        try:
            yield Decoded(text=raw.decode("utf-8"))
        except UnicodeDecodeError:
            yield _decode_line(raw)


def _decode_line(raw: bytes) -> Decoded:
    try:
        return decode(raw)
    except NotTextError:
        return Decoded(
            text=raw.decode("utf-8", "replace"), doubt="binary data in a line of text: what is no text is U+FFFD"
        )


def _normal(name: object) -> str:
    return re.sub(r"[\s.\-]+", "_", str(name).strip().strip("\"'\ufeff").lower())


def _from_fields(row: Mapping[str, Any], name: str, number: int, doubt: str | None) -> Entry | Problem:
    """An entry from the named fields of a row."""
    fields = {_normal(key): value for key, value in row.items() if value is not None and value != ""}
    text = _first(fields, "text")
    if text is None:
        keys = ", ".join(map(str, list(row)[:20])) or "nothing"
        return problem(
            name,
            "no text",
            f"no text: {_EXPECTED}, found {keys:.300}",
            line=number,
        )
    if not isinstance(text, str):
        return problem(name, "no text", f"the text is no string: {text!r:.60}", line=number)
    decoded = clean(text)
    return Entry(
        source=name, line=number, text=decoded.text, title=_string(_first(fields, "title")),
        publisher=_string(_first(fields, "publisher")), url=_string(_first(fields, "url")),
        language=_string(_first(fields, "language")), published=_first(fields, "published"),
        doubt=doubt or decoded.doubt,
    )  # fmt: skip


def _first(fields: Mapping[str, Any], noun: str) -> Any:
    return next((fields[name] for name in _NAMES[noun] if name in fields), None)


def _string(value: Any) -> str | None:
    """A field as text; of {'id': …, 'name': …}, as news services give a source, the name."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    return (
        clean(" ".join(str(value).split())).text or None if value is not None and not isinstance(value, list) else None
    )


_ENDINGS: Final[dict[str, Callable[[Source], Iterator[Entry | Problem]]]] = {
    "txt": read_text_file, "text": read_text_file,
    "html": read_html, "htm": read_html, "xhtml": read_html,
    "jsonl": read_json_lines, "ndjson": read_json_lines, "json": read_json,
    "csv": read_csv, "tsv": read_csv,
    "parquet": read_parquet, "pq": read_parquet,
    "rss": read_feed, "atom": read_feed,
}  # fmt: skip
