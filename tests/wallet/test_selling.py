"""Gift cards sold at a till: money in, as much owed, and nothing sold; what is refused; how it is taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from optimapos.apikit.models import IdempotencyKey
from optimapos.core.tenancy import MAINTENANCE
from optimapos.organization.models import Business
from optimapos.sales.models import Payment
from optimapos.verify.runner import verify
from optimapos.wallet.models import WalletAccount, WalletEntry
from optimapos.wallet.rules.codes import in_groups, new_code
from optimapos.wallet.services import WalletService
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, Till, make_shop, make_till, unique
from tests.purchases.desks import refused
from tests.wallet.accounts import make_card, make_credit
from tests.wallet.selling import SALES, card_body, paid_by, sell_card, void_card

D = Decimal


@pytest.fixture(scope="module")
def shop() -> Shop:
    """One shop for all of these tests."""
    return make_shop()


@pytest.fixture(scope="module")
def boss(shop: Shop) -> Till:
    """The manager's till."""
    return shop.manager_till


@pytest.fixture
def unchanged(shop: Shop) -> Iterator[None]:
    """Nothing was booked, and no row contradicts another."""
    before = _booked(shop)
    yield
    assert _booked(shop) == before
    assert [each.invariant.id for each in verify(str(shop.id)) if each.count] == []


def _booked(shop: Shop) -> list[int]:
    with shop.scope():
        return [
            WalletEntry.objects.for_business(shop.id).count(),
            WalletAccount.objects.for_business(shop.id).count(),
            Payment.objects.for_business(shop.id).count(),
        ]


def test_a_card_is_sold_for_cash_with_change_and_pays_a_sale(shop: Shop) -> None:
    tea = make_product(shop, price="10.00", stock="10")
    card = sell_card(shop.till, "25.00", paid_by("CASH", "50.00"), currency="EUR")
    assert (card["amount"], card["balance"], card["change"], card["is_load"]) == (
        "25.0000",
        "25.0000",
        "25.0000",
        False,
    )
    (paid,) = card["payments"]
    assert (paid["payment_method"], paid["amount_paid"], paid["tendered"]) == ("CASH", "25.0000", "50.0000")
    body = {
        "items": [{"product": str(tea.pk), "quantity": "1"}],
        "payments": [{"payment_method": "GIFT_CARD", "amount_paid": "10.00", "code": card["code"]}],
    }
    assert shop.till.post("/api/sales/checkout/", body).status_code == 201
    found = shop.till.post("/api/wallet/lookup/", {"code": card["code"]}).json()
    assert (found["balance"], found["last4"]) == ("15.0000", card["code"][-4:])


def test_a_card_is_paid_by_several_tenders_with_their_references(shop: Shop) -> None:
    tenders = [paid_by("CARD", "30.00", transaction_reference="A-17"), paid_by("MOMO", "15.00", phone_number="+35988")]
    card = sell_card(shop.till, "50.00", *tenders, paid_by("CASH", "10.00"))
    told = [(row["payment_method"], row["amount_paid"], row["transaction_reference"]) for row in card["payments"]]
    assert told == [("CARD", "30.0000", "A-17"), ("MOMO", "15.0000", ""), ("CASH", "5.0000", "")]


def test_it_is_no_sale_no_revenue_and_moves_no_statistics_of_its_customer(shop: Shop, boss: Till) -> None:
    customer = make_customer(shop)
    paths = ["/api/sales/totals/", "/api/reports/daily-sales/", "/api/reports/product-sales/"]
    before = [boss.get(path).json() for path in paths]
    card = sell_card(shop.till, "40.00", customer=str(customer.pk))
    assert [boss.get(path).json() for path in paths] == before
    assert boss.get(f"/api/customers/{customer.pk}/").json()["total_purchases"] == "0"
    assert card["customer"] == str(customer.pk)
    assert boss.get(f"/api/customers/{customer.pk}/payments/").json()["results"] == []
    (account,) = boss.get(f"/api/customers/{customer.pk}/wallet/").json()["accounts"]
    assert account["balance"] == "40.0000"


def test_payments_say_what_they_were_for(shop: Shop, boss: Till) -> None:
    customer = make_customer(shop)
    card = sell_card(boss, "7.00")
    void_card(boss, card)
    owed = {"amount": "3.00", "payment_method": "CASH"}
    assert boss.post(f"/api/customers/{customer.pk}/payments/", owed).status_code == 201
    cards = boss.get("/api/payments/?gift_cards=true").json()["results"][:2]
    assert [(row["purpose"], row["direction"], row["amount_paid"], row["sale"]) for row in cards] == [
        ("GIFT_CARD", "OUT", "7.0000", None),
        ("GIFT_CARD", "IN", "7.0000", None),
    ]
    on_account = boss.get("/api/payments/?on_account=true").json()["results"]
    assert {row["purpose"] for row in on_account} == {"ACCOUNT"}
    assert cards[0]["id"] not in {row["id"] for row in on_account}


