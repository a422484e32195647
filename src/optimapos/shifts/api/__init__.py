"""The HTTP side of shifts."""
