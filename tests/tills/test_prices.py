"""What a till works out of the feed alone is what the server quotes."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from optimapos.nomenclatures.models import ProductGroup
from optimapos.organization.models import Business
from optimapos.partners.models import Customer, CustomerSite
from optimapos.pricing.services import PricingService
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.factories.partners import make_site
from tests.factories.pricing import (
    make_group_price,
    make_price_group,
    make_price_list,
    make_promotion,
    make_step_price,
)
from tests.tills.local import LocalTill

LATER = datetime.now(UTC) + timedelta(days=40)


class Stand:
    """A shop with prices of every kind, promotions of every kind, and customers of every kind."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        with shop.scope():
            drinks = ProductGroup.objects.for_business(shop.id).create(business=shop.business, code="D", name="Drinks")
            teas = ProductGroup.objects.for_business(shop.id).create(
                business=shop.business, code="T", name="Teas", parent=drinks
            )
            Business.objects.filter(pk=shop.id).update(fallback_markup_percent=Decimal("33.3333"))
        vip, other = make_price_group(shop, "12.5"), make_price_group(shop, "0", name="Staff")
        self.tea = make_product(shop, "Tea", price="4.99", group=teas, packagings=[NewPackaging("Box", 12)])
        self.cola = make_product(shop, "Cola", price="1.80", group=drinks, tax="9", includes_tax=False)
        self.mug = make_product(shop, "Mug", price="7.45", floor_price=Decimal("6.90"))
        self.salt = make_product(shop, "Salt", price=None, cost="0.37")
        self.rice = make_product(shop, "Rice", price="2.35", unit_decimals=3)
        with shop.scope():
            self.box = self.tea.packagings.get().pk
        self._prices(vip)
        self._promotions(teas, vip)
        site = {"special_discount": Decimal("7.5")}
        self.customers: list[tuple[Customer | None, CustomerSite | None]] = [
            (None, None),
            (make_customer(shop, discount_percent=Decimal("3.3333")), None),
            (make_customer(shop, price_group=vip), None),
            (make_customer(shop, price_group=other, is_tax_exempt=True), None),
            (placed := make_customer(shop, discount_percent=Decimal(2)), make_site(shop, placed, **site)),
        ]

    def _prices(self, vip: Any) -> None:
        shop, here = self.shop, self.shop.storefront
        soon = datetime.now(UTC) + timedelta(days=20)
        for price, terms in (
            ("55.00", {"packaging_id": self.box, "location_id": None}),
            ("4.79", {"packaging_id": None, "location_id": here.pk}),
        ):
            PricingService.set_base_price(
                business=shop.business,
                product_id=self.tea.pk,
                price=Decimal(price),
                includes_tax=True,
                user_id=shop.owner.user_id,
                **terms,  # type: ignore[arg-type]
            ).unwrap()
        make_group_price(shop, self.mug, vip, "7.10")
        make_group_price(shop, self.mug, vip, "6.10", valid_from=soon)
        make_step_price(shop, self.rice, "2.5", "2.20")
        make_step_price(shop, self.rice, "10", "2.05", location=here)
        make_step_price(shop, self.tea, "2", "52.00", packaging_id=self.box)
        make_price_list(shop, (self.cola, "1.61"), name="Wholesale", sale_type="WHOLESALE", includes_tax=False)
        make_price_list(shop, (self.mug, "7.00"), name="Winter", valid_from=soon, includes_tax=True)

    def _promotions(self, teas: ProductGroup, vip: Any) -> None:
        shop = self.shop
        make_promotion(shop, "10", product_groups=[teas.parent_id], min_quantity=Decimal(3))
        make_promotion(shop, "1.50", "FIXED_PRICE", name="Night", products=[self.cola.pk], hours_from="22:00",
                       hours_until="06:00", includes_tax=True)  # fmt: skip
        make_promotion(shop, "0.30", "AMOUNT", name="VIPs", price_groups=[vip.pk], products=[self.cola.pk], priority=3)
        make_promotion(shop, "100", "BUY_GET", name="2 and 1", products=[self.mug.pk], set_quantity=2, get_quantity=1)
        make_promotion(shop, "5", "BASKET_PERCENT", name="Basket", min_amount=Decimal(30))
        make_promotion(shop, "50", name="Coupon", needs_coupon=True, products=[self.mug.pk])

    def carts(self) -> list[list[dict[str, Any]]]:
        """Some carts."""
        return [
            [_line(self.tea, "1"), _line(self.salt, "3"), _line(self.rice, "2.25")],
            [_line(self.tea, "3"), _line(self.cola, "4"), _line(self.mug, "3")],
            [_line(self.tea, "2", self.box), _line(self.rice, "12.5"), _line(self.mug, "7")],
            [_line(self.tea, "1", self.box), _line(self.cola, "2"), _line(self.salt, "1")],
        ]


