"""Reports: figures over all floors below, read and never written."""
