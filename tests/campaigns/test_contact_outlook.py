"""The strip under a call: how much of the cap is used, until when it is quiet, whether a text may go."""

from dataclasses import replace
from datetime import timedelta

import pytest

from campaigns.contact_outlook import Outlook, outlook
from campaigns.person_file import PersonFile
from campaigns.rules.proposal import Hold
from tests.campaigns.files import MOBILE, call, person_file
from tests.campaigns.rows import BOOKS
from tests.conftest import EPOCH


def look(file: PersonFile) -> Outlook:
    return outlook(file, MOBILE, BOOKS.rules_for(file.under(MOBILE), EPOCH.date(), None), EPOCH)


@pytest.mark.parametrize("tries", [0, 1, 6, 7, 9])
def test_calls_of_a_week_are_counted_against_the_cap(tries: int) -> None:
    """Seven calls in seven days about one debt are the most (12 CFR 1006.14(b)(2)(i)(A))."""
    history = tuple(call("no_answer", ago=timedelta(hours=12 * (number + 1))) for number in range(tries))
    found = look(person_file(history=history))
    assert (found.used, found.cap, found.window_days) == (tries, 7, 7)
    assert ("cap_reached" in found.codes) == (tries >= 7)


def test_calls_of_last_month_use_up_nothing() -> None:
    """What has left the window is not counted."""
    found = look(person_file(history=tuple(call("no_answer", ago=timedelta(days=20 + day)) for day in range(7))))
    assert (found.used, found.quiet_until, found.codes) == (0, None, ())


def test_a_talk_makes_it_quiet_for_a_week() -> None:
    """After a conversation the next call waits seven days (12 CFR 1006.14(b)(2)(i)(B))."""
    found = look(person_file(history=(call("conversation", ago=timedelta(hours=1)),)))
    assert found.quiet_until is not None
    assert timedelta(days=6) < found.quiet_until - EPOCH <= timedelta(days=7)
    assert found.codes[0] == "cooling_off"


def test_a_demand_to_stop_ends_only_by_a_new_fact() -> None:
    """Time does not lift it, so no date is shown, and no text may go either."""
    file = person_file()
    held = replace(file.person, holds=(Hold(kind="cease_communication", starts_at=EPOCH),))
    found = look(replace(file, person=held))
    assert (found.quiet_until, found.codes, found.is_text_allowed) == (None, ("held", "on_new_fact"), False)


def test_no_text_goes_to_somebody_without_a_mobile() -> None:
    """A landline gets no texts."""
    file = person_file()
    assert look(replace(file, points=(replace(MOBILE, label="home"),))).is_text_allowed is False
