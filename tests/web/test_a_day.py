"""A day at one till, by the keyboard and over the API: 200 mixed sales, refunds, an exchange, cash out, an hour
without a connection, and a wrong count. The Z report, the ledgers and verification agree."""

import random
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from playwright.sync_api import BrowserContext, expect

from optimapos.offline.models import OfflineSale
from optimapos.partners.models import Customer
from optimapos.products.models import Product
from optimapos.sales.models import Payment, Sale
from optimapos.shifts.models import Shift
from optimapos.verify.runner import verify
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import PIN, Shop
from tests.servers import Server
from tests.web.test_till_returns import approve_by_pin
from tests.web.tills import Counter, hire, open_till

TEA, COFFEE, SOAP, MUG = "3800000000010", "3800000000027", "3800000000034", "3800000000041"
SALES = 200
BY_KEYS = 12
OFFLINE = 5
AN_HOUR_MS = 60 * 60 * 1000
TOKEN = """() => new Promise((resolve) => {
  const opened = indexedDB.open("optimapos-vault");
  opened.onsuccess = () => {
    const asked = opened.result.transaction("values").objectStore("values").get("session");
    asked.onsuccess = () => resolve(asked.result.value.token);
  };
})"""


def test_a_day_at_a_till_comes_out_on_its_z_report_as_in_the_ledgers(
    shop: Shop, server: Server, profile: BrowserContext
) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    goods = {
        TEA: make_product(shop, "Green tea", price="4.90", stock="1000", barcodes=[TEA]),
        COFFEE: make_product(shop, "Coffee beans", price="10.00", stock="1000", barcodes=[COFFEE]),
        SOAP: make_product(shop, "Olive soap", price="3.35", stock="1000", barcodes=[SOAP], tax="9"),
        MUG: make_product(shop, "Mug", price="25.00", stock="1000", barcodes=[MUG]),
    }
    customer = make_customer(shop, name="Ivanov Ltd", credit_limit=Decimal(10000))
    hire(shop, "Clara Cashier")
    manager = hire(shop, "Mona Manager", role="manager")
    page = profile.pages[0]
    page.clock.install(time=datetime.now(UTC))
    till = open_till(shop, page)
    page.evaluate("navigator.serviceWorker.ready")

    open_shift(till, "150")
    receipts = [sell(till, dice, list(goods)) for _ in range(BY_KEYS)]
    token = page.evaluate(TOKEN)
    client = server.client(token)
    left = SALES - BY_KEYS - OFFLINE - 1  # the last one is the exchange
    sales = [sell_over_the_api(client, dice, list(goods.values()), customer) for _ in range(left)]

    take_back_in_cash(till, receipts[0])
    void(client, sales[0], shop)
    for sale in sales[1:4]:
        give_back_over_the_api(client, sale, manager)
    exchange(till, receipts[1])
    take_cash_out(till, "50")

    profile.set_offline(True)
    till.connection("Offline")
    for _ in range(OFFLINE):
        page.clock.run_for(
            AN_HOUR_MS // OFFLINE
        )  # every timer of the till goes off, its lock and its tries to send too
        sell(till, dice, list(goods))
    till.connection(f"{OFFLINE} waiting")
    profile.set_offline(False)
    till.connection("Online")

    with shop.scope():
        flags = list(OfflineSale.objects.for_business(shop.id).values_list("flags", flat=True))
    assert flags == [["CLOCK_OFF"]] * OFFLINE  # the till's clock went on by an hour, the server's did not
    expected = cash_of(shop)
    close(till, expected - 1)
    assert_agreed(shop, expected)


def open_shift(till: Counter, amount: str) -> None:
    to_shift(till)
    expect(till.page.get_by_role("dialog", name="Shift").get_by_label("Cash in the drawer")).to_be_focused()
    till.type(amount)
    till.press("Enter")
    expect(till.page.get_by_role("dialog", name="Shift")).to_be_hidden()


def to_shift(till: Counter) -> None:
    till.type(">shift")
    till.press("ArrowDown", "Enter")
    expect(till.page.get_by_role("dialog", name="Shift")).to_be_visible()


