"""Pages, health and metrics for machines."""

from pathlib import Path

import pytest

from crm.staff import Role
from tests.houses import browsing, signed_in
from web import pages
from web.app import build_app
from web.house import House


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A built front end of one page."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Ringfence</title>", encoding="utf-8")
    monkeypatch.setattr(pages, "SHELL", tmp_path / "index.html")


@pytest.mark.parametrize("path", ["/", "/agent", "/campaigns/1", "/sign-in", "/sign-in/a-secret", "/../../etc/passwd"])
@pytest.mark.usefixtures("shell")
async def test_every_page_address_gets_the_shell(house: House, path: str) -> None:
    """The front end's own addresses survive a refresh, and no address leads to another file."""
    async with browsing(build_app(house)) as client:
        answer = await client.get(path)
    assert (answer.status_code, "<title>Ringfence</title>" in answer.text) == (200, True)


async def test_the_document_is_complete_for_those_signed_in(house: House) -> None:
    """The OpenAPI document and its page without scripts are there offline."""
    async with signed_in(house, Role.AGENT) as client:
        document = (await client.get("/api/v1/openapi.json")).json()
        page = (await client.get("/api/v1/docs")).text
    assert "/api/v1/cases/{case_id}" in document["paths"]
    assert "/api/v1/cases/{case_id}" in page
    assert "<script" not in page


async def test_health_is_told_without_a_session(house: House) -> None:
    """A load balancer learns that the process serves, and after the database is gone that it does not."""
    async with browsing(build_app(house)) as client:
        assert (await client.get("/healthz")).status_code == 200


async def test_metrics_are_for_this_machine_only(house: House) -> None:
    """A proxied request is not taken for one from this machine."""
    async with browsing(build_app(house)) as client:
        await client.get("/api/v1/session")
        answer = await client.get("/metrics")
        assert 'ringfence_requests_total{operation="show_session",status="401"} 1.0' in answer.text
        assert (await client.get("/metrics", headers={"X-Forwarded-For": "10.1.1.1"})).status_code == 404
