"""Times: a table of expressions with their right answers, and what may never happen.

The reports of `TIMES` were published on Wednesday 2022-03-09. Days are written earliest..latest, either may be open.
"""

import datetime as dt
import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.coding.parser import Parsed, parse
from regesta.coding.times import began, contradictions, find_times
from regesta.coding.timex.calendar import easter, interval, thirds
from regesta.coding.timex.patterns import find_drafts
from regesta.errors import SettingsError
from regesta.knowledge.affairs import affair_of, affairs, own_affairs, read_affairs
from regesta.schema import Report, Time
from regesta.settings import Settings

WEDNESDAY = dt.date(2022, 3, 9)

TIMES = [
    ("Troops entered the town on Monday.", "Monday", "2022-03-07", "2022-03-07..2022-03-07"),
    (
        "The minister arrives in Geneva on Friday and will meet his colleague.",
        "Friday",
        "2022-03-11",
        "2022-03-11..2022-03-11",
    ),
    ("The two will meet again on Monday.", "Monday", "2022-03-14", "2022-03-14..2022-03-14"),
    ("Officials said Wednesday that the bridge was closed.", "Wednesday", "2022-03-09", "2022-03-09..2022-03-09"),
    ("The envoy left last Wednesday.", "last Wednesday", "2022-03-02", "2022-03-02..2022-03-02"),
    ("Shops will reopen next Monday.", "next Monday", "2022-03-14", "2022-03-14..2022-03-14"),
    ("The army said this Sunday was quiet.", "this Sunday", "2022-03-06", "2022-03-06..2022-03-06"),
    ("Shelling was heard on Tuesday night.", "Tuesday night", "2022-03-08TNI", "2022-03-08..2022-03-08"),
    ("The convoy was hit early Tuesday.", "early Tuesday", "2022-03-08", "2022-03-08..2022-03-08"),
    ("Talks broke off late Monday.", "late Monday", "2022-03-07", "2022-03-07..2022-03-07"),
    ("The strike began at 6 a.m. on Tuesday.", "6 a.m. on Tuesday", "2022-03-08T06:00", "2022-03-08..2022-03-08"),
    ("Police were called at noon Sunday.", "noon Sunday", "2022-03-06T12:00", "2022-03-06..2022-03-06"),
    ("He spoke yesterday in parliament.", "yesterday", "2022-03-08", "2022-03-08..2022-03-08"),
    ("The vote takes place tomorrow.", "tomorrow", "2022-03-10", "2022-03-10..2022-03-10"),
    ("Both sides met today.", "today", "2022-03-09", "2022-03-09..2022-03-09"),
    ("Sirens sounded yesterday evening.", "yesterday evening", "2022-03-08TEV", "2022-03-08..2022-03-08"),
    ("The council meets tomorrow morning.", "tomorrow morning", "2022-03-10TMO", "2022-03-10..2022-03-10"),
    ("They will speak tonight.", "tonight", "2022-03-09TNI", "2022-03-09..2022-03-09"),
    ("Rockets hit the port this morning.", "this morning", "2022-03-09TMO", "2022-03-09..2022-03-09"),
    ("Two people died last night.", "last night", "2022-03-08TNI", "2022-03-08..2022-03-08"),
    ("Drones attacked the depot overnight.", "overnight", "2022-03-08TNI", "2022-03-08..2022-03-08"),
    ("He resigned on 5 March.", "5 March", "2022-03-05", "2022-03-05..2022-03-05"),
    ("She was arrested on March 3.", "March 3", "2022-03-03", "2022-03-03..2022-03-03"),
    ("A vote is set for March 20.", "March 20", "2022-03-20", "2022-03-20..2022-03-20"),
    ("He was born on February 24, 1955.", "February 24, 1955", "1955-02-24", "1955-02-24..1955-02-24"),
    ("The treaty was signed on 11 November 1918.", "11 November 1918", "1918-11-11", "1918-11-11..1918-11-11"),
    ("The report of 2022-02-28 was withdrawn.", "2022-02-28", "2022-02-28", "2022-02-28..2022-02-28"),
    ("The order of 28/02/2022 was withdrawn.", "28/02/2022", "2022-02-28", "2022-02-28..2022-02-28"),
    ("The deadline of 3/4/2022 has passed.", "3/4/2022", "2022-03-04", "2022-03-04..2022-03-04"),
    ("He was killed on Dec. 14.", "Dec. 14", "2021-12-14", "2021-12-14..2021-12-14"),
    ("Elections will be held on Nov. 8.", "Nov. 8", "2022-11-08", "2022-11-08..2022-11-08"),
    ("The truce of the 3rd of March did not hold.", "the 3rd of March", "2022-03-03", "2022-03-03..2022-03-03"),
    ("They met on Thursday, March 3, in Minsk.", "Thursday, March 3", "2022-03-03", "2022-03-03..2022-03-03"),
    ("They met on Thursday 3 March 2022 in Minsk.", "Thursday 3 March 2022", "2022-03-03", "2022-03-03..2022-03-03"),
    ("The base was built in March 1996.", "March 1996", "1996-03", "1996-03-01..1996-03-31"),
    ("Protests began in January.", "January", "2022-01", "2022-01-01..2022-01-31"),
    ("A summit is planned for June.", "June", "2022-06", "2022-06-01..2022-06-30"),
    ("The unrest of early February has passed.", "early February", "2022-02", "2022-02-01..2022-02-09"),
    ("Rebels took the town in late February 2012.", "late February 2012", "2012-02", "2012-02-20..2012-02-29"),
    ("They met in mid-February.", "mid-February", "2022-02", "2022-02-10..2022-02-18"),
    ("The port was lost last August.", "last August", "2021-08", "2021-08-01..2021-08-31"),
    ("The court will rule next October.", "next October", "2022-10", "2022-10-01..2022-10-31"),
    ("Prices rose in January this year.", "January this year", "2022-01", "2022-01-01..2022-01-31"),
    ("The camp was closed in June last year.", "June last year", "2021-06", "2021-06-01..2021-06-30"),
    ("In 2014 the region was annexed.", "2014", "2014", "2014-01-01..2014-12-31"),
    ("Fighting has gone on since 2014.", "2014", "2014", "2014-01-01..2014-12-31"),
    ("The war of 1967 changed the map.", "1967", "1967", "1967-01-01..1967-12-31"),
    ("He ruled from 1990 to 2001.", "1990", "1990", "1990-01-01..1990-12-31"),
    ("He ruled from 1990 to 2001.", "2001", "2001", "2001-01-01..2001-12-31"),
    ("It was built in 1914-18.", "1914", "1914", "1914-01-01..1914-12-31"),
    ("It was built in 1914-18.", "18", "1918", "1918-01-01..1918-12-31"),
    ("The party was founded in early 2009.", "early 2009", "2009", "2009-01-01..2009-04-30"),
    ("The party was founded in late 2009.", "late 2009", "2009", "2009-09-01..2009-12-31"),
    ("It fell apart in mid-1996.", "mid-1996", "1996", "1996-05-01..1996-08-31"),
    ("The plant will close by the end of 2025.", "the end of 2025", "2025", "2025-09-01..2025-12-31"),
    ("In the 1990s the country was at war.", "the 1990s", "199", "1990-01-01..1999-12-31"),
    ("In the early 1980s he was in exile.", "the early 1980s", "198", "1980-01-01..1983-05-01"),
    ("The '70s were quiet.", "The '70s", "197", "1970-01-01..1979-12-31"),
    ("It lasted through the nineties.", "the nineties", "199", "1990-01-01..1999-12-31"),
    ("The border was drawn in the 19th century.", "the 19th century", "18", "1800-01-01..1899-12-31"),
    ("They left in nineteen ninety-one.", "nineteen ninety-one", "1991", "1991-01-01..1991-12-31"),
    ("The goal was set for the year two thousand.", "the year two thousand", "2000", "2000-01-01..2000-12-31"),
    ("The talks resumed last week.", "last week", "2022-W09", "2022-02-28..2022-03-06"),
    ("The talks resume next week.", "next week", "2022-W11", "2022-03-14..2022-03-20"),
    ("Parliament debated the bill this week.", "this week", "2022-W10", "2022-03-07..2022-03-13"),
    ("The envoy arrived earlier this week.", "earlier this week", "2022-W10", "2022-03-07..2022-03-09"),
    ("Prices fell last month.", "last month", "2022-02", "2022-02-01..2022-02-28"),
    ("A vote is due next month.", "next month", "2022-04", "2022-04-01..2022-04-30"),
    ("The law was passed earlier this month.", "earlier this month", "2022-03", "2022-03-01..2022-03-09"),
    ("The rules will be changed later this month.", "later this month", "2022-03", "2022-03-09..2022-03-31"),
    ("The army lost ground last year.", "last year", "2021", "2021-01-01..2021-12-31"),
    ("The ship sailed late last year.", "late last year", "2021", "2021-09-01..2021-12-31"),
    ("A new pact will be signed early next year.", "early next year", "2023", "2023-01-01..2023-04-30"),
    ("The base will open later this year.", "later this year", "2022", "2022-03-09..2022-12-31"),
    ("It must be done by the end of the month.", "the end of the month", "2022-03", "2022-03-21..2022-03-31"),
    ("It must be done by the end of the year.", "the end of the year", "2022", "2022-09-01..2022-12-31"),
    ("Police arrested hundreds over the weekend.", "the weekend", "2022-W09-WE", "2022-03-05..2022-03-06"),
    ("They will meet this weekend.", "this weekend", "2022-W10-WE", "2022-03-12..2022-03-13"),
    ("Fighting resumed last weekend.", "last weekend", "2022-W09-WE", "2022-03-05..2022-03-06"),
    ("He won the election last summer.", "last summer", "2021-SU", "2021-06-01..2021-08-31"),
    ("The truce broke down this winter.", "this winter", "2022-WI", "2021-12-01..2022-02-28"),
    ("Wheat is sown in the spring of 2021.", "the spring of 2021", "2021-SP", "2021-03-01..2021-05-31"),
    ("He came to power in the autumn of 1999.", "the autumn of 1999", "1999-FA", "1999-09-01..1999-11-30"),
    ("The offensive came in summer 2016.", "summer 2016", "2016-SU", "2016-06-01..2016-08-31"),
    ("He left two days ago.", "two days ago", "2022-03-07", "2022-03-07..2022-03-07"),
    ("They married three weeks ago.", "three weeks ago", "2022-W07", "2022-02-14..2022-02-20"),
    ("The dam broke five months ago.", "five months ago", "2021-10", "2021-10-01..2021-10-31"),
    ("The wall fell more than 30 years ago.", "more than 30 years ago", "1992", "1992-01-01..1992-12-31"),
    ("The pact lapsed a year ago.", "a year ago", "2021", "2021-01-01..2021-12-31"),
    ("The vote was held a week ago.", "a week ago", "2022-W09", "2022-02-28..2022-03-06"),
    ("It was common several years ago.", "several years ago", "PAST_REF", "..2022-03-09"),
    ("Nearly two decades ago the dam was built.", "Nearly two decades ago", "200", "2000-01-01..2009-12-31"),
    (
        "On 24 February the invasion began. Two days later the mayor fled.",
        "Two days later",
        "2022-02-26",
        "2022-02-26..2022-02-26",
    ),
    (
        "In May 2015 the two signed a pact. A month earlier they had met in Oslo.",
        "A month earlier",
        "2015-04",
        "2015-04-01..2015-04-30",
    ),
    ("On 3 March they met. The next day the talks failed.", "The next day", "2022-03-04", "2022-03-04..2022-03-04"),
    (
        "On 3 March they met. The previous day the talks had failed.",
        "The previous day",
        "2022-03-02",
        "2022-03-02..2022-03-02",
    ),
    (
        "On 3 March they met. The following week they met again.",
        "The following week",
        "2022-W10",
        "2022-03-07..2022-03-13",
    ),
    ("In 1999 he was elected. The following year he resigned.", "The following year", "2000", "2000-01-01..2000-12-31"),
    ("He spoke on 3 March. That day the market crashed.", "That day", "2022-03-03", "2022-03-03..2022-03-03"),
    (
        "He spoke on 3 March. On the same day the market crashed.",
        "the same day",
        "2022-03-03",
        "2022-03-03..2022-03-03",
    ),
    ("The siege lasted three weeks.", "three weeks", "P3W", ".."),
    ("He was jailed for 27 years.", "27 years", "P27Y", ".."),
    ("After a two-hour meeting they left.", "two-hour", "PT2H", ".."),
    ("It took nearly two and a half years.", "nearly two and a half years", "P2.5Y", ".."),
    ("They fought for 18 months.", "18 months", "P18M", ".."),
    ("It will take at least 30 days.", "at least 30 days", "P30D", ".."),
    ("It was over in half an hour.", "half an hour", "PT30M", ".."),
    ("They waited a couple of days.", "a couple of days", "P2D", ".."),
    ("They waited for several hours.", "several hours", "PTXH", ".."),
    ("The truce should last a few weeks.", "a few weeks", "PXW", ".."),
    ("The two-week ceasefire held.", "two-week", "P2W", ".."),
    ("It is a decades-long dispute over years.", "years", "PXY", ".."),
    ("Over the past two months 40 people died.", "the past two months", "P2M", "2022-01-09..2022-03-09"),
    ("In the last 24 hours the army lost ten tanks.", "the last 24 hours", "PT24H", "2022-03-08..2022-03-09"),
    ("Over the next five years it will grow.", "the next five years", "P5Y", "2022-03-09..2027-03-09"),
    ("In the past decade the town has doubled.", "the past decade", "P10Y", "2012-03-09..2022-03-09"),
    ("In recent weeks raids have grown.", "recent weeks", "PXW", ".."),
    ("In recent days raids have grown.", "recent days", "PAST_REF", "..2022-03-09"),
    ("In the coming days they will meet.", "coming days", "FUTURE_REF", "2022-03-09.."),
    ("The river has risen these days.", "these days", "PRESENT_REF", "..2022-03-09"),
    ("The army now holds the bridge.", "now", "PRESENT_REF", "..2022-03-09"),
    ("The army currently holds the bridge.", "currently", "PRESENT_REF", "..2022-03-09"),
    ("He has recently been freed.", "recently", "PAST_REF", "..2022-03-09"),
    ("Aid will soon arrive.", "soon", "FUTURE_REF", "2022-03-09.."),
    ("There is no plan for the future.", "the future", "FUTURE_REF", "2022-03-09.."),
    ("It was done so in the past.", "the past", "PAST_REF", "..2022-03-09"),
    ("At the time nobody knew.", "the time", "PAST_REF", "..2022-03-09"),
    ("They meet every week.", "every week", "P1W", ".."),
    ("They meet every two years.", "every two years", "P2Y", ".."),
    ("They meet each Thursday.", "each Thursday", "XXXX-WXX-4", ".."),
    ("They meet every Tuesday morning.", "every Tuesday", "XXXX-WXX-2", ".."),
    ("They march each July.", "each July", "XXXX-07", ".."),
    ("The fair is held annually.", "annually", "P1Y", ".."),
    ("They meet twice a week.", "a week", "P1W", ".."),
    ("The market is open on Mondays.", "Mondays", "XXXX-WXX-1", ".."),
    ("Output fell in the third quarter.", "the third quarter", "2021-Q3", "2021-07-01..2021-09-30"),
    ("Output fell in the fourth quarter of 2021.", "the fourth quarter of 2021", "2021-Q4", "2021-10-01..2021-12-31"),
    ("The firm posted a third-quarter loss.", "third-quarter", "2021-Q3", "2021-07-01..2021-09-30"),
    ("Output will grow in the second quarter.", "the second quarter", "2022-Q2", "2022-04-01..2022-06-30"),
    ("Sales rose in Q3 2021.", "Q3 2021", "2021-Q3", "2021-07-01..2021-09-30"),
    ("Sales fell in the first half of 2020.", "the first half of 2020", "2020-H1", "2020-01-01..2020-06-30"),
    ("Sales fell in fiscal 2019.", "fiscal 2019", "2019", "2019-01-01..2019-12-31"),
    ("Sales fell in fiscal year 2019.", "fiscal year 2019", "2019", "2019-01-01..2019-12-31"),
    ("Exports fell last quarter.", "last quarter", "2021-Q4", "2021-10-01..2021-12-31"),
    ("They met at 10:30 a.m. on March 5.", "10:30 a.m. on March 5", "2022-03-05T10:30", "2022-03-05..2022-03-05"),
    ("The blast came at 18:00 GMT.", "18:00 GMT", "2022-03-09T18:00Z", "2022-03-09..2022-03-09"),
    ("The blast came at 5 p.m. on the square.", "5 p.m.", "2022-03-09T17:00", "2022-03-09..2022-03-09"),
    ("They shook hands at midnight.", "midnight", "2022-03-09T24:00", "2022-03-09..2022-03-09"),
    ("The pope spoke on Christmas Day.", "Christmas Day", "2021-12-25", "2021-12-25..2021-12-25"),
    ("The pope spoke on Easter Sunday.", "Easter Sunday", "2021-04-04", "2021-04-04..2021-04-04"),
    ("They met on New Year's Eve.", "New Year's Eve", "2021-12-31", "2021-12-31..2021-12-31"),
    ("The pope will speak on Easter Sunday.", "Easter Sunday", "2022-04-17", "2022-04-17..2022-04-17"),
    ("Workers will march on May Day.", "May Day", "2022-05-01", "2022-05-01..2022-05-01"),
    (
        "Women marched on International Women's Day.",
        "International Women's Day",
        "2022-03-08",
        "2022-03-08..2022-03-08",
    ),
    ("Ministers met from 3 to 5 March.", "3", "2022-03-03", "2022-03-03..2022-03-03"),
    ("Ministers met from 3 to 5 March.", "5 March", "2022-03-05", "2022-03-05..2022-03-05"),
    ("Ministers met on March 3-5.", "March 3", "2022-03-03", "2022-03-03..2022-03-03"),
    ("Ministers met on March 3-5.", "5", "2022-03-05", "2022-03-05..2022-03-05"),
    ("Ministers will meet on 14-16 June 2023.", "14", "2023-06-14", "2023-06-14..2023-06-14"),
    ("Ministers will meet on 14-16 June 2023.", "16 June 2023", "2023-06-16", "2023-06-16..2023-06-16"),
    ("Ministers meet between 12 and 15 April.", "12", "2022-04-12", "2022-04-12..2022-04-12"),
    ("Ministers meet between 12 and 15 April.", "15 April", "2022-04-15", "2022-04-15..2022-04-15"),
    (
        "On the 10th day of the war in Ukraine, Russia shelled Kyiv.",
        "the 10th day of the war",
        "2022-03-05",
        "2022-03-05..2022-03-05",
    ),
    (
        "On the third day. of the Russian invasion of Ukraine, Kyiv held.",
        "the third day. of the Russian invasion",
        "2022-02-26",
        "2022-02-26..2022-02-26",
    ),
    (
        "Nothing happened on the 3rd day of the strike.",
        "the 3rd day of the strike",
        "2022-03-09",
        "2022-03-09..2022-03-09",
    ),
    (
        "The truce of the evening of March 5 did not hold.",
        "the evening of March 5",
        "2022-03-05TEV",
        "2022-03-05..2022-03-05",
    ),
    ("Shells fell at 10 p.m. on 5 March.", "10 p.m. on 5 March", "2022-03-05T22:00", "2022-03-05..2022-03-05"),
    ("It began on Sept. 30 of last year.", "Sept. 30 of last year", "2021-09-30", "2021-09-30..2021-09-30"),
    (
        "The raids went on in the first week of February.",
        "the first week of February",
        "2022-02",
        "2022-02-01..2022-02-09",
    ),
    ("They fled in the last week of August 2014.", "the last week of August 2014", "2014-08", "2014-08-21..2014-08-31"),
    ("He was sentenced to seven and a half years in prison.", "seven and a half years", "P7.5Y", ".."),
    ("The four-and-a-half-year siege ended.", "four-and-a-half-year", "P4.5Y", ".."),
    ("He faces up to ten years in prison.", "up to ten years", "P10Y", ".."),
    ("The war will end one day.", "one day", "FUTURE_REF", ".."),
    (
        "Police blamed the group for Wednesdays blast in the capital.",
        "Wednesdays",
        "2022-03-09",
        "2022-03-09..2022-03-09",
    ),
    ("On day 10 of the war in Ukraine the port fell.", "day 10 of the war", "2022-03-05", "2022-03-05..2022-03-05"),
    ("The bloodshed of a six-month-old truce goes on.", "six-month-old", "P6M", ".."),
    ("They stood there in the following days.", "following days", "PXD", ".."),
    ("Five or six months will pass.", "Five or six months", "P5M", ".."),
    ("The vote of the 21st century is near.", "the 21st century", "20", "2000-01-01..2099-12-31"),
    ("They met at dawn yesterday.", "dawn yesterday", "2022-03-08TMO", "2022-03-08..2022-03-08"),
    ("Around noon on Wednesday planes came.", "Around noon on Wednesday", "2022-03-09T12:00", "2022-03-09..2022-03-09"),
    ("Sirens were heard late Sunday night.", "late Sunday night", "2022-03-06TNI", "2022-03-06..2022-03-06"),
    ("The general died a fortnight ago.", "a fortnight ago", "2022-W08", "2022-02-21..2022-02-27"),
    ("They spent the past two nights in a cellar.", "the past two nights", "P2D", "2022-03-07..2022-03-09"),
    ("Security was raised after the Sept. 11 attacks.", "Sept. 11", "2001-09-11", "2001-09-11..2001-09-11"),
    ("He joined the army after 9/11 in Boston.", "9/11", "2001-09-11", "2001-09-11..2001-09-11"),
    ("The convoy left at 1130 GMT.", "1130 GMT", "2022-03-09T11:30Z", "2022-03-09..2022-03-09"),
]

