"""The data flows of system-overview.md as they are printed there: purchases, movements, and configured statuses."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from optimapos.core.actors import Actor
from optimapos.inventory.models import InventoryBatch, InventoryItem, InventoryMovement
from optimapos.inventory.services import OpeningLine, OpeningStockService
from optimapos.nomenclatures.models import DocumentStatusChange, DocumentType
from optimapos.nomenclatures.services import DocumentService
from optimapos.organization.models import Location
from optimapos.organization.services import BusinessService
from optimapos.pricing.types import Rounding
from optimapos.products.models import Product
from optimapos.purchases.models import DeliveryReceipt, PurchaseRequest
from optimapos.purchases.services import PurchaseDocumentService
from optimapos.purchases.types import NewReceiptLine, NewRequestLine
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, Till, make_till
from tests.factories.partners import make_supplier
from tests.factories.pricing import make_group_price, make_markup_price, make_price_group, make_step_price
from tests.purchases.desks import ORDERS, RECEIPTS, REQUESTS, created, line, make_warehouse, step, stepped

OPENED = datetime(2024, 11, 1, 8, tzinfo=UTC)
ARRIVED = "2024-12-01T09:30:00Z"


def make_widget(shop: Shop) -> tuple[Product, Location, Till]:
    """500 pieces of WIDGET001 at WH01, bought at 10.00 each, and a manager there."""
    warehouse = make_warehouse(shop, "WH01")
    widget = make_product(shop, name="Widget", sku="WIDGET001", stock=None)
    OpeningStockService.receive_opening_lines(
        business=shop.business,
        location_id=warehouse.pk,
        lines=[OpeningLine(widget.pk, Decimal(500), Decimal("10.00"))],
        user_id=shop.owner.user_id,
        at=OPENED,
    ).unwrap()
    return widget, warehouse, make_till(shop.business, warehouse, shop.owner, code="W1", role="manager")


def item_of(shop: Shop, product: Product, location: Location) -> InventoryItem:
    """The product at the location."""
    return InventoryItem.objects.for_business(shop.id).get(product=product, location=location)


def movements_of(shop: Shop, document: Any) -> int:
    """How many movements a document made."""
    with shop.scope():
        return InventoryMovement.objects.for_business(shop.id).filter(source_id=document["id"]).count()


def test_1_a_purchase_document_lives_from_request_to_receipt(shop: Shop) -> None:
    widget, warehouse, till = make_widget(shop)
    supplier = make_supplier(shop)
    place = {"location": str(warehouse.pk), "supplier": str(supplier.pk)}
    # 1. Create Purchase Request
    request = created(till, REQUESTS, {**place, "lines": [line(widget, "100", "12.50")]})
    assert request["status"] == "draft"
    # 2. Approve Request
    request = stepped(till, REQUESTS, request, "approved", "Needed before Christmas")
    assert request["status"] == "approved"
    assert movements_of(shop, request) == 0
    # 3. Convert to Purchase Order
    made = created(till, f"{REQUESTS}{request['id']}/convert/", {"expected_delivery_date": "2024-12-01"})
    (order,) = made["orders"]
    assert (order["status"], order["expected_delivery_date"]) == ("draft", "2024-12-01")
    assert [(row["quantity"], row["unit_price"]) for row in order["lines"]] == [("100", "12.5")]
    assert till.get(f"{REQUESTS}{request['id']}/").json()["status"] == "converted"
    assert stepped(till, ORDERS, order, "approved")["status"] == "approved"
    assert movements_of(shop, order) == 0
    # 4. Complete Delivery Receipt
    receipt = created(till, f"{ORDERS}{order['id']}/receive/", {"occurred_at": ARRIVED})
    assert receipt["status"] == "draft"
    receipt = stepped(till, RECEIPTS, receipt, "completed", "All here")
    assert receipt["status"] == "completed"
    assert movements_of(shop, receipt) == 1
    with shop.scope():
        assert item_of(shop, widget, warehouse).current_qty == 600
    assert till.get(f"{ORDERS}{order['id']}/").json()["status"] == "received"


def test_1_the_same_through_the_service_that_the_source_draws(shop: Shop) -> None:
    widget, warehouse, _ = make_widget(shop)
    supplier, user = make_supplier(shop), shop.owner
    service = PurchaseDocumentService(user=user)
    lines = [NewRequestLine(product_id=widget.pk, quantity=Decimal(100), unit_price=Decimal("12.50"))]
    data = {"supplier": supplier, "lines": lines}
    assert DocumentService().validate_for_purchase_creation(PurchaseRequest, data, user, warehouse).ok
    request = service.create_document("request", data, warehouse).unwrap()
    assert (request.status.code, service.document.pk) == ("draft", request.pk)
    assert service.approve("Needed").unwrap().status.code == "approved"
    (order,) = service.convert_to_order(expected_delivery_date=date(2024, 12, 1)).unwrap()
    orders = PurchaseDocumentService(order, user)
    assert orders.approve().ok
    assert orders.send().ok
    receipts = PurchaseDocumentService(orders.receive().unwrap(), user)
    assert receipts.complete("All here").unwrap().status.code == "completed"
    with shop.scope():
        assert item_of(shop, widget, warehouse).current_qty == 600
        request.refresh_from_db()
        assert request.status.code == "converted"
    assert [row.to_status for row in receipts.history()] == ["draft", "completed"]


def receive_hundred(shop: Shop, widget: Product, warehouse: Location, user: Actor) -> PurchaseDocumentService:
    """A draft receipt of 100 pieces at 12.50 that arrived on 2024-12-01."""
    arrived = NewReceiptLine(product_id=widget.pk, quantity=Decimal(100), unit_price=Decimal("12.50"))
    data = {
        "supplier": make_supplier(shop),
        "lines": [arrived],
        "document_date": date(2024, 12, 1),
        "occurred_at": datetime.fromisoformat(ARRIVED),
    }
    service = PurchaseDocumentService(user=user)
    service.create_document("delivery", data, warehouse).unwrap()
    return service


def test_2_a_receipt_makes_movements_and_updates_the_item(shop: Shop) -> None:
    widget, warehouse, _ = make_widget(shop)
    service = receive_hundred(shop, widget, warehouse, shop.owner)
    with shop.scope():
        assert item_of(shop, widget, warehouse).current_qty == 500
    service.complete().unwrap()
    with shop.scope():
        movement = InventoryMovement.objects.for_business(shop.id).get(source_id=service.document.pk)
        batch = InventoryBatch.objects.for_business(shop.id).get(pk=movement.batch_id)
        item = item_of(shop, widget, warehouse)
    assert (movement.kind, movement.quantity, movement.unit_cost) == ("RECEIPT", Decimal(100), Decimal("12.50"))
    assert movement.source_type == "DELIVERY"
    assert service.document.number.startswith("DR-")
    assert batch.batch_number == "AUTO_WIDGET001_20241201_WH01"
    assert item.current_qty == 600
    assert round(item.avg_cost, 6) == Decimal("10.416667")  # (500 x 10.00 + 100 x 12.50) / 600
    assert item.last_movement_at == datetime.fromisoformat(ARRIVED)
    assert item.last_purchase_cost == Decimal("12.50")


def test_4_a_status_is_configured_to_create_movements(shop: Shop) -> None:
    widget, warehouse, till = make_widget(shop)
    service = receive_hundred(shop, widget, warehouse, shop.owner)
    document = {"id": str(service.document.pk)}
    with shop.scope():
        kind = DocumentType.objects.for_business(shop.id).get(code="DELIVERY")
        config = kind.statuses.get(code="completed")
    assert config.creates_inventory_movements is True
    assert config.reverses_inventory_movements is False
    done = stepped(till, RECEIPTS, document, "completed", "Checked")
    assert done["status"] == "completed"
    with shop.scope():
        receipt = DeliveryReceipt.objects.for_business(shop.id).get(pk=document["id"])
        change = DocumentStatusChange.objects.for_business(shop.id).get(document_id=receipt.pk, to_status="completed")
        assert item_of(shop, widget, warehouse).current_qty == 600
    assert (change.from_status, change.user_id, change.comment) == ("draft", till.actor.user_id, "Checked")
    assert change.at == receipt.posted_at
    again = step(till, RECEIPTS, document, "completed")
    assert (again.status_code, again.json()["code"]) == (409, "TRANSITION_NOT_ALLOWED")
    with shop.scope():
        assert item_of(shop, widget, warehouse).current_qty == 600


def test_3_a_price_is_resolved_with_its_cost_and_margin(shop: Shop) -> None:
    warehouse = make_warehouse(shop, "WHA")
    widget = make_product(shop, name="Widget", sku="WIDGET001", price="24.99", tax="0", stock=None)
    OpeningStockService.receive_opening_lines(
        business=shop.business,
        location_id=warehouse.pk,
        lines=[OpeningLine(widget.pk, Decimal(100), Decimal("15.00"))],
        user_id=shop.owner.user_id,
        at=OPENED,
    ).unwrap()
    till = make_till(shop.business, warehouse, shop.owner, code="W1", role="manager")
    vip = make_price_group(shop, name="VIP")
    acme = make_customer(shop, name="ACME Corp", price_group=vip)
    make_group_price(shop, widget, vip, "22.00")
    make_step_price(shop, widget, "50", "21.50")
    asked = f"product={widget.pk}&quantity=50&customer={acme.pk}&storefront={warehouse.pk}"
    found = till.get(f"/api/pricing/explain/?{asked}").json()
    assert (found["unit_price"], found["price_source"], found["list_price"]) == ("21.50", "STEP", "24.99")
    assert (found["unit_cost"], found["profit"], found["margin"]) == ("15.00", "6.50", "30.2")
    assert [(step["source"], step["price"]) for step in found["steps"]] == [
        ("GROUP", "22.00"),
        ("STEP", "21.50"),
        ("BASE", "24.99"),
    ]


def test_3_the_last_resort_is_cost_plus_markup(shop: Shop) -> None:
    BusinessService.update_settings(
        business=shop.business, user_id=shop.owner.user_id, changes={"fallback_markup_percent": Decimal(40)}
    ).unwrap()
    widget = make_product(shop, name="Widget", price=None, tax="0", cost="15.00", stock="100")
    found = shop.manager_till.get(f"/api/pricing/explain/?product={widget.pk}&quantity=50").json()
    assert (found["unit_price"], found["price_source"]) == ("21.00", "FALLBACK")
    assert (found["unit_cost"], found["profit"], found["margin"]) == ("15.00", "6.00", "28.6")
    assert found["steps"][0]["reason"] == "NOTHING_ELSE_APPLIES"


def test_1_a_receipt_updates_costs_and_pricing(shop: Shop) -> None:
    """What "Update costs and pricing" and "Trigger Pricing Updates" say: a markup of 66.6 % that ends in .99."""
    widget, warehouse, till = make_widget(shop)
    make_markup_price(shop, widget, "66.6", rounding=Rounding("ENDING", Decimal("0.99")), includes_tax=False)
    stepped(till, RECEIPTS, {"id": str(receive_hundred(shop, widget, warehouse, shop.owner).document.pk)}, "completed")
    (proposed,) = till.get("/api/price-proposals/?status=PROPOSED").json()["results"]
    assert (proposed["old_cost"], proposed["new_cost"]) == ("10", "12.5")
    assert (proposed["old_price"], proposed["proposed_price"]) == ("16.990000", "20.990000")
    assert (proposed["margin_before"], proposed["margin_unchanged"], proposed["margin_after"]) == (
        "41.1",
        "26.4",
        "40.4",
    )
    assert till.post("/api/price-proposals/apply/", {"ids": [proposed["id"]]}).status_code == 200
    prices = till.get(f"/api/products/{widget.pk}/prices/").json()["results"]
    assert [(row["price"], row["is_current"]) for row in prices[:2]] == [("20.990000", True), ("16.990000", False)]
