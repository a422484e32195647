"""Exports and templates."""

from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.request import Request

from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.result import DomainError
from optimapos.imports.api.serializers import FormatSerializer
from optimapos.imports.api.uploads import MEDIA_TYPES
from optimapos.imports.api.views import file_response
from optimapos.imports.services import ExportService, template
from optimapos.imports.services.exports import export
from optimapos.imports.types import ExportKind, ImportKind

KIND = OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=ExportKind.values)
TEMPLATE_KIND = OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=ImportKind.values)
FILES = {(200, media_type): OpenApiTypes.BINARY for media_type in MEDIA_TYPES.values()}


class ExportViewSet(ActorView, viewsets.ViewSet):
    """Files of what there is, which imports take again."""

    capabilities = {"retrieve": Capability.DATA_EXPORT, "template": Capability.DATA_IMPORT}

    @extend_schema(parameters=[KIND, FormatSerializer], responses=FILES)
    def retrieve(self, request: Request, kind: str) -> StreamingHttpResponse:
        """Everything of a kind that the member may see, as CSV or XLSX. Opening stock is what is on the shelves now."""
        file_format = self._asked(kind, ExportKind.values)
        ExportService.begin_export(
            business=self.actor.business_id, actor=self.actor, kind=kind, file_format=file_format
        ).unwrap()
        return file_response(export(self.actor, kind, file_format, timezone.now()), file_format, kind)

    @extend_schema(parameters=[TEMPLATE_KIND, FormatSerializer], responses=FILES)
    def template(self, request: Request, kind: str) -> StreamingHttpResponse:
        """A file with the columns of a kind and one line of examples."""
        file_format = self._asked(kind, ImportKind.values)
        return file_response(template(kind, file_format), file_format, f"{kind}-template")

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """A file is answered whatever the client says that it accepts."""
        return super().perform_content_negotiation(request, force=True)

    def _asked(self, kind: str, known: list[str]) -> str:
        if kind not in known:
            raise Refusal(DomainError("NOT_FOUND", "There is nothing here, or nothing that you may see."))
        return str(self.asked(FormatSerializer)["file_format"])
