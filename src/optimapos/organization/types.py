"""Built-in roles, kinds of location, price policies."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from optimapos.core.actors import ALL_CAPABILITIES, Capability


@dataclass(frozen=True)
class BuiltinRole:
    """A role that every business starts with. `max_discount` in percent."""

    code: str
    name: str
    capabilities: frozenset[str]
    max_discount: Decimal = Decimal(0)


_SELL = {
    Capability.SALE_VIEW,
    Capability.SALE_SELL,
    Capability.SALE_DISCOUNT,
    Capability.SALE_CANCEL,
    Capability.CUSTOMER_VIEW,
    Capability.PRODUCT_VIEW,
    Capability.STOCK_VIEW,
}
_CATALOG = {Capability.PRODUCT_VIEW, Capability.STOCK_VIEW, Capability.COST_VIEW}

BUILTIN_ROLES = (
    BuiltinRole("owner", "Owner", ALL_CAPABILITIES, Decimal(100)),
    BuiltinRole("manager", "Manager", ALL_CAPABILITIES - {Capability.SETTINGS_MANAGE}, Decimal(50)),
    BuiltinRole("cashier", "Cashier", frozenset(_SELL), Decimal(10)),
    BuiltinRole("stock_clerk", "Stock clerk", frozenset(_CATALOG | {Capability.STOCK_RECEIVE})),
    BuiltinRole(
        "buyer",
        "Buyer",
        frozenset(_CATALOG | {Capability.PRODUCT_MANAGE, Capability.PRICE_MANAGE, Capability.STOCK_RECEIVE}),
    ),
    BuiltinRole(
        "accountant",
        "Accountant",
        frozenset(
            _CATALOG
            | {Capability.SALE_VIEW, Capability.CUSTOMER_VIEW, Capability.CUSTOMER_MANAGE, Capability.AUDIT_VIEW}
        ),
    ),
    BuiltinRole(
        "auditor",
        "Auditor",
        frozenset(_CATALOG | {Capability.SALE_VIEW, Capability.CUSTOMER_VIEW, Capability.AUDIT_VIEW}),
    ),
)


class LocationKind(models.TextChoices):
    """What a location is for."""

    STOREFRONT = "STOREFRONT", "Storefront"
    WAREHOUSE = "WAREHOUSE", "Warehouse"


class PricePolicy(models.TextChoices):
    """How one price is chosen among the candidates. Source: the worked example of system-overview.md."""

    BEST_FOR_CUSTOMER = "BEST_FOR_CUSTOMER", "The lowest candidate"
    STRICT_PRIORITY = "STRICT_PRIORITY", "The first candidate in order of priority"
