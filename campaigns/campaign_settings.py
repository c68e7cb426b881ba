"""The settings of a campaign: what may be edited, the limits of each, and what keeps a campaign from starting.

Pure. Limits that come from a law are read from its rules and name it; the strictest binds, because a campaign may
reach any place. Whom the settings reach is counted in `callable_cases`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from campaigns.campaigns import Campaign, Mode
from campaigns.caps import check_caps
from campaigns.ladders import parse_ladder, parse_sms
from campaigns.pace.ceilings import CeilingKind
from campaigns.rules.duties import AbandonmentCap
from campaigns.scripts import Scripts
from campaigns.templates import Templates, find_debt_words
from campaigns.week_windows import parse_windows, windows_document
from config.documents import Document
from config.errors import BadInput, Refusal
from telephony.numbers import parse_number

LARGEST_CEILING_SHARE = 0.05
"""The house's own, where no rule says: nobody is known to allow more (Canada's regulator, in a month)."""
LARGEST_HALF_HOUR_SHARE = 0.2
"""The house's own: half an hour has so few answers that chance alone passes the ceiling of the day now and then."""
SHORTEST_RING_S, LONGEST_RING_S = 5, 60
"""The house's own, where no rule says: below, hardly anybody reaches the telephone."""
SHORTEST_WRAP_UP_S, LONGEST_WRAP_UP_S = 5, 600
LONGEST_NAME = 80
LONGEST_MESSAGE = 500


def check_name(name: str) -> str:
    """Return a campaign's name without surplus blanks.

    Raises:
        BadInput: it is empty or too long.
    """
    trimmed = " ".join(name.split())
    if not trimmed or len(trimmed) > LONGEST_NAME:
        raise BadInput("bad_name", f"A name has 1 to {LONGEST_NAME} characters.", {"name": "empty or too long"})
    return trimmed


def _check_ladder(body: Document, name: str) -> object:
    document = body.take(name)
    parse_ladder(document)
    return document


def _check_plan(body: Document, name: str) -> object:
    document = body.take(name)
    parse_sms(document)
    return document


def _check_message(body: Document, name: str) -> object:
    text = body.text(name)
    if len(text) > LONGEST_MESSAGE:
        body.refuse(name, f"may have at most {LONGEST_MESSAGE} characters")
    return text


_CHECKS: Mapping[str, Callable[[Document, str], object]] = MappingProxyType(
    {
        "name": lambda body, name: check_name(body.text(name)),
        "mode": lambda body, name: body.text(name, allowed=tuple(Mode)),
        "tone": lambda body, name: body.text(name),
        "script": lambda body, name: body.text(name),
        "caller_id": lambda body, name: body.text(name),
        "sms_sender": lambda body, name: body.text(name),
        "ring_timeout_s": lambda body, name: body.whole(name, low=SHORTEST_RING_S, high=LONGEST_RING_S),
        "wrap_up_s": lambda body, name: body.whole(name, low=SHORTEST_WRAP_UP_S, high=LONGEST_WRAP_UP_S),
        "ceiling_share": lambda body, name: body.share(name, high=LARGEST_CEILING_SHARE),
        "ceiling_kind": lambda body, name: body.text(name, allowed=tuple(CeilingKind)),
        "day_ceiling_share": lambda body, name: body.share(name, high=LARGEST_CEILING_SHARE),
        "half_hour_ceiling_share": lambda body, name: body.share(name, high=LARGEST_HALF_HOUR_SHARE),
        "detect_machine": lambda body, name: body.flag(name),
        "record_calls": lambda body, name: body.flag(name),
        "windows": lambda body, name: windows_document(parse_windows(body.take(name))),
        "caps": lambda body, name: check_caps(body.take(name) or {}),  # a packaged campaign has none
        "ladder": _check_ladder,
        "sms": _check_plan,
        "abandoned_message": _check_message,
    }
)
_UNDER_LAW = ("ceiling_share", "day_ceiling_share")
"""The shares that the strictest law bounds, whatever its period; the half hour is the house's own."""
EDITABLE = tuple(_CHECKS)
"""The columns a manager may edit."""


def check_changes(changes: Mapping[str, Any], *, pacing: AbandonmentCap) -> dict[str, Any]:
    """Check edited columns one by one and return them as they are stored; windows in their canonical form.

    `pacing` is the law's (`Books.pacing`); an empty one checks the form alone.

    Raises:
        BadInput: names the field, also one that cannot be edited.
    """
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise BadInput("not_editable", f"{', '.join(unknown)} cannot be edited.", dict.fromkeys(unknown, "fixed"))
    body = Document("campaign", changes)
    checked = {name: _CHECKS[name](body, name) for name in changes}
    for problem in _beyond_law(checked, pacing):
        raise BadInput(problem.code, problem.en, {problem.field: problem.en})
    return checked


