"""The control's server: the product with the locked count of coupons switched off, so that only what was read counts."""

from optimapos.config.wsgi import application
from optimapos.sales.sql import write

COUNT = "UPDATE coupon SET uses = uses + 1"
LIMIT = " AND (use_limit IS NULL OR uses < use_limit)"

if COUNT not in write.USE_COUPONS or LIMIT not in write.USE_COUPONS:
    raise RuntimeError("coupons are counted in another form now: the control switches nothing off")
write.USE_COUPONS = write.USE_COUPONS.replace(LIMIT, "").replace(
    COUNT, "UPDATE coupon SET uses = least(uses + 1, use_limit)"
)

__all__ = ["application"]
