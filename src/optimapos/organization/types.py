"""Built-in roles, what may be approved, kinds of location, price policies."""

from dataclasses import dataclass
from datetime import timedelta
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
    Capability.REFUND_REQUEST,
    Capability.REFUND_PROCESS,
    Capability.SHIFT_OPERATE,
    Capability.CUSTOMER_VIEW,
    Capability.CUSTOMER_CREATE,
    Capability.PRODUCT_VIEW,
    Capability.STOCK_VIEW,
    Capability.PAYMENT_TAKE,
}
_CATALOG = {Capability.PRODUCT_VIEW, Capability.STOCK_VIEW, Capability.COST_VIEW}
_LOOK = {Capability.SUPPLIER_VIEW, Capability.PURCHASE_VIEW}
_KEEP = _LOOK | {
    Capability.STOCK_RECEIVE,
    Capability.STOCK_TRANSFER,
    Capability.STOCK_ADJUST,
    Capability.STOCK_COUNT,
}
_BUY = _LOOK | {
    Capability.SUPPLIER_MANAGE,
    Capability.PURCHASE_REQUEST,
    Capability.PURCHASE_ORDER,
    Capability.DATA_IMPORT,
    Capability.DATA_EXPORT,
}
_BOOKS = _LOOK | {Capability.SUPPLIER_PAY, Capability.CREDIT_ADJUST, Capability.WALLET_VIEW, Capability.DATA_EXPORT}

BUILTIN_ROLES = (
    BuiltinRole("owner", "Owner", ALL_CAPABILITIES, Decimal(100)),
    BuiltinRole("manager", "Manager", ALL_CAPABILITIES - {Capability.SETTINGS_MANAGE}, Decimal(50)),
    BuiltinRole("cashier", "Cashier", frozenset(_SELL), Decimal(10)),
    BuiltinRole("stock_clerk", "Stock clerk", frozenset(_CATALOG | _KEEP | {Capability.PURCHASE_REQUEST})),
    BuiltinRole(
        "buyer",
        "Buyer",
        frozenset(_CATALOG | _BUY | {Capability.PRODUCT_MANAGE, Capability.PRICE_MANAGE, Capability.STOCK_RECEIVE}),
    ),
    BuiltinRole(
        "accountant",
        "Accountant",
        frozenset(
            _CATALOG
            | _BOOKS
            | {Capability.SALE_VIEW, Capability.SHIFT_VIEW, Capability.AUDIT_VIEW}
            | {Capability.CUSTOMER_VIEW, Capability.CUSTOMER_MANAGE, Capability.PAYMENT_VIEW}
        ),
    ),
    BuiltinRole(
        "auditor",
        "Auditor",
        frozenset(
            _CATALOG
            | _LOOK
            | {Capability.SALE_VIEW, Capability.SHIFT_VIEW, Capability.CUSTOMER_VIEW}
            | {Capability.WALLET_VIEW, Capability.PAYMENT_VIEW, Capability.AUDIT_VIEW}
        ),
    ),
)


OWNER = "owner"
"""The code of the role that a business always has an active member of, at all its locations."""

GROUPS: dict[str, str] = {
    "sale": "Selling",
    "payment": "Payments",
    "refund": "Selling",
    "shift": "Selling",
    "price": "Prices",
    "credit": "Customers and credit",
    "customer": "Customers and credit",
    "wallet": "Customers and credit",
    "loyalty": "Customers and credit",
    "product": "Products",
    "stock": "Stock",
    "supplier": "Buying",
    "purchase": "Buying",
    "workflow": "Setting up",
    "cost": "Figures",
    "data": "Files",
    "audit": "Figures",
    "people": "Setting up",
    "settings": "Setting up",
}
"""Where a capability stands on a screen, by the word before its dot."""

