"""What a sale costs and how it is paid, through the checkout's door: discounts, taxes, packages, rounding, currencies."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.inventory.models import InventoryMovement
from optimapos.inventory.services import OpeningStockService
from optimapos.products.types import NewPackaging
from optimapos.sales.models import Sale, SaleItem
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.sales.test_phase_one import add, in_stock, open_cart, pay

CHECKOUT = "/api/sales/checkout/"


def sell(shop: Shop, lines: list[dict[str, Any]], *tenders: tuple[str, str], **fields: Any) -> dict[str, Any]:
    """The sale that a manager's checkout answers."""
    payments = [{"payment_method": method, "amount_paid": amount} for method, amount in tenders]
    answer = shop.manager_till.post(CHECKOUT, {"items": lines, "payments": payments, **fields})
    assert answer.status_code == 201, answer.content
    document: dict[str, Any] = answer.json()
    return document


def test_two_at_ten_less_ten_percent_are_eighteen_before_tax() -> None:
    shop = make_shop(prices_include_tax=False)
    tea = make_product(shop, price="10.00", tax="20", includes_tax=False)
    line = {"product": str(tea.pk), "quantity": "2", "discount_percentage": "10"}
    sale = sell(shop, [line], ("CASH", "21.60"))
    assert (sale["subtotal"], sale["tax_amount"], sale["total_amount"]) == ("18.00", "3.60", "21.60")
    assert sale["items"][0]["line_discount"] == "2.00"


def test_the_sales_discount_is_spread_over_its_lines_without_losing_a_cent(shop: Shop) -> None:
    tea = make_product(shop, price="0.10")
    lines = [{"product": str(tea.pk), "quantity": "1"}] * 3
    sale = sell(shop, lines, ("CASH", "0.20"), discount_amount="0.10")
    assert [line["order_discount_share"] for line in sale["items"]] == ["0.04", "0.03", "0.03"]
    assert (sale["subtotal"], sale["discount_amount"], sale["total_amount"]) == ("0.30", "0.10", "0.20")


def test_taxes_are_kept_by_code(shop: Shop) -> None:
    wine, bread = make_product(shop, price="12.00", tax="20"), make_product(shop, price="10.90", tax="9")
    lines = [{"product": str(product.pk), "quantity": "1"} for product in (wine, bread)]
    sale = sell(shop, lines, ("CARD", "22.90"))
    assert sale["taxes"] == [
        {"code": "T20", "rate": "20", "base": "10.00", "tax": "2.00"},
        {"code": "T9", "rate": "9", "base": "10.00", "tax": "0.90"},
    ]


def test_split_tenders_give_change_from_cash_and_know_what_was_kept(shop: Shop) -> None:
    tea = make_product(shop, price="24.00")
    sale = sell(shop, [{"product": str(tea.pk), "quantity": "1"}], ("CARD", "10.00"), ("CASH", "20.00"))
    assert [(p["payment_method"], p["amount_paid"], p["tendered"], p["change"]) for p in sale["payments"]] == [
        ("CARD", "10.00", "10.00", "0.00"),
        ("CASH", "14.00", "20.00", "6.00"),
    ]
    assert (sale["payment_type"], sale["change"], sale["amount_paid"]) == ("MIXED", "6.00", "24.00")


def test_cash_is_rounded_to_the_smallest_coin_and_a_card_is_not() -> None:
    shop = make_shop(cash_rounding_step=Decimal("0.05"))
    tea = make_product(shop, price="9.98")
    line = {"product": str(tea.pk), "quantity": "1"}
    cash = sell(shop, [line], ("CASH", "10.00"))
    assert (cash["rounding_amount"], cash["total_amount"]) == ("0.02", "10.00")
    card = sell(shop, [line], ("CARD", "9.98"))
    assert (card["rounding_amount"], card["total_amount"]) == ("0.00", "9.98")


@pytest.mark.parametrize(("currency", "price", "total"), [("JPY", "100.4", "201"), ("KWD", "1.2345", "2.469")])
def test_a_currency_has_its_own_decimals(currency: str, price: str, total: str) -> None:
    shop = make_shop(currency=currency)
    tea = make_product(shop, price=price, tax="0")
    sale = sell(shop, [{"product": str(tea.pk), "quantity": "2"}], ("CASH", total))
    assert (sale["total_amount"], sale["currency"]) == (total, currency)


