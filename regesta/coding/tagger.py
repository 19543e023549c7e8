"""The learned way from a report to its attributions: who said or thought what, in which words.

    text -> pieces -> windows -> network -> cues -> for each cue its content, source, addressee … -> Attribution

The network tags cues, those inside another's content apart, and gives each piece vectors by which it is scored against
every cue (training/attribution). A piece belongs to the content of one outermost cue or of none, and so once more among
the inner ones; a source, an addressee, a channel or a relay is the best first and last piece, or none.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from regesta.coding.coded import Attribution
from regesta.coding.models import Model, load
from regesta.coding.speech.pieces import BREAK, CLS, SEP, Ints, Pieces, is_quoted, pieces_of, windows

if TYPE_CHECKING:
    from regesta.coding.parser import Parsed

Floats = NDArray[np.float32]
Span = tuple[int, int]
Score = Callable[[Ints, Ints], tuple[Floats, Floats]]
"""(ids, features) of the pieces of one window -> (tags, links), each pieces x numbers."""

CODER: Final = "model:attribution"
PARTS: Final = ("addressee", "channel", "relay")
RELATIONS: Final = 10  # of a cue to a piece: its source starts here, ends here, content, …
SOURCE_START, SOURCE_END, CONTENT, INNER_CONTENT = range(4)
END_RELATIONS: Final = ((SOURCE_START, SOURCE_END), (4, 5), (6, 7), (8, 9))  # of source, addressee, channel, relay
BEGIN, INSIDE, OUTSIDE = range(3)  # of the tags of cues
TAGS_OF: Final = (slice(0, 3), slice(9, 12))  # of outermost cues, of inner ones; those between only help to learn


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How scores become attributions; shipped with the weights."""

    near: tuple[tuple[float, ...], ...]  # RELATIONS x buckets of distance from the cue
    window: int = 192  # pieces, with the two that frame a window
    cue: float = 0.5  # probability from which a piece is part of a cue
    switch: float = 2.0  # log-odds that it takes for a content to begin or end
    none: float = 0.0  # added to the score of "content of no cue"
    no_source: float = 0.0  # added to the score of "has no source"
    inner_cue: float = 0.5  # as `cue`, of cues inside another's content
    inner_keep: float = 0.0  # as `keep`, of attributions inside another's content
    quoted_keep: float = 0.0  # the same where their cue stands in quotation marks: a speaker's own words tell many
    # As `no_source`, of addressee, channel, relay; a strict channel costs nothing (F1 0.74 from 0 to 2, own texts)
    no_part: tuple[float, float, float] = (0.0, 2.0, 0.0)
    longest_source: int = 48  # pieces
    keep: float = 0.0  # confidence below which an attribution is dropped
    weights: tuple[float, float, float, float] = (0.0, 1.0, 1.0, 1.0)  # of the confidence, see `confidence`


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution in pieces: half-open slices, and the log-probabilities of its parts."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    parts: tuple[Span | None, Span | None, Span | None]  # addressee, channel, relay
    scores: tuple[float, float, float]  # cue, source, content
    is_inner: bool = False
    is_quoted: bool = False  # whether its cue begins in quotation marks


def find_in(
    texts: Sequence[tuple[str, Sequence[Span]]], tokenizer: Tokenizer, score: Score, how: Decoding
) -> list[list[Attribution]]:
    """The attributions of each text (with its paragraphs as spans of characters), in order of their cues."""
    results: list[list[Attribution]] = [[] for _ in texts]
    for i, attribution, found in scored_in(texts, tokenizer, score, how):
        if attribution.confidence >= least(found, how):
            results[i].append(attribution)
    return results


def least(found: Found, how: Decoding) -> float:
    """The confidence that an attribution needs to be kept."""
    if not found.is_inner:
        return how.keep
    return how.quoted_keep if found.is_quoted else how.inner_keep


def scored_in(
    texts: Sequence[tuple[str, Sequence[Span]]], tokenizer: Tokenizer, score: Score, how: Decoding
) -> Iterator[tuple[int, Attribution, Found]]:
    """(number of the text, attribution, the same with its scores) for all that is found, also below `how.keep`."""
    near = np.asarray(how.near, dtype=np.float32)
    for i, (text, paragraphs) in enumerate(texts):
        pieces = pieces_of(text, paragraphs, tokenizer)
        for a, b in windows(pieces, how.window - 2):
            ids, features = pieces.ids[a:b], pieces.features[a:b]
            tags, links = score(np.concatenate(([CLS], ids, [SEP])), np.concatenate(([0], features, [0])))
            for found in decode(tags, links, ids == BREAK, near, how):
                attribution = _in_characters(found, pieces, a, text, how)
                if attribution.content:
                    yield i, attribution, replace(found, is_quoted=is_quoted(features[found.cue[0]]))


def decode(tags: Floats, links: Floats, breaks: NDArray[np.bool_], near: Floats, how: Decoding) -> list[Found]:
    """The attributions of one window; slices of its pieces without the two that frame it."""
    outermost = _layer(tags, links, breaks, near, how, None)
    inside = np.zeros(len(breaks), dtype=np.int64)
    for number, one in enumerate(outermost, 1):
        for a, b in one.content:
            inside[a:b] = number
    return outermost + (_layer(tags, links, breaks, near, how, inside) if outermost else [])


