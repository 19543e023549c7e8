"""Events by rules: who did what to whom, how it is told. Actors are given in brackets, so that only events are tested."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.coding.coded import Cast, Told
from regesta.coding.deeds.relating import NONE
from regesta.coding.deeds.sufferers import everybody
from regesta.coding.entities import resolve
from regesta.coding.events import find_events, relate
from regesta.coding.mentions import find_mentions
from regesta.coding.parser import Parsed, parse
from regesta.coding.pipeline import code
from regesta.coding.places import find_places
from regesta.schema import Event, Mention, Report, Time, content_id
from regesta.settings import Settings

pytestmark = pytest.mark.model
DAY = dt.date(2021, 5, 11)
_MARK = re.compile(r"\[([^\]]+)\]")


def read(marked: str) -> tuple[Parsed, Cast]:
    """The parse of the text without its brackets, and a cast with the bracketed words as its mentions."""
    text, spans = "", []
    for piece in re.split(r"(\[[^\]]+\])", marked):
        words = piece[1:-1] if _MARK.fullmatch(piece) else piece
        if words is not piece:
            spans.append((len(text), len(text) + len(words)))
        text += words
    report = Report(id=content_id(text), source="test", text=text, published=DAY)
    (parsed,) = parse([report])
    mentions = tuple(
        Mention(id=content_id("m", a, b), report=report.id, start_char=a, end_char=b, exact=text[a:b],
                head_char=parsed.span(a, b).root.idx, form="name", entity=text[a:b])
        for a, b in spans
    )  # fmt: skip
    return parsed, Cast(mentions=mentions)


def told(marked: str) -> list[Told[Event]]:
    parsed, cast = read(marked)
    return find_events(parsed, cast, (), (), ())


def shown(marked: str) -> set[str]:
    """'TYPE/mode actor+actor > recipient (status)' of each event; 'happened' is left out."""
    found = set()
    parsed, cast = read(marked)
    words = {m.id: m.exact for m in everybody(parsed, cast, ()).mentions}
    for event in find_events(parsed, cast, (), (), ()):
        sides = [
            "+".join(words[p.mention or ""] for p in side) for side in (event.who("actor"), event.who("recipient"))
        ]
        row = event.row
        kind = f"{row.type}/{row.mode}" if row.mode else row.type
        status = "" if row.status == "happened" else f" ({row.status})"
        found.add(f"{kind} {sides[0]} > {sides[1]}{status}")
    return found


CASES = [
    # who does it with the subject
    ("[Norway] attacked [Iceland] together with [Danish militias].", {"ASSAULT Norway+Danish militias > Iceland"}),
    ("[Norwegian jets] bombed [Iceland] alongside [Danish forces].", {"ASSAULT/explosives Norwegian jets+Danish forces > Iceland"}),
    ("[Norway], along with [Denmark], condemned [Iceland].", {"ACCUSE/disapprove Norway+Denmark > Iceland"}),
    ("In cooperation with [Denmark], [Norway] arrested [ten Icelanders].", {"COERCE/arrest Denmark+Norway > ten Icelanders"}),
    # who welcomes a harm welcomes who did it, not who suffers it
    ("[Norway] welcomed the arrest of [ten Icelanders] by [Danish police].",
     {"SUPPORT Norway > Danish police", "COERCE/arrest Danish police > ten Icelanders"}),
    ("[Norway] supports the sanctions on [Iceland].", set()),
    ("[Norway] has backed the overthrow of [Iceland]'s king.", set()),
    # neither the means nor whom it was done for is hit
    ("[Norway] launched a military intervention to save [Iceland] in a joint effort with [Denmark].", {"ASSAULT Norway > "}),
    ("[Norway] attacked with [Danish helicopters] from [Iceland].", {"ASSAULT Norway > "}),
    # meetings: all who take part are actors
    ("[Norway] held talks with [Chile] in Oslo.", {"CONSULT Norway+Chile > "}),
    ("Talks between [Norway] and [Chile] opened in Oslo.", {"CONSULT Norway+Chile > "}),
    ("[Norway]'s premier spoke by phone with [Chile]'s president.", set()),  # whoever is no actor of the cast is not coded
    ("[The envoy] had a phone call with [the king] on Monday.", {"CONSULT/phone The envoy+the king > "}),
    ("[The premier] visited [Chile] last week.", {"CONSULT/visit The premier > Chile"}),
    ("An interview that [the premier] gave to [the BBC] was aired.", set()),  # no consultation
    # requests, by what is asked for
    ("[Norway] called for peace talks between [Chile] and [Peru].", {"REQUEST/meet Norway > Chile+Peru"}),
    ("[Norway] demanded the withdrawal of troops by [Peru].", {"REQUEST/yield Norway > Peru"}),
    ("[Norway] asked [Chile] for humanitarian aid.", {"REQUEST/assist Norway > Chile"}),
    ("[Officials] warned [Chile] of the risks and urged [it] to end the war.",
     {"THREATEN Officials > Chile", "REQUEST/yield Officials > it"}),  # a shared subject
    ("[The minister] said that [Peru] must negotiate with the rebels.", {"REQUEST/meet The minister > Peru"}),
    # refusals
    ("[Norway] has refused to condemn [Peru].", {"REJECT/change Norway > Peru"}),
    ("[Norway] refused to withdraw its troops from [Peru].", {"REJECT/yield Norway > Peru"}),
    ("[Norway] will not release [the hostages].", {"REJECT/yield Norway > the hostages"}),
    ("[The ministry] declined to comment on the report.", set()),  # silence is no refusal
    ("[The government] rejected accusations of fraud.", set()),  # nor is a denial
    # promises and threats, by their content
    ("[Norway] agreed to send aid to [Peru].", {"AGREE Norway > Peru"}),
    ("[The president] will meet [the king] on Friday.", {"AGREE The president+the king >  (planned)"}),
    ("[The rebels] threatened to attack [the capital].", {"THREATEN/violence The rebels > the capital"}),
    ("[Norway] threatened to expel [the ambassador].", {"THREATEN/expel Norway > the ambassador"}),
    # deeds
    ("[Norway] imposed sanctions on [Peru].", {"SANCTION Norway > Peru"}),
    ("[Norway] lifted its sanctions against [Peru].", {"RETREAT Norway > Peru"}),
    ("[Norway] suspended military aid to [Peru].", {"SANCTION/discontinue Norway > Peru"}),
    ("[The rebels] launched an attack on [the army].", {"ASSAULT The rebels > the army"}),
    ("[Soldiers] were killed by [the rebels].", {"ASSAULT the rebels > Soldiers"}),  # a passive
    ("[Peru], which invaded [Chile], has lost the war.", {"ASSAULT Peru > Chile"}),  # a relative clause
    ("[Police] arrested [two men].", {"COERCE/arrest Police > two men"}),
    ("[Norway] provided $2 million in aid to [Peru].", {"AID Norway > Peru"}),
    ("[Norway] released [the prisoners].", {"RETREAT/release Norway > the prisoners"}),
    ("[Norway] and [Peru] signed a treaty.", {"SUPPORT Norway+Peru > "}),
    ("[Workers] went on strike at the port.", {"PROTEST/strike Workers > "}),
    ("[Norway] sent troops to [the border region].", {"MOBILIZE/troops Norway > the border region"}),
    ("[Norway] and [Peru] began joint military exercises.", {"COOPERATE Norway+Peru > "}),
    ("[The minister] apologised to [Peru].", {"CONCEDE The minister > Peru"}),
    # event nouns
    ("[Peru]'s invasion of [Chile] shocked many.", {"ASSAULT Peru > Chile"}),
    ("An attack by [the rebels] on [the army] failed.", {"ASSAULT the rebels > the army"}),
    # how it is told
    ("[Soldiers] are accused of torturing [prisoners].",
     {"ACCUSE/allege  > Soldiers", "ASSAULT/torture Soldiers > prisoners (alleged)"}),
    ("[Norway] could help [Peru].", {"AID Norway > Peru (hypothetical)"}),
    ("[Norway] did not arrest [the man].", {"COERCE/arrest Norway > the man (did not happen)"}),
    ("[Norway] denied that it had attacked [Peru].", set()),  # 'it' is no actor of this cast and Peru is denied
    ("[Norway] is considering sending aid to [Peru].", set()),  # thoughts are no events
    ("[Norway] wants to attack [Peru].", set()),
    # more than one word to it
    ("[Israel], [Hamas] agree ceasefire", {"AGREE Israel+Hamas > "}),  # the first subject of a headline
    ("[Norway] and [Peru] accused each other of attacks.", {"ACCUSE/allege Norway+Peru > Norway+Peru"}),
    ("[Beijing] held military exercises around [Taiwan].", {"MOBILIZE/troops Beijing > Taiwan"}),  # one side alone
    ("[Norway] said it would impose sanctions if [Peru] invaded [Chile].",
     {"ASSAULT Peru > Chile (hypothetical)"}),  # 'it' is no actor of this cast
    ("[Norway] condemned the attack by [Peru] on [Chile].", {"ACCUSE/disapprove Norway > Peru", "ASSAULT Peru > Chile"}),
    ("[The envoy] called [the plan] a mistake.", set()),  # no phone call
    ("[The general] is charged with securing [the capital].", set()),  # no accusation
    ("[Troops] marched into [the town].", {"MOBILIZE/troops Troops > the town"}),  # no demonstration
    # whom it reaches, where the frame finds nobody
    ("[Norway] agreed to set up [a field hospital] in [Gao].", {"AGREE Norway > Gao"}),
    ("[Miners] will not end the strike until [the ministry] raises wages.", {"REJECT/yield Miners > the ministry"}),
    ("[Norway] is ready to contribute troops to [the peacekeeping force] in [Mali].", {"AGREE Norway > Mali"}),
    ("[Norway] condemned the attack on [a church] in [Gao].",
     {"ACCUSE/disapprove Norway > ", "ASSAULT  > a church"}),  # its authors are not told
    ("[The senator] pushed for reforms of [the state]'s law.", {"REQUEST/change The senator > "}),
    ("[Norway] and [Peru] failed to reach an agreement.", {"REJECT Norway+Peru > Norway+Peru"}),
    ("[Norway] will not hold talks with [Peru].", {"REJECT/meet Norway > Peru"}),
    ("[Norway] announced a package of aid to help [farmers] in [Peru].", {"AID Norway > farmers"}),
    ("[Norway] returned two carved masks to [Peru].", {"RETREAT Norway > Peru"}),
    ("[Two reporters] were arrested in [Peru].", {"COERCE/arrest  > Two reporters"}),  # 'Peru' has no country here
    ("[Three villagers] were killed in a raid by [the rebels].", {"ASSAULT the rebels > Three villagers"}),
    ("[Villagers] were killed at the hands of [the rebels].", {"ASSAULT the rebels > Villagers"}),
    ("[The minister] said [the rebels] were responsible.", {"ACCUSE/allege The minister > the rebels"}),
    ("[The senator] launched an attack on [the minister], calling [him] a liar.",
     {"ACCUSE/disapprove The senator > the minister"}),
    ("[Norway] and [Peru] agreed to a trade deal.", {"SUPPORT Norway+Peru > "}),
    ("[Norway] introduced a bill that would ban imports from [Peru].", {"THREATEN/relations Norway > Peru (planned)"}),
    ("[Norway] agreed to impose sanctions on [Peru].", {"THREATEN/restrict Norway > Peru (planned)"}),
    ("[Norway] and [Peru] exchanged fire near [the strait].", {"ASSAULT Norway+Peru > Norway+Peru"}),
    ("[Norway] asked [Peru] for help.", {"REQUEST/assist Norway > Peru"}),
    ("[Norway] was suspended from [the league].", {"SANCTION/discontinue  > Norway"}),
    # what is no event of the record
    ("The storm killed [twelve people].", set()),
    ("[Ten people] were killed in a crash.", set()),
    ("[The bank] took over [her] account.", set()),
    ("The tune struck a chord with [listeners].", set()),
    ("[The preacher] regularly rallied [followers].", set()),
    ("The drought threatens the lives of [farmers].", set()),
    ("[Critics] warned that [Norway] could attack [Peru].", {"ASSAULT Norway > Peru (hypothetical)"}),
    ("[Acme] agreed to sell its shares to [Bolt].", set()),
    ("[Norway] must act by cutting off aid to [Peru].", {"SANCTION/discontinue Norway > Peru (hypothetical)"}),
    ("[The union] asked whether [Norway] will help [Peru].", {"AID Norway > Peru (hypothetical)"}),
    ("[Norway] demonstrated its power to [Peru].", set()),
    # violence in running text: victims and things hit that are no actors take part
    ("[The bandits] killed five others on Friday.", {"ASSAULT The bandits > five others"}),
    ("A 12-year-old was wounded by [the troops].", {"ASSAULT the troops > A 12-year-old"}),
    ("[The rebels] captured a hill and two villages.", {"ASSAULT The rebels > a hill+two villages"}),
    ("[The army] shelled the positions of [the rebels].", {"ASSAULT/heavy-weapons The army > the rebels"}),
    ("[The striker] captured four medals at the championship.", set()),
    (
        "[The rebels] fired rockets at the old market, killing [six cooks].",
        {"ASSAULT The rebels > six cooks", "ASSAULT/heavy-weapons The rebels > the old market"},
    ),
    (
        "The depot was bombed by [the rebels], killing [six cooks].",
        {"ASSAULT the rebels > six cooks", "ASSAULT/explosives the rebels > The depot"},
    ),
    (
        "[Six cooks] were killed and [nine guards] injured when [the rebels] attacked.",
        {"ASSAULT the rebels > Six cooks+nine guards"},
    ),
    ("[Two cooks] killed, [nine guards] injured in raid.", {"ASSAULT  > Two cooks+nine guards"}),
    (
        "[Nine soldiers] died in clashes with [the rebels].",
        {"ASSAULT  > the rebels", "ASSAULT the rebels > Nine soldiers"},
    ),
    ("[Nine soldiers] died in the attack.", {"ASSAULT  > Nine soldiers"}),
    ("[The rebels] blew up a lorry.", {"ASSAULT/explosives The rebels > "}),
    ("The blast left [two cooks] dead.", {"ASSAULT  > two cooks"}),
    ("[The convoy] came under fire from [the rebels] near the bridge.", {"ASSAULT the rebels > The convoy"}),
    ("[The outlaw] was captured in the old town of Oslo, by [the police].", {"COERCE/arrest the police > The outlaw"}),
    (
        "[The militants] launched an offensive in the valley, targeting [the army].",
        {"ASSAULT The militants > the army"},
    ),
    ("Clashes between [the army] and [the rebels] continued.", {"ASSAULT the army+the rebels > the army+the rebels"}),
    ("[Norway]'s war has killed [thousands of farmers].", {"ASSAULT  > thousands of farmers"}),
    ("[The gang leader] shot himself.", set()),
    ("[The rebels], backed by [Chad], waited.", set()),
    # by whom and whom
    ("[The smuggler] was captured near the port.", {"COERCE/arrest  > The smuggler"}),
    ("[The Taliban] captured [the engineer].", {"ASSAULT The Taliban > the engineer"}),
    ("[The army] captured the town from [the rebels].", {"ASSAULT The army > the town+the rebels"}),
    ("[Peru]'s troops seized a bridge.", {"ASSAULT Peru > a bridge"}),
    ("[The police] clashed with [the students].", {"PROTEST/riot The police > the students"}),
    ("[The army] clashed with [the rebels].", {"ASSAULT The army > the rebels"}),
    ("[Students] protested against the arrest of [the poet] in the square.", {"PROTEST/demo Students > "}),
    ("[China] protested against [Japan]'s decision.", {"ACCUSE/disapprove China > Japan"}),
    (
        "[Students] marched to urge [the mayor] to resign.",
        {"PROTEST/demo Students > ", "REQUEST/yield Students > the mayor"},
    ),
    ("[Troops] will patrol the harbour.", {"MOBILIZE/troops Troops >  (planned)"}),
    ("[The peacekeepers] patrolled [Chad].", {"AID The peacekeepers > Chad"}),
    ("Gunmen suspected to be [bandits] fled.", set()),
    ("[The candidate] captured [Texas] in the primaries.", set()),
    ("[The ministry] released a report on [Chad].", set()),
    # what has no actor, or nothing to do with anybody
    ("Shares fell by three percent after [the bank] cut its forecast.", set()),
    ("[The ministry] released a report.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_events(marked: str, expected: set[str]) -> None:
    found = {e for e in shown(marked) if not e.endswith("(denied)")}
    assert found == expected


def test_an_event_points_at_its_words() -> None:
    (event,) = told("[Norway] imposed sanctions on [Peru].")
    ((start, end),) = event.spans("trigger")
    text = "Norway imposed sanctions on Peru."
    assert text[start:end] == "imposed"
    assert event.spans("sentence") == [(0, len(text))]
    assert (event.row.quad, event.row.score, event.row.cameo) == (4, -6.0, "160")
    assert event.row.coder == "rule:impose:sanction"


def test_news_without_a_date_is_of_the_day_of_publication_and_says_so() -> None:
    (event,) = told("[Norway] imposed sanctions on [Peru].")
    assert (event.row.latest, event.row.date_basis) == (DAY, "publication")


def test_the_time_of_the_clause_dates_the_event() -> None:
    parsed, cast = read("[Norway] imposed sanctions on [Peru] on Monday.")
    start = parsed.report.text.index("Monday")
    monday = Time(id="t", report=parsed.report.id, start_char=start, end_char=start + 6, exact="Monday", timex="DATE",
                  value="2021-05-10", earliest=DAY - dt.timedelta(1), latest=DAY - dt.timedelta(1), grain="day",
                  anchor="publication")  # fmt: skip
    (event,) = find_events(parsed, cast, (), (monday,), ())
    assert (event.row.earliest, event.row.time, event.row.date_basis) == (monday.earliest, "t", "text")


def test_what_somebody_must_do_is_asked_on_the_day_on_which_it_is_said() -> None:
    (event,) = told("[The minister] said that [Peru] must negotiate with the rebels.")
    assert (event.row.type, event.row.latest) == ("REQUEST", DAY)


def test_an_aside_of_the_reporter_is_no_claim_of_the_speaker() -> None:
    text = "The Norwegian minister said Peruvian troops, who shelled a Chilean town on Monday, attacked Bolivia."
    (coded,) = code([Report(id=content_id(text), source="test", text=text, published=DAY)], Settings(relations="rules"))
    found = {text[slice(*e.spans("trigger")[0])]: e.row.status for e in coded.events}
    assert (found["shelled"], found["attacked"]) == ("happened", "alleged")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels shelled the port of Sirte, the foreign minister of Libya said.", "alleged"),
        ("Rebels shelled the port of Sirte, local police said.", "happened"),
        ("Rebels shelled the port of Sirte, residents told Reuters.", "happened"),
        ("Rebels shelled the port of Sirte, the United Nations said.", "happened"),
        ("Residents claimed that rebels had shelled the port of Sirte.", "alleged"),
        ("The foreign minister of Libya condemned the shelling of the port of Sirte by rebels.", "happened"),
    ],
)
def test_only_who_takes_a_side_alleges_by_saying(text: str, expected: str) -> None:
    (coded,) = code([Report(id=content_id(text), source="test", text=text, published=DAY)], Settings(relations="rules"))
    assert {e.row.status for e in coded.events if e.row.type == "ASSAULT"} == {expected}


def test_the_headline_is_not_told_twice() -> None:
    events = told("[Norway] condemns [Peru]\n\n[Norway] condemned [Peru] on Monday after the vote.")
    assert [e.row.type for e in events] == ["ACCUSE"]
    assert events[0].spans("sentence")[0][0] > 0


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("Norway suspended aid to Peru.", "Norway", "Peru", "SANCTION"),
        ("Norway suspended aid to Peru.", "Peru", "Norway", NONE),  # the other way round
        ("Soldiers were killed by rebels.", "rebels", "Soldiers", "ASSAULT"),
        ("Norway met Chile for talks.", "Chile", "Norway", "CONSULT"),  # mutual: both ways
        ("Norway is north of Chile.", "Norway", "Chile", NONE),
    ],
)
def test_relate(text: str, source: str, target: str, expected: str) -> None:
    spans = [(text.index(w), text.index(w) + len(w)) for w in (source, target)]
    (relation,) = relate([(text, spans[0], spans[1])])
    assert relation.type == expected
    assert sum(relation.scores.values()) == pytest.approx(1, abs=0.01)
    assert len(relation.scores) == 17


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.sampled_from(["[Norway]", "attacked", "and", "[Peru]", "“", "on", ".", "\n\n", "talks", "to", "refused"])
    )
)
def test_no_words_break_it_and_every_span_is_of_the_text(words: list[str]) -> None:
    parsed, cast = read(" ".join(words))
    for event in find_events(parsed, cast, (), (), ()):
        for evidence in event.evidence:
            assert parsed.report.text[evidence.start_char : evidence.end_char] == evidence.exact
        assert {p.mention for p in event.participants} <= {m.id for m in cast.mentions}


def test_a_town_that_is_struck_is_of_its_country_but_not_its_government() -> None:
    (parsed,) = parse([Report(id="r1", source="t", text="Russian forces shelled Kharkiv on Monday.")])
    cast = resolve(parsed, find_mentions(parsed))
    (event,) = find_events(parsed, cast, [], [], find_places(parsed, cast))
    assert [(p.country, p.sectors) for p in event.who("recipient")] == [("UKR", ())]
    assert [(p.country, p.sectors) for p in event.who("actor")] == [("RUS", ("MIL",))]
