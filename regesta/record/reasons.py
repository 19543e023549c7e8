"""Why a row is as it is: what `regesta show --why` prints. The words first, then who decided, then each field's ground.

The coder of an event reads 'rule:promise > withdraw; model: AGREE word 0.52 pair 0.61 actor 0.97 recipient 0.83': the
entry of the lexicon, with the word that took it as its content, and what the relation model holds of the event: that
its word tells one of that type, that its two sides are in one, and that either takes part in what the word tells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from regesta.record.shown import Shown

_SIDES: Final = ("actor", "recipient", "speaker", "addressee", "relay")
_FIELDS: Final = ("type", "mode", "act", "stance", "direction", "manner")
_WORDS: Final = ("sentence", "trigger", "source", "cue", "content", "issue", "words", "basis")
_CHANCES: Final = "its chances that the word tells it, that the two are in it, and of either side"
_DATES: Final = {
    "text": "words that belong to it",
    "anchor": "the date of what was told just before",
    "dateline": "the day in the dateline; nothing nearer says it",
    "publication": "the day of publication; nothing nearer says it",
}


def reasons(row: Mapping[str, Any], lines: Iterable[Shown], models: Sequence[str]) -> Iterator[Shown]:
    """The lines that say what decided, of a row of the record and all lines shown of it."""
    lines = list(lines)
    for field in _WORDS:
        yield from (line for line in lines if line.field == field and line.words)
    if row.get("coder"):
        yield from _coders(row["coder"], models)
    yield from (line for line in lines if line.field in _FIELDS)
    yield from (line for line in lines if line.field in _SIDES)
    yield from _status(row, lines)
    yield from _date(row, lines)
    yield from _confidence(row)


def _coders(coder: str, models: Sequence[str]) -> Iterator[Shown]:
    versions = {name: f"{name}@{digest[:8]}" for name, _at, digest in (m.partition("@") for m in models)}
    for part in coder.split("; "):
        kind, _colon, what = part.partition(":")
        what = what.strip()
        if kind == "rule":
            outer, taken, _inner = what.partition(" > ")
            said = f"“{outer}” takes what follows as its content" if taken else "an entry of the lexicon"
            yield Shown(field="rule", value=what, words=said)
        elif what == "attribution":
            version = versions.get("attribution", "attribution")
            yield Shown(field="model", value=version, words="marks source, cue and content")
        else:
            version = versions.get("relations", "relations")
            alone = "" if "rule:" in coder else "; no rule found it"
            yield Shown(field="model", value=what, words=f"{version}: {_CHANCES}{alone}")


def _status(row: Mapping[str, Any], lines: Sequence[Shown]) -> Iterator[Shown]:
    if "status" not in row:
        return
    claim = next((line.words for line in lines if line.field == "claimed_in"), "")
    grounds = [
        f"modality {row['modality']}" if row["modality"] != "asserted" else "",
        "negated" if row["polarity"] == "negative" else "",
        f"claimed in {claim}" if claim else "",
        "told as history" if row["background"] else "",
    ]
    yield Shown(field="status", value=row["status"], words="; ".join(filter(None, grounds)) or "told as a fact")


def _date(row: Mapping[str, Any], lines: Sequence[Shown]) -> Iterator[Shown]:
    days = [row.get("earliest"), row.get("latest")]
    if "date_basis" not in row:
        return
    time = next((line.words for line in lines if line.field == "time"), "")
    ground = _DATES.get(row["date_basis"] or "", "nothing dates it")
    shown = " – ".join(str(day) if day else "?" for day in dict.fromkeys(days)) if any(days) else "?"
    yield Shown(field="date", value=shown, words=" ".join(filter(None, (ground, time))))


def _confidence(row: Mapping[str, Any]) -> Iterator[Shown]:
    if row.get("confidence") is None:
        return
    coder = row["coder"]
    ground = "by the model's score"
    if "status" in row:
        judged = "by the model's scores, which sides are told, and whether a rule found it too"
        ground = judged if "model:" in coder else "the rules' own estimate: the model did not read it"
    elif not coder.startswith("model"):
        ground = "the rules' own estimate"
    yield Shown(field="confidence", value=str(row["confidence"]), words=ground)
