"""How fast it sells, beside what the machine could do at most. One file a question; see README.md."""
