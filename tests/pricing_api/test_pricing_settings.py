"""How a business has its prices follow its costs."""

from tests.factories.organization import Shop, make_till


def test_the_settings_are_read_and_changed(shop: Shop) -> None:
    path = "/api/pricing-settings/"
    assert shop.manager_till.get(path).json() == {"applies_proposals": False, "threshold_percent": "0"}
    assert shop.manager_till.patch(path, {"threshold_percent": "2.5"}).status_code == 403
    owner = make_till(shop.business, shop.storefront, shop.owner, code="T8", role="owner")
    for body, wanted in (
        ({"threshold_percent": "2.5"}, {"applies_proposals": False, "threshold_percent": "2.5000"}),
        ({"applies_proposals": True}, {"applies_proposals": True, "threshold_percent": "2.5000"}),
    ):
        assert owner.patch(path, body).json() == wanted
    for wrong in ({"threshold_percent": "-1"}, {"threshold_percent": "101"}, {"applies_proposals": "perhaps"}):
        assert owner.patch(path, wrong).status_code == 400
