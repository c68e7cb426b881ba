"""Records golden histories: what one process heard of some calls and texts, in the order it came, and where each ended.

    python -m tests.simulation.recording        writes golden/history-SEED.jsonl; only for a new release, never to mend

One line is one call or text: its facts as [name, instant, body], and the end as its fields say it.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from campaigns.simulation.acts.house import Steps
from campaigns.simulation.mistakes import NONE
from campaigns.simulation.plan import plan_of
from campaigns.simulation.schedule import Schedule
from config.facts import Fact, decode, encode, fact_types
from telephony.calls import Call, ImpossibleMove
from telephony.calls import step as step_call
from telephony.facts import FACTS
from telephony.messages import Message
from telephony.messages import step as step_message
from tests.simulation.worlds import books

GOLDEN = Path(__file__).with_name("golden")
SEEDS, ATTEMPTS = (11, 20, 31), 120
TYPES = fact_types(FACTS)
Heard = dict[UUID, list[Fact]]


def record(seed: int) -> Iterator[str]:
    """Run a schedule, keep every fact that moved a call or text, and yield one line for each of them."""
    heard: Heard = {}

    def call(before: Call, fact: Fact) -> Call:
        heard.setdefault(before.attempt_id, []).append(fact)
        return step_call(before, fact)

    def message(before: Message, fact: Fact) -> Message:
        heard.setdefault(before.attempt_id, []).append(fact)
        return step_message(before, fact)

    Schedule(plan_of(seed, ATTEMPTS), books(), NONE, Steps(call=call, message=message)).run()
    for attempt_id, facts in heard.items():
        lines = [[type(fact).__name__, fact.at.isoformat(), encode(fact)] for fact in facts]
        kind = "text" if lines[0][0].startswith("Message") else "call"  # type: ignore[attr-defined]
        yield json.dumps({"kind": kind, "id": str(attempt_id), "facts": lines, "end": end_of(kind, attempt_id, facts)})


def end_of(kind: str, attempt_id: UUID, facts: list[Fact]) -> dict[str, str]:
    """Step a fresh call or text through facts; what cannot belong to it is let go, as the line's follower does."""
    now: Any = (
        Call(attempt_id=attempt_id, number="", caller_id="")
        if kind == "call"
        else Message(attempt_id=attempt_id, number="", sender="", text="")
    )
    step: Any = step_call if kind == "call" else step_message
    for fact in facts:
        try:
            now = step(now, fact)
        except ImpossibleMove:
            continue
    return {name: str(value) for name, value in asdict(now).items() if value not in {None, "", 0}}


def read(line: str) -> tuple[str, UUID, list[Fact], dict[str, str]]:
    """Return kind, attempt, facts and end of a recorded line."""
    found = json.loads(line)
    facts = [
        decode(TYPES[name], datetime.fromisoformat(at), body.pop("actor", "system"), body)
        for name, at, body in found["facts"]
    ]
    return found["kind"], UUID(found["id"]), facts, found["end"]


def main() -> None:
    """Write the golden histories of this version."""
    GOLDEN.mkdir(exist_ok=True)
    for seed in SEEDS:
        (GOLDEN / f"history-{seed}.jsonl").write_text("\n".join(record(seed)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
