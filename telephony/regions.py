"""Which states and provinces the area codes of the North American Numbering Plan serve, and whose numbers others are.

After the assignments of the plan's administrator (NANPA) and of the Canadian one, overlays included; elsewhere the
country code decides. A mobile number travels with its owner, so a region only adds law, it never replaces any.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, NumberParseException, parse, region_code_for_number

Region = tuple[str, str, str]
"""ISO country, state or province, city; "" where the number does not tell."""

NEW_YORK_CITY = frozenset({"212", "332", "347", "646", "718", "917", "929"})
"""Codes that serve the five boroughs and nothing else."""

STATES: Mapping[str, str] = {
    "AL": "205 251 256 334 659 938",
    "AK": "907",
    "AZ": "480 520 602 623 928",
    "AR": "327 479 501 870",
    "CA": "209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 "
    "747 760 805 818 820 831 837 840 858 909 916 925 949 951",
    "CO": "303 719 720 748 970 983",
    "CT": "203 475 860 959",
    "DE": "302",
    "DC": "202 771",
    "FL": "239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954",
    "GA": "229 404 470 478 678 706 762 770 912 943",
    "HI": "808",
    "ID": "208 986",
    "IL": "217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872",
    "IN": "219 260 317 463 574 765 812 930",
    "IA": "319 515 563 641 712",
    "KS": "316 620 785 913",
    "KY": "270 364 502 606 859",
    "LA": "225 318 337 457 504 985",
    "ME": "207",
    "MD": "227 240 301 410 443 667",
    "MA": "339 351 413 508 617 774 781 857 978",
    "MI": "231 248 269 313 517 586 616 679 734 810 906 947 989",
    "MN": "218 320 507 612 651 763 924 952",
    "MS": "228 471 601 662 769",
    "MO": "235 314 417 557 573 636 660 816 975",
    "MT": "406",
    "NE": "308 402 531",
    "NV": "702 725 775",
    "NH": "603",
    "NJ": "201 551 609 640 732 848 856 862 908 973",
    "NM": "505 575",
    "NY": "212 315 329 332 347 363 516 518 585 607 624 631 646 680 716 718 838 845 914 917 929 934",
    "NC": "252 336 472 704 743 828 910 919 980 984",
    "ND": "701",
    "OH": "216 220 234 283 326 330 380 419 436 440 513 567 614 740 937",
    "OK": "405 539 572 580 918",
    "OR": "458 503 541 971",
    "PA": "215 223 267 272 412 445 484 570 582 610 717 724 814 835 878",
    "RI": "401",
    "SC": "803 821 839 843 854 864",
    "SD": "605",
    "TN": "423 615 629 731 865 901 931",
    "TX": "210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832 903 915 936 940 945 956 "
    "972 979",
    "UT": "385 435 801",
    "VT": "802",
    "VA": "276 434 540 571 686 703 757 804 826 948",
    "WA": "206 253 360 425 509 564",
    "WV": "304 681",
    "WI": "262 274 353 414 534 608 715 920",
    "WY": "307",
    "AS": "684",
    "GU": "671",
    "MP": "670",
    "PR": "787 939",
    "VI": "340",
}
"""State, district or territory of the United States to its area codes."""

PROVINCES: Mapping[str, str] = {
    "AB": "368 403 587 780 825",
    "BC": "236 250 257 604 672 778",
    "MB": "204 431 584",
    "NB": "428 506",
    "NL": "709 879",
    "NS": "782 902",
    "NT": "867",
    "NU": "867",
    "ON": "226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 807 905 942",
    "PE": "782 902",
    "QC": "263 273 354 367 418 438 450 468 514 579 581 819 873",
    "SK": "306 474 639",
    "YT": "867",
}
"""Province or territory of Canada to its area codes; two codes are shared."""

ISLANDS: Mapping[str, str] = {
    "AG": "268",
    "AI": "264",
    "BB": "246",
    "BM": "441",
    "BS": "242",
    "DM": "767",
    "DO": "809 829 849",
    "GD": "473",
    "JM": "658 876",
    "KN": "869",
    "KY": "345",
    "LC": "758",
    "MS": "664",
    "SX": "721",
    "TC": "649",
    "TT": "868",
    "VC": "784",
    "VG": "284",
}
"""The other countries of the plan to their area codes."""


@cache
def area_regions() -> Mapping[str, tuple[Region, ...]]:
    """Return area code of the North American plan to all regions it serves."""
    found: dict[str, tuple[Region, ...]] = {
        code: ((country, "", ""),) for country, codes in ISLANDS.items() for code in codes.split()
    }
    for country, table in (("US", STATES), ("CA", PROVINCES)):
        for region, codes in table.items():
            for code in codes.split():
                city = "New York" if code in NEW_YORK_CITY else ""
                found[code] = (*found.get(code, ()), (country, region, city))
    return found


def country_of_number(e164: str) -> str:
    """Return the ISO country of an E.164 number; "" for one of no country, such as a satellite telephone's.

    Where countries share a code and the number is of none of them, it counts as one of the largest.
    """
    for digits in (2, 3, 4):
        regions = COUNTRY_CODE_TO_REGION_CODE.get(int(e164[1:digits])) if e164[1:digits].isdecimal() else None
        if regions is not None:
            return _region_among(regions, e164) if regions[0].isalpha() else ""
    return ""


def _region_among(regions: Sequence[str], e164: str) -> str:
    return regions[0] if len(regions) == 1 else _parsed_region(e164) or regions[0]


@lru_cache(maxsize=16_384)  # the gate asks for every attempt; parsing takes thirty times as long as all else here
def _parsed_region(e164: str) -> str | None:
    try:
        return region_code_for_number(parse(e164))
    except NumberParseException:
        return None
