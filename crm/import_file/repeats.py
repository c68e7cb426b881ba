"""Accounts and persons that stand more than once in one file.

Decides: the first valid row of an account counts; an equal one after it is a duplicate, a differing one is refused.
A person's own data come from the first valid row of that person, so that two rows can never take turns.
"""

from crm.import_file.problems import Problem
from crm.import_file.rows import Draft, Refused

_VALUE_BITS = 40
_VALUE_MASK = (1 << _VALUE_BITS) - 1


class Repeats:
    """What has stood in the file so far: about 150 bytes for each account, as hashes."""

    def __init__(self) -> None:
        self._accounts: dict[int, int] = {}
        self._persons: dict[int, str] = {}

    def first_row_of(self, draft: Draft) -> tuple[int, bool] | None:
        """Return the earlier row of the same account and whether it says the same; None for a first row."""
        values = hash(draft[1:]) & _VALUE_MASK
        earlier = self._accounts.setdefault(hash(draft.account_number), draft.row_number << _VALUE_BITS | values)
        row_number = earlier >> _VALUE_BITS
        if row_number == draft.row_number:
            return None
        return row_number, earlier & _VALUE_MASK == values

    def leads_person(self, draft: Draft) -> bool:
        """Say whether this row is the first of its person, and remember it; ask it for rows that count only."""
        person = hash(draft.customer_ref)
        leads = person not in self._persons
        if leads:
            self._persons[person] = draft.currency
        return leads

    def mixes_currencies(self, draft: Draft) -> bool:
        """Say whether an earlier row of the person is in another currency."""
        return self._persons.get(hash(draft.customer_ref), draft.currency) != draft.currency


def refused_as_repeat(draft: Draft, cells: list[str], heading: str, earlier_row: int) -> Refused:
    """Refuse a row whose account stands in an earlier row with other values, naming that row."""
    problem = Problem("account_repeated", heading, draft.account_number, f"row {earlier_row}")
    return Refused(draft.row_number, (problem,), tuple(cells))
