import django.contrib.postgres.fields
from django.db import migrations, models

import optimapos.offline.models.terminals


class Migration(migrations.Migration):
    dependencies = [
        ("offline", "0002_protect"),
    ]

    operations = [
        migrations.AlterField(
            model_name="offlinesettings",
            name="tenders",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("CASH", "Cash"),
                        ("CARD", "Card"),
                        ("MOMO", "Mobile money"),
                        ("TRANSFER", "Bank transfer"),
                        ("GIFT_CARD", "Gift card"),
                        ("STORE_CREDIT", "Store credit"),
                        ("LOYALTY", "Loyalty points"),
                        ("EXCHANGE", "Goods brought back"),
                    ],
                    max_length=20,
                ),
                default=optimapos.offline.models.terminals.cash_alone,
                size=None,
            ),
        ),
    ]
