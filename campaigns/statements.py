"""What comes with every recorded fact: of whom, by whom, on what evidence and when; and what was kept of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from config.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`case_id` is the case it was said in; `source` is reply, agent, import or api."""

    debtor_id: UUID
    case_id: UUID | None
    actor: str
    evidence: str
    source: str
    at: datetime

    @property
    def signed(self) -> dict[str, Any]:
        """Return the columns that every row of a fact has."""
        return {"debtor_id": self.debtor_id, "evidence": self.evidence, "actor": self.actor}

    @property
    def told(self) -> dict[str, Any]:
        """Return the fields that every fact of the journal has."""
        return {"debtor_id": self.debtor_id, "actor": self.actor, "at": self.at}


@dataclass(frozen=True, slots=True)
class Kept:
    """The row that stands now; no facts when it stood before."""

    id: UUID
    facts: tuple[Fact, ...] = ()
