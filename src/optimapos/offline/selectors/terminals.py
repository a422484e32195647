"""Devices, their keys, and what a business lets them do."""

from datetime import datetime

from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef, business_id_of, tenant_scope
from optimapos.offline.models import OfflineSettings, TerminalKey
from optimapos.offline.types import Device
from optimapos.organization.models import Terminal, TerminalSession
from optimapos.organization.selectors.actors import session_by_token


def device_by_token(token: str, at: datetime) -> Device | None:
    """The terminal whose device holds this token, or None."""
    session = session_by_token(token, TerminalSession.Kind.DEVICE, at)
    if session is None:
        return None
    with tenant_scope(session.business_id):
        rows = Terminal.objects.for_business(session.business_id)
        terminal = rows.filter(pk=session.terminal_id, is_active=True).first()
    return Device(session.business_id, terminal.pk, terminal.location_id) if terminal else None


def newest_key(business: BusinessRef, terminal_id: UUID) -> TerminalKey | None:
    """What the terminal's device signs with."""
    return TerminalKey.objects.for_business(business).filter(terminal_id=terminal_id).order_by("-number").first()


def offline_settings_of(business: BusinessRef) -> OfflineSettings:
    """The settings, as they are without a row where there is none yet."""
    row = OfflineSettings.objects.for_business(business).first()
    return row or OfflineSettings(business_id=business_id_of(business))
