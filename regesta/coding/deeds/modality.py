"""How an event is told: as a fact, a plan, a possibility, a claim, a denial, as news or as history."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from regesta.schema import Modality, Polarity

_WILL: Final = frozenset({"will", "shall", "'ll", "wo", "’ll"})
_MAY: Final = frozenset({"may", "might", "could", "can", "would", "should", "must", "ought", "'d"})
_IF: Final = frozenset({"if", "unless", "whether", "lest", "until"})
_ALLEGED: Final = frozenset(
    "alleged allegedly reported reportedly suspected purported purportedly apparent apparently supposed supposedly "
    "claimed accused".split()
)
_SAYING: Final = frozenset(
    "say tell announce declare report add state confirm promise pledge vow warn insist believe think claim agree "
    "threaten decide note hope expect suggest".split()
)
_CLAUSES: Final = frozenset({"xcomp", "ccomp", "conj", "advcl", "relcl", "acl", "pcomp"})
_HISTORY: Final = frozenset({"after", "since", "following", "when", "before", "despite", "amid", "during", "until"})


@dataclass(frozen=True, slots=True)
class Tone:
    """How a verb or event noun is told. `will` marks a plain future, which PLOVER codes as a commitment or a threat."""

    modality: Modality = "asserted"
    polarity: Polarity = "positive"
    will: bool = False
    alleged: bool = False
    background: bool = False
    promised: bool = False  # the future is told by the one who is to do it: 'said it would release them'
    purpose: bool = False  # an aim or a wish, told by an infinitive that no operator has taken


def tone_of(token: Token) -> Tone:
    """The tone of the clause that the trigger stands in; for a noun that of the noun itself and of what frames it."""
    if token.pos_ in ("VERB", "AUX"):
        return _tone_of_verb(token)
    return _tone_of_noun(token)


def _tone_of_verb(verb: Token) -> Tone:
    modality: Modality = "asserted"
    polarity: Polarity = "positive"
    will = alleged = False
    words = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "advmod", "mark")]
    if not any(c.dep_ in ("aux", "auxpass") for c in words) and _shares_tense(verb):
        words += [c for c in verb.head.children if c.dep_ in ("aux", "auxpass", "mark") and c.i < verb.i]
    for word in words:
        lower = word.lower_
        if word.dep_ == "neg" or lower in ("never", "n't", "not", "nor"):
            polarity = "negative"
        elif (lower in _WILL and word.dep_ == "aux") or (lower == "would" and _under_saying(verb)):
            if not any(w.dep_ == "mark" and w.lower_ in _IF for w in words):  # "whether they will agree"
                modality, will = "planned", True
        elif (lower in _MAY and word.dep_ == "aux") or (word.dep_ == "mark" and lower in _IF):
            modality = "hypothetical"
        elif lower in _ALLEGED:
            alleged = True
    if _going_to(verb) or is_headline_future(verb):
        modality, will = "planned", True
    if modality == "asserted":
        modality = _inherited(verb)
    promised = will and _is_own_word(verb)
    return Tone(modality, polarity, will, alleged, _is_background(verb), promised, _is_purpose(verb))


def _shares_tense(verb: Token) -> bool:
    """'will meet Xi and visit Tokyo'"""
    if verb.dep_ != "conj" or verb.head.pos_ not in ("VERB", "AUX"):
        return False
    return verb.tag_ in ("VB", "VBN") or verb.head.tag_ == verb.tag_


def _is_own_word(verb: Token) -> bool:
    """'Ethiopia said it would allow …': the subject is a pronoun or the clause hangs on a verb of promising."""
    head = verb
    while head.dep_ == "conj" and head.head.pos_ in ("VERB", "AUX"):
        head = head.head
    if head.dep_ != "ccomp" or head.head.lemma_ not in _SAYING:
        return False
    subject = next((c for c in head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    return subject is not None and subject.lower_ in ("it", "they", "he", "she", "we", "i")


def is_headline_future(verb: Token) -> bool:
    """'EU to impose new sanctions on Belarus'"""
    if not any(c.dep_ == "aux" and c.lower_ == "to" and c.i < verb.i for c in verb.children):
        return False
    if verb.dep_ == "ROOT":
        return True
    return verb.dep_ in ("acl", "relcl") and verb.head.dep_ == "ROOT" and verb.head.pos_ in ("PROPN", "NOUN")


def _is_purpose(verb: Token) -> bool:
    if is_headline_future(verb):
        return False
    first = verb
    while first.dep_ == "conj" and first.head.tag_ == "VBG":
        first = first.head
    if verb.tag_ == "VBG" and (first.dep_ == "csubj" or (verb.dep_ == "pcomp" and not _is_told(verb))):
        return True
    while verb.head.pos_ in ("VERB", "AUX") and (
        (verb.dep_ == "conj" and verb.lower_ == verb.lemma_) or (verb.dep_ in ("xcomp", "ccomp") and _is_bare(verb))
    ):
        verb = verb.head  # "asked the bank to | help | finance it"
    if not any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return False
    return not (verb.dep_ == "xcomp" and verb.head.lemma_ in _CARRIED_OUT)


def _is_bare(verb: Token) -> bool:
    """An infinitive without 'to' or a helping verb, after help, let, make."""
    return (
        verb.tag_ == "VB"
        and verb.head.lemma_ in ("help", "let", "make")
        and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    )


def _is_told(gerund: Token) -> bool:
    """'after seizing', 'accused of seizing', 'by seizing' tell a deed; 'interested in seizing' does not."""
    preposition = gerund.head
    if preposition.lower_ in ("by", "after", "since", "while", "despite", "without", "when", "following"):
        return True
    return preposition.head.pos_ == "VERB" and preposition.head.lemma_ in _HELD_AGAINST


_HELD_AGAINST: Final = frozenset(
    "accuse condemn denounce criticize criticise blame suspect charge convict thank praise punish arrest jail sentence "
    "sue fine deny slam detain sanction prosecute indict rebuke find".split()
)
_CARRIED_OUT: Final = frozenset({"force", "have", "manage", "help", "get", "happen", "appear", "seem", "cause"})


def _tone_of_noun(noun: Token) -> Tone:
    polarity: Polarity = "positive"
    alleged = False
    modality: Modality = "asserted"
    for child in noun.children:
        if (child.dep_ == "det" and child.lower_ == "no") or child.lower_ in ("without",):
            polarity = "negative"
        elif child.dep_ in ("amod", "advmod", "compound"):
            if child.lower_ in _ALLEGED:
                alleged = True
            elif child.lower_ in ("planned", "proposed", "upcoming", "future", "forthcoming", "scheduled", "expected"):
                modality = "planned"
            elif child.lower_ in ("possible", "potential", "further", "threatened", "imminent", "likely", "attempted"):
                modality = "hypothetical"
    if noun.dep_ == "pobj" and noun.head.lower_ == "without":
        polarity = "negative"
    verb = governor(noun)
    if modality == "asserted" and verb is not None:
        modality = _tone_of_verb(verb).modality
    return Tone(modality, polarity, False, alleged, _is_background(noun))


def governor(noun: Token) -> Token | None:
    """The verb on which a noun hangs, through prepositions and other nouns."""
    token = noun
    for _ in range(6):
        if token.head.i == token.i:
            return None
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return None


def _going_to(verb: Token) -> bool:
    head = verb.head
    return verb.dep_ == "xcomp" and head.lower_ == "going" and any(c.dep_ == "aux" for c in head.children)


def _under_saying(verb: Token) -> bool:
    """'said it would meet': the future of a past."""
    head = verb
    while head.dep_ == "conj":
        head = head.head
    if any(c.dep_ == "mark" and c.lower_ in _IF for c in head.children):
        return False
    return head.dep_ in ("ccomp", "relcl", "acl") and (head.head.lemma_ in _SAYING or head.head.pos_ == "NOUN")


def _inherited(verb: Token) -> Modality:
    """A clause inside a possibility or a plan is one too: 'could help Moscow dodge sanctions and supply arms'."""
    head, token = verb.head, verb
    for _ in range(3):
        if token.dep_ == "pcomp":  # "must act | by cutting off"
            head = head.head
        if token.dep_ not in ("xcomp", "conj", "pcomp") or head.i == token.i or head.pos_ not in ("VERB", "AUX"):
            return "asserted"
        for child in head.children:
            if child.dep_ == "aux" and child.lower_ in _MAY and child.i < token.i:
                return "hypothetical"
            if child.dep_ == "aux" and child.lower_ in _WILL and token.dep_ != "conj":
                return "planned"
        token, head = head, head.head
    return "asserted"


def _is_background(token: Token) -> bool:
    """Told as history: in the pluperfect, or in a clause or phrase of time or cause that is not the news itself."""
    if token.pos_ in ("VERB", "AUX"):
        if any(c.dep_ == "aux" and c.lower_ == "had" for c in token.children):
            return True
        clause = token
        while clause.dep_ in ("conj", "xcomp") and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ == "pcomp" and clause.head.lower_ in _HISTORY:
            return True
        return clause.dep_ in ("advcl", "relcl") and any(
            c.dep_ in ("mark", "advmod", "prep") and c.lower_ in _HISTORY for c in clause.children
        )
    phrase = token
    for _ in range(4):
        if phrase.dep_ == "pobj" and phrase.head.lower_ in _HISTORY:
            return True
        if phrase.dep_ not in ("pobj", "prep", "conj", "nmod"):
            break
        phrase = phrase.head
    verb = governor(token)
    return verb is not None and any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)
