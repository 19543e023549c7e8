"""Where reports come from: files, folders, zip and gzip files and standard input, each opened as a stream of bytes.

A folder is walked in the order of its names, one file open at a time: ten thousand files cost no more memory than one.
"""

import gzip
import io
import os
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from regesta.errors import ReadError
from regesta.schema import Problem, content_id

STDIN: Final = "-"
_PEEK: Final = 65_536  # bytes from which a format is told
_INFLATED: Final = 100  # times its packed size that a text can have; deflate reaches 1,032 on zeros alone
_SMALL: Final = 5_000_000  # bytes: below this no ratio is checked
_PACKED = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError)
UNREADABLE: Final = (OSError, *_PACKED)  # what a stream can raise while it is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One opened file, or one member of an archive. The stream is closed when the next source is asked for."""

    name: str  # as shown to the user: a path, 'archive.zip!member' or 'stdin'
    format_name: str  # lower-case file name without .gz, whose ending tells the format; '' on standard input
    stream: BinaryIO
    head: bytes  # the first bytes, still to be read from the stream


class TooLargeError(OSError):
    """An archive unpacks to far more than a text can."""


def problem(source: str, kind: str, message: str, *, line: int | None = None, report: str | None = None) -> Problem:
    """A Problem row of the stage 'read', whose message begins with the place."""
    source = shown(source)
    message = f"{source}: {message}" if line is None else f"{source}:{line}: {message}"
    return Problem(id=content_id("problem", source, line, "read", message), report=report, source=source, line=line,
                   stage="read", kind=kind, message=message)  # fmt: skip


def shown(path: str) -> str:
    """A path as text that can be stored and printed: a byte of its name that is not UTF-8 becomes U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def check_paths(paths: Iterable[str | Path]) -> None:
    """Raises ReadError when one of the paths that the user gave does not exist or may not be read."""
    for path in map(str, paths):
        if path == STDIN:
            continue
        try:
            mode = Path(path).stat().st_mode
        except OSError as error:
            raise ReadError(f"{shown(path)}: {error.strerror}") from error
        if not os.access(path, os.R_OK | (os.X_OK if stat.S_ISDIR(mode) else 0)):
            raise ReadError(f"{shown(path)}: Permission denied")


def open_sources(paths: Iterable[str | Path]) -> Iterator[Source | Problem]:
    """The files behind the paths, opened one after the other; a Problem for each that cannot be opened.

    Hidden files are passed over, in folders and in archives.
    """
    seen: set[str] = set()
    for path in map(str, paths):
        if path == STDIN:
            yield from _unpacked("stdin", "", cast(BinaryIO, sys.stdin.buffer), None)
        elif Path(path).is_dir():
            yield from _folder(path, seen)
        else:
            yield from _file(path, seen)


def _folder(path: str, seen: set[str]) -> Iterator[Source | Problem]:
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError as error:
        yield problem(path, "unreadable", f"folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            continue
        try:
            if entry.is_dir():
                if not entry.is_symlink():  # a link to a folder above would go round for ever
                    yield from _folder(entry.path, seen)
                continue
            mode = entry.stat().st_mode
        except OSError as error:
            yield problem(entry.path, "unreadable", f"cannot be read: {error.strerror}")
            continue
        if stat.S_ISREG(mode):
            yield from _file(entry.path, seen)
        else:
            yield problem(entry.path, "unreadable", "not a file but a device, a pipe or a socket")


def _file(path: str, seen: set[str]) -> Iterator[Source | Problem]:
    real = os.path.realpath(path)
    if real in seen:
        yield problem(path, "duplicate", "the same file is named twice: read once")
        return
    seen.add(real)
    try:
        stream = Path(path).open("rb")  # noqa: SIM115  closed below, when the next source is asked for
    except OSError as error:
        yield problem(path, "unreadable", f"cannot be read: {error.strerror}")
        return
    with stream:
        yield from _unpacked(shown(path), Path(path).name, stream, os.fstat(stream.fileno()).st_size)


def _unpacked(
    name: str, file_name: str, raw: BinaryIO, size: int | None, *, inside: str = ""
) -> Iterator[Source | Problem]:
    """The stream itself, or what is in it if it is a zip or a gzip file. `size` is None where it is not known."""
    stream = io.BufferedReader(cast(io.RawIOBase, raw), _PEEK) if not isinstance(raw, io.BufferedReader) else raw
    try:
        head = _peek(stream)
    except UNREADABLE as error:
        yield problem(name, "unreadable", f"cannot be read: {error}")
        return
    lower = file_name.lower()
    if head.startswith(b"\x1f\x8b"):
        if inside == "gzip":
            yield problem(name, "archive", "a gzip file inside a gzip file is not read: unpack it first")
            return
        inflated = _Limited(gzip.GzipFile(fileobj=stream), size)
        yield from _unpacked(name, lower.removesuffix(".gz"), cast(BinaryIO, inflated), None, inside="gzip")
    elif head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if inside:
            yield problem(name, "archive", "a zip inside an archive is not read: unpack it first")
            return
        yield from _zip(name, stream if stream.seekable() else io.BytesIO(stream.read()))
    else:
        yield Source(name=name, format_name=lower, stream=cast(BinaryIO, stream), head=head)


def _peek(stream: io.BufferedReader) -> bytes:
    """The first bytes without reading past them; a pipe may give fewer at a time."""
    return stream.peek(_PEEK)[:_PEEK]


def _zip(name: str, stream: io.BufferedIOBase) -> Iterator[Source | Problem]:
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, stream))
    except UNREADABLE as error:
        yield problem(name, "archive", f"a broken zip file: {error}")
        return
    with archive:
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
        if any(m.filename == "[Content_Types].xml" for m in members):
            yield problem(name, "binary", "an office document, not text: save it as text or HTML")
            return
        for member in members:
            parts = member.filename.split("/")
            if not any(part.startswith(".") or part == "__MACOSX" for part in parts):
                yield from _member(name, archive, member)


def _member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Source | Problem]:
    shown = f"{name}!{member.filename}"
    if member.flag_bits & 1:
        yield problem(shown, "archive", "encrypted: unpack the archive with its password first")
        return
    try:
        opened = archive.open(member)
    except UNREADABLE as error:
        yield problem(shown, "archive", f"cannot be unpacked: {error}")
        return
    with opened:
        limited = cast(BinaryIO, _Limited(cast(io.BufferedIOBase, opened), member.compress_size))
        yield from _unpacked(shown, member.filename.rpartition("/")[2], limited, None, inside="zip")


class _Limited(io.RawIOBase):
    """A stream that stops with TooLargeError once it has given far more bytes than it was packed into."""

    def __init__(self, stream: io.BufferedIOBase, packed: int | None) -> None:
        self._stream = stream
        self._left = max(_SMALL, _INFLATED * packed) if packed is not None else 400 * _SMALL

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # any writable buffer
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError("unpacks to far more than a text can: not read further")
        return len(data)
