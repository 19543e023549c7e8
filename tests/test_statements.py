"""Statements: whose, to whom, by what channel, who relays them, what is done by saying them."""

import datetime as dt
from dataclasses import replace
from functools import lru_cache

import pytest

from regesta.coding.attribution import find_attributions
from regesta.coding.coded import Attribution, Cast, Told
from regesta.coding.entities import resolve
from regesta.coding.mentions import find_mentions
from regesta.coding.parser import Parsed, parse
from regesta.coding.statements import find_statements
from regesta.coding.times import find_times
from regesta.schema import Report, Role, Statement

pytestmark = pytest.mark.model


@lru_cache(maxsize=64)
def coded(text: str, published: dt.date | None = None) -> tuple[Parsed, Cast, tuple[Told[Statement], ...]]:
    parsed = parse([Report(id="r", source="r.txt", text=text, published=published)])[0]
    cast = resolve(parsed, find_mentions(parsed))
    found = find_statements(parsed, find_attributions(parsed), cast, find_times(parsed), [])
    return parsed, cast, tuple(found)


def names(text: str, told: Told[Statement], role: Role) -> list[str]:
    """The words that each party's entity is first called by, None as its own words."""
    _, cast, _ = coded(text)
    return [e.name if (e := cast.by_id(p.entity)) else "?" for p in told.who(role)]


def by_cue(text: str, cue: str) -> Told[Statement]:
    parsed, _, found = coded(text)
    return next(t for t in found if cue in parsed.text(*t.spans("cue")[0]))


SPEAKERS = [
    ("“We will not leave,” said the interior minister, Maria Lindqvist.", "said", "Lindqvist", "inverted, apposition"),
    (
        "Prime Minister Anna Berg met King Olaf on Monday. “The talks were good,” she said.",
        "said",
        "Berg",
        "a pronoun is the person it stands for",
    ),
    (
        "“The talks failed,” Anna Berg said of her meeting with Karl Holm. “We tried,” she added.",
        "said",
        "Berg",
        "the speaker, not the last name",
    ),
    (
        "Anna Berg, who has denied that money was paid, leaves on Monday.",
        "denied",
        "Berg",
        "'who' is the noun before it",
    ),
    (
        "Anna Berg condemned the raid and warned that it would not be forgotten.",
        "warned",
        "Berg",
        "a second verb inherits the subject",
    ),
    ("Anna Berg left early, saying that she was tired.", "saying", "Berg", "a participle inherits the subject"),
]


@pytest.mark.parametrize(("text", "cue", "name", "why"), SPEAKERS, ids=[why for *_, why in SPEAKERS])
def test_speaker(text: str, cue: str, name: str, why: str) -> None:
    found = names(text, by_cue(text, cue), "speaker")
    assert any(name in given for given in found), (why, found)


def test_he_added_is_the_last_speaker_whoever_was_named_since() -> None:
    text = (
        "“The talks failed,” Anna Berg said. Karl Holm had left the room by then.\n\n"
        "“We waited for two hours,” she added."
    )
    assert names(text, by_cue(text, "added"), "speaker") == names(text, by_cue(text, "said"), "speaker")


@pytest.mark.parametrize(
    "text",
    [
        "It was announced that the border would open.",
        "The rebels are expected to leave the town.",
        "Two men were accused of spying.",
    ],
)
def test_an_agentless_passive_has_no_speaker(text: str) -> None:
    _, _, found = coded(text)
    assert all(not t.who("speaker") and not t.spans("source") for t in found)


ADDRESSEES = [
    ("“It is over,” Anna Berg told Karl Holm.", "told", "Holm", "told X"),
    ("Anna Berg urged France to open the border.", "urged", "France", "urged X to"),
    ("In her conversation with Karl Holm, Anna Berg said the border would open.", "said", "Holm", "in a talk with X"),
    (
        "On Monday Anna Berg spoke by telephone with Karl Holm. During this conversation Berg said the deal was dead.",
        "said",
        "Holm",
        "a conversation told of before",
    ),
]


