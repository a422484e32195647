"""A sale as it is answered: one shape for the checkout's rows and for stored ones, down to the byte.

Money has the currency's decimals, unit prices at least those and up to six, quantities no trailing zeros.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from optimapos.core.money import currency_exponent

ZERO = Decimal(0)


def money(value: Decimal, places: int) -> str:
    """An amount in a currency's decimals. Stored amounts have no more."""
    return f"{value:.{places}f}"


def figure(value: Decimal, places: int = 0) -> str:
    """A price, quantity or percentage without trailing zeros, but with at least `places` decimals."""
    text = f"{value:.6f}".rstrip("0")
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction:0<{places}}" if places or fraction else whole


def sale_head(sale: Any) -> dict[str, Any]:
    """The sale without its lines: what lists answer. `sale` is a row or a stored `Sale`."""
    places = currency_exponent(sale.currency)
    return {
        "id": sale.id,
        "receipt_number": sale.receipt_number,
        "status": sale.status,
        "type": sale.type,
        "payment_type": sale.payment_type or None,
        "origin": sale.origin,
        "storefront": sale.location_id,
        "terminal": sale.terminal_id,
        "user": sale.user_id,
        "customer": sale.customer_id,
        "customer_site": sale.customer_site_id,
        "currency": sale.currency,
        "prices_include_tax": sale.prices_include_tax,
        "subtotal": money(sale.subtotal, places),
        "discount_percentage": figure(sale.discount_percentage),
        "discount_fixed": money(sale.discount_fixed, places),
        "discount_amount": money(sale.discount_amount, places),
        "promotion_amount": money(sale.promotion_amount, places),
        "coupons": sale.coupons,
        "tax_amount": money(sale.tax_amount, places),
        "rounding_amount": money(sale.rounding_amount, places),
        "total_amount": money(sale.total_amount, places),
        "amount_paid": money(sale.amount_paid, places),
        "amount_due": money(sale.amount_due, places),
        "amount_refunded": money(sale.amount_refunded, places),
        "due_date": sale.due_date,
        "flags": sale.flags,
        "manager_override": sale.manager_override,
        "override_reason": sale.override_reason,
        "override_by": sale.override_by,
        "cart_session_id": sale.cart_session_id,
        "notes": sale.notes,
        "is_held": sale.is_held,
        "hold_label": sale.hold_label,
        "version": sale.version,
        "business_date": sale.business_date,
        "created_at": sale.created_at,
        "updated_at": sale.updated_at,
        "occurred_at": sale.occurred_at,
        "completed_at": sale.completed_at,
        "cancelled_at": sale.cancelled_at,
    }


def sale_document(sale: Any, lines: Iterable[Any], taxes: Iterable[Any], payments: Iterable[Any]) -> dict[str, Any]:
    """The whole sale. All four may be rows of a checkout or stored ones."""
    places = currency_exponent(sale.currency)
    tenders = [payment_document(payment, places) for payment in payments]
    return {
        **sale_head(sale),
        "change": money(sum((payment.change for payment in payments), ZERO), places),
        "promotions": [promotion_document(each, places) for each in sale.promotions],
        "items": [line_document(line, places) for line in lines],
        "taxes": [
            {
                "code": tax.code,
                "rate": figure(tax.rate),
                "base": money(tax.base, places),
                "tax": money(tax.tax, places),
            }
            for tax in taxes
        ],
        "payments": tenders,
    }


def promotion_document(kept: Mapping[str, Any], places: int) -> dict[str, Any]:
    """What a promotion took off."""
    return {
        **kept,
        "amount": money(Decimal(kept["amount"]), places),
        "shares": {number: money(Decimal(share), places) for number, share in kept["shares"].items()},
    }


def line_document(line: Any, places: int) -> dict[str, Any]:
    """A line."""
    return {
        "id": line.id,
        "line_no": line.line_no,
        "kind": line.kind,
        "product": line.product_id,
        "product_name": line.product_name,
        "product_sku": line.product_sku,
        "stock_product": line.item_id,
        "packaging": line.packaging_id,
        "quantity": figure(line.quantity),
        "base_quantity": figure(line.base_qty),
        "list_price": figure(line.list_price, places),
        "unit_price": figure(line.unit_price, places),
        "price_source": line.price_source,
        "discount_percentage": figure(line.discount_percentage),
        "discount_fixed": money(line.discount_fixed, places),
        "line_discount": money(line.line_discount, places),
        "promotion_discount": money(line.promotion_discount, places),
        "order_discount_share": money(line.order_discount_share, places),
        "tax_code": line.tax_code,
        "tax_rate": figure(line.tax_rate),
        "net": money(line.net, places),
        "tax": money(line.tax, places),
        "gross": money(line.gross, places),
        "total_price": money(line.gross, places),
        "warranty_until": line.warranty_until,
        "serials": line.serials,
    }


def payment_document(payment: Any, places: int) -> dict[str, Any]:
    """A tender."""
    return {
        "id": payment.id,
        "payment_method": payment.payment_method,
        "status": payment.status,
        "amount_paid": money(payment.amount_paid, places),
        "tendered": money(payment.tendered, places),
        "change": money(payment.change, places),
        "transaction_reference": payment.transaction_reference,
        "phone_number": payment.phone_number,
    }