def sell(till: Counter, dice: random.Random, codes: list[str]) -> str:
    """For cash, by scanner and keys alone: up to three lines, some by a quantity, some with more money than is needed."""
    for code in dice.sample(codes, dice.randint(1, 3)):
        if dice.random() < 0.3:
            till.type(f"{dice.randint(2, 4)}*")
        till.scan(code)
    till.press("F9")
    till.ready()
    if dice.random() < 0.5:
        till.type("500")
    till.press("Enter")
    heading = till.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile("^(Sold|Saved on this till) as S1-T9-"))
    number = (heading.text_content() or "").rpartition(" ")[2]
    till.next_sale()
    return number


def sell_over_the_api(client: Any, dice: random.Random, goods: list[Product], customer: Customer) -> dict[str, Any]:
    """Cash, card, transfer, two tenders, or on account; some with a discount."""
    lines = [
        {
            "product": str(product.pk),
            "quantity": str(dice.randint(1, 5)),
            **({"discount_percentage": "5"} if dice.random() < 0.2 else {}),
        }
        for product in dice.sample(goods, dice.randint(1, 4))
    ]
    kind = dice.choice(["CASH", "CASH", "CARD", "TRANSFER", "SPLIT", "CREDIT"])
    body: dict[str, Any] = {"items": lines, "payments": [{"payment_method": "CASH", "amount_paid": "1000"}]}
    if kind == "CREDIT":
        body |= {"customer": str(customer.pk), "payments": [{"payment_method": "CASH", "amount_paid": "1.00"}]}
    elif kind == "SPLIT":
        body["payments"] = [
            {"payment_method": "CARD", "amount_paid": "2.00"},
            {"payment_method": "CASH", "amount_paid": "1000"},
        ]
    elif kind != "CASH":
        body["payments"] = [{"payment_method": kind, "amount_paid": quoted(client, lines)}]
    answer = client.post("/api/sales/checkout/", body, f"day-{dice.getrandbits(64)}")
    assert answer.status == 201, answer
    sale: dict[str, Any] = answer.json()
    return sale


def quoted(client: Any, lines: list[dict[str, Any]]) -> str:
    """What a card has to pay: what the refusal of too little says is missing."""
    tender = [{"payment_method": "CARD", "amount_paid": "0.01"}]
    answer = client.post("/api/sales/checkout/", {"items": lines, "payments": tender}, f"quote-{random.random()}")
    assert answer.code == "UNDERPAID", answer
    return str(answer.json()["data"]["total"])


def take_back_in_cash(till: Counter, number: str) -> None:
    """One piece of the first line, by scanning the receipt, with the manager's leave."""
    page = till.page
    till.scan(number)
    lines = page.get_by_role("list", name="Lines of the sale")
    lines.get_by_role("button", name=re.compile("One more of")).first.click()
    page.get_by_role("button", name="Take back 1 line").click()
    approve_by_pin(till, "Mona")
    page.get_by_role("button", name=re.compile("Give back .* in cash")).click()
    expect(page.get_by_test_id("cash-back")).to_be_visible()
    till.press("Enter")
    till.total("€0.00")


def exchange(till: Counter, number: str) -> None:
    """One piece for a mug."""
    page = till.page
    till.scan(number)
    lines = page.get_by_role("list", name="Lines of the sale")
    lines.get_by_role("button", name=re.compile("One more of")).first.click()
    page.get_by_text("For other goods").click()
    page.get_by_role("button", name="Take back 1 line").click()
    approve_by_pin(till, "Mona")
    page.get_by_role("button", name="Choose the new goods").click()
    till.scan(MUG)
    till.total("€25.00")
    till.press("F9")
    page.get_by_role("button", name="Complete the exchange").click()
    expect(page.get_by_role("article", name="Credit note")).to_be_visible()
    till.press("Enter")
    till.total("€0.00")


