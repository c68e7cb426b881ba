"""The index of openings says what the gate would say: callable or not, and the next instant to the second."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from campaigns.books import CreditorTerms
from campaigns.callable_cases import Group, Hours
from campaigns.campaigns import Campaign
from campaigns.ladders import parse_ladder
from campaigns.openings import opening_of, read_shape
from campaigns.person_file import PersonFile, Point
from campaigns.rules.judge import judge
from campaigns.rules.proposal import Consent, Hold, PastContact, StatedTime
from campaigns.worklist import points_in_order
from crm.attempts import Channel
from tests.campaigns.files import MOBILE, person_file
from tests.campaigns.rows import BOOKS, World
from tests.conftest import EPOCH

PLACES = (("US", "GA", "Springfield"), ("US", "NY", "New York"), ("US", "MA", "Boston"), ("US", "WA", "Spokane"))
ZONES = ("America/New_York", "America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu")
TERMS = CreditorTerms("acme", 3, {"windows": {"daily": [["07:30", "19:45"]]}})


def somebody(dice: Random) -> PersonFile:
    """Return a person with numbers, a past, holds, wishes and consents by chance."""
    base = person_file(zone=dice.choice(ZONES))
    home = Point(UUID(int=9), "phone", dice.choice(["home", "work"]), "+12125550190", (dice.choice(ZONES),), "new", 1)
    points = base.points if dice.random() < 0.5 else (*base.points, home)
    history = tuple(
        PastContact(
            at=EPOCH - timedelta(minutes=dice.randint(1, 10 * 1440)),
            channel=dice.choice(["phone", "phone", "phone", "sms"]),
            outcome=dice.choice(["no_answer", "no_answer", "voicemail_left", "conversation", "abandoned"]),
            endpoint_id=dice.choice(points).id,
            debts=(base.case_id,),
            number_type="mobile",
        )
        for _ in range(dice.choice([0, 1, 3, 8]))
    )
    holds = tuple(
        Hold(
            kind=dice.choice(["disputed", "complaint", "do_not_contact"]),
            starts_at=EPOCH + timedelta(hours=dice.choice([-9, 30])),
            until=dice.choice([None, EPOCH + timedelta(hours=dice.randint(-5, 90))]),
            endpoint_id=dice.choice([None, MOBILE.id]),
        )
        for _ in range(dice.choice([0, 0, 1]))
    )
    wishes = tuple(
        StatedTime(days=(dice.randint(0, 6), dice.randint(0, 6)), start_minute=dice.randint(0, 1439), end_minute=600)
        for _ in range(dice.choice([0, 0, 1, 2]))
    )
    consents = tuple(
        Consent(kind=dice.choice(["extra_calls", "hours_waiver"]), at=EPOCH - timedelta(hours=dice.randint(1, 200)))
        for _ in range(dice.choice([0, 0, 0, 1]))
    )
    known = dice.choice([None, None, None, "America/Denver"])
    person = replace(base.person, stated_times=wishes, holds=holds, consents=consents, known_zone=known)
    place = type(base.place)(*dice.choice(PLACES))
    creditor = dice.choice([None, TERMS])
    return replace(base, place=place, points=points, history=history, person=person, creditor=creditor)


def by_the_gate(file: PersonFile, campaign: Campaign, at: datetime) -> tuple[bool, datetime | None]:
    """Ask the judge about every number, as the gate does."""
    verdicts = [
        judge(
            file.proposal(point, Channel.PHONE, at),
            file.person,
            file.history,
            BOOKS.rules_for(file.under(point), at.date(), campaign),
        )
        for point in points_in_order(file, parse_ladder(campaign.ladder), None)
    ]
    nexts = [verdict.next_allowed_at for verdict in verdicts if verdict.next_allowed_at is not None]
    return any(verdict.allowed for verdict in verdicts), min(nexts, default=None)


@pytest.mark.parametrize("seed", range(8))
async def test_the_index_agrees_with_the_gate_when_asked_about_the_week(world: World, seed: int) -> None:
    """Sixty persons with rich pasts, each at eight instants of a week in which the clocks do not change."""
    campaign, dice = await world.campaign(), Random(seed)
    agreed = refused = 0
    for _ in range(60):
        file = somebody(dice)
        opening = opening_of(file, BOOKS, campaign, EPOCH)
        shapes = tuple(read_shape(shape.document()) for shape in opening.shapes)
        group = Group(campaign.id, None, opening.zone, 1, opening.rule_id, opening.code, opening.free_ats, cases=1)
        hours = Hours(BOOKS, campaign, {1: shapes}, {"acme": TERMS}, EPOCH, EPOCH + timedelta(days=70))
        for at in sorted(EPOCH + timedelta(seconds=dice.randint(0, 7 * 86400)) for _ in range(8)):
            if opening.exact_until is not None and opening.exact_until <= at:
                continue
            allowed, next_at = by_the_gate(file, campaign, at)
            standing = hours.standing(group, at)
            assert standing.is_callable == allowed, (file, at)
            if not allowed and (opening.exact_until is None or (next_at and next_at < opening.exact_until)):
                assert standing.next_at == next_at, (file, at)
            agreed, refused = agreed + 1, refused + (not allowed)
    assert agreed > 300
    assert refused > 100
