"""The two sales reports. Source: sales-backend-guide.md endpoints 20 and 21."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import BoundedIntegerField, DayField
from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Location
from optimapos.organization.selectors import visible_locations
from optimapos.organization.types import LocationKind
from optimapos.reports.selectors.sales import daily_sales_report, product_sales_report

LONGEST_DAYS = 366
MOST_ROWS = 1000


class DailyQuery(serializers.Serializer[Any]):
    """One storefront (the terminal's, or the only one) and one business day of it (today)."""

    storefront = serializers.UUIDField(required=False)
    date = DayField(required=False)


class ProductQuery(serializers.Serializer[Any]):
    """A period of business days, both included, at one storefront or all that the caller sees."""

    storefront = serializers.UUIDField(required=False)
    date_from = DayField()
    date_to = DayField()
    limit = BoundedIntegerField(min_value=1, max_value=MOST_ROWS, default=100)
    offset = BoundedIntegerField(min_value=0, max_value=10**6, default=0)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """In order, and not too long.

        Raises: ValidationError.
        """
        if not 0 <= (attrs["date_to"] - attrs["date_from"]).days < LONGEST_DAYS:
            raise serializers.ValidationError(f"A period begins before it ends and has up to {LONGEST_DAYS} days.")
        return attrs


class DaySummarySerializer(serializers.Serializer[Any]):
    """The day's figures. `net_sales` = `total_sales` - `total_refunds`."""

    total_sales = serializers.CharField()
    total_refunds = serializers.CharField()
    net_sales = serializers.CharField()
    tax = serializers.CharField()
    transaction_count = serializers.IntegerField()
    refund_count = serializers.IntegerField()
    avg_transaction = serializers.CharField(allow_null=True)
    cash_sales = serializers.CharField()
    card_sales = serializers.CharField()
    credit_sales = serializers.CharField()


class DayTenderSerializer(serializers.Serializer[Any]):
    """What one way of paying paid of the day's sales, and gave back for its refunds."""

    method = serializers.CharField()
    count = serializers.IntegerField()
    sales = serializers.CharField()
    refunds = serializers.CharField()


class DayProductSerializer(serializers.Serializer[Any]):
    """A product of the ten that most was paid for."""

    product = serializers.UUIDField()
    product__name = serializers.CharField()
    units_sold = serializers.CharField()
    revenue = serializers.CharField()


class DayHourSerializer(serializers.Serializer[Any]):
    """An hour of the storefront's clock."""

    hour = serializers.CharField()
    sales = serializers.CharField()
    transactions = serializers.IntegerField()


class DailySalesSerializer(serializers.Serializer[Any]):
    """A storefront's business day."""

    date = serializers.DateField()
    storefront = serializers.CharField()
    currency = serializers.CharField()
    summary = DaySummarySerializer()
    tenders = DayTenderSerializer(many=True)
    top_products = DayProductSerializer(many=True)
    by_hour = DayHourSerializer(many=True)


class ProductSalesRowSerializer(serializers.Serializer[Any]):
    """A product. `net_revenue` is without tax and less what came back; `cost` and `profit` are null without `cost.view`."""

    product = serializers.UUIDField()
    sku = serializers.CharField()
    product__name = serializers.CharField()
    sales = serializers.IntegerField()
    units_sold = serializers.CharField()
    revenue = serializers.CharField()
    units_refunded = serializers.CharField()
    refunds = serializers.CharField()
    net_units = serializers.CharField()
    net_revenue = serializers.CharField()
    cost = serializers.CharField(allow_null=True)
    profit = serializers.CharField(allow_null=True)


class ProductSalesSerializer(serializers.Serializer[Any]):
    """Products by what was paid for them; `count` is of all."""

    date_from = serializers.DateField()
    date_to = serializers.DateField()
    currency = serializers.CharField()
    count = serializers.IntegerField()
    products = ProductSalesRowSerializer(many=True)


class _SalesReport(ActorView):
    capabilities = {"get": Capability.SALE_VIEW}

    def _storefronts(self, wanted: Any) -> list[Location]:
        """Those that the member sees, or the one that is named.

        Refuses: STOREFRONT_NOT_FOUND.
        """
        rows = visible_locations(self.actor).filter(kind=LocationKind.STOREFRONT).order_by("code")
        found = list(rows.filter(pk=wanted) if wanted else rows)
        if not found:
            raise Refusal(DomainError("STOREFRONT_NOT_FOUND", "There is no such storefront, or none that you see."))
        return found


class DailySalesView(_SalesReport):
    """A storefront's day."""

    @extend_schema(parameters=[DailyQuery], responses=DailySalesSerializer)
    def get(self, request: Request) -> Response:
        """Sales, refunds, tenders, hours and the best products of one business day."""
        asked = self.asked(DailyQuery)
        with tenant_scope(self.actor.business_id):
            found = self._storefronts(asked.get("storefront") or self.actor.terminal_location_id)
            if len(found) > 1:
                raise Refusal(DomainError("LOCATION_REQUIRED", "Say which storefront's day it is: `storefront`."))
            day = asked.get("date") or found[0].local_day(timezone.now())
            return Response(DailySalesSerializer(daily_sales_report(self.actor, found[0], day)).data)


class ProductSalesView(_SalesReport):
    """Products of a period."""

    @extend_schema(parameters=[ProductQuery], responses=ProductSalesSerializer)
    def get(self, request: Request) -> Response:
        """What was sold and came back by product."""
        asked = self.asked(ProductQuery)
        with tenant_scope(self.actor.business_id):
            report = product_sales_report(
                self.actor,
                self._storefronts(asked.get("storefront")),
                asked["date_from"],
                asked["date_to"],
                limit=asked["limit"],
                offset=asked["offset"],
            )
            return Response(ProductSalesSerializer(report).data)
