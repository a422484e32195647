"""Pure decisions of the catalog: codes, life cycle, consistency."""
