"""Sales over HTTP."""
