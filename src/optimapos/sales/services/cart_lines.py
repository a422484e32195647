"""A cart's lines: worked out anew after each change, and their stock held or freed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from optimapos.core.actors import Actor, Capability
from optimapos.core.result import DomainError
from optimapos.inventory.locks import ensure_items
from optimapos.inventory.models import InventoryItem
from optimapos.inventory.selectors.ledger import serials_to_sell
from optimapos.inventory.services import ReservationService
from optimapos.organization.models import Business, Location
from optimapos.pricing.books import Offers
from optimapos.pricing.types import Sold
from optimapos.products.models import Product
from optimapos.sales.facts import CartFacts, CartLineFacts, Context, LineFacts
from optimapos.sales.models import Sale, SaleItem
from optimapos.sales.rules.limits import check_discounts
from optimapos.sales.rules.lines import needs_of, price_found, rate_for
from optimapos.sales.rules.plan import amounts_of
from optimapos.sales.rules.promotions import Promoting, used_by_basket
from optimapos.sales.rules.serials import check_line_serials, not_in_stock

LINE_COLUMNS = tuple(
    field.name
    for field in fields(CartLineFacts)
    if field.name not in {"group_id", "life_cycle", "tracks_stock", "tracks_serials", "warranty_days", "flags"}
)


def _amounts(row: SaleItem) -> tuple[Decimal, ...]:
    return row.line_discount, row.promotion_discount, row.order_discount_share, row.net, row.tax, row.gross


def price_for_customer(
    sale: Sale, rows: list[SaleItem], context: Context, facts: Mapping[UUID, LineFacts], offers: Offers
) -> None:
    """Give the lines the tax and the prices that hold for the cart's customer and type now. A price set by hand stays.

    `facts` by line, read for the customer. A line whose product has no price any more, or whose packaging is gone, keeps
    its price.

    Refuses: BUSY where the cart's customer or lines changed since they were read.
    """
    check_read_for(sale, context)
    if any(row.pk not in facts for row in rows):
        raise DomainError("BUSY", "The cart's lines changed meanwhile. Try again.")
    for row in rows:
        found = facts[row.pk]
        row.tax_rate = rate_for(context, found)
        if row.price_overridden_by or found.packaging_gone:
            continue
        sold = Sold(row.quantity, row.base_qty, row.factor_num, row.factor_den, sale.type)
        decision = price_found(context, found, row.line_no, offers, sold, row.tax_rate, sale.prices_include_tax)
        if decision:
            row.unit_price, row.list_price = decision.unit_price, decision.list_price
            row.price_source, row.waterfall = decision.source.value, decision.waterfall


def check_read_for(sale: Sale, context: Context) -> None:
    """Refuses: BUSY where the cart's customer changed since products were looked up for it."""
    if context.customer_id != sale.customer_id:
        raise DomainError("BUSY", "The cart's customer changed meanwhile. Try again.")


def columns_of(line: CartLineFacts) -> dict[str, Any]:
    """The columns of a stored line."""
    return {column: getattr(line, column) for column in LINE_COLUMNS}


def settle_cart(
    sale: Sale, rows: list[SaleItem], giver: Actor | None, promotions: Promoting, touched: Sequence[SaleItem] = ()
) -> None:
    """Work the cart out anew and write what changed; `touched` lines are written in any case.

    `giver` is who gives its discounts; None: nobody does now, and whether they are allowed is asked when it is completed.
    """
    lines = _grouped(sale, [_as_facts(row) for row in rows], promotions)
    amounts, basket = amounts_of(lines, _as_cart(sale), sale.currency, promotions)
    if giver:
        limit = giver.max_discount if giver.can(Capability.SALE_DISCOUNT) else Decimal(0)
        check_discounts(amounts, max_discount=limit, currency=sale.currency)
    for row, each in zip(rows, amounts.lines, strict=True):
        before = _amounts(row)
        row.line_discount, row.promotion_discount = each.line_discount, each.promotion_discount
        row.order_discount_share = each.order_discount_share
        row.net, row.tax, row.gross = each.net, each.tax, each.gross
        if row in touched or _amounts(row) != before:
            row.save(force_insert=row._state.adding)
    sale.subtotal, sale.discount_amount = amounts.subtotal, amounts.discount_amount
    sale.promotion_amount = amounts.promotion_amount
    sale.promotions = [each.document for each in used_by_basket(promotions, basket)]
    sale.tax_amount, sale.total_amount, sale.amount_due = amounts.tax_amount, amounts.total, amounts.total
    sale.version += 1
    sale.save()


