"""The paper of a gift card that was sold: no tax invoice. The code stands on its original alone."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from optimapos.core.actors import Actor
from optimapos.core.money import currency_exponent
from optimapos.organization.models import Business, Terminal
from optimapos.papers.rules.figures import Writer, text_lines
from optimapos.papers.selectors import copy_mark, letterhead
from optimapos.papers.types import Printed
from optimapos.sales.answers import money
from optimapos.sales.selectors.gift_cards import CardSale
from optimapos.wallet.rules.codes import in_groups


def code_for(sold: CardSale, actor: Actor, *, print_number: int | None, day: date | None) -> str:
    """The code, on the first print of a new card, at the till that sold it, on the `day` of the sale; else nothing."""
    entry = sold.entry
    is_original = print_number == 1 and not sold.is_load and sold.voided_by is None
    is_here = entry.terminal_id is not None and entry.terminal_id == actor.terminal_id
    return in_groups(entry.account.code) if is_original and is_here and entry.business_date == day else ""


def card_paper(sold: CardSale, copy_number: int, *, code: str = "") -> Printed:
    """The paper. Runs inside its business's transaction. `code`: told on it, as letters and as a QR code."""
    entry, account = sold.entry, sold.entry.account
    business = Business.objects.get(pk=entry.business_id)
    tills = Terminal.objects.for_business(entry.business_id).select_related("location")
    till = tills.filter(pk=entry.terminal_id).first() if entry.terminal_id else None
    writer = Writer(business.country, account.currency)
    words = writer.words
    return Printed(
        language=writer.locale.language,
        title=words["card_loaded" if sold.is_load else "card_sold"],
        number=sold.number,
        business=business.name,
        addresses=_addresses(business, till),
        facts=_facts(sold, till, writer),
        lines=(),
        sums=((words["void"], _money(entry.amount, sold, writer)),) if sold.voided_by else (),
        total=(words["total"], _money(entry.amount, sold, writer)),
        tenders=_tenders(sold, writer),
        tax_heads=(),
        taxes=(),
        footer=(words["no_tax_invoice"], *text_lines(business.receipt_footer)),
        qr=code,
        copy=copy_mark(business.country, copy_number),
        codes=((words["card_code"], code),) if code else (),
        logo=letterhead(business),
    )


def _addresses(business: Business, till: Terminal | None) -> tuple[str, ...]:
    if till is None:
        return text_lines(business.address)
    return (till.location.name, *(text_lines(till.location.address) or text_lines(business.address)))


def _facts(sold: CardSale, till: Terminal | None, writer: Writer) -> tuple[tuple[str, str], ...]:
    entry, account = sold.entry, sold.entry.account
    local = entry.occurred_at.astimezone(ZoneInfo(till.location.timezone)) if till else None
    rows = [
        (writer.day(entry.business_date), f"{local:%H:%M}" if local else " "),
        (writer.words["till"], till.code if till else ""),
        (writer.words["card_balance"], _money(entry.balance_after, sold, writer)),
        (writer.words["valid_until"], writer.day(account.expires_on) if account.expires_on else ""),
    ]
    return tuple(row for row in rows if row[1])


def _tenders(sold: CardSale, writer: Writer) -> tuple[tuple[str, str], ...]:
    rows = []
    for payment in sold.payments:
        name = f"{writer.words[payment.payment_method]} {payment.transaction_reference}".strip()
        rows.append((name, _money(payment.tendered, sold, writer)))
    if sold.change:
        rows.append((writer.words["change"], _money(sold.change, sold, writer)))
    return tuple(rows)


def _money(amount: Decimal, sold: CardSale, writer: Writer) -> str:
    return writer.money(money(amount, currency_exponent(sold.entry.account.currency)))
