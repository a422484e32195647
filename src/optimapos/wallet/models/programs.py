"""LoyaltyProgram: how points are earned and spent, each change with the instant from which it is in force."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models

from optimapos.core.fields import between, percent_bounded, percent_field, price_field
from optimapos.organization.models import BusinessOwned
from optimapos.wallet.rules.points import MOST_PER_UNIT, MOST_VALUE
from optimapos.wallet.types import LoyaltyTerms, PointsBasis


class LoyaltyProgram(BusinessOwned):
    """One version of the program. The one in force is the last whose `valid_from` is not ahead; none is ever changed."""

    valid_from = models.DateTimeField()
    points_per_unit = models.DecimalField(max_digits=12, decimal_places=4)
    basis = models.CharField(max_length=5, choices=PointsBasis, default=PointsBasis.GROSS)
    point_value = price_field()
    min_points = models.PositiveIntegerField(default=0)
    max_share = percent_field(default=Decimal(100))
    validity_days = models.PositiveIntegerField(default=0)
    excluded_groups = ArrayField(models.UUIDField(), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    user_id = models.UUIDField(null=True)

    class Meta:
        db_table = "loyalty_program"
        constraints = [
            models.UniqueConstraint(fields=["business", "valid_from"], name="loyalty_program_once"),
            between("loyalty_program_rate_bounded", Decimal(0), MOST_PER_UNIT, "points_per_unit"),
            between("loyalty_program_value_bounded", Decimal("0.000001"), MOST_VALUE, "point_value"),
            percent_bounded("loyalty_program_share_bounded", "max_share"),
        ]

    def __str__(self) -> str:
        return f"{self.points_per_unit} points from {self.valid_from:%Y-%m-%d %H:%M}"

    @property
    def terms(self) -> LoyaltyTerms:
        """What it says, for the rules."""
        return LoyaltyTerms(
            points_per_unit=self.points_per_unit,
            point_value=self.point_value,
            basis=PointsBasis(self.basis),
            min_points=self.min_points,
            max_share=self.max_share,
            validity_days=self.validity_days,
            is_active=self.is_active,
            excluded_groups=tuple(self.excluded_groups),
        )
