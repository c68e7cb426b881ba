"""The index of openings says what the gate would say: callable or not, and the next instant to the second."""

from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID

import pytest

from campaigns.books import CreditorTerms
from campaigns.callable_cases import Group, Hours
from campaigns.campaigns import Campaign
from campaigns.ladders import parse_ladder
from campaigns.open_hours import open_spans
from campaigns.openings import opening_of, read_shape
from campaigns.person_file import PersonFile, Point
from campaigns.rules.judge import judge
from campaigns.rules.proposal import Consent, Debt, Hold, PastContact, StatedTime
from campaigns.rules.windows import Weekly
from campaigns.worklist import points_in_order
from crm.attempts import Channel
from tests.campaigns.files import MOBILE, person_file
from tests.campaigns.rows import BOOKS, World
from tests.conftest import EPOCH

PLACES = (
    ("US", "GA", "Springfield"),
    ("US", "NY", "New York"),
    ("US", "MA", "Boston"),
    ("US", "WA", "Spokane"),
    ("US", "FL", "Miami"),
    ("PH", "", "Manila"),
    ("CO", "", "Bogota"),
    ("AU", "NSW", "Sydney"),
)
ZONES = ("America/New_York", "America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu")
WEEKS = (EPOCH, datetime(2026, 10, 29, 15, 0, tzinfo=UTC), datetime(2027, 3, 11, 15, 0, tzinfo=UTC))
"""A plain week, and two in which the clocks of some zones change: on 1 November and on 14 March."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
TERMS = CreditorTerms(
    "acme", 3, {"windows": {**{day: [["07:30", "19:45"]] for day in WEEKDAYS}, "sat": [["22:00", "02:00"]]}}
)


def somebody(dice: Random, now: datetime) -> PersonFile:
    """Return a person with numbers, a past, holds, wishes and consents by chance."""
    base = person_file(zone=dice.choice(ZONES))
    home = Point(UUID(int=9), "phone", dice.choice(["home", "work"]), "+12125550190", (dice.choice(ZONES),), "new", 1)
    points = base.points if dice.random() < 0.5 else (*base.points, home)
    history = tuple(
        PastContact(
            at=now - timedelta(minutes=dice.randint(1, 10 * 1440)),
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
            starts_at=now + timedelta(hours=dice.choice([-9, 30])),
            until=dice.choice([None, now + timedelta(hours=dice.randint(-5, 90))]),
            endpoint_id=dice.choice([None, MOBILE.id]),
        )
        for _ in range(dice.choice([0, 0, 1]))
    )
    wishes = tuple(
        StatedTime(days=(dice.randint(0, 6), dice.randint(0, 6)), start_minute=dice.randint(0, 1439), end_minute=600)
        for _ in range(dice.choice([0, 0, 1, 2]))
    )
    consents = tuple(
        Consent(
            kind=dice.choice(["extra_calls", "hours_waiver"]),
            at=now - timedelta(hours=dice.choice([-30, 1, 50, 200])),
            revoked_at=dice.choice([None, None, now + timedelta(hours=60)]),
            valid_days=dice.choice([None, 5]),
            endpoint_id=dice.choice([None, MOBILE.id]),
        )
        for _ in range(dice.choice([0, 0, 1]))
    )
    known = dice.choice([None, None, None, "America/Denver"])
    age = dice.choice([3, 15, 16, 40])
    debts: dict[Hashable, Debt] = {base.case_id: Debt(creditor=UUID(int=4), days_past_due=age)}
    person = replace(base.person, stated_times=wishes, holds=holds, consents=consents, known_zone=known, debts=debts)
    place = type(base.place)(*dice.choice(PLACES))
    creditor = dice.choice([None, TERMS])
    return replace(
        base,
        place=place,
        points=points,
        history=history,
        person=person,
        creditor=creditor,
        days_past_due=age,
        collector=dice.choice(["third_party", "first_party"]),
    )


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


@pytest.mark.parametrize("now", WEEKS)
@pytest.mark.parametrize("seed", range(4))
async def test_the_index_agrees_with_the_gate_when_asked_about_the_week(world: World, seed: int, now: datetime) -> None:
    """Sixty persons with rich pasts, each at eight instants of a week: callable or not, and the next to the second."""
    campaign, dice = await world.campaign(), Random(seed)
    agreed = refused = 0
    for _ in range(60):
        file = somebody(dice, now)
        opening = opening_of(file, BOOKS, campaign, now)
        shapes = tuple(read_shape(shape.document()) for shape in opening.shapes)
        group = Group(campaign.id, None, opening.zone, 1, opening.rule_id, opening.code, opening.free_ats, cases=1)
        hours = Hours(BOOKS, campaign, {1: shapes}, {"acme": TERMS}, now, now + timedelta(days=70))
        for at in sorted(now + timedelta(seconds=dice.randint(0, 7 * 86400)) for _ in range(8)):
            if opening.exact_until is not None and opening.exact_until <= at:
                continue
            allowed, next_at = by_the_gate(file, campaign, at)
            standing = hours.standing(group, at)
            assert standing.is_callable == allowed, (file, at)
            if not allowed and (opening.exact_until is None or (next_at and next_at < opening.exact_until)):
                assert standing.next_at == next_at, (file, at)
            agreed, refused = agreed + 1, refused + (not allowed)
    assert agreed > 250
    assert refused > 100


async def test_hours_that_begin_in_the_week_bind_from_their_day(world: World) -> None:
    """A rule that begins or ends on a day closes the hours from there, or till there, and not before."""
    campaign, file = await world.campaign(), person_file()
    day = (EPOCH + timedelta(days=2)).date()
    shut = next(rule for rule in BOOKS.rules_for(file.under(MOBILE), day, campaign) if rule.kind == "allowed_hours")
    never = replace(shut.terms, weekly=Weekly(((),) * 7))
    shape = opening_of(file, BOOKS, campaign, EPOCH).shapes[0]
    end = EPOCH + timedelta(days=7)
    midnight = datetime.combine(day, time(), UTC)
    begins = replace(shut, terms=never, effective_from=day)
    ends = replace(shut, terms=never, effective_to=day)
    assert open_spans(shape, [begins], EPOCH, end) == [(EPOCH, midnight)]
    assert open_spans(shape, [ends], EPOCH, end) == [(midnight + timedelta(days=1), end)]
    assert open_spans(shape, [begins, ends], EPOCH, end) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ((), None),
        ((timedelta(hours=-1),), None),
        ((timedelta(days=40), timedelta(hours=5)), timedelta(hours=5)),
    ],
)
async def test_a_row_is_exact_until_the_first_change(
    world: World, changes: tuple[timedelta, ...], expected: timedelta | None
) -> None:
    """However far away: the row is read weeks after it was made."""
    campaign = await world.campaign()
    opening = opening_of(person_file(), BOOKS, campaign, EPOCH, changes=[EPOCH + change for change in changes])
    assert opening.exact_until == (None if expected is None else EPOCH + expected)


async def test_a_consent_ends_with_its_last_day_in_the_persons_zone(world: World) -> None:
    """More calls for seven days, the first included, end at midnight in New York (12 CFR 1006.14(b)(3)(i))."""
    campaign, base = await world.campaign(), person_file()
    consent = Consent(kind="extra_calls", at=EPOCH)
    file = replace(base, person=replace(base.person, consents=(consent,)))
    opening = opening_of(file, BOOKS, campaign, EPOCH)
    assert opening.exact_until == datetime(2026, 11, 9, 5, 0, tzinfo=UTC)
