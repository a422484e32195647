"""The customer's site on carts, sales and receipts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from optimapos.partners.services import CustomerSiteService
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.factories.partners import make_site

PAID = {"payments": [{"payment_method": "CASH", "amount_paid": "50.00"}]}


def basket(tea: Any, **more: Any) -> dict[str, Any]:
    return {"items": [{"product": str(tea.pk), "quantity": "1"}], **PAID, **more}


def retire(shop: Shop, customer: Any, site: Any) -> None:
    CustomerSiteService.deactivate_site(
        business=shop.business, customer_id=customer.pk, site_id=site.pk, actor=shop.owner
    ).unwrap()


def test_a_checkout_names_the_site_and_its_receipt_the_address(shop: Shop) -> None:
    tea, customer = make_product(shop), make_customer(shop, name="ACME")
    site = make_site(shop, customer, name="Depot", city="Sofia", address="Business Park\nBuilding A")
    sold = shop.manager_till.post(
        "/api/sales/checkout/", basket(tea, customer=customer.pk, customer_site=site.pk), key="k1"
    )
    assert (sold.status_code, sold.json()["customer_site"]) == (201, str(site.pk))
    path = f"/api/sales/{sold.json()['id']}/"
    assert shop.manager_till.get(path).json()["customer_site"] == str(site.pk)
    receipt = shop.manager_till.get(f"{path}receipt/").json()
    assert receipt["delivery_address"] == {"name": "Depot", "city": "Sofia", "address": "Business Park\nBuilding A"}
    page = shop.manager_till.get(f"{path}receipt/?as=html").content.decode()
    assert "Depot, Sofia, Business Park, Building A" in page
    plain = shop.manager_till.post("/api/sales/checkout/", basket(tea)).json()
    assert plain["customer_site"] is None
    assert shop.manager_till.get(f"/api/sales/{plain['id']}/receipt/").json()["delivery_address"] is None


def test_a_cart_keeps_its_site_until_its_customer_changes(shop: Shop) -> None:
    tea, customer, other = make_product(shop), make_customer(shop), make_customer(shop)
    site, theirs = make_site(shop, customer), make_site(shop, other)
    cart = shop.manager_till.post("/api/sales/", {"customer": customer.pk, "customer_site": site.pk}).json()
    path = f"/api/sales/{cart['id']}/"
    assert cart["customer_site"] == str(site.pk)

    def changed(**body: Any) -> Any:
        return shop.manager_till.patch(path, body).json()["customer_site"]

    assert changed(customer=customer.pk) == str(site.pk)
    assert changed(customer=other.pk) is None
    assert changed(customer=customer.pk, customer_site=site.pk) == str(site.pk)
    assert changed(customer=None) is None
    assert changed(customer=other.pk, customer_site=theirs.pk) == str(theirs.pk)
    assert changed(customer_site=None) is None
    assert changed(customer_site=theirs.pk) == str(theirs.pk)
    shop.manager_till.post(f"{path}items/", {"product": str(tea.pk), "quantity": "1"})
    retire(shop, other, theirs)
    done = shop.manager_till.post(f"{path}complete/", PAID)
    assert (done.status_code, done.json()["customer_site"]) == (200, str(theirs.pk))


@pytest.mark.parametrize("whose", ["another customer's", "another business's", "nobody's"])
def test_a_site_that_is_not_the_customers_is_refused(shop: Shop, whose: str) -> None:
    tea, customer = make_product(shop), make_customer(shop)
    elsewhere = make_shop()
    site = {
        "another customer's": make_site(shop, make_customer(shop)).pk,
        "another business's": make_site(elsewhere, make_customer(elsewhere)).pk,
        "nobody's": shop.id,
    }[whose]
    cart = shop.manager_till.post("/api/sales/", {"customer": customer.pk}).json()["id"]
    answers = [
        shop.manager_till.post("/api/sales/", {"customer": customer.pk, "customer_site": site}),
        shop.manager_till.patch(f"/api/sales/{cart}/", {"customer_site": site}),
        shop.manager_till.post("/api/sales/checkout/", basket(tea, customer=customer.pk, customer_site=site)),
        shop.manager_till.post("/api/sales/checkout/", basket(tea, customer_site=site)),
        shop.manager_till.post("/api/sales/", {"customer_site": site}),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "SITE_NOT_FOUND")}


def test_a_site_out_of_use_is_refused_but_of_a_late_sale_that_went_there_before(shop: Shop) -> None:
    tea, customer = make_product(shop), make_customer(shop)
    site = make_site(shop, customer)
    retire(shop, customer, site)
    named = {"customer": customer.pk, "customer_site": site.pk}
    answers = [
        shop.manager_till.post("/api/sales/", named),
        shop.manager_till.post("/api/sales/checkout/", basket(tea, **named)),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(422, "SITE_INACTIVE")}
    late = {"origin": "OFFLINE", "occurred_at": datetime.now(UTC).isoformat()}
    sold = shop.manager_till.post("/api/sales/checkout/", basket(tea, **named, **late))
    assert (sold.status_code, sold.json().get("customer_site")) == (201, str(site.pk))
