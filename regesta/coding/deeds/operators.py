"""Words that take an event as their content and make another of it: 'refused | to withdraw troops' is a REJECT.

Operators work from the inside of a sentence outwards, each on what the words below it have left on the bench:
'called for | an end to | sanctions' first turns the sanctions into a retreat, then asks for that.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from regesta.coding.deeds.arguments import (
    after,
    agents,
    content,
    doers,
    done_to,
    is_infinitive,
    is_passive,
    opened,
)
from regesta.coding.deeds.frames import COOPERATION, HOSTILE, Candidate, struck, union, without
from regesta.coding.deeds.requests import SAYS, request
from regesta.coding.deeds.triggers import NOMINAL, VERBAL, Operator, operators_of
from regesta.coding.deeds.workbench import MODE_OF_CONTENT, WAR, Workbench, is_none, made, nothing, placed, speakers
from regesta.schema import Mention


def operate(bench: Workbench, words: Sequence[Token]) -> None:
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


def _apply(bench: Workbench, token: Token, operator: Operator) -> bool:
    """Let one operator work; False when it has nothing to work on."""
    inner = _content_candidate(bench, token, operator)
    result = _OPERATIONS[operator.kind](bench, token, operator, inner)
    if result is None:
        return False
    if inner is not None:
        bench.drop(inner)
    if is_none(token) or (inner is not None and is_none(inner.trigger)):
        result = replace(result, failed=True)
    if result.type:
        bench.found[token.i] = replace(result, trigger=token, tone=token, rule=_chain(operator, inner))
    else:
        bench.found.pop(token.i, None)
    return True


def _chain(operator: Operator, inner: Candidate | None) -> str:
    return f"{operator.rule} > {inner.rule}" if inner else operator.rule


def _content_candidate(bench: Workbench, token: Token, operator: Operator) -> Candidate | None:
    """The candidate in the operator's content."""
    prepositions = _CONTENT_AFTER_NOUN if token.pos_ in NOMINAL else _CONTENT_AFTER.get(operator.kind, ())
    if operator.particle:
        prepositions = (operator.particle, *prepositions)
    things = list(content(token, prepositions))
    if operator.kind == "begin" and token.lemma_ in _HAPPENS and token.pos_ in VERBAL:
        things += [t for subject in doers(token) for t in (subject, *after(subject, "of"))]
    for thing in things:
        for inner in (thing, *_inside(thing)):
            if inner.i == token.i or (candidate := bench.take(inner)) is None:
                continue
            is_seen = inner.head.lemma_ == "see" and inner.head.i != token.i
            if (inner.dep_ == "ccomp" and operator.kind not in _TAKES_CLAUSE and not is_infinitive(inner)
                    and not is_seen):  # fmt: skip
                continue
            return candidate
    if operator.kind in ("request", "agree", "reject"):
        return next((_of_goods(bench, t) for t in things if t.pos_ in NOMINAL and t.lemma_.lower() in _GOODS), None)
    return None


def _of_goods(bench: Workbench, noun: Token) -> Candidate:
    """Goods that are asked for or promised are aid: 'called for more weapons', 'pledged tanks for Ukraine'."""
    given = bench.scene.parties(after(noun, "for", "to", "from"))
    return Candidate(trigger=noun, tone=noun, type="AID", mode=None, actors=(), recipients=given, mutual=False,
                     rule=noun.lemma_.lower(), is_bare=True)  # fmt: skip


_GOODS: Final = frozenset(
    "weapon weaponry arm ammunition tank missile rocket howitzer helicopter aircraft jet drone food medicine vaccine "
    "fuel supply equipment money fund loan peacekeeper billion million shelter visa generator".split()
)


_HAPPENS: Final = frozenset("take occur happen begin open start resume continue erupt proceed".split())
_TAKES_CLAUSE: Final = frozenset({"request", "deny", "accuse", "permit", "agree", "threaten", "want", "order"})


