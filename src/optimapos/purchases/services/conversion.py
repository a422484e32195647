"""Turning requests into orders: several requests into one, or one into several, by line and quantity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import busy, operation
from optimapos.core.quantities import QUANTITY_PLACES, has_at_most_places, shown, to_base_quantity
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.services import StatusManager
from optimapos.nomenclatures.types import Trigger
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier
from optimapos.purchases.locks import lock_requests
from optimapos.purchases.models import (
    PurchaseOrder,
    PurchaseRequest,
    PurchaseRequestLine,
    PurchaseRequestOrderLink,
)
from optimapos.purchases.rules.amounts import price_of_package
from optimapos.purchases.selectors.price_lists import listed_prices
from optimapos.purchases.services.headers import DocumentFields
from optimapos.purchases.services.orders import draft_order
from optimapos.purchases.types import NewLine

Place = tuple[UUID, UUID]
"""A supplier and a location: one order each."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an order takes of a request's line: `base_qty` base units, as `packages` of its packaging."""

    line: PurchaseRequestLine
    request: PurchaseRequest
    packages: Decimal
    base_qty: Decimal


class RequestConversionService:
    """Makes orders of approved requests. Source: system-overview.md "Convert to Purchase Order"."""

    @staticmethod
    @operation
    def convert_requests(
        *,
        business: BusinessRef,
        actor: Actor,
        request_ids: Sequence[UUID],
        at: datetime,
        supplier: Supplier | None = None,
        quantities: Mapping[UUID, Decimal] | None = None,
        fields: DocumentFields | None = None,
    ) -> Result[list[PurchaseOrder]]:
        """Order what requests ask for: one draft order for each supplier and location.

        All goes to `supplier`; without one, each line to its own supplier, else to its request's, else to the preferred one
        of the price lists. `quantities`: packages by line of a request; lines that it doesn't name stay open. None: all that
        is open. A request of which nothing is open any more is converted.

        Refuses: NOT_FOUND, REQUEST_NOT_OPEN (data: request, status), NOTHING_TO_CONVERT, CONVERTS_TOO_MUCH (data: line,
        open, asked), SUPPLIER_REQUIRED (data: lines), and as `PurchaseOrderService.create_order`.
        """
        found = _requests(business, request_ids, actor)
        wanted = _supplier_ids(business, found, supplier, quantities, at)
        sellers = {seller: lock_supplier(business, seller) for seller in sorted(set(wanted.values()))}
        requests = {row.pk: row for row in lock_requests(business, request_ids)}
        for request in requests.values():
            _check_open(request)
        groups = _groups(_taken(business, requests, quantities), wanted)
        orders = [
            _order(business, actor, sellers[seller], takes, fields or {}, at) for (seller, _), takes in groups.items()
        ]
        _close(business, requests.values(), actor, at, orders)
        return Result.success(orders)


def _requests(business: BusinessRef, request_ids: Sequence[UUID], actor: Actor) -> list[PurchaseRequest]:
    rows = PurchaseRequest.objects.for_business(business).filter(pk__in=set(request_ids))
    found = [row for row in rows.select_related("location", "status") if actor.sees(row.location_id)]
    if len(found) != len(set(request_ids)):
        raise DomainError("NOT_FOUND", "There is no such document.")
    for request in found:
        _check_open(request)
    return found


def _supplier_ids(
    business: BusinessRef,
    requests: Sequence[PurchaseRequest],
    supplier: Supplier | None,
    quantities: Mapping[UUID, Decimal] | None,
    at: datetime,
) -> dict[UUID, UUID]:
    """From whom each line is ordered; read before anything is locked."""
    rows = PurchaseRequestLine.objects.for_business(business).filter(request__in=requests).select_related("request")
    lines = [row for row in rows.order_by("pk") if quantities is None or row.pk in quantities]
    if quantities is not None and (unknown := sorted(str(line) for line in quantities.keys() - {x.pk for x in lines})):
        raise DomainError("NOT_FOUND", "There is no such line.", {"lines": unknown})
    if supplier:
        return {line.pk: supplier.pk for line in lines}
    preferred = _preferred(business, lines, at)
    found = {line.pk: line.supplier_id or line.request.supplier_id or preferred.get(line.product_id) for line in lines}
    if lost := sorted(str(line) for line, seller in found.items() if seller is None):
        msg = "Say from whom to order: a supplier for the whole, for the line, or a preferred one of the product."
        raise DomainError("SUPPLIER_REQUIRED", msg, {"lines": lost})
    return {line: seller for line, seller in found.items() if seller}


def _preferred(business: BusinessRef, lines: Sequence[PurchaseRequestLine], at: datetime) -> dict[UUID, UUID]:
    listed = listed_prices(business, [line.product_id for line in lines], on=at.date())
    return {product: price.supplier_id for product, prices in listed.items() for price in prices if price.is_preferred}


def _check_open(request: PurchaseRequest) -> None:
    if not request.status.allows_conversion:
        msg = f"{request.number} is in {request.status.code}: it can't be ordered from there."
        raise DomainError("REQUEST_NOT_OPEN", msg, {"request": str(request.pk), "status": request.status.code})


def _taken(
    business: BusinessRef, requests: Mapping[UUID, PurchaseRequest], quantities: Mapping[UUID, Decimal] | None
) -> list[Taken]:
    """What is taken of each line, read behind the locks."""
    rows = PurchaseRequestLine.objects.for_business(business).filter(request_id__in=requests)
    takes = []
    for line in rows.order_by("request_id", "line_no"):
        if quantities is None and line.open_base_qty > 0:
            packages = line.open_base_qty * line.factor_den / line.factor_num
            takes.append(Taken(line, requests[line.request_id], packages, line.open_base_qty))
        elif quantities is not None and line.pk in quantities:
            takes.append(_asked(line, requests[line.request_id], quantities[line.pk]))
    if not takes:
        raise DomainError("NOTHING_TO_CONVERT", "Everything that was asked for is ordered already.")
    return takes


