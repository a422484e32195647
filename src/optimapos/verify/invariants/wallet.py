"""Wallet accounts are what their entries say, and so are the lots that are spent from."""

from optimapos.verify.types import Invariant

BALANCES = """
SELECT a.business_id, format('wallet account %s', a.id) AS what,
       jsonb_build_object('kind', a.kind, 'balance', a.balance, 'of_entries', coalesce(e.total, 0),
                          'of_lots', coalesce(l.total, 0)) AS figures
  FROM wallet_account a
  LEFT JOIN (SELECT account_id, sum(amount) AS total FROM wallet_entry GROUP BY account_id) e ON e.account_id = a.id
  LEFT JOIN (SELECT account_id, sum(remaining) AS total FROM wallet_lot GROUP BY account_id) l ON l.account_id = a.id
 WHERE a.balance <> coalesce(e.total, 0) OR a.balance <> coalesce(l.total, 0) OR a.balance < 0
    OR (a.kind = 'LOYALTY' AND a.balance <> trunc(a.balance))
"""

SEQUENCES = """
SELECT e.business_id, format('wallet entry %s', e.id) AS what,
       jsonb_build_object('account', e.account_id, 'seq', e.seq, 'expected_seq', e.nth, 'balance_after', e.balance_after,
                          'of_entries', e.so_far) AS figures
  FROM (SELECT w.*, row_number() OVER (PARTITION BY account_id ORDER BY seq) AS nth,
               sum(amount) OVER (PARTITION BY account_id ORDER BY seq) AS so_far
          FROM wallet_entry w) e
 WHERE e.seq <> e.nth OR e.balance_after <> e.so_far OR e.balance_after < 0
 UNION ALL
SELECT a.business_id, format('wallet account %s', a.id), jsonb_build_object('seq', a.seq, 'entries', e.entries)
  FROM wallet_account a
 CROSS JOIN LATERAL (SELECT count(*) AS entries FROM wallet_entry w WHERE w.account_id = a.id) e
 WHERE a.seq <> e.entries
"""

# What an entry adds is in its lot, what it takes off or gives back in its takes; a lot is what was not taken of it.
LOTS = """
SELECT e.business_id, format('wallet entry %s', e.id) AS what,
       jsonb_build_object('kind', e.kind, 'amount', e.amount, 'has_lot', l.entry_id IS NOT NULL,
                          'taken', coalesce(t.total, 0)) AS figures
  FROM wallet_entry e
  LEFT JOIN wallet_lot l ON l.entry_id = e.id
  LEFT JOIN (SELECT entry_id, sum(amount) AS total FROM wallet_take GROUP BY entry_id) t ON t.entry_id = e.id
 WHERE CASE WHEN l.entry_id IS NULL THEN coalesce(t.total, 0) <> -e.amount
            ELSE e.amount <= 0 OR t.total IS NOT NULL OR e.kind = 'REVERSAL' END
 UNION ALL
SELECT l.business_id, format('wallet lot %s', l.entry_id),
       jsonb_build_object('remaining', l.remaining, 'opened_with', e.amount, 'taken', coalesce(t.total, 0),
                          'is_open', l.is_open, 'account', l.account_id, 'account_of_entry', e.account_id)
  FROM wallet_lot l
  JOIN wallet_entry e ON e.id = l.entry_id
  LEFT JOIN (SELECT lot_id, sum(amount) AS total FROM wallet_take GROUP BY lot_id) t ON t.lot_id = l.entry_id
 WHERE l.remaining <> e.amount - coalesce(t.total, 0) OR l.remaining < 0 OR l.is_open <> (l.remaining > 0)
    OR l.account_id <> e.account_id
 UNION ALL
SELECT t.business_id, format('wallet take %s', t.id),
       jsonb_build_object('account_of_entry', e.account_id, 'account_of_lot', l.account_id)
  FROM wallet_take t JOIN wallet_entry e ON e.id = t.entry_id JOIN wallet_lot l ON l.entry_id = t.lot_id
 WHERE e.account_id <> l.account_id
"""

REVERSALS = """
SELECT o.business_id, format('wallet entry %s', o.id) AS what,
       jsonb_build_object('kind', o.kind, 'amount', o.amount, 'taken_back', r.total, 'elsewhere', r.elsewhere) AS figures
  FROM wallet_entry o
  JOIN (SELECT r.reversal_of_id, sum(r.amount) AS total,
               count(*) FILTER (WHERE r.account_id <> f.account_id) AS elsewhere
          FROM wallet_entry r JOIN wallet_entry f ON f.id = r.reversal_of_id GROUP BY r.reversal_of_id) r
    ON r.reversal_of_id = o.id
 WHERE r.elsewhere > 0 OR abs(r.total) > abs(o.amount) OR sign(r.total) = sign(o.amount) OR o.kind = 'REVERSAL'
"""