# Without a day of publication nothing is guessed: values keep their X, intervals stay open.
UNDATED = [
    ("The army attacked on Tuesday.", "Tuesday", "XXXX-WXX-2", "day"),
    ("The army attacked on Tuesday night.", "Tuesday night", "XXXX-WXX-2TNI", "part"),
    ("The army attacked yesterday.", "yesterday", "XXXX-XX-XX", "day"),
    ("The army attacked last week.", "last week", "XXXX-WXX", "week"),
    ("The army attacked over the weekend.", "the weekend", "XXXX-WXX-WE", "week"),
    ("The army attacked in March.", "March", "XXXX-03", "month"),
    ("The army attacked on March 5.", "March 5", "XXXX-03-05", "day"),
    ("The army attacked last year.", "last year", "XXXX", "year"),
    ("The army attacked in the third quarter.", "the third quarter", "XXXX-Q3", "quarter"),
    ("The army attacked last summer.", "last summer", "XXXX-SU", "season"),
    ("The army attacked at 5 p.m.", "5 p.m.", "XXXX-XX-XXT17:00", "minute"),
    ("The pope spoke on Christmas Day.", "Christmas Day", "XXXX-12-25", "day"),
    ("The army has attacked these days.", "these days", "PRESENT_REF", "open"),
    ("The army attacked on the 3rd day of the siege.", "the 3rd day of the siege", "XXXX-XX-XX", "day"),
]

