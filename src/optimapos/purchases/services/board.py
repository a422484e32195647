"""Buying from the order board: its suggestions become requests or orders in one go."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypedDict, cast
from uuid import UUID

from optimapos.core.actors import Actor, Capability
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.purchases.locks import lock_reorder_rules
from optimapos.purchases.models import PurchaseOrder, PurchaseRequest
from optimapos.purchases.selectors.board import BoardGroup, Suggestion, order_board
from optimapos.purchases.services.headers import DocumentFields
from optimapos.purchases.services.orders import PurchaseOrderService
from optimapos.purchases.services.requests import PurchaseRequestService
from optimapos.purchases.types import NewLine, NewRequestLine


class LineColumns(TypedDict):
    """What a suggestion says of its line."""

    product_id: UUID
    quantity: Decimal
    packaging_id: UUID | None
    unit_price: Decimal | None


@dataclass(frozen=True, slots=True)
class Bought:
    """What was made of the board."""

    requests: list[PurchaseRequest] = field(default_factory=list)
    orders: list[PurchaseOrder] = field(default_factory=list)


class OrderBoardService:
    """Buys what the order board suggests."""

    @staticmethod
    @operation
    def buy(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        supplier_ids: Collection[UUID] | None,
        as_orders: bool,
        at: datetime,
    ) -> Result[Bought]:
        """Make one draft request, or order, for each supplier of the board as it is now; of two at once the second finds
        nothing left to buy.

        `supplier_ids` None: all that may deliver, and for requests also what nobody supplies.

        Refuses: PERMISSION_DENIED (data: capability), NOT_FOUND (data: suppliers) for one that nothing is suggested from,
        NOTHING_TO_ORDER, and as `PurchaseRequestService.create_request`, `PurchaseOrderService.create_order`.
        """
        if as_orders and not actor.can(Capability.PURCHASE_ORDER):
            needed = Capability.PURCHASE_ORDER.value
            raise DomainError("PERMISSION_DENIED", "Your role does not permit ordering.", {"capability": needed})
        lock_reorder_rules(business, location.pk)
        groups = _chosen(order_board(business, location, at), supplier_ids, as_orders=as_orders)
        bought = Bought()
        for group in sorted(groups, key=lambda each: each.supplier.pk if each.supplier else UUID(int=0)):
            if as_orders:
                bought.orders.append(_order(business, actor, location, group, at))
            else:
                bought.requests.append(_request(business, actor, location, group, at))
        return Result.success(bought)


def _chosen(groups: list[BoardGroup], supplier_ids: Collection[UUID] | None, *, as_orders: bool) -> list[BoardGroup]:
    if supplier_ids is not None:
        found = {group.supplier.pk: group for group in groups if group.supplier}
        if missing := sorted(str(each) for each in set(supplier_ids) - found.keys()):
            raise DomainError("NOT_FOUND", "Nothing is suggested from this supplier.", {"suppliers": missing})
        chosen = [found[each] for each in set(supplier_ids)]
    else:
        chosen = [group for group in groups if (group.supplier.can_deliver() if group.supplier else not as_orders)]
    if not chosen:
        raise DomainError("NOTHING_TO_ORDER", "There is nothing to order for this place now.")
    return chosen


def _request(
    business: BusinessRef, actor: Actor, location: Location, group: BoardGroup, at: datetime
) -> PurchaseRequest:
    return PurchaseRequestService.create_request(
        business=business,
        actor=actor,
        location=location,
        supplier=group.supplier,
        fields=_fields(group),
        lines=[NewRequestLine(**_columns(made)) for made in group.suggestions],
        at=at,
    ).unwrap()


def _order(business: BusinessRef, actor: Actor, location: Location, group: BoardGroup, at: datetime) -> PurchaseOrder:
    return PurchaseOrderService.create_order(
        business=business,
        actor=actor,
        location=location,
        supplier=cast(Supplier, group.supplier),  # what nobody supplies was left out
        fields=_fields(group),
        lines=[NewLine(**_columns(made)) for made in group.suggestions],
        at=at,
    ).unwrap()


def _fields(group: BoardGroup) -> DocumentFields:
    return {"expected_delivery_date": group.when.delivery_date} if group.when else {}


def _columns(made: Suggestion) -> LineColumns:
    return {
        "product_id": made.product.pk,
        "quantity": made.quantity,
        "packaging_id": made.price.packaging_id if made.price else None,
        "unit_price": made.price.price if made.price else None,
    }
