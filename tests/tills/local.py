"""A till as a browser is one: it keeps what the feed told, learns what changed, and prices a cart from that alone."""

import time as time_of
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from optimapos.core.money import ZERO, round_money
from optimapos.pricing.baskets import apply_promotions
from optimapos.pricing.books import Offers, PromotionBook
from optimapos.pricing.candidates import PriceRows, candidates_of
from optimapos.pricing.rules import choose_price
from optimapos.pricing.types import (
    Basket,
    BasketLine,
    Buyer,
    Occasion,
    PriceCandidate,
    PriceDecision,
    PriceSource,
    PromotionTerms,
    Sold,
)
from optimapos.tills.types import PAGED, Kind
from tests.factories.organization import Till

Row = dict[str, Any]
KEYS = {Kind.PRICES: "product", Kind.STOCK: "product", Kind.CREDIT: "customer", Kind.CODE_RULES: "name"}


def key_of(kind: str, row: Row) -> str:
    """What a row of a kind is kept by."""
    return "" if kind == Kind.SETTINGS else str(row[KEYS.get(Kind(kind), "id")])


class LocalTill:
    """Rows by kind and id, and how far they are."""

    def __init__(self, till: Till, limit: int = 5_000) -> None:
        self.till, self.limit = till, limit
        started = till.get("/api/till/").json()
        self.cursor: str = started["cursor"]
        self.rows: dict[str, dict[str, Row]] = {}
        self.spent: list[str] = []
        self.held: list[Row] = []
        for kind in Kind:
            self.rows[kind] = {key_of(kind, row): row for row in self.load(kind)}
        self.refresh()

    def load(self, kind: str) -> list[Row]:
        """All rows of a kind, page by page."""
        rows: list[Row] = []
        after = ""
        while after is not None:
            answer = self.till.get(f"/api/till/catalog/?kind={kind}&limit={self.limit}&after={after}")
            assert answer.status_code == 200, answer.content
            page = answer.json()
            rows += page["rows"]
            after = page["after"]
        return rows

    def refresh(self) -> dict[str, Any]:
        """Take in what changed, until it is told no more; what was told first, by kind.

        A change is told again while any older transaction of the server runs, be it another worker's in its own database.
        """
        told = self.look()
        until = time_of.monotonic() + 120
        while self.look():
            assert time_of.monotonic() < until, "changes are told without end"
            time_of.sleep(0.01)
        return told

    def look(self) -> dict[str, Any]:
        """Take in what changed at one look; what was told, by kind."""
        told: dict[str, Any] = {}
        while True:
            answer = self.till.get(f"/api/till/changes/?since={self.cursor}&limit={min(self.limit, 1000)}")
            assert answer.status_code == 200, answer.content
            document = answer.json()
            for kind in document["kinds"]:
                if kind in document:
                    self._take_in(kind, document[kind])
                    told.setdefault(kind, {"rows": [], "gone": []})
                    told[kind]["rows"] += document[kind]["rows"]
                    told[kind]["gone"] += document[kind]["gone"]
            self.cursor, self.spent, self.held = document["cursor"], document["spent"], document["held"]
            if not document["has_more"]:
                return told

    def _take_in(self, kind: str, changed: Row) -> None:
        if kind not in PAGED:
            self.rows[kind] = {}
        self.rows[kind] |= {key_of(kind, row): row for row in changed["rows"]}
        for gone in changed["gone"]:
            self.rows[kind].pop(gone, None)

    @property
    def business(self) -> Row:
        """The business's settings."""
        found: Row = self.rows[Kind.SETTINGS][""]["business"]
        return found

    def available(self, product: Any) -> Decimal:
        """What may be sold of a product, less what carts hold."""
        row = self.rows[Kind.STOCK].get(str(product))
        held = sum((Decimal(each["quantity"]) for each in self.held if each["product"] == str(product)), ZERO)
        return (Decimal(row["sellable"]) if row else ZERO) - held

    def overdue(self, customer: Any, day: str) -> Decimal:
        """What a customer owes beyond its day, less what was paid in advance."""
        dues = self.rows[Kind.CREDIT][str(customer)]["dues"]
        return sum((Decimal(amount) for due, amount in dues if due is None or due < day), ZERO)

    def priced(
        self,
        lines: Sequence[Row],
        *,
        customer: Any = None,
        site: Any = None,
        sale_type: str = "RETAIL",
        at: datetime | None = None,
    ) -> tuple[list[PriceDecision], Basket]:
        """A cart's prices, line by line, and what comes off all of it. Lines: product, perhaps packaging, and quantity."""
        at = at or datetime.now(UTC)
        buyer_row = self.rows[Kind.CUSTOMERS][str(customer)] if customer else {}
        group = self.rows[Kind.PRICE_GROUPS].get(buyer_row.get("price_group") or "")
        group = group if group and group["is_active"] else None
        sites = {each["id"]: each for each in buyer_row.get("sites", ())}
        off_site = sites[str(site)]["special_discount"] if site else None
        buyer = Buyer(
            own_percent=Decimal(buyer_row.get("discount_percent", 0)),
            group_percent=Decimal(group["discount_percentage"]) if group else None,
            group_name=group["name"] if group else "",
            site_percent=None if off_site is None else Decimal(off_site),
        )
        offers = self._offers(at, group, sale_type)
        exempt = bool(buyer_row.get("is_tax_exempt"))
        decisions, in_basket = [], []
        for number, line in enumerate(lines, start=1):
            product = self.rows[Kind.PRODUCTS][str(line["product"])]
            sold = self._sold(product, line, sale_type)
            decision = self._decision(product, line, sold, buyer, group, offers, at, exempt=exempt)
            decisions.append(decision)
            in_basket.append(self._in_basket(number, product, sold, decision))
        found = offers.of_basket((line.product, line.group) for line in in_basket)
        basket = apply_promotions(
            in_basket,
            found,
            policy=self.business["price_policy"],
            prices_include_tax=self.business["prices_include_tax"],
            currency=self.business["currency"],
        )
        return decisions, basket

    def _offers(self, at: datetime, group: Row | None, sale_type: str) -> Offers:
        place = self.rows[Kind.SETTINGS][""]["storefront"]
        book = PromotionBook([terms_of(row) for row in self.rows[Kind.PROMOTIONS].values()])
        occasion = Occasion(
            at=at,
            local=at.astimezone(ZoneInfo(place["timezone"])).replace(tzinfo=None),
            location=UUID(place["id"]),
            price_group=UUID(group["id"]) if group else None,
            sale_type=sale_type,
            spent=frozenset(self.spent),
        )
        return book.on(occasion)

    def _sold(self, product: Row, line: Row, sale_type: str) -> Sold:
        packs = {each["id"]: each for each in product["packagings"]}
        pack = packs[str(line["packaging"])] if line.get("packaging") else {"factor_num": 1, "factor_den": 1}
        quantity = Decimal(line["quantity"])
        base = quantity * pack["factor_num"] / pack["factor_den"]
        return Sold(quantity, base, pack["factor_num"], pack["factor_den"], sale_type)

    def _in_basket(self, number: int, product: Row, sold: Sold, decision: PriceDecision) -> BasketLine:
        return BasketLine(
            number=number,
            product=UUID(product["id"]),
            group=UUID(product["group"]) if product["group"] else None,
            base_qty=sold.base_qty,
            amount=round_money(decision.unit_price * sold.quantity, self.business["currency"]),
            is_promoted=decision.source == PriceSource.PROMOTION,
        )

    def _decision(
        self,
        product: Row,
        line: Row,
        sold: Sold,
        buyer: Buyer,
        group: Row | None,
        offers: Offers,
        at: datetime,
        *,
        exempt: bool,
    ) -> PriceDecision:
        prices = self.rows[Kind.PRICES][product["id"]]
        pack = str(line["packaging"]) if line.get("packaging") else None
        of_group = [row for row in prices["group"] if group and row["price_group"] == group["id"]]
        rows = PriceRows(
            base=_in_force(prices["base"], pack, at),
            group=_in_force(of_group, pack, at),
            step=_in_force(prices["step"], pack, at, "min_quantity"),
            promotion=offers.of_line(
                UUID(product["id"]),
                UUID(product["group"]) if product["group"] else None,
            ),
            listed=self._listed(prices["listed"], pack, at),
        )
        candidates = candidates_of(rows, buyer, sold)
        if prices["fallback"]:
            price = Decimal(prices["fallback"]) * sold.factor_num / sold.factor_den
            candidates.append(PriceCandidate(PriceSource.FALLBACK, price, includes_tax=False))
        floor = product["floor_price"]
        decision = choose_price(
            candidates,
            policy=self.business["price_policy"],
            prices_include_tax=self.business["prices_include_tax"],
            tax_rate=ZERO if exempt else self._rate(product, at),
            floor_price=None if floor is None else Decimal(floor) * sold.factor_num / sold.factor_den,
            floor_includes_tax=self.business["prices_include_tax"],
            may_go_below_floor="price.below_floor" in self.rows[Kind.SETTINGS][""]["operator"]["capabilities"],
        )
        assert decision
        return decision

    def _listed(self, rows: Sequence[Row], pack: str | None, at: datetime) -> list[Any]:
        lists = self.rows[Kind.PRICE_LISTS]
        return [
            (
                row["packaging"] is not None,
                lists[row["price_list"]]["sale_type"],
                lists[row["price_list"]]["valid_from"],
                row["price"],
                lists[row["price_list"]]["includes_tax"],
                row["id"],
                lists[row["price_list"]]["name"],
            )
            for row in rows
            if row["packaging"] in {None, pack} and _runs(lists[row["price_list"]], at)
        ]

    def _rate(self, product: Row, at: datetime) -> Decimal:
        place = self.rows[Kind.SETTINGS][""]["storefront"]
        local = at.astimezone(ZoneInfo(place["timezone"]))
        assert place["day_starts_at"] == "00:00:00"
        rates = self.rows[Kind.TAXES][product["tax_category"]]["rates"]
        return next((Decimal(rate["rate"]) for rate in rates if rate["valid_from"] <= str(local.date())), ZERO)


