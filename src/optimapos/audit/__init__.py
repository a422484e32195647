"""The immutable event log: what happened, to what, by whom."""
