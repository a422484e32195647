"""Prices follow receipts: what is proposed, when nothing is, and what becomes of proposals."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.core.actors import ALL_CAPABILITIES, Capability
from optimapos.core.ids import new_id
from optimapos.organization.models import Business, Role
from optimapos.organization.services import LocationService
from optimapos.pricing.models import PriceProposal, ProductPrice
from optimapos.pricing.services import PriceProposalService
from optimapos.pricing.types import Rounding
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, Till, make_till
from tests.factories.partners import make_supplier
from tests.factories.pricing import make_markup_price
from tests.purchases.desks import RECEIPTS, complete, created, line, make_receipt, refused, stepped

PROPOSALS = "/api/price-proposals/"
ENDING = Rounding("ENDING", Decimal("0.99"))
COSTS = {"old_cost", "new_cost", "margin_before", "margin_unchanged", "margin_after"}


def proposals(shop: Shop, query: str = "") -> list[Any]:
    """What the manager sees, newest first."""
    answer = shop.manager_till.get(f"{PROPOSALS}{query}")
    assert answer.status_code == 200, answer.content
    found: list[Any] = answer.json()["results"]
    return found


def told(shop: Shop) -> list[tuple[str, str]]:
    """Status and price of each proposal, newest first."""
    return [(row["status"], row["proposed_price"]) for row in proposals(shop)]


def bought(shop: Shop, *goods: tuple[Product, str], quantity: str = "10", **head: Any) -> Any:
    """A completed receipt of goods at a price each."""
    lines = [line(product, quantity, price) for product, price in goods]
    return complete(shop, RECEIPTS, make_receipt(shop, make_supplier(shop), *lines, **head))


def decide(shop: Shop, how: str, *ids: str) -> Any:
    return shop.manager_till.post(f"{PROPOSALS}{how}/", {"ids": list(ids)})


def settings(shop: Shop, **fields: Any) -> None:
    PriceProposalService.update_settings(business=shop.business, actor=shop.owner, fields=fields).unwrap()  # type: ignore[arg-type]


def price_of(shop: Shop, product: Product) -> str:
    found: str = shop.till.get(f"/api/pricing/quote/?product={product.pk}").json()["unit_price"]
    return found


@pytest.fixture
def tea(shop: Shop) -> Product:
    """Tea that cost 4.00 and costs half as much again with 20 % tax, ending in .99: 6.99."""
    product = make_product(shop, "Tea", cost="4.00")
    make_markup_price(shop, product, rounding=ENDING)
    return product


def test_a_receipt_at_another_cost_proposes_another_price(shop: Shop, tea: Product) -> None:
    receipt = bought(shop, (tea, "5.00"))
    (row,) = proposals(shop)
    assert (row["product_sku"], row["location"], row["status"]) == (tea.sku, None, "PROPOSED")
    assert (row["old_cost"], row["new_cost"]) == ("4", "5")
    assert (row["old_price"], row["proposed_price"]) == ("6.990000", "8.990000")
    assert (row["margin_before"], row["margin_unchanged"], row["margin_after"]) == ("31.3", "14.2", "33.3")
    assert (row["source_type"], row["source_id"], row["source_number"]) == (
        "DELIVERY",
        receipt["id"],
        receipt["number"],
    )
    assert price_of(shop, tea) == "6.99"


def test_an_applied_price_is_the_tills_from_then_on_and_the_old_one_stays_as_history(shop: Shop, tea: Product) -> None:
    bought(shop, (tea, "5.00"))
    (row,) = proposals(shop)
    with shop.scope():
        before = Business.objects.get(pk=shop.id).settings_version
    done = decide(shop, "apply", row["id"])
    assert done.status_code == 200, done.json()
    (applied,) = done.json()["proposals"]
    assert (applied["status"], applied["decided_by"]) == ("APPLIED", str(shop.manager_till.actor.user_id))
    assert price_of(shop, tea) == "8.99"
    prices = shop.manager_till.get(f"/api/products/{tea.pk}/prices/").json()["results"]
    assert [(each["price"], each["kind"], each["is_current"]) for each in prices] == [
        ("8.990000", "MARKUP", True),
        ("6.990000", "MARKUP", False),
        ("10.000000", "FIXED", False),
    ]
    assert (prices[0]["id"], prices[0]["unit_cost"], prices[0]["rounding"]) == (applied["applied_price"], "5", "ENDING")
    with shop.scope():
        assert Business.objects.get(pk=shop.id).settings_version == before + 1
        event = AuditLog.objects.for_business(shop.id).get(event_type="price.proposals_applied")
    assert event.event_data == {"proposals": [row["id"]]}


def test_what_was_dismissed_is_not_proposed_again_at_the_same_price(shop: Shop, tea: Product) -> None:
    bought(shop, (tea, "5.00"))
    (row,) = proposals(shop)
    assert decide(shop, "dismiss", row["id"]).json()["proposals"][0]["status"] == "DISMISSED"
    bought(shop, (tea, "5.00"))
    assert told(shop) == [("DISMISSED", "8.990000")]
    bought(shop, (tea, "5.60"))
    assert told(shop) == [("PROPOSED", "9.990000"), ("DISMISSED", "8.990000")]
    assert price_of(shop, tea) == "6.99"


@pytest.mark.parametrize("cost", ["4.00", "4.10"])
def test_a_cost_that_leads_to_the_same_price_proposes_none(shop: Shop, tea: Product, cost: str) -> None:
    bought(shop, (tea, cost))
    assert proposals(shop) == []


def test_a_difference_below_the_threshold_proposes_none(shop: Shop) -> None:
    tea = make_product(shop, cost="4.00")
    make_markup_price(shop, tea, includes_tax=False)
    settings(shop, threshold_percent=Decimal(5))
    bought(shop, (tea, "4.19"))
    assert proposals(shop) == []
    bought(shop, (tea, "4.20"))
    assert told(shop) == [("PROPOSED", "6.300000")]
    bought(shop, (tea, "4.01"))
    assert told(shop) == [("WITHDRAWN", "6.300000")]


def test_a_fixed_price_follows_nothing(shop: Shop) -> None:
    tea = make_product(shop, cost="4.00")
    bought(shop, (tea, "9.00"))
    assert (proposals(shop), price_of(shop, tea)) == ([], "10.00")


def test_a_markup_behind_a_newer_fixed_price_follows_nothing(shop: Shop, tea: Product) -> None:
    assert shop.manager_till.post(f"/api/products/{tea.pk}/prices/", {"price": "7.50"}).status_code == 201
    bought(shop, (tea, "5.00"))
    assert proposals(shop) == []


def test_a_later_receipt_replaces_what_waits(shop: Shop, tea: Product) -> None:
    bought(shop, (tea, "5.00"))
    bought(shop, (tea, "5.60"))
    assert told(shop) == [("PROPOSED", "9.990000"), ("WITHDRAWN", "8.990000")]
    bought(shop, (tea, "5.60"))
    assert told(shop) == [("PROPOSED", "9.990000"), ("WITHDRAWN", "8.990000")]


def test_a_backdated_receipt_changes_no_cost_and_proposes_nothing(shop: Shop, tea: Product) -> None:
    bought(shop, (tea, "5.00"), occurred_at="2020-01-01T10:00:00Z")
    assert proposals(shop) == []


def test_a_receipt_that_is_taken_back_withdraws_what_it_had_proposed(shop: Shop, tea: Product) -> None:
    receipt = bought(shop, (tea, "5.00"))
    stepped(shop.manager_till, RECEIPTS, receipt, "reversed", "Wrong goods")
    assert told(shop) == [("WITHDRAWN", "8.990000")]


def test_taking_back_a_receipt_whose_price_was_applied_proposes_the_way_back(shop: Shop, tea: Product) -> None:
    receipt = bought(shop, (tea, "5.00"))
    decide(shop, "apply", proposals(shop)[0]["id"])
    stepped(shop.manager_till, RECEIPTS, receipt, "reversed", "Wrong goods")
    assert told(shop) == [("PROPOSED", "6.990000"), ("APPLIED", "8.990000")]


def test_a_correction_of_the_price_proposes_anew(shop: Shop, tea: Product) -> None:
    receipt = bought(shop, (tea, "5.00"))
    body = {"line": receipt["lines"][0]["id"], "unit_price": "5.60", "reason": "Misread"}
    answer = shop.manager_till.post(f"{RECEIPTS}{receipt['id']}/correct/", body)
    assert answer.status_code == 200, answer.content
    assert told(shop) == [("PROPOSED", "9.990000"), ("WITHDRAWN", "8.990000")]
    body["unit_price"] = "4.00"
    assert shop.manager_till.post(f"{RECEIPTS}{receipt['id']}/correct/", body).status_code == 200
    assert told(shop) == [("WITHDRAWN", "9.990000"), ("WITHDRAWN", "8.990000")]


def test_another_price_withdraws_what_waits_for_the_one_before(shop: Shop, tea: Product) -> None:
    bought(shop, (tea, "5.00"))
    assert shop.manager_till.post(f"/api/products/{tea.pk}/prices/", {"price": "7.50"}).status_code == 201
    assert told(shop) == [("WITHDRAWN", "8.990000")]
    assert price_of(shop, tea) == "7.50"


def test_a_price_elsewhere_leaves_what_waits_alone(shop: Shop, tea: Product) -> None:
    bought(shop, (tea, "5.00"))
    body = {"price": "7.50", "location": str(shop.storefront.pk)}
    assert shop.manager_till.post(f"/api/products/{tea.pk}/prices/", body).status_code == 201
    assert told(shop) == [("PROPOSED", "8.990000")]


def test_a_price_that_came_unseen_makes_a_proposal_outdated(shop: Shop, tea: Product) -> None:
    bought(shop, (tea, "5.00"))
    (row,) = proposals(shop)
    with shop.scope():
        old = ProductPrice.objects.for_business(shop.id).get(pk=row["price"])
        ProductPrice.objects.for_business(shop.id).create(
            business_id=shop.id, product=tea, price=Decimal(3), includes_tax=True, valid_from=old.updated_at
        )
    assert refused(decide(shop, "apply", row["id"])) == (409, "PROPOSAL_OUTDATED", {"ids": [row["id"]]})
    assert told(shop) == [("PROPOSED", "8.990000")]
    assert decide(shop, "dismiss", row["id"]).status_code == 200


def test_nothing_is_decided_on_twice(shop: Shop, tea: Product) -> None:
    bought(shop, (tea, "5.00"))
    (row,) = proposals(shop)
    assert decide(shop, "apply", row["id"], row["id"]).status_code == 200
    for how in ("apply", "dismiss"):
        assert refused(decide(shop, how, row["id"])) == (409, "PROPOSAL_DECIDED", {"ids": [row["id"]]})
    with shop.scope():
        assert ProductPrice.objects.for_business(shop.id).filter(product=tea).count() == 3


def test_several_are_decided_on_together_or_none_is(shop: Shop, tea: Product) -> None:
    mint = make_product(shop, "Mint", cost="2.00")
    make_markup_price(shop, mint)
    bought(shop, (tea, "5.00"), (mint, "3.00"))
    waiting, unknown = [row["id"] for row in proposals(shop)], str(new_id())
    assert refused(decide(shop, "apply", *waiting, unknown)) == (404, "NOT_FOUND", {"ids": [unknown]})
    assert {status for status, _ in told(shop)} == {"PROPOSED"}
    assert len(decide(shop, "apply", *waiting).json()["proposals"]) == 2
    assert (price_of(shop, tea), price_of(shop, mint)) == ("8.99", "5.40")


@pytest.mark.parametrize("ids", [[], ["x"], None, [str(new_id())] * 501])
def test_a_body_without_proposals_is_refused(shop: Shop, ids: Any) -> None:
    answer = shop.manager_till.post(f"{PROPOSALS}apply/", {"ids": ids})
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_FAILED")


def test_a_business_may_have_its_prices_follow_at_once(shop: Shop, tea: Product) -> None:
    settings(shop, applies_proposals=True)
    receipt = bought(shop, (tea, "5.00"))
    assert (told(shop), price_of(shop, tea)) == ([("APPLIED", "8.990000")], "8.99")
    stepped(shop.manager_till, RECEIPTS, receipt, "reversed", "Wrong goods")
    assert price_of(shop, tea) == "6.99"
    assert told(shop) == [("APPLIED", "6.990000"), ("APPLIED", "8.990000")]


def test_only_prices_of_the_receipts_own_place_and_of_everywhere_follow(shop: Shop) -> None:
    tea = make_product(shop, cost="4.00")
    make_markup_price(shop, tea, includes_tax=False, location_id=shop.storefront.pk)
    make_markup_price(shop, tea, includes_tax=False)
    till = make_branch(shop)
    bought_at(shop, till, tea, "5.00")
    assert [(row["location"], row["proposed_price"]) for row in proposals(shop)] == [(None, "7.500000")]
    bought(shop, (tea, "6.00"))
    assert {(row["location"], row["proposed_price"]) for row in proposals(shop, "?status=PROPOSED")} == {
        (str(shop.storefront.pk), "9.000000"),
        (None, "9.000000"),
    }
    here = proposals(shop, f"?location={shop.storefront.pk}")
    assert [row["proposed_price"] for row in here] == ["9.000000"]
    assert [row["location"] for row in till.get(PROPOSALS).json()["results"]] == [None, None]


def make_branch(shop: Shop) -> Till:
    """A manager's till in a second storefront, which sees nothing of the first."""
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    return make_till(shop.business, place, shop.owner, code="T9", role="manager")