def _line(product: Product, quantity: str, packaging: Any = None) -> dict[str, Any]:
    return {"product": product.pk, "quantity": quantity, **({"packaging": packaging} if packaging else {})}


@pytest.fixture(scope="module", params=[("BEST_FOR_CUSTOMER", True), ("STRICT_PRIORITY", False)], ids=str)
def stand(request: Any) -> Stand:
    policy, with_tax = request.param
    return Stand(make_shop(price_policy=policy, prices_include_tax=with_tax))


@pytest.fixture(scope="module")
def local(stand: Stand) -> LocalTill:
    return LocalTill(stand.shop.till)


@pytest.mark.parametrize("at", [None, LATER], ids=["now", "later"])
@pytest.mark.parametrize("sale_type", ["RETAIL", "WHOLESALE"])
@pytest.mark.parametrize("cart", range(4))
@pytest.mark.parametrize("customer", range(5))
def test_a_cart_that_is_priced_from_the_feed_costs_what_the_server_quotes(
    stand: Stand, local: LocalTill, customer: int, cart: int, sale_type: str, at: datetime | None
) -> None:
    lines, (buyer, site) = stand.carts()[cart], stand.customers[customer]
    who = {"customer": buyer.pk} if buyer else {}
    who |= {"customer_site": site.pk} if site else {}
    when = at or datetime.now(UTC)
    answer = stand.shop.till.post(
        "/api/pricing/quote/", {"lines": lines, "type": sale_type, "at": when.isoformat(), **who}
    )
    assert answer.status_code == 200, answer.content
    quoted = answer.json()
    decisions, basket = local.priced(
        lines, customer=buyer and buyer.pk, site=site and site.pk, sale_type=sale_type, at=when
    )
    assert [(str(each.source), each.unit_price, each.list_price, list(each.flags)) for each in decisions] == [
        (line["price_source"], Decimal(line["unit_price"]), Decimal(line["list_price"]), line["flags"])
        for line in quoted["lines"]
    ]
    offered = [
        (each.promotion.name, each.amount, {str(number): share for number, share in each.shares.items()})
        for each in basket.offers
    ]
    told = quoted["basket"]
    assert offered == [
        (each["name"], Decimal(each["amount"]), {number: Decimal(share) for number, share in each["shares"].items()})
        for each in told["promotions"]
    ]
    assert sorted((terms.name, reason) for terms, reason in basket.passed) == sorted(
        (each["name"], each["reason"]) for each in told["passed"]
    )


def test_every_source_of_a_price_was_met(stand: Stand, local: LocalTill) -> None:
    """The control of the test above: it compares something of everything."""
    found, offered = set(), set()
    for lines in stand.carts():
        for buyer, site in stand.customers:
            for at in (None, LATER):
                decisions, basket = local.priced(lines, customer=buyer and buyer.pk, site=site and site.pk, at=at)
                found |= {str(each.source) for each in decisions}
                offered |= {each.promotion.name for each in basket.offers}
    assert found == {"PROMOTION", "GROUP", "STEP", "BASE", "FALLBACK"}
    assert offered == {"2 and 1", "Basket"}
