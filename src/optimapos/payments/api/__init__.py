"""HTTP of payments."""
