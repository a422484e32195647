"""Pages of payments: read-only, and without any secret."""

from optimapos.core.actors import Capability
from optimapos.organization.admin import LedgerAdmin, register
from optimapos.payments.models import PaymentIntent, ProviderAccount, ProviderEvent


@register(ProviderAccount)
class ProviderAccountPages(LedgerAdmin):
    """Accounts; changed by the API."""

    view_capability = Capability.PAYMENT_MANAGE
    exclude = ("business", "sealed_secrets", "sealed_webhook_secrets", "endpoint_key")
    list_display = ("name", "provider", "mode", "is_active")
    list_filter = ("provider", "mode")


@register(PaymentIntent)
class PaymentIntentPages(LedgerAdmin):
    """Charges and refunds."""

    view_capability = Capability.PAYMENT_VIEW
    exclude = ("business_id", "client_secret", "phone", "email", "request_hash", "request_key")
    list_display = ("created_at", "kind", "provider", "amount", "currency", "status", "outcome")
    list_filter = ("kind", "provider", "status", "outcome")
    search_fields = ("reference",)


@register(ProviderEvent)
class ProviderEventPages(LedgerAdmin):
    """Events of providers."""

    view_capability = Capability.PAYMENT_VIEW
    exclude = ("business", "digest")
    list_display = ("created_at", "type", "state", "reason")
    list_filter = ("state",)
    search_fields = ("reference", "event_id")
