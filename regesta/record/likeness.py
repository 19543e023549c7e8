"""How alike two tellings of an event are, and two phrases for an issue: numbers from 0 to 1.

A telling is compared by what it says (type, mode), who takes part, when, where, and in which words. What cannot be
true of one event (another counterpart, days apart, another town) makes the score 0, however alike the rest.
"""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from regesta.knowledge.kin import content_words, is_family

# Types that one act is coded as by one report and by another ('invasion' is MOBILIZE here and ASSAULT there).
KIN_TYPES: Final = tuple(map(frozenset, (
    ("ASSAULT", "MOBILIZE"), ("ASSAULT", "COERCE"), ("AID", "COOPERATE"), ("AID", "SUPPORT"), ("AGREE", "CONCEDE"),
    ("AGREE", "COOPERATE"), ("AGREE", "SUPPORT"), ("CONCEDE", "RETREAT"), ("SANCTION", "COERCE"), ("ACCUSE", "REJECT"),
    ("REQUEST", "THREATEN"), ("ACCUSE", "THREATEN"), ("AGREE", "AID"),
)))  # fmt: skip
MUTUAL: Final = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # who is actor and who recipient is a matter of wording
PHYSICAL: Final = frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "COERCE", "RETREAT", "CONSULT"})  # happens in one place
OFTEN: Final = frozenset({"ASSAULT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})  # of one word, many acts a day
PUBLISHED_WITHIN: Final = 3  # days before publication in which something without a date of its own happened
NEWS_WITHIN: Final = 7  # the same for what its report gives no date at all
MONTH: Final = 31
NEIGHBOURS: Final = 300  # tellings with which each is compared at most in one block
SAID_OFTEN: Final = 0.35  # likeness of words, beyond names and act, that two mentions of history need
DONE_ONCE: Final = content_words("invade annexed occupied seceded overthrew coup")  # acts that a history has few of

_LIGHT: Final = content_words(
    "began begin begun start started launch launched hold held make made carry carried conduct conducted continue "
    "continued take took place stage staged"
)

_EARLY, _LATE = dt.date(1, 1, 1), dt.date(9999, 12, 31)


class Words:
    """Content words weighed by how rare they are in the record."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        n = 0
        for text in texts:
            counts.update(content_words(text or ""))
            n += 1
        self._rarity = {word: math.log(1 + (n + 1) / (1 + count)) for word, count in counts.items()}
        self._rarest = math.log(2 + n)  # of a word that no text has

    def of(self, text: str) -> frozenset[str]:
        """The content words of a text."""
        return content_words(text or "")

    def weight(self, words: Iterable[str]) -> float:
        """Sum of the rarity of the words."""
        rarity = self._rarity
        return sum(rarity.get(word, self._rarest) for word in words)

    def alike(self, left: frozenset[str], right: frozenset[str]) -> float:
        """Mean of the shared weight over the lighter side and over both together; 0 when one side is empty."""
        common = self.weight(left & right)
        if not common:
            return 0.0
        lighter = min(self.weight(left), self.weight(right))
        return (common / lighter + common / self.weight(left | right)) / 2

    def one_issue(self, left: frozenset[str], right: frozenset[str]) -> float:
        """How alike two phrases for an issue are. One word in common is little, unless the table of kin knows it."""
        shared = left & right
        is_little = len(shared) == 1 and left != right and not any(is_family(w) for w in shared)
        return self.alike(left, right) * (0.7 if is_little else 1.0)


@dataclass(frozen=True, slots=True)
class Parties:
    """Those on one side: their countries (an actor without one stands by its name), and the persons of each."""

    keys: frozenset[str]
    persons: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """From rows of `queries.party_features`; words that nobody could be found for are left out."""
        keys: set[str] = set()
        persons: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row["country"] is None and row["entity"] is None:
                continue
            key = row["country"] or row["name"].lower()
            keys.add(key)
            if row["kind"] == "person":
                persons[key].update(row["name"].lower().split())
        return cls(frozenset(keys), {k: frozenset(v) for k, v in persons.items()})

    def others_than(self, other: "Parties") -> bool:
        """Whether these cannot be the same: different people of one country."""
        shared = self.persons.keys() & other.persons.keys()
        return any(not self.persons[k] & other.persons[k] for k in shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTelling:
    """What is compared of one event as told. `first` and `last` are the days between which it can have happened."""

    id: str
    report: str
    type: str
    mode: str | None
    hypothetical: bool
    background: bool
    first: dt.date | None
    last: dt.date | None
    has_own_date: bool
    place: str | None
    actors: Parties
    recipients: Parties
    everyone: Parties
    words: frozenset[str]
    trigger: frozenset[str]
    sentence: str
    start_char: int

    @classmethod
    def of(cls, row: Mapping[str, Any], parties: Sequence[Mapping[str, Any]], words: Words) -> Self:
        """From a row of `queries.event_features` and the rows of its participants."""
        first, last, has_own_date = _days(row)
        act = _act(row["trigger"] or "", row["words"])
        names = frozenset().union(*(content_words(p["name"]) for p in parties))  # compared as parties already
        fine = row["place"] if row["place_grain"] in ("city", "site", "district") else None
        return cls(
            id=row["id"], report=row["report"], type=row["type"], mode=row["mode"],
            hypothetical=row["modality"] == "hypothetical", background=row["background"],
            first=first, last=last, has_own_date=has_own_date, place=fine,
            actors=Parties.of(p for p in parties if p["role"] == "actor"),
            recipients=Parties.of(p for p in parties if p["role"] == "recipient"),
            everyone=Parties.of(parties), words=words.of(row["words"]) - names - act, trigger=act,
            sentence=row["words"], start_char=row["start_char"] or 0,
        )  # fmt: skip


def _act(trigger: str, sentence: str) -> frozenset[str]:
    """The words that name the act: the trigger's, and where it only begins or holds something, what that is."""
    words = content_words(trigger)
    if not words & _LIGHT:
        return words
    _before, _found, after = sentence.partition(trigger)
    return frozenset(w for w in content_words(" ".join(after.split()[:5])) if is_family(w)) or words


def _days(row: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None, bool]:
    """The days between which the event can have happened, and whether its own words date it."""
    first, last = row["earliest"], row["latest"]
    if row["date_basis"] == "publication" and (day := last or first):
        return _earlier(day, PUBLISHED_WITHIN), day, False
    if first or last:
        return first or _EARLY, last or _LATE, True
    if row["published"]:
        return _EARLY if row["background"] else _earlier(row["published"], NEWS_WITHIN), row["published"], False
    return None, None, False


def _earlier(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(max(1, day.toordinal() - days))


def likely_pairs(tellings: Iterable[EventTelling]) -> Iterator[tuple[str, str]]:
    """Ids of tellings worth comparing; few pairs come twice.

    News with news of types akin, with a party and a week in common; history with what was told before it of the same
    party in words of the same kin, whatever the day.
    """
    news: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    acts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    in_order = sorted(tellings, key=lambda t: (t.last or _LATE, t.id))
    for telling in in_order:
        for family in _families(telling.type):
            for who in sorted(telling.everyone.keys):  # nothing can be said of an event without parties
                for week in _weeks(telling):
                    news[family, who, week].append(telling.id)
                for act in sorted(telling.trigger):
                    acts[family, who, act].append(telling.id)
    yield from pairs_within(news.values())
    history = {t.id for t in in_order if _is_history(t)}
    yield from ((one, other) for one, other in pairs_within(acts.values()) if other in history)


def pairs_within(blocks: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of ids that stand near each other in a block, each in the first block that holds both."""
    blocks = [block for block in blocks if len(block) > 1]
    blocks_of: dict[str, set[int]] = defaultdict(set)
    for number, block in enumerate(blocks):
        for one in block:
            blocks_of[one].add(number)
    for number, block in enumerate(blocks):
        for i, other in enumerate(block):
            mine = blocks_of[other]
            for one in block[max(0, i - NEIGHBOURS) : i]:
                if one != other and min(mine & blocks_of[one]) == number:
                    yield one, other


def _families(kind: str) -> list[str]:
    return ["/".join(sorted(pair)) for pair in KIN_TYPES if kind in pair] or [kind]


def _weeks(telling: EventTelling) -> Iterable[int]:
    """Every week that the telling touches, with a day on each side; none when it may be of any."""
    if telling.first is None or telling.last is None or (telling.last - telling.first).days > MONTH:
        return ()
    return range((telling.first.toordinal() - 1) // 7, (telling.last.toordinal() + 1) // 7 + 1)


def cannot_be_one(a: EventTelling, b: EventTelling) -> bool:
    """Whether something that one says cannot be true of what the other tells."""
    parts = _alike_in_parties(a, b), _alike_in_date(a, b), _alike_in_place(a, b)
    return None in parts or not _alike_in_kind(a, b)


def alike_events(a: EventTelling, b: EventTelling, words: Words) -> float:
    """How likely the two tell one event, 0 when they cannot."""
    kinship = _alike_in_kind(a, b)
    party = _alike_in_parties(a, b)
    date = _alike_in_date(a, b)
    place = _alike_in_place(a, b)
    if not kinship or party is None or date is None or place is None:
        return 0.0
    said = min(1.0, words.alike(a.words, b.words) + _same_act(a, b))
    if a.type == b.type == "CONSULT":  # two calls of the same two on one day are one call, in whatever words
        score = 0.45 * party + 0.3 * date + 0.2 * said + 0.05 * place
    else:
        score = 0.3 * party + 0.2 * date + 0.4 * said + 0.1 * place
    if a.type == b.type and _same_history(a, b, said):
        score = max(score, 0.75)
    return score * kinship


def _alike_in_kind(a: EventTelling, b: EventTelling) -> float:
    if a.report == b.report and (a.type != b.type or _in_one_sentence(a, b)):
        return 0.0  # a reporter who names two acts means two
    if a.type != b.type:
        return 0.9 if frozenset((a.type, b.type)) in KIN_TYPES else 0.0
    if a.mode and b.mode and a.mode != b.mode:
        return 0.0 if a.type == "CONSULT" else 0.9
    return 0.9 if a.hypothetical != b.hypothetical else 1.0


def _same_act(a: EventTelling, b: EventTelling) -> float:
    if not a.trigger & b.trigger:
        return 0.0
    return 0.1 if a.type in OFTEN or b.type in OFTEN else 0.2


def _in_one_sentence(a: EventTelling, b: EventTelling) -> bool:
    return a.sentence == b.sentence and abs(a.start_char - b.start_char) < len(a.sentence)


def _alike_in_parties(a: EventTelling, b: EventTelling) -> float | None:
    """None when different parties took part."""
    if a.type in MUTUAL and b.type in MUTUAL:
        return _overlap(a.everyone, b.everyone)
    actors, recipients = _overlap(a.actors, b.actors), _overlap(a.recipients, b.recipients)
    if actors is None or recipients is None:
        return None
    return 0.6 * actors + 0.4 * recipients


def _overlap(a: Parties, b: Parties) -> float | None:
    """Share of the parties in common; 0.4 when one telling does not say; None when they are different ones."""
    if not a.keys or not b.keys:
        return 0.4 if a.keys or b.keys else 0.6
    shared = a.keys & b.keys
    if not shared or a.others_than(b) or (len(shared) < 2 and a.keys - b.keys and b.keys - a.keys):
        return None
    return 0.5 + 0.5 * len(shared) / len(a.keys | b.keys)


def _alike_in_date(a: EventTelling, b: EventTelling) -> float | None:
    """None when they are days apart."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return 0.4 if a.background == b.background else 0.2
    gap = max(a.first, b.first).toordinal() - min(a.last, b.last).toordinal()
    if gap > 1:  # only history that nothing dates may be of any day before it was published
        later = a if a.first > b.last else b
        return 0.2 if later.background and not later.has_own_date else None
    longest = max((a.last - a.first).days, (b.last - b.first).days)
    if longest > MONTH:
        return 0.3
    if gap == 1:
        return 0.5
    if a.has_own_date and b.has_own_date:
        return 1.0 if longest == 0 else 0.8
    return 0.7


def _alike_in_place(a: EventTelling, b: EventTelling) -> float | None:
    """None when something that happens in one place is told of two."""
    if a.place and b.place:
        if a.place == b.place:
            return 1.0
        return None if a.type in PHYSICAL else 0.3
    return 0.5


def _is_history(telling: EventTelling) -> bool:
    return telling.background or not telling.has_own_date


def _same_history(a: EventTelling, b: EventTelling, said: float) -> bool:
    """History is told without a date: the same act of the same actors, and of no other recipients.

    An invasion is known by who invades whom; of what is done often ('killed', 'threatened') more must be the same.
    """
    if not (a.background or b.background) or not a.actors.keys or a.actors.keys != b.actors.keys:
        return False
    if not a.trigger & b.trigger or (
        a.recipients.keys and b.recipients.keys and a.recipients.keys != b.recipients.keys
    ):
        return False
    same_place = a.place is not None and a.place == b.place and a.type not in OFTEN
    return same_place or said >= SAID_OFTEN or bool(a.trigger & b.trigger & DONE_ONCE)
