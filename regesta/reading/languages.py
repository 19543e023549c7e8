"""Is a text English? What is not is named, so that the reader can say so.

>>> foreign_language("Le ministre a condamné l'attaque contre le convoi des Nations unies.")
'French'
"""

import re
from functools import lru_cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_NAMES: Final = dict(
    pair.split(":", 1)
    for pair in """
    en:English fr:French de:German es:Spanish it:Italian pt:Portuguese nl:Dutch sv:Swedish da:Danish no:Norwegian
    fi:Finnish pl:Polish cs:Czech sk:Slovak hu:Hungarian ro:Romanian bg:Bulgarian hr:Croatian sr:Serbian
    sl:Slovenian sq:Albanian el:Greek tr:Turkish ru:Russian uk:Ukrainian be:Belarusian lt:Lithuanian lv:Latvian
    et:Estonian ka:Georgian hy:Armenian az:Azerbaijani ar:Arabic fa:Persian he:Hebrew ur:Urdu ps:Pashto ku:Kurdish
    hi:Hindi bn:Bengali ta:Tamil zh:Chinese ja:Japanese ko:Korean vi:Vietnamese id:Indonesian ms:Malay th:Thai
    sw:Swahili am:Amharic so:Somali
    """.split()
)
_SAMPLE: Final = 4_000  # code points; more does not change the answer
_SURE: Final = 0.9  # of another language in running text; tables of figures in English stay below it (Reuters, 1987)
_FEW_WORDS: Final = 12  # a headline: names decide the identifier's answer, so small words must bear it out

_ENGLISH: Final = frozenset(
    "the of to and in a is are was were that for on with as by at from it its he she his her they their has have had be"
    " been not but this which who will would after over said says tells told into against about no new up out".split()
)
_OTHERS: Final = frozenset(
    "le la les des du et est une un dans pour que qui sur avec au aux par il elle se sont der die das und ist nicht ein"
    " eine von mit den dem zu auf für im des sich el y en una por con su al como más lo gli il di che della per non"
    " sono nel alla dei o os do da em não uma com na no het een van niet zijn op voor och att det som på är av til og"
    " ikke er jeg w nie na się z do jest je se ve bir bu için ile da yang dan di untuk dengan".split()
) - {
    "on",
    "no",
    "as",
    "a",
    "in",
    "is",
    "die",
    "do",
    "per",
    "con",
    "an",
    "er",
    "of",
    "was",
    "o",
    "z",
    "w",
    "y",
    "van",
    "al",
}
_WORD: Final = re.compile(r"[^\W\d_]+")


def foreign_language(text: str) -> str | None:
    """Name of the language when the text is not English; None when it is, or when too little speaks against it."""
    sample = _sample(text)
    spelt = _WORD.findall(sample)
    if not spelt:
        return None
    words = [w.lower() for w in spelt]
    if sum(c >= "\u0250" and c.isalpha() for c in sample) > 0.5 * sum(map(str.isalpha, sample)):
        return _name(_identifier().classify(sample)[0])  # another script
    english = sum(w in _ENGLISH for w in words)
    others = sum(w in _OTHERS for w in [words[0], *spelt[1:]])  # 'El Paso' is no Spanish
    if english >= 0.15 * len(words) and english > others:
        return None
    code, score = _identifier().classify(sample)
    if code == "en":
        return None
    if others <= english:  # a language of other small words, or a list of names and figures
        return _name(code) if score >= _SURE and len(words) > 2 * _FEW_WORDS and english < 0.05 * len(words) else None
    return _name(code) if score >= _SURE or len(words) <= _FEW_WORDS or others >= 0.15 * len(words) else None


def _sample(text: str) -> str:
    """The head of the text; of a long one also its middle, for a foreign text may have an English head."""
    if len(text) <= _SAMPLE:
        return text
    middle = len(text) // 2
    return text[: _SAMPLE // 2] + " " + text[middle : middle + _SAMPLE // 2]


def _name(code: str) -> str | None:
    return None if code == "en" else _NAMES.get(code, code)


def is_english_code(value: str) -> bool:
    """Does a language column say English: 'en', 'eng', 'en-GB', 'English'?"""
    return re.match(r"(?:en|eng|english)\b", value.strip().replace("_", "-"), re.IGNORECASE) is not None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in _NAMES if code in set(identifier.labels)])
    return identifier
