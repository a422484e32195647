"""Rows of papers."""

from optimapos.papers.models.papers import PaperMail, PaperPrint

__all__ = ["PaperMail", "PaperPrint"]
