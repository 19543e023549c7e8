"""Only what is surely not English is refused."""

import pytest

from regesta.reading.languages import foreign_language, is_english_code


@pytest.mark.parametrize(
    "text",
    [
        "China on Saturday called for talks.",
        "Kyiv: Moscow rejects Minsk talks",  # names only
        "Assad",
        "Merkel tells Macron no",
        "Xi tells Biden no",
        "SHR 40 cts vs 30 net 1.2 mln",
        "Shr 2-1/5 cts vs nil\n    Net 156,726 vs 11,989\n    Sales 3.1 mln vs 2.2 mln\n    Nine mths\n    Shr nil",
        "Los Angeles, Las Vegas, San Francisco, El Paso",
        "US forces in Deir ez-Zor and al-Hasakah, Ras al-Ayn, Tal Abyad",
        "“C’est la vie,” President Macron said in Paris on Tuesday.",
        "12.5 13.6 - - 22",
    ],
)
def test_english_and_what_is_too_little_to_tell(text: str) -> None:
    assert foreign_language(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le ministre condamne l'attaque", "French"),
        ("Der Minister sprach am Dienstag mit seinem Amtskollegen.", "German"),
        ("El presidente de Chile pidió negociaciones en la frontera.", "Spanish"),
        ("Китай призвал к переговорам", "Russian"),
        ("中国呼吁谈判", "Chinese"),
        ("الصين تدعو إلى محادثات", "Arabic"),
        ("Ulkoministeri tapasi tiistaina kollegansa Helsingissä. Keskusteluissa käsiteltiin rajan tilannetta sekä "
         "kalastusoikeuksia, joista maat ovat kiistelleet pitkään. Tapaaminen kesti kaksi tuntia ja osapuolet sopivat "
         "jatkavansa neuvotteluja ensi viikolla.", "Finnish"),
    ],
)  # fmt: skip
def test_other_languages_are_named(text: str, language: str) -> None:
    assert foreign_language(text) == language


def test_language_codes() -> None:
    assert all(map(is_english_code, ["en", "eng", "en-GB", "en_US", "English"]))
    assert not any(map(is_english_code, ["fr", "enm", ""]))
