"""What a checker says: one broken promise of the ledger, by code, whose, and in a sentence without personal data."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Violation:
    """`subject` is the id of the attempt, person, agent, campaign or promise it is about."""

    code: str
    subject: UUID
    sentence: str

    def to_json(self) -> dict[str, str]:
        return {"code": self.code, "subject": str(self.subject), "sentence": self.sentence}
