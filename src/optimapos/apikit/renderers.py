"""JSON out: orjson, with decimals as plain strings."""

from decimal import Decimal
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def plain(value: Decimal) -> str:
    """A decimal as a person writes it: no exponent, no minus zero.

    >>> plain(Decimal("1E+2")), plain(Decimal("-0.00"))
    ('100', '0.00')
    """
    return format(value or abs(value), "f")


def _other(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, (list, set, frozenset, tuple)):
        return list(value)
    if hasattr(value, "items"):
        return dict(value.items())
    return str(value)


def dump_json(value: Any) -> bytes:
    """`value` as JSON bytes; the same value always gives the same bytes."""
    return orjson.dumps(value, default=_other, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_SUBCLASS)


class OrjsonRenderer(BaseRenderer):
    """`application/json`."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The body."""
        return b"" if data is None else data if isinstance(data, bytes) else dump_json(data)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
