"""The stock ledger: items, cost layers, movements, reservations, availability."""
