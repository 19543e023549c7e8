"""Dating: which expression dates an event, and what is said where none does.

All reports were published on Wednesday 2022-03-09; the trigger is the word in capitals, put back before parsing.
"""

import datetime as dt
from collections.abc import Callable

import pytest

from regesta.coding.dating import When, is_background, when, when_done
from regesta.coding.parser import parse
from regesta.coding.times import find_times
from regesta.schema import Report

PUBLISHED = dt.date(2022, 3, 9)

# text with the trigger in capitals; first and last day; basis
DATED = [
    ("Rebels ATTACKED the town on Monday.", "2022-03-07..2022-03-07", "text"),
    ("On Monday, rebels ATTACKED the town.", "2022-03-07..2022-03-07", "text"),
    ("Rebels attacked the town on Monday, KILLING five soldiers.", "2022-03-07..2022-03-07", "text"),
    ("On Monday, a telephone CONVERSATION of the ministers was the first exchange.", "2022-03-07..2022-03-07", "text"),
    ("She condemned the Feb. 23 ATTACK.", "2022-02-23..2022-02-23", "text"),
    ("He FLEW to Paris on March 3 and met the president.", "2022-03-03..2022-03-03", "text"),
    ("He flew to Paris on March 3 and MET the president.", "2022-03-03..2022-03-03", "text"),
    ("A car bomb EXPLODED in the city on Friday, police said.", "2022-03-04..2022-03-04", "text"),
    ("The minister SAID Tuesday that troops had entered the city.", "2022-03-08..2022-03-08", "text"),
    ("The army, which TOOK the town last month, has left.", "2022-02-01..2022-02-28", "text"),
    ("The accord SIGNED in 1991 ended the war.", "1991-01-01..1991-12-31", "text"),
    ("After MEETING the envoy on Monday, he left.", "2022-03-07..2022-03-07", "text"),
    ("Talks will RESUME next week.", "2022-03-14..2022-03-20", "text"),
    ("The two sides have been FIGHTING since 2014.", "2014-01-01..2022-03-09", "text"),
    ("From 3 to 5 March ministers MET in Geneva.", "2022-03-03..2022-03-05", "text"),
    ("The plan is due before Friday, when she VISITS the camp.", "2022-03-11..2022-03-11", "text"),
    ("They must LEAVE by Friday.", "2022-03-09..2022-03-11", "text"),
    ("Ministers met on Monday. During this meeting they SIGNED a pact.", "2022-03-07..2022-03-07", "anchor"),
    ("Ministers met on Monday. They SIGNED a pact.", "2022-03-07..2022-03-07", "anchor"),
    # joined verbs, purposes and clauses of the same time share it
    ("The army TOOK the port and closed the bridge in January.", "2022-01-01..2022-01-31", "text"),
    ("The army LAUNCHED a drive to enter the port on Monday.", "2022-03-07..2022-03-07", "text"),
    ("On Monday ten people died when a bomb EXPLODED in the market.", "2022-03-07..2022-03-07", "text"),
    ("In May 2015 the dam fell after fighting in which troops KILLED ten rebels.", "2015-05-01..2015-05-31", "text"),
    ("The army TOOK the port and said on Monday that it was calm.", "2022-03-08..2022-03-09", "publication"),
    ("The army TOOK the port and later closed the bridge on Monday.", "2022-03-08..2022-03-09", "publication"),
    ("He was hanged on Monday for the MURDER of an envoy.", "..2022-03-09", "publication"),
    # told before
    ("A raid on Monday hit the port. Envoys came. Ten sailors were KILLED in the raid.", "2022-03-07..2022-03-07", "anchor"),
    ("A raid on Monday hit the port. Envoys came. The RAID destroyed it.", "2022-03-07..2022-03-07", "anchor"),
    ("A raid on Monday hit the port. Envoys came. Ten sailors were KILLED in a storm.", "2022-03-08..2022-03-09", "publication"),
    # by the tense
    ("The army is BESIEGING the port.", "2022-03-08..2022-03-09", "publication"),
    ("Since May 2015 there were raids in which gas was USED.", "..2022-03-09", "publication"),
    ("The army has been BESIEGING the port.", "..2022-03-09", "publication"),
    ("The envoy is LEAVING the port.", "2022-03-09..", "publication"),
    ("The rebels are said to have TAKEN the port.", "..2022-03-09", "publication"),
    ("The president CONDEMNED the raid.", "2022-03-08..2022-03-09", "publication"),
    ("The president WILL VISIT the camp.", "2022-03-09..", "publication"),
    ("The president plans to VISIT the camp.", "2022-03-09..", "publication"),
    ("The army could INVADE the island.", "2022-03-09..", "publication"),
    ("China has REFUSED to condemn the raid.", "..2022-03-09", "publication"),
    ("The minister said that troops had ENTERED the city.", "..2022-03-09", "publication"),
    ("The man who SHOT the mayor was tried.", "..2022-03-09", "publication"),
    ("After meeting the envoy on Monday, he LEFT.", "2022-03-08..2022-03-09", "publication"),
    # a time that dates something else
    ("She CONDEMNED the Feb. 23 attack.", "2022-03-08..2022-03-09", "publication"),
    ("The accord signed in 1991 ENDED the war.", "2022-03-08..2022-03-09", "publication"),
    ("After the START of the war he fled.", "..2022-03-09", "publication"),
    ("The union CALLED a strike for tomorrow.", "2022-03-08..2022-03-09", "publication"),
    ("The army has now RETREATED.", "..2022-03-09", "text"),
]  # fmt: skip


