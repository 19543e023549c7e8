"""Reads actor and agent dictionaries of TABARI and PETRARCH, and lists of actors in CSV.

    JOHN_SMITH_                     a name; its parts are kept apart by underscores or spaces
    +JACK_SMITH_                    a synonym, marked with + or indented
        [USAGOV 930120-010120]      codes, each with the days for which it holds: A-B, <B (until), >A (from)
        [USAELI >010120]
    POLICEMAN {POLICEMEN} [~COP]    an agent, with its irregular plural: a code of sectors alone

Nothing of a list is lost for one broken line: what cannot be read becomes a `Fault` with file and line.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, get_args

from regesta.errors import ReadError
from regesta.knowledge.actors import NON_STATES, countries, folded, gender_of, split
from regesta.schema import EntryKind


@dataclass(frozen=True, slots=True)
class DatedCode:
    """What a name stands for between two days; None is open."""

    country: str | None
    sectors: tuple[str, ...]
    first_day: dt.date | None = None
    last_day: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One actor of a list, or one agent (a noun of a role), with the line that it stands in."""

    name: str
    aliases: tuple[str, ...] = ()
    codes: tuple[DatedCode, ...] = ()
    agent: bool = False
    kind: str = ""  # as a CSV list says: person, organisation, group, country or role
    title: str = ""  # of the office, as a CSV list says
    line: int = field(compare=False, default=0)


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read, where, and why."""

    source: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.message}"


def read_dictionary(path: Path) -> tuple[list[Listed], list[Fault]]:
    """The actors of a list and what was wrong with it; '.csv' and '.tsv' are tables, all else PETRARCH dictionaries.

    Raises ReadError for a file of which nothing can be read: missing, in another encoding, no list at all.
    """
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ReadError(f"{path}:{line}: neither UTF-8 nor UTF-16; save the list in one of these") from error
    reader = _Csv if path.suffix.lower() in (".csv", ".tsv") else _Petrarch
    found, faults = reader(str(path)).read(text)
    if not found:
        raise ReadError("; ".join((f"{path}: no actor in it", *map(str, faults[:1]))))
    return found, faults


def _decoded(content: bytes) -> str:
    """The text: UTF-16 where a byte order mark or zeros among the first bytes say so, else UTF-8."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    if b"\0" in content[:2]:  # no mark, and a name begins with a letter of one byte
        return content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le")
    return content.decode("utf-8-sig")


# -- TABARI and PETRARCH --------------------------------------------------------------------------------------------

_CODE = re.compile(r"\[([^\[\]]*)\]")
_BRACES = re.compile(r"\{([^{}]*)\}")
_SET = re.compile(r"^!(\w+)!\s*=\s*(.*)$")
_SHORT: Final = 5  # letters; a shorter single word may be an abbreviation: NATO, ASEAN
_LAST_DAY: Final = re.compile(r"^(\d{6}|\d{8})$")


