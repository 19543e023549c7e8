"""The gold mentions: no text, codes that are known, names that agree, and what the figures count."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evaluation import mentions
from evaluation.coding import rows
from evaluation.mentions import figures_of, is_development, judge
from regesta.knowledge.actors import countries

GOLD = rows(Path(mentions.__file__).parent / "mentions_gold.jsonl")
KEYS = {"corpus", "report", "start", "end", "form", "actor", "country", "who", "antecedent", "either"}


def test_no_text_is_in_the_repository():
    assert len(GOLD) == 600
    assert all(set(row) == KEYS for row in GOLD)
    assert max(len(row["antecedent"]) for row in GOLD) < 60


def test_codes_are_known_and_each_kind_has_what_it_needs():
    assert {code for row in GOLD for code in row["country"]} <= {*countries(), "XIO", "XIS"}
    assert Counter(row["actor"] for row in GOLD) == {"yes": 529, "place": 56, "no": 15}
    assert all(bool(row["who"]) == (row["actor"] == "yes") for row in GOLD)
    assert all(not row["country"] for row in GOLD if row["actor"] == "no")


def test_reports_are_halved_whole():
    half = {(row["corpus"], row["report"]): is_development(row) for row in GOLD}
    assert 0.4 < sum(half.values()) / len(half) < 0.6


def gold(**fields: Any) -> dict[str, Any]:
    """A gold row of the words 0 to 4."""
    return {"corpus": "c", "report": "r", "start": 0, "end": 4, "form": "name", "actor": "yes", "country": [],
            "who": "", "antecedent": "", "either": False, **fields}  # fmt: skip


def coding(*entities: dict[str, Any], text: str = "Tass", form: str = "name", others: tuple[str, ...] = ()) -> Any:
    """A coding object whose first entity is meant by those words, and by others elsewhere."""
    full = [{"id": str(i), "kind": "organisation", "members": [], **e} for i, e in enumerate(entities)]
    told = [{"id": "m", "start": 0, "end": 4, "text": text, "form": form, "entity": "0"}]
    told += [{"id": o, "start": 90, "end": 99, "text": o, "form": "name", "entity": "0"} for o in others]
    return {"entities": full, "mentions": told}


@pytest.mark.parametrize(
    ("row", "given", "country", "entity"),
    [
        # a state by any of its names, but not its people
        (gold(country=["RUS"], who="Russian government"), coding({"name": "Russia", "country": "RUS"}), True, True),
        (gold(country=["GBR"], who="British tourists"),
         coding({"name": "United Kingdom", "country": "GBR", "kind": "country"}, text="Brit", others=("Britain",)), True, False),
        # a surname, a short name in brackets, a word of grammar
        (gold(country=["NOR"], who="Ola Berg"), coding({"name": "Berg", "country": "NOR"}), True, True),
        (gold(country=["SYR"], who="Kurdish forces (SDF)"),
         coding({"name": "Syrian Democratic Forces", "country": "SYR"}, others=("SDF",)), True, True),
        # a pronoun by another mention of whom it means; of somebody else
        (gold(form="pronoun", who="a nurse from Oslo", antecedent="the nurse", country=["NOR"]),
         coding({"name": "Ann Ross", "country": "NOR"}, form="pronoun", others=("the nurse",)), True, True),
        (gold(form="pronoun", who="Ann Ross", antecedent="Ross", country=["NOR"]),
         coding({"name": "Tom Hill", "country": "NOR"}, form="pronoun", others=("Hill",)), True, False),
        # somebody unnamed of whom the report speaks here only
        (gold(form="nominal", who="residents of Oslo"), coding({"name": "citizens", "country": None}, text="citizens",
                                                               form="nominal"), True, True),
        # all of several, or one of two passports; codes of bodies and of networks
        (gold(country=["RUS", "TUR"], who="Russia and Turkey"), coding({"name": "Russia", "country": "RUS"}), False, False),
        (gold(country=["GBR", "CAN"], who="Jo Hill", either=True), coding({"name": "Jo Hill", "country": "CAN"}), True, True),
        (gold(country=["XIO"], who="United Nations"), coding({"name": "United Nations", "country": "UNO"}), True, True),
        (gold(country=["XIS"], who="Islamic State"), coding({"name": "Islamic State", "country": "SYR"}), False, True),
        # a thing is nobody
        (gold(actor="no"), coding({"name": "Tass", "country": None}), True, False),
    ],
)  # fmt: skip
def test_a_mention_is_right_by_its_country_and_by_whom_it_means(row, given, country, entity):
    verdict = judge(row, given)
    assert verdict is not None
    assert (verdict["country"], verdict["entity"]) == (country, entity)


def test_members_are_all_meant_and_what_is_not_coded_is_left_out():
    both = coding({"name": "both", "country": None, "members": ["1", "2"]}, {"name": "Russia", "country": "RUS"},
                  {"name": "Turkey", "country": "TUR"})  # fmt: skip
    verdict = judge(gold(country=["RUS", "TUR"], who="Russia and Turkey"), both)
    assert verdict is not None and verdict["country"] and verdict["entity"]
    assert judge(gold(), {"entities": [], "mentions": []}) is None


def test_figures_are_shares_of_what_is_given_and_places_count_apart():
    right, wrong = {"country": True, "entity": True}, {"country": False, "entity": False}
    half = "development" if is_development(gold()) else "held back"
    figures = figures_of(
        [(gold(), right), (gold(), wrong), (gold(), None), (gold(actor="no"), wrong), (gold(actor="place"), right)]
    )
    assert (figures[f"{half} country"], figures[f"{half} entity"]) == (0.333, 0.333)
    assert (figures[f"{half} found"], figures[f"{half} no actor"]) == (0.667, 0.333)
    assert figures[f"{half} country with places"] == 0.5
