"""Opening stock over HTTP: all lines or none, by those who may, where they may."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.ids import new_id
from optimapos.inventory.models import InventoryMovement
from optimapos.organization.services import LocationService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop, make_till, unique
from tests.inventory.stock import counted, figures, item_of

PATH = "/api/stock-products/opening-stock/"


def _body(shop: Shop, *lines: dict[str, Any]) -> dict[str, Any]:
    return {"storefront": str(shop.storefront.pk), "lines": list(lines)}


def _line(product: Any, quantity: str = "2", cost: str = "1.25", **more: Any) -> dict[str, Any]:
    return {"product": str(getattr(product, "pk", product)), "quantity": quantity, "unit_cost": cost, **more}


def _movements(shop: Shop) -> int:
    with shop.scope():
        return InventoryMovement.objects.for_business(shop.id).count()


def test_lines_become_layers_with_their_costs(shop: Shop) -> None:
    tea, milk = make_product(shop, stock=None), make_product(shop, stock=None)
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T3", role="stock_clerk")
    lines = _line(tea), _line(milk, "3", "0.5", batch_number="L7", expires_on="2031-01-31"), _line(tea, "1", "2")
    answer = clerk.post(PATH, _body(shop, *lines))
    assert (answer.status_code, answer.json()) == (201, {"storefront": str(shop.storefront.pk), "lines": 3})
    assert (figures(shop, tea)["quantity"], figures(shop, milk)["quantity"]) == ("3", "3")
    assert item_of(shop, tea).stock_value == Decimal("4.5")
    layers = clerk.get(f"/api/stock-products/{item_of(shop, milk).pk}/batches/").json()["results"]
    assert (layers[0]["batch_number"], layers[0]["expires_on"]) == ("L7", "2031-01-31")


def test_the_statements_do_not_grow_with_the_lines(shop: Shop) -> None:
    products = [make_product(shop, stock=None) for _ in range(20)]
    counts = []
    for some in (products[:1], products[1:]):
        with counted(shop) as queries:
            assert shop.manager_till.post(PATH, _body(shop, *map(_line, some))).status_code == 201
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_repeated_key_books_once(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    key = unique("opening")
    first, again = (shop.manager_till.post(PATH, _body(shop, _line(tea)), key=key) for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert figures(shop, tea)["quantity"] == "2"


def test_a_cashier_may_not(shop: Shop) -> None:
    answer = shop.till.post(PATH, _body(shop, _line(make_product(shop, stock=None))))
    assert (answer.status_code, answer.json()["code"]) == (403, "PERMISSION_DENIED")
    assert _movements(shop) == 0


def test_one_bad_line_refuses_them_all(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    theirs = make_product(make_shop(), stock=None)
    for stranger in (theirs, new_id()):
        answer = shop.manager_till.post(PATH, _body(shop, _line(tea), _line(stranger)))
        assert (answer.status_code, answer.json()["code"]) == (404, "PRODUCT_NOT_FOUND")
    assert _movements(shop) == 0


def test_a_service_is_not_received(shop: Shop) -> None:
    repair = make_product(shop, stock=None, kind="SERVICE")
    answer = shop.manager_till.post(PATH, _body(shop, _line(repair)))
    assert (answer.status_code, answer.json()["code"]) == (422, "PRODUCT_NOT_STOCKED")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", "0"),
        ("quantity", "-1"),
        ("quantity", "NaN"),
        ("quantity", "1.0000001"),
        ("quantity", "1000000000"),
        ("unit_cost", "-0.01"),
        ("unit_cost", "1e3"),
        ("product", "tea"),
        ("expires_on", "31.01.2031"),
    ],
)
def test_a_bad_figure_is_told_with_its_line(shop: Shop, field: str, value: str) -> None:
    tea = make_product(shop, stock=None)
    answer = shop.manager_till.post(PATH, _body(shop, _line(tea), _line(tea) | {field: value}))
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_FAILED")
    assert field in answer.json()["data"]["errors"][0]["field"]
    assert "1" in answer.json()["data"]["errors"][0]["field"]
    assert _movements(shop) == 0


def test_no_lines_and_more_than_five_thousand_are_refused(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    assert shop.manager_till.post(PATH, _body(shop)).status_code == 400
    assert shop.manager_till.post(PATH, _body(shop, *[_line(tea)] * 5001)).status_code == 400
    assert _movements(shop) == 0


def test_a_place_that_the_member_does_not_see_is_not_found(shop: Shop) -> None:
    annex = LocationService.create_location(
        business=shop.business, code="S2", name="Annex", user_id=shop.owner.user_id
    ).unwrap()
    for place in (annex.pk, make_shop().storefront.pk, new_id()):
        body = {"storefront": str(place), "lines": [_line(make_product(shop, stock=None))]}
        assert shop.manager_till.post(PATH, body).status_code == 404
    assert _movements(shop) == 0
