"""Measure the line on a real Asterisk: originations a second, facts a second, and the way from an answer to a voice.

Each figure of the product stands beside that of a minimal client, measured in turn in the same run. Prints a table and
writes build/bench/asterisk.json: `python -m bench.asterisk [CALLS]`. Needs `.ci/asterisk`.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from uuid import uuid4

from bench._ami_stream import EVENTS, FACTS
from bench._cost import Cost, middle
from bench._joining import Joining
from bench._originating import answering, order, originate_barely, originate_by_product, provider
from bench._reading import events_barely, facts_by_product, streaming
from config.log import configure_log
from telephony.asterisk.legs import SeatNews
from tests.telephony.asterisk.lab import MAIN, PHONES, Lab, running
from tests.telephony.asterisk.persons import Line, Person

CALLS = 200
ROUNDS = 10
AGENTS = 5
JOINS = 100
RESULT = Path("build/bench/asterisk.json")


async def joins(lab: Lab, calls: int, *, beeps: bool) -> Joining:
    """Join persons and agents, one after another."""
    seats: list[SeatNews] = []
    persons = await Line(lambda _: Person(rings_s=0.05)).open(MAIN, lab.main_port)
    agents = await Line(lambda _: Person(tone_hz=1000)).open(PHONES, lab.phones_port)
    async with provider(lab, seats, beeps=beeps) as voice:
        joining = Joining(voice, persons, seats)
        ids = [uuid4() for _ in range(AGENTS)]
        await joining.seat(ids)
        for number in range(calls):
            await joining.measure(order(number), ids[number % AGENTS])
    await persons.close()
    await agents.close()
    return joining


def share(values: list[float], percent: int) -> float:
    return round(quantiles(values, n=100, method="inclusive")[percent - 1], 1)


async def measure(lab: Lab, calls: int) -> dict[str, float]:
    """Measure everything, the product and the minimal client in turn."""
    product: list[Cost] = []
    bare: list[Cost] = []
    with answering(lab):
        await originate_barely(lab, 50)
        for turn in range(ROUNDS):  # In turn, and each as often first, because the machine is not still.
            if turn % 2:
                product.append(await originate_by_product(lab, calls))
            bare.append(await originate_barely(lab, calls))
            if not turn % 2:
                product.append(await originate_by_product(lab, calls))
    read: list[Cost] = []
    parsed: list[Cost] = []
    with streaming() as port:
        for _ in range(ROUNDS):
            parsed.append(await events_barely(port))
            read.append(await facts_by_product(port))
    joined = await joins(lab, JOINS, beeps=False)
    beeped = await joins(lab, JOINS // 5, beeps=True)
    (made, made_ms), (bare_made, bare_ms) = middle(product), middle(bare)
    (_, event_ms), (_, bare_event_ms) = middle(read), middle(parsed)
    pairs = [(a.count / a.wall_s) / (b.count / b.wall_s) for a, b in zip(product, bare, strict=True)]
    return {
        "calls_a_second": round(made, 1),
        "bare_calls_a_second": round(bare_made, 1),
        "of_bare": round(median(pairs), 2),
        "of_bare_least": round(min(pairs), 2),
        "of_bare_most": round(max(pairs), 2),
        "cpu_ms_a_call": round(made_ms, 2),
        "bare_cpu_ms_a_call": round(bare_ms, 2),
        "facts_a_cpu_second": round(FACTS / EVENTS * 1000 / event_ms),
        "events_a_cpu_second": round(1000 / event_ms),
        "bare_events_a_cpu_second": round(1000 / bare_event_ms),
        "answer_to_fact_p50_ms": share(joined.told_ms, 50),
        "answer_to_fact_p99_ms": share(joined.told_ms, 99),
        "answer_to_joined_p50_ms": share(joined.joined_ms, 50),
        "answer_to_joined_p99_ms": share(joined.joined_ms, 99),
        "answer_to_voice_p50_ms": share(joined.voice_ms, 50),
        "answer_to_voice_p99_ms": share(joined.voice_ms, 99),
        "same_with_beeps_p50_ms": share(beeped.voice_ms, 50),
    }


def main() -> None:
    """Start a switch, measure and print."""
    calls = int(sys.argv[1]) if sys.argv[1:] else CALLS
    configure_log("warning")
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as lab:
        result = asyncio.run(measure(lab, calls))
        switch_s = lab.cpu_s()
    result["switch_cpu_s"] = round(switch_s, 1)
    for name, value in result.items():
        print(f"{name:>28}  {value:>12,}")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
