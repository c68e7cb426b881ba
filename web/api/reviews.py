"""Judging recorded calls over HTTP: list, review, comments, corrections, the recording itself."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from starlette.responses import FileResponse, Response

from campaigns.correcting import correct_disposition as record_correction
from campaigns.correcting import preview_correction as compare_correction
from campaigns.reviewing import add_comment as pin_comment
from campaigns.reviewing import (
    list_calls as list_recorded_calls,
)
from campaigns.reviewing import (
    open_call,
    open_recording,
    remove_comment,
)
from campaigns.reviewing import save_review as keep_review
from campaigns.store.for_reviews import CallFilter
from crm.attempts import DispositionEntry
from crm.staff import Right
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.naming import name_actors
from web.review_views import show_comment, show_consequences, show_row, show_script, show_trail, show_verdict
from web.shapes.reviews import (
    CommentBody,
    CommentShape,
    CorrectionBody,
    CorrectionDone,
    CorrectionPreview,
    CorrectionPreviewBody,
    RecordingShape,
    ReviewAttempt,
    ReviewBody,
    ReviewPage,
    ReviewQuery,
    ReviewSaved,
    ReviewShape,
    ReviewView,
)

API = "/api/v1"


async def list_calls(house: House, request: ApiRequest[ReviewQuery]) -> ReviewPage:
    sent = request.sent
    wanted = CallFilter(
        start=_midnight(sent.start_on),
        end=_midnight(sent.end_on, days=1),
        agent_id=sent.agent,
        disposition=sent.disposition,
        min_ms=None if sent.min_s is None else sent.min_s * 1000,
        is_reviewed=sent.reviewed,
    )
    page = await list_recorded_calls(house.ground, wanted, after=sent.after, limit=sent.limit)
    return ReviewPage(rows=[show_row(row) for row in page.rows], next=page.next, total=page.total)


async def show_call(house: House, request: ApiRequest[None]) -> ReviewView:
    me = request.me
    file = await open_call(house.ground, request.id("attempt_id"), reviewer_id=me.user_id)
    attempt, recording, review = file.attempt, file.recording, file.review
    names = await _names(house, file.entries)
    return ReviewView(
        attempt=ReviewAttempt(
            id=attempt.id,
            case_id=attempt.case_id,
            case_number=file.case_number,
            reserved_at=attempt.reserved_at,
            bridged_at=attempt.bridged_at,
            closed_at=attempt.closed_at,
            disposition=attempt.disposition,
        ),
        person_name=file.person_name,
        agent=file.agent or "",
        campaign=file.campaign.name if file.campaign else None,
        dispositions=show_trail(file.entries, names),
        recording=None
        if recording is None
        else RecordingShape(
            id=recording.id,
            duration_ms=recording.duration_ms,
            peaks=[(pair[0], pair[1]) for pair in recording.peaks],
            url=f"{API}/recordings/{recording.id}.wav",
        ),
        comments=[show_comment(row, name, is_mine=row.reviewer_id == me.user_id) for row, name in file.comments],
        review=None if review is None else ReviewShape.model_validate(review),
        verdict_text=show_verdict(attempt.verdict),
        script=show_script(house.books.scripts, file, me.language),
    )


async def save_review(house: House, request: ApiRequest[ReviewBody]) -> ReviewSaved:
    review = await keep_review(
        house.ground,
        house.books.scorecard,
        request.id("attempt_id"),
        marks=request.sent.marks,
        is_final=request.sent.final,
        reviewer_id=request.me.user_id,
    )
    return ReviewSaved(score=review.score, state=review.state)


async def add_comment(house: House, request: ApiRequest[CommentBody]) -> CommentShape:
    sent = request.sent
    comment = await pin_comment(
        house.ground,
        request.id("attempt_id"),
        start_ms=sent.start_ms,
        end_ms=sent.end_ms,
        text=sent.text,
        reviewer_id=request.me.user_id,
    )
    return show_comment(comment, request.me.display_name, is_mine=True)


async def delete_comment(house: House, request: ApiRequest[None]) -> None:
    await remove_comment(
        house.ground, request.id("attempt_id"), request.id("comment_id"), reviewer_id=request.me.user_id
    )


async def preview_correction(house: House, request: ApiRequest[CorrectionPreviewBody]) -> CorrectionPreview:
    consequences = await compare_correction(
        house.ground,
        house.books,
        request.id("attempt_id"),
        code=request.sent.disposition,
        reviewer_id=request.me.user_id,
    )
    return CorrectionPreview(effects=show_consequences(consequences))


async def correct_disposition(house: House, request: ApiRequest[CorrectionBody]) -> CorrectionDone:
    sent = request.sent
    entries, consequences = await record_correction(
        house.ground,
        house.books,
        request.id("attempt_id"),
        code=sent.disposition,
        reason=sent.reason,
        command_id=sent.command_id,
        reviewer_id=request.me.user_id,
    )
    trail = show_trail(entries, await _names(house, entries))
    return CorrectionDone(dispositions=trail, effects=show_consequences(consequences))


async def play_recording(house: House, request: ApiRequest[None]) -> Response:
    """Send a recording, whole or in ranges; only its id is ever taken from the client."""
    path = await open_recording(house.ground, request.id("recording_id"), listener_id=request.me.user_id)
    return FileResponse(path, media_type="audio/wav", headers={"Cache-Control": "private, no-store"})


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC) + timedelta(days=days)


async def _names(house: House, entries: Sequence[DispositionEntry]) -> Mapping[str, str]:
    async with house.database.transaction() as session:
        return await name_actors(session, [entry.actor for entry in entries])


ROUTES: tuple[Endpoint, ...] = (
    Endpoint("GET", "/reviews/calls", Right.REVIEW, ReviewQuery, ReviewPage, list_calls, "List recorded calls"),
    Endpoint(
        "GET",
        "/reviews/calls/{attempt_id:uuid}",
        Right.REVIEW,
        None,
        ReviewView,
        show_call,
        "Show one recorded call with its review",
    ),
    Endpoint(
        "PUT",
        "/reviews/{attempt_id:uuid}",
        Right.REVIEW,
        ReviewBody,
        ReviewSaved,
        save_review,
        "Keep marks; finish the review when final",
    ),
    Endpoint(
        "POST",
        "/reviews/{attempt_id:uuid}/comments",
        Right.REVIEW,
        CommentBody,
        CommentShape,
        add_comment,
        "Pin a comment to the recording",
    ),
    Endpoint(
        "DELETE",
        "/reviews/{attempt_id:uuid}/comments/{comment_id:uuid}",
        Right.REVIEW,
        None,
        None,
        delete_comment,
        "Remove one's own comment",
    ),
    Endpoint(
        "POST",
        "/reviews/{attempt_id:uuid}/correction/preview",
        Right.REVIEW,
        CorrectionPreviewBody,
        CorrectionPreview,
        preview_correction,
        "Say what a corrected disposition would change",
    ),
    Endpoint(
        "POST",
        "/reviews/{attempt_id:uuid}/correction",
        Right.REVIEW,
        CorrectionBody,
        CorrectionDone,
        correct_disposition,
        "Record a disposition that supersedes the one before",
    ),
    Endpoint(
        "GET",
        "/recordings/{recording_id:uuid}.wav",
        Right.REVIEW,
        None,
        None,
        play_recording,
        "Play a recording, in ranges; the listening is recorded",
        media="audio/wav",
    ),
)
