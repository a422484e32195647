"""WalletAccount: a gift card, a store credit or a customer's points."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Floor

from optimapos.core.fields import amount_field, between
from optimapos.core.sealed import BlindIndexField, SealedTextField
from optimapos.organization.models import BusinessOwned
from optimapos.partners.models import Customer
from optimapos.wallet.types import BALANCE_LIMIT, WalletKind, WalletStatus

_KNOWN = Q(customer__isnull=False)
_CODED = Q(code_index__isnull=False)
_CARD = Q(kind=WalletKind.GIFT_CARD)
_CREDIT = Q(kind=WalletKind.STORE_CREDIT)
_POINTS = Q(kind=WalletKind.LOYALTY)


class WalletAccount(BusinessOwned):
    """What the business owes to a bearer or a customer: `balance` is a cache of the entries, `seq` the last one's number.

    Who has the code has what a bearer's account holds: a gift card, or a store credit of no customer. The code is told
    once; here it is sealed, found by its blind index and recognised by its last four signs. A customer has one store
    credit and one account of points. `expires_on`: the last day of the whole account.
    """

    kind = models.CharField(max_length=12, choices=WalletKind)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="wallet_accounts", db_index=False
    )
    currency = models.CharField(max_length=3)
    balance = amount_field(default=Decimal(0))
    status = models.CharField(max_length=8, choices=WalletStatus, default=WalletStatus.ACTIVE)
    code = SealedTextField(max_length=20, blank=True)
    code_index = BlindIndexField(of="code")
    code_last4 = models.CharField(max_length=4, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    seq = models.BigIntegerField(default=0)

    class Meta:
        db_table = "wallet_account"
        indexes = [
            # Lists: the newest of a business; a customer's.
            models.Index(fields=["business", "id"], name="wallet_account_list"),
            models.Index(fields=["customer"], name="wallet_account_customer", condition=_KNOWN),
        ]
        constraints = [
            models.UniqueConstraint(fields=["business", "code_index"], name="wallet_account_code", condition=_CODED),
            models.UniqueConstraint(
                fields=["business", "customer", "kind"], name="wallet_account_one", condition=_KNOWN & ~_CARD
            ),
            between("wallet_account_balance_bounded", Decimal(0), BALANCE_LIMIT, "balance"),
            models.CheckConstraint(
                name="wallet_account_points_whole", condition=~_POINTS | Q(balance=Floor(F("balance")))
            ),
            models.CheckConstraint(
                name="wallet_account_bearer_has_code",
                condition=(_CARD & _CODED)
                | (_CREDIT & _KNOWN & ~_CODED)
                | (_CREDIT & ~_KNOWN & _CODED)
                | (_POINTS & _KNOWN & ~_CODED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code_last4}".strip()
