"""Promotions over HTTP, and at the till."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test.utils import CaptureQueriesContext

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.nomenclatures.services import ProductGroupService
from optimapos.organization.models import Business
from optimapos.organization.services import LocationService
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop, make_till
from tests.factories.pricing import make_price_group, make_promotion
from tests.pricing_api.test_selling import add, make_widget, open_cart, price, sold, waterfall

PATH = "/api/promotions/"
SALE = {"name": "Summer sale", "kind": "PERCENT", "value": "10"}
HOUR = timedelta(hours=1)


def local(shop: Shop) -> datetime:
    return datetime.now(UTC).astimezone(ZoneInfo(shop.storefront.timezone))


def test_a_promotion_lives_from_draft_to_its_end(shop: Shop) -> None:
    widget, till = make_widget(shop), shop.manager_till
    made = till.post(PATH, {**SALE, "products": [str(widget.pk)]})
    assert made.status_code == 201, made.json()
    path = f"{PATH}{made.json()['id']}/"
    found = made.json()
    assert (found["status"], found["value"], found["products"]) == ("DRAFT", "10.000000", [str(widget.pk)])
    assert price(sold(shop, widget, "1")) == ("24.99", "BASE", "24.99")
    assert till.patch(path, {"value": "20", "min_quantity": "2"}).json()["value"] == "20.000000"
    approved = till.post(f"{path}approve/").json()
    assert (approved["status"], approved["approved_by"]) == ("APPROVED", str(till.actor.user_id))
    assert price(sold(shop, widget, "2")) == ("19.992", "PROMOTION", "24.99")
    assert waterfall(shop, sold(shop, widget, "1"))[0] == ("PROMOTION", "19.992000", "QUANTITY_TOO_SMALL")
    assert till.patch(path, {"is_active": False}).json()["is_active"] is False
    assert price(sold(shop, widget, "2")) == ("24.99", "BASE", "24.99")
    assert till.patch(path, {"is_active": True}).status_code == 200
    assert till.post(f"{path}end/").json()["status"] == "ENDED"
    assert price(sold(shop, widget, "2")) == ("24.99", "BASE", "24.99")
    for refused in (
        till.patch(path, {"is_active": True}),
        till.post(f"{path}approve/"),
        till.post(f"{path}end/"),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "PROMOTION_NOT_DRAFT")
    with shop.scope():
        events = AuditLog.objects.for_business(shop.id).filter(event_type__startswith="promotion.")
        told = list(events.order_by("timestamp").values_list("event_type", flat=True))
    assert told == [f"promotion.{what}" for what in ("created", "updated", "approved", "updated", "updated", "ended")]


def test_what_is_approved_is_not_changed_any_more(shop: Shop) -> None:
    path = f"{PATH}{make_promotion(shop, '10').pk}/"
    for change in ({"value": "99"}, {"is_active": False, "name": "x"}, {"products": []}):
        refused = shop.manager_till.patch(path, change)
        assert (refused.status_code, refused.json()["code"]) == (409, "PROMOTION_NOT_DRAFT")
    assert refused.json()["data"] == {"status": "APPROVED"}


def test_a_change_of_targets_replaces_those_of_its_kind(shop: Shop) -> None:
    first, second, group = make_product(shop, stock=None), make_product(shop, stock=None), make_price_group(shop)
    path = f"{PATH}{make_promotion(shop, '10', is_draft=True, products=[first.pk], price_groups=[group.pk]).pk}/"
    twice = [str(second.pk), str(second.pk)]
    changed = shop.manager_till.patch(path, {"products": twice, "locations": [str(shop.storefront.pk)]}).json()
    assert (changed["products"], changed["price_groups"]) == ([str(second.pk)], [str(group.pk)])
    assert changed["locations"] == [str(shop.storefront.pk)]
    assert shop.manager_till.patch(path, {"price_groups": []}).json()["price_groups"] == []


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"value": "100.01"}, 422, "PERCENT_TOO_LARGE"),
        ({"value": "-1"}, 400, "VALIDATION_FAILED"),
        ({"value": "NaN"}, 400, "VALIDATION_FAILED"),
        ({"kind": "GIFT"}, 400, "VALIDATION_FAILED"),
        ({"weekdays": [0]}, 400, "VALIDATION_FAILED"),
        ({"weekdays": [1, 2, 3, 4, 5, 6, 7, 7]}, 400, "VALIDATION_FAILED"),
        ({"hours_from": "10:00"}, 422, "BAD_HOURS"),
        ({"hours_from": "10:00", "hours_until": "10:00"}, 422, "BAD_HOURS"),
        ({"starts_at": "2024-02-01T00:00:00Z", "ends_at": "2024-01-01T00:00:00Z"}, 422, "BAD_PRICE_PERIOD"),
        ({"products": [str(new_id())]}, 404, "NOT_FOUND"),
        ({"product_groups": [str(new_id())]}, 404, "NOT_FOUND"),
        ({"price_groups": [str(new_id())]}, 404, "NOT_FOUND"),
        ({"locations": [str(new_id())]}, 404, "NOT_FOUND"),
        ({"colour": "red"}, 400, "VALIDATION_FAILED"),
    ],
)
def test_a_promotion_that_makes_no_sense_is_refused(shop: Shop, change: dict[str, Any], status: int, code: str) -> None:
    refused = shop.manager_till.post(PATH, SALE | change)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert shop.till.get(PATH).json()["results"] == []


def test_a_group_of_another_business_is_no_target(shop: Shop) -> None:
    foreign = str(make_price_group(make_shop()).pk)
    refused = shop.manager_till.post(PATH, SALE | {"price_groups": [foreign]})
    assert (refused.status_code, refused.json()["data"]) == (404, {"field": "price_groups", "ids": [foreign]})


def test_drafting_and_approving_are_two_rights(shop: Shop) -> None:
    buyer = make_till(shop.business, shop.storefront, shop.owner, code="T3", role="buyer")
    made = buyer.post(PATH, SALE)
    path = f"{PATH}{made.json()['id']}/"
    assert made.status_code == 201
    assert buyer.post(f"{path}approve/").status_code == 403
    assert shop.till.post(PATH, SALE).status_code == 403
    assert shop.till.get(path).status_code == 200
    assert shop.till.post(f"{path}end/").status_code == 403
    assert shop.manager_till.post(f"{path}approve/").status_code == 200
    assert buyer.post(f"{path}end/").status_code == 200


def test_promotions_of_places_that_the_member_does_not_see_are_not_there_for_it(shop: Shop) -> None:
    far = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    hidden = make_promotion(shop, "50", locations=[far.pk]).pk
    both = make_promotion(shop, "50", name="Both", locations=[far.pk, shop.storefront.pk]).pk
    listed = shop.manager_till.get(PATH).json()["results"]
    assert [(row["id"], row["locations"]) for row in listed] == [(str(both), [str(shop.storefront.pk)])]
    for refused in (
        shop.manager_till.get(f"{PATH}{hidden}/"),
        shop.manager_till.patch(f"{PATH}{hidden}/", {"value": "1"}),
        shop.manager_till.post(f"{PATH}{hidden}/end/"),
    ):
        assert refused.status_code == 404
    widget = make_widget(shop)
    line = sold(shop, widget, "1")
    assert price(line) == ("12.495", "PROMOTION", "24.99")
    assert [source for source, _, _ in waterfall(shop, line)] == ["PROMOTION", "BASE"]


def test_a_promotion_of_a_group_is_for_everything_below_it(shop: Shop) -> None:
    def group(code: str, parent: Any = None) -> Any:
        fields: Any = {"code": code, "name": code, "parent": parent}
        return ProductGroupService.create_group(business=shop.business, actor=shop.owner, fields=fields).unwrap()

    root = group("ROOT")
    leaf = group("LEAF", group("MIDDLE", root))
    inside, outside = make_widget(shop, group=leaf), make_widget(shop, group=group("OTHER"))
    make_promotion(shop, "20.00", "FIXED_PRICE", product_groups=[root.pk])
    assert price(sold(shop, inside, "1")) == ("20.00", "PROMOTION", "24.99")
    assert price(sold(shop, outside, "1")) == ("24.99", "BASE", "24.99")
    assert price(sold(shop, make_widget(shop), "1")) == ("24.99", "BASE", "24.99")


def test_a_promotion_for_a_price_group_and_one_for_wholesale(shop: Shop) -> None:
    widget, group = make_widget(shop), make_price_group(shop)
    make_promotion(shop, "5.00", "AMOUNT", products=[widget.pk], price_groups=[group.pk])
    make_promotion(shop, "15.00", "FIXED_PRICE", products=[widget.pk], sale_type="WHOLESALE")
    vip = str(make_customer(shop, price_group=group).pk)
    other = str(make_customer(shop, price_group=make_price_group(shop)).pk)
    assert price(sold(shop, widget, "1", customer=vip)) == ("19.99", "PROMOTION", "24.99")
    assert price(sold(shop, widget, "1", customer=other)) == ("24.99", "BASE", "24.99")
    line = sold(shop, widget, "1")
    assert {reason for _, _, reason in waterfall(shop, line)} == {"OTHER_GROUP", "OTHER_SALE_TYPE", "LOWEST_PRICE"}
    assert price(sold(shop, widget, "1", type="WHOLESALE")) == ("15.00", "PROMOTION", "24.99")


def test_weekdays_and_hours_are_of_the_places_clock(shop: Shop) -> None:
    widget, now = make_widget(shop), local(shop)
    other_day = now.isoweekday() % 7 + 1
    make_promotion(shop, "50", name="Other day", weekdays=[other_day])
    start, end = (now - HOUR).time().replace(microsecond=0), (now + HOUR).time().replace(microsecond=0)
    make_promotion(shop, "40", name="Not now", hours_from=end, hours_until=start)
    make_promotion(shop, "30", name="Now", hours_from=start, hours_until=end)
    line = sold(shop, widget, "1")
    assert price(line) == ("17.493", "PROMOTION", "24.99")
    assert [reason for _, _, reason in waterfall(shop, line)][:3] == ["NOT_TODAY", "NOT_NOW", "LOWEST_PRICE"]


def test_a_promotion_counts_within_its_period_alone(shop: Shop) -> None:
    widget, now = make_widget(shop), datetime.now(UTC)
    make_promotion(shop, "50", starts_at=now + HOUR)
    make_promotion(shop, "50", starts_at=now - 2 * HOUR, ends_at=now - HOUR)
    assert price(sold(shop, widget, "1")) == ("24.99", "BASE", "24.99")
    when = (now + 2 * HOUR).isoformat().replace("+00:00", "Z")
    quoted = shop.till.get(f"/api/pricing/quote/?product={widget.pk}&at={when}").json()
    assert (quoted["unit_price"], quoted["price_source"]) == ("12.495", "PROMOTION")


def test_a_quote_explains_promotions_that_overlap(shop: Shop) -> None:
    widget = make_widget(shop)
    make_promotion(shop, "10", name="Small")
    make_promotion(shop, "20", name="Large", min_quantity=5)
    make_promotion(shop, "30", name="Traders", sale_type="WHOLESALE")
    asked = f"/api/pricing/explain/?product={widget.pk}&quantity="
    told = shop.till.get(f"{asked}1").json()["text"]
    assert told == (
        "Promotion Traders: 17.493. Does not apply: it is for other sales. "
        "Promotion Large: 19.992. Does not apply: the quantity is too small. "
        "Promotion Small: 22.491. Chosen: the lowest price. "
        "Price of the product: 24.99. Not taken: another price is lower. "
        "The lowest price that applies is taken."
    )
    assert shop.till.get(f"{asked}5").json()["unit_price"] == "19.992"
    assert shop.till.get(f"{asked}1&type=WHOLESALE").json()["unit_price"] == "17.493"


def test_a_cart_that_changes_its_type_is_priced_anew(shop: Shop) -> None:
    widget = make_widget(shop)
    make_promotion(shop, "15.00", "FIXED_PRICE", sale_type="WHOLESALE")
    cart = open_cart(shop)
    assert price(add(shop, cart, widget, "1")) == ("24.99", "BASE", "24.99")
    changed = shop.till.patch(f"/api/sales/{cart}/", {"type": "WHOLESALE"}).json()
    assert price(changed["items"][0]) == ("15.00", "PROMOTION", "24.99")


def test_a_list_is_filtered_and_takes_as_many_queries_for_many_as_for_one(
    shop: Shop, queries: Callable[[], CaptureQueriesContext]
) -> None:
    product, counts = make_product(shop, stock=None), []
    for number in range(2):
        for _ in range(2):
            make_promotion(shop, "1", is_draft=number == 0, products=[product.pk])
        with queries() as captured:
            assert shop.till.get(PATH).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    for query, count in (("status=DRAFT", 2), ("status=APPROVED", 2), ("is_active=false", 0)):
        assert len(shop.till.get(f"{PATH}?{query}").json()["results"]) == count


def test_a_promotion_counts_the_settings_version_up(shop: Shop) -> None:
    with shop.scope():
        before = Business.objects.get(pk=shop.id).settings_version
    make_promotion(shop, "10")
    with shop.scope():
        assert Business.objects.get(pk=shop.id).settings_version == before + 2
