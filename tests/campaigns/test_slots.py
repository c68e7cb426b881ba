"""Callback slots: half hours of the person's own days, closed ones with the rule that closes them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from campaigns.rules.proposal import Hold
from campaigns.slots import FIRST_HOUR, LAST_HOUR, LEAST_AHEAD, SLOT, callback_slots
from tests.campaigns.files import MOBILE, call, person_file
from tests.campaigns.rows import BOOKS
from tests.conftest import EPOCH

NEW_YORK, LOS_ANGELES = "America/New_York", "America/Los_Angeles"


def local_times(zone: str, days: int = 2, now: datetime = EPOCH) -> dict[str, bool]:
    file = person_file(zone=zone)
    slots = callback_slots(file, file.points[0], BOOKS, None, zone=zone, now=now, days=days)
    return {f"{slot.at.astimezone(ZoneInfo(zone)):%a %H:%M}": slot.is_allowed for slot in slots}


@pytest.mark.parametrize("zone", [NEW_YORK, LOS_ANGELES, "Pacific/Honolulu"])
def test_slots_are_open_exactly_within_the_legal_hours_of_the_person(zone: str) -> None:
    """Eight in the morning is open and half past seven is not; at nine in the evening it is over.

    Source: 12 CFR 1006.6(b)(1)(i).
    """
    open_at = local_times(zone)
    assert [open_at[f"Tue {time}"] for time in ("07:30", "08:00", "20:30", "21:00")] == [False, True, True, False]


def test_today_begins_a_little_ahead_and_every_half_hour_follows() -> None:
    """Nobody is called back at once, and the day ends late in the evening."""
    file = person_file()
    slots = callback_slots(file, file.points[0], BOOKS, None, zone=NEW_YORK, now=EPOCH, days=1)
    assert slots[0].at == EPOCH + SLOT >= EPOCH + LEAST_AHEAD
    assert {later.at - slot.at for slot, later in pairwise(slots)} == {SLOT}
    assert slots[-1].at.astimezone(ZoneInfo(NEW_YORK)).hour == LAST_HOUR


def test_a_cap_does_not_bar_the_call_that_was_asked_for() -> None:
    """Asking to be called is consent to it, although seven calls were made and one was a talk.

    Source: 12 CFR 1006.14(b)(3)(i).
    """
    tries = tuple(call("no_answer", ago=timedelta(hours=20 * day)) for day in range(1, 8))
    file = person_file(history=(*tries, call("conversation", ago=timedelta(minutes=3))))
    slots = callback_slots(file, file.points[0], BOOKS, None, zone=NEW_YORK, now=EPOCH, days=2)
    barred = {slot.reason.code for slot in slots if slot.reason}
    assert not barred & {"cap_reached", "cooling_off"}


def test_a_hold_closes_every_slot_and_is_named() -> None:
    """What forbids contact forbids the callback too."""
    file = person_file()
    held = replace(file.person, holds=(Hold(kind="cease_communication", starts_at=EPOCH - timedelta(days=1)),))
    slots = callback_slots(replace(file, person=held), MOBILE, BOOKS, None, zone=NEW_YORK, now=EPOCH, days=3)
    assert {slot.reason and slot.reason.code for slot in slots} == {"held"}


@pytest.mark.parametrize("day", [datetime(2026, 3, 7, 15, tzinfo=UTC), datetime(2026, 10, 31, 15, tzinfo=UTC)])
def test_the_day_the_clocks_change_has_the_same_wall_clock_hours(day: datetime) -> None:
    """A slot is a time on the person's wall, in summer and in winter."""
    times = [time[4:] for time in local_times(NEW_YORK, days=2, now=day) if time.startswith("Sun")]
    steps = (LAST_HOUR - FIRST_HOUR) * 2 + 1
    assert times == [f"{FIRST_HOUR + step // 2:02d}:{step % 2 * 30:02d}" for step in range(steps)]
