"""Pages of the business itself, its locations and its terminals."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from optimapos.core.actors import Capability
from optimapos.core.result import DomainError
from optimapos.organization.admin.base import AnyForm, BusinessAdmin, BusinessForm, Fields
from optimapos.organization.admin.desk import Desk, desk_at
from optimapos.organization.admin.site import register
from optimapos.organization.models import Business, Location, StoreFront, Terminal, TerminalSession
from optimapos.organization.services import LocationService
from optimapos.organization.services.businesses import check_currency, rounding_step_fits


class SettingsForm(AnyForm):
    """The settings of a business, checked as its service would."""

    business: Business

    def clean(self) -> dict[str, Any]:
        """The values.

        Raises: ValidationError for an unknown currency, or a rounding step that its coins don't make.
        """
        values = super().clean() or {}
        currency = values.get("currency", self.instance.currency)
        try:
            check_currency(currency)
        except DomainError as error:
            raise ValidationError({"currency": error.msg}) from error
        if not rounding_step_fits(values.get("cash_rounding_step") or self.instance.cash_rounding_step, currency):
            raise ValidationError({"cash_rounding_step": f"{currency} has no coins that make this step."})
        return values


@register(Business)
class BusinessPages(BusinessAdmin):
    """The chosen business, and no other."""

    form = SettingsForm
    exclude = ()
    view_capability = Capability.SETTINGS_MANAGE
    change_capability = Capability.SETTINGS_MANAGE
    list_display = ("name", "slug", "currency", "is_active")
    readonly_fields = ("slug", "settings_version", "currency_fixed", "is_active", "created_at", "updated_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Business]:
        """The one."""
        desk = desk_at(request)
        return Business.objects.filter(pk=desk.business.pk) if desk else Business.objects.none()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The currency is fixed from the first posting on."""
        return (*self.readonly_fields, "currency") if obj and obj.currency_fixed else self.readonly_fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a business comes with its roles and its owner."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class LocationForm(BusinessForm):
    """A location; its code and kind are set once."""


@register(Location, StoreFront)
class LocationPages(BusinessAdmin):
    """Storefronts and warehouses."""

    form = LocationForm
    view_capability = Capability.SETTINGS_MANAGE
    change_capability = Capability.SETTINGS_MANAGE
    list_display = ("code", "name", "kind", "timezone", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("code", "name")
    ordering = ("code", "id")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The code is part of receipt numbers; goods lie where the kind says."""
        return ("code", "kind", "created_at", "updated_at") if obj else ("is_active",)

    def create(self, desk: Desk, record: Any, fields: Fields) -> Location:
        """By the service."""
        user_id = desk.actor.user_id
        return LocationService.create_location(business=desk.business, user_id=user_id, **fields).unwrap()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is taken out of use."""
        return False


@register(Terminal)
class TerminalPages(BusinessAdmin):
    """Tills. They are created by the API, whose answer holds the enrolment code."""

    view_capability = Capability.PEOPLE_MANAGE
    change_capability = Capability.PEOPLE_MANAGE
    list_display = ("code", "location", "name", "enrolled_at", "is_active")
    list_select_related = ("location",)
    list_filter = ("is_active",)
    ordering = ("code", "id")
    readonly_fields = ("location", "code", "enrolled_at", "created_at", "updated_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is taken out of use."""
        return False


@register(TerminalSession)
class TerminalSessionPages(BusinessAdmin):
    """What devices and operators are signed in with. Deleting one signs it out."""

    view_capability = Capability.PEOPLE_MANAGE
    change_capability = Capability.PEOPLE_MANAGE
    exclude = ("business_id", "token_hash")
    list_display = ("terminal", "kind", "created_at", "expires_at")
    list_select_related = ("terminal",)
    list_filter = ("kind",)
    ordering = ("-created_at", "id")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: secrets are given out by the API."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who manage people."""
        return self.has_view_permission(request, obj)
