"""Decisions of the wallet: codes, lots, points. No database, no clock. Source: docs/algorithms/wallet.md."""
