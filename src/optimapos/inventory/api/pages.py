"""The order of each list."""

from optimapos.apikit.pagination import CursorPages


class ByCode(CursorPages):
    """Storefronts by their codes."""

    ordering = ("code", "id")  # type: ignore[assignment]


class NewestMovementFirst(CursorPages):
    """An item's movements backwards; their numbers are its own and unique."""

    ordering = ("-item_seq",)  # type: ignore[assignment]


class OldestLayerFirst(CursorPages):
    """Layers in the order in which they are sold."""

    ordering = ("received_at", "id")  # type: ignore[assignment]


class FirstToExpire(CursorPages):
    """Reservations in the order in which they end."""

    ordering = ("expires_at", "id")  # type: ignore[assignment]


class BySku(CursorPages):
    """Lines by the SKUs of their products."""

    ordering = ("sku", "id")  # type: ignore[assignment]
