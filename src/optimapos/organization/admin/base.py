"""What the pages of records are made of: rows of the chosen business, rights by capability, an audited change.

`BusinessAdmin` is for records that people keep; `LedgerAdmin` for what only operations write: it can be read and no more.
Where a service keeps a record's rules, its pages call that service (`create`, `update`, `remove`).
"""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.db.models import F, ForeignKey, Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from unfold.admin import ModelAdmin, TabularInline
from unfold.paginator import InfinitePaginator

from optimapos.core.audit_trail import leave_trace
from optimapos.core.tenancy import TenantManager
from optimapos.organization.admin.desk import Desk, desk_at
from optimapos.organization.models import Business

Fields = dict[str, Any]


if TYPE_CHECKING:
    AnyForm = ModelForm[Any]
else:
    AnyForm = ModelForm


class BusinessForm(AnyForm):
    """A form over one business's record: the business counts in its unique constraints though nobody types it in."""

    business: ClassVar[Business]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hasattr(self.instance, "business_id"):
            self.instance.business_id = self.business.pk

    def _get_validation_exclusions(self) -> set[str]:
        return cast("set[str]", super()._get_validation_exclusions()) - {"business", "business_id"}  # type: ignore[misc]


class Scoped:
    """Rows of the chosen business, for those whose role permits it."""

    model: type[Model]
    view_capability: ClassVar[str]
    change_capability: ClassVar[str | None] = None
    """None: nobody changes these by hand."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The business's rows, in the page's order."""
        desk = _desk(request)
        rows = rows_of(self.model, desk.business)
        ordering = self.get_ordering(request)  # type: ignore[attr-defined]
        return rows.order_by(*ordering) if ordering else rows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the role permits looking."""
        desk = desk_at(request)
        return desk is not None and desk.actor.can(self.view_capability)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the role permits changing."""
        desk, needed = desk_at(request), self.change_capability
        return desk is not None and needed is not None and desk.actor.can(needed)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As changing."""
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As changing."""
        return self.has_change_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As looking."""
        return self.has_view_permission(request)

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **options: Any) -> Any:
        """A choice among the business's own rows."""
        options["queryset"] = rows_of(db_field.remote_field.model, _desk(request).business)
        return super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc]


class BusinessAdmin(Scoped, ModelAdmin):  # type: ignore[misc]
    """Pages of a record that people keep. Every change leaves a trace in the audit log."""

    form: ClassVar[type[AnyForm]] = BusinessForm
    exclude: ClassVar[tuple[str, ...] | None] = ("business", "business_id")
    ordering: ClassVar[tuple[str, ...]] = ()
    actions = None
    show_full_result_count = False
    list_per_page = 50
    is_audited_by_its_service: ClassVar[bool] = False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """The form, bound to the chosen business."""
        form = super().get_form(request, obj, change=change, **options)
        form.business = _desk(request).business
        return form

    def create(self, desk: Desk, record: Any, fields: Fields) -> Model:
        """Write a new record."""
        record.business_id = desk.business.pk
        record.save(force_insert=True)
        return cast(Model, record)

    def update(self, desk: Desk, record: Any, fields: Fields) -> None:
        """Write the columns that were changed, and no others."""
        names = [*fields, *(["updated_at"] if hasattr(record, "updated_at") else [])]
        record.save(update_fields=names)

    def remove(self, desk: Desk, record: Any) -> None:
        """Delete a record."""
        record.delete()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """One write, and the settings version counted up: a checkout that read before starts over."""
        desk = _desk(request)
        if change:
            self.update(desk, obj, {name: form.cleaned_data[name] for name in form.changed_data})
        else:
            _become(obj, self.create(desk, obj, dict(form.cleaned_data)))
        _count_up(desk)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """One delete, and the settings version counted up."""
        desk = _desk(request)
        self.remove(desk, obj)
        _count_up(desk)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[str]:
        """The names of the columns that were changed: never their values, which may be personal."""
        return [] if add else sorted(form.changed_data)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """A trace in the audit log."""
        self._trace(request, obj, "created")

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """A trace in the audit log."""
        if message:
            self._trace(request, obj, "updated", fields=message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """A trace in the audit log for each."""
        for row in queryset:
            self._trace(request, row, "deleted")

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """There is none: the audit log tells what happened.

        Raises: Http404.
        """
        raise Http404

    def _trace(self, request: HttpRequest, row: Model, what: str, **data: Any) -> None:
        if self.is_audited_by_its_service:
            return
        desk = _desk(request)
        leave_trace(
            business=desk.business,
            event_type=f"{row._meta.model_name}.{what}",
            user_id=desk.actor.user_id,
            event_data={"id": str(row.pk), **data},
        )


class LedgerAdmin(BusinessAdmin):
    """Pages of what only operations write: to be read, never added to, changed or deleted."""

    paginator = InfinitePaginator
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class LedgerInline(Scoped, TabularInline):  # type: ignore[misc]
    """Rows of a ledger under the record that they belong to."""

    ordering: ClassVar[tuple[str, ...]] = ("pk",)
    extra = 0
    can_delete = False
    per_page = 50
    show_change_link = True


def rows_of(model: type[Model], business: Business) -> QuerySet[Any]:
    """The rows of a table that belong to the business; of the table of businesses, its own.

    Raises: TypeError for another table that belongs to no business; its pages say themselves what may be seen.
    """
    if model is Business:
        return Business.objects.filter(pk=business.pk)
    manager = model._default_manager
    if not isinstance(manager, TenantManager):
        raise TypeError(f"{model.__name__} belongs to no business")
    return manager.for_business(business)


def _desk(request: HttpRequest) -> Desk:
    desk = desk_at(request)
    if desk is None:
        raise Http404("No business is chosen.")
    return desk


def _become(record: Model, made: Model) -> None:
    """Give the form's record the columns that a service wrote, so that the page can speak of it."""
    for column in made._meta.concrete_fields:
        setattr(record, column.attname, getattr(made, column.attname))
    record._state.adding = False


def _count_up(desk: Desk) -> None:
    Business.objects.filter(pk=desk.business.pk).update(settings_version=F("settings_version") + 1)