# Words that look like a time and are none.
NO_TIMES = [
    ("The 25-year-old man was arrested.", "an age"),
    ("He is 37 years old.", "an age"),
    ("Some 2000 people fled.", "a number of people"),
    ("It cost $1990 to repair.", "money"),
    ("The rate rose by 2015 percent.", "an amount"),
    ("He may leave.", "the verb"),
    ("Protesters march on the palace.", "the verb"),
    ("Theresa May spoke.", "a name"),
    ("The girl, aged two years, is safe.", "an age"),
    ("Her 18-month-old son is safe.", "an age"),
    ("Resolution 1973 was adopted.", "the number of a resolution"),
    ("About 9/10 of them fled.", "a share"),
    ("It was called off at the last minute.", "no minute"),
    ("The fall of the town was reported.", "no season"),
    ("Three-quarters of the town is in ruins.", "a fourth part"),
    ("They sat in the sun.", "no days of the week"),
    ("As soon as he left, it was over.", "a conjunction"),
    ("Second, they asked for arms.", "an ordinal"),
    ("He reads a daily newspaper.", "a kind of newspaper"),
    ("The score was 3:15 in the end.", "no clock"),
]


def _parsed(text: str, published: dt.date | None = WEDNESDAY) -> Parsed:
    return parse([Report(id="r", source="r.txt", text=text, published=published)])[0]


