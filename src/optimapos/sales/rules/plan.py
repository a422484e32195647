"""The whole decision of a checkout: from cart, priced lines and tenders to the rows that it writes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from optimapos.core.actors import Capability
from optimapos.core.ids import new_id
from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.partners.rules.merging import check_not_merged
from optimapos.partners.rules.standing import CreditStanding, check_credit
from optimapos.sales.commands import Settling, decimal
from optimapos.sales.facts import CartFacts, CartLineFacts, Context
from optimapos.sales.rows import AuditRow, CheckoutRows, CreditRow, LineRow, OutboxRow, PaymentRow, SaleRow, TaxRow
from optimapos.sales.rules.amounts import LineAmounts, LineInput, SaleAmounts, price_sale
from optimapos.sales.rules.limits import check_discounts
from optimapos.sales.rules.lines import needs_of
from optimapos.sales.rules.serials import check_serials, chosen_of
from optimapos.sales.rules.settlement import SettledTender, Settlement, TenderInput, settle
from optimapos.sales.types import PaymentStatus

OVERRIDE = "OVERRIDE:"
PRICE_DIFFERS = "PRICE_DIFFERS"


def plan_sale(
    context: Context,
    cart: CartFacts,
    lines: Sequence[CartLineFacts],
    settling: Settling,
    *,
    occurred_at: datetime,
    now: datetime,
    content_hash: bytes | None,
) -> CheckoutRows:
    """Everything that completing the cart writes.

    Refuses: CART_EMPTY, DISCOUNT_TOO_LARGE, DISCOUNT_NOT_ALLOWED, AMOUNT_TOO_LARGE, PRICE_CHANGED (data: expected_total,
    total_amount), UNDERPAID, OVERPAID and the other refusals of `settle` and `check_credit`, OVERRIDE_NOT_ALLOWED,
    INSUFFICIENT_STOCK, SERIALS_REQUIRED, SERIALS_MISMATCH.
    """
    if not lines:
        raise DomainError("CART_EMPTY", "There is nothing in the cart.")
    needs = needs_of(lines)
    unnamed = check_serials(lines, is_late=cart.is_late)
    amounts = amounts_of(lines, cart, context.currency)
    limit = context.max_discount if context.can(Capability.SALE_DISCOUNT) else ZERO
    check_discounts(amounts, max_discount=limit, currency=context.currency)
    settlement = _settlement(context, settling, amounts.total)
    flags = [*_flags(context, cart, lines, settling, settlement), *unnamed]
    sale = _sale_row(context, cart, amounts, settlement, settling, flags, occurred_at, now, content_hash)
    payments = [_payment_row(tender) for tender in settlement.tenders]
    return CheckoutRows(
        sale=sale,
        lines=[_line_row(line, each, sale.business_date) for line, each in zip(lines, amounts.lines, strict=True)],
        taxes=[TaxRow(new_id(), tax.code, tax.rate, tax.base, tax.tax) for tax in amounts.taxes],
        payments=payments,
        audit=_audit_rows(sale, payments, len(lines), is_new=cart.is_new),
        outbox=[_news(sale)],
        credit=_credit_row(sale),
        need=[
            {"item_id": item, "product_id": product, "quantity": quantity}
            for item, (product, quantity) in sorted(needs.items())
        ],
        serials=chosen_of(lines),
    )


def amounts_of(lines: Sequence[CartLineFacts], cart: CartFacts, currency: str) -> SaleAmounts:
    """What the cart costs.

    Refuses: DISCOUNT_TOO_LARGE, AMOUNT_TOO_LARGE.
    """
    return price_sale(
        [
            LineInput(
                line.unit_price,
                line.quantity,
                line.discount_percentage,
                line.discount_fixed,
                line.tax_rate,
                line.tax_code,
            )
            for line in lines
        ],
        discount_percentage=cart.discount_percentage,
        discount_fixed=cart.discount_fixed,
        prices_include_tax=cart.prices_include_tax,
        currency=currency,
    )


def _settlement(context: Context, settling: Settling, total: Decimal) -> Settlement:
    return settle(
        total=total,
        tenders=[
            TenderInput(
                tender.payment_method, decimal(tender.amount_paid), tender.transaction_reference, tender.phone_number
            )
            for tender in settling.payments
        ],
        currency=context.currency,
        cash_rounding_step=context.cash_rounding_step,
        may_owe=context.customer_id is not None,
    )


def _flags(
    context: Context, cart: CartFacts, lines: Sequence[CartLineFacts], settling: Settling, settlement: Settlement
) -> list[str]:
    flags = dict.fromkeys(flag for line in lines for flag in line.flags)
    expected = settling.expected_total
    before_rounding = settlement.total_amount - settlement.rounding_amount  # what a cart answers as its total
    if expected is not None and decimal(expected) not in {settlement.total_amount, before_rounding}:
        if not cart.is_late:
            raise DomainError(
                "PRICE_CHANGED",
                f"The total is {settlement.total_amount}, not {expected}.",
                {"expected_total": str(expected), "total_amount": str(settlement.total_amount)},
                ("Show the customer the new total and check out again.",),
            )
        flags[PRICE_DIFFERS] = None
    if context.customer_id is not None:
        check_not_merged(context.customer_id, context.customer_merged_into)
        flags |= dict.fromkeys(OVERRIDE + flag for flag in _credit_flags(context, settling, settlement.amount_due))
    return list(flags)


def _credit_flags(context: Context, settling: Settling, amount_due: Decimal) -> tuple[str, ...]:
    if settling.manager_override:
        _check_override(context, settling)
    overdue = max(ZERO, context.overdue_amount or ZERO)
    due, day = context.oldest_due, context.business_date
    standing = CreditStanding(
        is_active=bool(context.customer_active),
        sales_blocked=bool(context.sales_blocked),
        credit_blocked=bool(context.credit_blocked),
        credit_limit=context.credit_limit or ZERO,
        outstanding_balance=context.outstanding_balance or ZERO,
        overdue_amount=overdue,
        overdue_days=(day - due).days if overdue and due and day else 0,
        grace_days=context.credit_grace_days,
    )
    return check_credit(standing, amount=amount_due, override=settling.manager_override)


def _check_override(context: Context, settling: Settling) -> None:
    if not context.can(Capability.CREDIT_OVERRIDE):
        raise DomainError("OVERRIDE_NOT_ALLOWED", "Your role may not sell beyond a customer's credit.")
    if not settling.override_reason.strip():
        raise DomainError("OVERRIDE_NEEDS_REASON", "Say why the customer's credit is overridden.")


def _sale_row(
    context: Context,
    cart: CartFacts,
    amounts: SaleAmounts,
    settlement: Settlement,
    settling: Settling,
    flags: list[str],
    occurred_at: datetime,
    now: datetime,
    content_hash: bytes | None,
) -> SaleRow:
    day = context.business_date
    if day is None or context.location_id is None:
        raise AssertionError("a checkout has a location")
    overrode = any(flag.startswith(OVERRIDE) for flag in flags)
    till = [context.terminal_code] if context.terminal_code else []
    return SaleRow(
        id=cart.id,
        business_id=context.business_id,
        location_id=context.location_id,
        terminal_id=context.terminal_id,
        user_id=context.user_id,
        customer_id=context.customer_id,
        customer_site_id=cart.customer_site_id,
        type=cart.type,
        status=settlement.status.value,
        payment_type=settlement.payment_type.value,
        origin=cart.origin,
        prices_include_tax=cart.prices_include_tax,
        currency=context.currency,
        series="-".join([context.location_code or "", *till, f"{day:%Y%m%d}"]),
        receipt_number=None,
        business_date=day,
        accounting_date=day,
        subtotal=amounts.subtotal,
        discount_percentage=cart.discount_percentage,
        discount_fixed=cart.discount_fixed,
        discount_amount=amounts.discount_amount,
        tax_amount=amounts.tax_amount,
        rounding_amount=settlement.rounding_amount,
        total_amount=settlement.total_amount,
        amount_paid=settlement.amount_paid,
        amount_due=settlement.amount_due,
        due_date=_due_date(context, settlement.amount_due, day),
        flags=flags,
        content_hash=None if content_hash is None else f"\\x{content_hash.hex()}",
        manager_override=overrode,
        override_reason=settling.override_reason if overrode else "",
        override_by=context.user_id if overrode else None,
        cart_session_id=cart.cart_session_id,
        notes=cart.notes if settling.notes is None else settling.notes,
        created_at=cart.created_at,
        updated_at=now,
        occurred_at=occurred_at,
        completed_at=occurred_at,
        version=cart.version + (0 if cart.is_new else 1),
    )


def _due_date(context: Context, amount_due: Decimal, day: date) -> date | None:
    return day + timedelta(days=context.credit_terms_days or 0) if amount_due else None


def _line_row(line: CartLineFacts, amounts: LineAmounts, day: date) -> LineRow:
    return LineRow(
        id=line.id,
        line_no=line.line_no,
        kind=line.kind,
        product_id=line.product_id,
        item_id=line.item_id,
        packaging_id=line.packaging_id,
        factor_num=line.factor_num,
        factor_den=line.factor_den,
        quantity=line.quantity,
        base_qty=line.base_qty,
        list_price=line.list_price,
        unit_price=line.unit_price,
        price_source=line.price_source,
        price_overridden_by=line.price_overridden_by,
        discount_percentage=line.discount_percentage,
        discount_fixed=line.discount_fixed,
        line_discount=amounts.line_discount,
        order_discount_share=amounts.order_discount_share,
        tax_code=line.tax_code,
        tax_rate=line.tax_rate,
        net=amounts.net,
        tax=amounts.tax,
        gross=amounts.gross,
        product_name=line.product_name,
        product_sku=line.product_sku,
        warranty_until=day + timedelta(days=line.warranty_days) if line.warranty_days else None,
        serials=line.serials,
        waterfall=line.waterfall,
    )


def _payment_row(tender: SettledTender) -> PaymentRow:
    return PaymentRow(
        id=new_id(),
        payment_method=tender.method.value,
        status=PaymentStatus.SUCCESSFUL.value,
        amount_paid=tender.amount_paid,
        tendered=tender.tendered,
        change=tender.change,
        transaction_reference=tender.reference,
        phone_number=tender.phone,
    )


def _credit_row(sale: SaleRow) -> CreditRow | None:
    return CreditRow(new_id(), sale.amount_due, sale.due_date) if sale.amount_due and sale.due_date else None


def _audit_rows(sale: SaleRow, payments: list[PaymentRow], line_count: int, *, is_new: bool) -> list[AuditRow]:
    created = [AuditRow(new_id(), "sale.created", {"type": sale.type, "origin": sale.origin})] if is_new else []
    taken = [
        AuditRow(
            new_id(),
            "payment.created",
            {"method": payment.payment_method, "amount": str(payment.amount_paid)},
            payment_id=payment.id,
        )
        for payment in payments
    ]
    figures = {
        "total_amount": str(sale.total_amount),
        "amount_due": str(sale.amount_due),
        "payment_type": sale.payment_type,
        "flags": sale.flags,
    }
    committed = AuditRow(new_id(), "stock.committed", {"lines": line_count})
    completed = AuditRow(new_id(), "sale.completed", figures, description=sale.override_reason)
    return [*created, *taken, committed, completed]


def _news(sale: SaleRow) -> OutboxRow:
    payload = {
        "sale_id": str(sale.id),
        "location_id": str(sale.location_id),
        "customer_id": str(sale.customer_id) if sale.customer_id else None,
        "total_amount": str(sale.total_amount),
        "amount_due": str(sale.amount_due),
    }
    return OutboxRow(new_id(), "sale.completed", payload)
