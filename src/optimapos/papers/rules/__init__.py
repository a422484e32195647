"""How figures and words of papers are written."""
