"""The durable store of a simulated house: rows, unique indexes, the lease and the journal; it survives every kill.

Each method that writes is called inside one transaction (`loop.Transact`), so it is seen whole or not at all. Checks
come before changes. Rows hold what the real tables hold, as far as the checkers and the gate need it.
"""

import hashlib
import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from campaigns.rules.proposal import Consent, Debt, Hold, OptOut, PastContact, Person, StatedTime
from campaigns.simulation.loop import UniqueBroken
from config.leases import Lease
from telephony.calls import Call
from telephony.messages import Message

OPEN = frozenset({"reserved", "sent", "answered", "unknown"})
A_WHILE_MS = 1_200_000


@dataclass(slots=True)
class Point:
    """A number of a person; `state` is active or wrong_party."""

    id: UUID
    label: str
    value: str
    zones: tuple[str, ...]
    state: str = "active"


@dataclass(slots=True)
class PersonRow:
    """A person with one case; `stops` are (instant in ms, what) for the checkers, in order."""

    id: UUID
    case_id: UUID
    campaign_id: UUID
    address_zones: tuple[str, ...]
    points: list[Point]
    days_past_due: int
    next_at_ms: int = 0
    holds: list[Hold] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    opt_outs: list[OptOut] = field(default_factory=list)
    stated_times: list[StatedTime] = field(default_factory=list)
    attempts: list["AttemptRow"] = field(default_factory=list)
    stops: list[tuple[int, str]] = field(default_factory=list)
    known: Person | None = None
    open_attempts: int = 0

    def read(self) -> Person:
        """Return the person as rules see them; built again after a change only."""
        if self.known is None:
            self.known = Person(
                address_zones=self.address_zones,
                holds=tuple(self.holds),
                consents=tuple(self.consents),
                opt_outs=tuple(self.opt_outs),
                stated_times=tuple(self.stated_times),
                debts={self.case_id: Debt(creditor="lender", days_past_due=self.days_past_due)},
            )
        return self.known

    @property
    def has_open_attempt(self) -> bool:
        return self.open_attempts > 0


@dataclass(slots=True, eq=False)
class AttemptRow:
    """One try; `reserved_ms` and `closed_ms` are true time, the instants are the writing process's clock."""

    id: UUID
    person: PersonRow
    point: Point
    channel: str
    epoch: int
    process: int
    reserved_at: datetime
    reserved_ms: int
    state: str = "reserved"
    counts: bool = True
    treatment: UUID | None = None
    wants: UUID | None = None
    agent_id: UUID | None = None
    answered_ms: int | None = None
    closed_ms: int | None = None
    result: str | None = None
    outcome: str | None = None
    disposition: str | None = None
    is_past: bool = False
    contact: PastContact | None = None

    def read(self) -> PastContact:
        """Return the attempt as rules count it."""
        if self.contact is None:
            self.contact = PastContact(
                at=self.reserved_at,
                channel=self.channel,
                outcome=self.outcome or "pending",
                endpoint_id=self.point.id,
                debts=(self.person.case_id,),
                number_type=self.point.label,
                is_counted=self.counts,
                is_machine=(self.disposition or "").startswith("AM"),
            )
        return self.contact


@dataclass(slots=True)
class Entry:
    """One disposition; its id is the command's."""

    id: UUID
    attempt_id: UUID
    code: str
    at_ms: int
    is_current: bool = True


