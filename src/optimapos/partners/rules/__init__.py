"""Decisions about partners: how their texts are kept, when suppliers take orders and deliver, and what may be owed."""

from optimapos.partners.rules.texts import cleaned_name, cleaned_text

__all__ = ["cleaned_name", "cleaned_text"]
