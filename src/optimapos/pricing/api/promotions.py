"""Promotions over HTTP."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import AmountField, BoundedIntegerField, InstantField, PriceField, QuantityField
from optimapos.apikit.paths import path_id
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import UUID
from optimapos.pricing.models import KindOfPromotion, PromotedSales, Promotion, PromotionStatus
from optimapos.pricing.selectors import promotions_of
from optimapos.pricing.services import PromotionService

MAX_TARGETS = 2000
MAX_PRIORITY = 1000
MAX_SET = 1000
MAX_USES = 1_000_000_000


class TargetsField(serializers.ListField):
    """Ids of what a promotion is for."""

    child = serializers.UUIDField()

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_TARGETS, required=False, **options)


class PromotionSerializer(serializers.ModelSerializer[Promotion]):
    """A promotion. `approved_by` is a user's id; `uses` is in how many sales it was, where its uses are limited."""

    value = PriceField(read_only=True)
    min_quantity = QuantityField(read_only=True)
    min_amount = AmountField(read_only=True)
    weekdays = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    products = serializers.SerializerMethodField()
    product_groups = serializers.SerializerMethodField()
    price_groups = serializers.SerializerMethodField()
    locations = serializers.SerializerMethodField()
    reward_products = serializers.SerializerMethodField()
    reward_groups = serializers.SerializerMethodField()

    class Meta:
        model = Promotion
        fields = [
            "id",
            "name",
            "kind",
            "value",
            "includes_tax",
            "sale_type",
            "starts_at",
            "ends_at",
            "weekdays",
            "hours_from",
            "hours_until",
            "min_quantity",
            "set_quantity",
            "get_quantity",
            "min_amount",
            "max_times",
            "combines",
            "needs_coupon",
            "use_limit",
            "uses",
            "priority",
            "status",
            "is_active",
            "approved_by",
            "approved_at",
            "products",
            "product_groups",
            "price_groups",
            "locations",
            "reward_products",
            "reward_groups",
            "created_at",
            "updated_at",
        ]

    def get_products(self, row: Promotion) -> list[UUID]:
        """Products that it is for."""
        return _ids(row, "product_id")

    def get_product_groups(self, row: Promotion) -> list[UUID]:
        """Groups of products that it is for, with all groups below them."""
        return _ids(row, "group_id")

    def get_price_groups(self, row: Promotion) -> list[UUID]:
        """Groups of customers that it is for; empty: everybody."""
        return _ids(row, "price_group_id")

    def get_locations(self, row: Promotion) -> list[UUID]:
        """Locations that it is for and the member sees; empty: everywhere."""
        return _ids(row, "location_id")

    def get_reward_products(self, row: Promotion) -> list[UUID]:
        """Products of which pieces are cheaper."""
        return _ids(row, "product_id", is_reward=True)

    def get_reward_groups(self, row: Promotion) -> list[UUID]:
        """Groups of products of which pieces are cheaper, with all groups below them."""
        return _ids(row, "group_id", is_reward=True)


def _ids(row: Any, column: str, *, is_reward: bool = False) -> list[UUID]:
    targets = [target for target in row.seen_targets if target.is_reward == is_reward]
    return [found for target in targets if (found := getattr(target, column))]


