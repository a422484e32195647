"""The statements of purchasing that are written by hand."""
