"""Consent to a channel, and its withdrawal: opt-outs by address, and contacts that need a live permission.

Both bind at once: an opt-out or a revocation counts from its own instant, although United States law would allow
up to ten business days (47 CFR 64.1200(a)(10)).
"""

from dataclasses import dataclass
from datetime import datetime

from campaigns.rules.case import Case
from campaigns.rules.fields import Fields
from campaigns.rules.verdict import Denial

MATCHES = frozenset({"number", "channel", "debt", "any"})


@dataclass(frozen=True, slots=True)
class ConsentRequired:
    """A live consent of the kind must cover the number, the channel, every debt, or all that it states."""

    consent: str
    match: str


def read_opt_out(_fields: Fields) -> None:
    """There is nothing to set: the rule reads the opt-outs."""


def check_opt_out(_terms: None, case: Case, at: datetime) -> Denial | None:
    """Deny a channel at an address that was opted out of, or everywhere when no address is named."""
    proposal = case.proposal
    for stop in case.person.opt_outs:
        if stop.channel == proposal.channel and stop.endpoint_id in {None, proposal.endpoint_id} and stop.at <= at:
            return Denial("opted_out", None, "opt_in", (("channel", proposal.channel),))
    return None


def read_consent_required(fields: Fields) -> ConsentRequired:
    """Compile ``consent`` and ``match``. Raises BadInput."""
    return ConsentRequired(consent=fields.text("consent"), match=fields.text("match", allowed=MATCHES, default="any"))


def check_consent_required(terms: ConsentRequired, case: Case, at: datetime) -> Denial | None:
    """Deny unless a consent of the kind is live for every debt of the proposal."""
    debts = case.debts or (None,)
    if all(case.has_consent(terms.consent, at, match=terms.match, debt=debt) for debt in debts):
        return None
    return Denial("no_consent", None, "consent", (("consent", terms.consent),))
