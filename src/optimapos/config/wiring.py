"""Which class stands for which interface, and who takes which news, by dotted path.

The only place where a lower floor meets a higher one. A contract test loads every path.
"""

WIRING: dict[str, str] = {
    "IAuditTrail": "optimapos.audit.services.AuditTrail",
    "IBasePrices": "optimapos.pricing.services.PricingService",
    "IOpeningStock": "optimapos.inventory.services.OpeningStockService",
    "IStockOnHand": "optimapos.inventory.selectors.StockOnHand",
}

CONSUMERS: dict[str, tuple[str, ...]] = {}
