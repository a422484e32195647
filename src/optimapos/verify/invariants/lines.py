"""Lines of sales: each amount follows from price, quantity, discounts and rate, rounded half-up once."""

from optimapos.verify.types import Invariant

OTHER_DECIMALS = {
    0: "ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA MGF MMK MRO PYG RSD RWF SLL "
    "SOS STD SYP TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK ZWD",
    3: "BHD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
"""Currencies that have other than two decimals. A test compares them with the ones that the services use."""

_CASES = " ".join(
    f"WHEN currency = ANY ('{{{','.join(codes.split())}}}') THEN {places}" for places, codes in OTHER_DECIMALS.items()
)
DECIMALS = f"CASE {_CASES} ELSE 2 END"
"""The decimals of the one column `currency` of a query."""

_LINE = f"""
    SELECT l.*, s.prices_include_tax, s.receipt_number,
           CASE WHEN s.prices_include_tax THEN l.gross ELSE l.net END AS basis,
           {DECIMALS} AS places
      FROM sale_item l JOIN sale s ON s.id = l.sale_id
"""
_NAMED = "format('line %s of sale %s', line_no, coalesce(receipt_number, sale_id::text)) AS what"

ADD_UP = """
SELECT business_id, format('line %s of sale %s', line_no, sale_id) AS what,
       jsonb_build_object('net', net, 'tax', tax, 'gross', gross) AS figures
  FROM sale_item WHERE net + tax <> gross
"""

AMOUNTS = f"""
SELECT business_id, {_NAMED},
       jsonb_build_object('unit_price', unit_price, 'quantity', quantity, 'line_discount', line_discount,
                          'promotion_discount', promotion_discount,
                          'order_discount_share', order_discount_share, 'net', net, 'gross', gross) AS figures
  FROM (SELECT line.*, round(unit_price * quantity, places) AS amount FROM ({_LINE}) line) line
 WHERE amount - line_discount - promotion_discount - order_discount_share <> basis
    OR line_discount <> round(amount * discount_percentage / 100, places) + discount_fixed
"""

TAX = f"""
SELECT business_id, {_NAMED},
       jsonb_build_object('net', net, 'tax', tax, 'gross', gross, 'tax_rate', tax_rate,
                          'prices_include_tax', prices_include_tax) AS figures
  FROM (SELECT line.*, 0.5 * 10::numeric ^ (-places) AS half FROM ({_LINE}) line) line
 WHERE net <> round(net, places) OR tax <> round(tax, places)
    OR CASE WHEN prices_include_tax
            THEN (net - half) * (100 + tax_rate) > gross * 100 OR (net + half) * (100 + tax_rate) <= gross * 100
            ELSE tax <> round(net * tax_rate / 100, places) END
"""

DISCOUNTS = f"""
SELECT s.business_id, format('sale %s', coalesce(s.receipt_number, s.id::text)) AS what,
       jsonb_build_object('subtotal', s.subtotal, 'lines', l.subtotal, 'discount_amount', s.discount_amount,
                          'shares', l.shares, 'discount_percentage', s.discount_percentage,
                          'discount_fixed', s.discount_fixed) AS figures
  FROM sale s
  JOIN (SELECT business_id, sale_id, places, sum(basis + order_discount_share + promotion_discount) AS subtotal,
               sum(order_discount_share) AS shares
          FROM ({_LINE}) line GROUP BY business_id, sale_id, places) l
    ON l.sale_id = s.id AND l.business_id = s.business_id
 WHERE s.subtotal <> l.subtotal OR s.discount_amount <> l.shares
    OR s.discount_amount <> round((s.subtotal - s.promotion_amount) * s.discount_percentage / 100, places)
                             + s.discount_fixed
"""

QUANTITY = """
SELECT business_id, format('line %s of sale %s', line_no, sale_id) AS what,
       jsonb_build_object('quantity', quantity, 'factor_num', factor_num, 'factor_den', factor_den,
                          'base_qty', base_qty) AS figures
  FROM sale_item WHERE base_qty * factor_den <> quantity * factor_num
"""

LINES = (
    Invariant("lines.add_up", "A line's net and tax make its gross.", ADD_UP),
    Invariant("lines.amounts", "A line costs price x quantity less its discounts, rounded once.", AMOUNTS),
    Invariant("lines.tax", "A line's tax follows from its rate and the sale's tax basis.", TAX),
    Invariant("lines.discounts", "A sale's subtotal and discount are the sums over its lines.", DISCOUNTS),
    Invariant("lines.quantity", "A line's base quantity is its quantity x its packaging's factor.", QUANTITY),
)