def _layer(
    tags: Floats, links: Floats, breaks: NDArray[np.bool_], near: Floats, how: Decoding, inside: Ints | None
) -> list[Found]:
    """The outermost attributions, or those inside them: `inside` is the number of the content of each piece, 0 = none.

    One of the latter has its cue and its whole content in one content.
    """
    chances = _log_softmax(tags[:, TAGS_OF[inside is not None]])[1:-1]
    chances[breaks if inside is None else inside == 0] = _NO_CUE
    cues = cues_of(chances, how.cue if inside is None else how.inner_cue)
    if inside is not None:
        cues = [(a, b) for a, b in cues if (inside[a:b] == inside[a]).all()]
    if not cues:
        return []
    scores = link_scores(links, [(a + 1, b) for a, b in cues], near)
    content = scores[:, CONTENT if inside is None else INNER_CONTENT, 1:-1]
    if inside is not None:
        content = np.where(inside == inside[[a for a, _ in cues]][:, None], content, np.float32(-1e4))
    owners, shares = owners_of(content, breaks, how)
    edges = _edges(scores, how)
    walls = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(breaks) + 1]
    found = []
    for k, cue in enumerate(cues):
        pieces = runs(owners == k + 1)
        if not pieces:
            continue
        ends = [_part(start, end, (cue[0] + 1, cue[1] + 1), walls, how) for start, end in edges[k]]
        of_cue = float(np.log1p(-np.exp(chances[cue[0] : cue[1], OUTSIDE]).clip(max=1 - 1e-6)).max())
        of_content = float(np.mean(shares[k + 1][owners == k + 1]))
        (source, of_source), (addressee, _), (channel, _), (relay, _) = ends
        found.append(Found(cue, source, tuple(pieces), (addressee, channel, relay), (of_cue, of_source, of_content),
                           inside is not None))  # fmt: skip
    return found


_NO_CUE: Final = np.log(np.array([1e-6, 1e-6, 1.0], dtype=np.float32))  # a break is no part of anything


def cues_of(log_chances: Floats, threshold: float) -> list[Span]:
    """Slices tagged as cues: a piece is in one when begin and inside together reach the threshold."""
    inside = 1 - np.exp(log_chances[:, OUTSIDE]) >= threshold
    begins = inside & (log_chances[:, BEGIN] > log_chances[:, INSIDE])
    begins[1:] |= inside[1:] & ~inside[:-1]
    begins[:1] |= inside[:1]
    found = []
    for start in np.flatnonzero(begins):
        end = start + 1
        while end < len(inside) and inside[end] and not begins[end]:
            end += 1
        found.append((int(start), int(end)))
    return found


