"""Drafts replayed against what was sold, over HTTP."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import BoundedIntegerField
from optimapos.apikit.problems import problem_response
from optimapos.apikit.related import ScopedRelatedField
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.money import currency_exponent, round_places
from optimapos.core.quantities import shown
from optimapos.organization.selectors import visible_locations
from optimapos.sales.rules.tally import Effect, Figures
from optimapos.sales.services.simulation import MAX_DAYS, Simulation, SimulationService

SHOWN_PRODUCTS = 20
OF_COST = ("cost", "profit", "margin")


class SimulationBody(serializers.Serializer[Any]):
    """What to replay: the sales of the last `days` business days, at a location or at all that the member sees."""

    days = BoundedIntegerField(min_value=1, max_value=MAX_DAYS)
    location = ScopedRelatedField(visible_locations, required=False, allow_null=True)


class FiguresSerializer(serializers.Serializer[Any]):
    """Money without tax. `discount`: below list prices, whatever it was given for. Cost, profit and margin for those who may
    see costs.
    """

    revenue = serializers.CharField()
    discount = serializers.CharField()
    cost = serializers.CharField(required=False)
    profit = serializers.CharField(required=False)
    margin = serializers.CharField(required=False)


class EffectSerializer(serializers.Serializer[Any]):
    """Before and after; `lines` would have had another price and sold `units`, in base units."""

    lines = serializers.IntegerField()
    units = serializers.CharField()
    before = FiguresSerializer()
    after = FiguresSerializer()


class ProductEffectSerializer(EffectSerializer):
    """Of one product."""

    product = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()


class DayEffectSerializer(EffectSerializer):
    """Of one business day."""

    date = serializers.DateField()


class ConflictSerializer(serializers.Serializer[Any]):
    """What the draft meets: a promotion or price list by its id, else all prices of one source. It is `beaten` on so many
    lines, and `beats` the draft on so many.
    """

    source = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    reference = serializers.CharField(allow_blank=True)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # a field of that name
    beaten = serializers.IntegerField()
    beats = serializers.IntegerField()


class NotAppliedSerializer(serializers.Serializer[Any]):
    """On how many lines of its goods the draft does not apply, and why."""

    reason = serializers.CharField()
    lines = serializers.IntegerField()


class SimulationSerializer(serializers.Serializer[Any]):
    """The sales as they were and as they would have been, with the same quantities. Returns are not taken off.

    `is_complete`: false where there are more than `line_limit` lines; then the newest sales were replayed. `products`: the 20
    whose revenue changes most.
    """

    days = serializers.IntegerField()
    currency = serializers.CharField()
    lines_read = serializers.IntegerField()
    line_limit = serializers.IntegerField()
    is_complete = serializers.BooleanField()
    sales_read = serializers.IntegerField()
    sales_affected = serializers.IntegerField()
    lines_affected = serializers.IntegerField()
    units_affected = serializers.CharField()
    before = FiguresSerializer()
    after = FiguresSerializer()
    products = ProductEffectSerializer(many=True)
    by_day = DayEffectSerializer(many=True)
    conflicts = ConflictSerializer(many=True)
    not_applied = NotAppliedSerializer(many=True)


class SimulationView(ActorView):
    """What both kinds have in common."""

    capabilities = {"post": Capability.PRICE_MANAGE}

    def simulated(self, work: Any, **draft: Any) -> Response:
        """The answer, for those who see sales."""
        if not self.actor.can(Capability.SALE_VIEW):
            return problem_response("PERMISSION_DENIED", "Your role does not permit to see sales.")
        body = self.parsed(SimulationBody)
        place = body.get("location")
        return self.act(
            work,
            present=self._presented,
            actor=self.actor,
            days=body["days"],
            location_id=place.pk if place else None,
            at=timezone.now(),
            **draft,
        )

    def _presented(self, found: Simulation) -> Any:
        tally = found.tally
        places, sees_costs = currency_exponent(tally.currency), self.actor.can(Capability.COST_VIEW)
        total = _effect(tally.total, places, sees_costs)
        products = [
            {"product": product, "sku": tally.names[product][0], "name": tally.names[product][1]}
            | _effect(effect, places, sees_costs)
            for product, effect in tally.top_products(SHOWN_PRODUCTS)
        ]
        return {
            "days": found.days,
            "currency": tally.currency,
            "lines_read": tally.lines_read,
            "line_limit": found.line_limit,
            "is_complete": found.is_complete,
            "sales_read": tally.sales_read,
            "sales_affected": tally.sales_affected,
            "lines_affected": total["lines"],
            "units_affected": total["units"],
            "before": total["before"],
            "after": total["after"],
            "products": products,
            "by_day": [{"date": day, **_effect(tally.days[day], places, sees_costs)} for day in sorted(tally.days)],
            "conflicts": [
                {
                    "source": rival.source,
                    "reference": rival.reference,
                    "label": rival.label,
                    "beaten": met.beaten,
                    "beats": met.beats,
                }
                for rival, met in sorted(
                    tally.meetings.items(), key=lambda pair: (-pair[1].beats, -pair[1].beaten, str(pair[0]))
                )
            ],
            "not_applied": [{"reason": reason, "lines": lines} for reason, lines in sorted(tally.not_applied.items())],
        }


class PromotionSimulationView(SimulationView):
    """A draft promotion."""

    @extend_schema(request=SimulationBody, responses=SimulationSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """What sales would have been, had this promotion run."""
        return self.simulated(SimulationService.simulate_promotion, promotion_id=pk)


class PriceListSimulationView(SimulationView):
    """A draft price list."""

    @extend_schema(request=SimulationBody, responses=SimulationSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """What sales would have been, had this price list been in force."""
        return self.simulated(SimulationService.simulate_price_list, list_id=pk)


def _effect(effect: Effect, places: int, sees_costs: bool) -> dict[str, Any]:
    return {
        "lines": effect.lines,
        "units": shown(effect.units),
        "before": _figures(effect.before, places, sees_costs),
        "after": _figures(effect.after, places, sees_costs),
    }


def _figures(figures: Figures, places: int, sees_costs: bool) -> dict[str, Any]:
    names = ("revenue", "discount", *(OF_COST if sees_costs else ()))
    return {name: _shown(getattr(figures, name), 1 if name == "margin" else places) for name in names}


def _shown(amount: Decimal, places: int) -> str:
    return f"{round_places(amount, places):f}"
