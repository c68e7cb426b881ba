"""What truly happened on the line and at the gateway against what the rows say.

Invariants I1, I3, I5, I6, I8, I9, I11, I12, I14, I15.
"""

from collections.abc import Iterator
from uuid import UUID

from campaigns.simulation.checks.findings import Scene, Violation
from campaigns.simulation.ledger import AttemptRow
from campaigns.simulation.switch import Channel

FRESH_MS = 600
"""Half a second from the judgement to the order leaving, and the way to the switch."""
EPOCH_MS = 600
SILENCE_MS = 2_700
"""Two seconds, and the way from and to the switch."""
STOP_MS = 5_000
ORPHAN_MS = 41_000
"""A stranger is found by the next sweep, after half a minute."""
SHUT_MS = 5_600
CLOSED_EARLY_MS = 1_000
MOST_NOT_LEFT, CHURN_MS = 50, 10_000
LEAST_UNKNOWN, UNKNOWN_SHARE = 3, 0.1


def check_line(scene: Scene) -> Iterator[Violation]:
    """Look at every call the switch ever had and every text the gateway ever took."""
    number_of = {point.value: person.id for person in scene.ledger.persons.values() for point in person.points}
    yield from _overlaps(scene, number_of)
    yield from _agents(scene)
    for channel in scene.channels.values():
        row = scene.ledger.attempts.get(channel.attempt_id)
        if channel.fate == "stranger":
            yield from _stranger(scene, channel)
        elif row is None:
            yield Violation(channel.accepted_ms, "I12", "a call that no row knows", channel.attempt_id)
        else:
            for invariant, sentence in (
                *_order(scene, channel, row),
                *_hearing(scene, channel),
                *_told(scene, channel, row),
            ):
                yield Violation(channel.accepted_ms, invariant, sentence, channel.attempt_id)
    yield from _causes(scene)
    yield from _texts(scene)
    yield from _churn(scene)


def _churn(scene: Scene) -> Iterator[Violation]:
    """Nothing uses a list up against a switch that is out of reach."""
    refused = [row for row in scene.own() if row.result == "not_left"]
    for first, last in zip(refused, refused[MOST_NOT_LEFT:], strict=False):
        if last.reserved_ms - first.reserved_ms < CHURN_MS:
            yield Violation(
                last.reserved_ms, "I22", "calls are tried without a pause at a switch out of reach", last.id
            )


def _overlaps(scene: Scene, person_of: dict[str, UUID]) -> Iterator[Violation]:
    last: dict[UUID, int] = {}
    for channel in sorted(scene.channels.values(), key=lambda one: one.accepted_ms):
        person = person_of.get(channel.number)
        if person is None:
            continue
        if channel.accepted_ms < last.get(person, -1):
            yield Violation(channel.accepted_ms, "I1", "two calls to one person at once", channel.attempt_id)
        ended_ms = scene.ended_ms if channel.ended_ms is None else channel.ended_ms
        last[person] = max(last.get(person, -1), ended_ms)


def _agents(scene: Scene) -> Iterator[Violation]:
    busy_until: dict[UUID, int] = {}
    bridged = [one for one in scene.channels.values() if one.bridged_ms is not None and one.agent_id is not None]
    for channel in sorted(bridged, key=lambda one: one.bridged_ms or 0):
        assert channel.agent_id is not None
        assert channel.bridged_ms is not None
        if channel.bridged_ms < busy_until.get(channel.agent_id, -1):
            yield Violation(channel.bridged_ms, "I11", "an agent with two calls at once", channel.attempt_id)
        busy_until[channel.agent_id] = scene.ended_ms if channel.ended_ms is None else channel.ended_ms


def _stranger(scene: Scene, channel: Channel) -> Iterator[Violation]:
    ended_ms = scene.ended_ms if channel.ended_ms is None else channel.ended_ms
    if channel.ended_ms is None:
        yield Violation(channel.accepted_ms, "I12", "a stranger with our mark is alive for ever", channel.attempt_id)
    is_late = ended_ms - channel.accepted_ms > ORPHAN_MS
    if is_late and not scene.storms.touch(channel.accepted_ms - 60_000, channel.accepted_ms + ORPHAN_MS):
        yield Violation(channel.accepted_ms, "I12", "a stranger with our mark was left alive", channel.attempt_id)


def _order(scene: Scene, channel: Channel, row: AttemptRow) -> Iterator[tuple[str, str]]:
    at_ms = channel.accepted_ms
    if channel.orders > 1:
        yield "I1", "placed twice"
    if at_ms - row.reserved_ms > FRESH_MS:
        yield "I3", f"the permit was {at_ms - row.reserved_ms} ms old"
    if at_ms < row.reserved_ms:
        yield "I5", "it left before its permit was durable"
    if not row.counts:
        yield "I5", "it left and is not counted"
    held = max((one for one in scene.ledger.epochs if one[0] <= at_ms - EPOCH_MS), default=(0, 0, 0))
    if channel.epoch < held[1] or (channel.process != held[2] and channel.epoch <= held[1]):
        yield "I15", f"process {channel.process} placed under epoch {channel.epoch} while {held[2]} held {held[1]}"
    if any(start_ms + FRESH_MS < at_ms < end_ms for start_ms, end_ms in scene.outages):
        yield "I14", "placed while the database was away"
    if channel.ended_ms is None:
        yield "I12", "never ended"
    over_ms = scene.ended_ms if channel.ended_ms is None else channel.ended_ms
    if row.closed_ms is not None and over_ms - row.closed_ms > CLOSED_EARLY_MS:
        yield "I4", f"closed {over_ms - row.closed_ms} ms before its call was over"
    if channel.bridged_ms is not None and row.agent_id is None:
        yield "I4", "a talk of which the row knows nothing"


