"""Decisions about what a till keeps, pure."""
