"""The rules page through HTTP: all rules with their sources, one in full, and a creditor's terms."""

from typing import Any

import pytest
from httpx2 import AsyncClient

from crm.debtors import Creditor
from crm.staff import Role
from tests.houses import BOOKS, signed_in
from web.house import House

API = "/api/v1"
CAP = {"limit": 1, "window": {"type": "local_calendar_days", "n": 1}, "per": ["party"], "channels": ["phone"]}


@pytest.fixture
async def creditor(house: House) -> Creditor:
    """A creditor without terms."""
    made = Creditor(id=house.ids.new(), code="north", name="Northbank")
    async with house.database.transaction() as session:
        session.add(made)
    return made


async def save(client: AsyncClient, creditor: Creditor, version: int, **terms: Any) -> Any:  # noqa: ANN401 - an answer
    body = {"version": version, "terms": terms}
    return await client.put(f"{API}/creditors/{creditor.id}/terms", json=body)


async def test_every_rule_is_listed_with_its_source_and_what_may_be_switched(house: House) -> None:
    """An auditor reads what law the machine knows, how sure we are of it, and since when."""
    async with signed_in(house, Role.AUDITOR) as client:
        found = (await client.get(f"{API}/rules")).json()
    assert len(found["rows"]) == len(BOOKS.rulebook.rules)
    assert found["version"] == BOOKS.rulebook.version
    rows = {row["id"]: row for row in found["rows"]}
    hours = rows["us.regf.hours"]
    assert (hours["kind"], hours["confidence"], hours["is_enabled"], hours["switch"]) == (
        "allowed_hours",
        "high",
        True,
        "",
    )
    assert hours["cite"]
    assert hours["checked_on"]
    assert (rows["us-il.hours"]["switch"], rows["house.hours"]["switch"]) == ("on", "off")
    assert all(row["title"] and row["title_zh"] for row in found["rows"])
    places = {place["key"]: place for place in found["places"]}
    assert (places["us-nyc"]["parent"], places["us-ma"]["name"]) == ("us-ny", "Massachusetts")
    assert sum(place["rules"] for place in found["places"]) == len(rows)


async def test_every_rule_can_be_opened_and_an_unknown_one_is_not_found(house: House) -> None:
    """What it says is there in full, with dates as texts."""
    async with signed_in(house, Role.MANAGER) as client:
        for rule in BOOKS.rulebook.rules:
            found = (await client.get(f"{API}/rules/{rule.id}")).json()
            assert [one["row"]["id"] for one in found["versions"]] == [rule.id]
            assert found["versions"][0]["params"].keys() == rule.params.keys()
        cap = (await client.get(f"{API}/rules/us.regf.call_cap")).json()["versions"][0]
        assert cap["filters"]["collectors"] == ["third_party"]
        assert (await client.get(f"{API}/rules/us.none")).status_code == 404


async def test_a_manager_sets_terms_and_everybody_who_may_look_sees_them(house: House, creditor: Creditor) -> None:
    """Saved in one form with a new version; a second edit of the old version is refused."""
    async with signed_in(house, Role.MANAGER) as manager:
        row = (await manager.get(f"{API}/creditors")).json()["rows"][0]
        assert (row["code"], row["version"], row["cases"], row["terms"]["caps"]) == ("north", 1, 0, {})
        saved = await save(
            manager,
            creditor,
            1,
            switched_on=["us-il.hours"],
            switched_off=["house.attempt_gap"],
            jurisdictions=["us-ma"],
            windows={"mon": [["09:00", "12:00"]]},
            caps={"day": {"limit": 1, "window": CAP["window"]}},
        )
        assert saved.status_code == 200, saved.text
        assert (saved.json()["version"], saved.json()["terms"]["caps"]) == (2, {"day": CAP})
        assert (await save(manager, creditor, 1)).status_code == 409
    async with signed_in(house, Role.AUDITOR) as auditor:
        assert (await auditor.get(f"{API}/creditors")).json()["rows"] == [saved.json()]
        assert (await save(auditor, creditor, 2)).status_code == 403
        facts = (await auditor.get(f"{API}/audit", params={"name": "CreditorTermsEdited"})).json()["rows"]
    assert [fact["body"]["version"] for fact in facts] == [2]
    assert facts[0]["actor"].startswith("user:")


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"switched_off": ["us.regf.hours"]}, "switched_off"),
        ({"switched_on": ["us.regf.hours"]}, "switched_on"),
        ({"jurisdictions": ["us-zz"]}, "jurisdictions"),
        ({"caps": {"day": {"limit": 0}}}, "limit"),
        ({"windows": {"mon": [["9", "12"]]}}, "mon"),
    ],
)
async def test_what_would_loosen_a_law_or_cannot_be_read_is_refused_by_field(
    house: House, creditor: Creditor, terms: dict[str, Any], field: str
) -> None:
    """The page marks the part that is wrong."""
    async with signed_in(house, Role.MANAGER) as manager:
        refused = await save(manager, creditor, 1, **terms)
    assert refused.status_code == 422
    assert field in refused.json()["details"]
