"""G-Cloud sales as the Cabinet Office published them: one line an invoice reported for a month.

The file of 2012 to 2014 is Mac Roman, as its bare CR at the line ends says too; others may be cp1252. All
lines of one purchase (supplier, customer, words and lot alike but for case and spaces) are one contract from
its first month to its last. Lines that repeat in every cell are further invoices, not copies: they stand
scattered among others of the same day rate, and their IDs differ. The publisher's file is cumulative,
so a newer one states a purchase anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hub.awards.cleaning import TITLE_LENGTH, clean_line
from hub.awards.inspecting import Inspected
from hub.awards.records import Award, Heading, Skipped, UnusableValueError, digest_of
from hub.awards.tables import Row, read_table
from hub.awards.values import read_day, read_firm, read_pounds, read_size

COLUMNS = (
    "LotDescription",
    "SupplierName",
    "CustomerName",
    "ReturnMonth",
    "ProjectNameAndDescription",
    "EvidencedSpend",
    "SMEorLarge",
)
LOTS = {
    "1": Heading("Infrastructure as a service", ("cloud-hosting",)),
    "2": Heading("Platform as a service", ("cloud-hosting-platform-as-a-service", "cloud-hosting")),
    "3": Heading("Software as a service", ("cloud-software",)),
    "4": Heading("Specialist cloud services", ("cloud-support",)),
}
"""The four lots of 2012 to 2014, and where the hub's list has them now."""
SAYS_SOMETHING = re.compile(r"[^\W\d_]")


def read_g_cloud_sales(inspected: Inspected) -> Iterator[Award | Skipped]:
    for row in read_table(inspected, COLUMNS):
        yield _read_sale(row)


def _read_sale(row: Row) -> Award | Skipped:
    line, cells = row
    try:
        return _make_award(line, cells)
    except UnusableValueError as error:
        return Skipped(line, error.reason, cells["SupplierName"].strip(), error.detail)


def _make_award(line: int, cells: dict[str, str]) -> Award:
    """Words without a letter ("2", "-") name nothing: the lot's heading is the title then."""
    firm = read_firm(cells["SupplierName"], size=read_size(cells["SMEorLarge"]))
    lot = cells["LotDescription"].strip()
    if lot not in LOTS:
        raise UnusableValueError("the lot is none of 1 to 4", lot[:40])
    spend = read_pounds(cells["EvidencedSpend"])
    if spend is None:
        raise UnusableValueError("no amount is given")
    month = read_day(cells["ReturnMonth"])
    buyer = clean_line(cells["CustomerName"], 300)
    words = clean_line(cells["ProjectNameAndDescription"], TITLE_LENGTH)
    says = SAYS_SOMETHING.search(words)
    return Award(
        line=line,
        group=digest_of(buyer.casefold(), words.casefold(), lot),
        firm=firm,
        heading=LOTS[lot],
        title=words if says else LOTS[lot].label,
        description="" if says else words,
        buyer_name=buyer,
        amount=spend,
        starts_on=month,
        ends_on=month,
    )
