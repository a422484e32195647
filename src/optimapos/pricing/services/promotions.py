"""Promotions: drafted by those who set prices, approved by those who may, ended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any, TypedDict

from django.utils import timezone

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.models import PriceGroup, ProductGroup
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.organization.models import Business
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.locks import lock_promotion
from optimapos.pricing.models import KindOfPromotion, Promotion, PromotionStatus, PromotionTarget
from optimapos.pricing.selectors import place_of_promotion
from optimapos.pricing.types import WHOLE_KINDS
from optimapos.products.models import Product


class PromotionFields(TypedDict, total=False):
    """What a caller may set. Lists of ids say what it is for; one that is empty or left out: everything of that kind."""

    name: str
    kind: str
    value: Decimal
    includes_tax: bool
    sale_type: str
    starts_at: datetime
    ends_at: datetime | None
    weekdays: list[int]
    hours_from: time | None
    hours_until: time | None
    min_quantity: Decimal
    set_quantity: int
    get_quantity: int
    min_amount: Decimal
    max_times: int | None
    combines: bool
    needs_coupon: bool
    use_limit: int | None
    priority: int
    is_active: bool
    products: Sequence[UUID]
    product_groups: Sequence[UUID]
    price_groups: Sequence[UUID]
    locations: Sequence[UUID]
    reward_products: Sequence[UUID]
    reward_groups: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class _Aim:
    """A kind of target: the column that names it, and whether it is a reward."""

    column: str
    is_reward: bool = False


TARGETS = {
    "products": _Aim("product"),
    "product_groups": _Aim("group"),
    "price_groups": _Aim("price_group"),
    "locations": _Aim("location"),
    "reward_products": _Aim("product", is_reward=True),
    "reward_groups": _Aim("group", is_reward=True),
}
REWARDS = {"reward_products", "reward_groups"}


class PromotionService:
    """Keeps promotions. One that is approved gives a price candidate to every line that it is for, or takes something off
    every basket.
    """

    @staticmethod
    @operation
    def create_promotion(*, business: BusinessRef, actor: Actor, fields: PromotionFields) -> Result[Promotion]:
        """Draft a promotion. Without `includes_tax` a price is as the business keeps its prices. Unless told otherwise, one
        of the whole basket combines with others and one of sets does not.

        Refuses: NOT_FOUND (data: field, ids), PERCENT_TOO_LARGE, BAD_PRICE_PERIOD, BAD_HOURS, BAD_SET.
        """
        columns = {name: value for name, value in fields.items() if name not in TARGETS}
        columns.setdefault("starts_at", timezone.now())
        owner = Business.objects.get(pk=business_id_of(business))
        columns.setdefault("includes_tax", owner.prices_include_tax)
        columns.setdefault("combines", fields["kind"] in WHOLE_KINDS)
        row = Promotion(business_id=owner.pk, **columns)
        row.save(force_insert=True)
        _aim(row, actor, fields)
        return _logged(row, actor, "created")

    @staticmethod
    @operation
    def update_promotion(
        *, business: BusinessRef, actor: Actor, promotion_id: UUID, fields: PromotionFields
    ) -> Result[Promotion]:
        """Change a draft. Of an approved promotion only `is_active` changes: it pauses and goes on.

        Refuses: NOT_FOUND, PROMOTION_NOT_DRAFT (data: status), and as `create_promotion`.
        """
        row = _locked(actor, promotion_id)
        is_pause = set(fields) <= {"is_active"} and row.status == PromotionStatus.APPROVED
        if row.status != PromotionStatus.DRAFT and not is_pause:
            raise _not_draft(row)
        columns = {name: value for name, value in fields.items() if name not in TARGETS}
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=[*columns, "updated_at"])
        _aim(row, actor, fields)
        return _logged(row, actor, "updated", fields=sorted(fields))

    @staticmethod
    @operation
    def approve_promotion(
        *, business: BusinessRef, actor: Actor, promotion_id: UUID, at: datetime
    ) -> Result[Promotion]:
        """Approve a draft: from its start on it gives prices.

        Refuses: NOT_FOUND, PROMOTION_NOT_DRAFT (data: status).
        """
        row = _locked(actor, promotion_id)
        if row.status != PromotionStatus.DRAFT:
            raise _not_draft(row)
        row.status, row.approved_by, row.approved_at = PromotionStatus.APPROVED, actor.user_id, at
        row.save(update_fields=["status", "approved_by", "approved_at", "updated_at"])
        return _logged(row, actor, "approved")

    @staticmethod
    @operation
    def end_promotion(*, business: BusinessRef, actor: Actor, promotion_id: UUID) -> Result[Promotion]:
        """End a promotion for good, begun or not.

        Refuses: NOT_FOUND, PROMOTION_NOT_DRAFT for one that has ended (data: status).
        """
        row = _locked(actor, promotion_id)
        if row.status == PromotionStatus.ENDED:
            raise _not_draft(row)
        row.status = PromotionStatus.ENDED
        row.save(update_fields=["status", "updated_at"])
        return _logged(row, actor, "ended")


def _locked(actor: Actor, promotion_id: UUID) -> Promotion:
    row = lock_promotion(actor, promotion_id)
    if row is None:
        raise DomainError("NOT_FOUND", "There is no such promotion.")
    return row


def _not_draft(row: Promotion) -> DomainError:
    msg = f"The promotion is {row.get_status_display().lower()}, not a draft."
    return DomainError("PROMOTION_NOT_DRAFT", msg, {"status": row.status})


def _aim(row: Promotion, actor: Actor, fields: Mapping[str, Any]) -> None:
    """Write anew what it is for, kind by kind as far as the caller names them."""
    there: dict[str, Any] = {
        "products": Product.objects.for_business(row.business_id),
        "product_groups": ProductGroup.objects.for_business(row.business_id),
        "price_groups": PriceGroup.objects.for_business(row.business_id),
        "locations": visible_locations(actor),
        "reward_products": Product.objects.for_business(row.business_id),
        "reward_groups": ProductGroup.objects.for_business(row.business_id),
    }
    targets = PromotionTarget.objects.for_business(row.business_id).filter(promotion=row)
    if row.kind != KindOfPromotion.BUY_GET:
        if any(fields.get(name) for name in REWARDS):
            raise DomainError("BAD_SET", "Only BUY_GET has rewards.", {"kind": row.kind})
        targets.filter(is_reward=True).delete()
    for name in fields.keys() & TARGETS.keys():
        wanted = _known(name, fields[name], there[name])
        aim = TARGETS[name]
        targets.exclude(**{aim.column: None}).filter(is_reward=aim.is_reward).delete()
        PromotionTarget.objects.bulk_create(
            PromotionTarget(
                business_id=row.business_id, promotion=row, is_reward=aim.is_reward, **{f"{aim.column}_id": each}
            )
            for each in wanted
        )


def _known(name: str, ids: Iterable[UUID], rows: Any) -> list[UUID]:
    wanted = list(dict.fromkeys(ids))
    found = set(rows.filter(pk__in=wanted).values_list("pk", flat=True))
    if missing := [str(each) for each in wanted if each not in found]:
        raise DomainError("NOT_FOUND", f"{name}: there is no such record.", {"field": name, "ids": missing})
    return wanted


def _logged(row: Promotion, actor: Actor, what: str, **data: Any) -> Result[Promotion]:
    """Tell it as an event of a place that the promotion is for: whoever doesn't see the place sees neither."""
    bump_settings_version(row.business_id)
    AuditLog.log_event(
        f"promotion.{what}",
        business=row.business_id,
        actor=actor,
        location_id=place_of_promotion(row.business_id, row.pk),
        event_data={"id": str(row.pk), "kind": row.kind, "value": f"{row.value:f}", **data},
    )
    return Result.success(row)
