"""Customers who owe: sales on credit, payments on account, and what stands in the ledger after them."""

from decimal import Decimal
from typing import Any

from optimapos.partners.models import CreditAllocation, CreditTransaction, Customer, OpenItem
from optimapos.products.models import Product
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, unique

CUSTOMERS = "/api/customers/"
CHECKOUT = "/api/sales/checkout/"


def make_customer(shop: Shop, **fields: Any) -> Any:
    """A customer with a credit limit of 1,000.00."""
    body = {"name": unique("Customer"), "credit_limit": "1000.00", **fields}
    answer = shop.manager_till.post(CUSTOMERS, body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def make_goods(shop: Shop, price: str = "1.00") -> Product:
    """Something that costs so much, without tax to be added, and never runs out."""
    return make_product(shop, price=price, stock="100000")


def buy(shop: Shop, customer: Any, amount: str, goods: Product, *, paid: str = "0", **more: Any) -> Any:
    """A sale of goods at 1.00 each to a customer, all but `paid` on credit."""
    payments = [{"payment_method": "CASH", "amount_paid": paid}] if Decimal(paid) else []
    body = {"customer": customer["id"], "items": [{"product": str(goods.pk), "quantity": amount}], "payments": payments}
    answer = shop.manager_till.post(CHECKOUT, {**body, **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def pay(shop: Shop, customer: Any, amount: str, *allocations: tuple[Any, str], **more: Any) -> Any:
    """The answer to money taken for what a customer owes."""
    chosen = [{"sale": sale["id"], "amount": part} for sale, part in allocations]
    body: dict[str, Any] = {"amount": amount, "payment_method": "CASH", **more}
    return shop.till.post(f"{CUSTOMERS}{customer['id']}/payments/", body | ({"allocations": chosen} if chosen else {}))


def paid(shop: Shop, customer: Any, amount: str, *allocations: tuple[Any, str], **more: Any) -> Any:
    """A payment that was taken."""
    answer = pay(shop, customer, amount, *allocations, **more)
    assert answer.status_code == 201, answer.content
    return answer.json()


def adjust(shop: Shop, customer: Any, way: str, amount: str, **more: Any) -> Any:
    """The answer to an adjustment of the manager."""
    body = {"type": way, "amount": amount, "reason": "Agreed", "location": str(shop.storefront.pk), **more}
    return shop.manager_till.post(f"{CUSTOMERS}{customer['id']}/adjust-credit/", body)


def open_balance(shop: Shop, customer: Any, amount: str, **more: Any) -> Any:
    """The answer to an opening balance that the manager takes over."""
    body = {"amount": amount, "location": str(shop.storefront.pk), **more}
    return shop.manager_till.post(f"{CUSTOMERS}{customer['id']}/opening-balance/", body)


def told(shop: Shop, customer: Any, what: str) -> Any:
    """What is answered about a customer's account."""
    answer = shop.till.get(f"{CUSTOMERS}{customer['id']}/{what}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def sale_now(shop: Shop, sale: Any) -> tuple[str, Decimal, Decimal]:
    """A sale's status, what is paid and what is due of it."""
    found = shop.manager_till.get(f"/api/sales/{sale['id']}/").json()
    return found["status"], Decimal(found["amount_paid"]), Decimal(found["amount_due"])


def balance(shop: Shop, customer: Any) -> Decimal:
    """What a customer owes, which the ledger, its open items and its allocations have to agree on."""
    with shop.scope():
        row = Customer.objects.for_business(shop.id).get(pk=customer["id"])
        entries = CreditTransaction.objects.for_business(shop.id).filter(customer=row)
        left = {entry.pk: entry.amount for entry in entries}
        for part in CreditAllocation.objects.for_business(shop.id).filter(customer=row):
            left[part.debit_id] -= part.amount
            left[part.credit_id] += part.amount
        items = OpenItem.objects.for_business(shop.id).filter(customer=row)
        assert {item.pk: item.open_amount for item in items} == {pk: amount for pk, amount in left.items() if amount}
        assert sum(entry.amount for entry in entries) == row.outstanding_balance
        return row.outstanding_balance
