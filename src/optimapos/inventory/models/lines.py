"""What the lines of transfers and adjustments share."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from optimapos.core.fields import quantity_field
from optimapos.organization.models import BusinessOwned
from optimapos.products.models import Product, ProductPackaging


def serials_field(**options: Any) -> "models.Field[Any, Any]":
    """Serial numbers, one for each piece."""
    return ArrayField(models.CharField(max_length=60), **options)


class StockLine(BusinessOwned):
    """`quantity` counts packages of `factor_num / factor_den` base units, as the packaging was when the line was written;
    `base_qty` is the same in base units. Of a product with serial numbers, `serials` names each piece.
    """

    line_no = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    packaging = models.ForeignKey(
        ProductPackaging, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    factor_num = models.PositiveIntegerField(default=1)
    factor_den = models.PositiveIntegerField(default=1)
    quantity = quantity_field()
    base_qty = quantity_field()
    serials = serials_field(default=list, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_factor_bounded", condition=Q(factor_num__gte=1, factor_den__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.line_no}"
