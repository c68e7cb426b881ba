"""The hub: who gets which frame, in which order, and what happens to a reader that stays behind."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from campaigns.facts import UserChanged
from config.clock import LoopClock
from config.journal import Recorded
from crm.staff import RIGHTS, Right, Role
from web.live import CLOSE_SIGNED_OUT, CLOSE_TOO_SLOW, STALE_LINK_S, WAITING_FRAMES, Hub, Link
from web.person import SignedInPerson

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
ANNA, BEN = UUID(int=1), UUID(int=2)


def person(user_id: UUID = ANNA, role: Role = Role.AGENT, session: str = "one") -> SignedInPerson:
    return SignedInPerson(user_id, "a", "A", role, RIGHTS[role], "en", session, NOW + timedelta(hours=1))


def kinds(link: Link) -> list[str]:
    return [frame.kind for frame in link.take()]


@pytest.fixture
def hub(clock: LoopClock) -> Hub:
    """An empty hub."""
    return Hub(clock)


async def test_frames_go_to_their_user_only(hub: Hub) -> None:
    """What is sent to one person never reaches another."""
    anna, ben = hub.attach(person()), hub.attach(person(BEN))
    hub.send(ANNA, "agent", {"state": "ready"})
    assert (kinds(anna), kinds(ben)) == (["agent"], [])


async def test_a_broadcast_asks_for_the_right(hub: Hub) -> None:
    """The floor is sent to those who may see it."""
    agent, chief = hub.attach(person()), hub.attach(person(BEN, Role.SUPERVISOR))
    hub.broadcast(Right.SEE_FLOOR, "floor", {"at": "now"})
    assert (kinds(agent), kinds(chief)) == ([], ["floor"])


async def test_only_the_newest_waits_of_kinds_that_replace_each_other(hub: Hub) -> None:
    """A slow reader of the wallboard gets the newest picture, and of two imports the newest of each."""
    link = hub.attach(person(role=Role.MANAGER))
    for number in range(5):
        hub.broadcast(Right.SEE_FLOOR, "floor", {"at": number})
        hub.broadcast(Right.IMPORT, "import", {"id": "a", "rows": number})
        hub.broadcast(Right.IMPORT, "import", {"id": "b", "rows": number})
    frames = link.take()
    assert [(frame.kind, frame.body.get("at", frame.body.get("rows"))) for frame in frames] == [
        ("floor", 4),
        ("import", 4),
        ("import", 4),
    ]
    assert [frame.seq for frame in frames] == sorted(frame.seq for frame in frames)


async def test_a_socket_resumes_behind_its_cursor(hub: Hub) -> None:
    """Frames missed between two connections are sent again once, in order; older ones are not."""
    first = hub.attach(person())
    hub.send(ANNA, "agent", {"n": 1})
    cursor = first.take()[-1].seq
    hub.detach(first)
    hub.send(ANNA, "call", {"n": 2})
    hub.send(ANNA, "agent", {"n": 3})
    second = hub.attach(person())
    hub.replay(second, cursor)
    assert [frame.body["n"] for frame in second.take()] == [2, 3]


@pytest.mark.parametrize("cursor", [0, -1, 99])
async def test_a_cursor_of_another_life_replays_nothing(hub: Hub, cursor: int) -> None:
    """After a restart of the server an old cursor means nothing; the greeting tells the state."""
    hub.send(ANNA, "agent", {"n": 1})
    link = hub.attach(person())
    hub.replay(link, cursor)
    assert link.take() == []


async def test_a_reader_that_stays_behind_is_dropped(hub: Hub) -> None:
    """The queue of a socket is bounded: it is closed, and nobody else waits for it."""
    link = hub.attach(person())
    for number in range(WAITING_FRAMES + 1):
        assert link.close_code is None
        hub.send(ANNA, "agent", {"n": number})
    assert link.close_code == CLOSE_TOO_SLOW


async def test_a_second_window_of_an_agent_waits_until_it_takes_over(hub: Hub) -> None:
    """Two windows never both work: the second one gets nothing until it takes over, then the first is told."""
    first, second = hub.attach(person()), hub.attach(person())
    hub.send(ANNA, "call", {})
    assert (kinds(first), kinds(second)) == (["call"], [])
    hub.take_over(second)
    hub.send(ANNA, "agent", {})
    assert (kinds(first), kinds(second)) == (["elsewhere"], ["agent"])


async def test_the_waiting_window_becomes_active_when_the_first_closes(hub: Hub) -> None:
    """A refresh whose old socket dies late ends with the new window at work."""
    first, second = hub.attach(person()), hub.attach(person())
    assert hub.detach(first) is second
    assert second.is_active


@pytest.mark.virtual_time
async def test_a_silent_window_is_taken_over_without_asking(hub: Hub, clock: LoopClock) -> None:
    """A first window that has not answered for six seconds does not keep the second out."""
    first = hub.attach(person())
    await clock.sleep(STALE_LINK_S)
    second = hub.attach(person())
    assert (first.is_active, second.is_active) == (False, True)


@pytest.mark.virtual_time
async def test_the_age_of_a_link_grows_until_the_browser_answers(hub: Hub, clock: LoopClock) -> None:
    """The floor sees how long ago a browser was last heard; without a connection there is no age."""
    assert hub.link_age(ANNA) is None
    link = hub.attach(person())
    hub.ping(link)
    await clock.sleep(2.5)
    assert hub.link_age(ANNA) == pytest.approx(2.5)
    hub.heard(link)
    hub.ping(link)
    assert hub.link_age(ANNA) == pytest.approx(0)
    assert link.take()[-1].body["rtt_ms"] == 2500


async def test_windows_of_others_are_all_active(hub: Hub) -> None:
    """Somebody who takes no calls may have several windows."""
    first, second = hub.attach(person(role=Role.AUDITOR)), hub.attach(person(role=Role.AUDITOR))
    hub.send(ANNA, "message", {})
    assert (kinds(first), kinds(second)) == (["message"], ["message"])


async def test_signing_out_cuts_the_sockets_of_that_session_only(hub: Hub) -> None:
    """Signing out in one browser leaves another one at work."""
    one, two = hub.attach(person(role=Role.AUDITOR)), hub.attach(person(role=Role.AUDITOR, session="two"))
    hub.cut(ANNA, session="two")
    assert (one.close_code, two.close_code) == (None, CLOSE_SIGNED_OUT)


async def test_a_new_password_cuts_the_sockets_of_all_other_sessions(hub: Hub) -> None:
    """Whoever used the old password loses their socket; the one who changed it keeps theirs."""
    one, two = hub.attach(person(role=Role.AUDITOR)), hub.attach(person(role=Role.AUDITOR, session="two"))
    hub.cut(ANNA, but="one")
    assert (one.close_code, two.close_code) == (None, CLOSE_SIGNED_OUT)


@pytest.mark.parametrize(
    ("change", "code"), [("closed", CLOSE_SIGNED_OUT), ("role_changed", CLOSE_SIGNED_OUT), ("edited", None)]
)
async def test_a_closed_user_loses_their_sockets_by_the_journal(hub: Hub, change: str, code: int | None) -> None:
    """Whoever closes a user, their sockets are cut as soon as the fact is committed."""
    link = hub.attach(person())
    hub.hear_facts([Recorded(UUID(int=9), UserChanged(at=NOW, user_id=ANNA, change=change))])
    assert link.close_code == code
