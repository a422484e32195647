"""The golden carts at a real server: shops are set up as the vectors tell, and quote and checkout answer what these say."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from optimapos.core.ids import new_id
from optimapos.nomenclatures.models import PriceGroup, ProductGroup, TaxCategory, TaxRate, UnitOfMeasure
from optimapos.organization.models import Business, Location
from optimapos.pricing.models import (
    Coupon,
    PriceList,
    PriceListRow,
    ProductPrice,
    ProductPriceByGroup,
    ProductStepPrice,
    Promotion,
    PromotionStatus,
    PromotionTarget,
)
from optimapos.products.models import Product, ProductPackaging
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, make_shop
from tests.factories.partners import make_site
from tests.golden.carts import answer_document
from tests.golden.drawn import Case, D, uuid
from tests.golden.make import HERE
from tests.golden.prices import NAMED, PLAIN, promotion_terms
from tests.golden.shops import STOREFRONT

CHECKOUT, QUOTE = "/api/sales/checkout/", "/api/pricing/quote/"
PREFIX = uuid(0)[:23]
REAL = [shop for shop in json.loads((HERE / "carts.json").read_text(encoding="utf-8")) if shop["is_real"]]
AIMS = {"products": "product", "groups": "group", "price_groups": "price_group", "locations": "location"}


class Replica:
    """A shop of the vectors at the server. Its ids begin anew in each run, in the same order."""

    def __init__(self, told: Case) -> None:
        self.prefix = str(new_id())[:23]
        business = told["settings"]["business"]
        self.shop: Shop = make_shop(
            currency=business["currency"],
            prices_include_tax=business["prices_include_tax"],
            price_policy=business["price_policy"],
            cash_rounding_step=D(business["cash_rounding_step"]),
            credit_grace_days=business["credit_grace_days"],
        )
        self.told: Case = self.here(told)
        with self.shop.scope():
            _fill(self.shop, self.told)

    def here(self, told: Any) -> Any:
        """What the vectors tell, with this replica's ids."""
        document = json.dumps(told).replace(STOREFRONT, str(self.shop.storefront.pk))
        return json.loads(document.replace(PREFIX, self.prefix))

    def there(self, answer: Any) -> Any:
        """An answer with the vectors' ids."""
        return json.loads(json.dumps(answer).replace(self.prefix, PREFIX))


def _fill(shop: Shop, told: Case) -> None:
    storefront = told["settings"]["storefront"]
    Location.objects.filter(pk=shop.storefront.pk).update(day_starts_at=time.fromisoformat(storefront["day_starts_at"]))
    for number, unit in enumerate(told["units"]):
        _save(UnitOfMeasure, shop, unit["id"], code=f"G{number}", name="Unit", decimals=unit["decimals"])
    for number, tax in enumerate(told["taxes"]):
        _save(TaxCategory, shop, tax["id"], code=f"G{number}", name="Tax")
        for rate in tax["rates"]:
            _save(TaxRate, shop, category_id=tax["id"], **_here(shop, rate), **_rate(rate))
    for number, group in enumerate(told["product_groups"]):
        _save(ProductGroup, shop, group, code=f"G{number}", name="Group")
    for number, group in enumerate(told["price_groups"]):
        percent = D(group["discount_percentage"])
        columns = {"name": group["name"], "is_active": group["is_active"]}
        _save(PriceGroup, shop, group["id"], code=f"G{number}", discount_percentage=percent, **columns)
    for product in told["products"]:
        _save_product(shop, product)
    for each in told["price_lists"]:
        columns = {name: each[name] for name in ("name", "sale_type", "includes_tax")}
        _save(PriceList, shop, each["id"], status=PromotionStatus.APPROVED, **_period(each), **columns)
    for prices in told["prices"]:
        _save_prices(shop, prices)
    for row in told["promotions"]:
        _save_promotion(shop, row)
    Business.objects.filter(pk=shop.id).update(settings_version=2)


def _save(model: Any, shop: Shop, row_id: str | None = None, **columns: Any) -> None:
    named = {"id": UUID(row_id)} if row_id else {}
    model(business_id=shop.id, **named, **columns).save(force_insert=True)


def _here(shop: Shop, row: Case) -> Case:
    return {"location_id": shop.storefront.pk if row["here"] else None}


def _rate(rate: Case) -> Case:
    return {"code": rate["code"], "rate": D(rate["rate"]), "valid_from": date.fromisoformat(rate["valid_from"])}


def _period(row: Case) -> Case:
    until = row["valid_until"]
    return {
        "valid_from": datetime.fromisoformat(row["valid_from"]),
        "valid_until": until and datetime.fromisoformat(until),
    }


def _save_product(shop: Shop, product: Case) -> None:
    _save(
        Product,
        shop,
        product["id"],
        **{name: product[name] for name in ("sku", "name", "life_cycle")},
        unit_id=product["unit"],
        tax_category_id=product["tax_category"],
        group_id=product["group"],
        tracks_stock=False,
        floor_price=product["floor_price"] and D(product["floor_price"]),
    )
    for pack in product["packagings"]:
        factors = {name: pack[name] for name in ("name", "factor_num", "factor_den")}
        _save(ProductPackaging, shop, pack["id"], product_id=product["id"], **factors)


