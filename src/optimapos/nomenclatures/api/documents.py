"""What the views of every kind of document are made of: reading, steps along the workflow, history, deleting."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.filters import DayFilter
from optimapos.apikit.paths import path_id
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor
from optimapos.core.interfaces import document_kinds
from optimapos.core.tenancy import tenant_scope
from optimapos.nomenclatures.models import Document, DocumentStatusChange, DocumentTypeStatus
from optimapos.nomenclatures.selectors.workflows import documents_of, history_of, ways_from
from optimapos.nomenclatures.services import DocumentService, StatusManager

MAX_COMMENT = 2000
DOCUMENT_FIELDS = [
    "id",
    "number",
    "document_type",
    "status",
    "status_name",
    "is_editable",
    "location",
    "document_date",
    "occurred_at",
    "posted_at",
    "posting",
    "created_by",
    "notes",
    "version",
    "created_at",
    "updated_at",
]
"""The columns that every document shows; a kind adds its own behind them."""


def document_capabilities(*, view: str, change: str) -> dict[str, str]:
    """The capabilities of a document's views. A step needs what its transition says, which is asked in the step."""
    reads = ["list", "retrieve", "transition", "transitions", "history"]
    return dict.fromkeys(reads, view) | dict.fromkeys(["create", "partial_update", "destroy"], change)


class DocumentSerializer(serializers.ModelSerializer[Any]):
    """What every document shows. A kind's own serializer names its model, and `DOCUMENT_FIELDS` before its fields."""

    status = serializers.CharField(source="status.code", read_only=True)
    status_name = serializers.CharField(source="status.name", read_only=True)
    is_editable = serializers.BooleanField(source="status.is_editable", read_only=True)


class StepSerializer(serializers.Serializer[Any]):
    """A step to another status. A kind whose steps need more adds fields; they reach its effects as `facts`."""

    status = serializers.CharField(max_length=30)
    comment = serializers.CharField(max_length=MAX_COMMENT, required=False, allow_blank=True)


class WayOnSerializer(serializers.Serializer[Any]):
    """A status that a document can be taken to by hand."""

    status = serializers.CharField(source="to_status.code")
    name = serializers.CharField(source="to_status.name")
    capability = serializers.CharField()
    is_permitted = serializers.SerializerMethodField(help_text="Whether the caller's role permits it.")
    requires_comment = serializers.BooleanField()
    creates_inventory_movements = serializers.BooleanField(source="to_status.creates_inventory_movements")
    reverses_inventory_movements = serializers.BooleanField(source="to_status.reverses_inventory_movements")

    def get_is_permitted(self, way: Any) -> bool:
        """Whether the caller's role permits the step."""
        actor: Actor = self.context["actor"]
        return actor.can(way.capability)


class StatusChangeSerializer(serializers.ModelSerializer[DocumentStatusChange]):
    """A step that was taken: by whom, when, and what was said."""

    user_name = serializers.CharField(allow_null=True)

    class Meta:
        model = DocumentStatusChange
        fields = ["from_status", "to_status", "trigger", "user_id", "user_name", "comment", "at"]


class DocumentFilter(filters.FilterSet):
    """By type, status, location, day and number. A kind's own filter starts from this one."""

    number = filters.CharFilter(lookup_expr="istartswith", max_length=40)
    status = filters.CharFilter(method="with_status", max_length=30)
    document_type = filters.UUIDFilter(field_name="document_type_id")
    location = filters.UUIDFilter(field_name="location_id")
    date_from = DayFilter(field_name="document_date", lookup_expr="gte")
    date_to = DayFilter(field_name="document_date", lookup_expr="lte")

    def with_status(self, documents: QuerySet[Any], _: str, code: str) -> QuerySet[Any]:
        """The documents in a status that the business's workflows have.

        Raises: ValidationError for a status that they don't have.
        """
        own = DocumentTypeStatus.objects.for_business(self.request.auth.business_id)
        if not own.filter(code=code).exists() and own.exists():
            raise serializers.ValidationError({"status": "No workflow has a status of this code."})
        return documents.filter(status__code=code)


class DocumentViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Documents of one kind at the locations that the member sees.

    A kind's own view sets `serializer_class`, `kind` and `capabilities` (see `document_capabilities`), adds `create` and
    `partial_update`, and prefetches its lines in `records`.
    """

    kind: ClassVar[str]
    filterset_class = DocumentFilter
    sorts = {"number": "number", "document_date": "document_date", "created_at": "created_at"}
    step_serializer_class: ClassVar[type[StepSerializer]] = StepSerializer

    def records(self, actor: Actor) -> QuerySet[Any]:
        """The documents at the membership's locations, with type, status and location."""
        return documents_of(actor, document_kinds()[self.kind].model)

    def presented(self, document: Document) -> Any:
        """The document as a later GET answers it."""
        return self.get_serializer(self.records(self.actor).get(pk=document.pk)).data

    @extend_schema(request=StepSerializer)
    @action(detail=True, methods=["post"])
    def transition(self, request: Request, pk: str) -> Response:
        """Take the document to another status, with all that the status is configured to do."""
        body = self.parsed(self.step_serializer_class)
        return self.act(
            StatusManager.transition,
            present=self.presented,
            kind=self.kind,
            document_id=path_id(pk),
            to_status=body.pop("status"),
            comment=body.pop("comment", ""),
            facts=body,
            actor=self.actor,
            at=timezone.now(),
        )

    @extend_schema(responses=WayOnSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def transitions(self, request: Request, pk: str) -> Response:
        """The statuses that the document can be taken to by hand, and whether the caller may."""
        with tenant_scope(self.actor.business_id):
            ways = ways_from(self.get_object())
        return Response(WayOnSerializer(ways, many=True, context=self.get_serializer_context()).data)

    @extend_schema(responses=StatusChangeSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def history(self, request: Request, pk: str) -> Response:
        """The steps of the document, oldest first."""
        with tenant_scope(self.actor.business_id):
            steps = history_of(self.actor.business_id, self.get_object().pk)
            return Response(StatusChangeSerializer(steps, many=True).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete the document, where its status permits it. Its number is not given out again."""
        return self.act(
            DocumentService.delete_document,
            present=lambda _: None,
            status=204,
            kind=self.kind,
            document_id=path_id(pk),
            actor=self.actor,
        )
