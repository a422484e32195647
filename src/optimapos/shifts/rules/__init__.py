"""What a drawer should hold, and what the count says."""
