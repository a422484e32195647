"""/api/refunds/{id}/credit-note/: read as a page or a PDF, and printed."""

from typing import Any
from uuid import UUID

import orjson
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Business
from optimapos.papers.api.answers import FORMS, AlwaysJSON, form_asked, sent
from optimapos.papers.api.shapes import PrintSerializer, print_answers
from optimapos.papers.selectors import prints_of
from optimapos.refunds.api.shapes import WholeRefundSerializer
from optimapos.refunds.selectors import refunds_of, with_items
from optimapos.refunds.selectors.credit_notes import credit_note_of
from optimapos.refunds.services.credit_notes import CreditNoteService
from optimapos.sales.services.receipts import file_name


class CreditNoteView(ActorView):
    """The credit note of a processed refund."""

    content_negotiation_class = AlwaysJSON
    capabilities = {"get": Capability.SALE_VIEW}

    @extend_schema(
        operation_id="refunds_credit_note",
        parameters=[
            OpenApiParameter("as", str, enum=list(FORMS), description="The form; without it, what `Accept` prefers.")
        ],
        responses={
            (200, "application/json"): WholeRefundSerializer,
            (200, "text/html"): OpenApiTypes.STR,
            (200, "application/pdf"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse | Response:
        """Read the credit note. It is no print; once there was one, it is marked as a copy."""
        return _answer(self.actor, pk, {"form": form_asked(request)})


class CreditNotePrintView(ActorView):
    """Prints."""

    content_negotiation_class = AlwaysJSON
    capabilities = {"post": Capability.SALE_VIEW}

    @extend_schema(
        operation_id="refunds_credit_note_print",
        request=PrintSerializer,
        responses=print_answers(WholeRefundSerializer),
    )
    def post(self, request: Request, pk: UUID) -> HttpResponse | Response:
        """Print the credit note: the first print is the original, later ones are copies, marked and audited."""
        asked = self.parsed(PrintSerializer)
        done = self.act(
            CreditNoteService.print_credit_note,
            present=lambda row: {"number": row.print_number},
            actor=self.actor,
            refund_id=pk,
            form=asked["form"],
            at=timezone.now(),
        )
        return done if done.status_code != 200 else _answer(self.actor, pk, asked | orjson.loads(done.data))


def _answer(actor: Actor, pk: UUID, asked: dict[str, Any]) -> HttpResponse | Response:
    number = asked.get("number")
    with tenant_scope(actor.business_id):
        rows = with_items(refunds_of(actor).select_related("location", "sale__customer"))
        refund = rows.filter(pk=pk).first()
        if refund is None:
            raise Refusal(DomainError("NOT_FOUND", "There is no such refund."))
        copy_number = number - 1 if number else prints_of(actor.business_id, pk)
        shown = credit_note_of(refund, copy_number, tells_code=number == 1)
        figures = dict(WholeRefundSerializer(refund).data)
        code_page = Business.objects.values_list("receipt_code_page", flat=True).get(pk=actor.business_id)
    answer = sent(
        figures,
        shown,
        asked["form"],
        at=refund.processed_at or timezone.now(),
        file_name=file_name(shown.number),
        width=asked.get("width", 80),
        code_page=code_page,
        opens_drawer=bool(asked.get("open_drawer")),
    )
    if number:
        answer["Print-Number"] = str(number)
    return answer


urlpatterns = [
    path("refunds/<uuid:pk>/credit-note/", CreditNoteView.as_view(), name="credit-note"),
    path("refunds/<uuid:pk>/credit-note/print/", CreditNotePrintView.as_view(), name="credit-note-print"),
]
