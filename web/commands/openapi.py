"""`ringfence openapi`: the OpenAPI document, from which the front end's types are made."""

import json

import typer

from web.document import openapi


def add_to(app: typer.Typer) -> None:
    """Register `openapi`."""
    app.command("openapi")(print_document)


def print_document() -> None:
    """Print the OpenAPI document."""
    typer.echo(json.dumps(openapi(), indent=1, ensure_ascii=False, sort_keys=True))
