import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organization", "0008_protect_saved_views"),
        ("partners", "0014_fold_names"),
        ("sales", "0008_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="intent_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="original_payment",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversals",
                to="sales.payment",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="provider",
            field=models.CharField(blank=True, db_default="", max_length=20),
        ),
        migrations.AddField(
            model_name="payment",
            name="refund_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="shift_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="wallet_entry_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="sale",
            name="exchange_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exchanges",
                to="sales.sale",
            ),
        ),
        migrations.AddField(
            model_name="sale",
            name="shift_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("shift_id__isnull", False)), fields=["shift_id"], name="payment_shift"
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("refund_id__isnull", False)), fields=["refund_id"], name="payment_refund"
            ),
        ),
        migrations.AddIndex(
            model_name="sale",
            index=models.Index(condition=models.Q(("shift_id__isnull", False)), fields=["shift_id"], name="sale_shift"),
        ),
    ]
