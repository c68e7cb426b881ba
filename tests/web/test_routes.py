"""Who may ask what: every route without a session and with every role, against the declared table."""

import re

import pytest

from crm.staff import RIGHTS, Role
from tests.houses import browsing, signed_in
from web.app import build_app
from web.endpoint import Endpoint
from web.house import House
from web.routes import AREAS, ENDPOINTS, PREFIX

SOME_ID = "00000000-0000-4000-8000-000000000001"
OPEN = {("POST", "/session")}
"""The only endpoints of the API that answer somebody who is not signed in. Change it only with a reason."""
PASSED_THE_DOOR = {200, 204, 400, 404, 409, 413, 422}
ON_THE_FLOOR = {"agent", "calls", "floor", "campaigns"}
NEED_A_FLOOR = {endpoint.name for area, rows in AREAS if area in ON_THE_FLOOR for endpoint in rows}
"""They are answered from the live floor, which this house does not have: an error of theirs is past the door too."""
SECRET = ("secret", "password", "token", "session", "cookie")


def address(endpoint: Endpoint) -> str:
    path = PREFIX + endpoint.path
    for name in (
        "attempt_id",
        "case_id",
        "campaign_id",
        "batch_id",
        "hold_id",
        "user_id",
        "agent_id",
        "comment_id",
        "fact_id",
        "list_id",
    ):
        path = path.replace(f"{{{name}:uuid}}", SOME_ID)
    return path.replace("{recording_id:uuid}", SOME_ID).replace("{creditor_id:uuid}", SOME_ID).replace("{rule_id}", "x")


def test_every_endpoint_has_its_own_name_and_address() -> None:
    """Two endpoints never share an operation or an address, so none shadows another."""
    assert len({endpoint.name for endpoint in ENDPOINTS}) == len(ENDPOINTS)
    assert len({(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}) == len(ENDPOINTS)
    assert all("{" not in address(endpoint) for endpoint in ENDPOINTS)


def test_only_signing_in_is_open() -> None:
    """The list of endpoints open to anybody is the reviewed one."""
    assert {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS if endpoint.is_open} == OPEN


async def test_nothing_is_answered_without_a_session(house: House) -> None:
    """Every endpoint, the document and its page refuse somebody who is not signed in."""
    async with browsing(build_app(house)) as client:
        for endpoint in ENDPOINTS:
            if endpoint.is_open:
                continue
            answer = await client.request(endpoint.method, address(endpoint), json={})
            assert (endpoint.name, answer.status_code) == (endpoint.name, 401)
            assert answer.json()["code"] == "not_signed_in"
        for path in ("/api/v1/openapi.json", "/api/v1/docs"):
            assert (await client.get(path)).status_code == 401


@pytest.mark.parametrize("role", Role)
async def test_each_role_gets_exactly_what_the_table_gives_it(house: House, role: Role) -> None:
    """An endpoint is refused with 403 if and only if the role lacks its right."""
    async with signed_in(house, role) as client:
        for endpoint in ENDPOINTS:
            if endpoint.is_open or endpoint.name == "sign_out":
                continue
            answer = await client.request(endpoint.method, address(endpoint), json={"no_such_field": 1})
            may = endpoint.right is None or endpoint.right in RIGHTS[role]
            if may:
                passed = answer.status_code in PASSED_THE_DOOR or endpoint.name in NEED_A_FLOOR
                assert (endpoint.name, passed, answer.status_code == 403) == (endpoint.name, True, False)
            else:
                assert (endpoint.name, answer.status_code) == (endpoint.name, 403)
                assert answer.json()["code"] == "not_allowed"


@pytest.mark.parametrize("role", Role)
async def test_unknown_fields_are_refused_when_sent_to_any_endpoint(house: House, role: Role) -> None:
    """A field that an endpoint does not declare is never taken or ignored (mass assignment)."""
    async with signed_in(house, role) as client:
        for endpoint in ENDPOINTS:
            may = endpoint.right is None or endpoint.right in RIGHTS[role]
            if endpoint.request is None or not may or endpoint.is_open:
                continue
            extra = {"role": "administrator"}
            if endpoint.method == "GET":
                answer = await client.get(address(endpoint), params={"no_such_field": "1"})
            else:
                answer = await client.request(endpoint.method, address(endpoint), json={"no_such_field": extra})
            assert (endpoint.name, answer.status_code) == (endpoint.name, 422)
            assert "no_such_field" in answer.json()["details"]


def test_no_secret_stands_in_an_address() -> None:
    """Addresses are logged and remembered by browsers: no path or query of the API has a place for a secret."""
    for endpoint in ENDPOINTS:
        query = endpoint.request.model_fields if endpoint.method == "GET" and endpoint.request else ()
        places = [*query, *re.findall(r"{(\w+):", endpoint.path)]
        assert not [place for place in places if any(word in place for word in SECRET)]
