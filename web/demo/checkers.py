"""Looks for broken promises in the ledger alone: an independent second opinion on everything the floor did.

The checks are in `contact_checks` (the law) and `ending_checks` (the house); here they are run, over the whole ledger.
"""

from datetime import datetime

from campaigns.store.for_checkers import Ledger, load_ledger
from config.ground import Ground
from web.demo import contact_checks, ending_checks
from web.demo.violation import Violation

CHECKS = (
    contact_checks.outside_hours,
    contact_checks.over_cap,
    contact_checks.too_soon_after_conversation,
    contact_checks.against_hold,
    contact_checks.against_opt_out,
    contact_checks.text_without_consent,
    ending_checks.not_permitted,
    ending_checks.without_result,
    ending_checks.over_ceiling,
    ending_checks.promised_too_much,
    ending_checks.refused_without_rule,
)
CHECKS_AT_AN_INSTANT = (
    ending_checks.overlapping,
    ending_checks.agent_twice,
    ending_checks.without_outcome,
    ending_checks.stuck,
    ending_checks.text_unsettled,
)
"""What is still under way is no violation yet."""


async def find_violations(ground: Ground) -> list[Violation]:
    """Check the whole ledger as it stands now; an empty list when all is well."""
    async with ground.database.transaction() as session:
        ledger = await load_ledger(session)
    return check_ledger(ledger, ground.clock.now())


def check_ledger(ledger: Ledger, now: datetime) -> list[Violation]:
    """Run every check; violations stand in the order of the checks."""
    return [
        *(violation for check in CHECKS for violation in check(ledger)),
        *(violation for check_at in CHECKS_AT_AN_INSTANT for violation in check_at(ledger, now)),
    ]
