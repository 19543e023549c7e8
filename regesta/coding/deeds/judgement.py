"""What the relation model says of a sentence and all its actors: asked once, then looked up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.deeds.relation_pieces import NOBODY
from regesta.coding.deeds.relations import NONE, Relations
from regesta.coding.deeds.scene import Scene
from regesta.schema import Mention, Status

MOST: Final = 12  # actors of a sentence that are judged: the first ones; a list of names has more

Scores = dict[str, float]


@dataclass(frozen=True)
class Judgement:
    """The outermost actors of a sentence in text order, and what the model says of them and of the words.

    `scores` are those of each ordered pair of actors (by index). One side may be NOBODY: what an actor does, or
    suffers, where the other side is not told. `words` are those of each word (by token number), `statuses` of what it
    tells, `sides` how probably an actor does, and suffers, what it tells, in the order of the actors.
    """

    actors: tuple[Mention, ...] = ()
    scores: dict[tuple[int, int], Scores] = field(default_factory=dict)
    words: dict[int, Scores] = field(default_factory=dict)
    statuses: dict[int, dict[Status, float]] = field(default_factory=dict)
    sides: dict[int, tuple[tuple[float, float], ...]] = field(default_factory=dict)

    def of(self, one: Mention | None, other: Mention | None) -> Scores | None:
        """The scores of two mentions, or of the actors that they are a part of; None when they were not judged.

        None for a mention asks for what is done by, or to, the other one where its counterpart is not told.
        """
        a, b = (NOBODY if m is None else self.index(m) for m in (one, other))
        return self.scores.get((a, b)) if a is not None and b is not None else None

    def index(self, mention: Mention) -> int | None:
        """Which of the actors the mention is or is a part of."""
        return next((i for i, actor in enumerate(self.actors) if _holds(actor, mention)), None)

    def best(self, token: Token) -> tuple[float, str]:
        """The type of event that a word tells most probably, and how probably."""
        scores = self.words.get(token.i, {NONE: 1.0})
        return max(((p, label) for label, p in scores.items() if label != NONE), default=(0.0, NONE))

    def status(self, token: Token) -> Status:
        """The most probable status of what a word tells."""
        statuses: dict[Status, float] = self.statuses.get(token.i, {"happened": 1.0})
        return max(statuses, key=lambda status: (statuses[status], status))


def judge(model: Relations, scene: Scene, sentence: Span) -> Judgement:
    """What the model says of the sentence; nothing where it has no actor."""
    actors = actors_in(scene, sentence)
    if not actors:
        return Judgement()
    start, end = sentence.start_char, sentence.end_char
    everybody = (*range(len(actors)), NOBODY)
    pairs = [(a, b) for a in everybody for b in everybody if a != b]
    spans = [(m.start_char - start, m.end_char - start) for m in actors]
    words = [t for t in sentence if not t.is_punct and not t.is_space]
    text = scene.parsed.report.text[start:end]
    reading = model.read(text, spans, pairs, [t.idx - start for t in words])
    return Judgement(
        actors,
        {p: dict(zip(model.labels, row, strict=True)) for p, row in zip(pairs, reading.pairs.tolist(), strict=True)},
        {t.i: dict(zip(model.labels, row, strict=True)) for t, row in zip(words, reading.words.tolist(), strict=True)},
        {
            t.i: dict(zip(model.statuses, row, strict=True))
            for t, row in zip(words, reading.statuses.tolist(), strict=True)
        },
        {t.i: tuple(map(tuple, row)) for t, row in zip(words, reading.sides.tolist(), strict=True)},
    )


def actors_in(scene: Scene, sentence: Span) -> tuple[Mention, ...]:
    """The actors of a sentence that are judged, in text order."""
    start, end = sentence.start_char, sentence.end_char
    return outermost([m for m in scene.cast.mentions if start <= m.start_char and m.end_char <= end])[:MOST]


def outermost(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Those that stand in no longer one, in text order, each span once."""
    by_span = {(m.start_char, m.end_char): m for m in reversed(mentions)}
    longest = sorted(by_span.values(), key=lambda m: (m.start_char, -m.end_char))
    kept: list[Mention] = []
    for mention in longest:
        if not kept or mention.end_char > kept[-1].end_char:
            kept.append(mention)
    return tuple(kept)


def _holds(actor: Mention, mention: Mention) -> bool:
    return actor.start_char <= mention.start_char and mention.end_char <= actor.end_char
