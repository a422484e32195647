"""Writing to the log."""

from optimapos.audit.services.trail import AuditTrail

__all__ = ["AuditTrail"]
