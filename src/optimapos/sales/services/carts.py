"""CartService: building a cart, line by line, with its stock held.

Each method is one operation. Lock order: cart, then items. Prices are read before, without locks; a line keeps the price
at which it was added. `for_approval` keeps a price or a discount that the member may not give: completing the cart then asks
for an approval. Source: sales-phase-1.md, sales-backend-guide.md phase 1.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import new_id
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.inventory.services import ReservationService
from optimapos.organization.models import Business, Location
from optimapos.organization.types import LocationKind
from optimapos.partners.models import Customer, CustomerSite
from optimapos.partners.rules.merging import check_not_merged
from optimapos.sales.commands import MAX_LINES, Line
from optimapos.sales.facts import Context, LineFacts
from optimapos.sales.locks import lock_sale
from optimapos.sales.models import Sale, SaleItem
from optimapos.sales.rules.lines import priced_line
from optimapos.sales.selectors.promotions import promoting_cart
from optimapos.sales.services.cart_lines import (
    check_pieces,
    check_read_for,
    columns_of,
    free_stock,
    hold_stock,
    price_for_customer,
    settle_cart,
    stocked,
)
from optimapos.sales.services.preparing import not_draft
from optimapos.sales.types import SaleStatus

PRICE_COLUMNS = frozenset({"unit_price", "list_price", "price_source", "price_overridden_by", "waterfall"})


class CartService:
    """Builds carts."""

    @staticmethod
    @operation
    def create_sale(
        *,
        business: BusinessRef,
        actor: Actor,
        storefront_id: UUID | None,
        at: datetime,
        type: str,
        customer_id: UUID | None = None,
        customer_site_id: UUID | None = None,
        cart_session_id: str = "",
        notes: str = "",
    ) -> Result[Sale]:
        """Open an empty cart at a storefront, by default the terminal's.

        Refuses: STOREFRONT_NOT_FOUND, CUSTOMER_NOT_FOUND, CUSTOMER_BLOCKED, SITE_NOT_FOUND, SITE_INACTIVE.
        """
        place = _storefront(actor, storefront_id or actor.terminal_location_id)
        _check_customer(business, customer_id)
        _check_site(business, customer_id, customer_site_id)
        owner = Business.objects.get(pk=business_id_of(business))
        day = place.local_day(at)
        sale = Sale(
            pk=new_id(),
            business_id=owner.pk,
            location=place,
            terminal_id=actor.terminal_id,
            user_id=actor.user_id,
            customer_id=customer_id,
            customer_site_id=customer_site_id,
            type=type,
            prices_include_tax=owner.prices_include_tax,
            currency=owner.currency,
            business_date=day,
            accounting_date=day,
            cart_session_id=cart_session_id,
            notes=notes,
        )
        sale.save(force_insert=True)
        _log("sale.created", sale, actor, type=type)
        return Result.success(sale)

    @staticmethod
    @operation
    def add_item(
        *,
        business: BusinessRef,
        actor: Actor,
        sale_id: UUID,
        line: Line,
        context: Context,
        facts: LineFacts,
        at: datetime,
        for_approval: bool = False,
    ) -> Result[tuple[Sale, SaleItem]]:
        """Add a line and hold its stock.

        Refuses: NOT_FOUND, SALE_NOT_DRAFT, CART_FULL, INSUFFICIENT_STOCK, SERIALS_MISMATCH, SERIAL_NOT_IN_STOCK,
        DISCOUNT_NOT_ALLOWED and the refusals of `priced_line`.
        """
        sale = _draft(business, actor, sale_id)
        rows = list(sale.sale_items.order_by("line_no"))
        if len(rows) >= MAX_LINES:
            raise DomainError("CART_FULL", f"A cart holds at most {MAX_LINES} lines.", {"lines": len(rows)})
        number = rows[-1].line_no + 1 if rows else 1
        check_read_for(sale, context)
        promotions = promoting_cart(sale, at)
        priced = priced_line(
            context,
            line,
            facts,
            number,
            promotions.offers,
            prices_include_tax=sale.prices_include_tax,
            sale_type=sale.type,
            for_approval=for_approval,
        )
        priced = stocked(sale, priced, context)
        item = SaleItem(business_id=sale.business_id, sale=sale, **columns_of(priced))
        rows.append(item)
        settle_cart(sale, rows, None if for_approval else actor, promotions, [item])
        hold_stock(sale, rows, actor, at, [item.item_id])
        _log(
            "sale_item.added",
            sale,
            actor,
            sale_item_id=item.pk,
            product_id=str(item.product_id),
            quantity=str(item.quantity),
        )
        return Result.success((sale, item))

    @staticmethod
    @operation
    def update_item(
        *,
        business: BusinessRef,
        actor: Actor,
        sale_id: UUID,
        item_id: UUID,
        line: Line,
        context: Context,
        facts: LineFacts,
        at: datetime,
        for_approval: bool = False,
    ) -> Result[tuple[Sale, SaleItem]]:
        """Give a line the quantity, price, discount and serial numbers that `line` says, and hold what it now needs.

        A price set by hand stays until another is set.

        Refuses: as `add_item`, and ITEM_NOT_FOUND.
        """
        sale = _draft(business, actor, sale_id)
        rows = list(sale.sale_items.order_by("line_no"))
        item = _line_of(rows, item_id)
        keeps_price = line.unit_price is None and item.price_overridden_by is not None
        check_read_for(sale, context)
        promotions = promoting_cart(sale, at)
        priced = priced_line(
            context,
            line,
            facts,
            item.line_no,
            promotions.offers,
            prices_include_tax=sale.prices_include_tax,
            sale_type=sale.type,
            line_id=item.pk,
            keeps_price=keeps_price,
            for_approval=for_approval,
        )
        check_pieces(sale, priced)
        for column, value in columns_of(priced).items():
            if not (keeps_price and column in PRICE_COLUMNS):
                setattr(item, column, value)
        settle_cart(sale, rows, None if for_approval else actor, promotions, [item])
        hold_stock(sale, rows, actor, at, [item.item_id])
        _log(
            "sale_item.updated",
            sale,
            actor,
            sale_item_id=item.pk,
            product_id=str(item.product_id),
            quantity=str(item.quantity),
        )
        return Result.success((sale, item))

    @staticmethod
    @operation
    def remove_item(*, business: BusinessRef, actor: Actor, sale_id: UUID, item_id: UUID, at: datetime) -> Result[Sale]:
        """Take a line out of the cart and free its stock.

        Refuses: NOT_FOUND, SALE_NOT_DRAFT, ITEM_NOT_FOUND.
        """
        sale = _draft(business, actor, sale_id)
        rows = list(sale.sale_items.order_by("line_no"))
        item = _line_of(rows, item_id)
        rows.remove(item)
        free_stock(sale, rows, item.item_id, actor, at)
        removed_id = item.pk
        item.delete()
        settle_cart(sale, rows, None, promoting_cart(sale, at))
        _log("sale_item.removed", sale, actor, sale_item_id=removed_id, product_id=str(item.product_id))
        return Result.success(sale)

    @staticmethod
    @operation
    def update_sale(
        *,
        business: BusinessRef,
        actor: Actor,
        sale_id: UUID,
        changes: Mapping[str, Any],
        at: datetime,
        context: Context | None = None,
        facts: Mapping[UUID, LineFacts] | None = None,
        for_approval: bool = False,
    ) -> Result[Sale]:
        """Change a cart's customer, site, type, notes, session, coupons or discount (`changes` by column). With another
        customer the site goes, unless a new one is named.

        Another customer or type, or a coupon, has other prices and perhaps no tax: `context` and `facts` by line are read
        for it before.

        Refuses: NOT_FOUND, SALE_NOT_DRAFT, CUSTOMER_NOT_FOUND, CUSTOMER_BLOCKED, SITE_NOT_FOUND, SITE_INACTIVE, BUSY,
        DISCOUNT_NOT_ALLOWED, DISCOUNT_TOO_LARGE, COUPON_NOT_FOUND, COUPON_EXPIRED, COUPON_USED_UP.
        """
        sale = _draft(business, actor, sale_id)
        _check_customer(business, changes.get("customer_id"))
        if changes.get("customer_id", sale.customer_id) != sale.customer_id:
            changes = {"customer_site_id": None, **changes}
        _check_site(business, changes.get("customer_id", sale.customer_id), changes.get("customer_site_id"))
        for column, value in changes.items():
            setattr(sale, column, list(dict.fromkeys(value)) if column == "coupons" else value)
        rows = list(sale.sale_items.order_by("line_no"))
        promotions = promoting_cart(sale, at, checks_coupons="coupons" in changes)
        if context:
            price_for_customer(sale, rows, context, facts or {}, promotions.offers)
        settle_cart(sale, rows, None if for_approval else actor, promotions, rows if context else ())
        _log("sale.updated", sale, actor, changed=sorted(changes))
        return Result.success(sale)

    @staticmethod
    @operation
    def hold(*, business: BusinessRef, actor: Actor, sale_id: UUID, label: str, at: datetime) -> Result[Sale]:
        """Park a cart, so that another till may recall it. Its stock stays held for another full period.

        Refuses: NOT_FOUND, SALE_NOT_DRAFT, INSUFFICIENT_STOCK where it expired and is gone.
        """
        return Result.success(_set_held(business, actor, sale_id, True, label, at))

    @staticmethod
    @operation
    def recall(*, business: BusinessRef, actor: Actor, sale_id: UUID, at: datetime) -> Result[Sale]:
        """Take a parked cart up again, at this terminal.

        Refuses: as `hold`.
        """
        return Result.success(_set_held(business, actor, sale_id, False, "", at))

    @staticmethod
    @operation
    def cancel(*, business: BusinessRef, actor: Actor, sale_id: UUID, reason: str, at: datetime) -> Result[Sale]:
        """Give a cart up and free its stock. A completed sale is refunded, not cancelled.

        Refuses: NOT_FOUND, SALE_NOT_DRAFT.
        """
        sale = _draft(business, actor, sale_id)
        ReservationService.release(
            business=business,
            location_id=sale.location_id,
            sale_id=sale.pk,
            at=at,
            reason="CART_CANCELLED",
            actor=actor,
        )
        sale.status, sale.cancelled_at, sale.is_held = SaleStatus.CANCELLED, at, False
        sale.version += 1
        sale.save()
        _log("sale.cancelled", sale, actor, description=reason)
        return Result.success(sale)


def _storefront(actor: Actor, location_id: UUID | None) -> Location:
    rows = Location.objects.for_business(actor.business_id).filter(is_active=True, kind=LocationKind.STOREFRONT)
    place = rows.filter(pk=location_id).first() if location_id and actor.sees(location_id) else None
    if place is None:
        raise DomainError("STOREFRONT_NOT_FOUND", "There is no such storefront, or none that you may sell at.")
    return place


def _check_customer(business: BusinessRef, customer_id: UUID | None) -> None:
    if customer_id is None:
        return
    customer = Customer.objects.for_business(business).filter(pk=customer_id).first()
    if customer is None:
        raise DomainError("CUSTOMER_NOT_FOUND", "There is no such customer.")
    check_not_merged(customer_id, customer.merged_into_id)
    if not customer.can_buy():
        raise DomainError("CUSTOMER_BLOCKED", "Nothing may be sold to this customer.")


def _check_site(business: BusinessRef, customer_id: UUID | None, site_id: UUID | None) -> None:
    if site_id is None:
        return
    site = CustomerSite.objects.for_business(business).filter(pk=site_id).first()
    if site is None or site.customer_id != customer_id:
        raise DomainError("SITE_NOT_FOUND", "The customer has no such site.")
    if not site.is_active:
        raise DomainError("SITE_INACTIVE", "The customer's site is out of use.")


def _draft(business: BusinessRef, actor: Actor, sale_id: UUID) -> Sale:
    sale = lock_sale(business, sale_id)
    if sale is None or not actor.sees(sale.location_id):
        raise DomainError("NOT_FOUND", "There is no such sale.")
    if sale.status != SaleStatus.DRAFT:
        raise not_draft(sale.status, sale.receipt_number)
    return sale


def _line_of(rows: Iterable[SaleItem], item_id: UUID) -> SaleItem:
    for row in rows:
        if row.pk == item_id:
            return row
    raise DomainError("ITEM_NOT_FOUND", "There is no such line in the cart.")


def _set_held(business: BusinessRef, actor: Actor, sale_id: UUID, held: bool, label: str, at: datetime) -> Sale:
    sale = _draft(business, actor, sale_id)
    sale.is_held, sale.hold_label = held, label
    if not held and actor.terminal_id:
        sale.terminal_id = actor.terminal_id
    rows = list(sale.sale_items.order_by("line_no"))
    settle_cart(sale, rows, None, promoting_cart(sale, at))
    hold_stock(sale, rows, actor, at)
    _log("sale.updated", sale, actor, changed=["is_held"])
    return sale


def _log(
    event_type: str, sale: Sale, actor: Actor, *, sale_item_id: UUID | None = None, description: str = "", **data: Any
) -> None:
    AuditLog.log_event(
        event_type,
        business=sale.business_id,
        actor=actor,
        location_id=sale.location_id,
        sale_id=sale.pk,
        sale_item_id=sale_item_id,
        customer_id=sale.customer_id,
        event_data=data,
        description=description,
    )
