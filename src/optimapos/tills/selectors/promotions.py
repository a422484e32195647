"""Promotions as a till applies them: the terms that a checkout applies too, of this storefront."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from optimapos.organization.models import Location
from optimapos.pricing.books import PromotionBook
from optimapos.pricing.selectors import promotion_book, used_up
from optimapos.pricing.types import PromotionTerms

_PLAIN = (
    "id",
    "name",
    "kind",
    "value",
    "includes_tax",
    "sale_type",
    "hours_from",
    "hours_until",
    "min_quantity",
    "priority",
    "set_quantity",
    "get_quantity",
    "min_amount",
    "max_times",
    "combines",
    "needs_coupon",
    "is_limited",
    "starts_at",
    "ends_at",
)
_SETS = ("price_groups", "products", "groups", "reward_products", "reward_groups", "weekdays")


def book_of(place: Location, at: datetime) -> PromotionBook:
    """The book of the business; no query where the process has it."""
    return promotion_book(place.business_id, place.business.settings_version, at)


def promotions_at(place: Location, at: datetime) -> list[dict[str, Any]]:
    """Promotions that apply at the storefront now or later. Groups come with all groups below them."""
    return [
        _document(terms)
        for terms in book_of(place, at).by_id.values()
        if not terms.locations or place.pk in terms.locations
    ]


def spent_promotions(place: Location, at: datetime) -> list[str]:
    """Limited promotions whose uses are used up. They are told with all changes, as a checkout counts uses."""
    return sorted(used_up(place.business_id, book_of(place, at)))


def _document(terms: PromotionTerms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in _PLAIN} | {name: _sorted(getattr(terms, name)) for name in _SETS}


def _sorted(values: Iterable[Any]) -> list[Any]:
    return sorted(values)
