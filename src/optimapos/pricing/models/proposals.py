"""PriceProposal: another price for a base price that is worked out of cost, since the cost is another; and its settings."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from optimapos.core.fields import between, percent_field, price_field, prices_not_negative
from optimapos.organization.models import BusinessOwned, Location
from optimapos.pricing.models.prices import ProductPrice
from optimapos.products.models import Product, ProductPackaging

MAX_THRESHOLD = Decimal(100)


class ProposalStatus(models.TextChoices):
    """PROPOSED waits for somebody; WITHDRAWN is answered by what happened since: another cost, or another price."""

    PROPOSED = "PROPOSED", "Proposed"
    APPLIED = "APPLIED", "Applied"
    DISMISSED = "DISMISSED", "Dismissed"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class PricingSettings(BusinessOwned):
    """How a business's prices follow its costs; one row, made on first use.

    `applies_proposals`: at once, without review. A price that would differ by less than `threshold_percent` is not proposed.
    """

    applies_proposals = models.BooleanField(default=False)
    threshold_percent = percent_field(default=Decimal(0))

    class Meta:
        db_table = "pricing_settings"
        verbose_name_plural = "pricing settings"
        constraints = [
            models.UniqueConstraint(fields=["business"], name="pricing_settings_one"),
            between("pricing_settings_bounded", Decimal(0), MAX_THRESHOLD, "threshold_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.threshold_percent} %"


def margin_field() -> "models.DecimalField[Any, Decimal]":
    """A margin in percent with one decimal, below 0 for a price below cost."""
    return models.DecimalField(max_digits=7, decimal_places=1)


class PriceProposal(BusinessOwned):
    """What `price` should be, now that `new_cost` is paid for a base unit and no longer `old_cost`. Costs are without tax.

    Margins: `margin_before` of the old price over the old cost, `margin_unchanged` of the old price over the new cost,
    `margin_after` of the proposed one. The source is the document that changed the cost. `applied_price` is the row that it
    was made into. At most one waits for a price.
    """

    price = models.ForeignKey(ProductPrice, on_delete=models.CASCADE, related_name="+", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    packaging = models.ForeignKey(
        ProductPackaging, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    location = models.ForeignKey(
        Location, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    includes_tax = models.BooleanField()
    old_cost = price_field()
    new_cost = price_field()
    old_price = price_field()
    proposed_price = price_field()
    margin_before = margin_field()
    margin_unchanged = margin_field()
    margin_after = margin_field()
    source_type = models.CharField(max_length=20)
    source_id = models.UUIDField()
    source_number = models.CharField(max_length=40)
    status = models.CharField(max_length=9, choices=ProposalStatus, default=ProposalStatus.PROPOSED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by: "models.UUIDField[Any, Any]" = models.UUIDField(null=True, blank=True)
    applied_price = models.ForeignKey(
        ProductPrice, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        db_table = "price_proposal"
        indexes = [
            models.Index(fields=["price"], name="price_proposal_price"),
            models.Index(
                fields=["business", "id"], name="price_proposal_waiting", condition=Q(status=ProposalStatus.PROPOSED)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["price"], name="price_proposal_one_waits", condition=Q(status=ProposalStatus.PROPOSED)
            ),
            prices_not_negative("price_proposal_bounded", "old_cost", "new_cost", "old_price", "proposed_price"),
            models.CheckConstraint(
                name="price_proposal_decided",
                condition=Q(status=ProposalStatus.PROPOSED, decided_at=None)
                | ~Q(status=ProposalStatus.PROPOSED) & Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_price} to {self.proposed_price}"
