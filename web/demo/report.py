"""The report of one run of the floor as one JSON object, counted from the ledger and the journal.

What no ledger can know, because the line never told, is handed in as `WorldTruth`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.agents import AgentState
from campaigns.store.for_run_report import (
    agent_changes,
    attempt_counts,
    callback_count,
    calls_by_zone,
    case_count,
    dispositions,
    promise_count,
    refusals_by_rule,
    replies_that_stopped,
    texts_by_state,
)
from config.ground import Ground
from web.demo.checkers import find_violations

AWAY = frozenset({AgentState.OFFLINE.value, AgentState.LOST.value})
"""States in which an agent is not signed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldTruth:
    """What only the simulated world knows: its seed and scenario, how many persons were taken for machines and cut off.

    `incidents` counts what befell persons while the floor ran, by kind.
    """

    misjudged: int
    seed: int | None = None
    scenario: str = ""
    incidents: Mapping[str, int] = field(default_factory=dict)


async def make_report(ground: Ground, *, since: datetime, world_truth: WorldTruth) -> dict[str, Any]:
    """Count the run from `since` to now; the violations are those of the whole ledger.

    A person whom machine detection took for a machine answered live and was abandoned, so they count as both.
    """
    now = ground.clock.now()
    violations = await find_violations(ground)
    async with ground.database.transaction() as session:
        counts = await attempt_counts(session, since=since)
        texts = await texts_by_state(session, since=since)
        texts["opted_out"] = await replies_that_stopped(session, since=since)
        abandoned = counts.abandoned + world_truth.misjudged
        return {
            "scenario": world_truth.scenario,
            "seed": world_truth.seed,
            "simulated_hours": round((now - since).total_seconds() / 3600, 2),
            "cases": await case_count(session),
            "attempts": counts.attempts,
            "calls_by_zone": {
                zone: {"calls": calls, "first": _on_clock(first, zone), "last": _on_clock(last, zone)}
                for zone, calls, first, last in await calls_by_zone(session, since=since)
            },
            "refused": await refusals_by_rule(session, since=since),
            "answered": counts.connected + abandoned,
            "connected": counts.connected,
            "abandoned": abandoned,
            "dispositions": await dispositions(session, since=since),
            "promises": await promise_count(session, since=since),
            "callbacks": await callback_count(session, since=since),
            "sms": texts,
            "talk_share": talk_share(await agent_changes(session), since=since, until=now),
            "incidents": dict(sorted(world_truth.incidents.items())),
            "violations": [violation.to_json() for violation in violations],
            "journal_hash": await ground.journal.fingerprint(session),
        }


def _on_clock(at: datetime, zone: str) -> str:
    """Write an instant as the clocks of a zone show it, with their offset."""
    return at.astimezone(ZoneInfo(zone or "UTC")).isoformat(timespec="seconds")


def talk_share(changes: Iterable[tuple[UUID, datetime, str]], *, since: datetime, until: datetime) -> float:
    """Return the share of signed-in seconds, breaks included, in which agents talked; 0 when nobody was there.

    Args:
        changes: (agent, instant, new state), in the order of time; before their first one agents are away.
        since: seconds before it do not count.
        until: the last state of each agent lasts until then.
    """
    standing: dict[UUID, tuple[datetime, str]] = {}
    talked = signed_in = 0.0

    def end(agent_id: UUID, at: datetime) -> None:
        nonlocal talked, signed_in
        began, state = standing.get(agent_id, (at, AgentState.OFFLINE.value))
        seconds = max(0.0, (at - max(began, since)).total_seconds())
        signed_in += 0.0 if state in AWAY else seconds
        talked += seconds if state == AgentState.TALKING.value else 0.0

    for agent_id, at, state in changes:
        end(agent_id, at)
        standing[agent_id] = (at, state)
    for agent_id in standing:
        end(agent_id, until)
    return round(talked / signed_in, 4) if signed_in else 0.0
