"""Whether an account may be used, and for how much."""

from datetime import date
from decimal import Decimal

from optimapos.core.money import currency_exponent
from optimapos.core.quantities import has_at_most_places
from optimapos.core.result import DomainError
from optimapos.wallet.rules.lots import is_past
from optimapos.wallet.types import BALANCE_LIMIT, WalletKind, WalletStatus

MOST_BY_HAND = Decimal(10_000_000)
"""Against slips, such as a barcode read into the amount; wide enough for the currencies with the smallest units."""


def status_on(status: str, expires_on: date | None, day: date) -> str:
    """What the status is on a day, whether or not it was written."""
    return WalletStatus.EXPIRED.value if is_past(expires_on, day) and status == WalletStatus.ACTIVE else status


def check_usable(status: str, expires_on: date | None, day: date) -> None:
    """Refuses: WALLET_BLOCKED, WALLET_EXPIRED (data: expires_on)."""
    found = status_on(status, expires_on, day)
    if found == WalletStatus.BLOCKED:
        raise DomainError("WALLET_BLOCKED", "This card or account is blocked.")
    if found == WalletStatus.EXPIRED:
        last = expires_on.isoformat() if expires_on else None
        raise DomainError("WALLET_EXPIRED", f"It was valid until {last}.", {"expires_on": last})


def check_covers(available: Decimal, asked: Decimal) -> None:
    """Refuses: WALLET_BALANCE_TOO_LOW (data: balance, asked)."""
    if asked > available:
        balance, wanted = f"{available.normalize():f}", f"{asked.normalize():f}"
        raise DomainError(
            "WALLET_BALANCE_TOO_LOW", f"{wanted} is asked, {balance} is there.", {"balance": balance, "asked": wanted}
        )


def check_currency(own: str, asked: str) -> None:
    """Refuses: WALLET_CURRENCY_DIFFERS (data: currency, asked)."""
    if own != asked:
        raise DomainError("WALLET_CURRENCY_DIFFERS", f"It holds {own}, not {asked}.", {"currency": own, "asked": asked})


def check_amount(amount: Decimal, kind: str, currency: str) -> None:
    """Refuses: AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE (data: amount, currency), POINTS_NOT_WHOLE, AMOUNT_TOO_LARGE (data:
    amount, limit).
    """
    told = f"{amount:f}"
    if amount <= 0:
        raise DomainError("AMOUNT_NOT_POSITIVE", "The amount is more than zero.", {"amount": told})
    if kind == WalletKind.LOYALTY:
        if not has_at_most_places(amount, 0):
            raise DomainError("POINTS_NOT_WHOLE", "Points are whole.", {"amount": told})
    elif not has_at_most_places(amount, currency_exponent(currency)):
        raise DomainError(
            "AMOUNT_TOO_PRECISE", f"{told} has more decimals than {currency}.", {"amount": told, "currency": currency}
        )
    check_bound(amount)


def check_bound(balance: Decimal) -> None:
    """Refuses: AMOUNT_TOO_LARGE (data: amount, limit)."""
    if balance > BALANCE_LIMIT:
        raise DomainError(
            "AMOUNT_TOO_LARGE",
            f"An account holds at most {BALANCE_LIMIT:f}.",
            {"amount": f"{balance:f}", "limit": f"{BALANCE_LIMIT:f}"},
        )


def check_by_hand(amount: Decimal, kind: str, currency: str) -> None:
    """Of what somebody types; what other operations book, such as refunds, is as large as it is.

    Refuses: as `check_amount`.
    """
    check_amount(amount, kind, currency)
    if kind != WalletKind.LOYALTY and amount > MOST_BY_HAND:
        raise DomainError(
            "AMOUNT_TOO_LARGE",
            f"At most {MOST_BY_HAND:f} is booked by hand at once.",
            {"amount": f"{amount:f}", "limit": f"{MOST_BY_HAND:f}"},
        )


def check_last_day(expires_on: date | None, day: date) -> None:
    """Refuses: WALLET_EXPIRED (data: expires_on) for a last day that is over already."""
    if expires_on is not None and is_past(expires_on, day):
        last = expires_on.isoformat()
        raise DomainError("WALLET_EXPIRED", f"The last day {last} is over already.", {"expires_on": last})


def check_reason(reason: str) -> str:
    """The reason without spaces around it.

    Refuses: COMMENT_REQUIRED.
    """
    if not reason.strip():
        raise DomainError("COMMENT_REQUIRED", "Say why.")
    return reason.strip()
