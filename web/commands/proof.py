"""`ringfence rules key | verify`: the public key proofs are signed with, and the check of a proof; needs no database.

Exit codes: 0 all is as it was signed and judged, 1 something differs, 2 what was given is not right.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from campaigns.proof import check_proof
from campaigns.proving import proof_key
from campaigns.signatures import canonical, is_signed, public_text
from config.errors import BadInput
from config.settings import load_settings
from config.zones import zones_version
from web.commands.asking import answering
from web.commands.checking_rules import DIFFERS


def print_key() -> None:
    """Print the public key that proofs of this installation are signed with; the key is made on first use."""
    typer.echo(public_text(answering(lambda: proof_key(load_settings()))))


def verify_proof(
    file: Annotated[Path, typer.Argument(help="Signed proof of a person.", exists=True, dir_okay=False)],
    key: Annotated[
        str | None, typer.Option(help="Public key it must be signed with, as `ringfence rules key` prints it.")
    ] = None,
) -> None:
    """Check the signature of a proof, and judge every attempt in it anew from the file alone."""
    written = file.read_bytes()
    signed = answering(lambda: _read(written, file))
    document, signature = signed["proof"], signed["signature"]
    wanted = str(signature.get("public_key", "")) if key is None else key
    differences = []
    if canonical(signed) + b"\n" != written:
        differences.append("The file is not in the form in which it was made.")
    if not is_signed(document, signature, wanted):
        differences.append(f"The signature is not that of the key {wanted or '(none)'}.")
    checked = check_proof(document)
    for difference in (*differences, *checked.differences):
        typer.echo(difference)
    if key is None:
        typer.echo(f"Signed with the key {wanted}: compare it with the one you were given.")
    if document.get("tz") != zones_version():
        typer.echo(f"Judged with time zones {zones_version()}; when the proof was made they were {document.get('tz')}.")
    if checked.without_facts:
        typer.echo(f"{checked.without_facts} attempts carry no facts and were not judged anew.")
    differing = len(differences) + len(checked.differences)
    typer.echo(f"{checked.judged} attempts judged anew, {differing} differences.")
    if differing:
        raise typer.Exit(DIFFERS)


def _read(written: bytes, file: Path) -> Mapping[str, Mapping[str, Any]]:
    try:
        signed = json.loads(written)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadInput("bad_proof", f"{file.name} is not JSON: {error}", {"file": file.name}) from error
    if not isinstance(signed, dict) or not all(isinstance(signed.get(name), dict) for name in ("proof", "signature")):
        raise BadInput("bad_proof", f"{file.name} is not a signed proof.", {"file": file.name})
    return signed
