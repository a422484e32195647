"""Decisions about reference data and workflows, pure."""

from optimapos.nomenclatures.rules.taxes import Rate, rate_in

__all__ = ["Rate", "rate_in"]
