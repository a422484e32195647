"""Sales made offline."""
