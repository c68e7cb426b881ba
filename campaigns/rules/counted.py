"""What counting rules count, and over which window: outcome sets, filters on past contacts, windows; read from a row.

How a count becomes a denial is decided in `frequency`.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from campaigns.rules.fields import Fields
from campaigns.rules.proposal import CHANNELS, NUMBER_TYPES, OUTCOMES, PURPOSES, TECHNOLOGIES, UNSETTLED

MARGIN = timedelta(days=3)

OUTCOME_SETS = {
    "connected_call": frozenset({"conversation", "voicemail_left", "no_answer", "abandoned", "answered_other"}),
    "ma_initiated": frozenset(
        {"conversation", "voicemail_left", "no_answer", "abandoned", "answered_other", "delivered"}
    ),
    "any_contact": OUTCOMES - UNSETTLED - {"not_connected", "failed"},
    "any_attempt": OUTCOMES - UNSETTLED,
    "contact_made": frozenset({"conversation", "voicemail_left", "answered_other", "delivered", "met"}),
    "communication": frozenset({"conversation", "voicemail_left", "delivered", "met"}),
    "spoken": frozenset({"conversation", "met"}),
    "conversation": frozenset({"conversation"}),
    "met": frozenset({"met"}),
    "delivered": frozenset({"delivered"}),
}
WINDOWS = frozenset({"local_calendar_days", "rolling_hours", "rolling_minutes", "calendar_week", "calendar_month"})
DIRECTIONS = frozenset({"outbound", "inbound", "any"})


@dataclass(frozen=True, slots=True)
class Window:
    """`type` is one of WINDOWS; `n` days, hours or minutes; `first_day` of a week: 0 = Monday, 6 = Sunday."""

    type: str
    n: int = 1
    first_day: int = 0

    reach: timedelta = field(init=False)  # how far back a contact can lie in it, zones considered

    def __post_init__(self) -> None:
        days = {"calendar_week": 7, "calendar_month": 31, "local_calendar_days": self.n}.get(self.type, 0)
        hours = self.n if self.type == "rolling_hours" else 0
        minutes = self.n if self.type == "rolling_minutes" else 0
        object.__setattr__(self, "reach", MARGIN + timedelta(days=days, hours=hours, minutes=minutes))


@dataclass(frozen=True, slots=True)
class Counted:
    """Which past contacts count; None means any."""

    channels: frozenset[str] | None
    outcomes: frozenset[str]
    direction: str
    technologies: frozenset[str] | None
    number_types: frozenset[str] | None
    skip_purposes: frozenset[str] = frozenset()
    skips_if_no_message_possible: bool = False
    other_channels_only: bool = False
    machines_only: bool = False


def read_reading(fields: Fields) -> Window:
    """Read ``window``, the strictest reading, or the one of ``alt_windows`` that ``reading`` numbers from 1."""
    window = _read_window(fields.table("window"))
    others = [_read_window(other) for other in fields.tables("alt_windows")]
    reading = fields.optional_number("reading", minimum=0) or 0
    if reading > len(others):
        fields.refuse("reading", f"must be at most {len(others)}")
    return others[reading - 1] if reading else window


def read_days(fields: Fields) -> int:
    """Read ``days``, the strictest reading, or the one of ``alt_days`` that ``reading`` numbers from 1."""
    readings = [fields.number("days"), *fields.numbers("alt_days")]
    reading = fields.optional_number("reading", minimum=0) or 0
    if reading >= len(readings):
        fields.refuse("reading", f"must be at most {len(readings) - 1}")
    return readings[reading]


def _read_window(fields: Fields) -> Window:
    kind = fields.text("type", allowed=WINDOWS)
    window = Window(
        kind,
        1 if kind.startswith("calendar_") else fields.number("n"),
        6 if fields.text("start", allowed={"mon", "sun"}, default="mon") == "sun" else 0,
    )
    fields.finish()
    return window


def read_counted(fields: Fields) -> Counted:
    count = fields.table("count")
    counted = Counted(
        channels=count.texts("channels", allowed=CHANNELS),
        outcomes=read_outcomes(count, "outcomes") | UNSETTLED,
        direction=count.text("direction", allowed=DIRECTIONS, default="outbound"),
        technologies=count.texts("technology", allowed=TECHNOLOGIES),
        number_types=count.texts("number_types", allowed=NUMBER_TYPES),
        skip_purposes=count.texts("skip_purposes", allowed=PURPOSES) or frozenset(),
        skips_if_no_message_possible=count.truth("skip_if_no_message_possible", default=False),
    )
    count.finish()
    return counted


def read_outcomes(fields: Fields, name: str) -> frozenset[str]:
    """Read the name of an outcome set, or a list of outcomes. Raises BadInput."""
    value = fields.take(name)
    if isinstance(value, str) and value in OUTCOME_SETS:
        return OUTCOME_SETS[value]
    if isinstance(value, list) and value and OUTCOMES.issuperset(value):
        return frozenset(value)
    return fields.refuse(name, "must be an outcome set or a list of outcomes")
