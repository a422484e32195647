"""Figures as they are read: without the zeros that a column adds, and costs only for those who may see them."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from optimapos.apikit.renderers import plain
from optimapos.core.actors import Actor, Capability
from optimapos.core.money import round_places
from optimapos.core.quantities import QUANTITY_PLACES


@extend_schema_field({"type": "string", "format": "decimal"})
class FigureField(serializers.Field[Decimal, Any, str, Any]):
    """A figure with at most six places and without trailing zeros: `2.5`, not `2.500000`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Decimal) -> str:
        """The figure as a plain string."""
        text = plain(round_places(value, QUANTITY_PLACES))
        return text.rstrip("0").rstrip(".") if "." in text else text


class CostField(FigureField):
    """A figure that only those with `cost.view` get: `HidesCosts` takes it out of everybody else's answers."""


class HidesCosts:
    """Mixed into a serializer: without `cost.view` its `CostField`s are left out of the answer."""

    def get_fields(self) -> dict[str, Any]:
        """The fields that this actor gets."""
        fields: dict[str, Any] = super().get_fields()  # type: ignore[misc]
        actor = self.context.get("actor")  # type: ignore[attr-defined]
        if isinstance(actor, Actor) and not actor.can(Capability.COST_VIEW):
            return {name: field for name, field in fields.items() if not isinstance(field, CostField)}
        return fields
