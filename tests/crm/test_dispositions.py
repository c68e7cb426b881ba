"""The list of dispositions: complete, consistent, strict, and the same as its page in the documents."""

from copy import deepcopy
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest

from config.documents import Document
from config.errors import BadInput, NotFound
from crm.dispositions import Catalogue, load_catalogue, read_catalogue
from telephony.facts import EndCause
from telephony.messages import MessageState

ROOT = Path(__file__).resolve().parents[2]
LISTED = {
    "NC": 10, "AM": 4, "AB": 3, "TP": 10, "PR": 7, "NG": 5, "RF": 3, "DS": 4,
    "HS": 4, "LG": 7, "DG": 7, "LT": 4, "FV": 8, "AD": 5,
}  # fmt: skip
"""How many codes each group has in the agreed list."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The packaged list."""
    return load_catalogue()


def _documents() -> tuple[dict[str, Any], dict[str, Any]]:
    dispositions, reasons = ((ROOT / "config" / f"{name}.toml").read_text() for name in ("dispositions", "reasons"))
    return loads(dispositions), loads(reasons)


def _read(dispositions: dict[str, Any], reasons: dict[str, Any]) -> Catalogue:
    return read_catalogue(Document("dispositions.toml", dispositions), Document("reasons.toml", reasons))


def test_every_code_of_the_agreed_list_is_there(catalogue: Catalogue) -> None:
    """No code was forgotten, and each is numbered from 01."""
    wanted = [f"{group}{number:02d}" for group, count in LISTED.items() for number in range(1, count + 1)]
    assert list(catalogue.by_code) == wanted


def test_keys_are_those_of_the_agent_panel(catalogue: Catalogue) -> None:
    """What agents have in their fingers does not move."""
    keys = {row.key: row.code for row in catalogue.by_code.values() if row.key}
    assert keys == {
        "1": "PR01", "2": "NG01", "3": "TP01", "4": "TP02", "5": "RF01",
        "6": "DS02", "7": "PR06", "8": "LG04", "9": "AM01",
    }  # fmt: skip


def test_nothing_that_claims_a_talk_about_the_debt_is_offered_before_verification(catalogue: Catalogue) -> None:
    """A stranger's call cannot end as a promise."""
    before = {row.code for row in catalogue.for_agent(verified=False)}
    after = {row.code for row in catalogue.for_agent(verified=True)}
    assert before < after
    assert not any(row.needs_verified for row in catalogue.for_agent(verified=False))
    assert after - before == {row.code for row in catalogue.by_code.values() if row.needs_verified} - {"FV01"}


@pytest.mark.parametrize("code", ["LG03", "LG04", "LG05", "TP05", "DS04", "HS03"])
def test_a_demand_to_stop_or_a_crisis_needs_no_verification(catalogue: Catalogue, code: str) -> None:
    """Whoever says stop is heard at once."""
    assert code in {row.code for row in catalogue.for_agent(verified=False)}


def test_the_agent_sees_the_keys_first_in_their_order(catalogue: Catalogue) -> None:
    """The nine common outcomes come before the rest."""
    assert [row.key for row in catalogue.for_agent(verified=True)][:10] == [*"123456789", None]


@pytest.mark.parametrize(
    ("cause", "answered_by", "code"),
    [
        ("no_answer", None, "NC01"),
        ("busy", None, "NC02"),
        ("rejected", None, "NC03"),
        ("unreachable", None, "NC04"),
        ("suspended", None, "NC05"),
        ("invalid_number", None, "NC06"),
        ("network_failure", None, "NC07"),
        ("failed", None, "NC07"),
        ("blocked", None, "NC08"),
        ("fax", None, "NC09"),
        ("fax", "machine", "NC09"),
        ("cancelled", None, "NC10"),
        ("machine", "machine", "AM01"),
        ("completed", "machine", "AM01"),
        ("abandoned", "human", "AB01"),
        ("abandoned", "unknown", "AB01"),
        ("completed", "human", "AB03"),
        ("network_failure", "human", "AB03"),
        ("completed", "unknown", "AB03"),
        ("unknown", None, "NC01"),
    ],
)
def test_what_the_line_said_becomes_one_code(
    catalogue: Catalogue, cause: str, answered_by: str | None, code: str
) -> None:
    """A call that reached no agent has its disposition without anybody's doing."""
    assert catalogue.system_code(cause, answered_by) == code


