"""What tests of suppliers' accounts share: received goods, invoices, payments, and the ledger as it stands."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from optimapos.core.ids import UUID
from optimapos.inventory.models import InventoryItem, InventoryMovement
from optimapos.partners.models import Supplier
from optimapos.products.models import Product
from optimapos.purchases.models import DeliveryReceiptLine, SupplierTransaction
from optimapos.purchases.selectors.finance import SupplierFinance
from tests.factories.organization import Shop, Till
from tests.purchases.desks import RECEIPTS, complete, created, make_receipt, make_sent_order, stepped

INVOICES = "/api/supplier-invoices/"
PAYMENTS = "/api/supplier-payments/"
CREDIT_NOTES = "/api/supplier-credit-notes/"
LANDED = "/api/landed-costs/"


def receive(shop: Shop, supplier: Supplier, *lines: Any, **head: Any) -> Any:
    """A completed receipt of goods that nobody ordered."""
    return complete(shop, RECEIPTS, make_receipt(shop, supplier, *lines, **head))


def receive_order(shop: Shop, supplier: Supplier, *lines: Any, received: str | None = None, **head: Any) -> Any:
    """A completed receipt of all that was ordered, or of `received` of its one line."""
    order = make_sent_order(shop, supplier, *lines, **head)
    body = {} if received is None else {"lines": [{"line": order["lines"][0]["id"], "quantity": received}]}
    return complete(shop, RECEIPTS, created(shop.manager_till, f"/api/purchase-orders/{order['id']}/receive/", body))


def goods(receipt: Any, quantity: str, price: str, at: int = 0, **columns: Any) -> dict[str, Any]:
    """A line of an invoice for goods of a receipt."""
    return {"receipt_line": receipt["lines"][at]["id"], "quantity": quantity, "unit_price": price, **columns}


def charge(price: str, description: str = "Freight") -> dict[str, Any]:
    """A line of an invoice for something else."""
    return {"description": description, "quantity": "1", "unit_price": price}


def invoice_body(shop: Shop, supplier: Supplier, *lines: Any, number: str = "INV-1", **head: Any) -> dict[str, Any]:
    """The body of an invoice."""
    return {
        "location": str(shop.storefront.pk),
        "supplier": str(supplier.pk),
        "supplier_number": number,
        "lines": list(lines),
        **head,
    }


def make_invoice(shop: Shop, supplier: Supplier, *lines: Any, **head: Any) -> Any:
    """A draft invoice."""
    return created(shop.manager_till, INVOICES, invoice_body(shop, supplier, *lines, **head))


def approve(till: Till, invoice: Any, comment: str = "", **facts: Any) -> Any:
    """The answer to approving an invoice."""
    return till.post(f"{INVOICES}{invoice['id']}/transition/", {"status": "approved", "comment": comment, **facts})


def book(shop: Shop, supplier: Supplier, *lines: Any, **head: Any) -> Any:
    """An invoice that is booked."""
    return stepped(shop.manager_till, INVOICES, make_invoice(shop, supplier, *lines, **head), "approved")


def owe(shop: Shop, supplier: Supplier, amount: str, number: str, **head: Any) -> Any:
    """A booked invoice over a service: what is owed without goods."""
    return book(shop, supplier, charge(amount, "Cleaning"), number=number, **head)


def pay_body(shop: Shop, supplier: Supplier, amount: str, **fields: Any) -> dict[str, Any]:
    """The body of a payment."""
    return {
        "location": str(shop.storefront.pk),
        "supplier": str(supplier.pk),
        "amount": amount,
        "method": "BANK_TRANSFER",
        **fields,
    }


def pay(shop: Shop, supplier: Supplier, amount: str, **fields: Any) -> Any:
    """A payment."""
    return created(shop.manager_till, PAYMENTS, pay_body(shop, supplier, amount, **fields))


def settle(invoice: Any, amount: str) -> dict[str, str]:
    """How much of an invoice is paid."""
    return {"invoice": invoice["id"], "amount": amount}


def reread(shop: Shop, path: str, row: Any) -> Any:
    """A record as it is now."""
    return shop.manager_till.get(f"{path}{row['id']}/").json()


def open_of(shop: Shop, path: str, row: Any) -> Decimal:
    """What is open of an invoice, a payment or a credit note."""
    return Decimal(reread(shop, path, row)["open_amount"])


def entries(shop: Shop, supplier: Supplier) -> list[tuple[str, Decimal, Decimal]]:
    """(kind, amount, foreign amount) of the ledger's entries, in the order of booking."""
    with shop.scope():
        rows = SupplierTransaction.objects.for_business(shop.id).filter(supplier=supplier).order_by("posted_at", "id")
        return [(row.kind, row.amount.normalize() + 0, row.foreign_amount.normalize() + 0) for row in rows]


def balance(shop: Shop, supplier: Supplier) -> Decimal:
    """What is owed by the ledger."""
    return sum((amount for _, amount, _ in entries(shop, supplier)), Decimal(0))


def figures(shop: Shop, supplier: Supplier, on: date | None = None) -> Any:
    """What suppliers' pages are told."""
    with shop.scope():
        found = SupplierFinance.figures_of(
            business=shop.business, supplier_ids=[supplier.pk], on=on or datetime.now(UTC).date()
        )
        return found[supplier.pk]


def invoiced(shop: Shop, receipt: Any, at: int = 0) -> Decimal:
    """How many base units of a receipt's line stand in booked invoices."""
    with shop.scope():
        return DeliveryReceiptLine.objects.for_business(shop.id).get(pk=receipt["lines"][at]["id"]).invoiced_base_qty


def stock_value(shop: Shop, product: Product, location_id: UUID | None = None) -> Decimal:
    """What a product is worth at a location, by default the storefront."""
    with shop.scope():
        rows = InventoryItem.objects.for_business(shop.id).filter(product=product)
        return rows.get(location_id=location_id or shop.storefront.pk).stock_value


def moved_by(shop: Shop, document: Any) -> list[Decimal]:
    """The value of each movement of a document, in the order of booking."""
    with shop.scope():
        rows = InventoryMovement.objects.for_business(shop.id).filter(source_id=document["id"])
        return [row.cost_amount for row in rows.order_by("item_id", "item_seq")]