@pytest.mark.parametrize(("text", "cue", "name", "why"), ADDRESSEES, ids=[why for *_, why in ADDRESSEES])
def test_addressee(text: str, cue: str, name: str, why: str) -> None:
    found = names(text, by_cue(text, cue), "addressee")
    assert any(name in given for given in found), (why, found)


def test_the_accused_is_not_spoken_to() -> None:
    text = "Anna Berg accused France of breaking the deal."
    assert by_cue(text, "accused").who("addressee") == []


CHANNELS = [
    ("Anna Berg said in a message on Twitter that the deal was dead.", "said", "a message on Twitter"),
    ("“It is over,” Anna Berg said at a news conference in Oslo.", "said", "a news conference in Oslo"),
    ("Anna Berg said in a letter to the council that the deal was dead.", "said", "a letter to the council"),
    ("“It is over,” Anna Berg told Reuters.", "told", None),
    ("The deal, Anna Berg said on state television, was dead.", "said", "state television"),
    ("Speaking at a news conference in Oslo, Anna Berg said the deal was dead.", "said", "a news conference in Oslo"),
    ("“It is over,” Anna Berg told a news conference.", "told", "a news conference"),
    ("“It is over,” Anna Berg said in an expression of regret.", "said", "an expression of regret"),
    ("Anna Berg said in her keynote that the deal was dead.", "said", "her keynote"),
    ("An assessment by the ministry said that the deal was dead.", "said", "An assessment by the ministry"),
    ("An assessment said that the deal was dead.", "said", None),
    ("Anna Berg said that the deal was dead.", "said", None),
]


@pytest.mark.parametrize(("text", "cue", "channel"), CHANNELS)
def test_channel(text: str, cue: str, channel: str | None) -> None:
    assert by_cue(text, cue).row.channel == channel


RELAYS = [
    ("“It is over,” Anna Berg told Karl Holm, according to a palace statement.", "told", "a palace statement"),
    ("The talks failed, Xinhua reported, citing an official.", "reported", "Xinhua"),
    ("Anna Berg, quoted by Tass, said that the deal was dead.", "said", "Tass"),
    ("Anna Berg was quoted by Tass as saying that the deal was dead.", "saying", "Tass"),
    ("Anna Berg said that the deal was dead.", "said", None),
]


@pytest.mark.parametrize(("text", "cue", "via"), RELAYS)
def test_relay(text: str, cue: str, via: str | None) -> None:
    assert by_cue(text, cue).row.via == via


def test_who_relays_a_statement_makes_no_statement_of_his_own() -> None:
    _, _, found = coded("“It is over,” Anna Berg told Karl Holm, according to a palace statement.")
    assert len(found) == 1


def test_a_statement_in_a_statement_lies_within_it() -> None:
    text = "The minister said that the president had promised that the army would leave."
    outer, inner = by_cue(text, "said"), by_cue(text, "promised")
    assert (inner.row.within, outer.row.within) == (outer.row.id, None)


TOLD_OF = [
    ("“The mayor thinks that the bridge will fall,” Anna Berg said on Monday.", "thinks", "in a quotation"),
    ("Anna Berg said that Karl Holm yelled that the bridge would fall.", "yelled", "a word that is no cue elsewhere"),
]


@pytest.mark.parametrize(("text", "cue", "why"), TOLD_OF)
def test_what_a_speaker_tells_of_others_is_relayed_by_him(text: str, cue: str, why: str) -> None:
    outer, inner = by_cue(text, "said"), by_cue(text, cue)
    assert (inner.row.within, inner.row.via) == (outer.row.id, "Anna Berg"), why


def test_what_a_speaker_says_of_himself_in_a_quotation_is_no_statement_of_its_own() -> None:
    text = "“I think that the bridge will fall, and we believe that it is old,” Anna Berg said."
    assert len(coded(text)[2]) == 1


