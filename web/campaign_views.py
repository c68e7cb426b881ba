"""Turns campaigns, their checks and their charts into the shapes a client is shown.

Pure: rows and values in, shapes out. Loading is left to the endpoints.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.campaign_settings import Problem
from campaigns.campaigns import Campaign
from campaigns.facts import CampaignEdited, CampaignMoved
from campaigns.floor.state import Floor, idle_agents
from campaigns.store.for_campaigns import CampaignNumbers
from campaigns.templates import LANGUAGES, Templates
from config.facts import Fact
from web.shapes.campaigns import CampaignRow, CampaignShape, PaceMark, ReasonCount, TemplateShape
from web.shapes.shape import Named


def show_row(campaign: Campaign, numbers: CampaignNumbers, floor: Floor, *, callable_now: int) -> CampaignRow:
    """Show one campaign in the list, with what it did in the last day and what the floor does for it now."""
    wing = floor.wings.get(campaign.id)
    return CampaignRow(
        id=campaign.id,
        name=campaign.name,
        bucket=campaign.bucket,
        mode=campaign.mode,
        state=campaign.state,
        version=campaign.version,
        callable_now=callable_now,
        enrolled=numbers.enrolled,
        lines=count_lines(floor, campaign.id),
        agents_ready=len(idle_agents(floor, wing)) if wing else 0,
        answered_today=numbers.answered,
        abandoned_today=numbers.abandoned,
        abandoned_share=numbers.abandoned / numbers.answered if numbers.answered else 0.0,
        ceiling_share=campaign.ceiling_share,
        contacts_today=numbers.contacts,
        promises_today=numbers.promises,
    )


def show_problem(problem: Problem) -> dict[str, Any]:
    """Show what keeps a campaign from starting."""
    return {"code": problem.code, "field": problem.field, "en": problem.en, "zh": problem.zh}


def show_reasons(counted: Mapping[tuple[str, str], int]) -> list[ReasonCount]:
    """Show counted reasons, the most frequent first."""
    return [ReasonCount(code=code, rule_id=rule_id, count=count) for (code, rule_id), count in counted.items()]


def show_mark(fact: Fact, names: Mapping[str, str]) -> PaceMark:
    """Show a change of a campaign as a mark on its chart, its actor by `names`."""
    code = f"moved.{fact.new}" if isinstance(fact, CampaignMoved) else "edited"
    if isinstance(fact, CampaignEdited):
        code = f"edited.{fact.fields[0]}" if len(fact.fields) == 1 else "edited"
    return PaceMark(at=fact.at, text_code=code, actor=names[fact.actor])


def show_messages(templates: Templates) -> list[TemplateShape]:
    """Show all message templates with their texts by language."""
    found = []
    for code in templates.codes:
        english = templates.get(code, "en")
        found.append(
            TemplateShape(
                code=code,
                mentions_debt=english.mentions_debt,
                version=english.version,
                texts={language: templates.get(code, language).text for language in LANGUAGES},
                obligatory=list(english.obligatory),
            )
        )
    return found


def count_lines(floor: Floor, campaign_id: UUID) -> int:
    """Count a campaign's lines in flight."""
    return sum(line.campaign_id == campaign_id for line in floor.lines.values())


def show_settings(campaign: Campaign, teams: list[Named], *, changed_by: str) -> CampaignShape:
    """Show all settings of a campaign, and the name of who changed it last."""
    columns = {column.key: getattr(campaign, column.key) for column in Campaign.__table__.columns}
    return CampaignShape.model_validate({**columns, "teams": teams, "changed_by": changed_by})
