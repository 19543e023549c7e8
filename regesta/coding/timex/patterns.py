"""The grammar of time expressions: which sequences of words are times, and who reads them.

Each rule is a regular expression over categories of words (`timex_words`) and a function that reads the words
found (`timex_days`, `timex_readers`). "last Tuesday" becomes a draft (weekday 2, direction -1) whatever day the
report was published; `times` turns drafts into days. Rules are tried in order: the longer and surer ones first.
Every repetition is bounded: the time for a text grows with its length alone, whatever stands in it.
"""

import re
from collections.abc import Callable
from typing import Final

from regesta.coding.timex import days as days
from regesta.coding.timex import readers as read
from regesta.coding.timex.draft import Draft, Found
from regesta.coding.timex.words import compile_rule, lex

Reader = Callable[[Found], Draft | list[Draft] | None]

_HALF = "DASH? AND DASH? A DASH? HALF"
_NUMBER = (
    f"(A? FEW|A? COUPLE OF?|DAY DAY BAR DAY|(DAY|NUM|YEAR) (THOUSAND|{_HALF})?"
    f"|(A|CARD|CENT|THOUSAND) (DASH? AND? (CARD|THOUSAND)){{0,5}} ({_HALF})?|A (DAY|NUM|CENT))"
)
_RANGE = f"({_NUMBER} (TO|OR|DASH) {_NUMBER}|{_NUMBER})"
_ABOUT = "(ABOUT|AT LEAST|MORE THAN|UP TO){0,2}"
_M = "(MONTH|MABBR DOT?)"
_W = "((WEEKDAY|WABBR DOT?) COMMA?)"
_D = "(DAY|ORD)"
_ANYUNIT = "(UNITS|UNIT|QUARTER)"
_SPELLED = "(CENT CARD (DASH? CARD)?|CARD THOUSAND (AND? CARD)?)"
_Y = f"(YEAR|{_SPELLED})"
_EDGE = "(THE EDGE OF|THE MID OF|EARLY DASH?|MID DASH?|EARLIER|LATER|SOME)"
_WHICH = "(THIS|LAST|NEXT)"
_TIMEOFDAY = "((CLOCK|DAY|CARD) AMPM|PART|MID DASH? PART|CLOCK)"

