"""Pages of the wallet, read-only: accounts and entries are written by operations that lock and check. No page has a code."""

from optimapos.core.actors import Capability
from optimapos.organization.admin import LedgerAdmin, LedgerInline, register
from optimapos.wallet.models import LoyaltyProgram, WalletAccount, WalletEntry, WalletLot, WalletTake


class WalletPages(LedgerAdmin):
    """What is owed to bearers and customers."""

    view_capability = Capability.WALLET_VIEW


class LotsOfAccount(LedgerInline):
    """What an account's entries still have left."""

    model = WalletLot
    view_capability = Capability.WALLET_VIEW
    fields = ("remaining", "expires_on", "is_open")


@register(WalletAccount)
class WalletAccountPages(WalletPages):
    """Accounts."""

    exclude = ("business", "code")
    list_display = ("kind", "code_last4", "customer", "balance", "currency", "status", "expires_on")
    list_select_related = ("customer",)
    list_filter = ("kind", "status")
    inlines = (LotsOfAccount,)


@register(WalletEntry)
class WalletEntryPages(WalletPages):
    """Entries."""

    list_display = ("account", "seq", "kind", "amount", "balance_after", "business_date", "occurred_at")
    list_select_related = ("account",)
    list_filter = ("kind",)


@register(WalletLot)
class WalletLotPages(WalletPages):
    """Lots."""

    list_display = ("account", "remaining", "expires_on", "is_open")
    list_select_related = ("account",)


@register(WalletTake)
class WalletTakePages(WalletPages):
    """What entries took of lots."""

    list_display = ("entry", "lot", "amount")
    list_select_related = ("entry", "lot")


@register(LoyaltyProgram)
class LoyaltyProgramPages(WalletPages):
    """Versions of the loyalty program."""

    list_display = ("valid_from", "points_per_unit", "point_value", "min_points", "max_share", "is_active")
    ordering = ("-valid_from",)
