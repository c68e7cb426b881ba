"""All endpoints of the API, area by area; the one list that routes, document and tests are made from."""

from web.api import (
    agent,
    buckets,
    calls,
    campaigns,
    cases,
    catalogue,
    contact_facts,
    floor,
    forecast,
    imports,
    openings,
    pace,
    reviews,
    rules,
    running,
    sessions,
    staff,
    suppressions,
    windows,
)
from web.endpoint import Endpoint

PREFIX = "/api/v1"

AREAS: tuple[tuple[str, tuple[Endpoint, ...]], ...] = (
    ("sign-in", sessions.ROUTES),
    ("catalogue", catalogue.ROUTES),
    ("agent", agent.ROUTES),
    ("calls", calls.ROUTES),
    ("cases", cases.ROUTES),
    ("facts", contact_facts.ROUTES),
    ("campaigns", campaigns.ROUTES),
    ("openings", openings.ROUTES),
    ("windows", windows.ROUTES),
    ("rules", rules.ROUTES),
    ("pace", pace.ROUTES),
    ("forecast", forecast.ROUTES),
    ("buckets", buckets.ROUTES),
    ("imports", imports.ROUTES),
    ("suppressions", suppressions.ROUTES),
    ("reviews", reviews.ROUTES),
    ("floor", floor.ROUTES),
    ("staff", staff.ROUTES),
    ("running", running.ROUTES),
)
ENDPOINTS: tuple[Endpoint, ...] = tuple(endpoint for _name, area in AREAS for endpoint in area)
