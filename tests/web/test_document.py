"""The OpenAPI document tells all endpoints, with the shapes of what is sent and answered."""

import json
import re

from web.document import openapi
from web.routes import ENDPOINTS, PREFIX


def test_every_endpoint_is_in_the_document() -> None:
    """The document and the routes come from one list."""
    paths = openapi()["paths"]
    told = {(method.upper(), path) for path, operations in paths.items() for method in operations}
    assert told == {(endpoint.method, PREFIX + endpoint.path.replace(":uuid", "")) for endpoint in ENDPOINTS}


def test_every_reference_leads_to_a_shape() -> None:
    """A generated client finds every shape it is referred to."""
    text = json.dumps(openapi())
    referred = set(re.findall(r"#/components/schemas/(\w+)", text))
    assert referred <= set(openapi()["components"]["schemas"])


def test_every_refusal_is_documented() -> None:
    """A client knows the shape of every refusal, 404 included."""
    for operations in openapi()["paths"].values():
        for operation in operations.values():
            assert {"401", "403", "404", "409", "422"} <= set(operation["responses"])
