"""Cells that choose among few values: consent, language, relation, currency.

Decides the words for each, English and Chinese. An unknown word is refused: above all, it is never read as a yes.
"""

from crm.import_file.problems import Wrong

_CONSENT = {
    **dict.fromkeys(
        ("yes", "y", "true", "t", "1", "opt in", "opt-in", "optin", "是", "同意", "已同意", "已授权"), True
    ),
    **dict.fromkeys(
        ("no", "n", "false", "f", "0", "opt out", "opt-out", "optout", "否", "不同意", "未同意", "未授权"), False
    ),
}
_UNKNOWN_CONSENT = frozenset({"unknown", "?", "未知"})

_LANGUAGES = {
    **{code: code for code in ("en", "es", "zh", "fr", "de", "pt", "vi", "ko", "ja", "tl", "ru", "ar", "hi", "it")},
    "english": "en", "eng": "en", "en-us": "en", "en_us": "en", "en-gb": "en", "英语": "en", "英文": "en",
    "spanish": "es", "spa": "es", "español": "es", "es-us": "es", "es-mx": "es", "西班牙语": "es",
    "chinese": "zh", "mandarin": "zh", "zho": "zh", "zh-cn": "zh", "zh_cn": "zh", "zh-hans": "zh", "中文": "zh",
    "汉语": "zh", "普通话": "zh", "french": "fr", "german": "de", "portuguese": "pt", "vietnamese": "vi",
    "korean": "ko", "japanese": "ja", "tagalog": "tl", "russian": "ru", "arabic": "ar",
}  # fmt: skip

RELATIONS = (
    "spouse",
    "parent",
    "sibling",
    "child",
    "relative",
    "friend",
    "colleague",
    "neighbour",
    "guarantor",
    "other",
)
_RELATION_WORDS = {
    **{kind: kind for kind in RELATIONS},
    "wife": "spouse", "husband": "spouse", "partner": "spouse", "配偶": "spouse", "夫妻": "spouse", "妻子": "spouse",
    "丈夫": "spouse", "mother": "parent", "father": "parent", "父母": "parent", "父亲": "parent", "母亲": "parent",
    "brother": "sibling", "sister": "sibling", "兄弟": "sibling", "姐妹": "sibling", "兄弟姐妹": "sibling",
    "son": "child", "daughter": "child", "子女": "child", "儿子": "child", "女儿": "child",
    "family": "relative", "亲戚": "relative", "亲属": "relative", "朋友": "friend", "同学": "friend",
    "coworker": "colleague", "co-worker": "colleague", "employer": "colleague", "同事": "colleague",
    "领导": "colleague",
    "neighbor": "neighbour", "邻居": "neighbour", "co-signer": "guarantor", "cosigner": "guarantor",
    "担保人": "guarantor", "共同借款人": "guarantor", "其他": "other", "其它": "other",
}  # fmt: skip

_CURRENCY_CODES = (
    "AED ARS AUD BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KES KRW KWD MXN MYR NGN NOK "
    "NZD PEN PHP PKR PLN RON RUB SAR SEK SGD THB TND TRY TWD UAH USD VND ZAR"
)
CURRENCIES = frozenset(_CURRENCY_CODES.split())
"""ISO 4217 codes we take: those whose decimals `crm/money.py` knows."""
_CURRENCY_WORDS = {"RMB": "CNY", "人民币": "CNY", "US$": "USD", "美元": "USD", "欧元": "EUR", "英镑": "GBP"}


def parse_consent(text: str) -> bool | Wrong | None:
    """Read a consent to text messages; None is unknown, which an empty cell means as well."""
    word = text.casefold()
    if word in _UNKNOWN_CONSENT:
        return None
    return _CONSENT.get(word, Wrong("bad_consent"))


def parse_language(text: str) -> str | Wrong:
    return _LANGUAGES.get(text.casefold()) or Wrong("bad_language")


def parse_relation(text: str) -> str:
    """Read who a related person is; an unknown word is "other", since nothing is allowed on the strength of it."""
    return _RELATION_WORDS.get(text.casefold(), "other")


def parse_currency(text: str) -> str | Wrong:
    code = _CURRENCY_WORDS.get(text.upper(), text.upper())
    return code if code in CURRENCIES else Wrong("bad_currency")
