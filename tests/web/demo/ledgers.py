"""A ledger to plant violations in: one campaign, one agent, and persons with lawful calls and texts."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from campaigns.campaign_templates import load_campaign_templates
from campaigns.campaigns import Campaign
from config.ground import Ground
from config.tables import Base
from crm.attempts import Attempt, DispositionEntry
from crm.cases import Case
from crm.contact_points import Consent, ContactPoint, OptOut, StatedTime, StatedZone
from crm.debtors import Creditor, Debtor
from crm.holds import Hold
from crm.staff import Role, User
from telephony.tables import CallRow, MessageRow
from web.demo.checkers import find_violations

CODES = {
    "no_answer": "NC01",
    "conversation": "RF01",
    "answered_other": "TP02",
    "abandoned": "AB01",
    "not_connected": "NC02",
    "voicemail_left": "AM02",
    "delivered": "DG02",
}
"""A disposition for each outcome."""
STATED_AT = datetime(2026, 10, 25, 15, tzinfo=UTC)
"""A Sunday, eight days before the tests' clock."""
VERDICT = {"allowed": True, "rules": ["us.regf.hours@1"], "reasons": []}


@dataclass
class Books:
    """What one test writes; `write` stores it and `codes` says what the checkers find."""

    ground: Ground
    rows: list[Base] = field(default_factory=list)

    def __post_init__(self) -> None:
        fields = dict(load_campaign_templates()["b1"].fields)
        made = {"version": 1, "changed_at": self.now, "changed_by": "system"}
        self.creditor = Creditor(id=self.new(), code="acme", name="Acme Cards")
        self.campaign = Campaign(id=self.new(), name="Reminders", state="running", **made, **fields)
        self.agent = self.user("agent")

    @property
    def now(self) -> datetime:
        return self.ground.clock.now()

    def new(self) -> UUID:
        return self.ground.ids.new()

    def user(self, login: str) -> User:
        return User(id=self.new(), login=login, display_name=login, role=Role.AGENT.value, created_at=self.now)

    def person(self, *, number: str = "+16145550101", zone: str = "America/New_York", **more: Any) -> "Person":  # noqa: ANN401 - columns of many types
        """Add a person with one case and one mobile number."""
        debtor = Debtor(
            id=self.new(),
            creditor_id=self.creditor.id,
            customer_ref=str(len(self.rows)),
            full_name="Made Up",
            address_zones=[zone],
            created_at=self.now,
            **more,
        )
        case = Case(
            id=self.new(),
            number=str(len(self.rows)),
            creditor_id=self.creditor.id,
            debtor_id=debtor.id,
            currency="USD",
            balance_minor=90_000,
            past_due_minor=14_300,
            days_past_due=3,
            opened_at=self.now,
        )
        point = ContactPoint(
            id=self.new(),
            debtor_id=debtor.id,
            kind="phone",
            label="mobile",
            value=number,
            zones=[],
            source="test",
            first_seen_at=self.now,
        )
        self.rows += [debtor, case, point]
        return Person(self, debtor, case, point)

    async def codes(self) -> list[str]:
        """Store everything, and return the codes of what is wrong with it."""
        order = (Debtor, Case, ContactPoint, Attempt)
        async with self.ground.database.transaction() as session:
            session.add_all([self.creditor, self.campaign, self.agent])
            await session.flush()
            for kind in order:
                session.add_all(row for row in self.rows if isinstance(row, kind))
                await session.flush()
            session.add_all(row for row in self.rows if not isinstance(row, order))
        return [violation.code for violation in await find_violations(self.ground)]


