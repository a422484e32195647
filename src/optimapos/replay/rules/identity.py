"""The id of a basket's sale: the same whenever it is replayed, so that the server sells each basket once."""

import hashlib
from datetime import datetime
from uuid import UUID

_RANDOM_BITS = 80
_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62


def sale_id(business_id: UUID, basket: int, at: datetime) -> UUID:
    """The sale's id in the shape of a UUIDv7: the basket's time, then a digest where the random bits would be.

    Like a UUIDv5 it follows from business and basket alone; unlike one it grows with time, as primary keys here do.
    """
    digest = hashlib.sha256(business_id.bytes + basket.to_bytes(8, "big")).digest()
    drawn = int.from_bytes(digest[:10], "big")
    drawn = drawn & ~(0xF << 76) & ~(0x3 << 62) | _VERSION | _VARIANT
    return UUID(int=(int(at.timestamp() * 1000) << _RANDOM_BITS) | drawn)


def group_code(department: str, category: str) -> str:
    """The code of a product group: the file names categories, some of them in several departments, and has no codes."""
    digest = hashlib.sha256(f"{department}/{category}".encode()).hexdigest()[:8] if category else ""
    return "-".join(filter(None, [department[:20], digest]))
