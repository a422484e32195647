"""Points: how many a sale earns, what they are worth, and how many may be spent. Always whole, always rounded down.

Source: docs/algorithms/wallet.md "Points".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from optimapos.core.money import HUNDRED, ZERO, currency_exponent, percent_of
from optimapos.core.quantities import has_at_most_places
from optimapos.core.result import DomainError
from optimapos.wallet.types import LoyaltyTerms, PointsBasis

MOST_PER_UNIT = Decimal(10_000)
MOST_VALUE = Decimal(10_000)
MOST_POINTS = 1_000_000_000
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class EarningLine:
    """A line of a sale. `earns` is False for goods without points."""

    net: Decimal
    gross: Decimal
    earns: bool = True


def check_terms(terms: LoyaltyTerms) -> None:
    """Refuses: LOYALTY_TERMS_WRONG (data: field)."""
    bounds: dict[str, tuple[Decimal | int, Decimal | int]] = {
        "points_per_unit": (ZERO, MOST_PER_UNIT),
        "point_value": (ZERO, MOST_VALUE),
        "min_points": (0, MOST_POINTS),
        "max_share": (ZERO, HUNDRED),
        "validity_days": (0, MOST_DAYS),
    }
    for name, (low, high) in bounds.items():
        if not low <= getattr(terms, name) <= high:
            raise DomainError("LOYALTY_TERMS_WRONG", f"{name} lies between {low} and {high}.", {"field": name})
    if not terms.point_value:
        raise DomainError("LOYALTY_TERMS_WRONG", "A point is worth something.", {"field": "point_value"})


def points_earned(lines: Sequence[EarningLine], *, total: Decimal, paid_by_points: Decimal, terms: LoyaltyTerms) -> int:
    """The points of a sale: of its lines that earn, less the share of the whole that was paid by points itself."""
    if not terms.is_active or total <= 0:
        return 0
    basis = [line.net if terms.basis == PointsBasis.NET else line.gross for line in lines if line.earns]
    paid = max(total - paid_by_points, ZERO)
    exact = Fraction(sum(basis, ZERO)) * Fraction(terms.points_per_unit) * Fraction(paid) / Fraction(total)
    return max(floor(exact), 0)


def worth(points: int | Decimal, terms: LoyaltyTerms) -> Decimal:
    """What points are worth in money, not rounded."""
    return points * terms.point_value


def points_for(amount: Decimal, currency: str, terms: LoyaltyTerms) -> int:
    """How many points pay an amount.

    Refuses: POINTS_NOT_WHOLE (data: amount, point_value) unless it is exactly what a whole number of points is worth.
    """
    points = floor(amount / terms.point_value)
    if worth(points, terms) != amount or not has_at_most_places(amount, currency_exponent(currency)):
        raise _not_whole(amount, terms)
    return points


def amount_of(points: int, currency: str, terms: LoyaltyTerms) -> Decimal:
    """What points pay.

    Refuses: POINTS_NOT_WHOLE where that is no amount of the currency.
    """
    amount = worth(points, terms)
    if not has_at_most_places(amount, currency_exponent(currency)):
        raise _not_whole(amount, terms)
    return amount


def share_of(points: Decimal, given_back: Decimal, paid: Decimal) -> Decimal:
    """How many of the points that paid an amount go back, once so much of it has gone back in all."""
    return Decimal(floor(Fraction(points) * Fraction(given_back) / Fraction(paid))) if paid else ZERO


def check_spend(points: int, amount: Decimal, *, total: Decimal, terms: LoyaltyTerms | None) -> None:
    """Refuses: LOYALTY_NOT_ACTIVE, POINTS_TOO_FEW (data: points, minimum), POINTS_SHARE_TOO_LARGE (data: amount, most)."""
    if terms is None or not terms.is_active:
        raise DomainError("LOYALTY_NOT_ACTIVE", "Points are not taken at the moment.")
    if points < terms.min_points:
        raise DomainError(
            "POINTS_TOO_FEW",
            f"At least {terms.min_points} points are spent at once.",
            {"points": points, "minimum": terms.min_points},
        )
    most = percent_of(total, terms.max_share)
    if amount > most:
        raise DomainError(
            "POINTS_SHARE_TOO_LARGE",
            f"At most {most.normalize():f} of this sale may be paid by points.",
            {"amount": f"{amount:f}", "most": f"{most.normalize():f}"},
        )


def _not_whole(amount: Decimal, terms: LoyaltyTerms) -> DomainError:
    value = f"{terms.point_value.normalize():f}"
    return DomainError(
        "POINTS_NOT_WHOLE",
        f"{amount.normalize():f} is not what a whole number of points is worth: one is worth {value}.",
        {"amount": f"{amount.normalize():f}", "point_value": value},
    )
