"""Pure decisions of imports: what a cell says, what a column is, what a spreadsheet would run."""