def _asked(line: PurchaseRequestLine, request: PurchaseRequest, packages: Decimal) -> Taken:
    base = to_base_quantity(packages, line.factor_num, line.factor_den)
    if base is None:
        msg = f"Line {line.line_no} of {request.number}: that is no whole number of base units."
        raise DomainError("QUANTITY_TOO_PRECISE", msg, {"line": str(line.pk), "quantity": shown(packages)})
    if base > line.open_base_qty:
        figures = {"line": str(line.pk), "open": shown(line.open_base_qty), "asked": shown(base)}
        msg = f"Line {line.line_no} of {request.number}: {figures['open']} are open, {figures['asked']} were asked."
        raise DomainError("CONVERTS_TOO_MUCH", msg, figures)
    return Taken(line, request, packages, base)


def _groups(takes: Sequence[Taken], wanted: Mapping[UUID, UUID]) -> dict[Place, list[Taken]]:
    groups: dict[Place, list[Taken]] = {}
    for take in takes:
        seller = wanted.get(take.line.pk)
        if seller is None:  # the request was changed between reading and locking
            refused: Result[None] = busy()
            raise DomainError(refused.code, refused.msg, refused.data)
        groups.setdefault((seller, take.request.location_id), []).append(take)
    return groups


def _order(
    business: BusinessRef,
    actor: Actor,
    supplier: Supplier,
    takes: Sequence[Taken],
    fields: DocumentFields,
    at: datetime,
) -> PurchaseOrder:
    """One order of what several requests ask for; what is alike becomes one line."""
    currency = fields.get("currency", supplier.currency)
    alike: dict[NewLine, list[Taken]] = {}
    for take in takes:
        alike.setdefault(_as_new(take, currency), []).append(take)
    lines = [
        replace(line, quantity=sum((_packages(take, line) for take in merged), Decimal(0)))
        for line, merged in alike.items()
    ]
    place, requests = takes[0].request.location, {take.request.pk: take.request for take in takes}
    own = _agreed(supplier, list(requests.values()), place.local_day(at))
    order = draft_order(business, actor, place, supplier, {**own, **fields}, lines, at)
    made = list(order.lines.order_by("line_no"))
    PurchaseRequestOrderLink.objects.for_business(business).bulk_create(
        [
            PurchaseRequestOrderLink(
                business_id=business_id_of(business),
                request_line=take.line,
                order_line=line,
                base_qty=take.base_qty,
            )
            for line, merged in zip(made, alike.values(), strict=True)
            for take in merged
        ]
    )
    for take in takes:
        take.line.converted_base_qty += take.base_qty
    asked = [take.line for take in takes]
    PurchaseRequestLine.objects.for_business(business).bulk_update(asked, ["converted_base_qty"])
    return order


def _agreed(supplier: Supplier, requests: Sequence[PurchaseRequest], day: date) -> DocumentFields:
    """What the heads of requests say to their order: division and reference where they agree on one, the earliest day
    that is still to come, and all notes. The division and the reference of another supplier are not this one's.
    """
    own: DocumentFields = {"notes": "\n".join(dict.fromkeys(request.notes for request in requests if request.notes))}
    expected = [request.expected_delivery_date for request in requests]
    if coming := [each for each in expected if each and each >= day]:
        own["expected_delivery_date"] = min(coming)
    if any(request.supplier_id != supplier.pk for request in requests):
        return own
    if len({request.division_id for request in requests}) == 1:
        own["division"] = requests[0].division
    if len(references := {request.supplier_reference for request in requests}) == 1:
        own["supplier_reference"] = references.pop()
    return own


def _as_new(take: Taken, currency: str) -> NewLine:
    """The line without its quantity, which tells what is alike. A remainder that is no number of packages goes in base
    units; a price in another currency is left to the supplier's list.
    """
    line, request = take.line, take.request
    in_packages = has_at_most_places(take.packages, QUANTITY_PLACES)
    price = line.unit_price if request.currency == currency else None
    if price is not None and not in_packages:
        price = price_of_package(price, line.factor_num, line.factor_den, 1, 1)
    return NewLine(
        product_id=line.product_id,
        quantity=Decimal(0),
        packaging_id=line.packaging_id if in_packages else None,
        unit_price=price,
        discount_percent=line.discount_percent,
        tax_rate=line.tax_rate,
    )


def _packages(take: Taken, line: NewLine) -> Decimal:
    return take.packages if line.packaging_id == take.line.packaging_id else take.base_qty


def _close(
    business: BusinessRef,
    requests: Iterable[PurchaseRequest],
    actor: Actor,
    at: datetime,
    orders: Sequence[PurchaseOrder],
) -> None:
    """Take requests on of which nothing is open any more."""
    numbers = ", ".join(order.number for order in orders)
    lines = PurchaseRequestLine.objects.for_business(business)
    for request in requests:
        if not lines.filter(request=request, converted_base_qty__lt=F("base_qty")).exists():
            StatusManager.fire(document=request, trigger=Trigger.CONVERTED, actor=actor, at=at, comment=numbers)
        AuditLog.log_event(
            "purchase_request.ordered",
            business=business,
            actor=actor,
            location_id=request.location_id,
            event_data={"id": str(request.pk), "orders": [str(order.pk) for order in orders]},
        )