def _all(texts: list[str], published: dt.date | None) -> dict[str, list[Time]]:
    unique = list(dict.fromkeys(texts))
    reports = [Report(id=str(i), source="r.txt", text=t, published=published) for i, t in enumerate(unique)]
    return {p.report.text: find_times(p) for p in parse(reports)}


@pytest.fixture(scope="module")
def dated() -> dict[str, list[Time]]:
    return _all([row[0] for row in TIMES], WEDNESDAY)


@pytest.fixture(scope="module")
def undated() -> dict[str, list[Time]]:
    return _all([row[0] for row in UNDATED] + [row[0] for row in TIMES], None)


def _one(times: list[Time], exact: str) -> Time:
    found = [t for t in times if t.exact == exact]
    assert found, [(t.exact, t.value) for t in times]
    return found[-1]


@pytest.mark.model
@pytest.mark.parametrize(("text", "exact", "value", "days"), TIMES)
def test_value_and_days(dated: dict[str, list[Time]], text: str, exact: str, value: str, days: str) -> None:
    time = _one(dated[text], exact)
    assert (time.value, f"{time.earliest or ''}..{time.latest or ''}") == (value, days)


@pytest.mark.model
@pytest.mark.parametrize(("text", "exact", "value", "grain"), UNDATED)
def test_without_publication_nothing_is_guessed(
    undated: dict[str, list[Time]], text: str, exact: str, value: str, grain: str
) -> None:
    time = _one(undated[text], exact)
    assert (time.value, time.grain, time.earliest, time.latest, time.anchor) == (value, grain, None, None, None)


