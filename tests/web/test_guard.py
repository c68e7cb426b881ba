"""What every request passes: host and origin; and what every answer carries."""

from types import SimpleNamespace

import pytest

from config.settings import Settings
from crm.staff import Role
from tests.houses import ORIGIN, browsing, signed_in
from web.app import build_app
from web.guard import is_known_host, policy
from web.house import House

READY = "/api/v1/me/preferences"


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"Origin": ORIGIN}, True),
        ({"Origin": "", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "http://127.0.0.1:8080.evil.example"}, False),
        ({"Origin": "http://127.0.0.1:8081"}, False),
        ({"Origin": "https://127.0.0.1:8080"}, False),
        ({"Origin": "http://localhost:8080"}, False),
    ],
)
async def test_changes_come_from_our_own_pages_only(house: House, headers: dict[str, str], *, passes: bool) -> None:
    """A request that changes something is refused unless its origin is the very one it is sent to."""
    async with signed_in(house, Role.AGENT) as client:
        answer = await client.put(READY, json={"language": "zh"}, headers=headers)
    assert answer.status_code == (200 if passes else 403)
    if not passes:
        assert answer.json()["code"] == "foreign_origin"


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), ("same-site", 403), ("cross-site", 403), (None, 403)]
)
async def test_the_browsers_word_decides_without_an_origin(house: House, site: str | None, status: int) -> None:
    """Without an Origin header only Sec-Fetch-Site: same-origin lets a change through."""
    async with signed_in(house, Role.AGENT) as client:
        del client.headers["origin"]
        headers = {} if site is None else {"Sec-Fetch-Site": site}
        answer = await client.put(READY, json={"language": "zh"}, headers=headers)
    assert answer.status_code == status


async def test_simple_content_types_change_nothing(house: House) -> None:
    """A form of another site cannot be sent as JSON: only application/json is read."""
    async with signed_in(house, Role.AGENT) as client:
        for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
            answer = await client.put(READY, content='{"language":"zh"}', headers={"content-type": kind})
            assert (answer.status_code, answer.json()["code"]) == (422, "not_json")


@pytest.mark.parametrize(
    ("host", "public_url", "bound", "known"),
    [
        ("127.0.0.1:8080", None, "127.0.0.1", True),
        ("localhost:1", None, "127.0.0.1", True),
        ("[::1]:8080", None, "127.0.0.1", True),
        ("rebound.example", None, "127.0.0.1", False),
        ("10.0.0.5:8080", None, "0.0.0.0", True),  # noqa: S104 - compared, not bound
        ("calls.example", "https://calls.example", "0.0.0.0", True),  # noqa: S104
        ("evil.example", "https://calls.example", "0.0.0.0", False),  # noqa: S104
        ("a b", None, "0.0.0.0", False),  # noqa: S104
        ("", None, "127.0.0.1", False),
    ],
)
def test_foreign_names_are_not_answered(host: str, public_url: str | None, bound: str, *, known: bool) -> None:
    """A name pointed at this machine by somebody else's DNS is refused on a loopback address."""
    assert is_known_host(host, Settings(public_url=public_url, host=bound)) is known


async def test_an_unknown_host_is_refused_even_for_reading(house: House) -> None:
    """DNS rebinding does not reach the pages."""
    async with browsing(build_app(house), base_url="http://rebound.example") as client:
        answer = await client.get("/")
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_host")


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/session", "/api/v1/nothing", "/sign-in/whatever"])
async def test_every_answer_carries_the_security_headers(house: House, path: str) -> None:
    """Pages, answers and errors alike: no framing, sniffing, referrers, inline scripts or caching."""
    async with browsing(build_app(house)) as client:
        headers = (await client.get(path)).headers
    csp = headers["content-security-policy"]
    for part in ("default-src 'self'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
                 "base-uri 'none'", "object-src 'none'"):  # fmt: skip
        assert part in csp
    assert "unsafe" not in csp
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == ("same-origin" if path.startswith("/sign-in") else "no-referrer")
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


async def test_https_is_kept_when_it_is_the_public_address(house: House) -> None:
    """Behind https the browser is told to come back by https only."""
    settings = Settings(data_dir=house.settings.data_dir, public_url="https://calls.example")
    app = build_app(SimpleNamespace(settings=settings, clock=house.clock, ids=house.ids))  # type: ignore[arg-type]
    async with browsing(app, base_url="https://calls.example") as client:
        answer = await client.get("/api/v1/nothing")
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


def test_the_policy_names_the_socket_of_a_proper_host_only() -> None:
    """What a Host header says cannot add a source to the policy."""
    assert "connect-src 'self' ws://127.0.0.1:8080 wss://127.0.0.1:8080;" in policy("127.0.0.1:8080")
    assert "connect-src 'self';" in policy("x; script-src *")
