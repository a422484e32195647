"""Refunds: goods that come back and money that goes back, asked for, approved and processed."""
