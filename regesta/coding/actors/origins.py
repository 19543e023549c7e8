"""Where actors are from, when neither their names nor their titles tell: 'Ola Berg, 24, from Bergen'.

The report tells it elsewhere: by a town ('from Bergen'), a nationality before or after the name ('the Dutch painter',
'became the first British woman'), a passport, kin, the body that somebody works for.
Whom the report tells nothing of so plainly is in `homes`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from regesta.coding.actors.clues import BLOOD, Candidate
from regesta.coding.actors.stage import Actor, Stage
from regesta.knowledge.actors import NON_STATES, countries, folded, tenures
from regesta.knowledge.gazetteer import gazetteer

_POSSESSIVE: Final = frozenset(("'s", "’s", "'", "’"))
_SEPARATORS: Final = frozenset((",", "(", "from", "of", "—", "–"))
_BEFORE: Final = frozenset(("NOUN", "ADJ", "PROPN", "NUM"))
_BASED: Final = frozenset(("based", "born", "raised"))
_LISTING: Final = frozenset("including include included includes like as".split())
_PAPERS: Final = frozenset("citizenship passport passports nationality citizen".split())
_OF_PLACES: Final = frozenset("mayor governor bishop archbishop imam mp councillor senator".split())
_OF_STATE: Final = frozenset(("GOV", "MIL", "COP", "LEG", "JUD", "OPP"))
# Posts that few states have under this name: of those, the one that the report names most often.
POST_OF: Final = {
    "MP": ("GBR", "CAN", "IND", "AUS", "NZL", "KEN", "ZAF", "LBN", "IRN", "TUR"),
    "senator": ("USA", "AUS", "CAN", "FRA", "ITA", "PHL", "NGA", "BRA", "MEX", "COL", "PAK"),
    "backbencher": ("GBR", "AUS", "CAN", "NZL"),
    "peer": ("GBR",),
}
_PEERS: Final = frozenset("lord lady baroness sir dame".split())
_CITY, _MUCH = 500_000, 20  # a city so large is meant rather than a namesake so many times smaller in a named country
_TOWN: Final = 15_000  # inhabitants of a town that is meant though the report does not name its country


class Origins:
    """The search for the countries of a report's actors."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.w = stage.w
        self.of = stage.of
        self.at_head = stage.at_head
        self.country_at = stage.country_at
        self.nation: dict[int, str] = {}  # token of a nationality: 'Dutch', 'Britons', 'US'
        for c in stage.candidates:
            known = c.known
            if known and known.kind == "country" and c.head in self.country_at:
                short = known.use == "name" and self.w.text[c.head].isupper()
                if known.use in ("adjective", "people") or short:
                    self.nation[c.head] = self.country_at[c.head]
        self.named = Counter(code for code in self.country_at.values() if code in countries())
        people = [c for c in stage.candidates if c.form == "name" and self._is_person(c)]
        self.person_at = {c.start: c for c in people}
        self.person_to = {c.end: c for c in people}
        self.body_at = {
            c.start: a for c, a in self.of.items()
            if a and c.form == "name" and a.kind in ("organisation", "group") and a.country not in (None, "IMG")
        }  # fmt: skip

    def _is_person(self, c: Candidate) -> bool:
        actor = self.of.get(c)
        return actor is not None and actor.kind == "person"

    def people(self) -> None:
        """Give a country to people whom the report ties to one by town, nationality, kin, body or post."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        posts: dict[str, str] = {}
        for c, actor in self.of.items():
            if actor is None or actor.kind == "country" or not (actor.named or actor.kind == "person"):
                continue
            if actor.country and not (actor.country == "IMG" and actor.kind == "person" and not tenures(actor.name)):
                continue  # whoever fights for a group of many countries is still from one
            for code, weight in self.evidence(c):
                votes[actor.id][code] += weight
            if c.role and c.role.noun in POST_OF:
                posts.setdefault(actor.id, c.role.noun)
            elif c.form == "name" and self.w.lower[c.start] in _PEERS:
                posts.setdefault(actor.id, "peer")
        for ident, tally in votes.items():
            self.stage.actors[ident].country = tally.most_common(1)[0][0]
        self._bodies()
        self._affiliated()
        self._kin()
        self._surnames()
        for ident, noun in posts.items():
            self.stage.actors[ident].country = self.stage.actors[ident].country or self.of_post(noun)

    # -- evidence of one mention ------------------------------------------------------------------------------------

    def evidence(self, c: Candidate) -> Iterator[tuple[str, int]]:
        """(country, weight) of what the words around a mention tell."""
        found = []
        if c.form == "name":
            found = [self._before(c), self._among(c), self._as_apposition(c)]
        if c.form in ("nominal", "title"):
            found.append(self._within(c))
        if c.form != "pronoun":
            found.append(self._after(c))
        found += [self._told_of(c), self._papers(c), self._home(c)]
        yield from (f for f in found if f)

    def _after(self, c: Candidate) -> tuple[str, int] | None:
        """', 24, from Bergen', ', a Dutch painter', ' of New Jersey'."""
        w, i = self.w, c.end
        if i < len(w.text) and w.lower[i] == "in" and c.form == "name" and not self._is_person(c):
            code = self.place(i + 1)
            return (code, 1) if code else None
        if i < len(w.text) and w.lower[i] == "at" and self._is_person(c) and c.form == "name":
            body = self.body_at.get(i + 1) or self.body_at.get(i + 2)  # 'said Ola Berg at the institute'
            return (body.country, 1) if body and body.country else None
        if i >= len(w.text) or w.lower[i] not in _SEPARATORS:
            return None
        article = beyond = False
        for i in range(c.end, min(c.end + 16, len(w.text))):
            low = w.lower[i]
            if w.sent[i] != w.sent[c.head] or w.text[i] in '.;:”"' or w.pos[i] in ("PRON", "SCONJ"):
                return None
            if low == "from" or (low == "of" and i == c.end and self._may_be_of(c)):
                code = self.place(i + 1) or self._farther(i + 1)
                return (code, 2) if code else None
            if i == c.end + 1 and w.text[i + 1 : i + 2] and w.text[i + 1] in _POSSESSIVE and i in self.country_at:
                own = self._is_person(c) and w.text[c.end] == "," and self.country_at[i] in countries()
                return (self.country_at[i], 2) if own else None  # ', Spain’s most wanted painter'
            if article and i in self.body_at and self._is_person(c):
                return str(self.body_at[i].country), 1  # 'a University of Lyon chemist'
            if i in self.nation and w.text[i + 1 : i + 2] != ["-"]:
                return (self.nation[i], 3) if article else None
            if article and w.tag[i] in ("NNP", "NNPS") and w.tag[i + 1 : i + 2] == ["NN"] and (code := self._town(i)):
                return code, 2  # 'an Alabama woman'
            article = article or low in ("a", "an", "another")
            stops = (
                w.pos[i] in ("VERB", "AUX")
                and low not in ("born", "based", "aged", "living")
                and not (beyond and w.tag[i] == "VBG")
            )  # 'director of countering fraud at the institute'
            if stops or (i > c.end and i in self.person_at) or (w.pos[i] == "CCONJ" and w.text[i - 1] == ","):
                return None
            if w.pos[i] == "ADP" and not (low == "of" and w.pos[i + 1 : i + 2] == ["NUM"]):
                code = self._beside(i, c) if low != "in" or not beyond else None
                if code or low not in ("of", "for", "at"):
                    return (code, 1) if code else None  # ', professor of law at Oslo’s university' goes on
                beyond = beyond or low != "at"
        return None

    def _beside(self, i: int, c: Candidate) -> str | None:
        """The country of the place or body after a preposition: 'in Bergen', 'at Oslo’s university', 'of the Front'."""
        w, low = self.w, self.w.lower[i]
        owned = low == "at" and w.text[i + 2 : i + 3] and w.text[i + 2] in _POSSESSIVE
        code = self.place(i + 1) if low == "in" else self._town(i + 1) if owned else None
        based = (j for j in range(i + 2, min(i + 5, len(w.text) - 1)) if w.text[j] == "-")
        hyphen = next((j for j in based if w.lower[j + 1] == "based"), None)
        code = code or (self._town(i + 2) if hyphen else None)  # ', head of the Paris-based institute'
        body = self.body_at.get(i + 1) or self.body_at.get(i + 2)
        return code or (body.country if body and self._is_person(c) else None)

    def _within(self, c: Candidate) -> tuple[str, int] | None:
        """The town in 'a Birmingham academic'."""
        w = self.w
        first = next((i for i in range(c.start + 1, c.head) if w.text[i][:1].isupper()), None)
        alone = first is not None and not w.text[first - 1][:1].isupper()  # not the East of 'a Middle East expert'
        code = self._town(first) if first is not None and alone else None
        return (code, 2) if code and not c.modifiers else None

    def _farther(self, i: int) -> str | None:
        """The country of the larger place around one that no gazetteer has: 'the hamlet of Qux in Idlib'."""
        w = self.w
        for j in range(i, min(i + 9, len(w.text))):
            if w.sent[j] != w.sent[i] or w.text[j] in '.;:”"':
                return None
            if w.lower[j] in ("in", "near", ",") and (code := self.place(j + 1)):
                return code
        return None

    def _may_be_of(self, c: Candidate) -> bool:
        """Does 'of' tell where somebody is from: 'Bob Berg of Ohio', 'the mayor of Bergen'; not 'the friend of'?"""
        return c.form == "name" or (c.role is not None and c.role.noun.lower() in _OF_PLACES)

    def _before(self, c: Candidate) -> tuple[str, int] | None:
        """'The Dutch painter NAME', 'Spain’s NAME', 'British aid workers NAME and NAME', 'London mayor NAME'."""
        w, i = self.w, c.start - 1
        if c.role and c.role.noun.lower() in _OF_PLACES and i >= 0 and w.text[i][:1].isupper():
            code = self._town(i)
            if code:
                return code, 2
        many = False
        for _ in range(8):
            if i < 0 or w.sent[i] != w.sent[c.head]:
                return None
            if i in self.nation:
                return None if w.text[i + 1] == "-" else (self.nation[i], 3)
            if w.lower[i] in _BASED and w.text[i - 1] == "-" and (code := self._town(i - 2)):
                return code, 2  # 'the Paris-based lawyer NAME'
            if w.text[i] in _POSSESSIVE:
                code = self.country_at.get(i - 1)
                own = code in countries() or (code in NON_STATES and code != "IMG")
                return (code, 3) if code and own and self._is_person(c) and not many else None
            other = self.person_to.get(i) if w.lower[i] in ("and", ",") else None
            if other is not None:
                many, i = True, other.start - 1
            elif (
                w.pos[i] in _BEFORE
                and (not many or w.tag[i] != "NN")
                and (w.ent[i] not in ("GPE", "DATE") or (i in self.country_at and w.dep[i] in ("compound", "nmod")))
            ):  # 'the charity’s Chad director NAME'
                many, i = False, i - 1
            elif w.text[i] == "-":
                i -= 1
            else:
                return None
        return None

    def _among(self, c: Candidate) -> tuple[str, int] | None:
        """'Britons killed there include NAME', 'Frenchmen such as NAME'."""
        w, i = self.w, c.start - 1
        if i < 1 or w.lower[i] not in _LISTING or (w.lower[i] == "as" and w.lower[i - 1] != "such"):
            return None
        for j in range(i - 1, max(-1, i - 16), -1):
            if w.sent[j] != w.sent[c.head]:
                return None
            if j in self.nation and (w.tag[j] in ("NNS", "NNPS") or "NNS" in w.tag[j + 1 : j + 4]):
                return (self.nation[j], 2) if w.text[j + 1] != "-" else None
        return None

    def _first(self, c: Candidate) -> int:
        """The head of the first of the names or nouns that stand with this one: 'Kotey' of 'Kotey and Elsheikh'."""
        w, i = self.w, c.head
        for _ in range(6):
            if w.dep[i] != "conj":
                break
            i = w.head[i]
        return i

    def _as_apposition(self, c: Candidate) -> tuple[str, int] | None:
        """'Another Briton, NAME', 'two other British men - NAME and NAME'."""
        first = self._first(c)
        code = self._kind_of(self.w.head[first]) if self.w.dep[first] == "appos" else None
        return (code, 3) if code else None

    def _told_of(self, c: Candidate) -> tuple[str, int] | None:
        """'NAME is a Dutch citizen', 'who was born in Kabul', 'NAME, who is British'."""
        w = self.w
        clauses = [t.i for t in w.doc[c.head].children if t.dep_ == "relcl"] if c.form == "name" else []
        first = self._first(c)
        if w.dep[first] in ("nsubj", "nsubjpass"):
            clauses.append(w.head[first])
        clauses += [t.i for v in clauses for t in w.doc[v].children if t.dep_ == "conj" and t.lemma_ == "become"]
        for verb in reversed(clauses):  # who 'is from Oslo and became a Dutch citizen' is Dutch
            lemma = w.lemma(verb)
            if lemma in ("be", "become", "remain"):
                for child in w.doc[verb].children:
                    code = self._kind_of(child.i) if child.dep_ in ("attr", "acomp") else None
                    if code:
                        return code, 5 if child.lower_ in _PAPERS else 3
                for i in (t.i for t in w.doc[verb].children if t.lower_ == "from"):
                    if code := self.place(i + 1):
                        return code, 2
            elif lemma in ("bear", "raise", "hail") or (
                lemma in ("grow", "come") and w.lower[verb + 1 : verb + 2] in (["up"], ["from"])
            ):
                for i in range(verb + 1, min(verb + 10, len(w.text))):
                    if w.lower[i] in ("in", "from") and (code := self.place(i + 1)):
                        return code, 1
        return None

    def _kind_of(self, noun: int) -> str | None:
        """The nationality in 'a Dutch citizen', 'one of the few British women', 'British'."""
        w = self.w
        for _ in range(2):
            if noun in self.nation:
                return self.nation[noun]
            children = list(w.doc[noun].children)
            for child in children:
                if child.i in self.nation and child.i < noun and w.text[child.i + 1] != "-":
                    return self.nation[child.i]
            of = next((t.i for t in children if t.lower_ == "of"), None) if w.lower[noun] in ("one", "member") else None
            inner = next((t.i for t in w.doc[of].children if t.dep_ == "pobj"), None) if of is not None else None
            if inner is None:
                return None
            noun = inner
        return None

    def _papers(self, c: Candidate) -> tuple[str, int] | None:
        """'Her British passport', 'NAME holds Dutch citizenship', 'was stripped of his'."""
        w = self.w
        papers: Iterable[int] = ()
        first = self._first(c)
        if w.dep[c.head] == "poss" and w.lower[w.head[c.head]] in _PAPERS:
            papers = (w.head[c.head],)
        elif w.dep[first] in ("nsubj", "nsubjpass"):
            after = range(w.head[first] + 1, min(w.head[first] + 7, len(w.text)))
            papers = (i for i in after if w.lower[i] in _PAPERS)
        for paper in papers:
            for child in w.doc[paper].children:
                if child.i in self.nation:
                    return self.nation[child.i], 3
        return None

    def _home(self, c: Candidate) -> tuple[str, int] | None:
        """'She wants to come home to Britain'."""
        w = self.w
        first = self._first(c)
        if w.dep[first] not in ("nsubj", "nsubjpass"):
            return None
        for i in range(w.head[first] + 1, min(w.head[first] + 25, len(w.text) - 1)):
            if w.lower[i] == "native" and w.tag[i - 1] == "PRP$" and w.sent[i] == w.sent[first]:
                code = self.place(i + 1)  # 'returned to their native Norway'
                return (code, 2) if code else None
        if w.dep[c.head] not in ("nsubj", "nsubjpass"):
            return None
        for i in range(w.head[c.head] + 1, min(w.head[c.head] + 12, len(w.text) - 2)):
            if w.lower[i] == "home" and w.lower[i + 1] in ("to", "in") and w.sent[i + 1] == w.sent[c.head]:
                code = self.place(i + 2)
                return (code, 1) if code else None
        return None

    # -- what ties to others ----------------------------------------------------------------------------------------

    def _bodies(self) -> None:
        """A body is of the country of the large town in its name, or of the place that it is in."""
        for c, actor in self.of.items():
            if (
                actor is None
                or actor.country
                or not actor.named
                or actor.kind not in ("organisation", "group")
                or c.form != "name"
            ):
                continue
            if self.w.text[c.start] == "Ministry":
                actor.country = self.stage.main
            for i in range(c.start, c.end):
                if self.w.text[i][:1].isupper() and self.w.ent[i] in ("GPE", "ORG") and c.end - c.start > 1:
                    actor.country = actor.country or self._large(i)

    def _large(self, i: int) -> str | None:
        """The country of a large town by the name of one word, in a country that the report names."""
        entries = gazetteer().find(self.w.text[i])
        first = entries[0] if entries else None
        large = first is not None and first.rank <= 1 and first.population >= 200_000
        return first.country if first is not None and large and first.country in self.named else None

    def _affiliated(self) -> None:
        """Whoever works for a body is of the country that the body is of."""
        for actor in self.stage.actors.values():
            body = self.stage.actors.get(actor.affiliation) if actor.kind == "person" and not actor.country else None
            if body is not None:
                actor.country = body.country

    def _kin(self) -> None:
        """A mother, a brother or a child is of the country of whose mother, brother or child it is."""
        pairs = []
        for c, actor in self.of.items():
            if actor is None or c.role is None or c.role.noun not in BLOOD or actor.kind == "country":
                continue
            owner = self.owner(c)
            if owner is not None and owner is not actor and owner.kind == "person":
                pairs.append((actor, owner))
        for actor, owner in pairs * 2:
            actor.country = actor.country or owner.country
            if actor.named and actor.kind == "person":
                owner.country = owner.country or actor.country

    def _surnames(self) -> None:
        """Whoever bears the surname of somebody of the report is of his country, where nothing else tells."""
        people = [a for a in self.stage.actors.values() if a.kind == "person" and a.named and " " in a.name]
        families: dict[str, set[str]] = defaultdict(set)
        for actor in people:
            if actor.country:
                families[folded(actor.name).split()[-1]].add(actor.country)
        for actor in people:
            codes = families.get(folded(actor.name).split()[-1], set())
            if not actor.country and len(codes) == 1:
                actor.country = next(iter(codes))

    def officers(self, *, owned: bool) -> None:
        """Holders of an office whose country nobody told: of that of their owner, their body, the report, or those
        of whom it spoke before. The owner of 'its minister' is known only after the pronouns: `owned` says so."""
        for c, person in list(self.of.items()):
            if person is None or person.kind != "person" or person.country is not None or c.form == "pronoun":
                continue
            if not (person.named or person.told) or _OF_STATE.isdisjoint(person.sectors) or self._by_pronoun(c) > owned:
                continue
            owner = self.owner(c)
            person.country = (owner and owner.country) or self._body_after(c) or self.stage.main or self._spoken_of(c)

    def _by_pronoun(self, c: Candidate) -> bool:
        """Is it 'its foreign minister, NAME' or 'NAME, his spokesman'?"""
        others = (o for o in self.of if o.form == "title" and self.of[o] is self.of[c])
        return any(self.w.tag[o.start] == "PRP$" for o in (c, *others))

    def _body_after(self, c: Candidate) -> str | None:
        """The country of the body after a post: 'head of communications for the Front'."""
        w = self.w
        for i in range(c.end, min(c.end + 10, len(w.text))):
            if w.sent[i] != w.sent[c.head] or w.pos[i] in ("VERB", "AUX") or i in self.person_at:
                return None
            if i in self.body_at and w.pos[i - 1] in ("ADP", "DET"):
                return self.body_at[i].country
        return None

    def _spoken_of(self, c: Candidate) -> str | None:
        """The country of the last named subject before a mention, at most three sentences back."""
        w = self.w
        for other in sorted((o for o in self.of if o.start < c.start), key=lambda o: -o.start):
            if w.sent[c.head] - w.sent[other.head] > 3:
                return None
            actor = self.of[other]
            subject = w.dep[other.head] in ("nsubj", "nsubjpass", "poss")
            if actor and actor.named and subject and actor is not self.of[c] and actor.country in countries():
                return actor.country
        return None

    def owner(self, c: Candidate) -> Actor | None:
        """Whose kin: 'her' or 'NAME's' at the beginning of a description, or before it."""
        w = self.w
        for i in (c.start, c.start - 1, c.start - 2):
            if i < 0 or w.sent[i] != w.sent[c.head]:
                return None
            mention = self.at_head.get(i)
            if mention and (w.tag[i] == "PRP$" or w.lower[i + 1 : i + 2] in (["'s"], ["’s"])):
                return self.of.get(mention)
        head = next((t.i for t in w.doc[c.head].children if t.dep_ == "poss"), None)
        if head is None and c.role and c.role.noun in BLOOD and w.lower[c.head + 1 : c.head + 2] == ["of"]:
            head = next((t.i for t in w.doc[c.head + 1].children if t.dep_ == "pobj"), None)  # 'the mother of NAME'
            owner = self.of.get(self.at_head[head]) if head in self.at_head else None
            return owner if owner and owner.kind == "person" else None
        if head is None and w.dep[c.head] == "conj":  # 'her mother and sisters'
            head = next((t.i for t in w.doc[w.head[c.head]].children if t.dep_ == "poss"), None)
        mention = self.at_head.get(head) if head is not None else None
        return self.of.get(mention) if mention else None

    def of_post(self, noun: str) -> str | None:
        """Of the states that have such a post, the one that the report names most often."""
        fitting = [(self.named[code], code) for code in POST_OF[noun] if self.named[code]]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None

    # -- places -----------------------------------------------------------------------------------------------------

    def place(self, i: int) -> str | None:
        """The country of the place that begins near a token: 'Bergen', 'the town of Bergen', 'Lewes, East Sussex'."""
        w = self.w
        last = min(i + 6, len(w.text))
        while i < last and not w.text[i][:1].isupper():
            if w.pos[i] in ("VERB", "AUX", "PUNCT", "PRON", "CCONJ") and w.text[i] != "-":
                return None
            i += 1
        if i >= last or i in self.person_at:
            return None
        end = self._end(i)
        if w.text[end : end + 1] == [","] and w.text[end + 1 : end + 2] and w.text[end + 1][:1].isupper():
            outer = self._town(end + 1, region=True)
            if outer:
                return outer
        return self._town(i)

    def _end(self, i: int) -> int:
        w = self.w
        end = i + 1
        while end < len(w.text) and w.sent[end] == w.sent[i]:
            particle = w.lower[end] in ("al", "el", "ash", "ad") and w.text[end + 1 : end + 2] == ["-"]
            if not (w.text[end][:1].isupper() or w.text[end] == "-" or w.lower[end].startswith("al-") or particle):
                break
            end += 1
        return end

    def _town(self, i: int, *, region: bool = False) -> str | None:
        """The country of the capitalised words from a token on; of namesakes, one where the report is."""
        if i in self.country_at:
            code = self.country_at[i]
            return code if code in countries() else None
        w = self.w
        if w.ent[i] in ("DATE", "TIME"):
            return None  # 'in March', though a town in England has the name
        end = self._end(i)
        name = w.flat[w.idx[i] : w.idx[end - 1] + len(w.text[end - 1])]
        found = gazetteer().find(name)
        if found and found[0].rank == 0 and found[0].country is None:
            return None  # 'the Middle East', though a village in Ohio has the name
        entries = [e for e in found if e.country in countries()]
        if region:
            entries = [e for e in entries if e.kind in ("admin1", "admin2", "region")]
        near = [e for e in entries if e.country in self.named]
        first = entries[0] if entries else None
        if near:
            best = max(near, key=lambda e: e.population)
            famous = first is not None and first.rank <= 1 and first.population > max(_CITY, _MUCH * best.population)
            return first.country if first is not None and famous else best.country
        sure = first is not None and first.rank <= 1 and first.population >= _TOWN
        return first.country if first is not None and sure else None
