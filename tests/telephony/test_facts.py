"""The line's facts survive the journal."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from config.facts import Fact, decode, encode, fact_types
from telephony.facts import (
    FACTS,
    CallAnswered,
    CallEnded,
    EndCause,
    MessageReceived,
    RecordingStored,
)

AT = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ATTEMPT = UUID(int=1)


@pytest.mark.parametrize(
    "fact",
    [
        CallAnswered(at=AT, actor="simulated", attempt_id=ATTEMPT, answered_by="human", detected_after_s=1.75),
        CallEnded(at=AT, actor="simulated", attempt_id=ATTEMPT, cause=EndCause.NO_ANSWER, by="provider"),
        RecordingStored(at=AT, attempt_id=ATTEMPT, recording_id=UUID(int=2), duration_ms=4000, path="00/x.wav"),
        MessageReceived(at=AT, number="+12125550123", text="退订", provider_ref="r", to_sender="12345"),
    ],
)
def test_a_fact_is_read_back_as_it_was_when_it_went_through_the_journal(fact: Fact) -> None:
    """What is evidence must come back unchanged, with its enums and identifiers."""
    types = fact_types(FACTS)
    assert decode(types[type(fact).__name__], fact.at, fact.actor, encode(fact)) == fact


def test_every_fact_but_an_incoming_text_is_found_by_its_attempt_when_looked_up() -> None:
    """The journal finds a call's whole history by the attempt's id."""
    assert [kind for kind in FACTS if "attempt_id" not in kind.__dataclass_fields__] == [MessageReceived]
