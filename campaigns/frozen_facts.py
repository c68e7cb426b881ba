"""What a contact was judged on, frozen with its verdict, and read again as the gate read it.

Pure. Facts are kept as they were loaded. Of earlier contacts only what may change later is kept (what came of each, and
whether it counts); the rest stands in the ledger. The same reading that the gate uses turns it into a person again.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.person_file import PersonFile
from campaigns.person_rows import read_person

FACTS = (
    "creditor_id",
    "collector_role",
    "days_past_due",
    "products",
    "country",
    "region",
    "city",
    "address_zones",
    "known_zone",
    "points",
    "holds",
    "consents",
    "opt_outs",
    "stated_times",
    "notices",
    "relation_facts",
    "suppressions",
)
"""Columns of a person's row that rules look at; an empty one is left out."""
ABSENT: Mapping[str, Any] = {"days_past_due": 0, "address_zones": (), "country": "", "collector_role": "third_party"}
UNREAD: Mapping[str, Any] = {
    "case_state": "",
    "campaign_id": None,
    "full_name": "",
    "language": "",
    "next_contact_point_id": None,
    "creditor_code": "",
    "terms": {},
    "terms_version": 0,
}
"""Columns that no rule looks at."""


class MissingAttempt(Exception):
    """The ledger lacks an attempt that was counted."""


def freeze(file: PersonFile) -> dict[str, Any]:
    """Return the facts of a person as they are kept with an attempt; empty for a file that was not read from a row.

    ``past`` lists [attempt, outcome, whether it counts] in the order of the ledger.
    """
    row = file.read
    kept = {name: row[name] for name in FACTS if row.get(name)}
    if "creditor_id" in kept:
        kept["creditor_id"] = str(kept["creditor_id"])
    if row.get("attempts"):
        kept["past"] = [[one["id"], one["outcome"], one["counts"]] for one in row["attempts"]]
    return kept


def thaw(
    facts: Mapping[str, Any], *, debtor_id: str, case_id: str, ledger: Mapping[str, Mapping[str, Any]]
) -> PersonFile:
    """Read frozen facts as the gate read them; `ledger` has the person's attempts by id, `at` in seconds since 1970.

    Raises:
        MissingAttempt: one that was counted is not in the ledger.
        KeyError, ValueError, TypeError: the facts were not written by `freeze`.
    """
    row = {name: facts.get(name, ABSENT.get(name)) for name in FACTS}
    past = [_past(ledger, *item) for item in facts.get("past", ())]
    own = {"debtor_id": UUID(debtor_id), "case_id": UUID(case_id), "creditor_id": UUID(facts["creditor_id"])}
    return read_person({**UNREAD, **row, **own, "attempts": past})


def _past(ledger: Mapping[str, Mapping[str, Any]], attempt_id: str, outcome: str | None, counts: object) -> Any:  # noqa: ANN401 - JSON
    if attempt_id not in ledger:
        raise MissingAttempt(attempt_id)
    return {**ledger[attempt_id], "outcome": outcome, "counts": counts, "open": False}
