"""How requests are read and refused, and what a client is told when something breaks."""

import pytest
from sqlalchemy.exc import IntegrityError

from crm.staff import Role, Team
from tests.houses import signed_in
from web.api import sessions
from web.house import House

PREFERENCES = "/api/v1/me/preferences"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ("{}", 200),
        ("", 200),
        ("{", 422),
        ("[]", 422),
        ("null", 422),
        ('{"language": "xx"}', 422),
        ('{"preferences": NaN}', 422),
        ("[" * 100_000, 422),
        ('{"preferences": ' + '{"a":' * 50 + "1" + "}" * 50 + "}", 422),
        ('{"language": "' + "x" * 1_100_000 + '"}', 413),
    ],
)
async def test_malformed_documents_are_refused_in_words(house: House, content: str, status: int) -> None:
    """Broken, deep and huge documents are refused with a code, never with a crash."""
    async with signed_in(house, Role.AGENT) as client:
        answer = await client.put(PREFERENCES, content=content, headers={"content-type": "application/json"})
    assert answer.status_code == status
    if status != 200:
        assert set(answer.json()) == {"code", "sentence", "details"}


async def test_values_are_not_repeated_in_refusals(house: House) -> None:
    """What somebody typed may be personal: a refusal names fields, not their content."""
    async with signed_in(house, Role.AGENT) as client:
        answer = await client.put(PREFERENCES, json={"language": "secret-value", "preferences": 7})
    assert "secret-value" not in answer.text
    assert set(answer.json()["details"]) == {"language", "preferences"}


async def test_a_field_given_twice_is_refused(house: House) -> None:
    """Two values for one field of a query are not guessed between."""
    async with signed_in(house, Role.REVIEWER) as client:
        answer = await client.get("/api/v1/cases?limit=1&limit=2")
    assert answer.status_code == 422


async def test_unexpected_failures_tell_an_id_and_nothing_else(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug is answered with an id that is found in the log, without its text or trace."""

    async def fail(*_: object, **__: object) -> None:
        message = "the secret inner text"
        raise RuntimeError(message)

    async with signed_in(house, Role.AGENT) as client:
        monkeypatch.setattr(sessions, "user_by_id", fail)
        answer = await client.get("/api/v1/session")
    assert answer.status_code == 500
    assert answer.json()["code"] == "unexpected"
    assert len(answer.json()["details"]["id"]) == 36
    assert "secret inner text" not in answer.text


@pytest.mark.parametrize("path", ["/api/v1/cases/not-a-uuid", "/api/v1/nothing", "/api/v2/session", "/api/"])
async def test_unknown_addresses_of_the_api_are_answered_as_json(house: House, path: str) -> None:
    """A client that asks for nothing we have gets our usual refusal, not a page."""
    async with signed_in(house, Role.AUDITOR) as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_wrong_method_is_answered_as_json(house: House) -> None:
    """Asking with another method than the declared one is refused in words."""
    async with signed_in(house, Role.AUDITOR) as client:
        answer = await client.delete("/api/v1/cases")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


async def test_errors_of_the_database_do_not_repeat_what_was_stored(house: House) -> None:
    """The text of a failed statement, which is logged, leaves its values out."""
    with pytest.raises(IntegrityError) as caught:
        async with house.database.transaction() as session:
            session.add_all([Team(id=house.ids.new(), name="a-secret-name") for _ in range(2)])
    assert "hidden" in str(caught.value)
    assert "a-secret-name" not in str(caught.value).partition("[SQL")[2]
