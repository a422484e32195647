"""The two sales reports, in a constant number of queries. Source: sales-backend-guide.md phase 5, endpoints 20 and 21."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from optimapos.core.actors import Actor, Capability
from optimapos.core.money import ZERO, currency_exponent, round_money
from optimapos.core.quantities import shown
from optimapos.core.statements import rows_of
from optimapos.organization.models import Location
from optimapos.organization.selectors import currency_of
from optimapos.reports.sql import sales as sql
from optimapos.sales.answers import money
from optimapos.sales.types import PaymentMethod

TOP = 10


def daily_sales_report(actor: Actor, storefront: Location, day: date) -> dict[str, Any]:
    """One storefront's business day, with the source's keys. Sales by their day, refunds by theirs.

    `cash_sales` and so on are what tenders paid of the day's sales, so that a split sale counts where its money is;
    `credit_sales` is what was sold and not paid then.
    """
    asked = _asked(actor, [storefront], day, day) | {"limit": TOP, "offset": 0}
    currency = currency_of(actor.business_id)
    places = currency_exponent(currency)
    count, total, tax, refunds, refunded, _ = rows_of(sql.SUMMARY, asked)[0]
    tenders = rows_of(sql.TENDERS, asked)
    taken = {method: amount for method, _, amount, _ in tenders}
    return {
        "date": day,
        "storefront": storefront.name,
        "currency": currency,
        "summary": {
            "total_sales": money(total, places),
            "total_refunds": money(refunded, places),
            "net_sales": money(total - refunded, places),
            "tax": money(tax, places),
            "transaction_count": count,
            "refund_count": refunds,
            "avg_transaction": money(round_money(total / count, currency), places) if count else None,
            "cash_sales": money(taken.get(PaymentMethod.CASH, ZERO), places),
            "card_sales": money(taken.get(PaymentMethod.CARD, ZERO), places),
            "credit_sales": money(total - sum(taken.values(), ZERO), places),
        },
        "tenders": [
            {"method": method, "count": times, "sales": money(amount, places), "refunds": money(back, places)}
            for method, times, amount, back in tenders
        ],
        "top_products": [
            {
                "product": row[0],
                "product__name": row[2],
                "units_sold": shown(row[3]),
                "revenue": money(row[4], places),
            }
            for row in rows_of(sql.PRODUCTS, asked)
            if row[3]
        ],
        "by_hour": [
            {"hour": hour.isoformat(), "sales": money(amount, places), "transactions": times}
            for hour, times, amount in rows_of(sql.HOURS, asked)
        ],
    }


def product_sales_report(
    actor: Actor, storefronts: Sequence[Location], since: date, until: date, *, limit: int, offset: int
) -> dict[str, Any]:
    """What was sold and came back by product on the business days of a period, the most paid for first.

    Costs and profit are there for those who may see them: net revenue less what came back, less what the goods had cost.
    """
    asked = _asked(actor, storefronts, since, until) | {"limit": limit, "offset": offset}
    currency = currency_of(actor.business_id)
    rows = rows_of(sql.PRODUCTS, asked)
    sees_costs = actor.can(Capability.COST_VIEW)
    return {
        "date_from": since,
        "date_to": until,
        "currency": currency,
        "count": rows[0][-1] if rows else 0,
        "products": [_product(row, currency_exponent(currency), sees_costs=sees_costs) for row in rows],
    }


def _product(row: tuple[Any, ...], places: int, *, sees_costs: bool) -> dict[str, Any]:
    product, sku, name, units, gross, net, cost, sales, back, back_gross, back_net, back_cost, _ = row
    kept, spent = net - back_net, cost - back_cost
    return {
        "product": product,
        "sku": sku,
        "product__name": name,
        "sales": sales,
        "units_sold": shown(units),
        "revenue": money(gross, places),
        "units_refunded": shown(back),
        "refunds": money(back_gross, places),
        "net_units": shown(units - back),
        "net_revenue": money(kept, places),
        "cost": money(spent, places) if sees_costs else None,
        "profit": money(kept - spent, places) if sees_costs else None,
    }


def _asked(actor: Actor, storefronts: Sequence[Location], since: date, until: date) -> dict[str, Any]:
    return {
        "business": actor.business_id,
        "places": [place.pk for place in storefronts],
        "since": since,
        "until": until,
    }
