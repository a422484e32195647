from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organization", "0008_protect_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="business",
            name="refund_limit",
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=19, null=True),
        ),
        migrations.AddField(
            model_name="business",
            name="requires_shift",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="business",
            name="return_days",
            field=models.PositiveSmallIntegerField(default=14),
        ),
        migrations.AddConstraint(
            model_name="business",
            constraint=models.CheckConstraint(
                condition=models.Q(("refund_limit__gte", Decimal(0)), ("refund_limit__lte", Decimal("1E+15"))),
                name="business_refund_limit_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="business",
            constraint=models.CheckConstraint(
                condition=models.Q(("return_days__lte", 3650)), name="business_return_days_bounded"
            ),
        ),
    ]
