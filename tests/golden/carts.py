"""Vectors of whole carts: what a checkout of the server answers, by its own rules, of facts as a feed carries them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from optimapos.core.money import ZERO, round_money, round_to_step
from optimapos.core.result import DomainError
from optimapos.pricing.books import PromotionBook
from optimapos.pricing.types import Occasion, PromotionTerms, ShownCoupon
from optimapos.sales.answers import sale_document
from optimapos.sales.commands import Line, Settling, TenderLine
from optimapos.sales.facts import CartFacts, CartLineFacts, Context, LineFacts
from optimapos.sales.rules.lines import priced_line
from optimapos.sales.rules.plan import amounts_of, plan_sale
from optimapos.sales.rules.promotions import Promoting
from optimapos.sales.types import PaymentMethod, SaleOrigin
from tests.golden.drawn import Case, D, refusal_of, text
from tests.golden.prices import promotion_terms
from tests.golden.shops import MARKUP, shop_document

HEAD = (
    "status",
    "payment_type",
    "subtotal",
    "discount_amount",
    "promotion_amount",
    "tax_amount",
    "rounding_amount",
    "total_amount",
    "amount_paid",
    "amount_due",
    "change",
    "due_date",
    "flags",
    "promotions",
    "taxes",
)
ITEM = (
    "line_no",
    "quantity",
    "base_quantity",
    "list_price",
    "unit_price",
    "price_source",
    "line_discount",
    "promotion_discount",
    "order_discount_share",
    "tax_code",
    "tax_rate",
    "net",
    "tax",
    "gross",
)
TENDER = ("payment_method", "amount_paid", "tendered", "change")


def carts() -> list[Case]:
    """Shops with carts, and what each cart comes to."""
    shops = [shop_document(number, is_real=number < 12, carts=9) for number in range(30)]
    return [{**shop, "carts": [_sold(shop, cart) for cart in shop["carts"]]} for shop in shops]


def answer_document(sale: Case) -> Case:
    """A sale as it was answered, as far as it is compared."""
    return {
        **{name: sale[name] for name in HEAD},
        "items": [{name: line[name] for name in ITEM} for line in sale["items"]],
        "payments": [{name: tender[name] for name in TENDER} for tender in sale["payments"]],
    }


def _sold(shop: Case, cart: Case) -> Case:
    """The cart with tenders and the answer, or the refusal."""
    sale = _Sale(shop, cart)
    asked = {name: value for name, value in cart.items() if name != "pays"}
    try:
        lines = [sale.line(number, line) for number, line in enumerate(cart["lines"], 1)]
        facts = sale.facts
        total = amounts_of(lines, facts, sale.context.currency, sale.promoting)[0].total
        tenders = _tenders(cart["pays"], total, sale.context)
        asked["tenders"] = tenders
        return {**asked, "answer": sale.answered(lines, tenders)}
    except DomainError as refusal:
        return {"tenders": [], **asked, "refusal": refusal_of(refusal)}


def _tenders(pays: str, total: Decimal, context: Context) -> list[list[str]]:
    currency = context.currency
    rounded = round_to_step(total, context.cash_rounding_step, currency)
    half, note = round_money(total / 2, currency), (total // 50 + 1) * 50
    given = {
        "cash": [("CASH", rounded)],
        "note": [("CASH", note)],
        "card": [("CARD", total)],
        "split": [("CARD", half), ("CASH", note)],
        "half": [("CASH", half)],
        "over": [("CARD", total + 1)],
        "nothing": [],
    }[pays]
    return [[method, text(amount)] for method, amount in given if amount > 0]


class _Sale:
    """One cart at one shop, for the server's rules."""

    def __init__(self, shop: Case, cart: Case) -> None:
        self.shop, self.cart = shop, cart
        self.at = datetime.fromisoformat(cart["at"])
        storefront = shop["settings"]["storefront"]
        self.local = self.at.astimezone(ZoneInfo(storefront["timezone"])).replace(tzinfo=None)
        starts = datetime.strptime(storefront["day_starts_at"], "%H:%M:%S").time()  # noqa: DTZ007 - a time of day
        self.day = self.local.date() - timedelta(days=1 if self.local.time() < starts else 0)
        group = (cart["customer"] or {}).get("price_group")
        self.group = next((each for each in shop["price_groups"] if each["id"] == group and each["is_active"]), None)
        self.context = _context(self)
        self.promoting = _promoting(self)
        self.facts = _cart_facts(self)

    def line(self, number: int, asked: Case) -> CartLineFacts:
        """A line with its price."""
        command = Line(
            quantity=asked["quantity"],
            product=UUID(asked["product"]),
            packaging=asked["packaging"] and UUID(asked["packaging"]),
            unit_price=asked.get("unit_price"),
            discount_percentage=asked.get("discount_percentage", "0"),
            discount_amount=asked.get("discount_amount", "0"),
        )
        return priced_line(
            self.context,
            command,
            _line_facts(self, asked),
            number,
            self.promoting.offers,
            prices_include_tax=self.context.prices_include_tax,
            sale_type=self.cart["sale_type"],
        )

    def answered(self, lines: Sequence[CartLineFacts], tenders: list[list[str]]) -> Case:
        """What completing it answers."""
        rows = plan_sale(
            self.context,
            self.facts,
            lines,
            Settling(payments=[TenderLine(PaymentMethod(method), amount) for method, amount in tenders]),
            self.promoting,
            occurred_at=self.at,
            now=self.at,
            content_hash=None,
        )
        document = answer_document(sale_document(rows.sale, rows.lines, rows.taxes, rows.payments))
        return {**document, "due_date": document["due_date"] and str(document["due_date"])}


