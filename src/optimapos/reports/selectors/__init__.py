"""Reads over all floors below."""

from optimapos.reports.selectors.dashboard import dashboard_of

__all__ = ["dashboard_of"]
