"""Suggesting which column is which, and recipes."""

from itertools import islice

import pytest

from config.errors import BadInput
from crm.import_file.amounts import DecimalStyle
from crm.import_file.columns import FIELDS
from crm.import_file.dates import DateStyle
from crm.import_file.mapping import suggest_mapping
from crm.import_file.recipe import Recipe, column_indexes, recipe_from_json, unused_columns
from crm.reading_files import data_records, look_at, open_source
from tests.crm.import_files import DATA, HEADING, SHARED, STANDARD


@pytest.mark.parametrize("name", ["cases.csv", "cases_dirty.csv"])
def test_standard_file_needs_no_correction(name: str) -> None:
    """All columns are known, in the right styles, spoiled rows or not."""
    found = look_at(SHARED / name).suggestion
    assert [column.field for column in found.columns] == list(HEADING)
    assert (found.unused, found.missing) == ((), ())
    assert found.recipe("x", "BANK").date_style is DateStyle.YEAR_FIRST
    assert found.recipe("x", "BANK").decimal_style is DecimalStyle.POINT


def test_chinese_file_is_mapped_and_its_unused_column_named() -> None:
    """A column nobody asked for is listed, not dropped in silence."""
    found = look_at(DATA / "gb18030.csv").suggestion
    fields = {column.heading: column.field for column in found.columns}
    assert fields == {
        "合同编号": "account_number",
        "客户编号": "customer_id",
        "姓名": "full_name",
        "手机号码": "phone_mobile",
        "逾期金额": "past_due_amount",
        "欠款总额": "balance",
        "逾期天数": "days_past_due",
        "应还款日": "due_date",
        "同意短信": "sms_consent",
        "备注": None,
    }
    assert found.unused == ("备注",)


def test_other_headings_and_decimal_commas_are_suggested() -> None:
    """Synonyms are known, and the style of decimals is seen in the values."""
    found = look_at(DATA / "semicolon.csv").suggestion
    assert found.missing == ()
    assert found.decimal_styles == (DecimalStyle.COMMA,)
    assert found.columns[2].samples == ("Zoë Müller", "O’Brien, Conor")


def test_values_speak_against_a_heading() -> None:
    """A column called "Mobile" full of e-mail addresses is not taken for numbers."""
    found = suggest_mapping(["Account", "Mobile"], [["A1", "ana@example.com"], ["A2", "bo@example.com"]])
    assert found.columns[1].field is None


def test_one_field_is_suggested_for_one_column_only() -> None:
    """Of two columns that look like the mobile number, the surer one has it."""
    found = suggest_mapping(["Phone", "Mobile phone"], [["206 555 0101", "206 555 0102"]])
    assert [column.field for column in found.columns].count("phone_mobile") == 1


def test_missing_fields_are_named() -> None:
    """The person learns what the file lacks before anything is read."""
    found = suggest_mapping(["Account", "Name"], [["A1", "Ana"]])
    assert found.missing == ("past_due_amount", "days_past_due", "customer_id", "balance")
    with pytest.raises(BadInput) as refused:
        found.recipe("x", "BANK")
    assert set(refused.value.details) == {"past_due_amount", "days_past_due"}


def test_foreign_headings_are_mapped_by_recipe_without_code() -> None:
    """A lender whose words are unknown is a recipe, not a release."""
    recipe = recipe_from_json(
        {
            "name": "German lender",
            "creditor_code": "DE1",
            "columns": {
                "Konto": "account_number",
                "Inhaber": "full_name",
                "Rückstand": "past_due_amount",
                "Tage": "days_past_due",
                "Telefon": "phone_mobile",
            },
            "decimal_style": "comma",
            "required": ["account_number", "full_name"],
        }
    )
    source = open_source(DATA / "foreign_headings.tsv", wanted=recipe.columns)
    assert column_indexes(recipe, source.heading.columns)["phone_mobile"] == 4
    assert len(list(islice(data_records(source, recipe.date_style), 5))) == 2


def test_recipe_reads_back_from_json() -> None:
    """What is saved is what is used, and its name does not change how files are read."""
    again = recipe_from_json(STANDARD.to_json() | {"name": "renamed"})
    assert again.fingerprint == STANDARD.fingerprint
    assert recipe_from_json(again.to_json()) == again


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"columns": {**STANDARD.columns, "other": "full_name"}}, "other"),
        ({"columns": {**STANDARD.columns, "other": "shoe_size"}}, "other"),
        ({"columns": {key: key for key in HEADING if key != "days_past_due"}}, "days_past_due"),
        ({"required": ["phone_mobile", "nonsense"]}, "nonsense"),
        ({"country": "XX"}, "country"),
        ({"currency": "QQQ"}, "currency"),
        ({"creditor_code": " "}, "creditor_code"),
    ],
)
def test_contradictory_recipe_is_refused_by_name(changed: dict, named: str) -> None:
    """Two columns on one field, unknown fields and missing requirements are told before a row is read."""
    with pytest.raises(BadInput) as refused:
        recipe_from_json(STANDARD.to_json() | changed)
    assert named in refused.value.details


def test_recipe_of_another_file_is_refused() -> None:
    """A file that lacks required columns is not read by half."""
    with pytest.raises(BadInput) as refused:
        column_indexes(STANDARD, ["account_number", "full_name"])
    assert "days_past_due" in refused.value.details
    assert "email" not in refused.value.details


def test_repeated_heading_is_refused() -> None:
    """Which of two columns of one name is meant cannot be known."""
    with pytest.raises(BadInput, match="twice"):
        column_indexes(STANDARD, [*HEADING, "Full Name"])


def test_columns_the_recipe_does_not_read_are_listed() -> None:
    """They are shown to be accepted, in the file's order."""
    assert unused_columns(STANDARD, ["zzz", *HEADING, "aaa"]) == ("zzz", "aaa")


def test_every_field_has_headings_in_both_languages() -> None:
    """A lender of either language finds its words."""
    for field in FIELDS:
        assert any(heading.isascii() for heading in field.headings)
        assert any("\u4e00" <= sign <= "\u9fff" for heading in (field.zh, *field.headings) for sign in heading)


def test_recipe_is_hashed_by_what_it_reads() -> None:
    """Another date style is another reading of the same file."""
    other = Recipe(name="x", creditor_code="BANK", columns=STANDARD.columns, date_style=DateStyle.DAY_FIRST)
    assert other.fingerprint != STANDARD.fingerprint
