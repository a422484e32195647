"""Decisions and arithmetic of purchasing: figures come in as arguments."""
