"""Judging recorded calls: filters and pages, marks, comments, and the trace that listening leaves."""

from datetime import timedelta
from uuid import UUID

import pytest

from campaigns.facts import RecordingHeard, ReviewDone
from campaigns.reviewing import add_comment, list_calls, open_call, open_recording, remove_comment, save_review
from campaigns.store.for_reviews import CallFilter, recording_of
from config.errors import BadInput, Conflict, NotAllowed, NotFound
from crm.attempts import Attempt
from telephony.tables import RecordingRow
from tests.campaigns.rows import BOOKS, World, add_call, add_case

ALL_YES = {item.code: "yes" for item in BOOKS.scorecard.items}


async def _calls(world: World, *codes: str) -> list[Attempt]:
    case, point = await add_case(world)
    return [await add_call(world, case, point, code, ago=timedelta(hours=age)) for age, code in enumerate(codes, 1)]


async def _save(world: World, attempt: Attempt, marks: dict[str, str], *, is_final: bool) -> tuple[int | None, str]:
    review = await save_review(
        world.ground, BOOKS.scorecard, attempt.id, marks=marks, is_final=is_final, reviewer_id=world.reviewer_id
    )
    return review.score, review.state


async def _listed(world: World, wanted: CallFilter) -> list[UUID]:
    return [row.attempt_id for row in (await list_calls(world.ground, wanted, after=None, limit=50)).rows]


async def test_pages_show_every_call_once_newest_first(world: World) -> None:
    """Nothing is skipped or repeated at the edge of a page."""
    calls = await _calls(world, "RF01", "RF01", "TP02", "RF01", "PR06")
    seen: list[UUID] = []
    after = None
    while True:
        page = await list_calls(world.ground, CallFilter(), after=after, limit=2)
        assert page.total == 5
        seen += [row.attempt_id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == [call.id for call in calls]


async def test_only_recorded_calls_are_listed(world: World) -> None:
    """There is nothing to hear of an unanswered call."""
    case, point = await add_case(world)
    await add_call(world, case, point, "NC01", duration_ms=None)
    assert await _listed(world, CallFilter()) == []


async def test_filters_find_what_they_say(world: World) -> None:
    """By outcome, agent, length, time and whether it was reviewed."""
    first, second, third = await _calls(world, "RF01", "TP02", "RF01")
    await _save(world, first, ALL_YES, is_final=True)
    await _save(world, second, ALL_YES, is_final=False)
    now = world.now
    table = [
        (CallFilter(disposition="RF01"), [first, third]),
        (CallFilter(agent_id=world.agent_id), [first, second, third]),
        (CallFilter(agent_id=world.reviewer_id), []),
        (CallFilter(min_ms=60_000), [first, second, third]),
        (CallFilter(min_ms=60_001), []),
        (CallFilter(start=now - timedelta(minutes=150)), [first, second]),
        (CallFilter(end=second.reserved_at), [third]),
        (CallFilter(is_reviewed=True), [first]),
        (CallFilter(is_reviewed=False), [second, third]),
    ]
    for wanted, calls in table:
        assert await _listed(world, wanted) == [call.id for call in calls], wanted


@pytest.mark.parametrize("cursor", ["", "x", "2026-11-02~x", f"2026-11-02T00:00:00~{UUID(int=1)}"])
async def test_a_cursor_that_is_none_is_refused(world: World, cursor: str) -> None:
    """A broken link gives an answer, not a failure."""
    with pytest.raises(BadInput):
        await list_calls(world.ground, CallFilter(), after=cursor, limit=2)


async def test_a_draft_shows_no_score_and_a_finished_review_does_not_change(world: World) -> None:
    """Seeing the score while marking would anchor the reviewer."""
    call = (await _calls(world, "RF01"))[0]
    assert await _save(world, call, {"greeted": "yes"}, is_final=False) == (None, "draft")
    assert await _save(world, call, ALL_YES, is_final=True) == (100, "final")
    with pytest.raises(Conflict):
        await _save(world, call, {**ALL_YES, "greeted": "no"}, is_final=True)
    done = [fact for fact in await world.facts() if isinstance(fact, ReviewDone)]
    assert [(fact.attempt_id, fact.score) for fact in done] == [(call.id, 100)]


async def test_an_unfinished_card_cannot_be_made_final(world: World) -> None:
    """The page shows which items have no mark."""
    call = (await _calls(world, "RF01"))[0]
    marks = {code: mark for code, mark in ALL_YES.items() if code != "verified"}
    with pytest.raises(BadInput) as caught:
        await _save(world, call, marks, is_final=True)
    assert caught.value.details == {"verified": "no mark"}


async def test_a_knock_out_fails_the_call(world: World) -> None:
    """Telling a third party of the debt outweighs everything."""
    call = (await _calls(world, "RF01"))[0]
    assert await _save(world, call, {**ALL_YES, "no_third_party": "no"}, is_final=True) == (0, "final")


async def test_nobody_judges_a_call_of_their_own(world: World) -> None:
    """A supervisor who took a call leaves it to another."""
    call = (await _calls(world, "RF01"))[0]
    with pytest.raises(NotAllowed):
        await save_review(
            world.ground, BOOKS.scorecard, call.id, marks=ALL_YES, is_final=True, reviewer_id=world.agent_id
        )


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "text", "field"),
    [
        (0, None, "Good opening", None),
        (60_000, 60_000, "End", None),
        (1000, 2000, " x ", None),
        (60_001, None, "late", "start_ms"),
        (-1, None, "early", "start_ms"),
        (2000, 1999, "backwards", "end_ms"),
        (2000, 60_001, "beyond", "end_ms"),
        (0, None, "   ", "text"),
        (0, None, "x" * 2001, "text"),
    ],
)
async def test_a_comment_stands_inside_the_recording(
    world: World, start_ms: int, end_ms: int | None, text: str, field: str | None
) -> None:
    """A click on a comment always leads to a place that can be heard."""
    call = (await _calls(world, "RF01"))[0]

    async def pin() -> str:
        comment = await add_comment(
            world.ground, call.id, start_ms=start_ms, end_ms=end_ms, text=text, reviewer_id=world.reviewer_id
        )
        return comment.text

    if field is None:
        assert await pin() == text.strip()
        return
    with pytest.raises(BadInput) as caught:
        await pin()
    assert set(caught.value.details) == {field}