def _save_prices(shop: Shop, prices: Case) -> None:
    rows: list[tuple[Any, Case, Case]] = [(ProductPrice, row, {}) for row in prices["base"]]
    rows += [(ProductPriceByGroup, row, {"price_group_id": row["price_group"]}) for row in prices["group"]]
    rows += [(ProductStepPrice, row, {"min_quantity": D(row["min_quantity"])}) for row in prices["step"]]
    for model, row, columns in rows:
        _save(
            model,
            shop,
            row["id"],
            product_id=prices["product"],
            packaging_id=row["packaging"],
            price=D(row["price"]),
            includes_tax=row["includes_tax"],
            **_here(shop, row),
            **_period(row),
            **columns,
        )
    for row in prices["listed"]:
        of = {"product_id": prices["product"], "packaging_id": row["packaging"], "price_list_id": row["price_list"]}
        _save(PriceListRow, shop, row["id"], price=D(row["price"]), **of)


def _save_promotion(shop: Shop, row: Case) -> None:
    terms = promotion_terms(row)
    plain = {name: getattr(terms, name) for name in PLAIN if name not in {"id", "is_limited"}}
    more = ("kind", "value", "min_quantity", "min_amount", "starts_at", "ends_at", "hours_from", "hours_until")
    _save(
        Promotion,
        shop,
        terms.id,
        **plain,
        **{name: getattr(terms, name) for name in more},
        weekdays=sorted(terms.weekdays),
        use_limit=1_000_000 if terms.is_limited else None,
        status=PromotionStatus.APPROVED,
    )
    for name in NAMED:
        aim = AIMS[name.replace("reward_", "")]
        for target in getattr(terms, name):
            is_reward = name.startswith("reward_")
            _save(PromotionTarget, shop, promotion_id=terms.id, is_reward=is_reward, **{f"{aim}_id": target})


def _buyer(shop: Shop, cart: Case) -> tuple[str | None, str | None]:
    """A customer as the cart tells, with its site."""
    told = cart["customer"]
    if told is None:
        return None, None
    made = make_customer(
        shop,
        price_group_id=told["price_group"],
        discount_percent=D(told["discount_percent"]),
        credit_limit=D(told["credit_limit"]),
        **{name: told[name] for name in ("is_tax_exempt", "credit_blocked", "credit_terms_days")},
    )
    sites = {
        each["id"]: make_site(shop, made, special_discount=_decimal(each["special_discount"])) for each in told["sites"]
    }
    return str(made.pk), str(sites[cart["site"]].pk) if cart["site"] else None


def _decimal(told: str | None) -> Decimal | None:
    return None if told is None else D(told)


@pytest.mark.parametrize("number", range(len(REAL)))
def test_a_checkout_answers_what_the_vectors_say(number: int) -> None:
    replica = Replica(REAL[number])
    for cart in replica.told["carts"]:
        shop = replica.shop
        customer, site = _buyer(shop, cart)
        with shop.scope():
            for coupon in cart["coupons"]:
                code = {"code": coupon["code"], "promotion_id": coupon["promotion"]}
                if not Coupon.objects.filter(business_id=shop.id, code=coupon["code"]).exists():
                    _save(Coupon, shop, coupon["id"], **code)
        terms = {"type": cart["sale_type"], "customer": customer, "customer_site": site}
        named = {name: value for name, value in terms.items() if value is not None}
        named["coupons"] = [coupon["code"] for coupon in cart["coupons"]]
        body = {
            **named,
            "items": [{name: value for name, value in line.items() if name != "id"} for line in cart["lines"]],
            "payments": [{"payment_method": method, "amount_paid": paid} for method, paid in cart["tenders"]],
            "discount_percentage": cart["discount_percentage"],
            "discount_amount": cart["discount_amount"],
            "origin": "IMPORT",
            "occurred_at": cart["at"],
        }
        _compare(replica, cart, shop.manager_till.post(CHECKOUT, body).json())
        if "answer" in cart:
            lines = [{name: line[name] for name in ("product", "quantity")} | _pack(line) for line in cart["lines"]]
            quoted = shop.manager_till.post(QUOTE, {**named, "lines": lines, "at": cart["at"]}).json()
            assert "lines" in quoted, quoted
            _compare_prices(cart, quoted["lines"])


def _pack(line: Case) -> Case:
    return {"packaging": line["packaging"]} if line["packaging"] else {}


def _compare(replica: Replica, cart: Case, answer: Case) -> None:
    if "refusal" in cart:
        assert answer.get("code") == cart["refusal"]["code"], answer
        return
    assert "items" in answer, answer
    assert answer_document(replica.there(answer)) == replica.there(cart["answer"])


def _compare_prices(cart: Case, quoted: list[Case]) -> None:
    """Prices that were not set by hand, as a quote tells them."""
    for asked, sold, quote in zip(cart["lines"], cart["answer"]["items"], quoted, strict=True):
        if "unit_price" not in asked:
            found = (quote["price_source"], D(quote["unit_price"]), D(quote["list_price"]))
            assert found == (sold["price_source"], D(sold["unit_price"]), D(sold["list_price"]))