_RULES: Final[tuple[tuple[str, Reader], ...]] = (
    ("ISO", days.iso),
    ("SLASH", days.slash),
    ("DAY BAR DAY (?!UNIT|UNITS|DASH|BAR)", days.nine_eleven),
    # days of a month
    (f"(THE|ABOUT)? {_TIMEOFDAY} ZONE? COMMA? (ON|OF)? {_W}? ({_M} {_D}|{_D} OF? {_M}) (COMMA? YEAR)?",
     days.clock_and_day),
    (f"{_M} DAY (DASH|TO|AND) DAY (COMMA? YEAR)?", days.day_range),
    (f"(FROM|BETWEEN)? {_D} (DASH|TO|AND) {_D} OF? {_M} (COMMA? YEAR)?", days.day_range),
    (f"ABOUT? {_WHICH}{{0,2}} {_W}? {_M} THE? {_D} (COMMA? YEAR|(COMMA|OF)? {_WHICH} UNIT)? (AT? (CLOCK|DAY) AMPM)?",
     days.month_day),
    (f"{_W}? THE? {_D} OF? {_M} (COMMA? YEAR|(COMMA|OF)? {_WHICH} UNIT)?", days.month_day),
    # clock times with their day
    (f"ABOUT? {_TIMEOFDAY} ZONE? COMMA? (ON|OF)? LAST? (WEEKDAY|DEICTIC)", days.clock_and_day),
    # months
    (f"THE? (ORD|LAST) UNIT OF {_M} (COMMA|OF)? ({_Y})?", days.week_of_month),
    (f"{_EDGE}? {_M} (COMMA|OF)? {_Y}", days.month),
    (f"{_EDGE}? {_M} (COMMA|OF)? {_WHICH} UNIT", days.month),
    ("EVERY MONTH", read.every),
    (f"{_EDGE}? {_WHICH}? MONTH", days.month),
    # quarters, halves and other parts of years
    (f"{_WHICH} UNIT APOS S FISCAL? ORD DASH? QUARTER", read.quarter),
    ("THE? UNIT DASH? (AGO|EARLIER) FISCAL? ORD DASH? QUARTER", read.quarter),
    (f"THE? (LATEST|FISCAL)? DASH? (YEAR)? FISCAL? ORD DASH? QUARTER (OF? FISCAL? (THE|{_WHICH})? (YEAR|UNIT))?",
     read.quarter),
    (f"QN (OF? {_Y})?", read.quarter),
    (f"THE? (ORD|LAST) HALF OF (THE|{_WHICH})? (APOS? DECADE|YEAR|UNIT)", read.half),
    (f"{_EDGE}? (THE|{_WHICH}|A)? SEASON (OF? (YEAR|{_SPELLED}|{_WHICH} UNIT))", read.season),
    ("EVERY (SEASON|FEAST)", read.every),
    (f"({_WHICH}|THE)? FEAST (COMMA? YEAR)?", days.feast),
    (f"{_EDGE}? {_WHICH} {_WHICH}? SEASON", read.season),
    ("(THE EARLY|THE) SEASON", read.season),
    # ages, then amounts of time from a point
    (f"(THE|HIS|A)? {_RANGE} DASH? {_ANYUNIT} DASH? OLD", read.age),
    (f"{_ABOUT} {_RANGE} {_ANYUNIT} (OR SO)? AGO", read.ago),
    ("UNITS AGO", read.ago),
    ("(THE|A)? UNIT DASH (AGO|EARLIER) (QUARTER|PERIOD|CARD UNITS)?", read.year_ago),
    ("THE (QUARTER|PERIOD) A UNIT (AGO|EARLIER)", read.year_ago),
    (f"{_ABOUT} {_RANGE} {_ANYUNIT} (EARLIER|LATER|BEFORE (?=DOT|COMMA))", read.earlier),
    ("THE UNIT (BEFORE|AFTER|EARLIER|LATER) (?=DOT|COMMA|AND)", read.earlier),
    # numbered days of an affair
    ("THE? ORD DASH? UNIT DOT? (?=OF|UNTIL)", read.affair_day),
    ("UNIT (DAY|NUM|CARD) (?=OF)", read.affair_day),
    # last, this, next
    (f"{_ABOUT} (EVERY OF)? (THE|HIS|THESE)? (LAST|NEXT|LATEST|ORD|FULL) {_ABOUT} {_RANGE} {_ANYUNIT} (OR SO)?",
     read.span_of_units),
    (f"{_EDGE}? (THE|HIS)? {_WHICH}{{1,2}} (FISCAL UNIT|UNIT|WEEKEND|QUARTER) (OR SO)?", read.relative),
    (f"{_EDGE}? THE? LATEST (FISCAL UNIT|QUARTER|PERIOD|UNIT)", read.the_unit),
    ("THE? UNIT DASH EDGE", read.the_unit),
    ("UNIT (APOS S|DASH)? EDGE", read.the_unit),
    (f"{_EDGE} (IN|OF)? THE (FISCAL UNIT|UNIT|QUARTER|WEEKEND) (?!DASH)", read.the_unit),
    ("THE YEAR (QUARTER|PERIOD)", read.the_unit),
    ("THE FULL? (QUARTER|WEEKEND|FULL UNIT)", read.the_unit),
    # sets
    (f"EVERY (OTHER|{_NUMBER})? (UNITS|UNIT|WEEKDAY|SEASON|PART|QUARTER)", read.every),
    ("PER (UNIT)", read.every),
    ("WEEKDAYS", days.weekdays),
    ("RATE", read.rate),
    # weekdays and deictic days
    (f"(EARLY|EARLIER|LATER)? THE? {_WHICH}{{0,2}} WEEKDAY PART?", days.weekday),
    ("(EARLY|EARLIER|LATER|MID DASH? PART)? DEICTIC (DASH? PART)?", days.deictic),
    ("(LATER|EARLIER|EARLY)? (THIS|LAST|THAT) PART", days.day_part),
    ("THE (NEXT|LAST) PART", days.day_part),
    ("(THE|MID DASH?) PART", days.day_part),
    ("SOLE", days.day_part),
    ("(?<=AT|UNTIL) PART", days.at_part),
    # clock
    ("ABOUT? (CLOCK|DAY|CARD) AMPM ZONE?", days.clock),
    ("ABOUT? (CLOCK|YEAR|NUM) ZONE", days.clock),
    ("(?<=AT|TO) CLOCK", days.clock),
    # decades, centuries
    ("(THE)? (EARLY|MID)? DASH? APOS? DECADE", read.decade),
    ("THE (EARLY|MID)? DASH? NINETIES", read.decade),
    ("THE? (EARLY|MID)? DASH? ORD DASH? UNIT", read.century),
    # years
    (f"THE? {_WHICH}? FISCAL UNIT (YEAR)?", read.fiscal_year),
    ("FISCAL YEAR", read.fiscal_year),
    ("THE UNIT CARD THOUSAND (AND? CARD)?", read.year_alone),
    ("CENT CARD (DASH CARD)?", read.year_alone),
    ("YEAR (DASH|BAR) (YEAR|DAY|NUM)", read.year_range),
    (f"{_EDGE}? YEAR", read.year_alone),
    # amounts
    ("(A DASH? HALF DASH? UNIT|HALF DASH? A DASH? UNIT|HALF DASH UNIT)", read.duration),
    (f"{_ABOUT} (A|CARD|DAY) UNIT AND A HALF", read.duration),
    (f"{_ABOUT} THE? {_RANGE} MORE? DASH? {_ANYUNIT}", read.duration),
    ("(RECENT|THESE|FUTURE|NEXT|LAST) UNITS (AND UNITS)?", read.units_ref),
    ("THE ORD UNITS", read.span_of_units),
    ("(THE)? UNITS (OR UNITS)?", read.bare_units),
    ("(THE|THAT) UNIT (?!DASH)", read.bare_unit),
    ("THAT QUARTER", read.the_unit),
    ("(THE|THAT) SAME (UNIT|QUARTER|WEEKEND)", read.the_unit),
    ("(RECENT|FUTURE|NEXT) QUARTER", read.units_ref),
    # references to now
    ("NOWREF", read.ref("PRESENT_REF")),
    ("(MORE)? PASTREF", read.ref("PAST_REF")),
    ("FUTUREREF", read.ref("FUTURE_REF")),
    ("THE NEAR? FUTURE", read.ref("FUTURE_REF")),
    # the past, the moment
    ("IN THE LAST (?!UNIT|UNITS|QUARTER|WEEKEND|FEW|COUPLE|CARD|DAY|NUM|SEASON|PART|CENT|HALF|DECADE|ABOUT|AT|MORE)",
     read.the_past),
    ("AT (THE|THIS|THAT) MOMENT", read.moment),
)  # fmt: skip

