"""A receipt as people read it: amounts with their currency, dates and figures as the business's country writes them.

One shape for the page and the paper. Every value is text; nothing here is markup.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from optimapos.papers.rules.figures import TIMES, Writer, text_lines
from optimapos.papers.selectors import copy_mark
from optimapos.papers.types import Printed, PrintedLine


def printed(receipt: Mapping[str, Any], logo: str = "") -> Printed:
    """The receipt as people read it. `logo`: a PNG in base64."""
    writer = Writer(receipt["business"]["country"], receipt["currency"])
    return Printed(
        language=writer.locale.language,
        title=writer.words["receipt"],
        number=receipt["receipt_number"],
        business=receipt["business"]["name"],
        addresses=_addresses(receipt, writer),
        facts=_facts(receipt, writer),
        lines=tuple(_line(line, writer) for line in receipt["items"]),
        sums=_sums(receipt, writer),
        total=(writer.words["total"], writer.money(receipt["total_amount"])),
        tenders=_tenders(receipt, writer),
        tax_heads=tuple(writer.words[head] for head in ("tax", "net", "tax", "total")),
        taxes=tuple(_tax(tax, writer) for tax in receipt["taxes"]),
        footer=text_lines(receipt["footer"]),
        qr=receipt["qr"],
        copy=copy_mark(receipt["business"]["country"], receipt["copy_number"]),
        logo=logo,
    )


def _addresses(receipt: Mapping[str, Any], writer: Writer) -> tuple[str, ...]:
    business, storefront = receipt["business"], receipt["storefront"]
    own = text_lines(storefront["address"]) or text_lines(business["address"])
    phone = (f"{writer.words['phone']} {storefront['phone']}",) if storefront["phone"] else ()
    number = (f"{writer.words['tax_number']} {business['tax_number']}",) if business["tax_number"] else ()
    return (storefront["name"], *own, *phone, *number)


def _facts(receipt: Mapping[str, Any], writer: Writer) -> tuple[tuple[str, str], ...]:
    customer = receipt["customer"]
    rows = [
        (writer.day(receipt["date"]), receipt["time"]),
        (writer.words["till"], receipt["terminal"] or ""),
        (writer.words["cashier"], receipt["cashier"]),
        (writer.words["customer"], customer["name"] if customer else ""),
        (writer.words["delivery"], _delivered_to(receipt["delivery_address"])),
    ]
    return tuple(row for row in rows if row[1])


def _delivered_to(site: Mapping[str, str] | None) -> str:
    """The site in one line."""
    parts = [site["name"], site["city"], *text_lines(site["address"])] if site else []
    return ", ".join(part for part in parts if part)


def _line(line: Mapping[str, Any], writer: Writer) -> PrintedLine:
    unit = line["packaging"] or line["unit"]
    quantity = writer.figure(line["quantity"]) + (f"\N{NO-BREAK SPACE}{unit}" if unit else "")
    notes = [(writer.words["serials"].format(serials=", ".join(line["serials"])), "")] if line["serials"] else []
    if Decimal(line["discount"]):
        percent = f" {writer.percent(line['discount_percentage'])}" if Decimal(line["discount_percentage"]) else ""
        notes.append((f"{writer.words['discount']}{percent}", writer.less(line["discount"])))
    if line["warranty_until"]:
        notes.append((writer.words["warranty"].format(date=writer.day(line["warranty_until"])), ""))
    return PrintedLine(
        name=line["name"],
        detail=f"{quantity} {TIMES} {writer.money(line['unit_price'])}",
        amount=writer.money(line["amount"]),
        notes=tuple(notes),
    )


def _sums(receipt: Mapping[str, Any], writer: Writer) -> tuple[tuple[str, str], ...]:
    """What leads from the lines to the total; nothing where the lines are the total."""
    rows = [(each["name"], writer.less(each["amount"])) for each in receipt["promotions"]]
    if Decimal(receipt["discount_amount"]):
        rows.append((writer.words["discount"], writer.less(receipt["discount_amount"])))
    if not receipt["prices_include_tax"] and Decimal(receipt["tax_amount"]):
        rows.append((writer.words["tax"], writer.money(receipt["tax_amount"])))
    if Decimal(receipt["rounding_amount"]):
        rows.append((writer.words["rounding"], writer.money(receipt["rounding_amount"])))
    return ((writer.words["subtotal"], writer.money(receipt["subtotal"])), *rows) if rows else ()


def _tenders(receipt: Mapping[str, Any], writer: Writer) -> tuple[tuple[str, str], ...]:
    rows = [(_method(payment, writer), writer.money(payment["tendered"])) for payment in receipt["payments"]]
    if Decimal(receipt["change"]):
        rows.append((writer.words["change"], writer.money(receipt["change"])))
    if Decimal(receipt["amount_due"]):
        until = writer.words["due_date"].format(date=writer.day(receipt["due_date"])) if receipt["due_date"] else ""
        label = f"{writer.words['due']}, {until}" if until else writer.words["due"]
        rows.append((label, writer.money(receipt["amount_due"])))
    return tuple(rows)


def _method(payment: Mapping[str, Any], writer: Writer) -> str:
    reference = payment["transaction_reference"]
    name = writer.words[payment["payment_method"]]
    return f"{name} {reference}" if reference else name


def _tax(tax: Mapping[str, Any], writer: Writer) -> tuple[str, ...]:
    label = f"{tax['code']} {writer.percent(tax['rate'])}".strip()
    return (label, *(writer.money(tax[column]) for column in ("base", "tax", "gross")))
