"""The checkout's statements, in `$1` form for raw cursors: read without locks, then write in one transaction."""
