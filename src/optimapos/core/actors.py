"""Who acts: capabilities, which roles are made of, and `Actor`, the acting member with its rights and places."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import models


class Capability(models.TextChoices):
    """What a role may permit. Views and services ask for these, never for a role's name."""

    SALE_VIEW = "sale.view", "See sales and receipts"
    SALE_SELL = "sale.sell", "Build carts and check out"
    SALE_DISCOUNT = "sale.discount", "Give discounts up to the role's limit"
    SALE_CANCEL = "sale.cancel", "Cancel a cart"
    SALE_VOID = "sale.void", "Void a sale within its shift or day"
    SALE_IMPORT = "sale.import", "Book sales that were made elsewhere, with their own time"
    PAYMENT_TAKE = "payment.take", "Take payments through a provider"
    PAYMENT_VIEW = "payment.view", "See payments through providers"
    PAYMENT_MANAGE = "payment.manage", "Set up providers, give back and match what they took"
    REFUND_REQUEST = "refund.request", "Ask for refunds"
    REFUND_APPROVE = "refund.approve", "Approve refunds, also beyond the warranty"
    REFUND_WITHOUT_RECEIPT = "refund.without_receipt", "Ask for refunds of goods that come without a receipt"
    REFUND_PROCESS = "refund.process", "Pay out refunds that are approved"
    SHIFT_OPERATE = "shift.operate", "Open and close shifts at a till, put cash in and take it out"
    SHIFT_VIEW = "shift.view", "See what a drawer should hold, and the shifts of all tills"
    PRICE_OVERRIDE = "price.override", "Set a unit price by hand"
    PRICE_BELOW_FLOOR = "price.below_floor", "Sell below the floor price"
    CREDIT_OVERRIDE = "credit.override", "Sell on credit beyond a customer's limit"
    CREDIT_ADJUST = "credit.adjust", "Adjust what customers owe and take over opening balances"
    WALLET_VIEW = "wallet.view", "See gift cards, store credit and points"
    WALLET_ISSUE = "wallet.issue", "Issue and load gift cards"
    WALLET_ADJUST = "wallet.adjust", "Grant store credit; block and adjust cards, credit and points"
    LOYALTY_MANAGE = "loyalty.manage", "Set how points are earned and spent"
    CUSTOMER_VIEW = "customer.view", "See customers"
    CUSTOMER_CREATE = "customer.create", "Write down new customers by name and contact"
    CUSTOMER_MANAGE = "customer.manage", "Create and change customers"
    PRODUCT_VIEW = "product.view", "See the catalog and its prices"
    PRODUCT_MANAGE = "product.manage", "Create and change products and reference data"
    PRICE_MANAGE = "price.manage", "Set base prices"
    PRICE_APPROVE = "price.approve", "Approve promotions and price lists"
    STOCK_VIEW = "stock.view", "See stock and availability"
    STOCK_RECEIVE = "stock.receive", "Take goods into stock"
    STOCK_TRANSFER = "stock.transfer", "Move goods between locations"
    STOCK_ADJUST = "stock.adjust", "Correct stock, write off, put in quarantine"
    STOCK_COUNT = "stock.count", "Count stock"
    STOCK_APPROVE = "stock.approve", "Post adjustments and counts, reverse and correct what was posted"
    SUPPLIER_VIEW = "supplier.view", "See suppliers"
    SUPPLIER_MANAGE = "supplier.manage", "Create and change suppliers"
    SUPPLIER_PAY = "supplier.pay", "Book supplier invoices, payments and credit notes"
    PURCHASE_VIEW = "purchase.view", "See purchase documents"
    PURCHASE_REQUEST = "purchase.request", "Ask for goods to be bought"
    PURCHASE_ORDER = "purchase.order", "Order from suppliers and send goods back"
    PURCHASE_APPROVE = "purchase.approve", "Approve purchase documents"
    WORKFLOW_MANAGE = "workflow.manage", "Change how documents are worked on"
    COST_VIEW = "cost.view", "See costs and profits"
    DATA_IMPORT = "data.import", "Import files"
    DATA_EXPORT = "data.export", "Export files"
    AUDIT_VIEW = "audit.view", "Read the audit log"
    PEOPLE_MANAGE = "people.manage", "Manage members, roles and terminals"
    SETTINGS_MANAGE = "settings.manage", "Change the business and its locations"


ALL_CAPABILITIES = frozenset(Capability.values)


@dataclass(frozen=True)
class Origin:
    """Where a request came from, for the audit log's erasable side."""

    ip_address: str = ""
    user_agent: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts: a user in one business, with the rights and locations of the membership, perhaps at a terminal.

    `location_ids` is None for a member of all locations. `max_discount` in percent of a line or cart.
    """

    user_id: UUID
    business_id: UUID
    membership_id: UUID
    capabilities: frozenset[str]
    location_ids: frozenset[UUID] | None = None
    max_discount: Decimal = Decimal(0)
    terminal_id: UUID | None = None
    terminal_code: str = ""
    terminal_location_id: UUID | None = None
    origin: Origin = field(default=Origin())

    def can(self, capability: str) -> bool:
        """Whether a role of this actor permits `capability`."""
        return capability in self.capabilities

    def sees(self, location_id: UUID) -> bool:
        """Whether the actor's membership includes the location."""
        return self.location_ids is None or location_id in self.location_ids