class PromotionBody(serializers.Serializer[Any]):
    """A promotion to draft or change. `value`: percent, or an amount or price: of one base unit, of a set, off the basket.

    BUY_GET: `get_quantity` more pieces for each `set_quantity` are `value` percent cheaper, among the same products or the
    rewards. SET_PRICE: `set_quantity` pieces cost `value`. NTH_ITEM: each `set_quantity`-th piece is `value` percent cheaper.
    """

    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=KindOfPromotion.choices)
    value = PriceField()
    includes_tax = serializers.BooleanField(
        required=False, help_text="Of a fixed price. As the business keeps its prices, if left out."
    )
    sale_type = serializers.ChoiceField(choices=PromotedSales.choices, required=False, allow_blank=True)
    starts_at = InstantField(required=False, help_text="Now, if left out.")
    ends_at = InstantField(required=False, allow_null=True)
    weekdays = serializers.ListField(
        child=BoundedIntegerField(min_value=1, max_value=7), required=False, max_length=7, help_text="1 is Monday."
    )
    hours_from = serializers.TimeField(required=False, allow_null=True)
    hours_until = serializers.TimeField(required=False, allow_null=True)
    min_quantity = QuantityField(low=Decimal(0), required=False, help_text="Base units of one line.")
    set_quantity = BoundedIntegerField(min_value=0, max_value=MAX_SET, required=False)
    get_quantity = BoundedIntegerField(min_value=0, max_value=MAX_SET, required=False)
    min_amount = AmountField(required=False, help_text="What the basket has to cost, in what the promotion is for.")
    max_times = BoundedIntegerField(
        min_value=1, max_value=MAX_USES, required=False, allow_null=True, help_text="Sets in one sale."
    )
    combines = serializers.BooleanField(required=False, help_text="Whether it counts lines that are promoted already.")
    needs_coupon = serializers.BooleanField(required=False)
    use_limit = BoundedIntegerField(
        min_value=1, max_value=MAX_USES, required=False, allow_null=True, help_text="In how many sales."
    )
    priority = BoundedIntegerField(min_value=-MAX_PRIORITY, max_value=MAX_PRIORITY, required=False)
    is_active = serializers.BooleanField(required=False)
    products = TargetsField()
    product_groups = TargetsField()
    price_groups = TargetsField()
    locations = TargetsField()
    reward_products = TargetsField()
    reward_groups = TargetsField()


class PromotionFilter(filters.FilterSet):
    """By a part of the name, by status, and what is paused."""

    search = filters.CharFilter(field_name="name", lookup_expr="icontains", max_length=200)
    status = filters.ChoiceFilter(choices=PromotionStatus.choices)
    is_active = filters.BooleanFilter()

    class Meta:
        model = Promotion
        fields: list[str] = []


class PromotionViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Promotions."""

    serializer_class = PromotionSerializer
    filterset_class = PromotionFilter
    sorts = {"name": "name", "created_at": "created_at"}
    capabilities = {
        "list": Capability.PRODUCT_VIEW,
        "retrieve": Capability.PRODUCT_VIEW,
        "create": Capability.PRICE_MANAGE,
        "partial_update": Capability.PRICE_MANAGE,
        "end": Capability.PRICE_MANAGE,
        "approve": Capability.PRICE_APPROVE,
    }

    def records(self, actor: Actor) -> QuerySet[Promotion]:
        """Those for everywhere, and those for a location of the member."""
        return promotions_of(actor)

    @extend_schema(request=PromotionBody, responses={201: PromotionSerializer})
    def create(self, request: Request) -> Response:
        """Draft a promotion."""
        return self._done(PromotionService.create_promotion, status=201, fields=self.parsed(PromotionBody))

    @extend_schema(request=PromotionBody(partial=True), responses=PromotionSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a draft; pause an approved promotion or let it go on."""
        changes = self.parsed(PromotionBody, partial=True)
        return self._done(PromotionService.update_promotion, promotion_id=path_id(pk), fields=changes)

    @extend_schema(request=None, responses=PromotionSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Approve a draft: from its start on it is applied."""
        return self._done(PromotionService.approve_promotion, promotion_id=path_id(pk), at=timezone.now())

    @extend_schema(request=None, responses=PromotionSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End a promotion for good."""
        return self._done(PromotionService.end_promotion, promotion_id=path_id(pk))

    def _done(self, work: Any, *, status: int = 200, **arguments: Any) -> Response:
        return self.act(work, present=self._presented, status=status, actor=self.actor, **arguments)

    def _presented(self, row: Promotion) -> Any:
        return self.get_serializer(self.records(self.actor).get(pk=row.pk)).data
