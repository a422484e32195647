"""Work on what tills keep."""

from optimapos.tills.services.compacting import compact_changes

__all__ = ["compact_changes"]
