"""Merging customers who are one."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.core.tenancy import tenant_scope
from optimapos.partners.api.customer_parts import CustomerAnswers
from optimapos.partners.api.places import clock_of
from optimapos.partners.api.serializers import CustomerSerializer
from optimapos.partners.api.supplier_parts import LOCATION
from optimapos.partners.selectors import customers_of
from optimapos.partners.selectors.customer_doubles import customers_with_doubles, doubles_of
from optimapos.partners.services import CustomerMergeService


class MergeBody(serializers.Serializer[Any]):
    """Whom to merge into. `accept_conflicts`: also where a block is lost, a limit exceeded, or tax numbers, phones or
    e-mail addresses differ.
    """

    into = serializers.UUIDField()
    accept_conflicts = serializers.BooleanField(required=False)


class AlikeSerializer(serializers.Serializer[Any]):
    """An older customer who may be the same: `reasons` of PHONE, TAX_NUMBER, NAME."""

    id = serializers.UUIDField(source="customer.pk")
    code = serializers.CharField(source="customer.code")
    name = serializers.CharField(source="customer.name")
    reasons = serializers.ListField(child=serializers.CharField())


class DoublesSerializer(serializers.Serializer[Any]):
    """A customer, and who may be the same."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    doubles = AlikeSerializer(many=True)


class MergeActions(CustomerAnswers):
    """Merging, and whom."""

    @extend_schema(responses=DoublesSerializer(many=True), filters=False)
    @action(detail=False, methods=["get"], filterset_class=None)
    def doubles(self, request: Request) -> Response:
        """Customers for whom there are older ones who may be the same: by phone, tax number or a very similar name."""
        business = self.actor.business_id
        with tenant_scope(business):
            page = self.paginate_queryset(customers_with_doubles(self.actor)) or []
            found = doubles_of(business, page)
        told = [{"id": each.pk, "code": each.code, "name": each.name, "doubles": found[each]} for each in page]
        return self.get_paginated_response(DoublesSerializer(told, many=True).data)

    @extend_schema(parameters=[LOCATION], request=MergeBody, responses=CustomerSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """Merge a customer into another one, which is answered. There is no way back."""
        now = timezone.now()
        with tenant_scope(self.actor.business_id):
            on = clock_of(self.request, self.actor, now).date()
        return self.act(
            CustomerMergeService.merge,
            present=lambda survivor: CustomerSerializer(customers_of(self.actor).get(pk=survivor.pk)).data,
            actor=self.actor,
            customer_id=path_id(pk),
            on=on,
            at=now,
            **self.parsed(MergeBody),
        )
