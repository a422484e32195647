"""Coupons over HTTP."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import BoundedIntegerField, InstantField
from optimapos.apikit.paths import path_id
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.pricing.models import Coupon
from optimapos.pricing.selectors import coupons_of
from optimapos.pricing.services import CouponService

MAX_COUPONS = 1000
MAX_USES = 1_000_000_000
CODE = r"\A[A-Za-z0-9_-]{3,40}\Z"


class CouponSerializer(serializers.ModelSerializer[Coupon]):
    """A coupon. `uses` is in how many sales it was."""

    class Meta:
        model = Coupon
        fields = [
            "id",
            "promotion",
            "code",
            "valid_until",
            "use_limit",
            "uses",
            "is_active",
            "created_at",
            "updated_at",
        ]


class CouponsBody(serializers.Serializer[Any]):
    """Coupons to make: with these codes, and `count` more with codes drawn at random."""

    promotion = serializers.UUIDField(source="promotion_id")
    codes = serializers.ListField(child=serializers.RegexField(CODE), max_length=MAX_COUPONS, required=False)
    count = BoundedIntegerField(min_value=0, max_value=MAX_COUPONS, required=False)
    use_limit = BoundedIntegerField(
        min_value=1, max_value=MAX_USES, required=False, allow_null=True, help_text="Of each, in how many sales."
    )
    valid_until = InstantField(required=False, allow_null=True)


class CouponChanges(serializers.Serializer[Any]):
    """What may change."""

    is_active = serializers.BooleanField(required=False)
    valid_until = InstantField(required=False, allow_null=True)


class MadeCouponsSerializer(serializers.Serializer[Any]):
    """Coupons that were made."""

    coupons = CouponSerializer(many=True)


class CouponFilter(filters.FilterSet):
    """By promotion and code."""

    promotion = filters.UUIDFilter(field_name="promotion_id")
    code = filters.CharFilter(lookup_expr="iexact")
    is_active = filters.BooleanFilter()

    class Meta:
        model = Coupon
        fields: list[str] = []


class CouponViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Coupons of promotions that the member sees. A till names a code and lists none."""

    serializer_class = CouponSerializer
    filterset_class = CouponFilter
    capabilities = dict.fromkeys(["list", "retrieve", "create", "partial_update"], Capability.PRICE_MANAGE)

    def records(self, actor: Actor) -> QuerySet[Coupon]:
        """Those of promotions that the member sees."""
        return coupons_of(actor)

    @extend_schema(request=CouponsBody, responses={201: MadeCouponsSerializer})
    def create(self, request: Request) -> Response:
        """Make coupons for a promotion that needs them."""
        return self.act(
            CouponService.create_coupons,
            present=lambda made: {"coupons": CouponSerializer(made, many=True).data},
            status=201,
            actor=self.actor,
            **self.parsed(CouponsBody),
        )

    @extend_schema(request=CouponChanges, responses=CouponSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Take a coupon out of use or back into it."""
        return self.act(
            CouponService.update_coupon,
            present=lambda coupon: CouponSerializer(coupon).data,
            actor=self.actor,
            coupon_id=path_id(pk),
            fields=self.parsed(CouponChanges),
        )
