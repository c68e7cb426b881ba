"""The facts a contact was judged on in words, in both languages. Pure; reads them as `frozen_facts` keeps them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from campaigns.books import Books
from telephony.numbers import mask_number
from web.fact_words import channels_said, minutes_said, said
from web.words import Word

EVERYWHERE = "*"


def facts_said(facts: Mapping[str, Any], books: Books) -> list[Word]:
    """Return each fact as a sentence: what bars first, then consents, times, zone, numbers, notices, the ledger."""
    parts = (_holds(facts, books), _stops(facts), _lists(facts), _consents(facts), _times(facts), _zone(facts))
    found = [words for part in (*parts, _numbers(facts), _notices(facts)) for words in part]
    past = facts.get("past", ())
    return [
        *(found or [Word("Nothing restricts or loosens contact.", "没有限制或放宽联系的记录。")]),
        Word(f"{len(past)} earlier contacts were looked at.", f"已查看此前{len(past)}次联系。"),
    ]


def _holds(facts: Mapping[str, Any], books: Books) -> Iterable[Word]:
    names = {hold.code: Word(hold.en, hold.zh) for hold in books.catalogue.holds}
    for hold in facts.get("holds", ()):
        name, since = names.get(hold["kind"], said(hold["kind"])), _day(hold["starts"])
        until = _day(hold["ends"]) if hold["ends"] else ""
        yield Word(
            f"Hold: {name.en}, since {since}{f' until {until}' if until else ''}",
            f"限制：{name.zh}，自{since}{f'至{until}' if until else ''}",
        )


def _stops(facts: Mapping[str, Any]) -> Iterable[Word]:
    for stop in facts.get("opt_outs", ()):
        words = channels_said([stop["channel"]])
        where = "" if stop["value"] == EVERYWHERE else f" ({mask_number(stop['value'])})"
        yield Word(f"Does not want {words.en}{where}", f"不接受{words.zh}{where}")


def _lists(facts: Mapping[str, Any]) -> Iterable[Word]:
    for item in facts.get("suppressions", ()):
        words = said(f"list_{item['kind']}")
        yield Word(f"A number stands on a list: {words.en}", f"号码在名单上：{words.zh}")


def _consents(facts: Mapping[str, Any]) -> Iterable[Word]:
    for consent in facts.get("consents", ()):
        words, since = said(consent["kind"]), _day(consent["given"])
        ended = consent["revoked"] or consent["ends"]
        until = f", until {_day(ended)}" if ended else ""
        yield Word(
            f"Agrees to {words.en}, since {since}{until}",
            f"同意{words.zh}，自{since}{f'至{_day(ended)}' if ended else ''}",
        )


def _times(facts: Mapping[str, Any]) -> Iterable[Word]:
    for time in facts.get("stated_times", ()):
        days = [said(f"day_{day}") for day in time["days"]]
        span = minutes_said(time["start_minute"], time["end_minute"])
        yield Word(
            f"Inconvenient: {', '.join(day.en for day in days)} {span}",
            f"不便时段：{'、'.join(day.zh for day in days)} {span}",
        )


def _zone(facts: Mapping[str, Any]) -> Iterable[Word]:
    if facts.get("known_zone"):
        yield Word(f"Said to be in {facts['known_zone']}", f"本人所述时区：{facts['known_zone']}")


def _numbers(facts: Mapping[str, Any]) -> Iterable[Word]:
    for point in facts.get("points", ()):
        for fact in point["facts"]:
            if not fact.get("ended_at") and point["kind"] == "phone":
                words, masked = said(fact["kind"]), mask_number(point["value"])
                yield Word(f"{masked}: {words.en}", f"{masked}：{words.zh}")


def _notices(facts: Mapping[str, Any]) -> Iterable[Word]:
    for notice in facts.get("notices", ()):
        words, day = said(notice["kind"]), _day(notice["sent"])
        yield Word(f"Sent: {words.en}, {day}", f"已寄送：{words.zh}，{day}")


def _day(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
