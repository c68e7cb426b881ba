"""Makes the signed proof of a person, and keeps the key it is signed with in the data folder.

Loads what stands on record and the whole ledger in one transaction; what goes into a proof and how it is checked is
`proof`.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.kept_rules import KeptRule
from campaigns.proof import FORMAT, Names, attempt_entry, fact_entry
from campaigns.signatures import canonical, sign
from campaigns.store.for_facts import KnownFacts, known_facts
from campaigns.store.for_proof import cases_of, kept_rules, ledger_of
from config.errors import BadInput, NotFound
from config.ground import Ground
from config.settings import Settings
from config.tables import Base, table_of
from config.zones import zones_version
from crm.store.for_case_pages import case_by_id
from telephony.numbers import mask_number

KEY_FILE = "proof.key"
OWNER_ONLY = 0o600
NOT_TOLD = frozenset({"debtor_id", "full_name", "number"})
"""Columns that a proof does without."""


async def prove(ground: Ground, case_id: UUID, *, rulebook: str) -> bytes:
    """Return the signed proof of the person of a case, in its canonical form.

    Raises:
        NotFound: there is no such case.
    """
    async with ground.database.transaction() as session:
        case = await case_by_id(session, case_id)
        if case is None:
            raise NotFound("not_found", "There is no such case.")
        document = await _document(session, case.debtor_id)
    document |= {"made_at": ground.clock.now().isoformat(), "rulebook": rulebook, "tz": zones_version()}
    signed = {"proof": document, "signature": sign(document, proof_key(ground.settings))}
    return canonical(signed) + b"\n"


def proof_key(settings: Settings) -> Ed25519PrivateKey:
    """Return the key of this installation; it is made on first use and readable by its owner alone.

    Raises:
        BadInput: the file is there and holds no key of this kind.
    """
    path = settings.data_dir / KEY_FILE
    if not path.exists():
        _write_new(path)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except ValueError as error:
        raise BadInput("bad_key", f"{path} holds no key.", {"file": str(path)}) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput("bad_key", f"{path} holds a key of another kind.", {"file": str(path)})
    return key


def _write_new(path: Path) -> None:
    """Write a new key under a name of its own and link it, so that of two processes one key wins, whole."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first
    finally:
        draft.unlink()


async def _document(session: AsyncSession, debtor_id: UUID) -> dict[str, Any]:
    facts = await known_facts(session, debtor_id)
    ledger = await ledger_of(session, debtor_id)
    cases = await cases_of(session, debtor_id)
    versions = {version for row in ledger for version in row["verdict"].get("rules", ())}
    names = Names()
    return {
        "format": FORMAT,
        "person": str(debtor_id),
        "cases": [
            {"id": str(case.id), "creditor": str(case.creditor_id), "opened_at": case.opened_at.isoformat()}
            for case in cases
        ],
        "numbers": [
            {"id": str(point.id), "name": names.of(point.value), "kind": point.kind, "masked": _masked(point.value)}
            for point in facts.points
        ],
        "facts": list(_facts(facts, names)),
        "attempts": [attempt_entry(row, names) for row in ledger],
        "rules": {rule.version: _rule(rule) for rule in await kept_rules(session, versions)},
    }


def _facts(facts: KnownFacts, names: Names) -> Iterable[dict[str, Any]]:
    groups: tuple[tuple[str, Iterable[Base]], ...] = (
        ("hold", facts.holds),
        ("consent", facts.consents),
        ("opt_out", facts.opt_outs),
        ("stated_time", facts.stated_times),
        ("zone", facts.zones),
        ("relation", facts.relation_facts),
        ("notice", facts.notices),
        ("suppression", [row for row, _ in facts.lists]),
    )
    for what, rows in groups:
        for row in rows:
            yield fact_entry(what, _columns(row), names)
    for point in facts.points:
        for item in point.facts:
            if "id" in item:
                told = {name: item.get(name) for name in ("id", "kind", "at", "ended_at", "actor", "evidence")}
                yield fact_entry("number", {**told, "contact_point_id": point.id}, names)


def _columns(row: Base) -> Mapping[str, Any]:
    return {
        column.name: getattr(row, column.name) for column in table_of(type(row)).columns if column.name not in NOT_TOLD
    }


def _rule(rule: KeptRule) -> dict[str, Any]:
    return {"row": rule.row, "holidays": rule.holidays}


def _masked(value: str) -> str:
    return mask_number(value) if value.startswith("+") else ""
