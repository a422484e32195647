"""Pages of prices: history that only grows."""

from typing import Any

from django.http import HttpRequest

from optimapos.core.actors import Capability
from optimapos.organization.admin import BusinessAdmin, Desk, LedgerAdmin, LedgerInline, desk_at, register
from optimapos.pricing.models import (
    Coupon,
    PriceList,
    PriceListRow,
    PriceProposal,
    PricingSettings,
    ProductPrice,
    ProductPriceByGroup,
    ProductStepPrice,
    Promotion,
    PromotionTarget,
)
from optimapos.pricing.services import PricingService

WORKED_OUT = ("markup_percent", "unit_cost", "rounding", "rounding_to", "rounding_direction")
OF_COSTS = ("old_cost", "new_cost", "margin_before", "margin_unchanged", "margin_after")


@register(ProductPrice)
class ProductPricePages(BusinessAdmin):
    """Base prices. A new one applies from now on; earlier ones stay as they were. A markup is set through the API, which
    works its price out; what it tells of costs is for those who may see them.
    """

    view_capability = Capability.PRODUCT_VIEW
    change_capability = Capability.PRICE_MANAGE
    is_audited_by_its_service = True
    list_display = ("product", "packaging", "location", "price", "kind", "includes_tax", "valid_from")
    list_filter = ("kind",)
    list_select_related = ("product", "packaging", "location")
    search_fields = ("product__sku", "product__name")
    ordering = ("-valid_from", "-id")
    autocomplete_fields = ("product", "packaging")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """How a price was worked out is not asked for; it is shown to those who may see costs."""
        desk = desk_at(request)
        if obj is not None and desk and desk.actor.can(Capability.COST_VIEW):
            return ["business", "valid_from", "valid_until"]
        return ["business", "valid_from", "valid_until", "kind", *WORKED_OUT]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Tax in or out as the business keeps its prices."""
        desk = desk_at(request)
        return {"includes_tax": bool(desk and desk.business.prices_include_tax)}

    def create(self, desk: Desk, record: Any, fields: Any) -> ProductPrice:
        """By the service."""
        packaging, location = fields["packaging"], fields["location"]
        return PricingService.set_base_price(
            business=desk.business,
            product_id=fields["product"].pk,
            price=fields["price"],
            includes_tax=fields["includes_tax"],
            location_id=location.pk if location else None,
            packaging_id=packaging.pk if packaging else None,
            user_id=desk.actor.user_id,
        ).unwrap()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who set prices."""
        return super().has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class TierPages(LedgerAdmin):
    """Prices beside the base price. They are set through the API, which checks what they are for."""

    view_capability = Capability.PRODUCT_VIEW
    list_select_related: tuple[str, ...] = ("product", "packaging", "location")
    search_fields = ("product__sku", "product__name")


@register(ProductPriceByGroup)
class GroupPricePages(TierPages):
    """What price groups pay."""

    list_display = ("product", "packaging", "location", "price_group", "price", "valid_from", "valid_until")
    list_select_related = (*TierPages.list_select_related, "price_group")


@register(ProductStepPrice)
class StepPricePages(TierPages):
    """What is paid from a quantity on."""

    list_display = ("product", "packaging", "location", "min_quantity", "price", "valid_from", "valid_until")


class TargetsOfPromotion(LedgerInline):
    """What a promotion is for."""

    model = PromotionTarget
    view_capability = Capability.PRODUCT_VIEW
    fields = ("product", "group", "price_group", "location", "is_reward")


@register(Promotion)
class PromotionPages(LedgerAdmin):
    """Promotions. They are drafted, approved and ended through the API."""

    view_capability = Capability.PRODUCT_VIEW
    list_display = ("name", "kind", "value", "starts_at", "ends_at", "status", "is_active")
    search_fields = ("name",)
    inlines = (TargetsOfPromotion,)


@register(PromotionTarget)
class PromotionTargetPages(LedgerAdmin):
    """What promotions are for."""

    view_capability = Capability.PRODUCT_VIEW
    list_display = ("promotion", "product", "group", "price_group", "location", "is_reward")
    list_select_related = ("promotion", "product", "group", "price_group", "location")
    search_fields = ("promotion__name",)


@register(Coupon)
class CouponPages(LedgerAdmin):
    """Coupons. They are made through the API."""

    view_capability = Capability.PRODUCT_VIEW
    list_display = ("code", "promotion", "uses", "use_limit", "valid_until", "is_active")
    list_select_related = ("promotion",)
    search_fields = ("code", "promotion__name")


@register(PriceList)
class PriceListPages(LedgerAdmin):
    """Price lists. They are drafted, approved and ended through the API."""

    view_capability = Capability.PRODUCT_VIEW
    list_display = ("name", "sale_type", "valid_from", "valid_until", "status")
    search_fields = ("name",)


@register(PriceListRow)
class PriceListRowPages(LedgerAdmin):
    """Prices on lists."""

    view_capability = Capability.PRODUCT_VIEW
    list_display = ("price_list", "product", "packaging", "price")
    list_select_related = ("price_list", "product", "packaging")
    search_fields = ("price_list__name", "product__sku", "product__name")


@register(PriceProposal)
class PriceProposalPages(LedgerAdmin):
    """Prices that a receipt led to. They are decided on through the API; costs are for those who may see them."""

    view_capability = Capability.PRICE_MANAGE
    list_display = ("product", "location", "old_price", "proposed_price", "source_number", "status", "decided_at")
    list_select_related = ("product", "location")
    list_filter = ("status",)
    search_fields = ("product__sku", "product__name", "source_number")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Costs and margins are left out for those who may not see them."""
        desk = desk_at(request)
        return ["business"] if desk and desk.actor.can(Capability.COST_VIEW) else ["business", *OF_COSTS]


@register(PricingSettings)
class PricingSettingsPages(LedgerAdmin):
    """How prices follow costs. Changed through the API."""

    view_capability = Capability.PRICE_MANAGE
    list_display = ("id", "applies_proposals", "threshold_percent", "updated_at")
