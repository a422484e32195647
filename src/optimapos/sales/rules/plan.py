"""The whole decision of a checkout: from cart, priced lines and tenders to the rows that it writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from optimapos.core.actors import Capability
from optimapos.core.ids import new_id
from optimapos.core.money import ZERO, round_money
from optimapos.core.result import DomainError
from optimapos.partners.rules.merging import check_not_merged
from optimapos.partners.rules.standing import CreditStanding, check_credit
from optimapos.pricing.types import NO_PROMOTIONS, Basket
from optimapos.sales.commands import Settling, decimal
from optimapos.sales.facts import ApprovalFacts, CartFacts, CartLineFacts, Context
from optimapos.sales.rows import CheckoutRows, CreditRow, LineRow, PaymentRow, SaleRow, TaxRow
from optimapos.sales.rules.amounts import LineAmounts, LineInput, SaleAmounts, price_sale
from optimapos.sales.rules.approvals import NOTHING_APPROVED, Approved, check_reach, discount_given
from optimapos.sales.rules.events import audit_rows, news, used_rows
from optimapos.sales.rules.limits import check_discounts
from optimapos.sales.rules.lines import Needs, needs_of
from optimapos.sales.rules.promotions import (
    COUPON_NOT_APPLIED,
    Promoting,
    UsedPromotion,
    basket_of,
    used_promotions,
)
from optimapos.sales.rules.serials import check_serials, chosen_of
from optimapos.sales.rules.settlement import SettledTender, Settlement, exchanged, settle
from optimapos.sales.rules.wallets import NO_WALLETS, Wallets, check_connected, tenders_of, wallet_events
from optimapos.sales.types import PaymentStatus, SaleOrigin

OVERRIDE = "OVERRIDE:"
PRICE_DIFFERS = "PRICE_DIFFERS"


@dataclass(frozen=True, slots=True)
class Decided:
    """What a sale costs, how it is paid, and what is told of it. `limited` promotions and `coupons` are used once each."""

    needs: Needs
    amounts: SaleAmounts
    settlement: Settlement
    flags: list[str]
    promotions: list[dict[str, Any]]
    limited: list[UUID]
    coupons: list[UUID]


def plan_sale(
    context: Context,
    cart: CartFacts,
    lines: Sequence[CartLineFacts],
    settling: Settling,
    promoting: Promoting,
    *,
    occurred_at: datetime,
    now: datetime,
    content_hash: bytes | None,
    approved: Approved = NOTHING_APPROVED,
    wallets: Wallets = NO_WALLETS,
    credit: Decimal = ZERO,
) -> CheckoutRows:
    """Everything that completing the cart writes. `approved`: the approvals that hold for it; `wallets`: what tenders name.

    Refuses: CART_EMPTY, PROMOTION_EXHAUSTED, DISCOUNT_TOO_LARGE, DISCOUNT_NOT_ALLOWED, AMOUNT_TOO_LARGE, PRICE_CHANGED
    (data: expected_total, total_amount), UNDERPAID, OVERPAID, the refusals of `settle`, `tenders_of` and `check_credit`,
    OVERRIDE_NOT_ALLOWED, APPROVAL_TOO_SMALL, INSUFFICIENT_STOCK, SERIALS_REQUIRED, SERIALS_MISMATCH.
    """
    if not lines:
        raise DomainError("CART_EMPTY", "There is nothing in the cart.")
    needs = needs_of(lines)
    unnamed = check_serials(lines, is_late=cart.is_late)
    amounts, basket = amounts_of(lines, cart, context.currency, promoting)
    used = used_promotions(promoting, basket, lines, context.currency)
    if discount := approved.get(Capability.SALE_DISCOUNT):
        check_reach(discount, discount_given(amounts))
    else:
        limit = context.max_discount if context.can(Capability.SALE_DISCOUNT) else ZERO
        check_discounts(amounts, max_discount=limit, currency=context.currency)
    if cart.is_late:
        check_connected(settling)
    settlement = _settlement(context, settling, amounts.total, wallets, credit)
    flags = [*_flags(context, cart, lines, settling, settlement, approved), *_coupon_flags(cart, used), *unnamed]
    decided = Decided(
        needs,
        amounts,
        settlement,
        flags,
        promotions=[each.document for each in used],
        limited=sorted(UUID(each.terms.id) for each in used if each.terms.is_limited),
        coupons=sorted(UUID(each.coupon.id) for each in used if each.coupon),
    )
    return rows_of(
        context, cart, lines, settling, decided, occurred_at, now, content_hash=content_hash, approved=approved
    )


def rows_of(
    context: Context,
    cart: CartFacts,
    lines: Sequence[CartLineFacts],
    settling: Settling,
    decided: Decided,
    occurred_at: datetime,
    now: datetime,
    *,
    content_hash: bytes | None,
    approved: Approved = NOTHING_APPROVED,
) -> CheckoutRows:
    """The rows of what was decided."""
    sale = _sale_row(context, cart, decided, settling, occurred_at, now, content_hash, approved)
    payments = [_payment_row(tender) for tender in decided.settlement.tenders]
    taken = [tender.wallet for tender in decided.settlement.tenders if tender.wallet]
    return CheckoutRows(
        sale=sale,
        lines=[
            _line_row(line, each, sale.business_date) for line, each in zip(lines, decided.amounts.lines, strict=True)
        ],
        taxes=[TaxRow(new_id(), tax.code, tax.rate, tax.base, tax.tax) for tax in decided.amounts.taxes],
        payments=payments,
        audit=[
            *audit_rows(sale, payments, len(lines), is_new=cart.is_new),
            *used_rows(approved),
            *wallet_events(taken),
        ],
        outbox=[news(sale)],
        credit=_credit_row(sale),
        need=[
            {"item_id": item, "product_id": product, "quantity": quantity}
            for item, (product, quantity) in sorted(decided.needs.items())
        ],
        serials=chosen_of(lines),
        limited=decided.limited,
        coupons=decided.coupons,
        wallets=taken,
    )


def amounts_of(
    lines: Sequence[CartLineFacts], cart: CartFacts, currency: str, promoting: Promoting
) -> tuple[SaleAmounts, Basket]:
    """What the cart costs, and which promotions took something off.

    Refuses: DISCOUNT_TOO_LARGE, AMOUNT_TOO_LARGE.
    """
    basket = NO_PROMOTIONS

    def taken_off(left: Sequence[Decimal]) -> Sequence[Decimal]:
        nonlocal basket
        basket = basket_of(promoting, lines, left, prices_include_tax=cart.prices_include_tax, currency=currency)
        return [round_money(basket.off(line.line_no), currency) for line in lines]

    priced = price_sale(
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
        promotions=taken_off if promoting.offers.book.has_baskets else None,
    )
    return priced, basket


def _coupon_flags(cart: CartFacts, used: Sequence[UsedPromotion]) -> list[str]:
    shown = {each.coupon.code for each in used if each.coupon}
    return [COUPON_NOT_APPLIED] if any(code not in shown for code in cart.coupons) else []


def _settlement(context: Context, settling: Settling, total: Decimal, wallets: Wallets, credit: Decimal) -> Settlement:
    return settle(
        total=total,
        tenders=[
            *exchanged(credit, total),
            *tenders_of(settling, wallets, total=total, currency=context.currency, day=context.business_date),
        ],
        currency=context.currency,
        cash_rounding_step=context.cash_rounding_step,
        may_owe=context.customer_id is not None,
    )


def _flags(
    context: Context,
    cart: CartFacts,
    lines: Sequence[CartLineFacts],
    settling: Settling,
    settlement: Settlement,
    approved: Approved,
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
    if context.customer_id is not None and (settlement.amount_due or not cart.is_late):
        # Late and paid: a fact, whatever became of the customer since.
        check_not_merged(context.customer_id, context.customer_merged_into)
        overridden = _credit_flags(context, settling, settlement.amount_due, approved.get(Capability.CREDIT_OVERRIDE))
        flags |= dict.fromkeys(OVERRIDE + flag for flag in overridden)
    return list(flags)


def _credit_flags(
    context: Context, settling: Settling, amount_due: Decimal, approval: ApprovalFacts | None
) -> tuple[str, ...]:
    if settling.manager_override and approval is None:
        _check_override(context, settling)
    standing = standing_of(context)
    override = settling.manager_override or approval is not None
    flags = check_credit(standing, amount=amount_due, override=override)
    if flags and approval:
        check_reach(approval, amount_due)
    return flags


def standing_of(context: Context) -> CreditStanding:
    """What counts of the context's customer."""
    overdue = max(ZERO, context.overdue_amount or ZERO)
    due, day = context.oldest_due, context.business_date
    return CreditStanding(
        is_active=bool(context.customer_active),
        sales_blocked=bool(context.sales_blocked),
        credit_blocked=bool(context.credit_blocked),
        credit_limit=context.credit_limit or ZERO,
        outstanding_balance=context.outstanding_balance or ZERO,
        overdue_amount=overdue,
        overdue_days=(day - due).days if overdue and due and day else 0,
        grace_days=context.credit_grace_days,
    )


