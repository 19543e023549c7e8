"""Mentions and entities of short reports: (text, {words: who is meant}), one reason a row."""

import datetime as dt
import json
import os
import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.coding.entities import resolve
from regesta.coding.mentions import find_mentions
from regesta.coding.parser import parse
from regesta.schema import Report

pytestmark = pytest.mark.model


def cast_of(text, published=None):
    (parsed,) = parse([Report(id="r1", source="test", text=text, published=published)])
    return resolve(parsed, find_mentions(parsed))


def meant(cast, words):
    """The names of the entities that the mentions with these words stand for."""
    return {e.name for m in cast.mentions if m.exact == words and (e := cast.entity(m))}


CASES = [
    ("Beijing rejected the claim. China said it was false.", {"Beijing": "China", "China": "China"}),
    # a title teaches the office; the surname, the description and the pronoun are the same man
    (
        "Norwegian Foreign Minister Ola Berg met reporters on Monday. Berg said that he would travel. "
        "The Norwegian foreign minister gave no date.",
        {"Norwegian Foreign Minister Ola Berg": "Ola Berg", "Berg": "Ola Berg", "he": "Ola Berg",
         "The Norwegian foreign minister": "Ola Berg"},
    ),
    # the counterpart holds the same office in the other country
    (
        "Norwegian Foreign Minister Ola Berg called Danish Foreign Minister Mette Holm. "
        "Berg told his Danish counterpart that the border was open.",
        {"his Danish counterpart": "Mette Holm", "his": "Ola Berg"},
    ),
    # apposition behind a comma
    ("The president of Kenya, John Mwangi, resigned. Mwangi left the country.", {"Mwangi": "John Mwangi"}),
    # a post, where it is held, and at once who holds it: not whoever else has such a post in the report
    (
        "Lars Holm, the Norwegian ambassador to London, resigned. Norwegian ambassador to the United Nations Mette Berg did not.",
        {"Norwegian ambassador to the United Nations Mette Berg": "Mette Berg", "Mette Berg": "Mette Berg"},
    ),
    # army, forces and troops of one country are one actor
    (
        "The Russian army denied it. Russian troops had left, and Russian forces withdrew.",
        {"The Russian army": "Russian armed forces", "Russian troops": "Russian armed forces",
         "Russian forces": "Russian armed forces"},
    ),
    # its own name for a government
    ("Ukraine asked for help. Its government said Poland had agreed.", {"Its government": "Ukraine"}),
    # 'it' is the one asked, not the one who asks
    ("European officials warned China and urged it to use its influence.", {"it": "China", "its": "China"}),
    # a capital where something happens is no government
    ("Protesters gathered in Moscow. Moscow condemned the rally.", {"Moscow": "Russia"}),
    # a given name and the surname Jordan make a person, not a country
    ("Michael Jordan visited Chicago.", {"Michael Jordan": "Michael Jordan"}),
    # a known surname in the report of another person of that name
    ("Maher al-Assad commands the division.", {"Maher al-Assad": "Maher al-Assad"}),
    # 'I' in a quotation is its speaker
    ("“I will not resign,” said Prime Minister Ana Costa.", {"I": "Ana Costa"}),
    # an abbreviation of the code book and a description
    ("Hamas rejected the plan. The group said it was unfair.", {"The group": "Hamas"}),
    # a group whose name the tagger takes for a noun
    ("Isis left the town. In Oslo, Isis militants were tried.", {"Isis": "Islamic State"}),
    ("The Assad regime bombed the town.", {"The Assad regime": "Syria"}),
    # the subject that follows the pronoun
    ("Tom Hill met Jan Berg. In her speech Ann Ross thanked them.", {"her": "Ann Ross"}),
    # the wife is the one whom the report names as a wife
    ("Tom Hill and his wife, Ann Ross, left. His wife said little.", {"His wife": "Ann Ross"}),
    # the unnamed of the first sentence is the named of the next; a surname with one letter wrong
    ("A Danish painter has left Syria. Jan Holmberg, 42, said so. Mr Holmbirg wept.",
     {"A Danish painter": "Jan Holmberg", "Mr Holmbirg": "Jan Holmberg"}),
    # he does not speak of himself in the third person
    ("Tom Hill had met Jan Berg. “He is wrong,” Hill said.", {"He": "Jan Berg"}),
    # 'the country' is none that stands in 'US-backed'
    ("Syria is at war. US-backed fighters hold the north. The country is divided.", {"The country": "Syria"}),
    # whoever somebody is said to be, and what another is to him behind a dash
    ("Ann Ross travelled. She is a nurse.", {"a nurse": "Ann Ross"}),
    ("Tom Hill – a fierce critic of the plan – resigned.", {"a fierce critic": "Tom Hill"}),
    # a mother's son is the one whose mother she is
    ("Tom Hill died. His mother wept. She said that her son had been kind.", {"her son": "Tom Hill"}),
    # an ally is not the country whose ally it is, but the one named beside it
    ("Chad’s ally, France, sent planes.", {"Chad’s ally": "France"}),
    # nationals are people; with an article alone they are the state
    ("Three Kenyans were freed. The Kenyans rejected the offer.", {"Kenyans": {"Kenyans", "Kenya"}}),
    # 'they' are the many, even if named once, rather than the body that is named most
    ("Hamas denied it. Hamas said no. Hamas spoke. Hamas left. Doctors treated families, and they asked for water.",
     {"they": "Doctors"}),
    # the army does not fight itself
    # a given name with an accent, taken for a body's
    ("“They get six months to rearm,” said María Fernanda Cabal, of the Democratic Centre party. Her party left.",
     {"Her": "María Fernanda Cabal"}),
    # what a state has one of is no body's
    ("Chad grieves. The United Nations called on the authorities to help.", {"the authorities": "Chad"}),
    ("The National Liberation Army fled. The guerrillas wept.", {"The guerrillas": "National Liberation Army"}),
    ("Hezbollah grew. Hamas is fighting the group.", {"the group": "Hezbollah"}),
    # the agent owns what its own clause tells of
    ("Kenya protested. The raid was led by Chad with its planes.", {"its": "Chad"}),
    # an apposition that tells another country is none
    ("Fight the Chadian occupier, Paul Biya and the rest.", {"the Chadian occupier": "the Chadian occupier"}),
    # those against whom a force is are not the force
    ("The anti-Hamas coalition met. It was led by France.", {"Hamas": "Hamas", "The anti-Hamas coalition":
     "The anti-Hamas coalition"}),
    # the government and people of one country
    ("Kenya wrote. Kenya stands with the government and people of Ghana.", {"the government": "Ghana"}),
    # peoples of two states are two
    ("Syrian Kurds fled. Kurds in Syria wept. Iraqi Kurds voted.", {"Kurds": {"Kurds", "Iraqi Kurds"}}),
    # a bare title after 'as', and one that tells its country
    ("British minister Ann Ross spoke. As Minister, she resigned.", {"Minister": "Ann Ross"}),
    # an observatory is a monitor
    ("The Syrian Observatory for Human Rights, a monitor, counted them.", {"a monitor": "Syrian Observatory for Human Rights"}),
    # who says 'we' by a post of a country speaks for it
    ("“We are proud,” said Ann Ross, the Kenya coach.", {"We": "Kenya"}),
    # what somebody is said to serve as, to be called, or to have become
    ("Ann Ross left Oslo. She worked as a nurse.", {"a nurse": "Ann Ross"}),
    ("The judge described Tom Hill as a hero.", {"a hero": "Tom Hill"}),
    ("Tom Hill, who was a painter and is now a poet, spoke.", {"a poet": "Tom Hill"}),
    ("Anna Holm became the first Danish woman to win.", {"the first Danish woman": "Anna Holm"}),
    # two things said of one person behind a name, and a place between a description and the name
    ("Jan Berg, a former diplomat and a scholar, spoke.", {"a scholar": "Jan Berg"}),
    # somebody of some age is a person
    ("26-year-old Elif Kaya, a student, wept. Kaya left.", {"Kaya": "Elif Kaya"}),
    # the lists know the short name of a body that is written in a new way
    ("Turkey fears the Protection Units (YPG). The YPG agreed.",
     {"Protection Units": "People's Protection Units"}),
    ("Fighters of Jabhat Fateh Al-Sham left.", {"Jabhat Fateh Al-Sham": "Jabhat al-Nusra"}),
    # the security council is that of the UN; a rival behind a comma is the group before it
    ("Kenya asked the security council for help.", {"security council": "United Nations Security Council"}),
    ("Hezbollah, an ally of Hamas, left.", {"an ally of Hamas": "Hezbollah"}),
    # his forces, though the tagger takes the name for an adjective
    ("Bashar al-Assad spoke. Assad said no. Rebels fled. Assad forces claim that they won.",
     {"Assad forces": "Syrian armed forces"}),
    ("Bashar al-Assad spoke. Anti-Assad forces fled from Syria.", {"Anti-Assad forces": "Anti-Assad forces"}),
    # 'our forces' are those of whoever speaks, 'the first group' is another
    ("Syria is at war. “Our forces won,” said a rebel commander in Syria.", {"Our forces": "Our forces"}),
    ("Hamas grew. The first group was small.", {"The first group": "The first group"}),
    # a ministry by its affairs
    ("Kenya’s Ministry of Higher Education agreed.", {"Ministry of Higher Education": "Ministry of Higher Education"}),
    # a state's forces by its government
    ("Syria is at war. Regime warplanes struck. Government troops left Syria.",
     {"Regime warplanes": "Syrian air force", "Government troops": "Syrian armed forces"}),
    # 'a rebel attack' is one by rebels
    ("Rebels left Kenya. Kenya halted rebel attacks.", {"rebel": "Rebels"}),
    # whom a body is led or joined by stands behind a hyphen
    ("A spokesman for the Kurdish-led Syrian Democratic Forces spoke.",
     {"A spokesman for the Kurdish-led Syrian Democratic Forces":
      "A spokesman for the Kurdish-led Syrian Democratic Forces"}),
    # nobody accuses another of misleading that other
    ("Tom Hill met Jan Berg. Hill accused Berg of misleading him.", {"him": "Tom Hill"}),
    ("Children waited. Ministers balked at bringing them home.", {"them": "Children"}),
    # a title that begins with the name of a ministry is no name
    ("Foreign Office minister, Ann Ross, said:\n\nI am sorry.", {"I": "Ann Ross"}),
    # the next sentence's speaker did not say a quotation that ends with a full stop; the next paragraph goes on with one
    ("“It is late,” said Jan Berg, a mayor in Norway. “I am tired.” Tom Hill said nothing.", {"I": "Jan Berg"}),
    ("Jan Berg said: “It is late.”\n\n“I am tired.” Tom Hill was said to agree.", {"I": "Jan Berg"}),
    # single marks inside a quotation hold the words of another
    ("“He told me: ‘I am safe’ and I wept,” said Ann Ross of Tom Hill.", {"me": "Ann Ross"}),
    # an unnamed leader of a people speaks for it
    ("Another Tuareg leader said: “We need help.” Mali agreed.", {"We": "Tuareg"}),
    # nobody in particular is no antecedent in the next sentence
    ("The words of Ann Ross’s brother moved any mother. She was kind, he said.", {"She": "Ann Ross"}),
    # somebody called by a name, or who gives one
    ("A Kenyan woman from Nairobi who identified herself as Fatima Kaya left. She wept.",
     {"A Kenyan woman": "Fatima Kaya", "She": "Fatima Kaya"}),
    ("A fighter named Ali Hadad spoke. An activist who gave his name as Abu Omar left.",
     {"A fighter": "Ali Hadad", "An activist": "Abu Omar"}),
    # the son of her whom the report calls somebody's mother
    ("“I love him,” said Vera Marsh, the mother of Ken Marsh. “My son was kind.”", {"My son": "Ken Marsh"}),
    # rebels are not the men of a network that the report names
    ("Islamic State fled. Syria helped the southern rebels.", {"the southern rebels": "the southern rebels"}),
    # the terror group is the one that was named, however far back
    ("Islamic State grew. Kenya met. Ghana met. Mali met. Chad met. Ann Ross joined the terror group.",
     {"the terror group": "Islamic State"}),
    # jets and helicopters under one adjective
    ("US jets and helicopters struck Syria. Syria, Syria and Syria protested.", {"helicopters": "American air force"}),
    # what somebody is besides something else
    ("Ola Berg is a Dutch painter and the son of a miner.", {"the son": "Ola Berg"}),
    # 'themselves' are those who do it
    ("Teachers spoke to soldiers. The soldiers wanted to defend themselves.", {"themselves": "soldiers"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_is_meant(text, expected):
    cast = cast_of(text)
    wanted = {words: {names} if isinstance(names, str) else names for words, names in expected.items()}
    assert {words: meant(cast, words) for words in expected} == wanted


@pytest.mark.parametrize(
    ("text", "words", "country", "sectors"),
    [
        ("Ukrainian soldiers fired.", "Ukrainian soldiers", "UKR", ("MIL",)),
        ("A Hamas spokesman spoke.", "A Hamas spokesman", "PSE", ("REB", "PTY")),
        ("A Hamas hostage returned.", "A Hamas hostage", "PSE", ("CVL",)),
        ("Hezbollah leader Omar Karim spoke.", "Hezbollah leader Omar Karim", "LBN", ("PRM", "PTY")),
        ("European officials warned.", "European officials", "EUR", ("GOV",)),
        ("The French parliament voted.", "The French parliament", "FRA", ("LEG",)),
        ("Kenyan police arrested him.", "Kenyan police", "KEN", ("COP",)),
        ("Gunmen attacked.", "Gunmen", None, ("REB",)),
        ("Protesters marched.", "Protesters", None, ("OPP",)),
        ("The UN Security Council met.", "UN Security Council", "UNO", ("GOV",)),
    ],
)
def test_country_and_sectors(text, words, country, sectors):
    cast = cast_of(text)
    mention = next(m for m in cast.mentions if m.exact == words)
    entity = cast.entity(mention)
    assert entity is not None and (entity.country, entity.sectors) == (country, sectors)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        # a town after the name and the age; of two towns of that name the one in a country that the report names
        ("Jan Berg, 24, from Lyon, died in Mali.", "Jan Berg", "FRA"),
        ("Ann Hill, 31, a nurse from Boston, was hurt. The United States sent a plane.", "Ann Hill", "USA"),
        ("Paul Mason, a dairy farmer from Paris, Texas, was released.", "Paul Mason", "USA"),
        # a nationality in the apposition, before the name, of a list, of the first half of a list
        ("Jan Berg, 27, a Dutch painter, was arrested.", "Jan Berg", "NLD"),
        ("Soldiers freed the Spanish photographer Luis Vega.", "Luis Vega", "ESP"),
        ("The group killed the American journalists Tom Hill and Ann Ross.", "Ann Ross", "USA"),
        ("Britons killed there include Tom Hill.", "Tom Hill", "GBR"),
        ("Another Briton, Tom Hill, was captured.", "Tom Hill", "GBR"),
        # what somebody is, holds, or is stripped of
        ("Ann Ross became the first Canadian woman to win. Ross smiled.", "Ann Ross", "CAN"),
        ("Ann Ross, who is Irish, spoke to reporters.", "Ann Ross", "IRL"),
        ("Tom Hill was stripped of his British citizenship.", "Tom Hill", "GBR"),
        ("Tom Hill was born in Nairobi. Hill is a poet.", "Tom Hill", "KEN"),
        # kin, and a given name that is also the surname of a statesman
        ("Tom Hill, 24, from Leeds, died. His mother, Sharon, wept.", "Sharon", "GBR"),
        # the body that one works for, the place of one's post, a mayor's town
        ("Ann Ross, a fellow at the Brookings Institution, disagreed.", "Ann Ross", "USA"),
        ("Omar Said, an activist in Aleppo, said that shells fell.", "Omar Said", "SYR"),
        ("Kenya's minister Ann Ross resigned.", "Ann Ross", "KEN"),
        ("Kenya’s president Ann Ross resigned.", "Ann Ross", "KEN"),
        # a nationality in the name of a body, and a ship
        ("The Peruvian Chess Society met.", "Peruvian Chess Society", "PER"),
        # a possessor, a possessor in apposition, a title of one country, a peer
        ("Turkey’s Mehmet Kaya and Iran’s Ali Rezai met.", "Ali Rezai", "IRN"),
        ("Jan Berg, Norway’s most wanted man, was seen.", "Jan Berg", "NOR"),
        ("The environment secretary, Ann Ross, spoke in Chad. Chad, Chad and Chad agreed.", "Ann Ross", "GBR"),
        ("Britain voted. Lord Hill of the committee disagreed.", "Hill", "GBR"),
        # a surname that somebody of the report has, the mother of somebody, a town behind one that nobody knows
        ("Jan Berg, 24, from Lyon, died. Dirk Berg wept.", "Dirk Berg", "FRA"),
        ("Tom Hill, 24, from Leeds, died, said Vera Ross, the mother of Tom Hill.", "Vera Ross", "GBR"),
        ("Omar Said, a farmer from the hamlet of Qusxir in Iraq, waited.", "Omar Said", "IRQ"),
        # an officer: of his body, or of those of whom the report spoke before
        ("Omar Said, a spokesman for the group of fighters of Hezbollah, denied it.", "Omar Said", "LBN"),
        ("Norway protested and Chad agreed. Norway waits. Ann Ross, the justice minister, said so in Chad.", "Ann Ross", "NOR"),
        # private people of local news, and those beside others of one country
        ("Jan Ruud died in Oslo. Norway mourned in Oslo. Neighbours in Bergen wept.", "Jan Ruud", "NOR"),
        ("Tom Hill, a Briton, and Tom Hill again. Jack Ross was with Tom Hill.", "Jack Ross", "GBR"),
        # whoever fights for a group of many countries is still from one
        ("Islamic State fighter Jan Berg was held. Jan Berg is a Dutch citizen.", "Jan Berg", "NLD"),
        # home, and the national of the sentence before
        ("Ann Ross left for Mali. She wants to come home to Norway.", "Ann Ross", "NOR"),
        ("A second Briton has left Mali. Tom Hill, who was a nurse, said so.", "Tom Hill", "GBR"),
        # a place by an old name of a country
        ("A student from the Gold Coast of Australia, Ann Ross, was held.", "Ann Ross", "AUS"),
        # a town in which somebody is based, and the homeland
        ("Syria agreed. The London-based lawyer Ann Ross disagreed in Syria.", "Ann Ross", "GBR"),
        ("Ann Ross, director of the Paris-based institute, spoke in Chad. Chad agreed.", "Ann Ross", "FRA"),
        ("Tom Hill and his brother Jack, 7, left Syria and are to return to their native Norway.", "Tom Hill", "NOR"),
        # a town in what somebody is, though not one that has the name of half a continent; a city of a million people
        ("Ann Ross, a Birmingham chemist, spoke in Mali. Britain agreed.", "Ann Ross", "GBR"),
        ("Ann Ross, head of the Brussels-based institute, wrote to Canada.", "Ann Ross", "BEL"),
        # the victims' lawyer is not of the group
        ("Ann Ross, an attorney for victims of Islamic State, spoke.", "Ann Ross", None),
        # whoever joined a group of many countries is of his own
        ("The British Islamic State recruit Ann Ross spoke in Syria.", "Ann Ross", "GBR"),
        # among many private people one tells nothing of the others
        ("Jan Ruud, 24, from Oslo, sang. Then came Ann Ross, Tom Hill, Eva Diaz, Max Koch, Lena Roux and Paul Kato.",
         "Eva Diaz", None),
        # the body behind a matter, behind a name, and before a title
        ("Ann Ross, the former director of counter-terrorism at MI6, spoke.", "Ann Ross", "GBR"),
        ("Tom Hill, director of countering fraud at the Middle East Institute, spoke.", "Tom Hill", "USA"),
        ("It failed, said Tom Hill at the Century Foundation thinktank.", "Tom Hill", "USA"),
        ("Save the Children’s Syria director Ann Ross spoke.", "Ann Ross", "NGO"),
        # a passport outweighs where somebody came from
        ("Tom Hill is originally from Kenya and became a US citizen in May.", "Tom Hill", "USA"),
        # people of the news who held no office
        ("Steven Sotloff was killed in Syria.", "Steven Sotloff", "USA"),
        # the sponsor is not the actor
        ("US-backed rebels took the town in Syria. Syria said so.", "rebels", "SYR"),
    ],
)  # fmt: skip
def test_where_people_and_bodies_are_from(text, name, country):
    cast = cast_of(text)
    assert {e.country for e in cast.entities if e.name.endswith(name)} == {country}


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Shells killed four villagers in Donetsk.", "four villagers", "UKR"),
        ("Protesters marched through Caracas, and protesters in Caracas burned tyres.", "Protesters", "VEN"),
        ("Kenya said rebel groups had left. Kenya sent its army.", "rebel groups", "KEN"),
        ("The Kurds of Turkey voted.", "Kurds", "TUR"),
        ("Iraqi Kurds voted. Kurdish fighters stood by.", "Kurdish fighters", "IRQ"),
        ("Senior officials of the EU travelled.", "Senior officials of the EU", "EUR"),
        ("Iraqi soldiers advanced. Coalition forces withdrew.", "Coalition forces", "IMG"),
        ("A Spaniard was arrested.", "Spaniard", "ESP"),
        # of whoever owns them; but captors are of another country
        ("Kenya withdrew its fighters.", "its fighters", "KEN"),
        ("Tom Hill, a Briton, thanked his captors.", "his captors", None),
        # from abroad, also under one adjective with others; the same for a nationality
        ("Foreign women and children left Aleppo, Syria.", "children", None),
        ("Kenyan women and children left Mali. Mali agreed.", "children", "KEN"),
        # refugees are not of the place where they are
        ("Syrian refugees wept. In Germany the refugees found work.", "the refugees", "SYR"),
        # machines are of no place
        ("Planes struck Aleppo in Syria.", "Planes", None),
        # one person may be from anywhere, unless his own phrase tells
        ("A man in Nairobi wept.", "A man", "KEN"),
        # of the place of the sentence, of the one before, and where the report plays
        ("Shells fell in Aleppo, and doctors worked on. Syria denied it.", "doctors", "SYR"),
        ("Shells fell on Aleppo, Syria, and fires burned in Aleppo. Boys ran away.", "Boys", "SYR"),
        ("Syria is at war. Children wept.", "Children", "SYR"),
        # the family is that of the private person of whom the report speaks
        ("Tom Hill, a Briton, died in Mali. Tom Hill's mother and sisters wept in Mali.", "sisters", "GBR"),
        # officials are those spoken of before, else of the country that the report is about
        ("Kenyan officials met. Later officials left.", "officials", "KEN"),
        ("Kenya signed. Officials smiled.", "Officials", "KEN"),
        ("Many governments waited in Kenya.", "Many governments", None),
        # an envoy is of whoever sends him
        ("The UN’s Chad envoy arrived.", "The UN’s Chad envoy", "UNO"),
        (
            "The Kurds asked. Fighters of the YPG died in Syria. Turkey, Turkey and Turkey warned Kurdish militias.",
            "Kurdish militias",
            "SYR",
        ),
        # 'in Kenyan raids' is no place, and a scene that is sure outweighs the sentence before
        ("Doctors died in Kenyan raids on Mogadishu. Somalia wept in Mogadishu and in Baidoa.", "Doctors", "SOM"),
        # refugees are of a country from which people flee
        # believers are of a country only where the words say so
        # in a report about citizens abroad women and children may be from anywhere
        # children of nobody in a report whose private people are not of the scene; the rights of women
        ("The US spoke in Washington of women’s rights.", "women", None),
        # troops are of the state that has or sends them
        ("Syria is at war. The US has 2,000 troops in Syria.", "2,000 troops", "USA"),
        # a people is of the state that it lives in, by town too, though another of it is named
        ("Kurds in Afrin fled from Syria. Syria let Kurds leave. Kurdish rebels in Turkey waited.", "Kurds", "SYR"),
        # refugees in a country are not of it; friends of a state are others; what is demanded is no place
        ("Syria is at war. In May 20,000 refugees in Lebanon lost their tents.", "20,000 refugees", "SYR"),
        ("Kenya thanked its friends.", "its friends", None),
        # a month is no town
        ("The US armed Iraq in Iraq. It left the rebels in March 1975.", "the rebels", "IRQ"),
        # whom nothing ties to a place
        ("Western doctors worked in Kenya.", "Western doctors", None),
        ("Reporters asked. Foreign fighters fled from Mosul.", "Foreign fighters", None),
    ],
)
def test_where_the_unnamed_are_from(text, words, country):
    cast = cast_of(text)
    mention = next(m for m in cast.mentions if m.exact == words)
    assert cast.entity(mention).country == country


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He rested his head on a stone.", "his head"),
        ("They reject Islam and Shiism.", "Islam"),
        ("An inquiry into Ola Berg, which began in May, goes on.", "which"),
        ("Kenya may act. It is possible.", "It"),
        # events and things, not actors
        ("Kenya built a wall. It was a mistake.", "It"),
        ("Kenya closed the border. It means that trade will suffer.", "It"),
        ("Kenya hesitated. The minister has to do it.", "it"),
        ("Kenya wept. It’s better than nothing.", "It"),
        ("Kenya is poorer than it used to be.", "it"),
        # nouns that only describe other nouns, or count
        ("Syria closed a refugee camp.", "refugee"),
        ("The Kenyan government extended its authority.", "its authority"),
        ("Kenya votes every couple of years.", "every couple"),
        # a language
        ("The Kenyan minister spoke in French.", "French"),
        # towns
        ("Kenya and Sudan fought. The liberation of Malakal began.", "Malakal"),
        # nobody is named who says 'we' for himself
        ("“We were tired,” said Tom Hill, a nurse from Leeds.", "We"),
        ("The deal was called dangerous ( it ) in Rome by Italy.", "it"),
        ("A decision would also tell Israel that it is alone.", "A decision"),
        # a work
        ("Tom Hill’s first film, Panfilo, was shown in Kenya.", "Panfilo"),
        # a republic that is no state, and a storm
        ("Kenya waited. The republic of Qarmounia was silent.", "The republic"),
        ("Storm Harvey struck Kenya.", "Storm Harvey"),
        # towns and squares by what stands beside them, a part of a country
        ("Shells fell on the Salihan neighbourhood, and Syria denied it.", "Salihan"),
        ("Planes struck Qarmoun, a town near Kenya.", "Qarmoun"),
        ("Kenya closed Wilson Arena.", "Wilson Arena"),
        ("Eastern Aleppo was bombed by Syria.", "Eastern Aleppo"),
        # names that only tell one thing from another
        ("Kenya may impose TPIX orders.", "TPIX"),
        # what is said without a speaker, a system, justice, and a body part
        ("The missile, said Kenya, was old. A missile said much.", "A missile"),
        ("Kenya has built a system of direct democracy.", "direct democracy"),
        ("The rebels of Kenya should face justice.", "justice"),
        ("Kenya has fallen victim to war.", "victim"),
        ("Tom Hill saw a severed head.", "a severed head"),
        # a figure, a means, what is told where, a river's side, what is held, a town by its first word
        ("The number of refugees in Kenya grew.", "The number of refugees"),
        ("Kenya and Ghana deployed drones.", "drones"),
        ("Ann Ross wrote on Twitter of Kenya.", "Twitter"),
        ("Kenya holds the eastern bank of the river.", "the eastern bank"),
        ("Hamas left. It is understood Hill agreed.", "It"),
        ("Kenya grew. This is where it all began.", "it"),
        ("Shells hit Kafr Zaman in Syria.", "Kafr Zaman"),
    ],
)
def test_what_is_no_actor_has_no_entity(text, words):
    cast = cast_of(text)
    assert meant(cast, words) == set()