def test_every_cause_and_message_state_has_a_code_the_system_may_set(catalogue: Catalogue) -> None:
    """No call and no text ends without an outcome, whatever the vendor says."""
    codes = {catalogue.system_code(cause, by) for cause in EndCause for by in (None, "human", "machine", "unknown")}
    codes |= {catalogue.message_code(state) for state in MessageState if state not in {"queued", "sending"}}
    codes |= {catalogue.unsaid_code(verified=verified) for verified in (True, False)}
    assert all("system" in catalogue.get(code).set_by for code in codes)


def test_busy_and_dead_lines_are_not_counted_and_unanswered_ones_are(catalogue: Catalogue) -> None:
    """12 CFR 1006.14(b)(3)(iv): a call that did not connect is no call; one that rang is."""
    assert {catalogue.get(code).outcome for code in ("NC02", "NC05", "NC06")} == {"not_connected"}
    assert {catalogue.get(code).outcome for code in ("NC01", "NC03", "AM01")} == {"no_answer"}
    assert catalogue.get("AM02").outcome == "voicemail_left"
    assert catalogue.get("AB01").outcome == "abandoned"


def test_every_talk_with_the_right_party_is_a_conversation(catalogue: Catalogue) -> None:
    """The waiting time after a conversation cannot be dodged by a choice of code."""
    talks = [row for row in catalogue.by_code.values() if row.is_right_party and row.group != "FV"]
    assert {row.outcome for row in talks} == {"conversation"}


def test_work_without_contact_is_never_counted(catalogue: Catalogue) -> None:
    """Research is no attempt to reach anybody."""
    assert {row.outcome for row in catalogue.by_code.values() if row.group == "AD"} == {None}


def test_an_unknown_code_is_not_found(catalogue: Catalogue) -> None:
    """A client that asks for nonsense is told so."""
    with pytest.raises(NotFound):
        catalogue.get("XX99")


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("NC01", "outcom", "no_answer"),
        ("NC01", "outcome", "no_anwser"),
        ("NC01", "set_by", []),
        ("NC01", "set_by", ["robot"]),
        ("NC01", "key", "1"),
        ("PR02", "key", "1"),
        ("PR01", "effects", []),
        ("PR01", "needs_promise", False),
        ("NG01", "effects", ["promise"]),
        ("DS02", "effects", ["hold:disputd"]),
        ("DS02", "effects", ["hold:disputed:0d"]),
        ("DS02", "effects", []),
        ("TP01", "effects", ["hold:disputed"]),
        ("NC01", "retry_after_minutes", 0),
        ("NC01", "retry_slot", "later"),
        ("NC01", "code", "NC1"),
        ("NC01", "code", "ZZ01"),
        ("NC01", "code", "NC02"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_with_file_and_row(code: str, field: str, value: object) -> None:
    """A typing error in the list stops the start, not an agent in mid-call."""
    dispositions, reasons = deepcopy(_documents())
    row = next(row for row in dispositions["dispositions"] if row["code"] == code)
    row[field] = value
    with pytest.raises(BadInput) as caught:
        _read(dispositions, reasons)
    assert "dispositions.toml" in caught.value.sentence


def test_a_code_that_the_system_needs_cannot_be_removed() -> None:
    """Without NC01 an unanswered call would have no outcome."""
    dispositions, reasons = deepcopy(_documents())
    dispositions["dispositions"] = [row for row in dispositions["dispositions"] if row["code"] != "NC01"]
    with pytest.raises(BadInput) as caught:
        _read(dispositions, reasons)
    assert "NC01" in caught.value.sentence


def test_the_page_in_the_documents_says_the_same(catalogue: Catalogue) -> None:
    """Who looks a code up finds the names, key, counting and effects that are in force."""
    page = (ROOT / "docs" / "dispositions.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    assert set(catalogue.by_code) <= set(rows)
    for row in catalogue.by_code.values():
        cells = [cell.strip() for cell in rows[row.code].strip("|").split("|")]
        setters = ", ".join(sorted(row.set_by))
        assert cells[1:6] == [row.en, row.zh, setters, row.key or "–", row.outcome or "–"], row.code
        assert cells[7] == (", ".join(row.effects) or "–"), row.code
    assert {reason.code for reason in catalogue.reasons} <= set(rows)
