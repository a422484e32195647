"""Statements of imports: set-based, over the temporary tables that a file was staged in."""