def _grouped(sale: Sale, lines: list[CartLineFacts], promotions: Promoting) -> list[CartLineFacts]:
    """The lines with their products' groups, where a promotion of the basket may ask for them."""
    if not promotions.offers.book.has_baskets:
        return lines
    products = Product.objects.for_business(sale.business_id).filter(pk__in={line.product_id for line in lines})
    groups = dict(products.values_list("pk", "group_id"))
    return [replace(line, group_id=groups[line.product_id]) for line in lines]


def stocked(sale: Sale, line: CartLineFacts, context: Context) -> CartLineFacts:
    """The line with its stock item, made where goods are sold on that were never here, and with pieces that are here.

    Refuses: INSUFFICIENT_STOCK, SERIALS_MISMATCH, SERIAL_NOT_IN_STOCK (data: serials).
    """
    if line.tracks_stock and line.item_id is None and context.allows_oversell:
        ensure_items(sale.business_id, [(line.product_id, sale.location_id)])
        rows = InventoryItem.objects.for_business(sale.business_id)
        line = replace(line, item_id=rows.get(product_id=line.product_id, location_id=sale.location_id).pk)
    needs_of([line])
    check_pieces(sale, line)
    return line


def check_pieces(sale: Sale, line: CartLineFacts) -> None:
    """Refuses: SERIALS_MISMATCH, SERIAL_NOT_IN_STOCK (data: serials) for pieces that the line can't sell."""
    check_line_serials(line)
    if line.serials and line.item_id:
        there = serials_to_sell(sale.business_id, line.item_id, line.serials)
        if gone := [serial for serial in line.serials if serial not in there]:
            raise not_in_stock(gone)


def hold_stock(
    sale: Sale,
    rows: list[SaleItem],
    actor: Actor,
    at: datetime,
    items: Iterable[UUID | None] | None = None,
    minutes: int | None = None,
    renews: bool = False,
) -> None:
    """Hold what the cart needs of `items`, or of all of its items; for `minutes`, or as long as the business holds carts.
    `renews`: what it still holds lasts anew even where nothing more is asked for.
    """
    needs = _needs(rows)
    changed = set(needs) if items is None else {item for item in items if item}
    if not (changed or renews):
        return
    place = Location.objects.for_business(sale.business_id).get(pk=sale.location_id)
    usual = Business.objects.values_list("reservation_minutes", flat=True).get(pk=sale.business_id)
    ReservationService.hold(
        business=sale.business_id,
        location=place,
        sale_id=sale.pk,
        cart_session_id=sale.cart_session_id or str(sale.pk),
        needs=needs,
        changed=changed,
        minutes=minutes or usual,
        actor=actor,
    )


def free_stock(sale: Sale, left: list[SaleItem], item_id: UUID | None, actor: Actor, at: datetime) -> None:
    """Free what a line held that was taken out, but for what the lines that are `left` need of the same item."""
    if item_id is None:
        return
    needed = _needs(left).get(item_id)
    if needed:
        ReservationService.shrink(
            business=sale.business_id,
            location_id=sale.location_id,
            sale_id=sale.pk,
            item_id=item_id,
            quantity=needed,
            actor=actor,
        )
        return
    ReservationService.release(
        business=sale.business_id,
        location_id=sale.location_id,
        sale_id=sale.pk,
        at=at,
        reason="LINE_REMOVED",
        actor=actor,
        item_ids=[item_id],
    )


def _needs(rows: list[SaleItem]) -> dict[UUID, Decimal]:
    return {item: quantity for item, (_, quantity) in needs_of([_as_facts(row) for row in rows]).items()}


def _as_facts(row: SaleItem) -> CartLineFacts:
    columns = {column: getattr(row, column) for column in LINE_COLUMNS}
    is_stocked = row.item_id is not None
    return CartLineFacts(
        **columns, group_id=None, life_cycle="", tracks_stock=is_stocked, tracks_serials=False, warranty_days=0
    )


def _as_cart(sale: Sale) -> CartFacts:
    return CartFacts(
        **{
            field.name: getattr(sale, field.name)
            for field in fields(CartFacts)
            if field.name not in {"is_new", "coupons_shown"}
        }
    )
