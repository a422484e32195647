"""IntakeService: envelopes as they come in, each a transaction of its own, each once. Source: docs/algorithms/offline.md."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from optimapos.core.actors import Origin
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef, business_id_of, tenant_scope
from optimapos.offline.models import OfflineSale, TerminalKey
from optimapos.offline.rules.files import Envelope, QueueFile, invalid, read_file
from optimapos.offline.rules.keys import PublicKey
from optimapos.offline.rules.payloads import Head, read_head
from optimapos.offline.services.booking import book
from optimapos.offline.services.rows import digest_of, keep, refused, reused
from optimapos.offline.types import PASSING, Outcome, SaleState
from optimapos.organization.models import Terminal


@dataclass(frozen=True)
class Sender:
    """Who brought envelopes: a till's device, its operator, or an account."""

    terminal_id: UUID | None
    user_id: UUID | None
    origin: Origin = field(default=Origin())
    is_file: bool = False


@dataclass(frozen=True)
class Answered:
    """What became of an envelope: the row that is kept, or why none is."""

    state: str
    row: OfflineSale | None = None
    code: str = ""
    detail: str = ""
    data: dict[str, Any] = field(default_factory=dict)


class IntakeService:
    """Takes in what tills sold offline."""

    @staticmethod
    def take_in(
        *, business: BusinessRef, envelopes: Sequence[Envelope], sender: Sender, at: datetime
    ) -> list[Answered]:
        """Take in envelopes, one after the other. None of them stops the others."""
        return [_take_in(business_id_of(business), envelope, sender, at) for envelope in envelopes]

    @staticmethod
    def take_in_file(*, business: BusinessRef, body: bytes, sender: Sender, at: datetime) -> list[Answered]:
        """Take in a till's queue that was brought as a file.

        Refuses: OFFLINE_FILE_INVALID (data: what): all of it, where it was not made by a till of the business or was changed.
        """
        file, queue = read_file(body)
        with tenant_scope(business):
            terminal = Terminal.objects.for_business(business).filter(pk=queue.terminal).first()
            if terminal is None:
                raise invalid("terminal", "no terminal of this business made it")
            key = _key(business_id_of(business), terminal.pk, queue.key)
        if key is None:
            raise invalid("key", "the terminal has never had this key")
        if not _has_signed(key, file):
            raise invalid("signature", "it was changed after the till had signed it")
        return IntakeService.take_in(business=business, envelopes=queue.envelopes, sender=sender, at=at)


def _take_in(business_id: UUID, envelope: Envelope, sender: Sender, at: datetime) -> Answered:
    try:
        head = read_head(envelope.payload)
    except DomainError as refusal:
        return _not_kept(Outcome.REFUSED, refusal)
    with tenant_scope(business_id):
        terminals = Terminal.objects.for_business(business_id).select_related("location")
        terminal = terminals.filter(pk=head.terminal).first()
        if terminal is None:
            msg = "No till of this business made this."
            return _not_kept(Outcome.REFUSED, DomainError("TERMINAL_UNKNOWN", msg, {"terminal": str(head.terminal)}))
        key = _key(business_id, terminal.pk, head.key)
        is_genuine = key is not None and _has_signed(key, envelope)
        digest = digest_of(envelope.payload, envelope.signature, is_genuine=is_genuine)
        stored = _kept(business_id, digest)
        is_taken = is_genuine and _is_taken(business_id, key, head.sequence)
    if stored is not None:
        return answered(stored)
    row = _new_row(business_id, terminal, key, head, envelope, digest, sender, at)
    if key is None or not is_genuine:
        refused(row, DomainError("BAD_SIGNATURE", "The till did not sign this, or it was changed."))
        return answered(keep(business=business_id, row=row).unwrap())
    if is_taken:
        reused(row)
        return answered(keep(business=business_id, row=row).unwrap())
    row.is_counted = True
    return book_or_keep(row, key, sender.origin, at)


def book_or_keep(row: OfflineSale, key: TerminalKey, origin: Origin, at: datetime) -> Answered:
    """Book what a new envelope says, or keep it with the reason why not."""
    business_id = row.business_id
    try:
        if not book(row, key, origin, at):
            keep(business=business_id, row=row).unwrap()
    except DomainError as refusal:
        if refusal.code in PASSING:
            return _not_kept(Outcome.TRY_AGAIN, refusal)
        if refusal.code == "SEQUENCE_REUSED":
            row.is_counted = False
        refused(row, refusal)
        keep(business=business_id, row=row).unwrap()
    with tenant_scope(business_id):
        kept = _kept(business_id, bytes(row.digest))
    if kept is None:
        raise AssertionError("an envelope is kept with its sale")
    return answered(kept)


def answered(row: OfflineSale) -> Answered:
    """What an envelope that is kept is answered."""
    return Answered(row.state, row, row.code, row.message, row.data)


def has_signed(key: TerminalKey, row: OfflineSale) -> bool:
    """Whether the key's device signed what is kept."""
    return PublicKey(key.x, key.y).has_signed(row.payload.encode(), row.signature)


def _has_signed(key: TerminalKey, signed: Envelope | QueueFile) -> bool:
    content = signed.payload if isinstance(signed, Envelope) else signed.content
    return PublicKey(key.x, key.y).has_signed(content.encode(), signed.signature)


def _key(business_id: UUID, terminal_id: UUID, thumbprint: str) -> TerminalKey | None:
    rows = TerminalKey.objects.for_business(business_id)
    return rows.filter(terminal_id=terminal_id, thumbprint=thumbprint).first()


def _kept(business_id: UUID, digest: bytes) -> OfflineSale | None:
    return OfflineSale.objects.for_business(business_id).filter(digest=digest).first()


def _is_taken(business_id: UUID, key: TerminalKey | None, sequence: int) -> bool:
    return OfflineSale.objects.for_business(business_id).filter(key=key, sequence=sequence, is_counted=True).exists()


def _new_row(
    business_id: UUID,
    terminal: Terminal,
    key: TerminalKey | None,
    head: Head,
    envelope: Envelope,
    digest: bytes,
    sender: Sender,
    at: datetime,
) -> OfflineSale:
    return OfflineSale(
        business_id=business_id,
        terminal=terminal,
        location_id=terminal.location_id,
        key=key,
        sequence=head.sequence,
        version=head.version,
        payload=envelope.payload,
        signature=envelope.signature,
        digest=digest,
        state=SaleState.NEEDS_REVIEW,
        received_at=at,
        sent_by_terminal=sender.terminal_id,
        sent_by_user=sender.user_id,
        came_in_file=sender.is_file,
    )


def _not_kept(outcome: Outcome, refusal: DomainError) -> Answered:
    return Answered(outcome.value, None, refusal.code, refusal.msg, refusal.data)
