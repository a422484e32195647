"""Price groups and prices beside the base price, made through the services."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from optimapos.core.ids import UUID
from optimapos.nomenclatures.models import PriceGroup
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.pricing.models import (
    Coupon,
    PriceList,
    PriceProposal,
    ProductPrice,
    ProductPriceByGroup,
    ProductStepPrice,
    Promotion,
)
from optimapos.pricing.services import (
    CouponService,
    GroupPriceService,
    ListedPrice,
    PriceListService,
    PricingService,
    PromotionService,
    StepPriceService,
)
from optimapos.products.models import Product
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, Till, unique


def make_price_group(shop: Shop, percent: str = "0", **fields: Any) -> PriceGroup:
    """A group of customers."""
    with shop.scope():
        columns: dict[str, Any] = {"code": unique("P")[-30:], "name": "VIP", **fields}
        return PriceGroup.objects.for_business(shop.id).create(
            business_id=shop.id, discount_percentage=Decimal(percent), **columns
        )


def make_group_price(shop: Shop, product: Product, group: PriceGroup, price: str, **fields: Any) -> ProductPriceByGroup:
    """What a group pays, from now on."""
    columns: Any = {"product": product, "price_group": group, "price": Decimal(price), **fields}
    return GroupPriceService.create_group_price(business=shop.business, actor=shop.owner, fields=columns).unwrap()


def make_step_price(shop: Shop, product: Product, start: str, price: str, **fields: Any) -> ProductStepPrice:
    """What is paid from a quantity on, from now on."""
    columns: Any = {"product": product, "min_quantity": Decimal(start), "price": Decimal(price), **fields}
    return StepPriceService.create_step_price(business=shop.business, actor=shop.owner, fields=columns).unwrap()


def make_promotion(
    shop: Shop, value: str, kind: str = "PERCENT", *, is_draft: bool = False, **fields: Any
) -> Promotion:
    """A promotion from now on, approved unless it `is_draft`."""
    columns: Any = {"name": "Sale", "kind": kind, "value": Decimal(value), **fields}
    made = PromotionService.create_promotion(business=shop.business, actor=shop.owner, fields=columns).unwrap()
    if is_draft:
        return made
    return PromotionService.approve_promotion(
        business=shop.business, actor=shop.owner, promotion_id=made.pk, at=datetime.now(UTC)
    ).unwrap()


def make_price_list(
    shop: Shop, *prices: tuple[Product, str], name: str = "Spring", is_draft: bool = False, **fields: Any
) -> PriceList:
    """A price list from now on, approved unless it `is_draft`."""
    columns: Any = {"name": name, "valid_from": datetime.now(UTC), **fields}
    made = PriceListService.create_price_list(business=shop.business, actor=shop.owner, fields=columns).unwrap()
    rows = [ListedPrice(product.pk, Decimal(price)) for product, price in prices]
    PriceListService.set_rows(business=shop.business, actor=shop.owner, list_id=made.pk, rows=rows).unwrap()
    if is_draft:
        return made
    return PriceListService.approve_price_list(
        business=shop.business, actor=shop.owner, list_id=made.pk, at=datetime.now(UTC)
    ).unwrap()


def make_markup_price(shop: Shop, product: Product, percent: str = "50", **terms: Any) -> ProductPrice:
    """A base price that follows its cost, from now on."""
    return PricingService.set_markup_price(
        business=shop.business, actor=shop.owner, product_id=product.pk, markup_percent=Decimal(percent), **terms
    ).unwrap()


def make_price_proposal(shop: Shop, till: Till, supplier: Supplier, location: Location) -> UUID:
    """A price that a receipt at a location proposes, of a product of its own."""
    product = make_product(shop, unique("Followed"), cost="4.00", location_id=location.pk)
    row = make_markup_price(shop, product, location_id=location.pk)
    head = {"location": location.pk, "supplier": supplier.pk}
    bought = {"product": product.pk, "quantity": "10", "unit_price": "5.00"}
    receipt = till.post("/api/delivery-receipts/", {**head, "lines": [bought]}).json()
    done = till.post(f"/api/delivery-receipts/{receipt['id']}/transition/", {"status": "completed"})
    assert done.status_code == 200, done.content
    with shop.scope():
        return PriceProposal.objects.for_business(shop.id).get(price=row).pk


def make_prices(shop: Shop, product: Product, group: PriceGroup, location: Location) -> dict[str, UUID]:
    """One price of each kind at a location, their ids by kind of record; none that anybody reaches by chance."""
    promotion = make_promotion(
        shop,
        "5",
        is_draft=True,
        needs_coupon=True,
        products=[product.pk],
        price_groups=[group.pk],
        locations=[location.pk],
    )
    (coupon,) = make_coupons(shop, promotion, count=1)
    return {
        "group_price": make_group_price(shop, product, group, "900000", location=location).pk,
        "promotion": promotion.pk,
        "coupon": coupon.pk,
        "step_price": make_step_price(shop, product, "900000", "900000", location=location).pk,
    }


def make_coupons(shop: Shop, promotion: Promotion, *codes: str, **fields: Any) -> list[Coupon]:
    """Coupons of a promotion that needs them."""
    return CouponService.create_coupons(
        business=shop.business, actor=shop.owner, promotion_id=promotion.pk, codes=codes, **fields
    ).unwrap()
