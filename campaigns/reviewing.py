"""Judging recorded calls: the list with filters, the scorecard as it is filled in, comments pinned to the sound.

Nobody judges a call of their own, and a finished review does not change. Correcting an outcome is left to
`correcting`; listening is recorded here, sending the sound is left to the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaigns import Campaign
from campaigns.facts import RecordingHeard, ReviewDone
from campaigns.reviews import Review, ReviewComment, ReviewState
from campaigns.scorecards import Scorecard, score
from campaigns.store.for_reviews import (
    CallFilter,
    RecordedCall,
    attempt_by_id,
    comment_by_id,
    comments_of,
    count_recorded_calls,
    draft_of,
    entries_of,
    lock_review,
    names_of_call,
    recorded_calls,
    recording_by_id,
    recording_of,
    review_of,
)
from config.errors import BadInput, Conflict, NotAllowed, NotFound
from config.ground import Ground
from crm.attempts import Attempt, DispositionEntry, Draft
from telephony.tables import RecordingRow

ONE_LISTENING = timedelta(minutes=10)
"""A player asks for a recording in many pieces; within this time they are one listening."""
LONGEST_COMMENT = 2000
CURSOR_SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of recorded calls; `next` is the cursor of the following page, None on the last one."""

    rows: Sequence[RecordedCall]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFile:
    """All a reviewer sees of one call."""

    attempt: Attempt
    case_number: str
    person_name: str
    agent: str | None
    campaign: Campaign | None
    entries: Sequence[DispositionEntry]
    recording: RecordingRow | None
    comments: Sequence[tuple[ReviewComment, str]]
    review: Review | None
    draft: Draft | None


async def list_calls(ground: Ground, wanted: CallFilter, *, after: str | None, limit: int) -> Page:
    """Return one page of recorded calls, newest first.

    Raises:
        BadInput: the cursor is none of ours.
    """
    async with ground.database.transaction() as session:
        rows = await recorded_calls(session, wanted, after=_read_cursor(after), limit=limit + 1)
        total = await count_recorded_calls(session, wanted)
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    following = None if last is None else f"{last.at.isoformat()}{CURSOR_SEPARATOR}{last.attempt_id}"
    return Page(shown, following, total)


async def open_call(ground: Ground, attempt_id: UUID, *, reviewer_id: UUID) -> CallFile:
    """Return one call with the reviewer's own review of it.

    Raises:
        NotFound: there is no such call.
    """
    async with ground.database.transaction() as session:
        attempt = await _attempt(session, attempt_id)
        number, person, agent, campaign = await names_of_call(session, attempt)
        return CallFile(
            attempt=attempt,
            case_number=number,
            person_name=person,
            agent=agent,
            campaign=campaign,
            entries=await entries_of(session, attempt_id),
            recording=await recording_of(session, attempt_id),
            comments=await comments_of(session, attempt_id),
            review=await review_of(session, attempt_id, reviewer_id=reviewer_id),
            draft=await draft_of(session, attempt_id),
        )


async def save_review(
    ground: Ground,
    card: Scorecard,
    attempt_id: UUID,
    *,
    marks: Mapping[str, str],
    is_final: bool,
    reviewer_id: UUID,
) -> Review:
    """Keep the marks given so far; a final review gets its score, which drafts do not show.

    Raises:
        NotFound: no such call. NotAllowed: it is the reviewer's own call. Conflict: the review is finished.
        BadInput: a mark the card does not have, or a final review with items not marked; `details` name them.
    """
    result = score(card, marks)
    if is_final and not result.is_complete:
        missing = [item.code for item in card.items if item.code not in marks]
        raise BadInput("review_incomplete", "Some items have no mark yet.", dict.fromkeys(missing, "no mark"))
    async with ground.database.transaction() as session:
        attempt = await _attempt(session, attempt_id)
        refuse_own_call(attempt, reviewer_id)
        now = ground.clock.now()
        fresh = Review(
            id=ground.ids.new(),
            attempt_id=attempt_id,
            reviewer_id=reviewer_id,
            scorecard=card.name,
            marks={},
            score=None,
            state=ReviewState.DRAFT.value,
            updated_at=now,
        )
        review = await lock_review(session, fresh)
        if review.state == ReviewState.FINAL.value:
            raise Conflict("review_finished", "This review is finished.")
        review.scorecard, review.marks, review.updated_at = card.name, dict(marks), now
        if is_final:
            # An incomplete card was refused above; a card on which nothing applies is no judgement, so 0 stands.
            review.state, review.score = ReviewState.FINAL.value, result.points or 0
            done = ReviewDone(
                at=now,
                actor=f"user:{reviewer_id}",
                review_id=review.id,
                attempt_id=attempt_id,
                score=review.score,
            )
            await ground.journal.append(session, done)
    return review


