"""Writes of papers."""

from optimapos.papers.services.mails import MailService, queue_mail
from optimapos.papers.services.prints import note_print

__all__ = ["MailService", "note_print", "queue_mail"]
