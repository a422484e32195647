"""Payments: everything that was taken and given back, for sales and for what customers owed."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import AmountField
from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.sales.api.accounts import CustomerPaymentSerializer
from optimapos.sales.api.filters import PaymentFilter
from optimapos.sales.models import Payment
from optimapos.sales.selectors.sales import all_payments_of
from optimapos.sales.selectors.totals import totals_of_payments


class ListedPaymentSerializer(CustomerPaymentSerializer):
    """A payment; `storefront` is null where it was taken without a sale and without a till."""

    storefront = serializers.UUIDField(source="location_id", allow_null=True)
    customer = serializers.UUIDField(source="customer_id", allow_null=True)
    terminal = serializers.UUIDField(source="terminal_id", allow_null=True)
    user = serializers.UUIDField(source="user_id")
    customer_name = serializers.SerializerMethodField()

    class Meta:
        model = Payment
        fields = [*CustomerPaymentSerializer.Meta.fields, "storefront", "customer", "customer_name", "terminal", "user"]

    def get_customer_name(self, row: Payment) -> str:
        """Empty without a customer, and for who may not see customers."""
        seen = self.context["actor"].can(Capability.CUSTOMER_VIEW)
        return row.customer.name if seen and row.customer else ""


class MethodTotalSerializer(serializers.Serializer[Any]):
    """What was taken and given back in one way."""

    payment_method = serializers.CharField()
    count = serializers.IntegerField()
    taken = AmountField()
    given_back = AmountField()


class PaymentTotalsSerializer(serializers.Serializer[Any]):
    """What was taken and given back."""

    currency = serializers.CharField()
    count = serializers.IntegerField()
    taken = AmountField()
    given_back = AmountField()
    methods = MethodTotalSerializer(many=True)


class NewestFirst(CursorPages):
    """Newest payments first."""

    ordering = ("-created_at", "-id")  # type: ignore[assignment]


class PaymentViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Payments at locations that the member may see, newest first."""

    serializer_class = ListedPaymentSerializer
    filterset_class = PaymentFilter
    pagination_class = NewestFirst
    lookup_value_converter = "uuid"
    sorts = {"created_at": "created_at", "amount_paid": "amount_paid", "business_date": "business_date"}
    capabilities = dict.fromkeys(["list", "retrieve", "totals"], Capability.SALE_VIEW)

    def records(self, actor: Actor) -> QuerySet[Payment]:
        """Those that the member sees."""
        return all_payments_of(actor)

    @extend_schema(responses=PaymentTotalsSerializer, filters=True)
    @action(detail=False, methods=["get"], pagination_class=None)
    def totals(self, request: Request) -> Response:
        """What was taken and given back by the payments that the same filters leave, in all and by what it was."""
        with tenant_scope(self.actor.business_id):
            found = totals_of_payments(self.actor.business_id, self.filter_queryset(self.get_queryset()))
        return Response(PaymentTotalsSerializer(found).data)
