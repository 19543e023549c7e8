"""Dates as publishers write them."""

import datetime as dt

import pytest

from regesta.reading.dates import DayMonthUnknownError, NotADateError, contradicting_words, date_of, day_month_order

EAST = dt.timezone(dt.timedelta(hours=3))


@pytest.mark.parametrize(
    ("value", "day", "moment"),
    [
        ("2022-03-06", "2022-03-06", None),
        ("2022/03/06", "2022-03-06", None),
        ("20220306", "2022-03-06", None),
        (20220306, "2022-03-06", None),
        ("2022-03-06T10:00:00Z", "2022-03-06", "2022-03-06T10:00:00"),
        ("2022-03-06 10:00 UTC", "2022-03-06", "2022-03-06T10:00:00"),
        ("2022-03-06T23:30:00-05:00", "2022-03-06", "2022-03-07T04:30:00"),  # the day is the publisher's own
        ("2022-03-06T10:00:00", "2022-03-06", None),  # no zone: no moment
        ("2022-03-06T10:00:00.123+0200", "2022-03-06", "2022-03-06T08:00:00.123000"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26", None),
        ("26 February 1987", "1987-02-26", None),
        ("Feb. 26, 1987", "1987-02-26", None),
        ("February 26th 1987", "1987-02-26", None),
        ("Thursday, 26 February 1987 at 10:00", "1987-02-26", None),
        ("Thu, 26 Feb 1987 10:00:00 +0200", "1987-02-26", "1987-02-26T08:00:00"),
        ("Thu, 26 Feb 1987 10:00:00 GMT", "1987-02-26", "1987-02-26T10:00:00"),
        ("26.02.1987", "1987-02-26", None),
        ("5.4.2017", "2017-04-05", None),  # full stops: the day is first
        ("4/19/2017", "2017-04-19", None),  # only one reading
        ("19/4/17", "2017-04-19", None),
        ("7/7/2017", "2017-07-07", None),
        (1646560800, "2022-03-06", "2022-03-06T10:00:00"),
        (1646560800000, "2022-03-06", "2022-03-06T10:00:00"),
        (dt.date(2022, 3, 6), "2022-03-06", None),
        (dt.datetime(2022, 3, 6, 1, 0, tzinfo=EAST), "2022-03-06", "2022-03-05T22:00:00"),
    ],
)
def test_date(value: object, day: str, moment: str | None) -> None:
    found = date_of(value)
    assert found.day == dt.date.fromisoformat(day)
    assert found.moment == (dt.datetime.fromisoformat(moment) if moment else None)


@pytest.mark.parametrize("value", ["4/5/2017", "04-05-2017", "4/5/17"])
def test_either_order_is_for_the_file_to_decide(value: str) -> None:
    with pytest.raises(DayMonthUnknownError):
        date_of(value)
    assert date_of(value, "month first").day == dt.date(2017, 4, 5)
    assert date_of(value, "day first").day == dt.date(2017, 5, 4)


@pytest.mark.parametrize(
    "value",
    ["", "soon", "2022-13-45", "30 February 2022", "31/31/2022", 5, 1e300, True, None, [], "Monday", "99999999"],
)
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(NotADateError):
        date_of(value)


@pytest.mark.parametrize("value", ["2022", "2022-03", "March 2022"])
def test_year_or_month_alone_names_no_day(value: str) -> None:
    assert (date_of(value).day, date_of(value).year) == (None, 2022)


def test_order_of_day_and_month_is_proved_by_a_number_above_twelve() -> None:
    assert day_month_order("4/19/2017") == "month first"
    assert day_month_order("19/4/2017") == "day first"
    assert [day_month_order(v) for v in ("4/5/2017", "19.4.2017", "2017-04-19", 5, None)] == [None] * 5


@pytest.mark.parametrize(
    ("text", "published", "words"),
    [
        ("He left on Tuesday, April 5.", "2022-04-07", None),
        ("He left on Tuesday, April 6.", "2022-04-07", "Tuesday, April 6"),
        ("He left on Tuesday (5 April).", "2022-04-07", None),
        ("He left on Monday the 6th of April.", "2022-04-07", "Monday the 6th of April"),
        ("On Friday, December 31, he left.", "2022-01-02", None),  # nearest year
        ("On Tuesday, September 11, 2001, he left.", "2022-04-07", None),  # its own year
        ("On Tuesday, February 29, he left.", "2023-03-02", "Tuesday, February 29"),
        ("On Tuesday he left.", "2022-04-07", None),
    ],
)
def test_day_names_that_do_not_fit(text: str, published: str, words: str | None) -> None:
    assert contradicting_words(text, dt.date.fromisoformat(published)) == words
