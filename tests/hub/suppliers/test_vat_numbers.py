"""VAT numbers as people type them, and the check digits that HMRC gives them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from hub.suppliers.models import Supplier
from hub.suppliers.vat_numbers import read_vat_number
from tests.hub.suppliers.suppliers_made import make_list, make_owner, make_supplier
from tests.page_client import PageClient


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("GB 980 7806 84", "980780684"),  # 8*9 + 7*8 + 6*0 + 5*7 + 4*8 + 3*0 + 2*6 + 84 = 291 = 3 * 97
        ("980780684001", "980780684001"),
        ("xi980780684", "980780684"),
        ("220 4302 31", "220430231"),  # the newer rule: 112 - 31 = 81... with 55 a multiple of 97
        ("980780685", None),
        ("12345678", None),
        ("FR980780684", None),
        ("", None),
        ("٩٨٠٧٨٠٦٨٤", None),
    ],
)
def test_a_number_is_tidied_or_refused(typed: str, kept: str | None) -> None:
    assert read_vat_number(typed) == kept


def test_a_profile_keeps_trading_name_and_vat_number_and_says_what_is_wrong(
    page_client: PageClient, session: Session
) -> None:
    make_list(session)
    supplier = make_supplier(session, kind="company", size="small", postcode="NN1", contact_name="Ada")
    supplier.contact_email = "ada@kestrel.example"
    page_client.sign_in(make_owner(session, supplier))
    address = f"/business/{supplier.public_id}/profile"
    session.rollback()
    values = page_client.get(address).values()
    wrong = page_client.post(address, values | {"vat_number": "GB 123", "trading_name": "***"})
    assert wrong.errors == [
        "Enter a business name with letters or numbers in it",
        "Enter a VAT number of 9 or 12 digits as it stands on your invoices, like GB 980 7806 84",
    ]
    page_client.submit(address, values | {"vat_number": "GB 980 7806 84", "trading_name": "Blue  Heron"})
    session.expire_all()
    kept = session.get_one(Supplier, supplier.id)
    assert (kept.trading_name, kept.vat_number) == ("Blue Heron", "980780684")
    assert "Blue Heron" in page_client.get(f"/suppliers/{supplier.public_id}").text
