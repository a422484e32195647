"""GET /api/sales/{id}/receipt/: as JSON, as a page, or as a PDF."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.papers.forms import receipt_page, receipt_paper
from optimapos.sales.api.receipt_shapes import ReceiptSerializer
from optimapos.sales.receipts import printed, receipt_of
from optimapos.sales.selectors.sales import sales_of

FORMS = {"json": "application/json", "html": "text/html", "pdf": "application/pdf"}
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class AlwaysJSON(BaseContentNegotiation):
    """Problems are JSON whatever was asked for; the form of a receipt is chosen by the view."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The first."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The first."""
        return renderers[0], renderers[0].media_type


class ReceiptView(ActorView):
    """The receipt of a completed sale."""

    content_negotiation_class = AlwaysJSON
    capabilities = {"get": Capability.SALE_VIEW}

    @extend_schema(
        operation_id="sales_receipt",
        parameters=[
            OpenApiParameter("as", str, enum=list(FORMS), description="The form; without it, what `Accept` prefers.")
        ],
        responses={
            (200, "application/json"): ReceiptSerializer,
            (200, "text/html"): OpenApiTypes.STR,
            (200, "application/pdf"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse | Response:
        """The receipt as JSON (all that a printer needs), as a page, or as a PDF of 80 mm."""
        form = _form(request)
        with tenant_scope(self.actor.business_id):
            sale = sales_of(self.actor).select_related("location", "customer", "customer_site").filter(pk=pk).first()
            if sale is None:
                raise Refusal(DomainError("NOT_FOUND", "There is no such sale."))
            receipt = receipt_of(sale)
        answer = _rendered(receipt, form)
        answer["Cache-Control"] = "private, no-store"
        answer["Vary"] = "Accept"
        return answer


def _form(request: Request) -> str:
    """Which form is asked for: `as` before `Accept`, and JSON where neither says.

    Raises: ValidationError for an `as` that is none of them.
    """
    asked = request.query_params.get("as")
    if asked is not None and asked not in FORMS:
        raise serializers.ValidationError({"as": f"Write {', '.join(FORMS)}."})
    if asked:
        return asked
    preferred = request._request.get_preferred_type(list(FORMS.values()))
    return next((form for form, media_type in FORMS.items() if media_type == preferred), "json")


def _rendered(receipt: dict[str, Any], form: str) -> HttpResponse | Response:
    if form == "json":
        return Response(receipt)
    shown = printed(receipt)
    if form == "html":
        page = HttpResponse(receipt_page(shown), content_type="text/html; charset=utf-8")
        page["Content-Security-Policy"] = PAGE_POLICY
        return page
    paper = HttpResponse(receipt_paper(shown, receipt["completed_at"]), content_type="application/pdf")
    paper["Content-Disposition"] = f'inline; filename="{_filename(receipt["receipt_number"])}.pdf"'
    return paper


def _filename(number: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "_" for sign in number)


urlpatterns = [path("sales/<uuid:pk>/receipt/", ReceiptView.as_view(), name="sale-receipt")]
