"""The books decisions are made by: rulebooks, dispositions, texts, and which rules bind a person in a campaign."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from campaigns.campaigns import Campaign
from campaigns.creditor_terms import standing
from campaigns.rules.campaign_rules import campaign_rules
from campaigns.rules.duties import AbandonmentCap, strictest_abandonment
from campaigns.rules.rule import Rule
from campaigns.rules.rulebook import Rulebook, read_rulebook
from campaigns.scorecards import Scorecard, load_scorecard
from campaigns.scripts import Scripts, load_scripts
from campaigns.templates import Templates, load_templates
from campaigns.week_windows import rule_windows
from crm.dispositions import Catalogue, load_catalogue

FALLBACK = "us"
"""The rulebook for addresses in places without one: the fullest we have, so that nobody is without rules."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person lives, as far as rules need it."""

    country: str
    region: str
    city: str


@dataclass(frozen=True, slots=True)
class CreditorTerms:
    """What one creditor asks beyond the law, in the form that `creditor_terms` checks; answers are remembered by it."""

    code: str
    version: int
    document: Mapping[str, Any] = field(hash=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Under:
    """What a person's number is under: the address, the regions its area code indicates, and the creditor's terms."""

    place: Place
    number_places: tuple[Place, ...] = ()
    creditor: CreditorTerms | None = None


@dataclass(frozen=True)
class Books:
    """Loaded once at start; `rules_for` remembers its answers, because the gate asks for every attempt."""

    rulebook: Rulebook
    catalogue: Catalogue
    templates: Templates
    scripts: Scripts
    scorecard: Scorecard
    _remembered: dict[tuple[Under, date, UUID | None, int], tuple[Campaign | None, tuple[Rule, ...]]] = field(
        default_factory=dict
    )

    def rules_for(self, under: Under, on: date, campaign: Campaign | None) -> tuple[Rule, ...]:
        """Return the rules of law, house, creditor and campaign that bind a number, in force around a UTC date."""
        key = (under, on, campaign.id if campaign else None, campaign.version if campaign else 0)
        known, found = self._remembered.get(key, (None, None))
        # Two records may hold campaigns of one id and version; only the very same value has the same hours.
        if found is None or known is not campaign:
            if len(self._remembered) > 20_000:  # places times days: old days are of no use any more
                self._remembered.clear()
            found = self._law(under, on) + (own_rules(campaign) if campaign else ())
            self._remembered[key] = (campaign, found)
        return found

    def pacing(self, on: date) -> AbandonmentCap:
        """Return the strictest limits of pacing that any place sets on a day: a campaign may reach all of them."""
        return strictest_abandonment(self.rulebook.duties_for(self.rulebook.jurisdictions, on))

    def jurisdictions_of(self, under: Under) -> tuple[str, ...]:
        """Return the rulebooks that bind, by key: of the address, of every place of the number, of the creditor.

        The law of where the person is or may be, and of the places that the creditor names (its licence, say); where
        the creditor itself sits adds none. An address in a place without a rulebook is held to the one of `FALLBACK`.
        """
        terms = under.creditor.document if under.creditor else {}
        keys = [self._key(under.place) or FALLBACK, *filter(None, map(self._key, under.number_places))]
        return tuple(dict.fromkeys([*keys, *standing(terms, self.rulebook).jurisdictions]))

    def _law(self, under: Under, on: date) -> tuple[Rule, ...]:
        terms: Mapping[str, Any] = under.creditor.document if under.creditor else {}
        asked = standing(terms, self.rulebook)
        law = self.rulebook.rules_for(
            self.jurisdictions_of(under), on, switched_on=asked.switched_on, switched_off=asked.switched_off
        )
        if under.creditor is None or not ({"windows", "caps"} & terms.keys()):
            return law
        windows, caps = terms.get("windows"), terms.get("caps", {})
        return law + windows_rules(under.creditor.code, windows, caps=caps, owner="creditor")

    def _key(self, place: Place) -> str | None:
        return self.rulebook.place_of(place.country, place.region, place.city)


def own_rules(campaign: Campaign) -> tuple[Rule, ...]:
    """Return the campaign's own windows and caps as rules."""
    return windows_rules(str(campaign.id), campaign.windows, caps=campaign.caps)


def windows_rules(
    key: str, windows: Mapping[str, Any] | None, *, caps: Mapping[str, Any] | None = None, owner: str = "campaign"
) -> tuple[Rule, ...]:
    """Turn a windows document and caps into rules; holidays, closed and special dates are exceptions to the week."""
    weekly = None if windows is None else {**rule_windows(windows), "channels": ["phone"]}
    return campaign_rules(key, windows=weekly, caps=caps, owner=owner)


def load_books() -> Books:
    """Read everything packaged with the program.

    Raises:
        BadInput: names file and row.
    """
    return Books(read_rulebook(), load_catalogue(), load_templates(), load_scripts(), load_scorecard())
