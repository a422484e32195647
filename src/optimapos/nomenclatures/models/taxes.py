"""Tax categories of products, and the rates that apply to them by date and place."""

from django.db import models

from optimapos.core.fields import percent_bounded, percent_field
from optimapos.organization.models import BusinessOwned, Location


class TaxCategory(BusinessOwned):
    """How a product is taxed, such as standard or reduced."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)

    class Meta:
        db_table = "tax_category"
        verbose_name_plural = "tax categories"
        constraints = [models.UniqueConstraint(fields=["business", "code"], name="tax_category_code_unique")]

    def __str__(self) -> str:
        return self.code


class TaxRate(BusinessOwned):
    """The rate in percent of a category from `valid_from` on, at one location or, without one, at all others."""

    category = models.ForeignKey(TaxCategory, on_delete=models.CASCADE, related_name="rates")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=12)
    rate = percent_field()
    valid_from = models.DateField()

    class Meta:
        db_table = "tax_rate"
        constraints = [
            models.UniqueConstraint(
                fields=["category", "location", "valid_from"], name="tax_rate_unique", nulls_distinct=False
            ),
            percent_bounded("tax_rate_bounded", "rate"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.rate} %"
