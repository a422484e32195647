"""A shop with an account at a stand-in, carts in it, and how it stands after something happened."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from optimapos.core.ids import UUID
from optimapos.inventory.models import InventoryItem, StockReservation
from optimapos.payments.models import PaymentIntent, ProviderAccount, ProviderEvent
from optimapos.payments.services import advance
from optimapos.payments.services.accounts import ProviderAccountService
from optimapos.products.models import Product
from optimapos.sales.models import Payment, Sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop, unique
from tests.gateways import stripe
from tests.gateways.standin import StandIn


@dataclass
class Paying:
    """A shop that takes payments through a stand-in."""

    shop: Shop
    account: ProviderAccount
    product: Product
    standin: Any = None

    def cart(self, quantity: str = "5", *, customer: UUID | None = None) -> dict[str, Any]:
        """A cart with so many pieces of the product."""
        till = self.shop.till
        body = {"customer": str(customer)} if customer else {}
        opened = till.post("/api/sales/", body).json()
        line = {"product": self.product.pk, "quantity": quantity}
        answer = till.post(f"/api/sales/{opened['id']}/items/", line)
        assert answer.status_code == 201, answer.json()
        found: dict[str, Any] = till.get(f"/api/sales/{opened['id']}/").json()
        return found

    def card(self, cart: Any, key: str | None = None, **body: Any) -> Any:
        """Endpoint 17."""
        return self.shop.till.post("/api/payments/card-intent/", {"sale": cart["id"], **body}, key)

    def status(self, intent: Any) -> Any:
        """Endpoint 19."""
        return self.shop.till.get(f"/api/payments/{intent}/status/")

    def advance(self, told: Any, *, at: datetime | None = None) -> PaymentIntent:
        """The poller's visit, a little later."""
        return advance(business=self.shop.id, intent_id=UUID(told["id"]), at=at or in_seconds(30)).unwrap()

    def intent(self, wanted: Any) -> PaymentIntent:
        """The row."""
        with self.shop.scope():
            return PaymentIntent.objects.for_business(self.shop.id).get(pk=wanted)

    def sale(self, cart: Any) -> Sale:
        """The row."""
        with self.shop.scope():
            return Sale.objects.for_business(self.shop.id).get(pk=cart["id"])

    def payments(self, cart: Any) -> list[tuple[str, str, Decimal, str]]:
        """Method, status, amount, provider of the sale's payments."""
        with self.shop.scope():
            rows = Payment.objects.for_business(self.shop.id).filter(sale=cart["id"]).order_by("id")
            return [(row.payment_method, row.status, row.amount_paid, row.provider) for row in rows]

    def events(self) -> list[tuple[str, str]]:
        """State and reason of the kept events, oldest first."""
        with self.shop.scope():
            rows = ProviderEvent.objects.for_business(self.shop.id).order_by("id")
            return list(rows.values_list("state", "reason"))

    def stock(self) -> Decimal:
        """What the books say there is of the product."""
        with self.shop.scope():
            return InventoryItem.objects.for_business(self.shop.id).get(product=self.product).current_qty

    def held_until(self, cart: Any) -> datetime:
        """Until when the cart holds its goods."""
        with self.shop.scope():
            rows = StockReservation.objects.for_business(self.shop.id).filter(sale_id=cart["id"], status="ACTIVE")
            return rows.get().expires_at

    def webhook(self, body: bytes, headers: dict[str, str], *, endpoint: str = "") -> Any:
        """What the provider sends."""
        path = f"/api/payments/webhooks/{self.account.provider.lower()}/{endpoint or self.account.endpoint_key}/"
        return Client().generic("POST", path, body, content_type="application/json", headers=headers)


def make_account(shop: Shop, provider: str, standin: StandIn | None = None, **fields: Any) -> ProviderAccount:
    """An account of the shop, at a stand-in where one is given."""
    columns = {"provider": provider, "name": unique(provider), "base_url": standin.address if standin else "", **fields}
    made = ProviderAccountService.create_account(business=shop.business, actor=shop.owner, fields=columns)
    return made.unwrap()


def make_paying(standin: stripe.StripeStandIn, currency: str = "EUR", price: str = "10.00") -> Paying:
    """A shop with an account at the Stripe stand-in."""
    shop = make_shop(currency=currency)
    secrets = {"secret_key": stripe.SECRET_KEY}
    account = make_account(shop, "STRIPE", standin, secrets=secrets, webhook_secrets=[stripe.WEBHOOK_SECRET])
    return Paying(shop, account, make_product(shop, price=price, stock="100000"), standin)


def in_seconds(seconds: float) -> datetime:
    """So much later than now."""
    return datetime.now(UTC) + timedelta(seconds=seconds)
