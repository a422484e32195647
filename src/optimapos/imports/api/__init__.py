"""Imports and exports over HTTP."""
