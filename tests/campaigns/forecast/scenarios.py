"""Reads the referee's scenarios as plans of model days: the same parameters, in the product's words."""

import json
import os
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from campaigns.forecast.laws import CallLaws, Detection, Ringing, Spread, TalkKind, answer_chances
from campaigns.forecast.model_day import ModelDay
from campaigns.forecast.supply import Retry, Supply
from campaigns.forecast.timetables import MassDisconnect, Roster, Shift, timetable

PACING = Path(os.environ.get("RINGFENCE_SHARED", Path(__file__).parents[4] / "shared")) / "pacing"
SHARED: Mapping[str, Any] = json.loads((PACING / "scenarios.json").read_text(encoding="utf-8"))
RUNS: Sequence[Mapping[str, Any]] = json.loads((PACING / "conformance.json").read_text(encoding="utf-8"))["runs"]
"""Days of known policies whose numbers any rebuilt model must hit."""
FOR_EVER_S = 1e9


def scenario(name: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of a JSON document
    """Return a whole scenario by its id, with the defaults, and some parts changed."""
    found = next(each for each in SHARED["scenarios"] if each["id"] == name)
    return _merged(SHARED["defaults"], {**found, **changes})


def model_day(parts: Mapping[str, Any], seed: int) -> ModelDay:
    """Build the day of a scenario and a seed."""
    events = parts["events"]
    chances = answer_chances(
        parts["day_s"],
        parts["p_live"],
        drift=parts["drift"],
        steps=[(e["t"], e.get("until", FOR_EVER_S), e["mult"]) for e in events if e["type"] == "answer_mult"],
        noise=(parts["noise"]["sd"], parts["noise"]["tau_s"]),
        seed=seed,
    )
    roster = Roster(
        agents=parts["n_agents"],
        day_s=parts["day_s"],
        has_breaks=parts["breaks"],
        shifts=[Shift(e["t"], e["leave"], e["join"], e["gap"], e["spread"]) for e in events if e["type"] == "shift"],
        disconnects=[
            MassDisconnect(e["t"], e["frac"], e["dur_s"], place)
            for place, e in enumerate(events)
            if e["type"] == "disconnect"
        ],
    )
    return ModelDay(
        day_s=parts["day_s"],
        laws=laws(parts),
        chances=chances,
        timetable=timetable(roster, seed),
        supply=Supply(None, Retry(), random.Random(seed)),
        seed=seed,
    )


def laws(parts: Mapping[str, Any]) -> CallLaws:
    """Return the laws of a scenario."""
    ring, amd, nonlive, machine = parts["ring"], parts["amd"], parts["nonlive"], parts["machine_handle"]
    mix = [list(row) for row in parts["talk_mix"]]
    if mix[2][1] is None:
        mix[2][1] = (1 - mix[0][0] * mix[0][1] - mix[1][0] * mix[1][1]) / mix[2][0]
    return CallLaws(
        setup=Spread(parts["setup"]["mean"], parts["setup"]["cv"]),
        machine_share=nonlive["machine"],
        busy_share=nonlive["busy"],
        failed_share=nonlive["failed"],
        ringing=Ringing(
            live_mean_s=ring["live_mean"],
            live_shape=ring["live_k"],
            timeout_s=ring["timeout"],
            machine_at_once_share=ring["machine_now"],
            machine_mean_s=ring["machine_mean"],
            machine_sd_s=ring["machine_sd"],
        ),
        detection=Detection(
            is_on=amd["on"],
            human=Spread(amd["human_mean"], amd["human_cv"]),
            machine=Spread(amd["machine_mean"], amd["machine_cv"]),
            lost_share=amd["fp"],
            missed_share=amd["fn"],
            greeting=Spread(amd["greet_mean"], amd["greet_cv"]),
        ),
        hold_s=parts["hold_s"],
        talk_s=parts["aht_s"] * (1 - parts["wrap_frac"]),
        wrap_s=parts["aht_s"] * parts["wrap_frac"],
        wrap_cv=parts["wrap_cv"],
        talk_kinds=tuple(TalkKind(*row) for row in mix),
        machine_talk=Spread(machine["mean"], machine["cv"]),
        machine_wrap_s=machine["wrap"],
    )


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(base)
    for name, part in over.items():
        is_nested = isinstance(part, Mapping) and isinstance(found.get(name), Mapping)
        found[name] = _merged(found[name], part) if is_nested else part
    return found
