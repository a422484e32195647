"""Keys and addresses: what is derived of what, so that nothing is asked for twice."""

import secrets
from uuid import UUID, uuid5

_REFUND = UUID("8c0e4d7a-2f55-4c0f-9d4b-6f1d0f6a9b11")
_BUSINESS = 32


def refund_key(payment_id: UUID) -> UUID:
    """Our key of the refund that a payment given back stands for: the same however often it is picked up."""
    return uuid5(_REFUND, str(payment_id))


def new_endpoint_key(business_id: UUID) -> str:
    """The secret part of an account's webhook address. It begins with the business, which is named before any row is read."""
    return business_id.hex + secrets.token_hex(16)


def business_of_endpoint(key: str) -> UUID | None:
    """The business that a webhook's address names, or None for what is no such address."""
    try:
        return UUID(hex=key[:_BUSINESS]) if len(key) == 2 * _BUSINESS and key.isalnum() else None
    except ValueError:
        return None
