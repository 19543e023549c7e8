"""Candidates for events in a sentence: the words that may tell one, its type and mode, and who takes part.

First the lexicon gives a candidate for each trigger; then, from the inside of the sentence outwards, operators turn
them: 'refuse' + 'withdraw troops' is one REJECT/yield. What an operator has used up is no candidate of its own any
more. Whether a candidate becomes an event is decided in `events`, where the scores of a model can be merged as well.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Span, Token

from regesta.coding.arguments import after, agents, content, datives, doers, done_to, is_passive, opened, owners
from regesta.coding.scene import Scene
from regesta.coding.triggers import NOMINAL, VERBAL, Entry, Operator, entry_of, operators_of
from regesta.schema import Mention

COOPERATION: Final = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
HOSTILE: Final = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Words that may tell an event. `tone` is the word whose tense and negation count: the outermost operator."""

    trigger: Token
    tone: Token
    type: str
    mode: str | None
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    mutual: bool
    rule: str
    is_bare: bool  # one common word decided, nothing around it
    planned: bool = False
    alleged: bool = False
    denied: bool = False
    failed: bool = False
    possible: bool = False

    @property
    def is_nominal(self) -> bool:
        """Told by a noun alone."""
        return self.trigger.pos_ in NOMINAL


@dataclass(slots=True)
class _Workbench:
    """The candidates of one sentence while operators work on them, by token number."""

    scene: Scene
    found: dict[int, Candidate]

    def take(self, token: Token) -> Candidate | None:
        return self.found.get(token.i)

    def drop(self, candidate: Candidate) -> None:
        for i in [i for i, c in self.found.items() if c is candidate]:
            del self.found[i]


def find_candidates(scene: Scene, sentence: Span) -> list[Candidate]:
    """The candidates of a sentence, in text order."""
    words = [t for t in sentence if t.pos_ in _TRIGGER_POS]
    bench = _Workbench(scene, {})
    for token in words:
        if entry := entry_of(token):
            bench.found[token.i] = _from_entry(scene, token, entry)
    if not bench.found and not any(t.lower_ in _MODALS for t in sentence):
        _operate(bench, [t for t in words if t.lemma_ in _ALONE])
    else:
        _merge_objects(bench)
        _operate(bench, words)
        _oblige(bench, sentence)
    return [bench.found[i] for i in sorted(bench.found)]


_TRIGGER_POS: Final = VERBAL | NOMINAL | {"ADJ"}
_MODALS: Final = frozenset({"must", "should", "has", "have"})
_ALONE: Final = frozenset(
    "call demand urge ask request refuse decline threaten agree promise pledge vow offer allow permit let appeal order "
    "instruct press pressure encourage exhort implore".split()
)  # operators that tell an event even when their content is none


def _from_entry(scene: Scene, token: Token, entry: Entry) -> Candidate:
    if token.pos_ in VERBAL:
        actors, recipients = _arguments_of_verb(scene, token, entry)
    else:
        actors, recipients = _arguments_of_noun(scene, token, entry)
    if entry.mutual:
        actors, recipients = _union(actors, recipients), ()
    return Candidate(
        trigger=token, tone=token, type=entry.type, mode=entry.mode, actors=actors,
        recipients=_without(scene, recipients, actors), mutual=entry.mutual, rule=entry.rule, is_bare=entry.is_bare,
    )  # fmt: skip


def _arguments_of_verb(scene: Scene, verb: Token, entry: Entry) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    actors = scene.doing(doers(verb))
    found: list[Mention] = []
    objects = done_to(verb)
    for source in entry.sources if entry.object is None else sorted(entry.sources, key=lambda s: s == "obj"):
        tokens = _look(verb, objects, source)
        if found := [m for m in scene.parties(tokens) if not any(scene.same(m, a) for a in actors)]:
            break
    if not found and entry.type in _HAS_AIM:
        found = [m for m in scene.parties(_aims(verb)) if not any(scene.same(m, a) for a in actors)]
    return actors, tuple(found)


