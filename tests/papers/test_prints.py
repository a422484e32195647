"""Receipts that are handed out: the first print is the original, every later one a copy; and what a printer is sent."""

import threading
from typing import Any

import pytest
from django.test import Client

from optimapos.audit.models import AuditDetail, AuditLog
from optimapos.papers.models import PaperPrint
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop, make_till
from tests.factories.pictures import image
from tests.papers.printing import letters_of, pictures_of
from tests.refunds.giving_back import sold, tender

CUT = b"\x1dV"
KICK = b"\x1bp"
REFERENCE = [tender("CARD", "10.00", transaction_reference="4711")]


@pytest.fixture(scope="module")
def shop() -> Shop:
    """One shop in Bulgaria, whose printers have Cyrillic letters."""
    return make_shop(country="BG", tax_number="BG1", receipt_code_page="CP1251", address="Главна 1, Ъгъл")


@pytest.fixture(scope="module")
def tea(shop: Shop) -> Any:
    return make_product(shop, name="Чай", price="10.00", stock="1000")


def printed(shop: Shop, sale: dict[str, Any], form: str = "escpos", **asked: Any) -> Any:
    answer = shop.till.post(f"/api/sales/{sale['id']}/receipt/print/", {"form": form, **asked})
    assert answer.status_code == 200, answer.content
    return answer


def test_the_first_print_is_the_original_and_every_later_one_a_copy_in_any_form(shop: Shop, tea: Any) -> None:
    sale = sold(shop.till, (tea, "1"))
    first = printed(shop, sale)
    assert (first["Print-Number"], "КОПИЕ" in letters_of(first.content)) == ("1", False)
    assert "КОПИЕ 1" in letters_of(printed(shop, sale).content)
    assert "КОПИЕ 2" in printed(shop, sale, "html").content.decode()
    assert printed(shop, sale, "json").json()["copy_number"] == 3
    last = printed(shop, sale, "pdf")
    assert (last["Print-Number"], last.content[:5]) == ("5", b"%PDF-")


def test_reading_is_no_print_and_shows_what_the_next_one_would_be(shop: Shop, tea: Any) -> None:
    sale = sold(shop.till, (tea, "1"))
    where = f"/api/sales/{sale['id']}/receipt/"
    assert [shop.till.get(f"{where}?as=json").json()["copy_number"] for _ in range(2)] == [0, 0]
    printed(shop, sale)
    assert shop.till.get(f"{where}?as=json").json()["copy_number"] == 1
    assert "КОПИЕ 1" in shop.till.get(f"{where}?as=html").content.decode()
    with shop.scope():
        assert PaperPrint.objects.for_business(shop.id).filter(document_id=sale["id"]).count() == 1


def test_prints_and_copies_are_audited_with_who_and_which(shop: Shop, tea: Any) -> None:
    sale = sold(shop.till, (tea, "1"))
    printed(shop, sale)
    shop.manager_till.post(f"/api/sales/{sale['id']}/receipt/print/", {"form": "pdf"})
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.id).filter(sale_id=sale["id"], event_type__startswith="receipt.")
        first, second = rows.order_by("timestamp")
        users = PaperPrint.objects.for_business(shop.id).filter(document_id=sale["id"]).order_by("print_number")
        assert [row.user_id for row in users] == [first.user_id, second.user_id]
    assert (first.event_type, first.event_data["copy_number"], first.event_data["drawer"]) == (
        "receipt.printed",
        0,
        True,
    )
    assert (second.event_type, second.event_data["copy_number"], second.event_data["form"]) == (
        "receipt.copied",
        1,
        "pdf",
    )
    assert first.user_id != second.user_id
    assert second.event_data["receipt_number"] == sale["receipt_number"]