def test_a_repeat_gives_the_same_card_and_its_code_which_lies_nowhere_in_clear(shop: Shop) -> None:
    key = unique("sell")
    card = sell_card(shop.till, "12.00", key=key)
    assert sell_card(shop.till, "12.00", key=key) == card
    with shop.scope():
        stored = IdempotencyKey.objects.for_business(shop.id).get(key=key).body
    assert stored.startswith("sealed:")
    code = card["code"]
    with connections[MAINTENANCE].cursor() as cursor:
        for table in (
            "wallet_account",
            "wallet_entry",
            "payment",
            "idempotency_key",
            "audit_log",
            "audit_detail",
            "paper_print",
        ):
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
            if not cursor.fetchone()[0]:
                continue
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE ANY(%s)',
                [[f"%{code}%", f"%{code.replace('-', '')}%"]],
            )
            assert cursor.fetchone() == (0,), table
    listed = str(shop.till.get(SALES).json()) + str(shop.till.get(f"{SALES}{card['id']}/").json())
    assert code not in listed


def test_a_card_is_loaded_by_its_code_and_no_code_is_told(shop: Shop) -> None:
    card = sell_card(shop.till, "10.00")
    load = sell_card(shop.till, "5.50", paid_by("CARD", "5.50"), code=card["code"].lower().replace("-", " "))
    assert (load["is_load"], load["code"], load["amount"], load["balance"]) == (True, "", "5.5000", "15.5000")
    assert load["account"] == card["account"]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("body", "status", "code", "data"),
    [
        (
            card_body("0.99"),
            422,
            "GIFT_CARD_AMOUNT_OUT_OF_RANGE",
            {"amount": "0.99", "smallest": "1", "largest": "10000000"},
        ),
        (card_body("10000000.01"), 422, "GIFT_CARD_AMOUNT_OUT_OF_RANGE", None),
        (card_body("0"), 422, "AMOUNT_NOT_POSITIVE", None),
        (card_body("5.005"), 422, "AMOUNT_TOO_PRECISE", None),
        (card_body("5.00", currency="USD"), 422, "WALLET_CURRENCY_DIFFERS", {"currency": "EUR", "asked": "USD"}),
        (
            card_body("5.00", paid_by("CASH", "4.00")),
            422,
            "UNDERPAID",
            {"total": "5.00", "paid": "4.00", "missing": "1.00"},
        ),
        (card_body("5.00", paid_by("CARD", "6.00")), 422, "OVERPAID", None),
        (card_body("5.00", paid_by("GIFT_CARD", "5.00")), 422, "METHOD_NOT_AVAILABLE", None),
        (card_body("5.00", paid_by("STORE_CREDIT", "5.00")), 422, "METHOD_NOT_AVAILABLE", None),
        (card_body("5.00", paid_by("LOYALTY", "5.00")), 422, "METHOD_NOT_AVAILABLE", None),
        (card_body("5.00", paid_by("EXCHANGE", "5.00")), 422, "METHOD_NOT_AVAILABLE", None),
        (card_body("5.00", code="0000"), 422, "WALLET_CODE_WRONG", None),
        (card_body("5.00", code=in_groups(new_code())), 404, "WALLET_NOT_FOUND", None),
        ({"amount": "5.00", "payments": []}, 400, "VALIDATION_FAILED", None),
        (card_body("5.00", price="1"), 400, "VALIDATION_FAILED", None),
    ],
)
def test_what_is_not_right_is_refused(shop: Shop, body: Any, status: int, code: str, data: Any) -> None:
    found = refused(shop.till.post(SALES, body))
    assert found[:2] == (status, code)
    if data:
        assert {name: found[2][name] for name in data} == data


def test_credit_notes_and_cards_that_are_blocked_or_over_are_not_loaded(shop: Shop) -> None:
    note = make_credit(shop, "5")
    blocked, over = (
        make_card(shop),
        make_card(shop, at=datetime.now(UTC) - timedelta(days=9), expires_on=_days_ago(shop, 3)),
    )
    WalletService.block(
        business=shop.business, actor=shop.owner, account_id=blocked.account.pk, reason="Lost", at=datetime.now(UTC)
    ).unwrap()
    told = [refused(shop.till.post(SALES, card_body("5.00", code=each.code)))[:2] for each in (note, blocked, over)]
    assert told == [(422, "WALLET_KIND_WRONG"), (409, "WALLET_BLOCKED"), (409, "WALLET_EXPIRED")]


