"""Tables of tills."""

from optimapos.tills.models.changes import TillChange

__all__ = ["TillChange"]