_STARTERS: Final = (
    "WEEKDAY WEEKDAYS WABBR MONTH MABBR YEAR DAY NUM ORD CARD CENT THOUSAND A FEW COUPLE UNIT UNITS QUARTER QN HALF "
    "SEASON DECADE APOS PART SOLE DEICTIC LAST NEXT THIS THESE THAT LATEST EARLIER LATER EARLY MID EDGE THE HIS IN "
    "CLOCK ISO SLASH FEAST SAME EVERY PER FROM BETWEEN FISCAL ABOUT AT MORE UP RATE RECENT SOME FULL PASTREF NOWREF "
    "FUTUREREF FUTURE"
)
# Before a word of no category these begin nothing: most of a text is passed over by this look alone.
_IDLE: Final = "THE A HIS ABOUT AT MORE UP THIS THAT THESE IN LAST NEXT ORD EARLIER LATER FEW APOS FULL EDGE"
_READERS: Final = tuple(reader for _, reader in _RULES)
_GRAMMAR = re.compile(
    compile_rule(f"(?=[{_STARTERS}])(?![{_IDLE}]OTHER)")
    + "(?:" + "|".join(f"(?P<r{i}>{compile_rule(rule)})" for i, (rule, _) in enumerate(_RULES)) + ")"
)  # fmt: skip


def find_drafts(text: str) -> list[Draft]:
    """The time expressions of a text, in order, without overlaps; what the words alone can tell of each."""
    words = lex(text)
    drafts: list[Draft] = []
    at = 0
    while match := _GRAMMAR.search(words.categories, at):
        low, high = match.span()
        reader = _READERS[int(_rule_name(match)[1:])]
        read = reader(Found(text, words, low, high))
        at = high
        if read is None:
            at = low + 1
        elif isinstance(read, Draft):
            drafts.append(read)
        else:
            drafts.extend(read)
    return drafts


def _rule_name(match: re.Match[str]) -> str:
    """The name of the rule that matched: the outermost group, which is the only named one."""
    name = match.lastgroup
    assert name is not None
    return name
