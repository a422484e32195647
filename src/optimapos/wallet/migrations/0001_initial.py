from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.math
from django.db import migrations, models

import optimapos.core.ids
import optimapos.core.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organization", "0008_protect_saved_views"),
        ("partners", "0014_fold_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="WalletAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("GIFT_CARD", "Gift card"),
                            ("STORE_CREDIT", "Store credit"),
                            ("LOYALTY", "Loyalty points"),
                        ],
                        max_length=12,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("balance", models.DecimalField(decimal_places=4, default=Decimal(0), max_digits=19)),
                (
                    "status",
                    models.CharField(
                        choices=[("ACTIVE", "Active"), ("BLOCKED", "Blocked"), ("EXPIRED", "Expired")],
                        default="ACTIVE",
                        max_length=8,
                    ),
                ),
                ("code", optimapos.core.sealed.SealedTextField(blank=True, default="", max_length=20)),
                ("code_index", optimapos.core.sealed.BlindIndexField(max_length=16)),
                ("code_last4", models.CharField(blank=True, max_length=4)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "business",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.business",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wallet_accounts",
                        to="partners.customer",
                    ),
                ),
            ],
            options={
                "db_table": "wallet_account",
                "indexes": [
                    models.Index(fields=["business", "id"], name="wallet_account_list"),
                    models.Index(
                        condition=models.Q(("customer__isnull", False)),
                        fields=["customer"],
                        name="wallet_account_customer",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code_index__isnull", False)),
                        fields=("business", "code_index"),
                        name="wallet_account_code",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("customer__isnull", False), models.Q(("kind", "GIFT_CARD"), _negated=True)),
                        fields=("business", "customer", "kind"),
                        name="wallet_account_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("balance__gte", Decimal(0)), ("balance__lte", Decimal("1E+12"))),
                        name="wallet_account_balance_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "LOYALTY"), _negated=True),
                            ("balance", django.db.models.functions.math.Floor(models.F("balance"))),
                            _connector="OR",
                        ),
                        name="wallet_account_points_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "GIFT_CARD"), ("code_index__isnull", False)),
                            models.Q(
                                ("kind", "STORE_CREDIT"),
                                ("customer__isnull", False),
                                models.Q(("code_index__isnull", False), _negated=True),
                            ),
                            models.Q(
                                ("kind", "STORE_CREDIT"),
                                models.Q(("customer__isnull", False), _negated=True),
                                ("code_index__isnull", False),
                            ),
                            models.Q(
                                ("kind", "LOYALTY"),
                                ("customer__isnull", False),
                                models.Q(("code_index__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="wallet_account_bearer_has_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WalletEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_id", models.UUIDField()),
                ("seq", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ISSUE", "Issued"),
                            ("RELOAD", "Reloaded"),
                            ("REDEEM", "Redeemed"),
                            ("REFUND", "Credit granted"),
                            ("EARN", "Points earned"),
                            ("SPEND", "Points spent"),
                            ("EXPIRE", "Expired"),
                            ("ADJUST", "Adjusted"),
                            ("REVERSAL", "Taken back"),
                        ],
                        max_length=8,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=4, max_digits=19)),
                ("balance_after", models.DecimalField(decimal_places=4, max_digits=19)),
                (
                    "source_type",
                    models.CharField(
                        blank=True, choices=[("", "By hand"), ("SALE", "Sale"), ("REFUND", "Refund")], max_length=8
                    ),
                ),
                ("source_id", models.UUIDField(null=True)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("user_id", models.UUIDField(null=True)),
                ("terminal_id", models.UUIDField(null=True)),
                ("business_date", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="wallet.walletaccount",
                    ),
                ),
                (
                    "reversal_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wallet.walletentry",
                    ),
                ),
            ],
            options={
                "db_table": "wallet_entry",
                "indexes": [
                    models.Index(
                        condition=models.Q(("source_id__isnull", False)),
                        fields=["source_id"],
                        name="wallet_entry_source",
                    ),
                    models.Index(
                        condition=models.Q(("reversal_of__isnull", False)),
                        fields=["reversal_of"],
                        name="wallet_entry_reversal",
                    ),
                    models.Index(fields=["business_id", "business_date"], name="wallet_entry_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "seq"), name="wallet_entry_seq"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "EARN")),
                        fields=("account", "source_id"),
                        name="wallet_entry_earned_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", Decimal("-1E+12")), ("amount__lte", Decimal("1E+12"))),
                        name="wallet_entry_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("balance_after__gte", Decimal(0)), ("balance_after__lte", Decimal("1E+12"))
                        ),
                        name="wallet_entry_balance_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="wallet_entry_books_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "REVERSAL"), ("reversal_of__isnull", False)),
                            models.Q(models.Q(("kind", "REVERSAL"), _negated=True), ("reversal_of__isnull", True)),
                            _connector="OR",
                        ),
                        name="wallet_entry_reverses",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WalletLot",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="lot",
                        serialize=False,
                        to="wallet.walletentry",
                    ),
                ),
                ("business_id", models.UUIDField()),
                ("remaining", models.DecimalField(decimal_places=4, max_digits=19)),
                ("expires_on", models.DateField(null=True)),
                ("is_open", models.BooleanField(default=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="wallet.walletaccount",
                    ),
                ),
            ],
            options={
                "db_table": "wallet_lot",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_open", True)), fields=["account", "expires_on"], name="wallet_lot_open"
                    ),
                    models.Index(
                        condition=models.Q(("expires_on__isnull", False), ("is_open", True)),
                        fields=["business_id", "expires_on"],
                        name="wallet_lot_lapsing",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("remaining__gte", Decimal(0)), ("remaining__lte", Decimal("1E+12"))),
                        name="wallet_lot_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_open", True), ("remaining__gt", 0)),
                            models.Q(("is_open", False), ("remaining", 0)),
                            _connector="OR",
                        ),
                        name="wallet_lot_open_has_some",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WalletTake",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_id", models.UUIDField()),
                ("amount", models.DecimalField(decimal_places=4, max_digits=19)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="takes", to="wallet.walletentry"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="takes", to="wallet.walletlot"
                    ),
                ),
            ],
            options={
                "db_table": "wallet_take",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", Decimal("-1E+12")), ("amount__lte", Decimal("1E+12"))),
                        name="wallet_take_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="wallet_take_takes_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoyaltyProgram",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("valid_from", models.DateTimeField()),
                ("points_per_unit", models.DecimalField(decimal_places=4, max_digits=12)),
                (
                    "basis",
                    models.CharField(
                        choices=[("GROSS", "With tax"), ("NET", "Without tax")], default="GROSS", max_length=5
                    ),
                ),
                ("point_value", models.DecimalField(decimal_places=6, max_digits=19)),
                ("min_points", models.PositiveIntegerField(default=0)),
                ("max_share", models.DecimalField(decimal_places=4, default=Decimal(100), max_digits=7)),
                ("validity_days", models.PositiveIntegerField(default=0)),
                (
                    "excluded_groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("user_id", models.UUIDField(null=True)),
                (
                    "business",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.business",
                    ),
                ),
            ],
            options={
                "db_table": "loyalty_program",
                "constraints": [
                    models.UniqueConstraint(fields=("business", "valid_from"), name="loyalty_program_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("points_per_unit__gte", Decimal(0)), ("points_per_unit__lte", Decimal(10000))
                        ),
                        name="loyalty_program_rate_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("point_value__gte", Decimal("0.000001")), ("point_value__lte", Decimal(10000))
                        ),
                        name="loyalty_program_value_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_share__gte", Decimal(0)), ("max_share__lte", Decimal(100))),
                        name="loyalty_program_share_bounded",
                    ),
                ],
            },
        ),
    ]
