"""Strict documents: every field is asked for, complaints name place and field."""

import pytest

from config.documents import Document, packaged, packaged_names
from config.errors import BadInput


def test_an_unknown_field_is_refused_by_name() -> None:
    """A misspelt field never silently takes its default."""
    body = Document("ladder", {"max_per_day": 2, "max_per_dya": 3})
    body.whole("max_per_day", low=1, high=7)
    with pytest.raises(BadInput) as caught:
        body.finish()
    assert caught.value.details == {"max_per_dya": "is not a known field"}


@pytest.mark.parametrize("value", [0, 8, "2", 2.0, True, None])
def test_a_number_outside_its_limits_or_of_another_kind_is_refused(value: object) -> None:
    """Limits hold at both ends, and true is no number."""
    with pytest.raises(BadInput) as caught:
        Document("ladder", {"n": value}).whole("n", low=1, high=7)
    assert "1 to 7" in caught.value.sentence


@pytest.mark.parametrize("values", [["a", "a"], ["a", 1], "a", ["z"]])
def test_a_list_of_words_is_refused_when_it_repeats_or_does_not_know_them(values: object) -> None:
    """Nothing is dropped from a list without saying so."""
    with pytest.raises(BadInput):
        Document("x", {"words": values}).texts("words", allowed=("a", "b"))


@pytest.mark.parametrize("value", [0, -0.1, 0.031, True, "0.03"])
def test_a_share_outside_its_limit_is_refused(value: object) -> None:
    """A ceiling can be neither nothing nor above the law."""
    with pytest.raises(BadInput):
        Document("x", {"share": value}).share("share", high=0.03)


def test_a_row_is_named_by_its_code_in_complaints() -> None:
    """The person who edits the file finds the row."""
    row = Document("list.toml", {"rows": [{"code": "AB1"}]}).rows("rows")[0]
    with pytest.raises(BadInput) as caught:
        row.text("name")
    assert "list.toml, rows AB1: name must be a text" in caught.value.sentence


def test_a_document_that_is_no_table_is_refused() -> None:
    """A client that sends a list gets an answer, not a failure."""
    with pytest.raises(BadInput):
        Document("windows", ["mon"])


@pytest.mark.parametrize("name", [*packaged_names("templates"), *packaged_names("scripts"), "campaigns.toml"])
def test_packaged_files_are_read(name: str) -> None:
    """All packaged files are TOML and hold something."""
    assert packaged(name).names()
