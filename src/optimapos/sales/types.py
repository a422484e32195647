"""Statuses, methods and origins of sales. Source: sales-phase-1.md, sales-backend-guide.md."""

from django.db import models


class SaleType(models.TextChoices):
    """At which terms a sale is made."""

    RETAIL = "RETAIL", "Retail"
    WHOLESALE = "WHOLESALE", "Wholesale"


class SaleStatus(models.TextChoices):
    """Before completion: DRAFT, PENDING (a provider is being asked), CANCELLED. After it, what was paid: see rules."""

    DRAFT = "DRAFT", "Draft"
    PENDING = "PENDING", "Pending"
    PARTIAL = "PARTIAL", "Partially paid"
    COMPLETED = "COMPLETED", "Completed"
    REFUNDED = "REFUNDED", "Refunded"
    CANCELLED = "CANCELLED", "Cancelled"


class PaymentMethod(models.TextChoices):
    """What a tender is."""

    CASH = "CASH", "Cash"
    CARD = "CARD", "Card"
    MOMO = "MOMO", "Mobile money"
    TRANSFER = "TRANSFER", "Bank transfer"
    GIFT_CARD = "GIFT_CARD", "Gift card"
    STORE_CREDIT = "STORE_CREDIT", "Store credit"
    LOYALTY = "LOYALTY", "Loyalty points"
    EXCHANGE = "EXCHANGE", "Goods brought back"


TAKEN_AT_THE_TILL = frozenset({PaymentMethod.CASH, PaymentMethod.CARD, PaymentMethod.MOMO, PaymentMethod.TRANSFER})
"""Methods whose tender is booked as taken: cash, and what a separate machine or bank has confirmed."""
FROM_A_WALLET = frozenset({PaymentMethod.GIFT_CARD, PaymentMethod.STORE_CREDIT, PaymentMethod.LOYALTY})
"""Methods whose tender is taken from what the business owes, under the lock of the account; with a connection alone."""
TILL_TENDERS = [(each.value, each.label) for each in PaymentMethod if each in TAKEN_AT_THE_TILL]
BESIDE_TENDERS = [(each.value, each.label) for each in PaymentMethod if each in TAKEN_AT_THE_TILL | FROM_A_WALLET]
"""What a sale may be paid with beside a provider's part."""
"""The same as choices, in their order."""


class PaymentType(models.TextChoices):
    """How a sale was paid as a whole."""

    CASH = "CASH", "Cash"
    CARD = "CARD", "Card"
    MOMO = "MOMO", "Mobile money"
    TRANSFER = "TRANSFER", "Bank transfer"
    CREDIT = "CREDIT", "On credit"
    WALLET = "WALLET", "Gift card, store credit or points"
    EXCHANGE = "EXCHANGE", "Goods brought back"
    MIXED = "MIXED", "Mixed"


class PaymentStatus(models.TextChoices):
    """What became of a payment."""

    PENDING = "PENDING", "Pending"
    SUCCESSFUL = "SUCCESSFUL", "Successful"
    FAILED = "FAILED", "Failed"
    CANCELLED = "CANCELLED", "Cancelled"
    EXPIRED = "EXPIRED", "Expired"


class PaymentPurpose(models.TextChoices):
    """What money was taken for, or given back of."""

    SALE = "SALE", "Sale"
    ACCOUNT = "ACCOUNT", "On account"
    GIFT_CARD = "GIFT_CARD", "Gift card"
    REFUND = "REFUND", "Goods without a receipt"


class PaymentDirection(models.TextChoices):
    """IN is taken from a customer, OUT is given back."""

    IN = "IN", "In"
    OUT = "OUT", "Out"


class SaleOrigin(models.TextChoices):
    """Where a sale was made."""

    ONLINE = "ONLINE", "Online"
    OFFLINE = "OFFLINE", "Offline"
    IMPORT = "IMPORT", "Import"


class LineKind(models.TextChoices):
    """What a line sells."""

    GOODS = "GOODS", "Goods"
    SERVICE = "SERVICE", "Service"
    GIFT_CARD = "GIFT_CARD", "Gift card"
    DEPOSIT = "DEPOSIT", "Deposit"