def _days_ago(shop: Shop, days: int) -> Any:
    return shop.storefront.local_day(datetime.now(UTC)) - timedelta(days=days)


def test_a_card_is_sold_for_what_coins_can_pay_and_by_card_for_anything() -> None:
    shop = make_shop(cash_rounding_step=D("0.05"))
    answer = shop.till.post(SALES, card_body("9.98", paid_by("CASH", "10.00")))
    assert refused(answer) == (
        422,
        "GIFT_CARD_NOT_IN_COINS",
        {"amount": "9.98", "nearest": "10.00", "step": "0.05"},
    )
    assert _booked(shop) == [0, 0, 0]
    assert sell_card(shop.till, "9.95", paid_by("CASH", "10.00"))["change"] == "0.0500"
    assert sell_card(shop.till, "9.98", paid_by("CARD", "9.98"))["amount"] == "9.9800"


@pytest.mark.parametrize(
    ("currency", "amount", "refuses"), [("JPY", "25000", "10000001"), ("KWD", "1.125", "10000000.001")]
)
def test_a_currency_has_its_own_decimals_and_bounds(currency: str, amount: str, refuses: str) -> None:
    shop = make_shop(currency=currency)
    assert D(sell_card(shop.till, amount)["balance"]) == D(amount)
    assert refused(shop.till.post(SALES, card_body(refuses)))[1] == "GIFT_CARD_AMOUNT_OUT_OF_RANGE"


def test_a_card_sold_by_mistake_is_taken_back_once_and_blocked(shop: Shop, boss: Till) -> None:
    card = sell_card(boss, "20.00", paid_by("CARD", "12.00"), paid_by("CASH", "10.00"))
    done = void_card(boss, card)
    assert done["voided_at"]
    assert refused(boss.post(f"{SALES}{card['id']}/void/", {"reason": "Again"}))[:2] == (409, "GIFT_CARD_VOIDED")
    found = shop.till.post("/api/wallet/lookup/", {"code": card["code"]}).json()
    assert (found["status"], found["balance"]) == ("BLOCKED", "0.0000")
    with shop.scope():
        entry = WalletEntry.objects.for_business(shop.id).get(reversal_of=card["id"])
        back = Payment.objects.for_business(shop.id).filter(wallet_entry_id=entry.pk).order_by("pk")
        assert [(row.direction, row.payment_method, row.amount_paid) for row in back] == [
            ("OUT", "CARD", D(12)),
            ("OUT", "CASH", D(8)),
        ]
    assert [each.invariant.id for each in verify(str(shop.id)) if each.count] == []


def test_what_was_spent_or_loaded_since_stays_sold(shop: Shop, boss: Till) -> None:
    card = sell_card(boss, "20.00")
    load = sell_card(boss, "5.00", code=card["code"])
    void = f"{SALES}{card['id']}/void/"
    assert refused(boss.post(void, {"reason": "By mistake"}))[:2] == (409, "GIFT_CARD_LOADED_SINCE")
    void_card(boss, load)
    WalletService.redeem(
        business=shop.business, actor=shop.owner, code=card["code"], amount=D(1), currency="EUR", at=datetime.now(UTC)
    ).unwrap()
    answer = refused(boss.post(void, {"reason": "By mistake"}))
    assert answer == (409, "GIFT_CARD_SPENT", {"amount": "20.0000", "left": "19.0000"})
    assert refused(boss.post(void, {"reason": " "}))[1] in {"VOID_NEEDS_REASON", "VALIDATION_FAILED"}
    found = shop.till.post("/api/wallet/lookup/", {"code": card["code"]}).json()
    assert (found["status"], found["balance"]) == ("ACTIVE", "19.0000")


def test_a_card_is_taken_back_at_its_own_till_alone_and_by_who_may(shop: Shop, boss: Till) -> None:
    card = sell_card(shop.till, "20.00")
    void = f"{SALES}{card['id']}/void/"
    assert shop.till.post(void, {"reason": "By mistake"}).status_code == 403
    assert refused(boss.post(void, {"reason": "By mistake"}))[:2] == (409, "GIFT_CARD_OTHER_SHIFT")
    issued = make_card(shop)
    assert boss.post(f"{SALES}{issued.entry.pk}/void/", {"reason": "By mistake"}).status_code == 404


