"""What a verdict says to somebody who has read no manual: the answer in one sentence, and what ends each refusal.

Pure, in English and Chinese; instants are told on the wall clock of a zone, with its city.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from campaigns.rules.rule import Rule
from campaigns.rules.sentences import sentence
from campaigns.rules.verdict import Reason, Verdict
from web.words import Word

DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LIFTS: Mapping[str, Word] = {
    "hold_lifted": Word(
        "It has no end of its own: somebody who may lift holds must lift it, with a reason.",
        "不会自行结束：须由有权限的人员注明理由后解除。",
    ),
    "consent": Word(
        "The person's own consent would lift it, recorded with the call or the letter it was given in.",
        "须由本人同意，并连同给出同意的通话或书面材料一起记录。",
    ),
    "opt_in": Word(
        "Only the person can take this back, and it must be recorded.",
        "只有本人可以撤回，且须予以记录。",
    ),
    "other_number": Word("Use another number of this person.", "请使用此人的其他号码。"),
    "other_person": Word("Only the person themself may be contacted.", "只能联系本人。"),
    "zone_known": Word(
        "Record where the person is: an address, or the time zone they say they are in.",
        "请记录对方所在地：地址，或对方所说的时区。",
    ),
    "other_purpose": Word("A contact for another purpose may be possible.", "出于其他目的的联系可能允许。"),
    "notice_sent": Word("The written notice must be sent and recorded first.", "须先寄出书面通知并予以记录。"),
    "older_debt": Word(
        "The next file of the creditor must show an older debt.", "须待债权人的下一份文件显示逾期更久。"
    ),
    "time": Word(
        "There is no opening within two months; a person has to look at this.", "两个月内没有可用时段，需人工处理。"
    ),
}
CONSENTS: Mapping[str, Word] = {
    "extra_calls": Word("the person's consent to more calls", "本人同意更多来电"),
    "hours_waiver": Word("the person's consent to this hour", "本人同意在此时段联系"),
}
"""Consents that lift a refusal which also ends by itself."""


def city(zone: str) -> str:
    """Return the place a zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")


def told(at: datetime, zone: str, now: datetime) -> Word:
    """Write an instant as the clock of a zone shows it; the date only where it is another week."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    clock = f"{local:%H:%M}"
    days = (local.date() - today.date()).days
    if days == 0:
        return Word(f"{clock} today in {city(zone)}", f"今天{clock}（{city(zone)}）")
    if days == 1:
        return Word(f"tomorrow {clock} in {city(zone)}", f"明天{clock}（{city(zone)}）")
    weekday, zh = f"{local:%a}", DAYS_ZH[local.weekday()]
    return Word(
        f"{weekday} {local.day} {local:%b} {clock} in {city(zone)}",
        f"{local.month}月{local.day}日{zh}{clock}（{city(zone)}）",
    )


def summary(verdict: Verdict, closes_at: datetime | None, zone: str) -> Word:
    """Answer in one sentence: allowed until when, or not before when."""
    if verdict.allowed:
        if closes_at is None:
            return Word(
                "May be contacted now, and for the next 24 hours as things stand.",
                "现在可以联系，照目前情况未来24小时内都可以。",
            )
        until = told(closes_at, zone, verdict.at)
        return Word(f"May be contacted now, until {until.en}.", f"现在可以联系，直至{until.zh}。")
    if verdict.next_allowed_at is not None:
        since = told(verdict.next_allowed_at, zone, verdict.at)
        return Word(
            f"Not now. Possible again {since.en}, if nothing else changes.",
            f"现在不行。若无其他变化，{since.zh}起可以。",
        )
    if verdict.next_kind == "on_new_fact":
        return Word(
            "Not now, and waiting does not help: something must change first.", "现在不行，等待也无济于事：须先有变化。"
        )
    return Word(
        "Not now, and not within two months. A person has to look at this case.",
        "现在不行，两个月内也不行，需人工处理。",
    )


def lift(reason: Reason, rule: Rule | None, zone: str, now: datetime) -> Word:
    """Say what ends a refusal: the clock, a consent that its rule knows, or a new fact."""
    if reason.until is None:
        return LIFTS.get(reason.lifted_by, LIFTS["hold_lifted"])
    at = told(reason.until, zone, now)
    waiver = None if rule is None else CONSENTS.get(_waiver(rule))
    if waiver is None:
        return Word(f"Ends by itself: {at.en}.", f"自行结束：{at.zh}。")
    return Word(f"Ends by itself: {at.en}. Or by {waiver.en}.", f"自行结束：{at.zh}；或经{waiver.zh}。")


def said(reason: Reason) -> Word:
    """Say a reason in both languages."""
    return Word(
        sentence(reason.code, reason.params, language="en"), sentence(reason.code, reason.params, language="zh")
    )


def _waiver(rule: Rule) -> str:
    return str(rule.params.get("waived_by_consent") or rule.params.get("excluded_by_consent") or "")