def link_scores(links: Floats, cues: Sequence[Span], near: Floats) -> Floats:
    """Cues x RELATIONS x pieces; a cue is given by its first and its last piece (both inclusive)."""
    length = len(links)
    width = (links.shape[1] // RELATIONS - 1) // 3
    parts = links.reshape(length, RELATIONS, 3 * width + 1)
    first, last = np.asarray(cues).T
    query = parts[first, :, :width] + parts[last, :, width : 2 * width]
    key, bias = parts[:, :, 2 * width : 3 * width], parts[:, :, -1]
    score = np.matmul(query.transpose(1, 0, 2), key.transpose(1, 2, 0)).transpose(1, 0, 2) / np.sqrt(width)
    at = np.arange(length)
    before, after = np.maximum(first[:, None] - at, 0), np.maximum(at - last[:, None], 0)
    far = np.maximum(before, after).astype(np.float32)
    step = np.where(far <= 6, far, np.minimum(6 + np.log2(np.maximum(far, 6) / 6) * 2, 16)).astype(np.int64)
    middle = near.shape[1] // 2
    bucket = np.where(before > 0, middle - step, middle + step)
    result: Floats = (score + bias.T + near[:, bucket].transpose(1, 0, 2)).astype(np.float32)
    return result


def _edges(scores: Floats, how: Decoding) -> Floats:
    """Cues x parts x 2 x pieces: log-probabilities that a source … begins, ends there (piece 0: none)."""
    ends = scores[:, list(END_RELATIONS)]
    ends[..., 0] += np.array([how.no_source, *how.no_part], dtype=np.float32)[:, None]
    return _log_softmax(ends)


def _part(start: Floats, end: Floats, cue: Span, walls: Sequence[int], how: Decoding) -> tuple[Span | None, float]:
    """The best source (or addressee …) of a cue and its log-probability.

    It does not reach over a wall, the end of its paragraph, nor into the cue.
    """
    best, span = float(start[0] + end[0]), None
    if start.max() + end.max() <= best:
        return None, best
    for i in np.argsort(start)[-6:].tolist():
        wall = walls[bisect_left(walls, i)]
        if i == wall or cue[0] <= i < cue[1]:
            continue
        stop = min(wall, cue[0] if i < cue[0] else wall, i + how.longest_source)
        j = i + int(end[i:stop].argmax())
        if start[i] + end[j] > best:
            best, span = float(start[i] + end[j]), (i - 1, j)
    return span, best


def owners_of(scores: Floats, breaks: NDArray[np.bool_], how: Decoding) -> tuple[Ints, Floats]:
    """For each piece the number of the cue whose content it is in (from 1), or 0; and all log-probabilities.

    The best sequence over the window when each change of owner costs `how.switch` (Viterbi).
    """
    chances = _log_softmax(np.vstack([np.full((1, scores.shape[1]), how.none, dtype=np.float32), scores]), axis=0)
    emitted = np.where(breaks, 0.0, chances)
    states, length = emitted.shape
    totals, tops = np.empty((length, states), dtype=emitted.dtype), np.empty(length, dtype=np.int64)
    totals[0] = total = emitted[:, 0]
    for t, gained in enumerate(emitted.T[1:], 1):
        tops[t] = best = total.argmax()
        totals[t] = total = np.maximum(total, total[best] - how.switch) + gained
    stays = totals[:-1] >= (totals.max(axis=1) - how.switch)[:-1, None]
    owners = np.empty(length, dtype=np.int64)
    owners[-1] = total.argmax()
    for t in range(length - 1, 0, -1):
        owners[t - 1] = owners[t] if stays[t - 1, owners[t]] else tops[t]
    owners[breaks] = 0
    return owners, chances


def runs(marked: NDArray[np.bool_]) -> list[Span]:
    """Slices of consecutive True, in order; none is lost at the first or last place."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _in_characters(found: Found, pieces: Pieces, offset: int, text: str, how: Decoding) -> Attribution:
    def characters(span: Span) -> Span:
        return int(pieces.starts[offset + span[0]]), int(pieces.ends[offset + span[1] - 1])

    return Attribution(
        source=characters(found.source) if found.source else None,
        cue=characters(found.cue),
        content=tuple(c for c in (trimmed(text, *characters(c)) for c in found.content) if c),
        coder=CODER,
        confidence=confidence(found.scores, how),
        **{name: characters(span) for name, span in zip(PARTS, found.parts, strict=True) if span},
        is_inner=found.is_inner,
    )


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without what ties it to its cue, marks or "as saying"; None when it has no letter and no digit."""
    tie = _AS_SAYING.match(text, start, end)
    start = tie.end() if tie else start
    while start < end and (text[start] in _TIES or text[start] in ".)!?" or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in _TIES or text[end - 1] == "(" or text[end - 1].isspace()):
        end -= 1
    return (start, end) if any(c.isalnum() for c in text[start:end]) else None


_TIES: Final = ",;:–—-"
_AS_SAYING: Final = re.compile(r"\s*as saying\b")


def confidence(scores: Sequence[float], how: Decoding) -> float:
    """Probability that content and source are right: a logistic regression on the log-odds of the three parts."""
    constant, *slopes = how.weights
    sum_of_odds = sum(w * log_odds(s) for w, s in zip(slopes, scores, strict=True))
    return float(1 / (1 + np.exp(-constant - sum_of_odds)))


def log_odds(log_chance: float) -> float:
    """Of a log-probability, kept within what the calibration has seen."""
    chance = min(max(float(np.exp(log_chance)), 1e-4), 1 - 1e-3)
    return float(np.log(chance / (1 - chance)))


def _log_softmax(x: Floats, axis: int = -1) -> Floats:
    shifted = x - x.max(axis=axis, keepdims=True)
    result: Floats = (shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))).astype(np.float32)
    return result


class AttributionModel:
    """The tagger with the weights of the package: reports in, attributions out, many at once."""

    def __init__(self, model: Model | None = None):
        self._model = model or load("attribution")
        self._how = decoding_of(self._model.settings)

    @property
    def id(self) -> str:
        """The model's name and SHA-256, for the run."""
        return self._model.id

    def find(self, parsed: "Sequence[Parsed]") -> list[list[Attribution]]:
        """The attributions of each report, in order of their cues.

        The network reads one window at a time: in eight bits a result would depend on the other windows of its batch,
        and a window alone is as fast, as it fits the processor's cache.
        """
        texts = [(p.report.text, paragraphs_between(len(p.report.text), p.skipped)) for p in parsed]
        return find_in(texts, self._model.tokenizer, self._score, self._how)

    def _score(self, ids: Ints, features: Ints) -> tuple[Floats, Floats]:
        tags, links = self._model.run({"ids": ids[None], "features": features[None]})
        return tags[0], links[0]


def decoding_of(settings: Mapping[str, Any]) -> Decoding:
    """The settings of a manifest as Decoding; lists become tuples."""
    values: dict[str, Any] = {**settings, "near": tuple(tuple(row) for row in settings["near"])}
    tuples = {name: tuple(settings[name]) for name in ("weights", "no_part")}
    return Decoding(**{**values, **tuples})


def paragraphs_between(length: int, skipped: Sequence[Span]) -> list[Span]:
    """The spans of a text of that length that are not skipped, in text order."""
    edges = [0, *(edge for span in skipped for edge in span), length]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
