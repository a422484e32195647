"""Drafts replayed against what was sold: figures to the cent, what they meet, and how much is read."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from optimapos.core.actors import ALL_CAPABILITIES, Capability
from optimapos.core.ids import new_id
from optimapos.organization.models import Role
from optimapos.organization.services import BusinessService, LocationService
from optimapos.pricing.models import PriceList, Promotion
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from optimapos.sales.models import Sale
from optimapos.sales.services.simulation import SimulationService
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop, make_till
from tests.factories.pricing import (
    make_group_price,
    make_price_group,
    make_price_list,
    make_promotion,
    make_step_price,
)
from tests.purchases.desks import refused


def sell(shop: Shop, *items: tuple[Product, str], till: Any = None, **more: Any) -> Any:
    """A sale over the till, paid in cash."""
    extra = more.pop("line", {})
    lines = [{"product": str(product.pk), "quantity": quantity, **extra} for product, quantity in items]
    body = {"items": lines, "payments": [{"payment_method": "CASH", "amount_paid": "100000"}], **more}
    answer = (till or shop.manager_till).post("/api/sales/checkout/", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def simulate(shop: Shop, draft: Promotion | PriceList, *, days: int = 7, till: Any = None, **body: Any) -> Any:
    """The answer to a simulation."""
    kind = "promotions" if isinstance(draft, Promotion) else "price-lists"
    return (till or shop.manager_till).post(f"/api/{kind}/{draft.pk}/simulate/", {"days": days, **body})


def replayed(shop: Shop, draft: Promotion | PriceList, **body: Any) -> Any:
    answer = simulate(shop, draft, **body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def draft(shop: Shop, value: str, kind: str = "PERCENT", **fields: Any) -> Promotion:
    return make_promotion(shop, value, kind, is_draft=True, **{"name": "Draft", **fields})


def met(answer: Any) -> list[tuple[str, str, int, int]]:
    """Source, label, beaten and beats of each conflict."""
    return [(each["source"], each["label"], each["beaten"], each["beats"]) for each in answer["conflicts"]]


def test_a_percent_off_is_replayed_to_the_cent(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="10.00", cost="4.00")
    sell(shop, (tea, "3"))
    found = replayed(shop, draft(shop, "10"))
    assert found["before"] == {
        "revenue": "25.00",
        "discount": "0.00",
        "cost": "12.00",
        "profit": "13.00",
        "margin": "52.0",
    }
    assert found["after"] == {
        "revenue": "22.50",
        "discount": "2.50",
        "cost": "12.00",
        "profit": "10.50",
        "margin": "46.7",
    }
    counted = ("lines_read", "sales_read", "sales_affected", "lines_affected", "units_affected", "is_complete")
    assert [found[name] for name in counted] == [1, 1, 1, 1, "3", True]
    (row,) = found["products"]
    assert (row["product"], row["sku"], row["name"], row["lines"], row["units"]) == (
        str(tea.pk),
        tea.sku,
        "Tea",
        1,
        "3",
    )
    assert (row["before"], row["after"]) == (found["before"], found["after"])
    (day,) = found["by_day"]
    assert (day["after"]["revenue"], day["lines"]) == ("22.50", 1)
    assert met(found) == [("BASE", "", 1, 0)]
    assert (found["not_applied"], found["currency"], found["days"]) == ([], "EUR", 7)


def test_nothing_is_written_by_it(shop: Shop) -> None:
    tea = make_product(shop, price="10.00")
    sale = sell(shop, (tea, "3"))
    simulated = draft(shop, "10")
    before = shop.till.get(f"/api/sales/{sale['id']}/").json()
    replayed(shop, simulated)
    assert shop.till.get(f"/api/sales/{sale['id']}/").json() == before
    assert shop.manager_till.get(f"/api/promotions/{simulated.pk}/").json()["status"] == "DRAFT"


@pytest.mark.parametrize(
    ("kind", "value", "fields", "revenue"),
    [
        ("AMOUNT", "2.50", {}, "18.75"),
        ("FIXED_PRICE", "6.00", {"includes_tax": False}, "18.00"),
        ("FIXED_PRICE", "6.00", {"includes_tax": True}, "15.00"),
        ("FIXED_PRICE", "11.00", {}, "25.00"),
        ("PERCENT", "100", {}, "0.00"),
    ],
)
def test_every_kind_of_promotion_is_replayed(shop: Shop, kind: str, value: str, fields: Any, revenue: str) -> None:
    tea = make_product(shop, price="10.00")
    sell(shop, (tea, "3"))
    assert replayed(shop, draft(shop, value, kind, **fields))["after"]["revenue"] == revenue


def test_discounts_that_were_given_stay_as_they_were_given(shop: Shop) -> None:
    tea, mint = make_product(shop, "Tea", price="10.00", tax="0"), make_product(shop, "Mint", price="5.00", tax="0")
    sell(shop, (tea, "2"), (mint, "2"), discount_percentage="10")
    found = replayed(shop, draft(shop, "50", products=[tea.pk]))
    assert (found["before"]["revenue"], found["before"]["discount"]) == ("27.00", "3.00")
    assert (found["after"]["revenue"], found["after"]["discount"]) == ("18.00", "12.00")
    assert [row["name"] for row in found["products"]] == ["Tea"]


def test_no_more_is_taken_off_than_there_is(shop: Shop) -> None:
    tea = make_product(shop, price="10.00", tax="0")
    sell(shop, (tea, "2"), discount_amount="10.00")
    sell(shop, (tea, "2"), line={"discount_amount": "10.00"})
    found = replayed(shop, draft(shop, "80"))
    assert (found["before"]["revenue"], found["after"]["revenue"]) == ("20.00", "0.00")


def test_what_does_not_apply_says_why(shop: Shop) -> None:
    tea, mint = make_product(shop, "Tea"), make_product(shop, "Mint")
    sell(shop, (tea, "1"), (tea, "9"), (mint, "20"))
    few = replayed(shop, draft(shop, "10", products=[tea.pk], min_quantity=Decimal(10)))
    assert few["not_applied"] == [{"reason": "QUANTITY_TOO_SMALL", "lines": 2}]
    assert (few["lines_affected"], few["before"] == few["after"], met(few)) == (0, True, [])
    group = make_price_group(shop)
    other = replayed(shop, draft(shop, "10", price_groups=[group.pk]))
    assert other["not_applied"] == [{"reason": "OTHER_GROUP", "lines": 3}]
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    elsewhere = SimulationService.simulate_promotion(
        business=shop.business,
        actor=shop.owner,
        promotion_id=draft(shop, "10", locations=[place.pk]).pk,
        days=7,
        at=datetime.now(UTC),
    ).unwrap()
    assert elsewhere.tally.not_applied == {"OTHER_PLACE": 3}


def test_the_hours_of_the_place_count_and_the_period_does_not(shop: Shop) -> None:
    tea = make_product(shop)
    sell(shop, (tea, "1"))
    now = datetime.now(UTC)
    later = draft(shop, "10", starts_at=now + timedelta(days=30))
    assert replayed(shop, later)["lines_affected"] == 1
    today = datetime.now(ZoneInfo(shop.storefront.timezone)).isoweekday()
    weekday = draft(shop, "10", weekdays=[(today + 1) % 7 + 1])
    assert replayed(shop, weekday)["not_applied"] == [{"reason": "NOT_TODAY", "lines": 1}]


def test_a_running_promotion_a_group_a_step_and_a_price_by_hand_are_met(shop: Shop) -> None:
    tea, mint, rose = (make_product(shop, name, price="10.00") for name in ("Tea", "Mint", "Rose"))
    running = make_promotion(shop, "30", name="Running", products=[tea.pk])
    group = make_price_group(shop, "20")
    vip = make_customer(shop, price_group=group)
    make_step_price(shop, mint, "5", "8.50", includes_tax=True)
    sell(shop, (tea, "1"))
    sell(shop, (mint, "5"))
    sell(shop, (rose, "1"), customer=str(vip.pk))
    sell(shop, (rose, "1"), line={"unit_price": "9.90"})
    found = replayed(shop, draft(shop, "25"))
    assert sorted(met(found)) == [
        ("GROUP", "", 1, 0),
        ("MANUAL", "", 0, 1),
        ("PROMOTION", "Promotion Running", 0, 1),
        ("STEP", "", 1, 0),
    ]
    assert [each["reference"] for each in found["conflicts"] if each["source"] == "PROMOTION"] == [str(running.pk)]
    assert found["lines_affected"] == 2


def test_where_the_first_in_order_wins_the_draft_stands_by_its_priority(shop: Shop) -> None:
    BusinessService.update_settings(
        business=shop.business, user_id=shop.owner.user_id, changes={"price_policy": "STRICT_PRIORITY"}
    ).unwrap()
    tea = make_product(shop, price="10.00")
    make_promotion(shop, "30", name="Running", priority=5)
    sell(shop, (tea, "1"))
    assert met(replayed(shop, draft(shop, "10"))) == [("PROMOTION", "Promotion Running", 0, 1)]
    first = replayed(shop, draft(shop, "10", priority=6))
    assert met(first) == [("PROMOTION", "Promotion Running", 1, 0)]
    assert (first["before"]["revenue"], first["after"]["revenue"]) == ("5.83", "7.50")


def test_the_floor_holds_a_draft_too(shop: Shop) -> None:
    tea = make_product(shop, price="10.00", tax="0", floor_price=Decimal("9.50"))
    sell(shop, (tea, "1"))
    assert replayed(shop, draft(shop, "50"))["after"]["revenue"] == "9.50"


def test_a_group_of_products_is_replayed_with_all_below_it(shop: Shop) -> None:
    till = shop.manager_till
    top = till.post("/api/product-groups/", {"code": "TOP", "name": "Top"}).json()["id"]
    below = till.post("/api/product-groups/", {"code": "LOW", "name": "Low", "parent": top}).json()["id"]
    tea, mint = make_product(shop, "Tea", group_id=below), make_product(shop, "Mint")
    sell(shop, (tea, "1"), (mint, "1"))
    found = replayed(shop, draft(shop, "10", product_groups=[UUID(top)]))
    assert [row["name"] for row in found["products"]] == ["Tea"]


def test_a_price_list_is_the_base_that_percents_come_off(shop: Shop) -> None:
    tea = make_product(shop, price="10.00", tax="0", cost="4.00")
    group = make_price_group(shop, "10")
    vip, regular = make_customer(shop, price_group=group), make_customer(shop, discount_percent=Decimal(5))
    sell(shop, (tea, "1"))
    sell(shop, (tea, "1"), customer=str(vip.pk))
    sell(shop, (tea, "1"), customer=str(regular.pk))
    found = replayed(shop, make_price_list(shop, (tea, "8.00"), is_draft=True))
    assert (found["before"]["revenue"], found["before"]["discount"]) == ("28.50", "1.50")
    assert (found["after"]["revenue"], found["after"]["discount"]) == ("22.80", "1.20")
    assert (found["after"]["profit"], found["after"]["margin"]) == ("10.80", "47.4")
    assert sorted(met(found)) == [("BASE", "", 3, 0), ("GROUP", "", 0, 1)]


def test_promotions_come_off_the_new_list_as_they_did_off_the_old_price(shop: Shop) -> None:
    tea, mint, rose = (make_product(shop, name, price="10.00", tax="0") for name in ("Tea", "Mint", "Rose"))
    make_promotion(shop, "10", products=[tea.pk], name="Percent")
    make_promotion(shop, "1", "AMOUNT", products=[mint.pk], name="Amount")
    make_promotion(shop, "7", "FIXED_PRICE", products=[rose.pk], name="Fixed")
    sell(shop, (tea, "1"), (mint, "1"), (rose, "1"))
    new = make_price_list(shop, (tea, "20.00"), (mint, "20.00"), (rose, "20.00"), is_draft=True)
    found = replayed(shop, new)
    assert (found["before"]["revenue"], found["after"]["revenue"]) == ("25.00", "44.00")
    assert found["lines_affected"] == 2


def test_a_list_that_ran_and_is_more_specific_stands_before_the_draft(shop: Shop) -> None:
    tea = make_product(shop, price="10.00", tax="0")
    running = make_price_list(shop, (tea, "9.00"), name="Retail", sale_type="RETAIL")
    sell(shop, (tea, "1"))
    both = replayed(shop, make_price_list(shop, (tea, "8.00"), name="Both", is_draft=True))
    assert both["not_applied"] == [{"reason": "PRICE_LIST_APPLIES", "lines": 1}]
    assert met(both) == [("PRICE_LIST", "Retail", 0, 1)]
    newer = replayed(shop, make_price_list(shop, (tea, "8.00"), name="Newer", sale_type="RETAIL", is_draft=True))
    assert met(newer) == [("PRICE_LIST", "Retail", 1, 0)]
    assert newer["conflicts"][0]["reference"] == str(running.pk)
    assert newer["after"]["revenue"] == "8.00"
    wholesale = make_price_list(shop, (tea, "8.00"), name="Wholesale", sale_type="WHOLESALE", is_draft=True)
    assert replayed(shop, wholesale)["not_applied"] == [{"reason": "OTHER_SALE_TYPE", "lines": 1}]


def test_goods_that_a_list_does_not_name_and_goods_without_a_base_price_are_replayed_right(shop: Shop) -> None:
    tea, mint = make_product(shop, "Tea", tax="0"), make_product(shop, "Mint", price=None, tax="0")
    make_step_price(shop, mint, "1", "6.00")
    box = make_product(shop, "Box", tax="0", packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        packaging = str(box.packagings.get().pk)
    sell(shop, (tea, "1"), (mint, "1"))
    sell(shop, (box, "1"), line={"packaging": packaging})
    found = replayed(shop, make_price_list(shop, (mint, "5.00"), (box, "1.00"), is_draft=True))
    assert {row["name"]: row["after"]["revenue"] for row in found["products"]} == {"Mint": "5.00", "Box": "12.00"}
    assert sorted(met(found)) == [("BASE", "", 1, 0)]
    assert replayed(shop, draft(shop, "10", products=[mint.pk]))["lines_affected"] == 0


def test_only_the_last_days_and_completed_sales_are_replayed(shop: Shop) -> None:
    tea = make_product(shop, price="10.00")
    old = sell(shop, (tea, "1"))
    sell(shop, (tea, "2"))
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", {"product": str(tea.pk), "quantity": "5"})
    with shop.scope():
        row = Sale.objects.for_business(shop.id).get(pk=old["id"])
        Sale.objects.for_business(shop.id).filter(pk=row.pk).update(business_date=row.business_date - timedelta(days=3))
    promotion = draft(shop, "10")
    assert replayed(shop, promotion, days=3)["units_affected"] == "2"
    found = replayed(shop, promotion, days=4)
    assert (found["units_affected"], found["sales_read"]) == ("3", 2)
    assert [day["units"] for day in found["by_day"]] == ["1", "2"]


def test_a_member_replays_the_places_that_it_sees(shop: Shop) -> None:
    tea = make_product(shop)
    sell(shop, (tea, "1"))
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    other = make_till(shop.business, place, shop.owner, code="T9", role="manager")
    promotion = draft(shop, "10")
    assert replayed(shop, promotion, till=other)["lines_read"] == 0
    assert replayed(shop, promotion, location=str(shop.storefront.pk))["lines_read"] == 1
    assert simulate(shop, promotion, till=other, location=str(shop.storefront.pk)).status_code == 404
    unknown = SimulationService.simulate_promotion(
        business=shop.business,
        actor=shop.owner,
        promotion_id=promotion.pk,
        days=1,
        at=datetime.now(UTC),
        location_id=make_shop().storefront.pk,
    )
    assert unknown.code == "UNKNOWN_LOCATION"


@pytest.mark.parametrize("body", [{}, {"days": 0}, {"days": 91}, {"days": "x"}, {"days": 1, "weeks": 2}])
def test_a_body_that_makes_no_sense_is_refused(shop: Shop, body: Any) -> None:
    answer = shop.manager_till.post(f"/api/promotions/{draft(shop, '10').pk}/simulate/", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_FAILED")


def test_only_drafts_of_this_business_are_replayed(shop: Shop) -> None:
    tea = make_product(shop)
    running, listed = make_promotion(shop, "10"), make_price_list(shop, (tea, "1"))
    assert refused(simulate(shop, running)) == (409, "PROMOTION_NOT_DRAFT", {"status": "APPROVED"})
    assert refused(simulate(shop, listed)) == (409, "PRICE_LIST_NOT_DRAFT", {"status": "APPROVED"})
    for kind in ("promotions", "price-lists"):
        assert shop.manager_till.post(f"/api/{kind}/{new_id()}/simulate/", {"days": 1}).status_code == 404


def test_costs_are_for_those_who_may_see_them(shop: Shop) -> None:
    tea = make_product(shop)
    sell(shop, (tea, "1"))
    with shop.scope():
        Role.objects.for_business(shop.id).create(
            business_id=shop.id,
            code="pricer",
            name="Pricer",
            capabilities=sorted(ALL_CAPABILITIES - {Capability.COST_VIEW}),
        )
    pricer = make_till(shop.business, shop.storefront, shop.owner, code="T5", role="pricer")
    found = replayed(shop, draft(shop, "10"), till=pricer)
    for figures in (found["before"], found["products"][0]["after"], found["by_day"][0]["before"]):
        assert figures.keys() == {"revenue", "discount"}
    assert simulate(shop, draft(shop, "10"), till=shop.till).status_code == 403


def test_beyond_the_limit_the_newest_sales_are_replayed_whole(shop: Shop) -> None:
    tea, mint = make_product(shop, "Tea"), make_product(shop, "Mint")
    sell(shop, (tea, "1"), (mint, "1"))
    sell(shop, (tea, "3"))
    promotion = draft(shop, "10")

    def read(limit: int) -> tuple[int, bool]:
        found = SimulationService.simulate_promotion(
            business=shop.business,
            actor=shop.owner,
            promotion_id=promotion.pk,
            days=7,
            at=datetime.now(UTC),
            line_limit=limit,
        ).unwrap()
        return found.tally.lines_read, found.is_complete

    assert [read(limit) for limit in (0, 1, 2, 3)] == [(0, False), (1, False), (1, False), (3, True)]


def test_it_sends_as_many_statements_for_many_lines_as_for_one(shop: Shop, queries: Any) -> None:
    goods = [make_product(shop, f"Product {number}") for number in range(12)]
    group = make_price_group(shop)
    make_group_price(shop, goods[0], group, "5")
    drafts = draft(shop, "10"), make_price_list(shop, *((each, "5") for each in goods), is_draft=True)

    def counted() -> list[int]:
        found = []
        for each in drafts:
            with queries() as captured:
                replayed(shop, each)
            found.append(len(captured))
        return found

    sell(shop, (goods[0], "1"))
    few = counted()
    for _ in range(3):
        sell(shop, *((each, "1") for each in goods))
    assert counted() == few
