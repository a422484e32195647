"""Requests, orders, delivery receipts and returns to suppliers."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.views import Parsed
from optimapos.core.actors import Actor, Capability
from optimapos.nomenclatures.api.documents import DocumentFilter, DocumentViewSet, document_capabilities
from optimapos.purchases.api import answers, bodies
from optimapos.purchases.models import DeliveryReceipt, PurchaseOrder, PurchaseRequest, SupplierReturn
from optimapos.purchases.selectors.documents import orders_of, receipts_of, requests_of, returns_of
from optimapos.purchases.services import (
    DeliveryReceiptService,
    PurchaseOrderService,
    PurchaseRequestService,
    ReceiptCorrectionService,
    RequestConversionService,
    SupplierReturnService,
)
from optimapos.purchases.types import Kind, NewLine, NewReceiptLine, NewRequestLine, ReturnedLine


class PurchaseFilter(DocumentFilter):
    """By supplier, too."""

    supplier = filters.UUIDFilter(field_name="supplier_id")


class PurchaseViewSet(DocumentViewSet):
    """What the views of purchase documents have in common."""

    filterset_class = PurchaseFilter

    def changed(self, body: Parsed) -> dict[str, Any]:
        """The arguments that every operation takes."""
        return {"actor": self.actor, "fields": body, "at": timezone.now()}


class PurchaseRequestViewSet(PurchaseViewSet):
    """Requests at the member's locations."""

    kind = Kind.REQUEST
    serializer_class = answers.PurchaseRequestSerializer
    capabilities = document_capabilities(
        view=Capability.PURCHASE_VIEW, change=Capability.PURCHASE_REQUEST
    ) | dict.fromkeys(["convert", "convert_several"], Capability.PURCHASE_ORDER)

    def records(self, actor: Actor) -> QuerySet[PurchaseRequest]:
        """With their lines and the orders that were made of them."""
        return requests_of(actor)

    @extend_schema(request=bodies.PurchaseRequestBody, responses={201: answers.PurchaseRequestSerializer})
    def create(self, request: Request) -> Response:
        """Ask for goods to be bought."""
        body = self.parsed(bodies.PurchaseRequestBody)
        return self.act(
            PurchaseRequestService.create_request,
            present=self.presented,
            status=201,
            location=body.pop("location"),
            supplier=body.pop("supplier", None),
            lines=[NewRequestLine(**line) for line in body.pop("lines", ())],
            **self.changed(body),
        )

    @extend_schema(request=bodies.PurchaseRequestChange, responses=answers.PurchaseRequestSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a request that is still editable; `lines` are all its lines from then on."""
        body = self.parsed(bodies.PurchaseRequestChange)
        lines = body.pop("lines", None)
        return self.act(
            PurchaseRequestService.update_request,
            present=self.presented,
            request_id=path_id(pk),
            sets_supplier="supplier" in body,
            supplier=body.pop("supplier", None),
            lines=None if lines is None else [NewRequestLine(**line) for line in lines],
            **self.changed(body),
        )

    @extend_schema(request=bodies.ConversionBody, responses={201: answers.OrdersMadeSerializer}, filters=False)
    @action(detail=True, methods=["post"])
    def convert(self, request: Request, pk: str) -> Response:
        """Order what the request asks for: one draft order for each supplier."""
        return self._converted([path_id(pk)], self.parsed(bodies.ConversionBody))

    @extend_schema(
        operation_id="purchase_requests_convert_several",
        request=bodies.SeveralConversionBody,
        responses={201: answers.OrdersMadeSerializer},
        filters=False,
    )
    @action(detail=False, methods=["post"], url_path="convert")
    def convert_several(self, request: Request) -> Response:
        """Order what several requests ask for: one draft order for each supplier and location."""
        body = self.parsed(bodies.SeveralConversionBody)
        return self._converted(body.pop("requests"), body)

    def _converted(self, request_ids: list[UUID], body: Parsed) -> Response:
        return self.act(
            RequestConversionService.convert_requests,
            present=self._orders,
            status=201,
            request_ids=request_ids,
            supplier=body.pop("supplier", None),
            quantities=_quantities(body.pop("lines", None)),
            **self.changed(body),
        )

    def _orders(self, made: list[PurchaseOrder]) -> Any:
        rows = orders_of(self.actor).filter(pk__in=[order.pk for order in made]).order_by("number")
        return {"orders": answers.PurchaseOrderSerializer(rows, many=True, context=self.get_serializer_context()).data}


class PurchaseOrderViewSet(PurchaseViewSet):
    """Orders for the member's locations."""

    kind = Kind.ORDER
    serializer_class = answers.PurchaseOrderSerializer
    capabilities = document_capabilities(view=Capability.PURCHASE_VIEW, change=Capability.PURCHASE_ORDER) | {
        "receive": Capability.STOCK_RECEIVE,
        "cancel_lines": Capability.PURCHASE_ORDER,
    }

    def records(self, actor: Actor) -> QuerySet[PurchaseOrder]:
        """With their lines and the requests that they were made of."""
        return orders_of(actor)

    @extend_schema(request=bodies.PurchaseOrderBody, responses={201: answers.PurchaseOrderSerializer})
    def create(self, request: Request) -> Response:
        """Write an order. Goods are expected after the lead time, on the supplier's next day of delivery."""
        body = self.parsed(bodies.PurchaseOrderBody)
        return self.act(
            PurchaseOrderService.create_order,
            present=self.presented,
            status=201,
            location=body.pop("location"),
            supplier=body.pop("supplier"),
            lines=[NewLine(**line) for line in body.pop("lines", ())],
            **self.changed(body),
        )

    @extend_schema(request=bodies.PurchaseOrderChange, responses=answers.PurchaseOrderSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an order that is still editable; `lines` are all its lines from then on."""
        body = self.parsed(bodies.PurchaseOrderChange)
        lines = body.pop("lines", None)
        return self.act(
            PurchaseOrderService.update_order,
            present=self.presented,
            order_id=path_id(pk),
            lines=None if lines is None else [NewLine(**line) for line in lines],
            **self.changed(body),
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete an order, where its status permits it; the requests that it was made of are open again."""
        return self.act(
            PurchaseOrderService.delete_order,
            present=lambda _: None,
            status=204,
            order_id=path_id(pk),
            actor=self.actor,
            at=timezone.now(),
        )

    @extend_schema(request=bodies.ReceivingBody, responses={201: answers.DeliveryReceiptSerializer}, filters=False)
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, pk: str) -> Response:
        """A draft receipt of what arrived of the order: to be checked, then completed."""
        body = self.parsed(bodies.ReceivingBody)
        return self.act(
            DeliveryReceiptService.receive_order,
            present=self._receipt,
            status=201,
            order_id=path_id(pk),
            quantities=_quantities(body.pop("lines", None)),
            **self.changed(body),
        )

    @extend_schema(request=bodies.CancelLinesBody, responses=answers.PurchaseOrderSerializer, filters=False)
    @action(detail=True, methods=["post"], url_path="cancel-lines")
    def cancel_lines(self, request: Request, pk: str) -> Response:
        """Expect nothing more of some lines; the requests that they were ordered for are open again."""
        body = self.parsed(bodies.CancelLinesBody)
        return self.act(
            PurchaseOrderService.cancel_lines,
            present=self.presented,
            order_id=path_id(pk),
            line_ids=body["lines"],
            reason=body["reason"],
            actor=self.actor,
            at=timezone.now(),
        )

    def _receipt(self, receipt: DeliveryReceipt) -> Any:
        row = receipts_of(self.actor).get(pk=receipt.pk)
        return answers.DeliveryReceiptSerializer(row, context=self.get_serializer_context()).data


class DeliveryReceiptViewSet(PurchaseViewSet):
    """Receipts at the member's locations."""

    kind = Kind.RECEIPT
    serializer_class = answers.DeliveryReceiptSerializer
    capabilities = document_capabilities(view=Capability.PURCHASE_VIEW, change=Capability.STOCK_RECEIVE) | {
        "return_goods": Capability.PURCHASE_ORDER,
        "correct": Capability.STOCK_APPROVE,
    }

    def records(self, actor: Actor) -> QuerySet[DeliveryReceipt]:
        """With their lines and the orders that they are of."""
        return receipts_of(actor)

    @extend_schema(request=bodies.DeliveryReceiptBody, responses={201: answers.DeliveryReceiptSerializer})
    def create(self, request: Request) -> Response:
        """Write down goods that arrived, against orders or without one; they are taken in when it is completed."""
        body = self.parsed(bodies.DeliveryReceiptBody)
        return self.act(
            DeliveryReceiptService.create_receipt,
            present=self.presented,
            status=201,
            location=body.pop("location"),
            supplier=body.pop("supplier"),
            lines=_received(body.pop("lines", ())),
            **self.changed(body),
        )

    @extend_schema(request=bodies.DeliveryReceiptChange, responses=answers.DeliveryReceiptSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a receipt that is still editable; `lines` are all its lines from then on."""
        body = self.parsed(bodies.DeliveryReceiptChange)
        lines = body.pop("lines", None)
        return self.act(
            DeliveryReceiptService.update_receipt,
            present=self.presented,
            receipt_id=path_id(pk),
            lines=None if lines is None else _received(lines),
            **self.changed(body),
        )

    @extend_schema(request=bodies.ReturningBody, responses={201: answers.SupplierReturnSerializer}, filters=False)
    @action(detail=True, methods=["post"], url_path="return")
    def return_goods(self, request: Request, pk: str) -> Response:
        """A draft return of goods of the receipt."""
        body = self.parsed(bodies.ReturningBody)
        lines = body.pop("lines", None)
        return self.act(
            SupplierReturnService.return_receipt,
            present=self._return,
            status=201,
            receipt_id=path_id(pk),
            lines=None if lines is None else _returned(lines),
            **self.changed(body),
        )

    @extend_schema(request=bodies.CorrectionBody, responses=answers.DeliveryReceiptSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Correct quantity or price of a line of a completed receipt, with what it did to stock and costs."""
        body = self.parsed(bodies.CorrectionBody)
        return self.act(
            ReceiptCorrectionService.correct_receipt_line,
            present=self.presented,
            receipt_id=path_id(pk),
            line_id=body["line"],
            quantity=body.get("quantity"),
            unit_price=body.get("unit_price"),
            reason=body["reason"],
            actor=self.actor,
            at=timezone.now(),
        )

    def _return(self, document: SupplierReturn) -> Any:
        row = returns_of(self.actor).get(pk=document.pk)
        return answers.SupplierReturnSerializer(row, context=self.get_serializer_context()).data


class SupplierReturnViewSet(PurchaseViewSet):
    """Returns from the member's locations."""

    kind = Kind.RETURN
    serializer_class = answers.SupplierReturnSerializer
    capabilities = document_capabilities(view=Capability.PURCHASE_VIEW, change=Capability.PURCHASE_ORDER)

    def records(self, actor: Actor) -> QuerySet[SupplierReturn]:
        """With their lines and the receipts whose goods went back."""
        return returns_of(actor)

    @extend_schema(request=bodies.SupplierReturnBody, responses={201: answers.SupplierReturnSerializer})
    def create(self, request: Request) -> Response:
        """Write down goods that go back; they leave stock when it is completed."""
        body = self.parsed(bodies.SupplierReturnBody)
        return self.act(
            SupplierReturnService.create_return,
            present=self.presented,
            status=201,
            location=body.pop("location"),
            supplier=body.pop("supplier"),
            lines=_returned(body.pop("lines", ())),
            **self.changed(body),
        )

    @extend_schema(request=bodies.SupplierReturnChange, responses=answers.SupplierReturnSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a return that is still editable; `lines` are all its lines from then on."""
        body = self.parsed(bodies.SupplierReturnChange)
        lines = body.pop("lines", None)
        return self.act(
            SupplierReturnService.update_return,
            present=self.presented,
            return_id=path_id(pk),
            lines=None if lines is None else _returned(lines),
            **self.changed(body),
        )


def _quantities(lines: list[dict[str, Any]] | None) -> dict[UUID, Decimal] | None:
    return None if lines is None else {line["line"]: line["quantity"] for line in lines}


def _received(lines: Any) -> list[NewReceiptLine]:
    return [NewReceiptLine(**line | {"serials": tuple(line.get("serials", ()))}) for line in lines]


def _returned(lines: Any) -> list[ReturnedLine]:
    return [ReturnedLine(**line | {"serials": tuple(line.get("serials", ()))}) for line in lines]
