"""GrantService: what a member may do at a till without a connection. Source: docs/algorithms/offline.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import new_id
from optimapos.core.money import round_money
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.sealed import current_key, key_for
from optimapos.core.tenancy import BusinessRef, business_id_of, tenant_scope
from optimapos.offline.models import OfflineSettings
from optimapos.offline.rules.grants import ISSUER, PURPOSE, Grant, SigningKey, grant_of, token_of
from optimapos.offline.rules.numbers import series_tail
from optimapos.offline.selectors import newest_key, offline_settings_of
from optimapos.organization.models import Membership, Terminal


@dataclass(frozen=True)
class Granted:
    """A grant and its token."""

    token: str
    grant: Grant


class GrantService:
    """Gives offline grants and reads them."""

    @staticmethod
    @operation
    def issue(*, business: BusinessRef, actor: Actor, key: str, at: datetime) -> Result[Granted]:
        """A grant for the member who is signed in at a terminal, bound to the key of its device (its thumbprint).

        Refuses: TERMINAL_REQUIRED, DEVICE_KEY_NOT_FOUND for a key that is not the one of the terminal's device.
        """
        if actor.terminal_id is None:
            raise DomainError("TERMINAL_REQUIRED", "Sign in at a terminal: a grant is for its device.")
        device = newest_key(business, actor.terminal_id)
        if device is None or device.thumbprint != key:
            raise DomainError("DEVICE_KEY_NOT_FOUND", "This is not the key of the terminal's device. Send it first.")
        member = (
            Membership.objects.for_business(business)
            .select_related("user", "role", "business")
            .get(pk=actor.membership_id)
        )
        terminal = Terminal.objects.for_business(business).select_related("location").get(pk=actor.terminal_id)
        settings, currency = offline_settings_of(business), member.business.currency
        grant = Grant(
            iss=ISSUER,
            jti=new_id(),
            business=business_id_of(business),
            member=member.pk,
            user=member.user_id,
            name=member.user.name,
            role=member.role.code,
            terminal=terminal.pk,
            location=terminal.location_id,
            key=device.thumbprint,
            series_head=f"{terminal.location.code}-{terminal.code}",
            series_tail=series_tail(device.number),
            currency=currency,
            capabilities=sorted(actor.capabilities),
            max_discount=actor.max_discount,
            credit_limit=round_money(settings.credit_limit, currency),
            tenders=list(settings.tenders),
            iat=int(at.timestamp()),
            exp=int((at + timedelta(hours=settings.grant_hours)).timestamp()),
        )
        AuditLog.log_event(
            "offline.granted",
            business=business,
            actor=actor,
            location_id=terminal.location_id,
            event_data={
                "grant": str(grant.jti),
                "terminal_id": str(terminal.pk),
                "until": grant.expires_at.isoformat(),
            },
        )
        data_key = current_key(business)
        return Result.success(Granted(token_of(grant, SigningKey(data_key.version, data_key.derived(PURPOSE))), grant))

    @staticmethod
    def read(*, business: BusinessRef, token: str) -> Grant:
        """What a token of this business grants, expired or not.

        Refuses: GRANT_INVALID.
        """
        business_id = business_id_of(business)
        with tenant_scope(business_id):
            grant = grant_of(token, lambda version: key_for(business_id, version).derived(PURPOSE))
        if grant.business != business_id:
            raise DomainError("GRANT_INVALID", "The offline grant was given by another business.")
        return grant


class OfflineSettingsService:
    """Changes what tills may do offline."""

    @staticmethod
    @operation
    def update_settings(*, business: BusinessRef, actor: Actor, fields: Mapping[str, Any]) -> Result[OfflineSettings]:
        """Change the settings; grants that were given keep what they say.

        Refuses: nothing.
        """
        OfflineSettings.objects.for_business(business).update_or_create(
            business_id=business_id_of(business), defaults=dict(fields)
        )
        row = offline_settings_of(business)
        AuditLog.log_event(
            "offline_settings.updated",
            business=business,
            actor=actor,
            event_data={
                "grant_hours": row.grant_hours,
                "tenders": row.tenders,
                "credit_limit": str(row.credit_limit),
            },
        )
        return Result.success(row)
