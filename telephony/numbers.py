"""What a telephone number is: read from any writing, leaves only as E.164.

North American and Chinese mobile numbers, the bulk of every file, take a short way by structure; all others are
judged by `phonenumbers`. Whether a number may be called is decided by the rules.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import timezone

from config.errors import BadInput
from telephony.area_codes import TOLL_FREE, zones_of_area_code

LONGEST_WRITING = 40
"""Characters; longer texts are no number and are not looked at."""

CHINA = ("Asia/Shanghai",)
"""The one legal time of the country."""

_PUNCTUATION = str.maketrans("", "", " -.()/\u00a0\u2010\u2011\u2012\u2013\u2014")
_WRITTEN = re.compile(r"\+?[\d\s().\-/\u00a0\u2010-\u2014]+", re.ASCII)
_EXTENSION = re.compile(r"(?:x|ext\.?|extension|#|;ext=|,|转|分机)\s*\.?:?\s*\d{1,7}\s*$", re.IGNORECASE)
_NORTH_AMERICA = re.compile(r"[2-9][0-8]\d[2-9]\d{6}", re.ASCII)
_CHINA_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_NANP_REGIONS = frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1])
_EMERGENCY = frozenset({"000", "110", "112", "118", "119", "120", "122", "911", "988", "999"})


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that can be dialed, as E.164: a plus sign and 8 to 15 digits."""

    e164: str

    def __str__(self) -> str:
        return self.e164


def parse_number(raw: str, *, region: str, field: str = "number") -> PhoneNumber:
    """Read a number as written in `region` (ISO 3166 alpha-2, upper case) or with a plus sign.

    Numbers reserved for fiction (+1 NPA 555 01XX) are accepted.

    Raises:
        BadInput: under `field`, if it is no number, too short or long, an emergency or premium-rate number, or has
            an extension. The sentence does not repeat the number.
    """
    if len(raw) > LONGEST_WRITING:
        raise _bad(field, "too_long", "A telephone number has at most 15 digits.")
    written = raw.strip()
    if not written.isprintable() and any(unicodedata.category(sign)[0] == "C" for sign in written):
        raise _bad(field, "control_character", "A telephone number holds no control characters.")
    written = unicodedata.normalize("NFKC", written)
    if _EXTENSION.search(written):
        raise _bad(field, "extension", "A number with an extension cannot be dialed automatically.")
    if not _WRITTEN.fullmatch(written):
        raise _bad(field, "not_a_number", "This is not a telephone number.")
    digits = written.translate(_PUNCTUATION)
    if digits in _EMERGENCY:
        raise _bad(field, "emergency", "Emergency numbers are never dialed.")
    return PhoneNumber(
        _north_american(digits, region, field) or _chinese_mobile(digits, region) or _other(digits, region, field)
    )


def candidate_zones_of_number(e164: str) -> tuple[str, ...]:
    """Give every IANA zone the number's area code indicates, in no particular order.

    A toll-free number gives (). An area code that spans zones gives all of them, whatever the other digits are,
    because mobile numbers travel.
    """
    if e164.startswith("+1"):
        return zones_of_area_code(e164[2:5])
    if e164.startswith("+86"):
        return CHINA
    return _zones_elsewhere(e164)


def mask_number(e164: str) -> str:
    """Hide all but the country's first digits and the last two: "+1360*****05"."""
    if len(e164) < 8:
        return "*" * len(e164)
    return e164[:5] + "*" * (len(e164) - 7) + e164[-2:]


def _north_american(digits: str, region: str, field: str) -> str | None:
    if digits.startswith("+1"):
        national = digits[2:]
    elif region in _NANP_REGIONS and not digits.startswith("+") and not digits.startswith("011"):
        national = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    else:
        return None
    if len(national) != 10:
        code = "too_short" if len(national) < 10 else "too_long"
        raise _bad(field, code, "A North American number has ten digits after the 1.")
    if not _NORTH_AMERICA.fullmatch(national):
        raise _bad(field, "not_in_plan", "No such area code or exchange exists in North America.")
    area, exchange = national[:3], national[3:6]
    if area == "900" or exchange == "976":
        raise _bad(field, "premium_rate", "Premium-rate numbers are never dialed.")
    if area.endswith("11") or (exchange.endswith("11") and area not in TOLL_FREE):
        raise _bad(field, "not_in_plan", "No such area code or exchange exists in North America.")
    if exchange == "555" and national[6:] == "1212":
        raise _bad(field, "directory", "This is a directory service, not a person.")
    return "+1" + national


def _chinese_mobile(digits: str, region: str) -> str | None:
    national = digits.removeprefix("+86")
    if national == digits and (region != "CN" or digits.startswith("+")):
        return None
    return "+86" + national if _CHINA_MOBILE.fullmatch(national) else None


def _other(digits: str, region: str, field: str) -> str:
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException as error:
        raise _bad(field, "not_a_number", "This is not a telephone number.") from error
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        code = "too_long" if reason == phonenumbers.ValidationResult.TOO_LONG else "too_short"
        raise _bad(field, code, "The number of digits does not fit its country.")
    if not phonenumbers.is_valid_number(number):
        raise _bad(field, "not_in_plan", "No such number exists in its country.")
    if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.PREMIUM_RATE:
        raise _bad(field, "premium_rate", "Premium-rate numbers are never dialed.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=65_536)
def _zones_elsewhere(e164: str) -> tuple[str, ...]:
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return ()
    # A mobile number of a country with several zones gives all of them.
    return tuple(zone for zone in timezone.time_zones_for_number(number) if not zone.startswith("Etc/"))


def _bad(field: str, code: str, sentence: str) -> BadInput:
    return BadInput(f"number.{code}", sentence, {field: sentence})
