"""The approvals that a checkout names: read, lent to its prices, held against its cart. Without any, nothing is done."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from optimapos.core.result import DomainError
from optimapos.sales.facts import ApprovalFacts, CartFacts, CartLineFacts, Context
from optimapos.sales.rules.approvals import (
    NOTHING_APPROVED,
    Approved,
    check_named,
    explained,
    find_named,
    shown_cart,
    with_rights,
)
from optimapos.sales.rules.plan import amounts_of
from optimapos.sales.rules.promotions import Promoting
from optimapos.sales.selectors.checkout import read_approvals
from optimapos.sales.services.calls import Call


@dataclass(frozen=True, slots=True)
class NamedApprovals:
    """What a request named, as it was read. Whether each is still unused is asked again where it is written."""

    rows: Sequence[ApprovalFacts] = ()
    now: datetime | None = None

    @classmethod
    def of(cls, call: Call, context: Context, wanted: Sequence[UUID]) -> "NamedApprovals":
        """Those that the request names, at the place of its sale.

        Refuses: APPROVAL_NOT_FOUND (data: approval).
        """
        if not wanted or context.location_id is None:
            return NONE_NAMED
        found = read_approvals(call.caller, wanted)
        return cls(find_named(found, wanted, context.location_id, context.currency), call.now)

    @property
    def ids(self) -> list[UUID]:
        """Their ids, in the order in which they are locked."""
        return [row.id for row in self.rows]

    def rights(self, context: Context) -> Context:
        """The context with the rights over prices that they lend."""
        return with_rights(context, [row.action for row in self.rows]) if self.rows else context

    def checked(
        self, context: Context, cart: CartFacts, lines: Sequence[CartLineFacts], promotions: Promoting
    ) -> Approved:
        """They by action, each of which holds for this cart.

        Refuses: APPROVAL_NOT_YOURS, APPROVAL_USED, APPROVAL_DENIED, APPROVAL_EXPIRED, APPROVAL_NOT_GRANTED,
        APPROVAL_CART_CHANGED.
        """
        if self.now is None:
            return NOTHING_APPROVED
        amounts, _ = amounts_of(lines, cart, context.currency, promotions)
        shown = shown_cart(cart, lines, amounts, context.currency)
        return check_named(self.rows, user_id=context.user_id, cart=shown, now=self.now)

    @contextmanager
    def explaining(self) -> Iterator[None]:
        """Where what is done inside is refused for want of another approval than these, the refusal says so.

        Refuses: APPROVAL_OTHER_ACTION (data: needed_action, approved_actions, refusal).
        """
        try:
            yield
        except DomainError as refusal:
            raise (explained(refusal, self.rows) if self.rows else refusal) from refusal.__cause__


NONE_NAMED = NamedApprovals()
