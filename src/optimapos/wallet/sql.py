"""Spending within a checkout: what `services.ledger.WalletLedger.spend` does, as statements of the checkout's exchange.

Each is a statement of its own: the accounts are locked in one and looked at in a later one. `$1` uses as JSON: `id` of the
entry, `account_id`, `kind` of the entry, `amount` above zero in money or points; an account stands among them once.
"""

SPENDABLE_LOTS = "l.is_open AND (l.expires_on IS NULL OR l.expires_on >= {day})"
"""Which lots `l` may be spent from on a day. The one definition in SQL of `rules.lots.Lot.counts`."""

LOCK_ACCOUNTS = """
    SELECT id FROM wallet_account
     WHERE id = ANY($1::uuid[]) AND business_id = $2::uuid
     ORDER BY id FOR NO KEY UPDATE
"""
"""`$1` accounts, `$2` business."""

CHECK_ACCOUNTS = f"""
    SELECT refuse('START_OVER', '{{}}')
      FROM jsonb_to_recordset($1::jsonb) AS u (account_id uuid, amount numeric)
      LEFT JOIN wallet_account a ON a.id = u.account_id AND a.business_id = $2::uuid
     WHERE a.id IS NULL OR a.status <> 'ACTIVE' OR a.expires_on < $3::date
        OR u.amount > (SELECT coalesce(sum(l.remaining), 0) FROM wallet_lot l
                        WHERE l.account_id = a.id AND {SPENDABLE_LOTS.format(day="$3::date")})
"""
"""Whether what was read still holds. `$1` uses, `$2` business, `$3` day."""

SPEND = f"""
    WITH used AS MATERIALIZED (
        SELECT u.* FROM jsonb_to_recordset($1::jsonb) AS u (id uuid, account_id uuid, kind text, amount numeric)
    ), shelf AS MATERIALIZED (
        SELECT l.entry_id AS lot_id, u.id AS used_id, u.amount, sum(l.remaining) OVER lapsing AS hi,
               sum(l.remaining) OVER lapsing - l.remaining AS lo
          FROM used u
          JOIN wallet_lot l ON l.account_id = u.account_id AND l.business_id = $2::uuid
               AND {SPENDABLE_LOTS.format(day="$3::date")}
        WINDOW lapsing AS (PARTITION BY l.account_id ORDER BY l.expires_on, l.entry_id)
    ), piece AS MATERIALIZED (
        SELECT lot_id, used_id, least(hi, amount) - lo AS amount FROM shelf WHERE lo < amount
    ), lot AS (
        UPDATE wallet_lot l SET remaining = l.remaining - p.amount, is_open = l.remaining <> p.amount
          FROM piece p WHERE l.entry_id = p.lot_id
    ), account AS (
        UPDATE wallet_account a SET balance = a.balance - u.amount, seq = a.seq + 1, updated_at = now()
          FROM used u WHERE a.id = u.account_id AND a.business_id = $2::uuid
        RETURNING a.id, a.seq, a.balance
    ), entry AS (
        INSERT INTO wallet_entry (id, business_id, account_id, seq, kind, amount, balance_after, source_type, source_id,
                                  reference, user_id, terminal_id, business_date, occurred_at, posted_at)
        SELECT u.id, $2::uuid, a.id, a.seq, u.kind, -u.amount, a.balance, 'SALE', $4::uuid,
               '', $5::uuid, $6::uuid, $3::date, $7::timestamptz, clock_timestamp()
          FROM used u JOIN account a ON a.id = u.account_id
    )
    INSERT INTO wallet_take (id, business_id, entry_id, lot_id, amount)
    SELECT uuid_v7(), $2::uuid, used_id, lot_id, amount FROM piece
"""
"""Take what is used, from the lots that lapse first. The accounts are locked, and have it.

`$1` uses, `$2` business, `$3` day, `$4` sale, `$5` user, `$6` terminal, `$7` instant.
"""
