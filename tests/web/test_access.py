"""The door: cookies, ends of sessions, and how often a password may be tried."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.errors import NotSignedIn
from config.settings import Settings
from crm.signing_in import hash_secret, who_is
from crm.staff import Role, SignedIn
from tests.houses import PASSWORD, add_user, browsing, sign_in
from web.access import TRIES_OF_ADDRESS, TRIES_OF_LOGIN, WINDOW_S, Door, Tries, base_url
from web.app import build_app
from web.house import House

SIGN_IN = "/api/v1/session"


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    """The session's secret is HttpOnly and SameSite=Strict, and only its hash is stored."""
    await add_user(house, Role.AGENT, password=PASSWORD)
    async with browsing(build_app(house)) as client:
        answer = await client.post(SIGN_IN, json={"login": "agent", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 200
    assert answer.json()["rights"] == ["record_facts", "see_cases", "take_calls"]
    for part in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert part in cookie
    secret = cookie.partition("=")[2].partition(";")[0]
    assert len(secret) >= 43  # 256 bits
    async with house.database.transaction() as session:
        assert await session.get(SignedIn, secret) is None
        assert await session.get(SignedIn, hash_secret(secret)) is not None


async def test_the_cookie_is_bound_to_its_host_when_served_over_https(house: House) -> None:
    """Behind https the cookie is Secure and carries the __Host- prefix."""
    settings = Settings(data_dir=house.settings.data_dir, public_url="https://calls.example")
    door = Door(settings, house.database, house.clock)
    assert door.cookie == "__Host-ringfence_session"
    assert door.is_https
    assert base_url(settings) == "https://calls.example"


@pytest.mark.parametrize(
    ("idle", "age", "lives"),
    [
        (timedelta(minutes=59), timedelta(0), True),
        (timedelta(minutes=60), timedelta(0), False),
        (timedelta(0), timedelta(hours=12) - timedelta(seconds=1), True),
        (timedelta(0), timedelta(hours=12), False),
    ],
)
async def test_a_session_ends_by_idleness_and_by_age(
    house: House, idle: timedelta, age: timedelta, lives: bool
) -> None:
    """An unused session ends after an hour, a used one after twelve, to the second."""
    user = await add_user(house, Role.AGENT)
    async with browsing(build_app(house)) as client:
        secret = await sign_in(house, client, user)
    start = house.clock.now()
    async with house.database.transaction() as session:
        row = await session.get_one(SignedIn, hash_secret(secret))
        row.created_at, row.expires_at = start - age, start - age + house.door.limits.longest
        row.seen_at = start - idle
    async with house.database.transaction() as session:
        if lives:
            assert (await who_is(session, secret, house.door.limits, now=start))[1].id == user.id
        else:
            with pytest.raises(NotSignedIn):
                await who_is(session, secret, house.door.limits, now=start)


async def test_wrong_passwords_are_slowed_for_one_login_and_address_only(house: House) -> None:
    """After eight failures the ninth try is refused, even with the right password; another login is not."""
    await add_user(house, Role.AGENT, "one", password=PASSWORD)
    await add_user(house, Role.AGENT, "two", password=PASSWORD)
    async with browsing(build_app(house)) as client:
        for _ in range(TRIES_OF_LOGIN):
            answer = await client.post(SIGN_IN, json={"login": "one", "password": "wrong"})
            assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_failed")
        answer = await client.post(SIGN_IN, json={"login": "ONE ", "password": PASSWORD})
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "300")
        assert (await client.post(SIGN_IN, json={"login": "two", "password": PASSWORD})).status_code == 200


@pytest.mark.parametrize("login", ["nobody", "closed", "robot", "link-only"])
async def test_all_failures_look_alike(house: House, login: str) -> None:
    """Unknown, closed and robot logins, and one without a password, get the answer of a wrong password."""
    closed = await add_user(house, Role.AGENT, "closed", password=PASSWORD)
    robot = await add_user(house, Role.AGENT, "robot", password=PASSWORD)
    await add_user(house, Role.AGENT, "link-only")
    async with house.database.transaction() as session:
        (await session.merge(closed)).is_active = False
        (await session.merge(robot)).is_robot = True
    async with browsing(build_app(house)) as client:
        answer = await client.post(SIGN_IN, json={"login": login, "password": PASSWORD})
    expected = {"code": "sign_in_failed", "sentence": "Login and password do not match.", "details": {}}
    assert (answer.status_code, answer.json()) == (401, expected)
    assert "set-cookie" not in answer.headers


def test_tries_are_forgotten_after_the_window() -> None:
    """A failure counts for exactly five minutes."""
    tries = Tries()
    tries.add("key", 100.0)
    assert tries.count("key", 100.0 + WINDOW_S - 0.1) == 1
    assert tries.count("key", 100.0 + WINDOW_S) == 0


def test_tries_stay_bounded_under_a_spray() -> None:
    """Ten thousand and more keys do not grow the memory; one key keeps no more than it needs."""
    tries = Tries()
    for number in range(10_500):
        tries.add(f"key {number}", 0.0)
    for _ in range(1_000):
        tries.add("one", 0.0)
    assert len(tries._failed) == 10_000  # noqa: SLF001 - the bound is the point
    assert tries.count("one", 0.0) == TRIES_OF_ADDRESS


@pytest.mark.parametrize(
    ("set_port", "taken", "address"),
    [(8080, None, "http://127.0.0.1:8080"), (0, 40123, "http://127.0.0.1:40123"), (0, None, "")],
)
def test_links_name_the_port_that_was_taken(tmp_path: Path, set_port: int, taken: int | None, address: str) -> None:
    """A free port is known once pages are served; before that a link is a path, never one with port 0."""
    assert base_url(Settings(data_dir=tmp_path, port=set_port), port=taken) == address
