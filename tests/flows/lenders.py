"""A small lender's file, as text."""

HEADING = (
    "account_number,customer_id,product,full_name,date_of_birth,language,address_line,city,region,postal_code,country,"
    "phone_mobile,phone_home,currency,balance,past_due_amount,days_past_due,sms_consent"
)
ROWS = (
    "CC001,P1,loan,Brandy Boone,1987-07-28,en,1 C,Elbe,WA,98304,US,+13605550105,+12125550155,USD,3913.50,566.00,56,no",
    "CC002,P2,card,Katherine Barry,1990-02-13,es,9 Cove,Pipersville,PA,18947,US,+12675550135,,USD,2682,143,10,yes",
    "CC003,P2,loan,Katherine Barry,1990-02-13,es,9 Cove,Pipersville,PA,18947,US,+12675550135,,USD,100,50.25,12,yes",
    "CC004,P3,credit_card,Zoë Ångström,1980-01-01,en,2 Lane,Ashford,WA,98304,US,+13605550107,,USD,10,5,3,",
)
BAD_ROW = "CC005,P4,credit_card,=HYPERLINK(1),1980-01-01,en,2 Lane,Ashford,WA,98304,US,12,,USD,10,5,-3,"


def lenders_file(*rows: str) -> bytes:
    """Return a file of these rows."""
    return "\r\n".join((HEADING, *rows, "")).encode()
