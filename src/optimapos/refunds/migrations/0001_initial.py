from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import optimapos.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organization", "0009_shifts_and_refunds"),
        ("sales", "0009_shifts_and_refunds"),
    ]

    operations = [
        migrations.CreateModel(
            name="RefundCounter",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "business_id", "series", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_id", models.UUIDField()),
                ("series", models.CharField(max_length=44)),
                ("last_number", models.BigIntegerField()),
            ],
            options={
                "db_table": "refund_counter",
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_id", models.UUIDField()),
                ("terminal_id", models.UUIDField(null=True)),
                ("shift_id", models.UUIDField(null=True)),
                (
                    "kind",
                    models.CharField(choices=[("RETURN", "Return"), ("VOID", "Void")], default="RETURN", max_length=8),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("PENDING", "Pending"),
                            ("APPROVED", "Approved"),
                            ("REJECTED", "Rejected"),
                            ("PROCESSED", "Processed"),
                        ],
                        default="PENDING",
                        max_length=10,
                    ),
                ),
                (
                    "refund_method",
                    models.CharField(
                        choices=[
                            ("CASH", "Cash"),
                            ("CREDIT_NOTE", "Credit note"),
                            ("ORIGINAL_PAYMENT", "The way it was paid"),
                            ("EXCHANGE", "Other goods"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("DEFECTIVE", "Defective"),
                            ("DAMAGED", "Damaged"),
                            ("EXPIRED", "Expired"),
                            ("WRONG_ITEM", "Wrong item"),
                            ("CHANGED_MIND", "Changed mind"),
                            ("PRICE_ERROR", "Wrong price"),
                            ("OTHER", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.DecimalField(decimal_places=4, max_digits=19)),
                ("tax_amount", models.DecimalField(decimal_places=4, max_digits=19)),
                ("rounding_amount", models.DecimalField(decimal_places=4, default=Decimal(0), max_digits=19)),
                ("debt_amount", models.DecimalField(decimal_places=4, default=Decimal(0), max_digits=19)),
                ("paid_amount", models.DecimalField(decimal_places=4, default=Decimal(0), max_digits=19)),
                ("credited_amount", models.DecimalField(decimal_places=4, default=Decimal(0), max_digits=19)),
                ("series", models.CharField(blank=True, max_length=44)),
                ("refund_number", models.CharField(max_length=64, null=True)),
                ("is_beyond_warranty", models.BooleanField(default=False)),
                ("override_reason", models.CharField(blank=True, max_length=400)),
                ("rejection_reason", models.CharField(blank=True, max_length=400)),
                ("requested_by", models.UUIDField()),
                ("decided_by", models.UUIDField(null=True)),
                ("processed_by", models.UUIDField(null=True)),
                ("requested_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("processed_at", models.DateTimeField(null=True)),
                ("business_date", models.DateField(null=True)),
                ("accounting_date", models.DateField(null=True)),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.location",
                    ),
                ),
                (
                    "exchange_sale",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.sale",
                    ),
                ),
                (
                    "sale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="sales.sale"
                    ),
                ),
            ],
            options={
                "db_table": "refund",
                "indexes": [
                    models.Index(fields=["business_id", "requested_at", "id"], name="refund_requested"),
                    models.Index(
                        condition=models.Q(("status", "PROCESSED")),
                        fields=["location", "business_date"],
                        name="refund_day",
                    ),
                    models.Index(
                        condition=models.Q(("shift_id__isnull", False)), fields=["shift_id"], name="refund_shift"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("business_id", "refund_number"), name="refund_number_unique", nulls_distinct=True
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", Decimal(0)),
                            ("amount__lte", Decimal("1E+15")),
                            ("tax_amount__gte", Decimal(0)),
                            ("tax_amount__lte", Decimal("1E+15")),
                            ("debt_amount__gte", Decimal(0)),
                            ("debt_amount__lte", Decimal("1E+15")),
                            ("paid_amount__gte", Decimal(0)),
                            ("paid_amount__lte", Decimal("1E+15")),
                            ("credited_amount__gte", Decimal(0)),
                            ("credited_amount__lte", Decimal("1E+15")),
                        ),
                        name="refund_amounts_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rounding_amount__gte", Decimal("-1E+15")), ("rounding_amount__lte", Decimal("1E+15"))
                        ),
                        name="refund_rounding_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "PROCESSED"), _negated=True),
                            (
                                "amount",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("debt_amount"), "+", models.F("paid_amount")
                                    ),
                                    "+",
                                    models.F("credited_amount"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="refund_goes_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("processed_at__isnull", False),
                                ("refund_number__isnull", False),
                                ("status", "PROCESSED"),
                            ),
                            models.Q(
                                models.Q(("status", "PROCESSED"), _negated=True),
                                ("processed_at", None),
                                ("refund_number", None),
                            ),
                            _connector="OR",
                        ),
                        name="refund_numbered_when_processed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("status", "PENDING")),
                            models.Q(
                                models.Q(("status", "PENDING"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="refund_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_id", models.UUIDField()),
                ("line_no", models.PositiveIntegerField()),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=18)),
                ("base_qty", models.DecimalField(decimal_places=6, max_digits=18)),
                ("net", models.DecimalField(decimal_places=4, max_digits=19)),
                ("tax", models.DecimalField(decimal_places=4, max_digits=19)),
                ("gross", models.DecimalField(decimal_places=4, max_digits=19)),
                (
                    "destination",
                    models.CharField(
                        choices=[
                            ("SHELF", "Back on the shelf"),
                            ("LOCATION", "To another location"),
                            ("DAMAGED", "Written off as damaged"),
                            ("NONE", "Not taken back"),
                        ],
                        default="SHELF",
                        max_length=10,
                    ),
                ),
                (
                    "serials",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), db_default=[], default=list, size=None
                    ),
                ),
                ("cost_amount", models.DecimalField(decimal_places=6, default=Decimal(0), max_digits=22)),
                ("eligibility", models.JSONField(default=dict)),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.location",
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refund_items", to="refunds.refund"
                    ),
                ),
                (
                    "sale_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refund_items", to="sales.saleitem"
                    ),
                ),
            ],
            options={
                "db_table": "refund_item",
                "constraints": [
                    models.UniqueConstraint(fields=("refund", "sale_item"), name="refund_item_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gte", Decimal(0)),
                            ("quantity__lte", Decimal("1E+9")),
                            ("base_qty__gte", Decimal(0)),
                            ("base_qty__lte", Decimal("1E+9")),
                        ),
                        name="refund_item_qty_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("base_qty__gt", 0), ("quantity__gt", 0)), name="refund_item_qty_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("net__gte", Decimal(0)),
                            ("net__lte", Decimal("1E+15")),
                            ("tax__gte", Decimal(0)),
                            ("tax__lte", Decimal("1E+15")),
                            ("gross__gte", Decimal(0)),
                            ("gross__lte", Decimal("1E+15")),
                        ),
                        name="refund_item_amounts_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross",
                                django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("tax")),
                            )
                        ),
                        name="refund_item_net_and_tax_make_gross",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("destination", "LOCATION"), ("location__isnull", False)),
                            models.Q(models.Q(("destination", "LOCATION"), _negated=True), ("location", None)),
                            _connector="OR",
                        ),
                        name="refund_item_goes_to_a_location",
                    ),
                ],
            },
        ),
    ]
