from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

import optimapos.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organization", "0009_shifts_and_refunds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_id", models.UUIDField()),
                (
                    "status",
                    models.CharField(choices=[("OPEN", "Open"), ("CLOSED", "Closed")], default="OPEN", max_length=8),
                ),
                ("currency", models.CharField(max_length=3)),
                ("business_date", models.DateField()),
                ("opening_float", models.DecimalField(decimal_places=4, max_digits=19)),
                ("opened_by", models.UUIDField()),
                ("opened_at", models.DateTimeField()),
                ("closed_by", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("z_number", models.PositiveIntegerField(null=True)),
                ("figures", models.JSONField(null=True)),
                ("seal", models.BinaryField(max_length=32, null=True)),
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
                    "terminal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.terminal",
                    ),
                ),
            ],
            options={
                "db_table": "shift",
                "indexes": [
                    models.Index(fields=["business_id", "opened_at", "id"], name="shift_opened"),
                    models.Index(fields=["terminal", "opened_at"], name="shift_terminal"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "OPEN")), fields=("terminal",), name="shift_one_open"
                    ),
                    models.UniqueConstraint(
                        fields=("terminal", "z_number"), name="shift_z_number_unique", nulls_distinct=True
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opening_float__gte", Decimal(0)), ("opening_float__lte", Decimal("1E+15"))
                        ),
                        name="shift_float_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at", None),
                                ("figures", None),
                                ("seal", None),
                                ("status", "OPEN"),
                                ("z_number", None),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("figures__isnull", False),
                                ("seal__isnull", False),
                                ("status", "CLOSED"),
                                ("z_number__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="shift_sealed_when_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CashMovement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_id", models.UUIDField()),
                ("kind", models.CharField(choices=[("IN", "Cash in"), ("OUT", "Cash out")], max_length=4)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("CHANGE", "Change"),
                            ("SAFE", "To or from the safe"),
                            ("BANK", "To the bank"),
                            ("EXPENSE", "Expense"),
                            ("OWNER", "Owner"),
                            ("CORRECTION", "Correction"),
                            ("OTHER", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=4, max_digits=19)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("user_id", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cash_movements", to="shifts.shift"
                    ),
                ),
            ],
            options={
                "db_table": "cash_movement",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", Decimal(0)), ("amount__lte", Decimal("1E+15"))),
                        name="cash_movement_amount_bounded",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="cash_movement_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftSupplement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_id", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("figures", models.JSONField()),
                ("seal", models.BinaryField(max_length=32)),
                ("sealed_by", models.UUIDField(null=True)),
                ("sealed_at", models.DateTimeField()),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supplements", to="shifts.shift"
                    ),
                ),
            ],
            options={
                "db_table": "shift_supplement",
                "constraints": [
                    models.UniqueConstraint(fields=("shift", "number"), name="shift_supplement_number_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftLateSale",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sale_id", models.UUIDField(unique=True)),
                ("business_id", models.UUIDField()),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="late_sales", to="shifts.shift"
                    ),
                ),
                (
                    "supplement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="late_sales",
                        to="shifts.shiftsupplement",
                    ),
                ),
            ],
            options={
                "db_table": "shift_late_sale",
            },
        ),
    ]
