"""What some fictional persons had asked for before a shift: hours to be left alone, more calls, texts; some for a time.

Pure: dice and a person's file in, rows out; some end while the shift runs. `recalling` writes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from campaigns.person_file import PersonFile
from config.ids import Ids
from crm.attempts import Channel

ASKED_AGO = timedelta(hours=1)
"""After every earlier call, so that none of them was against a wish."""
EVIDENCE = "a letter before this demo began"
STATED_SHARE, TALKED_SHARE, TEXTS_SHARE, ECOMM_SHARE, WAIVER_SHARE = 0.15, 0.60, 0.10, 0.50, 0.05
"""Of all persons, but more calls are asked for by those who had talked with us."""
EVERY_DAY = list(range(7))
HALF_HOUR = 30
A_DAY = 1440

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wishes:
    """Rows of stated times and of consents, each with all columns of its table that are not left empty."""

    stated_times: list[Row]
    consents: list[Row]


def draw_wishes(dice: Random, ids: Ids, files: Sequence[PersonFile], *, now: datetime) -> Wishes:
    """Draw the wishes of persons, in the order of their files."""
    wishes = Wishes([], [])
    for file in files:
        if dice.random() < STATED_SHARE:
            wishes.stated_times.append(_stated(dice, ids, file, now))
        has_talked = any(contact.outcome == "conversation" for contact in file.history)
        if dice.random() < TALKED_SHARE and has_talked:
            wishes.consents.append(_consent(dice, ids, file, "extra_calls", now))
        for kind, share in (("sms", TEXTS_SHARE), ("ecomm", ECOMM_SHARE), ("hours_waiver", WAIVER_SHARE)):
            if dice.random() < share:
                wishes.consents.append(_consent(dice, ids, file, kind, now))
    return wishes


def _stated(dice: Random, ids: Ids, file: PersonFile, now: datetime) -> Row:
    """A span of half an hour to nine hours, on some days or all, perhaps over midnight."""
    start = dice.randrange(0, A_DAY, HALF_HOUR)
    days = EVERY_DAY if dice.random() < 0.5 else sorted(dice.sample(EVERY_DAY, dice.randint(1, 4)))
    return {
        "id": ids.new(),
        "debtor_id": file.debtor_id,
        "days": days,
        "start_minute": start,
        "end_minute": (start + HALF_HOUR * dice.randint(1, 18)) % A_DAY,
        "channels": dice.choice((None, None, [Channel.PHONE.value], [Channel.SMS.value])),
        "starts_at": now - ASKED_AGO,
        "ends_at": _end(dice, now),
        "evidence": EVIDENCE,
        "actor": "system",
    }


def _consent(dice: Random, ids: Ids, file: PersonFile, kind: str, now: datetime) -> Row:
    """A consent that is limited or not: to a number, a case, a channel, an end, or days of the person's calendar."""
    points = file.phone_points()
    return {
        "id": ids.new(),
        "debtor_id": file.debtor_id,
        "contact_point_id": dice.choice(points).id if points and dice.random() < 0.3 else None,
        "case_id": file.case_id if dice.random() < 0.3 else None,
        "channel": Channel.SMS.value if kind in {"sms", "ecomm"} and dice.random() < 0.3 else None,
        "kind": kind,
        "given_at": now - ASKED_AGO,
        "ends_at": _end(dice, now),
        "revoked_at": None,
        "valid_days": dice.choice((None, None, 1, 2, 7)),
        "evidence": EVIDENCE,
        "actor": "system",
    }


def _end(dice: Random, now: datetime) -> datetime | None:
    return now + timedelta(minutes=dice.randint(20, 480)) if dice.random() < 0.4 else None
