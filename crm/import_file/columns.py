"""The fields a lender's file can fill: what kind of value each holds and under which headings it is known.

Decides the vocabulary, English and Chinese. Which heading of a given file means which field is suggested
by `mapping.py` and fixed by a recipe.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell must look like; one parser each."""

    IDENTIFIER = "identifier"
    LABEL = "label"
    NAME = "name"
    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    DAYS = "days"
    PHONE = "phone"
    EMAIL = "email"
    CURRENCY = "currency"
    COUNTRY = "country"
    REGION = "region"
    POSTAL_CODE = "postal_code"
    LANGUAGE = "language"
    CONSENT = "consent"
    RELATION = "relation"


@dataclass(frozen=True)
class Field:
    """One field; `always` means that no case can be worked without it, whatever the recipe says."""

    key: str
    kind: Kind
    en: str
    zh: str
    headings: tuple[str, ...]
    always: bool = False


FIELDS: tuple[Field, ...] = (
    Field("account_number", Kind.IDENTIFIER, "Account number", "账号",
          ("account", "account no", "acct", "acct no", "acct number", "account id", "loan number", "loan id",
           "contract number", "contract no", "reference", "claim number", "账户", "账户号", "账户编号", "合同号",
           "合同编号", "借据号", "借款编号", "卡号", "案件编号"), always=True),
    Field("customer_id", Kind.IDENTIFIER, "Customer id", "客户号",
          ("customer", "customer number", "customer no", "client id", "client number", "client no", "party id",
           "person id", "borrower id", "debtor id", "cif", "客户编号", "客户id", "客户代码")),
    Field("product", Kind.LABEL, "Product", "产品",
          ("product type", "product name", "loan type", "account type", "产品名称", "产品类型", "贷款类型",
           "业务品种")),
    Field("full_name", Kind.NAME, "Full name", "姓名",
          ("name", "customer name", "client name", "borrower", "borrower name", "debtor", "debtor name",
           "account holder", "客户姓名", "借款人", "借款人姓名", "债务人", "户名", "客户名称"), always=True),
    Field("date_of_birth", Kind.DATE, "Date of birth", "出生日期",
          ("birth date", "birthdate", "birthday", "dob", "born", "born on", "生日", "出生年月日")),
    Field("language", Kind.LANGUAGE, "Language", "语言", ("preferred language", "lang", "首选语言", "沟通语言")),
    Field("address_line", Kind.TEXT, "Address", "地址",
          ("street", "street address", "address line 1", "address 1", "addr", "home address", "mailing address",
           "联系地址", "家庭地址", "住址", "通讯地址", "街道")),
    Field("city", Kind.TEXT, "City", "城市", ("town", "municipality", "locality", "市", "所在城市")),
    Field("region", Kind.REGION, "State or province", "省份",
          ("state", "province", "state province", "st", "省", "州", "所在省", "省市")),
    Field("postal_code", Kind.POSTAL_CODE, "Postal code", "邮编",
          ("zip", "zip code", "zipcode", "postcode", "post code", "postal", "邮政编码")),
    Field("country", Kind.COUNTRY, "Country", "国家", ("country code", "nation", "国家代码", "国别")),
    Field("phone_mobile", Kind.PHONE, "Mobile phone", "手机",
          ("mobile", "mobile phone", "mobile number", "cell", "cell phone", "cellphone", "cellular", "phone",
           "phone number", "phone 1", "telephone", "手机号", "手机号码", "移动电话", "联系电话", "电话", "本人电话")),
    Field("phone_home", Kind.PHONE, "Home phone", "家庭电话",
          ("home phone", "home telephone", "home number", "home", "landline", "phone 2", "evening phone", "住宅电话",
           "家庭座机", "座机", "宅电")),
    Field("phone_work", Kind.PHONE, "Work phone", "单位电话",
          ("work phone", "work telephone", "work number", "work", "business phone", "office phone", "employer phone",
           "phone 3", "day phone", "公司电话", "办公电话", "工作电话")),
    Field("email", Kind.EMAIL, "E-mail", "电子邮箱",
          ("e mail", "mail", "email address", "e mail address", "邮箱", "电子邮件", "邮箱地址")),
    Field("currency", Kind.CURRENCY, "Currency", "币种", ("ccy", "currency code", "cur", "货币", "币别")),
    Field("credit_limit", Kind.AMOUNT, "Credit limit", "授信额度",
          ("limit", "credit line", "loan amount", "original amount", "principal amount", "额度", "信用额度",
           "贷款金额", "借款金额")),
    Field("balance", Kind.AMOUNT, "Balance", "欠款余额",
          ("outstanding", "outstanding balance", "current balance", "total balance", "total due", "total owed",
           "amount owed", "余额", "总欠款", "贷款余额", "欠款总额", "剩余本金")),
    Field("past_due_amount", Kind.AMOUNT, "Past-due amount", "逾期金额",
          ("past due", "amount past due", "overdue", "overdue amount", "arrears", "amount in arrears",
           "delinquent amount", "逾期总额", "逾期欠款", "拖欠金额", "应还逾期金额"), always=True),
    Field("minimum_due", Kind.AMOUNT, "Minimum due", "最低还款额",
          ("min due", "minimum payment", "min payment", "minimum payment due", "monthly payment", "instalment",
           "installment", "月供", "最低应还", "最低还款", "应还金额")),
    Field("days_past_due", Kind.DAYS, "Days past due", "逾期天数",
          ("dpd", "days overdue", "days late", "days delinquent", "overdue days", "days in arrears", "delinquent days",
           "拖欠天数", "逾期日数"), always=True),
    Field("due_date", Kind.DATE, "Due date", "到期日",
          ("payment due date", "overdue since", "overdue date", "date due", "first missed", "应还日", "应还款日",
           "还款日", "逾期日期", "到期日期", "逾期开始日")),
    Field("last_payment_date", Kind.DATE, "Last payment date", "最近还款日期",
          ("last payment", "last paid on", "last pay date", "date of last payment", "last paid", "上次还款日期",
           "最后还款日", "最后还款日期", "最近还款日")),
    Field("last_payment_amount", Kind.AMOUNT, "Last payment amount", "最近还款金额",
          ("last pay amount", "last paid amount", "amount of last payment", "上次还款金额", "最后还款金额")),
    Field("opened_on", Kind.DATE, "Opened on", "开户日期",
          ("open date", "opened", "date opened", "opening date", "start date", "origination date", "loan date",
           "开户日", "放款日期", "借款日期", "发放日期", "合同日期")),
    Field("sms_consent", Kind.CONSENT, "SMS consent", "短信同意",
          ("sms", "sms opt in", "sms ok", "text consent", "consent sms", "may text", "短信授权", "同意短信",
           "是否同意短信")),
    Field("related_name", Kind.NAME, "Related person", "联系人姓名",
          ("contact name", "reference name", "relative name", "related person", "emergency contact", "联系人",
           "第一联系人", "紧急联系人", "紧急联系人姓名", "第一联系人姓名")),
    Field("related_relation", Kind.RELATION, "Relation", "联系人关系",
          ("relationship", "related relationship", "contact relation", "contact relationship", "与本人关系",
           "第一联系人关系", "关系", "紧急联系人关系")),
    Field("related_phone", Kind.PHONE, "Related person's phone", "联系人电话",
          ("contact phone", "reference phone", "relative phone", "related number", "emergency phone", "联系人手机",
           "第一联系人电话", "紧急联系人电话", "联系人手机号")),
)  # fmt: skip

FIELD_OF: dict[str, Field] = {field.key: field for field in FIELDS}
ALWAYS_REQUIRED: tuple[str, ...] = tuple(field.key for field in FIELDS if field.always)
USUALLY_REQUIRED: tuple[str, ...] = (*ALWAYS_REQUIRED, "customer_id", "balance")
"""What a new recipe asks for; a lender without customer numbers or balances takes these two off."""

_NOISE = re.compile(r"[\W_]+")


def plain_heading(heading: str) -> str:
    """Reduce a heading to lower-case letters and digits: `"Account No. "` and `account_no` are the same."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", heading).casefold())


FIELD_OF_HEADING: dict[str, str] = {
    plain_heading(heading): field.key
    for field in reversed(FIELDS)
    for heading in (field.key, field.en, field.zh, *field.headings)
}
"""Plain heading → field key; where two fields claim a heading, the earlier field has it."""
