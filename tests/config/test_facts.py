"""Every fact comes back from the journal as it went in, also after its class has grown."""

import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import get_type_hints
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.facts import Fact, decode, encode, fact_types
from crm.facts import CallbackAgreed, OptedOut
from tests.conftest import EPOCH
from web.wiring import FACT_TYPES

AWARE = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
KINDS = sorted(FACT_TYPES.values(), key=lambda kind: kind.__name__)


@dataclass(frozen=True, kw_only=True)
class DoorOpened(Fact):
    """A fact whose class has got a field since it was first written."""

    door: str
    by_force: bool = False


def facts_of(kind: type[Fact]) -> st.SearchStrategy[Fact]:
    """Make facts of a kind: instants are aware, numbers are numbers, all else is anything of its type."""
    narrowed = {datetime: AWARE, datetime | None: st.none() | AWARE, float: st.floats(allow_nan=False)}
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: narrowed[hint] for name, hint in hints.items() if hint in narrowed})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_a_fact_comes_back_as_it_was(kind: type[Fact], data: st.DataObject) -> None:
    """Through JSON, with identifiers, instants, days, codes, lists and nothings as they were."""
    fact = data.draw(facts_of(kind))
    body = json.loads(json.dumps(encode(fact)))
    assert decode(kind, fact.at, fact.actor, body) == fact


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_fact_holds_no_name_and_no_birthday(kind: type[Fact]) -> None:
    """The journal is kept for ever, so it holds identifiers and codes; a text that came in is the only exception."""
    names = {field.name for field in fields(kind)}
    assert not names & {"full_name", "born_on", "address", "email", "note", "password"}


def test_a_fact_of_before_reads_with_the_new_fields_default() -> None:
    """Classes may grow, and forget fields; what was written stays readable."""
    old = {"door": "front", "colour": "red"}
    assert decode(DoorOpened, EPOCH, "system", old) == DoorOpened(at=EPOCH, door="front", by_force=False)


def test_a_fact_is_found_by_what_it_is_about() -> None:
    """By its case first, else by its person."""
    agreed = CallbackAgreed(at=EPOCH, callback_id=UUID(int=1), case_id=UUID(int=2), due_at=EPOCH)
    stopped = OptedOut(at=EPOCH, debtor_id=UUID(int=3), channel="sms", source="reply")
    assert (agreed.subject, stopped.subject) == (UUID(int=2), UUID(int=3))


def test_two_facts_of_one_name_are_a_bug() -> None:
    """The journal names facts by their class, so a name stands for one thing."""
    with pytest.raises(AssertionError, match="OptedOut"):
        fact_types((OptedOut,), (OptedOut,))
