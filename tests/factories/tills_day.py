"""A shift in which something was sold and brought back, and one that is told of a sale after it was closed."""

from datetime import UTC, datetime
from typing import Any

from optimapos.sales.models import Sale
from optimapos.shifts.models import ShiftLateSale
from optimapos.shifts.services import ShiftService
from tests.factories.organization import Shop
from tests.refunds.giving_back import processed, sold

SHIFTS = "/api/shifts/"


def make_shifts_and_refunds(shop: Shop, product: Any) -> None:
    """At the shop's till, of a product that is in stock."""
    shift = shop.till.post(SHIFTS, {"opening_float": "100.00"}).json()["id"]
    moved = {"kind": "OUT", "reason": "SAFE", "amount": "10.00"}
    assert shop.till.post(f"{SHIFTS}{shift}/cash-movements/", moved).status_code == 201
    processed(shop, sold(shop.till, (product, "2")), "1")
    counted = [{"method": "CASH", "amount": "91.00"}]
    assert shop.till.post(f"{SHIFTS}{shift}/close/", {"counted": counted}).status_code == 200
    tell_late(shop, shift, sold(shop.till, (product, "1"))["id"])
    ShiftService.seal_supplement(
        business=shop.business, actor=shop.owner, shift_id=shift, at=datetime.now(UTC)
    ).unwrap()


def tell_late(shop: Shop, shift: Any, sale: Any) -> None:
    """As if the sale had been made in the shift without a connection, and told now that the shift is closed."""
    with shop.scope():
        Sale.objects.for_business(shop.id).filter(pk=sale).update(shift_id=shift)
        Sale.objects.for_business(shop.id).get(pk=sale).payments.update(shift_id=shift)
        ShiftLateSale.objects.for_business(shop.id).create(sale_id=sale, business_id=shop.id, shift_id=shift)
