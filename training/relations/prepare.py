"""Sentences for the relation model: the actors in each, and what some pairs of them do to each other.

Sources:
- PLV (Hu et al. 2024): a PLOVER root; CONCEDE and RETREAT are one class, YIELD, there
- A/W (Hu et al. 2024): cooperation or conflict
- phrases.txt beside this script: sentences of our own, filled with actors of our own
- PLV with the two actors swapped: nothing is done in that direction (unless the type is mutual)
- other pairs of PLV's sentences, actors as the package finds them: nothing is done between these, as a rule
- sentences of running text in which we annotated every event (evaluation/events_training.jsonl)
- sentences of running text that nobody annotated, as the rules read them (running.py)

A pair's target is a set of types: the loss asks that their probabilities together be high. One side of a pair may be
nobody: an event whose other side is not told.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evaluation.annotations import is_development
from evaluation.events import annotated_sentences
from regesta.coding.deeds.decisions import Decided
from regesta.coding.deeds.judgement import outermost
from regesta.coding.deeds.relation_pieces import NOBODY
from regesta.coding.deeds.scene import Scene
from regesta.coding.entities import resolve
from regesta.coding.events import readings, scene_of
from regesta.coding.mentions import find_mentions
from regesta.coding.parser import Parsed, parse
from regesta.coding.places import find_places
from regesta.schema import Report, content_id

HERE = Path(__file__).parent
TYPES = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
         "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "none")  # fmt: skip
COOPERATIVE = frozenset(TYPES[:7])
STATUSES = ("happened", "alleged", "denied", "planned", "hypothetical", "did not happen")
_STATUS = dict(zip(("yes", "alleged", "denied", "plan", "hyp", "no"), STATUSES, strict=True)) | {"old": "happened"}
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
NONE = frozenset({"none"})
Span = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """One annotated pair of a benchmark."""

    text: str
    a: Span
    b: Span
    targets: frozenset[str]
    group: str
    weight: float = 1.0


@dataclass(frozen=True)
class Pair:
    """Two actors of a sentence, as indices into its spans; one of them may be NOBODY."""

    a: int
    b: int
    targets: frozenset[str]
    weight: float


@dataclass(frozen=True)
class Telling:
    """The words that tell an event, the types that it may have, its status, which actors (indices) do and suffer it."""

    words: Span
    targets: frozenset[str]
    status: str
    does: frozenset[int]
    suffers: frozenset[int]


@dataclass(frozen=True)
class Sample:
    """A sentence with the spans of its actors and the pairs of which something is known.

    `told` are all events of the sentence with the words that tell them; None where these are not known.
    """

    text: str
    spans: tuple[Span, ...]
    pairs: tuple[Pair, ...]
    told: tuple[Telling, ...] | None = None

    def asked(self) -> "Sample":
        """The same with all its pairs; those of which nothing is known have no weight."""
        known = {(p.a, p.b) for p in self.pairs}
        sides = (*range(len(self.spans)), NOBODY)
        rest = [Pair(a, b, NONE, 0.0) for a in sides for b in sides if a != b and (a, b) not in known]
        return replace(self, pairs=(*self.pairs, *rest))


def plv(path: Path) -> list[Row]:
    """The benchmark's rows; YIELD becomes CONCEDE or RETREAT where the words tell deeds from promises."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        r = json.loads(line)
        targets = yielded(r["text"]) if r["type"] == "YIELD" else frozenset({r["type"]})
        rows.append(Row(r["text"], tuple(r["source"]), tuple(r["target"]), targets, f"plv{r['group']}"))
    return rows


# The code book: a CONCEDE is words (announced, agreed, promised, admitted …), a RETREAT is deeds (withdrew, freed …).
_WORDS = re.compile(
    r"\b(will|would|agree\w*|announce\w*|promis\w*|pledg\w*|offer\w*|declar\w*|admit\w*|regret\w*|apolog\w*|"
    r"pardon\w*|concede\w*|conced\w*|bow\w*|accept\w*|ready|plan\w*|vow\w*|amnesty|to allow)\b",
    re.I,
)
_DEEDS = re.compile(
    r"\b(withdrew|withdrawn|freed|releas\w*|surrender\w*|lifted|returned|handed|pulled|resign\w*|ended|"
    r"disarm\w*|demobili\w*|eased|allowed|stopped|rolled back|retreat\w*|laid down|evacuat\w*|dismantl\w*)\b",
    re.I,
)


def yielded(text: str) -> frozenset[str]:
    words, deeds = bool(_WORDS.search(text)), bool(_DEEDS.search(text))
    if words and not deeds:
        return frozenset({"CONCEDE"})
    if deeds and not words:
        return frozenset({"RETREAT"})
    return frozenset({"CONCEDE", "RETREAT"})


RARE_SIDE = 5.0  # one row in eight is cooperation


