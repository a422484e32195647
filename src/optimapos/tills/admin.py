"""Pages of tills: read-only. Layouts and rules for codes are set through the API."""

from optimapos.core.actors import Capability
from optimapos.organization.admin import LedgerAdmin, register
from optimapos.tills.models import CodeRule, TillLayout, TillTile


@register(TillLayout)
class TillLayoutPages(LedgerAdmin):
    """Grids of favourites."""

    view_capability = Capability.PRODUCT_VIEW
    list_display = ("name", "storefront", "terminal", "updated_at")
    list_select_related = ("storefront", "terminal")
    search_fields = ("name",)


@register(TillTile)
class TillTilePages(LedgerAdmin):
    """What stands on them."""

    view_capability = Capability.PRODUCT_VIEW
    list_display = ("layout", "tab", "place", "product", "packaging")
    list_select_related = ("layout", "product", "packaging")
    search_fields = ("product__sku", "product__name")


@register(CodeRule)
class CodeRulePages(LedgerAdmin):
    """How scanned codes are read."""

    view_capability = Capability.PRODUCT_VIEW
    list_display = ("name", "place", "kind", "pattern", "symbology")
    search_fields = ("name", "pattern")