_CONTENT_AFTER_NOUN: Final = ("for", "to", "of", "on", "against")
_CONTENT_AFTER: Final = {"agree": ("to", "on", "for"), "threaten": ("with",), "request": ("for",), "plan": ("for",)}


def _inside(thing: Token) -> list[Token]:
    """Nouns that only carry the event noun: 'a proposal for talks', 'a campaign of bombing', 'further talks'."""
    if thing.lemma_ == "see" and thing.pos_ in VERBAL:  # "wanted to | see | the west attack"
        return [c for c in thing.children if c.dep_ in ("ccomp", "xcomp")]
    if thing.pos_ in NOMINAL and thing.lemma_.lower() in _CARRIERS:
        return after(thing, "of", "for", "on", "in")
    return []


_CARRIERS: Final = frozenset(
    "round series campaign plan proposal bid idea possibility wave spate increase process number resumption phase "
    "kind form type demand call offer request package programme program act policy resolution decision motion "
    "bill".split()
)


def _reject(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    scene, actors = bench.scene, speakers(bench, token)
    if any(t.lemma_ in _CLAIMS for t in _things(token)):
        return None
    if inner is not None:
        if (
            token.lemma_ in ("deny", "dismiss")
            or (token.lemma_ == "reject" and inner.trigger.pos_ in VERBAL)
            or (inner.type in ("ACCUSE", "THREATEN") and token.lemma_ == "reject")
        ):
            return None
        if inner.type == "ACCUSE" or (
            inner.type not in COOPERATION | {"REQUEST", "REJECT"} and token.lemma_ in _OPPOSE
        ):
            mode, others = "change", union(inner.actors, inner.recipients)
        else:
            mode, others = MODE_OF_CONTENT.get(inner.type, "change"), union(inner.recipients, inner.actors)
        return made(inner, "REJECT", mode, actors, without(scene, others, actors), token)
    clause = next((c for c in token.children if c.dep_ == "xcomp"), None)
    if (
        token.pos_ not in VERBAL
        or clause is None
        or token.lemma_ not in ("refuse", "decline")
        or clause.lemma_ in _SILENCE
    ):
        return None
    arguments = [*done_to(clause), *(s for c in clause.children for s in c.children if s.dep_ == "nsubj"),
                 *after(clause, "to", "with", "from", "in", "for")]  # fmt: skip
    return replace(
        made(None, "REJECT", "change", actors, without(scene, scene.parties(arguments), actors), token), is_bare=False
    )


_SILENCE: Final = frozenset(
    "comment say name identify confirm elaborate speculate disclose discuss specify answer detail provide reveal be "
    "explain "
    "give quantify describe estimate predict".split()
)
_OPPOSE: Final = frozenset({"oppose", "reject", "object"})


def _agree(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    scene, actors = bench.scene, speakers(bench, token)
    if token.lemma_ == "commit" and is_passive(token):  # "is committed to supporting"
        actors = scene.doing(done_to(token))
    partners = scene.parties(after(token, "with"))
    if inner is not None:
        if inner.trigger.dep_ == "ccomp" and not any(
            c.lower_ in ("will", "would", "to") for c in inner.trigger.children
        ):
            return None  # "agreed that it was right" is an opinion
        if (inner.type in HOSTILE and token.lemma_ in ("vow", "undertake", "volunteer", "guarantee")) or (
            token.pos_ == "ADJ" and (inner.type not in COOPERATION)
        ):
            return None
        if inner.type in ("SANCTION", "ASSAULT", "COERCE") and token.pos_ in VERBAL:
            return replace(inner, planned=True, actors=actors or inner.actors)  # "agreed to impose tariffs"
        others = without(scene, union(partners, inner.recipients, inner.actors), actors)
        if inner.rule in _CONTRACTS and len(union(actors, others)) > 1:  # "agreed to a trade deal" is to conclude it
            return replace(inner, type="SUPPORT", mode=None, actors=union(actors, others), is_bare=False)
        return made(inner, "AGREE", None, actors or inner.actors, others, token)
    if token.pos_ in NOMINAL or (token.pos_ in VERBAL and token.lemma_ not in ("agree", "promise", "pledge", "offer")):
        return None
    clause = next((c for c in token.children if c.dep_ == "xcomp" and is_infinitive(c)), None)
    if clause is None or (token.pos_ == "ADJ" and clause.lemma_ not in _SERVICES):
        return None
    made_anew = clause.lemma_ in _CREATES  # "agreed to set up a company in Gao" reaches the place, not the company
    arguments = [*(() if made_anew else done_to(clause)), *after(clause, "to", "with", "from", "in", "for", "on")]
    others = without(scene, union(partners, scene.parties(arguments)), actors)
    if token.pos_ == "ADJ" and not others:
        return None
    return replace(made(None, "AGREE", None, actors, others, token), is_bare=False)


_CREATES: Final = frozenset("set establish create build form found open launch develop".split())
_CONTRACTS: Final = frozenset({"deal", "pact", "treaty", "trade deal", "accord", "agreement", "memorandum"})
_SERVICES: Final = frozenset("send give provide help work offer accept discuss share open contribute assist".split())


def _threaten(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    scene, actors = bench.scene, speakers(bench, token)
    addressed = scene.parties(done_to(token)) if token.pos_ in VERBAL and token.lemma_ != "vow" else ()
    if inner is not None:
        if inner.type in COOPERATION and not (token.lemma_ == "threaten" and inner.type == "RETREAT"):
            return None
        if token.lemma_ == "warn" and inner.actors and without(scene, inner.actors, actors):
            return None  # what others do or might do is no threat of the one who warns
        others = without(scene, addressed or inner.recipients, actors)
        return made(inner, "THREATEN", _mode_of_threat(inner), actors, others, token)
    if token.pos_ not in VERBAL or token.lemma_ != "threaten":
        return None
    clause = next((c for c in token.children if c.dep_ == "xcomp"), None)
    if clause is None:
        return None
    arguments = [*done_to(clause), *after(clause, "to", "with", "from", "in", "on", "against")]
    others = without(scene, addressed or scene.parties(arguments), actors)
    return replace(made(None, "THREATEN", None, actors, others, token),
                   is_bare=False)  # fmt: skip


def _mode_of_threat(inner: Candidate) -> str | None:
    if inner.type in ("ASSAULT", "MOBILIZE"):
        return "violence"
    if inner.type == "COERCE":
        return "arrest" if inner.mode == "arrest" else "expel" if inner.mode == "deport" else "restrict"
    if inner.type == "SANCTION":
        return "expel" if inner.mode == "expel" else "restrict" if inner.mode is None else "relations"
    return None


def _accuse(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """What somebody is accused of is alleged; the accusation itself comes from the lexicon."""
    accused = bench.scene.parties(done_to(token)) if token.pos_ in VERBAL else ()
    if token.pos_ == "ADJ":  # "the rebels are responsible for killings"
        accused = bench.scene.doing(doers(token.head) if token.head.pos_ in VERBAL else [token.head])
        if said := _held_responsible(bench, token, accused):
            return said
    for clause in token.children:
        if clause.dep_ in ("prep", "ccomp", "acl", "xcomp") and clause.lower_ not in ("by", "against", "from"):
            for one in clause.subtree:
                if (candidate := bench.take(one)) is not None:
                    changed = replace(candidate, alleged=True, actors=candidate.actors or accused)
                    bench.found[one.i] = replace(
                        changed, recipients=without(bench.scene, changed.recipients, changed.actors)
                    )
    return None


def _held_responsible(bench: Workbench, adjective: Token, accused: tuple[Mention, ...]) -> Candidate | None:
    """'The ministry said the rebels were | responsible' accuses them."""
    clause = adjective.head
    if clause.dep_ != "ccomp" or clause.head.lemma_ not in SAYS or any(c.dep_ == "neg" for c in clause.children):
        return None
    actors = bench.scene.doing(doers(clause.head))
    others = without(bench.scene, accused, actors)
    if not actors or not others:
        return None
    return replace(made(None, "ACCUSE", "allege", actors, others, adjective), is_bare=False)


def _things(token: Token) -> list[Token]:
    """Its objects, and what the parse hangs on an inserted 'as': 'rejected as baseless | accusations'."""
    inserted = [t for c in token.children if c.dep_ == "prep" and c.lower_ == "as" for t in c.children]
    return [*done_to(token), *inserted]


def _deny(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """What somebody denies is denied, and the denial is no event; 'denied a request' is one of the lexicon."""
    things = [
        t
        for t in (*content(token), *_things(token))
        if t.dep_ in ("ccomp", "xcomp", "pcomp", "dobj", "nsubjpass", "acl", "pobj")
    ]
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


def _order(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    if inner is None or (inner.trigger.pos_ in VERBAL and any(c.dep_ in ("xcomp", "ccomp") for c in token.children)):
        return (
            request(bench, token, Operator("request", operator.rule, None), inner) if token.lemma_ == "order" else None
        )
    return _begin(bench, token, operator, inner)


def _permit(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    scene, actors = bench.scene, speakers(bench, token)
    clause = next((c for c in token.children if c.dep_ in ("ccomp", "xcomp")), None)
    if token.pos_ not in VERBAL or (token.dep_ == "advcl" and token.tag_ == "VBG") or not actors:
        return None
    given = [s for s in clause.children if s.dep_ == "nsubj"] if clause is not None else []
    allowed = without(scene, scene.parties(given or done_to(token)), actors)
    if not allowed or (clause is None and inner is None):
        return None
    return replace(made(inner, "RETREAT", "access", actors, allowed, token), is_bare=False)


def _begin(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """'began its offensive', 'continued to shell', 'announced sanctions', 'talks were held': the event itself."""
    if inner is None or (inner.rule in WAR and (token.lemma_ not in _GOES_TO_WAR or not done_to(token))):
        return None
    if token.lemma_ in ("receive", "face", "welcome"):
        patients = speakers(bench, token)
        givers = [*after(token, "from"), *after(inner.trigger, "from", "by")]
        actors = bench.scene.parties(givers) or inner.actors
        return replace(inner, actors=without(bench.scene, actors, patients), recipients=patients, is_bare=False)
    if inner.actors and inner.actors == inner.recipients:  # "clashes between the two erupted"
        return replace(inner, is_bare=False)
    doing = speakers(bench, token)
    if token.lemma_ in _HAPPENS and any(s.i == inner.trigger.i for s in doers(token)):  # "talks opened"
        doing = placed(bench, token, ("between", "among"))
    if token.pos_ in VERBAL and is_passive(token):
        doing = bench.scene.parties(opened(agents(token)))
    if inner.trigger.pos_ in VERBAL:
        return replace(inner, actors=inner.actors or doing)
    event_type, mode = inner.type, inner.mode
    if token.lemma_ in ("announce", "announcement", "declare") and event_type == "RETREAT":
        event_type, mode = "CONCEDE", None
    if inner.mutual:
        everybody = union(doing, inner.actors, placed(bench, token, ("between", "with")))
        return replace(inner, type=event_type, mode=mode, actors=everybody,
                       is_bare=False)  # fmt: skip
    own = ("name", "title", "metonym") if doing else ("name", "title", "metonym", "nominal", "collective")
    named = [m for m in inner.actors if m.form in own]  # who launches "a sniper attack" is not a sniper
    actors = inner.actors if named or not doing else doing  # "Russia began its offensive"
    ways = ("to", "in", "against", "on", "at", "for") if event_type in ("MOBILIZE", "AID") else _WAYS
    recipients = inner.recipients or placed(bench, token, ways)
    others = struck if event_type in HOSTILE else without
    return replace(inner, type=event_type, mode=mode, actors=actors, is_bare=False,
                   recipients=others(bench.scene, recipients, actors))  # fmt: skip


_WAYS: Final = ("on", "against", "to", "with", "in", "at", "for")
_GOES_TO_WAR: Final = frozenset({"start", "launch", "begin", "declare", "unleash", "wage"})


def _end(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """The end of something good is a sanction, that of something bad a retreat."""
    if inner is None:
        return None
    scene = bench.scene
    actors = speakers(bench, token)
    if token.pos_ in VERBAL and is_passive(token):
        actors = scene.parties(opened(agents(token)))
    actors = actors or (inner.actors if not inner.mutual else ())
    others = without(scene, union(inner.recipients, inner.actors), actors)
    others = others or without(scene, placed(bench, token, ("on", "to", "with", "against", "in", "for")), actors)
    if inner.type == "CONSULT":
        if token.lemma_ in ("end", "conclude", "finish") and inner.mode != "third-party":
            return _begin(bench, token, operator, inner)
        if token.lemma_ in ("cancel", "call", "scrap"):
            return made(inner, "REJECT", "meet", actors, others, token)
    if inner.type in ("AID", "COOPERATE", "CONSULT", "SUPPORT", "AGREE"):
        return made(inner, "SANCTION", "discontinue", actors, others, token)
    if inner.type == "RETREAT" or inner.type == "CONCEDE":
        return made(inner, "ASSAULT" if inner.mode == "ceasefire" else "REJECT", None, actors, others, token)
    if inner.type in HOSTILE or inner.mode == "investigate":
        return made(inner, "RETREAT", "ceasefire" if inner.type == "ASSAULT" else None, actors, others, token)
    return None


def _fail(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    if inner is None:
        return None
    if inner.type in ("AGREE", "SUPPORT") and token.lemma_ in ("fail", "failure", "unable"):
        everybody = union(inner.actors, speakers(bench, token)) if inner.mutual else inner.actors
        others = everybody if inner.mutual and len(everybody) > 1 else inner.recipients
        return made(inner, "REJECT", None, everybody, others, token)  # each has refused the other
    return replace(inner, failed=True)


def _plan(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    if inner is None or (inner.type in ("REQUEST", "ACCUSE") and inner.trigger.pos_ in NOMINAL):
        return None
    if token.pos_ == "ADJ" and inner.trigger.pos_ not in VERBAL:
        return None
    return replace(inner, planned=True, actors=inner.actors or speakers(bench, token))


def _want(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    """Wishes and thoughts are no events; what is feared or possible is a hypothetical one."""
    if inner is None or (
        inner.trigger.pos_ not in VERBAL and token.pos_ in VERBAL and token.lemma_ in ("discuss", "fear", "study")
    ):
        return None
    if token.lemma_ in _POSSIBLE and inner.trigger.pos_ in VERBAL:
        bench.found[inner.trigger.i] = replace(inner, possible=True)
        return None
    return nothing(token)


_POSSIBLE: Final = frozenset({"fear", "possibility", "risk", "likelihood", "danger", "chance", "prospect"})


def _try(bench: Workbench, token: Token, operator: Operator, inner: Candidate | None) -> Candidate | None:
    if inner is None or inner.trigger.pos_ not in VERBAL:
        return None
    return replace(inner, actors=inner.actors or speakers(bench, token)) if inner.type in HOSTILE else nothing(token)


_Operation = Callable[[Workbench, Token, Operator, Candidate | None], Candidate | None]
_OPERATIONS: Final[dict[str, _Operation]] = {
    "request": request, "reject": _reject, "agree": _agree, "threaten": _threaten, "accuse": _accuse, "deny": _deny,
    "order": _order, "permit": _permit, "begin": _begin, "end": _end, "fail": _fail, "plan": _plan, "want": _want,
    "try": _try,
}  # fmt: skip
