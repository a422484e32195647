"""CodeRule: how a business reads scanned codes."""

from django.db import models

from optimapos.organization.models import BusinessOwned
from optimapos.tills.types import CodeKind, Symbology

KINDS = [(str(kind), kind.capitalize()) for kind in CodeKind]
SYMBOLOGIES = [(str(each), "Any code" if each == Symbology.ANY else str(each)) for each in Symbology]


class CodeRule(BusinessOwned):
    """One of a business's rules, by `place`: the first that fits a code says what it is. A business without rules of its own
    reads by `rules.codes.DEFAULT_PATTERNS`.
    """

    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=KINDS)
    pattern = models.CharField(max_length=48)
    symbology = models.CharField(max_length=5, choices=SYMBOLOGIES, default=Symbology.ANY.value)

    class Meta:
        db_table = "code_rule"
        constraints = [models.UniqueConstraint(fields=["business", "place"], name="code_rule_place_unique")]

    def __str__(self) -> str:
        return f"{self.name}: {self.pattern}"
