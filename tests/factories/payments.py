"""One record of each kind that payments through providers make: by a card machine that is not connected, and made events."""

from datetime import UTC, datetime

from optimapos.core.ids import UUID
from optimapos.organization.models import Location
from optimapos.payments.models import ProviderAccount
from optimapos.payments.services import NewIntent, PaymentIntentService, advance
from optimapos.payments.services.accounts import ProviderAccountService
from optimapos.payments.services.events import ProviderEventService
from optimapos.payments.types import Event, IntentMethod, Said, Told
from optimapos.products.models import Product
from tests.factories.organization import Shop, Till, unique


def make_payment_records(
    shop: Shop, till: Till, product: Product, account: ProviderAccount | None = None, place: Location | None = None
) -> dict[str, UUID]:
    """Their ids by kind of record; `till` is at the place where the payment is asked for."""
    account = account or make_manual_account(shop)
    opened = till.post("/api/sales/", {"storefront": place.pk} if place else {}).json()
    till.post(f"/api/sales/{opened['id']}/items/", {"product": product.pk, "quantity": "1"})
    new = NewIntent(sale_id=UUID(opened["id"]), method=IntentMethod.CARD, account_id=account.pk)
    at = datetime.now(UTC)
    intent, _ = PaymentIntentService.begin(business=shop.business, actor=till.actor, new=new, at=at).unwrap()
    advance(business=shop.business, intent_id=intent.pk, at=at).unwrap()
    told = Told(Said.SUCCEEDED, reference=unique("elsewhere"), minor=1, currency=shop.business.currency)
    event = Event(id=unique("event"), type="charge.success", told=told)
    kept, _ = ProviderEventService.keep(business=shop.business, account=account, event=event, digest=b"0" * 32)
    ProviderEventService.take(business=shop.business, event_id=kept, at=at).unwrap()
    return {"payment_account": account.pk, "payment_intent": intent.pk, "payment_event": kept}


def make_manual_account(shop: Shop) -> ProviderAccount:
    """An account of a card machine that is not connected."""
    fields = {"provider": "MANUAL", "name": unique("machine")}
    return ProviderAccountService.create_account(business=shop.business, actor=shop.owner, fields=fields).unwrap()
