"""Document types and their workflows."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.paths import path_id
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import Result
from optimapos.core.tenancy import tenant_scope
from optimapos.nomenclatures.api import workflow_shapes as shapes
from optimapos.nomenclatures.models import DocumentType
from optimapos.nomenclatures.selectors.workflows import document_types_of
from optimapos.nomenclatures.services.workflows import WorkflowService, obstacles_to

READS = ["list", "retrieve", "workflow"]
WRITES = ["create", "partial_update", "set_workflow", "check", "add_status", "insert_status", "update_status"]
WRITES += ["remove_status", "add_transition", "update_transition", "remove_transition"]
CODE = r"[a-z0-9_]+"
STATUS = OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="A status by its code.")
FROM = OpenApiParameter("from_status", OpenApiTypes.STR, OpenApiParameter.PATH, description="A status by its code.")
TO = OpenApiParameter("to_status", OpenApiTypes.STR, OpenApiParameter.PATH, description="A status by its code.")
ANSWER = shapes.DocumentTypeSerializer


class TypesByKind(CursorPages):
    """Types by kind and code."""

    ordering = ("kind", "code", "id")  # type: ignore[assignment]


class DocumentTypeFilter(filters.FilterSet):
    """By kind, and whether in use."""

    kind = filters.CharFilter(max_length=20)
    is_active = filters.BooleanFilter()

    class Meta:
        model = DocumentType
        fields: list[str] = []


class DocumentTypeViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Document types of the business, the built-in ones among them. A change of a workflow answers the whole type."""

    serializer_class = ANSWER
    filterset_class = DocumentTypeFilter
    pagination_class = TypesByKind
    capabilities = dict.fromkeys(READS, Capability.PRODUCT_VIEW) | dict.fromkeys(WRITES, Capability.WORKFLOW_MANAGE)

    def records(self, actor: Actor) -> QuerySet[DocumentType]:
        """All types of the business."""
        return document_types_of(actor)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page; the first one ever installs the built-in types."""
        WorkflowService.install(business=self.actor.business_id).unwrap()
        return super().list(request, *args, **kwargs)

    @extend_schema(request=shapes.NewDocumentTypeSerializer, responses={201: ANSWER})
    def create(self, request: Request) -> Response:
        """Add a type of a kind."""
        body = self.parsed(shapes.NewDocumentTypeSerializer)
        workflow = body.pop("workflow", None)
        return self.act(
            WorkflowService.create_type,
            present=self._presented,
            status=201,
            actor=self.actor,
            workflow=shapes.workflow_of_body(workflow) if workflow else None,
            **body,
        )

    @extend_schema(request=shapes.DocumentTypeChangesSerializer, responses=ANSWER)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change how a type is called and numbered, whether it is used, or make it the default of its kind."""
        return self._changed(WorkflowService.update_type, pk, fields=self.parsed(shapes.DocumentTypeChangesSerializer))

    @extend_schema(responses=shapes.WorkflowSerializer)
    @action(detail=True, methods=["get"])
    def workflow(self, request: Request, pk: str) -> Response:
        """The workflow alone, as it can be sent back changed."""
        with tenant_scope(self.actor.business_id):
            return Response(shapes.WorkflowSerializer(self.get_object()).data)

    @extend_schema(request=shapes.WorkflowSerializer, responses=ANSWER)
    @workflow.mapping.post
    def set_workflow(self, request: Request, pk: str) -> Response:
        """Replace the workflow as a whole. A status whose code stays keeps its documents."""
        body = self.parsed(shapes.WorkflowSerializer)
        return self._changed(WorkflowService.set_workflow, pk, workflow=shapes.workflow_of_body(body))

    @extend_schema(request=shapes.WorkflowSerializer, responses=shapes.WorkflowCheckSerializer)
    @action(detail=True, methods=["post"], url_path="workflow/check")
    def check(self, request: Request, pk: str) -> Response:
        """Everything that is wrong with a proposed workflow. Nothing is changed."""
        workflow = shapes.workflow_of_body(self.parsed(shapes.WorkflowSerializer))
        with tenant_scope(self.actor.business_id):
            problems = obstacles_to(self.get_object(), workflow)
        return Response(shapes.WorkflowCheckSerializer({"problems": problems}).data)

    @extend_schema(request=shapes.NewStatusSerializer, responses={201: ANSWER})
    @action(detail=True, methods=["post"], url_path="statuses")
    def add_status(self, request: Request, pk: str) -> Response:
        """Add a status with the transitions that connect it."""
        body = self.parsed(shapes.NewStatusSerializer)
        return self._changed(
            WorkflowService.add_status,
            pk,
            201,
            spec=shapes.status_of(body),
            transitions=[shapes.transition_of(each) for each in body["transitions"]],
            after=body.get("after", ""),
        )

    @extend_schema(request=shapes.InsertedStatusSerializer, responses={201: ANSWER})
    @action(detail=True, methods=["post"], url_path="statuses/insert")
    def insert_status(self, request: Request, pk: str) -> Response:
        """Put a status into a transition, such as an approval between two statuses."""
        body = self.parsed(shapes.InsertedStatusSerializer)
        ways = {name: body[name] for name in ("from_status", "to_status", *shapes.WAYS) if name in body}
        return self._changed(WorkflowService.insert_status_between, pk, 201, spec=shapes.status_of(body), **ways)

    @extend_schema(parameters=[STATUS], request=shapes.StatusChangesSerializer(partial=True), responses=ANSWER)
    @action(detail=True, methods=["patch"], url_path=f"statuses/(?P<code>{CODE})")
    def update_status(self, request: Request, pk: str, code: str) -> Response:
        """Change the name or the flags of a status."""
        changes = self.parsed(shapes.StatusChangesSerializer, partial=True)
        return self._changed(WorkflowService.update_status, pk, code=code, changes=changes)

    @extend_schema(parameters=[STATUS], responses=ANSWER)
    @update_status.mapping.delete
    def remove_status(self, request: Request, pk: str, code: str) -> Response:
        """Remove a status that no document is in, with its transitions."""
        return self._changed(WorkflowService.remove_status, pk, code=code)

    @extend_schema(request=shapes.TransitionSerializer, responses={201: ANSWER})
    @action(detail=True, methods=["post"], url_path="transitions")
    def add_transition(self, request: Request, pk: str) -> Response:
        """Add a way between two statuses."""
        transition = shapes.transition_of(self.parsed(shapes.TransitionSerializer))
        return self._changed(WorkflowService.add_transition, pk, 201, transition=transition)

    @extend_schema(parameters=[FROM, TO], request=shapes.TransitionChangesSerializer(partial=True), responses=ANSWER)
    @action(detail=True, methods=["patch"], url_path=f"transitions/(?P<from_status>{CODE})/(?P<to_status>{CODE})")
    def update_transition(self, request: Request, pk: str, from_status: str, to_status: str) -> Response:
        """Change who may take a way, what takes it, or whether a comment has to be given."""
        changes = self.parsed(shapes.TransitionChangesSerializer, partial=True)
        return self._changed(
            WorkflowService.update_transition, pk, from_status=from_status, to_status=to_status, changes=changes
        )

    @extend_schema(parameters=[FROM, TO], responses=ANSWER)
    @update_transition.mapping.delete
    def remove_transition(self, request: Request, pk: str, from_status: str, to_status: str) -> Response:
        """Remove a way between two statuses."""
        return self._changed(WorkflowService.remove_transition, pk, from_status=from_status, to_status=to_status)

    def _changed(self, work: Callable[..., Result[Any]], pk: str, status: int = 200, **arguments: Any) -> Response:
        return self.act(
            work, present=self._presented, status=status, type_id=path_id(pk), actor=self.actor, **arguments
        )

    def _presented(self, document_type: DocumentType) -> Any:
        return ANSWER(self.records(self.actor).get(pk=document_type.pk)).data
