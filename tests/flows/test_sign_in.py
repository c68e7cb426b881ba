"""Signing in and out, one-time links, and administering people, through HTTP only."""

from datetime import timedelta
from urllib.parse import urlsplit

from crm.signing_in import hash_secret, make_link
from crm.staff import Role, SignInLink
from tests.houses import ORIGIN, PASSWORD, add_user, browsing, signed_in
from web.app import build_app
from web.house import House

API = "/api/v1"


async def link_of(house: House, login: str = "agent") -> str:
    user = await add_user(house, Role.AGENT, login)
    async with house.database.transaction() as session:
        secret, _ends = await make_link(session, user, house.door.limits, now=house.clock.now())
    return f"/sign-in/{secret}"


async def test_a_link_signs_in_once_and_not_by_being_opened(house: House) -> None:
    """Opening a link (as mail scanners do) uses nothing up; pressing its button signs in exactly once."""
    path = await link_of(house)
    app = build_app(house)
    async with browsing(app) as client, browsing(app) as other:
        for _ in range(3):
            assert "set-cookie" not in (await client.get(path)).headers
        answer = await client.post(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert (await client.get(f"{API}/session")).json()["login"] == "agent"
        again = await other.post(path)
        assert (again.status_code, "set-cookie" in again.headers) == (404, False)
        assert (await other.get(f"{API}/session")).status_code == 401


async def test_a_link_of_another_site_does_not_sign_in(house: House) -> None:
    """A foreign page cannot sign somebody in by posting a link (login CSRF)."""
    path = await link_of(house)
    async with browsing(build_app(house)) as client:
        answer = await client.post(path, headers={"Origin": "http://evil.example"})
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
        assert (await client.post(path)).status_code == 303


async def test_an_expired_or_replaced_link_does_not_sign_in(house: House) -> None:
    """A link works for its hour, and only the newest of a user does."""
    expired, replaced = await link_of(house, "one"), await link_of(house, "two")
    async with house.database.transaction() as session:
        row = await session.get_one(SignInLink, hash_secret(expired.rpartition("/")[2]))
        row.expires_at = house.clock.now() - timedelta(seconds=1)
    async with signed_in(house, Role.ADMINISTRATOR) as admin:
        users = {row["login"]: row["id"] for row in (await admin.get(f"{API}/users")).json()["rows"]}
        fresh = (await admin.post(f"{API}/users/{users['two']}/link", json={})).json()["url"]
    async with browsing(build_app(house)) as client:
        assert (await client.post(expired)).status_code == 404
        assert (await client.post(replaced)).status_code == 404
        assert (await client.post(urlsplit(fresh).path)).status_code == 303


async def test_signing_out_ends_the_session_on_the_server(house: House) -> None:
    """A copied cookie is worth nothing after signing out."""
    async with signed_in(house, Role.AGENT) as client:
        secret = client.cookies[house.door.cookie]
        answer = await client.delete(f"{API}/session")
        assert (answer.status_code, answer.headers["clear-site-data"]) == (204, '"cache", "storage"')
        client.cookies.set(house.door.cookie, secret)
        assert (await client.get(f"{API}/session")).status_code == 401


async def test_a_new_password_ends_all_other_sessions(house: House) -> None:
    """Whoever changes their password throws out whoever else used it, and stays signed in."""
    await add_user(house, Role.AGENT, "anna", password=PASSWORD)
    app, sent = build_app(house), {"login": "anna", "password": PASSWORD}
    async with browsing(app) as one, browsing(app) as two:
        await one.post(f"{API}/session", json=sent)
        await two.post(f"{API}/session", json=sent)
        new = {"new_password": "nine quiet copper kettles"}
        refused = await one.post(f"{API}/session/password", json=new | {"old_password": "wrong"})
        assert (refused.status_code, refused.json()["code"]) == (422, "old_password_wrong")
        assert (await one.post(f"{API}/session/password", json=new | {"old_password": PASSWORD})).status_code == 204
        assert (await one.get(f"{API}/session")).status_code == 200
        assert (await two.get(f"{API}/session")).status_code == 401


async def test_preferences_are_kept(house: House) -> None:
    """Language and preferences come back at the next look; what is left out stays."""
    async with signed_in(house, Role.AGENT) as client:
        await client.put(f"{API}/me/preferences", json={"language": "zh"})
        await client.put(f"{API}/me/preferences", json={"preferences": {"theme": "dark"}})
        me = (await client.get(f"{API}/session")).json()
        huge = await client.put(f"{API}/me/preferences", json={"preferences": {"a": "x" * 20_000}})
    assert (me["language"], me["preferences"], me["simulated"]) == ("zh", {"theme": "dark"}, True)
    assert huge.status_code == 422


async def test_an_administrator_lets_somebody_in_with_a_link(house: House) -> None:
    """A user is created without any password, gets a link, signs in and sets a password; all of it is recorded."""
    app = build_app(house)
    async with signed_in(house, Role.ADMINISTRATOR, "boss") as admin, browsing(app) as client:
        team = (await admin.post(f"{API}/teams", json={"name": "Blue"})).json()
        body = {"login": "mia", "display_name": "Mia", "role": "agent", "team_id": team["id"]}
        user = (await admin.post(f"{API}/users", json=body)).json()
        assert (user["has_password"], user["team"]) == (False, team)
        taken = await admin.post(f"{API}/users", json=body)
        assert (taken.status_code, taken.json()["code"]) == (409, "login_taken")
        link = (await admin.post(f"{API}/users/{user['id']}/link", json={})).json()["url"]
        assert link.startswith(f"{ORIGIN}/sign-in/")
        assert (await client.post(urlsplit(link).path)).status_code == 303
        assert (await client.post(f"{API}/session/password", json={"new_password": PASSWORD})).status_code == 204
    async with signed_in(house, Role.AUDITOR) as auditor:
        rows = (await auditor.get(f"{API}/audit?subject={user['id']}&name=UserChanged")).json()["rows"]
    assert [row["body"]["change"] for row in rows] == ["password_set", "signed_in_by_link", "link_made", "created"]
    assert all(link.rpartition("/")[2] not in str(row) for row in rows)


async def test_nobody_closes_or_degrades_themselves(house: House) -> None:
    """The last administrator cannot lock everybody out by accident."""
    async with signed_in(house, Role.ADMINISTRATOR, "boss") as admin:
        me = (await admin.get(f"{API}/session")).json()
        body = {"display_name": "Boss", "role": "administrator", "team_id": None, "language": "en", "is_active": True}
        for change in ({"is_active": False}, {"role": "agent"}):
            answer = await admin.put(f"{API}/users/{me['user_id']}", json=body | change)
            assert (answer.status_code, answer.json()["code"]) == (409, "own_account")
        assert (await admin.put(f"{API}/users/{me['user_id']}", json=body)).status_code == 200


async def test_the_health_page_speaks_in_plain_words(house: House) -> None:
    """Every part is told in both languages, and settings show no secret."""
    async with signed_in(house, Role.ADMINISTRATOR) as admin:
        parts = (await admin.get(f"{API}/health")).json()["parts"]
        settings = (await admin.get(f"{API}/settings")).json()["rows"]
        roles = (await admin.get(f"{API}/roles")).json()["roles"]
    assert {part["code"] for part in parts} == {"database", "clock", "journal", "dialing", "provider", "disk", "tasks"}
    assert all(part["sentence_en"] and part["sentence_zh"] for part in parts)
    assert {row["name"] for row in settings} >= {"data_dir", "database_url"}
    assert {row["role"] for row in roles} == set(Role)
