"""Credit notes and slips of shifts: what they say, and that later prints are copies."""

from typing import Any

import pytest

from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.papers.printing import letters_of
from tests.refunds.giving_back import asked, processed, sold


@pytest.fixture(scope="module")
def shop() -> Shop:
    return make_shop(country="BG", receipt_code_page="CP1251")


@pytest.fixture(scope="module")
def tea(shop: Shop) -> Any:
    return make_product(shop, name="Чай", price="12.00", stock="1000")


def test_a_credit_note_says_what_came_back_and_what_went_out(shop: Shop, tea: Any) -> None:
    sale = sold(shop.till, (tea, "3"))
    refund = processed(shop, sale, "2")
    where = f"/api/refunds/{refund['id']}/credit-note/"
    answer = shop.till.post(f"{where}print/", {"width": 80})
    text = letters_of(answer.content)
    wanted = ("Кредитно известие", refund["refund_number"], sale["receipt_number"], "Чай", "2 x 12,00 €", "24,00 €")
    for words in (*wanted, "В брой", "T20 20%", "20,00 €", "4,00 €"):
        assert words in text, words
    assert ("КОПИЕ" in text, answer["Print-Number"]) == (False, "1")
    assert "КОПИЕ 1" in shop.till.get(f"{where}?as=html").content.decode()
    assert "КОПИЕ 1" in letters_of(shop.till.post(f"{where}print/", {}).content)
    assert shop.till.get(f"{where}?as=pdf").content[:5] == b"%PDF-"


def test_a_refund_that_is_not_processed_has_no_credit_note(shop: Shop, tea: Any) -> None:
    refund = asked(shop.till, sold(shop.till, (tea, "1")), "1").json()
    where = f"/api/refunds/{refund['id']}/credit-note/"
    for answer in (shop.till.get(where), shop.till.post(f"{where}print/", {})):
        assert (answer.status_code, answer.json()["code"]) == (409, "RECEIPT_NOT_READY")


def test_a_shift_has_an_x_slip_while_it_is_open_and_a_z_slip_with_its_count_afterwards(tea: Any) -> None:
    shop = make_shop(country="BG", receipt_code_page="CP1251")
    tea = make_product(shop, name="Чай", price="12.00", stock="1000")
    shift = shop.manager_till.post("/api/shifts/", {"opening_float": "50.00"}).json()["id"]
    sold(shop.manager_till, (tea, "2"))
    wrong = sold(shop.manager_till, (tea, "1"))["id"]
    assert shop.manager_till.post(f"/api/sales/{wrong}/void/", {"reason": "Rung up twice"}).status_code == 201
    where = f"/api/shifts/{shift}/slip/"
    x_slip = letters_of(shop.manager_till.post(where, {}).content)
    for words in (
        "X отчет",
        "T2",
        "Начална наличност",
        "50,00 €",
        "Продажби",
        "36,00 €",
        "Сторнирани (1)",
        "Сторнирани, ДДС",
        "2,00 €",
        "В брой, Очаквано",
        "74,00 €",
    ):
        assert words in x_slip, words
    assert "КОПИЕ" not in letters_of(shop.manager_till.post(where, {}).content)
    shop.manager_till.post(f"/api/shifts/{shift}/close/", {"counted": [{"method": "CASH", "amount": "73.00"}]})
    z_slip = letters_of(shop.manager_till.post(where, {}).content)
    for words in ("Z отчет", "T2 Z0001", "В брой, Преброено", "73,00 €", "-1,00 €", "Натрупан оборот"):
        assert words in z_slip, words
    assert "КОПИЕ" not in z_slip
    assert "КОПИЕ 1" in letters_of(shop.manager_till.post(where, {}).content)
    assert shop.manager_till.post(where, {"form": "pdf", "width": 58}).content[:5] == b"%PDF-"
    assert shop.till.post(where, {}).status_code == 403
