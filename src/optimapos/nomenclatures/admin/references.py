"""Pages of reference data. Records with rules of their own are written by their services."""

from typing import Any, ClassVar

from django.http import HttpRequest

from optimapos.core.actors import Capability
from optimapos.nomenclatures.models import (
    Brand,
    PriceGroup,
    ProductGroup,
    Sequence,
    TaxCategory,
    TaxRate,
    UnitOfMeasure,
)
from optimapos.nomenclatures.services import ProductGroupService, SequenceService, TaxRateService, UnitService
from optimapos.organization.admin import BusinessAdmin, Desk, register


class ReferencePages(BusinessAdmin):
    """Pages of reference data: seen by those who see the catalog, changed by those who keep it."""

    view_capability = Capability.PRODUCT_VIEW
    change_capability = Capability.PRODUCT_MANAGE
    list_display: tuple[str, ...] = ("code", "name")
    search_fields: tuple[str, ...] = ("code", "name")
    ordering: ClassVar[tuple[str, ...]] = ("code", "id")


@register(Brand)
class BrandPages(ReferencePages):
    """Makers' names."""

    list_display = ("name", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name",)
    ordering = ("name", "id")


@register(PriceGroup)
class PriceGroupPages(ReferencePages):
    """Customers who are priced alike."""

    list_display = ("code", "name", "discount_percentage", "is_active")
    list_filter = ("is_active",)


@register(TaxCategory)
class TaxCategoryPages(ReferencePages):
    """How products are taxed."""


@register(ProductGroup)
class ProductGroupPages(ReferencePages):
    """The tree of groups."""

    is_audited_by_its_service = True
    list_display = ("code", "name", "parent", "is_active")
    list_select_related = ("parent",)
    list_filter = ("is_active",)

    def create(self, desk: Desk, record: Any, fields: dict[str, Any]) -> ProductGroup:
        """By the service: a tree has no circles."""
        made = ProductGroupService.create_group(business=desk.business, actor=desk.actor, fields=_typed(fields))
        return made.unwrap()

    def update(self, desk: Desk, record: Any, fields: dict[str, Any]) -> None:
        """By the service."""
        ProductGroupService.update_group(
            business=desk.business, group_id=record.pk, actor=desk.actor, fields=_typed(fields)
        ).unwrap()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a group is taken out of use."""
        return False


@register(UnitOfMeasure)
class UnitPages(ReferencePages):
    """Units; how finely one counts can't change under those who count in it."""

    list_display = ("code", "name", "decimals")

    def update(self, desk: Desk, record: Any, fields: dict[str, Any]) -> None:
        """By the service."""
        UnitService.update_unit(
            business=desk.business, unit_id=record.pk, actor=desk.actor, fields=_typed(fields)
        ).unwrap()

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service wrote it."""


@register(Sequence)
class SequencePages(ReferencePages):
    """Series of numbers; they never go back."""

    change_capability = Capability.SETTINGS_MANAGE
    is_audited_by_its_service = True
    list_display = ("code", "prefix", "padding", "next_number")
    search_fields = ("code",)
    readonly_fields = ("code", "created_at", "updated_at")

    def update(self, desk: Desk, record: Any, fields: dict[str, Any]) -> None:
        """By the service."""
        SequenceService.set_sequence(business=desk.business, sequence_id=record.pk, actor=desk.actor, **fields).unwrap()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a series begins when its first number is drawn."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


@register(TaxRate)
class TaxRatePages(ReferencePages):
    """Rates. One is added or deleted, never changed: the next begins on another day."""

    change_capability = Capability.SETTINGS_MANAGE
    is_audited_by_its_service = True
    list_display = ("category", "code", "rate", "location", "valid_from")
    list_select_related = ("category", "location")
    search_fields = ("code",)
    ordering = ("code", "valid_from", "id")

    def create(self, desk: Desk, record: Any, fields: dict[str, Any]) -> TaxRate:
        """By the service."""
        category, location = fields.pop("category"), fields.pop("location")
        return TaxRateService.add_rate(
            business=desk.business,
            actor=desk.actor,
            category_id=category.pk,
            location_id=location.pk if location else None,
            **fields,
        ).unwrap()

    def remove(self, desk: Desk, record: Any) -> None:
        """By the service."""
        TaxRateService.remove_rate(business=desk.business, rate_id=record.pk, actor=desk.actor).unwrap()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who change settings."""
        return super().has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who change settings."""
        return super().has_change_permission(request)


def _typed(fields: dict[str, Any]) -> Any:
    """A form's values as the service's columns: the form has checked them."""
    return fields
