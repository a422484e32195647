"""Every invariant: a violation is planted, and it is found and named."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from optimapos.core.ids import new_id
from optimapos.verify.invariants import WRITTEN
from optimapos.verify.invariants.approvals import APPROVALS
from optimapos.verify.invariants.customers import CUSTOMERS
from optimapos.verify.invariants.offline import OFFLINE
from optimapos.verify.invariants.papers import PAPERS
from optimapos.verify.invariants.payables import PAYABLES
from optimapos.verify.invariants.payments import PAYMENTS
from optimapos.verify.invariants.products import PRODUCTS
from optimapos.verify.invariants.promotions import PROMOTIONS
from optimapos.verify.invariants.purchases import PURCHASES
from optimapos.verify.invariants.refunds import REFUNDS
from optimapos.verify.invariants.shifts import SHIFTS
from optimapos.verify.invariants.stock_documents import STOCK_DOCUMENTS
from optimapos.verify.invariants.wallet import WALLET
from optimapos.verify.report import named
from tests.verify.planting import drop_checks, found_by, superuser
from tests.verify.shops import LivedShop, make_lived_shop

ITEM = "inventory_item WHERE business_id = %(business)s"
OF_SALE = "WHERE id = %(sale)s"
OF_LINE = "WHERE sale_id = %(sale)s AND line_no = 1"


@dataclass(frozen=True)
class Plant:
    """Statements that break an invariant, and words by which the violation is named (`{sale}` is the sale's number)."""

    invariant: str
    statements: Sequence[str]
    named: Sequence[str] = ()

    def __str__(self) -> str:
        return f"{self.invariant} {self.statements[-1][:50]}"


def movement(columns: str, one: str = "item_seq = 2") -> str:
    """Change one of the shop's movements."""
    return f"UPDATE inventory_movement SET {columns} WHERE business_id = %(business)s AND {one}"


def sale(columns: str) -> str:
    """Change the cash sale."""
    return f"UPDATE sale SET {columns} {OF_SALE}"


def line(columns: str) -> str:
    """Change the first line of the cash sale."""
    return f"UPDATE sale_item SET {columns} {OF_LINE}"


def unlogged(event_type: str) -> str:
    """Lose an audit event of the cash sale."""
    return f"DELETE FROM audit_log WHERE sale_id = %(sale)s AND event_type = '{event_type}'"


MINE = "WHERE business_id = %(business)s"
HELD = "WHERE sale_id = %(cart)s AND status = 'ACTIVE'"

PLANTS = (
    Plant(
        "stock.quantity",
        [f"UPDATE inventory_item SET current_qty = current_qty + 1 {MINE}"],
        ["stock item", "current_qty"],
    ),
    Plant("stock.quantity", [movement("quantity = quantity - 1")], ["movements"]),
    Plant("stock.quantity", [f"UPDATE inventory_batch SET remaining_qty = remaining_qty - 1 {MINE}"], ["layers"]),
    Plant("stock.quantity", [f"DELETE FROM inventory_movement {MINE} AND item_seq = 2"]),
    Plant("stock.value", [f"UPDATE inventory_item SET stock_value = stock_value + 0.000001 {MINE}"], ["stock_value"]),
    Plant("stock.value", [movement("cost_amount = cost_amount + 0.000001")], ["movements"]),
    Plant("stock.value", [f"UPDATE inventory_batch SET unit_cost = unit_cost + 1 {MINE}"], ["layers"]),
    Plant("stock.layers", [f"UPDATE inventory_batch SET remaining_qty = remaining_qty - 1 {MINE}"], ["layer", "moved"]),
    Plant("stock.layers", [f"UPDATE inventory_batch SET unit_cost = unit_cost + 1 {MINE}"], ["moved_value"]),
    Plant("stock.layers", [movement("batch_id = gen_random_uuid()")], ["layer"]),
    Plant("stock.sequence", [movement("item_seq = 99")], ["stock item", "last 99"]),
    Plant("stock.sequence", [movement("item_seq = 1")], ["distinct"]),
    Plant("stock.sequence", [f"UPDATE inventory_item SET seq = seq + 1 {MINE}"], ["seq"]),
    Plant("stock.running", [movement("qty_after = qty_after + 1")], ["movement", "qty_after"]),
    Plant("stock.running", [movement("value_after = value_after + 0.000001")], ["value_so_far"]),
    Plant("stock.floor", [f"UPDATE inventory_item SET floor_qty = current_qty + 1 {MINE}"], ["floor_qty"]),
    Plant("stock.owed", [f"UPDATE inventory_item SET floor_qty = -1 {MINE}"], ["floor_qty -1", "deficits 0"]),
    Plant("stock.owed", [f"UPDATE inventory_batch SET kind = 'DEFICIT' {MINE}"], ["floor_qty 0"]),
    Plant("stock.open_layers", [f"UPDATE inventory_batch SET is_open = false {MINE}"], ["is_open False"]),
    Plant("stock.open_layers", [f"UPDATE inventory_batch SET received_qty = 1 {MINE}"], ["received_qty 1"]),
    Plant("stock.open_layers", [f"UPDATE inventory_batch SET kind = 'DEFICIT' {MINE}"], ["kind DEFICIT"]),
    Plant("reservations.within_stock", [f"UPDATE stock_reservation SET quantity = 1000 {HELD}"], ["reserved 1000"]),
    Plant("reservations.within_stock", [f"UPDATE inventory_batch SET status = 'DAMAGED' {MINE}"], ["sellable 0"]),
    Plant(
        "reservations.within_stock", [f"UPDATE inventory_batch SET expires_on = '2001-01-01' {MINE}"], ["sellable 0"]
    ),
    Plant(
        "reservations.only_carts",
        ["UPDATE sale SET status = 'CANCELLED' WHERE id = %(cart)s"],
        ["reservation", "CANCELLED"],
    ),
    Plant("reservations.only_carts", ["UPDATE sale SET completed_at = now() WHERE id = %(cart)s"], ["reservation"]),
    Plant("reservations.only_carts", ["DELETE FROM sale WHERE id = %(cart)s"], ["sale_status None"]),
    Plant(
        "reservations.committed",
        [f"UPDATE stock_reservation SET status = 'COMMITTED' {HELD}"],
        ["reservation", "DRAFT"],
    ),
    Plant("reservations.as_lines", [f"UPDATE stock_reservation SET quantity = 2 {HELD}"], ["reserved 2", "lines 1"]),
    Plant("reservations.as_lines", ["DELETE FROM sale_item WHERE sale_id = %(cart)s"], ["lines 0"]),
    Plant("stock.shortfalls", [f"UPDATE inventory_item SET current_qty = -1 {MINE}"], ["current_qty -1"]),
    Plant("stock.shortfalls", [f"UPDATE inventory_batch SET expires_on = '2001-01-01' {MINE}"], ["sellable 0"]),
    Plant(
        "credit.balance", [f"UPDATE customer SET outstanding_balance = 0 {MINE}"], ["customer", "outstanding_balance 0"]
    ),
    Plant("credit.balance", [f"DELETE FROM credit_transaction {MINE}"], ["entries 0"]),
    Plant("credit.of_sales", [f"UPDATE credit_transaction SET amount = amount + 0.01 {MINE}"], ["amount_due"]),
    Plant("credit.of_sales", [f"DELETE FROM credit_transaction {MINE}"], ["open 0"]),
    Plant("credit.of_sales", [f"DELETE FROM credit_allocation {MINE}"], ["open"]),
    Plant("credit.open", [f"UPDATE open_item SET open_amount = open_amount + 1 {MINE}"], ["credit entry", "settled 5"]),
    Plant("credit.open", [f"DELETE FROM open_item {MINE}"], ["open 0"]),
    Plant("credit.open", [f"UPDATE open_item SET customer_id = gen_random_uuid() {MINE}"], ["credit entry"]),
    Plant("credit.open", [f"UPDATE open_item SET due_date = '2001-01-01' {MINE}"], ["due_date"]),
    Plant("credit.open", [f"UPDATE credit_allocation SET amount = 4 {MINE}"], ["settled 4"]),
    Plant(
        "credit.sides",
        [f"UPDATE credit_allocation SET credit_id = debit_id, debit_id = credit_id {MINE}"],
        ["allocation"],
    ),
    Plant(
        "credit.sides", [f"UPDATE credit_allocation SET customer_id = gen_random_uuid() {MINE}"], ["credit_customer"]
    ),
    Plant("credit.on_account", [f"DELETE FROM credit_transaction {MINE} AND kind = 'PAYMENT'"], ["entry None"]),
    Plant("credit.on_account", [f"DELETE FROM payment {MINE} AND sale_id IS NULL"], ["amount_paid None"]),
    Plant("sales.payments", [f"DELETE FROM credit_allocation {MINE}"], ["settled 0"]),
    Plant("credit.of_sales", [f"UPDATE credit_transaction SET source_id = %(cart)s {MINE}"], ["amount_due None"]),
    Plant("credit.of_sales", [f"UPDATE credit_transaction SET customer_id = gen_random_uuid() {MINE}"], ["owed_by"]),
    Plant("sales.totals", [sale("total_amount = total_amount + 0.01")], ["total_amount"]),
    Plant("sales.totals", [sale("tax_amount = tax_amount + 0.01")], ["lines_tax"]),
    Plant("sales.totals", [sale("rounding_amount = 0.05")], ["rounding"]),
    Plant("sales.totals", [f"DELETE FROM sale_item {OF_LINE}"], ["lines"]),
    Plant("sales.paid_and_due", [sale("amount_due = amount_due + 0.01")], ["amount_due 0.01"]),
    Plant("sales.payments", [sale("amount_paid = amount_paid - 1")], ["payments"]),
    Plant("sales.payments", ["DELETE FROM payment WHERE sale_id = %(sale)s"], ["payments 0"]),
    Plant("sales.payments", ["UPDATE payment SET status = 'FAILED' WHERE sale_id = %(sale)s"], ["payments 0"]),
    Plant("sales.change", ["UPDATE payment SET change = change + 1 WHERE sale_id = %(sale)s"], ["payment", "change"]),
    Plant("sales.taxes", ["UPDATE sale_tax SET base = base + 0.01 WHERE sale_id = %(sale)s"], ["tax T20", "lines_net"]),
    Plant("sales.taxes", ["DELETE FROM sale_tax WHERE sale_id = %(sale)s"], ["base None"]),
    Plant("sales.taxes", ["UPDATE sale_tax SET sale_id = %(cart)s WHERE sale_id = %(sale)s"], ["lines_net None"]),
    Plant("sales.status", [sale("status = 'PARTIAL'")], ["status PARTIAL", "expected COMPLETED"]),
    Plant("sales.status", [sale("status = 'CANCELLED'")], ["status CANCELLED"]),
    Plant("sales.status", ["UPDATE sale SET status = 'COMPLETED' WHERE id = %(cart)s"], ["expected DRAFT"]),
    Plant("sales.status", ["UPDATE sale SET status = 'COMPLETED' WHERE id = %(owing)s"], ["expected PARTIAL"]),
    Plant("sales.status", [sale("amount_refunded = total_amount")], ["expected REFUNDED"]),
    Plant("sales.status", [sale("occurred_at = NULL")], ["status COMPLETED"]),
    Plant("sales.refunded", [sale("amount_refunded = total_amount + 1")], ["amount_refunded"]),
    Plant("sales.refunded", [line("refunded_qty = quantity + 1")], ["refunded_qty"]),
    Plant(
        "sales.refunded", ["UPDATE payment SET refunded_amount = amount_paid + 1 WHERE sale_id = %(sale)s"], ["payment"]
    ),
    Plant("sales.movements", ["DELETE FROM inventory_movement WHERE source_id = %(sale)s"], ["line 1", "moved 0"]),
    Plant("sales.movements", [line("cost_amount = cost_amount + 0.000001")], ["moved_cost"]),
    Plant("sales.movements", [line("item_id = NULL")], ["line 1"]),
    Plant(
        "sales.movements",
        ["UPDATE inventory_movement SET sale_net_amount = 0 WHERE source_id = %(sale)s"],
        ["moved_net 0"],
    ),
    Plant("sales.moved_for_nothing", [sale("completed_at = NULL")], ["movement", "sale_status"]),
    Plant(
        "sales.moved_for_nothing",
        ["UPDATE inventory_movement SET source_id = %(cart)s WHERE source_id = %(sale)s"],
        ["movement"],
    ),
    Plant(
        "sales.moved_for_nothing",
        ["UPDATE inventory_movement SET kind = 'ADJUST' WHERE source_id = %(sale)s"],
        ["movement"],
    ),
    Plant(
        "sales.counts_kept",
        ["UPDATE inventory_movement SET kind = 'COUNT_CORRECTION' WHERE source_id = %(sale)s"],
        ["sale {sale}", "quantity -"],
    ),
    Plant(
        "sales.currency",
        ["UPDATE business SET currency_fixed = false WHERE id = %(business)s"],
        ["currency_fixed False"],
    ),
    Plant("sales.currency", [sale("currency = 'USD'")], ["currency USD", "ledger EUR"]),
    Plant("lines.add_up", [line("net = net - 0.01")], ["line 1", "gross"]),
    Plant("lines.amounts", [line("unit_price = unit_price + 1")], ["unit_price"]),
    Plant(
        "lines.amounts",
        [line("line_discount = 1, order_discount_share = order_discount_share - 1")],
        ["line_discount 1"],
    ),
    Plant("lines.tax", [line("net = net - 0.01, tax = tax + 0.01")], ["tax_rate 20"]),
    Plant("lines.tax", [line("net = net - 0.001, tax = tax + 0.001")], ["net"]),
    Plant("lines.discounts", [sale("subtotal = subtotal + 0.01")], ["subtotal"]),
    Plant("lines.discounts", [sale("discount_amount = discount_amount + 0.01")], ["shares"]),
    Plant("lines.discounts", [sale("discount_percentage = 6")], ["discount_percentage 6"]),
    Plant("lines.quantity", [line("base_qty = base_qty + 1")], ["base_qty"]),
    Plant(
        "receipts.unique", ["UPDATE sale SET receipt_number = %(number)s WHERE id = %(owing)s"], ["{number}", "sales 2"]
    ),
    Plant("receipts.form", [sale("receipt_number = series || '-1'")], ["receipt_number"]),
    Plant("receipts.form", [sale("receipt_number = 'S9-0001'")], ["S9-0001"]),
    Plant("receipts.form", [sale("receipt_number = NULL")], ["receipt_number None"]),
    Plant("receipts.gapless", ["DELETE FROM sale WHERE id = %(owing)s"], ["series S1-T1", "numbers 2", "last 3"]),
    Plant("receipts.gapless", [f"UPDATE receipt_counter SET last_number = 7 {MINE}"], ["counter 7"]),
    Plant("receipts.gapless", [f"DELETE FROM receipt_counter {MINE}"], ["counter None"]),
    Plant("receipts.gapless", [f"UPDATE receipt_counter SET series = 'S7' {MINE}"], ["series S7", "numbers 0"]),
    Plant("trail.of_sales", [unlogged("sale.created")], ["created 0"]),
    Plant("trail.of_sales", [unlogged("sale.completed")], ["completed 0"]),
    Plant("trail.of_sales", [unlogged("stock.committed")], ["committed 0"]),
    Plant("trail.of_sales", [f"DELETE FROM audit_log {MINE} AND event_type = 'sale.cancelled'"], ["cancelled 0"]),
    Plant("trail.of_sales", [f"DELETE FROM audit_log {MINE}"], ["created None"]),
    Plant("trail.of_payments", [unlogged("payment.created")], ["events 0"]),
    Plant(
        "trail.of_openings",
        [f"DELETE FROM audit_log {MINE} AND event_type = 'stock.opened'"],
        ["opening stock", "events 0"],
    ),
    Plant("trail.news", [sale("receipt_number = 'S1-0099'")], ["message", "told {number}"]),
    Plant("trail.news", ["DELETE FROM sale WHERE id = %(sale)s"], ["receipt_number None"]),
    Plant("trail.answers", ["DELETE FROM sale WHERE id = %(sale)s"], ["key", "answered {number}"]),
    Plant("trail.answers", [sale("receipt_number = 'S1-0099'")], ["receipt_number S1-0099"]),
    Plant("tenancy.loose_references", [movement("batch_id = gen_random_uuid()")], ["inventory_movement", "batch_id"]),
    Plant("tenancy.loose_references", [movement("reversal_of = gen_random_uuid()")], ["reversal_of"]),
    Plant(
        "tenancy.loose_references",
        ["UPDATE stock_reservation SET sale_id = gen_random_uuid() " + HELD],
        ["stock_reservation"],
    ),
    Plant("tenancy.loose_references", [sale("terminal_id = gen_random_uuid()")], ["sale", "terminal_id"]),
    Plant("tenancy.loose_references", [f"UPDATE payment SET terminal_id = gen_random_uuid() {MINE}"], ["payment"]),
    Plant("tenancy.loose_references", [f"UPDATE credit_transaction SET source_id = id {MINE}"], ["credit_transaction"]),
    Plant("tenancy.loose_references", [f"UPDATE audit_log SET sale_id = id {MINE}"], ["audit_log", "sale_id"]),
    Plant("tenancy.loose_references", [f"UPDATE audit_log SET payment_id = id {MINE}"], ["payment_id"]),
    Plant("tenancy.loose_references", [f"UPDATE audit_log SET customer_id = id {MINE}"], ["customer_id"]),
    Plant(
        "tenancy.loose_references",
        ["UPDATE sale_item SET business_id = %(other)s WHERE sale_id = %(cart)s"],
        ["sale_item_id", "found_in {other}"],
    ),
)

SCHEMA_PLANTS = (
    Plant("database.immutable", ["ALTER TABLE audit_log DISABLE TRIGGER USER"], ["table audit_log", "update None"]),
    Plant(
        "database.immutable",
        ["ALTER TABLE sale_tax ENABLE REPLICA TRIGGER {truncate}"],
        ["table sale_tax", "truncate False"],
    ),
    Plant("database.immutable", ["ALTER TABLE sale_item DISABLE TRIGGER USER"], ["table sale_item"]),
    Plant("database.immutable", ["DROP TABLE credit_transaction CASCADE"], ["table credit_transaction"]),
    Plant("database.app_role", ["ALTER ROLE optimapos_app BYPASSRLS"], ["optimapos_app", "bypasses_row_security True"]),
    Plant("database.app_role", ["ALTER ROLE optimapos_app SUPERUSER"], ["superuser True"]),
    Plant("database.app_role", ["ALTER ROLE optimapos_app RENAME TO optimapos_other"], ["exists False"]),
    Plant("database.app_role", ["GRANT optimapos_purge TO optimapos_app"], ["is_member_of optimapos_purge"]),
    Plant("database.app_role", ["ALTER TABLE sale OWNER TO optimapos_app"], ["table sale", "owned True"]),
    Plant(
        "database.app_role", ["GRANT TRUNCATE ON audit_log TO optimapos_app"], ["table audit_log", "may_truncate True"]
    ),
    Plant("database.app_role", ["GRANT TRIGGER ON audit_log TO PUBLIC"], ["may_add_triggers True"]),
    Plant(
        "database.row_security",
        ["ALTER TABLE customer DISABLE ROW LEVEL SECURITY"],
        ["table customer", "enabled False"],
    ),
    Plant(
        "database.row_security",
        ["ALTER TABLE business NO FORCE ROW LEVEL SECURITY"],
        ["table business", "forced False"],
    ),
    Plant("database.row_security", ["DROP POLICY tenant_isolation ON sale"], ["table sale", "policies 0"]),
    Plant("database.row_security", ["CREATE POLICY more ON sale USING (true)"], ["policies 2"]),
    Plant("database.row_security", ["ALTER POLICY tenant_isolation ON sale USING (true)"], ["right 0"]),
    Plant("database.row_security", ["ALTER POLICY tenant_isolation ON sale WITH CHECK (true)"], ["right 0"]),
    Plant("database.row_security", ["ALTER POLICY tenant_isolation ON sale TO optimapos_app"], ["right 0"]),
    Plant("database.row_security", ["CREATE TABLE brand_new (business_id uuid)"], ["table brand_new"]),
)


@pytest.fixture(scope="module")
def lived() -> LivedShop:
    """One shop for all plants: each of them is rolled back."""
    return make_lived_shop()


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_a_planted_violation_is_found_and_named(lived: LivedShop, plant: Plant) -> None:
    business = lived.shop.id
    with superuser() as cursor:
        assert found_by(cursor, plant.invariant, business).count == 0
        drop_checks(cursor, "sale", "sale_item", "payment", "inventory_item", "inventory_batch", "receipt_counter")
        cursor.execute("SELECT receipt_number FROM sale WHERE id = %s", [lived.cash_sale])
        (number,) = cursor.fetchone() or ("",)
        ids = {
            "business": business,
            "other": new_id(),
            "sale": lived.cash_sale,
            "owing": lived.credit_sale,
            "cart": lived.open_cart,
            "number": number,
        }
        for statement in plant.statements:
            cursor.execute(statement, ids)
            assert cursor.rowcount > 0, f"planted nothing: {statement}"
        found = found_by(cursor, plant.invariant, business)
    assert found.count > 0
    told = "\n".join(named(violation) for violation in found.violations)
    assert lived.shop.business.slug in told
    for words in plant.named:
        assert words.format(**ids) in told, told


@pytest.mark.parametrize("plant", SCHEMA_PLANTS, ids=str)
def test_a_weakened_database_is_found_and_named(plant: Plant) -> None:
    with superuser() as cursor:
        assert found_by(cursor, plant.invariant).count == 0
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'sale_tax'::regclass AND tgtype & 32 = 32")
        ((trigger,),) = cursor.fetchall()
        for statement in plant.statements:
            cursor.execute(statement.format(truncate=trigger))
        found = found_by(cursor, plant.invariant)
    assert found.count > 0
    told = "\n".join(named(violation) for violation in found.violations)
    for words in plant.named:
        assert words in told, told


def test_every_written_invariant_has_a_plant() -> None:
    planted = {plant.invariant for plant in (*PLANTS, *SCHEMA_PLANTS)}
    elsewhere = {
        invariant.id
        for invariant in (
            *APPROVALS,
            *CUSTOMERS,
            *OFFLINE,
            *PAPERS,
            *PAYABLES,
            *PAYMENTS,
            *PRODUCTS,
            *PROMOTIONS,
            *PURCHASES,
            *REFUNDS,
            *SHIFTS,
            *STOCK_DOCUMENTS,
            *WALLET,
        )
    }
    assert planted | elsewhere == {invariant.id for invariant in WRITTEN}
