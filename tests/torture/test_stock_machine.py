"""A state machine over the stock core against a plain-Python model: after each step both must say the same.

Opening stock at several costs; carts opened, filled, changed, parked, given up, completed; sales in one request;
reservations that expire, swept or not. At the level of the services, in one thread.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from optimapos.core.actors import Origin
from optimapos.core.result import DomainError, Result
from optimapos.inventory.models import InventoryItem, StockReservation
from optimapos.inventory.selectors.availability import availability_of
from optimapos.inventory.services import OpeningStockService
from optimapos.inventory.services.reservations import release_expired
from optimapos.sales.commands import Line, decode_checkout, decode_settling
from optimapos.sales.models import Sale
from optimapos.sales.selectors.checkout import Asked, Caller, read_checkout
from optimapos.sales.services import CartService, CheckoutService
from optimapos.sales.services.checkout import Call
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CASH, sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.torture.model import Cart, Goods, Layer, Shelves, Sold

PRICES = ("1.50", "0.99", "12.00")
NUMBERS = st.integers(0, len(PRICES) - 1)
QUANTITIES = st.decimals("0.001", "6", places=3)
COSTS = st.decimals("0", "9", places=6)


class StockMachine(RuleBasedStateMachine):
    """Rules do the same to the shop and to the model; invariants compare them."""

    carts = Bundle("carts")

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self.shop, self.actor = shop, shop.till.actor
        self.model = Shelves()
        self.products: list[UUID] = []
        self.items: dict[object, UUID] = {}
        with shop.scope():
            self.receipts = Sale.objects.for_business(shop.id).exclude(completed_at=None).count()

    @initialize(layers=st.lists(st.tuples(NUMBERS, QUANTITIES, COSTS), min_size=3, max_size=8))
    def open_the_shop(self, layers: list[tuple[int, Decimal, Decimal]]) -> None:
        self.products = [
            make_product(self.shop, name=f"Tea at {price}", price=price, stock=None, unit_decimals=3).pk
            for price in PRICES
        ]
        self.model.goods = {
            product: Goods(Decimal(price)) for product, price in zip(self.products, PRICES, strict=True)
        }
        for number in range(len(PRICES)):
            self.receive(number, Decimal(2), Decimal("1.333333"))
        for layer in layers:
            self.receive(*layer)

    @rule(number=NUMBERS, quantity=QUANTITIES, cost=COSTS)
    def receive(self, number: int, quantity: Decimal, cost: Decimal) -> None:
        product = self.products[number]
        item = OpeningStockService.receive_opening_stock(
            business=self.shop.business,
            location_id=self.shop.storefront.pk,
            product_id=product,
            quantity=quantity,
            unit_cost=cost,
            user_id=self.actor.user_id,
        ).unwrap()
        self.items[product] = item.pk
        self.model.goods[product].layers.append(Layer(quantity, cost))

    @rule(target=carts)
    def open_cart(self) -> UUID:
        cart = self._do(CartService.create_sale, storefront_id=None, type="RETAIL").unwrap()
        self.model.carts[cart.pk] = Cart()
        return cart.pk

    @rule(cart=carts, number=NUMBERS, quantity=QUANTITIES)
    def add(self, cart: UUID, number: int, quantity: Decimal) -> None:
        product = self.products[number]
        result = self._do(CartService.add_item, sale_id=cart, **self._line(product, quantity))
        line_id = result.data[1].pk if result.ok else "refused"
        lines = self.model.carts[cart].lines | {line_id: (product, quantity)}
        self._as_modelled(result, self.model.hold(cart, lines, product))

    @rule(cart=carts, which=st.integers(0, 9), quantity=QUANTITIES)
    def change(self, cart: UUID, which: int, quantity: Decimal) -> None:
        lines = self.model.carts[cart].lines
        if not lines:
            return
        line_id = list(lines)[which % len(lines)]
        product = lines[line_id][0]
        result = self._do(CartService.update_item, sale_id=cart, item_id=line_id, **self._line(product, quantity))
        self._as_modelled(result, self.model.hold(cart, lines | {line_id: (product, quantity)}, product))

    @rule(cart=carts, which=st.integers(0, 9))
    def remove(self, cart: UUID, which: int) -> None:
        lines = list(self.model.carts[cart].lines)
        if not lines:
            return
        line_id = lines[which % len(lines)]
        self._do(CartService.remove_item, sale_id=cart, item_id=line_id).unwrap()
        self.model.remove(cart, line_id)

    @rule(cart=carts, parks=st.booleans())
    def park_or_recall(self, cart: UUID, parks: bool) -> None:
        label = {"label": "by the door"} if parks else {}
        result = self._do(CartService.hold if parks else CartService.recall, sale_id=cart, **label)
        self._as_modelled(result, self.model.hold(cart, self.model.carts[cart].lines))

    @rule(cart=consumes(carts))
    def give_up(self, cart: UUID) -> None:
        self._do(CartService.cancel, sale_id=cart, reason="no money").unwrap()
        del self.model.carts[cart]

    @rule(cart=carts)
    def expire(self, cart: UUID) -> None:
        with self.shop.scope():
            StockReservation.objects.for_business(self.shop.id).filter(sale_id=cart).update(
                expires_at=datetime.now(UTC) - timedelta(seconds=1)
            )
        self.model.carts[cart].held = {}

    @rule()
    def sweep(self) -> None:
        release_expired(datetime.now(UTC))

    @rule(cart=consumes(carts))
    def complete(self, cart: UUID) -> None:
        known = self.model.carts[cart]
        settling = decode_settling(orjson.dumps({"payments": CASH}))
        answer = self._sold(lambda: CheckoutService.complete_sale(sale_id=cart, settling=settling, call=self._call()))
        if not known.lines:
            assert answer == "CART_EMPTY"
        else:
            self._as_sold(answer, self.model.sell(known.lines.values(), cart))

    @rule(lines=st.lists(st.tuples(NUMBERS, QUANTITIES), min_size=1, max_size=5))
    def check_out(self, lines: list[tuple[int, Decimal]]) -> None:
        wanted = [(self.products[number], quantity) for number, quantity in lines]
        command = decode_checkout(orjson.dumps(sale(wanted)))
        answer = self._sold(lambda: CheckoutService.checkout(command=command, call=self._call()))
        self._as_sold(answer, self.model.sell(wanted))

    @invariant()
    def both_have_the_same_stock(self) -> None:
        now = datetime.now(UTC)
        day = self.shop.storefront.local_day(now)
        with self.shop.scope():
            items = InventoryItem.objects.for_business(self.shop.id).in_bulk(list(self.items.values()))
            found = availability_of(items, at=now, day=day)
        for product, item_id in self.items.items():
            goods = self.model.goods[product]
            assert (items[item_id].current_qty, items[item_id].stock_value) == (goods.stock, goods.value)
            assert found[item_id].unreserved == self.model.available(product)

    @invariant()
    def both_hold_the_same(self) -> None:
        products = {item: product for product, item in self.items.items()}
        with self.shop.scope():
            rows = StockReservation.objects.for_business(self.shop.id).filter(
                item_id__in=products, status="ACTIVE", expires_at__gt=datetime.now(UTC)
            )
            held = {(row.sale_id, products[row.item_id]): row.quantity for row in rows}
        assert held == {(c, p): q for c, cart in self.model.carts.items() for p, q in cart.held.items()}

    def _do(self, work: Callable[..., Result[Any]], **arguments: Any) -> Result[Any]:
        return work(business=self.shop.id, actor=self.actor, at=datetime.now(UTC), **arguments)

    def _line(self, product: UUID, quantity: Decimal) -> dict[str, Any]:
        asked = Asked(
            at=datetime.now(UTC),
            storefront=self.shop.storefront.pk,
            products=[product],
            barcodes=[None],
            packagings=[None],
        )
        context, facts, _ = read_checkout(Caller.by_actor(self.actor), asked)
        return {"line": Line(quantity=str(quantity), product=product), "context": context, "facts": facts[0]}

    def _call(self) -> Call:
        caller = Caller.by_token(self.shop.till.token)
        return Call(caller=caller, key=None, fingerprint=b"", body=b"", origin=Origin(), now=datetime.now(UTC))

    @staticmethod
    def _sold(work: Callable[[], Any]) -> Any:
        """The sale as answered, or the code of the refusal."""
        try:
            return orjson.loads(work().body)
        except DomainError as refusal:
            return refusal.code

    @staticmethod
    def _as_modelled(result: Result[Any], is_done: bool) -> None:
        assert (result.ok, result.code) == (is_done, "" if is_done else "INSUFFICIENT_STOCK")

    def _as_sold(self, answer: Any, expected: Sold | None) -> None:
        if expected is None:
            assert answer == "INSUFFICIENT_STOCK"
            return
        assert isinstance(answer, dict), answer
        self.receipts += 1
        assert answer["receipt_number"].rsplit("-", 1)[1] == f"{self.receipts:04d}"
        assert Decimal(answer["total_amount"]) == expected.total
        with self.shop.scope():
            lines = Sale.objects.for_business(self.shop.id).get(pk=answer["id"]).sale_items.order_by("line_no")
            assert [(row.base_qty, row.cost_amount, row.gross) for row in lines] == expected.lines


def run(shop: Shop, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        lambda: StockMachine(shop),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            print_blob=True,
            phases=[Phase.explicit, Phase.generate],  # a long run is told as it was; shrinking it takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert_books_balance(shop.id)


def test_the_stock_core_does_what_a_plain_model_does(shop: Shop) -> None:
    run(shop, examples=20, steps=30)


@pytest.mark.slow
def test_the_stock_core_does_what_a_plain_model_does_in_long_runs(shop: Shop) -> None:
    run(shop, examples=1000, steps=100)