@pytest.mark.model
def test_without_publication_no_day_of_2022_appears(undated: dict[str, list[Time]]) -> None:
    """Years come from the words or from the table of affairs alone."""
    names = {a.name for a in affairs()}
    for text, times in undated.items():
        for time in times:
            if "2022" not in text and time.anchor not in names:
                assert "2022" not in (time.value or "")


@pytest.mark.model
def test_what_is_no_time() -> None:
    found = _all([text for text, _ in NO_TIMES], WEDNESDAY)
    assert {text: [t.exact for t in times] for text, times in found.items() if times} == {}


@pytest.mark.model
def test_weekday_on_the_day_of_publication_is_that_day() -> None:
    (time,) = find_times(_parsed("China on Tuesday called for talks.", dt.date(2022, 4, 5)))
    assert time.value == "2022-04-05"


@pytest.mark.model
def test_weekday_is_past_when_published_a_day_later() -> None:
    (time,) = find_times(_parsed("China on Tuesday called for talks.", dt.date(2022, 4, 6)))
    assert time.value == "2022-04-05"


@pytest.mark.model
def test_december_told_in_january_is_last_year() -> None:
    (time,) = find_times(_parsed("The pact was signed on December 30.", dt.date(2022, 1, 3)))
    assert time.value == "2021-12-30"