class _Petrarch:
    def __init__(self, source: str) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self.sets: dict[str, list[str]] = {}  # !MINIST! = MINISTER, MINISTERS

    def read(self, text: str) -> tuple[list[Listed], list[Fault]]:
        if "[" not in text and text.strip():
            raise ReadError(
                f"{self.source}: no code in brackets, so no dictionary of TABARI or PETRARCH; a table ends in .csv"
            )
        found: dict[str, Listed] = {}
        for listed in self._entries(text):
            first = found.get(listed.name)
            if first is None:
                found[listed.name] = listed
            elif first.codes != listed.codes or first.aliases != listed.aliases:
                self._fault(listed.line, f"{listed.name} stands in line {first.line} too: both are kept as one")
                found[listed.name] = replace(
                    first,
                    aliases=tuple(dict.fromkeys((*first.aliases, *listed.aliases))),
                    codes=tuple(dict.fromkeys((*first.codes, *listed.codes))),
                )
        return list(found.values()), self.faults

    def _entries(self, text: str) -> Iterator[Listed]:
        name, aliases, codes, line = "", list[str](), list[DatedCode](), 0
        agent = False
        for number, raw in enumerate(text.splitlines(), 1):
            content = raw.partition("#")[0].partition(";")[0].rstrip()
            if not content.strip():
                continue
            if found := _SET.match(content.strip()):
                self.sets[found[1].upper()] = [word.strip() for word in found[2].split(",") if word.strip()]
                continue
            is_more = content[0] in "+ \t"
            words, code_texts, plural = self._parts(content, number)
            if not is_more:
                if name:
                    yield from self._listed(name, aliases, codes, agent, line)
                name, aliases, codes, line = words, list(plural), [], number
                agent = any(code.strip().startswith("~") for code in code_texts)
            elif not name:
                self._fault(number, "a synonym or code before the first name: the line is left out")
                continue
            elif words:
                aliases.append(words)
            for code in code_texts:
                agent = agent or code.strip().startswith("~")
                codes.extend(self._dated(code, number))
        if name:
            yield from self._listed(name, aliases, codes, agent, line)

    def _parts(self, content: str, number: int) -> tuple[str, list[str], list[str]]:
        """The words, the codes in brackets, and the plurals in braces of one line."""
        if content.count("[") != content.count("]") or content.count("{") != content.count("}"):
            self._fault(number, "a bracket is not closed: the code is left out")
            content = re.split(r"[\[{]", content)[0]
        codes = _CODE.findall(content)
        plurals = [_name(p) for p in _BRACES.findall(content) for p in p.split(",")]
        words = _BRACES.sub("", _CODE.sub("", content)).lstrip("+ \t").strip()
        return _name(words), codes, [p for p in plurals if p]

    def _listed(
        self, name: str, aliases: list[str], codes: list[DatedCode], agent: bool, line: int
    ) -> Iterator[Listed]:
        """The entry; one with a set (!MINIST!) is one entry for each of its words."""
        marked = re.search(r"!(\w+)!", name)
        options = self.sets.get(marked[1].upper()) if marked else None
        if marked and options is None:
            self._fault(line, f"the set !{marked[1]}! is not defined before: the entry is left out")
            return
        if not codes:
            self._fault(line, f"{name} has no code: it is kept without one")
        for option in options or [""]:
            full = name.replace(marked[0], _name(option)) if marked else name
            if not agent:
                dated = any(code.first_day or code.last_day for code in codes)
                full, *others = _spellings(full, is_person=dated)
                aliases = [*others, *(s for alias in aliases for s in _spellings(alias, is_person=dated))]
            yield Listed(name=full, aliases=tuple(dict.fromkeys(aliases)), codes=tuple(codes), agent=agent, line=line)

    def _dated(self, text: str, number: int) -> Iterator[DatedCode]:
        """'USAGOV 930120-010120' as country, sectors and days."""
        parts = text.split()
        if not parts:
            self._fault(number, "an empty code: left out")
            return
        # Old dictionaries put several codes into one bracket: [USAGOV/USAMIL]
        dates = "".join(parts[1:])
        try:
            first, last = _days(dates)
        except ValueError as error:
            self._fault(number, f"{error}: the code is left out")
            return
        for code in parts[0].split("/"):
            country, sectors, unknown = decode(code)
            if unknown:
                self._fault(number, f"unknown code {unknown!r} in {code!r}: the rest is kept")
            if country or sectors:
                yield DatedCode(country, sectors, first, last)

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.source, line, message))


def _name(words: str) -> str:
    """'UNITED_STATES_' -> 'United States'; words that are not all capitals, and short ones, stay as they are."""
    plain = " ".join(words.replace("_", " ").split())
    return " ".join(_capitalized(w) if w.isupper() and len(w) > 3 else w for w in plain.split())


def _capitalized(word: str) -> str:
    """'AL-ASSAD' -> 'Al-Assad'."""
    return "-".join(part.capitalize() for part in word.split("-"))


def _spellings(name: str, *, is_person: bool) -> list[str]:
    """The name, then other spellings of what dictionaries have in capitals: 'Kim Jong Un', 'KIM Jong UN'; 'NATO'."""
    words = name.split()
    if len(words) == 1:
        return [name, name.upper()] if name.istitle() and len(name) <= _SHORT else [name]
    small = " ".join(_capitalized(w) if w.isupper() and w.isalpha() and len(w) > 1 else w for w in words)
    is_person = is_person or bool(gender_of(words[0].capitalize()))
    return list(dict.fromkeys((small, name) if is_person else (name, small)))


def _days(text: str) -> tuple[dt.date | None, dt.date | None]:
    """The days of a restriction: '930120-010120', '<930120', '>010120', or '' for always."""
    if not text:
        return None, None
    if text[0] in "<>":
        day = _day(text[1:])
        return (None, day) if text[0] == "<" else (day, None)
    begin, dash, end = text.partition("-")
    if not dash:
        raise ValueError(f"{text!r} is no restriction of dates (A-B, <B or >A)")
    first, last = _day(begin), _day(end)
    if last < first:
        raise ValueError(f"{text!r} ends before it begins")
    return first, last


def _day(digits: str) -> dt.date:
    """'930120' or '19930120'; two-digit years from 30 on are of the last century."""
    if not _LAST_DAY.match(digits):
        raise ValueError(f"{digits!r} is no date (yymmdd or yyyymmdd)")
    if len(digits) == 6:
        digits = ("19" if digits[:2] >= "30" else "20") + digits
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ValueError(f"{digits!r} is no day of the calendar") from None


