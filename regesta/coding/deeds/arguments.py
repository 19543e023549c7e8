"""Who does it and to whom: the arguments of a verb or an event noun, read off the parse.

All functions take and give tokens; a token stands for the phrase that it heads. Coordination is opened
("France and Germany" are two arguments), passives are turned ("was arrested by police"), subjects that the
grammar leaves out are put back ("warned China … and urged it", "refusing to condemn", "which invaded").
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from spacy.tokens import Token

SUBJECTS: Final = frozenset({"nsubj", "csubj", "nsubjpass", "csubjpass", "expl"})
RELATIVE: Final = frozenset({"WDT", "WP", "WP$"})
# Verbs whose object does what the infinitive says: "urged it to end the war".
OBJECT_CONTROL: Final = frozenset(
    "urge ask tell order allow permit force call persuade convince press pressure push encourage invite request "
    "help enable authorize authorise instruct direct warn advise want expect lead cause require compel beg "
    "implore demand appeal oblige let make get command forbid prohibit ban bar stop prevent accuse suspect blame "
    "condemn criticize criticise denounce praise thank congratulate charge convict fault sue slam punish".split()
)
# Nouns that only count what follows "of".
PARTITIVE: Final = frozenset(
    "number group dozen dozens hundred hundreds thousand thousands ten tens score million millions series couple "
    "handful majority some one most many several part half team member members total rest percent all each any "
    "two three pair bunch crowd crowds wave lot lots delegation contingent convoy batch unit units remnant "
    "remnants worth quarter third stretch swath swathe swaths %".split()
)


def is_passive(verb: Token) -> bool:
    """Whether the verb's subject is what it is done to."""
    roles = {c.dep_ for c in verb.children}
    if not roles.isdisjoint(("auxpass", "nsubjpass", "csubjpass")):
        return True
    if verb.lemma_ in _NEVER_PASSIVE:
        return False
    if verb.lemma_ in _NEEDS_OBJECT and _is_list_of_victims(verb):
        return True
    if is_reduced(verb) or (verb.tag_ == "VBN" and verb.dep_ == "ccomp" and verb.head.lemma_ in ("have", "get")):
        return True  # "to have them | investigated"
    if verb.dep_ == "acl" and _is_main(verb):
        return False
    if verb.tag_ not in ("VBN", "VBD") or not roles.isdisjoint(("dobj", "aux", "ccomp", "xcomp")):
        return False
    if verb.lemma_ in _NEEDS_OBJECT and verb.dep_ not in ("relcl", "conj") and not _has_noun_after(verb):
        return not _shares_object(verb)  # "Ten killed in raid", "with ten people killed"
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "conj":
        return is_passive(verb.head)
    if verb.dep_ == "ROOT" and _has_noun_after(verb):
        return False  # an active past that the tagger takes for a participle
    return verb.dep_ in ("advcl", "xcomp", "acl", "ROOT") or (verb.dep_ == "ccomp" and "nsubj" not in roles)


def _is_list_of_victims(verb: Token) -> bool:
    """'Two killed, five injured in raid': a headline's passive, whose next victims look like an object."""
    if verb.tag_ not in ("VBN", "VBD") or any(c.dep_ == "aux" for c in verb.children):
        return False
    later = (c for c in verb.children if c.dep_ in ("dobj", "npadvmod") and verb.i < c.i < len(verb.doc) - 1)
    return any(verb.doc[c.i + 1].lower_ in ("injured", "wounded", "hurt", "dead", "missing") for c in later)


def _shares_object(verb: Token) -> bool:
    """'killed and buried | two men'"""
    return any(c.dep_ == "conj" and any(o.dep_ == "dobj" for o in c.children) for c in verb.children)


def _has_noun_after(verb: Token) -> bool:
    """Something that may be its object, whatever the parse calls it."""
    return any(c.i > verb.i and c.pos_ in ("NOUN", "PROPN", "NUM", "PRON") and c.ent_type_ not in ("DATE", "TIME")
               for c in verb.children)  # fmt: skip


_NEVER_PASSIVE: Final = frozenset("protest march rally demonstrate clash explode die riot retaliate advance".split())
_NEEDS_OBJECT: Final = frozenset(
    "kill wound injure arrest detain kidnap abduct jail sentence accuse charge behead execute capture oust expel free "
    "release deport assassinate massacre slaughter indict suspect blame condemn convict rescue evacuate ban".split()
)


