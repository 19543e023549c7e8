"""Ties descriptions to the names beside them: "the Russian president, Vladimir Putin", "Ned Price, a spokesman".

Also by what the sentence says: "Wang Yi is the foreign minister", "police identified the suspect as Liu", and a first
sentence about somebody whom the next one names.
"""

from collections import defaultdict
from collections.abc import Callable

from regesta.coding.actors.clues import Candidate
from regesta.coding.actors.naming import RELATIONS, describes
from regesta.coding.actors.stage import Actor, Stage
from regesta.knowledge.actors import countries

_CALLING = frozenset(
    "named called known identified introduced gave himself herself only name his her be to asked wanted".split()
)


class Appositions:
    """The search for what the report calls its named actors; `post` learns the office that a description tells."""

    def __init__(self, stage: Stage, post: Callable[[Actor, Candidate], None]) -> None:
        self.w = stage.w
        self.stage = stage
        self.candidates = stage.candidates
        self.of = stage.of
        self.at_head = stage.at_head
        self.country_at = stage.country_at
        self.post = post

    def tie(self) -> None:
        """Tie "the Russian president, Vladimir Putin" and "Ned Price, a spokesman" together, and learn the office."""
        w = self.w
        starts: dict[int, list[Candidate]] = defaultdict(list)
        for c in self.candidates:
            starts[c.start].append(c)
        for c in self.candidates:
            if c.form == "pronoun" or c.plural:
                continue
            at = self._after_comma(c)
            for other in starts.get(at, ()):
                if other.plural or other.form == "pronoun" or w.sent[other.start] != w.sent[c.start]:
                    continue
                name, description = (c, other) if c.form == "name" else (other, c)
                person = self.of.get(name)
                relation = description.role is not None and description.role.noun in RELATIONS
                described = describes(description) or (relation and description not in self.of)
                if person and self._of_another(description, person):
                    continue
                if person and person.kind == "person" and described and not self._listed(c, other):
                    self._called(description, person)
                    break
                if person and self._is_body(person, description) and not self._listed(c, other):
                    self.of[description] = person
                    break
                if (
                    person
                    and person.kind in ("country", "group", "organisation")
                    and self._is_state(c, description)
                    and not self._listed(c, other)
                ):
                    self.of[description] = person  # 'its backer, Russia'
                    break
        for c in self.candidates:  # "Wang Yi is the foreign minister of China"
            if (
                c.form in ("title", "nominal")
                and c.role
                and not c.plural
                and c not in self.of
                and w.dep[c.head] == "attr"
            ):
                verb = w.head[c.head]
                subject = next(
                    (
                        s
                        for s in self.candidates
                        if s.form == "name" and w.head[s.head] == verb and w.dep[s.head] == "nsubj"
                    ),
                    None,
                )
                person = self.of.get(subject) if subject else None
                if person and person.kind == "person" and c.role.kind != "body" and w.lemma(verb) == "be":
                    self._called(c, person)
                elif person and w.lemma(verb) == "be" and self._is_body(person, c):
                    self.of[c] = person
        self._posted(starts)
        self._parsed_appositions()
        self._identified()
        self._named_so()
        self._introduced()

    def _called(self, description: Candidate, person: Actor) -> None:
        """Note whom a description means, and the office that it tells."""
        self.of[description] = person
        self.post(person, description)

    def _posted(self, starts: dict[int, list[Candidate]]) -> None:
        """'US ambassador to the United Nations Jan Berg': a post, where it is held, and at once who holds it."""
        for c in self.candidates:
            after = self.w.lower[c.head + 1 : c.head + 3]
            if not describes(c) or c in self.of or not after or after[0] not in {"to", "of", "for", "at"}:
                continue
            first = c.head + (3 if after[1:] == ["the"] else 2)
            ends = [place.end for place in starts.get(first, ()) if place.form in ("name", "metonym")]
            named = (name for end in ends for name in starts.get(end, ()) if name.form == "name")
            person = next((p for name in named if (p := self.of.get(name)) and p.kind == "person"), None)
            if person is not None:
                self._called(c, person)

    def _parsed_appositions(self) -> None:
        """Ties that only the parse tells: 'a doctor from Oslo, NAME,' and 'NAME, a diplomat and a scholar'."""
        w = self.w
        for c in self.candidates:
            other = self.at_head.get(w.head[c.head])
            if other is None or other is c or w.sent[c.start] != w.sent[other.start]:
                continue
            if w.dep[c.head] == "appos":
                name, description = (c, other) if c.form == "name" else (other, c)
            elif (
                w.dep[c.head] == "conj" and self.w.lower[c.start - 1] == "and" and describes(other) and other in self.of
            ):
                name, description = other, c
            else:
                continue
            person = self.of.get(name)
            free = describes(description) and description not in self.of and not description.modifiers
            if free and person and person.kind == "person" and not self._named_beside(description):
                self._called(description, person)

    def _named_beside(self, c: Candidate) -> bool:
        """Does a name follow the description: 'his wife and a doctor, NAME'?"""
        return any(t.dep_ == "appos" and t.i in self.at_head for t in self.w.doc[c.head].rights)

    def _named_so(self) -> None:
        """'A woman called NAME', 'a fighter who gave his name as NAME', 'the man, known as NAME'."""
        w = self.w
        ends = {c.end: c for c in self.candidates if describes(c) and c not in self.of}
        for c, person in list(self.of.items()):
            if person is None or person.kind != "person" or c.form != "name" or c.role or c.start < 2:
                continue
            at = self._naming(c.start - 1)
            for i in range(at or 0, max(0, (at or 0) - 9), -1):
                described = ends.get(i)
                if described is not None and w.sent[i - 1] == w.sent[c.start]:
                    self._called(described, person)
                    break
                if w.pos[i - 1] in ("NOUN", "VERB") and w.lower[i - 1] not in _CALLING:
                    break

    def _naming(self, i: int) -> int | None:
        """Where the words begin that give somebody the name after a token: 'called', 'identified herself as'."""
        w = self.w
        if w.lower[i] in ("named", "called"):
            return i
        if w.lower[i] != "as":
            return None
        while i > 0 and (w.lower[i] in _CALLING - {"identified", "known", "gave"} or w.lower[i] == "as"):
            i -= 1
        return i if w.lower[i] in ("identified", "known", "gave", "introduced") else None

    def _introduced(self) -> None:
        """'A Dutch painter has left. Jan Berg, 42, …' or '…, who …': the unnamed is whom the next sentence names."""
        w = self.w
        for c in self.candidates:
            at = c.end
            aged = (
                w.text[at : at + 1] == [","]
                and w.text[at + 1 : at + 2]
                and (w.text[at + 1].isdigit() or w.lower[at + 1] == "who")
            )
            person = self.of.get(c)
            if not aged or person is None or person.kind != "person" or w.sent[c.start - 1] == w.sent[c.start]:
                continue
            for other in self.candidates:
                first = other.start if other.role is None else w.doc[other.head].left_edge.i
                opens = w.sent[first] == w.sent[c.start] - 1 and w.lower[first] in ("a", "an")
                if not opens or w.dep[other.head] not in ("nsubj", "nsubjpass"):
                    continue
                if describes(other) and other not in self.of:
                    self._called(other, person)
                    break
                national = self.of.get(other)
                if national and national.kind == "person" and not national.named:  # 'A second Briton has left'
                    self.of[other] = person
                    person.country = person.country or national.country
                    break

    def _after_comma(self, c: Candidate) -> int:
        """Where an apposition may begin: at the end, behind a comma, behind an age ('Ola Berg, 24, a painter')."""
        w, at = self.w, c.end
        if w.text[at : at + 1] and w.text[at] in (",", "–", "—") and w.sent[at] == w.sent[c.start]:
            at += 1
            if w.text[at + 1 : at + 2] == [","] and w.text[at].isdigit():
                at += 2
        return at

    def _of_another(self, description: Candidate, person: Actor) -> bool:
        """Does a description tell another country than the person's: 'against the Chadian occupier, Berg's forces'?"""
        told = self.stage.country_of(description)
        both = {told, person.country} <= countries().keys()
        role = description.role
        return both and told != person.country and not (role and (role.office or role.noun in RELATIONS))

    def _is_state(self, first: Candidate, c: Candidate) -> bool:
        """Can the candidate be what a country is to another: 'its ally, Chad', 'Chad, the rebels' backer'?"""
        apart = first.end < len(self.w.text) and self.w.text[first.end] in (",", "–", "—")
        fits = c.form in ("name", "nominal") and c.role is not None and c.role.body == "bloc" and c not in self.of
        return bool(apart and fits and c.role and c.role.noun in RELATIONS)

    def _is_body(self, actor: Actor, c: Candidate) -> bool:
        """Can the candidate be what a body is ('a charity', 'the company')? The body learns the noun."""
        fits = (
            actor.kind in ("organisation", "group")
            and actor.named
            and not actor.plural
            and c.form == "nominal"
            and c not in self.of
            and c.role is not None
            and (c.role.kind == "body" or (c.role.noun == "monitor" and "NGO" in actor.sectors))
            and not any(i in self.country_at for i in c.modifiers)
        )
        if fits and c.role:
            actor.nouns.update((c.role.noun, c.role.noun.split()[-1]))
        return fits

    def _identified(self) -> None:
        """'Police identified the suspect as Liu': the described person is the named one."""
        w = self.w
        at_head = {c.head: c for c in self.candidates if describes(c) and c not in self.of}
        for c, person in list(self.of.items()):
            if person is None or person.kind != "person" or w.dep[c.head] != "pobj" or w.lower[w.head[c.head]] != "as":
                continue
            verb = w.head[w.head[c.head]]
            if w.lemma(verb) not in ("identify", "name"):
                continue
            for child in w.doc[verb].children:
                described = at_head.get(child.i) if child.dep_ in ("dobj", "nsubjpass") else None
                if described:
                    self._called(described, person)

    def _listed(self, a: Candidate, b: Candidate) -> bool:
        """Two items of a list ("the army, Putin and …") are no apposition."""
        w = self.w
        if w.dep[b.head] == "conj" and w.head[b.head] == a.head:
            return True
        return (
            w.dep[b.head] in ("nsubj", "nsubjpass")
            and w.head[b.head] != a.head
            and w.text[a.end] == ","
            and w.head[a.head] != w.head[b.head]
            and w.dep[a.head] != "appos"
        )