# --- numbered days of an affair -----------------------------------------------------------------------------------

TENTH_DAY = "Ministers spoke by phone on Saturday, the 10th day. of the conflict in Ukraine."


@pytest.mark.model
def test_numbered_day_by_the_table() -> None:
    time = _one(find_times(_parsed(TENTH_DAY, dt.date(2022, 3, 6))), "the 10th day. of the conflict")
    assert (time.value, time.anchor, began(time)) == ("2022-03-05", "Russian invasion of Ukraine", dt.date(2022, 2, 24))


@pytest.mark.model
def test_numbered_day_without_a_table_is_the_day_told_beside_it() -> None:
    text = "Ministers spoke by phone on Saturday, the 10th day of the conflict in Ruritania."
    times = find_times(_parsed(text, dt.date(2022, 3, 6)))
    time = _one(times, "the 10th day of the conflict")
    assert (time.value, time.anchor, began(time)) == ("2022-03-05", times[0].id, dt.date(2022, 2, 24))


@pytest.mark.model
def test_numbered_day_of_the_table_needs_no_publication() -> None:
    time = _one(find_times(_parsed(TENTH_DAY, None)), "the 10th day. of the conflict")
    assert time.value == "2022-03-05"


@pytest.mark.model
def test_a_later_operation_is_not_counted_from_an_affair_long_ago() -> None:
    text = "Syrian troops shelled the town on the third day of the operation, a monitor said."
    (time,) = find_times(_parsed(text, dt.date(2017, 8, 6)))
    assert (time.value, time.anchor) == ("XXXX-XX-XX", None)


