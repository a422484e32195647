"""What tills ask."""
