"""What stands on a receipt, as plain figures: all that a printer or a page needs, in a constant number of queries.

Amounts are in the sale's currency. A line's `amount` is price x quantity, its `total` what is left after its own
discount; both are in the sale's tax basis, so that the totals add up to `subtotal`. What promotions take off the basket
comes after it, promotion by promotion.
"""

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from optimapos.core.money import currency_exponent
from optimapos.core.result import DomainError
from optimapos.organization.models import Business, Terminal, User
from optimapos.organization.types import logo_url
from optimapos.papers.selectors import prints_of
from optimapos.partners.models import CustomerSite
from optimapos.sales.answers import figure, money
from optimapos.sales.models import Payment, Sale, SaleItem, SaleTax
from optimapos.sales.types import PaymentDirection, PaymentStatus, SaleOrigin

ZERO = Decimal(0)


def printed_before(sale: Sale) -> int:
    """How often it was handed out: what a till sold without a connection, it has printed itself."""
    by_the_till = 0 if sale.origin == SaleOrigin.ONLINE else 1
    return max(prints_of(sale.business_id, sale.pk), by_the_till)


def not_ready(sale: Sale) -> DomainError:
    """The refusal before the goods have left."""
    return DomainError(
        "RECEIPT_NOT_READY",
        f"The sale is {sale.get_status_display().lower()}. Complete it, then there is a receipt.",
        {"status": sale.status},
    )


def receipt_of(sale: Sale, copy_number: int | None = None) -> dict[str, Any]:
    """The receipt of a completed sale. Runs inside its business's transaction. `copy_number`: of a print; without it what the
    next one will have.

    Refuses: RECEIPT_NOT_READY (data: status) before the goods have left.
    """
    if sale.completed_at is None:
        raise not_ready(sale)
    places = currency_exponent(sale.currency)
    payments = _payments(sale)
    return {
        **_heading(sale),
        **_place_and_people(sale),
        "items": [_line(line, sale, places) for line in _lines(sale)],
        "subtotal": money(sale.subtotal, places),
        "promotions": [
            {"name": each["name"], "amount": money(Decimal(each["amount"]), places)}
            for each in sale.promotions
            if not each["in_prices"]
        ],
        "discount_percentage": figure(sale.discount_percentage),
        "discount_amount": money(sale.discount_amount, places),
        "taxes": [_tax(tax, places) for tax in sale.taxes.order_by("code", "rate")],
        "tax_amount": money(sale.tax_amount, places),
        "rounding_amount": money(sale.rounding_amount, places),
        "total_amount": money(sale.total_amount, places),
        "payments": [_payment(payment, places) for payment in payments],
        "amount_paid": money(sale.amount_paid, places),
        "change": money(sum((payment.change for payment in payments), ZERO), places),
        "amount_due": money(sale.amount_due, places),
        "due_date": sale.due_date,
        "qr": sale.receipt_number,
        "copy_number": printed_before(sale) if copy_number is None else copy_number,
    }


def _heading(sale: Sale) -> dict[str, Any]:
    zone = sale.location.timezone
    local = (sale.completed_at or sale.created_at).astimezone(ZoneInfo(zone))
    return {
        "sale": sale.pk,
        "receipt_number": sale.receipt_number,
        "date": local.date(),
        "time": f"{local:%H:%M}",
        "timezone": zone,
        "completed_at": sale.completed_at,
        "business_date": sale.business_date,
        "currency": sale.currency,
        "prices_include_tax": sale.prices_include_tax,
    }


def _place_and_people(sale: Sale) -> dict[str, Any]:
    business = Business.objects.get(pk=sale.business_id)
    terminals = Terminal.objects.for_business(sale.business_id).filter(pk__in=[sale.terminal_id])
    cashier = User.objects.filter(pk=sale.user_id).first()
    return {
        "business": {
            "name": business.name,
            "address": business.address,
            "tax_number": business.tax_number,
            "country": business.country,
            "logo": logo_url(business.logo) if business.logo else None,
        },
        "storefront": {
            "code": sale.location.code,
            "name": sale.location.name,
            "address": sale.location.address,
            "phone": sale.location.phone,
        },
        "terminal": terminals.values_list("code", flat=True).first(),
        "cashier": (cashier.name or cashier.email.partition("@")[0]) if cashier else "",
        "customer": {"code": sale.customer.code, "name": sale.customer.name} if sale.customer else None,
        "delivery_address": _delivery_address(sale.customer_site),
        "footer": business.receipt_footer,
    }


def _delivery_address(site: CustomerSite | None) -> dict[str, str] | None:
    return {"name": site.name, "city": site.city, "address": site.address} if site else None


def _lines(sale: Sale) -> list[SaleItem]:
    return list(sale.sale_items.select_related("packaging", "product__unit").order_by("line_no"))


def _line(line: SaleItem, sale: Sale, places: int) -> dict[str, Any]:
    total = (line.gross if sale.prices_include_tax else line.net) + line.order_discount_share + line.promotion_discount
    return {
        "line_no": line.line_no,
        "name": line.product_name,
        "sku": line.product_sku,
        "quantity": figure(line.quantity),
        "packaging": line.packaging.name if line.packaging else None,
        "unit": line.product.unit.code if line.product.unit.decimals and not line.packaging else None,
        "unit_price": figure(line.unit_price, places),
        "amount": money(total + line.line_discount, places),
        "discount_percentage": figure(line.discount_percentage),
        "discount": money(line.line_discount, places),
        "total": money(total, places),
        "tax_code": line.tax_code,
        "tax_rate": figure(line.tax_rate),
        "warranty_until": line.warranty_until,
        "serials": line.serials,
    }


def _tax(tax: SaleTax, places: int) -> dict[str, Any]:
    return {
        "code": tax.code,
        "rate": figure(tax.rate),
        "base": money(tax.base, places),
        "tax": money(tax.tax, places),
        "gross": money(tax.base + tax.tax, places),
    }


def _payments(sale: Sale) -> list[Payment]:
    taken = sale.payments.filter(direction=PaymentDirection.IN, status=PaymentStatus.SUCCESSFUL)
    return list(taken.order_by("id"))


def _payment(payment: Payment, places: int) -> dict[str, Any]:
    return {
        "payment_method": payment.payment_method,
        "tendered": money(payment.tendered, places),
        "change": money(payment.change, places),
        "amount_paid": money(payment.amount_paid, places),
        "transaction_reference": payment.transaction_reference,
    }
