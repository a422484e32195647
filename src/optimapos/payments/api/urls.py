"""Addresses of payments through providers. They stand before those of sales' own payments."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.payments.api import desk, replacing, taking, webhooks

router = SimpleRouter(use_regex_path=False)
router.register("payments/intents", desk.IntentViewSet, basename="payment-intent")
router.register("payments/events", desk.EventViewSet, basename="payment-event")
router.register("payments/accounts", desk.AccountViewSet, basename="payment-account")

urlpatterns = [
    path("payments/ways/", taking.WaysView.as_view(), name="payment-ways"),
    path("payments/card-intent/", taking.CardIntentView.as_view(), name="payment-card-intent"),
    path("payments/mobile-money/", taking.MobileMoneyView.as_view(), name="payment-mobile-money"),
    path("payments/reconciliation/", desk.ReconciliationView.as_view(), name="payment-reconciliation"),
    path("payments/<uuid:pk>/status/", taking.StatusView.as_view(), name="payment-status"),
    path("payments/<uuid:pk>/cancel/", taking.CancelView.as_view(), name="payment-cancel"),
    path("payments/<uuid:pk>/confirm/", taking.ConfirmView.as_view(), name="payment-confirm"),
    path("payments/<uuid:pk>/refund/", taking.RefundView.as_view(), name="payment-refund"),
    path("payments/<uuid:pk>/replace/", replacing.ReplaceView.as_view(), name="payment-replace"),
    path("payments/webhooks/<slug:provider>/<str:endpoint_key>/", webhooks.webhook, name="payment-webhook"),
    *router.urls,
]
