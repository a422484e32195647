"""The HTTP side of papers: how one is asked for, and sent."""
