"""Reads of purchasing."""
