"""Random shops with carts, in the form in which a till's feed carries them. What the carts cost is worked out in `carts`."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import ALL_CAPABILITIES
from optimapos.core.money import ZERO, currency_exponent, round_places
from optimapos.pricing.rules import marked_up
from optimapos.pricing.types import PromotionTerms
from tests.golden.baskets import basket_promotion
from tests.golden.drawn import Case, D, Draw, text, uuid
from tests.golden.prices import POLICIES, line_promotion, promotion_document

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
NOON = datetime(2024, 6, 12, 10, 0, tzinfo=UTC)
STOREFRONT = uuid(1)
MARKUP = D(40)
"""On the cost that a fallback price is made of. A feed carries neither of them, only the price."""
MANAGER = sorted(ALL_CAPABILITIES - {"settings.manage"})
CASHIER = ["sale.sell", "sale.discount"]


class ShopDraw:
    """One shop while it is drawn. One that `is_real` can be set up at a server: see `test_server`."""

    def __init__(self, number: int, *, is_real: bool) -> None:
        self.draw = Draw(f"shop {number}")
        self.is_real = is_real
        self._number = 1000 + number * 1000
        self.currency = self.draw.choice(("EUR", "EUR", "EUR", "JPY", "KWD"))
        self.scale = 100 if self.currency == "JPY" else 1

    def new_id(self) -> str:
        """The next id."""
        self._number += 1
        return uuid(self._number)

    def price(self) -> str:
        """A price as it is stored."""
        return text(self.draw.price(self.currency))


def shop_document(number: int, *, is_real: bool, carts: int) -> Case:
    """A shop with its carts."""
    shop = ShopDraw(number, is_real=is_real)
    draw = shop.draw
    groups = [
        {"id": shop.new_id(), "name": f"Group {n}", "discount_percentage": text(draw.percent()), "is_active": n != 2}
        for n in range(3)
    ]
    taxes = [_tax(shop, place) for place in range(3)]
    units = [{"id": shop.new_id(), "decimals": decimals} for decimals in (0, 3)]
    kinds = [shop.new_id() for _ in range(2)]
    products = [_product(shop, units, taxes, kinds, place) for place in range(7)]
    lists = [_price_list(shop, place) for place in range(draw.integer(0, 3))]
    promotions = _promotions(shop, products, kinds, groups)
    spent = [terms.id for terms in promotions if terms.is_limited and not is_real and draw.chance(50)]
    return {
        "is_real": is_real,
        "settings": _settings(shop),
        "product_groups": kinds,
        "price_groups": groups,
        "taxes": taxes,
        "units": units,
        "products": products,
        "price_lists": lists,
        "prices": [_prices(shop, product, groups, lists) for product in products],
        "promotions": [promotion_document(terms) for terms in promotions],
        "spent": spent,
        "carts": [_cart(shop, products, groups, promotions) for _ in range(carts)],
    }


def _settings(shop: ShopDraw) -> Case:
    draw = shop.draw
    is_cashier = not shop.is_real and draw.chance(60)
    step = D(draw.choice((0, 0, 5, 10))).scaleb(-currency_exponent(shop.currency))
    return {
        "business": {
            "id": shop.new_id(),
            "currency": shop.currency,
            "currency_decimals": currency_exponent(shop.currency),
            "prices_include_tax": draw.chance(60),
            "price_policy": draw.choice(POLICIES),
            "cash_rounding_step": text(step),
            "credit_grace_days": draw.choice((0, 7)),
        },
        "storefront": {
            "id": STOREFRONT,
            "timezone": "Europe/Sofia" if shop.is_real else draw.choice(("America/New_York", "Asia/Kolkata")),
            "day_starts_at": draw.choice(("00:00:00", "05:00:00")),
        },
        "operator": {
            "user": shop.new_id(),
            "capabilities": CASHIER if is_cashier else MANAGER,
            "max_discount": "10" if is_cashier else "50",
        },
    }


def _tax(shop: ShopDraw, place: int) -> Case:
    """Of the storefront's own rates the newest first, then those of all places, as the feed has them."""
    rates = [
        {
            "code": f"T{place}",
            "rate": text(shop.draw.rate()),
            "here": here,
            "valid_from": str((NOON + timedelta(days=days)).date()),
        }
        for here in (True, False)
        for days in (30, 0, -1, -900)
        if (days == -900 and not here) or shop.draw.chance(20)
    ]
    return {"id": shop.new_id(), "rates": rates}