def is_infinitive(verb: Token) -> bool:
    """'to' stands before the verb."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def is_reduced(verb: Token) -> bool:
    """A participle after a noun without a helping verb: 'a man arrested by police'."""
    if verb.tag_ not in ("VBN", "VBD") or verb.dep_ != "acl" or _is_main(verb):
        return False
    return not any(c.dep_ in SUBJECTS or c.dep_ == "dobj" for c in verb.children)


def _is_main(verb: Token) -> bool:
    """The sentence's own verb, taken for a participle: 'China, which abstained, | offered to mediate.'"""
    if verb.head.dep_ != "ROOT" or verb.head.pos_ not in ("PROPN", "NOUN") or verb.doc[verb.i - 1].text != ",":
        return False
    return not any(c.dep_ == "agent" for c in verb.children)


def with_conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it."""
    found, queue = [token], [token]
    while queue:
        for child in queue.pop().children:
            if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
                found.append(child)
                queue.append(child)
            elif (
                child.dep_ == "appos" and child.pos_ == "PROPN"
            ):  # "the president, Macron, and his counterpart": joined to the name by the parse
                joined = [c for c in child.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN")]
                found.extend(joined)
                queue.extend(joined)
    return found


def opened(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with their conjuncts, each once, in text order."""
    found = {t.i: t for token in tokens for t in with_conjuncts(token)}
    return [found[i] for i in sorted(found)] if len(found) > 1 else list(found.values())


def doers(verb: Token) -> list[Token]:
    """Who does what the verb says; empty where the words leave it open."""
    if is_passive(verb):
        return opened(agents(verb) or _leaving(verb))
    return opened(_grammatical_subject(verb))


def _leaving(verb: Token) -> list[Token]:
    """'The attack | left ten people killed'"""
    above = verb.head if verb.head.lemma_ == "leave" else verb.head.head
    is_left = verb.lemma_ in _OUTCOMES and verb.dep_ in ("acl", "oprd", "ccomp", "conj") and above.lemma_ == "leave"
    return _grammatical_subject(above) if is_left and above.pos_ == "VERB" else []


def done_to(verb: Token) -> list[Token]:
    """What the verb acts on directly: its object, or the subject of a passive."""
    if is_passive(verb):
        return opened([verb.head] if is_reduced(verb) else _grammatical_subject(verb))
    children = list(verb.children)
    direct = [c for c in children if c.dep_ in ("dobj", "obj") and c.tag_ not in RELATIVE]
    if not direct:  # a name right after the verb that the parse takes for an adverb: "which invaded Chile, …"
        direct = [c for c in children if c.dep_ == "npadvmod" and c.pos_ == "PROPN" and c.left_edge.i == verb.i + 1
                  and c.ent_type_ not in ("DATE", "TIME")]  # fmt: skip
    if not direct and verb.dep_ == "relcl" and _asks_for_object(verb):
        direct = [verb.head]
    if not direct and (shared := _shared_object(verb)):
        direct = [shared]
    if not direct and (verb.lemma_ in OBJECT_CONTROL or verb.lemma_ in _SMALL_CLAUSE):  # "help Moscow dodge sanctions"
        direct = [s for c in children if c.dep_ == "ccomp" and _is_small(c)
                  for s in c.children if s.dep_ == "nsubj"]  # fmt: skip
    if not direct:  # "accept | refugees | fleeing the war": the parse makes a clause of them
        direct = [s for c in children if c.dep_ == "ccomp" and _is_participle(c)
                  for s in c.children if s.dep_ == "nsubj" and s.left_edge.i == verb.i + 1]  # fmt: skip
    return opened(direct)


def _is_participle(clause: Token) -> bool:
    return clause.tag_ in ("VBG", "VBN") and not any(c.dep_ in ("aux", "auxpass", "mark") for c in clause.children)


def _is_small(clause: Token) -> bool:
    """Without a tense of its own: 'help Moscow | dodge', 'found him | guilty'; not 'warned: they will come'."""
    if clause.pos_ == "ADJ":
        return True
    return clause.tag_ == "VB" and not any(c.dep_ == "aux" and c.lower_ != "to" for c in clause.children)


_SMALL_CLAUSE: Final = frozenset(
    {"find", "leave", "welcome", "support", "back", "reject", "refuse", "hold", "declare", "deem"}
)


