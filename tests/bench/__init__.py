"""The benchmark itself works: tiny numbers, real engines."""