_HAS_AIM: Final = frozenset({"AID", "MOBILIZE"})


def _aims(verb: Token) -> list[Token]:
    """Whom the purpose of it names: 'provided $2 billion to support Syrian refugees'."""
    clauses = [c for w in (verb, *done_to(verb)) for c in w.children
               if c.dep_ in ("advcl", "xcomp", "acl", "relcl") and _is_infinitive(c)]  # fmt: skip
    return [t for c in clauses for t in [*done_to(c), *after(c, "in", "for", "to", "into", "from", "against")]]


def _look(verb: Token, objects: Sequence[Token], source: str) -> list[Token]:
    if source == "obj":
        return list(objects)
    if source == "dat":
        return datives(verb) or after(verb, "to")
    return after(verb, source) + [t for o in objects for t in after(o, source)]


def _arguments_of_noun(scene: Scene, noun: Token, entry: Entry) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    if entry.mutual:
        everybody = opened([*owners(noun), *after(noun, "between", "among", "with", "of", "by")])
        return scene.parties(everybody), ()
    actors = scene.parties([*owners(noun), *after(noun, "by")])
    found: tuple[Mention, ...] = ()
    for source in entry.sources:
        if found := _without(scene, scene.parties(after(noun, source)), actors):
            break
    if not actors and "of" not in entry.sources:
        actors = scene.parties(after(noun, "of"))
    if not actors:
        actors = scene.parties(after(noun, "from")) if "from" not in entry.sources else ()
    return actors, found


def _union(*groups: Iterable[Mention]) -> tuple[Mention, ...]:
    found = {m.id: m for group in groups for m in group}
    return tuple(sorted(found.values(), key=lambda m: (m.start_char, m.end_char)))


def _without(scene: Scene, mentions: Iterable[Mention], others: Iterable[Mention]) -> tuple[Mention, ...]:
    known = list(others)
    return tuple(m for m in mentions if not any(scene.same(m, o) for o in known))


def _merge_objects(bench: _Workbench) -> None:
    """'launched an attack on X' is one event: the noun gives what the verb does not have."""
    for candidate in list(bench.found.values()):
        if candidate.trigger.pos_ not in VERBAL or ":" not in candidate.rule:
            continue
        for thing in done_to(candidate.trigger):
            inner = bench.take(thing)
            if inner is None or inner.trigger.pos_ not in NOMINAL:
                continue
            bench.drop(inner)
            if candidate.mutual:
                merged = replace(candidate, actors=_union(candidate.actors, inner.actors, inner.recipients))
            else:
                recipients = inner.recipients if inner.type == candidate.type and inner.recipients else candidate.recipients
                merged = replace(candidate, recipients=_without(bench.scene, recipients, candidate.actors))
            bench.found[candidate.trigger.i] = candidate = replace(merged, mode=merged.mode or _same_mode(merged, inner))


def _same_mode(outer: Candidate, inner: Candidate) -> str | None:
    return inner.mode if inner.type == outer.type else None


# Operators


def _operate(bench: _Workbench, words: Sequence[Token]) -> None:
    """Apply the operators, the innermost words first."""
    at_work = [(t, operators) for t in words if (operators := operators_of(t))]
    at_work.sort(key=lambda pair: -_depth(pair[0]))
    for token, operators in at_work:
        for operator in operators:
            if _apply(bench, token, operator):
                break


def _depth(token: Token) -> int:
    depth = 0
    while token.head.i != token.i:
        token = token.head
        depth += 1
    return depth


def _apply(bench: _Workbench, token: Token, operator: Operator) -> bool:
    """Let one operator work; False when it has nothing to work on."""
    inner = _content_candidate(bench, token, operator)
    made = _OPERATIONS[operator.kind](bench, token, operator, inner)
    if made is None:
        return False
    if inner is not None:
        bench.drop(inner)
    if made.type:
        bench.found[token.i] = replace(made, trigger=token, tone=token, rule=_chain(operator, inner))
    else:
        bench.found.pop(token.i, None)
    return True


