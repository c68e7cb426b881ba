"""Running the server: health, settings, audit."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from campaigns.reactions import REACTIONS
from campaigns.reactions import READER as REACTIONS_READER
from config.facts import Fact
from config.settings import settings_table
from config.supervising import LeaseRow
from crm.staff import Right
from crm.store.for_running import database_now, journal_cursors, leases, recorded_facts
from telephony.facts import RecordingStored
from telephony.keeping import READER as RECORDINGS_READER
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.naming import name_actors
from web.shapes.running import AuditPage, AuditQuery, AuditRow, HealthPart, HealthView, SettingRows, SettingShape

LARGEST_SKEW = timedelta(seconds=2)
LARGEST_LAG = 1_000
"""Facts a reader may be behind before somebody should look."""
KINDS: Mapping[str, tuple[type[Fact], ...]] = {
    REACTIONS_READER: tuple(REACTIONS),
    RECORDINGS_READER: (RecordingStored,),
}
"""What readers wait for; others read everything."""
SMALLEST_FREE_BYTES = 1_000_000_000


async def show_health(house: House, request: ApiRequest[None]) -> HealthView:  # noqa: ARG001
    """Say in plain words how every part is; a part that cannot be asked is not well."""
    async with house.database.transaction() as session:
        before = house.clock.now()
        skew = await database_now(session) - before
        newest = await house.journal.last_seq(session)
        lags = {
            reader.name: len(
                await house.journal.read(
                    session, after=(reader.xid, reader.seq), kinds=KINDS.get(reader.name, ()), limit=LARGEST_LAG + 1
                )
            )
            for reader in await journal_cursors(session)
        }
        held = await leases(session)
    parts = [
        _part("database", ok=True, en="The database answers.", zh="数据库正常。", detail={}),
        _clocks(house, skew),
        _journal(lags, newest),
        _dialing(held, house.clock.now()),
        _provider(house),
        _disk(house),
        _tasks(house),
    ]
    return HealthView(parts=parts)


async def list_settings(house: House, request: ApiRequest[None]) -> SettingRows:  # noqa: ARG001
    rows = settings_table(house.settings)
    return SettingRows(
        rows=[
            SettingShape(name=row.name, value=row.value, source=row.source, description=row.description) for row in rows
        ]
    )


async def list_audit(house: House, request: ApiRequest[AuditQuery]) -> AuditPage:
    sent = request.sent
    async with house.database.transaction() as session:
        rows = await recorded_facts(
            session, before=sent.after, subject=sent.subject, name=sent.name, limit=sent.limit + 1
        )
        page = rows[: sent.limit]
        names = await name_actors(session, [row.actor for row in page])
    return AuditPage(
        rows=[
            AuditRow(
                seq=row.seq,
                at=row.at,
                actor=row.actor,
                actor_name=names[row.actor],
                name=row.name,
                subject=row.subject,
                body=row.body,
            )
            for row in page
        ],
        next=page[-1].seq if len(rows) > sent.limit else None,
    )


def _clocks(house: House, skew: timedelta) -> HealthPart:
    # The demo's clock stands elsewhere on purpose, so there the two are not compared.
    is_simulated = house.settings.provider == "simulated"
    ok = is_simulated or abs(skew) <= LARGEST_SKEW
    en = "Server and database agree on the time." if ok else "Server and database disagree on the time."
    zh = "服务器与数据库时间一致。" if ok else "服务器与数据库时间不一致。"
    if is_simulated:
        en, zh = "The clock is simulated.", "时钟为模拟时钟。"
    return _part("clock", ok=ok, en=en, zh=zh, detail={"skew_s": round(skew.total_seconds(), 3)})


def _journal(lags: dict[str, int], newest: int) -> HealthPart:
    behind = {name: lag for name, lag in lags.items() if lag > LARGEST_LAG}
    ok = not behind
    en = "All readers of the journal keep up." if ok else f"Behind in the journal: {', '.join(behind)}."
    zh = "日志读取正常。" if ok else f"日志读取滞后：{'，'.join(behind)}。"
    return _part("journal", ok=ok, en=en, zh=zh, detail={"newest": newest, "behind": lags})


def _dialing(held: Sequence[LeaseRow], now: datetime) -> HealthPart:
    live = [row for row in held if row.until > now]
    ok = bool(live)
    en = "A process holds the right to dial." if ok else "No process holds the right to dial; nothing is dialed."
    zh = "拨号权由进程持有。" if ok else "没有进程持有拨号权，当前不拨号。"
    return _part("dialing", ok=ok, en=en, zh=zh, detail={row.name: row.epoch for row in held})


def _provider(house: House) -> HealthPart:
    name = house.settings.provider
    en, zh = f"Calls are carried by {name}.", f"呼叫由{name}承载。"
    if name == "simulated":
        en, zh = "The carrier is simulated; nobody is reached.", "模拟线路，不会拨打真实号码。"
    return _part("provider", ok=True, en=en, zh=zh, detail={"provider": name})


def _disk(house: House) -> HealthPart:
    folder = house.settings.data_dir
    free = shutil.disk_usage(folder if folder.is_dir() else folder.parent).free
    ok = free >= SMALLEST_FREE_BYTES
    en = f"{free // 10**9} GB are free." if ok else "The disk is nearly full."
    zh = f"磁盘剩余{free // 10**9} GB。" if ok else "磁盘空间即将用尽。"
    return _part("disk", ok=ok, en=en, zh=zh, detail={"free_bytes": free})


def _tasks(house: House) -> HealthPart:
    crashed = sorted(set(house.supervisor.crashes))
    ok = not crashed
    en = "No task has crashed since the start." if ok else f"Crashed and started again: {', '.join(crashed)}."
    zh = "启动以来没有任务崩溃。" if ok else f"曾崩溃并重启：{'，'.join(crashed)}。"
    return _part("tasks", ok=ok, en=en, zh=zh, detail={"crashes": len(house.supervisor.crashes)})


def _part(code: str, *, ok: bool, en: str, zh: str, detail: dict[str, object]) -> HealthPart:
    return HealthPart(code=code, ok=ok, sentence_en=en, sentence_zh=zh, detail=detail)


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "GET", "/health", Right.MANAGE_USERS, None, HealthView, show_health, "Say in plain words how every part is"
    ),
    Endpoint("GET", "/settings", Right.MANAGE_USERS, None, SettingRows, list_settings, "List settings, secrets masked"),
    Endpoint("GET", "/audit", Right.AUDIT, AuditQuery, AuditPage, list_audit, "List recorded facts, newest first"),
)
