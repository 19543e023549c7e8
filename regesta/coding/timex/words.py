"""The words of time expressions: a lexer that turns a text into words and, one letter a word, their categories.

A grammar over categories is then an ordinary regular expression over a string of one letter a word, which is quick:

    >>> words = lex("on Tuesday, March 5")
    >>> [name for name in (category_name(c) for c in words.categories) if name != "OTHER"]
    ['WEEKDAY', 'COMMA', 'MONTH', 'DAY']
"""

import re
from dataclasses import dataclass
from typing import Final

CATEGORIES: Final = (
    "OTHER BREAK WEEKDAY WEEKDAYS WABBR MONTH MABBR YEAR DAY NUM ORD CARD CENT THOUSAND A FEW COUPLE UNIT "
    "UNITS WEEKEND QUARTER QN HALF SEASON SEASONS DECADE NINETIES PART SOLE DEICTIC LAST NEXT THIS THESE THAT "
    "LATEST AGO EARLIER LATER BEFORE AFTER EARLY MID EDGE THE HIS OF ON IN DASH BAR COMMA DOT APOS S CLOCK "
    "AMPM ZONE ISO SLASH EVERY PER AND OR SO SAME TO UNTIL FROM BETWEEN FISCAL ABOUT AT LEAST MORE THAN UP OLD "
    "PERIOD RATE TIMES RECENT SOME FULL PASTREF NOWREF FUTUREREF FUTURE NEAR MOMENT FEAST"
).split()  # fmt: skip
_LETTER: Final = {name: chr(0x100 + i) for i, name in enumerate(CATEGORIES)}


def category_name(category: str) -> str:
    """The name of the category that a letter stands for."""
    return CATEGORIES[ord(category) - 0x100]


def compile_rule(rule: str) -> str:
    """A rule in category names ('THE? ORD DAY') as a regular expression over letters."""
    return re.sub(r"[A-Z]+", lambda found: _LETTER[found.group()], re.sub(r"\((?!\?)", "(?:", rule)).replace(" ", "")


WEEKDAYS: Final = {name: i for i, name in enumerate(
    "monday tuesday wednesday thursday friday saturday sunday".split(), 1)}  # fmt: skip
_WEEKDAY_SHORT: Final = {"mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5,
                         "sat": 6, "sun": 7}  # fmt: skip
MONTHS: Final = {name: i for i, name in enumerate(
    "january february march april may june july august september october november december".split(), 1)}  # fmt: skip
_MONTH_SHORT: Final = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
                       "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
SEASON_VALUES: Final = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI",
                        "springtime": "SP", "summertime": "SU", "wintertime": "WI"}  # fmt: skip
PART_VALUES: Final = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "noon": "T12:00", "midday": "T12:00",
    "midnight": "T24:00", "dawn": "TMO", "sunrise": "TMO", "daybreak": "TMO", "dusk": "TEV", "sunset": "TEV",
    "lunchtime": "TMI", "nightfall": "TNI", "overnight": "TNI", "tonight": "TNI",
}  # fmt: skip
UNIT_VALUES: Final = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "fortnight": "2W", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "10Y", "century": "100Y", "centurie": "100Y", "min": "TM", "hr": "TH",
    "yr": "Y", "night": "D", "millennium": "1000Y",
}  # fmt: skip
CARDINALS: Final = {name: i for i, name in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split())} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "thousand": 1000, "dozen": 12,
}  # fmt: skip
_TENS_ORDINAL: Final = {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60,
                        "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100}  # fmt: skip
ORDINALS: Final = {name: i for i, name in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth".split(), 1)} | _TENS_ORDINAL  # fmt: skip
DEICTICS: Final = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}
RATES: Final = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "yearly": "P1Y",
                "annually": "P1Y", "annual": "P1Y", "hourly": "PT1H", "nightly": "P1D",
                "biweekly": "P2W", "fortnightly": "P2W"}  # fmt: skip