def _context(sale: _Sale) -> Context:
    business, storefront, operator = (sale.shop["settings"][name] for name in ("business", "storefront", "operator"))
    customer, group = sale.cart["customer"] or {}, sale.group
    credit = sale.cart["credit"] or {"owed": "0", "dues": []}
    dues = [(day and date.fromisoformat(day), D(amount)) for day, amount in credit["dues"]]
    grace = timedelta(days=business["credit_grace_days"])
    overdue = [amount for day, amount in dues if amount < 0 or day + grace < sale.day]
    site = next((each for each in customer.get("sites", ()) if each["id"] == sale.cart["site"]), None)
    columns: dict[str, Any] = {
        **dict.fromkeys(Context.__dataclass_fields__),
        "business_id": UUID(business["id"]),
        "user_id": UUID(operator["user"]),
        "capabilities": operator["capabilities"],
        "max_discount": D(operator["max_discount"]),
        "terminal_code": "T1",
        "currency": business["currency"],
        "prices_include_tax": business["prices_include_tax"],
        "price_policy": business["price_policy"],
        "fallback_markup_percent": MARKUP,
        "cash_rounding_step": D(business["cash_rounding_step"]),
        "credit_grace_days": business["credit_grace_days"],
        "location_id": UUID(storefront["id"]),
        "location_code": "S1",
        "timezone": storefront["timezone"],
        "business_date": sale.day,
    }
    if customer:
        columns |= {
            "customer_id": UUID(customer["id"]),
            "customer_active": True,
            "sales_blocked": customer["sales_blocked"],
            "credit_blocked": customer["credit_blocked"],
            "credit_limit": D(customer["credit_limit"]),
            "outstanding_balance": D(credit["owed"]),
            "credit_terms_days": customer["credit_terms_days"],
            "is_tax_exempt": customer["is_tax_exempt"],
            "own_percent": D(customer["discount_percent"]),
            "group_percent": group and D(group["discount_percentage"]),
            "group_name": group and group["name"],
            "price_group_id": group and UUID(group["id"]),
            "site_percent": D(site["special_discount"]) if site and site["special_discount"] else None,
            "overdue_amount": sum(overdue, ZERO),
            "oldest_due": min((day for day, amount in dues if day and amount > 0), default=None),
        }
    return Context(**columns)


def _promoting(sale: _Sale) -> Promoting:
    terms: list[PromotionTerms] = [promotion_terms(row) for row in sale.shop["promotions"]]
    coupons = {each["promotion"]: ShownCoupon(**each) for each in sale.cart["coupons"]}
    occasion = Occasion(
        at=sale.at,
        local=sale.local,
        location=UUID(sale.shop["settings"]["storefront"]["id"]),
        price_group=sale.group and UUID(sale.group["id"]),
        sale_type=sale.cart["sale_type"],
        coupons=frozenset(coupons),
        spent=frozenset(sale.shop["spent"]),
    )
    return Promoting(PromotionBook(terms).on(occasion), coupons, sale.context.price_policy)


