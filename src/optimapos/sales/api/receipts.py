"""/api/sales/{id}/receipt/: read as JSON, as a page, or as a PDF; printed; mailed."""

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
from optimapos.papers.api.shapes import MailedSerializer, MailSerializer, PrintSerializer, print_answers
from optimapos.papers.selectors import letterhead
from optimapos.sales.api.receipt_shapes import ReceiptSerializer
from optimapos.sales.receipts import printed, receipt_of
from optimapos.sales.selectors.sales import sales_of
from optimapos.sales.services.receipts import ReceiptService, file_name


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
        """Read the receipt: as JSON (all that a printer needs), as a page, or as a PDF of 80 mm. It is no print; once
        there was one, it is marked as the copy that the next one will be.
        """
        return _answer(self.actor, pk, {"form": form_asked(request)})


class ReceiptPrintView(ActorView):
    """Prints."""

    content_negotiation_class = AlwaysJSON
    capabilities = {"post": Capability.SALE_VIEW}

    @extend_schema(
        operation_id="sales_receipt_print", request=PrintSerializer, responses=print_answers(ReceiptSerializer)
    )
    def post(self, request: Request, pk: UUID) -> HttpResponse | Response:
        """Print the receipt: the first print is the original, later ones are copies, marked and audited. `Print-Number` tells
        which it is.
        """
        asked = self.parsed(PrintSerializer)
        done = self.act(
            ReceiptService.print_receipt,
            present=lambda value: {"number": value[0].print_number, "opens_drawer": value[1]},
            actor=self.actor,
            sale_id=pk,
            form=asked["form"],
            open_drawer=asked["open_drawer"],
            at=timezone.now(),
        )
        return done if done.status_code != 200 else _answer(self.actor, pk, asked | orjson.loads(done.data))


class ReceiptMailView(ActorView):
    """Mails."""

    capabilities = {"post": Capability.SALE_VIEW}

    @extend_schema(operation_id="sales_receipt_mail", request=MailSerializer, responses={202: MailedSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """Send the receipt to an e-mail address, as a page and a PDF. It counts as a print."""
        return self.act(
            ReceiptService.mail_receipt,
            present=lambda mail: MailedSerializer(mail).data,
            status=202,
            actor=self.actor,
            sale_id=pk,
            at=timezone.now(),
            **self.parsed(MailSerializer),
        )


def _answer(actor: Actor, pk: UUID, asked: dict[str, Any]) -> HttpResponse | Response:
    """The receipt, read or as the print of a `number`."""
    number = asked.get("number")
    with tenant_scope(actor.business_id):
        sale = sales_of(actor).select_related("location", "customer", "customer_site").filter(pk=pk).first()
        if sale is None:
            raise Refusal(DomainError("NOT_FOUND", "There is no such sale."))
        receipt = receipt_of(sale, number and number - 1)
        business = Business.objects.get(pk=actor.business_id)
    answer = sent(
        receipt,
        printed(receipt, letterhead(business)),
        asked["form"],
        at=receipt["completed_at"],
        file_name=file_name(receipt["receipt_number"]),
        width=asked.get("width", 80),
        code_page=business.receipt_code_page,
        opens_drawer=asked.get("opens_drawer", False),
    )
    if number:
        answer["Print-Number"] = str(number)
    return answer


urlpatterns = [
    path("sales/<uuid:pk>/receipt/", ReceiptView.as_view(), name="sale-receipt"),
    path("sales/<uuid:pk>/receipt/print/", ReceiptPrintView.as_view(), name="sale-receipt-print"),
    path("sales/<uuid:pk>/receipt/email/", ReceiptMailView.as_view(), name="sale-receipt-mail"),
]
