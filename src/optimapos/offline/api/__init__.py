"""HTTP of offline sales."""
