"""What a business owes to bearers and customers: gift cards, store credit, loyalty points. One ledger that only grows."""
