"""A campaign's documents as typed values: the retry ladder and the SMS fallback.

Checks what a person edits, and answers which number to try next and after how long. A ladder only proposes;
caps, hours and holds are judged by the rules at the instant of the attempt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from config.documents import Document

AFTER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "no_answer": ("NC01",),
        "busy": ("NC02",),
        "rejected": ("NC03",),
        "unreachable": ("NC04",),
        "suspended": ("NC05",),
        "bad_number": ("NC06", "NC09", "TP01", "TP05", "TP07"),
        "failed": ("NC07", "NC08", "NC10"),
        "machine": ("AM01", "AM02", "AM03", "AM04"),
        "abandoned": ("AB01",),
        "dropped": ("AB02", "AB03"),
        "absent": ("TP02", "TP03", "TP04", "TP06", "TP08", "TP09"),
    }
)
"""What a step may follow, and the dispositions it stands for."""
OTHER = "other"
"""The step for every disposition that has none of its own."""
LABELS = ("mobile", "home", "work", "other")
NUMBER_CHOICES = ("next", "same", "best")
"""The next of the listed numbers, the same again, or whichever has the best chance when the time has come."""
SLOTS = ("other", "any", "next_day")
DEFAULT_WAIT_MINUTES = 24 * 60
LONGEST_WAIT_MINUTES = 60 * 24 * 60
LONGEST_DELAY_MINUTES = 24 * 60
MOST_PER_DAY = 7
"""Far above any sensible ladder; the rules have the real caps."""
MOST_TEXTS_PER_WEEK = 7
_AFTER_BY_CODE: Mapping[str, str] = MappingProxyType({code: word for word, codes in AFTER.items() for code in codes})


# ------------------------------------------------------------------------------------------------ ladder


@dataclass(frozen=True, slots=True)
class Step:
    """What follows one kind of outcome: the wait, which number, and in which part of the day."""

    after: str
    wait_minutes: int
    number: str
    slot: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps by what they follow; at most `max_per_day` tries of a case a day; labels in order of preference."""

    steps: Mapping[str, Step]
    max_per_day: int
    numbers: tuple[str, ...]

    @property
    def leaves_number_open(self) -> bool:
        """Tell whether a step asks for the best number; then a first try goes to the best one too."""
        return any(step.number == "best" for step in self.steps.values())


@dataclass(frozen=True, slots=True)
class Number:
    """A number that may be proposed to the gate, and how often it was tried on the person's present day."""

    id: UUID
    label: str
    tries_today: int = 0


@dataclass(frozen=True, slots=True)
class NextTry:
    """When and where to try next: not before `wait_minutes` from now, in a slot, at a number.

    `number_id` is None when no number is left; with `is_open` it is only the first of those to choose from when the
    time has come. Slot "other" means another part of the day than the last try,
    "next_day" not on the person's present day, "any" no wish.
    """

    wait_minutes: int
    number_id: UUID | None
    slot: str
    is_open: bool = False


def after_of(code: str) -> str:
    """Return the word of the ladder for a disposition; `OTHER` for one that no step can name."""
    return _AFTER_BY_CODE.get(code, OTHER)


def in_order(ladder: Ladder, numbers: Sequence[Number]) -> tuple[Number, ...]:
    """Sort numbers by the ladder's labels; labels it does not name are left out, equal ones keep their order."""
    named = [number for number in numbers if number.label in ladder.numbers]
    return tuple(sorted(named, key=lambda number: ladder.numbers.index(number.label)))


def next_try(
    ladder: Ladder,
    *,
    outcome_code: str,
    tries_today: int,
    numbers: Sequence[Number],
    last_number: UUID | None = None,
    fallback_minutes: int | None = None,
) -> NextTry:
    """Propose the next try of a case after an outcome; `numbers` are those still dialable, by rank.

    `fallback_minutes` is the disposition's own retry, used where the ladder has no step. Once the day's tries
    are used up, the next one is on another day.
    """
    step = ladder.steps.get(after_of(outcome_code)) or ladder.steps.get(OTHER)
    if step is None:
        step = Step(OTHER, fallback_minutes or DEFAULT_WAIT_MINUTES, "next", "any")
    slot = "next_day" if tries_today >= ladder.max_per_day else step.slot
    chosen = _choose(in_order(ladder, numbers), last_number, step.number)
    return NextTry(step.wait_minutes, chosen, slot, is_open=step.number == "best")


def _choose(ordered: Sequence[Number], last: UUID | None, choice: str) -> UUID | None:
    if not ordered:
        return None
    places = [place for place, number in enumerate(ordered) if number.id == last]
    if not places or choice == "best":
        return ordered[0].id
    if choice == "same":
        return ordered[places[0]].id
    # After the last rung it starts again at the first; of the rest, the one tried least today goes first.
    turned = [*ordered[places[0] + 1 :], *ordered[: places[0] + 1]]
    return min(turned, key=lambda number: number.tries_today).id


def parse_ladder(document: Any) -> Ladder:  # noqa: ANN401 - a JSON document
    """Check a ladder document.

    Raises:
        BadInput: names the step and the field.
    """
    body = Document("ladder", document)
    steps: dict[str, Step] = {}
    for row in body.rows("steps"):
        step = Step(
            row.text("after", allowed=(*AFTER, OTHER)),
            row.whole("wait_minutes", low=1, high=LONGEST_WAIT_MINUTES),
            row.text("number", allowed=NUMBER_CHOICES),
            row.text("slot", allowed=SLOTS),
        )
        row.finish()
        if step.after in steps:
            body.refuse("steps", f"has two steps after {step.after}")
        steps[step.after] = step
    most = body.whole("max_per_day", low=1, high=MOST_PER_DAY)
    numbers = body.texts("numbers", allowed=LABELS)
    body.finish()
    if not numbers:
        body.refuse("numbers", "must name at least one kind of number")
    return Ladder(MappingProxyType(steps), most, numbers)


# ------------------------------------------------------------------------------------------------ sms


@dataclass(frozen=True, slots=True)
class SmsPlan:
    """When a text follows a call: after which outcomes, how long after, which template, how many in seven days."""

    is_on: bool
    after: frozenset[str]
    delay_minutes: int
    template: str
    max_per_week: int

    def follows(self, code: str) -> bool:
        """Tell whether a text is wanted after this disposition."""
        return self.is_on and after_of(code) in self.after


def parse_sms(document: Any) -> SmsPlan:  # noqa: ANN401 - a JSON document
    """Check an SMS document; that its template exists is checked where the templates are.

    Raises:
        BadInput: names the field.
    """
    body = Document("sms", document)
    plan = SmsPlan(
        body.flag("enabled"),
        frozenset(body.texts("after", allowed=tuple(AFTER))),
        body.whole("delay_minutes", low=0, high=LONGEST_DELAY_MINUTES),
        body.text("template"),
        body.whole("max_per_week", low=0, high=MOST_TEXTS_PER_WEEK),
    )
    body.finish()
    return plan
