"""Coupons: codes that open a promotion which needs one."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.pricing.locks import lock_coupon, lock_promotion
from optimapos.pricing.models import Coupon, PromotionStatus
from optimapos.pricing.selectors import place_of_promotion

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
# Without 0, O, 1 and I, which people mistake for each other.
_RANDOM_LENGTH = 10


class CouponFields(TypedDict, total=False):
    """What a caller may set of an existing coupon."""

    is_active: bool
    valid_until: datetime | None


class CouponService:
    """Keeps coupons."""

    @staticmethod
    @operation
    def create_coupons(
        *,
        business: BusinessRef,
        actor: Actor,
        promotion_id: UUID,
        codes: Sequence[str] = (),
        count: int = 0,
        use_limit: int | None = None,
        valid_until: datetime | None = None,
    ) -> Result[list[Coupon]]:
        """Make coupons with `codes` (letters count as capitals), and `count` more with codes drawn at random.

        Refuses: NOT_FOUND, PROMOTION_ENDED, COUPON_NOT_NEEDED, COUPON_REQUIRED where none is asked for, DUPLICATE_CODE.
        """
        promotion = lock_promotion(actor, promotion_id)
        if promotion is None:
            raise DomainError("NOT_FOUND", "There is no such promotion.")
        if promotion.status == PromotionStatus.ENDED:
            raise DomainError("PROMOTION_ENDED", "The promotion has ended.")
        if not promotion.needs_coupon:
            raise DomainError("COUPON_NOT_NEEDED", "The promotion applies without a coupon.")
        wanted = [*dict.fromkeys(code.upper() for code in codes), *(_drawn() for _ in range(count))]
        if not wanted:
            raise DomainError("COUPON_REQUIRED", "Name codes, or say how many to draw.")
        made = [
            Coupon(
                business_id=promotion.business_id,
                promotion=promotion,
                code=code,
                use_limit=use_limit,
                valid_until=valid_until,
            )
            for code in wanted
        ]
        # By code: two calls that name the same ones wait for each other in one order.
        Coupon.objects.bulk_create(sorted(made, key=lambda coupon: coupon.code))
        _log("coupon.created", actor, promotion.pk, count=len(made))
        return Result.success(made)

    @staticmethod
    @operation
    def update_coupon(*, business: BusinessRef, actor: Actor, coupon_id: UUID, fields: CouponFields) -> Result[Coupon]:
        """Take a coupon out of use or back into it, or change its last day.

        Refuses: NOT_FOUND.
        """
        coupon = lock_coupon(actor, coupon_id)
        if coupon is None:
            raise DomainError("NOT_FOUND", "There is no such coupon.")
        for column, value in fields.items():
            setattr(coupon, column, value)
        coupon.save(update_fields=[*fields, "updated_at"])
        _log("coupon.updated", actor, coupon.promotion_id, coupon_id=str(coupon.pk), fields=sorted(fields))
        return Result.success(coupon)


def _drawn() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_LENGTH))


def _log(event_type: str, actor: Actor, promotion_id: UUID, **data: object) -> None:
    AuditLog.log_event(
        event_type,
        business=actor.business_id,
        actor=actor,
        location_id=place_of_promotion(actor.business_id, promotion_id),
        event_data={"promotion_id": str(promotion_id), **data},
    )
