"""The article of a web page, by trafilatura, with what the page says of it."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

import lxml.html
import trafilatura
from lxml import etree

_MOST_ELEMENTS: Final = 25_000  # a page with more takes minutes to search, and is a list of links
_FEWEST_LETTERS: Final = 40  # an article has at least a sentence
# Names of meta elements that say when the page was published, the most exact first.
_DATE_NAMES: Final = (
    "article:published_time og:article:published_time datepublished date dc.date dc.date.issued dcterms.date "
    "dcterms.issued dcterms.created pubdate publishdate publish_date publication_date article_date_original "
    "sailthru.date parsely-pub-date cxenseparse:recs:publishtime originalpublicationdate article.published "
).split()
_NOTICE = re.compile(
    r"\b(?:cookies?|javascript|access denied|page (?:was |could )?not (?:be )?found|log ?in|sign (?:in|up)"
    r"|subscribers?)\b",
    re.IGNORECASE,
)
_LONGEST_NOTICE: Final = 400  # code points: a longer text with such words is an article
_LD_DATE = re.compile(r'"datePublished"\s*:\s*("(?:[^"\\]|\\.)*")')
_HTMLDATE: Final = {
    "original_date": True,
    "extensive_search": False,
    "outputformat": "%Y-%m-%d",
}  # no guess from the text


class NoArticleError(ValueError):
    """The page has no article; the message says what was found instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article and what its page says of it; None where it says nothing."""

    text: str
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None


def article_of(html: str) -> Page:
    """The article, blank lines between its paragraphs. Raises NoArticleError for all other pages."""
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)  # lxml refuses text that declares bytes
    try:
        tree = lxml.html.fromstring(html)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise NoArticleError(f"no HTML: {error}") from error
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise NoArticleError(f"no article on the page: it has more than {_MOST_ELEMENTS:,} elements")
    published = _published(tree, html)
    found = trafilatura.bare_extraction(html, include_comments=False, include_tables=False, with_metadata=True,
                                        date_extraction_params=dict(_HTMLDATE))  # fmt: skip
    lines = str(found.text or "").split("\n") if found is not None and not isinstance(found, dict) else []
    text = "\n\n".join(line.strip() for line in lines if line.strip())
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS or not _is_prose(text):
        raise NoArticleError(
            f"no article on the page: {text[:60]!r} is all there is" if text else "no article on the page"
        )
    meta: Any = found
    return Page(
        text=text,
        title=meta.title or None,
        publisher=meta.sitename or meta.hostname or None,
        url=meta.url or None,
        published=published or meta.date or None,
    )


def _is_prose(text: str) -> bool:
    """Does a line end a sentence of some length? Menus and lists of links have none, and notices are none."""
    if len(text) < _LONGEST_NOTICE and _NOTICE.search(text):
        return False
    return any(len(line.split()) >= 6 and re.search(r"[.!?…][\"'”’»)]*$", line.strip()) for line in text.splitlines())


def _published(tree: Any, html: str) -> str | None:
    """The date of publication as the page writes it, time and zone included."""
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if meta.get("content"):
            named.setdefault(name, meta.get("content").strip())
    for name in _DATE_NAMES:
        if name in named:
            return named[name]
    if found := _LD_DATE.search(html):
        return str(json.loads(found[1]))
    times = [t.get("datetime") for t in tree.iter("time") if t.get("datetime") and ("pubdate" in t.attrib or
             "published" in " ".join(t.attrib.values()).lower())]  # fmt: skip
    return str(times[0]) if times else None
