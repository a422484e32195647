"""What the database itself has to enforce: ledgers that can't change, a role that can't see across, row-level security."""

from optimapos.verify.types import Invariant

APP_ROLE = "optimapos_app"
LEDGERS = (
    "inventory_movement",
    "credit_transaction",
    "credit_allocation",
    "audit_log",
    "sale_tax",
    "document_status_change",
    "supplier_transaction",
    "supplier_allocation",
    "wallet_entry",
    "wallet_take",
    "cash_movement",
    "shift_supplement",
    "paper_print",
)
"""Tables whose rows are never updated, deleted or truncated."""
FROZEN = ("sale_item", "refund", "refund_item", "shift")
"""Tables whose rows are never changed once their sale is completed, their refund done or their shift sealed."""
LOGIN_TABLES = ("membership", "terminal_session")
"""Tables that are read before a business is known: they have a second policy that lets everybody read."""

_POLICY = "{} = (NULLIF(current_setting('app.business'::text, true), ''::text))::uuid"


def _values(names: tuple[str, ...]) -> str:
    return ", ".join(f"('{name}')" for name in names)


# Bits of pg_trigger.tgtype: 1 for each row, 2 before, 8 delete, 16 update, 32 truncate.
IMMUTABLE = f"""
SELECT NULL::uuid AS business_id, format('table %s', needed.name) AS what,
       jsonb_build_object('update', bool_or(t.bits & 19 = 19), 'delete', bool_or(t.bits & 11 = 11),
                          'truncate', bool_or(t.bits & 34 = 34)) AS figures
  FROM (SELECT name, true AS is_ledger FROM (VALUES {_values(LEDGERS)}) ledger (name)
         UNION ALL SELECT name, false FROM (VALUES {_values(FROZEN)}) frozen (name)) needed
  LEFT JOIN (SELECT g.tgrelid, g.tgtype AS bits
               FROM pg_trigger g JOIN pg_proc f ON f.oid = g.tgfoid
              WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A') AND g.tgqual IS NULL
                AND f.prosrc LIKE '%LEDGER_IMMUTABLE%') t ON t.tgrelid = to_regclass('public.' || needed.name)
 GROUP BY needed.name, needed.is_ledger
HAVING NOT coalesce(bool_or(t.bits & 19 = 19), false) OR NOT coalesce(bool_or(t.bits & 11 = 11), false)
    OR (needed.is_ledger AND NOT coalesce(bool_or(t.bits & 34 = 34), false))
"""

ROLE = f"""
SELECT NULL::uuid AS business_id, format('role %s', r.rolname) AS what,
       jsonb_build_object('superuser', r.rolsuper, 'bypasses_row_security', r.rolbypassrls,
                          'creates_roles', r.rolcreaterole) AS figures
  FROM pg_roles r WHERE r.rolname = '{APP_ROLE}' AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole)
 UNION ALL
SELECT NULL, format('role %s', '{APP_ROLE}'), jsonb_build_object('exists', false)
 WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{APP_ROLE}')
 UNION ALL
SELECT NULL, format('role %s', a.rolname), jsonb_build_object('is_member_of', r.rolname)
  FROM pg_roles a JOIN pg_roles r ON r.oid <> a.oid AND NOT a.rolsuper AND pg_has_role(a.oid, r.oid, 'MEMBER')
 WHERE a.rolname = '{APP_ROLE}' AND (r.rolbypassrls OR r.rolsuper OR r.rolname LIKE 'optimapos%')
 UNION ALL
SELECT NULL, format('table %s', c.relname),
       jsonb_build_object('owned', c.relowner = a.oid, 'may_truncate', has_table_privilege(a.oid, c.oid, 'TRUNCATE'),
                          'may_add_triggers', has_table_privilege(a.oid, c.oid, 'TRIGGER'),
                          'may_change_ledger', c.relname IN (SELECT name FROM (VALUES {_values(LEDGERS)}) ledger (name))
                                               AND has_table_privilege(a.oid, c.oid, 'UPDATE, DELETE'))
  FROM pg_roles a, pg_class c
 WHERE a.rolname = '{APP_ROLE}' AND NOT a.rolsuper AND c.relkind IN ('r', 'p')
   AND c.relnamespace = 'public'::regnamespace
   AND (c.relowner = a.oid OR has_table_privilege(a.oid, c.oid, 'TRUNCATE') OR has_table_privilege(a.oid, c.oid, 'TRIGGER')
        OR (c.relname IN (SELECT name FROM (VALUES {_values(LEDGERS)}) ledger (name))
            AND has_table_privilege(a.oid, c.oid, 'UPDATE, DELETE')))
"""

ROW_SECURITY = f"""
SELECT NULL::uuid AS business_id, format('table %s', t.relname) AS what,
       jsonb_build_object('enabled', t.relrowsecurity, 'forced', t.relforcerowsecurity,
                          'policies', coalesce(p.policies, 0), 'right', coalesce(p.fitting, 0)) AS figures
  FROM (SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, a.attname
          FROM pg_class c
          JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
           AND a.attname = CASE WHEN c.relname = 'business' THEN 'id' ELSE 'business_id' END
         WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
       ) t
  LEFT JOIN LATERAL (
       SELECT count(*) FILTER (WHERE NOT (polcmd = 'r' AND polname = 'login_read' AND pg_get_expr(polqual, polrelid) = 'true'
                                          AND t.relname IN (SELECT name FROM (VALUES {_values(LOGIN_TABLES)}) login (name))))
                  AS policies,
              count(*) FILTER (
                  WHERE polpermissive AND polcmd = '*' AND polroles = '{{0}}'
                    AND pg_get_expr(polqual, polrelid) = format('(' || $test${_POLICY.format("%I")}$test$ || ')', t.attname)
                    AND pg_get_expr(polwithcheck, polrelid) = pg_get_expr(polqual, polrelid)) AS fitting
         FROM pg_policy WHERE polrelid = t.oid) p ON true
 WHERE NOT t.relrowsecurity OR NOT t.relforcerowsecurity OR p.policies <> 1 OR p.fitting <> 1
"""

DATABASE = (
    Invariant("database.immutable", "Ledgers have their triggers, and they are on.", IMMUTABLE),
    Invariant("database.app_role", "The app's role owns nothing and stands behind row-level security.", ROLE),
    Invariant(
        "database.row_security", "Every tenant table has row-level security, forced, with its policy.", ROW_SECURITY
    ),
)
