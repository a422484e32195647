"""Statements of partners."""
