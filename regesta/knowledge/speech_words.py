"""Words around speech: in what it is said, who is spoken to, what speaks for somebody.

`channel`       what something is said in or at: a letter, an interview, a rally
`platform`      what something is said on: Twitter, state television
`document`      what can speak for its maker: "a ministry statement said"
`conversation`  talks between two sides, each of which is spoken to
`medium`, `press`  kinds of media, and last words of their names: "told the *Guardian*"
`people`        people and bodies of people, who speak and are spoken to
`evidence`      things that show: "tests indicate that …"

    >>> "letter" in speech_words("channel")
    True
"""

from functools import lru_cache

from regesta.knowledge.tables import read_table


@lru_cache(maxsize=16)
def speech_words(kind: str) -> frozenset[str]:
    """The words of one kind, in small letters as the pipeline's lemmas are; empty for a kind that there is not."""
    return frozenset(row["word"] for row in _rows() if row["kind"] == kind)


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(read_table("speech_words"))
