"""Setting up a business: its row, its built-in roles, its owner; and its locations."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID, new_id
from optimapos.core.interfaces import ILocationUse, implementation
from optimapos.core.money import currency_exponent
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.locks import lock_business, lock_location
from optimapos.organization.models import Business, Location, Membership, Role, User
from optimapos.organization.types import BUILTIN_ROLES, LocationKind, StockPolicy


class BusinessService:
    """Creates businesses and changes their settings."""

    @staticmethod
    def create_business(*, name: str, slug: str, currency: str, owner: User, **settings: Any) -> Result[Business]:
        """Create a business with its built-in roles and `owner` as a member of all locations.

        Refuses: UNKNOWN_CURRENCY.
        """
        return BusinessService._create(
            business=new_id(), name=name, slug=slug, currency=currency, owner=owner, settings=settings
        )

    @staticmethod
    @operation
    def _create(
        *, business: UUID, name: str, slug: str, currency: str, owner: User, settings: dict[str, Any]
    ) -> Result[Business]:
        check_currency(currency)
        row = Business.objects.create(pk=business, name=name, slug=slug, currency=currency, **settings)
        Role.objects.for_business(row).bulk_create(
            Role(
                business=row,
                code=role.code,
                name=role.name,
                capabilities=sorted(role.capabilities),
                max_discount=role.max_discount,
                is_builtin=True,
            )
            for role in BUILTIN_ROLES
        )
        owner_role = Role.objects.for_business(row).get(code="owner")
        Membership.objects.for_business(row).create(business=row, user=owner, role=owner_role, all_locations=True)
        AuditLog.log_event(
            business=row, event_type="business.created", user_id=owner.pk, event_data={"business_id": str(row.pk)}
        )
        return Result.success(row)

    @staticmethod
    @operation
    def update_settings(*, business: BusinessRef, changes: Mapping[str, Any], user_id: UUID) -> Result[Business]:
        """Change a business's settings (`changes` by column). Checkouts under way notice it by `settings_version`.

        Refuses: UNKNOWN_CURRENCY, CURRENCY_FIXED once something was posted, BAD_ROUNDING_STEP.
        """
        row = lock_business(business)
        wanted = changes.get("currency", row.currency)
        if wanted != row.currency and row.currency_fixed:
            raise DomainError("CURRENCY_FIXED", f"Amounts were posted in {row.currency}.", {"currency": row.currency})
        check_currency(wanted)
        step = changes.get("cash_rounding_step", row.cash_rounding_step)
        if not rounding_step_fits(step, wanted):
            raise DomainError(
                "BAD_ROUNDING_STEP", f"{wanted} has no coin that small.", {"cash_rounding_step": str(step)}
            )
        for column, value in changes.items():
            setattr(row, column, value)
        row.settings_version += 1
        row.save()
        AuditLog.log_event(
            event_type="business.updated", business=row, user_id=user_id, event_data={"changed": sorted(changes)}
        )
        return Result.success(row)


def fix_currency(business: BusinessRef) -> None:
    """From the first posting on, the business's currency stays as it is. Part of the operation that posts."""
    Business.objects.filter(pk=business_id_of(business), currency_fixed=False).update(currency_fixed=True)


@cache
def _timezones() -> frozenset[str]:
    """The time zones that the machine knows: read from its files once."""
    return frozenset(available_timezones())


class LocationService:
    """Creates and changes storefronts and warehouses."""

    @staticmethod
    @operation
    def create_location(
        *,
        business: BusinessRef,
        code: str,
        name: str,
        user_id: UUID,
        kind: str = LocationKind.STOREFRONT,
        timezone: str = "UTC",
        day_starts_at: time = time(0, 0),
        address: str = "",
        phone: str = "",
        stock_policy: str = StockPolicy.STRICT,
    ) -> Result[Location]:
        """Create a location. `code` becomes part of its receipt numbers.

        Refuses: UNKNOWN_TIMEZONE, DUPLICATE_CODE.
        """
        _check_timezone(timezone)
        row = Location.objects.for_business(business).create(
            business_id=business_id_of(business),
            code=code,
            name=name,
            kind=kind,
            timezone=timezone,
            day_starts_at=day_starts_at,
            address=address,
            phone=phone,
            stock_policy=stock_policy,
        )
        AuditLog.log_event(
            business=business,
            event_type="location.created",
            user_id=user_id,
            location_id=row.pk,
            event_data={"location_id": str(row.pk)},
        )
        return Result.success(row)

    @staticmethod
    @operation
    def change_location(
        *, business: BusinessRef, location_id: UUID, changes: Mapping[str, Any], actor: Actor
    ) -> Result[Location]:
        """Change a location (`changes` by column). Checkouts under way notice it by the business's `settings_version`.

        Time zone and start of the day are fixed once something was sold or booked there: ledgers keep the business day.

        Refuses: NOT_FOUND, UNKNOWN_TIMEZONE, DAY_FIXED, LOCATION_IN_USE (data: stocked_products, open_carts, open_documents)
        for one that is to be closed and still has goods, carts or documents.
        """
        settings = lock_business(business)
        row = lock_location(business, location_id) if actor.sees(location_id) else None
        if row is None or row.kind == LocationKind.TRANSIT:
            raise DomainError("NOT_FOUND", "There is no such location.")
        _check_timezone(changes.get("timezone", row.timezone))
        moved = any(changes.get(column, getattr(row, column)) != getattr(row, column) for column in DAY_COLUMNS)
        closed = row.is_active and not changes.get("is_active", True)
        if moved or closed:
            _check_use(row, moved=moved, closed=closed)
        for column, value in changes.items():
            setattr(row, column, value)
        row.save()
        settings.settings_version += 1
        settings.save(update_fields=["settings_version", "updated_at"])
        AuditLog.log_event(
            business=business,
            event_type="location.closed" if closed else "location.updated",
            actor=actor,
            location_id=row.pk,
            event_data={"location_id": str(row.pk), "changed": sorted(changes)},
        )
        return Result.success(row)


DAY_COLUMNS = ("timezone", "day_starts_at")


def _check_timezone(timezone: str) -> None:
    if timezone not in _timezones():
        raise DomainError("UNKNOWN_TIMEZONE", f"There is no time zone called {timezone}.", {"timezone": timezone})


def _check_use(row: Location, *, moved: bool, closed: bool) -> None:
    use = implementation(ILocationUse).use_of(business=row.business_id, location_id=row.pk)
    if moved and use.has_history:
        raise DomainError("DAY_FIXED", "Something was sold or booked here, so its days begin when they do.")
    left = {
        "stocked_products": use.stocked_products,
        "open_carts": use.open_carts,
        "open_documents": use.open_documents,
    }
    if closed and any(left.values()):
        words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in left.items() if count)
        raise DomainError("LOCATION_IN_USE", f"{row.name} still has {words}.", left)


def check_currency(currency: str) -> None:
    """Refuses: UNKNOWN_CURRENCY where ISO 4217 or the ledger's four places do not know it."""
    try:
        currency_exponent(currency)
    except ValueError as error:
        raise DomainError("UNKNOWN_CURRENCY", f"{error}.", {"currency": currency}) from error


def rounding_step_fits(step: Decimal, currency: str) -> bool:
    """Whether a cash rounding step is a whole number of the currency's smallest unit."""
    scaled = step.scaleb(currency_exponent(currency))
    return scaled == scaled.to_integral_value()
