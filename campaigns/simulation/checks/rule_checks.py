"""Whether a contact that truly left was lawful then: hours, caps, waiting, stops, consent (I2, I13).

A second opinion with its own arithmetic, for the rules of the United States and the house that the simulated house is
under. Clocks of two processes may each be three seconds wrong, so that edges are judged with seven seconds' patience.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.simulation.checks.findings import Scene, Violation, clock
from campaigns.simulation.ledger import AttemptRow
from campaigns.simulation.switch import Channel

PATIENCE = timedelta(seconds=7)
PATIENCE_MS = 7_000
OPENS, CLOSES = 8 * 60, 21 * 60
COUNTED = frozenset({"conversation", "voicemail_left", "no_answer", "abandoned", "answered_other", None})
CAP, CAP_DAYS = 7, 7
COOLING_DAYS = 7
GAP_MS = 3_600_000
TEXTS_A_DAY = 2
TEXTED = frozenset({"sent", "delivered", None})
STOP_MS = 1_000
CUT_MS = 2_000
BARS_ALL = frozenset({"cease_communication", "represented_by_attorney", "bankruptcy", "deceased"})


def check_rules(scene: Scene) -> Iterator[Violation]:
    """Judge every call that left by its instant at the switch, and every text by when it began to leave."""
    zones: dict[str, ZoneInfo] = {}
    for row in scene.own():
        channel = scene.channels.get(row.id)
        at_ms = channel.accepted_ms if channel is not None else scene.ledger.sending_ms.get(row.id)
        if at_ms is None or (channel is None and row.channel == "phone"):
            continue
        at = scene.plan.starts_at + timedelta(milliseconds=at_ms)
        names = dict.fromkeys((*row.person.address_zones, *row.point.zones))
        for name in names:
            zone = zones.get(name) or zones.setdefault(name, ZoneInfo(name))
            for sentence in _on_the_clock(row, at, zone):
                yield Violation(at_ms, "I2", f"{sentence} ({name}, {clock(at.astimezone(zone))})", row.id)
        for sentence in _whenever(row, at_ms):
            yield Violation(at_ms, "I2", sentence, row.id)
        for invariant, sentence in _stops(scene, row, channel, at_ms):
            yield Violation(at_ms, invariant, sentence, row.id)


def _on_the_clock(row: AttemptRow, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    local = at.astimezone(zone)
    early, late = (at + PATIENCE).astimezone(zone), (at - PATIENCE).astimezone(zone)
    if early.hour * 60 + early.minute < OPENS or late.hour * 60 + late.minute >= CLOSES:
        yield "a contact outside 8:00 to 21:00"
    for stated in row.person.stated_times:
        within = [stated.start_minute <= (one.hour * 60 + one.minute) < stated.end_minute for one in (early, late)]
        if all(within):
            yield "a contact at an hour the person called inconvenient"
    today = local.date()
    if early.date() != late.date():
        return
    earlier = [one for one in row.person.attempts if one.reserved_ms < row.reserved_ms and one.counts]
    days = [(one, (today - one.reserved_at.astimezone(zone).date()).days) for one in earlier]
    if row.channel == "sms":
        if sum(1 for one, age in days if one.channel == "sms" and age == 0 and one.outcome in TEXTED) >= TEXTS_A_DAY:
            yield "a third text of a day"
        return
    calls = [(one, age) for one, age in days if one.channel == "phone"]
    if sum(1 for one, age in calls if age < CAP_DAYS and one.outcome in COUNTED) >= CAP:
        yield "an eighth call in seven days"
    if any(one.outcome == "conversation" and age < COOLING_DAYS for one, age in calls):
        yield "a call within seven days of a conversation"


def _whenever(row: AttemptRow, at_ms: int) -> Iterator[str]:
    person = row.person
    if row.channel == "sms":
        if not any(one.kind == "sms" for one in person.consents):
            yield "a text without consent"
        return
    for one in person.attempts:
        is_before = one.reserved_ms < row.reserved_ms and one.channel == "phone" and one.counts
        if is_before and at_ms - one.reserved_ms < GAP_MS - PATIENCE_MS:
            yield "a call less than an hour after another"


def _stops(scene: Scene, row: AttemptRow, channel: Channel | None, at_ms: int) -> Iterator[tuple[str, str]]:
    for stopped_ms, what in row.person.stops:
        kind, _, rest = what.partition(" ")
        if not _bars(row, kind, rest):
            continue
        # A text is looked at again in the very transaction in which it begins to leave.
        if at_ms > stopped_ms + (STOP_MS if row.channel == "phone" else 0):
            yield "I13", f"a contact after {what}"
        elif channel is not None and _rang_on(scene, channel, stopped_ms):
            yield "I13", f"it rang on for more than two seconds after {what}"


def _bars(row: AttemptRow, kind: str, rest: str) -> bool:
    if kind in BARS_ALL:
        return True
    if kind == "wrong":
        return rest == row.point.value
    if kind == "opt_out":
        medium, _, number = rest.partition(" ")
        return medium == row.channel and number == row.point.value
    return False


def _rang_on(scene: Scene, channel: Channel, stopped_ms: int) -> bool:
    if stopped_ms < channel.accepted_ms:
        return False
    over_ms = min(one for one in (channel.picked_up_ms, channel.ended_ms, scene.ended_ms) if one is not None)
    return over_ms > stopped_ms + CUT_MS and not scene.storms.touch(stopped_ms - 60_000, stopped_ms + CUT_MS)
