"""SQL of offline sales."""