def test_the_two_countries_are_those_of_the_ministers():
    cast = cast_of("Chinese and Ukrainian foreign ministers Li Bo and Ivan Koval met. The two countries agreed.")
    mention = next(m for m in cast.mentions if m.exact == "The two countries")
    assert {cast.by_id(i).country for i in cast.entity(mention).members} == {"CHN", "UKR"}
    assert {(o.title, o.country, o.basis) for o in cast.offices} == {
        ("foreign minister", "CHN", "text"), ("foreign minister", "UKR", "text"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("Chad and Mali talked. Both parties agreed to a truce.", "Both parties", {"Chad", "Mali"}),
        (
            "Chad fought Hamas. Kenya urged both parties to stop.",
            "both parties",
            {"Chad", "Hamas"},
        ),  # not who urges them
        ("Chad fought Hamas. Kenya urged the two sides to stop.", "the two sides", {"Chad", "Hamas"}),
    ],
)
def test_the_sides_of_a_conflict(text, words, names):
    cast = cast_of(text)
    mention = next(m for m in cast.mentions if m.exact == words)
    assert {cast.by_id(i).name for i in cast.entity(mention).members} == names
    assert cast.entity(mention).country is None


def test_an_office_on_a_day_names_the_holder():
    text = "The US secretary of state arrived in Geneva."
    words = "The US secretary of state"
    assert meant(cast_of(text, dt.date(2022, 3, 6)), words) == {"Antony Blinken"}
    assert meant(cast_of(text, dt.date(2014, 3, 6)), words) == {"John Kerry"}
    assert meant(cast_of(text), words) == {words}  # no day: not guessed


