"""Passes a previewed case on: writes why, and lets it rest before it is offered again.

What the agent is offered next is the floor's.
"""

from datetime import timedelta
from uuid import UUID

from campaigns.store.for_dialing import set_hints
from config.ground import Ground
from crm.attempts import Note
from crm.facts import NoteAdded

REST = timedelta(hours=1)
"""How long a skipped case is not offered; another agent may then look at it with fresh eyes."""


async def skip_case(ground: Ground, case_id: UUID, *, reason: str, actor: str) -> None:
    """Note on the case why an agent passed it on, and put it off."""
    now = ground.clock.now()
    async with ground.database.transaction() as session:
        text = f"Passed on in preview: {reason}"
        note = Note(id=ground.ids.new(), case_id=case_id, attempt_id=None, at=now, actor=actor, text=text)
        session.add(note)
        await set_hints(session, {case_id: now + REST})
        await ground.journal.append(session, NoteAdded(at=now, actor=actor, note_id=note.id, case_id=case_id))