@dataclass(slots=True)
class TreatmentRow:
    """A wanted text."""

    id: UUID
    person: PersonRow
    due_ms: int
    state: str = "waiting"


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the journal: when, by which process, which fact, about what."""

    at_ms: int
    process: int
    name: str
    about: UUID
    more: str = ""


class Ledger:
    """All tables. `asked_ms` is when a call was last asked for, whatever the answer.

    `has_open_index` may be taken away by a planted mistake; a watcher is told of the next permit.
    """

    def __init__(self) -> None:
        self.persons: dict[UUID, PersonRow] = {}
        self.attempts: dict[UUID, AttemptRow] = {}
        self.calls: dict[UUID, Call] = {}
        self.live_calls: dict[UUID, Call] = {}
        self.messages: dict[UUID, Message] = {}
        self.sending_ms: dict[UUID, int] = {}
        self.entries: dict[UUID, Entry] = {}
        self.current: dict[UUID, Entry] = {}
        self.treatments: list[TreatmentRow] = []
        self.replies: set[str] = set()
        self.lease: Lease | None = None
        self.epochs: list[tuple[int, int, int]] = []
        self.journal: list[Written] = []
        self.open_texts: dict[UUID, AttemptRow] = {}
        self.unsaid: dict[UUID, AttemptRow] = {}
        self._ahead: list[tuple[int, int, PersonRow]] = []
        self._due: dict[UUID, dict[UUID, PersonRow]] = {}
        self.has_open_index = True
        self.asked_ms = 0
        self.watchers: list[Callable[[AttemptRow], None]] = []

    def add_attempts(self, rows: Sequence[AttemptRow]) -> None:
        """Store permits. Raises UniqueBroken for a second open one of a person, and stores none."""
        taken: set[UUID] = set()
        for row in rows:
            if row.id in self.attempts:
                raise UniqueBroken("attempts_pkey")
            if self.has_open_index and (row.person.has_open_attempt or row.person.id in taken):
                raise UniqueBroken("uq_attempts_open_person")
            taken.add(row.person.id)
        for row in rows:
            self.attempts[row.id] = row
            row.person.attempts.append(row)
            row.person.open_attempts += 1
            if self.watchers:
                self.watchers.pop()(row)

    def set_due(self, person: PersonRow, at_ms: int) -> None:
        """Say from when on a person is worth another look."""
        person.next_at_ms = at_ms
        self._due.setdefault(person.campaign_id, {}).pop(person.id, None)
        heapq.heappush(self._ahead, (at_ms, person.id.int, person))

    def due(self, now_ms: int, campaign_id: UUID) -> Iterable[PersonRow]:
        """Return everybody of a campaign who is due, in no order that means anything."""
        self._come_due(now_ms)
        return self._due.get(campaign_id, {}).values()

    def _come_due(self, now_ms: int) -> None:
        while self._ahead and self._ahead[0][0] <= now_ms:
            at_ms, _, person = heapq.heappop(self._ahead)
            if person.next_at_ms == at_ms:
                self._due[person.campaign_id][person.id] = person

    def next_due_ms(self, now_ms: int) -> int | None:
        """Return the first instant after now at which somebody becomes due."""
        self._come_due(now_ms)
        while self._ahead and self._ahead[0][2].next_at_ms != self._ahead[0][0]:
            heapq.heappop(self._ahead)
        return self._ahead[0][0] if self._ahead else None

    def sleeps(self, now_ms: int) -> bool:
        """Say whether nothing is under way, and nothing was for a while."""
        if self.live_calls or self.open_texts or not self.attempts:
            return False
        return now_ms - next(reversed(self.attempts.values())).reserved_ms > A_WHILE_MS

    def write_call(self, call: Call) -> None:
        """Store what the facts so far say of a call that was inserted with its permit."""
        if call.attempt_id in self.calls:
            self.put_call(call)

    def put_call(self, call: Call) -> None:
        """Insert or update a call."""
        self.calls[call.attempt_id] = call
        if call.is_final:
            self.live_calls.pop(call.attempt_id, None)
        else:
            self.live_calls[call.attempt_id] = call

    def close(self, row: AttemptRow, now_ms: int, *, result: str, outcome: str | None, counts: bool = True) -> None:
        """Write how an attempt ended."""
        row.person.open_attempts -= row.state in OPEN
        row.state, row.closed_ms, row.result = "closed", now_ms, result
        row.outcome, row.counts, row.contact = outcome, counts, None
        self.open_texts.pop(row.id, None)
        if row.answered_ms is not None and row.disposition is None:
            self.unsaid[row.id] = row

    def add_entry(self, entry: Entry) -> None:
        """Store a disposition. Raises UniqueBroken for a command twice, or a second current one of an attempt."""
        if entry.id in self.entries:
            raise UniqueBroken("disposition_entries_pkey")
        if entry.attempt_id in self.current:
            raise UniqueBroken("uq_disposition_entries_current")
        self.entries[entry.id] = entry
        self.current[entry.attempt_id] = entry
        row = self.attempts[entry.attempt_id]
        row.disposition, row.contact = entry.code, None
        self.unsaid.pop(row.id, None)

    def write(self, at_ms: int, process: int, name: str, about: UUID, more: str = "") -> None:
        """Append to the journal, in the transaction of the change it tells of."""
        self.journal.append(Written(at_ms, process, name, about, more))

    def digest(self) -> str:
        """Return SHA-256 over the journal in order and the last state of every attempt and text."""
        lines = [f"{one.at_ms} {one.process} {one.name} {one.about.int} {one.more}" for one in self.journal]
        lines += [
            f"{row.id.int} {row.state} {row.counts} {row.result} {row.outcome} {row.disposition}"
            for row in self.attempts.values()
        ]
        lines += [f"{message.attempt_id.int} {message.state}" for message in self.messages.values()]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()