ACTS = [
    ("Paris denied that money was paid.", "denied", "deny", "negative"),
    ("Paris did not deny that money was paid.", "deny", "deny", "positive"),
    ("Paris refused to talk to the rebels.", "refused", "refuse", "negative"),
    ("Paris called for an end to the war.", "called", "demand", "positive"),
    ("Paris threatened to close the border.", "threatened", "threaten", "positive"),
    ("Paris condemned the attack on the convoy.", "condemned", "condemn", "positive"),
    ("Paris promised to send two ships.", "promised", "promise", "positive"),
    ("Paris said that it would send two ships.", "said", "say", "positive"),
]


@pytest.mark.parametrize(("text", "cue", "act", "polarity"), ACTS)
def test_act_and_polarity(text: str, cue: str, act: str, polarity: str) -> None:
    row = by_cue(text, cue).row
    assert (row.act, row.polarity) == (act, polarity)


MANNERS = [
    ("“The border is closed,” Anna Berg said.", "direct"),
    ("Anna Berg said that the border was closed.", "indirect"),
    ("Anna Berg said that the border was “closed for good”.", "mixed"),
]


@pytest.mark.parametrize(("text", "manner"), MANNERS)
def test_manner(text: str, manner: str) -> None:
    assert by_cue(text, "said").row.manner == manner


def test_the_day_of_a_statement_is_that_of_its_cue() -> None:
    _, _, found = coded("Anna Berg said on Tuesday that the border would open in May.", dt.date(2024, 3, 7))
    assert (found[0].row.earliest, found[0].row.latest) == (dt.date(2024, 3, 5), dt.date(2024, 3, 5))


@pytest.mark.parametrize(
    ("text", "source", "sure", "kept"),
    [
        ("The changes may favour the rebels.", "The changes", 0.3, False),
        ("The changes may favour the rebels.", "The changes", 0.9, True),
        ("The minister may favour the rebels.", "The minister", 0.3, True),
        ("The bridge is assured of support.", None, 0.3, False),
    ],
)
def test_what_nobody_says_must_be_sure(text: str, source: str | None, sure: float, kept: bool) -> None:
    parsed, cast, _ = coded(text)
    found = Attribution((0, len(source)) if source else None, (16, 22), ((23, len(text) - 1),), "model:x", sure)
    assert bool(find_statements(parsed, [found], cast, [], [])) == kept


def test_the_tagger_gives_what_the_rules_leave_open_and_no_more() -> None:
    text = "Facing Jan Holm, over tea, Anna Berg told Kari Dahl that the pact was dead, Tass had it."
    parsed, cast, _ = coded(text)

    def span(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    plain = Attribution(span("Anna Berg"), span("told"), (span("that the pact was dead"),), "model:x", 0.9)
    more = replace(plain, addressee=span("Jan Holm"), channel=span("tea"), relay=span("Tass"))
    (without,), (told,) = (find_statements(parsed, [a], cast, [], []) for a in (plain, more))
    assert (without.row.channel, without.row.via) == (None, None)
    assert (told.row.channel, told.row.via) == ("tea", "Tass")
    assert names(text, told, "addressee") == names(text, without, "addressee") == ["Kari Dahl"]


def test_odd_spans_of_a_tagger_stop_nothing() -> None:
    parsed, cast, _ = coded("“It is over,” Anna Berg said.")
    size = len(parsed.report.text)
    odd = [
        Attribution((0, 0), (3, 3), ((0, 5),), "model:x", 0.5),
        Attribution(None, None, ((size - 1, size + 4),), "model:x", 0.5),
        Attribution((size - 5, size), (0, 1), ((4, 4), (2, 9), (2, 9)), "model:x", 0.5),
        Attribution(None, (0, size), ((0, size),), "model:x", 0.5),
    ]
    found = find_statements(parsed, odd, cast, [], [])
    for told in found:
        for row in told.evidence:
            assert parsed.text(row.start_char, row.end_char) == row.exact
    assert len({t.row.id for t in found}) == len(found)
