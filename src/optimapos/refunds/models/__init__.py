"""What refunds are made of."""

from optimapos.refunds.models.refunds import Refund, RefundCounter, RefundItem

__all__ = ["Refund", "RefundCounter", "RefundItem"]
