"""Who can be called, over a million cases: a count at an instant, a week of openings, and what other windows change.

The rows are made by the database itself: four campaigns, some hundred profiles of hours over twelve zones, four in ten
cases held back by caps and waits until some instant of the coming days, one in twenty until a new fact, some with two
numbers, of which many wait each for an instant of its own.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bench.gate import NOON, seed_some
from campaigns.books import load_books
from campaigns.campaigns import Campaign
from campaigns.counting import Counting
from campaigns.keeping_openings import KeepingOpenings
from campaigns.openings import Shape, key_of
from campaigns.showing_openings import cases_behind
from campaigns.store.for_campaigns import all_campaigns
from campaigns.store.for_openings import profile_ids
from campaigns.wanted_cases import Wanted
from config.clock import SystemClock
from config.ids import RandomIds
from config.launching import postgres
from config.migrating import migrate
from config.settings import Settings
from web.wiring import MAPPED, build_ground

REASONS = (Wanted(reason=("cap_reached", "us.regf.call_cap")), Wanted(standing="blocked", bucket="b2"))
CASES, INSTANTS, FILES = 1_000_000, 5, 2000
PLACES = (
    ("NY", "America/New_York"),
    ("GA", "America/New_York"),
    ("IL", "America/Chicago"),
    ("TX", "America/Chicago"),
    ("CO", "America/Denver"),
    ("ID", "America/Boise"),
    ("AZ", "America/Phoenix"),
    ("CA", "America/Los_Angeles"),
    ("WA", "America/Los_Angeles"),
    ("AK", "America/Anchorage"),
    ("HI", "Pacific/Honolulu"),
    ("IN", "America/Indiana/Indianapolis"),
    ("PR", "America/Puerto_Rico"),
    ("MA", "America/New_York"),
    ("FL", "America/Chicago"),
)
FILL = (
    "SET LOCAL session_replication_role = replica",
    """INSERT INTO debtors (id, creditor_id, customer_ref, full_name, language, country, address_zones, created_at)
       SELECT md5('person' || n)::uuid, k.id, 'bench' || n, 'Person ' || n, 'en', 'US', '[]'::jsonb, now()
         FROM generate_series(1, :cases) AS n CROSS JOIN (SELECT id FROM creditors ORDER BY id LIMIT 1) AS k""",
    """INSERT INTO cases (id, number, creditor_id, debtor_id, state, bucket, campaign_id, currency, balance_minor,
              past_due_minor, days_past_due, priority, tries, opened_at)
       SELECT md5('case' || n)::uuid, 'B' || n, k.id, md5('person' || n)::uuid, 'working', 'b' || (1 + n % 4),
              c.ids[1 + n % 4], 'USD', 10000, 10000, 30, 0, 0, now()
         FROM generate_series(1, :cases) AS n CROSS JOIN (SELECT id FROM creditors ORDER BY id LIMIT 1) AS k
        CROSS JOIN (SELECT array_agg(id ORDER BY bucket) AS ids FROM campaigns) AS c""",
    """INSERT INTO case_openings (case_id, campaign_id, bucket, zone, profile_id, free_at, rule_id, code, free_ats,
              version)
       SELECT md5('case' || n)::uuid, c.ids[1 + n % 4], 'b' || (1 + n % 4), p.zones[1 + k % p.count],
              p.ids[1 + k % p.count],
              CASE WHEN k % 20 = 0 THEN NULL
                   WHEN k % 10 < 4 THEN CAST(:at AS timestamptz) + make_interval(mins => ((k * 7919) % 10080)::int)
                   ELSE timestamptz '2000-01-01 00:00:00Z' END,
              CASE WHEN k % 20 = 0 THEN 'us.fdcpa.cease' WHEN k % 10 < 4 THEN 'us.regf.call_cap' ELSE '' END,
              CASE WHEN k % 20 = 0 THEN 'held' WHEN k % 10 < 4 THEN 'cap_reached' ELSE '' END,
              CASE WHEN k % 10 < 3 AND k % 20 > 0 AND p.numbers[1 + k % p.count] = 2 THEN ARRAY[
                   CAST(:at AS timestamptz) + make_interval(secs => ((k * 7919) % 604800)::int),
                   CASE WHEN k % 3 = 0 THEN NULL ELSE
                   CAST(:at AS timestamptz) + make_interval(secs => ((k * 104729) % 604800 - 300000)::int) END] END,
              (CAST(:versions AS text[]))[1 + n % 4]
         FROM generate_series(1, :cases) AS n
        CROSS JOIN LATERAL (SELECT abs(hashint4(n)::bigint) AS k) AS h
        CROSS JOIN (SELECT array_agg(id ORDER BY bucket) AS ids FROM campaigns) AS c
        CROSS JOIN (SELECT array_agg(id ORDER BY id) AS ids, array_agg(document -> 0 -> 5 ->> 0 ORDER BY id) AS zones,
                           array_agg(jsonb_array_length(document) ORDER BY id) AS numbers, count(*)::int AS count
                      FROM opening_profiles WHERE id >= :first) AS p""",
    "ANALYZE case_openings",
)


def profiles() -> list[tuple[Shape, ...]]:
    """Return the hours that cases are under: places, number types, and zones of a second number."""
    found: list[tuple[Shape, ...]] = []
    for region, zone in PLACES:
        for number_type in ("mobile", "landline", "work"):
            for collector in ("third_party", "first_party"):
                one = Shape((("US", region, ""),), None, collector, number_type, None, (zone,), (zone,), ())
                found.append((one,))
                for _, other in PLACES[::4]:
                    two = Shape((("US", region, ""),), None, collector, "mobile", None, (zone,), (other,), ())
                    found += [(one, two)] if number_type == "mobile" else []
    return found


async def fill(session: AsyncSession, keeper: KeepingOpenings, cases: int = CASES) -> None:
    """Add rows of the index to the campaigns and creditors that are there."""
    documents = {key_of(shapes): [shape.document() for shape in shapes] for shapes in profiles()}
    numbers = await profile_ids(session, documents)
    found = await keeper.versions(session)
    creditor = min(creditor_id for _, creditor_id in found)
    versions = [found[campaign.id, creditor] for campaign in await all_campaigns(session)]
    values = {"cases": cases, "at": NOON, "versions": versions, "first": min(numbers.values())}
    for statement in FILL:
        wanted = {name: value for name, value in values.items() if f":{name}" in statement}
        await session.execute(text(statement), wanted)


async def _timed(work: Callable[[], Awaitable[object]], times: int) -> tuple[float, float]:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        spent.append(time.perf_counter() - began)
    spent.sort()
    return round(spent[len(spent) // 2], 2), round(spent[-1], 2)


async def _measure(settings: Settings, url: str) -> dict[str, float]:
    clock = SystemClock(NOON - SystemClock().now())
    ground, books = build_ground(settings, clock, RandomIds(), url), load_books()
    try:
        await seed_some(ground, books, FILES)
        counting = Counting(ground, books)
        began = time.perf_counter()
        worked_out = await counting.keeper.catch_up()
        per_thousand = (time.perf_counter() - began) / worked_out * 1000
        async with ground.database.transaction() as session:
            await fill(session, counting.keeper)
            campaign = (await all_campaigns(session))[0]
        counting = Counting(ground, books)
        began = time.perf_counter()
        assert await counting.keeper.catch_up() == 0, "the rows made here count as out of date"
        look_over_s = time.perf_counter() - began
        instants = iter([NOON + timedelta(hours=5 * index) for index in range(INSTANTS)] * 3)
        count = await _timed(lambda: counting.check(campaign.id, changes={}, at=next(instants)), INSTANTS)
        week = await _timed(lambda: counting.all_campaigns(at=next(instants)), INSTANTS)
        changed = await _timed(lambda: _compare(counting, campaign, next(instants)), INSTANTS)
        wanted = [Wanted(standing="now"), Wanted(standing="later", zone="Pacific/Honolulu"), *REASONS]
        numbers = iter(wanted)
        page = await _timed(
            lambda: cases_behind(ground, counting, next(numbers), at=NOON, after=None, limit=50), len(wanted)
        )
    finally:
        await ground.database.close()
    return {
        "cases": CASES + worked_out,
        "one_campaign_p50_s": count[0],
        "one_campaign_max_s": count[1],
        "all_and_week_p50_s": week[0],
        "all_and_week_max_s": week[1],
        "difference_p50_s": changed[0],
        "difference_max_s": changed[1],
        "index_1000_cases_s": round(per_thousand, 2),
        "look_over_s": round(look_over_s, 2),
        "page_of_cases_p50_s": page[0],
        "page_of_cases_max_s": page[1],
    }


async def _compare(counting: Counting, campaign: Campaign, at: datetime) -> None:
    await counting.compare(campaign.id, windows={**campaign.windows, "sun": [["10:00", "14:00"]]}, at=at)


def measure_callable() -> dict[str, float]:
    """Measure on a database server made for it."""
    with tempfile.TemporaryDirectory(prefix="ringfence-bench-") as folder:
        settings = Settings(data_dir=Path(folder), database_deadline_s=120)
        with postgres(settings, fast=True) as server:
            url = server.url("ringfence")
            migrate(url, MAPPED)
            return asyncio.run(_measure(settings, url))
