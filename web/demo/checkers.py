"""Looks for broken promises in the ledger alone: an independent second opinion on everything the floor did.

The checks of the law are in `contact_checks`, `stop_checks` and `frequency_checks`, those of the house in
`ending_checks`; here they are run, over the whole ledger.
"""

from datetime import datetime

from campaigns.store.for_checkers import Ledger, load_ledger
from config.ground import Ground
from crm.dispositions import load_catalogue
from web.demo import contact_checks, ending_checks, frequency_checks, stop_checks
from web.demo.violation import Violation

CHECKS = (
    contact_checks.outside_hours,
    contact_checks.at_stated_time,
    frequency_checks.over_caps,
    frequency_checks.too_soon_after_conversation,
    frequency_checks.too_close,
    stop_checks.against_hold,
    stop_checks.against_opt_out,
    stop_checks.against_wrong_number,
    contact_checks.text_without_consent,
    ending_checks.not_permitted,
    ending_checks.without_result,
    ending_checks.over_ceiling,
    ending_checks.promised_too_much,
    ending_checks.refused_without_rule,
)
CHECKS_AT_AN_INSTANT = (
    stop_checks.went_on_after_stop,
    ending_checks.overlapping,
    ending_checks.agent_twice,
    ending_checks.without_outcome,
    ending_checks.stuck,
    ending_checks.text_unsettled,
)
"""What is still under way is no violation yet."""


async def find_violations(ground: Ground) -> list[Violation]:
    """Check the whole ledger as it stands now; an empty list when all is well."""
    outcomes = {code: one.outcome for code, one in load_catalogue().by_code.items()}
    async with ground.database.transaction() as session:
        ledger = await load_ledger(session, outcome_of=outcomes)
    return check_ledger(ledger, ground.clock.now())


def check_ledger(ledger: Ledger, now: datetime) -> list[Violation]:
    """Run every check; violations stand in the order of the checks."""
    return [
        *(violation for check in CHECKS for violation in check(ledger)),
        *(violation for check_at in CHECKS_AT_AN_INSTANT for violation in check_at(ledger, now)),
    ]
