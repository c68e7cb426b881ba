"""The timeline: everything of every kind in one order, and nothing of a debt before the party is verified."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from campaigns.facts import TreatmentChosen
from config.facts import Fact
from crm.attempts import Attempt, DispositionEntry, Note
from crm.callbacks import Callback
from crm.dispositions import load_catalogue
from crm.facts import AttemptRefused, CaseMoved, NoteAdded
from crm.holds import Hold
from crm.promises import Promise
from crm.store.for_case_pages import TimelineRows
from telephony.tables import InboundMessage, MessageRow
from web.timeline import Telling, actors_of, compose

START = datetime(2026, 11, 2, 15, tzinfo=UTC)
CASE, ANNA, CALL, TEXT = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
TELLING = Telling(load_catalogue(), {ANNA: "Anna"})
BY_ANNA = f"user:{ANNA}"


def after(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def attempt(attempt_id: UUID, channel: str, minutes: int) -> Attempt:
    return Attempt(
        id=attempt_id,
        channel=channel,
        direction="outbound",
        reserved_at=after(minutes),
        state="closed",
        result="completed",
        agent_id=ANNA,
        disposition="PR01",
        bridged_at=after(minutes),
        closed_at=after(minutes + 2),
    )


def rows() -> TimelineRows:
    return TimelineRows(
        attempts=[attempt(CALL, "phone", 0), attempt(TEXT, "sms", 10)],
        entries=[
            DispositionEntry(
                attempt_id=CALL, code="PR01", at=after(2), actor=BY_ANNA, note="owes 566", superseded_by=CASE
            ),
            DispositionEntry(attempt_id=CALL, code="RF01", at=after(3), actor=BY_ANNA, superseded_by=None),
        ],
        messages=[
            MessageRow(
                attempt_id=TEXT, state="delivered", template="sms.b1", text="about your debt", queued_at=after(10)
            )
        ],
        inbound=[InboundMessage(at=after(12), text="I owe nothing to Northern Bank")],
        promises=[
            Promise(
                amount_minor=56_600,
                currency="USD",
                due_on=date(2026, 11, 6),
                state="active",
                created_at=after(2),
                actor=BY_ANNA,
                method="card",
            )
        ],
        callbacks=[
            Callback(due_at=after(99), zone="America/New_York", state="open", created_at=after(4), actor=BY_ANNA)
        ],
        holds=[Hold(kind="disputed", starts_at=after(5), lifted_at=after(6), evidence="said so", actor=BY_ANNA)],
        notes=[Note(at=after(7), actor=BY_ANNA, text="wants 566 written off")],
    )


def refusal(minutes: int, until: datetime | None) -> AttemptRefused:
    return AttemptRefused(
        at=after(minutes),
        case_id=CASE,
        debtor_id=CASE,
        campaign_id=None,
        channel="phone",
        rules=("us.hours",),
        next_allowed_at=until,
    )


def facts() -> list[Fact]:
    return [
        CaseMoved(at=after(8), case_id=CASE, old_state="new", new_state="working", old_bucket="b1", new_bucket="b2"),
        TreatmentChosen(at=after(9), attempt_id=CALL, case_id=CASE, step="sms", reason="call_did_not_reach"),
        refusal(20, None),
        refusal(21, after(60)),
        NoteAdded(at=after(7), note_id=CASE, case_id=CASE),
    ]


def test_everything_stands_in_one_order_newest_first() -> None:
    """Each kind has its place, and equal refusals in a row are one line with their count."""
    items = compose(rows(), facts(), TELLING)
    kinds = [item.kind for item in items]
    assert kinds[:6] == ["refused", "sms_in", "sms_out", "treatment", "move", "note"]
    assert kinds[-1] == "call"
    assert [item.at for item in items] == sorted((item.at for item in items), reverse=True)
    refused = [item for item in items if item.kind == "refused"]
    assert [item.detail["count"] for item in refused] == [2]
    assert len(items) == 13


def test_every_line_speaks_both_languages_and_names_its_author() -> None:
    """No line is a bare code, and people are named."""
    items = compose(rows(), facts(), TELLING)
    assert all(item.text_en and item.text_zh for item in items)
    assert {item.actor for item in items} == {"Anna", "system", "person"}
    assert ANNA in actors_of(rows(), facts())


def test_a_corrected_disposition_says_so() -> None:
    """The superseded entry stays visible, marked as corrected later."""
    entries = [item for item in compose(rows(), (), TELLING) if item.kind == "disposition"]
    assert {(item.detail["code"], item.detail["superseded"]) for item in entries} == {("PR01", True), ("RF01", False)}


def test_nothing_tells_of_a_debt_while_neutral() -> None:
    """Before verification the agent sees that there were contacts, and nothing of what was said in them."""
    items = compose(rows(), facts(), TELLING, neutral=True)
    assert {item.kind for item in items} == {"call", "sms_out", "sms_in", "callback", "refused"}
    text = json.dumps([item.model_dump(mode="json") for item in items])
    for told in ("566", "debt", "owe", "Northern", "PR01", "RF01", "promis", "b1", "b2"):
        assert told not in text
