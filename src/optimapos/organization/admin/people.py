"""Pages of users, members and roles, and of what was approved.

Members join by the API, which makes their accounts; here their role and state are changed. Whoever changes a role could
take every right, so both need the right to change the business's settings, and nobody changes their own membership.
"""

from typing import Any

from django.db.models import QuerySet
from django.forms import MultipleChoiceField
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from optimapos.core.actors import Capability
from optimapos.organization.admin.base import BusinessAdmin, BusinessForm, LedgerAdmin
from optimapos.organization.admin.desk import desk_at
from optimapos.organization.admin.site import register
from optimapos.organization.models import Approval, Membership, MembershipLocation, Role, SavedView, User


@register(User)
class UserPages(BusinessAdmin):
    """The people of the business. An account may belong to several, so only the platform's superusers change one."""

    view_capability = Capability.PEOPLE_MANAGE
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    search_fields = ("email", "name")
    ordering = ("email",)
    fields = ("email", "name", "is_active", "is_staff", "last_login", "created_at")
    readonly_fields = ("email", "last_login", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """The business's members."""
        desk = desk_at(request)
        rows = User.objects.filter(memberships__business=desk.business) if desk else User.objects.none()
        return rows.order_by(*self.ordering)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers alone."""
        return bool(desk_at(request) and request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a member is added by the API."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: an account is made inactive."""
        return False


@register(Membership)
class MembershipPages(BusinessAdmin):
    """Members: their role and whether they are active. PINs are set by the API and shown nowhere."""

    view_capability = Capability.PEOPLE_MANAGE
    change_capability = Capability.SETTINGS_MANAGE
    list_display = ("user", "role", "all_locations", "is_active")
    list_select_related = ("user", "role")
    list_filter = ("is_active", "all_locations")
    search_fields = ("user__email", "user__name")
    fields = ("user", "role", "all_locations", "is_active", "pin_locked_until", "created_at", "updated_at")
    readonly_fields = ("user", "pin_locked_until", "created_at", "updated_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not one's own: nobody gives rights to themselves or locks themselves out."""
        return super().has_change_permission(request, obj) and (obj is None or obj.user_id != request.user.pk)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a member is added by the API."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a member is made inactive."""
        return False


@register(MembershipLocation)
class MembershipLocationPages(BusinessAdmin):
    """The locations that members of some locations see."""

    view_capability = Capability.PEOPLE_MANAGE
    change_capability = Capability.SETTINGS_MANAGE
    list_display = ("membership", "location")
    list_select_related = ("membership__user", "location")
    search_fields = ("membership__user__email", "location__code")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Members by their e-mails."""
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if db_field.name == "membership":
            field.queryset = field.queryset.select_related("user")
            field.label_from_instance = lambda member: member.user.email
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One is added or deleted, never changed."""
        return super().has_change_permission(request, obj) and obj is None


class RoleForm(BusinessForm):
    """A role, with its capabilities to tick."""

    capabilities = MultipleChoiceField(
        choices=Capability.choices, widget=UnfoldAdminCheckboxSelectMultipleWidget, required=False
    )


@register(Role)
class RolePages(BusinessAdmin):
    """Roles. The built-in ones stay as they are."""

    form = RoleForm
    view_capability = Capability.PEOPLE_MANAGE
    change_capability = Capability.SETTINGS_MANAGE
    list_display = ("name", "code", "max_discount", "is_builtin")
    list_filter = ("is_builtin",)
    search_fields = ("code", "name")
    ordering = ("code",)
    readonly_fields = ("is_builtin",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not the built-in ones."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_builtin)


@register(Approval)
class ApprovalPages(LedgerAdmin):
    """What was asked, granted, denied and used: read-only."""

    view_capability = Capability.AUDIT_VIEW
    exclude = ("business", "cart_hash", "requested_by", "approver")
    readonly_fields = ("requested_by", "approver")
    list_display = ("asked_at", "action", "amount", "status", "location", "requested_by", "approver")
    list_select_related = ("location", "requested_by", "approver")
    list_filter = ("status", "action")


@register(SavedView)
class SavedViewPages(BusinessAdmin):
    """How people arranged their tables. They are kept and changed on the screens themselves; here one is deleted."""

    view_capability = Capability.PEOPLE_MANAGE
    change_capability = Capability.PEOPLE_MANAGE
    list_display = ("page", "name", "user", "is_shared")
    list_select_related = ("user",)
    list_filter = ("page", "is_shared")
    search_fields = ("name", "user__email")
    ordering = ("page", "name", "id")
    readonly_fields = ("user", "page", "state", "created_at", "updated_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