def _when(marked: str, published: dt.date | None = PUBLISHED, ask: Callable[..., When | None] = when) -> When | None:
    words = [w for w in marked.replace(",", " ").replace(".", " ").split() if w.isupper() and len(w) > 1]
    trigger = " ".join(words)
    start = marked.index(trigger)
    text = marked.replace(trigger, trigger.lower())
    (parsed,) = parse([Report(id="r", source="r.txt", text=text, published=published)])
    return ask(parsed, start, start + len(trigger), find_times(parsed))


@pytest.mark.model
@pytest.mark.parametrize(("marked", "days", "basis"), DATED)
def test_which_day(marked: str, days: str, basis: str) -> None:
    found = _when(marked)
    assert found is not None
    assert (f"{found.earliest or ''}..{found.latest or ''}", found.basis) == (days, basis)


LEAD = "The envoys of both states came to the port. The mayor received them. "
# what follows the lead, with the trigger in capitals; first and last day
TOLD = [
    (LEAD + "He fled the town in 1953. Troops ATTACKED his village.", "..2022-03-09"),
    (LEAD + "He fled the town in 1953. Years went by. Troops ATTACKED his village.", "..2022-03-09"),
    (LEAD + "In 1985 his brother died and troops ATTACKED his village.", "1985-01-01..1985-12-31"),
    # news after history
    (LEAD + "He fled the town in 1953. He came back last week. Troops ATTACKED his village.", "2022-03-08..2022-03-09"),
    (LEAD + "He fled the town in 1953. Now he is an envoy. Troops ATTACKED his village.", "2022-03-08..2022-03-09"),
    # a time that only names something
    (LEAD + "They spoke of the 1953 accord. Troops ATTACKED a village.", "2022-03-08..2022-03-09"),
    # nouns: what was done in the news, and what was only spoken of
    (LEAD + "The army launched an ATTACK on the port.", "2022-03-08..2022-03-09"),
    (LEAD + "They spoke of the many ATTACKS on the port.", "..2022-03-09"),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("marked", "days"), TOLD)
def test_what_is_told_as_history_is_not_of_the_day_of_publication(marked: str, days: str) -> None:
    found = _when(marked, ask=when_done)
    assert found is not None
    assert f"{found.earliest or ''}..{found.latest or ''}" == days


@pytest.mark.model
def test_without_publication_and_without_a_time_nothing_is_known() -> None:
    assert _when("The president CONDEMNED the raid.", None) is None


@pytest.mark.model
def test_without_publication_a_weekday_is_kept_open() -> None:
    found = _when("The president CONDEMNED the raid on Monday.", None)
    assert found is not None and found.time_id is not None
    assert (found.earliest, found.latest, found.grain, found.basis) == (None, None, "day", "text")


@pytest.mark.model
def test_first_day_is_never_after_the_last() -> None:
    for marked, _, _ in DATED:
        found = _when(marked)
        assert found is not None
        assert found.earliest is None or found.latest is None or found.earliest <= found.latest


@pytest.mark.model
def test_history_is_background_and_news_is_not() -> None:
    assert is_background(_when("The accord SIGNED in 1991 ended the war."), PUBLISHED)
    assert not is_background(_when("Rebels ATTACKED the town on Monday."), PUBLISHED)
    assert not is_background(None, PUBLISHED)
