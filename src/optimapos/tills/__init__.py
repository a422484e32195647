"""Tills: what a till in a browser keeps beside it, so that it sells without asking, and how it learns what changed."""
