"""Tables of tills."""

from optimapos.tills.models.changes import TillChange
from optimapos.tills.models.codes import CodeRule
from optimapos.tills.models.layouts import TillLayout, TillTile

__all__ = ["CodeRule", "TillChange", "TillLayout", "TillTile"]
