"""What can be wrong with a row, in words a lender's clerk can act on, in English and Chinese.

Decides the texts; finding the problem is the business of the parsers. A problem keeps the original
value, because the clerk corrects the file and not our reading of it.
"""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]

VALUE_SHOWN_CHARS = 200
"""A cell of 100,000 characters is quoted up to here."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why one cell cannot be read; `suggestion` is a replacement to check, or empty."""

    code: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason to refuse a row; `column` is the heading as it stands in the file, empty for the row as a whole."""

    code: str
    column: str
    value: str = ""
    suggestion: str = ""

    def message(self, language: Language) -> str:
        """One sentence in the reader's language."""
        return MESSAGES[self.code][0 if language == "en" else 1]


def problem_of(wrong: Wrong, column: str, cell: str) -> Problem:
    return Problem(wrong.code, column, cell[:VALUE_SHOWN_CHARS], wrong.suggestion)


MESSAGES: dict[str, tuple[str, str]] = {
    "account_repeated": (
        "The account stands in an earlier row with other values; the first valid row counts, this one is refused.",
        "该账号在前面的行中已出现且数值不同；以首个有效行为准，本行拒绝。",
    ),
    "bad_bytes": (
        "The row holds bytes that are not text in the file's encoding.",
        "该行含有不符合文件编码的字节。",
    ),
    "bad_consent": ("Write yes, no, or leave it empty for unknown.", "请填写是、否，未知则留空。"),
    "bad_country": ("This is not a known two-letter country code.", "不是已知的两位国家代码。"),
    "bad_currency": ("This is not a known three-letter currency code.", "不是已知的三位货币代码。"),
    "bad_email": ("This is not an e-mail address.", "不是有效的电子邮箱地址。"),
    "bad_identifier": (
        "An identifier starts with a letter or digit and holds letters, digits, spaces and - _ / . # : * only.",
        "编号须以字母或数字开头，且只含字母、数字、空格和 - _ / . # : *。",
    ),
    "bad_language": ("This is not a known language or its code.", "不是已知的语言或语言代码。"),
    "bad_phone": (
        "This is not a telephone number that can be dialed: complete, with its area code, without extension or words.",
        "不是可拨打的电话号码：须完整、含区号，不含分机号或文字。",
    ),
    "bad_postal_code": ("This is not a postal code of the row's country.", "不是该行所属国家的邮政编码。"),
    "bad_region": ("This is not a state or territory of the row's country.", "不是该行所属国家的州或地区。"),
    "birth_after_opening": (
        "The date of birth is not before the day the account was opened.",
        "出生日期不早于开户日期。",
    ),
    "broken_quote": (
        "A quotation mark is opened and not closed; the rows after it are read on their own.",
        "引号未闭合；其后的行照常读取。",
    ),
    "other_currency": (
        "The person's other accounts are in another currency; one case has one currency.",
        "该客户的其他账户为另一币种；一个案件只能有一种货币。",
    ),
    "other_customer": (
        "The account is on record for another customer; the lender must say whose it is.",
        "该账号已登记在另一客户名下；请委托方确认归属。",
    ),
    "control_characters": (
        "The text holds invisible or direction-changing characters.",
        "文本含有不可见字符或改变书写方向的字符。",
    ),
    "currency_mismatch": ("The sign before the amount is not that of the row's currency.", "金额符号与该行货币不符。"),
    "date_impossible": ("There is no such day in the calendar.", "日历中没有这一天。"),
    "date_out_of_range": ("The year is not between 1900 and 2100.", "年份不在 1900 至 2100 之间。"),
    "date_style": (
        "The date is not written in the style fixed for this file; we do not guess day and month.",
        "日期格式与本文件规定的格式不符；系统不猜测日与月。",
    ),
    "decimal_style": (
        "The amount is not written with the decimal sign fixed for this file.",
        "金额的小数点写法与本文件规定的不符。",
    ),
    "digits_lost": (
        "A spreadsheet wrote this in scientific notation and its last digits are lost; export the column as text.",
        "电子表格已将其转为科学计数法，末尾数字已丢失；请将该列以文本格式导出。",
    ),
    "duplicate": ("The same row stands in the file already.", "文件中已有相同的一行。"),
    "formula": (
        "The text begins like a spreadsheet formula (= + - @).",
        "文本以电子表格公式字符（= + - @）开头。",
    ),
    "markup": (
        "The text holds angle brackets, which are not part of a name or address.",
        "文本含有尖括号，不属于姓名或地址。",
    ),
    "missing": ("A required value is empty.", "必填项为空。"),
    "negative": ("The value is below zero.", "数值小于零。"),
    "not_a_date": ("This is not a date.", "不是日期。"),
    "not_a_name": (
        "A name holds letters of any script, spaces and . ' - · , & ( ) /; no pictures or other signs.",
        "姓名只含任意文字的字母、空格和 . ' - · , & ( ) /，不含图形或其他符号。",
    ),
    "not_a_number": ("This is not an amount.", "不是金额。"),
    "not_whole_number": ("This is not a whole number of days.", "不是整数天数。"),
    "nul_characters": ("The row holds NUL characters.", "该行含有空字符（NUL）。"),
    "row_too_long": ("The row is longer than a million characters.", "该行超过一百万个字符。"),
    "too_large": ("The value is larger than any real one.", "数值大于任何可能的实际值。"),
    "too_long": ("The text is longer than this column may hold.", "文本超过该列允许的长度。"),
    "too_precise": (
        "The amount has more decimals than its currency; rounding is the lender's decision.",
        "金额的小数位多于该货币允许的位数；如何舍入由委托方决定。",
    ),
    "wrong_columns": (
        "The row does not have as many columns as the heading.",
        "该行的列数与表头不符。",
    ),
}
"""Code → (English, Chinese)."""
