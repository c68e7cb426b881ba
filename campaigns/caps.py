"""Limits that a campaign or a creditor sets itself: checked strictly, and written in one form.

Pure. They become rules in `rules.campaign_rules` and can only take away; counting is left to `rules.frequency`.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from campaigns.rules.campaign_rules import campaign_rules
from campaigns.rules.counted import OUTCOME_SETS
from campaigns.rules.frequency import KEYS
from campaigns.rules.proposal import CHANNELS
from config.documents import Document

MOST_CAPS = 20
LARGEST_LIMIT = 100
LONGEST_WINDOWS: Mapping[str, int] = MappingProxyType(
    {
        "local_calendar_days": 31,
        "rolling_hours": 31 * 24,
        "rolling_minutes": 24 * 60,
        "calendar_week": 1,
        "calendar_month": 1,
    }
)
"""Kind of window to the longest that may be asked for: the gate reads forty days of a person's contacts."""
CAP_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")


def check_caps(document: object, where: str = "caps") -> dict[str, Any]:
    """Check caps, name → ``{limit, window: {type, n}, per, channels, count}``, and return them in one form.

    At most `limit` contacts over `channels` (phone unless said) in the window, for each of the keys of `per` (the
    person unless said). ``count`` may name other ``channels`` and an outcome set to count; every attempt unless said.

    Raises:
        BadInput: names the cap and its field.
    """
    caps = Document(where, document)
    names = caps.names()
    if len(names) > MOST_CAPS:
        caps.refuse(where, f"are more than {MOST_CAPS}")
    for name in names:
        if not CAP_NAME.fullmatch(name):
            caps.refuse(name, "is no name of small letters, digits and _")
    found = {name: _cap(caps.table(name)) for name in sorted(names)}
    campaign_rules(where, caps=found)  # what is stored must be read by the gate
    return found


def _cap(body: Document) -> dict[str, Any]:
    cap = {
        "limit": body.whole("limit", low=1, high=LARGEST_LIMIT),
        "window": _window(body.table("window")),
        "per": sorted(body.texts("per", allowed=KEYS)) or ["party"],
        "channels": sorted(body.texts("channels", allowed=CHANNELS)) or ["phone"],
    }
    if body.has("count"):
        count = body.table("count")
        counted = sorted(count.texts("channels", allowed=CHANNELS)) or cap["channels"]
        cap["count"] = {"channels": counted, "outcomes": count.text("outcomes", allowed=OUTCOME_SETS)}
        count.finish()
    body.finish()
    return cap


def _window(body: Document) -> dict[str, Any]:
    kind = body.text("type", allowed=LONGEST_WINDOWS)
    longest = LONGEST_WINDOWS[kind]
    if longest == 1:
        body.optional_whole("n", low=1, high=1)
        body.finish()
        return {"type": kind}
    window = {"type": kind, "n": body.whole("n", low=1, high=longest)}
    body.finish()
    return window
