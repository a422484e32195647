"""Shifts: what a drawer started with, what went in and out, what was counted, and the sealed report of it."""
