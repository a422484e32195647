"""Price lists: drafted with their rows, approved as a whole, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.organization.models import Business
from optimapos.pricing.locks import lock_price_list
from optimapos.pricing.models import PriceList, PriceListRow, PromotionStatus
from optimapos.products.models import Product, ProductPackaging


class PriceListFields(TypedDict, total=False):
    """What a caller may set. Without `includes_tax` it is as the business keeps its prices."""

    name: str
    sale_type: str
    includes_tax: bool
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A row of a list. `price` None: the product, or its packaging, is taken off the list."""

    product_id: UUID
    price: Decimal | None
    packaging_id: UUID | None = None


class PriceListService:
    """Keeps price lists. The rows of an approved one are base prices from its beginning on."""

    @staticmethod
    @operation
    def create_price_list(*, business: BusinessRef, actor: Actor, fields: PriceListFields) -> Result[PriceList]:
        """Draft a list without rows.

        Refuses: DUPLICATE_NAME, BAD_PRICE_PERIOD.
        """
        owner = Business.objects.get(pk=business_id_of(business))
        row = PriceList(business_id=owner.pk, **{"includes_tax": owner.prices_include_tax, **fields})
        row.save(force_insert=True)
        return _logged(row, actor, "created")

    @staticmethod
    @operation
    def update_price_list(
        *, business: BusinessRef, actor: Actor, list_id: UUID, fields: PriceListFields
    ) -> Result[PriceList]:
        """Change a draft.

        Refuses: NOT_FOUND, PRICE_LIST_NOT_DRAFT (data: status), DUPLICATE_NAME, BAD_PRICE_PERIOD.
        """
        row = _draft(actor, list_id)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=[*fields, "updated_at"])
        return _logged(row, actor, "updated", fields=sorted(fields))

    @staticmethod
    @operation
    def set_rows(
        *, business: BusinessRef, actor: Actor, list_id: UUID, rows: Sequence[ListedPrice]
    ) -> Result[PriceList]:
        """Put prices on a draft, change them, or take them off. Of two for the same the later counts.

        Refuses: NOT_FOUND, PRICE_LIST_NOT_DRAFT, PRODUCT_NOT_FOUND (data: products), PACKAGING_NOT_FOUND (data: packagings).
        """
        row = _draft(actor, list_id)
        _check_known(row, rows)
        wanted = {(each.product_id, each.packaging_id): each.price for each in rows}
        there = PriceListRow.objects.for_business(row.business_id).filter(price_list=row)
        old = [
            pk
            for pk, product_id, packaging_id in there.values_list("pk", "product_id", "packaging_id")
            if (product_id, packaging_id) in wanted
        ]
        there.filter(pk__in=old).delete()
        PriceListRow.objects.bulk_create(
            PriceListRow(
                business_id=row.business_id, price_list=row, product_id=product, packaging_id=packaging, price=price
            )
            for (product, packaging), price in wanted.items()
            if price is not None
        )
        return _logged(row, actor, "rows_set", rows=len(wanted))

    @staticmethod
    @operation
    def approve_price_list(*, business: BusinessRef, actor: Actor, list_id: UUID, at: datetime) -> Result[PriceList]:
        """Approve a draft: from its beginning on its rows are base prices.

        Refuses: NOT_FOUND, PRICE_LIST_NOT_DRAFT, PRICE_LIST_EMPTY.
        """
        row = _draft(actor, list_id)
        if not PriceListRow.objects.for_business(row.business_id).filter(price_list=row).exists():
            raise DomainError("PRICE_LIST_EMPTY", "There are no prices on the list.")
        row.status, row.approved_by, row.approved_at = PromotionStatus.APPROVED, actor.user_id, at
        row.save(update_fields=["status", "approved_by", "approved_at", "updated_at"])
        return _logged(row, actor, "approved")

    @staticmethod
    @operation
    def end_price_list(*, business: BusinessRef, actor: Actor, list_id: UUID) -> Result[PriceList]:
        """End a list for good, begun or not: what stood behind it applies again.

        Refuses: NOT_FOUND, PRICE_LIST_NOT_DRAFT for one that has ended.
        """
        row = _locked(actor, list_id)
        if row.status == PromotionStatus.ENDED:
            raise _not_draft(row)
        row.status = PromotionStatus.ENDED
        row.save(update_fields=["status", "updated_at"])
        return _logged(row, actor, "ended")


def _locked(actor: Actor, list_id: UUID) -> PriceList:
    row = lock_price_list(actor, list_id)
    if row is None:
        raise DomainError("NOT_FOUND", "There is no such price list.")
    return row


def _draft(actor: Actor, list_id: UUID) -> PriceList:
    row = _locked(actor, list_id)
    if row.status != PromotionStatus.DRAFT:
        raise _not_draft(row)
    return row


def _not_draft(row: PriceList) -> DomainError:
    msg = f"The price list is {row.get_status_display().lower()}, not a draft."
    return DomainError("PRICE_LIST_NOT_DRAFT", msg, {"status": row.status})


def _check_known(row: PriceList, rows: Sequence[ListedPrice]) -> None:
    products = {each.product_id for each in rows}
    known = Product.objects.for_business(row.business_id).filter(pk__in=products).values_list("pk", flat=True)
    if missing := sorted(str(each) for each in products - set(known)):
        raise DomainError("PRODUCT_NOT_FOUND", "There is no such product.", {"products": missing})
    wanted = {(each.packaging_id, each.product_id) for each in rows if each.packaging_id}
    packagings = ProductPackaging.objects.for_business(row.business_id).filter(pk__in=[each for each, _ in wanted])
    if gone := sorted(str(each) for each, _ in wanted - set(packagings.values_list("pk", "product_id"))):
        raise DomainError("PACKAGING_NOT_FOUND", "The product has no such packaging.", {"packagings": gone})


def _logged(row: PriceList, actor: Actor, what: str, **data: Any) -> Result[PriceList]:
    bump_settings_version(row.business_id)
    AuditLog.log_event(
        f"price_list.{what}", business=row.business_id, actor=actor, event_data={"id": str(row.pk), **data}
    )
    return Result.success(row)