PAYMENTS = """
SELECT e.business_id, format('wallet entry %s', e.id) AS what,
       jsonb_build_object('sale', e.source_id, 'kind', e.kind, 'amount', e.amount, 'payments', p.payments,
                          'paid', p.paid) AS figures
  FROM wallet_entry e
  JOIN wallet_account a ON a.id = e.account_id
 CROSS JOIN LATERAL (SELECT count(*) AS payments, coalesce(sum(amount_paid), 0) AS paid,
                            bool_and(y.sale_id = e.source_id AND y.payment_method = a.kind AND y.direction = 'IN') AS fits
                       FROM payment y WHERE y.wallet_entry_id = e.id AND y.business_id = e.business_id) p
 WHERE e.source_type = 'SALE' AND e.kind IN ('REDEEM', 'SPEND')
   AND (p.payments <> 1 OR NOT p.fits OR (a.kind <> 'LOYALTY' AND p.paid <> -e.amount))
 UNION ALL
SELECT p.business_id, format('payment %s', p.id),
       jsonb_build_object('sale', p.sale_id, 'method', p.payment_method, 'wallet_entry', p.wallet_entry_id)
  FROM payment p
 WHERE p.direction = 'IN' AND p.status = 'SUCCESSFUL' AND (p.sale_id IS NOT NULL OR p.wallet_entry_id IS NULL)
   AND (p.payment_method IN ('GIFT_CARD', 'STORE_CREDIT', 'LOYALTY')) <> (p.wallet_entry_id IS NOT NULL)
 UNION ALL
SELECT e.business_id, format('wallet entry %s', e.id),
       jsonb_build_object('refund', e.source_id, 'amount', e.amount, 'payments', p.payments, 'paid', p.paid)
  FROM wallet_entry e
 CROSS JOIN LATERAL (SELECT count(*) AS payments, coalesce(sum(amount_paid), 0) AS paid,
                            bool_and(y.refund_id = e.source_id AND y.payment_method = 'STORE_CREDIT'
                                     AND y.direction = 'OUT' AND y.original_payment_id IS NULL) AS fits
                       FROM payment y WHERE y.wallet_entry_id = e.id AND y.business_id = e.business_id) p
 WHERE e.source_type = 'REFUND' AND e.kind = 'REFUND' AND (p.payments <> 1 OR NOT p.fits OR p.paid <> e.amount)
 UNION ALL
SELECT p.business_id, format('payment %s', p.id),
       jsonb_build_object('refund', p.refund_id, 'method', p.payment_method, 'wallet_entry', p.wallet_entry_id)
  FROM payment p
 WHERE p.direction = 'OUT' AND p.payment_method = 'STORE_CREDIT' AND p.wallet_entry_id IS NULL
"""

# Money for cards comes in and goes out by payments without a sale or a refund, each of which names its entry.
SOLD = """
SELECT e.business_id, format('wallet entry %s', e.id) AS what,
       jsonb_build_object('kind', e.kind, 'amount', e.amount, 'payments', p.payments, 'paid', p.paid,
                          'of_card', a.kind) AS figures
  FROM wallet_entry e
  JOIN wallet_account a ON a.id = e.account_id
  LEFT JOIN wallet_entry o ON o.id = e.reversal_of_id
 CROSS JOIN LATERAL (
       SELECT count(*) AS payments,
              coalesce(sum(CASE y.direction WHEN 'IN' THEN y.amount_paid ELSE -y.amount_paid END), 0) AS paid,
              bool_and(y.status = 'SUCCESSFUL' AND y.payment_method IN ('CASH', 'CARD', 'MOMO', 'TRANSFER')
                       AND (y.direction = 'IN') = (e.kind <> 'REVERSAL') AND y.business_date = e.business_date
                       AND (y.direction = 'IN' OR f.wallet_entry_id IS NOT DISTINCT FROM e.reversal_of_id)) AS fits
         FROM payment y LEFT JOIN payment f ON f.id = y.original_payment_id
        WHERE y.wallet_entry_id = e.id AND y.business_id = e.business_id AND y.sale_id IS NULL AND y.refund_id IS NULL) p
 WHERE e.source_type = 'TILL'
   AND (p.payments = 0 OR NOT p.fits OR p.paid <> e.amount OR a.kind <> 'GIFT_CARD'
        OR e.kind NOT IN ('ISSUE', 'RELOAD', 'REVERSAL')
        OR (e.kind = 'REVERSAL' AND (o.source_type <> 'TILL' OR o.amount <> -e.amount)))
 UNION ALL
SELECT p.business_id, format('payment %s', p.id),
       jsonb_build_object('direction', p.direction, 'wallet_entry', p.wallet_entry_id, 'source_type', e.source_type)
  FROM payment p LEFT JOIN wallet_entry e ON e.id = p.wallet_entry_id AND e.business_id = p.business_id
 WHERE p.sale_id IS NULL AND p.refund_id IS NULL AND p.wallet_entry_id IS NOT NULL
   AND e.source_type IS DISTINCT FROM 'TILL'
 UNION ALL
SELECT r.business_id, format('wallet entry %s', r.id),
       jsonb_build_object('reversal_of', r.reversal_of_id, 'source_type', r.source_type)
  FROM wallet_entry r JOIN wallet_entry o ON o.id = r.reversal_of_id
 WHERE o.source_type = 'TILL' AND r.source_type <> 'TILL'
"""

WALLET = (
    Invariant("wallet.balances", "A wallet account holds the sum of its entries, and of its lots.", BALANCES),
    Invariant("wallet.sequences", "Entries of a wallet account are counted without gaps, never below zero.", SEQUENCES),
    Invariant("wallet.lots", "A lot is what its entry added less what was taken of it; entries and takes agree.", LOTS),
    Invariant("wallet.payments", "What a sale took of a wallet account is what was paid of it.", PAYMENTS),
    Invariant("wallet.sold", "A sold card's entry is what was taken for it, or given back of it.", SOLD),
    Invariant("wallet.reversals", "No more of a wallet entry is taken back than it booked, on its account.", REVERSALS),
)
