"""A campaign's or creditor's own windows and caps as rules, so that one judge intersects them with the law.

They can only take away: nothing here loosens a law. Stored settings are read strictly.
"""

import functools
import json
from collections.abc import Mapping
from typing import Any

from campaigns.rules.rows import build_rule
from campaigns.rules.rule import Rule

# After every law's: when both deny, the law is the reason to report; then the creditor, then the campaign.
RANKS = {"creditor": {"hours": 594, "cap": 494}, "campaign": {"hours": 595, "cap": 495}}
TITLES = {"creditor": ("creditor", "债权人"), "campaign": ("campaign", "活动")}


def campaign_rules(
    campaign_id: str,
    *,
    windows: Mapping[str, object] | None = None,
    caps: Mapping[str, Mapping[str, object]] | None = None,
    owner: str = "campaign",
) -> tuple[Rule, ...]:
    """Return the rules of one campaign or creditor; the same settings give the same rules.

    Args:
        campaign_id: the id that appears in ``campaign.<id>.hours`` and ``campaign.<id>.<cap>``.
        owner: whose settings they are: ``campaign`` or ``creditor``.
        windows: ``{"mon": [["08:00", "20:00"]], …, "daily": …, "exceptions": {"2026-12-24": [["08:00", "12:00"]]} or
            ["2026-12-25", …] for closed days, "zones": basis, "channels": [...]}``. A weekday left out is closed.
            Channels default to phone. None = no windows of its own.
        caps: name → ``{"limit": 3, "window": {"type": "local_calendar_days", "n": 1}, "per": [...], "count": {...}}``,
            with ``channels`` as filter; counts phone attempts unless said.

    Raises:
        BadInput: naming campaign and field.
    """
    settings = json.dumps({"windows": windows, "caps": caps or {}}, sort_keys=True, default=str)
    return _built(owner, campaign_id, settings)


@functools.lru_cache(maxsize=512)
def _built(owner: str, key: str, settings: str) -> tuple[Rule, ...]:
    read = json.loads(settings)
    rules = [_cap(owner, key, name, cap) for name, cap in read["caps"].items()]
    if read["windows"] is not None:
        rules.append(_hours(owner, key, read["windows"]))
    return tuple(rules)


def _hours(owner: str, key: str, windows: dict[str, Any]) -> Rule:
    weekly = dict(windows)
    exceptions = weekly.pop("exceptions", {})
    if isinstance(exceptions, list):
        exceptions = {day: [] for day in exceptions}
    zones = weekly.pop("zones", "all_candidates")
    channels = weekly.pop("channels", ["phone"])
    return build_rule(
        _row(
            owner,
            f"{owner}.{key}.hours",
            kind="allowed_hours",
            title=f"hours of this {TITLES[owner][0]}",
            title_zh=f"本{TITLES[owner][1]}的联系时段",
            rank=RANKS[owner]["hours"],
            channels=channels,
            params={"weekly": weekly, "exceptions": exceptions, "zones": zones},
        ),
        where=f"{owner} {key}",
    )


def _cap(owner: str, key: str, name: str, cap: dict[str, Any]) -> Rule:
    channels = cap.pop("channels", ["phone"])
    cap.setdefault("count", {"channels": channels, "outcomes": "any_attempt"})
    return build_rule(
        _row(
            owner,
            f"{owner}.{key}.{name}",
            kind="attempt_cap",
            title=f"limit of this {TITLES[owner][0]}",
            title_zh=f"本{TITLES[owner][1]}的次数上限",
            rank=RANKS[owner]["cap"],
            channels=channels,
            params=cap,
        ),
        where=f"{owner} {key}",
    )


def _row(owner: str, rule_id: str, *, channels: object, **columns: object) -> dict[str, object]:
    return {
        "id": rule_id,
        "jurisdiction": owner,
        "cite": f"settings of the {owner}",
        "binding": "house",
        "confidence": "high",
        "applies": {"channels": channels, "party_class": "any"},
        **columns,
    }
