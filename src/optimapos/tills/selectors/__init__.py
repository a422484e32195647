"""Reads of tills."""

from optimapos.tills.selectors.feed import catalog, changes, kinds_of, moment, start
from optimapos.tills.selectors.places import place_of
from optimapos.tills.selectors.settings import settings_document

__all__ = ["catalog", "changes", "kinds_of", "moment", "place_of", "settings_document", "start"]