# -- codes ----------------------------------------------------------------------------------------------------------

# CAMEO's agents that PLOVER calls otherwise; CAMEO's MED is the media and PLOVER's is medicine.
_SECTORS: Final = {
    "MED": "JRN", "HLH": "MED", "SEP": "REB", "INS": "REB", "RAD": "REB", "MOD": "OPP", "SET": "CVL", "ENV": "SOC",
    "HRI": "SOC", "DEV": "BUS", "TOP": "ELI", "MID": "ELI", "HAR": "OPP", "NGM": "NGO",
}  # fmt: skip
_PLOVER: Final = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB REF OPP PRE REL SOC".split()
)


def decode(code: str) -> tuple[str | None, tuple[str, ...], str]:
    """A CAMEO actor code as (country, sectors, what is unknown in it): 'USAGOVMIL' -> ('USA', ('GOV', 'MIL'), '')."""
    country: str | None = None
    sectors: list[str] = []
    unknown = ""
    rest = code.strip().lstrip("~").upper()
    for i in range(0, len(rest), 3):
        part = rest[i : i + 3]
        if part in _countries() and (country is None or country in NON_STATES):
            country = _countries()[part]
        elif part in _SECTORS or part in _PLOVER:
            sectors.append(_SECTORS.get(part, part))
        elif part == "NGO" or part == "IGO":
            sectors.append(part)
        else:
            unknown = unknown or part
    return country, tuple(dict.fromkeys(sectors)), unknown


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """CAMEO's and our codes of countries and international actors, with ours."""
    found = {country.cameo: code for code, country in countries().items() if len(country.cameo) == 3}
    found.update({code: code for code in (*countries(), *NON_STATES)})
    found.update({"INT": "ISM", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "BUR": "MMR"})
    return found


# -- CSV ------------------------------------------------------------------------------------------------------------


class _Csv:
    """Columns name, aliases, kind, country, sectors, title, first_day, last_day; only the first must be there.

    They are kept apart by commas, semicolons or tabs.
    """

    def __init__(self, source: str) -> None:
        self.source = source

    def read(self, text: str) -> tuple[list[Listed], list[Fault]]:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
        if "name" not in rows.fieldnames:
            raise ReadError(f"{self.source}:1: no column 'name' among: {', '.join(rows.fieldnames) or 'nothing'}")
        found, faults = [], []
        for row in rows:
            line = rows.line_num
            if too_many := row.pop(None, None):
                faults.append(Fault(self.source, line, f"cells without a column: {', '.join(too_many)}: left out"))
            name = (row.get("name") or "").strip()
            if not name:
                faults.append(Fault(self.source, line, "a row without a name: left out"))
                continue
            code, problems = self._code(row)
            kind, title = ((row.get(column) or "").strip() for column in ("kind", "title"))
            if kind and kind.lower() not in get_args(EntryKind):
                problems.append(f"unknown kind {kind!r} (of {', '.join(get_args(EntryKind))}): left out")
            faults.extend(Fault(self.source, line, problem) for problem in problems)
            found.append(Listed(name=name, aliases=split(row.get("aliases") or ""), codes=(code,), line=line,
                                kind=kind.lower(), title=title, agent=kind.lower() == "role"))  # fmt: skip
        return found, faults

    def _code(self, row: dict[str, str | None]) -> tuple[DatedCode, list[str]]:
        problems = []
        cell = (row.get("country") or "").strip()
        country = cell.upper() if cell.upper() in _countries() else _codes_by_name().get(folded(cell))
        if cell and not country:
            problems.append(f"unknown country {cell!r} (a code of three letters, or its name): kept without one")
        sectors = split((row.get("sectors") or "").upper())
        if unknown := [s for s in sectors if s not in _PLOVER and s not in ("MED", "NGO", "IGO")]:
            problems.append(f"unknown sectors {', '.join(unknown)}: left out")
        days: list[dt.date | None] = []
        for column in ("first_day", "last_day"):
            cell = (row.get(column) or "").strip()
            try:
                days.append(dt.date.fromisoformat(cell) if cell else None)
            except ValueError:
                problems.append(f"{column} {cell!r} is no date (yyyy-mm-dd): left open")
                days.append(None)
        if days[0] and days[1] and days[1] < days[0]:
            problems.append(f"the office ends ({days[1]}) before it begins ({days[0]}): both days left open")
            days = [None, None]
        code = _countries()[country] if country else None
        return DatedCode(code, tuple(s for s in sectors if s not in unknown), *days), problems


def _delimiter(text: str) -> str:
    """What separates the names of the columns: a comma, or what spreadsheets write in its place."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    return {folded(country.name): code for code, country in countries().items()}
