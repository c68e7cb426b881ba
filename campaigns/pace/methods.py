"""The methods of pacing by name, as a manager chooses and compares them.

Only the predictive one keeps a ceiling; progressive is slow and safe, the others are what today's dialers do.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from campaigns.pace.predictive import Predictive
from campaigns.pace.progressive import Progressive
from campaigns.pace.ratio import FixedRatio
from campaigns.pace.reading import Method, PaceRules
from campaigns.pace.vicidial import Vicidial, VicidialVariant

Start: TypeAlias = Callable[[PaceRules], Method]


def _progressive(_rules: PaceRules) -> Progressive:
    return Progressive()


def _predictive(rules: PaceRules) -> Predictive:
    return Predictive(rules=rules)


def _ratio(lines_per_agent: float, _rules: PaceRules) -> FixedRatio:
    return FixedRatio(lines_per_agent=lines_per_agent)


def _vicidial(variant: VicidialVariant, rules: PaceRules) -> Vicidial:
    return Vicidial(variant=variant, rules=rules)


METHODS: Mapping[str, Start] = {
    "predictive": _predictive,
    "progressive": _progressive,
    "ratio_2": partial(_ratio, 2.0),
    "ratio_3": partial(_ratio, 3.0),
    "vicidial_hard": partial(_vicidial, VicidialVariant.HARD),
    "vicidial_average": partial(_vicidial, VicidialVariant.AVERAGE),
    "vicidial_tapered": partial(_vicidial, VicidialVariant.TAPERED),
}
"""Ratios are lines per ready agent; those of VICIdial are its adaptive methods with their defaults."""


def start_method(name: str, rules: PaceRules) -> Method:
    """Return a method as it is at the beginning of a campaign's day; raises KeyError for a name not in `METHODS`."""
    return METHODS[name](rules)
