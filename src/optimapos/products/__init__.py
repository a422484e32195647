"""The catalog: products with their life cycle, packagings and barcodes."""
