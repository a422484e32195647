"""Booking what an envelope says: the seller, the time and the number are checked, the rest is the checkout's.

Source: docs/algorithms/offline.md.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from optimapos.core.actors import Origin
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.offline.models import OfflineSale, TerminalKey
from optimapos.offline.rules.clocks import occurred
from optimapos.offline.rules.grants import Grant
from optimapos.offline.rules.numbers import series_of
from optimapos.offline.rules.payloads import Payload, read_payload
from optimapos.offline.services.grants import GrantService
from optimapos.offline.services.rows import keeping
from optimapos.offline.types import (
    BOOKED_ONLINE,
    CUSTOMER_MERGED,
    GRANT_EXPIRED,
    GRANT_REVOKED,
    TERMINAL_INACTIVE,
    SaleState,
)
from optimapos.organization.models import Membership
from optimapos.sales.commands import LateSale
from optimapos.sales.connection import Step
from optimapos.sales.models import Sale
from optimapos.sales.rules.late import LatePlan, LateTerms
from optimapos.sales.services.late import LateSaleService, LateSeller
from optimapos.sales.types import SaleOrigin

MERGES = 5
# A customer that was merged, whose survivor was merged, and so on; the merge itself keeps chains short.


@dataclass(frozen=True)
class Reading:
    """An envelope, read: who sold by which grant, and when."""

    payload: Payload
    grant: Grant
    seller: LateSeller
    sale: LateSale
    occurred_at: datetime


def book(row: OfflineSale, key: TerminalKey, origin: Origin, now: datetime) -> bool:
    """Book the sale and keep the envelope, in one transaction; False where nothing was to be booked: the same sale is in the
    books, and the row, not saved yet, says so.

    Refuses: PAYLOAD_VERSION_UNKNOWN, VALIDATION_FAILED, GRANT_INVALID, RECEIPT_NUMBER_WRONG, SEQUENCE_REUSED, and as
    `LateSaleService.book`.
    """
    reading = _read(row, key, origin, now)
    sale, seller = reading.sale, reading.seller
    for _ in range(MERGES):
        try:
            return _book(row, reading.payload, sale, seller, reading.occurred_at, now)
        except DomainError as refusal:
            if refusal.code == "SALE_ID_REUSED" and _is_booked_online(row, sale):
                return False
            if refusal.code != "CUSTOMER_MERGED":
                raise
            sale = msgspec.structs.replace(sale, customer=UUID(refusal.data["merged_into"]), customer_site=None)
            seller = _flagged(seller, CUSTOMER_MERGED)
    raise DomainError("CUSTOMER_NOT_FOUND", "The customer was merged too often.")


def _read(row: OfflineSale, key: TerminalKey, origin: Origin, now: datetime) -> Reading:
    payload = read_payload(row.payload)
    sale = msgspec.structs.replace(payload.sale, origin=SaleOrigin.OFFLINE)
    row.sale_id, row.receipt_number = sale.id, sale.receipt_number
    row.total_amount = Decimal(payload.shown.total_amount)
    when = occurred(sale.occurred_at, payload.clock_offset_ms, now)
    row.device_time, row.clock_offset_ms, row.occurred_at = sale.occurred_at, payload.clock_offset_ms, when.at
    grant = GrantService.read(business=row.business_id, token=payload.grant)
    if grant.terminal != row.terminal_id or grant.key != key.thumbprint:
        raise DomainError("GRANT_INVALID", "The offline grant is for another device.")
    with tenant_scope(row.business_id):
        members = Membership.objects.for_business(row.business_id).select_related("role", "user")
        member = members.filter(pk=grant.member).first()
        terminal = row.terminal
        head = f"{terminal.location.code}-{terminal.code}"
    if member is None:
        raise DomainError("GRANT_INVALID", "Who sold this is no member of the business any more.")
    row.membership_id = member.pk
    flags = [
        *when.flags,
        *([GRANT_EXPIRED] if when.at > grant.expires_at else []),
        *([GRANT_REVOKED] if _is_revoked(grant, member) else []),
        *([] if terminal.is_active else [TERMINAL_INACTIVE]),
    ]
    terms = LateTerms(
        capabilities=frozenset(grant.capabilities),
        max_discount=grant.max_discount,
        credit_limit=grant.credit_limit,
        tenders=frozenset(grant.tenders),
        series=series_of(sale.receipt_number, head=head, key_number=key.number),
        flags=tuple(flags),
    )
    return Reading(payload, grant, LateSeller(member.pk, row.terminal_id, terms, origin), sale, when.at)


def _is_revoked(grant: Grant, member: Membership) -> bool:
    """Whether the member has left since, or may do less."""
    role = member.role
    keeps = set(grant.capabilities) <= set(role.capabilities) and grant.max_discount <= role.max_discount
    return not (member.is_active and member.user.is_active and keeps)


def _book(
    row: OfflineSale, payload: Payload, sale: LateSale, seller: LateSeller, occurred_at: datetime, now: datetime
) -> bool:
    def also(plan: LatePlan) -> list[Step]:
        row.differences = plan.differences
        return [keeping(row, sale.id)]

    LateSaleService.book(
        command=sale,
        shown=payload.shown,
        seller=seller,
        occurred_at=occurred_at,
        now=now,
        content_hash=bytes(row.digest),
        also=also,
    )
    return True


def _is_booked_online(row: OfflineSale, sale: LateSale) -> bool:
    """Whether the sale came in online before: the till sent it, never heard the answer, and made an envelope of it."""
    with tenant_scope(row.business_id):
        found = Sale.objects.for_business(row.business_id).filter(pk=sale.id, origin=SaleOrigin.ONLINE).first()
    if found is None or not found.is_completed or found.terminal_id != row.terminal_id:
        return False
    if found.total_amount != row.total_amount or found.customer_id != sale.customer:
        return False
    row.state, row.flags = SaleState.ACCEPTED_WITH_NOTE, [BOOKED_ONLINE]
    row.code, row.message, row.data = "", "", {}
    row.differences = [_number(sale.receipt_number, found.receipt_number)]
    return True


def _number(shown: str, booked: str | None) -> dict[str, Any]:
    return {"line": 0, "field": "receipt_number", "charged": shown, "ours": booked}


def _flagged(seller: LateSeller, flag: str) -> LateSeller:
    terms = seller.terms
    flagged = LateTerms(
        terms.capabilities, terms.max_discount, terms.credit_limit, terms.tenders, terms.series, (*terms.flags, flag)
    )
    return LateSeller(seller.membership_id, seller.terminal_id, flagged, seller.origin)
