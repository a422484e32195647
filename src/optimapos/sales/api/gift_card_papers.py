"""/api/gift-card-sales/{id}/paper/: the paper of a card that was sold, read and printed."""

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

from optimapos.apikit.views import ActorView
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Business
from optimapos.organization.selectors import visible_locations
from optimapos.papers.api.answers import FORMS, AlwaysJSON, form_asked, sent
from optimapos.papers.api.shapes import PrintSerializer, print_answers
from optimapos.papers.selectors import prints_of
from optimapos.sales.api.gift_card_shapes import CardPaperSerializer, CardSaleSerializer
from optimapos.sales.api.gift_cards import sold_card
from optimapos.sales.receipts.gift_cards import card_paper, code_for
from optimapos.sales.services.gift_cards import GiftCardSaleService
from optimapos.sales.services.receipts import file_name


class CardPaperView(ActorView):
    """The paper of a card that was sold."""

    content_negotiation_class = AlwaysJSON
    capabilities = {"get": Capability.SALE_VIEW}

    @extend_schema(
        operation_id="gift_card_sales_paper",
        parameters=[
            OpenApiParameter("as", str, enum=list(FORMS), description="The form; without it, what `Accept` prefers.")
        ],
        responses={
            (200, "application/json"): CardPaperSerializer,
            (200, "text/html"): OpenApiTypes.STR,
            (200, "application/pdf"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse | Response:
        """Read the card's paper, without its code. It is no print; once there was one, it is marked as a copy."""
        return _answer(self.actor, pk, {"form": form_asked(request)})


class CardPaperPrintView(ActorView):
    """Prints."""

    content_negotiation_class = AlwaysJSON
    capabilities = {"post": Capability.SALE_SELL}

    @extend_schema(
        operation_id="gift_card_sales_paper_print",
        request=PrintSerializer,
        responses=print_answers(CardPaperSerializer),
    )
    def post(self, request: Request, pk: UUID) -> HttpResponse | Response:
        """Print the card's paper. The first print, at the till that sold the card and on the same day, has its code, as
        letters and as a QR code; no other one has.
        """
        asked = self.parsed(PrintSerializer)
        done = self.act(
            GiftCardSaleService.print_paper,
            present=lambda row: {"number": row.print_number},
            actor=self.actor,
            entry_id=pk,
            form=asked["form"],
            at=timezone.now(),
        )
        return done if done.status_code != 200 else _answer(self.actor, pk, asked | orjson.loads(done.data))


def _answer(actor: Actor, pk: UUID, asked: dict[str, Any]) -> HttpResponse | Response:
    """The paper, read or as the print of a `number`."""
    number = asked.get("number")
    with tenant_scope(actor.business_id):
        sold = sold_card(actor, pk)
        place = actor.terminal_location_id
        here = visible_locations(actor).filter(pk=place).first() if place else None
        day = here.local_day(timezone.now()) if here else None
        code = code_for(sold, actor, print_number=number, day=day)
        copy_number = number - 1 if number else prints_of(actor.business_id, pk)
        shown = card_paper(sold, copy_number, code=code)
        figures = {**CardSaleSerializer(sold).data, "code": code, "copy_number": copy_number}
        code_page = Business.objects.values_list("receipt_code_page", flat=True).get(pk=actor.business_id)
    answer = sent(
        figures,
        shown,
        asked["form"],
        at=sold.entry.occurred_at,
        file_name=file_name(f"gift-card-{sold.number.strip('* ')}"),
        width=asked.get("width", 80),
        code_page=code_page,
        opens_drawer=bool(asked.get("open_drawer")),
    )
    if number:
        answer["Print-Number"] = str(number)
    return answer


urlpatterns = [
    path("gift-card-sales/<uuid:pk>/paper/", CardPaperView.as_view(), name="gift-card-paper"),
    path("gift-card-sales/<uuid:pk>/paper/print/", CardPaperPrintView.as_view(), name="gift-card-paper-print"),
]