@dataclass
class Person:
    """One person of the books; every method adds a row and returns it."""

    books: Books
    debtor: Debtor
    case: Case
    point: ContactPoint

    def attempt(self, at: datetime, *, entries: int = 1, **more: Any) -> Attempt:  # noqa: ANN401 - columns of many types
        """Add a lawful closed call nobody answered; `more` makes it another one."""
        values: dict[str, Any] = {
            "channel": "phone",
            "state": "closed",
            "verdict": VERDICT,
            "result": "no_answer",
            "outcome": "no_answer",
            "closed_at": at + timedelta(seconds=30),
        }
        attempt = Attempt(
            id=self.books.new(),
            debtor_id=self.debtor.id,
            case_id=self.case.id,
            campaign_id=self.books.campaign.id,
            contact_point_id=self.point.id,
            value=self.point.value,
            reserved_at=at,
            **{**values, **more},
        )
        self.books.rows.append(attempt)
        code, said_at = CODES.get(attempt.outcome or "no_answer", "NC01"), attempt.closed_at or at
        for _ in range(entries):
            self.say(attempt, code, said_at)
        return attempt

    def say(self, attempt: Attempt, code: str, at: datetime, **more: Any) -> DispositionEntry:  # noqa: ANN401 - columns of many types
        """Add a disposition of an attempt."""
        entry = DispositionEntry(id=self.books.new(), attempt_id=attempt.id, code=code, at=at, actor="system", **more)
        self.books.rows.append(entry)
        return entry

    def talk(self, at: datetime, *, minutes: int = 3, **more: Any) -> Attempt:  # noqa: ANN401 - columns of many types
        """Add a lawful conversation with the agent."""
        answered_at = at + timedelta(seconds=12)
        spoken: dict[str, Any] = {
            "result": "completed",
            "outcome": "conversation",
            "agent_id": self.books.agent.id,
            "answered_at": answered_at,
            "bridged_at": answered_at,
            "closed_at": answered_at + timedelta(minutes=minutes),
        }
        return self.attempt(at, **{**spoken, **more})

    def text(
        self,
        at: datetime,
        *,
        state: str = "delivered",
        sending_at: datetime | None = None,
        **more: Any,  # noqa: ANN401 - columns of many types
    ) -> Attempt:
        """Add a text, without the consent it needs."""
        attempt = self.attempt(at, channel="sms", result="delivered", outcome="delivered", **more)
        message = MessageRow(
            attempt_id=attempt.id,
            number=attempt.value,
            sender="+12025550151",
            text="Please call us.",
            template="sms.b1.neutral.en.1",
            state=state,
            segments=1,
            queued_at=at,
            leaves_at=at,
            sending_at=sending_at,
        )
        self.books.rows.append(message)
        return attempt

    def consent(self, kind: str, given_at: datetime, **more: Any) -> Consent:  # noqa: ANN401 - columns of many types
        """Add a consent for the person's number."""
        given = Consent(
            id=self.books.new(),
            debtor_id=self.debtor.id,
            contact_point_id=self.point.id,
            kind=kind,
            given_at=given_at,
            evidence="letter",
            **more,
        )
        self.books.rows.append(given)
        return given


def hold(person: Person, kind: str, starts_at: datetime, **more: Any) -> Hold:  # noqa: ANN401 - columns of many types
    """Add a hold on a person."""
    made = Hold(
        id=person.books.new(),
        debtor_id=person.debtor.id,
        kind=kind,
        starts_at=starts_at,
        evidence="letter",
        actor="system",
        **more,
    )
    person.books.rows.append(made)
    return made


def line(attempt: Attempt, **more: Any) -> CallRow:  # noqa: ANN401 - columns of many types
    """Return what the line knew of a call."""
    return CallRow(
        attempt_id=attempt.id,
        number=attempt.value,
        caller_id="+12025550141",
        state="ended",
        provider="simulated",
        **more,
    )


def stated(person: Person, days: list[int], start_minute: int, end_minute: int, **more: Any) -> None:  # noqa: ANN401
    """Add a weekly span the person called inconvenient, from `STATED_AT` on."""
    row = StatedTime(
        id=person.books.new(),
        debtor_id=person.debtor.id,
        days=days,
        start_minute=start_minute,
        end_minute=end_minute,
        evidence="call",
        actor="system",
        **{"starts_at": STATED_AT, **more},
    )
    person.books.rows.append(row)


def told(person: Person, zone: str, starts_at: datetime, *, ends_at: datetime | None = None) -> None:
    """Add where the person said to be."""
    row = StatedZone(
        id=person.books.new(),
        debtor_id=person.debtor.id,
        zone=zone,
        starts_at=starts_at,
        ends_at=ends_at,
        evidence="call",
        actor="system",
    )
    person.books.rows.append(row)


def opt_out(person: Person, channel: str, value: str, at: datetime) -> None:
    """Add a stop."""
    row = OptOut(id=person.books.new(), debtor_id=person.debtor.id, channel=channel, value=value, at=at, evidence="x")
    person.books.rows.append(row)
