"""A campaign's own windows and caps as rules, so that one judge intersects them with law, house and wishes.

They can only take away: nothing here loosens a law. Stored settings are read strictly.
"""

import functools
import json
from collections.abc import Mapping
from typing import Any

from campaigns.rules.rows import build_rule
from campaigns.rules.rule import Rule

HOURS_RANK = 595  # After every law's hours: when both deny, the law is the reason to report.
CAP_RANK = 495


def campaign_rules(
    campaign_id: str,
    *,
    windows: Mapping[str, object] | None = None,
    caps: Mapping[str, Mapping[str, object]] | None = None,
) -> tuple[Rule, ...]:
    """Return the rules of one campaign; the same settings give the same rules.

    Args:
        campaign_id: the id that appears in ``campaign.<id>.hours`` and ``campaign.<id>.<cap>``.
        windows: ``{"mon": [["08:00", "20:00"]], …, "daily": …, "exceptions": {"2026-12-24": [["08:00", "12:00"]]} or
            ["2026-12-25", …] for closed days, "zones": basis, "channels": [...]}``. A weekday left out is closed.
            Channels default to phone. None = no windows of its own.
        caps: name → ``{"limit": 3, "window": {"type": "local_calendar_days", "n": 1}, "per": [...], "count": {...}}``,
            with ``channels`` as filter; counts phone attempts unless said.

    Raises:
        BadInput: naming campaign and field.
    """
    settings = json.dumps({"windows": windows, "caps": caps or {}}, sort_keys=True, default=str)
    return _built(campaign_id, settings)


@functools.lru_cache(maxsize=512)
def _built(campaign_id: str, settings: str) -> tuple[Rule, ...]:
    read = json.loads(settings)
    rules = [_cap(campaign_id, name, cap) for name, cap in read["caps"].items()]
    if read["windows"] is not None:
        rules.append(_hours(campaign_id, read["windows"]))
    return tuple(rules)


def _hours(campaign_id: str, windows: dict[str, Any]) -> Rule:
    weekly = dict(windows)
    exceptions = weekly.pop("exceptions", {})
    if isinstance(exceptions, list):
        exceptions = {day: [] for day in exceptions}
    zones = weekly.pop("zones", "all_candidates")
    channels = weekly.pop("channels", ["phone"])
    return build_rule(
        _row(
            f"campaign.{campaign_id}.hours",
            kind="allowed_hours",
            title="hours of this campaign",
            title_zh="本活动的联系时段",
            rank=HOURS_RANK,
            channels=channels,
            params={"weekly": weekly, "exceptions": exceptions, "zones": zones},
        ),
        where=f"campaign {campaign_id}",
    )


def _cap(campaign_id: str, name: str, cap: dict[str, Any]) -> Rule:
    channels = cap.pop("channels", ["phone"])
    cap.setdefault("count", {"channels": channels, "outcomes": "any_attempt"})
    return build_rule(
        _row(
            f"campaign.{campaign_id}.{name}",
            kind="attempt_cap",
            title="limit of this campaign",
            title_zh="本活动的次数上限",
            rank=CAP_RANK,
            channels=channels,
            params=cap,
        ),
        where=f"campaign {campaign_id}",
    )


def _row(rule_id: str, *, channels: object, **columns: object) -> dict[str, object]:
    return {
        "id": rule_id,
        "jurisdiction": "campaign",
        "cite": "settings of the campaign",
        "binding": "house",
        "confidence": "high",
        "applies": {"channels": channels, "party_class": "any"},
        **columns,
    }
