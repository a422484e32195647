"""Imports: files come in as bodies, are checked, listed with what is wrong with them, and applied."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from optimapos.apikit.idempotency import Answering, key_of
from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.paths import path_id
from optimapos.apikit.problems import Refusal
from optimapos.apikit.uploads import fingerprint_of_upload
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.imports.api import serializers as shapes
from optimapos.imports.api.uploads import MEDIA_TYPES, check_is_file, uploaded
from optimapos.imports.models import ImportJob, ImportProblem
from optimapos.imports.selectors import jobs_of, problems_of
from optimapos.imports.services import ImportService
from optimapos.imports.services.exports import csv_of
from optimapos.imports.services.jobs import check_rights

_FILES = dict.fromkeys([*MEDIA_TYPES.values(), "application/octet-stream"], OpenApiTypes.BINARY)
_PAGE = 1_000
PROBLEM_COLUMNS = ("line", "column", "code", "message", "value")


class ProblemPages(CursorPages):
    """By line."""

    ordering = "id"


class ImportViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Files that were brought, newest first; a member of some locations sees its own."""

    serializer_class = shapes.ImportJobSerializer
    capabilities = dict.fromkeys(
        ("list", "retrieve", "create", "apply", "problems", "problem_file"), Capability.DATA_IMPORT
    )
    _fingerprint: bytes = b""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """An upload's body is not read here: it is a file, and may be large."""
        if self.action != "create":
            super().initial(request, *args, **kwargs)
            return
        check_is_file(request._request)
        APIView.initial(self, request, *args, **kwargs)

    def records(self, actor: Actor) -> QuerySet[ImportJob]:
        """Jobs of kinds that the actor may import."""
        return jobs_of(actor)

    @extend_schema(responses=shapes.ImportJobDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One import: how far it is, and the first of its problems."""
        with tenant_scope(self.actor.business_id):
            return Response(self._presented(self.get_object()))

    @extend_schema(
        parameters=[shapes.UploadSerializer],
        request=_FILES,
        responses={201: shapes.ImportJobDetailSerializer},
    )
    def create(self, request: Request) -> Response:
        """Bring a file: it is the body of the request, CSV or XLSX. A small one is checked, and without `dry_run` applied,
        at once; a larger one by a worker: ask for the import until its status tells the outcome.
        """
        asked = self.asked(shapes.UploadSerializer)
        check_rights(self.actor, asked["kind"])
        with uploaded(request._request) as (file, digest):
            self._fingerprint = fingerprint_of_upload(request._request, asked, digest)
            return self.act(
                ImportService.upload,
                present=self._presented,
                status=201,
                actor=self.actor,
                file=file,
                at=timezone.now(),
                **asked,
            )

    @extend_schema(request=shapes.ApplySerializer, responses=shapes.ImportJobDetailSerializer)
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: str) -> Response:
        """Apply a file that was checked: all of it or nothing. It is checked anew; REFUSED: something is wrong by now."""
        return self.act(
            ImportService.apply,
            present=self._presented,
            actor=self.actor,
            job_id=path_id(pk),
            at=timezone.now(),
            **self.parsed(shapes.ApplySerializer),
        )

    @extend_schema(responses=shapes.ImportProblemSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=ProblemPages)
    def problems(self, request: Request, pk: str) -> Response:
        """Everything that is wrong with a file, by line."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(self._problems(pk))
            return self.get_paginated_response(shapes.ImportProblemSerializer(page, many=True).data)

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, methods=["get"], url_path="problems/file", pagination_class=None)
    def problem_file(self, request: Request, pk: str) -> StreamingHttpResponse:
        """The same as a CSV file."""
        with tenant_scope(self.actor.business_id):
            self._problems(pk)
        return file_response(csv_of(PROBLEM_COLUMNS, self._problem_lines(path_id(pk))), "csv", "problems")

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """A file is answered whatever the client says that it accepts."""
        return super().perform_content_negotiation(request, force=force or self.action == "problem_file")

    def _problems(self, pk: str) -> QuerySet[ImportProblem]:
        rows = problems_of(self.actor, path_id(pk))
        if rows is None:
            raise Refusal(DomainError("NOT_FOUND", "There is no such import."))
        return rows

    def _problem_lines(self, job_id: UUID) -> Iterator[tuple[Any, ...]]:
        after = UUID(int=0)
        while True:
            with tenant_scope(self.actor.business_id):
                rows = problems_of(self.actor, job_id)
                page = list(rows.filter(pk__gt=after).values_list("pk", *PROBLEM_COLUMNS)[:_PAGE]) if rows else []
            if not page:
                return
            yield from (line[1:] for line in page)
            after = page[-1][0]

    def _presented(self, job: ImportJob) -> Any:
        return shapes.ImportJobDetailSerializer(job).data

    def _answering(self, present: Callable[[Any], Any], status: int) -> Answering:
        if not self._fingerprint:
            return super()._answering(present, status)
        key = key_of(self.request._request)
        return Answering(key=key, fingerprint=self._fingerprint, status=status, present=present)


def file_response(content: Iterator[bytes], file_format: str, name: str) -> StreamingHttpResponse:
    """A file to keep."""
    response = StreamingHttpResponse(content, content_type=MEDIA_TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response
