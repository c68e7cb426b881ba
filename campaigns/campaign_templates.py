"""The packaged starting points: one campaign template for each bucket, and the first set of buckets.

A campaign is a copy; changing a template later changes no campaign.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from campaigns.buckets import Bucket, check_buckets
from campaigns.campaign_settings import EDITABLE, check_changes
from campaigns.rules.duties import AbandonmentCap
from config.documents import Document, packaged
from config.errors import BadInput


@dataclass(frozen=True, slots=True)
class CampaignTemplate:
    """A template; `fields` are the columns of `Campaign` that a new one starts with."""

    code: str
    name: str
    fields: Mapping[str, Any]


def load_campaign_templates() -> Mapping[str, CampaignTemplate]:
    """Read the packaged campaign templates by the code of their bucket.

    Raises:
        BadInput: names the template and the field.
    """
    document = packaged("campaigns.toml")
    found: dict[str, CampaignTemplate] = {}
    for template in map(_template, document.rows("templates")):
        if template.code in found:
            document.refuse("templates", f"has {template.code} twice")
        found[template.code] = template
    document.finish()
    return MappingProxyType(found)


def load_buckets() -> tuple[Bucket, ...]:
    """Read the packaged buckets as fresh rows.

    Raises:
        BadInput: names the bucket and the field, also for a gap or an overlap.
    """
    document = packaged("buckets.toml")
    found = []
    for row in document.rows("buckets"):
        found.append(
            Bucket(
                code=row.text("code"),
                name_en=row.text("name_en"),
                name_zh=row.text("name_zh"),
                first_day=row.whole("first_day", low=1, high=100_000),
                last_day=row.optional_whole("last_day", low=1, high=100_000),
            )
        )
        row.finish()
    document.finish()
    return check_buckets(found)


def _template(row: Document) -> CampaignTemplate:
    code, name = row.text("code"), row.text("name")
    fields = {field: row.take(field) for field in EDITABLE if field != "name"}
    row.finish()
    try:
        checked = check_changes(fields, pacing=AbandonmentCap())  # the law is asked when one of them starts
    except BadInput as error:
        raise BadInput(error.code, f"{row.where}: {error.sentence}", error.details) from error
    return CampaignTemplate(code, name, MappingProxyType({"bucket": code, **checked}))
