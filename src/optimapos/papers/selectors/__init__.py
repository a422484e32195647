"""Reads of papers."""

from optimapos.papers.selectors.papers import copy_mark, due_mail, letterhead, prints_of

__all__ = ["copy_mark", "due_mail", "letterhead", "prints_of"]
