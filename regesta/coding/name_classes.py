"""Names at a third of the time: what the parser's finder of names says, in a few products of matrices.

The finder goes through a text word by word. A word outside of names stays there (O), is a name by itself (U) or begins
one (B); in a name it goes on (I) or ends it (L). The scores of these actions come from up to three words: this one and,
in a name, its first word and the one before. So all words are scored at once as if they stood outside of names, and
then only the names that may begin are followed, all of them together, a word further each time.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE, SENT_START
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]

THIS, FIRST, BEFORE = range(3)  # the words that the scores come from
NEVER: Final = -np.inf


class NameClasses:
    """Stands in the pipeline for its finder, and gives the same for texts in which nothing is named yet."""

    def __init__(self, finder: EntityRecognizer) -> None:
        model: Any = finder.model
        self._vectors = model.get_ref("tok2vec")
        hidden, scored = model.get_ref("lower"), model.get_ref("upper")
        self._hidden: Floats = hidden.get_param("W")  # words x hidden x pieces x width of a vector
        self._absent: Floats = hidden.get_param("pad")[0]  # words x hidden x pieces, where there is no such word
        self._hidden_bias: Floats = hidden.get_param("b")  # hidden x pieces
        self._scored: Floats = scored.get_param("W")  # actions x hidden
        self._scored_bias: Floats = scored.get_param("b")
        actions = [finder.moves.get_class_name(i) for i in range(finder.moves.n_moves)]
        self._labels = [action[2:] for action in actions]  # '' of O, and of the U that spaCy forbids a name with
        self._begins = np.array([action[0] == "B" for action in actions])
        self._names = self._begins | np.array([action[0] == "U" and len(action) > 2 for action in actions])
        self._inside = ~self._names & np.array([action != "O" for action in actions])
        self._goes_on, self._ends = (
            np.array([actions.index(kind + a[1:]) if a[0] == "B" else -1 for a in actions]) for kind in "IL"
        )

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its names."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """The same Docs with their names, so many read together."""
        waiting = iter(docs)
        while batch := list(islice(waiting, batch_size)):
            if any(map(len, batch)):
                self._name(batch)
            yield from batch

    def _name(self, docs: Sequence[Doc]) -> None:
        vectors = self._vectors.predict(docs)
        blank, final = _marks(docs)
        actions = self._actions(vectors, blank, final)
        ends = self._followed(vectors, final, actions)
        starts = np.flatnonzero(self._names[actions]).tolist()
        free = at = number = 0  # the first word after the last name, of this text, the next start
        for doc in docs:
            names = []
            while number < len(starts) and starts[number] < at + len(doc):
                start = starts[number]
                number += 1
                if start >= free:
                    free = ends.get(start, start + 1)
                    names.append(Span(doc, start - at, free - at, label=self._labels[actions[start]]))
            doc.set_ents(names)
            at += len(doc)

    def _actions(self, vectors: Floats, blank: Marks, final: Marks) -> Ints:
        """Of each word its best action outside of names."""
        scores = self._scores(self._part(THIS, vectors) + self._absent[FIRST] + self._absent[BEFORE])
        scores[:, self._inside] = NEVER
        scores[np.ix_(blank, self._names)] = NEVER
        scores[np.ix_(final, self._begins)] = NEVER
        best: Ints = scores.argmax(axis=1)
        return best

    def _followed(self, vectors: Floats, final: Marks, actions: Ints) -> dict[int, int]:
        """Where each name ends that begins with a word, were it outside of names."""
        ends: dict[int, int] = {}
        starts = np.flatnonzero(self._begins[actions])
        here = starts + 1
        while len(starts):
            words = self._part(THIS, vectors[here]) + self._part(FIRST, vectors[starts])
            scores = self._scores(words + self._part(BEFORE, vectors[here - 1]))
            begun, each = actions[starts], np.arange(len(starts))
            ended = final[here] | (scores[each, self._ends[begun]] > scores[each, self._goes_on[begun]])
            ends.update(zip(starts[ended].tolist(), (here[ended] + 1).tolist(), strict=True))
            starts, here = starts[~ended], here[~ended] + 1
        return ends

    def _part(self, word: int, vectors: Floats) -> Floats:
        """What one of the words adds to the hidden layer: texts' words x hidden x pieces."""
        weights = self._hidden[word]
        part: Floats = vectors @ weights.reshape(-1, weights.shape[-1]).T
        return part.reshape(-1, *weights.shape[:-1])

    def _scores(self, hidden: Floats) -> Floats:
        """Texts' words x actions."""
        scores: Floats = (hidden + self._hidden_bias).max(axis=-1) @ self._scored.T + self._scored_bias
        return scores


def _marks(docs: Sequence[Doc]) -> tuple[Marks, Marks]:
    """Whether each word is white space, with which no name begins; whether it ends a sentence or text, and any name."""
    blank, starts = np.concatenate([doc.to_array([IS_SPACE, SENT_START]) for doc in docs]).T == 1
    final = np.append(starts[1:], True)
    final[np.cumsum([len(doc) for doc in docs if len(doc)]) - 1] = True
    return blank, final