def test_ids_of_named_actors_are_the_same_in_every_report_and_others_are_not():
    text = "China and Ola Berg met gunmen."
    (one,) = parse([Report(id="r1", source="a", text=text)])
    (two,) = parse([Report(id="r2", source="b", text=text)])
    first, second = (resolve(p, find_mentions(p)) for p in (one, two))
    known = {e.id for e in first.entities}
    shared = {e.name for e in second.entities if e.id in known}
    assert {"China", "Ola Berg"} <= shared and "gunmen" not in shared


def test_resolving_twice_gives_the_same():
    (parsed,) = parse([Report(id="r1", source="a", text="Maria Paris left. Paris said she was tired.")])
    mentions = find_mentions(parsed)
    assert resolve(parsed, mentions) == resolve(parsed, find_mentions(parsed))
    assert meant(resolve(parsed, mentions), "Paris") == {"Maria Paris"}


WORDS = st.sampled_from(
    "China said that the U.S. army and President Ana Costa 's forces in Kyiv , “ we ” ( he ) al - Assad of Hamas . \n".split(
        " "
    )
)


@given(st.lists(WORDS, max_size=25))
@settings(max_examples=40, deadline=None)
def test_mentions_cover_their_words(words):
    text = " ".join(words)
    (parsed,) = parse([Report(id="r1", source="a", text=text)])
    cast = resolve(parsed, find_mentions(parsed))
    entities = {e.id for e in cast.entities}
    for m in cast.mentions:
        assert text[m.start_char : m.end_char] == m.exact and m.exact.strip()
        assert m.start_char <= m.head_char < m.end_char
        assert m.entity is None or m.entity in entities
    assert all(i in entities for e in cast.entities for i in e.members)


