"""The demo shop: what an empty installation starts with, so that there is something to sell."""