def _chain(operator: Operator, inner: Candidate | None) -> str:
    return f"{operator.rule} > {inner.rule}" if inner else operator.rule


def _content_candidate(bench: _Workbench, token: Token, operator: Operator) -> Candidate | None:
    """The candidate in the operator's content."""
    prepositions = _CONTENT_AFTER_NOUN if token.pos_ in NOMINAL else _CONTENT_AFTER.get(operator.kind, ())
    if operator.particle:
        prepositions = (operator.particle, *prepositions)
    for thing in content(token, prepositions):
        for inner in (thing, *_inside(thing)):
            if inner.i == token.i or (candidate := bench.take(inner)) is None:
                continue
            if inner.dep_ == "ccomp" and operator.kind not in _TAKES_CLAUSE and not _is_infinitive(inner):
                continue
            return candidate
    return None


_TAKES_CLAUSE: Final = frozenset({"request", "deny", "accuse", "permit", "agree", "threaten", "want", "order"})


_CONTENT_AFTER_NOUN: Final = ("for", "to", "of", "on", "against")
_CONTENT_AFTER: Final = {"agree": ("to", "on"), "threaten": ("with",), "request": ("for",), "plan": ("for",)}


def _inside(thing: Token) -> list[Token]:
    """Nouns that only carry the event noun: 'a proposal for talks', 'a campaign of bombing', 'further talks'."""
    if thing.pos_ in NOMINAL and thing.lemma_.lower() in _CARRIERS:
        return after(thing, "of", "for", "on")
    return []


_CARRIERS: Final = frozenset(
    "round series campaign plan proposal bid idea possibility wave spate process number resumption phase kind form type "
    "demand call offer request package programme program act act policy resolution decision motion bill".split()
)

_MODE_OF_CONTENT: Final = {
    "CONSULT": "meet", "AGREE": "meet", "SUPPORT": "change", "AID": "assist", "COOPERATE": "assist", "RETREAT": "yield",
    "CONCEDE": "yield",
}  # fmt: skip


def _made(inner: Candidate | None, event_type: str, mode: str | None, actors: tuple[Mention, ...],
          recipients: tuple[Mention, ...], token: Token) -> Candidate:  # fmt: skip
    return Candidate(
        trigger=token, tone=token, type=event_type, mode=mode, actors=actors, recipients=recipients, mutual=False,
        rule="", is_bare=inner is None,
    )  # fmt: skip


def _nothing(token: Token) -> Candidate:
    """Marks content that is used up without an event: 'considered sending troops'."""
    return Candidate(trigger=token, tone=token, type="", mode=None, actors=(), recipients=(), mutual=False, rule="",
                     is_bare=True)  # fmt: skip


def _speakers(bench: _Workbench, token: Token) -> tuple[Mention, ...]:
    """Who asks, refuses, promises …: the subject of a verb, the owner of a noun or the subject of the verb it belongs to."""
    if token.pos_ in VERBAL:
        return bench.scene.doing(doers(token))
    if token.pos_ == "ADJ":
        return bench.scene.doing(doers(token.head)) if token.head.pos_ in VERBAL else ()
    own = bench.scene.parties([*owners(token), *after(token, "by", "from")])
    if not own and token.dep_ in ("dobj", "pobj", "attr"):
        verb = token.head if token.head.pos_ in VERBAL else token.head.head
        own = bench.scene.doing(doers(verb)) if verb.pos_ in VERBAL else ()
    return own


def _asked(token: Token) -> list[Token]:
    """Whom a request goes to."""
    found = after(token, "on", "upon", "to") if token.lemma_ in ("call", "appeal", "plead", "prevail") else []
    found = found or after(token, "from") or datives(token)
    if not found and token.pos_ in VERBAL:
        clauses = [c for c in token.children if c.dep_ in ("ccomp", "xcomp")]
        found = [s for c in clauses for s in c.children if s.dep_ in ("nsubj", "nsubjpass")]
        if not found and (clauses or after(token, "for", "to", "over", "into")):
            found = done_to(token)
    if not found and token.pos_ in NOMINAL:
        found = after(token, "to", "on", "for")
    return opened(found)


