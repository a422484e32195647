"""Reorder rules: when to buy a product again for a location, and up to how much."""

from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.products.models import Product
from optimapos.purchases.models import ReorderRule


class ReorderRuleFields(TypedDict, total=False):
    """The columns of a rule that a caller may set; base units."""

    product: Product
    location: Location
    reorder_point: Decimal
    target_qty: Decimal
    supplier: Supplier | None
    is_active: bool


class ReorderRuleService:
    """Keeps reorder rules."""

    @staticmethod
    @operation
    def create_rule(*, business: BusinessRef, actor: Actor, fields: ReorderRuleFields) -> Result[ReorderRule]:
        """Say when to buy a product again for a location.

        Refuses: PRODUCT_NOT_STOCKED, BAD_REORDER_RULE (data: reorder_point, target_qty), DUPLICATE_REORDER_RULE.
        """
        return _saved(ReorderRule(business_id=business_id_of(business), **fields), actor, "reorder_rule.created")

    @staticmethod
    @operation
    def update_rule(
        *, business: BusinessRef, actor: Actor, rule_id: UUID, fields: ReorderRuleFields
    ) -> Result[ReorderRule]:
        """Change a rule.

        Refuses: NOT_FOUND, BAD_REORDER_RULE (data: reorder_point, target_qty).
        """
        rule = _found(business, rule_id, actor)
        for column, value in fields.items():
            setattr(rule, column, value)
        return _saved(rule, actor, "reorder_rule.updated")

    @staticmethod
    @operation
    def delete_rule(*, business: BusinessRef, actor: Actor, rule_id: UUID) -> Result[None]:
        """Forget a rule.

        Refuses: NOT_FOUND.
        """
        rule = _found(business, rule_id, actor)
        _log(rule, actor, "reorder_rule.deleted")
        rule.delete()
        return Result.success(None)


def _found(business: BusinessRef, rule_id: UUID, actor: Actor) -> ReorderRule:
    rule = ReorderRule.objects.for_business(business).filter(pk=rule_id).select_related("product").first()
    if rule is None or not actor.sees(rule.location_id):
        raise DomainError("NOT_FOUND", "There is no such rule.")
    return rule


def _saved(rule: ReorderRule, actor: Actor, event_type: str) -> Result[ReorderRule]:
    if not rule.product.tracks_stock:
        msg = f"No stock is kept of {rule.product.sku}."
        raise DomainError("PRODUCT_NOT_STOCKED", msg, {"products": [rule.product.sku]})
    if rule.target_qty <= rule.reorder_point:
        figures = {"reorder_point": shown(rule.reorder_point), "target_qty": shown(rule.target_qty)}
        raise DomainError("BAD_REORDER_RULE", "Buy up to more than the point at which it is bought.", figures)
    rule.save()
    _log(rule, actor, event_type)
    return Result.success(rule)


def _log(rule: ReorderRule, actor: Actor, event_type: str) -> None:
    AuditLog.log_event(
        event_type,
        business=rule.business_id,
        actor=actor,
        location_id=rule.location_id,
        event_data={
            "id": str(rule.pk),
            "product_id": str(rule.product_id),
            "reorder_point": shown(rule.reorder_point),
            "target_qty": shown(rule.target_qty),
        },
    )