async def add_comment(
    ground: Ground, attempt_id: UUID, *, start_ms: int, end_ms: int | None, text: str, reviewer_id: UUID
) -> ReviewComment:
    """Pin a comment to an instant or a stretch of the recording.

    Raises:
        NotFound: no such call. BadInput: it has no text, ends before it starts, or lies outside the recording.
    """
    async with ground.database.transaction() as session:
        await _attempt(session, attempt_id)
        recording = await recording_of(session, attempt_id)
        _check_comment(start_ms, end_ms, text, recording)
        comment = ReviewComment(
            id=ground.ids.new(),
            attempt_id=attempt_id,
            reviewer_id=reviewer_id,
            start_ms=start_ms,
            end_ms=end_ms,
            text=text.strip(),
            at=ground.clock.now(),
        )
        session.add(comment)
    return comment


async def remove_comment(ground: Ground, attempt_id: UUID, comment_id: UUID, *, reviewer_id: UUID) -> None:
    """Remove one's own comment.

    Raises:
        NotFound: there is no such comment on this call. NotAllowed: another person wrote it.
    """
    async with ground.database.transaction() as session:
        comment = await comment_by_id(session, comment_id)
        if comment is None or comment.attempt_id != attempt_id:
            raise NotFound("unknown_comment", "There is no such comment.")
        if comment.reviewer_id != reviewer_id:
            raise NotAllowed("comment_of_other", "Only its writer may remove a comment.")
        await session.delete(comment)


async def open_recording(ground: Ground, recording_id: UUID, *, listener_id: UUID) -> Path:
    """Return where a recording lies and record that somebody listens; one fact for one listening.

    Raises:
        NotFound: there is no such recording, or its file is not in the recordings folder (any more).
    """
    folder = ground.settings.recordings_dir.resolve()
    async with ground.database.transaction() as session:
        row = await recording_by_id(session, recording_id)
        path = None if row is None else (folder / row.path).resolve()
        if row is None or path is None or not path.is_relative_to(folder) or not path.is_file():
            raise NotFound("unknown_recording", "There is no such recording.")
        now = ground.clock.now()
        if not await _listens_already(ground, session, row.attempt_id, listener_id, now):
            heard = RecordingHeard(at=now, actor=f"user:{listener_id}", attempt_id=row.attempt_id, user_id=listener_id)
            await ground.journal.append(session, heard)
    return path


def refuse_own_call(attempt: Attempt, reviewer_id: UUID) -> None:
    """Refuse that a person judges or corrects a call they took themselves.

    Raises:
        NotAllowed: it is their own call.
    """
    if attempt.agent_id == reviewer_id:
        raise NotAllowed("own_call", "Nobody judges or corrects a call of their own.")


async def _listens_already(
    ground: Ground, session: AsyncSession, attempt_id: UUID, listener_id: UUID, now: datetime
) -> bool:
    return any(
        isinstance(item.fact, RecordingHeard)
        and item.fact.user_id == listener_id
        and item.fact.at > now - ONE_LISTENING
        for item in await ground.journal.read_about(session, attempt_id)
    )


async def _attempt(session: AsyncSession, attempt_id: UUID) -> Attempt:
    attempt = await attempt_by_id(session, attempt_id)
    if attempt is None:
        raise NotFound("unknown_call", "There is no such call.")
    return attempt


def _check_comment(start_ms: int, end_ms: int | None, text: str, recording: RecordingRow | None) -> None:
    length_ms = 0 if recording is None else recording.duration_ms
    problems: dict[str, str] = {}
    if not text.strip() or len(text) > LONGEST_COMMENT:
        problems["text"] = f"1 to {LONGEST_COMMENT} characters"
    if not 0 <= start_ms <= length_ms:
        problems["start_ms"] = f"0 to {length_ms}"
    if end_ms is not None and not start_ms <= end_ms <= length_ms:
        problems["end_ms"] = f"{start_ms} to {length_ms}"
    if problems:
        raise BadInput("bad_comment", "A comment needs a text and a place in the recording.", problems)


def _read_cursor(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    at, _, attempt_id = cursor.partition(CURSOR_SEPARATOR)
    try:
        instant = datetime.fromisoformat(at)
        found = UUID(attempt_id)
    except ValueError as error:
        raise BadInput("bad_cursor", "This is no cursor of a list.", {"after": "not ours"}) from error
    if instant.tzinfo is None:
        raise BadInput("bad_cursor", "This is no cursor of a list.", {"after": "not ours"})
    return instant, found
