"""Operators at the tills: a session each for the run, given out in bulk and taken back at its end.

A sign-in by PIN costs tens of milliseconds of hashing on purpose, a minute for 457 terminals; the rows are the same.
Tokens are kept nowhere, so a replay that goes on starts with new ones.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.organization.models import Terminal, TerminalSession
from optimapos.organization.services.terminals import OPERATOR_LIFE
from optimapos.organization.tokens import new_token, token_hash


class TillService:
    """Signs the operator in and out."""

    @staticmethod
    @operation
    def sign_in(
        *, business: UUID, locations: Mapping[int, UUID], membership_id: UUID, user_id: UUID, at: datetime
    ) -> Result[dict[int, str]]:
        """Sign the member in at the first terminal of each store; tokens by store."""
        terminals = Terminal.objects.for_business(business).filter(location__in=locations.values(), is_active=True)
        at_location = {terminal.location_id: terminal.pk for terminal in terminals.order_by("-code")}
        tokens = {store: new_token() for store in locations}
        TerminalSession.objects.for_business(business).bulk_create(
            TerminalSession(
                business_id=business,
                terminal_id=at_location[location],
                membership_id=membership_id,
                kind=TerminalSession.Kind.OPERATOR,
                token_hash=token_hash(tokens[store]),
                expires_at=at + OPERATOR_LIFE,
            )
            for store, location in locations.items()
        )
        AuditLog.log_event(
            "terminal.signed_in", business=business, user_id=user_id, event_data={"terminals": len(tokens)}
        )
        return Result.success(tokens)

    @staticmethod
    @operation
    def sign_out(*, business: UUID, tokens: Mapping[int, str]) -> Result[None]:
        """End the sessions of `tokens`."""
        hashes = [token_hash(token) for token in tokens.values()]
        TerminalSession.objects.for_business(business).filter(token_hash__in=hashes).delete()
        return Result.success(None)
