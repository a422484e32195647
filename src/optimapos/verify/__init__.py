"""Proof that what must always hold does hold: each invariant of the design as one query of its own.

It shares no code with the services whose work it checks, only table and column names.
"""