async def test_only_its_writer_removes_a_comment(world: World) -> None:
    """Nobody tidies away another's remark."""
    call = (await _calls(world, "RF01"))[0]
    comment = await add_comment(
        world.ground, call.id, start_ms=0, end_ms=None, text="Hm", reviewer_id=world.reviewer_id
    )
    with pytest.raises(NotAllowed):
        await remove_comment(world.ground, call.id, comment.id, reviewer_id=world.agent_id)
    with pytest.raises(NotFound):
        await remove_comment(world.ground, world.new(), comment.id, reviewer_id=world.reviewer_id)
    await remove_comment(world.ground, call.id, comment.id, reviewer_id=world.reviewer_id)
    assert (await open_call(world.ground, call.id, reviewer_id=world.reviewer_id)).comments == []


async def _recording(world: World, call: Attempt) -> RecordingRow:
    async with world.ground.database.transaction() as session:
        row = await recording_of(session, call.id)
    assert row is not None
    return row


async def test_one_listening_leaves_one_trace_however_many_pieces_are_asked_for(world: World) -> None:
    """Who heard a person's voice, and when, can be told."""
    call = (await _calls(world, "RF01"))[0]
    row = await _recording(world, call)
    folder = world.ground.settings.recordings_dir
    folder.mkdir(parents=True)
    (folder / row.path).write_bytes(b"RIFF")
    for listener in (world.reviewer_id, world.reviewer_id, world.agent_id):
        path = await open_recording(world.ground, row.id, listener_id=listener)
        assert path.read_bytes() == b"RIFF"
    heard = [fact for fact in await world.facts() if isinstance(fact, RecordingHeard)]
    assert [(fact.attempt_id, fact.user_id) for fact in heard] == [
        (call.id, world.reviewer_id),
        (call.id, world.agent_id),
    ]


async def test_a_path_outside_the_folder_or_without_a_file_is_not_found(world: World) -> None:
    """A row that points elsewhere opens nothing and leaves no trace of a listening."""
    call = (await _calls(world, "RF01"))[0]
    row = await _recording(world, call)
    folder = world.ground.settings.recordings_dir
    folder.mkdir(parents=True)
    (folder.parent / "secret").write_text("x")
    for path in (row.path, "../secret", "/etc/hostname", "."):
        async with world.ground.database.transaction() as session:
            (await session.get_one(RecordingRow, row.id)).path = path
        with pytest.raises(NotFound):
            await open_recording(world.ground, row.id, listener_id=world.reviewer_id)
    assert not any(isinstance(fact, RecordingHeard) for fact in await world.facts())
