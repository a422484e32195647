"""Low stock: alerts are opened and closed as stock goes below its reorder points and comes back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.operations import operation
from optimapos.core.outbox import publish
from optimapos.core.quantities import shown
from optimapos.core.result import Result
from optimapos.core.tenancy import MAINTENANCE, BusinessRef, business_id_of, tenant_scope
from optimapos.organization.models import Business, Location
from optimapos.purchases.locks import lock_reorder_rules
from optimapos.purchases.models import ReorderRule, StockAlert
from optimapos.purchases.rules.reordering import Position
from optimapos.purchases.selectors.positions import positions_at

LOW_STOCK = "stock.low"
"""The topic of the news that a product ran low."""


class StockAlertService:
    """Watches stock against the reorder rules."""

    @staticmethod
    @operation
    def review(*, business: BusinessRef, location: Location, at: datetime) -> Result[list[StockAlert]]:
        """Open an alert for each product of which no more is available than its reorder point, and close those of products
        of which there is enough again, or that have no rule any more. The alerts that were opened.

        Refuses: nothing.
        """
        lock_reorder_rules(business, location.pk)
        rows = ReorderRule.objects.for_business(business).filter(location=location, is_active=True)
        rules = {rule.product_id: rule for rule in rows}
        positions = positions_at(business, location, rules, at)
        low = {each for each, rule in rules.items() if positions[each].available <= rule.reorder_point}
        is_open = StockAlert.objects.for_business(business).filter(location=location, closed_at__isnull=True)
        known = set(is_open.values_list("product_id", flat=True))
        is_open.exclude(product_id__in=low).update(closed_at=at)
        opened = [_alert(rules[each], positions[each], at) for each in sorted(low - known)]
        StockAlert.objects.for_business(business).bulk_create(opened)
        if opened:
            _tell(business, location, opened)
        return Result.success(opened)


def review_all(at: datetime) -> int:
    """Review every location that has rules or open alerts, of all businesses; the number of alerts opened."""
    opened = 0
    for business_id in _businesses():
        for location in _watched(business_id):
            opened += len(StockAlertService.review(business=business_id, location=location, at=at).unwrap())
    return opened


def _businesses() -> list[UUID]:
    return list(Business.objects.using(MAINTENANCE).filter(is_active=True).order_by("pk").values_list("pk", flat=True))


def _watched(business: BusinessRef) -> list[Location]:
    with tenant_scope(business):
        rules = ReorderRule.objects.for_business(business).values("location_id")
        alerts = StockAlert.objects.for_business(business).filter(closed_at__isnull=True).values("location_id")
        return list(Location.objects.for_business(business).filter(pk__in=rules.union(alerts)).order_by("pk"))


def _alert(rule: ReorderRule, position: Position, at: datetime) -> StockAlert:
    return StockAlert(
        business_id=business_id_of(rule.business_id),
        product_id=rule.product_id,
        location_id=rule.location_id,
        reorder_point=rule.reorder_point,
        available=position.available,
        expected=position.on_order + position.in_transit,
        opened_at=at,
    )


def _tell(business: BusinessRef, location: Location, opened: Iterable[StockAlert]) -> None:
    figures = [_figures(alert) for alert in opened]
    payload = {"location": str(location.pk), "alerts": figures}
    publish(business=business, topic=LOW_STOCK, payload=payload)
    AuditLog.log_event(LOW_STOCK, business=business, location_id=location.pk, event_data={"alerts": figures})


def _figures(alert: StockAlert) -> Mapping[str, str]:
    return {
        "id": str(alert.pk),
        "product": str(alert.product_id),
        "available": shown(alert.available),
        "expected": shown(alert.expected),
        "reorder_point": shown(alert.reorder_point),
    }
