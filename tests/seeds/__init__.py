"""The usage examples of the source documents, one file for each document, in the translation of docs/source-map.md."""
