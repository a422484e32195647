"""Reads of a replay."""

from optimapos.replay.selectors.ledger import sold_baskets

__all__ = ["sold_baskets"]
