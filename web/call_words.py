"""What a call's card says in words: the line to say now, disclosures, identity items, warnings.

Pure. Until the right party is verified only neutral texts and variables are used, so nothing tells of a debt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from campaigns.rules.proposal import Hold
from campaigns.scripts import Script, Texts, Value, say
from crm.case_card import CaseCard
from crm.dispositions import Catalogue
from crm.holds import NEUTRAL_HOLDS
from web.shapes.calls import Disclosure, SayNow, VerifyItem
from web.shapes.shape import CodeText

RECORDING = "recording"

WARNINGS: Mapping[str, tuple[str, str]] = {
    "several_zones": ("May be in another time zone", "可能在其他时区"),
    "early": ("Early in their day", "对方当地时间较早"),
    "late": ("Late in their day", "对方当地时间较晚"),
    "number_suspect": ("Number is doubtful", "号码可能有误"),
    "no_birth_date": ("No date of birth on record", "记录中无出生日期"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, for the script's variables."""

    agent_name: str
    company: str
    callback_number: str


def say_now(script: Script, card: CaseCard, speaker: Speaker, *, position: str | None) -> SayNow:
    """Give the line to say: the greeting, and after verification the script's line at `position`, else the first."""
    texts: Texts = script.greeting
    if card.debt is not None and script.lines:
        texts = next((line.text for line in script.lines if line.code == position), script.lines[0].text)
    values = script_values(card, speaker)
    return SayNow(
        en=say(script, texts, "en", values),
        zh=say(script, texts, "zh", values),
        lang_text=say(script, texts, card.language, values),
    )


def disclosures(script: Script, card: CaseCard, speaker: Speaker, *, is_recorded: bool) -> list[Disclosure]:
    """List what must or should be said now, in the person's language; that of the debt only to the right party."""
    values = script_values(card, speaker)
    return [
        Disclosure(code=row.code, text=say(script, row.text, card.language, values), required=row.is_required)
        for row in script.disclosures
        if (row.before_verification or card.debt is not None) and (is_recorded or row.code != RECORDING)
    ]


def verify_items(script: Script, card: CaseCard) -> list[VerifyItem]:
    """List what to ask for, as far as the record knows the answer."""
    labels = {question.code: question.label["en"] for question in script.verify}
    return [
        VerifyItem(code=row.code, label=labels.get(row.code, row.code), expected=row.expected) for row in card.questions
    ]


def warnings(card: CaseCard, holds: Iterable[Hold], catalogue: Catalogue, now: datetime) -> list[CodeText]:
    """Give the warnings in words: of time and number, then of holds that run now."""
    found = [CodeText(code=code, en=WARNINGS[code][0], zh=WARNINGS[code][1]) for code in card.warnings]
    running = {hold.kind for hold in holds if hold.starts_at <= now and (hold.until is None or hold.until > now)}
    shown = running if card.debt is not None else running & NEUTRAL_HOLDS
    names = (name for name in catalogue.holds if name.code in shown)
    return [*found, *(CodeText(code=name.code, en=name.en, zh=name.zh) for name in names)]


def script_values(card: CaseCard, speaker: Speaker) -> dict[str, Value | None]:
    """Give the script's variables; those of the debt only with the debt."""
    values: dict[str, Value | None] = {
        "person_name": card.name,
        "agent_name": speaker.agent_name,
        "company": speaker.company,
        "callback_number": speaker.callback_number,
    }
    debt = card.debt
    if debt is not None:
        values |= {
            "creditor": debt.creditor,
            "past_due": debt.past_due,
            "days_past_due": debt.days_past_due,
            "due_on": None if debt.promise is None else debt.promise.due_on,
        }
    return values
