"""Sequences: gapless numbers for records, drawn in the transaction that uses them."""

from django.db import models

from optimapos.organization.models import BusinessOwned


class Sequence(BusinessOwned):
    """A series of numbers such as product codes: `prefix` and the next number, padded to at least `padding` digits."""

    code = models.CharField(max_length=30)
    prefix = models.CharField(max_length=20, blank=True)
    padding = models.PositiveSmallIntegerField(default=4)
    next_number = models.BigIntegerField(default=1)

    class Meta:
        db_table = "number_sequence"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="sequence_code_unique"),
            models.CheckConstraint(
                name="sequence_bounded", condition=models.Q(next_number__gte=1, padding__gte=1, padding__lte=12)
            ),
        ]

    def __str__(self) -> str:
        return self.code
