"""The order board: what has to be bought for a location, from whom, how much of it, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from optimapos.core.actors import Actor
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.partners.selectors.supplier_schedules import clock_at
from optimapos.products.models import Product
from optimapos.products.types import PURCHASABLE
from optimapos.purchases.models import ReorderRule, StockAlert
from optimapos.purchases.rules.amounts import net_amount
from optimapos.purchases.rules.price_lists import ListedPrice, chosen
from optimapos.purchases.rules.reordering import Packing, Position, is_low, packages_to_order
from optimapos.purchases.rules.schedule import OrderTime, order_time
from optimapos.purchases.selectors.positions import positions_at
from optimapos.purchases.selectors.price_lists import listed_prices


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A product to buy: `quantity` packages, `base_qty` base units. Without a price the supplier's list has none in its
    currency.
    """

    product: Product
    rule: ReorderRule
    position: Position
    price: ListedPrice | None
    quantity: Decimal
    base_qty: Decimal
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """What to buy from one supplier, or from nobody yet. `deadline` is an instant; None: all day long.

    `amount` sums what has a price, in the supplier's currency.
    """

    supplier: Supplier | None
    when: OrderTime | None
    deadline: datetime | None
    amount: Decimal
    suggestions: Sequence[Suggestion]


def order_board(business: BusinessRef, location: Location, at: datetime) -> list[BoardGroup]:
    """What is at its reorder point or below, by supplier: the next deadline first, those without one after them, what nobody
    supplies last. The number of queries does not depend on the products.
    """
    rules = {rule.product_id: rule for rule in _rules(business, location)}
    positions = positions_at(business, location, rules, at)
    low = [rule for product, rule in rules.items() if is_low(positions[product], rule.reorder_point)]
    listed = listed_prices(business, [rule.product_id for rule in low], on=location.local_day(at))
    sellers = {rule.pk: rule.supplier_id or _preferred(listed.get(rule.product_id, ())) for rule in low}
    suppliers = _suppliers(business, {seller for seller in sellers.values() if seller})
    grouped: dict[UUID | None, list[Suggestion]] = {}
    for rule in low:
        seller = suppliers.get(sellers[rule.pk] or UUID(int=0))
        made = _suggestion(rule, positions[rule.product_id], seller, listed.get(rule.product_id, ()))
        grouped.setdefault(seller.pk if seller else None, []).append(made)
    local = clock_at(location, at)
    groups = [_group(suppliers[key] if key else None, made, local) for key, made in grouped.items()]
    return sorted(groups, key=_urgency)


def rules_of(actor: Actor) -> QuerySet[ReorderRule]:
    """The reorder rules of the locations that the actor sees."""
    rows = ReorderRule.objects.for_business(actor.business_id).select_related("product", "location", "supplier")
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


def alerts_of(actor: Actor) -> QuerySet[StockAlert]:
    """The stock alerts of the locations that the actor sees."""
    rows = StockAlert.objects.for_business(actor.business_id).select_related("product", "location")
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


def _rules(business: BusinessRef, location: Location) -> QuerySet[ReorderRule]:
    rows = ReorderRule.objects.for_business(business).filter(
        location=location, is_active=True, product__life_cycle__in=PURCHASABLE
    )
    return rows.select_related("product").order_by("product__sku")


def _preferred(listed: Sequence[ListedPrice]) -> UUID | None:
    return next((price.supplier_id for price in listed if price.is_preferred), None)


def _suppliers(business: BusinessRef, wanted: set[UUID]) -> dict[UUID, Supplier]:
    rows = Supplier.objects.for_business(business).filter(pk__in=wanted).prefetch_related("day_schedules")
    return {row.pk: row for row in rows}


def _suggestion(
    rule: ReorderRule, position: Position, supplier: Supplier | None, listed: Sequence[ListedPrice]
) -> Suggestion:
    own = [
        price
        for price in listed
        if supplier and (price.supplier_id, price.currency) == (supplier.pk, supplier.currency)
    ]
    price = chosen(own, None)
    packing = Packing(price.factor_num, price.factor_den, price.minimum, price.multiple) if price else Packing()
    quantity = packages_to_order(position, rule.target_qty, packing)
    return Suggestion(
        product=rule.product,
        rule=rule,
        position=position,
        price=price,
        quantity=quantity,
        base_qty=quantity * packing.factor_num / packing.factor_den,
        amount=net_amount(quantity, price.price, Decimal(0), price.currency) if price else None,
    )


def _group(supplier: Supplier | None, suggestions: Sequence[Suggestion], local: datetime) -> BoardGroup:
    amount = sum((made.amount for made in suggestions if made.amount is not None), Decimal(0))
    if supplier is None:
        return BoardGroup(None, None, None, amount, suggestions)
    when = order_time(supplier.week, local, max(_lead_time(made, supplier) for made in suggestions))
    deadline = datetime.combine(when.order_date, when.deadline, tzinfo=local.tzinfo) if when.deadline else None
    return BoardGroup(supplier, when, deadline, amount, suggestions)


def _lead_time(made: Suggestion, supplier: Supplier) -> int:
    days = made.price.lead_time_days if made.price else None
    return supplier.lead_time_days if days is None else days


def _urgency(group: BoardGroup) -> tuple[bool, object, bool, object, str]:
    """By the day on which to order, then by its deadline; a day without one lasts until its end."""
    if group.supplier is None or group.when is None:
        return (True, 0, True, 0, "")
    return (False, group.when.order_date, group.deadline is None, group.deadline or 0, group.supplier.name)
