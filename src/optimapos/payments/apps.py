"""The payments app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class PaymentsConfig(AppConfig):
    """Payments through providers."""

    name = "optimapos.payments"
    label = "payments"
    verbose_name = "Payments through providers"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint(
            "payment_intent_one_open", "INTENT_OPEN", "The sale waits for another payment. Cancel that one first."
        )
        register_constraint(
            "payment_intent_request_unique",
            "IDEMPOTENCY_KEY_REUSED",
            "This key was used for another request. Send a new key with a new request.",
        )
        register_constraint(
            "payment_intent_one_refund", "ALREADY_REFUNDED", "This money is being given back, or was already."
        )
        register_constraint("provider_account_name_unique", "NAME_TAKEN", "Another account has this name.")
