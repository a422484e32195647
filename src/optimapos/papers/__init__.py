"""Papers that people are handed: receipts, credit notes, slips of shifts; their forms, their prints, their mail."""