def _cart_facts(sale: _Sale) -> CartFacts:
    return CartFacts(
        id=UUID(int=0),
        location_id=UUID(sale.shop["settings"]["storefront"]["id"]),
        type=sale.cart["sale_type"],
        status="DRAFT",
        customer_id=sale.context.customer_id,
        customer_site_id=None,
        prices_include_tax=sale.context.prices_include_tax,
        discount_percentage=D(sale.cart["discount_percentage"]),
        discount_fixed=D(sale.cart["discount_amount"]),
        cart_session_id="",
        notes="",
        version=1,
        created_at=sale.at,
        origin=SaleOrigin.ONLINE.value,
        coupons=[each["code"] for each in sale.cart["coupons"]],
        is_new=True,
    )


def _line_facts(sale: _Sale, asked: Case) -> LineFacts:
    shop = sale.shop
    product = next(each for each in shop["products"] if each["id"] == asked["product"])
    prices = next(each for each in shop["prices"] if each["product"] == asked["product"])
    pack = next((each for each in product["packagings"] if each["id"] == asked["packaging"]), None)
    unit = next(each for each in shop["units"] if each["id"] == product["unit"])
    tax = next(each for each in shop["taxes"] if each["id"] == product["tax_category"])
    rate = next(each for each in tax["rates"] if each["valid_from"] <= str(sale.day))
    group_rows = [row for row in prices["group"] if sale.group and row["price_group"] == sale.group["id"]]
    lists = {each["id"]: each for each in shop["price_lists"]}
    return LineFacts(
        product_id=UUID(product["id"]),
        group_id=product["group"] and UUID(product["group"]),
        sku=product["sku"],
        name=product["name"],
        kind="GOODS",
        life_cycle=product["life_cycle"],
        tracks_stock=False,
        tracks_serials=False,
        warranty_days=0,
        floor_price=product["floor_price"] and D(product["floor_price"]),
        decimals=unit["decimals"],
        packaging_id=pack and UUID(pack["id"]),
        factor_num=pack and pack["factor_num"],
        factor_den=pack and pack["factor_den"],
        item_id=None,
        last_purchase_cost=prices["cost"] and D(prices["cost"]),
        tax_code=rate["code"],
        tax_rate=D(rate["rate"]),
        prices=_latest(prices["base"], sale.at, pack),
        group_prices=_latest(group_rows, sale.at, pack),
        step_prices=_latest(prices["step"], sale.at, pack),
        listed_prices=[
            [
                row["packaging"] is not None,
                found["sale_type"],
                found["valid_from"],
                row["price"],
                found["includes_tax"],
                row["id"],
                found["name"],
            ]
            for row in prices["listed"]
            if _is_in_force(found := lists[row["price_list"]], sale.at) and _is_of(row, pack)
        ],
        packaging_gone=False,
    )


def _latest(rows: list[Case], at: datetime, pack: Case | None) -> list[list[Any]]:
    """As `pricing.sql.prices_at` answers them."""
    found: dict[tuple[Any, ...], Case] = {}
    for row in sorted(rows, key=lambda row: datetime.fromisoformat(row["valid_from"])):
        if _is_in_force(row, at) and _is_of(row, pack):
            found[row["packaging"], row["here"], row.get("min_quantity")] = row
    return [
        [row["packaging"] is not None, row["here"], row["price"], row["includes_tax"], row["id"]]
        + ([row["min_quantity"]] if "min_quantity" in row else [])
        for row in found.values()
    ]


def _is_in_force(row: Case, at: datetime) -> bool:
    until = row["valid_until"]
    return datetime.fromisoformat(row["valid_from"]) <= at and (until is None or datetime.fromisoformat(until) > at)


def _is_of(row: Case, pack: Case | None) -> bool:
    return row["packaging"] is None or (pack is not None and row["packaging"] == pack["id"])