DECADE_NAMES: Final = {"twenties": "2", "thirties": "3", "forties": "4", "fifties": "5", "sixties": "6",
                       "seventies": "7", "eighties": "8", "nineties": "9"}  # fmt: skip

_WORDS: Final[dict[str, str]] = {word: category for category, words in {
    "PART": "morning afternoon evening night noon midday midnight dawn sunrise daybreak dusk sunset lunchtime "
    "nightfall",
    "DEICTIC": "today yesterday tomorrow tonight",
    "SOLE": "overnight",
    "SEASON": "spring summer autumn winter fall springtime summertime wintertime",
    "UNIT": "minute hour day week fortnight month year decade century millennium",
    "UNITS": "seconds minutes hours days weeks fortnights months quarters years decades centuries nights hrs "
    "mins yrs",
    "QUARTER": "quarter",
    "HALF": "half",
    "WEEKEND": "weekend weekends",
    "LAST": "last past previous preceding prior",
    "NEXT": "next coming following upcoming subsequent ensuing",
    "THIS": "this current",
    "THESE": "these",
    "THAT": "that",
    "LATEST": "latest",
    "AGO": "ago",
    "EARLIER": "earlier",
    "BEFORE": "before",
    "LATER": "later",
    "AFTER": "after afterwards afterward",
    "EARLY": "early late",
    "MID": "mid middle",
    "EDGE": "end beginning start close outset turn",
    "THE": "the",
    "HIS": "its his her their our my your",
    "A": "a an",
    "OF": "of",
    "ON": "on",
    "IN": "in during",
    "AND": "and",
    "OR": "or",
    "SO": "so",
    "TO": "to through till",
    "UNTIL": "until by since from",
    "BETWEEN": "between",
    "FISCAL": "fiscal financial",
    "EVERY": "every each",
    "PER": "per",
    "ABOUT": "about nearly almost roughly approximately around some",
    "AT": "at",
    "LEAST": "least most",
    "MORE": "more less fewer another",
    "THAN": "than",
    "UP": "up",
    "FEW": "few several many numerous countless various",
    "COUPLE": "couple",
    "OLD": "old",
    "PERIOD": "period",
    "RATE": " ".join(RATES),
    "S": "s",
    "CENT": "seventeen eighteen nineteen",
    "THOUSAND": "thousand",
    "CARD": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen twenty thirty forty fifty sixty seventy eighty ninety hundred dozen",
    "ORD": " ".join(ORDINALS),
    "NINETIES": " ".join(DECADE_NAMES),
    "RECENT": "recent",
    "SOME": "sometime",
    "FULL": "full entire whole",
    "PASTREF": "recently lately",
    "NOWREF": "now currently nowadays presently",
    "FUTUREREF": "soon shortly",
    "FUTURE": "future",
    "MOMENT": "time moment",
    "NEAR": "near foreseeable immediate",
    "TIMES": "times",
    "SAME": "same",
    "ZONE": "gmt utc est edt cst cdt pst pdt cet cest bst msk eet eest hkt jst ist",
}.items() for word in words.split()}  # fmt: skip

FEASTS: Final[dict[str, tuple[int, int]]] = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's eve": (12, 31),
    "new year's day": (1, 1), "new year": (1, 1), "boxing day": (12, 26), "valentine's day": (2, 14), "may day": (5, 1),
    "halloween": (10, 31), "epiphany": (1, 6), "all saints' day": (11, 1), "international women's day": (3, 8),
    "women's day": (3, 8), "armistice day": (11, 11), "veterans day": (11, 11), "bastille day": (7, 14),
    "victory day": (5, 9), "human rights day": (12, 10), "earth day": (4, 22), "nowruz": (3, 21),
    "easter": (0, 0), "easter sunday": (0, 0), "easter monday": (0, 1), "good friday": (0, -2), "palm sunday": (0, -7),
    "maundy thursday": (0, -3), "ascension day": (0, 39), "pentecost": (0, 49),
}  # month and day; month 0: days after Easter Sunday  # fmt: skip
_FEAST_NAMES = "|".join(
    "['’]".join(map(str.title, feast.split("'"))).replace("]S", "]s") for feast in sorted(FEASTS, key=len, reverse=True)
)