def test_a_price_by_hand_keeps_six_places_and_who_set_it(shop: Shop) -> None:
    tea = make_product(shop, price="12.00")
    sale = sell(shop, [{"product": str(tea.pk), "quantity": "3", "unit_price": "0.333333"}], ("CASH", "1.00"))
    line = sale["items"][0]
    assert (line["unit_price"], line["list_price"], line["price_source"]) == ("0.333333", "12.00", "MANUAL")
    assert (line["gross"], sale["total_amount"]) == ("1.00", "1.00")
    detail = shop.manager_till.get(f"/api/sales/{sale['id']}/items/{line['id']}/").json()
    assert [(step["source"], step["chosen"], step["reason"]) for step in detail["waterfall"]] == [
        ("MANUAL", True, "SET_BY_HAND"),
        ("BASE", False, "OVERRIDDEN"),
    ]
    with shop.scope():
        stored = SaleItem.objects.for_business(shop.id).get(pk=line["id"])
    assert stored.price_overridden_by == shop.manager_till.actor.user_id


def test_goods_given_away_leave_the_books_in_order(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", cost="4.00", stock="10")
    sale = sell(shop, [{"product": str(tea.pk), "quantity": "1", "unit_price": "0"}])
    assert (sale["total_amount"], sale["status"], sale["payments"]) == ("0.00", "COMPLETED", [])
    assert in_stock(shop, tea) == 9


def test_layers_are_sold_oldest_first_and_cost_what_they_had_cost(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", cost="4.00", stock="3")
    OpeningStockService.receive_opening_stock(
        business=shop.business,
        location_id=shop.storefront.pk,
        product_id=tea.pk,
        quantity=Decimal(5),
        unit_cost=Decimal("5.00"),
        user_id=shop.owner.user_id,
    ).unwrap()
    lines = [{"product": str(tea.pk), "quantity": "2"}, {"product": str(tea.pk), "quantity": "2"}]
    sale = sell(shop, lines, ("CASH", "48.00"))
    with shop.scope():
        costs = list(SaleItem.objects.for_business(shop.id).order_by("line_no").values_list("cost_amount", flat=True))
        moves = list(
            InventoryMovement.objects.for_business(shop.id)
            .filter(source_id=sale["id"])
            .order_by("item_seq")
            .values_list("quantity", "cost_amount", "qty_after", "value_after", "sale_net_amount")
        )
    assert costs == [Decimal(8), Decimal(9)]
    assert moves == [
        (-2, -8, 6, 29, Decimal("20.00")),
        (-1, -4, 5, 25, Decimal("20.00")),
        (-1, -5, 4, 20, 0),
    ]


def test_a_line_tells_its_profit_to_those_who_may_see_costs(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", tax="20", cost="4.00")
    sale = sell(shop, [{"product": str(tea.pk), "quantity": "2"}], ("CASH", "24.00"))
    path = f"/api/sales/{sale['id']}/items/{sale['items'][0]['id']}/"
    figures = shop.manager_till.get(path).json()
    assert (figures["unit_cost"], figures["profit_amount"]) == ("4.00", "6.00")
    assert (figures["profit_margin"], figures["total_profit_amount"]) == ("60.0", "12.00")
    assert "unit_cost" not in shop.till.get(path).json()


def test_a_box_is_sold_by_its_barcode_and_takes_its_pieces(shop: Shop) -> None:
    tea = make_product(
        shop,
        price="1.00",
        stock="30",
        packagings=[NewPackaging("Box of 12", factor_num=12, barcodes=["BOX-12"])],
    )
    sale = sell(shop, [{"barcode": "BOX-12", "quantity": "2"}], ("CASH", "24.00"))
    line = sale["items"][0]
    assert (line["quantity"], line["base_quantity"], line["unit_price"]) == ("2", "24", "12.00")
    assert in_stock(shop, tea) == 6


def test_a_service_is_sold_without_stock(shop: Shop) -> None:
    repair = make_product(shop, name="Repair", price="30.00", stock=None, kind="SERVICE", tracks_stock=False)
    sale = sell(shop, [{"product": str(repair.pk), "quantity": "1"}], ("CASH", "30.00"))
    assert (sale["items"][0]["kind"], sale["items"][0]["stock_product"]) == ("SERVICE", None)


def test_a_warranty_ends_in_local_days_after_the_sale(shop: Shop) -> None:
    kettle = make_product(shop, price="30.00", warranty_days=730)
    sale = sell(shop, [{"product": str(kettle.pk), "quantity": "1"}], ("CASH", "30.00"))
    assert sale["business_date"][:4] < sale["items"][0]["warranty_until"][:4]


def test_a_cart_and_a_checkout_of_the_same_goods_cost_the_same(shop: Shop) -> None:
    tea = make_product(shop, price="3.33", tax="9")
    customer = make_customer(shop)
    cart = open_cart(shop.manager_till, customer=str(customer.pk))
    for quantity in ("1", "2"):
        add(shop.manager_till, cart, tea, quantity, discount_percentage="5")
    shop.manager_till.patch(f"/api/sales/{cart}/", {"discount_percentage": "3"})
    by_cart = pay(shop.manager_till, cart, ("CASH", "20.00")).json()
    lines = [{"product": str(tea.pk), "quantity": quantity, "discount_percentage": "5"} for quantity in ("1", "2")]
    at_once = sell(shop, lines, ("CASH", "20.00"), discount_percentage="3", customer=str(customer.pk))
    for figure in ("subtotal", "discount_amount", "tax_amount", "total_amount", "change"):
        assert by_cart[figure] == at_once[figure]


def test_the_numbers_of_a_till_have_no_gap_and_other_tills_have_their_own(shop: Shop) -> None:
    tea = make_product(shop, price="1.00")
    line = {"product": str(tea.pk), "quantity": "1"}
    numbers = [sell(shop, [line], ("CASH", "1.00"))["receipt_number"] for _ in range(3)]
    assert [number[-5:] for number in numbers] == ["-0001", "-0002", "-0003"]
    refused = shop.manager_till.post(CHECKOUT, {"items": [{**line, "quantity": "1000"}], "payments": []})
    assert refused.status_code in {409, 422}
    assert sell(shop, [line], ("CASH", "1.00"))["receipt_number"].endswith("-0004")
    with shop.scope():
        assert Sale.objects.for_business(shop.id).exclude(receipt_number=None).count() == 4


def test_a_change_of_customer_changes_the_tax_of_the_lines(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", tax="20")
    exempt = make_customer(shop, is_tax_exempt=True)
    cart = open_cart(shop.till, customer=str(exempt.pk))
    add(shop.till, cart, tea)
    path = f"/api/sales/{cart}/"
    assert shop.till.get(path).json()["tax_amount"] == "0.00"
    assert shop.till.patch(path, {"customer": None}).json()["tax_amount"] == "2.00"
    assert shop.till.patch(path, {"customer": str(exempt.pk)}).json()["tax_amount"] == "0.00"


def test_a_price_by_hand_stays_when_the_quantity_changes(shop: Shop) -> None:
    tea = make_product(shop, price=None)
    cart = open_cart(shop.manager_till)
    line = add(shop.manager_till, cart, tea, unit_price="3.50").json()["id"]
    changed = shop.till.patch(f"/api/sales/{cart}/items/{line}/", {"quantity": "2"}).json()
    assert (changed["unit_price"], changed["total_amount"], changed["price_source"]) == ("3.50", "7.00", "MANUAL")


def test_a_cart_may_expect_the_total_that_it_was_told_before_cash_rounding() -> None:
    shop = make_shop(cash_rounding_step=Decimal("0.05"))
    tea = make_product(shop, price="10.02")
    cart = open_cart(shop.till)
    expected = add(shop.till, cart, tea).json()["total_amount"]
    done = pay(shop.till, cart, ("CASH", "10.00"), expected_total=expected)
    assert (expected, done.json()["total_amount"]) == ("10.02", "10.00")


def test_a_cost_can_not_be_worked_out_from_the_waterfall() -> None:
    shop = make_shop(fallback_markup_percent=Decimal(50))
    tea = make_product(shop, price="12.00", cost="4.00")
    cart = open_cart(shop.till)
    line = add(shop.till, cart, tea).json()["id"]
    path = f"/api/sales/{cart}/items/{line}/"
    assert [step["source"] for step in shop.till.get(path).json()["waterfall"]] == ["BASE"]
    assert [step["source"] for step in shop.manager_till.get(path).json()["waterfall"]] == ["BASE", "FALLBACK"]
    assert "fallback_markup_percent" not in shop.till.get("/api/business/").json()


def test_a_sale_below_the_floor_is_flagged_from_a_cart_as_at_once(shop: Shop) -> None:
    tea = make_product(shop, price="12.00", floor_price=Decimal("10.00"))
    cart = open_cart(shop.manager_till)
    add(shop.manager_till, cart, tea, unit_price="9.00")
    assert pay(shop.manager_till, cart, ("CASH", "9.00")).json()["flags"] == ["BELOW_FLOOR"]
    at_once = sell(shop, [{"product": str(tea.pk), "quantity": "1", "unit_price": "9.00"}], ("CASH", "9.00"))
    assert at_once["flags"] == ["BELOW_FLOOR"]
