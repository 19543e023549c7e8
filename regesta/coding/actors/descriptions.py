"""Finds descriptions: noun phrases whose head is a noun of a role ('the Chinese foreign minister', 'gunmen')."""

from typing import Final

from regesta.coding.actors.clues import KIN, SPEAKING, SPONSORED, Clues
from regesta.knowledge.actors import Role
from regesta.schema import Form

_LEFT_DEPS: Final = frozenset("det amod compound poss nummod nmod quantmod predet case advmod neg".split())
_NOT_SPEAKERS: Final = frozenset(
    "letter number paper chapter matter order power newspaper weather winter summer computer filter error factor "
    "indicator banner layer manner character answer offer river border corner centre center disaster hunger "
    "anger terror horror behaviour behavior honour door floor sector transfer encounter whatever cover summer "
    "restaurant committee degree tree".split()
)
_OF_PEOPLE: Final = tuple("er or ist ian man woman men women ee eer ant ient people folk".split())
SPOKEN_FOR: Final = frozenset(
    "office command radio observatory directorate corps establishment dictatorship channel station panel bureau "
    "site website".split()
)
_FIGHTERS: Final = frozenset(
    "rebel insurgent guerrilla militant jihadist jihadi terrorist extremist islamist separatist".split()
)
_OF_BODIES: Final = frozenset(("REB", "MIL", "PRM", "GOV", "LEG", "SPY"))
_MEMBERS: Final = frozenset("member citizen supporter representative national resident".split())
_ABOUT: Final = frozenset(("least", "most", "than", "to"))  # 'at least four', 'up to four'
_NUMBERS: Final = frozenset(
    "hundreds thousands dozens scores millions tens number handful majority rest most many some half none any couple "
    "pair lots plenty all both several crowd crowds groups wave few two three four five six seven eight nine "
    "ten".split()
)
# Before another noun only these act: 'a rebel attack', 'student protests', but not 'the refugee camp', 'mission creep'.
_TAKING_PART: Final = frozenset("REB MIL PRM COP GOV LEG JUD OPP SPY PTY CRM".split())
_SELDOM: Final = frozenset("delegation media vehicle crowd bloc court".split())
_SIDES_OF_RIVERS: Final = frozenset(
    "east eastern west western north northern south southern left right opposite far river".split()
)
_ENGINES: Final = frozenset(
    "drone tank bomber gunship helicopter jet squadron".split()
)  # what is sent, not who sends it
_SENDINGS: Final = frozenset("strike raid attack bombing sortie airstrike bombardment".split())
_GATHERINGS: Final = frozenset(
    "protest strike demonstration march rally uprising revolt riot unrest boycott sit-in".split()
)
_AGAINST: Final = frozenset(("anti", "counter"))
_ABSTRACT: Final = frozenset(("justice", "victim"))
_SYSTEMS: Final = frozenset(("state", "democracy", "republic", "power", "dictatorship"))
_NOUN_PHRASE: Final = frozenset("DET ADJ NOUN PROPN PART".split())


def may_speak(lemma: str) -> bool:
    """Can a noun that no list knows be of people ('organiser', 'outsider') or of a body, not 'footage'?"""
    return lemma in SPOKEN_FOR or (lemma.endswith(_OF_PEOPLE) and lemma not in _NOT_SPEAKERS)


