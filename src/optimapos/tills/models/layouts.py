"""TillLayout: the grid of favourites that a till shows, in tabs, and TillTile, a product's place on it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from optimapos.organization.models import BusinessOwned, Location, Terminal
from optimapos.products.models import Product, ProductPackaging


class TillLayout(BusinessOwned):
    """A grid for one terminal, one storefront, or all of them: a till shows the closest to it. `tabs`: their names."""

    name = models.CharField(max_length=60)
    storefront = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    terminal = models.ForeignKey(Terminal, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    tabs: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        db_table = "till_layout"
        constraints = [
            models.UniqueConstraint(
                fields=["business", "storefront", "terminal"], name="till_layout_unique", nulls_distinct=False
            ),
            models.CheckConstraint(name="till_layout_one_place", condition=Q(storefront=None) | Q(terminal=None)),
        ]

    def __str__(self) -> str:
        return self.name


class TillTile(BusinessOwned):
    """A product, or one of its packagings, at a place of a tab, both counted from 0. Tiles are never sorted anew."""

    layout = models.ForeignKey(TillLayout, on_delete=models.CASCADE, related_name="tiles", db_index=False)
    tab = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    packaging = models.ForeignKey(ProductPackaging, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "till_tile"
        constraints = [models.UniqueConstraint(fields=["layout", "tab", "place"], name="till_tile_place_unique")]

    def __str__(self) -> str:
        return f"{self.tab}.{self.place}"
