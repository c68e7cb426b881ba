"""What befalls persons while a simulated floor runs: stops, consents, stated hours, moves; when, and which kind.

Pure: a seed in, a plan out. `interrupting` carries it out through the product's own ways in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from types import MappingProxyType
from uuid import UUID

from campaigns.contact_facts import ConsentFact, ContactFact, HoldFact, NumberFact, OptOutFact, StatedTimeFact, ZoneFact
from crm.attempts import Channel
from crm.holds import HoldKind
from web.demo.scenarios import TWELVE_ZONES

AT_NEXT_CALL_SHARE = 0.6
"""Incidents that concern the person who is called next, while it rings or soon after; the others concern anybody."""
LONGEST_DELAY_S = 30.0
"""After the permit of that call: before it rings, while it rings, or when it is over."""


class IncidentKind(StrEnum):
    """What happens: a fact is recorded, one that stands is ended, somebody writes, a reviewer corrects."""

    HOLD = "hold"
    CONSENT = "consent"
    STATED_TIME = "stated_time"
    ZONE = "zone"
    OPT_OUT = "opt_out"
    NUMBER = "number"
    FACT_ENDED = "fact_ended"
    TEXTS_STOPPED = "texts_stopped"
    TEXTS_WANTED = "texts_wanted"
    OUTCOME_CORRECTED = "outcome_corrected"


SHARES: Mapping[IncidentKind, float] = MappingProxyType(
    {
        IncidentKind.HOLD: 0.20,
        IncidentKind.CONSENT: 0.14,
        IncidentKind.STATED_TIME: 0.10,
        IncidentKind.ZONE: 0.06,
        IncidentKind.OPT_OUT: 0.05,
        IncidentKind.NUMBER: 0.04,
        IncidentKind.FACT_ENDED: 0.17,
        IncidentKind.TEXTS_STOPPED: 0.07,
        IncidentKind.TEXTS_WANTED: 0.04,
        IncidentKind.OUTCOME_CORRECTED: 0.13,
    }
)
LASTING = (
    HoldKind.CEASE_COMMUNICATION,
    HoldKind.REPRESENTED_BY_ATTORNEY,
    HoldKind.BANKRUPTCY,
    HoldKind.DECEASED,
    HoldKind.REFUSED_WORKPLACE,
    HoldKind.EMPLOYER_PROHIBITS,
    HoldKind.MINOR,
)
PASSING = (
    HoldKind.DISPUTED,
    HoldKind.COMPLAINT,
    HoldKind.HARDSHIP_DEFERRAL,
    HoldKind.BREATHING_SPACE,
    HoldKind.DO_NOT_CONTACT,
)
"""Holds that may end by themselves within the shift."""
CONSENTS = ("extra_calls", "extra_calls", "extra_calls", "sms", "ecomm", "hours_waiver")
NUMBER_FACTS = ("wrong_number", "not_in_service")
HALF_HOUR, A_DAY = 30, 1440
CORRECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "AB03": "TP02",
        "DS01": "RF01",
        "DS02": "RF01",
        "HS01": "NG04",
        "NG01": "RF01",
        "NG02": "DS01",
        "NG04": "HS01",
        "NG05": "LG03",
        "PR01": "RF01",
        "PR06": "RF01",
        "RF01": "LG04",
        "TP01": "TP02",
        "TP02": "RF01",
        "TP03": "TP01",
        "TP08": "NG05",
    }
)
"""What a reviewer makes of a recorded disposition: talks become none and the reverse; stops come, promises go."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happens. With `at_next_call` it waits for the next call and falls `after_s` behind its permit."""

    at: datetime
    kind: IncidentKind
    at_next_call: bool
    after_s: float
    dice: Random


def draw_incidents(seed: int, starts_at: datetime, ends_at: datetime, *, per_hour: float) -> list[Incident]:
    """Draw the incidents of a shift in the order of time; one seed is one plan."""
    dice = Random(f"incidents:{seed}")
    found: list[Incident] = []
    at = starts_at
    while per_hour > 0:
        at += timedelta(hours=dice.expovariate(per_hour))
        if at >= ends_at:
            break
        found.append(
            Incident(
                at=at,
                kind=dice.choices(tuple(SHARES), tuple(SHARES.values()))[0],
                at_next_call=dice.random() < AT_NEXT_CALL_SHARE,
                after_s=dice.uniform(0.0, LONGEST_DELAY_S),
                dice=Random(f"incident:{seed}:{len(found)}"),
            )
        )
    return found


def draw_fact(kind: IncidentKind, dice: Random, points: Sequence[UUID], *, now: datetime) -> ContactFact:
    """Draw a fact of a kind about a person with these numbers, which are at least one; some end within hours."""
    point = dice.choice(points) if dice.random() < 0.3 else None
    match kind:
        case IncidentKind.HOLD:
            return _hold(dice, point, now)
        case IncidentKind.CONSENT:
            return _consent(dice, point, now)
        case IncidentKind.STATED_TIME:
            return _stated_time(dice, now)
        case IncidentKind.ZONE:
            return ZoneFact(zone=dice.choice(tuple(TWELVE_ZONES)))
        case IncidentKind.OPT_OUT:
            return OptOutFact(channel=dice.choice((Channel.PHONE, Channel.SMS)).value, contact_point_id=point)
        case _:
            assert kind is IncidentKind.NUMBER, f"{kind} is no fact"
            return NumberFact(contact_point_id=dice.choice(points), kind=dice.choice(NUMBER_FACTS))


def _hold(dice: Random, point: UUID | None, now: datetime) -> HoldFact:
    kind = dice.choice(LASTING + PASSING)
    is_narrow = kind is HoldKind.DO_NOT_CONTACT
    channels = dice.choice(((), (Channel.PHONE.value,), (Channel.SMS.value,))) if is_narrow else ()
    ends_at = _end(dice, now) if kind in PASSING else None
    return HoldFact(kind=kind.value, channels=channels, contact_point_id=point if is_narrow else None, ends_at=ends_at)


def _consent(dice: Random, point: UUID | None, now: datetime) -> ConsentFact:
    kind = dice.choice(CONSENTS)
    return ConsentFact(
        kind=kind,
        channel=Channel.SMS.value if kind in {"sms", "ecomm"} and dice.random() < 0.3 else None,
        contact_point_id=point,
        this_case=dice.random() < 0.3,
        valid_days=dice.choice((None, None, 1, 2)),
        ends_at=_end(dice, now),
    )


def _stated_time(dice: Random, now: datetime) -> StatedTimeFact:
    """A span of half an hour to nine hours on some days of the week, perhaps over midnight."""
    start = dice.randrange(0, A_DAY, HALF_HOUR)
    return StatedTimeFact(
        days=tuple(sorted(dice.sample(range(7), dice.randint(3, 7)))),
        start_minute=start,
        end_minute=(start + HALF_HOUR * dice.randint(1, 18)) % A_DAY,
        channels=dice.choice(((), (), (Channel.PHONE.value,), (Channel.SMS.value,))),
        ends_at=_end(dice, now),
    )


def _end(dice: Random, now: datetime) -> datetime | None:
    return now + timedelta(minutes=dice.randint(20, 180)) if dice.random() < 0.5 else None