_TOKEN = re.compile(
    rf"(?P<FEAST>(?=[ABCEGHIMNPVW])\b(?:{_FEAST_NAMES})\b)|"
    r"(?P<BREAK>\n[ \t]*\n)"
    r"|(?P<ISO>\b\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?\b)"
    r"|(?P<SLASH>\b\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)\b)"
    r"|(?P<CLOCK>\b\d{1,2}:\d\d(?::\d\d)?\b|\b\d{1,2}\.\d\d(?=\s?[ap]\.?m\b))"
    r"|(?P<QN>\bQ[1-4]\b)"
    r"|(?P<ORD>\b\d+(?:st|nd|rd|th)\b)"
    r"|(?P<DECADE>\b(?:1[5-9]|20)\d0['’]?s\b|(?<=['’])\d0s\b|\b[2-9]0s\b)"
    r"|(?P<NUM>\b\d+(?:,\d{3})+(?:\.\d+)?\b|\b\d+\.\d+\b)"
    r"|(?P<DIGITS>\d+)"
    r"|(?P<AMPM>\b[AaPp]\.\s?[Mm]\b\.?|(?<=\d)\s?[AaPp][Mm]\b)"
    r"|(?P<WORD>[^\W\d_]+)"
    r"|(?P<DASH>--?|[–—‐‑])"
    r"|(?P<SIGN>\S)"
)
_SIGNS: Final = {",": "COMMA", ".": "DOT", "'": "APOS", "’": "APOS", "`": "APOS", "/": "BAR"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: small letters, spans, and their categories as a string of one letter each."""

    lower: list[str]
    spans: list[tuple[int, int]]
    categories: str


def lex(text: str) -> Words:
    """All words, numbers and signs of the text, in order."""
    lower: list[str] = []
    spans: list[tuple[int, int]] = []
    categories: list[str] = []
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        word = found.group()
        low = word.lower()
        if kind == "WORD":
            name = _word_category(word, low)
        elif kind == "DIGITS":
            name = _digits_category(word)
        elif kind == "FEAST":
            name = "FEAST"
        elif kind == "SIGN":
            name = _SIGNS.get(word, "OTHER")
        else:
            name = kind or "OTHER"
        lower.append(low)
        spans.append(found.span())
        categories.append(_LETTER[name])
    return Words(lower, spans, "".join(categories))


def _word_category(word: str, low: str) -> str:
    known = _WORDS.get(low)
    if known:
        return known
    if not word[0].isupper():
        return "OTHER"
    if low in WEEKDAYS:
        return "WEEKDAY"
    if low in MONTHS:
        return "MONTH"
    if low in _MONTH_SHORT:
        return "MABBR"
    if low in _WEEKDAY_SHORT:
        return "WABBR"
    if low[-1] == "s" and low[:-1] in WEEKDAYS:
        return "WEEKDAYS"
    return "OTHER"


def _digits_category(word: str) -> str:
    if len(word) == 4 and "1000" <= word <= "2999":
        return "YEAR"
    return "DAY" if len(word) <= 2 and 1 <= int(word) <= 31 else "NUM"


def month_number(word: str) -> int:
    """1 to 12 of a month's name or abbreviation."""
    return MONTHS.get(word) or _MONTH_SHORT[word]


def weekday_number(word: str) -> int:
    """1 (Monday) to 7 of a day's name or abbreviation."""
    return WEEKDAYS.get(word) or _WEEKDAY_SHORT.get(word) or WEEKDAYS[word.rstrip("s")]


def ordinal(word: str) -> int:
    """The number of '10th' or 'tenth'."""
    return ORDINALS.get(word) or int(word[:-2])


def unit_of(word: str) -> str:
    """TIMEX3 unit of 'week' or 'weeks': a factor and letters, as in 'W', 'TH', '10Y'."""
    return UNIT_VALUES.get(word) or UNIT_VALUES[word.removesuffix("s")]
