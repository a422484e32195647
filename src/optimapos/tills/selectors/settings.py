"""The settings that a till sells by: the business's, the storefront's, the terminal's, and who is at it."""

from datetime import datetime
from typing import Any

from optimapos.core.actors import Actor
from optimapos.core.money import currency_exponent
from optimapos.organization.models import Location, Terminal
from optimapos.organization.selectors import member_of
from optimapos.tills.rules.cash import cash_of
from optimapos.wallet.selectors.programs import takes_points

_OF_BUSINESS = (
    "id",
    "name",
    "slug",
    "currency",
    "country",
    "tax_number",
    "address",
    "receipt_footer",
    "prices_include_tax",
    "price_policy",
    "cash_rounding_step",
    "credit_grace_days",
    "reservation_minutes",
    "requires_shift",
)
# Not the markup of the fallback: with it, a fallback price would tell the cost.
_OF_STOREFRONT = ("id", "code", "name", "timezone", "day_starts_at", "address", "phone", "stock_policy")


def settings_document(actor: Actor, place: Location, at: datetime) -> dict[str, Any]:
    """All of them, by three queries. `terminal` is None for an account that sits at none."""
    business, cash = place.business, cash_of(place.business.currency)
    return {
        "business": {
            **{name: getattr(business, name) for name in _OF_BUSINESS},
            "currency_decimals": currency_exponent(business.currency),
            "notes": cash.notes,
            "coins": cash.coins,
            "takes_points": takes_points(business, at),
        },
        "storefront": {name: getattr(place, name) for name in _OF_STOREFRONT},
        "terminal": _terminal(actor),
        "operator": _operator(actor),
    }


def _terminal(actor: Actor) -> dict[str, Any] | None:
    rows = Terminal.objects.for_business(actor.business_id).filter(
        pk__in=[actor.terminal_id] if actor.terminal_id else []
    )
    found = rows.first()
    return {"id": found.pk, "code": found.code, "name": found.name} if found else None


def _operator(actor: Actor) -> dict[str, Any]:
    member = member_of(actor)
    return {
        "member": member.pk,
        "user": member.user_id,
        "name": member.shown_name,
        "role": member.role.code,
        "role_name": member.role.name,
        "capabilities": sorted(actor.capabilities),
        "max_discount": actor.max_discount,
    }
