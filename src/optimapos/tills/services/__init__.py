"""Work on what tills keep."""

from optimapos.tills.services.code_rules import CodeRuleService
from optimapos.tills.services.compacting import compact_changes
from optimapos.tills.services.layouts import LayoutFields, LayoutService, Tab, Tile

__all__ = ["CodeRuleService", "LayoutFields", "LayoutService", "Tab", "Tile", "compact_changes"]
