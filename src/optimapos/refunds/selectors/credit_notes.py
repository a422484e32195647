"""The credit note of a refund that was processed, as people read it."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from optimapos.core.money import currency_exponent
from optimapos.core.result import DomainError
from optimapos.organization.models import Business
from optimapos.papers.rules.figures import TIMES, Writer, text_lines
from optimapos.papers.selectors import copy_mark, letterhead
from optimapos.papers.types import Printed, PrintedLine
from optimapos.refunds.models import Refund, RefundItem
from optimapos.refunds.types import RefundKind
from optimapos.sales.answers import figure, money
from optimapos.wallet.models import WalletEntry
from optimapos.wallet.rules.codes import in_groups
from optimapos.wallet.types import EntryKind, SourceType


def credit_note_of(refund: Refund, copy_number: int, *, tells_code: bool = False) -> Printed:
    """The credit note. Runs inside its business's transaction. `tells_code`: with that of its store credit.

    Refuses: RECEIPT_NOT_READY (data: status) before it is processed.
    """
    if refund.processed_at is None:
        raise not_processed(refund)
    business = Business.objects.get(pk=refund.business_id)
    writer = Writer(business.country, refund.currency)
    words, items = writer.words, list(refund.refund_items.select_related("sale_item").order_by("line_no"))
    return Printed(
        language=writer.locale.language,
        title=words["void" if refund.kind == RefundKind.VOID else "credit_note"],
        number=refund.refund_number or "",
        business=business.name,
        addresses=_addresses(refund, business, writer),
        facts=_facts(refund, writer),
        lines=tuple(_line(item, refund, writer) for item in items),
        sums=((words["rounding"], _money(refund, refund.rounding_amount, writer)),) if refund.rounding_amount else (),
        total=(words["given_back"], _money(refund, refund.amount, writer)),
        tenders=_ways(refund, writer),
        tax_heads=tuple(words[head] for head in ("tax", "net", "tax", "total")),
        taxes=_taxes(refund, items, writer),
        footer=text_lines(business.receipt_footer),
        qr=refund.refund_number or "",
        copy=copy_mark(business.country, copy_number),
        codes=_codes(refund, words["credit_code"]) if tells_code else (),
        logo=letterhead(business),
    )


def not_processed(refund: Refund) -> DomainError:
    """The refusal before it is done."""
    return DomainError(
        "RECEIPT_NOT_READY",
        f"The refund is {refund.get_status_display().lower()}. Process it, then there is a credit note.",
        {"status": refund.status},
    )


def _codes(refund: Refund, label: str) -> tuple[tuple[str, str], ...]:
    granted = WalletEntry.objects.for_business(refund.business_id).filter(
        source_type=SourceType.REFUND, source_id=refund.pk, kind=EntryKind.REFUND, account__customer=None
    )
    return tuple((label, in_groups(entry.account.code)) for entry in granted.select_related("account"))


def _addresses(refund: Refund, business: Business, writer: Writer) -> tuple[str, ...]:
    place = refund.location
    number = (f"{writer.words['tax_number']} {business.tax_number}",) if business.tax_number else ()
    return (place.name, *(text_lines(place.address) or text_lines(business.address)), *number)


def _facts(refund: Refund, writer: Writer) -> tuple[tuple[str, str], ...]:
    if refund.processed_at is None:
        raise AssertionError("a credit note is of a refund that was processed")
    local = refund.processed_at.astimezone(ZoneInfo(refund.location.timezone))
    customer = refund.customer if refund.sale is None else refund.sale.customer
    rows = [
        (writer.day(local.date()), f"{local:%H:%M}"),
        (writer.words["of_receipt"], (refund.sale and refund.sale.receipt_number) or ""),
        (writer.words["brought_by"], refund.brought_by),
        (writer.words["customer"], customer.name if customer else ""),
    ]
    return tuple(row for row in rows if row[1])


def _line(item: RefundItem, refund: Refund, writer: Writer) -> PrintedLine:
    notes = [(writer.words["serials"].format(serials=", ".join(item.serials)), "")] if item.serials else []
    each = money(item.gross / item.quantity, currency_exponent(refund.currency))
    return PrintedLine(
        name=item.line.product_name,
        detail=f"{writer.figure(figure(item.quantity))} {TIMES} {writer.money(each)}",
        amount=_money(refund, item.gross, writer),
        notes=tuple(notes),
    )


def _ways(refund: Refund, writer: Writer) -> tuple[tuple[str, str], ...]:
    words = writer.words
    rows = [
        (words[paid.payment_method], _money(refund, paid.amount_paid, writer))
        for paid in refund.paid_out.filter(replacements=None)
    ]
    if refund.debt_amount:
        rows.append((words["lowered"], _money(refund, refund.debt_amount, writer)))
    if refund.credited_amount:
        rows.append((words["credited"], _money(refund, refund.credited_amount, writer)))
    return tuple(rows)


def _taxes(refund: Refund, items: list[RefundItem], writer: Writer) -> tuple[tuple[str, ...], ...]:
    sums: dict[tuple[str, Decimal], list[Decimal]] = {}
    for item in items:
        net, tax = sums.setdefault((item.line.tax_code, item.line.tax_rate), [Decimal(0), Decimal(0)])
        sums[item.line.tax_code, item.line.tax_rate] = [net + item.net, tax + item.tax]
    return tuple(
        (
            f"{code} {writer.percent(figure(rate))}".strip(),
            *(_money(refund, amount, writer) for amount in (net, tax, net + tax)),
        )
        for (code, rate), (net, tax) in sorted(sums.items())
    )


def _money(refund: Refund, amount: Decimal, writer: Writer) -> str:
    return writer.money(money(amount, currency_exponent(refund.currency)))