def void(client: Any, sale: Mapping[str, Any], shop: Shop) -> None:
    """By the manager's own till, where the shift is still open at this one."""
    assert client.post(f"/api/sales/{sale['id']}/void/", {"reason": "Rung up twice"}, "void").status == 403
    answer = shop.manager_till.post(f"/api/sales/{sale['id']}/void/", {"reason": "Rung up twice"})
    assert answer.status_code == 201, answer.content


def give_back_over_the_api(client: Any, sale: Mapping[str, Any], manager: str) -> None:
    """One of the first line, the way it was paid."""
    items = [{"sale_item": sale["items"][0]["id"], "quantity": "1"}]
    body = {"sale": sale["id"], "refund_method": "ORIGINAL_PAYMENT", "items": items}
    refund = client.post("/api/refunds/", body, f"ask-{sale['id']}").json()
    leave = {"member": manager, "pin": PIN}
    assert client.post(f"/api/refunds/{refund['id']}/approve/", leave, f"yes-{sale['id']}").status == 200
    answer = client.post(f"/api/refunds/{refund['id']}/process/", {}, f"do-{sale['id']}")
    assert answer.status == 200, answer


def take_cash_out(till: Counter, amount: str) -> None:
    to_shift(till)
    shift = till.page.get_by_role("dialog", name="Shift")
    shift.get_by_role("button", name="Cash in or out").click()
    till.type(amount)
    till.press("Enter")
    expect(shift.get_by_text("Cash out · To or from the safe")).to_be_visible()
    till.press("Escape")
    expect(shift).to_be_hidden()


def cash_of(shop: Shop) -> Decimal:
    """What the ledger says is in the drawer of T9: its float, what was paid in cash, what went out."""
    with shop.scope():
        shift = Shift.objects.for_business(shop.id).get(terminal__code="T9")
        rows = Payment.objects.for_business(shop.id).filter(payment_method="CASH", terminal_id=shift.terminal_id)
        sums: dict[str, Decimal] = dict(rows.values_list("direction").annotate(Sum("amount_paid")))
        opening: Decimal = shift.opening_float
    return opening - 50 + sums["IN"] - sums["OUT"]


def close(till: Counter, counted: Decimal) -> None:
    to_shift(till)
    shift = till.page.get_by_role("dialog", name="Shift")
    shift.get_by_role("button", name="Count and close").click()
    expect(shift.get_by_label("Cash in the drawer")).to_be_focused()
    till.type(f"{counted:.2f}")
    till.press("Enter")
    expect(shift.get_by_role("button", name="Close the shift")).to_be_focused()
    till.press("Enter")
    expect(shift.get_by_text("The shift is closed. Z report 1.")).to_be_visible()
    expect(shift.get_by_text(re.compile("^Cash: €1.00 short.")).first).to_be_visible()


def assert_agreed(shop: Shop, expected: Decimal) -> None:
    """The sealed figures are those of the rows."""
    with shop.scope():
        shift = Shift.objects.for_business(shop.id).get(terminal__code="T9")
        sales = Sale.objects.for_business(shop.id).filter(terminal_id=shift.terminal_id).exclude(completed_at=None)
        figures = shift.figures
        assert figures["sales"]["count"] == sales.count() == SALES
        assert Decimal(figures["sales"]["total"]) == sales.aggregate(Sum("total_amount"))["total_amount__sum"]
        assert figures["sales"]["offline"] == OFFLINE
        paid: defaultdict[str, Decimal] = defaultdict(Decimal)
        for row in Payment.objects.for_business(shop.id).filter(terminal_id=shift.terminal_id, direction="IN"):
            paid[row.payment_method] += row.amount_paid
    assert {row["method"]: Decimal(row["taken"]) for row in figures["tenders"]} == dict(paid)
    assert figures["refunds"]["count"] == 5
    cash = next(row for row in figures["count"] if row["method"] == "CASH")
    assert (Decimal(cash["expected"]), Decimal(cash["difference"])) == (expected, Decimal(-1))
    assert_books_balance(shop.id)
    assert {each.invariant.id for each in verify(shop.business.slug) if each.is_violated} == set()
