"""Where else there is something of a product."""

from datetime import date

from optimapos.core.ids import new_id
from optimapos.organization.models import MembershipLocation
from optimapos.organization.services import LocationService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.stock import add_to_cart, item_of, place_layer


def test_a_cashier_finds_what_the_places_of_the_membership_have(shop: Shop) -> None:
    second, hidden = (
        LocationService.create_location(
            business=shop.business, code=code, name=f"Street {code}", user_id=shop.owner.user_id
        ).unwrap()
        for code in ("S2", "S3")
    )
    tea = make_product(shop, "Tea", stock="20", location_id=second.pk)
    make_product(shop, "Salt", stock="7")
    with shop.scope():
        MembershipLocation.objects.for_business(shop.id).create(
            business=shop.business, membership_id=shop.till.actor.membership_id, location=second
        )
    item = item_of(shop, tea)
    with shop.scope():
        place_layer(item, "3", expires_on=date(2999, 5, 1))
        place_layer(item, "4", expires_on=date(2020, 1, 1))
        place_layer(item, "5", status="QUARANTINE")
    add_to_cart(shop.till, tea, "1")
    answer = shop.till.get(f"/api/till/stock/{tea.pk}/")
    assert answer.status_code == 200, answer.content
    assert answer.json() == [
        {
            "location": str(second.pk),
            "code": "S2",
            "name": "Street S2",
            "kind": "STOREFRONT",
            "available": "20",
            "expires_on": None,
        },
        {
            "location": str(shop.storefront.pk),
            "code": "S1",
            "name": "High Street",
            "kind": "STOREFRONT",
            "available": "2",
            "expires_on": "2999-05-01",
        },
    ]
    assert str(hidden.pk) not in str(answer.json())


def test_a_product_that_never_was_is_not_found(shop: Shop) -> None:
    for unknown in (new_id(), "x"):
        assert shop.till.get(f"/api/till/stock/{unknown}/").status_code == 404
