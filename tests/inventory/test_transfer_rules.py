"""What is refused of transfers, to whom, and that nothing has moved then."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from optimapos.core.ids import new_id
from optimapos.core.result import DomainError
from optimapos.inventory.models import StockTransfer
from optimapos.inventory.services.transfers import check_transfer_step
from optimapos.inventory.types import NewTransferLine
from optimapos.nomenclatures.services import DocumentService
from optimapos.nomenclatures.types import Step
from optimapos.organization.models import Location
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.documents import TRANSFERS, Desk, figures_at, make_place, member_at, refused, stock_of
from tests.inventory.on_their_way import arrived, sent, told
from tests.inventory.stock import add_to_cart


@pytest.fixture
def desk(shop: Shop, place: Location) -> Desk:
    """The transfers of somebody who works at both ends, and may write off what is lost."""
    return Desk(member_at(shop, shop.storefront, place, role="manager"), TRANSFERS)


@pytest.mark.parametrize(
    ("quantity", "lost", "asked"), [("7", "0", "7"), ("0", "7", "7"), ("4", "3", "7")], ids=["received", "lost", "both"]
)
def test_no_more_is_received_than_is_on_its_way(
    shop: Shop, desk: Desk, place: Location, quantity: str, lost: str, asked: str
) -> None:
    tea = make_product(shop, stock="10")
    document = sent(desk, shop, place, (tea, "10"))
    desk.right(desk.post(document, "receive", **arrived(document, "3", lost="1")))
    before = stock_of(shop)
    data = refused(
        desk.post(document, "receive", **arrived(document, quantity, lost=lost)), 409, "RECEIVE_EXCEEDS_SENT"
    )
    line = document["lines"][0]["id"]
    assert data == {"line": line, "sent": "10", "received": "3", "lost": "1", "asked": asked}
    assert stock_of(shop) == before
    assert told(desk.get(document)) == ("partly_received", "3", "1", "6")


def test_a_receipt_says_what_arrived_of_lines_that_there_are_and_once(shop: Shop, desk: Desk, place: Location) -> None:
    tea = make_product(shop, stock="10")
    document = sent(desk, shop, place, (tea, "10"))
    before = stock_of(shop)
    refused(desk.post(document, "receive", **arrived(document)), 422, "BAD_QUANTITY")
    refused(desk.post(document, "receive", **arrived(document, "0.5")), 422, "QUANTITY_TOO_PRECISE")
    refused(desk.post(document, "receive", lines=[]), 400, "VALIDATION_FAILED")
    line = document["lines"][0]["id"]
    refused(desk.post(document, "receive", lines=[{"line": line, "quantity": "1"}] * 2), 400, "VALIDATION_FAILED")
    refused(desk.post(document, "receive", lines=[{"line": new_id(), "quantity": "1"}]), 404, "NOT_FOUND")
    assert stock_of(shop) == before


def test_only_what_is_on_its_way_is_received(shop: Shop, desk: Desk, place: Location) -> None:
    tea = make_product(shop, stock="10")
    document = desk.create(
        location=shop.storefront.pk, to_location=place.pk, lines=[{"product": tea.pk, "quantity": "4"}]
    )
    assert refused(desk.post(document, "receive", **arrived(document, "1")), 409, "NOT_ON_ITS_WAY") == {
        "status": "draft"
    }
    desk.take(document, "dispatched")
    desk.right(desk.post(document, "receive", **arrived(document, "4")))
    data = refused(desk.post(document, "receive", **arrived(document, "1")), 409, "NOT_ON_ITS_WAY")
    assert data == {"status": "received"}
    assert figures_at(shop, tea, place) == ("4", "16")


def test_goods_go_to_another_location_that_the_member_sees(shop: Shop, desk: Desk, place: Location) -> None:
    tea, hidden = make_product(shop, stock="10"), make_place(shop)
    lines = [{"product": tea.pk, "quantity": "4"}]
    same = {"location": shop.storefront.pk, "to_location": shop.storefront.pk, "lines": lines}
    refused(desk.till.post(TRANSFERS, same), 422, "SAME_LOCATION")
    for far in (hidden.pk, new_id()):
        refused(desk.till.post(TRANSFERS, same | {"to_location": far}), 404, "NOT_FOUND")
        refused(desk.till.post(TRANSFERS, same | {"location": far, "to_location": place.pk}), 404, "NOT_FOUND")
    assert desk.till.get(TRANSFERS).json()["results"] == []
    document = desk.create(**(same | {"to_location": place.pk}))
    changed = desk.till.patch(f"{TRANSFERS}{document['id']}/", {"to_location": str(shop.storefront.pk)})
    refused(changed, 422, "SAME_LOCATION")
    assert desk.get(document)["to_location"] == str(place.pk)


def test_who_works_at_the_destination_alone_sees_and_receives_and_who_works_at_the_source_alone_sends(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea = make_product(shop, stock="10")
    sender = Desk(member_at(shop, shop.storefront, role="stock_clerk"), TRANSFERS)
    receiver = Desk(member_at(shop, place, role="stock_clerk"), TRANSFERS)
    stranger = Desk(member_at(shop, make_place(shop)), TRANSFERS)
    document = desk.create(
        location=shop.storefront.pk, to_location=place.pk, lines=[{"product": tea.pk, "quantity": "4"}]
    )
    for who, sees in ((sender, True), (receiver, True), (stranger, False)):
        assert [row["id"] for row in who.till.get(TRANSFERS).json()["results"]] == [document["id"]] * sees
        assert who.till.get(f"{TRANSFERS}{document['id']}/").status_code == (200 if sees else 404)
    refused(receiver.step(document, "dispatched"), 404, "NOT_FOUND")
    refused(receiver.till.patch(f"{TRANSFERS}{document['id']}/", {"notes": "soon"}), 404, "NOT_FOUND")
    document = sender.take(document, "dispatched")
    before = stock_of(shop)
    data = refused(sender.post(document, "receive", **arrived(document, "4")), 403, "PERMISSION_DENIED")
    assert data == {"location": str(place.pk)}
    refused(stranger.post(document, "receive", **arrived(document, "4")), 404, "NOT_FOUND")
    assert stock_of(shop) == before
    assert told(receiver.right(receiver.post(document, "receive", **arrived(document, "4")))) == (
        "received",
        "4",
        "0",
        "0",
    )


def test_cashiers_see_transfers_and_move_nothing(shop: Shop, desk: Desk, place: Location) -> None:
    document = sent(desk, shop, place, (make_product(shop, stock="10"), "4"))
    cashier = Desk(member_at(shop, shop.storefront, place, role="cashier"), TRANSFERS)
    assert cashier.get(document)["id"] == document["id"]
    refused(cashier.post(document, "receive", **arrived(document, "4")), 403, "PERMISSION_DENIED")
    refused(cashier.step(document, "recalled", comment="no"), 403, "PERMISSION_DENIED")


def test_no_more_is_sent_than_is_there_or_than_carts_leave(shop: Shop, desk: Desk, place: Location) -> None:
    tea = make_product(shop, stock="10")
    add_to_cart(shop.till, tea, "3")
    before = stock_of(shop)
    for quantity, available in (("11", "10"), ("8", "7")):
        document = desk.create(
            location=shop.storefront.pk, to_location=place.pk, lines=[{"product": tea.pk, "quantity": quantity}]
        )
        data = refused(desk.step(document, "dispatched"), 409, "INSUFFICIENT_STOCK")
        assert [(row["requested"], row["available"]) for row in data["items"]] == [(quantity, available)]
        assert (desk.get(document)["status"], desk.get(document)["posting"]) == ("draft", 0)
    assert stock_of(shop) == before
    empty = desk.create(location=shop.storefront.pk, to_location=place.pk, lines=[])
    refused(desk.step(empty, "dispatched"), 422, "DOCUMENT_EMPTY")


def test_a_transfer_of_which_something_arrived_is_not_recalled(shop: Shop, desk: Desk, place: Location) -> None:
    tea = make_product(shop, stock="10")
    document = sent(desk, shop, place, (tea, "10"))
    desk.right(desk.post(document, "receive", **arrived(document, "3")))
    before = stock_of(shop)
    data = refused(desk.step(document, "recalled", comment="Back."), 409, "TRANSITION_NOT_ALLOWED")
    assert data["status"] == "partly_received"
    assert stock_of(shop) == before


def test_a_workflow_that_lets_a_partly_received_transfer_be_recalled_is_told_what_arrived(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea = make_product(shop, stock="10")
    document = sent(desk, shop, place, (tea, "10"))
    desk.right(desk.post(document, "receive", **arrived(document, "3", lost="1")))
    with shop.scope():
        transfer = StockTransfer.objects.for_business(shop.id).get(pk=document["id"])
        step = Step("partly_received", "recalled", False, True, shop.owner, datetime.now(UTC))
        with pytest.raises(DomainError) as refusal:
            check_transfer_step(transfer, step)
    assert refusal.value.code == "TRANSFER_PARTLY_RECEIVED"
    line = document["lines"][0]["id"]
    assert refusal.value.data == {"lines": [{"line": line, "sent": "10", "received": "3", "lost": "1"}]}


def test_a_draft_is_changed_and_deleted_and_a_transfer_on_its_way_is_not(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea, milk = make_product(shop, name="Tea", stock="10"), make_product(shop, name="Milk", stock="10")
    document = desk.create(
        location=shop.storefront.pk, to_location=place.pk, lines=[{"product": tea.pk, "quantity": "4"}]
    )
    path = f"{TRANSFERS}{document['id']}/"
    body = {"notes": "Fragile", "lines": [{"product": milk.pk, "quantity": "2"}, {"product": tea.pk, "quantity": "1"}]}
    changed = desk.right(desk.till.patch(path, body))
    assert [(line["line_no"], line["product"], line["quantity"]) for line in changed["lines"]] == [
        (1, str(milk.pk), "2"),
        (2, str(tea.pk), "1"),
    ]
    assert (changed["notes"], changed["version"]) == ("Fragile", 2)
    assert [line["product"] for line in desk.right(desk.till.patch(path, {"notes": ""}))["lines"]] == [
        str(milk.pk),
        str(tea.pk),
    ]
    desk.take(document, "dispatched")
    assert refused(desk.till.patch(path, body), 409, "DOCUMENT_NOT_EDITABLE") == {"status": "dispatched"}
    refused(desk.till.delete(path), 409, "DOCUMENT_NOT_DELETABLE")
    other = desk.create(location=shop.storefront.pk, to_location=place.pk, lines=[])
    assert desk.till.delete(f"{TRANSFERS}{other['id']}/").status_code == 204
    assert desk.till.get(f"{TRANSFERS}{other['id']}/").status_code == 404


def test_a_line_names_goods_that_are_kept_in_stock_and_a_package_of_theirs(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea, milk = make_product(shop, name="Tea"), make_product(shop, name="Milk", packagings=[NewPackaging("Box", 6)])
    advice = make_product(shop, name="Advice", stock=None, kind="SERVICE", tracks_stock=False)
    with shop.scope():
        box = milk.packagings.get()
    wrong = [
        ({"product": new_id(), "quantity": "1"}, 404, "PRODUCT_NOT_FOUND"),
        ({"product": tea.pk, "packaging": box.pk, "quantity": "1"}, 404, "PACKAGING_NOT_FOUND"),
        ({"product": tea.pk, "packaging": new_id(), "quantity": "1"}, 404, "PACKAGING_NOT_FOUND"),
        ({"product": advice.pk, "quantity": "1"}, 422, "PRODUCT_NOT_STOCKED"),
        ({"product": tea.pk, "quantity": "0.5"}, 422, "QUANTITY_TOO_PRECISE"),
        ({"product": tea.pk, "quantity": "0"}, 400, "VALIDATION_FAILED"),
    ]
    for line, status, code in wrong:
        body = {"location": shop.storefront.pk, "to_location": place.pk, "lines": [line]}
        refused(desk.till.post(TRANSFERS, body), status, code)
    assert desk.till.get(TRANSFERS).json()["results"] == []


def test_a_transfer_is_made_by_the_document_service_too(shop: Shop, place: Location) -> None:
    tea = make_product(shop, stock="10")
    data = {"to_location": place, "lines": [NewTransferLine(tea.pk, Decimal(4))]}
    service = DocumentService(user=shop.owner)
    assert service.validate_for_purchase_creation(StockTransfer, data, shop.owner, shop.storefront).ok
    made = service.create_document(StockTransfer, data, shop.owner, shop.storefront).unwrap()
    assert DocumentService(made, shop.owner).transition_to("dispatched").ok
    assert figures_at(shop, tea) == ("6", "24")
    assert service.create_document(StockTransfer, {}, shop.owner, shop.storefront).code == "UNKNOWN_LOCATION"
    wrong = data | {"to_location": shop.storefront}
    assert service.create_document(StockTransfer, wrong, shop.owner, shop.storefront).code == "SAME_LOCATION"


def test_a_loss_is_written_off_by_who_may_approve_and_others_take_in_what_arrived(
    shop: Shop, desk: Desk, place: Location
) -> None:
    tea = make_product(shop, stock="10")
    clerk = Desk(member_at(shop, place, role="stock_clerk"), TRANSFERS)
    document = sent(desk, shop, place, (tea, "10"))
    before = stock_of(shop)
    for body in (arrived(document, "7", lost="1"), {"lines": [], "closes": True}):
        data = refused(clerk.post(document, "receive", **body), 403, "PERMISSION_DENIED")
        assert data == {"capability": "stock.approve"}
    assert (stock_of(shop), told(desk.get(document))) == (before, ("dispatched", "0", "0", "10"))
    assert told(clerk.right(clerk.post(document, "receive", **arrived(document, "7")))) == (
        "partly_received",
        "7",
        "0",
        "3",
    )
    closed = desk.right(desk.post(document, "receive", lines=[], closes=True))
    assert told(closed) == ("received", "7", "3", "0")