def test_a_shift_counts_cards_by_tender_beside_its_sales() -> None:
    shop = make_shop()
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(requires_shift=True, settings_version=77)
    boss, tea = shop.manager_till, make_product(shop, price="12.00", stock="9")
    assert refused(boss.post(SALES, card_body("5.00")))[:2] == (409, "SHIFT_NOT_OPEN")
    shift = boss.post("/api/shifts/", {"opening_float": "100.00"}).json()["id"]
    early = sell_card(boss, "25.00", paid_by("CASH", "50.00"))
    sell_card(boss, "30.00", paid_by("CARD", "30.00"))
    void_card(boss, sell_card(boss, "10.00"))
    line = {"items": [{"product": str(tea.pk), "quantity": "1"}], "payments": [paid_by("CASH", "12.00")]}
    assert boss.post("/api/sales/checkout/", line).status_code == 201
    x = boss.get(f"/api/shifts/{shift}/x-report/").json()
    assert x["gift_cards"] == {"count": 3, "total": "65.00", "voided_count": 1, "voided": "10.00"}
    assert (x["sales"]["total"], x["sales"]["on_credit"]) == ("12.00", "0.00")
    assert x["drawer"]["expected"] == {"CASH": "137.00", "CARD": "30.00"}
    assert {row["method"]: row["gift_cards"] for row in x["tenders"]} == {"CASH": "35.00", "CARD": "30.00"}
    slip = boss.post(f"/api/shifts/{shift}/slip/", {"form": "html"}).content.decode()
    assert "Gift cards sold (3)" in slip
    assert "Gift cards taken back (1)" in slip
    assert boss.get(f"{SALES}?shift={shift}").json()["results"][-1]["id"] == early["id"]
    count = {"counted": [{"method": "CASH", "amount": "137.00"}, {"method": "CARD", "amount": "30.00"}]}
    z = boss.post(f"/api/shifts/{shift}/close/", count).json()["report"]
    assert (z["gift_cards"]["total"], z["grand_total"], z["sales"]["total"]) == ("65.00", "12.00", "12.00")
    boss.post("/api/shifts/", {"opening_float": "0.00"})
    answer = refused(boss.post(f"{SALES}{early['id']}/void/", {"reason": "By mistake"}))
    assert answer[:2] == (409, "GIFT_CARD_OTHER_SHIFT")
    assert [each.invariant.id for each in verify(str(shop.id)) if each.count] == []


def test_the_paper_tells_the_code_on_its_first_print_at_its_till_and_never_again(shop: Shop, boss: Till) -> None:
    card = sell_card(shop.till, "15.00")
    paper, code = f"{SALES}{card['id']}/paper/", card["code"]
    read = shop.till.get(f"{paper}?as=html").content.decode()
    assert "Gift card, not a tax invoice." in read
    assert code not in read
    first = shop.till.post(f"{paper}print/", {"form": "html"})
    assert (first.status_code, first["Print-Number"]) == (200, "1")
    assert code in first.content.decode()
    for form in ("html", "json"):
        again = shop.till.post(f"{paper}print/", {"form": form})
        assert code not in again.content.decode()
    assert again.json()["copy_number"] == 2
    assert "COPY 3" in shop.till.get(f"{paper}?as=html").content.decode()
    assert shop.till.get(f"{paper}?as=pdf").content.startswith(b"%PDF")
    other = sell_card(shop.till, "15.00")
    stolen = boss.post(f"{SALES}{other['id']}/paper/print/", {"form": "html"})
    assert other["code"] not in stolen.content.decode()
    printed = shop.till.post(
        f"{SALES}{sell_card(shop.till, '15.00')['id']}/paper/print/", {"form": "escpos", "width": 58}
    )
    assert printed.content


def test_the_paper_of_a_load_has_no_code(shop: Shop) -> None:
    card = sell_card(shop.till, "15.00")
    load = sell_card(shop.till, "5.00", code=card["code"])
    page = shop.till.post(f"{SALES}{load['id']}/paper/print/", {"form": "html"}).content.decode()
    assert card["code"] not in page
    assert "Gift card loaded" in page


def test_a_list_takes_the_same_number_of_queries_however_much_there_is(shop: Shop, boss: Till) -> None:
    counted = []
    for _ in range(3):
        void_card(boss, sell_card(boss, "5.00", paid_by("CARD", "2.00"), paid_by("CASH", "3.00")))
        with CaptureQueriesContext(connections["default"]) as sent:
            assert boss.get(SALES).status_code == 200
        counted.append(len(sent))
    assert len(set(counted)) == 1


def test_who_may_not_sell_may_not_sell_cards(shop: Shop) -> None:
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk")
    assert clerk.post(SALES, card_body("5.00")).status_code == 403
    assert clerk.get(SALES).status_code == 403
