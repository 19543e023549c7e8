"""The stage on which events are looked for: which words of the parse are an actor of the cast.

"An airstrike by the Israeli army on positions of the Syrian army"
parties(positions) -> the Syrian army: what is not an actor itself counts for the actor to whom it belongs.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from spacy.attrs import IDX
from spacy.tokens import Token

from regesta.coding.coded import Cast
from regesta.coding.deeds.arguments import RELATIVE, after, agents, opened, owners, unwrapped, with_conjuncts
from regesta.coding.deeds.triggers import Entry, entry_of
from regesta.coding.parser import Parsed
from regesta.schema import Mention

BELONGS_TO: Final = (
    "of",
    "by",
    "in",
    "from",
    "on",
    "against",
    "to",
    "for",
    "with",
    "near",
    "between",
    "over",
    "at",
    "into",
)
_DATELINE_ENDS: Final = frozenset({"--", "-", "–", "—", ":"})
_SENT: Final = frozenset("envoy representative delegation emissary negotiator delegate mission delegations".split())
_DEPTH: Final = 2  # nouns between the argument and its actor: 'the death | of the leader | of the party'


class Scene:
    """One report with its cast, asked by token."""

    def __init__(self, parsed: Parsed, cast: Cast, stages: frozenset[str] = frozenset()) -> None:
        """`stages` are the ids of mentions that only name a place: it may suffer something, but never acts."""
        self.parsed = parsed
        self.cast = cast
        self.stages = stages
        self._entries: dict[int, Entry | None] = {}

    @cached_property
    def _by_head(self) -> dict[int, Mention]:
        heads: dict[int, Mention] = {}
        for mention in sorted(self.cast.mentions, key=lambda m: m.end_char - m.start_char):
            heads[mention.head_char] = mention
        return heads

    @cached_property
    def _after_dateline(self) -> int:
        """Where the news begins: 'THE HAGUE, Netherlands -- A prosecutor …' is not told of The Hague."""
        for sentence in self.parsed.sentences[:2]:
            for token in sentence[:14]:
                if token.pos_ not in ("PROPN", "PUNCT", "NUM", "SYM", "X"):
                    break
                if token.text in _DATELINE_ENDS and token.i > sentence.start and token.doc[token.i - 1].whitespace_:
                    return int(token.idx)
        return 0

    @cached_property
    def _covering(self) -> dict[int, Mention]:
        """Token number -> the shortest mention around it."""
        starts = self.parsed.doc.to_array([IDX])
        found: dict[int, Mention] = {}
        for mention in sorted(self.cast.mentions, key=lambda m: m.start_char - m.end_char):
            first = int(np.searchsorted(starts, mention.start_char, "right")) - 1
            last = int(np.searchsorted(starts, mention.end_char, "left"))
            found.update(dict.fromkeys(range(first, last), mention))
        return found

    @cached_property
    def _by_entity(self) -> dict[str, list[Mention]]:
        """Mentions other than pronouns by whom they mean, in text order."""
        found: dict[str, list[Mention]] = {}
        for mention in self.cast.mentions:
            if mention.entity is not None and mention.form != "pronoun":
                found.setdefault(mention.entity, []).append(mention)
        return found

    def entry(self, token: Token) -> Entry | None:
        """`entry_of`, asked once a word: for the words of a sentence whose candidates are looked for or found."""
        if token.i not in self._entries:
            self._entries[token.i] = entry_of(token)
        return self._entries[token.i]

    def mention_of(self, token: Token) -> Mention | None:
        """The mention that the token heads; else the one that it stands in, where it is the parse's head of it."""
        if (mention := self._by_head.get(token.idx)) is not None:
            return mention
        mention = self._covering.get(token.i)
        if mention is None or (mention.start_char <= token.head.idx < mention.end_char and token.head.i != token.i):
            return None
        return mention

    def parties(self, tokens: Iterable[Token], belongs_to: Sequence[str] = BELONGS_TO) -> tuple[Mention, ...]:
        """The actors that these arguments stand for, each once, in text order."""
        found = {m.id: m for token in tokens for m in self._parties_of(token, belongs_to, _DEPTH)}
        outer = {
            m.id: m for m in map(self._spelled_out, found.values()) if not any(_inside(m, o) for o in found.values())
        }
        return tuple(sorted(outer.values(), key=lambda m: (m.start_char, m.end_char)))

    def doing(self, tokens: Iterable[Token]) -> tuple[Mention, ...]:
        """The actors behind a subject: who has an army acts with it, who is attacked does not act by the attack."""
        known = self.parties(tokens, ("of", "by"))
        return tuple(m for m in known if m.id not in self.stages and m.start_char >= self._after_dateline)

    def heads(self, token: Token) -> bool:
        """Whether the argument is an actor or a place itself, or a number of them; not what only belongs to one."""
        return self.mention_of(token) is not None or self.mention_of(unwrapped(token)) is not None

    def of_place(self, tokens: Iterable[Token]) -> tuple[Mention, ...]:
        """The places among these arguments, which stand for their state, or bodies: 'expelled from | the union'."""
        named = [m for t in tokens if (m := self.mention_of(t)) is not None]
        return tuple(m for m in named if m.form != "pronoun" and (m.id in self.stages or self._is_body(m)))

    def is_country(self, mention: Mention) -> bool:
        """Whether it names a country as a whole, or a place in one."""
        entity = self.cast.entity(mention)
        return mention.id in self.stages or (entity is not None and entity.kind == "country")

    def _is_body(self, mention: Mention) -> bool:
        entity = self.cast.entity(mention)
        return entity is not None and entity.kind in ("country", "organisation")

    def direct(self, tokens: Iterable[Token]) -> tuple[Mention, ...]:
        """Only what is an actor itself, or counts actors: whom one meets."""
        found = {m.id: m for t in tokens for m in self._parties_of(t, (), 0)}
        return tuple(sorted(found.values(), key=lambda m: (m.start_char, m.end_char)))

    def _spelled_out(self, mention: Mention) -> Mention:
        """For a pronoun the words in the same sentence that it stands for: a reader wants a name."""
        if mention.form != "pronoun" or mention.entity is None:
            return mention
        named = self._by_entity.get(mention.entity, ())
        if not named:
            return mention
        start = self.parsed.span(mention.start_char, mention.end_char).sent.start_char
        before = [m for m in named if start <= m.start_char < mention.start_char]
        return before[-1] if before else mention

    def _parties_of(self, token: Token, belongs_to: Sequence[str], depth: int) -> list[Mention]:
        if (mention := self.mention_of(token)) is not None and mention.entity is None and token.tag_ in RELATIVE:
            return self._parties_of(noun, belongs_to, depth) if (noun := _stood_for(token)) is not None else []
        if mention is not None:
            return self._sent_by(token, mention) or self._named(token) or [mention]
        token = unwrapped(token)
        if (mention := self.mention_of(token)) is not None:
            return self._named(token) or [mention]
        if depth == 0 or token.pos_ in ("VERB", "AUX"):
            return []
        if found := [m for t in owners(token) if (m := self.mention_of(t)) is not None]:
            return [m for m in found if m.form != "pronoun" or m.entity is not None]
        children = list(token.children)
        for child in children:
            if child.dep_ == "appos" and (mention := self.mention_of(child)) is not None:
                return [mention]
        words = {child.lower_ for child in children}
        for preposition in (p for p in belongs_to if p in words):
            if found := [m for t in after(token, preposition) for m in self._parties_of(t, belongs_to, depth - 1)]:
                return found
        for child in children:
            if child.dep_ == "acl" and (found := self._of_clause(child, belongs_to)):
                return found
        return []

    def _of_clause(self, verb: Token, belongs_to: Sequence[str]) -> list[Mention]:
        """'the missiles fired by the army'; 'those affected in Yemen', 'people hit by the flood in Malawi'"""
        if found := [m for t in opened(agents(verb)) for m in self._parties_of(t, belongs_to, 1)]:
            return found
        if "in" not in belongs_to:
            return []
        return [m for t in after(verb, "in", "from", "by", "at") for m in self._parties_of(t, belongs_to, 1)]

    def _sent_by(self, token: Token, mention: Mention) -> list[Mention]:
        """Who sent them, where that is all that is known: 'an envoy of the army chief'."""
        if token.lemma_.lower() not in _SENT or self.country(mention) is not None:
            return []
        return [m for t in after(token, "of", "from") if (m := self.mention_of(t)) is not None]

    def _named(self, token: Token) -> list[Mention]:
        """The names behind a plural: 'foreign ministers Wang Yi and Dmitro Kuleba'."""
        if token.tag_ not in ("NNS", "NNPS"):
            return []
        listed = [t for c in token.children if c.lower_ == "including" for t in c.children if t.dep_ == "pobj"]
        if included := [m for c in listed for t in with_conjuncts(c) if (m := self.mention_of(t)) is not None]:
            itself = self.mention_of(token)
            return [itself, *included] if itself is not None else included
        names = [m for c in token.children if c.dep_ == "appos" for t in with_conjuncts(c)
                 if (m := self.mention_of(t)) is not None and m.form in ("name", "title")]  # fmt: skip
        return names if len(names) > 1 else []

    def same(self, one: Mention, other: Mention) -> bool:
        """Whether two mentions mean the same actor, as far as is known."""
        return one.id == other.id or (one.entity is not None and one.entity == other.entity)

    def country(self, mention: Mention) -> str | None:
        """Country of the actor; None when not known."""
        entity = self.cast.entity(mention)
        return entity.country if entity else None


def _stood_for(pronoun: Token) -> Token | None:
    """The noun before a relative clause: 'the rigs, one of | which | was shelled'."""
    clause = pronoun
    while clause.head.i != clause.i and clause.dep_ != "relcl":
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" and clause.head.pos_ in ("NOUN", "PROPN") else None


def _inside(inner: Mention, outer: Mention) -> bool:
    """Whether one mention is a part of another, longer one: 'Syrian' of 'Syrian government'."""
    return outer.start_char <= inner.start_char and inner.end_char <= outer.end_char and inner.id != outer.id
