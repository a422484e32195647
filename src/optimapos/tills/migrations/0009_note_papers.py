from django.db import migrations

TRIGGER = """
        DROP TRIGGER till_settings_update ON business;
        CREATE TRIGGER till_settings_update AFTER UPDATE OF name, slug, currency, country, tax_number, address,
            receipt_footer, receipt_code_page, logo, prices_include_tax, price_policy, fallback_markup_percent,
            cash_rounding_step, credit_grace_days, requires_shift, return_days, refund_limit, reservation_minutes,
            is_active ON business
            FOR EACH ROW EXECUTE FUNCTION till_row_changed('settings', 'id');
"""


class Migration(migrations.Migration):
    dependencies = [("tills", "0008_note_returns_and_shifts"), ("organization", "0010_receipts")]

    operations = [migrations.RunSQL(TRIGGER)]
