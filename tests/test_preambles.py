"""What stands before the first sentence, and where a second report begins."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.reading.preambles import headline, preambles, starts_of_reports


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "stamp", "expected"),
    [
        (" date 2022-03-06 China on Saturday called for talks.", " date 2022-03-06 ", "2022-03-06"),  # the space too
        ("Wed 05 Apr 2017 Syria attack symptoms", "Wed 05 Apr 2017 ", "2017-04-05"),
        ("Sat Feb 28 2015 Fighters beheaded", "Sat Feb 28 2015 ", "2015-02-28"),
        ("Wednesday 22 July 2015 22:33 Civilians killed", "Wednesday 22 July 2015 22:33 ", "2015-07-22"),
        ("Sat 24 Aug 2013 at 2354 The blast", "Sat 24 Aug 2013 at 2354 ", "2013-08-24"),
        ("30 September 2016 13 civilians killed", "30 September 2016 ", "2016-09-30"),
        ("Date of publication 11 August 2016 A helicopter", "Date of publication 11 August 2016 ", "2016-08-11"),
        ("Published: April 5, 2017, 10:32 GMT\nThe jets", "Published: April 5, 2017, 10:32 GMT", "2017-04-05"),
        ("2022-03-06T10:00:00Z\nThe jets", "2022-03-06T10:00:00Z", "2022-03-06"),
        ("[2022-03-06] The jets", "[2022-03-06] ", "2022-03-06"),
        ("05.02.2015 A rebel group", "05.02.2015 ", "2015-02-05"),  # full stops: the day is first
        ("Posted on April 19 2017 by Ann Lee Six killed", "Posted on April 19 2017 ", "2017-04-19"),
        ("2017-04-05 | The jets", "2017-04-05 | ", "2017-04-05"),
        ("04-05-2014 Army units", "04-05-2014 ", None),  # either order: a stamp, but no date
        (" date 2022-13-45 China on Saturday called.", " date 2022-13-45 ", None),
    ],
)
def test_stamp_at_the_head(text: str, stamp: str, expected: str | None) -> None:
    (found,) = preambles(text)
    assert (text[found.start : found.end], found.kind, found.day) == (stamp, "stamp", day(expected))


@pytest.mark.parametrize(
    ("text", "dateline", "place", "agency", "when"),
    [
        ("BEIJING, March 5 (Xinhua) -- China", "BEIJING, March 5 (Xinhua) -- ", "BEIJING", "Xinhua", (3, 5)),
        ("LONDON, Feb 26 - The bank", "LONDON, Feb 26 - ", "LONDON", None, (2, 26)),
        ("GENEVA (Reuters) - The envoy", "GENEVA (Reuters) - ", "GENEVA", "Reuters", None),
        ("BEIRUT, Lebanon (AP) — The army", "BEIRUT, Lebanon (AP) — ", "BEIRUT", "AP", None),
        ("DUBAI, United Arab Emirates (AP) — The", "DUBAI, United Arab Emirates (AP) — ", "DUBAI", "AP", None),
        ("MOSCOW, March 5. /TASS/. Russia", "MOSCOW, March 5. /TASS/. ", "MOSCOW", "TASS", (3, 5)),
        ("ST. PAUL, Minn., March 6 - A firm", "ST. PAUL, Minn., March 6 - ", "ST. PAUL", None, (3, 6)),
        ("WASHINGTON/MOSCOW, March 3 (Reuters) - The", "WASHINGTON/MOSCOW, March 3 (Reuters) - ", "WASHINGTON/MOSCOW",
         "Reuters", (3, 3)),
        ("MOSCOW — The Kremlin", "MOSCOW — ", "MOSCOW", None, None),
        ("NEW DELHI: The minister", "NEW DELHI: ", "NEW DELHI", None, None),
        ("Kyiv, Ukraine – The army", "Kyiv, Ukraine – ", "Kyiv", None, None),
        ("Damascus, SANA – The army", "Damascus, SANA – ", "Damascus", "SANA", None),
        ("Bogota, March 8 (IANS) The president", "Bogota, March 8 (IANS) ", "Bogota", "IANS", (3, 8)),
        ("(Reuters) - The army", "(Reuters) - ", None, "Reuters", None),
        ("(CNN) The army", "(CNN) ", None, "CNN", None),
    ],
)  # fmt: skip
def test_dateline(
    text: str, dateline: str, place: str | None, agency: str | None, when: tuple[int, int] | None
) -> None:
    (found,) = preambles(text)
    assert text[found.start : found.end] == dateline
    assert (found.kind, found.place, found.agency, found.month_day, found.day) == (
        "dateline",
        place,
        agency,
        when,
        None,
    )


def test_dateline_with_a_year_is_a_day() -> None:
    (found,) = preambles("HELSINKI, Dec. 1, 2023 (North Sea Wire) -- Finland offered")
    assert (found.day, found.month_day) == (dt.date(2023, 12, 1), None)


@pytest.mark.parametrize(
    "text",
    [
        "April 5, 2017 was a day of talks.",  # a sentence
        "April 5, 2017, saw talks.",
        "On Wednesday, April 5, 2017, the army withdrew.",
        "Wednesday was quiet.",
        "China, Russia – both members of the council – abstained.",
        "NATO - the alliance of thirty states - met.",  # an organisation is no place
        "UN: the envoy left.",
        "Updated 31 in strikes near Aleppo",  # no date
        "On 13 August 1999, Reuters reported an attack.",
        "Source: a man who did not want to be named.\nHe went.",  # one header line alone is text
        "",
        "   \n ",
    ],
)
def test_running_text_is_no_preamble(text: str) -> None:
    assert preambles(text) == []


def test_preambles_below_a_headline_leave_it_alone() -> None:
    text = "China calls for talks\nBy Ann Lee\n\nBEIJING, March 5, 2022 (Xinhua) -- China called for talks."
    byline, dateline = preambles(text)
    assert (byline.kind, text[byline.start : byline.end]) == ("byline", "By Ann Lee")
    assert dateline.day == dt.date(2022, 3, 5)
    assert headline(text) == "China calls for talks"


def test_one_header_line_above_a_stamp_is_a_header() -> None:
    header, stamp = preambles("Publisher: North Sea Wire\n date 2022-03-06 China called for talks.")
    assert (header.field, header.value, stamp.day) == ("publisher", "North Sea Wire", dt.date(2022, 3, 6))


def test_stamp_in_a_page_whose_line_ends_were_lost() -> None:
    text = "Bomber kills 16 outside bakery AFP Tuesday 5 Jul 2016 A bomber killed 16 people."
    (found,) = preambles(text)
    assert (text[found.start : found.end], found.day) == ("AFP Tuesday 5 Jul 2016 ", dt.date(2016, 7, 5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iceland closes harbour\n\nIt did so on Monday.", "Iceland closes harbour"),
        ("Iceland closed its harbour.\n\nIt did so on Monday.", None),  # a sentence
        ("Iceland closed its harbour on\nMonday, it said.\n\nMore.", None),  # a wrapped line
        (" date 2022-03-06 China called for talks.\n\nMore.", None),
        ("Title: A\nDate: 2022-03-06\n\nText.", "A"),
        ("2022-03-06\n\nIceland closes harbour\n\nIt did so.", "Iceland closes harbour"),  # below the stamp
        ("x" * 300 + "\n\nText.", None),  # too long
        ("Only one line", None),
    ],
)
def test_headline(text: str, expected: str | None) -> None:
    assert headline(text) == expected


BODY = "Norway on Monday accused Iceland of closing the harbour. The minister said that talks would go on. " * 3


@pytest.mark.parametrize(
    ("parts", "begins"),
    [
        ((BODY, "\n\n", " date 2022-03-06 China called for talks again."), 2),
        ((" date 2022-03-05 ", BODY, "\n", " date 2022-03-06 China called for talks again."), 3),
        ((BODY, "date 2022-03-06 China called for talks again."), 1),  # on the same line, after a full stop
        ((BODY, "\n\n", "Harbour closed\n\ndate 2022-03-06 China called for talks again."), 2),  # with its headline
        (("2022-03-05\n\n", BODY, "\n\n", "2022-03-06\n\nChina called for talks again."), 3),
        (("Date: 2022-03-05\n\n", BODY, "\n\n", "Title: B\nDate: 2022-03-06\n\nChina called for talks again."), 3),
    ],
)
def test_stamp_inside_begins_another_report(parts: tuple[str, ...], begins: int) -> None:
    text = "".join(parts)
    assert starts_of_reports(text)[1:] in ([len("".join(parts[:begins]))], [len("".join(parts[:begins])) + 1])


@pytest.mark.parametrize(
    "text",
    [
        BODY + "\n\n5 April 2017\n\nThe army said that it had left the town.",  # a chronology, not a stamp
        f"Headline\n\nA summary of it.\n\nPublished: 5 March 2022\n\n{BODY}",  # the report's own stamp
        f"2022-03-05\n{BODY}\n\nLast updated: 6 March 2022",  # its foot
        f"{BODY}\nThe meeting on date\n2022-03-06 was moved to Oslo by the two ministers, he said.",
        f"{BODY}\nThe ministers spoke at length and moved the talks that had a\ndate 2022-03-06 Oslo time to May.",
        f"{BODY} They set the date 2022-03-06 for talks.",
        "date 2022-03-06\n",
        "",
    ],
)
def test_one_report_stays_one(text: str) -> None:
    assert starts_of_reports(text) == [0]


@given(
    st.lists(
        st.sampled_from(["date 2022-03-06 ", "OSLO, May 5 (AP) - ", "Title: ", "By Ann Lee\n", "Army left.", "\n", " "])
    )
)
def test_preambles_are_in_order_and_inside_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    at = 0
    for found in preambles(text):
        assert at <= found.start < found.end <= len(text)
        at = found.end
    starts = starts_of_reports(text)
    assert starts == sorted(set(starts))


@pytest.mark.parametrize(
    "text",
    [
        " " * 1_000_000 + "x", "\n" * 500_000, "date " * 100_000, "A.-" * 100_000, "Title: x" + " " * 500_000 + "y\n",
        "date 2022-03-05\n" * 20_000, "By " + "Aaa " * 100_000, "Ab, " * 100_000,
    ],
)  # fmt: skip
def test_odd_texts_take_no_time(text: str) -> None:
    began = time.process_time()
    preambles(text)
    headline(text)
    starts_of_reports(text)
    assert time.process_time() - began < 5
