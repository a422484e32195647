"""Payments through providers: accounts, intents, webhooks, polling, refunds, reconciliation."""
