import django.core.validators
import django.db.models.deletion
import optimapos.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nomenclatures", "0002_protect"),
        ("organization", "0003_stock_policy"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentStatusChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("business_id", models.UUIDField()),
                ("kind", models.CharField(max_length=20)),
                ("document_id", models.UUIDField()),
                ("from_status", models.CharField(blank=True, max_length=30)),
                ("to_status", models.CharField(max_length=30)),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("MANUAL", "By hand"),
                            ("CONVERTED", "When converted"),
                            ("PARTLY_RECEIVED", "When some goods arrived"),
                            ("RECEIVED", "When all goods arrived"),
                            ("REOPENED", "When a receipt was taken back"),
                        ],
                        default="MANUAL",
                        max_length=20,
                    ),
                ),
                ("user_id", models.UUIDField(null=True)),
                ("comment", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "document_status_change",
                "indexes": [models.Index(fields=["document_id", "id"], name="document_status_change_doc")],
            },
        ),
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=20)),
                (
                    "code",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z][A-Za-z0-9_-]*\\Z", "Letters, digits, _ and -, beginning with a letter."
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("prefix", models.CharField(max_length=12)),
                ("is_default", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
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
                "db_table": "document_type",
            },
        ),
        migrations.CreateModel(
            name="DocumentTypeStatus",
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
                    "code",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(?!insert\\Z)[a-z][a-z0-9_]*\\Z",
                                "Small letters, digits and _, beginning with a letter.",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_initial", models.BooleanField(default=False)),
                ("is_final", models.BooleanField(default=False)),
                ("is_editable", models.BooleanField(default=False)),
                ("is_deletable", models.BooleanField(default=False)),
                ("allows_conversion", models.BooleanField(default=False)),
                ("creates_inventory_movements", models.BooleanField(default=False)),
                ("reverses_inventory_movements", models.BooleanField(default=False)),
                ("allows_movement_correction", models.BooleanField(default=False)),
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
                    "document_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statuses",
                        to="nomenclatures.documenttype",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "document type statuses",
                "db_table": "document_type_status",
            },
        ),
        migrations.CreateModel(
            name="DocumentTypeTransition",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=optimapos.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("capability", models.CharField(max_length=40)),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("MANUAL", "By hand"),
                            ("CONVERTED", "When converted"),
                            ("PARTLY_RECEIVED", "When some goods arrived"),
                            ("RECEIVED", "When all goods arrived"),
                            ("REOPENED", "When a receipt was taken back"),
                        ],
                        default="MANUAL",
                        max_length=20,
                    ),
                ),
                ("requires_comment", models.BooleanField(default=False)),
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
                    "document_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transitions",
                        to="nomenclatures.documenttype",
                    ),
                ),
                (
                    "from_status",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ways_out",
                        to="nomenclatures.documenttypestatus",
                    ),
                ),
                (
                    "to_status",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ways_in",
                        to="nomenclatures.documenttypestatus",
                    ),
                ),
            ],
            options={
                "db_table": "document_type_transition",
            },
        ),
        migrations.AddConstraint(
            model_name="documenttype",
            constraint=models.UniqueConstraint(fields=("business", "code"), name="document_type_code_unique"),
        ),
        migrations.AddConstraint(
            model_name="documenttype",
            constraint=models.UniqueConstraint(fields=("business", "prefix"), name="document_type_prefix_unique"),
        ),
        migrations.AddConstraint(
            model_name="documenttype",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)), fields=("business", "kind"), name="document_type_one_default"
            ),
        ),
        migrations.AddConstraint(
            model_name="documenttypestatus",
            constraint=models.UniqueConstraint(fields=("document_type", "code"), name="document_status_code_unique"),
        ),
        migrations.AddConstraint(
            model_name="documenttypestatus",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_initial", True)), fields=("document_type",), name="document_status_one_initial"
            ),
        ),
        migrations.AddConstraint(
            model_name="documenttypetransition",
            constraint=models.UniqueConstraint(fields=("from_status", "to_status"), name="document_transition_unique"),
        ),
        migrations.AddConstraint(
            model_name="documenttypetransition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("trigger", "MANUAL"), _negated=True),
                fields=("from_status", "trigger"),
                name="document_transition_one_way_by_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="documenttypetransition",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_status", models.F("to_status")), _negated=True),
                name="document_transition_goes_somewhere",
            ),
        ),
    ]
