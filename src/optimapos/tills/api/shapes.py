"""What tills ask and are answered."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from optimapos.apikit.fields import BoundedIntegerField
from optimapos.tills.api import rows
from optimapos.tills.types import DEFAULT_LIMIT, MAX_LIMIT, Kind

KINDS = [(str(kind), kind.replace("_", " ").capitalize()) for kind in Kind]
ROWS: dict[Kind, type[serializers.Serializer[Any]]] = {
    Kind.SETTINGS: rows.TillSettingsSerializer,
    Kind.UNITS: rows.TillUnitSerializer,
    Kind.GROUPS: rows.TillGroupSerializer,
    Kind.BRANDS: rows.TillBrandSerializer,
    Kind.PRICE_GROUPS: rows.TillPriceGroupSerializer,
    Kind.TAXES: rows.TillTaxSerializer,
    Kind.PROMOTIONS: rows.TillPromotionSerializer,
    Kind.PRICE_LISTS: rows.TillPriceListSerializer,
    Kind.PRODUCTS: rows.TillProductSerializer,
    Kind.PRICES: rows.TillPricesSerializer,
    Kind.CUSTOMERS: rows.TillCustomerSerializer,
    Kind.CREDIT: rows.TillCreditSerializer,
    Kind.STOCK: rows.TillStockSerializer,
}


class PlaceSerializer(serializers.Serializer[Any]):
    """Where: without it the terminal's storefront, or the only one that the member sees."""

    storefront = serializers.UUIDField(required=False, default=None)


class AskCatalogSerializer(PlaceSerializer):
    """A page of one kind. `after`: as the page before it answered."""

    kind = serializers.ChoiceField(choices=KINDS)
    after = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    limit = BoundedIntegerField(min_value=1, max_value=MAX_LIMIT, required=False, default=MAX_LIMIT)


class AskChangesSerializer(PlaceSerializer):
    """Changes since a cursor. `kinds`: separated by commas; without it all that the role permits."""

    since = serializers.CharField(max_length=160)
    kinds = serializers.CharField(required=False, default="", max_length=200)
    limit = BoundedIntegerField(min_value=1, max_value=MAX_LIMIT, required=False, default=DEFAULT_LIMIT)

    def validate_kinds(self, value: str) -> list[str]:
        """The kinds by name.

        Raises: ValidationError for one that does not exist.
        """
        asked = [name for name in value.split(",") if name]
        if unknown := [name for name in asked if name not in set(Kind)]:
            raise serializers.ValidationError(f"There is no kind {unknown[0]}. Known: {', '.join(Kind)}.")
        return asked


class StartSerializer(rows.TillSettingsSerializer):
    """Settings, the server's clock, and the cursor for changes after all that is loaded from now on."""

    settings_version = serializers.IntegerField()
    server_time = serializers.DateTimeField()
    cursor = serializers.CharField()


def _page(kind: Kind, row: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    name = f"Till{''.join(part.capitalize() for part in kind.split('_'))}Page"
    return inline_serializer(
        name,
        {
            "kind": serializers.ChoiceField(choices=[(str(kind), str(kind))]),
            "rows": row(many=True),
            "after": serializers.CharField(allow_null=True),
        },
    )


PAGES: dict[str, serializers.Serializer[Any] | type[serializers.Serializer[Any]]] = {
    str(kind): _page(kind, row) for kind, row in ROWS.items()
}


def _changed(kind: Kind, row: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    name = f"Till{''.join(part.capitalize() for part in kind.split('_'))}Changed"
    fields: dict[str, Any] = {"rows": row(many=True), "gone": serializers.ListField(child=serializers.UUIDField())}
    return inline_serializer(name, fields, required=False)


ChangesSerializer = inline_serializer(
    "TillChanges",
    {
        "cursor": serializers.CharField(),
        "has_more": serializers.BooleanField(),
        "kinds": serializers.ListField(child=serializers.ChoiceField(choices=KINDS)),
        **{str(kind): _changed(kind, row) for kind, row in ROWS.items()},
        "spent": serializers.ListField(child=serializers.UUIDField(), required=False),
        "held": rows.TillHeldSerializer(many=True, required=False),
    },
)
"""A kind is there where something of it changed; of a kind that is told as a whole all rows are there."""
