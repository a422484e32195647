"""Prices: where they are kept, which one applies, and why."""