class Descriptions:
    """The search for descriptions in one report; what it finds is added to the clues."""

    def __init__(self, clues: Clues) -> None:
        self.w = clues.w
        self.known = clues.known
        self.roles = clues.roles
        self.taken = clues.taken
        self.clues = clues

    def find(self) -> None:
        """Add the descriptions of the report; names must have been found before."""
        w = self.w
        heads_of_names = {c.head for c in self.clues.found}
        seen = set()
        for i, (first, last, role) in self.roles.items():
            if i != first or i in self.taken or (i in self.known and self.known[i][1] >= last):
                continue
            head = w.outer(first, last)
            if (
                head in heads_of_names
                or head in seen
                or (
                    w.pos[head] not in ("NOUN", "PROPN")
                    and not (
                        w.pos[head] == "ADJ"
                        and w.dep[head] in ("nsubj", "dobj", "pobj", "nsubjpass")
                        and w.lower[max(0, first - 1)] == "the"
                    )
                )
            ):
                continue
            seen.add(head)
            governor = w.head[head]
            if w.dep[head] in ("compound", "nmod", "amod") and governor > head:
                plural_title = role.plural and (governor in heads_of_names or self.clues.is_name(governor))
                if not plural_title:
                    if governor in self.roles or governor in heads_of_names:
                        continue
                    if self._takes_part(role, first, governor):
                        self._nested(first, last, head, role)
                    continue
            self._description(first, last, head, role)
        last_words = {w.lower[c.end - 1] for c in self.clues.found if c.form == "name" and c.end - c.start > 1}
        for i in range(len(w.text)):
            if w.pos[i] != "NOUN" or i in self.roles or i in heads_of_names or w.sent[i] < 0:
                continue
            if w.tag[i] == "NN" and w.lower[i] in last_words and w.lower[i - 1] in ("the", "this", "that") and i:
                self.clues.add(i - 1, i + 1, i, "nominal", definite=True)  # 'the gallery', once it has been named
            elif w.dep[i] == "nsubj" and w.lemma(w.head[i]) in SPEAKING and may_speak(w.lemma(i)):
                self._description(i, i + 1, i, None)

    def _takes_part(self, role: Role, first: int, governor: int) -> bool:
        """Does a role noun before another noun act: 'rebel' in 'rebel attack', not 'refugee' in 'refugee camp'?"""
        national = first - 1 in self.known  # 'the Chad airliner hijack'
        if role.noun in _ENGINES:
            return national and self.w.lemma(governor) in _SENDINGS
        if role.kind == "body":
            return national or (role.body not in _SELDOM and role.noun not in KIN)
        return not _TAKING_PART.isdisjoint(role.sectors) or self.w.lemma(governor) in _GATHERINGS

    def _nested(self, first: int, last: int, head: int, role: Role) -> None:
        """A role noun before another noun: 'rebel' in 'rebel attack', 'Syrian army' in 'Syrian army raid'."""
        w = self.w
        start, modifiers = first, []
        while (
            start
            and start - 1 in self.known
            and w.sent[start - 1] == w.sent[first]
            and self.known[start - 1][2].use != "nothing"
        ):
            modifiers.append(start - 1)
            start = self.known[start - 1][0]
        many = role.plural or role.noun.lower() in _FIGHTERS  # a 'rebel attack' is one by rebels
        self.clues.add(start, last, head, "nominal", role=role, plural=many, modifiers=tuple(modifiers))

    def _description(self, first: int, last: int, head: int, role: Role | None) -> None:
        w = self.w
        start = self._left(first, head)
        end, modifiers = self._right(last, role)
        modifiers = [i for i in self._inside(start, last) if not self._leads_people(i, role)] + modifiers
        if (
            role
            and role.noun in ("sides", "side")
            and end == last
            and w.lower[last : last + 1] == ["of"]
            and not modifiers
        ):
            return  # 'both sides of the river'
        if (
            role
            and role.kind == "person"
            and start + 1 == end
            and w.tag[head] == "NN"
            and w.dep[head] in ("pobj", "conj")
            and not modifiers
        ):
            return  # 'bring them to justice'
        if (
            role
            and role.body in ("bloc", "government")
            and w.tag[head] == "NN"
            and self._is_condition(start, end, head)
        ):
            return
        if (
            role
            and role.noun in ("drone", "tank")
            and not modifiers
            and w.dep[head] not in ("nsubj", "nsubjpass", "poss")
        ):
            return  # 'they deployed drones'
        if role and role.noun == "bank" and not _SIDES_OF_RIVERS.isdisjoint(w.lower[start:head]):
            return  # 'the eastern bank of the river'
        bare = w.tag[head] == "NN" and start == head and end == last
        if role and role.noun in _ABSTRACT and bare and w.dep[head] not in ("nsubj", "nsubjpass"):
            return  # 'faces justice', 'has fallen victim to'
        if role and role.noun == "couple" and w.lower[last : last + 1] == ["of"]:
            return  # 'every couple of years'
        if role and role.noun == "authority" and w.tag[head] == "NN" and not modifiers:
            return  # 'their authority over the town'
        lone = w.tag[start] == "PRP$" or w.lower[start] == "a" or w.lower[head] == "heads"
        lone = lone and w.dep[head] not in ("nsubj", "nsubjpass")
        if role and role.noun == "head" and lone and end == last and not modifiers and w.text[head].islower():
            return  # 'rested his head', 'a severed head'
        if (
            role
            and role.kind == "body"
            and role.body in ("group", "company", "school", "church", "ngo")
            and start + 1 == end
            and w.tag[head] == "NN"
            and w.dep[head] != "nsubj"
        ):
            return  # 'rights of association', 'at school'
        plural = w.tag[head] in ("NNS", "NNPS") or bool(role and role.plural)
        determiner = w.lower[start]
        definite = (
            determiner in ("the", "this", "that", "these", "those", "his", "her", "its", "their", "both")
            or w.dep[start] == "poss"
            or bool(modifiers)
            or bool(role and role.office and w.tag[head] == "NNP" and w.lower[start - 1 : start] == ["as"])
        )
        form: Form = "nominal"
        if (
            plural
            and role
            and role.body == "bloc"
            and (determiner in ("both", "these", "those", "the") or w.dep[start] == "nummod")
        ) or (w.lower[head] == "community" and "international" in w.lower[start:head]):
            form = "collective"
        elif plural and role and role.office and "two" in w.lower[start : start + 2] and determiner in ("the", "two"):
            form = "collective"  # 'the two ministers'
        elif plural and role and role.noun == "party" and w.lower[start:head] in (["both"], ["the", "two"], ["two"]):
            form = "collective"  # 'both parties'
        elif role and ((role.office and definite and not plural) or role.noun in ("counterpart", "opposite number")):
            form = "title"
        self.clues.add(
            start,
            end,
            head,
            form,
            role=role,
            plural=plural,
            gender=role.gender if role else "",
            modifiers=tuple(modifiers),
            definite=definite,
        )
        self._counted(start, end, head, role, tuple(modifiers))

    def _is_condition(self, start: int, end: int, head: int) -> bool:
        """'Democracy', 'direct democracy', 'state control', 'in a state of shock', 'on an island': no country."""
        w = self.w
        bare = w.lower[head] in _SYSTEMS and not any(t.dep_ in ("det", "poss", "nummod") for t in w.doc[head].lefts)
        if bare and not any(i in self.known for i in range(start, end)):
            return True
        if w.lower[head] == "state" and w.lower[head + 1 : head + 2] == ["of"] and head + 2 < len(w.text):
            return head + 2 not in self.known and w.text[head + 2][:1].islower()
        return w.lower[head] == "island" and w.dep[head] == "pobj" and w.lower[start] in ("a", "an")

    def _counted(self, start: int, end: int, head: int, role: Role | None, modifiers: tuple[int, ...]) -> None:
        """'Hundreds of people': the phrase as a whole, whose head is the number."""
        w = self.w
        of = w.head[head]
        number = w.head[of]
        if w.lower[of] != "of" or w.lower[number] not in _NUMBERS or not number < of < start or start - number > 4:
            return
        if w.lower[number] == "number" and w.lower[number - 1] == "the":
            return  # 'the number of refugees' is a figure
        first = min((child.left_edge.i for child in w.doc[number].lefts if child.dep_ in _LEFT_DEPS), default=number)
        self.clues.add(first, end, number, "nominal", role=role, plural=True, modifiers=modifiers, counts=head)

    def _left(self, first: int, head: int) -> int:
        """Where the noun phrase begins."""
        w = self.w
        start = first
        for child in w.doc[head].lefts:
            if child.dep_ in _LEFT_DEPS:
                start = min(start, child.left_edge.i)
        for i in range(first - 1, start - 1, -1):
            if (
                w.pos[i] in ("PUNCT", "VERB", "ADP", "SCONJ", "AUX")
                and w.text[i] not in ("-", "'")
                and w.dep[i] not in ("amod", "compound", "punct")
            ) or (w.dep[i] == "punct" and w.text[i] in ('"', "“", "”", "—", "–", ";", ":", "(", ")")):
                start = i + 1
                break
        while start < first and (w.pos[start] in ("PUNCT", "CCONJ", "ADP", "ADV") or w.lower[start] in _ABOUT):
            start += 1
        return start

    def _right(self, last: int, role: Role | None) -> tuple[int, list[int]]:
        """The end of 'the president of Ukraine': the country after 'of' belongs to an office or a body."""
        w = self.w
        if role and role.body == "government" and w.lower[last : last + 1] == ["and"] and last + 3 < len(w.text):
            of = last + 2  # 'the government and people of Ukraine'
            if w.lower[of] == "of" and of + 1 in self.known and self.known[of + 1][2].kind == "country":
                return last, [self.known[of + 1][1] - 1]
        if (
            role is None
            or last + 1 >= len(w.text)
            or w.lower[last] not in ("of", "for", "to")
            or not (role.office or role.kind == "body" or set(role.sectors) & _OF_BODIES or role.noun in _MEMBERS)
        ):
            return last, []
        i = last + 1
        stop = i
        while (
            stop < len(w.text)
            and stop - i < 7
            and w.sent[stop] == w.sent[last - 1]
            and (
                w.pos[stop] in _NOUN_PHRASE
                or (w.lower[stop] == "and" and w.dep[stop] == "cc")
                or (w.text[stop] == "-" and stop > i)  # 'for the Kurdish-led forces'
                or (w.text[stop - 1] == "-" and w.pos[stop] == "VERB")
            )
        ):
            stop += 1
        while stop > i and (w.pos[stop - 1] not in ("NOUN", "PROPN") and stop - 1 not in self.known):
            stop -= 1
        known = sorted(
            {
                self.known[j][1] - 1
                for j in range(i, stop)
                if j in self.known
                and self.known[j][2].use != "nothing"
                and self.known[j][2].kind != "person"
                and not self._only_related(*self.known[j][:2])
            }
        )
        if stop > i and (
            known
            or (
                role.office
                and w.text[stop - 1][:1].islower()
                and not any(w.ent[j] in ("DATE", "TIME") for j in range(i, stop))
            )
        ):
            return stop, known
        return last, []

    def _inside(self, start: int, end: int) -> list[int]:
        """Tokens between that name a country, a body or a person's possession."""
        return sorted(
            {
                self.known[i][1] - 1
                for i in range(start, end)
                if i in self.known and self.known[i][2].use != "nothing" and not self._only_related(*self.known[i][:2])
            }
        )

    def _leads_people(self, i: int, role: Role | None) -> bool:
        """Whether a people only leads the rest: 'Tutsi-led rebels' are the rebels of the report."""
        known = self.known[i][2]
        led = self.w.text[i + 1 : i + 2] == ["-"] and known.kind == "group" and known.sectors == ("CVL",)
        return led and role is not None and role.kind == "people"

    def _only_related(self, first: int, after: int) -> bool:
        """Whether a name is only whom the rest is for or against: 'US-backed forces', 'the anti-Isis coalition'."""
        if first > 1 and self.w.text[first - 1] == "-" and self.w.lower[first - 2] in _AGAINST:
            return True
        return self.w.text[after : after + 1] == ["-"] and not SPONSORED.isdisjoint(self.w.lower[after + 1 : after + 2])