def aw(path: Path) -> list[Row]:
    rows = []
    for line in path.read_text("utf-8").splitlines():
        r = json.loads(line)
        side = COOPERATIVE if r["type"] == "cooperation" else frozenset(TYPES[:16]) - COOPERATIVE
        weight = RARE_SIDE if r["type"] == "cooperation" else 1.0
        rows.append(Row(r["text"], tuple(r["source"]), tuple(r["target"]), side, f"aw{r['group']}", weight))
    return rows


def scene_in(parsed: Parsed) -> Scene:
    """The actors of a parsed text, and the places that may suffer something, as the package finds them."""
    cast = resolve(parsed, find_mentions(parsed))
    return scene_of(parsed, cast, find_places(parsed, cast))


def mentions_in(texts: Iterable[str]) -> dict[str, list[Span]]:
    """Of each text the outermost mentions of actors, and of places that may suffer something, by the package."""
    found: dict[str, list[Span]] = {}
    waiting = list(dict.fromkeys(texts))
    for i in range(0, len(waiting), 64):
        reports = [Report(id=content_id("pairs", t), source="", text=t) for t in waiting[i : i + 64]]
        for parsed in parse(reports):
            found[parsed.report.text] = [(m.start_char, m.end_char) for m in outermost(scene_in(parsed).cast.mentions)]
    return found


def mentions_of(rows: list[Row], kept: Path | None) -> dict[str, list[Span]]:
    """`mentions_in` the texts of benchmark rows, read from that file where it is there, and else kept in it."""
    if kept and kept.exists():
        return {text: [tuple(m) for m in spans] for text, spans in json.loads(kept.read_text("utf-8")).items()}
    found = mentions_in(r.text for r in rows)
    if kept:
        kept.write_text(json.dumps(found), "utf-8")
    return found


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


_LINKS = frozenset({"and", ",", "or", "&", ", and", ""})


def _side_by_side(text: str, one: Span, other: Span) -> bool:
    """Whether only a comma or "and" stands between them, so that one does what the other does."""
    first, second = sorted((one, other))
    return text[first[1] : second[0]].strip().lower() in _LINKS


class Annotated:
    """A sentence of a benchmark with all its annotated pairs; each call of `sample` draws it a little differently."""

    def __init__(
        self, rows: list[Row], mentions: list[Span], words: dict[Row, Span] | None, reverse: float, beside: float
    ):
        self.rows, self.words, self.reverse, self.beside = rows, words, reverse, beside
        self.text = rows[0].text
        self.gold = list(dict.fromkeys(span for r in rows for span in (r.a, r.b)))
        over = {g: [m for m in mentions if overlap(m, g)] for g in self.gold}
        self.as_found = {g: m[0] if len(m) == 1 else g for g, m in over.items()}
        self.others = [m for m in mentions if not any(overlap(m, g) for g in self.gold)]

    def sample(self, luck: random.Random) -> Sample:
        """Bounds as annotated or as found; the other actors of the sentence marked or, in a third of the cases, not."""
        bounds = {g: self.as_found[g] if luck.random() < 0.5 else g for g in self.gold}
        others = self.others if luck.random() < 0.67 else []
        spans = [*bounds.values(), *others]
        at = {g: i for i, g in enumerate(bounds)}
        pairs = [Pair(at[r.a], at[r.b], r.targets, r.weight) for r in self.rows]
        if self.rows[0].group.startswith("plv"):
            known = {(p.a, p.b) for p in pairs}
            pairs += [Pair(p.b, p.a, p.targets if p.targets <= MUTUAL else NONE, self.reverse) for p in pairs
                      if (p.b, p.a) not in known and not p.targets & {"SUPPORT"}]  # fmt: skip
            pairs += self._beside(spans, len(at))
        return Sample(self.text, tuple(spans), tuple(pairs), self._told(at))

    def _told(self, at: dict[Span, int]) -> tuple[Telling, ...] | None:
        """Its events where the word of each is known."""
        if self.words is None:
            return None
        return tuple(Telling(word, r.targets, STATUSES[0], frozenset({at[r.a]}), frozenset({at[r.b]}))
                     for r, word in self.words.items())  # fmt: skip

    def _beside(self, spans: list[Span], n_gold: int) -> list[Pair]:
        """Pairs with an actor that was not annotated, together at most twice the weight of one annotated pair."""
        free = [i for i in range(n_gold, len(spans))
                if not any(_side_by_side(self.text, spans[i], spans[g]) for g in range(n_gold))]  # fmt: skip
        found = [(i, j) for i in range(len(spans)) for j in range(len(spans)) if i != j and (i in free or j in free)
                 and (i < n_gold or i in free) and (j < n_gold or j in free)]  # fmt: skip
        weight = min(self.beside, 2.0 / max(1, len(found)))
        return [Pair(i, j, NONE, weight) for i, j in found]


