"""How long one decision takes: a person with two hundred contacts on record, under the law of New York City and others.

Permitted and refused ones apart, a refusal with the search for the next instant; every judgement begins from nothing.
"""

import time
from datetime import UTC, date, datetime, timedelta
from random import Random

from campaigns.rules.judge import judge
from campaigns.rules.proposal import PastContact, Person, Proposal
from campaigns.rules.rulebook import read_rulebook

ON = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
ZONE = "America/New_York"
ENTRIES, ROUNDS = 200, 4000
PLACES = ("us-nyc", "us-ma", "us-wa", "us-fl")


def history(dice: Random, *, days: int) -> tuple[PastContact, ...]:
    """Return contacts of all channels over the days before the last `days`, in order."""
    found = []
    for _ in range(ENTRIES):
        channel = dice.choice(["phone", "phone", "sms", "email"])
        outcomes = ["no_answer", "voicemail_left", "conversation"] if channel == "phone" else ["delivered"]
        found.append(
            PastContact(
                at=NOON - timedelta(days=days, seconds=dice.randint(0, 30 * 86400)),
                channel=channel,
                outcome=dice.choice(outcomes),
                endpoint_id=dice.choice(["a", "b"]),
                debts=(dice.choice(["x", "y"]),),
                number_type="mobile",
            )
        )
    return tuple(sorted(found, key=lambda past: past.at))


def measure_decisions() -> dict[str, float]:
    """Return the median and the 99th percentile in microseconds, permitted and refused."""
    book, dice = read_rulebook(), Random(7)
    rules = [book.rules_for([place], ON) for place in PLACES]
    person = Person(address_zones=(ZONE,))
    result: dict[str, float] = {"history_entries": ENTRIES}
    for name, days in (("permitted", 8), ("refused", 0)):
        pasts = [history(dice, days=days) for _ in range(50)]
        spent, wanted = [], name == "permitted"
        for round_ in range(ROUNDS):
            proposal = Proposal(
                at=NOON + timedelta(seconds=round_),
                channel="phone",
                endpoint_id="a",
                debts=("x",),
                number_type="mobile",
                number_zones=(ZONE,),
            )
            began = time.perf_counter_ns()
            verdict = judge(proposal, person, pasts[round_ % 50], rules[round_ % len(rules)])
            spent.append((time.perf_counter_ns() - began) / 1000)
            assert verdict.allowed is wanted or not wanted, "what was to be permitted was refused"
        spent.sort()
        result[f"{name}_p50_us"] = round(spent[len(spent) // 2], 1)
        result[f"{name}_p99_us"] = round(spent[len(spent) * 99 // 100], 1)
    return result