def agents(verb: Token) -> list[Token]:
    """The 'by' phrases of a passive."""
    found = [p for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")
             for p in c.children if p.dep_ == "pobj"]  # fmt: skip
    return found or _late_agents(verb) or [x for p in after(verb, "at") if p.lower_ == "hands" for x in after(p, "of")]


def _late_agents(verb: Token) -> list[Token]:
    """The 'by' phrase of a passive after a comma, which the parse hangs on the last noun: 'held in Oslo, by police'."""
    nouns = [p for c in verb.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj"]
    while nouns:
        noun = nouns.pop()
        for child in noun.children:
            if child.dep_ not in ("prep", "agent"):
                continue
            inner = [p for p in child.children if p.dep_ == "pobj"]
            if child.lower_ == "by" and verb.doc[child.i - 1].text == ",":
                return inner
            nouns += inner
    return []


def companions(verb: Token) -> list[Token]:
    """Who does it with the subject: 'alongside rebels', 'together with rebels', 'in a joint raid with'."""
    found: list[Token] = []
    for word in (verb, *(c for c in verb.children if c.dep_ == "nsubj")):
        for child in word.children:
            found += [t for t in child.children if child.lower_ == "alongside" and t.dep_ == "pobj"]
            if child.lower_ in _JOINTLY:
                found += after(child, "with")
            if child.lower_ == "with" and child.doc[child.i - 1].lower_ in _JOINTLY:
                found += [t for t in child.children if t.dep_ == "pobj"]
            if child.lower_ == "in":
                found += [t for noun in child.children if is_joint(noun) for t in after(noun, "with")]
    return [t for t in opened(found) if not any(c.tag_ == "PRP$" for c in t.children)]  # "killed him with his son"


def is_joint(noun: Token) -> bool:
    """'a joint raid', 'coordination': who is named after 'with' has a share in it."""
    return noun.lemma_ in _SHARED or any(c.lower_ in ("joint", "combined", "concerted") for c in noun.children)


_JOINTLY: Final = frozenset({"together", "jointly", "along"})
_SHARED: Final = frozenset(
    "cooperation co-operation coordination co-ordination concert partnership alliance collaboration tandem".split()
)


def after(token: Token, *prepositions: str) -> list[Token]:
    """Objects of the prepositions that hang on a token, in text order, coordination opened."""
    return opened(p for c in token.children if c.dep_ in ("prep", "agent", "dative") and c.lower_ in prepositions
                  for p in _of_preposition(c))  # fmt: skip


def _of_preposition(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield child
        elif child.dep_ == "prep":  # "out of", "from within"
            yield from _of_preposition(child)


def datives(verb: Token) -> list[Token]:
    """The indirect object: 'gave Ukraine tanks'."""
    return opened(c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP")


def owners(noun: Token) -> list[Token]:
    """Whose it is: possessor, adjective of a country, noun before the noun."""
    possessors = [c for c in noun.children if c.dep_ == "poss"]
    modifiers = [
        c for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.pos_ in ("ADJ", "PROPN", "NOUN")
    ]
    leaders = [x for c in noun.children if c.dep_ == "amod" and c.lower_ in _LED
               for x in c.children if x.dep_ in ("npadvmod", "compound", "nmod", "amod")]  # fmt: skip
    return opened(possessors) or opened(leaders) or opened(modifiers)


_LED: Final = frozenset({"led", "launched", "orchestrated", "perpetrated", "ordered", "imposed"})  # "Saudi-led raids"


def content(token: Token, prepositions: Sequence[str] = ()) -> Iterator[Token]:
    """The clauses and nouns that a verb or noun has as its content: complement clauses, objects, what follows these
    prepositions."""
    for child in token.children:
        if child.dep_ in ("xcomp", "ccomp", "pcomp", "oprd") or (child.dep_ == "acl" and _is_complement(child)):
            yield child
    yield from done_to(token)
    for child in token.children:
        if child.dep_ in ("prep", "agent", "prt") and child.lower_ in prepositions:
            for inner in child.children:
                if inner.dep_ == "pcomp":
                    yield inner
                elif inner.dep_ == "pobj":
                    yield from with_conjuncts(inner)


def _is_complement(clause: Token) -> bool:
    """'the decision to withdraw', 'the demand that it withdraw', but not 'the deal reached'."""
    return any(c.dep_ == "mark" or (c.dep_ == "aux" and c.lower_ == "to") for c in clause.children)


def unwrapped(noun: Token) -> Token:
    """The noun that is counted: 'protesters' for 'dozens of protesters'."""
    if noun.lower_ in PARTITIVE or noun.lemma_.lower() in PARTITIVE:
        for inner in after(noun, "of"):
            return unwrapped(inner)
    return noun


def _asks_for_object(verb: Token) -> bool:
    """A relative clause that lacks an object: 'the ship (that) Iran seized'."""
    has_subject = any(c.dep_ == "nsubj" and c.tag_ not in RELATIVE for c in verb.children)
    return has_subject and not any(c.dep_ in ("ccomp", "xcomp") for c in verb.children)


def _shared_object(verb: Token) -> Token | None:
    """The object that the last of several coordinated verbs has for all of them: 'attacked and looted the embassy'."""
    if verb.pos_ != "VERB" or any(c.dep_ in ("prep", "xcomp", "ccomp", "agent", "advcl") for c in verb.children):
        return None
    later = next((c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB" and c.i <= verb.i + 3), None)
    return next((c for c in later.children if c.dep_ == "dobj"), None) if later is not None else None


def _grammatical_subject(verb: Token, depth: int = 0) -> list[Token]:
    words = (verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass")))  # a parse may hang it on "are"
    own = [c for word in words for c in word.children if c.dep_ in ("nsubj", "nsubjpass")]
    if own:
        return [*_listed_before(verb, own[0]), *(t for s in own for t in _meant(verb, s))]
    if depth > 5 or verb.head.i == verb.i:
        return _lost_subject(verb)
    head = verb.head
    match verb.dep_:
        case "conj":
            if head.pos_ in ("NOUN", "PROPN") and verb.tag_ in ("VBD", "VBZ", "VBP"):
                return [head]  # "Turkey, which attacked …, and threatened": joined to the noun by the parse
            return _grammatical_subject(head, depth + 1) if head.pos_ in ("VERB", "AUX") else []
        case "xcomp" | "ccomp" if head.pos_ in ("VERB", "AUX", "ADJ"):
            return _controller(head, depth)
        case "advcl" if verb.tag_ == "VBG" and verb.lemma_ in _OUTCOMES and is_passive(head):
            return agents(head)  # "was bombed by rebels, killing ten"
        case "advcl" | "aux" | "dep" if head.pos_ in ("VERB", "AUX"):
            return _active_subject(head, depth)
        case "pcomp":
            return _of_gerund(head, depth)
        case "acl" | "relcl" if head.pos_ in ("NOUN", "PROPN", "PRON"):
            return _of_noun_clause(verb, head)
        case _:
            return _lost_subject(verb)


def _meant(verb: Token, subject: Token) -> list[Token]:
    """The subject itself, or whom it stands for; 'introduced a bill | that would ban' is done by who introduced it."""
    noun = _past_dateline(_antecedent(verb, subject))
    return _authors(noun) or [noun] if subject.tag_ in RELATIVE and noun.lemma_ in _DOCUMENT else [noun]


def _authors(document: Token) -> list[Token]:
    own = [c for c in document.children if c.dep_ == "poss"]
    if not own and document.dep_ in ("dobj", "pobj", "nsubjpass") and document.head.lemma_ in _ISSUES:
        return _grammatical_subject(document.head) if not is_passive(document.head) else agents(document.head)
    return own


def _lost_subject(verb: Token) -> list[Token]:
    """The noun right before a finite verb that the parse has left without a subject: 'On a visit to X, Y said'."""
    if verb.dep_ != "ROOT" or verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN", "VB"):
        return []
    i = verb.i - 1
    while (
        i > verb.sent.start and verb.doc[i].dep_ in ("aux", "auxpass", "advmod", "neg") and verb.doc[i].head.i == verb.i
    ):
        i -= 1
    before = verb.doc[i] if i >= verb.sent.start else verb
    return (
        [before]
        if before.pos_ in ("PROPN", "NOUN", "PRON") and before.dep_ in ("conj", "appos", "pobj", "dep", "nmod")
        else []
    )


def _listed_before(verb: Token, subject: Token) -> list[Token]:
    """The first of two subjects of a headline: 'Israel, Hamas agree ceasefire'."""
    return [c for c in verb.children if c.dep_ == "npadvmod" and c.pos_ == "PROPN" and c.i < subject.i
            and c.ent_type_ not in ("DATE", "TIME") and c.doc[c.i + 1].text == ","]  # fmt: skip


def _past_dateline(subject: Token) -> Token:
    """The subject itself where the parse has taken a dateline for it: 'THE HAGUE, Netherlands -- A prosecutor …'"""
    for child in subject.children:
        first = child.left_edge.i
        if child.dep_ not in ("appos", "conj") or first == 0 or subject.left_edge.i != subject.sent.start:
            continue
        if child.doc[first - 1].text in _DATELINE_MARKS:
            return child
    return subject


_DATELINE_MARKS: Final = frozenset({"--", "-", "–", "—", ":"})


def _antecedent(verb: Token, subject: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    if subject.tag_ not in RELATIVE:
        return subject
    while verb.dep_ == "conj":
        verb = verb.head
    return verb.head if verb.dep_ in ("relcl", "acl") else subject


def _active_subject(verb: Token, depth: int) -> list[Token]:
    if is_reduced(verb):
        return [verb.head]
    return _grammatical_subject(verb, depth + 1)


def _controller(head: Token, depth: int) -> list[Token]:
    """Who does the infinitive under this verb."""
    if head.lemma_ in OBJECT_CONTROL:
        objects = [c for c in head.children if c.dep_ in ("dobj", "dative")]
        if not objects:
            objects = [p for c in head.children if c.dep_ == "prep" and c.lower_ in ("on", "upon", "to")
                       for p in c.children if p.dep_ == "pobj"]  # fmt: skip
        if objects:
            return objects[:1]
        if is_passive(head):
            return _active_subject(head, depth)
    return _active_subject(head, depth)


def _of_gerund(preposition: Token, depth: int) -> list[Token]:
    """Who does the gerund after a preposition: 'condemn Russia for invading', 'after seizing the ship they left'."""
    governor = preposition.head
    if governor.pos_ not in ("VERB", "AUX"):
        return [c for c in governor.children if c.dep_ == "poss"]
    if preposition.lower_ in ("of", "for", "from", "against", "into") and governor.lemma_ in OBJECT_CONTROL:
        return done_to(governor)[:1] or list(after(governor, "on"))[:1]
    return _active_subject(governor, depth)


def _of_noun_clause(verb: Token, noun: Token) -> list[Token]:
    if verb.dep_ == "relcl" and _asks_for_object(verb):
        return []
    if verb.tag_ in ("VBN", "VBD") and noun.dep_ == "dobj" and any(c.dep_ == "dobj" for c in verb.children):
        return _grammatical_subject(noun.head)  # "has flown missions, conducted raids": a verb of the same subject
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):  # "Russia's decision to withdraw"
        holder = [c for c in noun.children if c.dep_ == "poss"]
        if not holder and noun.dep_ in ("dobj", "attr", "nsubjpass") and noun.head.pos_ in ("VERB", "AUX"):
            holder = doers(noun.head)
        return holder or ([noun] if noun.dep_ == "ROOT" else [])  # "EU to impose sanctions"
    if verb.tag_ == "VBG" and verb.lemma_ in _OUTCOMES and (cause := _verb_above(noun)) is not None:
        return _grammatical_subject(cause) if not is_passive(cause) else agents(cause)
    if verb.dep_ == "acl" and noun.lemma_ in _DOCUMENT:  # "released a report criticising": who released it
        return _authors(noun) or [noun]
    return [noun]


def _verb_above(noun: Token) -> Token | None:
    """The verb in whose object or phrase a noun stands: 'fired | shells at a market, killing four'."""
    if noun.dep_ not in ("dobj", "pobj", "conj", "appos", "npadvmod"):
        return None
    while noun.head.i != noun.i and noun.pos_ not in ("VERB", "AUX"):
        if noun.dep_ in ("nsubj", "nsubjpass"):
            return None
        noun = noun.head
    return noun if noun.pos_ in ("VERB", "AUX") else None


_OUTCOMES: Final = frozenset("kill injure wound destroy damage leave claim".split())
_ISSUES: Final = frozenset(
    "release issue publish adopt pass file sign send post make write draft approve introduce submit circulate "
    "broadcast put launch deliver give unveil table".split()
)
_DOCUMENT: Final = frozenset(
    "report statement resolution letter lawsuit suit message speech article tweet communique declaration note petition "
    "document decree law bill order complaint video post memo campaign".split()
)
