"""OptimaPOS: a multi-tenant point of sale and back office whose money and stock are ledgers."""

__version__ = "0.1.0"
