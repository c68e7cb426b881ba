"""The books decisions are made by: rulebooks, dispositions, texts, and which rules bind a person in a campaign."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from campaigns.campaigns import Campaign
from campaigns.rules.campaign_rules import campaign_rules
from campaigns.rules.rule import Rule
from campaigns.rules.rulebook import Rulebook, read_rulebook
from campaigns.scorecards import Scorecard, load_scorecard
from campaigns.scripts import Scripts, load_scripts
from campaigns.templates import Templates, load_templates
from crm.dispositions import Catalogue, load_catalogue


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person lives, as far as rules need it."""

    country: str
    region: str
    city: str


@dataclass(frozen=True)
class Books:
    """Loaded once at start; `rules_for` remembers its answers, because the gate asks for every attempt."""

    rulebook: Rulebook
    catalogue: Catalogue
    templates: Templates
    scripts: Scripts
    scorecard: Scorecard
    _remembered: dict[tuple[Place, date, UUID | None, int], tuple[Rule, ...]] = field(default_factory=dict)

    def rules_for(self, place: Place, on: date, campaign: Campaign | None) -> tuple[Rule, ...]:
        """Return law, house and campaign rules for a person at a place, in force around a UTC date."""
        key = (place, on, campaign.id if campaign else None, campaign.version if campaign else 0)
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) > 20_000:  # places times days: old days are of no use any more
                self._remembered.clear()
            found = self._law(place, on) + (own_rules(campaign) if campaign else ())
            self._remembered[key] = found
        return found

    def rules_with_windows(
        self, place: Place, on: date, campaign: Campaign, windows: Mapping[str, Any]
    ) -> tuple[Rule, ...]:
        """Return the rules as they would be if the campaign had other windows."""
        return self._law(place, on) + windows_rules(campaign.id, windows)

    def _law(self, place: Place, on: date) -> tuple[Rule, ...]:
        key = self.rulebook.place_of(place.country, place.region, place.city)
        # A place without a rulebook of its own is held to the strictest one we have, the federal one.
        return self.rulebook.rules_for([key or "us"], on)


def own_rules(campaign: Campaign) -> tuple[Rule, ...]:
    """Return the campaign's own windows as rules."""
    return windows_rules(campaign.id, campaign.windows)


def windows_rules(campaign_id: UUID, windows: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Turn a windows document into rules; closed dates are days without any opening."""
    weekly = {day: ranges for day, ranges in windows.items() if day not in {"closed_on", "zone_basis"}}
    return campaign_rules(
        str(campaign_id), windows={**weekly, "exceptions": list(windows.get("closed_on", ())), "channels": ["phone"]}
    )


def load_books() -> Books:
    """Read everything packaged with the program.

    Raises:
        BadInput: names file and row.
    """
    return Books(read_rulebook(), load_catalogue(), load_templates(), load_scripts(), load_scorecard())
