"""The HTTP side of refunds."""
