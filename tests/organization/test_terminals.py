"""Terminals: enrolment, PIN sign-in, and who they let in."""

from tests.factories.organization import Shop


def test_a_signed_in_cashier_is_told_who_they_are_and_where(shop: Shop) -> None:
    answer = shop.till.get("/api/me/")
    assert answer.status_code == 200
    assert answer.json()["business"] == str(shop.id)
    assert answer.json()["locations"] == [str(shop.storefront.pk)]
