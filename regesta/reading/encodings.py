"""Bytes -> text: UTF-8, UTF-16, UTF-32, Windows-1252 and mixtures, each oddity said with its line.

>>> decode("caf\\u00e9".encode("cp1252")).text
'café'
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

_MARKS: Final = (  # UTF-32 before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS: Final = (
    (b"%PDF", "a PDF file"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a zip or office file"), (b"\xd0\xcf\x11\xe0", "an old office file"), (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"BZh", "a bzip2 file"), (b"\xfd7zXZ", "an xz file"),
    (b"SQLite format 3", "a SQLite database"), (b"{\\rtf", "an RTF file"),
)  # fmt: skip
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TOLERATED = 0.005  # share of control bytes in a file that is still text: form feeds and slips, no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text whose line ends are line feeds, and what had to be guessed: `doubt` is None when nothing was."""

    text: str
    doubt: str | None = None
    line: int | None = None  # of the first doubtful place, from 1


class NotTextError(ValueError):
    """The bytes are no text; the message says what they look like."""


def encoding_of(head: bytes) -> tuple[str, int] | None:
    """UTF-16 or UTF-32 (or UTF-8 with a mark) and the length of the mark, read from the first bytes; else None."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    sample = head[:4096]
    if len(sample) >= 8 and sample.count(0) >= 0.2 * len(sample):  # Latin letters in UTF-16 have one zero byte each
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if odd > 20 * even:
            return "utf-16-le", 0
        if even > 20 * odd:
            return "utf-16-be", 0
    return None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file. `declared` is an encoding that the file names itself (HTML), tried after UTF-8.

    What is not UTF-8 is read as Windows-1252, byte by byte where the two are mixed. Raises NotTextError for
    binary data.
    """
    if marked := encoding_of(data):
        return _decode_marked(data, *marked)
    for magic, kind in _KINDS:
        if data.startswith(magic):
            raise NotTextError(f"{kind}, not text")
    if len(_CONTROLS.findall(data, 0, 1_000_000)) > _TOLERATED * min(len(data), 1_000_000):
        raise NotTextError("binary data, not text")
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if declared and declared.lower().replace("_", "-") not in ("utf-8", "utf8"):
        try:
            return clean(data.decode(declared))
        except (UnicodeDecodeError, LookupError):
            pass
    return _decode_mixed(data)


def clean(text: str) -> Decoded:
    """The text with line feeds at its line ends, and with what no store can hold (NUL, half a surrogate) as U+FFFD."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = _UNSTORABLE.search(text)
    if not bad:
        return Decoded(text=text)
    line = text.count("\n", 0, bad.start()) + 1
    return Decoded(text=_UNSTORABLE.sub("\ufffd", text), line=line,
                   doubt="characters that are no text (NUL or half a surrogate pair) became U+FFFD")  # fmt: skip


_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def _decode_marked(data: bytes, name: str, skip: int) -> Decoded:
    body = data[skip:]
    try:
        return clean(body.decode(name))
    except UnicodeDecodeError as error:
        if name == "utf-8":
            return _decode_mixed(body)
        found = clean(body.decode(name, "replace"))
        line = body[: error.start].decode(name, "replace").count("\n") + 1
        return Decoded(text=found.text, line=line, doubt=f"broken {name.upper()}: what could not be decoded is U+FFFD")


def _decode_mixed(data: bytes) -> Decoded:
    """UTF-8 where it is UTF-8, else Windows-1252; the five bytes without a meaning there become U+FFFD."""
    escaped = data.decode("utf-8", "surrogateescape")  # a byte that is not UTF-8 becomes U+DC00 + byte
    line = escaped.count("\n", 0, _first(escaped)) + 1
    if _VALID_NON_ASCII.search(escaped):
        doubt = f"{len(_ESCAPED.findall(escaped))} bytes that are not UTF-8 were read as Windows-1252"
        text = escaped.translate(_WINDOWS_1252)
    else:
        doubt, text = "not UTF-8: read as Windows-1252", data.decode("cp1252", "replace")
    if lost := sum(data.count(byte) for byte in _NO_MEANING) if "\ufffd" in text else 0:
        doubt += f"; up to {lost} have no meaning there and became U+FFFD"
    return Decoded(text=clean(text).text, line=line, doubt=doubt)


_ESCAPED: Final = re.compile("[\udc80-\udcff]")
_VALID_NON_ASCII: Final = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
_NO_MEANING: Final = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_WINDOWS_1252: Final = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def _first(escaped: str) -> int:
    found = _ESCAPED.search(escaped)
    return found.start() if found else 0