SENTENCES: dict[str, str] = {
    Capability.SALE_VIEW: "Look up sales and print their receipts again.",
    Capability.SALE_SELL: "Sell: put goods into a cart, take the money, hand out the receipt.",
    Capability.SALE_DISCOUNT: "Give discounts, up to the largest one that the role has.",
    Capability.SALE_CANCEL: "Give up a cart that was not paid.",
    Capability.SALE_VOID: "Take a whole sale back that was just made by mistake.",
    Capability.REFUND_REQUEST: "Ask for goods to be taken back and money to be returned.",
    Capability.REFUND_APPROVE: "Say yes or no to refunds, also when the warranty is over.",
    Capability.REFUND_WITHOUT_RECEIPT: "Ask for goods to be taken back that come without a receipt.",
    Capability.REFUND_PROCESS: "Take the goods back and pay out a refund that was approved.",
    Capability.SHIFT_OPERATE: "Open a shift at a till, put cash in, take it out, count and close.",
    Capability.SHIFT_VIEW: "See what a drawer should hold at any time, and the reports of all tills.",
    Capability.SALE_IMPORT: "Bring in sales that were made elsewhere, with the time at which they were made.",
    Capability.PAYMENT_TAKE: "Have a card or a phone charged for a sale.",
    Capability.PAYMENT_VIEW: "See what providers were asked for, and what came of it.",
    Capability.PAYMENT_MANAGE: "Set up accounts at providers, give back what could not be used, settle what does not agree.",
    Capability.PRICE_OVERRIDE: "Type another price than the one that the system found.",
    Capability.PRICE_BELOW_FLOOR: "Sell for less than the lowest price that is set for the goods.",
    Capability.CREDIT_OVERRIDE: "Let a customer owe more than their limit.",
    Capability.CREDIT_ADJUST: "Correct what customers owe, and enter what they owed before.",
    Capability.WALLET_VIEW: "See gift cards, store credit and points, and what is owed by them in all.",
    Capability.WALLET_ISSUE: "Issue gift cards and put money on them.",
    Capability.WALLET_ADJUST: "Grant store credit, block a card that was lost, correct what an account holds.",
    Capability.LOYALTY_MANAGE: "Set how many points a sale earns and what they are worth.",
    Capability.CUSTOMER_VIEW: "See customers, what they bought and what they owe.",
    Capability.CUSTOMER_CREATE: "Write down a new customer during a sale: name, phone, e-mail, tax number.",
    Capability.CUSTOMER_MANAGE: "Add customers and change their details, limits and blocks.",
    Capability.PRODUCT_VIEW: "See products and their prices.",
    Capability.PRODUCT_MANAGE: "Add and change products, barcodes, brands and groups.",
    Capability.PRICE_MANAGE: "Set prices, and prepare promotions and price lists.",
    Capability.PRICE_APPROVE: "Let promotions and price lists take effect.",
    Capability.STOCK_VIEW: "See how much there is of what, and where.",
    Capability.STOCK_RECEIVE: "Book goods that came in.",
    Capability.STOCK_TRANSFER: "Send goods from one location to another.",
    Capability.STOCK_ADJUST: "Write goods off, put them aside, correct what the books say there is.",
    Capability.STOCK_COUNT: "Count stock and enter what was found.",
    Capability.STOCK_APPROVE: "Make counts and corrections take effect, and take back what was booked.",
    Capability.SUPPLIER_VIEW: "See suppliers and when they deliver.",
    Capability.SUPPLIER_MANAGE: "Add suppliers and change their terms.",
    Capability.SUPPLIER_PAY: "Enter suppliers' invoices and what was paid on them.",
    Capability.PURCHASE_VIEW: "See orders, deliveries and what is asked for.",
    Capability.PURCHASE_REQUEST: "Ask for goods to be bought.",
    Capability.PURCHASE_ORDER: "Order from suppliers, and send goods back to them.",
    Capability.PURCHASE_APPROVE: "Say yes to orders and other papers of buying.",
    Capability.WORKFLOW_MANAGE: "Change which steps an order or another paper goes through.",
    Capability.COST_VIEW: "See what goods cost and what is earned on them.",
    Capability.DATA_IMPORT: "Bring in products, prices, customers and stock from files.",
    Capability.DATA_EXPORT: "Take lists out as files.",
    Capability.AUDIT_VIEW: "Read who did what and when.",
    Capability.PEOPLE_MANAGE: "Add people, give them roles and PINs, set up tills.",
    Capability.SETTINGS_MANAGE: "Change the business, its locations and how it works.",
}
"""What a capability lets somebody do, as one tells a shop owner."""