SHARED = pathlib.Path(os.environ.get("REGESTA_SHARED", pathlib.Path(__file__).parents[2] / "shared"))


@pytest.mark.skipif(not (SHARED / "gold" / "seeds.json").exists(), reason="the seed reports are not here")
def test_the_same_actors_of_the_seeds():
    gold = json.loads((SHARED / "gold" / "seeds.json").read_text(encoding="utf-8"))
    missed = []
    for report in gold["reports"]:
        cast = cast_of((SHARED / "seeds" / report["report"]).read_text(encoding="utf-8"))
        for names in report["same_actor"]:
            said = [(f" {m.exact}", m.entity) for m in cast.mentions]
            ids = [{e for words, e in said if words.endswith(f" {n}") or f" {n}".endswith(words)} for n in names]
            if not set.intersection(*ids) - {None}:
                missed.append(names)
    assert missed == []


def test_a_bare_surname_is_nobody_who_came_to_office_much_later():
    text = "Biden met Rossi in Rome."
    assert meant(cast_of(text, dt.date(2022, 3, 6)), "Biden") == {"Joe Biden"}
    assert meant(cast_of(text, dt.date(1987, 3, 6)), "Biden") == {"Biden"}


def test_sectors_are_those_of_the_day():
    def sectors(day):
        cast = cast_of("Donald Trump spoke in Ohio.", day)
        return next(e.sectors for e in cast.entities if e.name == "Donald Trump")

    assert sectors(dt.date(2018, 5, 1)) == ("GOV",)
    assert sectors(dt.date(2016, 5, 1)) == ("ELI",)  # no office yet
    assert sectors(dt.date(2022, 5, 1)) == ("ELI", "GOV")  # no longer
