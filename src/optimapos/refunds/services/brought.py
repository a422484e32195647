"""BroughtGoodsService: a refund of goods that come without a receipt is asked for.

It is approved and processed as any other. What its lines give back is kept from the question on: no other refund changes it.
Source: docs/adr/0064; docs/algorithms/refunds.md.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.ids import new_id
from optimapos.core.money import ZERO, round_to_step
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.rules.lines import Goods, check_quantity, check_serials
from optimapos.inventory.selectors.ledger import known_serials, open_serials
from optimapos.inventory.services.ledger import goods_of
from optimapos.nomenclatures.rules.taxes import rate_in
from optimapos.nomenclatures.selectors.taxes import rates_of_categories
from optimapos.organization.models import Location
from optimapos.pricing.selectors.quotes import Quote, QuoteLine, quotes
from optimapos.products.models import Product
from optimapos.refunds.models import Refund, RefundItem
from optimapos.refunds.rules.brought import LOOKS_BACK_DAYS, check_price, highest_price, worth
from optimapos.refunds.selectors.pieces import not_with_a_customer
from optimapos.refunds.selectors.sold_prices import lowest_sold
from optimapos.refunds.services.building import refuse_returned
from optimapos.refunds.services.traces import trace
from optimapos.refunds.types import Brought, BroughtItem, Destination, RefundMethod


class BroughtGoodsService:
    """Asks for refunds of goods without a receipt."""

    @staticmethod
    @operation
    def request_refund(
        *, business: BusinessRef, actor: Actor, location: Location | None, brought: Brought, at: datetime
    ) -> Result[Refund]:
        """Ask for money for goods without a receipt, where the actor's terminal is, else at `location`.

        Refuses: LOCATION_REQUIRED, NOTHING_TO_REFUND, REFUND_PRICE_TOO_HIGH (data: line, unit_price, highest),
        SERIALS_MISMATCH, and of `serials` in data: SERIAL_NOT_SOLD, SERIAL_IN_STOCK, SERIAL_RETURNED; and as `quotes`.
        """
        place = _place(business, actor, location)
        refund = _new_refund(place, actor, brought, at)
        items = _items(refund, place, actor, brought.items, at)
        gross = sum((item.gross for item in items), ZERO)
        step = place.business.cash_rounding_step if refund.refund_method == RefundMethod.CASH else ZERO
        refund.amount = round_to_step(gross, step, refund.currency)
        refund.tax_amount = sum((item.tax for item in items), ZERO)
        refund.rounding_amount = refund.amount - gross
        refund.save(force_insert=True)
        RefundItem.objects.for_business(business).bulk_create(items)
        trace("refund.requested", refund, actor, description=f"{refund.brought_by}: {refund.note}")
        return Result.success(refund)


def _place(business: BusinessRef, actor: Actor, location: Location | None) -> Location:
    place_id = actor.terminal_location_id or (location.pk if location else None)
    if place_id is None:
        raise DomainError("LOCATION_REQUIRED", "Say where the goods were brought.")
    return Location.objects.for_business(business).select_related("business").get(pk=place_id)


def _new_refund(place: Location, actor: Actor, brought: Brought, at: datetime) -> Refund:
    return Refund(
        pk=new_id(),
        business_id=place.business_id,
        location=place,
        terminal_id=actor.terminal_id,
        customer_id=brought.customer_id,
        brought_by=brought.brought_by.strip(),
        refund_method=brought.refund_method,
        reason=brought.reason,
        note=brought.note.strip(),
        currency=place.business.currency,
        amount=ZERO,
        tax_amount=ZERO,
        requested_by=actor.user_id,
        requested_at=at,
    )


def _items(
    refund: Refund, place: Location, actor: Actor, asked: Sequence[BroughtItem], at: datetime
) -> list[RefundItem]:
    """The lines, priced. The number of statements doesn't grow with them."""
    if not asked:
        raise DomainError("NOTHING_TO_REFUND", "Name at least one product that comes back.")
    wanted = [QuoteLine(item.quantity, item.product_id, packaging_id=item.packaging_id) for item in asked]
    quoted = quotes(actor, wanted, place=place, customer=None, at=at, explains=False).lines
    goods = goods_of(refund.business_id, {quote.product_id for quote in quoted})
    _check_serials(refund, asked, quoted, goods)
    since = place.local_day(at) - timedelta(days=LOOKS_BACK_DAYS)
    lowest = lowest_sold(refund.business_id, place.pk, list(goods), since)
    codes = _tax_codes(refund.business_id, list(goods), place, at)
    return [
        _item(refund, place, number, item, quote, goods[quote.product_id], lowest, codes)
        for number, (item, quote) in enumerate(zip(asked, quoted, strict=True), start=1)
    ]


