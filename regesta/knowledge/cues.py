"""Words that attribute: which verb, noun or adjective takes which kind of content, and what act that is.

Frames of a verb, with `pass+` in front for the passive:
  `that`     a clause: "said (that) talks had failed"     `inf`      an infinitive: "refused to talk"
  `obj`      an object: "condemned the attack"            `ing`      a gerund: "suggested meeting"
  `prep:X`   words after X: "called for talks"            `oprd`     what it is called: "deemed illegal"
  `par`      beside the content: "talks, he said, failed" `as`       "as he said"
Nouns and adjectives have `that`, `inf`, `prep:X`: "a promise to help", "the claim that …", "worried about".

    >>> cue_frames("say", "VERB")["that"].act
    'say'
"""

from functools import lru_cache
from typing import Final, NamedTuple

from regesta.knowledge.tables import read_table

ACTS: Final[dict[str, str]] = {
    "say": "tells, explains, stresses, repeats; also any other word of saying",
    "announce": "makes known, declares, publishes, rules",
    "report": "passes on what happened, as the press does",
    "ask": "puts a question",
    "demand": "calls for, urges, orders, requests that somebody act",
    "propose": "suggests or recommends a course",
    "offer": "offers something to somebody",
    "promise": "commits himself, vows, pledges",
    "threaten": "says what he will do to somebody's harm",
    "warn": "says what harm may come",
    "accuse": "says that somebody did wrong, blames",
    "condemn": "disapproves, criticises, protests, mocks",
    "praise": "approves of somebody or what he did, thanks",
    "welcome": "is glad of something that happened",
    "support": "is for a person, a plan or a cause",
    "oppose": "is against it",
    "deny": "says that something is not so",
    "refuse": "will not do, give or accept something",
    "agree": "consents, accepts, shares a view",
    "admit": "says that something unwelcome is so, regrets",
    "believe": "thinks, considers, doubts",
    "expect": "thinks that something will come",
    "hope": "would be glad if it came",
    "fear": "would be sorry if it came, worries",
    "intend": "plans, decides, tries to do something",
    "want": "wishes for something",
    "know": "learns, notices, remembers",
    "show": "proves, as a poll or a document does",
    "describe": "calls somebody or something by some word",
}

# The pipeline's lemmatiser makes these of "hoping" and the like; British spellings follow the American row.
_LEMMA: Final = {"hop": "hope", "retweete": "retweet", "lambast": "lambaste", "tweete": "tweet", "vowe": "vow"}


class CueFrame(NamedTuple):
    """How one word takes one kind of content."""

    act: str
    rate: float  # share of the word's uses in this frame that are attributions, 0 … 1


@lru_cache(maxsize=1)
def cues() -> dict[tuple[str, str], dict[str, CueFrame]]:
    """(lemma, part of speech) -> frame -> act and rate."""
    found: dict[tuple[str, str], dict[str, CueFrame]] = {}
    for row in read_table("cues"):
        frames = found.setdefault((row["lemma"], row["pos"]), {})
        frames[row["frame"]] = CueFrame(row["act"], float(row["rate"]))
    return found


@lru_cache(maxsize=4096)
def cue_frames(lemma: str, pos: str) -> dict[str, CueFrame]:
    """The frames of a word, by its lemma as the pipeline gives it; empty when it is no cue."""
    word = _LEMMA.get(lemma.lower(), lemma.lower()) if pos == "VERB" else lemma.lower()
    if pos == "VERB" and word.endswith("ise") and (word[:-3] + "ize", pos) in cues():
        word = word[:-3] + "ize"
    return cues().get((word, pos), {})


@lru_cache(maxsize=4096)
def act_of(lemma: str, pos: str, frame: str | None = None) -> str:
    """What is done by saying it so: the act of that frame, else of the word's most usual frame, else 'say'."""
    frames = cue_frames(lemma, pos)
    if frame in frames:
        return frames[frame].act
    return max(frames.values(), key=lambda f: f.rate).act if frames else "say"
