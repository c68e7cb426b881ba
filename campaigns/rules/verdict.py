"""The answer of the judge: allowed or not, every reason, and when it becomes possible.

Reasons carry a code and parameters, so that a page can say them in its own language; `sentences` holds the
English and Chinese texts. Decides nothing itself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

NextKind = Literal["now", "at", "on_new_fact", "nothing_possible"]
Params = tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Denial:
    """What one rule says against a contact at one instant.

    `until` is the earliest instant at which this rule alone permits again (UTC); None when time alone will
    not do. `lifted_by` is ``time``, or the fact that would lift it: hold_lifted, consent, opt_in, other_number,
    other_person, zone_known, other_purpose, notice_sent, older_debt. ``time`` with `until` None: no opening within
    the horizon.
    """

    code: str
    until: datetime | None
    lifted_by: str
    params: Params = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule's denial, ready to be shown and stored."""

    rule_id: str
    rank: int
    code: str
    sentence: str
    until: datetime | None
    lifted_by: str
    params: Params = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one proposal.

    `reasons` are sorted by rank, smallest first; the first is the one to report. `next_allowed_at` is the
    earliest instant (UTC) at which every rule permits if no other fact changes; it equals `at` when allowed and
    is None unless `next_kind` is ``now`` or ``at``. `rule_versions` name every rule evaluated, for the proof.
    """

    allowed: bool
    at: datetime
    reasons: tuple[Reason, ...]
    next_allowed_at: datetime | None
    next_kind: NextKind
    rule_versions: tuple[str, ...]
