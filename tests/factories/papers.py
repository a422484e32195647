"""Papers for tests."""

from typing import Any

from django.test import override_settings
from django.utils import timezone

from optimapos.papers.models import PaperMail
from optimapos.sales.services.receipts import ReceiptService
from tests.factories.organization import Shop


def make_mail(shop: Shop, product: Any) -> PaperMail:
    """A receipt that was mailed, which is a print too."""
    items = [{"product": product.pk, "quantity": "1"}]
    body = {"items": items, "payments": [{"payment_method": "CASH", "amount_paid": "10000"}]}
    sale = shop.manager_till.post("/api/sales/checkout/", body).json()["id"]
    with override_settings(MAIL_IS_SET_UP=True):
        return ReceiptService.mail_receipt(
            business=shop.business, actor=shop.owner, sale_id=sale, to="ivan@buyer.example", at=timezone.now()
        ).unwrap()
