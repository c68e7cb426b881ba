"""Lets cases age: days past due grow by the calendar between two files, and buckets and campaigns follow.

The lender's file says how old an account was on its day; every day since adds one, while anything is past due.
An account with nothing past due is current, and a case without any other is cured.
"""

from datetime import datetime, timedelta

from campaigns.enrolling import enrol_all
from campaigns.store.for_enrolling import age_cases
from config.ground import Ground


async def keep_ageing(ground: Ground) -> None:
    """Age all cases after every midnight (UTC), for ever."""
    while True:
        now = ground.clock.now()
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), tzinfo=now.tzinfo)
        await ground.clock.sleep_until(midnight)
        await age_all(ground)


async def age_all(ground: Ground) -> int:
    """Bring every open case to its age of today, then to its bucket and campaign; return the moves."""
    async with ground.database.transaction() as session:
        await age_cases(session, today=ground.clock.now().date())
    return await enrol_all(ground)