def _check_override(context: Context, settling: Settling) -> None:
    if not context.can(Capability.CREDIT_OVERRIDE):
        raise DomainError("OVERRIDE_NOT_ALLOWED", "Your role may not sell beyond a customer's credit.")
    if not settling.override_reason.strip():
        raise DomainError("OVERRIDE_NEEDS_REASON", "Say why the customer's credit is overridden.")


def _sale_row(
    context: Context,
    cart: CartFacts,
    decided: Decided,
    settling: Settling,
    occurred_at: datetime,
    now: datetime,
    content_hash: bytes | None,
    approved: Approved,
) -> SaleRow:
    amounts, settlement, flags, day = decided.amounts, decided.settlement, decided.flags, context.business_date
    if day is None or context.location_id is None:
        raise AssertionError("a checkout has a location")
    overrode = any(flag.startswith(OVERRIDE) for flag in flags)
    override_by, override_reason = _overrider(context, settling, approved, overrode=overrode)
    till = [context.terminal_code] if context.terminal_code else []
    return SaleRow(
        id=cart.id,
        business_id=context.business_id,
        location_id=context.location_id,
        terminal_id=context.terminal_id,
        shift_id=None if cart.origin == SaleOrigin.IMPORT else context.shift_id,
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
        promotion_amount=amounts.promotion_amount,
        coupons=list(cart.coupons),
        tax_amount=amounts.tax_amount,
        rounding_amount=settlement.rounding_amount,
        total_amount=settlement.total_amount,
        amount_paid=settlement.amount_paid,
        amount_due=settlement.amount_due,
        due_date=_due_date(context, settlement.amount_due, day),
        flags=flags,
        content_hash=None if content_hash is None else f"\\x{content_hash.hex()}",
        manager_override=overrode,
        override_reason=override_reason,
        override_by=override_by,
        cart_session_id=cart.cart_session_id,
        notes=cart.notes if settling.notes is None else settling.notes,
        created_at=cart.created_at,
        updated_at=now,
        occurred_at=occurred_at,
        completed_at=occurred_at,
        version=cart.version + (0 if cart.is_new else 1),
        promotions=decided.promotions,
    )


def _overrider(context: Context, settling: Settling, approved: Approved, *, overrode: bool) -> tuple[UUID | None, str]:
    """Who allowed what the member may not, and why: of several approvals the one of credit; the member itself, where it
    overrode the credit by its own right.
    """
    approval = approved.get(Capability.CREDIT_OVERRIDE)
    if overrode and approval is None:
        return context.user_id, settling.override_reason
    approval = approval or next(iter(approved.values()), None)
    return (approval.approver, approval.reason) if approval else (None, "")


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
        promotion_discount=amounts.promotion_discount,
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
        wallet_entry_id=tender.wallet.id if tender.wallet else None,
    )


def _credit_row(sale: SaleRow) -> CreditRow | None:
    return CreditRow(new_id(), sale.amount_due, sale.due_date) if sale.amount_due and sale.due_date else None
