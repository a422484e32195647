"""The shop's own card machine, which is not connected: what it said is told by the cashier."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from optimapos.payments.types import Credentials, Event, Forged, Listed, Order, Said, Told


class ManualGateway:
    """Knows nothing by itself. A charge is PENDING until somebody confirms it."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def charge(self, order: Order) -> Told:
        """The cashier types the amount into the machine."""
        return Told(Said.PENDING)

    def ask(self, order: Order) -> Told:
        """Nobody has told yet."""
        return Told(Said.PENDING)

    def cancel(self, order: Order) -> Told:
        """What is not confirmed did not happen."""
        return Told(Said.CANCELLED)

    def refund(self, order: Order) -> Told:
        """The cashier does it at the machine."""
        return Told(Said.PENDING)

    def ask_refund(self, order: Order) -> Told:
        """Nobody has told yet."""
        return Told(Said.PENDING)

    def transactions(self, since: datetime, until: datetime) -> Iterable[Listed]:
        """The machine's own report is on paper."""
        return ()

    def event(self, body: bytes, headers: Mapping[str, str], now: datetime) -> Event:
        """A machine that is not connected sends nothing.

        Raises: Forged.
        """
        raise Forged("a machine that is not connected sends nothing")