def _product(shop: ShopDraw, units: list[Case], taxes: list[Case], kinds: list[str], place: int) -> Case:
    draw = shop.draw
    unit = draw.choice((units[0], units[0], units[1]))
    packs = [(12, 1), (5, 2)] if unit["decimals"] else [(6, 1), (1, 1)]
    return {
        "id": shop.new_id(),
        "sku": f"SKU-{place}",
        "name": f"Product {place}",
        "life_cycle": draw.choice(("ACTIVE",) * 40 + ("PHASE_OUT",) * 4 + ("DISCONTINUED",)),
        "unit": unit["id"],
        "tax_category": draw.choice(taxes)["id"],
        "group": draw.choice((None, *kinds)),
        "floor_price": shop.price() if draw.chance(25) else None,
        "packagings": [
            {"id": shop.new_id(), "name": f"Pack {n}", "factor_num": num, "factor_den": den}
            for n, (num, den) in enumerate(draw.some(packs, 2))
        ],
    }


def _price_list(shop: ShopDraw, place: int) -> Case:
    draw = shop.draw
    return {
        "id": shop.new_id(),
        "name": f"List {place}",
        "sale_type": draw.choice(("", "RETAIL", "WHOLESALE")),
        "includes_tax": draw.chance(50),
        "valid_from": (FIRST + timedelta(days=place)).isoformat(),
        "valid_until": draw.choice((None, None, (NOON - timedelta(days=1)).isoformat())),
    }


def _prices(shop: ShopDraw, product: Case, groups: list[Case], lists: list[Case]) -> Case:
    draw = shop.draw
    packs = [each["id"] for each in product["packagings"]]
    is_priced = draw.chance(96)
    base = [{**_row(shop, None, here=False, days=-100), "valid_until": None}] if is_priced else []
    base += [row for row in _rows(shop, packs, 2) if is_priced]
    step = [
        {**_row(shop, pack, here=draw.chance(30), days=-90), "min_quantity": start}
        for pack in (None, *packs)
        for start in draw.some(("2", "3", "10"), 2)
        if draw.chance(40)
    ]
    listed = [
        {"id": shop.new_id(), "price_list": each["id"], "packaging": pack, "price": shop.price()}
        for each in lists
        for pack in (None, *packs)
        if is_priced and draw.chance(35)
    ]
    cost = draw.price(shop.currency)
    has_fallback = not shop.is_real and cost and draw.chance(40)
    return {
        "product": product["id"],
        "base": base,
        "group": [{**row, "price_group": draw.choice(groups)["id"]} for row in _rows(shop, packs, 3)],
        "step": step,
        "listed": listed,
        "fallback": text(marked_up(cost, MARKUP)) if has_fallback else None,
        "cost": text(cost) if has_fallback else None,
    }


def _rows(shop: ShopDraw, packs: list[str], most: int) -> list[Case]:
    """Rows that were replaced, have ended or have not begun are among them."""
    draw = shop.draw
    return [
        _row(shop, draw.choice((None, *packs)), here=draw.chance(40), days=-80 + place + draw.choice((0, 0, 0, 100)))
        for place in range(draw.integer(0, most))
    ]


def _row(shop: ShopDraw, pack: str | None, *, here: bool, days: int) -> Case:
    since = NOON + timedelta(days=days)
    ends = (NOON, since + timedelta(days=20), since + timedelta(days=400))
    until = shop.draw.choice((None,) * 6 + tuple(end for end in ends if end > since))
    return {
        "id": shop.new_id(),
        "packaging": pack,
        "here": here,
        "price": shop.price(),
        "includes_tax": shop.draw.chance(65),
        "valid_from": since.isoformat(),
        "valid_until": until and until.isoformat(),
    }


def _promotions(shop: ShopDraw, products: list[Case], kinds: list[str], groups: list[Case]) -> list[PromotionTerms]:
    draw = shop.draw
    ids, tree = [UUID(each["id"]) for each in products], [UUID(each) for each in kinds]
    found = []
    for _ in range(draw.integer(1, 8)):
        number = int(shop.new_id()[-12:], 16)
        if draw.chance(50):
            drawn = replace(
                line_promotion(draw, number, shop.currency),
                products=frozenset(draw.some(ids, 3)),
                groups=frozenset(draw.some(tree, 1)),
            )
        else:
            drawn = basket_promotion(draw, number, shop.currency, ids, tree)
        hours = draw.choice((None, None, None, (time(9), time(14)), (time(22), time(3))))
        found.append(
            replace(
                drawn,
                name=f"Promotion {number}",
                starts_at=FIRST,
                ends_at=draw.choice((None, None, NOON + timedelta(hours=30), datetime(2025, 1, 1, tzinfo=UTC))),
                weekdays=frozenset({1, 2, 3, 4, 5}) if draw.chance(15) else frozenset(),
                hours_from=hours[0] if hours else None,
                hours_until=hours[1] if hours else None,
                price_groups=frozenset([UUID(draw.choice(groups)["id"])]) if draw.chance(15) else frozenset(),
                locations=frozenset([UUID(STOREFRONT)]) if draw.chance(15) else frozenset(),
                sale_type=draw.choice(("", "", "", "RETAIL", "WHOLESALE")),
                needs_coupon=draw.chance(25),
                is_limited=draw.chance(25),
            )
        )
    return found


