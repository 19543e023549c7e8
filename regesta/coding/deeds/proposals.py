"""Events as the relation model reads them: the word that tells one, and who does and suffers it.

"Vessels rammed a supply boat."    ASSAULT    Vessels -> a supply boat: no rule knows the verb

What it reads, or the parse, as only possible is no event here.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.deeds.decisions import Decided, future
from regesta.coding.deeds.frames import Candidate
from regesta.coding.deeds.judgement import Judgement
from regesta.coding.deeds.modality import tone_of
from regesta.coding.deeds.scene import Scene
from regesta.coding.deeds.sides import sides_at
from regesta.coding.deeds.triggers import entry_of
from regesta.schema import Polarity

TOLD: Final = 0.3  # that a word tells an event of its type, to be read as one
_NONE: Final = frozenset({"condolence", "sympathy"})  # to the code book; the model takes them for support


def propose(scene: Scene, judgement: Judgement, sentence: Span, ruled: Sequence[Decided]) -> list[Decided]:
    """The events of a sentence by the model alone, in text order, those of which it knows a party.

    What a rule has made another event of, the talks in "called for talks", is none.
    """
    told = [(token, label) for token, label in _telling(judgement, sentence) if not _is_used_up(token, ruled)]
    return [made for token, label in told if (made := _made(scene, judgement, token, label))]


def _is_used_up(word: Token, ruled: Sequence[Decided]) -> bool:
    """Whether it is the content of an operator above it."""
    operated = [one.candidate for one in ruled if " > " in one.candidate.rule]
    return any(
        c.rule.rpartition(" > ")[2].rpartition(":")[2] == word.lemma_.lower() and c.trigger in word.ancestors
        for c in operated
    )


def _telling(judgement: Judgement, sentence: Span) -> Iterator[tuple[Token, str]]:
    """The words that tell an event, with its type: of neighbours that tell the same the surest."""
    best: tuple[float, str, Token] | None = None
    for token in sentence:
        score, label = judgement.best(token)
        if score < TOLD or token.lemma_.lower() in _NONE:
            continue
        if best is not None and best[1] == label and best[2].i == token.i - 1:
            best = max(best, (score, label, token), key=lambda x: x[0])
            continue
        if best is not None:
            yield best[2], best[1]
        best = (score, label, token)
    if best is not None:
        yield best[2], best[1]


def _made(scene: Scene, judgement: Judgement, trigger: Token, label: str) -> Decided | None:
    """The event that the word tells, unless it is only possible."""
    tone, status = tone_of(trigger), judgement.status(trigger)
    if status == "hypothetical" or tone.modality == "hypothetical":
        return None
    if status == "happened" and tone.alleged:
        status = "alleged"
    mutual = label == "CONSULT"  # an agreement or a deal may be one side's, so the other is its recipient
    actors, recipients = sides_at(scene, judgement, trigger.i, mutual=mutual)
    if not actors and not recipients:
        return None
    entry = entry_of(trigger)
    mode = entry.mode if entry and entry.type == label else None
    candidate = Candidate(
        trigger=trigger, tone=trigger, type=label, mode=mode, actors=actors, recipients=recipients, mutual=mutual,
        rule="", is_bare=False,
    )  # fmt: skip
    polarity: Polarity = "negative" if status == "did not happen" else "positive"
    if status != "planned":
        return Decided(candidate, label, mode, "asserted", polarity, status, tone.background, confidence=0.0)
    changed = future(label, mode, polarity)
    return Decided(candidate, *changed, "planned", polarity, status, tone.background, 0.0) if changed else None