@pytest.mark.model
def test_an_affair_long_ago_is_counted_when_it_is_named() -> None:
    text = "He fled on the third day of the war in Ukraine."
    (time,) = find_times(_parsed(text, dt.date(2024, 8, 6)))
    assert time.value == "2022-02-26"


OWN = "name,first_day,nouns,about\nRuritanian war,2022-02-20,conflict|war,Ruritania\n"


@pytest.mark.model
def test_own_affairs_come_first() -> None:
    parsed = _parsed("Ministers met on the 3rd day of the conflict in Ruritania.", dt.date(2022, 3, 6))
    (time,) = find_times(parsed, own_affairs=OWN)
    assert (time.value, time.anchor) == ("2022-02-22", "Ruritanian war")


@pytest.mark.model
def test_a_day_of_an_own_affair_after_publication_is_a_problem() -> None:
    parsed = _parsed("Ministers met on the 3rd day of the conflict in Ruritania.", dt.date(2022, 2, 20))
    times = find_times(parsed, own_affairs=OWN)
    (problem,) = contradictions(parsed, times, own_affairs=OWN)
    assert "after publication on 2022-02-20" in problem.message


@pytest.mark.model
def test_a_weekday_that_contradicts_the_numbered_day_is_a_problem() -> None:
    parsed = _parsed("On Tuesday, the 10th day of the conflict in Ukraine, ministers spoke.", dt.date(2022, 3, 9))
    (problem,) = contradictions(parsed, find_times(parsed))
    assert problem.kind == "contradiction" and "2022-03-05" in problem.message and "2022-03-08" in problem.message