def _cart(shop: ShopDraw, products: list[Case], groups: list[Case], promotions: list[PromotionTerms]) -> Case:
    draw = shop.draw
    places = currency_exponent(shop.currency)
    customer = _customer(shop, groups) if draw.chance(55) else None
    sites = customer["sites"] if customer else []
    coupons = [
        {
            "id": shop.new_id(),
            "code": f"C{terms.id[-12:]}-{draw.integer(1, 9)}".upper(),
            "promotion": terms.id,
            "problem": "",
        }
        for terms in promotions
        if terms.needs_coupon and draw.chance(60)
    ]
    fixed = draw.decimal(0, 3, places) * shop.scale if draw.chance(15) else ZERO
    return {
        "at": (NOON + timedelta(minutes=draw.choice((0, 0, 60 * 10, 60 * 11, 60 * 15, 60 * 24 * 4)))).isoformat(),
        "lines": [_line(shop, products, place) for place in range(draw.choice((1, 2, 3, 4, 5, 7)))],
        "sale_type": draw.choice(("RETAIL", "RETAIL", "RETAIL", "WHOLESALE")),
        "customer": customer,
        "site": sites[0]["id"] if sites and draw.chance(60) else None,
        "discount_percentage": text(round_places(draw.percent() / 4, 4)) if draw.chance(20) else "0",
        "discount_amount": text(fixed),
        "coupons": coupons,
        "credit": _credit(shop, customer) if customer else None,
        "pays": draw.choice(("cash", "cash", "note", "note", "card", "split", "half", "nothing", "over")),
    }


def _line(shop: ShopDraw, products: list[Case], place: int) -> Case:
    draw = shop.draw
    product = draw.choice(products)
    packs = [each["id"] for each in product["packagings"]]
    line: Case = {
        "id": f"line {place + 1}",
        "product": product["id"],
        "packaging": draw.choice((None, None, *packs)),
        "quantity": draw.choice(("1", "1", "1", "2", "2", "3", "4", "12", "0.5" if draw.chance(8) else "6")),
    }
    if draw.chance(12):
        line["unit_price"] = shop.price()
    if draw.chance(15):
        line["discount_percentage"] = text(round_places(draw.percent() / 4, 4))
    if draw.chance(8):
        line["discount_amount"] = text(draw.decimal(0, 1, currency_exponent(shop.currency)) * shop.scale)
    return line


def _customer(shop: ShopDraw, groups: list[Case]) -> Case:
    draw = shop.draw
    special = text(draw.percent()) if draw.chance(50) else None
    return {
        "id": shop.new_id(),
        "price_group": draw.choice((None, *(each["id"] for each in groups))),
        "discount_percent": text(draw.percent()) if draw.chance(50) else "0",
        "is_tax_exempt": draw.chance(15),
        "sales_blocked": False,
        "credit_blocked": draw.chance(10),
        "credit_limit": str(draw.choice((0, 50, 5000)) * shop.scale),
        "credit_terms_days": draw.choice((0, 30)),
        "sites": [{"id": shop.new_id(), "special_discount": special}] if draw.chance(40) else [],
    }


def _credit(shop: ShopDraw, customer: Case) -> Case | None:
    """What the customer owes; nothing yet at a server, where each cart has a customer of its own."""
    draw = shop.draw
    if shop.is_real or draw.chance(40):
        return None
    dues: list[tuple[str | None, Decimal]] = [
        (str((NOON + timedelta(days=draw.integer(-40, 20))).date()), draw.decimal(1, 40, 2))
        for _ in range(draw.integer(0, 3))
    ]
    if draw.chance(20):
        dues.append((None, -draw.decimal(1, 30, 2)))
    owed = sum((amount for _, amount in dues), ZERO)
    return {"customer": customer["id"], "owed": text(owed), "dues": [[day, text(amount)] for day, amount in dues]}
