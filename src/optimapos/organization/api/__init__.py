"""The organization over HTTP, and how a request signs in."""
