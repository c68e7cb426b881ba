"""Puts everything together: builds the running engine and the house; which line it runs on is decided by `lines`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from campaigns.ageing import age_all, keep_ageing
from campaigns.books import Books
from campaigns.counting import Counting
from campaigns.dialing import HANDS, Dialing
from campaigns.facts import FACTS as CAMPAIGN_FACTS
from campaigns.forecasting import Forecasting
from campaigns.leasing import Leasing
from campaigns.messaging import Messaging
from campaigns.reactions import Context, Reacting, load_floor
from campaigns.recovering import recover, sweep_outcomes
from campaigns.steering import put_in_first_buckets
from campaigns.stopping import Stopping
from config.clock import Clock
from config.database import Database
from config.facts import FactTypes, fact_types
from config.following import Following
from config.ground import Ground
from config.ids import Ids
from config.journal import Journal
from config.redis_link import RedisLink
from config.settings import Settings
from config.supervising import Supervisor
from crm.facts import FACTS as CRM_FACTS
from telephony.facts import FACTS as LINE_FACTS
from telephony.keeping import Keeping
from telephony.providers import TextProvider, VoiceProvider
from telephony.reconciling import sweep
from telephony.sending import Sending
from web.access import Door
from web.house import House
from web.live import Hub

MAPPED = (
    "config.journal",
    "config.supervising",
    "telephony.tables",
    "crm.accounts",
    "crm.attempts",
    "crm.callbacks",
    "crm.cases",
    "crm.contact_points",
    "crm.debtors",
    "crm.holds",
    "crm.imports",
    "crm.promises",
    "crm.staff",
    "crm.suppressions",
    "campaigns.buckets",
    "campaigns.case_openings",
    "campaigns.chance_counts",
    "campaigns.campaigns",
    "campaigns.kept_rules",
    "campaigns.reviews",
    "campaigns.treatments",
)
"""Every module that declares tables, in the order of the packages; migrations import them."""

FACT_TYPES: FactTypes = fact_types(LINE_FACTS, CRM_FACTS, CAMPAIGN_FACTS)


def build_ground(settings: Settings, clock: Clock, ids: Ids, url: str, *, is_simulated: bool = False) -> Ground:
    """Open the ground of one process on a database.

    Simulated time gets one connection only: concurrency inside the database would not be the same twice.
    """
    pool_size = 1 if is_simulated else settings.pool_size
    database = Database(url, pool_size=pool_size, deadline_s=settings.database_deadline_s, is_simulated=is_simulated)
    return Ground(settings, clock, ids, database, Journal(ids, FACT_TYPES))


@dataclass(frozen=True)
class Engine:
    """Everything that works by itself: the floor, texts, reactions."""

    ground: Ground
    books: Books
    dialing: Dialing
    messaging: Messaging
    sending: Sending
    reacting: Reacting
    context: Context
    keeping: Keeping


def build_engine(ground: Ground, books: Books, voice: VoiceProvider, texts: TextProvider) -> Engine:
    """Wire the floor to a line for voice and one for texts."""
    dialing = Dialing(ground, books, voice)
    sending = Sending(ground, texts)
    messaging = Messaging(ground, books, sending, dialing.campaigns, lambda: dialing.epoch > 0)
    context = Context(ground, dialing, messaging, Stopping(ground, books, dialing))
    return Engine(ground, books, dialing, messaging, sending, Reacting(context), context, Keeping(ground))


def build_house(engine: Engine, supervisor: Supervisor) -> House:
    """Build what requests are answered from, over a running engine."""
    ground = engine.ground
    hub = Hub(ground.clock)
    ground.database.bells.append(hub.hear_facts)
    door = Door(ground.settings, ground.database, ground.clock)
    counts = Counting(ground, engine.books)
    forecasting = Forecasting(ground, counts)
    return House(ground, supervisor, engine.books, engine.dialing, hub, door, counts, forecasting)


@asynccontextmanager
async def running(engine: Engine, supervisor: Supervisor) -> AsyncIterator[Engine]:
    """Load the floor and run all tasks until the block ends; without the lease they wait beside its holder."""
    ground, dialing = engine.ground, engine.dialing

    async def take_over() -> None:
        await load_floor(engine.context)
        await recover(ground, engine.books, dialing, engine.sending)

    leasing = Leasing(ground, dialing, take_over)
    await put_in_first_buckets(ground)
    await age_all(ground)
    await engine.reacting.start_at_end()
    bells = [engine.context.stopping.hear, engine.reacting.hear, engine.keeping.hear]
    ground.database.bells += bells
    await load_floor(engine.context)
    supervisor.start("floor", dialing.run)
    for number in range(HANDS):
        supervisor.start(f"hand {number}", dialing.use_hand)
    supervisor.start("line", dialing.calling.follow)
    supervisor.start("sweep", lambda: sweep(ground, dialing.calling, leasing.is_held))
    supervisor.start("outcomes", lambda: sweep_outcomes(ground, engine.books, dialing))
    supervisor.start("texts", engine.messaging.run)
    supervisor.start("receipts", engine.sending.follow)
    supervisor.start("text sweep", lambda: engine.sending.sweep(leasing.is_held))
    supervisor.start("stops", engine.context.stopping.run)
    supervisor.start("reactions", engine.reacting.run)
    supervisor.start("recordings", engine.keeping.run)
    supervisor.start("ageing", lambda: keep_ageing(ground))
    await _link_processes(ground, supervisor)
    await leasing.look()
    supervisor.start("lease", leasing.hold)
    try:
        yield engine
    finally:
        for bell in bells:
            ground.database.bells.remove(bell)
        await leasing.give_up()


async def _link_processes(ground: Ground, supervisor: Supervisor) -> None:
    """Let several processes hear each other's commits, where a Redis is configured for it."""
    if ground.settings.redis_url is None:
        return
    link = RedisLink(ground.settings.redis_url.get_secret_value(), ground.clock, ground.ids.new())
    following = Following(ground, but=link.ring)
    await following.start()
    ground.database.bells.append(link.ring)
    supervisor.start("bell out", link.publish)
    supervisor.start("bell in", lambda: link.listen(following.catch_up))
