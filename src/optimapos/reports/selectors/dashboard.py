"""The dashboard: what is sold, taken, running out and owed, in a constant number of queries."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections

from optimapos.core.actors import Actor, Capability
from optimapos.core.money import ZERO, round_money
from optimapos.core.quantities import shown
from optimapos.core.tenancy import APP
from optimapos.organization.models import Location
from optimapos.organization.selectors import currency_of, visible_locations
from optimapos.partners.selectors.receivables import total_aging
from optimapos.reports.rules import compared, figures
from optimapos.reports.sql import dashboard as sql
from optimapos.reports.types import Compared, Dashboard, Figures, Hour, StockLine, StockList, Tender, TopProduct

SHOWN = 10
EXPIRES_WITHIN_DAYS = 30


def dashboard_of(actor: Actor, *, at: datetime, location_id: UUID | None = None) -> Dashboard | None:
    """Figures as of `at` for the locations that the actor sees, or for one of them; None where it is none of these.

    Costs, stock and what is owed are there for those who may see them.
    """
    places = list(visible_locations(actor).filter(**({"pk": location_id} if location_id else {})))
    if location_id and not places:
        return None
    asked = {
        "business": actor.business_id,
        "at": at,
        "places": [place.pk for place in places],
        "all_places": location_id is None and actor.location_ids is None,
        "limit": SHOWN,
        "days": EXPIRES_WITHIN_DAYS,
    }
    currency = currency_of(actor.business_id)
    sees_costs, sees_stock = actor.can(Capability.COST_VIEW), actor.can(Capability.STOCK_VIEW)
    periods = _periods(asked, currency, sees_costs)
    return Dashboard(
        as_of=at,
        currency=currency,
        location=location_id,
        today=periods["today"],
        week=periods["week"],
        month=periods["month"],
        hours=_hours(asked, currency),
        top_products=_top_products(asked, currency, sees_costs),
        tenders=[
            Tender(method, count, round_money(amount, currency)) for method, count, amount in _rows(sql.TENDERS, asked)
        ],
        low_stock=_low_stock(asked) if sees_stock else None,
        expiring=_expiring(asked) if sees_stock else None,
        owed=_owed(actor, places, at, currency) if actor.can(Capability.CUSTOMER_VIEW) else None,
    )


def _rows(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connections[APP].cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def _periods(asked: dict[str, Any], currency: str, sees_costs: bool) -> dict[str, Compared]:
    sold = {name: (count, gross, net) for name, count, gross, net in _rows(sql.FIGURES, asked)}
    costs: dict[str, Decimal] = dict(_rows(sql.COSTS, asked)) if sees_costs else {}

    def told(name: str) -> Figures:
        count, gross, net = sold.get(name, (0, ZERO, ZERO))
        return figures(currency, count, gross, net, costs.get(name, ZERO) if sees_costs else None)

    return {name: compared(told(name), told(f"{name}_before")) for name in ("today", "week", "month")}


def _hours(asked: dict[str, Any], currency: str) -> list[Hour]:
    """Every hour from the first to the last in which anything was sold."""
    found = {
        (hour, is_today): (count, round_money(gross, currency))
        for hour, is_today, count, gross in _rows(sql.HOURS, asked)
    }
    if not found:
        return []
    hours = [hour for hour, _ in found]
    nothing = (0, round_money(ZERO, currency))
    return [
        Hour(hour, *found.get((hour, True), nothing), *found.get((hour, False), nothing))
        for hour in range(min(hours), max(hours) + 1)
    ]


def _top_products(asked: dict[str, Any], currency: str, sees_costs: bool) -> list[TopProduct]:
    return [
        TopProduct(
            product,
            sku,
            name,
            shown(quantity),
            round_money(gross, currency),
            round_money(net - cost, currency) if sees_costs else None,
        )
        for product, sku, name, quantity, gross, net, cost in _rows(sql.TOP_PRODUCTS, asked)
    ]


def _low_stock(asked: dict[str, Any]) -> StockList:
    rows = _rows(sql.LOW_STOCK, asked)
    lines = [
        StockLine(product, sku, name, place, shown(available), reorder_point=shown(point))
        for product, sku, name, place, available, point, _ in rows
    ]
    return StockList(rows[0][-1] if rows else 0, lines)


def _expiring(asked: dict[str, Any]) -> StockList:
    rows = _rows(sql.EXPIRING, asked)
    lines = [
        StockLine(product, sku, name, place, shown(remaining), expires_on=day)
        for product, sku, name, place, day, remaining, _ in rows
    ]
    return StockList(rows[0][-1] if rows else 0, lines)


def _owed(actor: Actor, places: list[Location], at: datetime, currency: str) -> dict[str, Any]:
    """What all customers owe by age, on the latest of the places' days."""
    on = max((place.local_day(at) for place in places), default=at.date())
    return {name: round_money(owed, currency) for name, owed in total_aging(actor.business_id, on).items()}
