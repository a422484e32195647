"""Proposed prices over HTTP: the list for review, and deciding on several at once."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import PercentField, PriceField
from optimapos.apikit.views import ActorView, ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import UUID
from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.api.fields import CostField, HidesCosts
from optimapos.pricing.models import PriceProposal, PricingSettings, ProposalStatus
from optimapos.pricing.selectors import pricing_settings_of, proposals_of
from optimapos.pricing.services import PriceProposalService

MAX_AT_ONCE = 500


class PriceProposalSerializer(HidesCosts, serializers.ModelSerializer[PriceProposal]):
    """Another price, since the cost of a base unit is another. Costs and margins, without tax, for those who may see them:
    `margin_unchanged` is the margin of the old price over the new cost. A document of a location that the member does not see
    is told neither by id nor by number.
    """

    product = serializers.UUIDField(source="product_id", read_only=True)
    product_sku = serializers.CharField(source="product.sku", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    packaging = serializers.UUIDField(source="packaging_id", allow_null=True, read_only=True)
    location = serializers.UUIDField(source="location_id", allow_null=True, read_only=True)
    price = serializers.UUIDField(source="price_id", read_only=True, help_text="The base price that it is for.")
    old_price = PriceField(read_only=True)
    proposed_price = PriceField(read_only=True)
    old_cost = CostField()
    new_cost = CostField()
    margin_before = CostField()
    margin_unchanged = CostField()
    margin_after = CostField()
    source_id = serializers.UUIDField(allow_null=True, read_only=True)
    applied_price = serializers.UUIDField(source="applied_price_id", allow_null=True, read_only=True)

    class Meta:
        model = PriceProposal
        fields = [
            "id",
            "price",
            "product",
            "product_sku",
            "product_name",
            "packaging",
            "location",
            "old_price",
            "proposed_price",
            "includes_tax",
            "old_cost",
            "new_cost",
            "margin_before",
            "margin_unchanged",
            "margin_after",
            "source_type",
            "source_id",
            "source_number",
            "status",
            "decided_at",
            "decided_by",
            "applied_price",
            "created_at",
        ]

    def to_representation(self, instance: PriceProposal) -> dict[str, Any]:
        """The proposal as the member may see it."""
        told: dict[str, Any] = super().to_representation(instance)
        hidden = {} if instance.sees_source else {"source_id": None, "source_number": ""}  # type: ignore[attr-defined]  # annotated by the selector
        return told | hidden


class ProposalsBody(serializers.Serializer[Any]):
    """Proposals to decide on."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_AT_ONCE)


class DecidedProposalsSerializer(serializers.Serializer[Any]):
    """What was decided on."""

    proposals = PriceProposalSerializer(many=True)


class PriceProposalFilter(filters.FilterSet):
    """By status, goods, place, and the document that changed the cost."""

    status = filters.ChoiceFilter(choices=ProposalStatus.choices)
    product = filters.UUIDFilter(field_name="product_id")
    location = filters.UUIDFilter(field_name="location_id")
    source = filters.UUIDFilter(method="_source")

    class Meta:
        model = PriceProposal
        fields: list[str] = []

    def _source(self, rows: QuerySet[PriceProposal], name: str, value: UUID) -> QuerySet[PriceProposal]:
        return rows.filter(source_id=value, sees_source=True)  # type: ignore[misc]  # annotated by the selector


class PriceProposalViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Proposed prices."""

    serializer_class = PriceProposalSerializer
    filterset_class = PriceProposalFilter
    capabilities = dict.fromkeys(["list", "retrieve", "apply", "dismiss"], Capability.PRICE_MANAGE)

    def records(self, actor: Actor) -> QuerySet[PriceProposal]:
        """Those for everywhere, and those for locations of the member."""
        return proposals_of(actor)

    @extend_schema(request=ProposalsBody, responses=DecidedProposalsSerializer)
    @action(detail=False, methods=["post"], filterset_class=None, pagination_class=None)
    def apply(self, request: Request) -> Response:
        """Make proposed prices valid from now on, all or none."""
        return self._decided(PriceProposalService.apply_proposals)

    @extend_schema(request=ProposalsBody, responses=DecidedProposalsSerializer)
    @action(detail=False, methods=["post"], filterset_class=None, pagination_class=None)
    def dismiss(self, request: Request) -> Response:
        """Leave prices as they are, all or none."""
        return self._decided(PriceProposalService.dismiss_proposals)

    def _decided(self, work: Any) -> Response:
        ids = self.parsed(ProposalsBody)["ids"]
        return self.act(work, present=self._presented, actor=self.actor, proposal_ids=ids, at=timezone.now())

    def _presented(self, rows: list[PriceProposal]) -> Any:
        found = self.records(self.actor).filter(pk__in=[row.pk for row in rows]).order_by("pk")
        return {"proposals": self.get_serializer(found, many=True).data}


class PricingSettingsSerializer(serializers.ModelSerializer[PricingSettings]):
    """`applies_proposals`: proposed prices are applied at once, without review. A price that would differ by less than
    `threshold_percent` is not proposed.
    """

    applies_proposals = serializers.BooleanField()
    threshold_percent = PercentField()

    class Meta:
        model = PricingSettings
        fields = ["applies_proposals", "threshold_percent"]


class PricingSettingsView(ActorView):
    """How prices follow costs."""

    capabilities = {"get": Capability.PRICE_MANAGE, "patch": Capability.SETTINGS_MANAGE}

    @extend_schema(responses=PricingSettingsSerializer)
    def get(self, request: Request) -> Response:
        """The settings."""
        with tenant_scope(self.actor.business_id):
            return Response(self._presented(pricing_settings_of(self.actor.business_id)))

    @extend_schema(request=PricingSettingsSerializer(partial=True), responses=PricingSettingsSerializer)
    def patch(self, request: Request) -> Response:
        """Change the settings."""
        return self.act(
            PriceProposalService.update_settings,
            present=self._presented,
            actor=self.actor,
            fields=self.parsed(PricingSettingsSerializer, partial=True),
        )

    def _presented(self, row: PricingSettings) -> Any:
        return PricingSettingsSerializer(row).data