def annotated(
    rows: list[Row], mentions: dict[str, list[Span]], reverse: float = 0.3, beside: float = 0.3
) -> list[Annotated]:
    """The sentences of benchmark rows; `mentions` of the package in each."""
    words = words_of(r for r in rows if r.group.startswith("plv"))
    found = []
    for text, same in by_sentence(rows).items():
        known = {r: words[r] for r in same if r in words}
        found.append(Annotated(same, mentions[text], known if len(known) == len(same) else None, reverse, beside))
    return found


def words_of(rows: Iterable[Row]) -> dict[Row, Span]:
    """The words that tell the events of rows, as far as the rules find these: their type, and both sides."""
    same_text = by_sentence(rows)
    found: dict[Row, Span] = {}
    for parsed in parse([Report(id=content_id("words", t), source="", text=t) for t in same_text]):
        scene = scene_in(parsed)
        told = [one for s in parsed.sentences for one in readings(scene, s, None)[1]]
        for row in same_text[parsed.report.text]:
            if (one := next((one for one in told if _is_told(row, one)), None)) is not None:
                word = one.candidate.trigger
                found[row] = (word.idx, word.idx + len(word))
    return found


def _is_told(row: Row, one: Decided) -> bool:
    """Whether an event has the type of a row and both its sides."""
    candidate = one.candidate
    others = candidate.actors if candidate.mutual else candidate.recipients
    return one.type in row.targets and all(
        any(overlap(span, (m.start_char, m.end_char)) for m in side)
        for span, side in ((row.a, candidate.actors), (row.b, others))
    )


