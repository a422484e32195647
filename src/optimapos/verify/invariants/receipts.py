"""Receipt numbers: unique, of their series, gapless. Series of devices that sold offline end in F, or F2-, F3-, …; they have no
counter here, and their gaps are looked at in `offline`.
"""

from optimapos.verify.types import Invariant

OF_DEVICE = "~ '-[0-9]{8}-F([0-9]+-)?$'"

UNIQUE = """
SELECT business_id, format('receipt %s', receipt_number) AS what,
       jsonb_build_object('sales', count(*), 'first', min(id::text), 'last', max(id::text)) AS figures
  FROM sale WHERE receipt_number IS NOT NULL
 GROUP BY business_id, receipt_number HAVING count(*) > 1
"""

FORM = f"""
SELECT business_id, format('sale %s', id) AS what,
       jsonb_build_object('receipt_number', receipt_number, 'series', series, 'completed_at', completed_at) AS figures
  FROM (SELECT sale.*, CASE WHEN series {OF_DEVICE} THEN series ELSE series || '-' END AS head FROM sale) numbered
 WHERE (receipt_number IS NULL) <> (completed_at IS NULL)
    OR (receipt_number IS NOT NULL
        AND NOT (left(receipt_number, length(head)) = head
                 AND substr(receipt_number, length(head) + 1) ~ '^([0-9]{{4}}|[1-9][0-9]{{4,17}})$'))
"""

GAPLESS = f"""
SELECT coalesce(used.business_id, k.business_id) AS business_id,
       format('series %s', coalesce(used.series, k.series)) AS what,
       jsonb_build_object('numbers', coalesce(used.numbers, 0), 'first', used.first, 'last', used.last,
                          'counter', k.last_number) AS figures
  FROM (SELECT business_id, series, count(DISTINCT number) AS numbers, min(number) AS first, max(number) AS last
          FROM (SELECT business_id, series,
                       substring(receipt_number FROM '-([0-9]{{4,18}})$')::bigint AS number
                  FROM sale WHERE receipt_number IS NOT NULL AND NOT series {OF_DEVICE}) numbered
         GROUP BY business_id, series) used
  FULL JOIN receipt_counter k ON k.business_id = used.business_id AND k.series = used.series
 WHERE used.first IS DISTINCT FROM 1 OR used.last IS DISTINCT FROM used.numbers
    OR used.last IS DISTINCT FROM k.last_number
"""

RECEIPTS = (
    Invariant("receipts.unique", "No receipt number is given twice.", UNIQUE),
    Invariant("receipts.form", "Exactly completed sales have a number, and it is of their series.", FORM),
    Invariant("receipts.gapless", "A series is numbered from 1 without a gap up to its counter.", GAPLESS),
)
