"""Which class stands for which interface, and who takes which news, by dotted path.

The only place where a lower floor meets a higher one. A contract test loads every path.
"""

WIRING: dict[str, str] = {
    "IAuditTrail": "optimapos.audit.services.AuditTrail",
    "ICustomerSales": "optimapos.sales.selectors.customers.CustomerSales",
    "IBasePrices": "optimapos.pricing.services.PricingService",
    "IDebtSources": "optimapos.sales.services.accounts.SaleDebts",
    "IDeviceKeys": "optimapos.offline.services.keys.DeviceKeyService",
    "ILocationUse": "optimapos.sales.selectors.locations.LocationUses",
    "IMergedCustomers": "optimapos.sales.services.statistics.CustomerStatisticsService",
    "IOpeningStock": "optimapos.inventory.services.OpeningStockService",
    "IStockOnHand": "optimapos.inventory.selectors.StockOnHand",
    "ISupplierFinance": "optimapos.purchases.selectors.finance.SupplierFinance",
}

CONSUMERS: dict[str, tuple[str, ...]] = {
    "sale.completed": (
        "optimapos.sales.services.advances.settle_from_credit",
        "optimapos.sales.services.points.earn_points",
        "optimapos.sales.services.statistics.count_purchase",
    ),
    "refund.processed": ("optimapos.sales.services.statistics.count_refund",),
}

SHIFT_BOOKS: tuple[str, ...] = (
    "optimapos.sales.selectors.shifts.SalesOfShift",
    "optimapos.sales.selectors.gift_cards.CardsOfShift",
    "optimapos.refunds.selectors.shifts.RefundsOfShift",
)
"""Who tells what was booked in a shift, each an `IShiftBooks`, in the order of its report."""

DOCUMENT_KINDS: tuple[str, ...] = (
    "optimapos.inventory.kinds.AdjustmentKind",
    "optimapos.inventory.kinds.CountKind",
    "optimapos.inventory.kinds.TransferKind",
    "optimapos.purchases.kinds.RequestKind",
    "optimapos.purchases.kinds.OrderKind",
    "optimapos.purchases.kinds.ReceiptKind",
    "optimapos.purchases.kinds.ReturnKind",
    "optimapos.purchases.kinds.InvoiceKind",
    "optimapos.purchases.kinds.LandedCostKind",
)
"""The kinds of documents, each an `IDocumentKind`."""

DOCUMENT_EFFECTS: dict[str, tuple[str, ...]] = {
    "ADJUSTMENT": ("optimapos.inventory.services.adjustments.AdjustmentEffect",),
    "COUNT": ("optimapos.inventory.services.count_posting.CountEffect",),
    "TRANSFER": ("optimapos.inventory.services.transfers.TransferEffect",),
    "PURCHASE_ORDER": ("optimapos.purchases.services.progress.OrderEnd",),
    "DELIVERY": (
        "optimapos.purchases.services.goods.GoodsEffect",
        "optimapos.purchases.services.progress.OrderProgress",
        "optimapos.pricing.services.following.PricesFollowCosts",
    ),
    "SUPPLIER_RETURN": (
        "optimapos.purchases.services.goods.GoodsEffect",
        "optimapos.purchases.services.progress.ReturnProgress",
    ),
    "SUPPLIER_INVOICE": ("optimapos.purchases.services.payables.booking.InvoiceBooking",),
    "LANDED_COST": ("optimapos.purchases.services.landed_costs.LandedCostPosting",),
}
"""What a step of a kind's documents does beyond their own row, in order: each an `IDocumentEffect`."""
