"""What does a receipt of 1,000 lines cost, beside plain SQL that inserts the same rows?"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from bench.arena import Arena
from bench.books import check_books
from bench.inside import inside, seconds
from bench.measure import Figures, Findings, Plan
from bench.shop import BASE, Shop

DATABASE = "shop_receipts"
LINES = 1_000
PLAIN = """
    WITH line AS (
        SELECT gen_random_uuid() AS batch_id, i.* FROM inventory_item i WHERE i.product_id = ANY(%(products)s)
    ), layer AS (
        INSERT INTO inventory_batch (id, business_id, item_id, kind, status, batch_number, supplier_lot, received_at,
                                     unit_cost, received_qty, remaining_qty, is_open, cost_provisional, source_type,
                                     product_id, created_at, updated_at)
        SELECT batch_id, business_id, id, 'STOCK', 'AVAILABLE', 'PLAIN', '', now(), 4.25, 12, 12, true, false, 'PLAIN',
               product_id, now(), now()
          FROM line
    ), movement AS (
        INSERT INTO inventory_movement (id, business_id, item_id, batch_id, kind, quantity, unit_cost, cost_amount,
                                        item_seq, qty_after, value_after, source_type, source_id, occurred_at, posted_at,
                                        business_date, accounting_date)
        SELECT gen_random_uuid(), business_id, id, batch_id, 'RECEIPT', 12, 4.25, 51, seq + 1, current_qty + 12,
               stock_value + 51, 'PLAIN', %(source)s, greatest(last_movement_at, now()), clock_timestamp(), now()::date,
               now()::date
          FROM line
    )
    UPDATE inventory_item i
       SET current_qty = current_qty + 12, stock_value = stock_value + 51, seq = seq + 1, last_purchase_cost = 4.25,
           last_movement_at = greatest(last_movement_at, now()), last_purchase_at = now()
     WHERE product_id = ANY(%(products)s)
"""
"""A receipt as one statement writes it that checks nothing."""


def ask(arena: Arena, shop: Shop, plan: Plan) -> Findings:
    """In turn: plain SQL, and the completion of a delivery receipt of as many lines."""
    arena.close(BASE)
    arena.copy(BASE, DATABASE)
    lines = min(LINES, len(shop.products))
    products = [UUID(product) for product, _ in shop.products[:lines]]
    plain, ours = Figures("receiving", "plain SQL", 1), Figures("receiving", f"a receipt of {lines:,} lines", 1)
    with inside(arena, DATABASE):
        buyer = _buyer(shop)
        statements = {number: _counted(buyer, products[:number]) for number in (1, lines)}
        for _ in range(plan.rounds):
            plain.rates.append(lines / seconds(lambda: _insert(shop, products)))
            receipt = _draft(buyer, products)
            ours.rates.append(lines / seconds(lambda receipt=receipt: _complete(buyer, receipt)))  # type: ignore[misc]  # mypy knows no default of a lambda
            plain.succeeded += lines
            ours.succeeded += lines
    ours.rival = plain.subject
    ours.of_rival = [mine / theirs for mine, theirs in zip(ours.rates, plain.rates, strict=True)]
    check_books(arena, DATABASE)
    return Findings([plain, ours], {"statements": statements})


def _buyer(shop: Shop) -> dict[str, Any]:
    """Who receives from whom where."""
    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.models import Location, Membership  # noqa: PLC0415 - Django is set up by then
    from optimapos.organization.selectors import actor_of_member  # noqa: PLC0415 - Django is set up by then
    from optimapos.partners.services import SupplierService  # noqa: PLC0415 - Django is set up by then

    business = UUID(shop.business_id)
    with tenant_scope(business):
        location = Location.objects.for_business(business).get(pk=shop.storefront_id)
        member = Membership.objects.for_business(business).get(user__email="owner@bench.test")
    actor = actor_of_member(business, member.pk)
    supplier = SupplierService.create_supplier(
        business=business, actor=actor, fields={"code": "BENCH", "name": "Bench supplier"}
    ).unwrap()
    return {"business": business, "actor": actor, "location": location, "supplier": supplier}


def _draft(buyer: dict[str, Any], products: list[UUID]) -> UUID:
    from optimapos.purchases.services import DeliveryReceiptService  # noqa: PLC0415 - Django is set up by then
    from optimapos.purchases.types import NewReceiptLine  # noqa: PLC0415 - Django is set up by then

    lines = [
        NewReceiptLine(product_id=product, quantity=Decimal(12), unit_price=Decimal("4.25")) for product in products
    ]
    receipt = DeliveryReceiptService.create_receipt(**buyer, fields={}, lines=lines, at=datetime.now(UTC)).unwrap()
    return UUID(str(receipt.pk))


def _complete(buyer: dict[str, Any], receipt: UUID) -> None:
    from optimapos.nomenclatures.services import StatusManager  # noqa: PLC0415 - Django is set up by then

    StatusManager.transition(
        business=buyer["business"],
        kind="DELIVERY",
        document_id=receipt,
        to_status="completed",
        actor=buyer["actor"],
        at=datetime.now(UTC),
    ).unwrap()


def _insert(shop: Shop, products: list[UUID]) -> None:
    from django.db import connections  # noqa: PLC0415 - Django is set up by then

    from optimapos.core.ids import new_id  # noqa: PLC0415 - Django is set up by then
    from optimapos.core.tenancy import tenant_scope  # noqa: PLC0415 - Django is set up by then

    with tenant_scope(UUID(shop.business_id)), connections["default"].cursor() as cursor:
        cursor.execute(PLAIN, {"products": products, "source": new_id()})


def _counted(buyer: dict[str, Any], products: list[UUID]) -> int:
    from django.db import connections  # noqa: PLC0415 - Django is set up by then
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - Django is set up by then

    receipt = _draft(buyer, products)
    with CaptureQueriesContext(connections["default"]) as sent:
        _complete(buyer, receipt)
    return len(sent)
