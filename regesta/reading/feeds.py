"""The reports of a news feed (RSS, RDF, Atom), by feedparser, with what the feed says of each.

    >>> for item in feed_of(data).items: print(item.published, item.title)

A feed holds whole articles, or the first lines of each; what it gives is the report.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import feedparser
import lxml.html
from lxml import etree

FEWEST_LETTERS: Final = 40  # a report has at least a sentence; the same as for a web page
_BLOCKS: Final = frozenset(
    "address article aside blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table td th"
    " tr ul".split()
)
_LEFT_OUT: Final = frozenset("figcaption figure form iframe noscript script style svg template".split())
_TRAILER = re.compile(  # what blogs put below each entry of their feeds
    r"The post .{1,300} (?:appeared first on|first appeared on) .{1,200}\.?"
    r"|\W*(?:continue reading|read (?:more|the full (?:story|article)|on))\b.{0,200}",
    re.IGNORECASE,
)


class NotAFeedError(ValueError):
    """The bytes are no feed; the message says what is wrong with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of a feed and what the feed says of it; None where it says nothing."""

    text: str
    title: str | None
    publisher: str | None
    url: str | None
    language: str | None
    published: str | None  # as written


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The entries in their order; `doubt` says what is wrong with the file as a whole, None when nothing is."""

    items: tuple[Item, ...]
    doubt: str | None


def feed_of(data: bytes) -> Feed:
    """The entries of a feed, those without words too. A feed broken off is read up to the break.

    Raises NotAFeedError when there is no entry and a reason for it; a sound feed may be empty.
    """
    parsed: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    doubt = _doubt(parsed)
    if not parsed.entries and (doubt or not parsed.version):
        raise NotAFeedError(doubt or "no RSS and no Atom feed")
    return Feed(items=tuple(_item(entry, parsed.feed) for entry in parsed.entries), doubt=doubt)


def _doubt(parsed: Any) -> str | None:
    """What feedparser stumbled over; that it knew the encoding better than the file is no doubt."""
    error = parsed.get("bozo_exception") if parsed.get("bozo") else None
    if error is None or isinstance(error, feedparser.NonXMLContentType):
        return None
    if isinstance(error, feedparser.CharacterEncodingOverride):
        return f"read as {parsed.encoding}: the encoding that the feed names is not its own"
    line = error.getLineNumber() if hasattr(error, "getLineNumber") else None
    reason = error.getMessage() if hasattr(error, "getMessage") else str(error)
    return f"not well-formed XML{f', line {line}' if line else ''}: {reason}; read as far as it can be"


def _item(entry: Any, feed: Any) -> Item:
    source = entry.get("source") or {}
    contents = [c.get("value") or "" for c in entry.get("content") or ()]
    texts = [plain(html) for html in (*contents, entry.get("summary") or "")]
    return Item(
        text=max(texts, key=len),
        title=_line(entry.get("title")),
        publisher=_line(source.get("title") or feed.get("title")),
        url=_line(entry.get("link")),
        language=_language(entry, feed),
        # An Atom entry need not say when it was published, but must say when it was last changed.
        published=_line(entry["published"] if "published" in entry else entry.get("updated")),
    )


def _language(entry: Any, feed: Any) -> str | None:
    details = [*(entry.get("content") or ()), entry.get("summary_detail") or {}]
    named = next((d["language"] for d in details if d.get("language")), None)
    return named or feed.get("language") or None


def _line(html: str | None) -> str | None:
    """A title as plain words on one line; None for an empty one."""
    return " ".join(plain(html or "").split()) or None


def plain(html: str) -> str:
    """The words of a piece of HTML, a blank line between its blocks; without pictures, scripts and trailers."""
    if not re.search(r"[<&]", html):
        blocks: Iterable[str] = re.split(r"\n\s*\n", html)
    else:
        try:
            tree = lxml.html.fragment_fromstring(_UNSOUND.sub(" ", html), create_parent="div")
        except (etree.LxmlError, ValueError, AssertionError):
            return ""
        pieces: list[str] = []
        _collect(tree, pieces)
        blocks = "".join(pieces).split("\0")
    lines = (" ".join(block.split()) for block in blocks)
    return "\n\n".join(line for line in lines if line and not _TRAILER.fullmatch(line))


_UNSOUND = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _collect(tree: Any, pieces: list[str]) -> None:
    """The text below an element, NUL at the borders of blocks; without recursion, as feeds can nest without end."""
    for action, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if action == "start" and node.tag in _LEFT_OUT:
            node.text = None
            for child in list(node):
                node.remove(child)
        if action in ("comment", "pi"):
            pieces.append(node.tail or "")
            continue
        if node.tag in _BLOCKS:
            pieces.append("\0")
        pieces.append((node.text if action == "start" else node.tail if node is not tree else "") or "")
