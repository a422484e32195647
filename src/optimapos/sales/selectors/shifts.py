"""What was sold and taken in a shift: its report's sections of sales, taxes, receipts and tenders. Wired as `IShiftBooks`."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from optimapos.core.money import ZERO, currency_exponent
from optimapos.core.statements import rows_of
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.selectors import currency_of
from optimapos.sales.answers import figure, money

COUNTED = """
    SELECT s.id, s.series, s.receipt_number, s.subtotal, s.discount_amount, s.promotion_amount, s.tax_amount,
           s.rounding_amount, s.total_amount, s.origin
      FROM sale s
     WHERE s.business_id = %(business)s AND s.shift_id = %(shift)s AND s.completed_at IS NOT NULL
       AND CASE WHEN %(sales)s::uuid[] IS NULL
                THEN NOT EXISTS (SELECT 1 FROM shift_late_sale l WHERE l.sale_id = s.id)
                ELSE s.id = ANY(%(sales)s::uuid[]) END
"""
"""The sales of a shift, or of its supplement."""

SALES = f"""
    WITH counted AS ({COUNTED})
    SELECT count(*), coalesce(sum(total_amount), 0), coalesce(sum(tax_amount), 0), coalesce(sum(rounding_amount), 0),
           coalesce(sum(discount_amount + promotion_amount), 0)
           + coalesce((SELECT sum(i.line_discount) FROM sale_item i WHERE i.sale_id IN (SELECT id FROM counted)), 0),
           count(*) FILTER (WHERE origin <> 'ONLINE')
      FROM counted
"""

TAXES = f"""
    WITH counted AS ({COUNTED})
    SELECT t.code, t.rate, sum(t.base), sum(t.tax)
      FROM sale_tax t WHERE t.sale_id IN (SELECT id FROM counted)
     GROUP BY t.code, t.rate ORDER BY t.code, t.rate
"""

RECEIPTS = f"""
    WITH counted AS ({COUNTED})
    SELECT series, count(*),
           (array_agg(receipt_number ORDER BY length(receipt_number), receipt_number))[1],
           (array_agg(receipt_number ORDER BY length(receipt_number) DESC, receipt_number DESC))[1]
      FROM counted GROUP BY series ORDER BY series
"""

TENDERS = f"""
    WITH counted AS ({COUNTED}), booked AS (
        SELECT p.payment_method, p.direction, p.sale_id, p.wallet_entry_id, 1 AS times, p.amount_paid
          FROM payment p
         WHERE p.business_id = %(business)s AND p.shift_id = %(shift)s
           AND (p.direction = 'OUT' OR p.status = 'SUCCESSFUL')
           AND CASE WHEN %(sales)s::uuid[] IS NULL
                    THEN p.direction = 'OUT' OR p.sale_id IS NULL
                         OR NOT EXISTS (SELECT 1 FROM shift_late_sale l WHERE l.sale_id = p.sale_id)
                    ELSE p.direction = 'IN' AND p.sale_id IN (SELECT id FROM counted) END
         UNION ALL
        SELECT f.payment_method, f.direction, f.sale_id, f.wallet_entry_id, -1, -f.amount_paid
          FROM payment p JOIN payment f ON f.id = p.replaces_id AND f.shift_id IS NOT NULL
         WHERE p.business_id = %(business)s AND p.shift_id = %(shift)s AND %(sales)s::uuid[] IS NULL
    )
    SELECT payment_method, coalesce(sum(times) FILTER (WHERE direction = 'IN'), 0),
           coalesce(sum(amount_paid) FILTER (WHERE direction = 'IN'), 0),
           coalesce(sum(amount_paid) FILTER (WHERE direction = 'IN' AND sale_id IS NULL AND wallet_entry_id IS NULL), 0),
           coalesce(sum(amount_paid) FILTER (WHERE direction = 'IN' AND sale_id IS NULL AND wallet_entry_id IS NOT NULL), 0),
           coalesce(sum(times) FILTER (WHERE direction = 'OUT'), 0),
           coalesce(sum(amount_paid) FILTER (WHERE direction = 'OUT'), 0)
      FROM booked
     GROUP BY payment_method ORDER BY payment_method
"""
"""By method. What a provider was to give back counts in the shift that gave the refund whatever the provider says later, for
that shift may be sealed by then; the shift that gives it back another way takes it out again. Source: docs/adr/0065.
"""


class SalesOfShift:
    """Sales and tenders of a shift."""

    @staticmethod
    def figures_of(
        *, business: BusinessRef, shift_id: UUID, sale_ids: Sequence[UUID] | None = None
    ) -> Mapping[str, Any]:
        """`sales` with totals, `taxes` by code and rate, `receipts` by series, `tenders` by method; in five queries.

        `on_credit` is what was sold and not paid when it was sold; `on_account` of a tender is for debts of before,
        `gift_cards` for cards that were sold.
        """
        asked = {
            "business": business_id_of(business),
            "shift": shift_id,
            "sales": None if sale_ids is None else list(sale_ids),
        }
        places = currency_exponent(currency_of(business))
        tenders = [_tender(row, places) for row in rows_of(TENDERS, asked)]
        count, total, tax, rounding, discount, offline = rows_of(SALES, asked)[0]
        taken = sum((Decimal(each["taken"]) for each in tenders), ZERO)
        besides = sum((Decimal(each["on_account"]) + Decimal(each["gift_cards"]) for each in tenders), ZERO)
        return {
            "sales": {
                "count": count,
                "offline": offline,
                "total": money(total, places),
                "tax": money(tax, places),
                "net": money(total - tax - rounding, places),
                "rounding": money(rounding, places),
                "discount": money(discount, places),
                "on_credit": money(total - (taken - besides), places),
            },
            "taxes": [
                {"code": code, "rate": figure(rate), "base": money(base, places), "tax": money(amount, places)}
                for code, rate, base, amount in rows_of(TAXES, asked)
            ],
            "receipts": [
                {"series": series, "count": number, "first": first, "last": last}
                for series, number, first, last in rows_of(RECEIPTS, asked)
            ],
            "tenders": tenders,
        }


def _tender(row: tuple[Any, ...], places: int) -> dict[str, Any]:
    method, count, taken, on_account, gift_cards, given_count, given_back = row
    return {
        "method": method,
        "count": count,
        "taken": money(taken, places),
        "on_account": money(on_account, places),
        "gift_cards": money(gift_cards, places),
        "given_back_count": given_count,
        "given_back": money(given_back, places),
    }
