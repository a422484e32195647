from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0010_wallet_tenders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="payment",
            name="payment_method",
            field=models.CharField(
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
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="sale",
            name="payment_type",
            field=models.CharField(
                blank=True,
                choices=[
                    ("CASH", "Cash"),
                    ("CARD", "Card"),
                    ("MOMO", "Mobile money"),
                    ("TRANSFER", "Bank transfer"),
                    ("CREDIT", "On credit"),
                    ("WALLET", "Gift card, store credit or points"),
                    ("EXCHANGE", "Goods brought back"),
                    ("MIXED", "Mixed"),
                ],
                max_length=10,
            ),
        ),
    ]
