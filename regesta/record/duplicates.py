"""Near copies: reports that carry the same text, cut or touched up.

A signature (MinHash of five-word shingles) finds candidates in a record of any size; the texts themselves decide.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from rensa import RMinHash

PERMUTATIONS: Final = 128
ROWS_A_BAND: Final = 4  # 32 bands of 4 rows: pairs of Jaccard 0.42 and more are likely candidates
SHINGLE: Final = 5  # words
NEAR_COPY: Final = 0.7  # share of the shorter text's shingles that the longer one has
SHORTEST: Final = 12  # shingles; below this two texts agree by chance
LARGEST_BAND: Final = 50  # reports
_WORD = re.compile(r"\w+")


def shingles(text: str) -> set[str]:
    """The runs of five words of a text, in small letters."""
    words = _WORD.findall(text.lower())
    return {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))} if words else set()


def signature(text: str) -> str:
    """MinHash of the shingles as 128 numbers of 8 hex digits; empty for a text without words."""
    found = shingles(text)
    if not found:
        return ""
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=0)
    minhash.update(sorted(found))
    return "".join(f"{value:08x}" for value in minhash.digest())


def candidates(signatures: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of ids, the smaller first, that agree in one band of their signatures; each pair once."""
    bands: dict[tuple[int, str], list[str]] = defaultdict(list)
    width = 8 * ROWS_A_BAND
    for key, value in signatures:
        for at in range(0, len(value), width):
            bands[at, value[at : at + width]].append(key)
    seen: set[tuple[str, str]] = set()
    for keys in bands.values():
        # A band shared by many is a template, not a copy: its members are chained, not paired with each other.
        pairs = pairwise(keys) if len(keys) > LARGEST_BAND else combinations(keys, 2)
        for a, b in pairs:
            pair = (a, b) if a < b else (b, a)
            if a != b and pair not in seen:
                seen.add(pair)
                yield pair


def likeness(left: str, right: str) -> float:
    """Share of the shorter text's shingles that the longer one has too; 0 for texts too short to tell."""
    a, b = shingles(left), shingles(right)
    if min(len(a), len(b)) < SHORTEST:
        return 1.0 if a and a == b else 0.0
    return len(a & b) / min(len(a), len(b))


def near_copies(
    signatures: Iterable[tuple[str, str]], texts: Callable[[Sequence[str]], dict[str, str]]
) -> list[tuple[str, str, float]]:
    """(smaller id, larger id, likeness) of the reports that are near copies of each other.

    `texts` gives the texts of some ids: it is asked for the candidates' only, a few at a time.
    """
    pairs = sorted(candidates(signatures))
    found = []
    for at in range(0, len(pairs), 200):
        some = pairs[at : at + 200]
        text = texts(sorted({key for pair in some for key in pair}))
        for left, right in some:
            score = likeness(text[left], text[right])
            if score >= NEAR_COPY:
                found.append((left, right, score))
    return found
