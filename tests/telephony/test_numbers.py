"""Which writings are telephone numbers, and which zones they may be in."""

import unicodedata
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import BadInput
from telephony.area_codes import SPANNING
from telephony.numbers import candidate_zones_of_number, mask_number, parse_number


@pytest.mark.parametrize(
    ("raw", "region", "e164"),
    [
        ("+13605550105", "US", "+13605550105"),
        ("  +19175550189 ", "US", "+19175550189"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("1.212.555.0123", "US", "+12125550123"),
        ("1-212-555-0123", "CA", "+12125550123"),
        ("+1 684 555 0123", "CN", "+16845550123"),
        ("１２１２５５５０１２３", "US", "+12125550123"),
        ("13812345678", "CN", "+8613812345678"),
        ("+86 138 1234 5678", "US", "+8613812345678"),
        ("021-62345678", "CN", "+862162345678"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("011 44 20 7946 0018", "US", "+442079460018"),
        ("800 555 0123", "US", "+18005550123"),
    ],
)
def test_one_form_comes_out_when_a_number_is_written_in_any_way(raw: str, region: str, e164: str) -> None:
    """Numbers reserved for fiction are as good as others; the same telephone is the same number."""
    assert parse_number(raw, region=region).e164 == e164


@pytest.mark.parametrize(
    ("raw", "region", "code"),
    [
        ("", "US", "not_a_number"),
        ("n/a", "US", "not_a_number"),
        ("call after 5", "US", "not_a_number"),
        ("=1+1", "US", "not_a_number"),
        ("+1 212 555 01", "US", "too_short"),
        ("212 555 012", "US", "too_short"),
        ("+1 212 555 01234", "US", "too_long"),
        ("00000000000", "US", "too_long"),
        ("0000000000", "US", "not_in_plan"),
        ("112 555 0123", "US", "not_in_plan"),
        ("212 155 0123", "US", "not_in_plan"),
        ("212 911 0123", "US", "not_in_plan"),
        ("+999123456789", "US", "not_a_number"),
        ("+8612345", "CN", "too_short"),
        ("+86 128 1234 5678", "CN", "not_in_plan"),
        ("(212) 555-0123 x4", "US", "extension"),
        ("2125550123 ext. 12", "US", "extension"),
        ("62345678转12", "CN", "extension"),
        ("212\x00555 0123", "US", "control_character"),
        ("2125550123\u202e", "US", "control_character"),
        ("911", "US", "emergency"),
        ("112", "GB", "emergency"),
        ("110", "CN", "emergency"),
        ("1 900 555 0123", "US", "premium_rate"),
        ("212 976 0123", "US", "premium_rate"),
        ("+44 909 879 0000", "GB", "premium_rate"),
        ("212 555 1212", "US", "directory"),
        ("2" * 41, "US", "too_long"),
    ],
)
def test_the_reason_is_told_when_a_writing_is_no_number_to_dial(raw: str, region: str, code: str) -> None:
    """Every bad row of a file names its field and its reason, and never repeats the number."""
    with pytest.raises(BadInput) as refused:
        parse_number(raw, region=region, field="phone_home")
    assert refused.value.code == f"number.{code}"
    assert list(refused.value.details) == ["phone_home"]
    assert not raw.strip() or raw not in refused.value.sentence


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=45), st.sampled_from(["US", "CN", "GB"]))
def test_only_e164_or_a_refusal_comes_out_when_the_text_is_anything(raw: str, region: str) -> None:
    """No writing crashes the import, and nothing but plain digits reaches a vendor."""
    try:
        number = parse_number(raw, region=region)
    except BadInput:
        return
    assert number.e164[0] == "+"
    assert number.e164[1:].isascii()
    assert number.e164[1:].isdigit()
    assert 8 <= len(number.e164[1:]) <= 15
    assert not any(unicodedata.category(sign) == "Cc" for sign in raw.strip())


@given(st.from_regex(r"\+1[2-8][0-8][02-8]555010[0-9]", fullmatch=True))
def test_the_number_is_unchanged_when_it_is_read_again(e164: str) -> None:
    """Reading what was written gives the same number."""
    assert parse_number(e164, region="US").e164 == e164


@pytest.mark.parametrize(
    ("e164", "zones"),
    [
        ("+12125550123", {"America/New_York"}),
        ("+18505550123", {"America/New_York", "America/Chicago"}),
        ("+14485550123", {"America/New_York", "America/Chicago"}),
        ("+12085550123", {"America/Boise", "America/Los_Angeles"}),
        ("+18125550123", {"America/New_York", "America/Chicago"}),
        ("+19285550123", {"America/Phoenix", "America/Denver"}),
        ("+16055550123", {"America/Chicago", "America/Denver"}),
        ("+17015550123", {"America/Chicago", "America/Denver"}),
        ("+13085550123", {"America/Chicago", "America/Denver"}),
        ("+12705550123", {"America/New_York", "America/Chicago"}),
        ("+16895550123", {"America/New_York"}),
        ("+18085550123", {"Pacific/Honolulu"}),
        ("+18005550123", set()),
        ("+18885550123", set()),
        ("+8613812345678", {"Asia/Shanghai"}),
        ("+442079460018", {"Europe/London"}),
    ],
)
def test_every_zone_is_a_candidate_when_an_area_code_spans_them(e164: str, zones: set[str]) -> None:
    """A call is lawful only where all plausible zones allow it, so none may be missing."""
    assert set(candidate_zones_of_number(e164)) == zones


def test_a_mobile_number_has_all_zones_when_its_country_has_several() -> None:
    """An Australian mobile may be in Perth."""
    assert {"Australia/Perth", "Australia/Sydney"} <= set(candidate_zones_of_number("+61491570156"))


def test_every_zone_is_one_the_clock_knows_when_it_is_listed() -> None:
    """A zone that does not exist would stop every call to its area."""
    for area_code in SPANNING:
        for zone in candidate_zones_of_number(f"+1{area_code}5550123"):
            assert ZoneInfo(zone).key == zone


def test_most_digits_are_hidden_when_a_number_is_shown_masked() -> None:
    """A log or a wallboard must not give a telephone away."""
    assert mask_number("+13605550105") == "+1360*****05"
    assert mask_number("12345") == "*****"
