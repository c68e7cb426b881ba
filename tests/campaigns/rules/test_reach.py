"""Who could be called at an instant, and who becomes callable by a change."""

from campaigns.rules.campaign_rules import campaign_rules
from campaigns.rules.reach import Candidate, becoming_callable, reach_at
from tests.campaigns.rules.cases import BOOK, LOS_ANGELES, call, local, past, person

AT = local("2026-06-03 20:30")
LAW = BOOK.rules_for(["us"], AT.date())
FREE = Candidate("free", call(AT), person())
TALKED = Candidate("talked", call(AT), person(), (past(local("2026-06-01 12:00"), "conversation"),))
WEST = Candidate("west", call(AT, number_zones=(LOS_ANGELES,)), person(address_zones=(LOS_ANGELES,)))


def test_each_refusal_is_counted_once_when_many_are_looked_at() -> None:
    """The preview names the same rule that the gate would report."""
    reach = reach_at((FREE, TALKED, WEST), LAW, at=AT)
    assert reach.callable_keys == ("free", "west")
    assert reach.refused == {"us.regf.conversation_cooldown": 1}


def test_proposal_is_judged_at_the_asked_instant_when_it_differs() -> None:
    """An hour later it is past nine in the east and not in the west."""
    assert reach_at((FREE, TALKED, WEST), LAW, at=local("2026-06-03 21:30")).callable_keys == ("west",)


def test_change_is_shown_both_ways_when_a_window_moves() -> None:
    """Before a manager saves, the page says who comes in and who drops out."""
    before = LAW + campaign_rules("1", windows={"daily": [["09:00", "20:00"]]})
    after = LAW + campaign_rules("1", windows={"daily": [["18:00", "21:00"]]})
    assert becoming_callable((FREE, TALKED, WEST), before, after, at=AT) == (("free",), ("west",))