def _request(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    scene = bench.scene
    actors = _speakers(bench, token)
    asked = _without(scene, scene.parties(_asked(token)), actors)
    if inner is None:
        return _plain_request(bench, token, operator, actors, asked)
    if inner.type in HOSTILE | {"ACCUSE"} and not asked and inner.recipients:
        return _made(inner, "ACCUSE", "investigate" if inner.mode == "investigate" else "disapprove", actors,
                     _without(scene, inner.recipients, actors), token)  # fmt: skip
    mode = _MODE_OF_CONTENT.get(inner.type, "change")
    others = _union(inner.actors, inner.recipients) if mode == "meet" else inner.actors or inner.recipients
    return _made(inner, "REQUEST", mode, actors, asked or _without(scene, others, actors), token)


def _plain_request(bench: _Workbench, token: Token, operator: Operator, actors: tuple[Mention, ...],
                   asked: tuple[Mention, ...]) -> Candidate | None:  # fmt: skip
    """A request whose content is no event of the lexicon."""
    if token.pos_ in NOMINAL:
        if token.lemma_ == "request" and token.dep_ == "pobj" and token.head.lower_ == "at":
            made = _made(None, "REQUEST", _mode_of_occasion(bench, token), actors, asked, token)
            return replace(made, is_bare=False)
        return None
    if (known := bench.take(token)) is not None and known.type == "REQUEST" and not known.is_bare:
        return None
    if operator.kind == "request" and (token.lemma_ in _ADDRESSED and asked or token.lemma_ == "demand"):
        if _is_question(token):
            return None
        return replace(_made(None, "REQUEST", "change", actors, asked, token), is_bare=False)
    return None


_ADDRESSED: Final = frozenset(
    "urge ask call appeal request implore beseech exhort encourage order instruct direct press pressure push beg demand "
    "petition".split()
)


def _is_question(verb: Token) -> bool:
    return verb.lemma_ == "ask" and any(c.lower_ in ("about", "whether", "if", "why", "how", "what", "when") or
                                        c.dep_ == "ccomp" and not _is_infinitive(c) for c in verb.children)  # fmt: skip


def _is_infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _mode_of_occasion(bench: _Workbench, noun: Token) -> str | None:
    """'a conversation which took place at Ukraine's request' was asked for: the mode comes from what took place."""
    verb = noun.head.head
    occasions = [verb, *(doers(verb) if verb.pos_ in VERBAL else ()), *(done_to(verb) if verb.pos_ in VERBAL else ())]
    types = [c.type for t in occasions if (c := bench.take(t)) is not None]
    return _MODE_OF_CONTENT.get(types[0]) if types else None


def _reject(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    scene, actors = bench.scene, _speakers(bench, token)
    if any(t.lemma_ in _CLAIMS for t in done_to(token)):
        return None
    if inner is not None:
        if token.lemma_ in ("deny", "dismiss") or token.lemma_ == "reject" and inner.trigger.pos_ in VERBAL or inner.type in ("ACCUSE", "THREATEN") and token.lemma_ == "reject":
            return None
        if inner.type == "ACCUSE" or inner.type not in COOPERATION | {"REQUEST", "REJECT"} and token.lemma_ in _OPPOSE:
            mode, others = "change", _union(inner.actors, inner.recipients)
        else:
            mode, others = _MODE_OF_CONTENT.get(inner.type, "change"), _union(inner.recipients, inner.actors)
        return _made(inner, "REJECT", mode, actors, _without(scene, others, actors), token)
    clause = next((c for c in token.children if c.dep_ == "xcomp"), None)
    if token.pos_ not in VERBAL or clause is None or token.lemma_ not in ("refuse", "decline") or clause.lemma_ in _SILENCE:
        return None
    arguments = [*done_to(clause), *(s for c in clause.children for s in c.children if s.dep_ == "nsubj"),
                 *after(clause, "to", "with", "from", "in", "for")]  # fmt: skip
    return replace(_made(None, "REJECT", "change", actors, _without(scene, scene.parties(arguments), actors), token), is_bare=False)


_SILENCE: Final = frozenset(
    "comment say name identify confirm elaborate speculate disclose discuss specify answer detail provide reveal explain be "
    "give quantify describe estimate predict".split()
)
_OPPOSE: Final = frozenset({"oppose", "reject", "object"})


def _agree(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    scene, actors = bench.scene, _speakers(bench, token)
    partners = scene.parties(after(token, "with"))
    if inner is not None:
        if inner.type in HOSTILE and token.lemma_ in ("vow", "undertake", "volunteer", "guarantee") or token.pos_ == "ADJ" and (
            inner.type not in COOPERATION
        ):
            return None
        others = _without(scene, _union(partners, inner.recipients, inner.actors), actors)
        return _made(inner, "AGREE", None, actors or inner.actors, others, token)
    if token.pos_ not in VERBAL or token.lemma_ not in ("agree", "promise", "pledge", "offer"):
        return None
    clause = next((c for c in token.children if c.dep_ == "xcomp" and _is_infinitive(c)), None)
    if clause is None:
        return None
    arguments = [*done_to(clause), *after(clause, "to", "with", "from", "in", "for", "on")]
    others = _without(scene, _union(partners, scene.parties(arguments)), actors)
    return replace(_made(None, "AGREE", None, actors, others, token), is_bare=False)


def _threaten(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    scene, actors = bench.scene, _speakers(bench, token)
    addressed = scene.parties(done_to(token)) if token.pos_ in VERBAL and token.lemma_ != "vow" else ()
    if inner is not None:
        if inner.type in COOPERATION and not (token.lemma_ == "threaten" and inner.type == "RETREAT"):
            return None
        others = _without(scene, addressed or inner.recipients, actors)
        return _made(inner, "THREATEN", _mode_of_threat(inner), actors, others, token)
    if token.pos_ not in VERBAL or token.lemma_ != "threaten":
        return None
    clause = next((c for c in token.children if c.dep_ == "xcomp"), None)
    if clause is None:
        return None
    arguments = [*done_to(clause), *after(clause, "to", "with", "from", "in", "on", "against")]
    return replace(_made(None, "THREATEN", None, actors, _without(scene, addressed or scene.parties(arguments), actors), token),
                   is_bare=False)  # fmt: skip


def _mode_of_threat(inner: Candidate) -> str | None:
    if inner.type in ("ASSAULT", "MOBILIZE"):
        return "violence"
    if inner.type == "COERCE":
        return "arrest" if inner.mode == "arrest" else "expel" if inner.mode == "deport" else "restrict"
    if inner.type == "SANCTION":
        return "expel" if inner.mode == "expel" else "restrict" if inner.mode is None else "relations"
    return None


def _accuse(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """What somebody is accused of is alleged; the accusation itself comes from the lexicon."""
    accused = bench.scene.parties(done_to(token)) if token.pos_ in VERBAL else ()
    for clause in token.children:
        if clause.dep_ in ("prep", "ccomp", "acl", "xcomp") and clause.lower_ not in ("by", "against", "from"):
            for one in clause.subtree:
                if (candidate := bench.take(one)) is not None:
                    changed = replace(candidate, alleged=True, actors=candidate.actors or accused)
                    bench.found[one.i] = replace(changed, recipients=_without(bench.scene, changed.recipients, changed.actors))
    return None


def _deny(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """What somebody denies is denied, and the denial is no event; 'denied a request' is one of the lexicon."""
    things = [t for t in content(token) if t.dep_ in ("ccomp", "xcomp", "pcomp", "dobj", "nsubjpass", "acl", "pobj")]
    if token.lemma_ == "reject" and not any(t.lemma_ in _CLAIMS for t in things):
        return None
    denied = False
    for thing in things:
        if token.pos_ in NOMINAL or thing.pos_ in VERBAL or thing.lemma_ in _CLAIMS:
            denied = True
            for one in thing.subtree:
                if (candidate := bench.take(one)) is not None:
                    bench.found[one.i] = replace(candidate, denied=True)
    if denied:
        bench.found.pop(token.i, None)
    return None


_CLAIMS: Final = frozenset(
    "accusation allegation claim charge report suggestion notion assertion rumour rumor responsibility involvement "
    "wrongdoing role knowledge link insinuation speculation".split()
)


def _order(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    if inner is None or inner.trigger.pos_ in VERBAL and any(c.dep_ in ("xcomp", "ccomp") for c in token.children):
        return _request(bench, token, Operator("request", operator.rule, None), inner) if token.lemma_ == "order" else None
    return _begin(bench, token, operator, inner)


def _permit(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    scene, actors = bench.scene, _speakers(bench, token)
    clause = next((c for c in token.children if c.dep_ in ("ccomp", "xcomp")), None)
    if token.pos_ not in VERBAL or token.dep_ == "advcl" and token.tag_ == "VBG" or not actors:
        return None
    given = [s for s in clause.children if s.dep_ == "nsubj"] if clause is not None else []
    allowed = _without(scene, scene.parties(given or done_to(token)), actors)
    if not allowed or clause is None and inner is None:
        return None
    return replace(_made(inner, "RETREAT", "access", actors, allowed, token), is_bare=False)


def _begin(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """'began its offensive', 'continued to shell', 'announced sanctions', 'talks were held': the event itself."""
    if inner is None:
        return None
    if token.lemma_ in ("receive", "face", "welcome"):
        patients = _speakers(bench, token)
        actors = inner.actors or bench.scene.parties(after(token, "from"))
        return replace(inner, actors=_without(bench.scene, actors, patients), recipients=patients, is_bare=False)
    doing = _speakers(bench, token)
    if token.pos_ in VERBAL and is_passive(token):
        doing = bench.scene.parties(opened(agents(token)))
    if inner.trigger.pos_ in VERBAL:
        return replace(inner, actors=inner.actors or doing)
    event_type, mode = inner.type, inner.mode
    if token.lemma_ in ("announce", "announcement", "declare") and event_type == "RETREAT":
        event_type, mode = "CONCEDE", None
    if inner.mutual:
        return replace(inner, type=event_type, mode=mode, actors=_union(doing, inner.actors, _placed(bench, token, ("with",))),
                       is_bare=False)  # fmt: skip
    actors = inner.actors or doing
    recipients = inner.recipients or _placed(bench, token, ("on", "against", "to", "with", "in", "at", "for"))
    return replace(inner, type=event_type, mode=mode, actors=actors, is_bare=False,
                   recipients=_without(bench.scene, recipients, actors))  # fmt: skip


def _placed(bench: _Workbench, token: Token, prepositions: Sequence[str]) -> tuple[Mention, ...]:
    for preposition in prepositions:
        if found := bench.scene.parties(after(token, preposition)):
            return found
    return ()


def _end(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """The end of something good is a sanction, that of something bad a retreat."""
    if inner is None:
        return None
    scene = bench.scene
    actors = _speakers(bench, token)
    if token.pos_ in VERBAL and is_passive(token):
        actors = scene.parties(opened(agents(token)))
    actors = actors or (inner.actors if not inner.mutual else ())
    others = _without(scene, _union(inner.recipients, inner.actors), actors)
    others = others or _without(scene, _placed(bench, token, ("on", "to", "with", "against", "in", "for")), actors)
    if inner.type == "CONSULT":
        if token.lemma_ in ("end", "conclude", "finish") and inner.mode != "third-party":
            return _begin(bench, token, operator, inner)
        if token.lemma_ in ("cancel", "call", "scrap"):
            return _made(inner, "REJECT", "meet", actors, others, token)
    if inner.type in ("AID", "COOPERATE", "CONSULT", "SUPPORT", "AGREE"):
        return _made(inner, "SANCTION", "discontinue", actors, others, token)
    if inner.type == "RETREAT" or inner.type == "CONCEDE":
        return _made(inner, "ASSAULT" if inner.mode == "ceasefire" else "REJECT", None, actors, others, token)
    if inner.type in HOSTILE or inner.mode == "investigate":
        return _made(inner, "RETREAT", "ceasefire" if inner.type == "ASSAULT" else None, actors, others, token)
    return None


def _fail(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    if inner is None:
        return None
    if inner.type in ("AGREE", "SUPPORT") and token.lemma_ in ("fail", "failure", "unable"):
        return _made(inner, "REJECT", None, inner.actors, inner.recipients, token)
    return replace(inner, failed=True)


def _plan(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    if inner is None or inner.type in ("REQUEST", "ACCUSE") and inner.trigger.pos_ in NOMINAL:
        return None
    if token.pos_ == "ADJ" and inner.trigger.pos_ not in VERBAL:
        return None
    return replace(inner, planned=True, actors=inner.actors or _speakers(bench, token))


def _want(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """Wishes and thoughts are no events; what is feared or possible is a hypothetical one."""
    if inner is None or inner.trigger.pos_ not in VERBAL and token.pos_ in VERBAL and token.lemma_ in ("discuss", "fear", "study"):
        return None
    if token.lemma_ in _POSSIBLE and inner.trigger.pos_ in VERBAL:
        bench.found[inner.trigger.i] = replace(inner, possible=True)
        return None
    return _nothing(token)


_POSSIBLE: Final = frozenset({"fear", "possibility", "risk", "likelihood", "danger", "chance", "prospect"})


def _try(bench: _Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    if inner is None or inner.trigger.pos_ not in VERBAL:
        return None
    return replace(inner, actors=inner.actors or _speakers(bench, token)) if inner.type in HOSTILE else _nothing(token)


_Operation = Callable[[_Workbench, Token, Operator, Candidate | None], Candidate | None]
_OPERATIONS: Final[dict[str, _Operation]] = {
    "request": _request, "reject": _reject, "agree": _agree, "threaten": _threaten, "accuse": _accuse, "deny": _deny,
    "order": _order, "permit": _permit, "begin": _begin, "end": _end, "fail": _fail, "plan": _plan, "want": _want,
    "try": _try,
}  # fmt: skip


def _oblige(bench: _Workbench, sentence: Span) -> None:
    """'Wang said that the United States must negotiate with Russia' is a request by Wang."""
    for modal in sentence:
        if modal.lower_ not in ("must", "should") or modal.dep_ != "aux" or modal.head.pos_ not in VERBAL:
            continue
        verb = modal.head
        clause = verb
        while clause.dep_ == "conj" and clause.head.pos_ in VERBAL:
            clause = clause.head
        says = clause.head
        if clause.dep_ != "ccomp" or says.lemma_ not in _SAYS or any(c.lower_ in ("if", "whether") for c in clause.children):
            continue
        actors = bench.scene.parties(doers(says))
        asked = _without(bench.scene, bench.scene.parties(doers(verb) or done_to(verb)), actors)
        inner = bench.take(verb)
        if not actors or not asked and inner is None:
            continue
        if inner is not None:
            bench.drop(inner)
        mode = _MODE_OF_CONTENT.get(inner.type, "change") if inner else "change"
        asked = asked or (_without(bench.scene, inner.actors, actors) if inner else ())
        bench.found[verb.i] = replace(_made(inner, "REQUEST", mode, actors, asked, verb), tone=says, is_bare=False,
                                      rule=f"must > {inner.rule}" if inner else "must")  # fmt: skip


_SAYS: Final = frozenset("say assure insist stress state add declare tell believe emphasize emphasise argue maintain note warn".split())