def _item(
    refund: Refund,
    place: Location,
    number: int,
    asked: BroughtItem,
    quote: Quote,
    goods: Goods,
    lowest: Mapping[UUID, Decimal],
    codes: Mapping[UUID, str],
) -> RefundItem:
    sold, each = quote.sold, lowest.get(quote.product_id)
    highest = highest_price(
        now=quote.decision.unit_price,
        includes_tax=place.business.prices_include_tax,
        tax_rate=quote.tax_rate,
        lowest_sold=None if each is None else each * sold.factor_num / sold.factor_den,
    )
    unit_price = check_price(asked.unit_price, highest, line=number, sku=quote.sku)
    back = worth(unit_price, asked.quantity, tax_rate=quote.tax_rate, currency=refund.currency)
    return RefundItem(
        pk=new_id(),
        business_id=refund.business_id,
        refund=refund,
        product_id=quote.product_id,
        packaging_id=quote.packaging_id,
        product_name=quote.name,
        product_sku=quote.sku,
        line_no=number,
        quantity=asked.quantity,
        base_qty=sold.base_qty,
        unit_price=unit_price,
        highest_price=highest,
        tax_code=codes.get(quote.product_id, ""),
        tax_rate=quote.tax_rate,
        net=back.net,
        tax=back.tax,
        gross=back.gross,
        destination=asked.destination if goods.tracks_stock else Destination.NONE,
        serials=list(asked.serials),
    )


def _check_serials(
    refund: Refund, asked: Sequence[BroughtItem], quoted: Sequence[Quote], goods: Mapping[UUID, Goods]
) -> None:
    """Each piece is named once, was sold here, and did not come back since."""
    for item, quote in zip(asked, quoted, strict=True):
        if goods[quote.product_id].tracks_stock:
            check_quantity(quote.sold.base_qty, goods[quote.product_id])
            check_serials(item.serials, quote.sold.base_qty, goods[quote.product_id])
    named = [(item.product_id, serial) for item in asked for serial in item.serials]
    if twice := sorted({serial for product, serial in named if named.count((product, serial)) > 1}):
        raise DomainError("SERIALS_MISMATCH", f"Named twice: {', '.join(twice)}.", {"serials": twice})
    if not named:
        return
    if unknown := sorted({serial for _, serial in named} - known_serials(refund.business_id, named)):
        raise DomainError("SERIAL_NOT_SOLD", f"Never sold here: {', '.join(unknown)}.", {"serials": unknown})
    if there := open_serials(refund.business_id, named):
        raise DomainError("SERIAL_IN_STOCK", f"In stock already: {', '.join(there)}.", {"serials": there})
    refuse_returned(not_with_a_customer(refund.business_id, named, but=refund.pk))


def _tax_codes(business: BusinessRef, product_ids: Sequence[UUID], place: Location, at: datetime) -> dict[UUID, str]:
    """The code of the tax that a sale of each product would bear now."""
    products = Product.objects.for_business(business).filter(pk__in=product_ids)
    categories = dict(products.values_list("pk", "tax_category_id"))
    rates, day = rates_of_categories(business, set(categories.values())), place.local_day(at)
    codes = {}
    for product, category in categories.items():
        rate = rate_in((each for each in rates if each.category_id == category), place.pk, day)
        codes[product] = rate.code if rate else ""
    return codes