def test_a_repeat_under_one_key_is_the_same_print(shop: Shop, tea: Any) -> None:
    sale = sold(shop.till, (tea, "1"))
    where = f"/api/sales/{sale['id']}/receipt/print/"
    answers = [shop.till.post(where, {"form": "escpos"}, key=f"print-{sale['id']}") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert [answer["Print-Number"] for answer in answers] == ["1", "1"]


def test_prints_at_one_moment_get_numbers_of_their_own(shop: Shop, tea: Any) -> None:
    sale = sold(shop.till, (tea, "1"))
    numbers: list[str] = []
    threads = [threading.Thread(target=lambda: numbers.append(printed(shop, sale)["Print-Number"])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == ["1", "2", "3", "4"]


def test_what_the_printer_gets_reads_as_the_receipt_does(shop: Shop, tea: Any) -> None:
    sale = sold(shop.till, (tea, "2"), payments=[tender("CASH", "50.00")])
    content = printed(shop, sale).content
    text = letters_of(content)
    wanted = (
        "Corner shop",
        "Главна 1, Ъгъл",
        "ДДС № BG1",
        sale["receipt_number"],
        "Чай",
        "2 x 10,00 €",
        "Общо",
        "20,00 €",
    )
    for words in (*wanted, "В брой", "50,00 €", "Ресто", "30,00 €", "T20 20%"):
        assert words in text, words
    assert "?" not in text
    assert max(len(line) for line in text.splitlines()) <= 48
    assert content.startswith(b"\x1b@")
    assert CUT in content[-8:]
    assert b"\x1dk" not in content
    assert sale["receipt_number"].encode() in content  # as text and in the code


def test_a_narrow_roll_has_thirty_two_columns(shop: Shop, tea: Any) -> None:
    sale = sold(shop.till, (tea, "2"))
    text = letters_of(printed(shop, sale, width=58).content)
    assert max(len(line) for line in text.splitlines()) <= 32
    assert "20,00 €" in text


@pytest.mark.parametrize("width", [58, 80])
def test_letters_that_the_printer_lacks_are_drawn(shop: Shop, width: int) -> None:
    tea = make_product(shop, name="Crème brûlée", price="10.00", stock="10")
    content = printed(shop, sold(shop.till, (tea, "1")), width=width).content
    drawn = pictures_of(content)
    assert {wide for wide, _ in drawn} == {384 if width == 58 else 576}
    assert sum(high for _, high in drawn) > 500
    assert CUT in content[-8:]


def test_french_is_written_where_the_printer_is_french_and_drawn_where_nothing_is_said() -> None:
    for page, is_drawn in (("CP858", False), ("CP1252", False), ("", True)):
        shop = make_shop(country="FR", receipt_code_page=page)
        tea = make_product(shop, name="Crème brûlée", price="10.00", stock="10")
        content = printed(shop, sold(shop.till, (tea, "1"))).content
        assert bool(pictures_of(content)) is is_drawn
        if page:
            text = letters_of(content, page)
            assert "Crème brûlée" in text
            assert "Espèces" in text
            assert "10,00 €" in text


def test_the_drawer_opens_for_cash_with_the_original_or_when_asked(shop: Shop, tea: Any) -> None:
    cash, card = sold(shop.till, (tea, "1")), sold(shop.till, (tea, "1"), payments=REFERENCE)
    assert KICK in printed(shop, cash).content
    assert KICK not in printed(shop, cash).content
    assert KICK in printed(shop, cash, open_drawer=True).content
    assert KICK not in printed(shop, card).content
    other = sold(shop.till, (tea, "1"))
    assert KICK not in printed(shop, other, open_drawer=False).content


def test_a_logo_stands_above_every_form_until_it_is_removed() -> None:
    shop = make_shop(country="BG", receipt_code_page="CP1251")
    sale = sold(shop.till, (make_product(shop, price="10.00", stock="10"), "1"))
    assert not pictures_of(printed(shop, sale).content)
    owner = make_till(shop.business, shop.storefront, shop.owner, code="T9", role="owner")
    brought = owner.call("POST", "/api/business/logo/", image(900, 300, "black"))
    assert brought.status_code == 200, brought.content
    logo = brought.json()["logo"]
    file = Client().get(logo)
    assert (file.status_code, file["Content-Type"]) == (200, "image/png")
    assert shop.till.get(f"/api/sales/{sale['id']}/receipt/").json()["business"]["logo"] == logo
    assert pictures_of(printed(shop, sale).content) == [(384, 128)]
    assert "data:image/png;base64," in printed(shop, sale, "html").content.decode()
    assert owner.delete("/api/business/logo/").json() == {"logo": None}
    assert not pictures_of(printed(shop, sale).content)


def test_what_is_not_completed_is_not_printed_and_nothing_is_counted(shop: Shop) -> None:
    draft = shop.till.post("/api/sales/", {}).json()
    answer = shop.till.post(f"/api/sales/{draft['id']}/receipt/print/", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "RECEIPT_NOT_READY")
    assert (
        shop.till.post(f"/api/sales/{draft['id']}/receipt/print/", {"width": 90}).json()["code"] == "VALIDATION_FAILED"
    )
    with shop.scope():
        assert not PaperPrint.objects.for_business(shop.id).filter(document_id=draft["id"]).exists()
        assert not AuditDetail.objects.for_business(shop.id).filter(description=draft["id"]).exists()
