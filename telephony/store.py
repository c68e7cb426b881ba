"""What the line keeps in the database: calls, messages, incoming texts and recordings."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from config.database import ask, write
from telephony.calls import Call, CallState
from telephony.messages import MessageState
from telephony.providers import SendMessage
from telephony.tables import CallRow, InboundMessage, MessageRow, RecordingRow

LIVE_CALLS = tuple(state.value for state in CallState if state is not CallState.ENDED)


INSERT_CALL: LiteralString = """
    INSERT INTO calls (attempt_id, number, caller_id, state, provider)
    VALUES (%(attempt_id)s, %(number)s, %(caller_id)s, %(state)s, %(provider)s)
"""
UPDATE_CALL: LiteralString = """
    UPDATE calls SET state = %(state)s, provider_ref = %(provider_ref)s, placed_at = %(placed_at)s,
           ringing_at = %(ringing_at)s, answered_at = %(answered_at)s, answered_by = %(answered_by)s,
           bridged_at = %(bridged_at)s, agent_id = %(agent_id)s, joined_at = %(joined_at)s, held_at = %(held_at)s,
           resumed_at = %(resumed_at)s, lost_at = %(lost_at)s, ended_at = %(ended_at)s, cause = %(cause)s,
           ended_by = %(ended_by)s
     WHERE attempt_id = %(attempt_id)s
"""
KEPT_OF_CALL = (
    "attempt_id",
    "placed_at",
    "ringing_at",
    "answered_at",
    "answered_by",
    "bridged_at",
    "agent_id",
    "joined_at",
    "held_at",
    "resumed_at",
    "lost_at",
    "ended_at",
    "ended_by",
)
LOAD_MESSAGE: LiteralString = """
    SELECT attempt_id, number, sender, text, state, segments, provider_ref, sent_at, final_at, code
      FROM messages WHERE attempt_id = %(attempt_id)s FOR UPDATE
"""
UPDATE_MESSAGE: LiteralString = """
    UPDATE messages SET state = %(state)s, segments = %(segments)s, provider_ref = %(provider_ref)s,
           sent_at = %(sent_at)s, final_at = %(final_at)s, code = %(code)s
     WHERE attempt_id = %(attempt_id)s
"""
START_SENDING: LiteralString = """
    UPDATE messages SET state = 'sending', sending_at = %(at)s
     WHERE attempt_id = %(attempt_id)s AND state = 'queued'
 RETURNING number, sender, text
"""


async def insert_call(session: AsyncSession, call: Call, *, provider: str) -> None:
    """Store a call before it leaves, in the transaction that reserved its attempt."""
    values = {
        "attempt_id": call.attempt_id,
        "number": call.number,
        "caller_id": call.caller_id,
        "state": call.state.value,
        "provider": provider,
    }
    await write(session, INSERT_CALL, values)


async def update_call(session: AsyncSession, call: Call) -> None:
    """Store what the facts so far say of a call."""
    values = {name: getattr(call, name) for name in KEPT_OF_CALL}
    more = {
        "state": call.state.value,
        "provider_ref": call.provider_ref or None,
        "cause": call.cause.value if call.cause else None,
    }
    await write(session, UPDATE_CALL, {**values, **more})


async def call_row(session: AsyncSession, attempt_id: UUID) -> CallRow | None:
    """Return one call."""
    return await session.get(CallRow, attempt_id)


async def live_call_rows(session: AsyncSession) -> Sequence[CallRow]:
    """Return all calls that are not over as far as we know, oldest first."""
    query = select(CallRow).where(CallRow.state.in_(LIVE_CALLS)).order_by(CallRow.placed_at, CallRow.attempt_id)
    return (await session.scalars(query)).all()


INSERT_MESSAGE: LiteralString = """
    INSERT INTO messages (attempt_id, number, sender, text, template, state, segments, queued_at, leaves_at)
    VALUES (%(attempt_id)s, %(number)s, %(sender)s, %(text)s, %(template)s, %(state)s, %(segments)s, %(queued_at)s,
            %(leaves_at)s)
"""


async def insert_message(session: AsyncSession, row: MessageRow) -> None:
    """Queue a text, in the transaction that reserved its attempt."""
    names = ("attempt_id", "number", "state", "segments", "sender", "text", "template", "queued_at", "leaves_at")
    await write(session, INSERT_MESSAGE, {name: getattr(row, name) for name in names})


async def message_to_move(session: AsyncSession, attempt_id: UUID) -> MessageRow | None:
    """Load and lock a text; it belongs to no session and is written by `write_message`."""
    rows = await ask(session, LOAD_MESSAGE, {"attempt_id": attempt_id})
    return MessageRow(**rows[0]) if rows else None


async def write_message(session: AsyncSession, row: MessageRow) -> None:
    """Write what receipts so far say of a text."""
    names = ("attempt_id", "state", "segments", "provider_ref", "sent_at", "final_at", "code")
    await write(session, UPDATE_MESSAGE, {name: getattr(row, name) for name in names})


async def start_sending(session: AsyncSession, attempt_id: UUID, *, at: datetime) -> SendMessage | None:
    """Move a queued text to sending and return the order by which it leaves; None if it has left before."""
    rows = await ask(session, START_SENDING, {"attempt_id": attempt_id, "at": at})
    return SendMessage(attempt_id=attempt_id, **rows[0]) if rows else None


async def messages_in(session: AsyncSession, *states: MessageState) -> Sequence[MessageRow]:
    """Return texts in these states, oldest first."""
    query = select(MessageRow).where(MessageRow.state.in_([state.value for state in states]))
    return (await session.scalars(query.order_by(MessageRow.queued_at, MessageRow.attempt_id))).all()


async def insert_inbound(session: AsyncSession, row: InboundMessage) -> bool:
    """Store an incoming text; False if its provider reference is known already."""
    values = {
        "id": row.id,
        "provider_ref": row.provider_ref,
        "number": row.number,
        "sender": row.sender,
        "text": row.text,
        "at": row.at,
        "debtor_id": row.debtor_id,
    }
    added = upsert(InboundMessage).values(values).on_conflict_do_nothing(index_elements=["provider_ref"])
    return (await session.execute(added.returning(InboundMessage.id))).first() is not None


async def insert_recording(session: AsyncSession, row: RecordingRow) -> None:
    """Store where a recording lies; twice changes nothing."""
    names = ("id", "attempt_id", "path", "duration_ms", "peaks", "stored_at")
    added = upsert(RecordingRow).values({name: getattr(row, name) for name in names})
    await session.execute(added.on_conflict_do_nothing(index_elements=["id"]))
