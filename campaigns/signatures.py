"""Signing of documents: one canonical form of JSON, and Ed25519 over its bytes (RFC 8032).

Pure; where the key is kept is `proving`'s.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "Ed25519"


def canonical(document: object) -> bytes:
    """Return the one form that is signed: keys in order, no spaces, UTF-8. Raises ValueError for NaN."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def public_text(key: Ed25519PrivateKey) -> str:
    """Return the public key as people pass it on: 44 signs of base64."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def sign(document: object, key: Ed25519PrivateKey) -> dict[str, str]:
    """Return the signature of a document with the key it is checked by."""
    value = base64.b64encode(key.sign(canonical(document))).decode()
    return {"algorithm": ALGORITHM, "public_key": public_text(key), "value": value}


def is_signed(document: object, signature: Mapping[str, Any], public_key: str) -> bool:
    """Say whether a document carries the signature of this public key; what is no key or signature says no."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        value = base64.b64decode(str(signature.get("value", "")), validate=True)
        key.verify(value, canonical(document))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
