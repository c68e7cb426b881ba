"""Changes what a creditor asks of contacts beyond the law, as a manager decides; every change is a fact.

An edit names the version it was made on. It is in force for the next attempt, because the gate reads the terms with the
person; what they may be is decided in `creditor_terms`.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.creditor_terms import FIELDS, check_terms
from campaigns.facts import CreditorTermsEdited
from campaigns.rules.rulebook import Rulebook
from campaigns.store.for_creditors import creditor_by_id, creditor_for_update, free_waiting_cases_of
from config.errors import Conflict, NotFound
from config.ground import Ground
from crm.debtors import Creditor


async def load_creditor(session: AsyncSession, creditor_id: UUID) -> Creditor:
    """Return one creditor.

    Raises:
        NotFound: there is none of this id.
    """
    creditor = await creditor_by_id(session, creditor_id)
    if creditor is None:
        raise _no_creditor()
    return creditor


async def set_terms(
    ground: Ground, rulebook: Rulebook, creditor_id: UUID, *, version: int, terms: Mapping[str, Any], actor: str
) -> Creditor:
    """Replace a creditor's terms; `version` is the one that was edited. Terms that are the same make no new version.

    Raises:
        Conflict: somebody else changed them since this version.
        BadInput: names the part that is not right. NotFound: no such creditor.
    """
    checked = check_terms(terms, rulebook)
    async with ground.database.transaction() as session:
        creditor = await creditor_for_update(session, creditor_id)
        if creditor is None:
            raise _no_creditor()
        if creditor.terms_version != version:
            sentence = f"Somebody changed these terms meanwhile: they are at version {creditor.terms_version}."
            raise Conflict("stale_version", sentence, {"version": str(creditor.terms_version)})
        fields = tuple(name for name in FIELDS if checked.get(name) != creditor.terms.get(name))
        if fields:
            now = ground.clock.now()
            creditor.terms, creditor.terms_version = checked, version + 1
            await free_waiting_cases_of(session, creditor_id, now=now)
            edited = CreditorTermsEdited(
                at=now, actor=actor, creditor_id=creditor_id, version=creditor.terms_version, fields=fields
            )
            await ground.journal.append(session, edited)
    return creditor


def _no_creditor() -> NotFound:
    return NotFound("unknown_creditor", "There is no such creditor.")