def terms_of(row: Row) -> PromotionTerms:
    """A promotion's terms from its row."""
    return PromotionTerms(
        **{name: row[name] for name in ("id", "name", "kind", "includes_tax", "sale_type", "priority", "set_quantity")},
        **{name: row[name] for name in ("get_quantity", "max_times", "combines", "needs_coupon", "is_limited")},
        **{name: Decimal(row[name]) for name in ("value", "min_quantity", "min_amount")},
        **{name: row[name] and time.fromisoformat(row[name]) for name in ("hours_from", "hours_until")},
        **{name: row[name] and datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at")},
        **{name: frozenset(map(UUID, row[name])) for name in ("price_groups", "products", "groups")},
        **{name: frozenset(map(UUID, row[name])) for name in ("reward_products", "reward_groups")},
        weekdays=frozenset(row["weekdays"]),
    )


def _runs(row: Mapping[str, Any], at: datetime) -> bool:
    until = row["valid_until"]
    return datetime.fromisoformat(row["valid_from"]) <= at and (until is None or datetime.fromisoformat(until) > at)


def _in_force(rows: Sequence[Row], pack: str | None, at: datetime, of_each: str = "") -> list[Any]:
    """The latest row in force of each packaging and place, and of each other column."""
    latest: dict[Any, Row] = {}
    for row in rows:
        if row["packaging"] in {None, pack} and _runs(row, at):
            place = row["packaging"], row["here"], row.get(of_each)
            if place not in latest or row["valid_from"] > latest[place]["valid_from"]:
                latest[place] = row
    return [
        (
            row["packaging"] is not None,
            row["here"],
            row["price"],
            row["includes_tax"],
            row["id"],
            *([row[of_each]] if of_each else []),
        )
        for row in latest.values()
    ]
