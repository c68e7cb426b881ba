"""Countries, states and postal codes of an address.

Decides whether each can be one at all; whether the street exists, and which time zone a code lies in,
are questions of others.
"""

import re

from crm.import_file.problems import Wrong

_COUNTRY_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
COUNTRIES = frozenset(_COUNTRY_CODES.split())
"""ISO 3166-1 two-letter codes."""
_COUNTRY_WORDS = {
    "usa": "US", "united states": "US", "united states of america": "US", "u.s.": "US", "u.s.a.": "US", "美国": "US",
    "china": "CN", "chn": "CN", "中国": "CN", "uk": "GB", "united kingdom": "GB", "great britain": "GB", "英国": "GB",
    "can": "CA", "canada": "CA", "加拿大": "CA", "mex": "MX", "mexico": "MX", "墨西哥": "MX",
}  # fmt: skip

US_REGIONS = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico",
    "VI": "Virgin Islands", "AA": "Armed Forces Americas", "AE": "Armed Forces Europe", "AP": "Armed Forces Pacific",
}  # fmt: skip
"""USPS two-letter abbreviations of states, territories and forces."""
_US_REGION_OF_WORD = {name.casefold(): code for code, name in US_REGIONS.items()}

_POSTAL: dict[str, re.Pattern[str]] = {
    "US": re.compile(r"(\d{5})(?:-?\d{4})?"),
    "CN": re.compile(r"(\d{6})"),
    "CA": re.compile(r"([A-Z]\d[A-Z] ?\d[A-Z]\d)"),
    "GB": re.compile(r"([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})"),
    "MX": re.compile(r"(\d{5})"),
}
_POSTAL_ELSEWHERE = re.compile(r"([A-Z0-9][A-Z0-9 -]{1,11})")
_POSTAL_DIGITS = {"US": 5, "MX": 5, "CN": 6}
_SHORT_BY_AT_MOST = {"US": 2, "MX": 1, "CN": 1}
"""Leading zeros a spreadsheet may have taken: ZIP codes begin with up to two (00601), the others with one."""


def parse_country(text: str) -> str | Wrong:
    code = text.upper()
    if code in COUNTRIES:
        return code
    return _COUNTRY_WORDS.get(text.casefold()) or Wrong("bad_country")


def parse_region(text: str, country: str) -> str | Wrong:
    """Read a state; in the United States its two-letter code comes out, elsewhere the text as it is."""
    if country != "US":
        return text if len(text) <= 64 and text.isprintable() and "<" not in text else Wrong("bad_region")
    code = text.upper()
    if code in US_REGIONS:
        return code
    return _US_REGION_OF_WORD.get(text.casefold()) or Wrong("bad_region")


def parse_postal_code(text: str, country: str) -> str | Wrong:
    """Read a postal code; a ZIP+4 keeps its five digits, which are what zones and states depend on."""
    code = text.upper()
    found = _POSTAL.get(country, _POSTAL_ELSEWHERE).fullmatch(code)
    if found:
        return found[1]
    return Wrong("bad_postal_code", _mended(code, country))


def _mended(code: str, country: str) -> str:
    """Suggest a code whose leading zeros were lost, or that only carries a stray hyphen."""
    size = _POSTAL_DIGITS.get(country)
    if size is None:
        return ""
    bare = code.strip(" -.")
    if bare.isdecimal() and bare.isascii() and 0 <= size - len(bare) <= _SHORT_BY_AT_MOST[country]:
        return bare.zfill(size)
    return ""
