"""Reference data: brands, product groups, units, tax categories and rates, price groups, sequences."""
