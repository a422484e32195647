"""Keeping prices of price groups and step prices."""

from datetime import datetime
from decimal import Decimal
from typing import TypedDict, TypeVar

from django.utils import timezone

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.models import PriceGroup
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.organization.models import Business, Location
from optimapos.pricing.models import ProductPriceByGroup, ProductStepPrice, TierPrice
from optimapos.pricing.selectors import tier_prices_of
from optimapos.products.models import Product, ProductPackaging

R = TypeVar("R", bound=TierPrice)


class TierFields(TypedDict, total=False):
    """What a caller may set. Without `includes_tax` it is as the business keeps its prices; `valid_from`: now."""

    product: Product
    packaging_id: UUID | None
    location: Location | None
    price: Decimal
    includes_tax: bool
    valid_from: datetime
    valid_until: datetime | None


class GroupPriceFields(TierFields, total=False):
    """The same for a price of a group."""

    price_group: PriceGroup


class StepPriceFields(TierFields, total=False):
    """The same for a step."""

    min_quantity: Decimal


class GroupPriceService:
    """Keeps what customers of a price group pay."""

    @staticmethod
    @operation
    def create_group_price(
        *, business: BusinessRef, actor: Actor, fields: GroupPriceFields
    ) -> Result[ProductPriceByGroup]:
        """Say what a price group pays for a product or one of its packagings. Counts the settings version up.

        Refuses: PACKAGING_NOT_FOUND, BAD_PRICE_PERIOD, DUPLICATE_PRICE (one of the same instant).
        """
        return _created(ProductPriceByGroup(business_id=business_id_of(business), **_complete(business, fields)), actor)

    @staticmethod
    @operation
    def update_group_price(
        *, business: BusinessRef, actor: Actor, row_id: UUID, fields: GroupPriceFields
    ) -> Result[ProductPriceByGroup]:
        """Change a group's price; sales keep the price that they were made at.

        Refuses: NOT_FOUND, BAD_PRICE_PERIOD, DUPLICATE_PRICE.
        """
        return _updated(_found(ProductPriceByGroup, actor, row_id), actor, fields)

    @staticmethod
    @operation
    def end_group_price(*, business: BusinessRef, actor: Actor, row_id: UUID, at: datetime) -> Result[None]:
        """Let a group's price end now. One that has begun stays as history, one that has not is deleted.

        Refuses: NOT_FOUND.
        """
        return _ended(_found(ProductPriceByGroup, actor, row_id), actor, at)


class StepPriceService:
    """Keeps what is paid from a quantity on."""

    @staticmethod
    @operation
    def create_step_price(*, business: BusinessRef, actor: Actor, fields: StepPriceFields) -> Result[ProductStepPrice]:
        """Say what a product or one of its packagings costs from a quantity on. Counts the settings version up.

        Refuses: PACKAGING_NOT_FOUND, BAD_PRICE_PERIOD, DUPLICATE_PRICE (one of the same instant).
        """
        return _created(ProductStepPrice(business_id=business_id_of(business), **_complete(business, fields)), actor)

    @staticmethod
    @operation
    def update_step_price(
        *, business: BusinessRef, actor: Actor, row_id: UUID, fields: StepPriceFields
    ) -> Result[ProductStepPrice]:
        """Change a step; sales keep the price that they were made at.

        Refuses: NOT_FOUND, BAD_PRICE_PERIOD, DUPLICATE_PRICE.
        """
        return _updated(_found(ProductStepPrice, actor, row_id), actor, fields)

    @staticmethod
    @operation
    def end_step_price(*, business: BusinessRef, actor: Actor, row_id: UUID, at: datetime) -> Result[None]:
        """Let a step end now. One that has begun stays as history, one that has not is deleted.

        Refuses: NOT_FOUND.
        """
        return _ended(_found(ProductStepPrice, actor, row_id), actor, at)


def _complete(business: BusinessRef, fields: TierFields) -> TierFields:
    if "includes_tax" not in fields:
        fields = {**fields, "includes_tax": Business.objects.get(pk=business_id_of(business)).prices_include_tax}
    return fields if "valid_from" in fields else {**fields, "valid_from": timezone.now()}


def _found(model: type[R], actor: Actor, row_id: UUID) -> R:
    row = tier_prices_of(model, actor).filter(pk=row_id).first()
    if row is None:
        raise DomainError("NOT_FOUND", "There is no such price.")
    return row


def _created(row: R, actor: Actor) -> Result[R]:
    packagings = ProductPackaging.objects.for_business(row.business_id).filter(product_id=row.product_id)
    if row.packaging_id and not packagings.filter(pk=row.packaging_id).exists():
        msg = "The product has no such packaging."
        raise DomainError("PACKAGING_NOT_FOUND", msg, {"packagings": [str(row.packaging_id)]})
    row.save(force_insert=True)
    return _logged(row, actor, "created")


def _updated(row: R, actor: Actor, fields: TierFields) -> Result[R]:
    for column, value in fields.items():
        setattr(row, column, value)
    row.save(update_fields=[*fields, "updated_at"])
    return _logged(row, actor, "updated")


def _ended(row: TierPrice, actor: Actor, at: datetime) -> Result[None]:
    _logged(row, actor, "ended")
    if row.valid_from >= at:
        row.delete()
    elif row.valid_until is None or row.valid_until > at:
        row.valid_until = at
        row.save(update_fields=["valid_until", "updated_at"])
    return Result.success(None)


def _logged(row: R, actor: Actor, what: str) -> Result[R]:
    bump_settings_version(row.business_id)
    AuditLog.log_event(
        f"{row._meta.model_name}.{what}",
        business=row.business_id,
        actor=actor,
        location_id=row.location_id,
        event_data={"id": str(row.pk), "product_id": str(row.product_id), "price": shown(row.price)},
    )
    return Result.success(row)