class LocationKind(models.TextChoices):
    """What a location is for. TRANSIT is no place: a business has one, and goods on their way between others are there."""

    STOREFRONT = "STOREFRONT", "Storefront"
    WAREHOUSE = "WAREHOUSE", "Warehouse"
    TRANSIT = "TRANSIT", "In transit"


class CodePage(models.TextChoices):
    """Letters that a receipt printer has of its own. Without one a paper is drawn: slower, and right on any printer."""

    DRAWN = "", "Drawn as a picture"
    CP437 = "CP437", "CP437 (English)"
    CP850 = "CP850", "CP850 (western Europe)"
    CP858 = "CP858", "CP858 (western Europe, with the euro sign)"
    CP1252 = "CP1252", "CP1252 (western Europe)"
    CP852 = "CP852", "CP852 (central Europe)"
    CP866 = "CP866", "CP866 (Cyrillic)"
    CP1251 = "CP1251", "CP1251 (Cyrillic, with the euro sign)"


class PricePolicy(models.TextChoices):
    """How one price is chosen among the candidates. Source: the worked example of system-overview.md."""

    BEST_FOR_CUSTOMER = "BEST_FOR_CUSTOMER", "The lowest candidate"
    STRICT_PRIORITY = "STRICT_PRIORITY", "The first candidate in order of priority"


class StockPolicy(models.TextChoices):
    """What a location does when more is asked for than the books say there is."""

    STRICT = "STRICT", "Sell only what is there"
    ALLOWS_OVERSELL = "ALLOWS_OVERSELL", "Sell on; the deficit is settled by the next receipt"


class ApprovalAction(models.TextChoices):
    """What may be approved: the capability that the one who asks lacks."""

    CREDIT_OVERRIDE = Capability.CREDIT_OVERRIDE.value, "Sell on credit beyond a customer's limit"
    SALE_DISCOUNT = Capability.SALE_DISCOUNT.value, "Give a discount above the role's limit"
    PRICE_OVERRIDE = Capability.PRICE_OVERRIDE.value, "Set a unit price by hand"
    PRICE_BELOW_FLOOR = Capability.PRICE_BELOW_FLOOR.value, "Sell below the floor price"


PERMITTED_BY: dict[str, frozenset[str]] = {
    action: frozenset(
        {action, Capability.PRICE_OVERRIDE.value} if action == ApprovalAction.PRICE_BELOW_FLOOR else {action}
    )
    for action in ApprovalAction.values
}
"""The capabilities that an approval lends, all of which who grants it has to have. A price below the floor is mostly one that
was set by hand, so one approval does for both.
"""


class ApprovalStatus(models.TextChoices):
    """What became of an approval. One that was not decided or not used in time stays as it is and counts no more."""

    ASKED = "ASKED", "Asked"
    GRANTED = "GRANTED", "Granted"
    DENIED = "DENIED", "Denied"
    USED = "USED", "Used"


ASKING_LIFE = timedelta(minutes=10)
# Longer than a customer waits at a till; a manager who comes later finds an empty list, not yesterday's questions.
APPROVAL_LIFE = timedelta(minutes=2)


LOGOS = "logos"
"""The folder of logos, in the storage and in their addresses."""


def logo_url(address: str) -> str:
    """Where a logo is served."""
    return f"/media/{LOGOS}/{address}.png"