def bought_at(shop: Shop, till: Till, product: Product, price: str) -> Any:
    """A completed receipt at a till's place."""
    head = {"location": str(till.actor.terminal_location_id), "supplier": str(make_supplier(shop).pk)}
    return stepped(
        till, RECEIPTS, created(till, RECEIPTS, {**head, "lines": [line(product, "10", price)]}), "completed"
    )


def test_a_reversal_gives_the_price_back_to_the_place_that_bought_before(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    till = make_branch(shop)
    bought(shop, (tea, "4.00"))
    make_markup_price(shop, tea, includes_tax=False)
    settings(shop, applies_proposals=True)
    receipt = bought_at(shop, till, tea, "5.00")
    assert told(shop) == [("APPLIED", "7.500000")]
    stepped(till, RECEIPTS, receipt, "reversed", "Wrong goods")
    assert told(shop) == [("APPLIED", "6.000000"), ("APPLIED", "7.500000")]


def test_the_receipt_of_a_place_that_a_member_does_not_see_is_not_told(shop: Shop, tea: Product) -> None:
    receipt = bought(shop, (tea, "5.00"))
    till = make_branch(shop)
    (row,) = till.get(PROPOSALS).json()["results"]
    assert (row["proposed_price"], row["source_id"], row["source_number"]) == ("8.990000", None, "")
    assert till.get(f"{PROPOSALS}?source={receipt['id']}").json()["results"] == []
    (own,) = proposals(shop)
    assert (own["source_id"], own["source_number"]) == (receipt["id"], receipt["number"])


def test_a_package_follows_with_its_factor(shop: Shop) -> None:
    tea = make_product(shop, cost="4.00", packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = tea.packagings.get()
    make_markup_price(shop, tea, "25", includes_tax=False, packaging_id=box.pk)
    bought(shop, (tea, "5.00"))
    (row,) = proposals(shop)
    assert (row["packaging"], row["old_price"], row["proposed_price"]) == (str(box.pk), "60.000000", "75.000000")
    assert (row["margin_before"], row["margin_unchanged"], row["margin_after"]) == ("20", "0", "20")


def test_proposals_are_found_by_status_goods_place_and_source(shop: Shop, tea: Product) -> None:
    mint = make_product(shop, "Mint", cost="2.00")
    make_markup_price(shop, mint)
    receipt = bought(shop, (tea, "5.00"), (mint, "3.00"))
    assert [row["product"] for row in proposals(shop, f"?product={mint.pk}")] == [str(mint.pk)]
    assert len(proposals(shop, f"?source={receipt['id']}&status=PROPOSED")) == 2
    assert proposals(shop, f"?source={new_id()}") == proposals(shop, "?status=APPLIED") == []
    (one,) = proposals(shop, f"?product={mint.pk}")
    assert shop.manager_till.get(f"{PROPOSALS}{one['id']}/").json() == one


def test_costs_are_for_those_who_may_see_them(shop: Shop, tea: Product) -> None:
    bought(shop, (tea, "5.00"))
    with shop.scope():
        Role.objects.for_business(shop.id).create(
            business_id=shop.id,
            code="pricer",
            name="Pricer",
            capabilities=sorted(ALL_CAPABILITIES - {Capability.COST_VIEW}),
        )
    pricer = make_till(shop.business, shop.storefront, shop.owner, code="T5", role="pricer")
    (row,) = pricer.get(PROPOSALS).json()["results"]
    assert not COSTS & row.keys()
    assert row["proposed_price"] == "8.990000"
    assert proposals(shop)[0].keys() >= COSTS


def test_only_who_may_manage_prices_sees_and_decides(shop: Shop, tea: Product) -> None:
    bought(shop, (tea, "5.00"))
    (row,) = proposals(shop)
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T6", role="stock_clerk")
    for till in (shop.till, clerk):
        assert till.get(PROPOSALS).status_code == 403
        assert till.post(f"{PROPOSALS}apply/", {"ids": [row["id"]]}).status_code == 403
        assert till.get("/api/pricing-settings/").status_code == 403
    assert told(shop) == [("PROPOSED", "8.990000")]


def test_a_draft_receipt_proposes_nothing(shop: Shop, tea: Product) -> None:
    make_receipt(shop, make_supplier(shop), line(tea, "1", "9.00"))
    assert proposals(shop) == []


def test_a_price_that_no_column_holds_is_not_proposed(shop: Shop) -> None:
    gold = make_product(shop, cost="1.00", stock="1")
    make_markup_price(shop, gold, "9999", includes_tax=False)
    bought(shop, (gold, "999999999999"), quantity="1")
    assert proposals(shop) == []


def test_the_list_asks_as_often_for_many_proposals_as_for_one(shop: Shop, queries: Any) -> None:
    def counted() -> int:
        with queries() as captured:
            proposals(shop)
        return len(captured)

    goods = [make_product(shop, f"Product {number}", cost="4.00") for number in range(6)]
    for each in goods:
        make_markup_price(shop, each)
    bought(shop, (goods[0], "5.00"))
    few = counted()
    bought(shop, *((each, "5.00") for each in goods))
    assert len(proposals(shop)) == 6
    assert counted() == few


@pytest.mark.parametrize("at_once", [False, True])
def test_booking_sends_as_many_statements_for_many_followed_prices_as_for_few(
    shop: Shop, queries: Any, at_once: bool
) -> None:
    settings(shop, applies_proposals=at_once)
    supplier = make_supplier(shop)
    goods = [make_product(shop, f"Product {number}", cost="4.00") for number in range(12)]
    for each in goods:
        make_markup_price(shop, each)

    def counted(count: int, price: str) -> int:
        receipt = make_receipt(shop, supplier, *(line(each, "1", price) for each in goods[:count]))
        with queries() as captured:
            complete(shop, RECEIPTS, receipt)
        return len(captured)

    counted(1, "4.00")
    counted(12, "5.00")
    assert counted(2, "6.00") == counted(12, "7.00")
    with shop.scope():
        assert PriceProposal.objects.for_business(shop.id).filter(status="PROPOSED").count() == (0 if at_once else 12)