@pytest.mark.model
def test_agreeing_dates_are_no_problem() -> None:
    parsed = _parsed(TENTH_DAY, dt.date(2022, 3, 6))
    assert contradictions(parsed, find_times(parsed)) == []


def test_affairs_are_told_apart_by_day_and_place() -> None:
    text = "Israel struck Gaza."
    found = affair_of("of the war", text, dt.date(2014, 8, 1), affairs())
    assert found is not None and found.first_day == dt.date(2014, 7, 8)
    assert affair_of("of the war", text, None, affairs()) is None  # three wars fit, and no day says which
    assert affair_of("of the festival", text, dt.date(2014, 8, 1), affairs()) is None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (OWN.replace("2022-02-20", "yesterday"), ":2: first_day: expected a day such as 2022-02-24, got 'yesterday'"),
        (OWN + "\nx,20/02/2022,war,X\n", ":4: first_day: expected"),  # a blank line counts
        (OWN.replace("about", "words"), ":1: expected the columns name, first_day, nouns, about; without about"),
        ("", ":1: expected the columns"),
        (OWN + "x,2022-02-20,war\n", ":3: about is empty"),  # it would fit every report
        (OWN + "x,2022-02-20, | ,X\n", ":3: nouns is empty"),
        (OWN.encode("utf-16"), ":1: expected a CSV file in UTF-8, got UTF-16"),
        (OWN.encode() + b"Caf\xe9,2022-02-20,war,Caf\xe9\n", ":3: expected a CSV file in UTF-8"),
    ],
)
def test_a_table_of_affairs_that_is_none_is_refused_with_its_line(
    tmp_path: Path, data: str | bytes, message: str
) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(SettingsError, match=re.escape(f"own.csv{message}")):
        own_affairs(path)


@pytest.mark.parametrize("data", [OWN, "\ufeff" + OWN, OWN.replace(",", ";"), OWN.replace("\n", "\r\n")])
def test_tables_of_affairs_as_spreadsheets_write_them(tmp_path: Path, data: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(data.encode())
    (affair,) = read_affairs(own_affairs(path))
    assert (affair.name, affair.first_day, affair.nouns) == (
        "Ruritanian war", dt.date(2022, 2, 20), {"war", "conflict"})  # fmt: skip
    assert affair.about.search("in Ruritanian hands")


def test_the_digest_of_the_settings_knows_the_affairs() -> None:
    assert Settings(affairs=OWN).digest() != Settings().digest()


@given(st.text(alphabet="0123456789 -–/:.,'’snt\nMarchTuesdaylastweekthofin", max_size=60))
def test_drafts_are_in_order_and_inside_the_text(text: str) -> None:
    at = 0
    for draft in find_drafts(text):
        assert at <= draft.start < draft.end <= len(text)
        at = draft.end


@pytest.mark.parametrize("word", ["one ", "two-", "about ", "the last ", "March ", "2 1/2 ", "twenty ", "1990-"])
def test_endless_repetition_takes_no_endless_time(word: str) -> None:
    began_at = process_time()
    find_drafts(word * 5000)
    assert process_time() - began_at < 2


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 28)))
def test_intervals_of_a_day_its_week_month_and_year_contain_it(day: dt.date) -> None:
    year, week, _ = day.isocalendar()
    for value in (str(day), f"{year}-W{week:02d}", f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y}"[:3], f"{day:%Y}"[:2]):
        found = interval(value)
        assert found.earliest is not None and found.latest is not None
        assert found.earliest <= day <= found.latest


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 28)), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_thirds_lie_in_order_inside_their_interval(day: dt.date, form: str) -> None:
    whole = interval(day.strftime(form))
    parts = [thirds(whole, part) for part in ("early", "mid", "late")]
    ends = [d for p in parts for d in (p.earliest, p.latest)]
    assert ends[0] == whole.earliest and ends[-1] == whole.latest
    assert all(p.earliest <= p.latest for p in parts if p.earliest and p.latest)


def test_impossible_days_are_open() -> None:
    assert interval("2021-02-29").earliest is None
    assert interval("2021-W60").earliest is None


@pytest.mark.parametrize(("year", "month", "day"), [(2022, 4, 17), (2024, 3, 31), (2000, 4, 23)])
def test_easter(year: int, month: int, day: int) -> None:
    assert easter(year) == dt.date(year, month, day)
