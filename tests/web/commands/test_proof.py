"""`ringfence rules verify` and `key`: what is no proof is refused, a stranger's signature found, the key printed."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from campaigns.proof import FORMAT
from campaigns.signatures import canonical, public_text, sign
from web.__main__ import build_app

EMPTY = {"format": FORMAT, "person": "p", "attempts": [], "rules": {}, "facts": []}


def verify(*words: str) -> tuple[int, str]:
    told = CliRunner().invoke(build_app("rules"), ["rules", "verify", *words])
    return told.exit_code, told.stdout + told.stderr


def write(folder: Path, key: Ed25519PrivateKey, document: Mapping[str, object] = EMPTY) -> str:
    file = folder / "proof.json"
    file.write_bytes(canonical({"proof": document, "signature": sign(document, key)}) + b"\n")
    return str(file)


def test_a_proof_of_a_stranger_is_told_from_ours(tmp_path: Path) -> None:
    """With our key given, only what we signed passes; without one, the key in the file is named for comparing."""
    ours, stranger = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    file = write(tmp_path, stranger)
    assert verify(file, "--key", public_text(stranger))[0] == 0
    code, told = verify(file, "--key", public_text(ours))
    assert (code, "The signature is not that of the key" in told) == (1, True)
    code, told = verify(file)
    assert (code, public_text(stranger) in told) == (0, True)


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b'{"proof":1,"signature":{}}', b"\xff"])
def test_what_is_no_proof_is_refused(written: bytes, tmp_path: Path) -> None:
    """A file of another kind is a mistake of whoever gave it, not a difference."""
    (tmp_path / "proof.json").write_bytes(written)
    assert verify(str(tmp_path / "proof.json"))[0] == 2


def test_a_proof_of_another_form_is_a_difference(tmp_path: Path) -> None:
    """What this program cannot judge anew never passes."""
    code, told = verify(write(tmp_path, Ed25519PrivateKey.generate(), {**EMPTY, "format": "ringfence-proof/9"}))
    assert (code, "no proof of the form" in told) == (1, True)


def test_a_key_that_is_none_signs_nothing(tmp_path: Path) -> None:
    """Nonsense for a key fails in one sentence."""
    assert verify(write(tmp_path, Ed25519PrivateKey.generate()), "--key", "nonsense")[0] == 1


def test_the_public_key_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 32 bytes in base64 and the same again."""
    monkeypatch.setenv("RINGFENCE_DATA_DIR", str(tmp_path))
    first = CliRunner().invoke(build_app("rules"), ["rules", "key"]).stdout
    assert len(base64.b64decode(first)) == 32
    assert CliRunner().invoke(build_app("rules"), ["rules", "key"]).stdout == first


def test_a_file_that_is_no_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken key is not replaced: proofs signed by the old one would not be ours any more."""
    monkeypatch.setenv("RINGFENCE_DATA_DIR", str(tmp_path))
    (tmp_path / "proof.key").write_text(json.dumps("no key"))
    assert CliRunner().invoke(build_app("rules"), ["rules", "key"]).exit_code == 2