def by_sentence(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each text, in the order of the texts."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.text, []).append(row)
    return found


def running(path: Path) -> list[Sample]:
    """The sentences that running.py wrote; together their pairs without an event weigh at most as much as one event.

    Without those that we annotated, of which some are kept from training.
    """
    known = {row["text"][row["start"] : row["end"]] for row in annotated_sentences()}
    found = []
    for line in path.read_text("utf-8").splitlines():
        r = json.loads(line)
        if r["text"] in known:
            continue
        pairs = [Pair(a, b, NONE, min(0.3, 1.0 / len(r["none"]))) for a, b in r["none"]]
        for a, b, label in r["events"]:
            pairs.append(Pair(a, b, frozenset({label}), 0.6))
            pairs.append(Pair(b, a, frozenset({label}) if label in MUTUAL else NONE, 0.2))
        if pairs:
            found.append(Sample(r["text"], tuple(map(tuple, r["actors"])), tuple(pairs)))
    return found


class Read:
    """A sentence of running text with every event in it, as we annotated it; what is not annotated is none."""

    def __init__(self, row: dict[str, Any], text: str):
        self.text = text[row["start"] : row["end"]]
        self.marked = [tuple(span) for span in row["actors"]]
        self.events = row["events"]
        sides = [tuple(span) for e in self.events for span in (*e["actor"], *e["recipient"])]
        self.unmarked = [s for s in dict.fromkeys(sides) if not any(overlap(s, m) for m in self.marked)]

    def sample(self, luck: random.Random) -> Sample:
        """With the parties that the package does not see as actors marked or, every other time, not."""
        spans = sorted([*self.marked, *(self.unmarked if luck.random() < 0.5 else [])])
        told: dict[tuple[int, int], frozenset[str]] = {}
        for event in self.events:
            for pair in self._pairs(event, spans):
                told[pair] = told.get(pair, frozenset()) | _targets(event)
        everybody = range(len(spans))
        rest = [(a, b) for a in (*everybody, NOBODY) for b in (*everybody, NOBODY) if a != b and (a, b) not in told]
        dyadic = {(i, k) for pair in told if NOBODY not in pair for k, i in enumerate(pair)}
        rest = [(a, b) for a, b in rest
                if not ((b == NOBODY and (a, 0) in dyadic) or (a == NOBODY and (b, 1) in dyadic))]  # fmt: skip
        weight = min(0.5, 4.0 / max(1, len(rest)))
        pairs = [Pair(a, b, targets, 1.0 / max(1.0, len(told) / 3)) for (a, b), targets in told.items()]
        pairs += [Pair(a, b, NONE, weight) for a, b in rest]
        return Sample(self.text, tuple(spans), tuple(pairs), tuple(self._telling(e, spans) for e in self.events))

    @staticmethod
    def _telling(event: dict[str, Any], spans: Sequence[Span]) -> Telling:
        return Telling(tuple(event["trigger"]), _targets(event), _STATUS[event["status"]], *_sides(event, spans))

    @staticmethod
    def _pairs(event: dict[str, Any], spans: Sequence[Span]) -> set[tuple[int, int]]:
        one, other = _sides(event, spans)
        other = other or (one if event["type"] in MUTUAL and len(one) > 1 else frozenset())
        pairs = {(a, b) for a in one or {NOBODY} for b in other or {NOBODY} if a != b}
        return pairs | ({(b, a) for a, b in pairs if NOBODY not in (a, b)} if event["type"] in MUTUAL else set())


def _targets(event: dict[str, Any]) -> frozenset[str]:
    """Its type; what is only possible may as well be none."""
    return frozenset({event["type"]}) | (NONE if event["status"] == "hyp" else frozenset())


def _sides(event: dict[str, Any], spans: Sequence[Span]) -> tuple[frozenset[int], frozenset[int]]:
    """Which of the spans do it and which suffer it: those that share a character with the annotated ones."""
    one, other = (frozenset(i for i, s in enumerate(spans) if any(overlap(s, tuple(given)) for given in event[side]))
                  for side in ("actor", "recipient"))  # fmt: skip
    return one, other


def read() -> list[Read]:
    """The sentences of running text that we annotated to train on."""
    return [Read(row, row["text"]) for row in annotated_sentences() if not is_development(row)]


_KINDS = {"NONE": NONE, "FRIENDLY": COOPERATIVE | NONE}


def phrases() -> list[tuple[frozenset[str], str]]:
    lines = (HERE / "phrases.txt").read_text("utf-8").splitlines()
    pairs = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [(_KINDS.get(kind, frozenset({kind})), text) for kind, text in pairs]


_NAMES = [
    "China", "the United States", "Russia", "Ukraine", "Iran", "Israel", "Turkey", "Sudan", "Ethiopia", "Eritrea",
    "India", "Pakistan", "Chile", "Bolivia", "Peru", "Kenya", "Somalia", "France", "Germany", "Poland", "Belarus",
    "Japan", "South Korea", "North Korea", "Armenia", "Azerbaijan", "Serbia", "Kosovo", "Egypt", "Libya", "Qatar",
    "Yemen", "the European Union", "NATO", "the United Nations", "the African Union", "ECOWAS", "the IMF", "Moscow",
    "Beijing", "Washington", "Kyiv", "Ankara", "Tehran", "Hamas", "the rebels", "the Taliban", "the M23 rebels",
    "the opposition", "the government", "police", "the army", "Iraqi security forces", "Syrian troops",
    "the Malian junta", "gunmen", "students", "farmers", "opposition supporters", "miners", "President Boric",
    "Prime Minister Modi", "Lula", "Foreign Minister Wang Yi", "Erdogan", "the Kremlin",
    "the Chinese foreign minister", "French officials", "the Polish parliament", "the Supreme Court of Brazil",
    "a journalist", "two aid workers", "civilians", "refugees", "the Red Cross", "militants", "Houthi fighters",
    "the Sudanese army", "the Rapid Support Forces", "tribal elders", "the coalition", "the port authority",
    "a local newspaper", "Kurdish fighters", "the ministry", "villagers",
]  # fmt: skip
_BEFORE = ["", "", "", "", "On Monday , ", "Officials say that ", "After weeks of tension , ", "Earlier this year , ",
           "In a first , ", "State media reported that ", "Meanwhile , ", "In March 2019 , "]  # fmt: skip
_AFTER = [".", ".", ".", " on Tuesday.", ", officials said.", " amid mounting tension.", ", according to a statement.",
          " last week, the ministry said.", " after months of disputes.", ", a spokesman told reporters.",
          " in the eastern province.", " despite calls for restraint."]  # fmt: skip


def written(luck: random.Random, a_phrase: int) -> Iterator[Sample]:
    """Our own sentences, each filled several times with random actors, beginnings and ends."""
    for targets, phrase in phrases():
        for _ in range(a_phrase):
            names = dict(zip(("{A}", "{B}"), luck.sample(_NAMES, 2), strict=True))
            text = luck.choice(_BEFORE) + phrase + luck.choice(_AFTER)
            spans: dict[str, Span] = {}
            for mark in sorted(names, key=text.index):
                start = text.index(mark)
                text = text.replace(mark, names[mark], 1)
                spans[mark] = (start, start + len(names[mark]))
            text = text[0].upper() + text[1:]
            back = targets if targets <= MUTUAL or "none" in targets else NONE
            pairs = (Pair(0, 1, targets, 1.0), Pair(1, 0, back, 0.0 if targets & {"SUPPORT"} else 0.3))
            yield Sample(text, (spans["{A}"], spans["{B}"]), pairs, () if targets == NONE else None)


def folds(rows: list[Row], n: int, seed: int) -> dict[str, int]:
    """Group -> fold: the same sentence never stands on both sides."""
    groups = sorted({r.group for r in rows})
    random.Random(seed).shuffle(groups)
    return {group: i % n for i, group in enumerate(groups)}
