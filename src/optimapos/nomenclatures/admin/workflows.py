"""Pages of document types: their statuses and transitions are changed together, by the service that checks them."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from optimapos.core.actors import Capability
from optimapos.core.interfaces import document_kinds
from optimapos.nomenclatures.models import (
    DocumentStatusChange,
    DocumentType,
    DocumentTypeStatus,
    DocumentTypeTransition,
)
from optimapos.nomenclatures.selectors.workflows import STATUS_COLUMNS
from optimapos.nomenclatures.services import WorkflowService
from optimapos.nomenclatures.types import StatusSpec, TransitionSpec, Workflow
from optimapos.organization.admin import (
    AnyForm,
    BusinessAdmin,
    BusinessForm,
    Desk,
    LedgerAdmin,
    Scoped,
    desk_at,
    register,
)


class TransitionForm(AnyForm):
    """A way between two statuses, named by their codes, so that it can lead to a status that is being added."""

    start = forms.CharField(label="From", max_length=30, widget=UnfoldAdminTextInputWidget)
    end = forms.CharField(label="To", max_length=30, widget=UnfoldAdminTextInputWidget)
    capability = forms.ChoiceField(choices=Capability.choices, widget=UnfoldAdminSelectWidget)

    class Meta:
        model = DocumentTypeTransition
        fields = ("start", "end", "capability", "trigger", "requires_comment")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial.update(start=self.instance.from_status.code, end=self.instance.to_status.code)


class WorkflowInline(Scoped, TabularInline):  # type: ignore[misc]
    """Rows of a workflow under their document type."""

    view_capability = Capability.PRODUCT_VIEW
    change_capability = Capability.WORKFLOW_MANAGE
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """Rows, without Django's own look for what refers to one that is struck out: it would load every document."""
        formset = super().get_formset(request, obj, **options)
        formset.form.hand_clean_DELETE = _left_to_the_service
        return formset


class StatusInline(WorkflowInline):
    """The statuses, in order of their positions."""

    model = DocumentTypeStatus
    fields = ("code", "name", "position", *STATUS_COLUMNS[2:])
    ordering: ClassVar[tuple[str, ...]] = ("position", "id")


class TransitionInline(WorkflowInline):
    """The ways between them."""

    model = DocumentTypeTransition
    form = TransitionForm
    fields = ("start", "end", "capability", "trigger", "requires_comment")
    ordering: ClassVar[tuple[str, ...]] = ("from_status__position", "to_status__position", "id")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With both ends."""
        return super().get_queryset(request).select_related("from_status", "to_status")


class DocumentTypeForm(BusinessForm):
    """A document type; its kind is chosen among those that there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = [(kind.code, kind.name) for kind in document_kinds().values()]
            self.fields["kind"] = forms.ChoiceField(choices=kinds, widget=UnfoldAdminSelectWidget)


@register(DocumentType)
class DocumentTypePages(BusinessAdmin):
    """Document types. A new one begins with a copy of its kind's default workflow."""

    form = DocumentTypeForm
    view_capability = Capability.PRODUCT_VIEW
    change_capability = Capability.WORKFLOW_MANAGE
    is_audited_by_its_service = True
    list_display = ("code", "name", "kind", "prefix", "is_default", "is_active")
    list_filter = ("is_active",)
    search_fields = ("code", "name")
    ordering = ("kind", "code", "id")
    inlines = (StatusInline, TransitionInline)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; the first look ever installs the built-in types."""
        desk = desk_at(request)
        if desk:
            WorkflowService.install(business=desk.business).unwrap()
        page: HttpResponse = super().changelist_view(request, extra_context)
        return page

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What a new type needs, and what may change of one."""
        return ("kind", "code", "name", "prefix", *(("is_default", "is_active") if obj else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Kind and code stay."""
        return ("kind", "code") if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """The workflow, of a type that is there."""
        return self.inlines if obj else ()

    def create(self, desk: Desk, record: Any, fields: dict[str, Any]) -> DocumentType:
        """By the service."""
        return WorkflowService.create_type(business=desk.business, actor=desk.actor, **fields).unwrap()

    def update(self, desk: Desk, record: Any, fields: dict[str, Any]) -> None:
        """By the service."""
        if fields:
            changes: Any = fields
            WorkflowService.update_type(
                business=desk.business, type_id=record.pk, actor=desk.actor, fields=changes
            ).unwrap()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The whole workflow at once, by the service."""
        desk = desk_at(request)
        if desk and any(formset.has_changed() for formset in formsets):
            statuses, transitions = (_rows(formset) for formset in formsets)
            WorkflowService.set_workflow(
                business=desk.business,
                type_id=form.instance.pk,
                actor=desk.actor,
                workflow=_workflow(statuses, transitions),
            ).unwrap()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a type is taken out of use."""
        return False


class WorkflowRowPages(LedgerAdmin):
    """Statuses and transitions are looked at here, and changed on the page of their document type."""

    view_capability = Capability.PRODUCT_VIEW
    ordering: ClassVar[tuple[str, ...]] = ("pk",)


@register(DocumentTypeStatus)
class DocumentTypeStatusPages(WorkflowRowPages):
    """Statuses of all document types."""

    list_display = ("code", "name", "document_type", "position", "is_initial", "is_final")
    list_select_related = ("document_type",)
    search_fields = ("code", "name")


@register(DocumentTypeTransition)
class DocumentTypeTransitionPages(WorkflowRowPages):
    """Transitions of all document types."""

    list_display = ("id", "document_type", "from_status", "to_status", "capability", "trigger")
    list_select_related = ("document_type", "from_status", "to_status")
    search_fields = ("from_status__code", "to_status__code")


@register(DocumentStatusChange)
class DocumentStatusChangePages(LedgerAdmin):
    """Steps that documents took."""

    view_capability = Capability.AUDIT_VIEW
    list_display = ("at", "kind", "document_id", "from_status", "to_status", "user_id")
    search_fields = ("document_id",)


def _left_to_the_service(form: Any) -> None:
    """The service says which documents are in the way."""


def _rows(formset: Any) -> list[dict[str, Any]]:
    """What the forms of a set say, but for empty ones and those that were struck out."""
    forms_left = [form for form in formset.forms if form not in formset.deleted_forms]
    return [
        form.cleaned_data for form in forms_left if form.cleaned_data.get("capability") or "code" in form.cleaned_data
    ]


def _workflow(statuses: list[dict[str, Any]], transitions: list[dict[str, Any]]) -> Workflow:
    ordered = sorted(statuses, key=lambda row: row["position"])
    return Workflow(
        tuple(StatusSpec(**{column: row[column] for column in STATUS_COLUMNS}) for row in ordered),
        tuple(
            TransitionSpec(row["start"], row["end"], row["capability"], row["trigger"], row["requires_comment"])
            for row in transitions
        ),
    )