def _hearing(scene: Scene, channel: Channel) -> Iterator[tuple[str, str]]:
    at_ms = channel.answered_ms
    if at_ms is None or channel.answered_by == "machine" or channel.fate != "human":
        if channel.answered_by == "machine" and at_ms is not None and channel.ended_ms is not None:
            late = channel.ended_ms - at_ms > 4_000
            if late and not scene.storms.touch(at_ms - 60_000, at_ms + 4_000):
                yield "I22", "a machine was left on the line"
        return
    heard_ms = min(one for one in (channel.heard_ms, channel.ended_ms, scene.ended_ms) if one is not None)
    if heard_ms - at_ms > SILENCE_MS and not scene.deaf.touch(at_ms - 100, at_ms + SILENCE_MS):
        yield "I9", f"a person heard nothing for {heard_ms - at_ms} ms"


def _told(scene: Scene, channel: Channel, row: AttemptRow) -> Iterator[tuple[str, str]]:
    """A person who answered and met nobody is written as abandoned, whoever hung up first."""
    at_ms = channel.answered_ms
    if at_ms is None or channel.answered_by == "machine" or channel.bridged_ms is not None or row.agent_id is not None:
        return
    ended_ms = scene.ended_ms if channel.ended_ms is None else channel.ended_ms
    if row.outcome != "abandoned" and not scene.storms.touch(channel.accepted_ms - 60_000, ended_ms + 60_000):
        yield "I4", f"a person met nobody, and the row says {row.outcome}"


def _causes(scene: Scene) -> Iterator[Violation]:
    """In calm hours the rows know why calls ended, but for those that end while the switch is asked for its list."""
    calm = [
        channel
        for channel in scene.channels.values()
        if channel.ended_ms is not None
        and channel.attempt_id in scene.ledger.attempts
        and not scene.storms.touch(channel.accepted_ms - 60_000, channel.ended_ms + 60_000)
    ]
    unknown = [one for one in calm if scene.ledger.attempts[one.attempt_id].result == "unknown"]
    if len(unknown) > LEAST_UNKNOWN and len(unknown) > len(calm) * UNKNOWN_SHARE:
        yield Violation(unknown[0].accepted_ms, "I4", "calls of which nobody knows why they ended")


def _texts(scene: Scene) -> Iterator[Violation]:
    taken: dict[UUID, int] = {}
    treated: dict[UUID, UUID] = {}
    for text in scene.texts:
        row = scene.ledger.attempts.get(text.attempt_id)
        if row is None:
            yield Violation(text.at_ms, "I6", "a text that no row knows", text.attempt_id)
            continue
        taken[row.id] = taken.get(row.id, 0) + 1
        if taken[row.id] > 1:
            yield Violation(text.at_ms, "I6", "a text was taken twice", row.id)
        if row.treatment is not None and treated.setdefault(row.treatment, row.id) != row.id:
            yield Violation(text.at_ms, "I6", "two texts for one intent", row.id)
        if not row.counts:
            yield Violation(text.at_ms, "I5", "a text left and is not counted", row.id)
        sending_ms = scene.ledger.sending_ms.get(row.id)
        if sending_ms is None or sending_ms > text.at_ms:
            yield Violation(text.at_ms, "I6", "a text left before that was durable", row.id)


def check_replies(scene: Scene) -> Iterator[Violation]:
    """No text to a number that answered STOP (I13)."""
    for text in scene.texts:
        for at_ms, number in scene.replies:
            is_later = number == text.number and text.at_ms > at_ms + STOP_MS
            if is_later and not scene.storms.touch(at_ms - 60_000, at_ms + 60_000):
                yield Violation(text.at_ms, "I13", "a text after STOP", text.attempt_id)


def check_ceiling(scene: Scene) -> Iterator[Violation]:
    """Nobody is abandoned in a calm hour of a campaign in which each line has its agent (I8)."""
    if scene.plan.mode == "predictive":
        return
    for channel in scene.channels.values():
        at_ms = channel.answered_ms
        if (
            at_ms is None
            or channel.bridged_ms is not None
            or channel.fate != "human"
            or channel.answered_by == "machine"
        ):
            continue
        left_by_itself = (
            channel.ended_ms is not None and channel.ended_ms - at_ms < SILENCE_MS and not channel.is_playing
        )
        if not left_by_itself and not scene.storms.touch(at_ms - 120_000, at_ms + SHUT_MS):
            yield Violation(at_ms, "I8", "abandoned although each line has its agent", channel.attempt_id)