def with_changes(campaign: Campaign, changes: Mapping[str, Any]) -> Campaign:
    """Return a copy of a campaign with some columns changed; it belongs to no session."""
    columns = {column.key: getattr(campaign, column.key) for column in Campaign.__table__.columns}
    return Campaign(**{**columns, **changes})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a campaign from starting: the field, and what is wrong with it in both languages."""

    code: str
    field: str
    en: str
    zh: str


def check_settings(
    campaign: Campaign, *, scripts: Scripts, templates: Templates, pacing: AbandonmentCap, has_team: bool = True
) -> list[Problem]:
    """Return everything that keeps these settings from being dialed with; an empty list when all is well.

    `pacing` is the law's (`Books.pacing`).
    """
    problems = [
        *_refusals("windows", lambda: parse_windows(campaign.windows)),
        *_refusals("caps", lambda: check_caps(campaign.caps or {})),
        *_refusals("ladder", lambda: parse_ladder(campaign.ladder)),
        *_refusals("sms", lambda: _check_sms(campaign.sms, templates)),
        *_refusals("caller_id", lambda: _check_number(campaign.caller_id, "caller_id")),
        *_refusals("sms_sender", lambda: _check_number(campaign.sms_sender, "sms_sender")),
        *_refusals("script", lambda: _check_script(campaign, scripts)),
    ]
    named = {problem.field for problem in problems}
    if "windows" not in named and not parse_windows(campaign.windows).is_open_ever:
        problems.append(Problem("never_open", "windows", "No hour of the week is open.", "一周内没有任何开放时段。"))
    if not has_team:
        problems.append(Problem("no_team", "teams", "No team takes its calls.", "没有团队接听其来电。"))
    settings = {name: getattr(campaign, name) for name in (*_UNDER_LAW, "ring_timeout_s")}
    problems += _beyond_law(settings, pacing)
    if find_debt_words(campaign.abandoned_message):
        problems.append(
            Problem(
                "message_not_neutral",
                "abandoned_message",
                "The message for abandoned calls may not mention a debt.",
                "无坐席提示语不得提及债务。",
            )
        )
    return problems


def _beyond_law(settings: Mapping[str, Any], pacing: AbandonmentCap) -> list[Problem]:
    """Return which of these columns the law's pacing does not allow; those left out are not asked about."""
    found: list[Problem] = []
    percent, ring_s = pacing.max_percent, pacing.min_ring_seconds
    for field in _UNDER_LAW:
        if percent is not None and settings.get(field, 0) > percent / 100:
            en = f"At most {percent} % of live answers may find no agent ({pacing.cite})."
            found.append(Problem("ceiling", field, en, f"接通后无坐席的比例最多为 {percent}%({pacing.cite})。"))
    if ring_s is not None and settings.get("ring_timeout_s", ring_s) < ring_s:
        en = f"An unanswered call rings at least {ring_s} seconds ({pacing.cite})."
        found.append(Problem("short_ring", "ring_timeout_s", en, f"无人接听时至少振铃 {ring_s} 秒({pacing.cite})。"))
    return found


def _refusals(field: str, check: Callable[[], object]) -> list[Problem]:
    try:
        check()
    except Refusal as refusal:
        return [Problem(refusal.code, field, refusal.sentence, f"设置“{field}”有误:{refusal.sentence}")]
    return []


def _check_sms(document: Mapping[str, Any], templates: Templates) -> None:
    plan = parse_sms(document)
    template = templates.get(plan.template, "en")
    if template.mentions_debt:
        sentence = f"{plan.template} mentions the debt; a text to an unverified number may not."
        raise BadInput("template_not_neutral", sentence, {"template": plan.template})


def _check_number(number: str, field: str) -> None:
    if parse_number(number, region="US", field=field).e164 != number:
        raise BadInput("bad_number", f"{number} is not written as +country and number.", {field: "E.164"})


def _check_script(campaign: Campaign, scripts: Scripts) -> None:
    if scripts.get(campaign.script).tone != campaign.tone:
        sentence = f"The script {campaign.script} has another tone than {campaign.tone}."
        raise BadInput("script_tone", sentence, {"tone": campaign.tone})
