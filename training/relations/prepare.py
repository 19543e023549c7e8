"""Rows for the relation model: two marked actors in a sentence, and what the first does to the second.

Sources of rows:
- PLV (Hu et al. 2024): a PLOVER root; CONCEDE and RETREAT are one class, YIELD, there
- A/W (Hu et al. 2024): cooperation or conflict
- phrases.txt beside this script: sentences of our own, filled with actors of our own
- PLV with the two actors swapped: nothing is done in that direction (unless the type is mutual)

A row's target is a set of types: the loss asks that their probabilities together be high.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TYPES = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
         "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "none")  # fmt: skip
COOPERATIVE = frozenset(TYPES[:7])
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})


@dataclass(frozen=True)
class Row:
    text: str
    a: tuple[int, int]
    b: tuple[int, int]
    targets: frozenset[str]
    group: str
    weight: float = 1.0


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


def reversed_rows(rows: list[Row], weight: float) -> list[Row]:
    """The same sentences asked the other way round: nothing is done in that direction."""
    return [Row(r.text, r.b, r.a, frozenset({"none"}), r.group, weight) for r in rows
            if len(r.targets & MUTUAL) == 0 and len(r.targets) <= 2]  # fmt: skip


def phrases() -> list[tuple[str, str]]:
    lines = (HERE / "phrases.txt").read_text("utf-8").splitlines()
    pairs = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [("none" if kind == "NONE" else kind, text) for kind, text in pairs]


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


def written(rng: random.Random, a_phrase: int) -> Iterator[Row]:
    """Our own sentences, each filled several times with random actors, beginnings and ends."""
    for number, (kind, phrase) in enumerate(phrases()):
        for _ in range(a_phrase):
            a, b = rng.sample(_NAMES, 2)
            text = rng.choice(_BEFORE) + phrase + rng.choice(_AFTER)
            at, bt = text.index("{A}"), text.index("{B}")
            first, second = (("{A}", a), ("{B}", b)) if at < bt else (("{B}", b), ("{A}", a))
            text = text.replace(first[0], first[1], 1)
            start = min(at, bt)
            spans = {first[0]: (start, start + len(first[1]))}
            start = text.index(second[0])
            text = text.replace(second[0], second[1], 1)
            spans[second[0]] = (start, start + len(second[1]))
            text = text[0].upper() + text[1:]
            yield Row(text, spans["{A}"], spans["{B}"], frozenset({kind}), f"own{number}")


def folds(rows: list[Row], n: int, seed: int) -> dict[str, int]:
    """Group -> fold: the same sentence never stands on both sides."""
    groups = sorted({r.group for r in rows})
    random.Random(seed).shuffle(groups)
    return {group: i % n for i, group in enumerate(groups)}
